"""实训室使用申请表: one booking with its dates, for the hands of three offices."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.models import (
    Booking,
    BookingApproval,
    BookingEquipment,
    BookingOccurrence,
    Department,
    Partner,
    Room,
    SchoolClass,
    Teacher,
)
from app.models.bookings import HOLDING, ApprovalRole, OccurrenceState
from app.models.fields import option
from app.models.teaching_time import Periods
from app.services.bookings.words import said
from app.services.office import Office
from app.services.query import Query
from app.services.reports.cells import GAP, known
from app.services.reports.reading import Common, Scope, scope, written
from app.services.reports.spec import (
    BLANK_DATE,
    Column,
    Fact,
    Facts,
    Orientation,
    Report,
    Section,
    Table,
    Text,
)
from app.services.school_calendar import WEEKDAYS

_ROOM = "　" * 20 + "\n　"  # to write into


@dataclass(frozen=True, slots=True)
class Form(Common):
    """What may be chosen."""

    booking: UUID = option("预约", None, target="booking", help="可写申请编号。")


def build(office: Office, chosen: Form, today: date) -> Report:
    """One page, with what was decided so far and room for what was not."""
    at = scope(office, chosen, today)
    booking: Booking = office.of(Booking).get(chosen.booking)
    dates = _dates(office, booking.id)
    return at.report(
        "booking_form",
        "实训室使用申请表",
        [*_sections(at, booking, dates)],
        organisation="",
        period="",
        orientation=Orientation.PORTRAIT,
        one_page=True,
        draft=chosen.draft,
        figures={"dates": len(dates)},
    )


def _dates(office: Office, booking: UUID) -> list[BookingOccurrence]:
    query = Query(where={"booking_id": booking}, order="on")
    held: list[BookingOccurrence] = office.of(BookingOccurrence).all(query)
    return held


def _sections(at: Scope, booking: Booking, dates: list[BookingOccurrence]) -> Iterator[Section]:
    yield Facts([*_facts(at, booking)])
    yield Facts([*_use(at, booking, dates)])
    yield Text("使用人承诺遵守实训室安全操作规程，用后做好卫生、断电并登记使用情况。")
    yield _approvals(at, booking)
    yield Facts(
        [
            Fact("实际使用", "　　时　　分至　　时　　分"),
            Fact("实到人数", ""),
            Fact("设备状况", ""),
            Fact("卫生、断电", "□ 已打扫　□ 已断电"),
            Fact("使用人（签字）", ""),
            Fact("日期", BLANK_DATE),
            Fact("管理员（签字）", ""),
            Fact("日期", BLANK_DATE),
        ]
    )


def _facts(at: Scope, booking: Booking) -> Iterator[Fact]:
    office = at.office
    yield Fact("申请编号", str(known(booking.number)))
    yield Fact("申请日期", written(booking.applied_on) if booking.applied_on else BLANK_DATE)
    yield Fact("申请部门", _title(office, Department, booking.department_id))
    yield Fact("申请人", booking.applicant or "")
    yield Fact("联系电话", booking.phone or "")
    yield Fact("状态", booking.state.value)


def _use(at: Scope, booking: Booking, dates: list[BookingOccurrence]) -> Iterator[Fact]:
    office = at.office
    room: Room = office.of(Room).get(booking.room_id)
    seats = f"{room.number} {room.name}" + (f"（{room.seats} 工位）" if room.seats else "")
    yield Fact("课程或项目", booking.title, wide=True)
    yield Fact("使用类型", booking.kind.value)
    yield Fact("实训室", seats)
    yield Fact("班级", _title(office, SchoolClass, booking.class_id))
    yield Fact("人数", f"{booking.heads} 人" if booking.heads is not None else GAP)
    yield Fact("指导教师", _title(office, Teacher, booking.teacher_id))
    yield Fact("企业单位", _title(office, Partner, booking.partner_id))
    yield Fact("使用时间", said(booking), wide=True)
    yield Fact("占用", _share(booking))
    yield Fact("安全等级", str(known(room.grade)))
    yield Fact("安全准入", _access(room), wide=True)
    yield Fact("设备与数量", _equipment(office, booking.id), wide=True)
    yield Fact("耗材与预算", _materials(booking), wide=True)
    yield Fact("应急负责人", booking.emergency or "")
    held = sum(each.state in HOLDING for each in dates)
    yield Fact("共计", f"{held} 次")
    yield Fact("使用日期", _dated(office, booking, dates), wide=True)
    if booking.against or booking.exception:
        told = "；".join(filter(None, (booking.against, booking.exception)))
        yield Fact("不合规定", told, wide=True)


def _share(booking: Booking) -> str:
    """The whole room, a part of it, seats in it."""
    where = f"第 {booking.part} 区" if booking.part else "整间"
    if not booking.shared:
        return where
    seats = f"占 {booking.seats or booking.heads or 0} 个工位"
    return f"{where}共用，{seats}" if booking.part else f"共用，{seats}"


def _access(room: Room) -> str:
    """Who may work there; ticked by hand, because it is asked of every person."""
    if not room.access:
        return "不须准入"
    hazards = "、".join(map(str, room.hazards))
    return f"须准入{f'（{hazards}）' if hazards else ''}：□ 使用人已全部取得　□ 尚未取得"


def _title(office: Office, kind: type, key: UUID | None) -> str:
    return office.of(kind).titles([key]).get(key, GAP) if key else GAP


def _equipment(office: Office, booking: UUID) -> str:
    rows = office.of(BookingEquipment).all(Query(where={"booking_id": booking}))
    titles = office.of("equipment").titles({each.equipment_id for each in rows})
    return "、".join(f"{titles[each.equipment_id]} {each.quantity}" for each in rows) or GAP


def _materials(booking: Booking) -> str:
    cost = f"预算 {booking.budget:.2f} 元" if booking.budget is not None else ""
    return "；".join(part for part in (booking.materials, cost) if part) or GAP


def _dated(office: Office, booking: Booking, dates: list[BookingOccurrence]) -> str:
    """Every date, with a word where it does not hold or is elsewhere than the others."""
    rooms = office.of(Room).titles({each.room_id for each in dates})
    return "、".join(_date(booking, each, rooms[each.room_id]) for each in dates)


def _date(booking: Booking, each: BookingOccurrence, room: str) -> str:
    periods = Periods(each.first, each.last)
    there = room if each.room_id != booking.room_id else ""
    when = str(periods) if periods != Periods(booking.first, booking.last) else ""
    place = " ".join(filter(None, (there, when)))
    state = "" if each.state is OccurrenceState.PLANNED else each.state.value
    told = "，".join(filter(None, (f"改在 {place}" if place else "", state)))
    return f"{each.on.month}月{each.on.day}日（周{WEEKDAYS[each.on.weekday()]}）{told}"


def _approvals(at: Scope, booking: Booking) -> Table:
    held = at.office.of(BookingApproval).all(Query(where={"booking_id": booking.id}, order="on"))
    by_role = {each.role: each for each in held}
    rows = []
    for role in ApprovalRole:
        each = by_role.get(role)
        if each is None:
            rows.append((f"{role}意见", _ROOM, "　" * 6, BLANK_DATE))
        else:
            told = "同意" if each.agreed else "不同意"
            reason = (each.reason or "").removeprefix(told).lstrip("，,：:。 ")
            told += f"：{reason}" if reason else ""
            rows.append((f"{role}意见", told, each.person or "", written(each.on)))
    columns = [
        Column(label="审批环节", width=8), Column(label="意见", width=20),
        Column(label="签字", width=8), Column(label="日期", width=10),
    ]  # fmt: skip
    return Table(title="审批", columns=columns, rows=rows, numbered=False)
