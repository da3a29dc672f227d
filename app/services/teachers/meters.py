"""Everybody's enterprise practice as of a day, and what follows for departments and the college."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import PracticeStint, Teacher, Term
from app.services.office import Office
from app.services.query import Query
from app.services.rules.spans import Span
from app.services.shares import Share
from app.services.teachers.practice import Meter, Needs, Stay, meter
from app.services.teachers.roll import Member, staff
from app.services.years import term_of, years_before
from app.settings import Settings

_DAY = timedelta(days=1)


class Newcomer(Enum):
    """Whether somebody who came without enterprise experience practised before teaching."""

    NOT_CONCERNED = ""
    FINE = "已先实践"
    MISSING = "无企业经历，任教前没有企业实践"
    UNKNOWN = "没有填写入职前企业工作年限，无法判断"


@dataclass(frozen=True, slots=True)
class Practice:
    """One teacher's practice."""

    teacher: Member
    meter: Meter
    newcomer: Newcomer

    @property
    def concerned(self) -> bool:
        """Whether the six months in five years are asked of this teacher."""
        return self.teacher.professional


@dataclass(frozen=True, slots=True)
class Summary:
    """Practice of a department, or of the college."""

    name: str
    department_id: UUID | None
    teachers: int  # of whom practice is asked
    enough: Share  # who have their days, of those
    this_year: Share  # who have this year's days, of those
    days: int  # of all of them
    missing: int  # days that are missing together
    newcomers: int  # who teach without having practised before


def needs_of(settings: Settings) -> Needs:
    """What the office asks."""
    return Needs(days=settings.practice_days, in_year=settings.practice_year_days)


def practices(office: Office, on: date, teachers: Collection[UUID] | None = None) -> list[Practice]:
    """Of some teachers or of all on the staff, by staff number."""
    needs = needs_of(office.settings)
    with office.db.read() as session:
        people = [t for t in staff(session, on) if teachers is None or t.id in teachers]
        stays = stays_of(session)
    found = []
    for each in people:
        told = meter(stays.get(each.id, ()), on, needs)
        found.append(Practice(each, told, _newcomer(each, told)))
    return found


def teachers_of(
    office: Office, campus: UUID | None, department: UUID | None = None
) -> Collection[UUID] | None:
    """The teachers of a campus (with those of the whole college) and a department; None: all."""
    if campus is None and department is None:
        return None
    where = {"department_id": department} if department else {}
    return frozenset(office.of(Teacher).find(Query(where=where, campus=campus)))


def practice_of(office: Office, teacher: UUID, on: date) -> Practice | None:
    """Of one teacher; None if not on the staff on that day."""
    return next(iter(practices(office, on, [teacher])), None)


def stays_of(session: Session) -> Mapping[UUID, Sequence[Stay]]:
    """Every stint by teacher."""
    found: dict[UUID, list[Stay]] = defaultdict(list)
    query = select(PracticeStint.teacher_id, PracticeStint.starts, PracticeStint.ends)
    for key, starts, ends in session.execute(query.where(PracticeStint.deleted.is_(False))):
        found[key].append(Stay(starts, ends))
    return found


def _newcomer(teacher: Member, told: Meter) -> Newcomer:
    """Asked of professional teachers who came, or first taught, within the window."""
    came = teacher.first_taught or (teacher.joined.first_day if teacher.joined else None)
    if not teacher.professional or came is None or came < told.window.first:
        return Newcomer.NOT_CONCERNED
    if told.first_ever is not None and (told.first_ever <= came or came > told.on):
        return Newcomer.FINE
    if teacher.prior_years is None:
        return Newcomer.UNKNOWN
    return Newcomer.NOT_CONCERNED if teacher.prior_years > 0 else Newcomer.MISSING


def summaries(found: Iterable[Practice]) -> list[Summary]:
    """Per department by name, and the college at the end."""
    asked = [each for each in found if each.concerned]
    groups: dict[tuple[str, UUID | None], list[Practice]] = defaultdict(list)
    for each in asked:
        groups[each.teacher.department, each.teacher.department_id].append(each)
    parts = [
        _summary(name or "未填院系", key, groups[name, key])
        for name, key in sorted(groups, key=lambda each: (not each[0], each[0]))
    ]
    return [*parts, _summary("全校", None, asked)]


def _summary(name: str, key: UUID | None, found: Sequence[Practice]) -> Summary:
    return Summary(
        name=name,
        department_id=key,
        teachers=len(found),
        enough=Share(sum(each.meter.enough for each in found), len(found)),
        this_year=Share(sum(not each.meter.missing_this_year for each in found), len(found)),
        days=sum(each.meter.days for each in found),
        missing=sum(each.meter.missing for each in found),
        newcomers=sum(each.newcomer is Newcomer.MISSING for each in found),
    )


def falling_below(found: Iterable[Practice], until: date) -> list[Practice]:
    """Who has enough and will not have on some day until `until`, if nothing is added."""
    falling = [
        (each.meter.falls_below, each)
        for each in found
        if each.concerned and each.meter.falls_below and each.meter.falls_below <= until
    ]
    return [each for _, each in sorted(falling, key=lambda pair: pair[0])]


def next_term(office: Office, on: date) -> Span:
    """The term after the one a day lies in: as the calendar has it, else by the usual months."""
    with office.db.read() as session:
        query = select(Term.starts, Term.ends).where(Term.deleted.is_(False), Term.starts > on)
        row = session.execute(query.order_by(Term.starts)).first()
    if row is not None and row.starts <= years_before(on, -1):
        return Span(row.starts, row.ends)
    day = on
    while term_of(day) == term_of(on):
        day += _DAY
    last = day
    while term_of(last + _DAY) == term_of(day):
        last += _DAY
    return Span(day, last)
