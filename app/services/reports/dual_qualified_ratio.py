"""双师型教师比例: both integers of every ratio, and the names behind them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.models.fields import option
from app.models.recognition import RecognitionLevel
from app.services.office import Office
from app.services.reports.cells import known, people, share, word
from app.services.reports.reading import Common, Scope, scope, written
from app.services.reports.spec import (
    Column,
    Heading,
    Notes,
    Orientation,
    PageBreak,
    Report,
    Section,
    Table,
)
from app.services.reports.staff_lists import in_sight, person_cells, person_columns
from app.services.teachers.ratios import (
    Counted,
    Group,
    Ratios,
    ratios,
)


@dataclass(frozen=True, slots=True)
class Proportion(Common):
    """What may be chosen."""

    programmes: bool = option("按专业分列", default=True)
    departments: bool = option("按院系分列", default=True)
    names: bool = option("附分子、分母名单", default=True, help="检查时要看名单，一般都附上。")


def build(office: Office, chosen: Proportion, today: date) -> Report:
    """The ratios of the college, of its parts, and the lists."""
    at = scope(office, chosen, today)
    found = _read(at)
    sections: list[Section] = [_ratios(at, found), _levels(found)]
    if chosen.departments:
        sections.append(_groups("三、按院系", "院系", found.departments))
    if chosen.programmes:
        sections.append(_groups("四、按专业", "专业", found.programmes))
    sections += [at.hands(), Notes([*_notes(at, found)])]
    if chosen.names:
        sections += _names(found)
    return at.report(
        "dual_qualified_ratio",
        "双师型教师比例统计表",
        sections,
        orientation=Orientation.PORTRAIT,
        unit="人",
        draft=chosen.draft,
        figures=_figures(found),
    )


def _read(at: Scope) -> Ratios:
    """Of the college or of one campus."""
    return ratios(at.office, at.day, in_sight(at))


def _ratios(at: Scope, found: Ratios) -> Table:
    columns = [
        Column(label="指标", width=18),
        people("分子", "upper", total=False),
        people("分母", "lower", total=False),
        word("比例", 6),
        Column(label="分子 ÷ 分母", width=20),
        word("目标", 6),
    ]
    settings = at.office.settings
    target, limit = f"≥ {settings.dual_target}%", f"≤ {settings.part_time_limit}%"
    told = [
        (found.professional, "双师型专业课专任教师 ÷ 专业课专任教师（含实习指导教师）", target),
        (found.full_time, "双师型专任教师 ÷ 全部专任教师", "—"),
        (found.part_time, "校外兼职教师 ÷ 专任与校外兼职教师", limit),
        (found.part_time_professional, "校外兼职教师 ÷ 专业课专任与校外兼职教师", "—"),
    ]
    rows = [
        (each.label, each.share.part, each.share.whole, each.share.percent, words, aim)
        for each, words, aim in told
    ]
    hours = found.hours.share
    rows.append(
        ("兼职教师授课课时占专业课总课时", hours.part, hours.whole, hours.percent,
         "校外兼职教师课时 ÷ 专业课专任与校外兼职教师课时（课时）", "—")
    )  # fmt: skip
    return Table(columns=columns, rows=rows, title="一、各项比例", numbered=False)


def _levels(found: Ratios) -> Table:
    columns = [
        word("级别", 6),
        people("专业课专任", "professional"),
        people("公共课专任", "general"),
        people("校外兼职", "part_time"),
        people("未填类别", "kindless"),
        people("合计", "all"),
    ]
    rows: list[list[object]] = []
    for level in RecognitionLevel:
        held = found.levels[level]
        rows.append([str(level), *_kinds(held)])
    rows.append(["合计", *_kinds([e for e in found.everybody if e.dual])])
    return Table(columns=columns, rows=rows, title="二、双师型教师按级别", numbered=False)


def _kinds(held: Sequence[Counted]) -> list[object]:
    professional = sum(each.teacher.professional for each in held)
    full_time = sum(each.teacher.full_time for each in held)
    kindless = sum(each.teacher.kind is None for each in held)
    others = len(held) - full_time - kindless
    return [professional, full_time - professional, others, kindless, len(held)]


def _groups(title: str, head: str, groups: Iterable[Group]) -> Table:
    columns = [
        Column(label=head, width=14),
        share("双师型占专业课教师", "professional"),
        share("双师素质专任教师", "full_time"),
        share("兼职占专兼职", "part_time"),
    ]
    rows = [
        (each.name, each.professional.share, each.full_time.share, each.part_time.share)
        for each in groups
    ]
    return Table(columns=columns, rows=rows, title=title)


def _names(found: Ratios) -> Iterator[Section]:
    """First who is counted above, then all who are counted below."""
    for number, ratio in enumerate((found.professional, found.full_time, found.part_time), 1):
        for side, some in (("分子", ratio.upper), ("分母", ratio.lower)):
            yield PageBreak()
            yield Heading(f"附{number}　{ratio.label}：{side}名单（{len(some)}人）", 2)
            yield _list(some, found.on)


def _list(some: Sequence[Counted], on: date) -> Table:
    columns = [
        *person_columns(),
        Column(label="任教专业", width=12),
        word("双师级别", 4),
        word("认定日期", 7),
        word("有效期至", 7),
        word("备注", 5),
    ]
    return Table(columns=columns, rows=[_cells(each, on) for each in some], keys=2)


def _cells(each: Counted, on: date) -> list[object]:
    held = each.recognition
    return [
        *person_cells(each.teacher),
        known(each.teacher.programme_names),
        known(each.level and str(each.level)),
        known(held and held.granted_on),
        known(held and held.until(on)),
        known("离岗" if each.away else None),
    ]


def _figures(found: Ratios) -> dict[str, int | float]:
    return {
        "junior": found.count(RecognitionLevel.JUNIOR),
        "intermediate": found.count(RecognitionLevel.MIDDLE),
        "senior": found.count(RecognitionLevel.SENIOR),
        "dual": sum(each.dual for each in found.everybody),
        "professional_full_time": found.professional.share.whole,
        "dual_professional_full_time": found.professional.share.part,
        "full_time": found.full_time.share.whole,
        "dual_full_time": found.full_time.share.part,
        "part_time": found.part_time.share.part,
        "teachers": len(found.everybody),
        "without_kind": len(found.kindless),
        "part_time_hours": found.hours.part_time,
        "full_time_hours": found.hours.full_time,
    }


def _notes(at: Scope, found: Ratios) -> Iterator[str]:
    yield (
        f"统计截至{written(at.day)}在校教师；双师型指该日认定有效（含到期复核、复核中）的教师，"
        "待生效、已暂停、已过期、已撤销的不计。离岗（病假、产假、进修）人员仍计入，名单中注明。"
    )
    yield "专业课专任教师包括实习指导教师；一人任教几个专业的，各专业分别计数，全校只计一次。"
    if found.kindless:
        yield f"有 {len(found.kindless)} 人未填人员类别，未计入任何比例。"
    if found.hours.unknown:
        yield f"有 {len(found.hours.unknown)} 名教师未填课时，课时比例未包括他们。"
