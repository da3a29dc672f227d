"""Administrative classes (行政班) and the students in them."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped

from app.models.fields import Choice, Mask, Privacy
from app.models.record import About, Record, column, reference
from app.models.values import identity_number, not_negative, person_name
from app.models.values import phone as phone_number


class SchoolClass(Record):
    """行政班."""

    __tablename__ = "school_class"
    about = About(
        "行政班", counter="个", icon="users", empty="行政班随学生名册一起导入，也可以自行登记。"
    )

    name: Mapped[str] = column(
        "班级名称", width=12, search=True, unique=True, synonyms=("班级", "行政班")
    )
    programme_id: Mapped[UUID | None] = reference("专业", "programme", width=14, facet=True)
    enrolled: Mapped[int | None] = column("年级", width=6, unit="级", facet=True, help="入学年份。")
    department_id: Mapped[UUID | None] = reference("院系", "department", width=12, facet=True)
    teacher: Mapped[str | None] = column("班主任", width=8, check=person_name)
    closed: Mapped[bool] = column("已毕业", width=6, default=False, facet=True)


class Sex(Choice):
    """As on the identity card."""

    MALE = "男"
    FEMALE = "女"


class Standing(Choice):
    """学籍状态."""

    ENROLLED = "在读"
    SUSPENDED = "休学"
    LEFT = "退学"
    TRANSFERRED = "转出"
    GRADUATED = "毕业"


class Entry(Choice):
    """How a student came to the college; it decides how years are counted."""

    DIRECT = "普通入学"
    JOINT_2_3 = "中高职衔接2+3"
    JOINT_3_2 = "中高职衔接3+2"
    FIVE_YEAR = "五年一贯制"


class Student(Record):
    """学生."""

    __tablename__ = "student"
    about = About(
        "学生",
        counter="人",
        icon="graduation-cap",
        empty="学生名册可以直接导入；每月再导入一次，新增、离校、转班先列出来再写入。",
    )

    number: Mapped[str] = column(
        "学号", width=10, search=True, unique=True, identifier=True, limit=20
    )
    name: Mapped[str] = column(
        "姓名",
        width=8,
        search=True,
        check=person_name,
        privacy=Privacy.PERSONAL,
        mask=Mask.NAME,
        synonyms=("学生姓名",),
    )
    sex: Mapped[Sex | None] = column("性别", width=4, facet=True)
    class_id: Mapped[UUID | None] = reference(
        "班级名称", "school_class", width=12, facet=True, synonyms=("班级", "行政班"), along=True
    )
    programme_id: Mapped[UUID | None] = reference(
        "专业名称", "programme", width=14, facet=True, synonyms=("专业",)
    )
    enrolled: Mapped[int | None] = column("入学年份", width=6, facet=True, check=not_negative)
    standing: Mapped[Standing] = column(
        "学籍状态", width=6, facet=True, default=Standing.ENROLLED, synonyms=("学籍", "状态")
    )
    standing_on: Mapped[date | None] = column("变动日期", width=9, listed=False)
    entry: Mapped[Entry] = column("入学方式", width=8, listed=False, default=Entry.DIRECT)
    ethnic: Mapped[str | None] = column(
        "民族", width=6, codes="ethnic_group", privacy=Privacy.PERSONAL, listed=False
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
    birth: Mapped[date | None] = column(
        "出生日期", width=9, listed=False, privacy=Privacy.PERSONAL, help="有身份证号时由它推出。"
    )
    phone: Mapped[str | None] = column(
        "手机",
        width=10,
        identifier=True,
        check=phone_number,
        privacy=Privacy.PERSONAL,
        mask=Mask.PHONE,
        synonyms=("联系电话", "本人电话"),
    )
    address: Mapped[str | None] = column(
        "家庭住址", width=18, listed=False, privacy=Privacy.SENSITIVE
    )
    guardian: Mapped[str | None] = column(
        "监护人",
        width=8,
        group="监护人",
        check=person_name,
        privacy=Privacy.PERSONAL,
        mask=Mask.NAME,
    )
    guardian_relation: Mapped[str | None] = column("关系", width=6, group="监护人", listed=False)
    guardian_phone: Mapped[str | None] = column(
        "监护人电话",
        width=10,
        group="监护人",
        identifier=True,
        check=phone_number,
        privacy=Privacy.SENSITIVE,
        mask=Mask.PHONE,
    )
    remark: Mapped[str | None] = column("备注", width=14, lines=2, listed=False)


class StudentChange(Record):
    """学籍异动 — when a student's class, programme or standing changed, and why."""

    __tablename__ = "student_change"
    about = About("学籍异动", title="what", counter="次", parent="student_id", icon="history")

    student_id: Mapped[UUID] = reference("学生", "student", width=8)
    on: Mapped[date] = column("日期", width=9)
    what: Mapped[str] = column("异动", width=10, help="如：转班、转专业、休学、复学、退学、毕业。")
    before: Mapped[str | None] = column("异动前", width=12)
    after: Mapped[str | None] = column("异动后", width=12)
    reason: Mapped[str | None] = column("原因与文号", width=18)
