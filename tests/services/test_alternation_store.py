"""Painted weeks become rotations, in one step that one undo takes back."""

from datetime import date

import pytest

from app.errors import Invalid, Refused
from app.models import Agreement, Cohort, Partner, Rotation, Term
from app.models.cohorts import Place
from app.services.alternation import Block, Clash
from app.services.alternation_store import blocks_of, paint_weeks, remarks_on
from app.services.calendar_store import seed_calendar
from app.services.office import Office
from tests.make import Make

CODE = "2026-2027-1"


def test_painting_over(office: Office, make: Make) -> None:
    seed_calendar(office)
    term = make(Term, code=CODE, starts=date(2026, 8, 31), weeks=18)
    cohort = make(Cohort, name="示例学徒班")
    steps: list[int] = []
    office.db.subscribe(lambda commit: steps.append(commit.seq))
    school = Block(CODE, 0, 0, Place.SCHOOL, content="理论课")
    work = Block(CODE, 0, 0, Place.PARTNER, post="数控车工")
    paint_weeks(office, cohort.id, term.id, range(1, 19), school)
    after = paint_weeks(office, cohort.id, term.id, range(5, 9), work)
    assert [(b.first, b.last, b.place) for b in after] == [
        (1, 4, Place.SCHOOL), (5, 8, Place.PARTNER), (9, 18, Place.SCHOOL),
    ]  # fmt: skip
    assert len(steps) == 2
    clashes = {remark.clash for remark in remarks_on(office, cohort.id)}
    assert {Clash.HOLIDAY, Clash.NO_AGREEMENT, Clash.UNSETTLED} <= clashes
    office.db.take_back(steps[-1])
    assert [(b.first, b.last) for b in blocks_of(office, cohort.id)] == [(1, 18)]
    paint_weeks(office, cohort.id, term.id, range(1, 19), None)
    assert office.of(Rotation).count() == 0


def test_weeks_the_term_has_not(office: Office, make: Make) -> None:
    term = make(Term, code=CODE, starts=date(2026, 8, 31), weeks=18)
    cohort = make(Cohort)
    with pytest.raises(Invalid, match="1 至 18 周"):
        paint_weeks(office, cohort.id, term.id, [19], Block(CODE, 0, 0, Place.SCHOOL))


def test_a_closed_term_is_not_painted(office: Office, make: Make) -> None:
    term = make(Term, code=CODE, starts=date(2026, 8, 31), weeks=18)
    cohort = make(Cohort)
    paint_weeks(office, cohort.id, term.id, [1, 2], Block(CODE, 0, 0, Place.SCHOOL))
    office.of(Term).save({"closed": True}, office.of(Term).get(term.id))
    with pytest.raises(Refused, match="已封存"):
        paint_weeks(office, cohort.id, term.id, [1, 2], None)
    assert len(blocks_of(office, cohort.id)) == 1


def test_an_agreement_without_end_covers_all(office: Office, make: Make) -> None:
    term = make(Term, code=CODE, starts=date(2026, 8, 31), weeks=18)
    partner = make(Partner)
    agreement = make(Agreement, partners=(partner.id,), signed_on=date(2026, 1, 1))
    cohort = make(Cohort, agreement_id=agreement.id)
    paint_weeks(office, cohort.id, term.id, [2, 3], Block(CODE, 0, 0, Place.PARTNER))
    assert [each.clash for each in remarks_on(office, cohort.id)] == [Clash.NO_TABLE]
