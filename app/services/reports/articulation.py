"""中高职衔接情况表: which programme joins up with which school, and how many are in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.models import Cohort, CohortMember, Programme
from app.models.cohorts import CohortKind
from app.models.fields import option
from app.services.cohort_figures import spells_of
from app.services.headcount import on_roster
from app.services.office import Office
from app.services.query import Query
from app.services.reports.cells import known, people, word
from app.services.reports.cohort_statistics import JOINT, Counted, counted
from app.services.reports.reading import Common, Scope, scope, written
from app.services.reports.spec import Column, Group, Notes, Orientation, Report, Table, Total


@dataclass(frozen=True, slots=True)
class Joint(Common):
    """What may be chosen."""

    grade: int | None = option("年级", None, unit="级", help="留空为全部年级。")


def build(office: Office, chosen: Joint, today: date) -> Report:
    """Cohorts of 2+3 and 3+2 that had begun by the day."""
    at = scope(office, chosen, today)
    found = [e for e in counted(at, JOINT) if chosen.grade in (None, e.cohort.grade)]
    students = _students(at, found)
    return at.report(
        "articulation",
        "中高职衔接情况表",
        [_table(at, found), at.hands(), Notes([*_notes(at, found, students)])],
        orientation=Orientation.LANDSCAPE,
        unit="人",
        draft=chosen.draft,
        figures={
            "cohorts": len(found),
            "programmes": len({e.cohort.programme_id for e in found} - {None}),
            "schools": len({e.cohort.partner_school for e in found} - {None}),
            "students": students,
            "registered": sum(e.figures.registered for e in found),
            "graduates": sum(e.figures.graduates for e in found),
        },
    )


def _students(at: Scope, found: Sequence[Counted]) -> int:
    """Nobody twice, however many cohorts they are in."""
    cohorts = {each.cohort.id: each.cohort for each in found}
    by_cohort: dict[object, list[CohortMember]] = {key: [] for key in cohorts}
    wanted = Query(where={"cohort_id": tuple(cohorts)})
    for member in at.office.of(CohortMember).all(wanted):
        by_cohort[member.cohort_id].append(member)
    present: set[object] = set()
    for key, cohort in cohorts.items():
        present |= on_roster(spells_of(cohort, by_cohort[key]), at.day)
    return len(present)


def _table(at: Scope, found: Sequence[Counted]) -> Table:
    columns = [
        word("专业代码", 6, over="高职专业"),
        Column(label="专业名称", width=12, over="高职专业"),
        Column(label="学校名称", width=15, over="衔接学校"),
        word("学校代码", 8, over="衔接学校"),
        Column(label="专业代码与名称", width=14, over="衔接专业"),
        Column(label="班级名称", width=14),
        word("年级", 5),
        people("累计入班", "registered", width=6),
        people("在读人数", "students", width=6),
        people("已毕业", "graduates", width=6),
    ]
    programmes = {each.id: each for each in at.office.of(Programme).all()}
    groups = []
    for kind in JOINT:
        some = [each for each in found if each.cohort.kind is kind]
        if some:
            rows = [_row(at, programmes.get(e.cohort.programme_id), e) for e in some]
            groups.append(Group(f"{_form(kind)}（{len(some)}个）", rows))
    return Table(columns=columns, groups=groups, total=Total.LAST, subtotals=len(groups) > 1)


def _form(kind: CohortKind) -> str:
    return str(kind).removeprefix("中高职衔接")


def _row(at: Scope, programme: Programme | None, each: Counted) -> tuple[object, ...]:
    cohort: Cohort = each.cohort
    before = cohort.secondary_programme
    secondary = f"{before} {at.office.codes.name('major', before)}".strip() if before else None
    return (
        known(programme and programme.code),
        known(programme and programme.name),
        known(cohort.partner_school),
        known(cohort.partner_school_code),
        known(secondary),
        cohort.name,
        known(cohort.grade and f"{cohort.grade}级"),
        each.figures.registered,
        each.figures.in_training,
        each.figures.graduates,
    )


def _notes(at: Scope, found: Sequence[Counted], students: int) -> Iterator[str]:
    total = sum(e.figures.in_training for e in found)
    yield f"统计截至{written(at.day)}，包括该日前已开班的中高职衔接班；在读人数由花名册按该日算出。"
    if total != students:
        yield f"在读人数按班合计 {total} 人，其中有学生同时在多个班，实有 {students} 人。"
    if lacking := sum(e.cohort.partner_school is None for e in found):
        yield f"有 {lacking} 个班未填衔接学校。“—”表示未填报。"
