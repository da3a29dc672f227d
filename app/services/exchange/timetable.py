"""The timetable of a term as bookings: entered in order, and whoever comes second is told.

A row whose room is taken is not entered but kept as a booking still to be placed (待排). A teacher
or a class in two places, or too few seats, is entered and told. Reading the same file again changes
nothing; a changed row shows as changed; a row that is gone from the file is told and stays. So does
one that was placed elsewhere by hand because the file has it where another is.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Problem, Refused
from app.models import Booking, Term
from app.models.bookings import BookingState, UseKind
from app.models.fields import Field
from app.models.teaching_time import Pattern, Periods, Weeks
from app.models.values import uuid7
from app.services.bookings.booking import Request
from app.services.bookings.occupation import RoomFacts, Use, World
from app.services.bookings.recurrence import Expansion, expand
from app.services.bookings.words import said
from app.services.bookings.world import Scope, world_for
from app.services.calendar import term_dates
from app.services.calendar_store import school_calendar
from app.services.class_periods import USUAL, periods_a_day
from app.services.exchange.lines import Outcome, Progress
from app.services.exchange.mapping import Memory
from app.services.exchange.plan import state_of
from app.services.exchange.references import Made, References
from app.services.exchange.timetable_clashes import Entry, decide
from app.services.exchange.timetable_matching import match
from app.services.exchange.timetable_missing import missing_told
from app.services.exchange.timetable_rooms import RoomNames, facts_of
from app.services.exchange.timetable_rows import Ledger, Row, read_ledger, weekday_of
from app.services.exchange.workbook import open_book
from app.services.office import Office
from app.services.pause import collector_paused
from app.services.school_calendar import SchoolCalendar, TermDates

_USUAL_WEEKS = 18


@dataclass(frozen=True, slots=True)
class TimetablePlan:
    """A dry run. It holds for the state of the database that it was made from."""

    ledger: Ledger
    term: TermDates
    fresh_term: bool
    term_id: UUID
    entries: tuple[Entry, ...]
    made: tuple[Made, ...]
    no_periods: bool  # the office has no class periods yet: the usual ones come along
    missing: tuple[str, ...]  # bookings of this term's timetable that the file no longer has
    state: tuple[tuple[str, int], ...]

    def of(self, *outcomes: Outcome) -> list[Entry]:
        """The rows with one of these fates, those still to be placed left out."""
        return [e for e in self.entries if e.outcome in outcomes and not e.unplaced]

    @property
    def slots(self) -> int:
        """Periods that the rows take, all told."""
        return sum(len(use.periods) for e in self.entries if not e.unplaced for use in e.uses)


@collector_paused()
def plan_timetable(
    office: Office, path: Path, sheet: str = "", progress: Progress = lambda *_: None
) -> TimetablePlan:
    """The dry run. Refused if the file holds no timetable or nobody says for which term."""
    progress(0, 3, "打开文件")
    memory = Memory(office.places.mappings, "timetable")
    ledger = read_ledger(open_book(path), memory, sheet)
    calendar = school_calendar(office)
    progress(1, 3, "与库里的记录比对")
    with office.db.read() as session:
        term_id, term, fresh = _term(session, ledger)
        if fresh:
            calendar = SchoolCalendar.of([*calendar.terms, term], calendar.specials.values())
        references = References(session, office.codes)
        held = _held(session, term_id)
        runs = cache(partial(_runs, term, calendar))
        count = periods_a_day(session)
        for row in ledger.rows:
            _must_be_in_the_day(row, count or len(USUAL))
        named = RoomNames.of(session, references)
        entries = [_entry(row, references, named, term_id, runs) for row in ledger.rows]
        rooms = facts_of(session, references)
        _compare(entries, match(entries, held, part=ledger.part), rooms)
        missing = _missing(session, ledger, held.values(), entries, rooms)
        world, standing = _worlds(session, entries, rooms)
        state = state_of(session)
    progress(2, 3, "查找冲突")
    decide(entries, world, standing, rooms)
    _tell_of_the_empty(entries)
    made = tuple(references.made.values())
    return TimetablePlan(
        ledger, term, fresh, term_id, tuple(entries), made, not count, missing, state
    )


def _term(session: Session, ledger: Ledger) -> tuple[UUID, TermDates, bool]:
    """The term that the titles name, on file or to be made."""
    terms = session.scalars(select(Term).where(Term.deleted.is_(False))).all()
    for each in terms:
        if each.code == ledger.code or each.starts == ledger.monday:
            if ledger.monday and each.starts != ledger.monday:
                raise Refused(
                    f"课表写的第 1 周星期一是 {ledger.monday}，"
                    f"校历里 {each.code} 是 {each.starts}。请先改正其中一个。"
                )
            return each.id, term_dates(each), False
    if ledger.monday is None:
        raise Refused("不知道是哪个学期：请在标题下写明“第1周星期一：2025-09-01”，或先建立学期。")
    if ledger.monday.isoweekday() != 1:
        raise Refused(f"标题写的 {ledger.monday} 不是星期一，请改正后再导入。")
    last = max((r.pattern.weeks.numbers[-1] for r in ledger.rows if r.pattern), default=0)
    code = ledger.code or _code(ledger.monday)
    return uuid7(), TermDates(code, ledger.monday, max(last, _USUAL_WEEKS)), True


def _code(monday: date) -> str:
    autumn = monday.month >= 7
    year = monday.year if autumn else monday.year - 1
    return f"{year}-{year + 1}-{1 if autumn else 2}"


def _must_be_in_the_day(row: Row, count: int) -> None:
    """A period without times stands on no sheet and in no week."""
    if row.pattern and row.pattern.periods.last > count:
        told = f"一天只登记了第 1 至 {count} 节，请改正，或先在“节次”里补上它的上下课时间"
        row.problems.append(Problem("节次", told))


def _held(session: Session, term: UUID) -> dict[str, Booking]:
    """Bookings that came from this term's timetable before, by what tells rows apart."""
    found = session.scalars(
        select(Booking).where(
            Booking.term_id == term, Booking.source.is_not(None), Booking.deleted.is_(False)
        )
    )
    return {each.source: each for each in found if each.source}


_CLASS = Field(label="班级", target="school_class", along=True)
_TEACHER = Field(label="任课教师", target="teacher", along=True)


def _runs(term: TermDates, calendar: SchoolCalendar, weeks: Weeks, weekday: int) -> Expansion:
    """The days of some weeks, whatever the periods: many rows share them.

    A lesson that the timetable has on a Saturday takes place on Saturdays.
    """
    return expand(Pattern(weeks, weekday, Periods(1, 1)), term, calendar)


def _entry(
    row: Row,
    references: References,
    rooms: RoomNames,
    term_id: UUID,
    runs: Callable[[Weeks, int], Expansion],
) -> Entry:
    entry = Entry(row, Outcome.REFUSED if row.problems else Outcome.NEW)
    if row.problems or row.pattern is None:
        return entry
    room = rooms.find(row.texts["room"])
    if not isinstance(room, UUID):
        row.problems.append(Problem("实训室", f"{room}，请改正，或先登记这间实训室"))
        entry.outcome = Outcome.REFUSED
        return entry
    entry.values = {
        "title": row.texts["title"],
        "kind": UseKind.TIMETABLE,
        "room_id": room,
        "term_id": term_id,
        "weeks": str(row.pattern.weeks),
        "weekday": weekday_of(row.pattern),
        "first": row.pattern.periods.first,
        "last": row.pattern.periods.last,
        "class_id": _person(references, _CLASS, row, "class_name"),
        "heads": row.heads,
        "teacher_id": _person(references, _TEACHER, row, "teacher"),
        "source": row.source,
    }
    expansion = runs(row.pattern.weeks, row.pattern.weekday)
    request = Request(entry.values)
    entry.uses = [request.use(day) for day in expansion.days]
    entry.lost = expansion.lost
    row.warnings += [Problem("周次", f"第 {x.week} 周：{x.why}") for x in entry.lost if not x.on]
    return entry


def _person(references: References, described: Field, row: Row, key: str) -> UUID | None:
    name = row.texts.get(key, "")
    if not name:
        return None
    found = references.look_up(described, name)
    if isinstance(found, UUID):
        return found
    row.warnings.append(Problem(described.label, f"{found.note}，没有填入"))
    return None


_WHERE = frozenset({"room_id", "term_id", "weeks", "weekday", "first", "last"})


def _compare(
    entries: Iterable[Entry], found: Mapping[int, Booking], rooms: Mapping[UUID, RoomFacts]
) -> None:
    """What is different about the rows that are on file."""
    for entry in entries:
        stored = found.get(entry.row.number)
        if stored is None:
            continue
        entry.key = stored.id
        entry.changes = {
            key: (getattr(stored, key), value)
            for key, value in entry.values.items()
            if getattr(stored, key) != value
        }
        entry.unplaced = stored.state is BookingState.UNPLACED
        entry.stands = "" if entry.unplaced else f"{rooms[stored.room_id].number} {said(stored)}"
        entry.outcome = Outcome.CHANGED if entry.changes else Outcome.SAME
        entry.stays = not entry.unplaced and _WHERE.isdisjoint(entry.changes)
        entry.uses = [use._replace(booking=stored.id) for use in entry.uses]


def _missing(
    session: Session,
    ledger: Ledger,
    held: Iterable[Booking],
    entries: Iterable[Entry],
    rooms: Mapping[UUID, RoomFacts],
) -> tuple[str, ...]:
    """Of a part of a timetable nobody knows what the whole has."""
    found = {entry.key for entry in entries}
    gone = () if ledger.part else (each for each in held if each.id not in found)
    return missing_told(session, gone, rooms)


def _tell_of_the_empty(entries: Iterable[Entry]) -> None:
    """A row that goes in without a single date looks like all others and is on no sheet."""
    for entry in entries:
        goes_in = entry.outcome in (Outcome.NEW, Outcome.CHANGED) and not entry.unplaced
        if goes_in and not entry.uses:
            whys = [each.why for each in entry.lost] + [why for _, why in entry.shut]
            told = "；".join(dict.fromkeys(whys))
            entry.row.warnings.append(Problem("周次", f"没有一天能上课（{told}），请核对"))


def _worlds(
    session: Session, entries: Iterable[Entry], rooms: Mapping[UUID, RoomFacts]
) -> tuple[World, World]:
    """All that others have on file in these days; and what changed rows have there so far.

    A row that stays has the dates it has there: some may have gone elsewhere or been given up.
    """
    uses = [use for entry in entries for use in entry.uses]
    found = world_for(session, Scope.of(uses, rooms, whole_day=True))
    changed = {entry.key for entry in entries if entry.outcome is Outcome.CHANGED}
    own: dict[UUID | None, list[Use]] = {entry.key: [] for entry in entries if entry.key}
    world, standing = World(rooms=rooms, closures=found.closures), World(rooms=rooms)
    for use in (use for day in found.taken.values() for use in day):
        if use.booking not in own:
            world.add(use)
            continue
        own[use.booking].append(use)
        if use.booking in changed:
            standing.add(use)
    for entry in (each for each in entries if each.stays):
        entry.uses = [_as_the_row_says(use, entry) for use in own[entry.key]]
    return world, standing


def _as_the_row_says(use: Use, entry: Entry) -> Use:
    values = entry.values
    return use._replace(
        heads=values["heads"] or 0,
        teacher=values["teacher_id"],
        school_class=values["class_id"],
        title=values["title"],
    )
