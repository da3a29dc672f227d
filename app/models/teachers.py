"""Teachers: who they are, what they have, and how long they were in enterprises."""

from datetime import date
from decimal import Decimal
from typing import Self
from uuid import UUID

from sqlalchemy.orm import Mapped

from app.models import text
from app.models.fields import Choice, Mask, Privacy
from app.models.record import About, Record, column, many, reference
from app.models.students import Sex
from app.models.values import PartialDate, credit_code, identity_number, not_negative, person_name
from app.models.values import phone as phone_number


class TeacherKind(Choice):
    """What a teacher is employed for; every ratio divides by some of these."""

    PROFESSIONAL = "专任专业课教师"
    GENERAL = "专任公共课教师"
    INSTRUCTOR = "实习指导教师"
    PART_TIME = "校外兼职教师"

    @classmethod
    def parse(cls, given: str) -> Self:
        """Ledgers leave out 教师, 专任 or 校外."""
        wanted = text.fold(given).removesuffix("教师")
        for member in cls:
            label = text.fold(member.value).removesuffix("教师")
            if wanted in (label, label.removeprefix("专任"), label.removeprefix("校外")):
                return member
        return super().parse(given)

    @property
    def full_time(self) -> bool:
        """Whether such teachers are on the college's own staff."""
        return self is not TeacherKind.PART_TIME

    @property
    def professional(self) -> bool:
        """Full-time teachers of professional courses; practice instructors are among them."""
        return self in (TeacherKind.PROFESSIONAL, TeacherKind.INSTRUCTOR)


class TitleLevel(Choice):
    """How high a title is, in either series."""

    ASSISTANT = "员级"
    JUNIOR = "初级"
    MIDDLE = "中级"
    ASSOCIATE = "副高级"
    FULL = "正高级"


def _title_or_none(given: str) -> str | None:
    """A ledger's 无 says that there is none; it is no title called 无."""
    return None if given in ("无", "暂无", "没有") else given


class Ethics(Choice):
    """师德考核: failing it bars every level."""

    PASSED = "合格"
    FAILED = "不合格"


class Education(Choice):
    """学历."""

    SECONDARY = "中专"
    COLLEGE = "专科"
    BACHELOR = "本科"
    MASTER = "硕士研究生"
    DOCTOR = "博士研究生"


class Teacher(Record):
    """教师."""

    __tablename__ = "teacher"
    about = About(
        "教师",
        counter="人",
        icon="user",
        empty="专任教师、实习指导教师和校外兼职教师。教师一览表可以直接导入，按教工号对人。",
    )

    number: Mapped[str | None] = column(
        "教工号", width=7, search=True, unique=True, identifier=True, synonyms=("工号", "职工号")
    )
    name: Mapped[str] = column(
        "姓名",
        width=8,
        search=True,
        check=person_name,
        privacy=Privacy.PERSONAL,
        mask=Mask.NAME,
        synonyms=("教师姓名",),
    )
    kind: Mapped[TeacherKind | None] = column(
        "人员类别", width=10, facet=True, synonyms=("教师类别", "教师类型")
    )
    department_id: Mapped[UUID | None] = reference(
        "所属院系", "department", width=12, facet=True, synonyms=("部门", "院系"), along=True
    )
    sex: Mapped[Sex | None] = column("性别", width=4, facet=True)
    birth: Mapped[PartialDate | None] = column(
        "出生年月", width=8, listed=False, privacy=Privacy.PERSONAL, synonyms=("出生日期",)
    )
    phone: Mapped[str | None] = column(
        "电话",
        width=10,
        identifier=True,
        check=phone_number,
        privacy=Privacy.PERSONAL,
        mask=Mask.PHONE,
        synonyms=("手机", "联系电话"),
    )
    identity: Mapped[str | None] = column(
        "身份证号",
        width=14,
        identifier=True,
        check=identity_number,
        privacy=Privacy.SENSITIVE,
        mask=Mask.IDENTITY,
        listed=False,
        synonyms=("身份证号码", "身份证"),
    )
    ethnic: Mapped[str | None] = column(
        "民族", width=6, codes="ethnic_group", privacy=Privacy.PERSONAL, listed=False
    )
    political: Mapped[str | None] = column(
        "政治面貌", width=7, privacy=Privacy.SENSITIVE, listed=False
    )
    started_work: Mapped[PartialDate | None] = column("参加工作时间", width=8, listed=False)
    joined: Mapped[PartialDate | None] = column(
        "入校时间", width=8, listed=False, synonyms=("来校时间",), help="早于它的日期不计入师资。"
    )
    left: Mapped[date | None] = column(
        "离校日期",
        width=9,
        synonyms=("离职日期", "退休日期"),
        help="调离、退休、解聘的日期，这一天起不再计入师资。",
    )
    leave_from: Mapped[date | None] = column(
        "离岗起", width=9, listed=False, help="病假、产假、脱产进修等：人仍计入师资，名单里注明。"
    )
    leave_to: Mapped[date | None] = column("离岗止", width=9, listed=False)
    leave_why: Mapped[str | None] = column(
        "离岗原因", width=10, listed=False, privacy=Privacy.PERSONAL
    )

    title: Mapped[str | None] = column(
        "教师系列职称", width=7, facet=True, group="职称与资格", synonyms=("职称", "教师职称")
    )
    title_level: Mapped[TitleLevel | None] = column(
        "教师系列职称级别", width=7, group="职称与资格", listed=False
    )
    title_on: Mapped[PartialDate | None] = column(
        "教师系列职称取得时间", width=8, group="职称与资格", listed=False
    )
    other_title: Mapped[str | None] = column(
        "非教师系列职称",
        width=12,
        group="职称与资格",
        check=_title_or_none,
        synonyms=("非教师系列职称/职业资格", "职业资格"),
        help="没有职称的写职业资格或技能等级；都没有的留空。",
    )
    other_title_level: Mapped[TitleLevel | None] = column(
        "非教师系列职称级别", width=7, group="职称与资格", listed=False
    )
    other_title_on: Mapped[PartialDate | None] = column(
        "非教师系列职称取得时间", width=8, group="职称与资格", listed=False
    )
    licence: Mapped[str | None] = column(
        "教师资格证种类", width=10, group="职称与资格", listed=False
    )
    licence_number: Mapped[str | None] = column(
        "教师资格证编号", width=12, group="职称与资格", identifier=True, listed=False
    )
    licence_subject: Mapped[str | None] = column(
        "教师资格任教学科", width=10, group="职称与资格", listed=False
    )
    education: Mapped[Education | None] = column("学历", width=7, group="职称与资格", listed=False)
    degree: Mapped[str | None] = column("学位", width=6, group="职称与资格", listed=False)
    school: Mapped[str | None] = column(
        "毕业院校及专业", width=16, group="职称与资格", listed=False
    )
    ethics: Mapped[Ethics | None] = column(
        "近三年师德考核",
        width=7,
        group="职称与资格",
        listed=False,
        help="不合格的，任何级别都不能认定。",
    )

    programmes = many(
        "任教专业",
        "programme",
        "teacher_programme",
        width=14,
        group="教学",
        synonyms=("任教专业代码",),
    )
    courses: Mapped[str | None] = column("主讲课程", width=16, group="教学", listed=False)
    hours: Mapped[int | None] = column(
        "学年课时",
        width=6,
        unit="课时",
        group="教学",
        listed=False,
        check=not_negative,
        synonyms=("近五年年均课时", "年均课时"),
    )
    first_taught: Mapped[date | None] = column(
        "首次任教日期", width=9, group="教学", listed=False, help="新教师应当先实践、后任教。"
    )
    prior_years: Mapped[int | None] = column(
        "入职前企业工作年限",
        width=7,
        unit="年",
        group="企业经历",
        listed=False,
        check=not_negative,
        synonyms=("企业工作年限",),
        help="没有企业工作经历的填 0；不知道的留空。",
    )
    prior_work: Mapped[str | None] = column(
        "入职前企业工作经历", width=18, group="企业经历", lines=3, listed=False
    )
    remark: Mapped[str | None] = column("备注", width=14, lines=3, listed=False)


class TeacherProgramme(Record):
    """Which programmes a teacher teaches in."""

    __tablename__ = "teacher_programme"
    about = About("任教专业", link=True, parent="teacher_id")

    teacher_id: Mapped[UUID] = reference("教师", "teacher")
    programme_id: Mapped[UUID] = reference("专业", "programme")


class TeacherQualification(Record):
    """职业资格、技能等级证书和其他专业技术职务."""

    __tablename__ = "teacher_qualification"
    about = About(
        "资格证书",
        counter="份",
        parent="teacher_id",
        icon="badge-check",
        empty="职业资格、技能等级证书。",
    )

    teacher_id: Mapped[UUID] = reference("教师", "teacher", width=8, synonyms=("教工号", "工号"))
    name: Mapped[str] = column("证书名称", width=16)
    level: Mapped[TitleLevel | None] = column(
        "相当级别", width=7, help="按学校认可的对应关系选择，认定条件按它判断。"
    )
    grade: Mapped[str | None] = column("等级", width=8)
    number: Mapped[str | None] = column("证书号", width=12, identifier=True)
    issuer: Mapped[str | None] = column("发证单位", width=14)
    on: Mapped[date | None] = column("取得日期", width=9)


class PracticeForm(Choice):
    """The forms of enterprise practice that the 2016 rules list."""

    OBSERVING = "考察观摩"
    TRAINING = "接受技能培训"
    PRODUCTION = "生产岗位兼职"
    MANAGING = "管理岗位兼职"
    EMPLOYED = "生产管理岗位任职"
    RESEARCH = "参与产品研发和技术创新"


class StintGrade(Choice):
    """How the enterprise and the college judged a stint."""

    EXCELLENT = "优秀"
    GOOD = "良好"
    PASSED = "合格"
    FAILED = "不合格"


class PracticeStint(Record):
    """企业实践 — one stay of one teacher in one enterprise."""

    __tablename__ = "practice_stint"
    about = About(
        "企业实践",
        title="enterprise",
        counter="段",
        parent="teacher_id",
        icon="briefcase",
        empty="教师到企业实践，一段一条。同一天有两段的，天数只算一次。",
    )

    teacher_id: Mapped[UUID] = reference("教师", "teacher", width=8, synonyms=("教工号", "工号"))
    enterprise: Mapped[str] = column(
        "企业名称",
        width=20,
        search=True,
        synonyms=("单位名称", "实践企业", "实践单位"),
        help="按材料上的写法填写。",
    )
    partner_id: Mapped[UUID | None] = reference(
        "对应合作企业",
        "partner",
        width=16,
        named_in="enterprise",
        help="与企业库里的哪一家是同一家。",
    )
    form: Mapped[PracticeForm | None] = column(
        "实践类型", width=12, facet=True, synonyms=("企业锻炼类型", "实践形式", "锻炼类型")
    )
    starts: Mapped[date] = column("开始日期", width=9, synonyms=("起始日期",))
    ends: Mapped[date | None] = column(
        "终止日期", width=9, synonyms=("结束日期",), help="还没有结束的留空，天数算到统计日。"
    )
    post: Mapped[str | None] = column("岗位", width=10, synonyms=("实践/兼职岗位", "实践岗位"))
    grade: Mapped[StintGrade | None] = column(
        "考核等次", width=6, facet=True, synonyms=("考核结果", "考核")
    )
    department_id: Mapped[UUID | None] = reference("派出部门", "department", width=12, listed=False)
    enterprise_code: Mapped[str | None] = column(
        "企业机构代码", width=13, identifier=True, check=credit_code, listed=False
    )
    nature: Mapped[str | None] = column("企业性质", width=8, listed=False)
    industry: Mapped[str | None] = column("企业所属行业", width=10, listed=False)
    task: Mapped[str | None] = column("任务书", width=14, lines=3, listed=False)
    content: Mapped[str | None] = column("实践内容", width=18, lines=3, listed=False)
    result: Mapped[str | None] = column(
        "实践成果", width=18, lines=3, help="案例、工艺、专利、课程等。"
    )
    appraisal: Mapped[str | None] = column("企业鉴定", width=16, lines=3, listed=False)
    evidence: Mapped[str | None] = column(
        "佐证材料", width=14, help="考勤、日志、鉴定表等；扫描件附在这一条下面。"
    )
    funds: Mapped[Decimal | None] = column(
        "经费", width=8, unit="元", total=True, check=not_negative, listed=False
    )


class TrainingKind(Choice):
    """Who a training was for, or by."""

    NATIONAL = "国家级培训"
    PROVINCIAL = "省级培训"
    SCHOOL = "校级培训"
    ENTERPRISE = "企业培训"
    OTHER = "其他"


class TrainingRecord(Record):
    """培训记录."""

    __tablename__ = "training_record"
    about = About("培训记录", counter="次", parent="teacher_id", icon="book-open")

    teacher_id: Mapped[UUID] = reference("教师", "teacher", width=8, synonyms=("教工号", "工号"))
    name: Mapped[str] = column("培训名称", width=18, search=True)
    kind: Mapped[TrainingKind | None] = column("培训类别", width=8, facet=True)
    organiser: Mapped[str | None] = column("组织单位", width=16)
    starts: Mapped[date] = column("开始日期", width=9)
    ends: Mapped[date | None] = column("结束日期", width=9)
    hours: Mapped[int | None] = column("学时", width=5, unit="学时", total=True, check=not_negative)
    certificate: Mapped[str | None] = column("结业证书号", width=12, identifier=True)
    remark: Mapped[str | None] = column("备注", width=12)


class EngagementKind(Choice):
    """聘任类别."""

    PART_TIME = "兼职教师"
    MENTOR = "学徒导师"
    PROFESSOR = "产业教授"


class PartTimeEngagement(Record):
    """兼职聘任 — on what agreement somebody from outside teaches, how much, and for what pay."""

    __tablename__ = "part_time_engagement"
    about = About(
        "兼职聘任",
        title="number",
        counter="份",
        parent="teacher_id",
        icon="file-signature",
        empty="校外兼职教师每聘一次一条：协议、课程、课时、课酬。",
    )

    teacher_id: Mapped[UUID] = reference("教师", "teacher", width=8, synonyms=("教工号", "工号"))
    kind: Mapped[EngagementKind] = column(
        "聘任类别", width=8, facet=True, default=EngagementKind.PART_TIME
    )
    number: Mapped[str | None] = column("协议编号", width=12, identifier=True, search=True)
    agreement_id: Mapped[UUID | None] = reference(
        "所依据的校企协议", "agreement", width=14, listed=False
    )
    employer: Mapped[str | None] = column("单位名称", width=18, search=True)
    partner_id: Mapped[UUID | None] = reference(
        "对应合作企业", "partner", width=16, listed=False, named_in="employer"
    )
    employer_code: Mapped[str | None] = column(
        "单位信用代码", width=13, identifier=True, check=credit_code, listed=False
    )
    post: Mapped[str | None] = column("职务", width=9)
    post_since: Mapped[PartialDate | None] = column("任职日期", width=8, listed=False)
    skill: Mapped[str | None] = column("专业技术职务或技能等级", width=10, listed=False)
    years: Mapped[int | None] = column(
        "从业年限", width=6, unit="年", check=not_negative, listed=False
    )
    starts: Mapped[date] = column("聘期起", width=9)
    ends: Mapped[date | None] = column("聘期止", width=9, help="最后一天。未约定的留空。")
    courses: Mapped[str | None] = column("承担课程", width=16)
    hours: Mapped[int | None] = column(
        "学年授课课时", width=7, unit="课时", total=True, check=not_negative
    )
    rate: Mapped[Decimal | None] = column(
        "课酬标准", width=7, unit="元", check=not_negative, help="每课时。"
    )
    paid: Mapped[Decimal | None] = column(
        "年支付课酬", width=8, unit="万元", total=True, check=not_negative, listed=False
    )
    licensed: Mapped[bool | None] = column("有高校教师资格证", width=7, listed=False)
    grade: Mapped[StintGrade | None] = column("考核", width=6, listed=False)


class AchievementKind(Choice):
    """What counts as an achievement in an application."""

    REFORM = "教学改革项目"
    RESEARCH = "科研项目"
    PAPER = "论文"
    TEXTBOOK = "教材"
    COURSE = "课程"
    COACHING = "指导学生竞赛"
    CONTEST = "教师竞赛"
    SERVICE = "技术服务"
    PATENT = "专利"
    BASE = "实训基地建设"
    HONOUR = "荣誉"
    OTHER = "其他"


class AchievementLevel(Choice):
    """Who granted it, highest first."""

    NATIONAL = "国家级"
    PROVINCIAL = "省级"
    CITY = "市级"
    SCHOOL = "校级"


class TeacherAchievement(Record):
    """教师业绩."""

    __tablename__ = "teacher_achievement"
    about = About("教师业绩", counter="项", parent="teacher_id", icon="bookmark")

    teacher_id: Mapped[UUID] = reference("教师", "teacher", width=8, synonyms=("教工号", "工号"))
    kind: Mapped[AchievementKind] = column(
        "业绩类别", width=9, facet=True, default=AchievementKind.OTHER
    )
    name: Mapped[str] = column("业绩名称", width=20, search=True)
    level: Mapped[AchievementLevel | None] = column("级别", width=6, facet=True)
    award: Mapped[str | None] = column("等次", width=7)
    role: Mapped[str | None] = column("本人排名或角色", width=8)
    on: Mapped[date | None] = column("取得日期", width=9)
    amount: Mapped[Decimal | None] = column(
        "到款额", width=7, unit="万元", total=True, check=not_negative
    )
    number: Mapped[str | None] = column("文号或编号", width=12, identifier=True)
    evidence: Mapped[str | None] = column("佐证材料", width=14, listed=False)
