"""Bookings of training rooms: what was asked for, every single date of it, and how it was used."""

from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from app.models.calendar import Weekday
from app.models.fields import Choice, Mask, Privacy
from app.models.record import About, Record, choices, column, reference
from app.models.teaching_time import period, weeks_words
from app.models.values import not_negative, person_name, phone, positive


class UseKind(Choice):
    """What a room is used for; in order of precedence."""

    TIMETABLE = "课表教学"
    EXAM = "考证考核"
    CLASS = "课程实训"
    CONTEST = "技能竞赛训练"
    TRAINING = "社会培训"
    RESEARCH = "科研"
    VISIT = "参观"
    CLUB = "社团活动"
    UPKEEP = "设备维护"


class BookingState(Choice):
    """Where a booking stands. What is in use or over follows from its dates."""

    UNPLACED = "待排"  # a row of a timetable whose room is taken
    TENTATIVE = "暂留"
    WAITING = "待审"
    APPROVED = "已批准"
    REJECTED = "已驳回"
    CANCELLED = "已取消"


class OccurrenceState(Choice):
    """What became of one date of a booking."""

    PLANNED = "有效"
    SKIPPED = "跳过"
    QUEUED = "候补"
    CANCELLED = "取消"
    DONE = "已完成"
    NO_SHOW = "爽约"


HOLDING = (OccurrenceState.PLANNED, OccurrenceState.DONE)  # those that take the room


REFUSED = (BookingState.REJECTED, BookingState.CANCELLED)  # those that take nothing any more
GONE = (*REFUSED, BookingState.UNPLACED)  # nor do those that still wait for a room


class Booking(Record):
    """实训室预约 — a series of dates, or one; the dates themselves are stored one by one."""

    __tablename__ = "booking"
    about = About(
        "实训室预约",
        title="title",
        counter="份",
        icon="calendar-days",
        empty="导入实训课表，或在周视图里拖出一格来预约。",
    )

    number: Mapped[str | None] = column(
        "申请编号", width=12, search=True, unique=True, identifier=True, number="YY", limit=40
    )
    title: Mapped[str] = column(
        "课程或项目名称", width=18, search=True, synonyms=("课程", "课程名称")
    )
    kind: Mapped[UseKind] = column("使用类型", width=8, facet=True, default=UseKind.CLASS)
    state: Mapped[BookingState] = column("状态", width=6, facet=True, default=BookingState.WAITING)
    room_id: Mapped[UUID] = reference("实训室", "room", group="时间地点", width=8, facet=True)
    part: Mapped[int | None] = column(
        "分区", group="时间地点", width=5, check=positive, listed=False, help="留空为整间。"
    )
    term_id: Mapped[UUID | None] = reference("学期", "term", group="时间地点", width=10, facet=True)
    weeks: Mapped[str | None] = column(
        "周次",
        group="时间地点",
        width=10,
        check=weeks_words,
        help="如 1-16周、1-8,10,12-16周、1-15周 单周。",
    )
    weekday: Mapped[Weekday | None] = column("星期", group="时间地点", width=5)
    on: Mapped[date | None] = column(
        "日期", group="时间地点", width=9, help="只用一次的，写日期，不写周次。"
    )
    first: Mapped[int] = column("起始节", group="时间地点", width=5, check=period, default=1)
    last: Mapped[int] = column("截止节", group="时间地点", width=5, check=period, default=2)
    class_id: Mapped[UUID | None] = reference("班级", "school_class", group="使用", width=10)
    heads: Mapped[int | None] = column("人数", group="使用", width=5, unit="人", check=not_negative)
    shared: Mapped[bool] = column("共用工位", group="使用", width=6, default=False)
    seats: Mapped[int | None] = column(
        "所需工位数",
        group="使用",
        width=6,
        unit="个",
        check=not_negative,
        help="留空为人数。",
        listed=False,
    )
    teacher_id: Mapped[UUID | None] = reference("指导教师", "teacher", group="使用", width=8)
    partner_id: Mapped[UUID | None] = reference(
        "企业单位", "partner", group="使用", width=14, listed=False
    )
    department_id: Mapped[UUID | None] = reference(
        "申请部门", "department", width=12, group="申请", listed=False
    )
    applicant: Mapped[str | None] = column(
        "申请人", width=8, group="申请", check=person_name, listed=False
    )
    phone: Mapped[str | None] = column(
        "联系电话",
        width=10,
        group="申请",
        identifier=True,
        check=phone,
        privacy=Privacy.PERSONAL,
        mask=Mask.PHONE,
        listed=False,
    )
    applied_on: Mapped[date | None] = column("申请日期", width=9, group="申请", listed=False)
    hold_until: Mapped[datetime | None] = column(
        "暂留到", width=12, group="申请", listed=False, help="到时仍未确认，自动放出。"
    )
    materials: Mapped[str | None] = column("耗材清单", group="申请", lines=3, listed=False)
    budget: Mapped[Decimal | None] = column(
        "耗材预算", width=8, unit="元", group="申请", check=not_negative, listed=False
    )
    emergency: Mapped[str | None] = column(
        "应急负责人", width=8, group="申请", check=person_name, listed=False
    )
    against: Mapped[str | None] = column(
        "不合规定", width=14, group="申请", lines=2, listed=False, fixed=True
    )
    exception: Mapped[str | None] = column(
        "例外理由",
        width=14,
        group="申请",
        lines=2,
        listed=False,
        help="不合预约规定仍要预约的，写明理由。",
    )
    locked: Mapped[bool] = column(
        "已锁定",
        width=6,
        group="管理",
        default=False,
        listed=False,
        help="课表导入的和已批准的，只由教务处更改。",
    )
    source: Mapped[str | None] = column(
        "来源",
        width=10,
        group="管理",
        listed=False,
        fixed=True,
        index=True,
        help="由哪一行课表导入。",
    )
    remark: Mapped[str | None] = column("备注", width=14, lines=2, listed=False)


class BookingOccurrence(Record):
    """预约日期 — one date of a booking. It may have gone elsewhere without the others."""

    __tablename__ = "booking_occurrence"
    about = About(
        "预约日期", title="booking_id", counter="次", parent="booking_id", icon="calendar-days"
    )
    __table_args__ = (
        Index("ix_booking_occurrence_room_on", "room_id", "on"),
        Index("ix_booking_occurrence_teacher_on", "teacher_id", "on"),
        Index("ix_booking_occurrence_class_on", "class_id", "on"),
        Index("ix_booking_occurrence_on", "on"),
    )

    booking_id: Mapped[UUID] = reference("实训室预约", "booking", width=18)
    on: Mapped[date] = column("日期", width=9)
    first: Mapped[int] = column("起始节", width=5, check=period)
    last: Mapped[int] = column("截止节", width=5, check=period)
    room_id: Mapped[UUID] = reference("实训室", "room", width=8, index=False)
    part: Mapped[int | None] = column("分区", width=5, check=positive)
    shared: Mapped[bool] = column("共用工位", width=6, default=False)
    seats: Mapped[int | None] = column("占用工位", width=6, unit="个", check=not_negative)
    teacher_id: Mapped[UUID | None] = reference("指导教师", "teacher", width=8, index=False)
    class_id: Mapped[UUID | None] = reference("班级", "school_class", width=10, index=False)
    state: Mapped[OccurrenceState] = column(
        "状态", width=6, facet=True, default=OccurrenceState.PLANNED
    )
    why: Mapped[str | None] = column("说明", width=18, help="跳过、取消或改期的原因。")


class BookingEquipment(Record):
    """使用设备 — how many of what a booking needs."""

    __tablename__ = "booking_equipment"
    about = About("使用设备", title="equipment_id", counter="项", parent="booking_id")

    booking_id: Mapped[UUID] = reference("实训室预约", "booking", width=18)
    equipment_id: Mapped[UUID] = reference("设备", "equipment", width=14)
    quantity: Mapped[int] = column("数量", width=5, default=1, check=not_negative)


class ApprovalRole(Choice):
    """Whose turn it is, in order."""

    DEPARTMENT = "院系"
    CENTRE = "实训中心"
    OFFICE = "教务处"


class BookingApproval(Record):
    """预约审批 — what one office decided about a booking, and why; never taken away."""

    __tablename__ = "booking_approval"
    about = About("预约审批", title="role", counter="次", parent="booking_id")

    booking_id: Mapped[UUID] = reference("实训室预约", "booking", width=18)
    role: Mapped[ApprovalRole] = column("环节", width=8, default=ApprovalRole.CENTRE)
    agreed: Mapped[bool] = column("同意", width=5, default=True)
    reason: Mapped[str | None] = column("意见", width=20, lines=2)
    person: Mapped[str | None] = column("审批人", width=8, check=person_name)
    on: Mapped[date] = column("日期", width=9)


class UseRecord(Record):
    """使用登记 — what really happened on one date."""

    __tablename__ = "use_record"
    about = About(
        "使用登记",
        title="on",
        counter="条",
        parent="occurrence_id",
        icon="list-checks",
        empty="用完以后的登记：实到人数、设备状况、卫生和断电检查。在“预约”的待办里成批登记最快。",
    )

    occurrence_id: Mapped[UUID] = reference("预约日期", "booking_occurrence", width=18)
    on: Mapped[date] = column("日期", width=9)
    began: Mapped[time | None] = column("实际开始", width=7)
    ended: Mapped[time | None] = column("实际结束", width=7)
    heads: Mapped[int | None] = column("实到人数", width=6, unit="人", check=not_negative)
    condition: Mapped[str | None] = column("设备状况", width=14)
    fault: Mapped[str | None] = column("故障报修", width=14, lines=2)
    cleaned: Mapped[bool] = column("卫生检查", width=6, default=False)
    power_off: Mapped[bool] = column("断电检查", width=6, default=False)
    key_returned: Mapped[bool] = column("钥匙已还", width=6, default=False)
    user: Mapped[str | None] = column("使用人签字", width=8, check=person_name)
    keeper: Mapped[str | None] = column("管理员签字", width=8, check=person_name)


class Policy(Record):
    """预约规定 — how far ahead, how long, how often, for which uses and rooms."""

    __tablename__ = "policy"
    about = About(
        "预约规定",
        counter="条",
        icon="scale",
        empty="提前几天、一次最长几节、由谁审批。没有规定时，由教务处直接批准。",
    )

    name: Mapped[str] = column("名称", width=16, search=True)
    kinds: Mapped[tuple[UseKind, ...]] = choices(
        "使用类型", UseKind, width=14, help="不选为各种用途。"
    )
    base_id: Mapped[UUID | None] = reference(
        "实训基地", "training_base", width=14, everything=True, help="留空为各基地。"
    )
    department_id: Mapped[UUID | None] = reference(
        "限申请部门",
        "department",
        width=12,
        everything=True,
        help="只有这个部门可以这样预约；留空为各部门。",
    )
    barred: Mapped[bool] = column(
        "不接受预约", width=7, default=False, help="这些用途不能在这里预约。"
    )
    notice: Mapped[int | None] = column("至少提前", width=6, unit="天", check=not_negative)
    horizon: Mapped[int | None] = column("最多提前", width=6, unit="天", check=not_negative)
    longest: Mapped[int | None] = column("一次最长", width=6, unit="节", check=not_negative)
    quota: Mapped[int | None] = column(
        "每人每周", width=6, unit="节", check=not_negative, help="同一指导教师一周最多几节。"
    )
    hold_days: Mapped[int | None] = column("暂留期限", width=6, unit="天", check=not_negative)
    steps: Mapped[tuple[ApprovalRole, ...]] = choices(
        "审批环节", ApprovalRole, width=12, help="不选为免审批。"
    )
    active: Mapped[bool] = column("启用", width=5, default=True, facet=True)
