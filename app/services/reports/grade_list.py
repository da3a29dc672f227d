"""实习成绩单: the three marks, what they come to by the batch's weights, and the grades counted."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.models import InternshipBatch
from app.models.fields import option
from app.services.evaluation import Evaluated, Grade, Weights, evaluated
from app.services.mask import Profile
from app.services.office import Office
from app.services.reports.cells import known, named, shown_share, word
from app.services.reports.placed import OfClasses, Placed, batch_of, current, placed
from app.services.reports.reading import Scope, masking, scope, written
from app.services.reports.spec import Column, Fact, Facts, Notes, Orientation, Report, Table
from app.services.shares import Share


@dataclass(frozen=True, slots=True)
class Grades(OfClasses):
    """What may be chosen."""

    profile: Profile = option("用途", Profile.INTERNAL, help="决定姓名是否遮盖。")


@dataclass(frozen=True, slots=True)
class Marks:
    """The interns in roster order and their results."""

    at: Scope
    chosen: Grades
    batch: InternshipBatch
    interns: Sequence[Placed]
    results: Mapping[UUID, Evaluated]

    @property
    def shown(self) -> list[Evaluated]:
        """The results of those who are listed."""
        return [self.results[one.placement.id] for one in self.interns]


def build(office: Office, chosen: Grades, today: date) -> Report:
    """The list, the grades counted, hands."""
    at = scope(office, chosen, today)
    batch = batch_of(at, chosen.batch)
    interns = current(placed(at, batch.id, chosen.school_class))
    results = {each.placement: each for each in evaluated(office, batch.id)}
    marks = Marks(at, chosen, batch, interns, results)
    counted = Counter(each.grade for each in marks.shown)
    return at.report(
        "grade_list",
        f"{batch.kind}成绩单",
        [
            Facts([*_facts(marks)], columns=3),
            _table(marks),
            _grades(counted, len(interns)),
            at.hands(),
            Notes([*_notes(marks)]),
        ],
        subtitle=batch.name,
        orientation=Orientation.PORTRAIT,
        draft=chosen.draft,
        figures={
            "interns": len(interns),
            "graded": len(interns) - counted[None],
            **{grade.name.lower(): counted[grade] for grade in Grade},
        },
    )


def _facts(marks: Marks) -> Iterator[Fact]:
    batch = marks.batch
    graded = sum(each.total is not None for each in marks.shown)
    classes = dict.fromkeys(one.class_.name for one in marks.interns if one.class_)
    yield Fact("实习起止", f"{batch.starts} 至 {batch.ends}")
    yield Fact("成绩齐全", f"{shown_share(Share(graded, len(marks.interns)))} 人")
    yield Fact("班级", "、".join(classes) if len(classes) <= 3 else f"{len(classes)} 个班")


def _table(marks: Marks) -> Table:
    by = Weights.of(marks.batch)
    return Table(
        columns=[
            word("学号", 8),
            word("姓名", 6),
            word("班级", 8),
            Column(label="实习单位", width=14),
            word(f"学校评分（{by.school}%）", 5),
            word(f"企业评分（{by.host}%）", 5),
            word(f"学生自评（{by.student}%）", 5),
            word("总评", 4),
            word("等级", 5),
            Column(label="备注", width=8),
        ],
        rows=[_row(marks, one) for one in marks.interns],
        keys=2,
    )


def _row(marks: Marks, one: Placed) -> tuple[object, ...]:
    result = marks.results[one.placement.id]
    missing = "、".join(result.missing)
    return (
        one.student.number,
        known(named(one.student, marks.chosen.profile, marks.at.day)),
        known(one.class_ and one.class_.name),
        known(one.host and one.host.name),
        *map(known, result.marks),
        known(result.total),
        known(result.grade and str(result.grade)),
        f"缺{missing}" if missing else "",
    )


def _grades(counted: Mapping[Grade | None, int], whole: int) -> Table:
    shown = [*Grade, None]
    return Table(
        title="等级分布",
        columns=[word(str(grade) if grade else "成绩不全", 9) for grade in shown],
        rows=[[shown_share(Share(counted.get(grade, 0), whole)) for grade in shown]],
        numbered=False,
    )


def _notes(marks: Marks) -> Iterator[str]:
    batch, by = marks.batch, Weights.of(marks.batch)
    yield (
        f"总评 = 学校评分×{by.school}% + 企业评分×{by.host}% + 学生自评×{by.student}%，"
        f"四舍五入取整；{batch.excellent_from} 分起为优秀，{batch.good_from} 分起为良好，"
        f"{batch.passed_from} 分起为合格。计入的评分不全的，不算总评。"
    )
    yield f"截至{written(marks.at.day)}；已退出、已换单位的实习安排不列入。"
    if note := masking(marks.chosen.profile):
        yield note
