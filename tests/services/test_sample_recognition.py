"""The sample college's teachers hold every case that they promise, whatever day it is."""

from collections.abc import Iterator
from datetime import date

import pytest

from app.models import Application, Recognition, RecognitionEvent, RecognitionRound, Teacher
from app.models.recognition import ApplicationState, RecognitionState, RoundState
from app.models.teachers import TeacherKind
from app.places import Places
from app.services.home import Ground, findings
from app.services.office import Office, open_office
from app.services.query import Query
from app.services.recognition.candidates import candidates
from app.services.recognition.holdings import holdings
from app.services.recognition.judging import Verdict
from app.services.recognition.reviews import due_for_review
from app.services.recognition.states import both_count
from app.services.sample import fill
from app.services.teachers.meters import Newcomer, falling_below, next_term, practices
from app.services.teachers.ratios import ratios


@pytest.fixture(scope="module", params=(date(2026, 11, 21), date(2029, 9, 1)), ids=str)
def today(request: pytest.FixtureRequest) -> date:
    day: date = request.param
    return day


@pytest.fixture(scope="module")
def college(tmp_path_factory: pytest.TempPathFactory, today: date) -> Iterator[Office]:
    opened = open_office(Places(tmp_path_factory.mktemp("示例")))
    fill(opened, today)
    yield opened
    opened.db.close()


def test_teachers_of_every_kind_with_a_pair_of_namesakes(college: Office, today: date) -> None:
    found = ratios(college, today)
    assert {each.teacher.kind for each in found.everybody} == {*TeacherKind, None}
    assert len(found.professional.lower) > 30
    assert 0 < found.professional.share.part < found.professional.share.whole
    assert any(each.away for each in found.everybody)
    assert any(each.left is not None for each in college.of(Teacher).all())
    names = [each.name for each in college.of(Teacher).all()]
    assert len(names) > len(set(names))
    assert found.hours.share.part > 0
    assert found.hours.unknown


def test_recognitions_in_every_state_and_never_two_at_once(college: Office, today: date) -> None:
    with college.db.read() as session:
        held = holdings(session)
    states = {each.state(today) for found in held.values() for each in found}
    assert states == set(RecognitionState)
    assert not any(
        both_count(one, other)
        for found in held.values()
        for n, one in enumerate(found)
        for other in found[n + 1 :]
    )
    kept = {each.id: each for found in held.values() for each in found}
    for each in college.of(Recognition).all():
        steps = college.of(RecognitionEvent).all(Query(where={"recognition_id": each.id}))
        last = max((step.on for step in steps), default=each.granted_on)
        assert kept[each.id].state(last) is each.state


def test_reviews_are_due_in_every_band(college: Office, today: date) -> None:
    assert {each.band for each in due_for_review(college, today)} == {0, 30, 60, 90}


def test_practice_of_every_sort(college: Office, today: date) -> None:
    found = practices(college, today)
    assert any(each.meter.open_ended for each in found)
    assert any(each.meter.future for each in found)
    assert falling_below(found, next_term(college, today).last)
    assert {each.newcomer for each in found} >= {Newcomer.MISSING, Newcomer.UNKNOWN}
    assert any(each.meter.first_ever and not each.meter.days for each in found)


def test_a_round_runs_with_candidates_of_every_sort(college: Office, today: date) -> None:
    rounds = {each.state: each for each in college.of(RecognitionRound).all()}
    assert set(rounds) == {RoundState.OPEN, RoundState.DONE}
    found = candidates(college, rounds[RoundState.OPEN].id)
    best = {each.best.verdict for each in found if each.best}
    assert best == set(Verdict)
    assert any(each.best and each.best.excluded for each in found)
    states = {each.state for each in college.of(Application).all()}
    assert states >= {ApplicationState.RETURNED, ApplicationState.WITHDRAWN}


def test_the_home_page_names_teachers(college: Office, today: date) -> None:
    told = {each.matter.key for each in findings(Ground(college, today))}
    assert told >= {"reviews", "practice_falling"}
