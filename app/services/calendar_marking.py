"""What days are, said for a whole stretch at once: holidays, exams, a shifted workday."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Invalid, Problem
from app.models import CalendarDay
from app.models.calendar import DayKind, Weekday
from app.models.fields import Options, option
from app.models.values import not_negative, uuid7
from app.services.office import Office

_MOST = 120  # days; a longer stretch is a slip of the finger


@dataclass(frozen=True, slots=True)
class Marking(Options):
    """What a person says about some days."""

    first: date = option("从", None)
    last: date | None = option("到", None, help="留空为只有一天。")
    kind: DayKind = option("性质", DayKind.HOLIDAY)
    name: str = option("名称", "", help="如 国庆节、运动会、期末考试。")
    runs_as: Weekday | None = option("按周几上课", None, help="只有调休上班日要写。")
    runs_week: int | None = option(
        "按第几周上课", None, unit="周", check=not_negative, help="留空为当天所在的教学周。"
    )


def mark(office: Office, said: Marking) -> int:
    """Enter it for every day; a day that was listed already becomes this. How many days."""
    days = _days(said)
    values = {
        "kind": said.kind,
        "name": said.name,
        "runs_as": said.runs_as,
        "runs_week": said.runs_week,
    }
    records = office.of(CalendarDay)
    with office.db.write(f"登记{said.kind} {said.name} {len(days)} 天") as writing:
        held = _held(writing.session, days)
        for day in days:
            own, *others = held.get(day, [None])
            for other in others:
                other.deleted = True
            writing.session.flush()
            key = own.id if own else uuid7()
            records.put(writing, key, {"on": day, **values}, fresh=own is None)
    return len(days)


def unmark(office: Office, days: Iterable[date]) -> int:
    """Make them ordinary days again; how many entries went to the bin."""
    with office.db.read() as session:
        held = [each.id for some in _held(session, [*days]).values() for each in some]
    if held:
        office.of(CalendarDay).delete(held)
    return len(held)


def _days(said: Marking) -> Sequence[date]:
    last = said.last or said.first
    if last < said.first:
        raise Invalid([Problem("last", "结束日期早于开始日期，请对调两个日期")])
    count = (last - said.first).days + 1
    if count > _MOST:
        raise Invalid([Problem("last", f"一次最多登记 {_MOST} 天，现在是 {count} 天")])
    if said.kind is DayKind.SHIFTED and count > 1:
        raise Invalid([Problem("last", "调休上班日各按各的课表，请一天一天登记")])
    return [said.first + timedelta(days=step) for step in range(count)]


def _held(session: Session, days: Sequence[date]) -> Mapping[date, list[Any]]:
    """The entries of these days, oldest first."""
    found: dict[date, list[Any]] = {}
    query = select(CalendarDay).where(CalendarDay.on.in_(days), CalendarDay.deleted.is_(False))
    for each in session.scalars(query.order_by(CalendarDay.id)):
        found.setdefault(each.on, []).append(each)
    return found
