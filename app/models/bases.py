"""Training bases (实训基地): rooms and equipment, when they are closed, who may use them."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Mapped

from app.models.calendar import Weekday
from app.models.fields import Choice
from app.models.record import About, Record, choices, column, many, reference
from app.models.teaching_time import opening_words, periods_words
from app.models.values import not_negative, person_name, positive


class BasePlace(Choice):
    """Whose premises."""

    ON_CAMPUS = "校内"
    OFF_CAMPUS = "校外"


class BaseNature(Choice):
    """What kind of base."""

    PRODUCTION = "生产性"
    INTEGRATED = "理实一体"
    VIRTUAL = "虚拟仿真"
    OPEN_CENTRE = "开放型区域产教融合实践中心"
    OTHER = "其他"


class BaseLevel(Choice):
    """Who approved it."""

    NATIONAL = "国家级"
    PROVINCIAL = "省级"
    CITY = "市级"
    SCHOOL = "校级"


class TrainingBase(Record):
    """实训基地 — on campus or at a partner, with the columns that the national tables ask."""

    __tablename__ = "training_base"
    about = About(
        "实训基地",
        counter="个",
        icon="factory",
        empty="校内实训基地和校外实习实训基地。导入实训室一览表时，所属基地会一并建立。",
    )

    number: Mapped[str | None] = column(
        "基地编号", width=9, search=True, unique=True, identifier=True, limit=20
    )
    name: Mapped[str] = column(
        "基地名称", width=18, search=True, unique=True, synonyms=("名称", "实训基地名称")
    )
    place: Mapped[BasePlace] = column("校内外", width=5, facet=True, default=BasePlace.ON_CAMPUS)
    nature: Mapped[BaseNature | None] = column("性质", width=9, facet=True)
    level: Mapped[BaseLevel | None] = column("级别", width=6, facet=True)
    category: Mapped[str | None] = column("类别", width=8, listed=False)
    department_id: Mapped[UUID | None] = reference(
        "所属院系", "department", width=12, facet=True, synonyms=("所属管理单位",)
    )
    support: Mapped[str | None] = column("支持部门", width=12, listed=False)
    host_id: Mapped[UUID | None] = reference(
        "依托单位", "partner", width=16, listed=False, synonyms=("依托单位名称",)
    )
    partners = many(
        "共建企业", "partner", "base_partner", width=16, synonyms=("基地合作企业", "合作企业")
    )
    programmes = many(
        "面向专业", "programme", "base_programme", width=16, synonyms=("适应专业名称",)
    )
    founded: Mapped[date | None] = column("建立日期", width=9)
    approved_on: Mapped[date | None] = column("批准日期", width=9, listed=False)
    approval: Mapped[str | None] = column("批准文号", width=12, listed=False)
    closed: Mapped[bool] = column("已撤销", width=5, default=False, facet=True)

    area: Mapped[Decimal | None] = column(
        "建筑面积", width=8, unit="平方米", group="规模", check=not_negative, total=True
    )
    value: Mapped[Decimal | None] = column(
        "设备总值", width=9, unit="万元", group="规模", check=not_negative, total=True
    )
    value_new: Mapped[Decimal | None] = column(
        "当年新增设备值", width=9, unit="万元", group="规模", check=not_negative, listed=False
    )
    value_donated: Mapped[Decimal | None] = column(
        "社会捐赠设备值", width=9, unit="万元", group="规模", check=not_negative, listed=False
    )
    value_lent: Mapped[Decimal | None] = column(
        "社会准捐赠设备值", width=9, unit="万元", group="规模", check=not_negative, listed=False
    )
    machines: Mapped[int | None] = column(
        "设备总数", width=7, unit="台套", group="规模", check=not_negative, listed=False
    )
    machines_large: Mapped[int | None] = column(
        "大型设备数",
        width=7,
        unit="台套",
        group="规模",
        check=not_negative,
        listed=False,
        help="单价 10 万元及以上。",
    )
    seats: Mapped[int | None] = column(
        "工位数", width=6, unit="个", group="规模", check=not_negative, total=True
    )
    projects_count: Mapped[int | None] = column(
        "实训项目数", width=6, unit="个", group="规模", check=not_negative, listed=False
    )
    projects: Mapped[str | None] = column("主要实训项目", group="规模", lines=3, listed=False)
    used_inside: Mapped[int | None] = column(
        "校内使用频率", width=8, unit="人时", group="使用与费用", check=not_negative, listed=False
    )
    used_outside: Mapped[int | None] = column(
        "社会使用频率", width=8, unit="人时", group="使用与费用", check=not_negative, listed=False
    )
    material_cost: Mapped[Decimal | None] = column(
        "年耗材费", width=8, unit="万元", group="使用与费用", check=not_negative, listed=False
    )
    upkeep_cost: Mapped[Decimal | None] = column(
        "年维护费", width=8, unit="万元", group="使用与费用", check=not_negative, listed=False
    )
    staff: Mapped[int | None] = column(
        "专职管理人员", width=7, unit="人", group="使用与费用", check=not_negative, listed=False
    )
    staff_part: Mapped[int | None] = column(
        "兼职管理人员", width=7, unit="人", group="使用与费用", check=not_negative, listed=False
    )

    workers: Mapped[int | None] = column(
        "在岗职工总数", width=7, unit="人", group="校外基地", check=not_negative, listed=False
    )
    capacity: Mapped[int | None] = column(
        "每次可接纳人数", width=7, unit="人", group="校外基地", check=not_negative, listed=False
    )
    received: Mapped[int | None] = column(
        "接待学生量", width=7, unit="人次", group="校外基地", check=not_negative, listed=False
    )
    days_used: Mapped[int | None] = column(
        "基地使用天数", width=7, unit="天", group="校外基地", check=not_negative, listed=False
    )
    interns: Mapped[int | None] = column(
        "接收半年顶岗实习学生数",
        width=8,
        synonyms=("接收岗位实习学生数",),
        unit="人",
        group="校外基地",
        check=not_negative,
        listed=False,
    )
    lodging: Mapped[bool | None] = column("是否有住宿条件", width=6, group="校外基地", listed=False)
    lodging_fee: Mapped[Decimal | None] = column(
        "住宿费",
        width=7,
        unit="元",
        group="校外基地",
        check=not_negative,
        listed=False,
        help="每生每月；不收的填 0。",
    )
    allowance: Mapped[bool | None] = column(
        "是否发放学生实习补贴", width=7, group="校外基地", listed=False
    )
    paid_to_host: Mapped[Decimal | None] = column(
        "学校支付专项实习经费",
        width=8,
        unit="元",
        group="校外基地",
        check=not_negative,
        listed=False,
        help="每生。",
    )
    sent_staff: Mapped[int | None] = column(
        "学校派指导教师/学生管理人员",
        width=8,
        unit="人次",
        group="校外基地",
        check=not_negative,
        listed=False,
    )
    hired: Mapped[int | None] = column(
        "接收应届毕业生就业数",
        width=7,
        unit="人",
        group="校外基地",
        check=not_negative,
        listed=False,
    )
    signed_level: Mapped[str | None] = column(
        "签约级别", width=7, group="校外基地", listed=False, help="如：校级、院系级。"
    )
    agreement_id: Mapped[UUID | None] = reference(
        "合作协议", "agreement", width=14, group="校外基地", listed=False
    )
    remark: Mapped[str | None] = column("备注", width=14, lines=3, listed=False)


class BaseProgramme(Record):
    """Which programmes a base is for."""

    __tablename__ = "base_programme"
    about = About("面向专业", link=True, parent="base_id")

    base_id: Mapped[UUID] = reference("实训基地", "training_base")
    programme_id: Mapped[UUID] = reference("专业", "programme")


class BasePartner(Record):
    """Which partners built a base with the college."""

    __tablename__ = "base_partner"
    about = About("共建企业", link=True, parent="base_id")

    base_id: Mapped[UUID] = reference("实训基地", "training_base")
    partner_id: Mapped[UUID] = reference("共建企业", "partner")


class SafetyGrade(Choice):
    """实验室安全等级, the most dangerous first."""

    I = "Ⅰ"  # noqa: E741 - as it is written on the door
    II = "Ⅱ"
    III = "Ⅲ"
    IV = "Ⅳ"


class Hazard(Choice):
    """What a person must have been trained for before working there."""

    MACHINES = "机械"
    ELECTRICITY = "电气"
    CHEMICALS = "化学"
    BIOLOGY = "生物"
    PRESSURE = "高温高压"
    RADIATION = "激光辐射"
    HEIGHT = "高处与起重"
    OTHER = "其他"


class Room(Record):
    """实训室 — what is booked, whole or in parts, alone or seat by seat."""

    __tablename__ = "room"
    about = About(
        "实训室",
        title="number",
        counter="间",
        icon="layers",
        empty="可以直接导入“实训室一览表”，所属基地、校区和院系一并建立。",
    )

    number: Mapped[str] = column(
        "实训室号",
        width=8,
        search=True,
        unique=True,
        identifier=True,
        limit=20,
        synonyms=("编号",),
    )
    name: Mapped[str] = column("名称", width=20, search=True, synonyms=("实训室名称",))
    base_id: Mapped[UUID | None] = reference(
        "所属实训基地", "training_base", width=14, facet=True, along=True, synonyms=("所属基地",)
    )
    campus_id: Mapped[UUID | None] = reference(
        "校区", "campus", width=8, facet=True, along=True, synonyms=("所属校区",)
    )
    department_id: Mapped[UUID | None] = reference(
        "所属院系", "department", width=12, facet=True, along=True, synonyms=("所属管理单位",)
    )
    door: Mapped[str | None] = column(
        "房间号",
        width=8,
        search=True,
        limit=20,
        listed=False,
        help="楼里的门牌号，与实训室号不同时填写。",
    )
    door_name: Mapped[str | None] = column("房间名称", width=12, listed=False)
    head: Mapped[str | None] = column("负责人", width=8, check=person_name)
    head_number: Mapped[str | None] = column(
        "负责人教工号", width=9, identifier=True, limit=20, listed=False, synonyms=("负责人工号",)
    )
    partner: Mapped[str | None] = column("合作企业", width=14, listed=False)
    founded: Mapped[date | None] = column("建立日期", width=9, listed=False)

    seats: Mapped[int | None] = column(
        "工位数",
        width=6,
        unit="个",
        group="规模",
        check=not_negative,
        total=True,
        synonyms=("座位数",),
    )
    parts: Mapped[int] = column(
        "可分区数",
        width=6,
        group="规模",
        default=1,
        check=positive,
        listed=False,
        help="隔开后能同时上课的区数；1 为不可分。",
    )
    sharing: Mapped[bool] = column(
        "可共用工位",
        width=7,
        group="规模",
        default=True,
        listed=False,
        help="几批人可以同时各用一部分工位。",
    )
    area: Mapped[Decimal | None] = column(
        "建筑面积", width=8, unit="平方米", group="规模", check=not_negative, total=True
    )
    value: Mapped[Decimal | None] = column(
        "设备总值", width=9, unit="万元", group="规模", check=not_negative, total=True
    )

    opens: Mapped[str | None] = column(
        "开放时间",
        width=14,
        group="开放",
        check=opening_words,
        listed=False,
        help="如：周一至周五 1-8；周六 1-4。留空为每天各节都开放。",
    )
    gap: Mapped[int] = column(
        "间隔节数",
        width=6,
        group="开放",
        check=not_negative,
        default=0,
        listed=False,
        help="两次使用之间至少空几节，用来准备和清理；0 为可以连着用。导入的课表不受此限。",
    )
    closed_on: Mapped[date | None] = column(
        "停用日期", width=9, group="开放", listed=False, help="这一天起不能再预约。"
    )

    grade: Mapped[SafetyGrade | None] = column("安全等级", width=6, group="安全", facet=True)
    hazards: Mapped[tuple[Hazard, ...]] = choices(
        "危险源", Hazard, width=10, group="安全", listed=False
    )
    access: Mapped[bool] = column(
        "须安全准入",
        width=7,
        group="安全",
        default=False,
        facet=True,
        listed=False,
        help="带课教师和使用学生须先通过所列危险源的安全考核。",
    )
    protection: Mapped[str | None] = column("防护用品", width=14, group="安全", listed=False)
    emergency: Mapped[str | None] = column("应急预案", width=14, group="安全", listed=False)
    remark: Mapped[str | None] = column("备注", width=14, lines=2, listed=False)


class RoomInspection(Record):
    """安全检查 — one look at a room: what was found, and by when it is put right."""

    __tablename__ = "room_inspection"
    about = About(
        "安全检查",
        title="on",
        counter="次",
        parent="room_id",
        icon="circle-check",
        empty="实训室的安全检查记录：哪天检查、有什么隐患、限期整改到哪天、整改结果如何。",
    )

    room_id: Mapped[UUID] = reference("实训室", "room", width=8, facet=True)
    on: Mapped[date] = column("检查日期", width=9, synonyms=("日期",))
    inspector: Mapped[str | None] = column("检查人", width=8, search=True, check=person_name)
    found: Mapped[str | None] = column(
        "隐患", width=20, lines=2, search=True, help="没有隐患的留空。"
    )
    due: Mapped[date | None] = column("整改期限", width=9)
    fixed_on: Mapped[date | None] = column("整改完成日期", width=9)
    result: Mapped[str | None] = column("整改结果", width=16, lines=2)


class Funding(Choice):
    """Where the money for equipment came from."""

    STATE = "财政"
    OWN = "自筹"
    DONATED = "企业捐赠"
    LENT = "准捐赠"


class EquipmentState(Choice):
    """Whether it can be used."""

    IN_USE = "在用"
    REPAIR = "维修"
    STOPPED = "停用"
    SCRAPPED = "报废"


class Equipment(Record):
    """设备 — so many of one kind, in one room."""

    __tablename__ = "equipment"
    about = About("设备", counter="台套", icon="wrench", empty="实训设备，按存放实训室登记。")

    number: Mapped[str | None] = column(
        "资产编号", width=10, search=True, unique=True, identifier=True, limit=30
    )
    name: Mapped[str] = column("设备名称", width=14, search=True, synonyms=("名称",))
    model: Mapped[str | None] = column("型号规格", width=12, search=True)
    maker: Mapped[str | None] = column("厂家", width=12, listed=False)
    quantity: Mapped[int] = column("数量", width=5, default=1, check=not_negative, total=True)
    room_id: Mapped[UUID | None] = reference("存放实训室", "room", width=8, facet=True)
    state: Mapped[EquipmentState] = column(
        "状态", width=6, facet=True, default=EquipmentState.IN_USE
    )
    keeper: Mapped[str | None] = column("保管人", width=8, check=person_name)
    inspect_by: Mapped[date | None] = column(
        "下次检验日期",
        width=9,
        synonyms=("定期检验日",),
        help="特种设备等须定期检验的，过期不能安排使用。",
    )
    manual: Mapped[str | None] = column("操作规程文件", width=14, listed=False)

    price: Mapped[Decimal | None] = column(
        "单价", width=8, unit="元", group="购置", check=not_negative, listed=False
    )
    amount: Mapped[Decimal | None] = column(
        "金额",
        width=9,
        unit="元",
        group="购置",
        check=not_negative,
        total=True,
        help="留空为单价乘数量。",
    )
    bought: Mapped[date | None] = column("购置日期", width=9, group="购置", listed=False)
    funding: Mapped[Funding | None] = column(
        "经费来源", width=7, group="购置", facet=True, listed=False
    )
    remark: Mapped[str | None] = column("备注", width=12, lines=2, listed=False)


class ClosureKind(Choice):
    """Why nobody may use a room."""

    MAINTENANCE = "维护检修"
    EXAM = "考试占用"
    EVENT = "活动占用"
    OTHER = "其他"


class Closure(Record):
    """停用安排 — a room, a base or everything is closed from a day to a day."""

    __tablename__ = "closure"
    about = About(
        "停用安排",
        counter="条",
        icon="lock",
        empty="检修、考试或活动占用的日子。登记后不能再预约；已有的预约会列出来，由您改到别处。",
    )

    name: Mapped[str] = column("事由", width=14, search=True)
    kind: Mapped[ClosureKind] = column("类别", width=8, facet=True, default=ClosureKind.MAINTENANCE)
    room_id: Mapped[UUID | None] = reference("实训室", "room", width=8, everything=True)
    base_id: Mapped[UUID | None] = reference(
        "整个基地",
        "training_base",
        width=14,
        everything=True,
        help="实训室和基地都不填，为全部实训室。",
    )
    starts: Mapped[date] = column("起始日期", width=9)
    ends: Mapped[date | None] = column("截止日期", width=9, help="留空为长期停用。")
    weekdays: Mapped[tuple[Weekday, ...]] = choices(
        "每逢", Weekday, width=9, help="只在这几天停用；不选为每天。"
    )
    periods: Mapped[str | None] = column(
        "节次", width=7, check=periods_words, help="如 1-4；留空为全天。"
    )
    remark: Mapped[str | None] = column("备注", width=14, lines=2, listed=False)


class SafetyAccess(Record):
    """安全准入 — one person has passed the test for one hazard, until a day."""

    __tablename__ = "safety_access"
    about = About(
        "安全准入",
        title="hazard",
        counter="条",
        icon="shield-check",
        empty="教师和学生通过安全考核的记录。须安全准入的实训室预约时会核对。",
    )

    teacher_id: Mapped[UUID | None] = reference("教师", "teacher", width=8)
    student_id: Mapped[UUID | None] = reference("学生", "student", width=8)
    hazard: Mapped[Hazard] = column("危险源", width=8, facet=True)
    trained_on: Mapped[date | None] = column("培训日期", width=9)
    score: Mapped[int | None] = column("考核分数", width=6, unit="分", check=not_negative)
    passed: Mapped[bool] = column("是否合格", width=6, default=True, facet=True)
    pledged: Mapped[bool] = column("已签承诺书", width=7, default=False)
    valid_until: Mapped[date | None] = column("有效期至", width=9)
