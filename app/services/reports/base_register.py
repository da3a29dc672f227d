"""校内/校外实训基地情况表: every base with the columns that the national tables ask for."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.models import Equipment, Room, TrainingBase
from app.models.bases import BasePlace
from app.models.fields import option
from app.models.values import WAN
from app.services.office import Office
from app.services.query import Query
from app.services.reports.reading import Common, Row, Scope, scope
from app.services.reports.spec import Column, Notes, Orientation, Report, Table, Total

_INSIDE = (
    "number", "name", "department_id", "nature", "level", "founded", "programmes", "partners",
    "area", "value", "value_new", "machines", "machines_large", "seats", "used_inside",
    "used_outside", "staff", "staff_part",
)  # fmt: skip
_OUTSIDE = (
    "name", "host_id", "founded", "programmes", "workers", "capacity", "received", "days_used",
    "interns", "lodging", "allowance", "paid_to_host", "sent_staff", "hired",
)  # fmt: skip
_SUMMED = {"area", "value", "value_new", "machines", "machines_large", "seats"}


@dataclass(frozen=True, slots=True)
class Bases(Common):
    """What may be chosen."""

    place: BasePlace | None = option("校内外", None, help="留空为两张表都打印。")


def build(office: Office, chosen: Bases, today: date) -> Report:
    """A table for each of the two kinds; rooms count where a base says nothing itself."""
    at = scope(office, chosen, today)
    places = [chosen.place] if chosen.place else list(BasePlace)
    tables = [_table(at, place) for place in places]
    rooms = _rooms(at)
    figures: dict[str, int | float] = {
        "bases": sum(len(each.rows) for each in tables),
        "rooms": len(rooms),
        "seats": sum(row["seats"] or 0 for row in rooms),
    }
    title = f"{chosen.place}实训基地情况表" if chosen.place else "实训基地情况表"
    return at.report(
        "base_register",
        title,
        [*tables, Notes([*_NOTES]), at.hands()],
        orientation=Orientation.LANDSCAPE,
        draft=chosen.draft,
        figures=figures,
    )


_NOTES = (
    "工位数、设备总值、建筑面积：基地自己填写的照填；没有填写的，按所属实训室相加。",
    "大型设备指单价 10 万元及以上的设备；已撤销的基地不列入。",
)


def _rooms(at: Scope) -> list[Row]:
    return at.rows(Room, Query(campus=at.campus))


def _table(at: Scope, place: BasePlace) -> Table:
    keys = _INSIDE if place is BasePlace.ON_CAMPUS else _OUTSIDE
    columns = [Column.of(TrainingBase.field(key), key=key) for key in keys]
    query = Query(where={"place": place, "closed": False}, order="number")
    shown = at.rows(TrainingBase, query)
    sums = _sums(at) if place is BasePlace.ON_CAMPUS else {}
    rows = [
        tuple(_value(row, key, sums.get(str(row["name"]), {})) for key in keys) for row in shown
    ]
    return Table(
        title=f"{place}实训基地",
        columns=columns,
        rows=rows,
        total=Total.LAST,
        empty=f"（没有登记{place}基地）",
    )


def _value(row: Row, key: str, sums: dict[str, Any]) -> object:
    value = row[key]
    return sums.get(key) if value is None and key in _SUMMED else value


def _sums(at: Scope) -> dict[str, dict[str, Any]]:
    """What the rooms and the equipment of each base add up to, by the name of the base."""
    found: dict[str, dict[str, Any]] = {}
    homes: dict[str, str] = {}
    for row in _rooms(at):
        base = str(row["base_id"] or "")
        homes[str(row["number"])] = base
        held = found.setdefault(base, {})
        for key in ("area", "value", "seats"):
            if row[key] is not None:
                held[key] = held.get(key, 0) + row[key]
    for row in at.rows(Equipment):
        held = found.setdefault(homes.get(str(row["room_id"] or ""), ""), {})
        held["machines"] = held.get("machines", 0) + row["quantity"]
        large = row["price"] is not None and row["price"] >= 10 * Decimal(WAN)
        held["machines_large"] = held.get("machines_large", 0) + (row["quantity"] if large else 0)
    return found
