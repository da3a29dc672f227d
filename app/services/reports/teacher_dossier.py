"""教师档案: one page about a teacher: practice, recognitions, cohorts, interns, lessons."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.models import (
    Cohort,
    CohortMember,
    InternshipBatch,
    Pairing,
    Placement,
    PracticeStint,
    Record,
    Teacher,
    TeacherAchievement,
)
from app.models.fields import option
from app.services.mask import Profile, masked, visible
from app.services.office import Office
from app.services.query import Query
from app.services.recognition.holdings import holdings
from app.services.recognition.states import Held
from app.services.reports.cells import known, word
from app.services.reports.placed import GONE
from app.services.reports.reading import Common, Row, Scope, masking, scope, written
from app.services.reports.spec import (
    Column,
    Fact,
    Facts,
    Heading,
    Notes,
    Orientation,
    Report,
    Section,
    Table,
)
from app.services.taught import Taught, taught
from app.services.teachers.meters import Newcomer, Practice, needs_of, practice_of

_NEWEST = 5  # of each kind: more does not fit on the page


@dataclass(frozen=True, slots=True)
class Dossier(Common):
    """What may be chosen."""

    teacher: UUID = option("教师", None, target="teacher", help="可写姓名或教工号。")
    profile: Profile = option("用途", Profile.INTERNAL, help="决定哪些栏目列出、哪些号码遮盖。")


@dataclass(frozen=True, slots=True)
class Guided:
    """Interns of one batch whom the teacher looks after."""

    batch: str
    interns: int
    hosts: int


_FACTS = (
    "number", "kind", "sex", "birth", "department_id", "phone", "title", "title_on", "other_title",
    "education", "prior_years", "joined",
)  # fmt: skip
_WIDE = ("programmes", "courses")
_STINT = ("enterprise", "form", "post", "starts", "ends", "grade")
_ACHIEVED = ("kind", "name", "level", "award", "on")


def build(office: Office, chosen: Dossier, today: date) -> Report:
    """What a head of department wants to know before a talk."""
    at = scope(office, chosen, today)
    [row] = at.rows(Teacher, Query(only=(chosen.teacher,)))
    practice = practice_of(office, chosen.teacher, at.day)
    with office.db.read() as session:
        held = holdings(session, chosen.teacher).get(chosen.teacher, ())
    pairs, guided = _pairs(at, chosen.teacher), _guided(at, chosen.teacher)
    lessons = taught(office, chosen.teacher, at.day)
    return at.report(
        "teacher_dossier",
        f"{row['name']}",
        [
            Facts([*_facts(chosen.profile, row), *_practice(at, practice)]),
            *_stints(at, chosen.teacher),
            *_recognitions(at, held),
            *_cohorts(pairs),
            *_interns(guided),
            *_lessons(lessons),
            *_achievements(at, chosen.teacher),
            *_masked(chosen.profile),
        ],
        subtitle="教师档案",
        maker="制作单位",
        one_page=True,
        orientation=Orientation.PORTRAIT,
        draft=chosen.draft,
        figures={
            "days": practice.meter.days if practice else 0,
            "missing": practice.meter.missing if practice and practice.concerned else 0,
            "recognitions": len(held),
            "cohorts": len(pairs),
            "interns": sum(each.interns for each in guided),
            "training_periods": sum(each.periods for each in lessons),
        },
    )


def _facts(profile: Profile, row: Row) -> Iterator[Fact]:
    """What is known; what is not takes no room."""
    for key in (*_FACTS, *_WIDE):
        field = Teacher.field(key)
        shown = masked(field, row[key], profile)
        if shown and visible(field, profile):
            unit = f" {field.unit}" if field.unit else ""
            yield Fact(field.label, f"{shown}{unit}", wide=key in _WIDE)


def _practice(at: Scope, practice: Practice | None) -> Iterator[Fact]:
    """Days, what is missing, and when what is there will be too little."""
    if practice is None:
        yield Fact("企业实践", f"{written(at.day)}不在校，不计算", wide=True)
        return
    told, needs = practice.meter, needs_of(at.office.settings)
    yield Fact("近五年实践", f"{told.days} 天（约 {told.months} 个月）")
    missing = "足够" if told.enough else f"还差 {told.missing} 天"
    yield Fact("要求", f"{needs.days} 天，{missing}" if practice.concerned else "不在六个月要求内")
    yield Fact("本学年实践", f"{told.this_year} 天")
    if practice.concerned:
        falls = f"不再实践，{written(told.falls_below)}起不足" if told.falls_below else "—"
        yield Fact("趋势", falls)
    if practice.newcomer is not Newcomer.NOT_CONCERNED:
        yield Fact("新教师", practice.newcomer.value, wide=True)


def _stints(at: Scope, teacher: UUID) -> Iterator[Section]:
    rows = _mine(at, PracticeStint, teacher, "starts")
    yield from _table(PracticeStint, "企业实践", _STINT, rows)


def _achievements(at: Scope, teacher: UUID) -> Iterator[Section]:
    rows = _mine(at, TeacherAchievement, teacher, "on")
    yield from _table(TeacherAchievement, "业绩", _ACHIEVED, rows)


def _mine(at: Scope, kind: type[Record], teacher: UUID, order: str) -> list[Row]:
    """The newest first; nothing from after the day."""
    query = Query(where={"teacher_id": teacher}, order=order, descending=True)
    return [row for row in at.rows(kind, query) if row[order] is None or row[order] <= at.day]


def _table(
    kind: type[Record], title: str, keys: Sequence[str], rows: Sequence[Row]
) -> Iterator[Section]:
    if not rows:
        return
    counter = kind.about.counter
    more = f"，列出最近 {_NEWEST} {counter}" if len(rows) > _NEWEST else ""
    yield Heading(f"{title}（共 {len(rows)} {counter}{more}）", 2)
    columns = [Column.of(kind.field(key)) for key in keys]
    yield Table(
        columns=columns,
        rows=[[known(row[key]) for key in keys] for row in rows[:_NEWEST]],
        numbered=False,
    )


def _recognitions(at: Scope, held: Sequence[Held]) -> Iterator[Section]:
    if not held:
        return
    yield Heading(f"双师型教师认定（共 {len(held)} 份）", 2)
    columns = [
        word("级别", 5), word("认定日期", 8), word("有效期至", 8), word("状态", 7),
        word("证书编号", 10), word("文号", 10),
    ]  # fmt: skip
    rows = [
        (
            str(each.level), each.granted_on, known(each.until(at.day)),
            str(each.state(at.day)), known(each.number), known(each.document),
        )
        for each in reversed(held)
    ]  # fmt: skip
    yield Table(columns=columns, rows=rows[:_NEWEST], numbered=False)


def _pairs(at: Scope, teacher: UUID) -> list[tuple[str, int]]:
    """Cohorts in which the teacher is the tutor of somebody on the day, and of how many."""
    pairs = [
        each
        for each in at.office.of(Pairing).all(Query(where={"teacher_id": teacher}))
        if each.starts <= at.day and (each.ends is None or each.ends >= at.day)
    ]
    wanted = Query(only=tuple(each.member_id for each in pairs))
    members = {each.id: each for each in at.office.of(CohortMember).all(wanted)}
    counts = Counter(members[e.member_id].cohort_id for e in pairs if e.member_id in members)
    titles = at.office.of(Cohort).titles(counts)
    return [(titles[key], count) for key, count in counts.most_common() if key in titles]


def _cohorts(pairs: Sequence[tuple[str, int]]) -> Iterator[Section]:
    if pairs:
        yield Heading(f"培养班导师（{len(pairs)} 个班）", 2)
        columns = [Column(label="培养班", width=24), word("指导学员（人）", 6)]
        yield Table(columns=columns, rows=pairs[:_NEWEST], numbered=False)


def _guided(at: Scope, teacher: UUID) -> list[Guided]:
    """Batches in which the teacher looks after interns, the newest first."""
    found: dict[UUID, list[Placement]] = {}
    for each in at.office.of(Placement).all(Query(where={"teacher_id": teacher})):
        if each.state not in GONE:
            found.setdefault(each.batch_id, []).append(each)
    batches = at.office.of(InternshipBatch).all(Query(only=tuple(found)))
    begun = [each for each in batches if each.starts <= at.day]
    return [
        Guided(
            each.name,
            len({one.student_id for one in found[each.id]}),
            len({one.partner_id for one in found[each.id]} - {None}),
        )
        for each in sorted(begun, key=lambda each: each.starts, reverse=True)
    ]


def _interns(guided: Sequence[Guided]) -> Iterator[Section]:
    if guided:
        total = sum(each.interns for each in guided)
        yield Heading(f"指导实习（{len(guided)} 批，{total} 人次）", 2)
        columns = [
            Column(label="实习批次", width=20), word("学生（人）", 6), word("单位（家）", 6)
        ]  # fmt: skip
        rows = [(each.batch, each.interns, each.hosts) for each in guided[:_NEWEST]]
        yield Table(columns=columns, rows=rows, numbered=False)


def _lessons(lessons: Sequence[Taught]) -> Iterator[Section]:
    """Counted from the bookings: what has taken place, in any of the training rooms."""
    if not lessons:
        return
    periods = sum(each.periods for each in lessons)
    more = f"，列出最近 {_NEWEST} 门" if len(lessons) > _NEWEST else ""
    yield Heading(f"实训教学（共 {len(lessons)} 门，{periods} 课时{more}）", 2)
    columns = [
        word("学期", 8), Column(label="课程或项目", width=16), Column(label="班级", width=9),
        word("实训室", 8), word("次数", 4), word("课时", 4),
    ]  # fmt: skip
    rows = [
        (
            known(each.term), each.title, known(each.school_class), "、".join(each.rooms),
            each.dates, each.periods,
        )
        for each in lessons[:_NEWEST]
    ]  # fmt: skip
    yield Table(columns=columns, rows=rows, numbered=False)


def _masked(profile: Profile) -> Iterator[Section]:
    if told := masking(profile):
        yield Notes([told])
