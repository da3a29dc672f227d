"""Internships (岗位实习, 认识实习): batches, placements and the evidence that rules ask for."""

from datetime import date, time
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Mapped

from app.models.fields import Choice, Mask, Privacy
from app.models.record import About, Record, choices, column, many, reference
from app.models.values import not_negative, person_name, phone, region_code


class InternshipKind(Choice):
    """The two types the rules know."""

    POST = "岗位实习"
    VISIT = "认识实习"


class BatchState(Choice):
    """Where a batch stands."""

    PLANNED = "筹备"
    RUNNING = "进行中"
    ASSESSING = "考核中"
    ARCHIVED = "已归档"


class Clause(Choice):
    """What a three-party agreement must at least say. No 、 within: it parts them in lists."""

    PARTIES = "各方基本信息"
    WORK = "实习时间地点与内容要求"
    LIVING = "食宿与工作时间及休息休假"
    PAY = "实习报酬及支付方式"
    PROTECTION = "劳动保护与安全卫生及职业病防护"
    INSURANCE = "责任保险与伤亡事故处理"
    ASSESSMENT = "实习考核方式"
    BREACH = "违约责任"
    OTHER = "其他约定事项"


class InternshipBatch(Record):
    """实习批次."""

    __tablename__ = "internship_batch"
    about = About(
        "实习批次",
        counter="个",
        icon="briefcase",
        empty="一次组织的实习一条：起止、专业、计划人数、方案、备案。",
    )

    name: Mapped[str] = column("批次名称", width=16, search=True, unique=True, synonyms=("批次",))
    kind: Mapped[InternshipKind] = column(
        "实习类型", width=8, facet=True, default=InternshipKind.POST
    )
    state: Mapped[BatchState] = column("状态", width=7, facet=True, default=BatchState.PLANNED)
    starts: Mapped[date] = column("开始日期", width=9)
    ends: Mapped[date] = column("结束日期", width=9)
    programmes = many("涉及专业", "programme", "batch_programme", width=18)
    target: Mapped[int | None] = column(
        "计划人数", width=6, unit="人", total=True, check=not_negative
    )
    leader: Mapped[str | None] = column(
        "分管校领导", width=8, check=person_name, group="组织", listed=False
    )
    department_id: Mapped[UUID | None] = reference(
        "负责部门", "department", width=12, group="组织", listed=False
    )
    plan_on: Mapped[date | None] = column(
        "实习方案日期", width=9, group="组织", listed=False, help="校企共同制定、双方确认的日期。"
    )
    plan_tasks: Mapped[str | None] = column("实习任务清单", group="组织", lines=4, listed=False)
    rules_on: Mapped[date | None] = column(
        "管理办法与安全规定日期", width=10, group="组织", listed=False
    )
    meeting_on: Mapped[date | None] = column(
        "党组织会议日期", width=9, group="名单公布", listed=False
    )
    meeting_number: Mapped[str | None] = column(
        "会议纪要号", width=10, group="名单公布", listed=False
    )
    published_on: Mapped[date | None] = column(
        "名单公布日期", width=9, group="名单公布", listed=False
    )
    filing_number: Mapped[str | None] = column("备案号", width=12, group="备案", listed=False)
    filed_on: Mapped[date | None] = column("备案日期", width=9, group="备案", listed=False)
    filing_office: Mapped[str | None] = column("备案部门", width=12, group="备案", listed=False)
    clauses: Mapped[tuple[Clause, ...]] = choices(
        "三方协议载明事项",
        Clause,
        width=18,
        group="三方协议",
        listed=False,
        help="对照本批次使用的协议文本逐项勾选。",
    )
    visit_days: Mapped[int] = column(
        "巡查间隔", width=6, unit="天", group="过程要求", listed=False, default=30
    )
    contact_days: Mapped[int] = column(
        "联系间隔", width=6, unit="天", group="过程要求", listed=False, default=15
    )
    weekly: Mapped[bool] = column("要求周记", width=6, group="过程要求", listed=False, default=True)
    school_weight: Mapped[int] = column(
        "学校评分权重", width=6, unit="%", group="考核", listed=False, default=40
    )
    host_weight: Mapped[int] = column(
        "企业评分权重", width=6, unit="%", group="考核", listed=False, default=50
    )
    self_weight: Mapped[int] = column(
        "自评权重", width=6, unit="%", group="考核", listed=False, default=10
    )
    excellent_from: Mapped[int] = column(
        "优秀起点", width=6, unit="分", group="考核", listed=False, default=90
    )
    good_from: Mapped[int] = column(
        "良好起点", width=6, unit="分", group="考核", listed=False, default=80
    )
    passed_from: Mapped[int] = column(
        "合格起点", width=6, unit="分", group="考核", listed=False, default=60
    )
    remark: Mapped[str | None] = column("备注", width=14, lines=3, listed=False)


class BatchProgramme(Record):
    """Which programmes a batch is for."""

    __tablename__ = "batch_programme"
    about = About("涉及专业", link=True, parent="batch_id")

    batch_id: Mapped[UUID] = reference("实习批次", "internship_batch")
    programme_id: Mapped[UUID] = reference("专业", "programme")


class PlannedPlace(Record):
    """计划名额 — how many students a batch means to send to a host, or to one post there.

    Students may be placed without: what is planned is compared with who is placed.
    """

    __tablename__ = "planned_place"
    about = About(
        "计划名额", title="partner_id", counter="项", parent="batch_id", icon="building-2"
    )

    batch_id: Mapped[UUID] = reference("实习批次", "internship_batch", width=14)
    partner_id: Mapped[UUID] = reference("实习单位", "partner", width=18)
    post_id: Mapped[UUID | None] = reference("岗位", "post", width=12)
    places: Mapped[int | None] = column(
        "名额", width=6, unit="人", total=True, check=not_negative, help="计划安排的学生数。"
    )
    teacher_id: Mapped[UUID | None] = reference("校内负责教师", "teacher", width=8)
    tasks: Mapped[str | None] = column("实习内容", width=20, lines=3)


class Arrangement(Choice):
    """Who arranged it."""

    SCHOOL = "学校统一安排"
    STUDENT = "学生自主选择"
    JOINT = "校企合作安排"
    ORDERED = "上级指定"


class PlacementState(Choice):
    """Where one student's placement stands."""

    PLANNED = "待上岗"
    ON_POST = "在岗"
    ENDED = "已结束"
    CHANGED = "已换单位"
    WITHDRAWN = "已退出"


class Lodging(Choice):
    """Where the student lives."""

    UNIT = "单位统一住宿"
    SCHOOL = "学校住宿"
    HOME = "家庭住宿"
    OWN = "自行住宿"


class PayMethod(Choice):
    """How pay reaches the student."""

    TRANSFER = "银行转账"
    CASH = "现金"
    GOODS = "实物或代金券"
    RELAYED = "第三方转发"


class Payer(Choice):
    """Who paid a premium."""

    SCHOOL = "学校"
    HOST = "实习单位"
    STUDENT = "学生"


class Involvement(Choice):
    """How independently the student works; the pay floor depends on it."""

    INDEPENDENT = "相对独立工作"
    ASSISTING = "辅助工作"


class Placement(Record):
    """实习安排 — one student at one host, with everything that must be there beforehand."""

    __tablename__ = "placement"
    about = About(
        "实习安排",
        title="student_id",
        counter="人",
        icon="briefcase",
        empty="可按班级一次建立，也可导入备案表。",
    )

    batch_id: Mapped[UUID] = reference(
        "实习批次", "internship_batch", width=12, facet=True, along=True, synonyms=("批次",)
    )
    student_id: Mapped[UUID] = reference("学生", "student", width=8, synonyms=("学号",))
    partner_id: Mapped[UUID | None] = reference(
        "实习单位", "partner", width=20, facet=True, synonyms=("实习企业名称", "企业名称")
    )
    post_id: Mapped[UUID | None] = reference("岗位档案", "post", width=12, listed=False)
    post: Mapped[str | None] = column("实习岗位", width=10, search=True, synonyms=("岗位",))
    state: Mapped[PlacementState] = column(
        "状态", width=7, facet=True, default=PlacementState.PLANNED
    )
    matched: Mapped[bool | None] = column("是否对口", width=6)
    arrangement: Mapped[Arrangement | None] = column("实习安排", width=9, facet=True)
    starts: Mapped[date | None] = column("开始日期", width=9)
    ends: Mapped[date | None] = column("结束日期", width=9)
    teacher_id: Mapped[UUID | None] = reference("指导教师", "teacher", width=8, listed=False)
    teacher: Mapped[str | None] = column(
        "校内指导教师", width=8, check=person_name, synonyms=("学校指导教师",)
    )
    mentor: Mapped[str | None] = column("企业指导人员", width=8, check=person_name)
    mentor_phone: Mapped[str | None] = column(
        "指导人员电话",
        width=10,
        identifier=True,
        check=phone,
        privacy=Privacy.PERSONAL,
        mask=Mask.PHONE,
    )
    region: Mapped[str | None] = column(
        "实习地点",
        width=9,
        identifier=True,
        check=region_code,
        codes="region",
        synonyms=("实习地点省",),
    )
    abroad: Mapped[bool] = column("赴国(境)外", width=6, listed=False, default=False)
    previous_id: Mapped[UUID | None] = reference(
        "换自", "placement", width=10, listed=False, fixed=True
    )
    ended_why: Mapped[str | None] = column("结束原因", width=12, listed=False)

    consent_student: Mapped[date | None] = column(
        "学生知情同意日期", width=9, group="事先", listed=False
    )
    consent_guardian: Mapped[date | None] = column(
        "监护人同意日期", width=9, group="事先", listed=False
    )
    agreement_number: Mapped[str | None] = column(
        "三方协议编号",
        width=12,
        group="事先",
        listed=False,
        identifier=True,
        unique=True,
        number="SX",
        search=True,
    )
    signed_school: Mapped[date | None] = column("学校签订日期", width=9, group="事先", listed=False)
    signed_host: Mapped[date | None] = column("单位签订日期", width=9, group="事先", listed=False)
    signed_student: Mapped[date | None] = column(
        "学生签订日期", width=9, group="事先", listed=False
    )
    unsigned_why: Mapped[str | None] = column("未签说明", width=14, group="事先", listed=False)
    trained_on: Mapped[date | None] = column("岗前培训日期", width=9, group="事先", listed=False)
    trained_passed: Mapped[bool | None] = column(
        "岗前考核合格", width=6, group="事先", listed=False
    )
    approved_on: Mapped[date | None] = column(
        "自主实习批准日期", width=9, group="事先", listed=False
    )
    consented_on: Mapped[date | None] = column(
        "跨省境外同意日期", width=9, group="事先", listed=False
    )
    province_filing: Mapped[str | None] = column("省级备案号", width=10, group="事先", listed=False)

    insurer: Mapped[str | None] = column("保险公司", width=12, group="保险", listed=False)
    policy: Mapped[str | None] = column(
        "保单号", width=12, group="保险", listed=False, identifier=True
    )
    insured_from: Mapped[date | None] = column("保险起", width=9, group="保险")
    insured_to: Mapped[date | None] = column("保险止", width=9, group="保险")
    payer: Mapped[Payer | None] = column("出资方", width=7, group="保险", listed=False)

    involvement: Mapped[Involvement | None] = column(
        "工作方式", width=8, group="待遇与工时", listed=False
    )
    pay: Mapped[Decimal | None] = column(
        "实习报酬",
        width=8,
        unit="元",
        group="待遇与工时",
        check=not_negative,
        synonyms=("实习报酬(元/月)", "报酬"),
        help="每月。",
    )
    pay_method: Mapped[PayMethod | None] = column(
        "支付方式", width=8, group="待遇与工时", listed=False
    )
    pay_days: Mapped[int | None] = column(
        "支付周期", width=6, unit="天", group="待遇与工时", listed=False, check=not_negative
    )
    charged: Mapped[Decimal | None] = column(
        "向学生收费", width=8, unit="元", group="待遇与工时", listed=False, check=not_negative
    )
    daily_hours: Mapped[int | None] = column(
        "日工时", width=6, unit="小时", group="待遇与工时", listed=False, check=not_negative
    )
    weekly_hours: Mapped[int | None] = column(
        "周工时", width=6, unit="小时", group="待遇与工时", listed=False, check=not_negative
    )
    overtime: Mapped[int | None] = column(
        "月加班", width=6, unit="小时", group="待遇与工时", listed=False, check=not_negative
    )
    shift_from: Mapped[time | None] = column("上班时间", width=6, group="待遇与工时", listed=False)
    shift_to: Mapped[time | None] = column("下班时间", width=6, group="待遇与工时", listed=False)
    rest_days: Mapped[bool | None] = column(
        "休息日安排实习", width=7, group="待遇与工时", listed=False
    )
    lodging: Mapped[Lodging | None] = column("住宿", width=8, group="待遇与工时", listed=False)
    lodging_consent: Mapped[date | None] = column(
        "外宿同意备案日期", width=9, group="待遇与工时", listed=False
    )
    agency: Mapped[str | None] = column(
        "经办中介",
        width=12,
        group="待遇与工时",
        listed=False,
        help="由中介机构组织或管理的写名称。",
    )
    school_score: Mapped[int | None] = column(
        "学校评分", width=6, group="考核", listed=False, check=not_negative
    )
    host_score: Mapped[int | None] = column(
        "企业评分", width=6, group="考核", listed=False, check=not_negative
    )
    self_score: Mapped[int | None] = column(
        "学生自评", width=6, group="考核", listed=False, check=not_negative
    )
    remark: Mapped[str | None] = column("备注", width=12, lines=2, listed=False)


class PlacementSegment(Record):
    """实习分段 — a period on post; an internship may be split."""

    __tablename__ = "placement_segment"
    about = About(
        "实习分段", title="note", counter="段", parent="placement_id", icon="calendar-days"
    )

    placement_id: Mapped[UUID] = reference("实习安排", "placement", width=10)
    starts: Mapped[date] = column("起", width=9)
    ends: Mapped[date] = column("止", width=9)
    note: Mapped[str | None] = column("说明", width=14)


class EmergencyPlan(Record):
    """应急预案 — made with a host for a batch."""

    __tablename__ = "emergency_plan"
    about = About("应急预案", parent="batch_id", icon="shield-check")

    batch_id: Mapped[UUID] = reference("实习批次", "internship_batch", width=14)
    partner_id: Mapped[UUID] = reference("实习单位", "partner", width=18)
    name: Mapped[str] = column("预案名称", width=16, default="实习学生安全及突发事件应急预案")
    on: Mapped[date] = column("日期", width=9)


class ExemptScope(Choice):
    """What a filing for a special post may lift."""

    HAZARD = "高危作业"
    REST = "休息日与节假日"
    OVERTIME = "加班"
    NIGHT = "夜班"


class Exemption(Record):
    """特殊岗位备案 — what lets interns do what they otherwise may not, filed beforehand."""

    __tablename__ = "exemption"
    about = About("特殊岗位备案", title="number", parent="batch_id", icon="file-check")

    batch_id: Mapped[UUID] = reference("实习批次", "internship_batch", width=14)
    partner_id: Mapped[UUID] = reference("实习单位", "partner", width=18)
    post: Mapped[str | None] = column("岗位", width=10, help="留空表示该单位全部岗位。")
    scopes: Mapped[tuple[ExemptScope, ...]] = choices("事项", ExemptScope, width=14)
    number: Mapped[str | None] = column("备案号", width=12)
    filed_on: Mapped[date | None] = column("备案日期", width=9)
    authority: Mapped[str | None] = column("备案部门", width=14)
    reason: Mapped[str | None] = column("专业和岗位的特殊要求", width=18, lines=3)


class VisitRecord(Record):
    """巡查记录."""

    __tablename__ = "visit_record"
    about = About("巡查记录", title="findings", parent="batch_id", icon="map-pin")

    batch_id: Mapped[UUID] = reference("实习批次", "internship_batch", width=14)
    partner_id: Mapped[UUID] = reference("实习单位", "partner", width=18)
    on: Mapped[date] = column("日期", width=9)
    visitors: Mapped[str] = column("巡查人员", width=12)
    seen: Mapped[int | None] = column("见到学生", width=6, unit="人", check=not_negative)
    findings: Mapped[str] = column("情况与问题", width=22, lines=4, search=True)
    action: Mapped[str | None] = column("处理", width=16)
    settled: Mapped[bool] = column("已解决", width=6, default=True)


class ContactRecord(Record):
    """学生联系记录."""

    __tablename__ = "contact_record"
    about = About("联系学生记录", title="summary", parent="placement_id", icon="phone")

    placement_id: Mapped[UUID] = reference("实习安排", "placement", width=10)
    on: Mapped[date] = column("日期", width=9)
    by: Mapped[str | None] = column("联系人", width=8, check=person_name)
    reached: Mapped[bool] = column("已联系上", width=6, default=True)
    summary: Mapped[str] = column("情况", width=20, lines=2)
    again_on: Mapped[date | None] = column("约定再联系", width=9)
    guardian: Mapped[bool] = column("已告知监护人", width=7, default=False)


class WeeklyRecordReceipt(Record):
    """周记收取."""

    __tablename__ = "weekly_record_receipt"
    about = About("周记收取", title="week", counter="份", parent="placement_id", icon="file-check")

    placement_id: Mapped[UUID] = reference("实习安排", "placement", width=10)
    week: Mapped[int] = column("第几周", width=6, check=not_negative)
    received_on: Mapped[date] = column("收到日期", width=9)


class InjuryGrade(Choice):
    """How bad it was."""

    NONE = "无人员伤害"
    LIGHT = "轻伤"
    SEVERE = "重伤"
    DEATH = "死亡"


class Incident(Record):
    """突发事件."""

    __tablename__ = "incident"
    about = About(
        "突发事件", title="what", counter="起", parent="placement_id", icon="triangle-alert"
    )

    placement_id: Mapped[UUID] = reference("实习安排", "placement", width=10)
    on: Mapped[date] = column("发生日期", width=9)
    what: Mapped[str] = column("经过", width=20, lines=3, search=True)
    injury: Mapped[InjuryGrade] = column(
        "伤害程度", width=8, privacy=Privacy.SENSITIVE, default=InjuryGrade.NONE
    )
    reported_to: Mapped[str | None] = column("报告给", width=12)
    case_number: Mapped[str | None] = column("保险报案号", width=12, identifier=True)
    follow_up: Mapped[str | None] = column("跟进事项", width=14, help="结案以前一直列在首页。")
    due: Mapped[date | None] = column("跟进期限", width=9)
    result: Mapped[str | None] = column("处理结果", width=16, lines=2)
    closed_on: Mapped[date | None] = column("结案日期", width=9)


class DocumentKind(Choice):
    """The eight things an internship archive holds."""

    AGREEMENT = "三方协议"
    PLAN = "实习方案"
    REPORT = "学生实习报告"
    RESULT = "考核结果"
    JOURNAL = "实习日志"
    INSPECTION = "检查记录"
    SUMMARY = "实习总结"
    OTHER = "其他佐证"


class ArchivedDocument(Record):
    """归档材料 — which of the eight papers are in the archive for a placement."""

    __tablename__ = "archived_document"
    about = About("归档材料", title="name", parent="placement_id", icon="archive")

    placement_id: Mapped[UUID] = reference("实习安排", "placement", width=10)
    kinds: Mapped[tuple[DocumentKind, ...]] = choices("材料种类", DocumentKind, width=16)
    name: Mapped[str | None] = column("说明", width=14)
    on: Mapped[date] = column("归档日期", width=9)
    shelf: Mapped[str | None] = column("存放位置", width=10)
