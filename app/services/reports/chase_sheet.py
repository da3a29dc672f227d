"""指导教师催办单: a page for each teacher with just what is missing, and a strip to bring back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.models import InternshipBatch
from app.models.fields import option
from app.services.office import Office
from app.services.process_lists import Call, Gap, Process, Visit, Week, running_process
from app.services.reports.cells import BLANK, GAP, known, word
from app.services.reports.placed import OfBatch, batch_of
from app.services.reports.reading import Scope, scope, written
from app.services.reports.spec import (
    BLANK_DATE,
    Align,
    Column,
    Fact,
    Facts,
    Heading,
    Orientation,
    PageBreak,
    Report,
    Section,
    Table,
    Text,
)

_NOBODY = "未指派指导教师"
_CUT = "- " * 22
_ROOM, _WIDE_ROOM = "　" * 4, "　" * 8  # to write into


@dataclass(frozen=True, slots=True)
class Chase(OfBatch):
    """What may be chosen."""

    teacher: UUID | None = option(
        "指导教师", None, target="teacher", help="留空为每位有未完成事项的教师一页。"
    )
    until: date | None = option("办理期限", None, help="写在每一页上；留空的手填。")


@dataclass(frozen=True, slots=True)
class Missing:
    """What one teacher has still to do."""

    calls: Sequence[Call]
    visits: Sequence[Visit]
    weeks: Sequence[Week]
    gaps: Sequence[Gap]

    @property
    def records(self) -> int:
        """Weekly records that have not come in."""
        return sum(len(each.records.missing) for each in self.weeks)

    def __bool__(self) -> bool:
        return any((self.calls, self.visits, self.weeks, self.gaps))


def build(office: Office, chosen: Chase, today: date) -> Report:
    """One page after the other, by the teachers' names."""
    at = scope(office, chosen, today)
    batch = batch_of(at, chosen.batch)
    found = _by_teacher(running_process(office, batch.id, at.day))
    if chosen.teacher is not None:
        name = office.title("teacher", chosen.teacher)
        found = {name: found[name]} if name in found else {}
    sections: list[Section] = []
    for teacher, missing in found.items():
        if sections:
            sections.append(PageBreak(document=True))
        sections += _page(at, batch, teacher, missing, chosen.until)
    return at.report(
        "chase_sheet",
        "实习指导教师催办单",
        sections or [Text("（没有要催办的事项）", align=Align.CENTRE)],
        subtitle=batch.name,
        orientation=Orientation.PORTRAIT,
        one_page=True,
        draft=chosen.draft,
        figures={
            "teachers": len(found),
            "calls": sum(len(each.calls) for each in found.values()),
            "records": sum(each.records for each in found.values()),
            "gaps": sum(len(each.gaps) for each in found.values()),
        },
    )


def _by_teacher(process: Process) -> Mapping[str, Missing]:
    """Everybody with something to do, by name; interns without a teacher come last."""
    calls = [each for each in process.calls if each.rhythm.overdue]
    visits = [each for each in process.visits if each.rhythm.overdue]
    weeks = [each for each in process.weeks if each.records.missing]
    teachers = {each.person.teacher for each in process.calls}
    teachers |= {each.person.teacher for each in process.gaps}
    found = {}
    for name in sorted(teachers, key=lambda each: (not each, each)):
        missing = Missing(
            [each for each in calls if each.person.teacher == name],
            [each for each in visits if any(one.teacher == name for one in each.people)],
            [each for each in weeks if each.person.teacher == name],
            [each for each in process.gaps if each.person.teacher == name],
        )
        if missing:
            found[name or _NOBODY] = missing
    return found


def _page(
    at: Scope, batch: InternshipBatch, teacher: str, missing: Missing, until: date | None
) -> Iterator[Section]:
    yield Heading("实习指导教师催办单", 0)
    yield Facts(
        [
            Fact("指导教师", teacher),
            Fact("实习批次", batch.name),
            Fact("统计截止", written(at.day)),
            Fact("办理期限", written(until) if until else BLANK_DATE),
        ]
    )
    yield Text(
        "下列事项超过了本批次规定的期限，请逐项办理，把结果写在空格里，"
        f"办完后撕下回执交回{at.office.settings.office or '实习管理部门'}。"
    )
    yield from _tables(batch, teacher, missing)
    yield from _strip(batch, teacher, missing)


def _tables(batch: InternshipBatch, teacher: str, missing: Missing) -> Iterator[Section]:
    if missing.calls:
        yield _calls(missing.calls, batch.contact_days)
    if missing.visits:
        yield _visits(missing.visits, teacher, batch.visit_days)
    if missing.weeks:
        yield _weeks(missing.weeks)
    if missing.gaps:
        yield _gaps(missing.gaps)


def _calls(calls: Sequence[Call], days: int) -> Table:
    return Table(
        title=f"要联系的学生（每 {days} 天联系一次）",
        columns=[
            word("姓名", 5), Column(label="实习单位", width=13), word("本人电话", 8),
            word("监护人电话", 8), word("已隔", 4), word("联系日期", 6),
            Column(label="情况", width=10),
        ],
        rows=[
            (
                each.person.name, known(each.person.host), known(each.person.phone),
                known(each.person.guardian_phone), f"{each.rhythm.days} 天", _ROOM, _WIDE_ROOM,
            )
            for each in calls
        ],
    )  # fmt: skip


def _visits(visits: Sequence[Visit], teacher: str, days: int) -> Table:
    return Table(
        title=f"要巡查的单位（每 {days} 天巡查一次）",
        columns=[
            Column(label="实习单位", width=16), Column(label="您指导的学生", width=14),
            word("已隔", 4), word("巡查日期", 6), Column(label="情况与问题", width=12),
        ],
        rows=[
            (
                each.rhythm.host, _names(each, teacher), f"{each.rhythm.days} 天", _ROOM,
                _WIDE_ROOM,
            )
            for each in visits
        ],
    )  # fmt: skip


def _names(each: Visit, teacher: str) -> str:
    own = "" if teacher == _NOBODY else teacher
    return "、".join(one.name for one in each.people if one.teacher == own)


def _weeks(weeks: Sequence[Week]) -> Table:
    return Table(
        title="缺周记的学生（周次从上岗第一天起每七天一周）",
        columns=[
            word("学号", 8), word("姓名", 5), word("班级", 8), Column(label="缺第几周", width=14),
            word("份数", 4), word("收到日期", 6),
        ],
        rows=[
            (
                each.person.number, each.person.name, known(each.person.school_class),
                "、".join(map(str, each.records.missing)), len(each.records.missing), _ROOM,
            )
            for each in weeks
        ],
    )  # fmt: skip


def _gaps(gaps: Sequence[Gap]) -> Table:
    return Table(
        title="保险没有覆盖实习期间的学生",
        columns=[
            word("姓名", 5), Column(label="实习单位", width=13), word("实习期间", 11),
            word("保险期间", 11), Column(label="办理情况", width=10),
        ],
        rows=[
            (each.person.name, known(each.person.host), each.stays, each.insured or GAP, _WIDE_ROOM)
            for each in gaps
        ],
    )  # fmt: skip


def _strip(batch: InternshipBatch, teacher: str, missing: Missing) -> Iterator[Section]:
    """What comes back to the office, with the numbers that should be on it."""
    yield Text(f"\n{_CUT} 沿此线撕下 {_CUT}", indent=False, align=Align.CENTRE)
    counted = (
        ("已联系学生", len(missing.calls), "人"),
        ("已巡查单位", len(missing.visits), "家"),
        ("收到周记", missing.records, "份"),
        ("办好保险", len(missing.gaps), "人"),
    )
    answers = [
        Fact(label, f"应 {count} {unit}，实 {BLANK} {unit}")
        for label, count, unit in counted
        if count
    ]
    yield Facts(
        [
            Fact("催办回执", f"{batch.name}　{teacher}", wide=True),
            *answers,
            Fact("未办原因", "\n", wide=True),
            Fact("教师签名", ""),
            Fact("交回日期", BLANK_DATE),
        ]
    )
