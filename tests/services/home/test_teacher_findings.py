"""Reviews that are due and practice that runs out, on the home page."""

from datetime import date, timedelta

from app.models import Campus, PracticeStint, Recognition, RecognitionEvent, Teacher
from app.models.recognition import RecognitionStep
from app.models.teachers import TeacherKind
from app.services.home import Ground, findings
from app.services.office import Office
from tests.make import Make

TODAY = date(2026, 11, 21)


def _found(office: Office, ground: Ground | None = None) -> dict[str, int]:
    told = findings(ground or Ground(office, TODAY))
    return {each.matter.key: each.count for each in told}


def test_reviews_stay_listed_until_a_result_is_written_down(office: Office, make: Make) -> None:
    held = make(
        Recognition,
        granted_on=date(2021, 12, 1),
        valid_until=TODAY + timedelta(days=90),
    )
    assert _found(office) == {"reviews": 1}
    make(
        RecognitionEvent,
        recognition_id=held.id,
        on=TODAY,
        what=RecognitionStep.RENEW,
        valid_until=date(2031, 11, 30),
    )
    assert _found(office) == {}


def test_practice_that_leaves_the_window_before_the_next_term_ends(
    office: Office, make: Make
) -> None:
    here, there = make(Campus), make(Campus)
    teacher = make(Teacher, name="龙应龙", kind=TeacherKind.PROFESSIONAL, campus_id=here.id)
    starts = date(2022, 3, 1)
    stint = {"teacher_id": teacher.id, "starts": starts, "ends": starts + timedelta(days=179)}
    make(PracticeStint, **stint)
    (found,) = findings(Ground(office, TODAY))
    assert found.matter.key == "practice_falling"
    assert found.first == "龙应龙，2027-03-01 起"
    assert list(found.query.only or ()) == [teacher.id]
    assert _found(office, Ground(office, TODAY, there.id)) == {}
    make(PracticeStint, teacher_id=teacher.id, starts=date(2026, 4, 1), ends=TODAY)
    assert _found(office) == {}
