"""1+X证书情况统计表: who entered, who sat the examination, who passed, by programme."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.models import Certificate, Programme, Student
from app.models.cohorts import CertificateGrade
from app.models.fields import option
from app.services.office import Office
from app.services.query import Query
from app.services.reports.cells import GAP, known, people, share, word
from app.services.reports.reading import Common, Scope, scope, written
from app.services.reports.spec import Column, Group, Notes, Orientation, Report, Table, Total
from app.services.shares import Share

_NO_PROGRAMME = "（未指明专业）"


@dataclass(frozen=True, slots=True)
class Exams(Common):
    """What may be chosen."""

    since: date | None = option("考核日期起", None, help="留空为历年累计。")
    grade: CertificateGrade | None = option("等级", None, help="留空为全部等级。")


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """What a row stands for."""

    name: str
    grade: str
    issuer: str
    batch: str


def build(office: Office, chosen: Exams, today: date) -> Report:
    """Examinations up to the day; those without a date count, too."""
    at = scope(office, chosen, today)
    found = [
        each
        for each in office.of(Certificate).all(at.query(grade=chosen.grade))
        if _within(each.exam_on, chosen.since, at.day)
    ]
    passed = sum(each.passed for each in found)
    return at.report(
        "certificate_statistics",
        "1+X证书情况统计表",
        [_summary(found), _table(at, found), at.hands(), Notes([*_notes(at, chosen, found)])],
        orientation=Orientation.LANDSCAPE,
        unit="人次",
        draft=chosen.draft,
        figures={
            "certificates": len({each.name for each in found}),
            "students": len({each.student_id for each in found}),
            "entered": len(found),
            "attended": sum(each.attended for each in found),
            "passed": passed,
            "numbered": sum(each.passed and each.number is not None for each in found),
        },
    )


def _within(on: date | None, since: date | None, day: date) -> bool:
    if on is None:
        return since is None
    return (since is None or since <= on) and on <= day


def _path() -> list[Column]:
    return [
        people("报考", "entered", unit="人次", width=6),
        people("参加考核", "attended", unit="人次", width=6),
        people("通过", "passed", unit="人次", width=6),
        share("通过率", "rate", width=10),
        people("已登记证书编号", "numbered", unit="人次", width=7),
    ]


def _counts(found: Sequence[Certificate]) -> tuple[object, ...]:
    attended, passed = sum(e.attended for e in found), sum(e.passed for e in found)
    return (
        len(found),
        attended,
        passed,
        Share(passed, attended).shown if attended else GAP,
        sum(e.passed and e.number is not None for e in found),
    )


def _summary(found: Sequence[Certificate]) -> Table:
    """One row for each grade; its shares are of the sums."""
    rows = [
        (str(grade), *_counts(some))
        for grade in CertificateGrade
        if (some := [e for e in found if e.grade is grade])
    ]
    if len(rows) > 1:
        rows.append(("合计", *_counts(found)))
    columns = [word("等级", 8), *_path()]
    return Table(title="一、按等级合计", columns=columns, rows=rows, numbered=False)


def _table(at: Scope, found: Sequence[Certificate]) -> Table:
    groups: dict[UUID | None, dict[Line, list[Certificate]]] = {}
    about = _programmes(at, found)
    for each in found:
        line = Line(each.name, str(each.grade), each.issuer or "", each.batch or "")
        groups.setdefault(about[each.id], {}).setdefault(line, []).append(each)
    order = [each.id for each in at.office.of(Programme).all()]
    titles = at.office.of(Programme).titles(order)
    columns = [
        Column(label="证书名称", width=18),
        word("等级", 5),
        Column(label="评价组织", width=16),
        word("试点批次", 7),
        *_path(),
    ]
    return Table(
        title="二、各专业情况",
        columns=columns,
        groups=[
            Group(
                titles.get(key, _NO_PROGRAMME) if key else _NO_PROGRAMME,
                [_row(line, some) for line, some in sorted(groups[key].items())],
            )
            for key in [*order, None]
            if key in groups
        ],
        total=Total.LAST,
        subtotals=True,
    )


def _row(line: Line, some: Sequence[Certificate]) -> tuple[object, ...]:
    return (line.name, line.grade, known(line.issuer), known(line.batch), *_counts(some))


def _programmes(at: Scope, found: Sequence[Certificate]) -> dict[UUID, UUID | None]:
    """The programme of each certificate, or else that of its student."""
    lacking = tuple({e.student_id for e in found if e.programme_id is None})
    students = {each.id: each.programme_id for each in at.office.of(Student).all(_only(lacking))}
    return {e.id: e.programme_id or students.get(e.student_id) for e in found}


def _only(keys: tuple[UUID, ...]) -> Query:
    return Query(only=keys)


def _notes(at: Scope, chosen: Exams, found: Sequence[Certificate]) -> Iterator[str]:
    first = f"{written(chosen.since)}至" if chosen.since else "截至"
    yield (
        f"统计范围：考核日期{first}{written(at.day)}；一人报考多种证书的分别计数。"
        "通过率为通过人次与参加考核人次之比。"
    )
    if undated := sum(each.exam_on is None for each in found):
        yield f"有 {undated} 人次未填考核日期，已计入。“—”表示未填报或无可计算。"
