"""A small shelf of invented records and codes that editors can search, without a database."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from app.models import KIND_OF_TABLE, Field, Record
from app.models.teaching_time import period
from app.models.values import PartialDate, credit_code
from app.places import RESOURCES
from app.services.codes import Codes
from app.services.pinyin import Pinyin
from tests.make import credit

PARTNERS = (
    "成都示例锦程智能装备制造有限公司",
    "四川样本新能源汽车零部件股份有限公司",
    "示例云途物流（成都）有限公司",
    "龙泉驿示例产业园区管理委员会",
    "样例酒店管理有限公司",
)
PROGRAMMES = ("新能源汽车技术", "智能制造装备技术", "物流管理", "酒店管理与数字化运营", "护理")
DEPARTMENTS = ("智能制造学院", "汽车工程学院", "校企合作处", "教务处")
_TITLES = {
    "partner": PARTNERS,
    "programme": PROGRAMMES,
    "department": DEPARTMENTS,
    "campus": ("成都校区", "龙泉校区"),
    "agreement": ("成都示例锦程订单班合作协议", "样例酒店实习基地协议"),
}


class Shelf:
    """A `Lookup` whose records have running numbers for ids."""

    def __init__(self) -> None:
        self._pinyin = Pinyin(RESOURCES / "pinyin")
        self._codes = Codes(RESOURCES / "reference", self._pinyin)
        self.asked: list[tuple[str, str]] = []

    def id(self, target: str, number: int) -> UUID:
        """The id of the record of that number."""
        return UUID(int=(list(KIND_OF_TABLE).index(target) << 32) + number)

    def search(self, target: str, text: str, limit: int) -> Sequence[tuple[UUID, str, str]]:
        self.asked.append((target, text))
        found = [
            (self.id(target, n), title, f"XY-2026-{n:03}")
            for n, title in enumerate(_TITLES.get(target, ()))
            if text in title or self._pinyin.initials(title).startswith(text.casefold())
        ]
        return found[:limit]

    def title(self, target: str, id_: UUID) -> str:
        titles = _TITLES.get(target, ())
        number = id_.int & 0xFFFFFFFF
        return titles[number] if number < len(titles) else ""

    def codes_like(self, table: str, text: str, limit: int) -> Sequence[tuple[str, str]]:
        return self._codes.search(table, text, limit)

    def code_name(self, table: str, code: str) -> str:
        return self._codes.name(table, code)

    def initials(self, text: str) -> str:
        return self._pinyin.initials(text)

    def sample(self, kind: type[Record]) -> dict[str, Any]:
        """A valid value for every field of a kind."""
        return {field.key: self.value(field) for field in kind.fields()}

    def value(self, field: Field) -> Any:
        """A valid value for one field."""
        if field.target:
            first = self.id(field.target, 0)
            return (first, self.id(field.target, 1)) if field.many else first
        if field.choices():
            return field.choices()[:3] if field.many else field.choices()[0]
        if field.check is credit_code:
            return credit(1)
        if field.check is period:
            return 3
        if field.key == "code":
            return _code(field)
        named = _BY_KEY.get("phone" if field.key.endswith("_phone") else field.key)
        return named if isinstance(named, field.type) else _by_type(field)


def _code(field: Field) -> str:
    if field.codes:
        return "460701"
    return "CD"


def _by_type(field: Field) -> Any:
    texts = "校企双方按协议约定共同制定人才培养方案。" * 3 if field.lines > 1 else "杨知行"
    made: dict[type, Any] = {
        str: field.default or texts[: field.limit],
        int: 1365,
        bool: True,
        date: date(2026, 9, 1),
        time: time(8, 30),
        datetime: datetime(2026, 9, 1, 8, 30, tzinfo=UTC),
        PartialDate: PartialDate("2023-09"),
        Decimal: Decimal("12345678.00"),
    }
    return made[field.type]


_BY_KEY = {
    "opens": "周一至周五 1-8；周六 1-4",
    "periods": "第3-4节",
    "weeks": "1-16周",
    "name": PARTNERS[0],
    "industry": "C3670",
    "region": "510112",
    "phone": "028-87654321",
    "identity": "510100200501010015",
    "email": "office@example.cn",
    "number": "XY-2026-CD-001",
    "year": "2025-2026",
    "labour_grade": "Ⅱ",
    "address": "四川省成都市龙泉驿区示例大道 88 号智能制造产业园 3 栋",
}
