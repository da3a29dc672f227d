"""Class periods of another season or campus, begun from the times that hold there so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from app.errors import Invalid, Problem
from app.models import ClassPeriod
from app.models.calendar import Season
from app.models.fields import Options, option
from app.models.values import positive, uuid7
from app.services.class_times import ClassTimes, Period, class_times
from app.services.office import Office


@dataclass(frozen=True, slots=True)
class OtherTimes(Options):
    """What a person says: for whom, which periods, and by how much they differ."""

    season: Season = option("作息", Season.WINTER)
    site_id: UUID | None = option("适用校区", None, target="campus", help="留空为各校区通用。")
    first: int = option("从第几节", 5, unit="节", check=positive)
    last: int | None = option(
        "到第几节", None, unit="节", check=positive, help="留空为到最后一节。时间不变的不用添。"
    )
    minutes: int = option(
        "推后", -30, unit="分钟", help="比现在推后多少；提前的填负数。添好以后可以逐节修改。"
    )


def add_times(office: Office, said: OtherTimes) -> int:
    """Enter them in one step, each by so much later or earlier; how many. Invalid if any cannot be.

    What is on file already for that season and campus is changed where it stands, not here.
    """
    times = class_times(office)
    wanted = _wanted(times, said)
    rows = [_values(said, each) for each in wanted]
    records = office.of(ClassPeriod)
    with office.db.write(f"添{said.season}节次 {len(rows)} 节") as writing:
        for row in rows:
            records.put(writing, uuid7(), row, fresh=True)
    return len(rows)


def _wanted(times: ClassTimes, said: OtherTimes) -> Sequence[Period]:
    here = times.timetable(said.season, said.site_id)
    last = said.last if said.last is not None else max(times.numbers, default=0)
    found = [each for each in here if said.first <= each.number <= last]
    if not found:
        raise Invalid([Problem("first", f"没有第 {said.first} 至 {last} 节，请先填入常用节次")])
    return found


def _values(said: OtherTimes, period: Period) -> dict[str, Any]:
    starts, ends = (_later(each, said.minutes) for each in (period.starts, period.ends))
    if starts is None or ends is None:
        raise Invalid([Problem("minutes", f"第 {period.number} 节会落到另一天")])
    return {
        "number": period.number,
        "starts": starts,
        "ends": ends,
        "season": said.season,
        "site_id": said.site_id,
    }


def _later(at: time, minutes: int) -> time | None:
    """None: on another day."""
    moved = datetime.combine(date(2000, 1, 2), at) + timedelta(minutes=minutes)
    return moved.time() if moved.date() == date(2000, 1, 2) else None
