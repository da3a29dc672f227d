"""Agreements between the college and its partners (校企合作协议), from draft to archive."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Mapped

from app.models.fields import Choice
from app.models.record import About, Record, choices, column, many, reference
from app.models.values import not_negative, person_name


class AgreementKind(Choice):
    """What an agreement is about."""

    FRAMEWORK = "框架协议"
    ORDER_CLASS = "订单班"
    APPRENTICESHIP = "学徒制"
    PRACTICE_BASE = "实习基地"
    JOINT_BASE = "共建基地"
    INDUSTRY_COLLEGE = "产业学院"
    SERVICE = "技术服务"
    DONATION = "捐赠"
    TEACHER_PRACTICE = "教师实践"
    ARTICULATION = "中高职衔接"
    OTHER = "其他"


class CooperationForm(Choice):
    """The seven forms of cooperation (职业学校校企合作促进办法, 2018)."""

    PROGRAMMES = "合作设置专业并开发标准课程教材"
    EXCHANGE = "互派人员并支持实习实训和研发"
    APPRENTICESHIP = "学徒制合作"
    INSTITUTIONS = "合作办学与共建机构基地"
    STANDARDS = "合作研发岗位规范与质量标准"
    CONTESTS = "技能竞赛及企业文化与社会服务"
    OTHER = "其他形式"


class AgreementState(Choice):
    """Where an agreement stands. Due and expired follow from its dates, not from here."""

    DRAFT = "草拟"
    APPROVAL = "审批中"
    SIGNING = "待签署"
    ACTIVE = "履行中"
    ENDED = "已终止"
    VOID = "已作废"


class RenewalMode(Choice):
    """What happens at the end of the term."""

    MANUAL = "到期另签"
    AUTOMATIC = "自动续期"
    OPEN = "无固定期限"


class Handling(Choice):
    """What was decided about an agreement that is running out."""

    RENEWED = "已续签"
    NOT_RENEWED = "不再续签"
    FOLLOW_UP = "跟进中"


class Agreement(Record):
    """校企合作协议 — locked once every party has signed; from then on only amendments."""

    __tablename__ = "agreement"
    about = About(
        "协议",
        counter="份",
        icon="file-signature",
        empty="校企合作协议。新建时选企业和类型，编号由程序按校区和年份给出。",
    )

    number: Mapped[str | None] = column(
        "协议编号",
        width=11,
        search=True,
        unique=True,
        identifier=True,
        number="XY",
        limit=40,
        synonyms=("编号", "合同编号"),
        help="留空则由程序给号：XY-年份-校区-序号，不重复使用。",
    )
    name: Mapped[str] = column("协议名称", width=22, search=True, synonyms=("名称", "合同名称"))
    kind: Mapped[AgreementKind] = column(
        "协议类型", width=8, facet=True, default=AgreementKind.FRAMEWORK, synonyms=("类型",)
    )
    partners = many(
        "合作企业",
        "partner",
        "agreement_party",
        width=18,
        synonyms=("企业名称", "乙方", "合作单位", "甲乙方"),
    )
    state: Mapped[AgreementState] = column(
        "状态", width=6, facet=True, default=AgreementState.DRAFT, synonyms=("协议状态",)
    )
    forms: Mapped[tuple[CooperationForm, ...]] = choices(
        "合作形式", CooperationForm, width=16, facet=True, listed=False
    )
    programmes = many(
        "涉及专业", "programme", "agreement_programme", width=16, synonyms=("合作专业", "面向专业")
    )
    department_id: Mapped[UUID | None] = reference(
        "经办部门", "department", width=10, facet=True, synonyms=("经办院系", "牵头院系")
    )
    handler: Mapped[str | None] = column("经办人", width=7, check=person_name, listed=False)

    signed_on: Mapped[date | None] = column(
        "签订日期", width=9, group="期限", synonyms=("签约日期", "签署日期")
    )
    starts: Mapped[date | None] = column(
        "生效日期", width=9, group="期限", synonyms=("起始日期", "开始日期")
    )
    ends: Mapped[date | None] = column(
        "到期日期", width=9, group="期限", synonyms=("终止日期", "截止日期", "结束日期", "有效期至")
    )
    renewal: Mapped[RenewalMode] = column(
        "续期方式", width=8, group="期限", listed=False, default=RenewalMode.MANUAL
    )
    notice_days: Mapped[int | None] = column(
        "提前通知", width=6, unit="天", group="期限", listed=False, check=not_negative
    )

    aims: Mapped[str | None] = column("合作目标与内容", group="内容", lines=5, listed=False)
    duties: Mapped[str | None] = column("双方权利义务", group="内容", lines=5, listed=False)
    takes_interns: Mapped[bool] = column(
        "接收学生实习",
        width=6,
        group="内容",
        listed=False,
        default=False,
        help="接收实习的协议，合作期限一般不少于三年。",
    )
    amount: Mapped[Decimal | None] = column(
        "合同金额", width=9, unit="万元", group="内容", total=True, check=not_negative
    )
    place: Mapped[str | None] = column("签订地点或仪式", width=14, group="内容", listed=False)

    ended_on: Mapped[date | None] = column("终止日期", width=9, group="终止与归档", listed=False)
    ended_reason: Mapped[str | None] = column(
        "终止原因", width=16, group="终止与归档", listed=False
    )
    renews_id: Mapped[UUID | None] = reference(
        "续签自", "agreement", width=14, group="终止与归档", listed=False, fixed=True
    )
    handling: Mapped[Handling | None] = column(
        "到期处理", width=8, group="终止与归档", listed=False, facet=True
    )
    handling_note: Mapped[str | None] = column(
        "处理说明", width=16, group="终止与归档", listed=False
    )
    archive: Mapped[str | None] = column(
        "原件存放", width=12, group="终止与归档", listed=False, help="柜、盒、卷号。"
    )
    remark: Mapped[str | None] = column("备注", width=14, group="终止与归档", lines=3, listed=False)


class AgreementProgramme(Record):
    """Which programmes an agreement concerns."""

    __tablename__ = "agreement_programme"
    about = About("涉及专业", link=True, parent="agreement_id")

    agreement_id: Mapped[UUID] = reference("协议", "agreement")
    programme_id: Mapped[UUID] = reference("专业", "programme")


class PartySide(Choice):
    """Which side of the table a party sits on."""

    SCHOOL = "学校方"
    PARTNER = "企业方"
    THIRD = "第三方"


class SignedHow(Choice):
    """How a party signed."""

    PAPER = "纸质签署"
    SEALED = "纸质盖章"
    ELECTRONIC = "电子签署"


class AgreementParty(Record):
    """签约方 — one party of an agreement, and whether its signature is in."""

    __tablename__ = "agreement_party"
    about = About("签约方", title="label", parent="agreement_id", icon="stamp")

    agreement_id: Mapped[UUID] = reference("协议", "agreement", width=20)
    side: Mapped[PartySide] = column("签约方", width=7, default=PartySide.PARTNER)
    partner_id: Mapped[UUID | None] = reference("合作企业", "partner", width=20)
    label: Mapped[str | None] = column(
        "名称", width=16, help="学校方或不在企业库里的第三方写名称。"
    )
    signatory: Mapped[str | None] = column("签署人", width=8, check=person_name)
    signatory_post: Mapped[str | None] = column("签署人职务", width=8)
    sent_on: Mapped[date | None] = column("送签日期", width=9)
    signed_on: Mapped[date | None] = column("签署日期", width=9)
    how: Mapped[SignedHow | None] = column("签署方式", width=8)
    remark: Mapped[str | None] = column("说明", width=14)


class Verdict(Choice):
    """What an approval step said."""

    PENDING = "待审"
    PASSED = "同意"
    RETURNED = "退回"


class Approval(Record):
    """审批 — one step in the order of approvals, kept also when it said no."""

    __tablename__ = "approval"
    about = About("审批", title="step", parent="agreement_id", icon="list-checks")

    agreement_id: Mapped[UUID] = reference("协议", "agreement", width=20)
    position: Mapped[int] = column("顺序", width=5, default=1)
    step: Mapped[str] = column(
        "审批环节", width=12, help="如：院系、校企合作处、法务、校长办公会。"
    )
    verdict: Mapped[Verdict] = column("结果", width=6, default=Verdict.PENDING)
    on: Mapped[date | None] = column("日期", width=9)
    by: Mapped[str | None] = column("审批人", width=8, check=person_name)
    opinion: Mapped[str | None] = column("意见", width=20, lines=3, help="退回必须写明原因。")


class AmendmentKind(Choice):
    """What an amendment changes."""

    PERIOD = "期限变更"
    PARTY = "主体变更"
    CONTENT = "内容变更"
    AMOUNT = "金额变更"
    PEOPLE = "人员变更"
    SUSPENSION = "中止"
    TERMINATION = "提前终止"
    OTHER = "其他"


class Amendment(Record):
    """补充协议 — a typed change to a signed agreement, which itself stays as it was."""

    __tablename__ = "amendment"
    about = About("补充协议", parent="agreement_id", counter="份", icon="file-text")

    agreement_id: Mapped[UUID] = reference("协议", "agreement", width=20)
    number: Mapped[str | None] = column(
        "编号", width=11, unique=True, identifier=True, number="BC", search=True
    )
    kind: Mapped[AmendmentKind] = column("变更类型", width=8, default=AmendmentKind.PERIOD)
    name: Mapped[str] = column("名称", width=18, search=True)
    content: Mapped[str] = column("变更内容", width=20, lines=4)
    signed_on: Mapped[date | None] = column("签订日期", width=9)
    starts: Mapped[date | None] = column("生效日期", width=9)
    new_ends: Mapped[date | None] = column("变更后到期日期", width=9)


class Obligation(Record):
    """履约事项 — what one side promised, and what has been delivered."""

    __tablename__ = "obligation"
    about = About("履约事项", parent="agreement_id", counter="项", icon="scale")

    agreement_id: Mapped[UUID] = reference("协议", "agreement", width=20)
    side: Mapped[PartySide] = column("承诺方", width=7, default=PartySide.PARTNER)
    name: Mapped[str] = column("事项", width=20, search=True)
    unit: Mapped[str | None] = column("单位", width=5, help="人、台套、课时、万元……")
    promised: Mapped[int | None] = column("承诺数", width=7, check=not_negative)
    delivered: Mapped[int | None] = column("已完成数", width=7, check=not_negative)
    due: Mapped[date | None] = column("期限", width=9)
    done: Mapped[bool] = column("已完成", width=6, default=False)
    evidence: Mapped[str | None] = column("完成情况与佐证", width=18, lines=3)


class Grade(Choice):
    """Result of a yearly review."""

    EXCELLENT = "优秀"
    GOOD = "良好"
    PASSED = "合格"
    FAILED = "不合格"


class AnnualReview(Record):
    """年度评价 — how an agreement was carried out in one year, and whether to go on."""

    __tablename__ = "annual_review"
    about = About("年度评价", title="year", parent="agreement_id", icon="badge-check")

    agreement_id: Mapped[UUID] = reference("协议", "agreement", width=20)
    year: Mapped[str] = column("学年", width=8, limit=9, help="如 2025-2026。")
    progress: Mapped[str] = column("完成情况", width=24, lines=4)
    grade: Mapped[Grade] = column("评价等次", width=7, default=Grade.PASSED)
    renew: Mapped[bool] = column("建议续签", width=7, default=True)
    by: Mapped[str | None] = column("评价人", width=8, check=person_name)
