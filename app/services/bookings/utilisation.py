"""How much the training rooms are used, as figures; what each means stands in `DEFINITIONS`.

Pure once `measured` has read: every figure is a sum over the dates and open periods it holds.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select

from app.models import Booking, BookingOccurrence, Programme, SchoolClass, Teacher, UseRecord
from app.models.bookings import HOLDING, BookingState, OccurrenceState, UseKind
from app.models.teaching_time import Periods
from app.services.bookings.occupation import RoomFacts, World
from app.services.bookings.week import RoomRow, rooms_of, shut_periods
from app.services.bookings.world import Scope, world_for
from app.services.calendar_store import school_calendar
from app.services.class_times import ClassTimes, class_times
from app.services.office import Office
from app.services.school_calendar import NO_CLASS, Nature, SchoolCalendar
from app.services.shares import Share

K = TypeVar("K")
V = TypeVar("V")
DEFINITIONS = (
    "开放节次：统计期内、学期以内每个上课日（含调休上课日，不含节假日和停课日）实训室开放时间内的节次，"
    "已减去停用安排占去的节次；周末只计写明周末开放的实训室。",
    "使用节次：已批准的预约实际占用的开放节次；几批人同一节共用一间只算一节。",
    "人时＝实到人数（没有使用登记的按预约人数）× 节数，1 课时计 1 人时；爽约的不计。"
    "占用开放节次的计入“开放内人时”，周末、节假日、假期、停用期间等使用的另计“开放外人时”。",
    "工位时＝占用工位数 × 开放节次内的节数；整间使用的按全部工位计，共用的按所占工位计。",
    "实训室利用率＝使用节次 ÷ 开放节次；工位利用率＝开放内人时 ÷（工位数 × 开放节次）。"
    "开放外人时不计入两项利用率；没有登记工位数的实训室不参加工位利用率。",
    "预约执行率＝已登记使用的次数 ÷ 统计期内到期的已批准次数；爽约率＝爽约次数 ÷ 同一分母。",
    "社会：使用类型为“社会培训”或写明企业单位的；其余为校内。",
)
_COUNTED = (*HOLDING, OccurrenceState.NO_SHOW)
Open = Mapping[UUID, Mapping[date, frozenset[int]]]  # by room and day, the periods


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One date of a booking that counts."""

    id: UUID
    room: UUID
    on: date
    periods: Periods
    title: str
    kind: UseKind = UseKind.CLASS
    school_class: str = ""
    programme: str = ""
    teacher: str = ""
    outside: bool = False  # for society, not for the college's own students
    heads: int = 0  # who came; who was expected where nobody wrote it down
    seats: int = 0  # that it took
    written: bool = False  # how it was used is on record
    missed: bool = False


@dataclass(frozen=True, slots=True)
class Usage:
    """The figures of one room, base, class, or anything else."""

    name: str
    open: int = 0
    used: int = 0
    inside: int = 0  # person-periods within open periods
    beyond: int = 0  # person-periods at other times
    seat_hours: int = 0
    seated: int = 0  # of `inside`, in rooms whose seats are known
    places: int = 0  # seats times open periods
    approved: int = 0
    done: int = 0
    absent: int = 0

    @property
    def hours(self) -> int:
        """人时, whenever."""
        return self.inside + self.beyond

    @property
    def rooms(self) -> Share:
        """实训室利用率."""
        return Share(self.used, self.open)

    @property
    def seats(self) -> Share:
        """工位利用率."""
        return Share(self.seated, self.places)

    @property
    def kept(self) -> Share:
        """预约执行率."""
        return Share(self.done, self.approved)

    @property
    def missed(self) -> Share:
        """爽约率."""
        return Share(self.absent, self.approved)


@dataclass(frozen=True, slots=True)
class Measured:
    """Everything that is counted: rooms, when each was open, and who was in them."""

    rooms: Sequence[RoomRow]
    open: Open
    lessons: Sequence[Lesson]

    def periods_open(self, lesson: Lesson) -> list[int]:
        """Those of a date's periods in which its room was open."""
        there = self.open.get(lesson.room, {}).get(lesson.on, frozenset())
        return [period for period in lesson.periods if period in there]


# --- reading


def measured(
    office: Office, first: date, last: date, today: date, campus: UUID | None = None
) -> Measured:
    """What was open and what was used from a day to a day; the future does not count."""
    until = min(last, today)
    rooms = rooms_of(office, campus=campus)
    days = [first + timedelta(days=step) for step in range((until - first).days + 1)]
    if not days:
        return Measured(rooms, {}, [])
    with office.db.read() as session:
        world = world_for(session, Scope(frozenset(days), frozenset()))
    in_sight = {room.id: world.rooms[room.id] for room in rooms}
    calendar = school_calendar(office)
    open_ = open_periods(replace(world, rooms=in_sight), calendar, days, class_times(office))
    return Measured(rooms, open_, _lessons(office, first, until, in_sight))


def open_periods(
    world: World, calendar: SchoolCalendar, days: Sequence[date], times: ClassTimes
) -> Open:
    """When each room could be had: taught days, opening times, less closures."""
    shut = shut_periods(world, calendar, days, times)
    natures = taught(calendar, days)
    return {
        room: {
            day: frozenset(number for number in times.numbers if (room, day, number) not in shut)
            for day, nature in natures.items()
            if may_open(facts, nature)
        }
        for room, facts in world.rooms.items()
    }


def taught(calendar: SchoolCalendar, days: Iterable[date]) -> dict[date, Nature]:
    """What each day is, of those in a term: a year's rate is not thinned by its holidays."""
    return {day: calendar.nature(day) for day in days if calendar.in_term(day)}


def may_open(facts: RoomFacts, nature: Nature) -> bool:
    """Whether a room can be open on such a day; at weekends only where that is written down."""
    return nature not in NO_CLASS or (nature is Nature.WEEKEND and facts.opens is not None)


def _lessons(
    office: Office, first: date, last: date, rooms: Mapping[UUID, RoomFacts]
) -> list[Lesson]:
    asked = BookingOccurrence
    query = (
        select(
            asked.id, asked.room_id, asked.on, asked.first, asked.last, asked.shared, asked.seats,
            asked.part, asked.state, asked.deleted, Booking.title, Booking.kind, Booking.heads,
            Booking.partner_id, SchoolClass.name.label("group"), Teacher.name.label("teacher"),
            Programme.name.label("programme"), UseRecord.id.label("written"),
            UseRecord.heads.label("came"),
        )
        .join(Booking, Booking.id == asked.booking_id)
        .outerjoin(SchoolClass, SchoolClass.id == asked.class_id)
        .outerjoin(Programme, Programme.id == SchoolClass.programme_id)
        .outerjoin(Teacher, Teacher.id == asked.teacher_id)
        .outerjoin(
            UseRecord, (UseRecord.occurrence_id == asked.id) & UseRecord.deleted.is_(False)
        )
        .where(asked.on.between(first, last), Booking.state == BookingState.APPROVED)
        .where(Booking.deleted.is_(False), asked.state.in_(_COUNTED))
        .order_by(asked.on, asked.first, asked.id, UseRecord.id)
    )  # fmt: skip
    with office.db.read() as session:
        rows = session.execute(query).all()
    found = {
        row.id: _lesson(row, rooms[row.room_id])
        for row in rows
        if not row.deleted and row.room_id in rooms
    }  # of several records of one date the last one counts
    return list(found.values())


def _lesson(row: Any, room: RoomFacts) -> Lesson:
    expected = row.seats if row.shared and row.seats is not None else row.heads or row.seats or 0
    came = expected if row.came is None else row.came
    return Lesson(
        id=row.id,
        room=row.room_id,
        on=row.on,
        periods=Periods(row.first, row.last),
        title=row.title,
        kind=row.kind,
        school_class=row.group or "",
        programme=row.programme or "",
        teacher=row.teacher or "",
        outside=row.kind is UseKind.TRAINING or row.partner_id is not None,
        heads=came,
        seats=expected if row.shared else room.places(row.part),
        written=row.written is not None or row.state is OccurrenceState.DONE,
        missed=row.state is OccurrenceState.NO_SHOW,
    )


# --- counting


def by_room(found: Measured) -> list[Usage]:
    """One line a room, in their order."""
    held = _grouped(found.lessons, lambda each: each.room)
    return [
        _usage(found, f"{room.number} {room.name}", [room], held.get(room.id, ()))
        for room in found.rooms
    ]


def by_base(found: Measured) -> list[Usage]:
    """One line a base."""
    bases = _grouped(found.rooms, lambda room: room.base or "（没有所属基地）")
    return [_of_rooms(found, name, rooms) for name, rooms in sorted(bases.items())]


def by(found: Measured, key: Callable[[Lesson], str]) -> list[Usage]:
    """By class, programme or kind: how much of all open periods each took, the most first."""
    rows = [
        _usage(found, name or "（未填写）", found.rooms, lessons)
        for name, lessons in _grouped(found.lessons, key).items()
    ]
    return sorted(rows, key=lambda row: (-row.hours, row.name))


def by_time(found: Measured, key: Callable[[date], str]) -> list[Usage]:
    """By week, month or term, in order; each against what was open in it."""
    days = {day for held in found.open.values() for day, periods in held.items() if periods}
    days |= {each.on for each in found.lessons}
    spans = _grouped(sorted(days), key)
    lessons = _grouped(found.lessons, lambda each: key(each.on))
    return [
        _usage(_within(found, frozenset(span)), name, found.rooms, lessons.get(name, ()))
        for name, span in spans.items()
    ]


def whole(found: Measured, name: str = "合计") -> Usage:
    """All rooms together."""
    return _of_rooms(found, name, found.rooms)


def most_used(rows: Iterable[Usage], count: int = 10) -> list[Usage]:
    """The ten with the most person-periods; those that nobody used are not among them."""
    used = sorted((row for row in rows if row.hours), key=lambda row: (-row.hours, row.name))
    return used[:count]


def _within(found: Measured, days: frozenset[date]) -> Measured:
    open_ = {
        room: {day: periods for day, periods in held.items() if day in days}
        for room, held in found.open.items()
    }
    return Measured(found.rooms, open_, found.lessons)


def _of_rooms(found: Measured, name: str, rooms: Sequence[RoomRow]) -> Usage:
    keys = {room.id for room in rooms}
    return _usage(found, name, rooms, [each for each in found.lessons if each.room in keys])


def _usage(
    found: Measured, name: str, rooms: Sequence[RoomRow], lessons: Iterable[Lesson]
) -> Usage:
    counted = list(lessons)
    came = [(each, found.periods_open(each)) for each in counted if not each.missed]
    open_ = {room.id: sum(map(len, found.open.get(room.id, {}).values())) for room in rooms}
    seated = {room.id for room in found.rooms if room.seats}
    return Usage(
        name,
        open=sum(open_.values()),
        used=len({(each.room, each.on, period) for each, inside in came for period in inside}),
        inside=sum(each.heads * len(inside) for each, inside in came),
        beyond=sum(each.heads * (len(each.periods) - len(inside)) for each, inside in came),
        seat_hours=sum(each.seats * len(inside) for each, inside in came),
        seated=sum(each.heads * len(inside) for each, inside in came if each.room in seated),
        places=sum((room.seats or 0) * open_[room.id] for room in rooms),
        approved=len(counted),
        done=sum(each.written and not each.missed for each in counted),
        absent=sum(each.missed for each in counted),
    )


def _grouped(items: Iterable[V], key: Callable[[V], K]) -> dict[K, list[V]]:
    found: dict[K, list[V]] = {}
    for each in items:
        found.setdefault(key(each), []).append(each)
    return found
