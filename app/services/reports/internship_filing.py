"""岗位实习备案表: the interns of a batch as the department in charge wants them listed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.models import InternshipBatch, Partner, Placement, Student
from app.models.fields import Choice, Field, option
from app.services.evaluation import Weights, total
from app.services.mask import Profile, guarded, visible
from app.services.office import Office
from app.services.reports.cells import known, named, told, word, yes
from app.services.reports.placed import GONE, OfBatch, Placed, batch_of, current, placed
from app.services.reports.reading import Scope, masking, scope, written
from app.services.reports.spec import (
    Align,
    Column,
    Fact,
    Facts,
    Notes,
    Orientation,
    Report,
    Table,
)
from app.services.rules.gather import province

_PROVINCE, _CITY = 2, 4  # digits of a region code


class Columns(Choice):
    """Which columns are listed."""

    USUAL = "常用栏目"
    NATIONAL = "国家数据采集栏目"


@dataclass(frozen=True, slots=True)
class Filing(OfBatch):
    """What may be chosen."""

    columns: Columns = option("栏目", Columns.USUAL)
    profile: Profile = option("用途", Profile.INTERNAL, help="决定姓名和电话是否遮盖。")


@dataclass(frozen=True, slots=True)
class Cell:
    """A column and what stands under it."""

    column: Column
    of: Callable[[Placed], object]
    field: Field | None = None  # whose privacy decides


def build(office: Office, chosen: Filing, today: date) -> Report:
    """Who is on post in the batch, in roster order."""
    at = scope(office, chosen, today)
    batch = batch_of(at, chosen.batch)
    everybody = placed(at, batch.id)
    interns = current(everybody)
    cells = [
        each
        for each in _cells(at, chosen, batch)
        if each.field is None or visible(each.field, chosen.profile)
    ]
    rows = [[known(each.of(one)) for each in cells] for one in interns]
    table = Table(columns=[each.column for each in cells], rows=rows, keys=2, title="实习学生名单")
    return at.report(
        "internship_filing",
        f"{batch.kind}备案表",
        [
            Facts([*_facts(at, batch, interns)], columns=3),
            table,
            at.hands(),
            Notes([*_notes(at, chosen, everybody)]),
        ],
        subtitle=batch.name,
        orientation=Orientation.LANDSCAPE,
        draft=chosen.draft,
        figures=_figures(at, interns),
    )


def _facts(at: Scope, batch: InternshipBatch, interns: Sequence[Placed]) -> Iterator[Fact]:
    hosts = {one.placement.partner_id for one in interns} - {None}
    yield Fact("实习起止", f"{batch.starts} 至 {batch.ends}")
    yield Fact("实习人数", f"{len(interns)} 人（计划 {known(batch.target)} 人）")
    yield Fact("实习单位", f"{len(hosts)} 家")
    yield Fact("备案号", str(known(batch.filing_number)))
    yield Fact("备案日期", str(known(batch.filed_on)))
    yield Fact("备案部门", str(known(batch.filing_office)))
    yield Fact("学校代码", str(known(at.office.settings.college_code)))
    yield Fact("分管校领导", str(known(batch.leader)))
    yield Fact("监督咨询电话", str(known(at.office.settings.telephone)))


def _cells(at: Scope, chosen: Filing, batch: InternshipBatch) -> Iterator[Cell]:
    if chosen.columns is Columns.NATIONAL:
        yield from _national(at, chosen, batch)
    else:
        yield from _usual(at, chosen)


def _usual(at: Scope, chosen: Filing) -> Iterator[Cell]:
    yield from _person(at, chosen)
    yield Cell(word("班级名称", 8), lambda one: one.class_.name if one.class_ else None)
    yield _of(Student, "phone", chosen, lambda one: one.student.phone, width=8)
    yield _left("实习单位", 15, lambda one: one.host.name if one.host else None)
    yield _left("实习岗位", 7, lambda one: one.where)
    yield Cell(word("是否对口", 4), lambda one: yes(one.placement.matched))
    yield _when("开始日期", "starts")
    yield _when("结束日期", "ends")
    yield Cell(word("实习地点", 7), lambda one: _place(at, one, _CITY))
    yield Cell(word("校内指导教师", 5), lambda one: one.guide)
    yield Cell(word("企业指导人员", 5), lambda one: one.placement.mentor)
    yield _of(Placement, "mentor_phone", chosen, lambda one: one.placement.mentor_phone, width=8)
    yield Cell(word("三方协议", 4), lambda one: yes(one.signed))


def _national(at: Scope, chosen: Filing, batch: InternshipBatch) -> Iterator[Cell]:
    """As far as the college keeps them, in the order in which the platform asks."""
    yield from _person(at, chosen)
    yield Cell(word("专业号", 6), lambda one: one.programme.code if one.programme else None)
    yield Cell(word("专业名称", 8), lambda one: one.programme.name if one.programme else None)
    yield Cell(word("班级名称", 8), lambda one: one.class_.name if one.class_ else None)
    yield Cell(word("学制", 3), lambda one: one.programme.years if one.programme else None)
    yield Cell(word("入学年份", 4), lambda one: one.student.enrolled)
    yield Cell(word("实习是否开始", 4), lambda one: _by(one.placement.starts, at.day))
    yield Cell(word("实习是否结束", 4), lambda one: _over(one.placement.ends, at.day))
    yield _left("实习企业名称", 14, lambda one: one.host.name if one.host else None)
    yield Cell(word("实习企业行业类别", 8), lambda one: _industry(at, one.host))
    yield _left("实习内容", 7, lambda one: one.where)
    yield Cell(word("是否对口", 4), lambda one: yes(one.placement.matched))
    yield Cell(word("实习安排", 7), lambda one: one.placement.arrangement)
    yield _when("开始日期", "starts")
    yield _when("结束日期", "ends")
    yield Cell(word("实习时长", 4, unit="天"), _days)
    yield Cell(word("编码", 4, over="实习地点省"), lambda one: _code(one, _PROVINCE))
    yield Cell(word("名称", 5, over="实习地点省"), lambda one: _region(at, one, _PROVINCE))
    yield Cell(word("编码", 4, over="实习地点市"), lambda one: _code(one, _CITY))
    yield Cell(word("名称", 5, over="实习地点市"), lambda one: _region(at, one, _CITY))
    yield Cell(word("工号", 5, over="校内指导教师"), _number)
    yield Cell(word("姓名", 4, over="校内指导教师"), lambda one: one.guide)
    yield Cell(word("姓名", 4, over="企业指导人员"), lambda one: one.placement.mentor)
    yield _of(
        Placement, "mentor_phone", chosen, lambda one: one.placement.mentor_phone,
        over="企业指导人员", label="电话", width=7,
    )  # fmt: skip
    pay = Placement.field("pay")
    yield Cell(word("实习报酬", 5, unit="元/月"), lambda one: told(pay, one.placement.pay))
    yield Cell(word("是否签订三方协议", 4), lambda one: yes(one.signed))
    yield Cell(word("是否跨省", 4), lambda one: yes(_away(at, one)))
    yield Cell(word("是否赴国（境）外", 4), lambda one: yes(one.placement.abroad))
    yield Cell(word("实习成绩", 4), lambda one: total(one.placement, Weights.of(batch)))


def _person(at: Scope, chosen: Filing) -> Iterator[Cell]:
    yield Cell(word("学号", 7), lambda one: one.student.number)
    yield Cell(
        word("学生姓名", 7),
        lambda one: named(one.student, chosen.profile, at.day),
        Student.field("name"),
    )


def _of(kind: Any, key: str, chosen: Filing, read: Callable[[Placed], object], **more: Any) -> Cell:
    """A column of a field whose values are shortened for some."""
    field = kind.field(key)
    column = Column.of(field, **{"align": Align.CENTRE} | more)
    return Cell(column, lambda one: guarded(field, read(one), chosen.profile), field)


def _left(label: str, width: int, read: Callable[[Placed], object]) -> Cell:
    return Cell(Column(label=label, width=width), read)


def _when(label: str, key: str) -> Cell:
    column = word(label, 6, type=date, show=str)
    return Cell(column, lambda one: getattr(one.placement, key))


def _by(day: date | None, on: date) -> str:
    return yes(None if day is None else day <= on)


def _over(day: date | None, on: date) -> str:
    return yes(None if day is None else day < on)


def _days(one: Placed) -> int | None:
    first, last = one.placement.starts, one.placement.ends
    return (last - first).days + 1 if first and last else None


def _number(one: Placed) -> str | None:
    return one.teacher.number if one.teacher else None


def _industry(at: Scope, host: Partner | None) -> str | None:
    code = host.industry if host else None
    return at.office.codes.name("industry", code) or code


def _where(one: Placed) -> str:
    """The code of the place; that of the host where the placement has none."""
    return one.placement.region or (one.host.region if one.host else None) or ""


def _code(one: Placed, digits: int) -> str:
    return _where(one)[:digits].ljust(6, "0") if _where(one) else ""


def _region(at: Scope, one: Placed, digits: int) -> str:
    return at.office.codes.name("region", _code(one, digits))


def _place(at: Scope, one: Placed, digits: int) -> str:
    """Province and city; a municipality only once."""
    names = [_region(at, one, _PROVINCE), _region(at, one, digits)]
    return "".join(name for name in dict.fromkeys(names) if name and name != "市辖区")


def _away(at: Scope, one: Placed) -> bool | None:
    """Whether it is in another province than the college; None where that cannot be told."""
    home, there = province(at.office), _where(one)[:_PROVINCE]
    return there != home if home and there else None


def _figures(at: Scope, interns: Sequence[Placed]) -> dict[str, int | float]:
    ours = [one.placement for one in interns]
    return {
        "interns": len({each.student_id for each in ours}),
        "hosts": len({each.partner_id for each in ours} - {None}),
        "without_host": sum(each.partner_id is None for each in ours),
        "classes": len({one.student.class_id for one in interns} - {None}),
        "matched": sum(each.matched is True for each in ours),
        "unmatched": sum(each.matched is False for each in ours),
        "signed": sum(one.signed for one in interns),
        "insured": sum(bool(each.policy) for each in ours),
        "cross_province": sum(_away(at, one) is True for one in interns),
        "abroad": sum(each.abroad for each in ours),
    }


def _notes(at: Scope, chosen: Filing, everybody: Sequence[Placed]) -> Iterator[str]:
    gone = [one for one in everybody if one.placement.state in GONE]
    left = f"已退出、已换单位的 {len(gone)} 条不列入，" if gone else ""
    yield (
        f"名单截至{written(at.day)}，{left}按班级和学号排列；“—”表示未填报。"
        "“三方协议”为学校、单位、学生三方均已签订。"
    )
    matched = sum(one.placement.matched is not None for one in everybody)
    if matched < len(everybody):
        yield f"有 {len(everybody) - matched} 人未填是否对口。"
    if chosen.columns is Columns.NATIONAL:
        yield "实习地点未填的按实习单位注册地列出；跨省按学校标识码中的省份与实习地点比较。"
    if note := masking(chosen.profile):
        yield note
    if chosen.profile is Profile.ALLIANCE:
        yield "截至该日未满 18 周岁的学生，姓名只显示姓氏。"
