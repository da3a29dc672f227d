"""Bookings of the sample college: a term's timetable, requests in every state, what was used."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import (
    Booking,
    BookingOccurrence,
    Department,
    Equipment,
    Partner,
    Programme,
    Room,
    SchoolClass,
    Teacher,
    Term,
    UseRecord,
)
from app.models.bookings import ApprovalRole, BookingState, OccurrenceState, UseKind
from app.models.calendar import Weekday
from app.services.bookings.answers import Move, Queue
from app.services.bookings.booking import Request, days_of, request, row_of, save, store
from app.services.bookings.changes import cancel_booking
from app.services.bookings.closure_impact import close, closed_by, impact
from app.services.bookings.flow import decide
from app.services.bookings.occupation import Use, World, clashes
from app.services.bookings.world import Scope, world_for
from app.services.calendar_store import school_calendar
from app.services.class_times import ClassTimes, class_times
from app.services.office import Office
from app.services.sample.filling import Filling
from app.services.school_calendar import Nature, SchoolCalendar, TermDates

_COURSES = (
    ("数控车削编程", "数控铣削加工", "多轴加工技术", "零件综合加工"),
    ("机器人操作与编程", "机器人系统集成", "机器人离线编程", "机器人维护"),
    ("电气控制与 PLC", "变频与伺服", "电工技能实训", "电气线路安装"),
    ("钳工基础", "机械拆装", "工量具使用", "装配钳工实训"),
    ("虚拟调试", "机械制图与 CAD", "数字化设计", "智能产线仿真"),
    ("精密测量技术", "公差配合与检测", "质量检验实务", "逆向工程"),
    ("汽车拆装", "汽车构造", "整车装配工艺", "汽车维护"),
    ("发动机检修", "发动机构造", "发动机电控", "动力系统诊断"),
    ("动力电池技术", "高压安全作业", "驱动电机检修", "充电系统检修"),
    ("汽车电气设备", "车身电控技术", "汽车电路诊断", "智能座舱调试"),
)  # by room; every name once, so that an export names each series
_ELSEWHERE = ("夹具设计与制造", "液压与气动", "工业网络技术")  # find their room taken
_SINGLES = (1, 3, 5, 7)  # first periods of double lessons
_WEEKS = ("1-16周", "1-15周 单周", "2-16周 双周", "1-8,10,12-16周")
_REASON = "与期末考证时间冲突，请改在下周。"
_FAULT = "主轴有异响，已报修。"
_UNWRITTEN = 3  # days after which uses are written down


def fill_bookings(office: Office, filling: Filling, rooms: Sequence[UUID]) -> None:
    """A timetable, requests around it, a closure over some of it, and what became of the past."""
    calendar = school_calendar(office)
    dates = calendar.term_of(filling.today) or calendar.terms[-1]
    term = next(each.id for each in office.of(Term).all() if each.code == dates.code)
    plan = _Plan(office, term, rooms)
    _enter(office, calendar, list(plan.timetable()))
    plan.clashing()
    _requests(office, filling, _day(calendar, dates, filling.today), rooms)
    _closure(office, filling, rooms[7])
    _used(office, filling)


@dataclass(slots=True)
class _Plan:
    """Who teaches whom where: nobody is in two places at once."""

    office: Office
    term: UUID
    rooms: Sequence[UUID]
    busy: set[tuple[int, int, UUID]] = field(default_factory=set)
    turns: dict[UUID | None, int] = field(default_factory=dict)

    def timetable(self) -> Iterator[Request]:
        """Four double lessons a week in every room."""
        people = {room: self._people(room) for room in self.rooms}
        for n in range(len(self.rooms) * len(_WEEKS)):
            place, turn = n % len(self.rooms), n // len(self.rooms)
            classes, teachers = people[self.rooms[place]]
            when = ((n + turn) % 5, (n // 5 + turn) % 4)
            values = {
                "title": _COURSES[place][turn],
                "state": BookingState.APPROVED,
                "room_id": self.rooms[place],
                "weeks": _WEEKS[turn],
                "class_id": self._free(classes, when),
                "teacher_id": self._free(teachers, when),
                "heads": 28 + n % 3,
            }
            yield request(self.office, self._lesson(when) | values)

    def clashing(self) -> None:
        """Rows of the timetable that find their room taken: they wait to be placed."""
        taken = self.office.of(Booking).all()
        for n, title in enumerate(_ELSEWHERE):
            classes, teachers = self._people(self.rooms[n])
            when = (n % 5, n % 4)
            there = next((b for b in taken if _meets(b, self.rooms[n])), taken[0])
            values = {
                "title": title,
                "state": BookingState.UNPLACED,
                "room_id": there.room_id,
                "weeks": "1-16周",
                "weekday": there.weekday,
                "first": there.first,
                "last": there.last,
                "class_id": self._free(classes, when),
                "teacher_id": self._free(teachers, when),
                "heads": 30,
                "remark": f"这时已有“{there.title}”",
            }
            self.office.of(Booking).save(self._lesson(when) | values)

    def _lesson(self, when: tuple[int, int]) -> dict[str, Any]:
        day, lesson = when
        return {
            "kind": UseKind.TIMETABLE,
            "term_id": self.term,
            "weekday": tuple(Weekday)[day],
            "first": _SINGLES[lesson],
            "last": _SINGLES[lesson] + 1,
        }

    def _free(self, some: Sequence[UUID], when: tuple[int, int]) -> UUID:
        """The next one in turn who has nothing else then."""
        start = self.turns.get(some[0], 0)
        order = [some[(start + step) % len(some)] for step in range(len(some))]
        found = next((each for each in order if (*when, each) not in self.busy), order[0])
        self.turns[some[0]] = (some.index(found) + 1) % len(some)
        self.busy.add((*when, found))
        return found

    def _people(self, room: UUID) -> tuple[list[UUID], list[UUID]]:
        """Classes and teachers of the department that a room belongs to."""
        with self.office.db.read() as session:
            department = session.scalar(select(Room.department_id).where(Room.id == room))
            classes = session.scalars(
                select(SchoolClass.id)
                .join(Programme, Programme.id == SchoolClass.programme_id)
                .where(Programme.department_id == department, SchoolClass.closed.is_(False))
                .order_by(SchoolClass.enrolled.desc(), SchoolClass.name)
            ).all()
            teachers = session.scalars(
                select(Teacher.id)
                .where(Teacher.department_id == department, Teacher.left.is_(None))
                .order_by(Teacher.number)
            ).all()
        return list(classes), list(teachers)


def _meets(booking: Booking, room: UUID) -> bool:
    return booking.room_id == room and booking.weeks == _WEEKS[0]


def _enter(office: Office, calendar: SchoolCalendar, asked: Sequence[Request]) -> None:
    """The timetable in one step, as an import enters it; what is closed or taken is skipped."""
    found = [(each, days_of(office, each, calendar)) for each in asked]
    uses = [each.use(day) for each, expansion in found for day in expansion.days]
    with office.db.write(f"载入实训课表 {len(asked)} 行") as writing:
        world = world_for(writing.session, Scope.of(uses))
        for each, expansion in found:
            rows = [_date(each.use(day), world) for day in expansion.days]
            rows += [
                row_of(each.use(lost.on), OccurrenceState.SKIPPED, lost.why)
                for lost in expansion.lost
                if lost.on is not None
            ]
            store(writing, each, rows)


def _date(use: Use, world: World) -> dict[str, Any]:
    if hard := [clash.words for clash in clashes(use, world) if clash.hard]:
        return row_of(use, OccurrenceState.SKIPPED, "；".join(hard))
    world.add(use)
    return row_of(use, OccurrenceState.PLANNED)


def _day(calendar: SchoolCalendar, term: TermDates, today: date) -> date:
    """A working day soon, or the last one of a term that is over."""
    last = term.starts + timedelta(days=term.weeks * 7 - 1)
    soon = min(max(today + timedelta(days=3), term.starts), last)
    days = [soon + timedelta(days=n) for n in (*range(8), *range(-1, -30, -1))]
    return next(
        day for day in days if calendar.nature(day) is Nature.WORK and term.starts <= day <= last
    )


def _requests(office: Office, filling: Filling, day: date, rooms: Sequence[UUID]) -> None:
    """A room shared by three one evening; some to approve, one held, one refused, one given up."""
    applied = min(filling.today, day - timedelta(days=8))
    usual: dict[str, Any] = {"on": day, "first": 9, "last": 10, "applied_on": applied}
    with office.db.read() as session:
        department, asker = _asking(session)
        partner = session.scalar(
            select(Partner.id).where(Partner.name == "成都示例川西数控机床有限公司")
        )
        vices = session.scalar(select(Equipment.id).where(Equipment.name == "台虎钳"))
    usual |= {"department_id": department.id, "applicant": asker.name, "phone": asker.phone}
    _shared(office, usual | {"room_id": rooms[4], "shared": True})
    other = usual | {"room_id": rooms[3], "heads": 20}
    practice = request(
        office, other | {"title": "钳工考前练习", "last": 9}, [(vices, 12)] if vices else []
    )
    asked = save(office, practice)
    word: dict[str, Any] = {"person": department.head, "on": applied}
    decide(office, asked.id, ApprovalRole.DEPARTMENT, agreed=True, **word)
    no = save(office, request(office, other | {"title": "周末开放日", "first": 10, "last": 10}))
    decide(office, no.id, ApprovalRole.DEPARTMENT, agreed=False, reason=_REASON, **word)
    for values in _others(partner, rooms):
        save(office, request(office, usual | values))
    until = datetime.combine(filling.today + timedelta(days=2), time(17)).astimezone()
    save(office, request(office, usual | _held(rooms[1]) | {"hold_until": until}))
    club = {"title": "焊接兴趣小组", "heads": 12, "room_id": rooms[5], "kind": UseKind.CLUB}
    gone = save(office, request(office, other | club))
    cancel_booking(office, gone.id, "指导教师出差，改到下学期。", min(filling.today, day))


def _asking(session: Session) -> tuple[Department, Teacher]:
    """A department, whose head decides, and a teacher of it who applies."""
    department = session.scalars(select(Department).where(Department.name == "智能制造学院")).one()
    teachers = (
        select(Teacher)
        .where(Teacher.department_id == department.id, Teacher.name != department.head)
        .order_by(Teacher.number)
    )
    return department, session.scalars(teachers.limit(1)).one()


def _shared(office: Office, common: Mapping[str, Any]) -> None:
    """Fifty seats for three parties: the third gets eight and waits for the rest."""
    for title, heads in (("竞赛集训", 30), ("机器人社", 12)):
        save(office, request(office, {**common, "title": title, "heads": heads}))
    club = {**common, "title": "三维设计社", "heads": 12, "kind": UseKind.CLUB}
    save(office, request(office, club), {common["on"]: Queue()})


def _others(partner: UUID | None, rooms: Sequence[UUID]) -> Iterator[dict[str, Any]]:
    yield {
        "title": "数控技能竞赛训练",
        "kind": UseKind.CONTEST,
        "room_id": rooms[0],
        "heads": 8,
        "part": 1,
        "emergency": "罗秋月",
    }
    yield {
        "title": "企业员工数控操作培训",
        "kind": UseKind.TRAINING,
        "room_id": rooms[0],
        "heads": 20,
        "part": 2,
        "partner_id": partner,
        "materials": "45 号钢棒料 40 根、车刀 20 把",
    }


def _held(room: UUID) -> dict[str, Any]:
    return {
        "title": "园区职工技能大赛",
        "kind": UseKind.CONTEST,
        "state": BookingState.TENTATIVE,
        "room_id": room,
        "heads": 24,
    }


def _closure(office: Office, filling: Filling, room: UUID) -> None:
    """Found to be needed when all was placed: one date has moved, the others are still open."""
    starts = filling.today + timedelta(days=7 - filling.today.weekday())
    values = {
        "name": "举升机检修",
        "room_id": room,
        "starts": starts,
        "ends": starts + timedelta(days=11),
    }
    hit = impact(office, closed_by(office, values), filling.today)
    movable = [each for each in hit if each.offers][:1]
    answers = {each.key: Move(room=each.offers[0].room) for each in movable}
    close(office, values, answers, filling.today)


def _used(office: Office, filling: Filling) -> None:
    """What is over was used; now and then nobody came. The last days are not written down yet."""
    times = class_times(office)
    with office.db.write("登记实训室使用情况") as writing:
        rows = writing.session.scalars(
            select(BookingOccurrence)
            .where(
                BookingOccurrence.on < filling.today - timedelta(days=_UNWRITTEN),
                BookingOccurrence.state == OccurrenceState.PLANNED,
            )
            .order_by(BookingOccurrence.on, BookingOccurrence.first, BookingOccurrence.id)
        ).all()
        for n, row in enumerate(rows):
            row.state = OccurrenceState.NO_SHOW if n % 41 == 40 else OccurrenceState.DONE
        writing.session.flush()
        done = [row for row in rows if row.state is OccurrenceState.DONE]
        records = [_use(n, row, times) for n, row in enumerate(done)]
        filling.add(writing, UseRecord, records)


def _use(n: int, row: BookingOccurrence, times: ClassTimes) -> dict[str, Any]:
    fault = n % 29 == 11
    first, last = (times.find(row.on, None, number) for number in (row.first, row.last))
    return {
        "occurrence_id": row.id,
        "on": row.on,
        "began": first.starts if first else None,
        "ended": last.ends if last else None,
        "heads": 26 + n % 5,
        "condition": "一台故障" if fault else "正常",
        "fault": _FAULT if fault else None,
        "cleaned": True,
        "power_off": True,
        "key_returned": bool(n % 23),
    }
