"""Enterprise partners (合作企业) and what the college knows, has seen and has had from them."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Mapped

from app.models.fields import Choice, Mask, Privacy
from app.models.record import About, Record, choices, column, many, reference
from app.models.values import (
    PartialDate,
    credit_code,
    email,
    industry_code,
    not_negative,
    person_name,
    phone,
    region_code,
)


class PartnerStatus(Choice):
    """Where the cooperation stands."""

    PROSPECT = "洽谈中"
    ACTIVE = "合作中"
    DORMANT = "暂停"
    CLOSED = "终止"
    BARRED = "黑名单"


class Nature(Choice):
    """Nature of the unit, in the wording of the employment tables (ministry code before it)."""

    ORGAN = "机关"
    RESEARCH = "科研设计单位"
    UNIVERSITY = "高等教育单位"
    SCHOOL = "中初教育单位"
    MEDICAL = "医疗卫生单位"
    PUBLIC = "其他事业单位"
    STATE = "国有企业"
    FOREIGN = "三资企业"
    OTHER = "其他企业"
    ARMY = "部队"
    VILLAGE = "农村建制村"
    COMMUNITY = "城镇社区"
    ASSOCIATION = "行业协会"


class Size(Choice):
    """Size class; the lines between them depend on the industry, so the office chooses."""

    LARGE = "大型"
    MEDIUM = "中型"
    SMALL = "小型"
    MICRO = "微型"


class Depth(Choice):
    """How close the cooperation is."""

    STRATEGIC = "战略合作"
    CLOSE = "紧密合作"
    GENERAL = "一般合作"


class Role(Choice):
    """What it is in the cooperation. An intermediary is never the host of an internship."""

    HOST = "用人单位"
    PARK = "园区平台"
    AGENCY = "人力资源机构"
    INDUSTRY = "行业组织"
    OTHER = "其他"


class Label(Choice):
    """Standing that ministry and alliance tables ask for."""

    SCALE = "规模以上企业"
    SPECIALISED = "专精特新"
    HIGH_TECH = "高新技术企业"
    INTEGRATED_NATIONAL = "国家产教融合型企业"
    INTEGRATED_PROVINCIAL = "省级产教融合型企业"
    INTEGRATED = "产教融合型企业"
    LISTED = "上市公司"
    TOP500 = "500强企业"


class Partner(Record):
    """合作企业."""

    __tablename__ = "partner"
    about = About(
        "合作企业",
        counter="家",
        icon="building-2",
        empty="与学院合作的企业、园区和行业组织。可以把现有的 Excel 台账直接导入。",
    )

    name: Mapped[str] = column(
        "企业名称",
        width=22,
        search=True,
        privacy=Privacy.PUBLIC,
        synonyms=("合作企业名称", "单位名称", "合作单位", "企业全称", "名称"),
        help="营业执照上的全称。",
    )
    short_name: Mapped[str | None] = column(
        "简称", width=8, search=True, privacy=Privacy.PUBLIC, listed=False
    )
    former_names: Mapped[str | None] = column(
        "曾用名", width=16, search=True, listed=False, help="多个用顿号隔开，搜索时也能找到。"
    )
    code: Mapped[str | None] = column(
        "统一社会信用代码",
        width=14,
        search=True,
        unique=True,
        identifier=True,
        check=credit_code,
        privacy=Privacy.PUBLIC,
        synonyms=("信用代码", "社会信用代码", "统一信用代码", "企业代码"),
        help="18 位，可粘贴；全角、小写会自动改正。",
    )
    status: Mapped[PartnerStatus] = column(
        "合作状态", width=7, facet=True, default=PartnerStatus.ACTIVE, synonyms=("状态",)
    )
    status_reason: Mapped[str | None] = column(
        "状态原因", width=14, listed=False, help="暂停、终止或列入黑名单时写明原因。"
    )
    depth: Mapped[Depth | None] = column("合作层次", width=8, facet=True)
    role: Mapped[Role] = column("合作角色", width=8, facet=True, listed=False, default=Role.HOST)
    programmes = many(
        "面向专业",
        "programme",
        "partner_programme",
        width=18,
        facet=True,
        synonyms=("合作专业", "对口专业", "专业"),
    )
    department_id: Mapped[UUID | None] = reference(
        "校方对接院系", "department", width=12, facet=True, listed=False, synonyms=("对接部门",)
    )
    liaison: Mapped[str | None] = column(
        "校方对接人", width=8, check=person_name, listed=False, search=True
    )
    since: Mapped[PartialDate | None] = column(
        "首次合作日期", width=9, synonyms=("合作开始时间", "合作起始时间", "首次合作时间")
    )

    nature: Mapped[Nature | None] = column(
        "单位性质", width=8, facet=True, group="企业情况", synonyms=("企业性质", "性质")
    )
    industry: Mapped[str | None] = column(
        "所属行业",
        width=8,
        facet=True,
        group="企业情况",
        identifier=True,
        check=industry_code,
        codes="industry",
        synonyms=("行业", "行业代码", "行业类别"),
        help="国民经济行业分类，可按名称或代码查找。",
    )
    size: Mapped[Size | None] = column(
        "企业规模", width=6, facet=True, group="企业情况", synonyms=("规模",)
    )
    region: Mapped[str | None] = column(
        "注册地区划",
        width=8,
        facet=True,
        group="企业情况",
        identifier=True,
        check=region_code,
        codes="region",
        synonyms=("地区", "所在地", "行政区划", "注册地"),
    )
    address: Mapped[str | None] = column("详细地址", width=20, group="企业情况", listed=False)
    staff: Mapped[int | None] = column(
        "在岗职工总数",
        width=7,
        unit="人",
        group="企业情况",
        total=True,
        check=not_negative,
        synonyms=("职工人数", "员工人数", "职工总数"),
    )
    staff_on: Mapped[date | None] = column(
        "职工数统计日期",
        width=9,
        group="企业情况",
        listed=False,
        help="实习生占比按这一天的人数核算。",
    )
    founded: Mapped[PartialDate | None] = column(
        "成立日期", width=9, group="企业情况", listed=False
    )
    capital: Mapped[Decimal | None] = column(
        "注册资本", width=9, unit="万元", group="企业情况", listed=False, check=not_negative
    )
    revenue: Mapped[Decimal | None] = column(
        "年营业收入", width=9, unit="万元", group="企业情况", listed=False, check=not_negative
    )
    legal_person: Mapped[str | None] = column(
        "法定代表人", width=8, check=person_name, group="企业情况", listed=False
    )
    labels: Mapped[tuple[Label, ...]] = choices(
        "资质标签", Label, width=12, facet=True, group="企业情况", listed=False
    )
    group_id: Mapped[UUID | None] = reference(
        "所属集团", "partner", width=14, group="企业情况", listed=False
    )

    on_campus: Mapped[bool] = column(
        "校内基地",
        width=6,
        group="接收实习",
        listed=False,
        default=False,
        help="校内生产性基地、厂中校、校中厂、虚拟仿真基地。",
    )
    registered: Mapped[bool | None] = column(
        "已办法人或非法人组织登记", width=8, group="接收实习", listed=False
    )
    entertainment: Mapped[bool] = column(
        "经营性娱乐场所", width=7, group="接收实习", listed=False, default=False
    )
    other_interns: Mapped[int | None] = column(
        "外校实习生数",
        width=7,
        unit="人",
        group="接收实习",
        listed=False,
        check=not_negative,
        help="同期外校在此岗位实习的人数，没有填 0。",
    )
    other_interns_on: Mapped[date | None] = column(
        "外校人数统计日期", width=9, group="接收实习", listed=False
    )
    lowest_wage: Mapped[Decimal | None] = column(
        "最低档工资标准",
        width=9,
        unit="元",
        group="接收实习",
        listed=False,
        check=not_negative,
        help="按月。",
    )
    declared_on: Mapped[date | None] = column(
        "不收费不扣证承诺日期",
        width=9,
        group="接收实习",
        listed=False,
        help="单位书面承诺不收费、不扣证件、不要求担保的日期。",
    )

    contact_name: Mapped[str | None] = column(
        "联系人",
        width=7,
        check=person_name,
        search=True,
        group="主要联系人",
        privacy=Privacy.PERSONAL,
        mask=Mask.NAME,
        synonyms=("联系人姓名", "企业联系人", "联系人/姓名"),
    )
    contact_phone: Mapped[str | None] = column(
        "联系电话",
        width=10,
        check=phone,
        identifier=True,
        search=True,
        group="主要联系人",
        privacy=Privacy.PERSONAL,
        mask=Mask.PHONE,
        synonyms=("电话", "手机", "联系人电话", "联系人/电话", "联系方式"),
    )
    remark: Mapped[str | None] = column("备注", width=14, lines=4, listed=False)


class PartnerProgramme(Record):
    """Which programmes a partner is for."""

    __tablename__ = "partner_programme"
    about = About("面向专业", link=True, parent="partner_id")

    partner_id: Mapped[UUID] = reference("合作企业", "partner")
    programme_id: Mapped[UUID] = reference("专业", "programme")


class Contact(Record):
    """企业联系人 — a person at a partner, with role and time."""

    __tablename__ = "contact"
    about = About("企业联系人", counter="人", parent="partner_id", icon="users")

    partner_id: Mapped[UUID] = reference("合作企业", "partner", width=20)
    name: Mapped[str] = column(
        "姓名", width=8, check=person_name, search=True, privacy=Privacy.PERSONAL, mask=Mask.NAME
    )
    department: Mapped[str | None] = column("部门", width=10)
    post: Mapped[str | None] = column("职务", width=10)
    phone: Mapped[str | None] = column(
        "电话",
        width=11,
        check=phone,
        identifier=True,
        search=True,
        privacy=Privacy.PERSONAL,
        mask=Mask.PHONE,
    )
    email: Mapped[str | None] = column("邮箱", width=14, check=email, privacy=Privacy.PERSONAL)
    signatory: Mapped[bool] = column("有签约权", width=6, default=False)
    started: Mapped[PartialDate | None] = column("任职起", width=9, listed=False)
    left: Mapped[PartialDate | None] = column(
        "离任", width=9, help="离任后不删除，历史协议还要用。"
    )
    remark: Mapped[str | None] = column("备注", width=14, lines=2, listed=False)


class ContactWay(Choice):
    """How the two sides spoke."""

    PHONE = "电话"
    VISIT = "走访企业"
    RECEPTION = "来校"
    MEETING = "会议"
    MESSAGE = "微信/邮件"
    OTHER = "其他"


class ContactLog(Record):
    """联系记录 — what was said, and what is to be done next."""

    __tablename__ = "contact_log"
    about = About("联系记录", title="summary", parent="partner_id", icon="phone")

    partner_id: Mapped[UUID] = reference("合作企业", "partner", width=20)
    on: Mapped[date] = column("日期", width=9)
    way: Mapped[ContactWay] = column("方式", width=7, facet=True, default=ContactWay.PHONE)
    person: Mapped[str | None] = column("对方人员", width=8, check=person_name)
    ours: Mapped[str | None] = column("我方人员", width=8, check=person_name)
    summary: Mapped[str] = column("内容", width=24, lines=4, search=True)
    next_step: Mapped[str | None] = column("下一步", width=16)
    due: Mapped[date | None] = column("截止日期", width=9)
    done: Mapped[bool] = column("已办结", width=6, default=False)


class Conclusion(Choice):
    """Outcome of an inspection."""

    FIT = "符合要求"
    CONDITIONAL = "整改后符合"
    UNFIT = "不符合要求"


class SiteInspection(Record):
    """实地考察 — the nine points that the written report must cover, dated and signed off."""

    __tablename__ = "site_inspection"
    about = About("实地考察", title="conclusion", parent="partner_id", icon="map-pin")

    partner_id: Mapped[UUID] = reference("合作企业", "partner", width=20)
    on: Mapped[date] = column("考察日期", width=9)
    inspectors: Mapped[str] = column("考察人员", width=14, help="至少两人，用顿号隔开。")
    qualification: Mapped[str | None] = column(
        "单位资质", width=10, group="考察内容", listed=False, lines=2
    )
    integrity: Mapped[str | None] = column(
        "诚信状况", width=10, group="考察内容", listed=False, lines=2
    )
    management: Mapped[str | None] = column(
        "管理水平", width=10, group="考察内容", listed=False, lines=2
    )
    posts: Mapped[str | None] = column(
        "岗位性质和内容", width=10, group="考察内容", listed=False, lines=2
    )
    hours: Mapped[str | None] = column(
        "工作时间", width=10, group="考察内容", listed=False, lines=2
    )
    workplace: Mapped[str | None] = column(
        "工作环境", width=10, group="考察内容", listed=False, lines=2
    )
    living: Mapped[str | None] = column(
        "生活环境", width=10, group="考察内容", listed=False, lines=2
    )
    health: Mapped[str | None] = column(
        "健康保障", width=10, group="考察内容", listed=False, lines=2
    )
    safety: Mapped[str | None] = column(
        "安全防护", width=10, group="考察内容", listed=False, lines=2
    )
    conclusion: Mapped[Conclusion] = column("结论", width=9, facet=True, default=Conclusion.FIT)
    valid_until: Mapped[date | None] = column("有效期至", width=9)
    remark: Mapped[str | None] = column("整改要求与备注", width=16, lines=3, listed=False)


class Hazard(Choice):
    """What makes a post one that minors or interns may not be given."""

    NONE = "无下列作业"
    HEIGHT = "高处作业"
    UNDERGROUND = "井下作业"
    RADIATION = "放射性"
    TOXIC = "有毒有害"
    FIRE = "易燃易爆"
    HEAT = "高温"
    COLD = "低温冷水"
    DUST = "生产性粉尘"
    LOAD = "重负荷搬运"
    VIBRATION = "强振动工具"
    BOILER = "锅炉司炉"
    DIVING = "潜水涵洞"
    LOGGING = "伐木流放"
    STOOPING = "频繁弯腰下蹲"
    OTHER = "其他高风险作业"


class Post(Record):
    """岗位 — what students can do at a partner, and what rules need to know about it."""

    __tablename__ = "post"
    about = About("岗位", counter="个", parent="partner_id", icon="briefcase")

    partner_id: Mapped[UUID] = reference("合作企业", "partner", width=20)
    name: Mapped[str] = column("岗位名称", width=14, search=True)
    programmes = many("对应专业", "programme", "post_programme", width=16)
    places: Mapped[int | None] = column("可接收人数", width=7, unit="人", check=not_negative)
    staff: Mapped[int | None] = column(
        "同岗职工数", width=7, unit="人", check=not_negative, help="岗位实习人数占比按此核算。"
    )
    staff_on: Mapped[date | None] = column("统计日期", width=9, listed=False)
    min_age: Mapped[int | None] = column("最低年龄", width=6, unit="岁", check=not_negative)
    labour_grade: Mapped[str | None] = column(
        "劳动强度等级", width=7, limit=4, help="Ⅰ 至 Ⅳ,由用人单位提供。", listed=False
    )
    hazards: Mapped[str | None] = column("危险有害因素", width=14, listed=False, lines=2)
    hazard_tags: Mapped[tuple[Hazard, ...]] = choices(
        "禁忌作业类别",
        Hazard,
        width=14,
        listed=False,
        help="核实后没有的，选“无下列作业”；留空表示还没有核实。",
    )
    shifts: Mapped[str | None] = column("班次", width=10, listed=False)
    night: Mapped[bool] = column("有夜班", width=6, default=False)
    wage: Mapped[Decimal | None] = column(
        "同岗工资标准", width=9, unit="元", check=not_negative, help="按月。"
    )
    equipment: Mapped[str | None] = column("主要设备", width=14, listed=False)
    remark: Mapped[str | None] = column("备注", width=14, lines=2, listed=False)


class PostProgramme(Record):
    """Which programmes a post suits."""

    __tablename__ = "post_programme"
    about = About("对应专业", link=True, parent="post_id")

    post_id: Mapped[UUID] = reference("岗位", "post")
    programme_id: Mapped[UUID] = reference("专业", "programme")


class CreditResult(Choice):
    """What a check of a unit's standing found."""

    CLEAN = "未见异常"
    NOTICE = "有提示信息"
    DISHONEST = "失信被执行"
    ABNORMAL = "经营异常"
    VIOLATION = "安全生产违法"


class CreditCheck(Record):
    """信用核查 — when, where and by whom a unit's standing was looked up."""

    __tablename__ = "credit_check"
    about = About("信用核查", title="result", parent="partner_id", icon="shield-check")

    partner_id: Mapped[UUID] = reference("合作企业", "partner", width=20)
    on: Mapped[date] = column("核查日期", width=9)
    source: Mapped[str] = column("查询渠道", width=14, default="国家企业信用信息公示系统")
    result: Mapped[CreditResult] = column("结果", width=9, facet=True, default=CreditResult.CLEAN)
    checker: Mapped[str | None] = column("核查人", width=8, check=person_name)
    remark: Mapped[str | None] = column("说明", width=16, lines=3)


class ContributionKind(Choice):
    """What a partner brought in, as the cooperation tables count it."""

    DONATION = "捐赠设备"
    ON_LOAN = "准捐赠设备"
    FUND = "资金"
    SCHOLARSHIP = "奖助学金"
    SERVICE = "技术服务收入"
    TRAINING = "员工培训"
    COURSE = "共同开发课程"
    TEXTBOOK = "共同开发教材"
    TEACHERS = "支持兼职教师"
    INTERNS = "接收实习学生"
    GRADUATES = "接收毕业生就业"
    TRAINEES = "订单培养"
    PRACTICE = "教师实践岗位"
    PATENT = "专利标准"
    OTHER = "其他"


class Contribution(Record):
    """企业投入 — the value ledger: what cooperation statistics add up, by school year."""

    __tablename__ = "contribution"
    about = About("企业投入", title="name", parent="partner_id", icon="package")

    partner_id: Mapped[UUID] = reference("合作企业", "partner", width=20)
    kind: Mapped[ContributionKind] = column(
        "类别", width=9, facet=True, default=ContributionKind.DONATION
    )
    name: Mapped[str] = column("名称", width=18, search=True)
    on: Mapped[date] = column("日期", width=9)
    programme_id: Mapped[UUID | None] = reference("受益专业", "programme", width=14)
    amount: Mapped[Decimal | None] = column(
        "金额", width=10, unit="万元", total=True, check=not_negative
    )
    quantity: Mapped[int | None] = column(
        "数量",
        width=7,
        total=True,
        check=not_negative,
        help="台套、人、门、种、人天，按类别计。",
    )
    remark: Mapped[str | None] = column("说明", width=16, lines=2, listed=False)
