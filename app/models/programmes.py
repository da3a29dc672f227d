"""Programmes of study (专业) that the college runs."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped

from app.models.fields import Choice
from app.models.record import About, Record, column, reference
from app.models.values import not_negative, programme_code


class Level(Choice):
    """Level of education, as the national catalogue divides it."""

    SECONDARY = "中职"
    COLLEGE = "高职专科"
    BACHELOR = "职业本科"


class ProgrammeStatus(Choice):
    """Where a programme stands in a year."""

    NEW = "新增"
    OPEN = "在招"
    PAUSED = "暂停招生"
    CLOSED = "已撤销"


class Programme(Record):
    """专业 — from the national catalogue, or the college's own entry."""

    __tablename__ = "programme"
    about = About(
        "专业",
        counter="个",
        icon="book-open",
        empty="学院开设的专业。可从国家专业目录里选，也可自行登记。",
    )

    name: Mapped[str] = column("专业名称", width=16, search=True)
    code: Mapped[str | None] = column(
        "专业代码",
        width=8,
        search=True,
        unique=True,
        identifier=True,
        check=programme_code,
        codes="major",
        help="六位数字，国控专业末尾加 K。",
    )
    level: Mapped[Level] = column("层次", width=8, facet=True, default=Level.COLLEGE)
    department_id: Mapped[UUID | None] = reference(
        "所属院系", "department", width=14, facet=True, synonyms=("院系", "系部", "所属系部")
    )
    years: Mapped[int | None] = column("学制", width=5, unit="年")
    status: Mapped[ProgrammeStatus] = column(
        "招生状态", width=8, facet=True, default=ProgrammeStatus.OPEN
    )
    chain: Mapped[str | None] = column(
        "对接产业链", width=16, search=True, help="如：新能源汽车、电子信息。"
    )
    surveyed: Mapped[date | None] = column(
        "产业需求调研日期", width=9, group="三对接", listed=False, help="专业设置与产业需求对接。"
    )
    demand: Mapped[str | None] = column(
        "调研结论", width=18, group="三对接", lines=3, limit=1000, listed=False
    )
    standard: Mapped[str | None] = column(
        "对接的职业标准", width=18, group="三对接", lines=2, listed=False,
        help="课程内容与职业标准对接，如：国家职业标准“车工”（2018 年版）。",
    )  # fmt: skip
    process: Mapped[str | None] = column(
        "对接的生产过程", width=18, group="三对接", lines=2, listed=False,
        help="教学过程与生产过程对接，如：某企业的装配生产线。",
    )  # fmt: skip
    remark: Mapped[str | None] = column("备注", width=16, lines=3, listed=False)

    @property
    def docked(self) -> int:
        """How many of the three dockings (三对接) are on record."""
        return sum(each is not None for each in (self.surveyed, self.standard, self.process))


class ProgrammeAdjustment(Record):
    """专业动态调整 — what was decided about a programme for one year, and why."""

    __tablename__ = "programme_adjustment"
    about = About(
        "专业调整", title="status", counter="条", parent="programme_id", icon="calendar-days"
    )

    programme_id: Mapped[UUID] = reference("专业", "programme", width=16)
    year: Mapped[int] = column("年度", width=5, unit="年", facet=True, check=not_negative)
    status: Mapped[ProgrammeStatus] = column(
        "调整结果", width=8, facet=True, default=ProgrammeStatus.OPEN
    )
    reason: Mapped[str | None] = column("原因", width=18, lines=2)
    document: Mapped[str | None] = column("文号", width=12)
