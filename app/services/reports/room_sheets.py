"""What hangs at the training rooms: 门牌课表, 当日安排, 一周安排, 使用登记表."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from app.models import Booking, Partner, Room
from app.models.bookings import BookingState, OccurrenceState
from app.models.fields import option
from app.models.teaching_time import Weeks
from app.services.bookings.placed import Placed
from app.services.bookings.week import LACKING, RoomRow, RoomWeek, room_week
from app.services.bookings.week import rooms_of as all_rooms
from app.services.calendar_store import school_calendar
from app.services.class_times import ClassTimes, class_times
from app.services.office import Office
from app.services.reports.cells import GAP, known, word
from app.services.reports.reading import Common, Scope, scope, written
from app.services.reports.spec import (
    Column,
    Fact,
    Facts,
    Heading,
    Notes,
    Orientation,
    PageBreak,
    Report,
    Section,
    Signatures,
    Table,
    Text,
)
from app.services.school_calendar import WEEKDAYS, SchoolCalendar
from app.services.wall_calendar import wall_day

_ROOM_TO_WRITE = "　" * 4
_BLANK_LINES = 12
_HOURS = "不在开放时间"
_NEVER = (_HOURS, LACKING)


@dataclass(frozen=True, slots=True)
class Days(Common):
    """What may be chosen for what hangs on a wall."""

    day: date | None = option("日期", None, help="留空为统计截止日期；一周的表取这一天所在的周。")
    room: UUID | None = option("实训室", None, target="room", help="可写实训室号，留空为全部。")
    base: UUID | None = option("实训基地", None, target="training_base", help="留空为全部基地。")


@dataclass(frozen=True, slots=True)
class _World:
    at: Scope
    week: RoomWeek
    times: ClassTimes
    calendar: SchoolCalendar


def door_sheet(office: Office, chosen: Days, today: date) -> Report:
    """A page a room: its week, periods downwards, days across."""
    world = _world(office, chosen, today, whole_week=True)
    sections: list[Section] = []
    for room in world.week.rooms:
        if sections:
            sections.append(PageBreak(document=True))
        sections += _door(world, room)
    return _report(world, chosen, "door_sheet", "实训室门牌课表", sections, one_page=True)


def _door(world: _World, room: RoomRow) -> Iterator[Section]:
    full = world.at.office.of(Room).get(room.id)
    first, last = world.week.days[0], world.week.days[-1]
    yield Heading(f"{room.number} {room.name}一周安排", 0)
    hazards = "、".join(str(each) for each in full.hazards) or GAP
    yield Facts(
        [
            Fact("周次", _week_words(world.calendar, first)),
            Fact("日期", f"{first.year}.{first.month}.{first.day}–{last.month}.{last.day}"),
            Fact("工位数", f"{room.seats} 个" if room.seats is not None else GAP),
            Fact("负责人", str(known(full.head))),
            Fact("安全等级", str(known(full.grade))),
            Fact("危险源", hazards),
        ],
        columns=3,
    )
    yield _timetable(world, room)
    if full.protection or full.access:
        told = f"进入须佩戴：{full.protection}。" if full.protection else ""
        yield Text(told + ("未取得安全准入的人员不得操作设备。" if full.access else ""))
    yield Notes(["还没有批准的注明“待审”；共用工位的，写明各占多少工位。"])


def _timetable(world: _World, room: RoomRow) -> Table:
    heads = [_day_head(world.calendar, day) for day in world.week.days]
    columns = [
        word("节次", 7, key="period"),
        *(word(head, 9, key=f"day{at}", even=True) for at, head in enumerate(heads)),
    ]
    rows = [
        (
            "\n".join([f"第{number}节", *world.times.told(number, world.week.days, room.campus)]),
            *(_cell(world, room.id, day, number) for day in world.week.days),
        )
        for number in _numbers(world, room)
    ]
    return Table(columns=columns, rows=rows, numbered=False)


def _numbers(world: _World, room: RoomRow) -> list[int]:
    """The periods of a room's week; one that its campus never has only if somebody is in it."""
    held = {number for each in _held(world, room.id) for number in each.periods}
    missing = [world.times.lacking(day, room.campus) for day in world.week.days]
    return [
        number
        for number in world.times.numbers
        if number in held or not all(number in each for each in missing)
    ]


def _held(world: _World, room: UUID) -> list[Placed]:
    return [each for each in world.week.placed if each.room == room and _shown(each)]


def _cell(world: _World, room: UUID, day: date, period: int) -> str:
    here = [each for each in _held(world, room) if each.on == day and period in each.periods]
    told = [_brief(each, whole=period == each.periods.first) for each in here]
    why = _shut(world.week.shut.get((room, day, period), ""))
    return "\n".join(([why] if why else []) + told)


def _shut(why: str) -> str:
    """A whole week is narrow."""
    return "不开放" if why in _NEVER else why


def _brief(each: Placed, *, whole: bool) -> str:
    """All about it where it begins; below that only who it is."""
    who = each.school_class or each.title
    what = each.title if each.school_class else ""
    told = f"{who}{_marks(each)}"
    return "\n".join(part for part in (told, what, each.teacher) if part) if whole else told


def _marks(each: Placed, *, share: bool = True) -> str:
    """How much of the room, if not all; and that nobody shall count on what is not approved."""
    part = f"{each.part} 区" if share and each.part else ""
    seats = f"{each.seats} 工位" if share and each.shared and each.seats else ""
    state = str(each.state) if each.state is not BookingState.APPROVED else ""
    told = "，".join(filter(None, (part, seats, state)))
    return f"（{told}）" if told else ""


def _part(each: Placed) -> str:
    return f"（{each.part} 区）" if each.part else ""


def _shown(each: Placed) -> bool:
    return each.date_state is not OccurrenceState.QUEUED


def day_sheet(office: Office, chosen: Days, today: date) -> Report:
    """Who is where on one day, by room and period, for the duty desk."""
    world = _world(office, chosen, today, whole_week=False)
    day = world.week.days[0]
    names = {room.id: room for room in world.week.rooms}
    order = [room.id for room in world.week.rooms]
    held = sorted(
        (each for each in world.week.placed if _shown(each)),
        key=lambda each: (each.periods.first, order.index(each.room)),
    )
    columns = [
        word("节次", 7), word("实训室", 7), Column(label="名称", width=12),
        Column(label="班级或单位", width=10), Column(label="课程或项目", width=12),
        word("指导教师", 7), word("人数", 5), word("类型", 8), word("钥匙/签字", 8),
    ]  # fmt: skip
    who = _groups(world.at.office, held)
    rows = [
        (
            str(each.periods), names[each.room].number, f"{names[each.room].name}{_part(each)}",
            known(who[each.booking]),
            f"{each.title}{_marks(each, share=False)}{_stopped(world, each)}",
            known(each.teacher), known(each.seats), each.kind.value, _ROOM_TO_WRITE,
        )
        for each in held
    ]  # fmt: skip
    told = f"{written(day)} 周{WEEKDAYS[day.weekday()]}"
    note = wall_day(world.calendar, day)
    told = " ".join(part for part in (told, note.runs or note.name) if part)
    table = Table(columns=columns, rows=rows, empty="（这一天没有安排）")
    title = "实训室当日安排表"
    return _report(world, chosen, "day_sheet", title, [table], subtitle=told)


def _groups(office: Office, held: Sequence[Placed]) -> dict[UUID, str]:
    """The class of each booking, or whoever comes from outside."""
    found = {each.booking: each.school_class for each in held}
    bare = [key for key, name in found.items() if not name]
    outside = {key: office.of(Booking).get(key).partner_id for key in bare}
    partners = office.of(Partner).titles({key for key in outside.values() if key})
    return found | {key: partners[one] for key, one in outside.items() if one in partners}


def _stopped(world: _World, each: Placed) -> str:
    """What a closure hits and nobody has moved yet does not take place."""
    whys = (world.week.shut.get((each.room, each.on, period)) for period in each.periods)
    told = "、".join(dict.fromkeys(why for why in whys if why and why not in _NEVER))
    return f"（停用：{told}）" if told else ""


def week_poster(office: Office, chosen: Days, today: date) -> Report:
    """All rooms over one week on as few pages as they take, for the corridor."""
    world = _world(office, chosen, today, whole_week=True)
    heads = [_day_head(world.calendar, day) for day in world.week.days]
    columns = [
        Column(label="实训室", width=9, key="room"),
        *(Column(label=head, width=13, key=f"day{at}") for at, head in enumerate(heads)),
    ]
    rows = [
        (
            f"{room.number}\n{room.name}",
            *(_day_cell(world, room.id, day) for day in world.week.days),
        )
        for room in world.week.rooms
    ]
    first = world.week.days[0]
    return _report(
        world,
        chosen,
        "week_poster",
        "实训室一周安排表",
        [Table(columns=columns, rows=rows, numbered=False)],
        subtitle=f"{_week_words(world.calendar, first)}（{written(first)}起）",
        orientation=Orientation.LANDSCAPE,
    )


def _day_cell(world: _World, room: UUID, day: date) -> str:
    here = [
        " ".join(filter(None, (_span(each), each.school_class or each.title, each.teacher)))
        + f"{_marks(each)}"
        for each in _held(world, room)
        if each.on == day
    ]
    return "\n".join([*_closed(world, room, day, quiet=bool(here)), *here])


def _closed(world: _World, room: UUID, day: date, *, quiet: bool) -> Iterator[str]:
    """Why the room cannot be had, with the periods unless it is the whole day.

    Hours that are never open are told only of a day that has no others.
    """
    numbers = world.times.numbers
    found = {number: world.week.shut.get((room, day, number), "") for number in numbers}
    shut = {number: _HOURS if why == LACKING else why for number, why in found.items()}
    for why in dict.fromkeys(filter(None, shut.values())):
        held = [number for number in numbers if shut[number] == why]
        if why == _HOURS:
            if not quiet and all(shut.values()) and len(held) == len(numbers):
                yield _shut(why)
        elif all(each in (why, _HOURS) for each in shut.values()):
            yield why
        else:
            yield f"{str(Weeks.of(held)).removesuffix('周')}节 {why}"  # spans of numbers alike


def _span(each: Placed) -> str:
    return str(each.periods).removeprefix("第")


def use_register(office: Office, chosen: Days, today: date) -> Report:
    """A sheet a room to sign in on: what is booked that day, and blank lines below it."""
    world = _world(office, chosen, today, whole_week=False)
    sections: list[Section] = []
    for room in world.week.rooms:
        if sections:
            sections.append(PageBreak(document=True))
        sections += _register(world, room)
    title = "实训室使用登记表"
    return _report(
        world, chosen, "use_register", title, sections, orientation=Orientation.LANDSCAPE,
        one_page=True,
    )  # fmt: skip


def _register(world: _World, room: RoomRow) -> Iterator[Section]:
    day = world.week.days[0]
    yield Heading(f"{room.number} {room.name}使用登记表", 0)
    yield Facts(
        [
            Fact("实训室", f"{room.number} {room.name}"),
            Fact("日期", f"{written(day)} 周{WEEKDAYS[day.weekday()]}"),
            Fact("工位数", f"{room.seats} 个" if room.seats is not None else GAP),
        ],
        columns=3,
    )
    columns = [
        word("节次", 6), Column(label="班级或单位", width=9), Column(label="课程或项目", width=11),
        word("开始", 5), word("结束", 5), word("实到人数", 5),
        Column(label="设备状况、故障", width=9),
        word("卫生", 4), word("断电", 4), word("钥匙", 4), word("使用人", 6), word("管理员", 6),
    ]  # fmt: skip
    here = _held(world, room.id)
    who = _groups(world.at.office, here)
    booked = [
        (
            str(each.periods), who[each.booking], f"{each.title}{_marks(each)}",
            "　\n　", *[""] * 8,
        )
        for each in here
    ]  # fmt: skip
    blank = [("　\n　", *[""] * 11)] * max(2, _BLANK_LINES - len(booked))
    yield Table(columns=columns, rows=[*booked, *blank])
    yield Signatures(roles=("当班管理员（签字）", "实训中心（签字）"))


def _world(office: Office, chosen: Days, today: date, *, whole_week: bool) -> _World:
    at = scope(office, chosen, today)
    day = chosen.day or at.day
    monday = day - timedelta(days=day.weekday())
    days = [monday + timedelta(days=step) for step in range(7)] if whole_week else [day]
    rooms = [
        room
        for room in all_rooms(office, campus=at.campus, base=chosen.base)
        if chosen.room in (None, room.id) and (room.closed_on is None or room.closed_on > days[0])
    ]
    calendar = school_calendar(office)
    times = class_times(office)
    return _World(at, room_week(office, calendar, rooms, days, times), times, calendar)


def _report(
    world: _World, chosen: Days, id_: str, title: str, sections: Sequence[Section], **more: object
) -> Report:
    held = [each for each in world.week.placed if _shown(each)]
    usual: dict[str, object] = {
        "orientation": Orientation.PORTRAIT,
        "period": "",
        "draft": chosen.draft,
        "figures": {"rooms": len(world.week.rooms), "dates": len(held)},
    }
    nothing: list[Section] = [Text("（没有符合条件的实训室）")]
    return world.at.report(id_, title, sections or nothing, **usual | more)


def _day_head(calendar: SchoolCalendar, day: date) -> str:
    told = wall_day(calendar, day)
    note = told.runs or told.name
    head = f"周{WEEKDAYS[day.weekday()]}\n{day.month}.{day.day}"
    return f"{head}\n{note}" if note else head


def _week_words(calendar: SchoolCalendar, day: date) -> str:
    term = calendar.term_of(day)
    week = term.week_of(day) if term else None
    return f"第 {week} 教学周（{'单' if week % 2 else '双'}周）" if week else "假期"
