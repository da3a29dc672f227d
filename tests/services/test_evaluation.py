"""Marks into grades, weights changed with a look first, and the archive's gaps."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Invalid
from app.models import ArchivedDocument, InternshipBatch, Placement, Student
from app.models.internships import BatchState, DocumentKind, PlacementState
from app.services.evaluation import (
    Grade,
    Thresholds,
    Weights,
    archive,
    evaluated,
    file_papers,
    grade,
    reweigh,
    reweighted,
    total,
)
from app.services.home import Ground, findings
from app.services.office import Office
from app.services.placement_cells import enter
from app.services.reports.catalogue import choose, entry, run
from tests.make import Make


@dataclass
class Marks:
    school_score: int | None
    host_score: int | None
    self_score: int | None


marks = st.integers(0, 100)


@given(marks, marks, marks, marks)
def test_halves_are_rounded_up(school: int, host: int, own: int, first: int) -> None:
    weights = Weights(first, (100 - first) // 2, 100 - first - (100 - first) // 2)
    exact = Decimal(
        school * weights.school + host * weights.host + own * weights.student
    ) / Decimal(100)
    rounded = int(exact.quantize(Decimal(1), ROUND_HALF_UP))
    assert total(Marks(school, host, own), weights) == rounded


def test_a_mark_that_counts_may_not_be_missing() -> None:
    assert total(Marks(90, None, 80), Weights(40, 50, 10)) is None
    assert total(Marks(90, 90, None), Weights(50, 50, 0)) == 90


@pytest.mark.parametrize(
    ("mark_", "expected"),
    [(100, "优秀"), (90, "优秀"), (89, "良好"), (80, "良好"), (79, "合格"), (60, "合格"),
     (59, "不合格"), (0, "不合格")],
)  # fmt: skip
def test_grades(mark_: int, expected: str) -> None:
    assert str(grade(mark_, Thresholds())) == expected


@pytest.fixture
def batch(make: Make) -> InternshipBatch:
    made: InternshipBatch = make(
        InternshipBatch, starts=date(2026, 3, 1), ends=date(2026, 8, 31), name="2026年春季"
    )
    return made


def test_other_weights_are_shown_before_they_are_applied(
    office: Office, make: Make, batch: InternshipBatch
) -> None:
    one = make(Placement, batch_id=batch.id, school_score=95, host_score=85, self_score=90)
    same = make(Placement, batch_id=batch.id, school_score=70, host_score=70, self_score=70)
    make(Placement, batch_id=batch.id, state=PlacementState.WITHDRAWN, school_score=10)
    assert len(evaluated(office, batch.id)) == 2
    moved = reweighted(office, batch.id, Weights(80, 20, 0))
    assert [(m.before.placement, m.before.total, m.after.total) for m in moved] == [
        (one.id, 90, 93)
    ]
    moved = reweighted(office, batch.id, Weights(20, 80, 0))
    assert (moved[0].before.grade, moved[0].after.grade) == (Grade.EXCELLENT, Grade.GOOD)
    assert {e.placement: e.total for e in evaluated(office, batch.id)} == {one.id: 90, same.id: 70}
    reweigh(office, batch.id, Weights(20, 80, 0))
    assert {e.placement: e.total for e in evaluated(office, batch.id)} == {one.id: 87, same.id: 70}


def test_weights_make_a_whole(office: Office, batch: InternshipBatch) -> None:
    with pytest.raises(Invalid, match="合计应为 100%"):
        reweighted(office, batch.id, Weights(50, 60, 0))
    with pytest.raises(Invalid, match="从高到低"):
        office.of(InternshipBatch).save({"good_from": 95}, batch)


def test_marks_of_a_class_go_in_at_once(office: Office, make: Make, batch: InternshipBatch) -> None:
    people = [make(Student, number=f"{n}") for n in range(3)]
    keys = [make(Placement, batch_id=batch.id, student_id=each.id).id for each in people]
    enter(office, {key: {"school_score": "80", "host_score": "90"} for key in keys[:2]})
    shown = evaluated(office, batch.id)
    assert [each.number for each in shown] == ["0", "1", "2"]
    assert [each.missing for each in shown] == [
        ("学生自评",), ("学生自评",), ("学校评分", "企业评分", "学生自评"),
    ]  # fmt: skip
    told = enter(office, {keys[0]: {"school_score": "85"}, keys[1]: {"school_score": "101"}})
    assert (told.saved, told.refused) == (1, ((keys[1], "评分不能超过 100"),))
    scores = [office.of(Placement).get(key).school_score for key in keys]
    assert scores == [85, 80, None]


def test_archives_count_to_eight(office: Office, make: Make, batch: InternshipBatch) -> None:
    key = make(Placement, batch_id=batch.id).id
    make(ArchivedDocument, placement_id=key, kinds=(DocumentKind.AGREEMENT, DocumentKind.PLAN))
    make(ArchivedDocument, placement_id=key, kinds=(DocumentKind.PLAN,))
    filed = archive(office, [key])[key]
    assert filed.shown == "2/8"
    assert len(filed.missing) == 6
    assert DocumentKind.JOURNAL in filed.missing


def test_papers_of_a_class_are_filed_at_once_and_never_twice(
    office: Office, make: Make, batch: InternshipBatch
) -> None:
    keys = [make(Placement, batch_id=batch.id).id for _ in range(2)]
    plan, report = DocumentKind.PLAN, DocumentKind.REPORT
    make(ArchivedDocument, placement_id=keys[0], kinds=(plan,))
    steps: list[int] = []
    office.db.subscribe(lambda commit: steps.append(commit.seq))
    assert file_papers(office, keys, (plan, report), date(2026, 9, 1), "柜 2-01") == 3
    assert file_papers(office, keys, (plan, report), date(2026, 9, 2)) == 0
    assert [each.shown for each in archive(office, keys).values()] == ["2/8", "2/8"]
    [step] = steps
    office.db.take_back(step)
    assert [each.shown for each in archive(office, keys).values()] == ["1/8", "0/8"]
    with pytest.raises(Invalid, match="哪些材料"):
        file_papers(office, keys, (), date(2026, 9, 1))


def test_home_counts_whom_the_archive_pack_lists_as_missing(
    office: Office, make: Make, batch: InternshipBatch
) -> None:
    today = batch.ends + timedelta(days=20)
    numbers = ("24001", "24002", "24003", "24004")
    people = {number: make(Student, number=number) for number in numbers}
    keys = [make(Placement, batch_id=batch.id, student_id=each.id).id for each in people.values()]
    file_papers(office, keys[:1], tuple(DocumentKind), today)
    file_papers(office, keys[1:2], (DocumentKind.PLAN,), today)
    file_papers(office, keys[2:3], tuple(DocumentKind), today + timedelta(days=1))
    make(Placement, batch_id=batch.id, state=PlacementState.WITHDRAWN)

    def listed() -> set[str]:
        wanted = entry("archive_pack")
        chosen = choose(office, wanted, {"batch": batch.name}, today)
        return {str(row[0]) for row in run(office, "archive_pack", chosen, today).tables[-1].rows}

    def counted() -> set[str]:
        found = [f for f in findings(Ground(office, today)) if f.matter.key == "unfiled"]
        only = {key for f in found for key in f.query.only or ()}
        return {number for number, key in zip(numbers, keys, strict=True) if key in only}

    assert counted() == listed() == {"24002", "24003", "24004"}
    file_papers(office, keys[2:], tuple(DocumentKind), today)
    assert counted() == listed()
    office.of(InternshipBatch).save({"state": BatchState.ARCHIVED}, batch)
    assert not counted()
