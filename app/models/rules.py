"""What the office decides about rules: changed limits, and findings let pass with a reason."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped

from app.models.fields import Choice
from app.models.record import About, Record, column, reference
from app.models.values import person_name


class Severity(Choice):
    """How much a breach matters."""

    STOP = "红线"
    WARN = "警示"
    REMIND = "提醒"


class RuleChange(Record):
    """规则调整 — limits or severity as the office sets them; the shipped pack stays as it is."""

    __tablename__ = "rule_change"
    about = About(
        "规则调整",
        title="rule",
        icon="scale",
        empty="学校对规则参数或严重程度的调整。内置规则包不变，每次调整都要写明理由。",
    )

    rule: Mapped[str] = column("规则编号", width=7, search=True, identifier=True, limit=20)
    severity: Mapped[Severity | None] = column("严重程度", width=7, facet=True)
    parameters: Mapped[str | None] = column(
        "参数", width=18, limit=2000, listed=False, help="改动的参数，JSON 格式，由程序写入。"
    )
    reason: Mapped[str] = column("理由", width=20, lines=3, search=True)
    by: Mapped[str] = column("决定人", width=8, check=person_name)
    on: Mapped[date] = column("日期", width=9)


class RuleWaiver(Record):
    """例外说明 — one finding that somebody decided to live with, and why. It stays listed."""

    __tablename__ = "rule_waiver"
    about = About(
        "例外说明",
        title="rule",
        icon="file-check",
        empty="对单条问题的例外说明：谁、为什么同意。问题仍会列在自查表里。",
    )

    rule: Mapped[str] = column("规则编号", width=7, search=True, identifier=True, limit=20)
    batch_id: Mapped[UUID | None] = reference("实习批次", "internship_batch", width=12)
    partner_id: Mapped[UUID | None] = reference("实习单位", "partner", width=18)
    post_id: Mapped[UUID | None] = reference("岗位", "post", width=12)
    student_id: Mapped[UUID | None] = reference("学生", "student", width=8)
    placement_id: Mapped[UUID | None] = reference("实习安排", "placement", width=8)
    reason: Mapped[str] = column("理由", width=20, lines=3, search=True)
    by: Mapped[str] = column("决定人", width=8, check=person_name)
    on: Mapped[date] = column("日期", width=9)
