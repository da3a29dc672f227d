"""Programmes of study (专业) that the college runs."""

from uuid import UUID

from sqlalchemy.orm import Mapped

from app.models.fields import Choice
from app.models.record import About, Record, column, reference
from app.models.values import programme_code


class Level(Choice):
    """Level of education, as the national catalogue divides it."""

    SECONDARY = "中职"
    COLLEGE = "高职专科"
    BACHELOR = "职业本科"


class ProgrammeStatus(Choice):
    """Where a programme stands this year."""

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
    remark: Mapped[str | None] = column("备注", width=16, lines=3, listed=False)
