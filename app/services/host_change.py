"""From one host to another in the middle of an internship: two placements, linked."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Invalid, Problem, Refused
from app.models import Placement, PlacementSegment
from app.models.internships import PlacementState
from app.models.values import uuid7
from app.services.host_agreements import Override
from app.services.office import Office
from app.services.placements import EXPECTED
from app.services.placing import keep

_DAY = timedelta(days=1)
_KEPT = (
    "batch_id", "student_id", "ends", "arrangement", "teacher_id", "teacher",
    "insurer", "policy", "insured_from", "insured_to", "payer",
)  # fmt: skip


def change_host(  # noqa: PLR0913 - when, why, and what comes after
    office: Office,
    placement: UUID,
    last_day: date,
    why: str,
    values: Mapping[str, Any],
    *,
    override: Override | None = None,
) -> Placement:
    """End a placement with a day and a reason, and begin the next one, linked to it.

    Consent, agreement, training and pay belong to a host and are asked for again.
    """
    records = office.of(Placement)
    with office.db.write("更换实习单位") as writing:
        old = writing.session.get_one(Placement, placement)
        _check_change(old, last_day, why)
        kept = {key: getattr(old, key) for key in _KEPT}
        fresh: dict[str, Any] = kept | {"starts": last_day + _DAY} | dict(values)
        fresh |= {"previous_id": old.id, "state": PlacementState.PLANNED}
        closing = {"ends": last_day, "state": PlacementState.CHANGED, "ended_why": why}
        records.put(writing, old.id, closing, fresh=False)
        _cut_segments(writing.session, old.id, last_day)
        keep(office, writing, fresh, override)
        writing.session.flush()
        key = uuid7()
        records.put(writing, key, fresh, fresh=True)
    made: Placement = records.get(key)
    return made


def _check_change(old: Placement, last_day: date, why: str) -> None:
    if old.state not in EXPECTED:
        raise Refused(f"这条实习安排的状态是“{old.state}”，不能再更换单位。")
    problems = []
    if not why.strip():
        problems.append(Problem("ended_why", "更换单位请写明原因"))
    if old.starts is None or last_day < old.starts:
        problems.append(Problem("ends", "原单位的最后一天早于开始日期"))
    elif old.ends is not None and last_day >= old.ends:
        problems.append(Problem("ends", "原单位的最后一天不早于原定结束日期，不需要更换"))
    if problems:
        raise Invalid(problems)


def _cut_segments(session: Session, placement: UUID, last_day: date) -> None:
    query = select(PlacementSegment).where(
        PlacementSegment.placement_id == placement, PlacementSegment.deleted.is_(False)
    )
    for each in session.scalars(query):
        if each.starts > last_day:
            each.deleted = True
        else:
            each.ends = min(each.ends, last_day)
