"""Training bases of the sample college: rooms with a timetable, and what happens around it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.models import (
    Booking,
    BookingOccurrence,
    Closure,
    Equipment,
    Policy,
    Room,
    RoomInspection,
    SafetyAccess,
    SchoolClass,
    Teacher,
    Term,
    TrainingBase,
    UseRecord,
)
from app.models.bases import (
    BaseLevel,
    BaseNature,
    BasePlace,
    ClosureKind,
    Funding,
    Hazard,
    SafetyGrade,
)
from app.models.bookings import ApprovalRole, BookingState, OccurrenceState, UseKind
from app.models.calendar import Weekday
from app.services.booking import Queue, Request, Skip, Verdict, preview, request, save
from app.services.booking_flow import decide
from app.services.calendar_store import school_calendar
from app.services.database import Writing
from app.services.office import Office
from app.services.sample.filling import Filling
from app.services.school_calendar import TermDates

_BASES = (
    (
        "SX01", "智能制造实训基地", "主校区", "智能制造学院",
        BaseNature.PRODUCTION, BaseLevel.PROVINCIAL,
    ),
    ("SX02", "汽车工程实训基地", "龙泉校区", "汽车工程学院", BaseNature.INTEGRATED, BaseLevel.CITY),
)  # fmt: skip
_ROOMS = (
    ("A101", "数控加工实训室", 0, 48, SafetyGrade.I, (Hazard.MACHINES,), 2),
    ("A102", "工业机器人实训室", 0, 40, SafetyGrade.II, (Hazard.MACHINES, Hazard.ELECTRICITY), 1),
    ("A103", "电气控制实训室", 0, 40, SafetyGrade.II, (Hazard.ELECTRICITY,), 1),
    ("A104", "钳工实训室", 0, 50, SafetyGrade.III, (), 1),
    ("A201", "虚拟仿真实训室", 0, 50, SafetyGrade.IV, (), 1),
    ("A202", "三坐标测量室", 0, 20, SafetyGrade.IV, (), 1),
    ("L101", "整车拆装实训室", 1, 40, SafetyGrade.II, (Hazard.MACHINES,), 1),
    ("L102", "发动机实训室", 1, 40, SafetyGrade.II, (Hazard.MACHINES,), 1),
    ("L103", "新能源高压实训室", 1, 30, SafetyGrade.I, (Hazard.ELECTRICITY,), 1),
    ("L201", "汽车电气实训室", 1, 40, SafetyGrade.III, (), 1),
)
_COURSES = (
    "数控编程与加工", "工业机器人操作", "电气控制与调试",
    "钳工基础", "汽车拆装", "发动机检修",
)  # fmt: skip
_SINGLES = (1, 3, 5, 7)  # first periods of double lessons
_INSPECTOR = "田海棠"
_FOUND = (
    ("三号车床防护罩松动。", -12, "已更换并试车。"),
    ("灭火器压力不足两具。", -4, ""),
    ("配电柜前堆放杂物。", 6, ""),
)
_REASON = "与期末考证时间冲突，请改在下周。"


def fill_bases(office: Office, filling: Filling) -> None:
    """Bases, rooms, equipment; a timetable; bookings in every state; what is closed, who may."""
    with office.db.write("载入实训基地和实训室") as writing:
        rooms = _places(filling, writing)
        _rules(filling, writing, rooms)
    calendar = school_calendar(office)
    dates = calendar.term_of(filling.today) or calendar.terms[-1]
    term = next(each.id for each in office.of(Term).all() if each.code == dates.code)
    _timetable(office, term, rooms)
    _single(office, filling, dates, rooms)
    _used(office, filling)


def _places(filling: Filling, writing: Writing) -> list[UUID]:
    bases = filling.add(writing, TrainingBase, [_base(filling, *each) for each in _BASES])
    partner = {
        "number": "SX91",
        "name": "成都示例蓉驰校外实训基地",
        "place": BasePlace.OFF_CAMPUS,
        "host_id": filling.key("partner", "成都示例蓉驰汽车零部件有限公司"),
        "workers": 860,
        "capacity": 60,
        "received": 120,
        "days_used": 180,
        "lodging": True,
    }
    filling.add(writing, TrainingBase, [partner])
    rooms = [
        {
            "number": number,
            "name": name,
            "base_id": bases[base],
            "campus_id": filling.key("campus", _BASES[base][2]),
            "department_id": filling.key("department", _BASES[base][3]),
            "seats": seats,
            "grade": grade,
            "hazards": hazards,
            "access": bool(hazards),
            "parts": parts,
            "area": Decimal(seats * 6),
            "value": Decimal(seats * 38_000),
            "opens": "周一至周五 1-11；周六 1-8",
        }
        for number, name, base, seats, grade, hazards, parts in _ROOMS
    ]
    made = filling.add(writing, Room, rooms)
    filling.add(writing, RoomInspection, _inspections(filling.today, made))
    filling.add(writing, Equipment, _equipment(filling.today, made))
    return made


def _base(  # noqa: PLR0913, PLR0917 - a row
    filling: Filling,
    number: str,
    name: str,
    campus: str,
    department: str,
    nature: BaseNature,
    level: BaseLevel,
) -> dict[str, Any]:
    return {
        "number": number,
        "name": name,
        "campus_id": filling.key("campus", campus),
        "department_id": filling.key("department", department),
        "nature": nature,
        "level": level,
        "founded": date(2016, 9, 1),
        "projects_count": 24,
        "staff": 3,
        "staff_part": 4,
    }


def _inspections(today: date, rooms: Sequence[UUID]) -> list[dict[str, Any]]:
    """Every room was looked at this month; of what was found one thing is overdue."""
    found = [
        {"room_id": room, "on": today - timedelta(days=20 + n % 3), "inspector": _INSPECTOR}
        for n, room in enumerate(rooms)
    ]
    for n, (what, days, fixed) in enumerate(_FOUND):
        due = today + timedelta(days=days)
        found[3 * n] |= {"found": what, "due": due}
        if fixed:
            found[3 * n] |= {"fixed_on": due - timedelta(days=2), "result": fixed}
    return found


def _equipment(today: date, rooms: list[UUID]) -> list[dict[str, Any]]:
    names = ("数控车床", "六轴机器人", "电气控制柜", "台虎钳", "图形工作站", "三坐标测量机")
    return [
        {
            "number": f"SB2019{n:03}",
            "name": name,
            "quantity": 1 if name == "三坐标测量机" else 20,
            "price": Decimal(86_000),
            "room_id": room,
            "funding": Funding.STATE,
            "bought": date(2019, 6, 1),
            "inspect_by": today + timedelta(days=40 if n % 2 else 400),
        }
        for n, (name, room) in enumerate(zip(names, rooms, strict=False), start=1)
    ]


def _rules(filling: Filling, writing: Writing, rooms: list[UUID]) -> None:
    monday = filling.today + timedelta(days=14 - filling.today.weekday())
    closures: list[dict[str, Any]] = [
        {
            "name": "行车年检",
            "room_id": rooms[0],
            "starts": monday,
            "ends": monday + timedelta(days=4),
        },
        {
            "name": "每周设备保养",
            "room_id": rooms[6],
            "starts": date(filling.year.start, 9, 1),
            "kind": ClosureKind.MAINTENANCE,
            "weekdays": (Weekday.FRIDAY,),
            "periods": "第7-8节",
        },
    ]
    filling.add(writing, Closure, closures)
    steps = (ApprovalRole.DEPARTMENT, ApprovalRole.CENTRE)
    policies: list[dict[str, Any]] = [
        {"name": "课程实训与竞赛训练", "kinds": (UseKind.CLASS, UseKind.CONTEST), "notice": 2,
         "longest": 4, "hold_days": 3, "steps": steps},
        {"name": "社会培训", "kinds": (UseKind.TRAINING,), "notice": 7,
         "steps": (*steps, ApprovalRole.OFFICE)},
    ]  # fmt: skip
    filling.add(writing, Policy, policies)
    teachers = writing.session.scalars(select(Teacher.id).order_by(Teacher.id).limit(12)).all()
    access = [
        {
            "teacher_id": teacher,
            "hazard": hazard,
            "trained_on": filling.today - timedelta(days=200),
            "score": 92,
            "pledged": True,
            "valid_until": filling.today + timedelta(days=165 if n else -5),
        }
        for n, teacher in enumerate(teachers)
        for hazard in (Hazard.MACHINES, Hazard.ELECTRICITY)
    ]
    filling.add(writing, SafetyAccess, access)


def _timetable(office: Office, term: UUID, rooms: list[UUID]) -> None:
    """Two double lessons in every room on most days; every seventh one finds its room taken."""
    classes = [each for each in office.of(SchoolClass).all() if not each.closed]
    teachers = office.of(Teacher).all()
    for n in range(len(rooms) * 4):
        room, turn = rooms[n % len(rooms)], n // len(rooms)
        asked = request(
            office,
            {
                "title": _title(n),
                "kind": UseKind.TIMETABLE,
                "state": BookingState.APPROVED,
                "room_id": room,
                "term_id": term,
                "weeks": ("1-16周", "1-15周 单周", "2-16周 双周", "1-8,10,12-16周")[turn],
                "weekday": tuple(Weekday)[(n + turn) % 5],
                "first": _SINGLES[(n // 5 + turn) % 4],
                "last": _SINGLES[(n // 5 + turn) % 4] + 1,
                "class_id": classes[n % len(classes)].id,
                "teacher_id": teachers[n % len(teachers)].id,
                "heads": 28 + n % 3,
            },
        )
        _save(office, asked)


def _title(n: int) -> str:
    """No two series are called the same, so that an export names each."""
    return f"{_COURSES[n % len(_COURSES)]} 项目{'一二三四五六七'[n // len(_COURSES)]}"


def _save(office: Office, asked: Request) -> Booking:
    clashing = preview(office, asked).of(Verdict.CLASH, Verdict.CLOSED)
    return save(office, asked, {each.use.on: Skip(each.words) for each in clashing})


def _single(office: Office, filling: Filling, term: TermDates, rooms: list[UUID]) -> None:
    """A room shared by three parties one evening; one to approve, one refused, one to place."""
    evening = min(max(filling.today + timedelta(days=3), term.starts), term.ends)
    evening -= timedelta(days=max(evening.weekday() - 4, 0))
    common: dict[str, Any] = {"on": evening, "first": 9, "last": 10, "room_id": rooms[4]}
    shared = common | {"shared": True}
    for title, heads in (("竞赛集训", 30), ("机器人社", 12)):
        save(office, request(office, shared | {"title": title, "heads": heads}))
    club = request(office, shared | {"title": "三维设计社", "heads": 12, "kind": UseKind.CLUB})
    save(office, club, {evening: Queue()})
    other = common | {"room_id": rooms[3], "heads": 20}
    vices = next(each.id for each in office.of(Equipment).all() if each.room_id == rooms[3])
    practice = other | {"title": "钳工考前练习", "first": 9, "last": 9}
    asked = save(office, request(office, practice, [(vices, 12)]))
    on = filling.today
    decide(office, asked.id, ApprovalRole.DEPARTMENT, agreed=True, person="罗秋月", on=on)
    no = save(office, request(office, other | {"title": "周末开放日", "first": 10, "last": 10}))
    decide(
        office, no.id, ApprovalRole.DEPARTMENT, agreed=False, reason=_REASON, person="罗秋月", on=on
    )
    office.of(Booking).save(
        other | {"title": "焊接技术基础", "kind": UseKind.TIMETABLE, "state": BookingState.UNPLACED}
    )


def _used(office: Office, filling: Filling) -> None:
    """What is over was used; now and then nobody came."""
    with office.db.write("登记实训室使用情况") as writing:
        rows = writing.session.scalars(
            select(BookingOccurrence)
            .where(
                BookingOccurrence.on < filling.today,
                BookingOccurrence.state == OccurrenceState.PLANNED,
            )
            .order_by(BookingOccurrence.on, BookingOccurrence.first, BookingOccurrence.id)
        ).all()
        for n, row in enumerate(rows):
            row.state = OccurrenceState.NO_SHOW if n % 41 == 40 else OccurrenceState.DONE
        writing.session.flush()
        done = [row for row in rows if row.state is OccurrenceState.DONE]
        records: list[Mapping[str, Any]] = [
            {
                "occurrence_id": row.id,
                "on": row.on,
                "heads": 26 + n % 5,
                "condition": "正常" if n % 19 else "一台故障已报修",
                "cleaned": True,
                "power_off": True,
                "key_returned": bool(n % 23),
            }
            for n, row in enumerate(done)
        ]
        filling.add(writing, UseRecord, records)
