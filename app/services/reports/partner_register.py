"""合作企业一览表: every partner with what the alliance asks for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from app.models import Partner
from app.models.fields import Choice, option
from app.models.partners import PartnerStatus
from app.services.mask import Profile, guarded, visible
from app.services.office import Office
from app.services.reports.reading import (
    Common,
    Row,
    Running,
    Scope,
    masking,
    running,
    scope,
    written,
)
from app.services.reports.spec import Align, Column, Group, Notes, Orientation, Report, Table, Total


class GroupBy(Choice):
    """What the rows may be put together by."""

    NONE = "不分组"
    INDUSTRY = "行业门类"
    STATUS = "合作状态"


@dataclass(frozen=True, slots=True)
class Register(Common):
    """What may be chosen."""

    status: PartnerStatus | None = option("合作状态", None, help="留空为全部状态。")
    profile: Profile = option("用途", Profile.ALLIANCE, help="决定哪些栏目列出、哪些号码遮盖。")
    group_by: GroupBy = option("分组", GroupBy.NONE)
    contacts: bool = option("列出联系人", default=True)


_KEYS = (
    "name", "code", "nature", "industry", "size", "region", "programmes", "since", "depth",
    "status", "staff",
)  # fmt: skip
_CONTACT = {"contact_name": "姓名", "contact_phone": "电话"}
_AGREEMENTS = Column(
    label="有效协议", key="agreements", unit="份", type=int, width=5, align=Align.RIGHT, total=True
)


def build(office: Office, chosen: Register, today: date) -> Report:
    """Partners whose cooperation had begun by the day, in the order of their names."""
    at = scope(office, chosen, today)
    partners = [
        row for row in at.rows(Partner, at.query(status=chosen.status)) if _begun(row, at.day)
    ]
    held = running(office, at.day)
    columns = _columns(chosen)
    table = Table(
        columns=columns,
        groups=_groups(at, chosen, partners, columns, held),
        rows=[]
        if _grouped(chosen)
        else [_row(at, chosen, each, columns, held) for each in partners],
        total=Total.LAST,
        subtotals=_grouped(chosen),
    )
    return at.report(
        "partner_register",
        "合作企业一览表",
        [table, at.hands(), Notes(_notes(at, chosen, partners, columns))],
        orientation=Orientation.LANDSCAPE,
        unit="家、人、份",
        draft=chosen.draft,
        figures=_figures(partners, held),
    )


def _begun(row: Row, day: date) -> bool:
    since = row["since"]
    return since is None or since.first_day <= day


def _grouped(chosen: Register) -> bool:
    return chosen.group_by is not GroupBy.NONE


def _columns(chosen: Register) -> list[Column]:
    """The fields that the receiver may see, and what is counted from other records."""
    columns = []
    for key in _KEYS:
        field = Partner.field(key)
        if visible(field, chosen.profile):
            columns.append(Column.of(field, **_SHAPES.get(key, {})))
    if chosen.profile is Profile.PUBLIC:  # whom to call is nobody's business there
        return columns
    columns.append(_AGREEMENTS)
    for key, label in _CONTACT.items() if chosen.contacts else ():
        if visible(Partner.field(key), chosen.profile):
            columns.append(Column.of(Partner.field(key), label=label, over="主要联系人"))
    return columns


_SHAPES: dict[str, dict[str, Any]] = {
    "industry": {"align": Align.LEFT, "width": 9},
    "region": {"align": Align.LEFT, "width": 8, "label": "注册地"},
    "programmes": {"width": 14},
}


def _row(
    at: Scope, chosen: Register, partner: Row, columns: Sequence[Column], held: Running
) -> tuple[object, ...]:
    special = {
        "industry": at.office.codes.name("industry", partner["industry"]) or partner["industry"],
        "region": place(at.office, partner["region"]),
        "agreements": len(held.by_partner.get(partner["id"], ())),
    }
    return tuple(
        special[column.key]
        if column.key in special
        else guarded(Partner.field(column.key), partner[column.key], chosen.profile)
        for column in columns
    )


def place(office: Office, region: str | None) -> str | None:
    """A county with the city it lies in: 成都市龙泉驿区."""
    path = [code.name for code in office.codes.path("region", region)]
    named = [name for name in (path[1:] or path) if name not in ("市辖区", "县")]
    return "".join(named) or region


def _groups(
    at: Scope, chosen: Register, partners: Sequence[Row], columns: Sequence[Column], held: Running
) -> list[Group]:
    """By the section of the industry or by status, in the order of the code table or the enum."""
    if not _grouped(chosen):
        return []
    members: dict[str, list[Row]] = {}
    for partner in sorted(partners, key=lambda row: _rank(chosen, row)):
        members.setdefault(_title(at, chosen, partner), []).append(partner)
    return [
        Group(
            f"{title}（{len(each)}家）",
            [_row(at, chosen, partner, columns, held) for partner in each],
        )
        for title, each in members.items()
    ]


def _rank(chosen: Register, partner: Row) -> tuple[int, str]:
    if chosen.group_by is GroupBy.STATUS:
        return list(PartnerStatus).index(partner["status"]), ""
    return 0, (partner["industry"] or "~")[0]


def _title(at: Scope, chosen: Register, partner: Row) -> str:
    if chosen.group_by is GroupBy.STATUS:
        return str(partner["status"])
    letter = (partner["industry"] or "")[:1]
    return at.office.codes.name("industry", letter) or "未登记行业"


def _figures(partners: Sequence[Row], held: Running) -> dict[str, int | float]:
    coded = sum(1 for row in partners if row["code"])
    return {
        "partners": len(partners),
        "active": sum(1 for row in partners if row["status"] is PartnerStatus.ACTIVE),
        "with_code": coded,
        "without_code": len(partners) - coded,
        "staff": sum(row["staff"] or 0 for row in partners),
        "agreements": len(_theirs(partners, held)),
    }


def _theirs(partners: Iterable[Row], held: Running) -> set[UUID]:
    return {key for row in partners for key in held.by_partner.get(row["id"], ())}


def _notes(
    at: Scope, chosen: Register, partners: Sequence[Row], columns: Sequence[Column]
) -> list[str]:
    """What is counted, and what a reader should know about the data."""
    status = f"合作状态为“{chosen.status}”的企业" if chosen.status else "企业库中全部状态的企业"
    keys = {column.key for column in columns}
    found = [f"统计截至{written(at.day)}，包括{status}，首次合作日期晚于该日的不列入。"]
    if "agreements" in keys:
        found.append(
            "“有效协议”为截至该日已签署、已生效、未到期且未终止的协议份数，"
            "期限按补充协议调整；一份协议有多家企业签署的，各企业分别计数。"
        )
    lacking = sum(1 for row in partners if not row["code"])
    if lacking and "code" in keys:
        found.append(f"有 {lacking} 家企业尚未登记统一社会信用代码。")
    return [*found, *filter(None, [masking(chosen.profile)])]
