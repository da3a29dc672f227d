"""Classes that learn in two places: apprenticeships, order classes and the like (培养班)."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Mapped

from app.models.fields import Choice, Mask, Privacy
from app.models.record import About, Record, column, many, reference
from app.models.values import not_negative, person_name, phone


class CohortKind(Choice):
    """What kind of joint training it is."""

    APPRENTICESHIP = "现代学徒制"
    ORDER_CLASS = "订单班"
    NAMED_CLASS = "冠名班"
    FIELD_ENGINEER = "现场工程师"
    INDUSTRY_COLLEGE = "产业学院"
    JOINT_2_3 = "中高职衔接2+3"
    JOINT_3_2 = "中高职衔接3+2"


class CohortLevel(Choice):
    """Who approved it."""

    NATIONAL = "国家级"
    PROVINCIAL = "省级"
    CITY = "市级"
    SCHOOL = "校级"


class Recruiting(Choice):
    """How students become apprentices."""

    SCHOOL_FIRST = "先招生后招工"
    TOGETHER = "招工招生同步"
    WORK_FIRST = "先招工后招生"


class CohortState(Choice):
    """Where a cohort stands."""

    PLANNED = "筹备"
    RUNNING = "在培"
    FINISHED = "结业"
    STOPPED = "中止"


class Cohort(Record):
    """培养班 — who is trained for whom, on which agreement, with which target."""

    __tablename__ = "cohort"
    about = About(
        "培养班",
        counter="个",
        icon="school",
        empty="现代学徒制、订单班、冠名班、现场工程师班等。人数由花名册按日期算出。",
    )

    name: Mapped[str] = column(
        "班级名称", width=16, search=True, synonyms=("培养班名称", "订单班名称")
    )
    kind: Mapped[CohortKind] = column("类型", width=9, facet=True, default=CohortKind.ORDER_CLASS)
    level: Mapped[CohortLevel | None] = column("级别", width=6, facet=True)
    state: Mapped[CohortState] = column("状态", width=6, facet=True, default=CohortState.RUNNING)
    partners = many(
        "合作企业", "partner", "cohort_partner", width=18, synonyms=("企业名称", "依托单位")
    )
    agreement_id: Mapped[UUID | None] = reference("依据协议", "agreement", width=14)
    programme_id: Mapped[UUID | None] = reference("专业", "programme", width=12, facet=True)
    department_id: Mapped[UUID | None] = reference("牵头院系", "department", width=12, facet=True)
    grade: Mapped[int | None] = column("年级", width=6, unit="级", facet=True)
    starts: Mapped[date | None] = column("开班日期", width=9, synonyms=("建立时间",))
    ends: Mapped[date | None] = column("结业日期", width=9)
    target: Mapped[int | None] = column(
        "计划人数", width=6, unit="人", total=True, check=not_negative
    )
    applied: Mapped[int | None] = column(
        "报名数", width=6, unit="人", listed=False, check=not_negative
    )
    recruiting: Mapped[Recruiting | None] = column("招生方式", width=9, listed=False)
    approval: Mapped[str | None] = column("批准文号", width=12, listed=False)
    head: Mapped[str | None] = column("班主任", width=8, check=person_name, listed=False)
    partner_head: Mapped[str | None] = column(
        "企业班主任", width=8, check=person_name, listed=False
    )
    plan: Mapped[str | None] = column("培养方案版本", width=10, group="培养", listed=False)
    courses: Mapped[int | None] = column(
        "共建课程", width=6, unit="门", group="培养", listed=False, check=not_negative
    )
    hours: Mapped[int | None] = column(
        "总课时", width=6, group="培养", listed=False, check=not_negative
    )
    partner_hours: Mapped[int | None] = column(
        "企业课时", width=6, group="培养", listed=False, check=not_negative
    )
    jobs: Mapped[int | None] = column(
        "承诺就业岗位", width=7, unit="个", group="培养", listed=False, check=not_negative
    )
    scholarship: Mapped[Decimal | None] = column(
        "企业奖助学金", width=9, unit="万元", group="培养", listed=False, check=not_negative
    )
    standard: Mapped[str | None] = column("出师标准", group="培养", lines=3, listed=False)
    partner_school: Mapped[str | None] = column(
        "衔接学校", width=14, group="中高职衔接", listed=False
    )
    partner_school_code: Mapped[str | None] = column(
        "衔接学校代码", width=9, group="中高职衔接", listed=False, identifier=True
    )
    secondary_programme: Mapped[str | None] = column(
        "衔接专业代码", width=9, group="中高职衔接", listed=False, identifier=True, codes="major"
    )
    remark: Mapped[str | None] = column("备注", width=14, lines=3, listed=False)


class CohortPartner(Record):
    """Which partners a cohort is trained for."""

    __tablename__ = "cohort_partner"
    about = About("合作企业", link=True, parent="cohort_id")

    cohort_id: Mapped[UUID] = reference("培养班", "cohort")
    partner_id: Mapped[UUID] = reference("合作企业", "partner")


class LeaveReason(Choice):
    """Why somebody is no longer on a roster."""

    FINISHED = "结业"
    TRANSFERRED = "转出"
    QUIT = "退出"
    LEFT_SCHOOL = "离校"
    OTHER = "其他"


class CohortMember(Record):
    """花名册 — one student in one cohort, from a day to a day: head-counts are right as of any."""

    __tablename__ = "cohort_member"
    about = About("花名册", title="student_id", counter="人", parent="cohort_id", icon="users")

    cohort_id: Mapped[UUID] = reference("培养班", "cohort", width=16)
    student_id: Mapped[UUID] = reference("学生", "student", width=8)
    joined: Mapped[date] = column("入班日期", width=9)
    left: Mapped[date | None] = column("离班日期", width=9, help="这一天起不再计入人数。")
    left_why: Mapped[LeaveReason | None] = column("离班原因", width=7)
    role: Mapped[str | None] = column("岗位方向", width=10)
    agreement_number: Mapped[str | None] = column("学徒协议号", width=11, identifier=True)
    signed_on: Mapped[date | None] = column("协议签署日期", width=9)
    certified_on: Mapped[date | None] = column("出师日期", width=9)
    remark: Mapped[str | None] = column("备注", width=12)


class Mentor(Record):
    """企业师傅."""

    __tablename__ = "mentor"
    about = About("企业师傅", counter="人", icon="user-check", parent="partner_id")

    partner_id: Mapped[UUID] = reference("合作企业", "partner", width=18)
    name: Mapped[str] = column(
        "姓名", width=8, search=True, check=person_name, privacy=Privacy.PERSONAL, mask=Mask.NAME
    )
    phone: Mapped[str | None] = column(
        "电话", width=10, identifier=True, check=phone, privacy=Privacy.PERSONAL, mask=Mask.PHONE
    )
    post: Mapped[str | None] = column("岗位或职务", width=10)
    skill: Mapped[str | None] = column("技能等级", width=8)
    years: Mapped[int | None] = column("从业年限", width=6, unit="年", check=not_negative)
    started: Mapped[date | None] = column("聘任起", width=9)
    left: Mapped[date | None] = column("聘任止", width=9)


class Pairing(Record):
    """师徒结对 — who guides whom, on both sides, from when to when."""

    __tablename__ = "pairing"
    about = About("师徒结对", title="member_id", counter="对", parent="member_id", icon="users")

    member_id: Mapped[UUID] = reference("学徒", "cohort_member", width=8)
    mentor_id: Mapped[UUID | None] = reference("企业师傅", "mentor", width=8)
    teacher_id: Mapped[UUID | None] = reference("学校导师", "teacher", width=8)
    starts: Mapped[date] = column("起", width=9)
    ends: Mapped[date | None] = column("止", width=9)
    task: Mapped[str | None] = column("结对内容", width=14)


class Place(Choice):
    """Where a segment of the alternation takes place."""

    SCHOOL = "校内"
    PARTNER = "企业"
    BASE = "实训基地"


class Rotation(Record):
    """工学交替 — one block of weeks at school or in the enterprise."""

    __tablename__ = "rotation"
    about = About(
        "工学交替", title="content", counter="段", parent="cohort_id", icon="calendar-days"
    )

    cohort_id: Mapped[UUID] = reference("培养班", "cohort", width=16)
    term_id: Mapped[UUID] = reference("学期", "term", width=9)
    week_from: Mapped[int] = column("起始周", width=5, check=not_negative)
    week_to: Mapped[int] = column("结束周", width=5, check=not_negative)
    place: Mapped[Place] = column("地点", width=7, default=Place.PARTNER)
    partner_id: Mapped[UUID | None] = reference("企业", "partner", width=16)
    content: Mapped[str | None] = column("内容或课程", width=16)
    post: Mapped[str | None] = column("岗位", width=10)
    days: Mapped[int | None] = column("天数", width=5, unit="天", check=not_negative)


class Assessment(Record):
    """过程考核."""

    __tablename__ = "assessment"
    about = About("过程考核", counter="次", parent="member_id", icon="badge-check")

    member_id: Mapped[UUID] = reference("学徒", "cohort_member", width=8)
    on: Mapped[date] = column("日期", width=9)
    name: Mapped[str] = column("考核项目", width=16)
    school_score: Mapped[int | None] = column("学校评分", width=6, check=not_negative)
    partner_score: Mapped[int | None] = column("企业评分", width=6, check=not_negative)
    passed: Mapped[bool] = column("合格", width=5, default=True)


class Whereabouts(Choice):
    """毕业去向, as far as the cohort indicators need it."""

    HOST = "留任本企业"
    EMPLOYED = "其他单位就业"
    STUDY = "升学"
    SELF = "自主创业"
    OTHER = "未落实"


class Outcome(Record):
    """毕业去向."""

    __tablename__ = "outcome"
    about = About("毕业去向", title="where", parent="student_id", icon="briefcase")

    student_id: Mapped[UUID] = reference("学生", "student", width=8)
    cohort_id: Mapped[UUID | None] = reference("所在培养班", "cohort", width=16)
    on: Mapped[date] = column("统计日期", width=9)
    where: Mapped[Whereabouts] = column("去向", width=9, facet=True, default=Whereabouts.EMPLOYED)
    partner_id: Mapped[UUID | None] = reference("就业单位", "partner", width=16)
    employer: Mapped[str | None] = column("单位名称", width=16, help="不在企业库里的单位写名称。")
    matched: Mapped[bool] = column("对口", width=5, default=True)
    stable_6: Mapped[bool] = column("半年后仍在岗", width=7, default=False)
    stable_12: Mapped[bool] = column("一年后仍在岗", width=7, default=False)


class CertificateGrade(Choice):
    """1+X 等级."""

    JUNIOR = "初级"
    MIDDLE = "中级"
    SENIOR = "高级"


class Certificate(Record):
    """1+X 证书."""

    __tablename__ = "certificate"
    about = About(
        "1+X证书", counter="份", icon="badge-check", empty="职业技能等级证书的报考与取得情况。"
    )

    name: Mapped[str] = column("证书名称", width=18, search=True)
    grade: Mapped[CertificateGrade] = column(
        "等级", width=6, facet=True, default=CertificateGrade.MIDDLE
    )
    student_id: Mapped[UUID] = reference("学生", "student", width=8)
    programme_id: Mapped[UUID | None] = reference("专业", "programme", width=12, facet=True)
    issuer: Mapped[str | None] = column("评价组织", width=16)
    batch: Mapped[str | None] = column("试点批次", width=8)
    exam_on: Mapped[date | None] = column("考核日期", width=9)
    attended: Mapped[bool] = column("参加考核", width=6, default=True)
    passed: Mapped[bool] = column("通过", width=5, default=False)
    number: Mapped[str | None] = column("证书编号", width=12, identifier=True, unique=True)
