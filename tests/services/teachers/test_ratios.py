"""Ratios as of a day, and the practice of everybody."""

from datetime import date

from app.models import (
    Department,
    PartTimeEngagement,
    PracticeStint,
    Programme,
    Recognition,
    RecognitionEvent,
    Teacher,
    Term,
)
from app.models.recognition import RecognitionLevel, RecognitionStep
from app.models.teachers import TeacherKind
from app.models.values import PartialDate
from app.services.office import Office
from app.services.recognition.reviews import due_for_review
from app.services.teachers.meters import (
    Newcomer,
    falling_below,
    next_term,
    practice_of,
    practices,
    summaries,
)
from app.services.teachers.ratios import ratios
from tests.make import Make

ON = date(2026, 8, 31)


def _recognise(make: Make, teacher: Teacher, level: RecognitionLevel) -> Recognition:
    made: Recognition = make(
        Recognition,
        teacher_id=teacher.id,
        level=level,
        granted_on=date(2023, 9, 1),
        valid_until=date(2028, 8, 31),
    )
    return made


def test_both_integers_come_with_their_names(office: Office, make: Make) -> None:
    department = make(Department, name="智能制造学院")
    at = {"department_id": department.id}
    professional = make(Teacher, name="龙应龙", number="01", kind=TeacherKind.PROFESSIONAL, **at)
    make(Teacher, name="彭小雨", number="02", kind=TeacherKind.INSTRUCTOR, **at)
    general = make(Teacher, name="张子墨", number="03", kind=TeacherKind.GENERAL)
    outside = make(Teacher, name="石晓岚", number="04", kind=TeacherKind.PART_TIME, **at)
    make(Teacher, name="王䶮", number="05", kind=None)
    for each in (professional, general, outside):
        _recognise(make, each, RecognitionLevel.MIDDLE)
    found = ratios(office, ON)
    assert found.professional.share.shown == "1/2（50.00%）"
    assert [e.teacher.name for e in found.professional.upper] == ["龙应龙"]
    assert [e.teacher.name for e in found.professional.lower] == ["龙应龙", "彭小雨"]
    assert found.full_time.share.shown == "2/3（66.67%）"
    assert found.part_time.share.shown == "1/4（25.00%）"
    assert found.part_time_professional.share.shown == "1/3（33.33%）"
    assert found.count(RecognitionLevel.MIDDLE) == 3
    assert [e.teacher.name for e in found.kindless] == ["王䶮"]
    ours = found.departments[0]
    assert (ours.name, ours.professional.share.shown) == ("智能制造学院", "1/2（50.00%）")


def test_people_count_from_the_day_they_come_until_they_go(office: Office, make: Make) -> None:
    teacher = make(
        Teacher,
        kind=TeacherKind.PROFESSIONAL,
        joined=PartialDate("2024-09"),
        left=date(2026, 3, 1),
        leave_from=date(2025, 3, 1),
        leave_to=date(2025, 8, 31),
    )
    recognition = _recognise(make, teacher, RecognitionLevel.JUNIOR)
    make(
        RecognitionEvent,
        recognition_id=recognition.id,
        what=RecognitionStep.REVOKE,
        reason="材料不实",
        on=date(2025, 9, 1),
    )

    def share(day: date) -> tuple[int, int]:
        found = ratios(office, day).professional.share
        return found.part, found.whole

    assert share(date(2024, 8, 31)) == (0, 0)
    assert share(date(2024, 9, 1)) == (1, 1)
    assert share(date(2025, 9, 1)) == (0, 1)
    assert share(date(2026, 2, 28)) == (0, 1)
    assert share(date(2026, 3, 1)) == (0, 0)
    assert ratios(office, date(2025, 5, 1)).professional.upper[0].away


def test_who_teaches_in_two_programmes_counts_in_both(office: Office, make: Make) -> None:
    one, other = make(Programme, name="数控技术"), make(Programme, name="机电一体化技术")
    make(Teacher, kind=TeacherKind.PROFESSIONAL, programmes=(one.id, other.id))
    found = ratios(office, ON)
    assert {each.name for each in found.programmes} == {"数控技术", "机电一体化技术"}
    assert found.professional.share.whole == 1


def test_hours_of_part_time_teachers_and_who_has_none_written_down(
    office: Office, make: Make
) -> None:
    make(Teacher, kind=TeacherKind.PROFESSIONAL, hours=300)
    make(Teacher, kind=TeacherKind.PROFESSIONAL, hours=None, name="彭小雨")
    outside = make(Teacher, kind=TeacherKind.PART_TIME, hours=None)
    engaged = {"teacher_id": outside.id, "starts": date(2026, 3, 1)}
    make(PartTimeEngagement, **engaged, hours=60, ends=ON)
    make(PartTimeEngagement, **engaged, hours=40, ends=None)
    make(PartTimeEngagement, **engaged, hours=500, ends=date(2026, 7, 1))
    hours = ratios(office, ON).hours
    assert hours.share.shown == "100/400（25.00%）"
    assert [each.teacher.name for each in hours.unknown] == ["彭小雨"]


def test_practice_is_summed_up_by_department(office: Office, make: Make) -> None:
    department = make(Department, name="智能制造学院")
    done = make(Teacher, kind=TeacherKind.PROFESSIONAL, department_id=department.id)
    make(Teacher, kind=TeacherKind.PROFESSIONAL)
    make(Teacher, kind=TeacherKind.GENERAL)
    for starts, ends in ((date(2022, 1, 1), date(2022, 5, 1)), (date(2026, 7, 1), ON)):
        make(PracticeStint, teacher_id=done.id, starts=starts, ends=ends)
    found = practices(office, ON)
    assert [each.meter.days for each in found if each.concerned] == [183, 0]
    ours, none, college = summaries(found)
    assert (ours.name, ours.enough.shown) == ("智能制造学院", "1/1（100.00%）")
    assert none.name == "未填院系"
    assert (college.enough.shown, college.missing) == ("1/2（50.00%）", 180)
    term = next_term(office, ON)
    assert (term.first, term.last) == (date(2026, 9, 1), date(2027, 1, 31))
    assert [each.teacher.id for each in falling_below(found, term.last)] == [done.id]
    assert not falling_below(found, date(2027, 1, 3))


def test_the_next_term_is_the_one_of_the_calendar(office: Office, make: Make) -> None:
    make(Term, code="2026-2027-1", starts=date(2026, 9, 7), ends=date(2027, 1, 17), weeks=19)
    term = next_term(office, ON)
    assert (term.first, term.last) == (date(2026, 9, 7), date(2027, 1, 17))


def test_newcomers_without_experience_are_flagged(office: Office, make: Make) -> None:
    def newcomer(prior: int | None, practised: date | None = None) -> Newcomer:
        teacher = make(
            Teacher,
            kind=TeacherKind.PROFESSIONAL,
            prior_years=prior,
            first_taught=date(2025, 9, 1),
        )
        if practised:
            make(PracticeStint, teacher_id=teacher.id, starts=practised, ends=date(2026, 1, 5))
        found = practice_of(office, teacher.id, ON)
        assert found is not None
        return found.newcomer

    assert newcomer(0) is Newcomer.MISSING
    assert newcomer(0, date(2025, 10, 1)) is Newcomer.MISSING
    assert newcomer(0, date(2025, 7, 1)) is Newcomer.FINE
    assert newcomer(None) is Newcomer.UNKNOWN
    assert newcomer(4) is Newcomer.NOT_CONCERNED


def test_the_review_queue_has_the_most_pressing_first(office: Office, make: Make) -> None:
    def certificate(until: date | None, **teacher: object) -> Recognition:
        made: Recognition = make(
            Recognition,
            teacher_id=make(Teacher, **teacher).id,
            granted_on=date(2021, 9, 1),
            valid_until=until,
        )
        return made

    over = certificate(date(2026, 8, 1))
    soon = certificate(date(2026, 9, 30))
    later = certificate(date(2026, 11, 29))
    certificate(date(2026, 11, 30))
    certificate(None)
    certificate(date(2026, 9, 1), left=date(2026, 8, 1))
    found = due_for_review(office, ON)
    assert [each.recognition for each in found] == [over.id, soon.id, later.id]
    assert [each.band for each in found] == [0, 30, 90]
