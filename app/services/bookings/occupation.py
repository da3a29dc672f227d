"""The one conflict engine: what stands against one use of a room, as a pure function.

A preview and the saving that follows ask the same function, so that they say the same.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import NamedTuple
from uuid import UUID

from app.models.bookings import UseKind
from app.models.teaching_time import MOST_PERIODS, WHOLE_DAY, Periods


class What(Enum):
    """What clashes."""

    ROOM = "实训室"
    GAP = "间隔"
    SEATS = "工位"
    EQUIPMENT = "设备"
    TEACHER = "教师"
    CLASS = "班级"
    EXAM = "考试"
    CLOSED = "停用"
    HOURS = "开放时间"
    CAPACITY = "容量"
    ACCESS = "安全准入"
    PARTNER = "合作协议"


HARD = frozenset(
    {What.ROOM, What.GAP, What.SEATS, What.EQUIPMENT, What.EXAM, What.CLOSED, What.HOURS}
)  # these keep a date from being taken; the others are told and may be accepted


class Use(NamedTuple):
    """One date of somebody in a room: asked for, or on file.

    They are made by the thousand: a frozen dataclass of so many fields takes three times as long.
    """

    on: date
    periods: Periods
    room: UUID
    part: int | None = None  # none: the whole room
    shared: bool = False
    seats: int = 0  # taken, where the room is shared
    heads: int = 0
    teacher: UUID | None = None
    school_class: UUID | None = None
    partner: UUID | None = None
    kind: UseKind = UseKind.CLASS
    title: str = ""
    equipment: tuple[tuple[UUID, int], ...] = ()
    key: UUID | None = None  # of the stored date
    booking: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomFacts:
    """What must be known of a room."""

    number: str = ""
    seats: int | None = None
    parts: int = 1
    sharing: bool = True
    opens: Mapping[int, frozenset[int]] | None = None  # by weekday; none: always
    gap: int = 0  # periods that must be left between two uses
    closed_on: date | None = None
    hazards: tuple[str, ...] = ()  # for which access is wanted
    base: UUID | None = None
    campus: UUID | None = None

    def part(self, number: int | None) -> int | None:
        """The part that is meant; none, the whole room, where it has no such part (any more)."""
        return number if number and 1 <= number <= self.parts and self.parts > 1 else None

    def places(self, part: int | None) -> int:
        """Seats of a part, or of the whole room."""
        return (self.seats or 0) // (self.parts if self.part(part) else 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """Nobody may use a room, the rooms of a base, or any room."""

    name: str
    starts: date
    ends: date | None = None
    room: UUID | None = None
    base: UUID | None = None
    weekdays: frozenset[int] = frozenset()  # none: every day
    periods: Periods | None = None  # none: all day
    exam: bool = False

    def covers(self, room: UUID, base: UUID | None, on: date, periods: Periods) -> bool:
        """Whether it stands in the way there and then."""
        if self.room not in (None, room) or (self.base is not None and self.base != base):
            return False
        if on < self.starts or (self.ends is not None and on > self.ends):
            return False
        if self.weekdays and on.isoweekday() not in self.weekdays:
            return False
        return self.periods is None or self.periods.meets(periods)


@dataclass(frozen=True, slots=True)
class Stock:
    """How many of a piece of equipment can be used, and until when without inspection."""

    name: str
    usable: int
    inspect_by: date | None = None


@dataclass(frozen=True, slots=True)
class Agreed:
    """A partner, and when an agreement with it is in force."""

    name: str
    spans: tuple[tuple[date | None, date | None], ...] = ()

    def holds(self, on: date) -> bool:
        """Whether one is in force on a day."""
        return any((not a or a <= on) and (not b or on <= b) for a, b in self.spans)


@dataclass(frozen=True, slots=True)
class Pupils:
    """A class: how many there are, and for each hazard until when who has passed may work there."""

    count: int
    passed: Mapping[str, tuple[date, ...]] = field(default_factory=dict)

    def without(self, hazard: str, on: date) -> int:
        """How many may not work with a hazard on a day."""
        until = self.passed.get(hazard, ())
        return self.count - sum(on <= last for last in until)


@dataclass(slots=True, kw_only=True)
class World:
    """All that one use is held against; uses by day and by period, for whole terms at once."""

    rooms: Mapping[UUID, RoomFacts]
    taken: dict[date, list[Use]] = field(default_factory=dict)
    at: dict[tuple[date, int], list[Use]] = field(default_factory=dict)
    closures: Sequence[Closed] = ()
    stock: Mapping[UUID, Stock] = field(default_factory=dict)
    access: Mapping[tuple[UUID, str], date | None] = field(default_factory=dict)
    pupils: Mapping[UUID, Pupils] = field(default_factory=dict)  # by class
    partners: Mapping[UUID, Agreed] = field(default_factory=dict)
    shifted: Mapping[date, int] = field(default_factory=dict)  # workdays open as another weekday
    known: Periods = WHOLE_DAY  # uses at other times were not read

    def weekday(self, on: date) -> int:
        """Whose opening hours hold on a day (1 Monday)."""
        return self.shifted.get(on) or on.isoweekday()

    def add(self, use: Use) -> None:
        """Another use on file."""
        self.taken.setdefault(use.on, []).append(use)
        for period in range(use.periods.first, use.periods.last + 1):
            self.at.setdefault((use.on, period), []).append(use)

    def forget(self, keys: Collection[UUID | None]) -> None:
        """As if these dates were not on file: they are to go elsewhere."""
        kept = [use for day in self.taken.values() for use in day if use.key not in keys]
        self.taken.clear()
        self.at.clear()
        for use in kept:
            self.add(use)

    def meeting(self, use: Use) -> list[Use]:
        """Uses on file at the same time, this one itself left out."""
        first, last = use.periods.first, use.periods.last
        if first < self.known.first or last > self.known.last:
            raise AssertionError(f"nobody asked who is there at {use.periods}")
        return [
            other
            for period in range(first, last + 1)
            for other in self.at.get((use.on, period), ())
            if period in (first, other.periods.first)  # told once
            and (use.key is None or other.key != use.key)
        ]

    def too_near(self, use: Use) -> list[Use]:
        """Uses of the room so shortly before or after that there is no time to set it up.

        Who shares the room with another needs none, nor does what belongs to the same booking.
        """
        room = self.rooms[use.room]
        first, last = use.periods.first, use.periods.last
        before = range(max(first - room.gap, 1), first)
        after = range(last + 1, min(last + room.gap, MOST_PERIODS) + 1)
        if any(period not in self.known for period in (*before, *after)):
            raise AssertionError(f"nobody asked who is there around {use.periods}")
        near = {
            id(other): other
            for period in (*before, *after)
            for other in self.at.get((use.on, period), ())
            if other.room == use.room and not other.periods.meets(use.periods)
        }
        return [
            other
            for other in near.values()
            if not (use.shared and other.shared)
            and not _one_lesson(use, other)
            and (use.key is None or other.key != use.key)
            and _same_part(room, use.part, other.part)
        ]


SHUT = frozenset({What.CLOSED, What.HOURS})  # nobody has the room then
HELD = frozenset({What.ROOM, What.GAP})  # somebody else has to go for this one to come


@dataclass(frozen=True, slots=True)
class Clash:
    """One thing that stands against a use, in words, and with whom."""

    what: What
    words: str
    others: tuple[Use, ...] = ()

    @property
    def hard(self) -> bool:
        """Whether the date cannot be taken because of it."""
        return self.what in HARD


def clashes(use: Use, world: World) -> tuple[Clash, ...]:
    """Everything that stands against a use, what keeps it out first."""
    room = world.rooms[use.room]
    meeting = world.meeting(use)
    found = [*_closed(use, room, world), *_of_the_room(use, room, meeting)]
    if room.gap:
        found += _of_the_gap(use, room, world)
    if use.equipment:
        found += _of_equipment(use, world, meeting)
    if use.teacher or use.school_class:
        found += _of_people(use, meeting)
    found += _of_capacity(use, room)
    if room.hazards:
        found += _of_access(use, room, world)
    if use.partner:
        found += _of_partner(use, use.partner, world)
    if len(found) > 1:
        found.sort(key=lambda clash: not clash.hard)
    return tuple(found)


def seats_left(
    room: RoomFacts, part: int | None, periods: Periods, meeting: Collection[Use]
) -> int:
    """Seats free through all of these periods; 0 where somebody has the room alone.

    `meeting`: uses of this room on that day. Who shares the whole room may sit in any part.
    """
    near = [use for use in meeting if _same_part(room, use.part, part)]
    return max(0, min(_left(room, part, period, near, meeting) for period in periods))


def _left(
    room: RoomFacts, part: int | None, period: int, near: Iterable[Use], all_: Iterable[Use]
) -> int:
    """Seats of the part that nobody sits on, but no more than the whole room has left."""
    here = [use for use in near if period in use.periods]
    if any(not use.shared for use in here):
        return 0
    of_part = room.places(part) - sum(use.seats for use in here)
    whole = sum(
        use.seats if use.shared else room.places(use.part) for use in all_ if period in use.periods
    )
    return min(of_part, room.places(None) - whole)


def _same_part(room: RoomFacts, one: int | None, other: int | None) -> bool:
    first, second = room.part(one), room.part(other)
    return first is None or second is None or first == second


def _closed(use: Use, room: RoomFacts, world: World) -> Iterable[Clash]:
    if room.closed_on is not None and use.on >= room.closed_on:
        yield Clash(What.CLOSED, f"{room.number} 自 {room.closed_on} 起停用")
    for each in world.closures:
        if each.covers(use.room, room.base, use.on, use.periods):
            yield Clash(What.EXAM if each.exam else What.CLOSED, f"{room.number} {each.name}")
    if room.opens is not None:
        shut = set(use.periods) - room.opens.get(world.weekday(use.on), frozenset())
        if shut:
            told = "、".join(f"{period}" for period in sorted(shut))
            yield Clash(What.HOURS, f"{room.number} 第{told}节不开放")


def _of_the_room(use: Use, room: RoomFacts, meeting: Iterable[Use]) -> Iterable[Clash]:
    inside = [other for other in meeting if other.room == use.room]
    divided = room.parts > 1
    here = [o for o in inside if _same_part(room, o.part, use.part)] if divided else inside
    against = [o for o in here if not o.shared] if use.shared else here
    if use.part and use.part > max(room.parts, 1):
        yield Clash(What.ROOM, f"{room.number} {_parted(room)}，没有第 {use.part} 区")
    if against:
        yield Clash(What.ROOM, f"{room.number} 已有{_named(against)}", tuple(against))
    elif use.shared:
        left = seats_left(room, use.part, use.periods, inside)
        if room.seats is None:
            yield Clash(What.SEATS, f"{room.number} 没有登记工位数，不能共用")
        elif not room.sharing:
            yield Clash(What.SEATS, f"{room.number} 不共用工位")
        elif use.seats > left:
            told = f"{room.number} 只剩 {left} 个工位，需要 {use.seats} 个"
            yield Clash(What.SEATS, told, tuple(here))


def _of_the_gap(use: Use, room: RoomFacts, world: World) -> Iterable[Clash]:
    if near := world.too_near(use):
        told = f"{room.number} 前后要空 {room.gap} 节，离{_named(near)}太近"
        yield Clash(What.GAP, told, tuple(near))


def _parted(room: RoomFacts) -> str:
    return f"分为 {room.parts} 区" if room.parts > 1 else "不分区"


def _of_equipment(use: Use, world: World, meeting: Sequence[Use]) -> Iterable[Clash]:
    for key, wanted in use.equipment:
        stock = world.stock.get(key, Stock("设备", 0))
        if stock.inspect_by is not None and use.on > stock.inspect_by:
            yield Clash(What.EQUIPMENT, f"{stock.name}检验于 {stock.inspect_by} 到期")
            continue
        others = tuple(o for o in meeting if any(each == key for each, _ in o.equipment))
        left = stock.usable - _most_used(key, use.periods, others)
        if wanted > left:
            told = f"{stock.name}可用 {max(left, 0)} 台套，需要 {wanted}"
            yield Clash(What.EQUIPMENT, told, others)


def _most_used(key: UUID, periods: Periods, others: Iterable[Use]) -> int:
    """The most that are in use in any one of the periods."""
    held = list(others)
    return max(
        sum(
            number
            for other in held
            if period in other.periods
            for each, number in other.equipment
            if each == key
        )
        for period in periods
    )


def _of_people(use: Use, meeting: Iterable[Use]) -> Iterable[Clash]:
    met = [
        other
        for other in meeting
        if (use.teacher is not None and other.teacher == use.teacher)
        or (use.school_class is not None and other.school_class == use.school_class)
    ]
    elsewhere = [other for other in met if not _one_lesson(use, other)]
    teacher = tuple(o for o in elsewhere if use.teacher and o.teacher == use.teacher)
    pupils = [o for o in elsewhere if use.school_class and o.school_class == use.school_class]
    exams = tuple(o for o in pupils if o.kind is UseKind.EXAM)
    lessons = tuple(o for o in pupils if o.kind is not UseKind.EXAM)
    if exams:
        yield Clash(What.EXAM, f"该班同时有{_named(exams)}", exams)
    if teacher:
        yield Clash(What.TEACHER, f"教师同时有{_named(teacher)}", teacher)
    if lessons:
        yield Clash(What.CLASS, f"该班同时有{_named(lessons)}", lessons)


def _one_lesson(use: Use, other: Use) -> bool:
    """Parts of the same booking in two rooms do not clash over their own teacher and class."""
    return use.booking is not None and use.booking == other.booking


def _of_capacity(use: Use, room: RoomFacts) -> Iterable[Clash]:
    if room.seats is not None and use.heads > (places := room.places(use.part)):
        yield Clash(What.CAPACITY, f"{room.number} 有 {places} 个工位，{use.heads} 人坐不下")


def _of_access(use: Use, room: RoomFacts, world: World) -> Iterable[Clash]:
    for hazard in room.hazards:
        if use.teacher is not None and (told := _teacher_lacks(use, use.teacher, hazard, world)):
            yield Clash(What.ACCESS, told)
        pupils = world.pupils.get(use.school_class) if use.school_class else None
        if pupils and (lacking := pupils.without(hazard, use.on)):
            told = f"该班 {pupils.count} 人中 {lacking} 人没有有效的{hazard}安全准入"
            yield Clash(What.ACCESS, told)


def _teacher_lacks(use: Use, teacher: UUID, hazard: str, world: World) -> str:
    if (teacher, hazard) not in world.access:
        return f"教师没有{hazard}安全准入"
    until = world.access[teacher, hazard]
    return f"教师的{hazard}安全准入于 {until} 到期" if until and use.on > until else ""


def _of_partner(use: Use, partner: UUID, world: World) -> Iterable[Clash]:
    agreed = world.partners.get(partner, Agreed("该企业"))
    if not agreed.holds(use.on):
        yield Clash(What.PARTNER, f"{agreed.name}当天没有履行中的合作协议")


def _named(others: Sequence[Use]) -> str:
    told = "、".join(dict.fromkeys([f"“{o.title}”（{o.periods}）" for o in others[:3]]))
    return f"{told}等 {len(others)} 项" if len(others) > 3 else told
