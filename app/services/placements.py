"""Placements: what is more than generic about them."""

from sqlalchemy.orm import Session

from app.errors import Invalid, Problem
from app.models import InternshipBatch, Placement
from app.services.database import Database
from app.services.records import Records


class Batches(Records[InternshipBatch]):
    """Records, whose weights add up and whose end follows its start."""

    def __init__(self, db: Database) -> None:
        super().__init__(db, InternshipBatch)

    def _before_save(self, session: Session, record: InternshipBatch) -> None:
        problems: list[Problem] = []
        if record.ends < record.starts:
            problems.append(Problem("ends", "结束日期早于开始日期"))
        if record.school_weight + record.host_weight + record.self_weight != 100:
            problems.append(Problem("school_weight", "学校、企业、自评三项权重合计应为 100%"))
        if problems:
            raise Invalid(problems)


class Placements(Records[Placement]):
    """Records, whose dates must fit each other. Incomplete ones are kept: rules tell the gaps."""

    def __init__(self, db: Database) -> None:
        super().__init__(db, Placement)

    def _before_save(self, session: Session, record: Placement) -> None:
        problems: list[Problem] = []
        if record.starts and record.ends and record.ends < record.starts:
            problems.append(Problem("ends", "结束日期早于开始日期"))
        if record.insured_from and record.insured_to and record.insured_to < record.insured_from:
            problems.append(Problem("insured_to", "保险止期早于起期"))
        for key in ("school_score", "host_score", "self_score"):
            if (getattr(record, key) or 0) > 100:
                problems.append(Problem(key, "评分不能超过 100"))
        if problems:
            raise Invalid(problems)
