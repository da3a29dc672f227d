"""校内/校外实训基地情况表: every base with the columns that the national tables ask for.

What a base does not say itself is added up: from its rooms, their equipment, and who used them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from app.models import Agreement, Programme, Room, TrainingBase
from app.models.bases import BasePlace
from app.models.fields import option
from app.services.base_totals import Totals, totals_by_base
from app.services.bookings.utilisation import by, measured
from app.services.office import Office
from app.services.query import Query
from app.services.reports.reading import Common, Row, Scope, scope, written
from app.services.reports.spec import (
    Align,
    Column,
    Notes,
    Orientation,
    PageBreak,
    Report,
    Section,
    Table,
    Total,
)

_INSIDE = (
    ("number", "", ""), ("name", "", ""), ("department_id", "", ""), ("nature", "", ""),
    ("level", "", ""), ("category", "", ""), ("support", "", ""), ("founded", "", ""),
    ("approved_on", "日期", "批准"), ("approval", "文号", "批准"), ("host_id", "", ""),
    ("programmes", "面向专业（代码）", ""), ("partners", "", ""), ("area", "", ""),
    ("value", "合计", "设备总值"), ("value_new", "当年新增", "设备总值"),
    ("value_donated", "社会捐赠", "设备总值"), ("value_lent", "社会准捐赠", "设备总值"),
    ("machines", "合计", "设备总数"), ("machines_large", "大型设备", "设备总数"),
    ("seats", "", ""), ("projects_count", "总数", "主要实训项目"),
    ("projects", "名称", "主要实训项目"), ("used_inside", "校内", "学年使用频率"),
    ("used_outside", "社会", "学年使用频率"), ("material_cost", "", ""), ("upkeep_cost", "", ""),
    ("staff", "专职", "管理人员"), ("staff_part", "兼职", "管理人员"),
)  # fmt: skip
_OUTSIDE = (
    ("number", "", ""), ("name", "", ""), ("host_id", "", ""), ("workers", "", ""),
    ("founded", "", ""), ("programme_count", "总数", "面向专业"),
    ("programmes", "主要专业（代码）", "面向专业"), ("projects_count", "总数", "实习实训项目"),
    ("projects", "主要项目全称", "实习实训项目"), ("received", "", ""), ("capacity", "", ""),
    ("days_used", "", ""), ("interns", "", ""), ("lodging", "", ""), ("lodging_fee", "", ""),
    ("allowance", "", ""), ("paid_to_host", "学校支付每生专项实习经费", ""),
    ("sent_staff", "", ""), ("hired", "", ""), ("signed_level", "", ""), ("agreed", "", ""),
)  # fmt: skip
_ROOM = (
    "number", "name", "department_id", "base_id", "founded", "head", "head_number", "seats",
    "door", "door_name", "partner",
)  # fmt: skip
_MADE = {
    "programme_count": Column(
        label="总数", key="programme_count", type=int, width=4, unit="个", align=Align.RIGHT
    ),
    "agreed": Column(label="协议起止", key="agreed", width=12),
}
_RATES = ("lodging_fee", "paid_to_host", "days_used")  # no sum means anything
_SUMMED = ("area", "value", "seats", "machines", "machines_large")


@dataclass(frozen=True, slots=True)
class Bases(Common):
    """What may be chosen."""

    place: BasePlace | None = option("校内外", None, help="留空为两张表都打印。")
    rooms: bool = option("附实训室一览表", default=True)


def build(office: Office, chosen: Bases, today: date) -> Report:
    """A table for each of the two kinds; rooms count where a base says nothing itself."""
    at = scope(office, chosen, today)
    places = [chosen.place] if chosen.place else list(BasePlace)
    found = _Found(at)
    tables = [found.table(place) for place in places]
    inside = BasePlace.ON_CAMPUS in places
    rooms = [_rooms(at)] if chosen.rooms and inside else []
    title = f"{chosen.place}实训基地情况表" if chosen.place else "实训基地情况表"
    return at.report(
        "base_register",
        title,
        [*_apart([*tables, *rooms]), Notes([*_notes(found)]), at.hands()],
        orientation=Orientation.LANDSCAPE,
        draft=chosen.draft,
        figures={
            "bases": sum(len(each.rows) for each in tables),
            "rooms": at.office.of(Room).count(Query(campus=at.campus)),
            "seats": sum(each.seats or 0 for each in found.totals.values()),
        },
    )


def _apart(tables: list[Table]) -> Iterator[Section]:
    """Each kind of base begins a page of its own: they are handed in apart."""
    for number, each in enumerate(tables):
        if number:
            yield PageBreak()
        yield each


class _Found:
    """The bases, with what their rooms, equipment, agreements and bookings say of them."""

    def __init__(self, at: Scope) -> None:
        self._at = at
        self.totals = totals_by_base(at.office, at.day, at.campus)
        programmes: list[Programme] = at.office.of(Programme).all(Query())
        self._codes = {each.name: each.code for each in programmes if each.code}
        self.since = _school_year(at.day)
        self._used = self._person_periods()

    def table(self, place: BasePlace) -> Table:
        """The bases of one kind."""
        columns = list(_columns(_INSIDE if place is BasePlace.ON_CAMPUS else _OUTSIDE))
        query = Query(
            where={"place": place, "closed": False}, order="number", campus=self._at.campus
        )
        records: dict[UUID, TrainingBase] = {
            each.id: each for each in self._at.office.of(TrainingBase).all(query)
        }
        rows = [
            tuple(self._value(row, records[row["id"]], column.key) for column in columns)
            for row in self._at.rows(TrainingBase, query)
        ]
        return Table(
            title=f"{place}实训基地",
            columns=columns,
            rows=rows,
            keys=2,
            total=Total.LAST,
            empty=f"（没有登记{place}基地）",
        )

    def _value(self, row: Row, base: TrainingBase, key: str) -> object:
        if key == "agreed":
            return self._agreed(base)
        if key == "programme_count":
            return len(base.programmes) or None
        value = row[key]
        if key == "programmes":
            names = str(value or "").split("、")
            return "、".join(f"{n}（{self._codes[n]}）" if n in self._codes else n for n in names)
        if value is None and base.place is BasePlace.ON_CAMPUS:
            return self._added_up(base.id, key)
        return value

    def _added_up(self, base: UUID, key: str) -> object:
        if key in _SUMMED:
            return getattr(self.totals.get(base, Totals()), key)
        if key in ("used_inside", "used_outside"):
            return self._used.get((base, key == "used_outside"))
        return None

    def _agreed(self, base: TrainingBase) -> str:
        if base.agreement_id is None:
            return ""
        held: Agreement = self._at.office.of(Agreement).get(base.agreement_id)
        return f"{held.starts or ''} 至 {held.ends or '长期'}"

    def _person_periods(self) -> dict[tuple[UUID, bool], int]:
        """人时 of the school year, by base and whether it was for society."""
        found = measured(self._at.office, self.since, self._at.day, self._at.day, self._at.campus)
        homes = {room.id: room.base_id for room in found.rooms}
        rows = by(found, lambda each: f"{homes[each.room]} {each.outside}")
        held = {row.name: row.hours for row in rows}
        bases = {key for key in homes.values() if key}
        return {
            (base, outside): held.get(f"{base} {outside}", 0)
            for base in bases
            for outside in (False, True)
        }


def _school_year(day: date) -> date:
    """统计学年 begins on 1 September."""
    return date(day.year if day.month >= 9 else day.year - 1, 9, 1)


def _columns(keys: tuple[tuple[str, str, str], ...]) -> Iterator[Column]:
    for key, label, over in keys:
        if key in _MADE:
            yield replace(_MADE[key], over=over)
            continue
        changes: dict[str, Any] = {"key": key, "over": over}
        if label:
            changes["label"] = label
        described = TrainingBase.field(key)
        yield Column.of(described, total=described.numeric and key not in _RATES, **changes)


def _rooms(at: Scope) -> Table:
    columns = [Column.of(Room.field(key), key=key) for key in _ROOM]
    rows = [
        tuple(row[key] for key in _ROOM)
        for row in at.rows(Room, Query(campus=at.campus, order="number"))
    ]
    return Table(
        title="实训室一览表", columns=columns, rows=rows, keys=2, total=Total.LAST,
        empty="（没有登记实训室）",
    )  # fmt: skip


def _notes(found: _Found) -> Iterator[str]:
    yield "工位数、设备总值、建筑面积、设备数：基地自己填写的照填；没有填写的，按所属实训室相加。"
    yield "大型设备指单价 10 万元及以上的设备；报废设备、已撤销的基地和已停用的实训室不计入。"
    yield (
        f"使用频率：基地自己填写的照填；没有填写的，按{written(found.since)}以来已批准预约的"
        "实到人数（没有登记的按预约人数）× 节数相加，1 课时计 1 人时。"
    )
