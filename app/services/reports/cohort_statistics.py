"""订单班/学徒制培养情况表: what becomes of the people in every cohort, as of a day.

Each percentage stands beside the two integers it is made of. 中高职衔接 has a table of its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.models import Cohort, Partner, Programme
from app.models.cohorts import CohortKind, CohortState
from app.models.fields import option
from app.services.cohort_figures import CohortFigures, figures
from app.services.office import Office
from app.services.reports.cells import GAP, known, people, share, shown_share, word
from app.services.reports.reading import Common, Scope, scope, written
from app.services.reports.spec import (
    Bars,
    Column,
    Group,
    Notes,
    Orientation,
    Report,
    Section,
    Table,
    Total,
)
from app.services.shares import Share

JOINT = (CohortKind.JOINT_2_3, CohortKind.JOINT_3_2)
_APPRENTICES = (CohortKind.APPRENTICESHIP, CohortKind.FIELD_ENGINEER)
_NOT_RUNNING = (CohortState.PLANNED, CohortState.STOPPED)


@dataclass(frozen=True, slots=True)
class Training(Common):
    """What may be chosen."""

    kind: CohortKind | None = option("类型", None, help="留空为除中高职衔接以外的全部类型。")
    charts: bool = option("附图", default=False)


@dataclass(frozen=True, slots=True)
class Counted:
    """A cohort with its figures."""

    cohort: Cohort
    figures: CohortFigures


def build(office: Office, chosen: Training, today: date) -> Report:
    """Cohorts that had begun by the day, in the order of their kinds and names."""
    at = scope(office, chosen, today)
    found = counted(at, [chosen.kind] if chosen.kind else _usual())
    return at.report(
        "cohort_statistics",
        "订单班/学徒制培养情况表",
        [
            _summary(found),
            _list(at, found),
            *(_charts(found) if chosen.charts else ()),
            at.hands(),
            Notes([*_notes(at, chosen, found)]),
        ],
        orientation=Orientation.LANDSCAPE,
        unit="个、人",
        draft=chosen.draft,
        figures=_figures(at, found),
    )


def counted(at: Scope, kinds: Sequence[CohortKind]) -> list[Counted]:
    """Cohorts of these kinds that had begun by the day, with their figures."""
    cohorts = [
        each
        for each in at.office.of(Cohort).all(at.query(kind=tuple(kinds)))
        if each.starts is None or each.starts <= at.day
    ]
    cohorts.sort(key=lambda each: list(CohortKind).index(each.kind))
    known_ = figures(at.office, at.day, {each.id for each in cohorts})
    return [Counted(each, known_[each.id]) for each in cohorts]


def running(cohort: Cohort, day: date) -> bool:
    """Whether a cohort is being trained on a day."""
    if cohort.state in _NOT_RUNNING:
        return False
    if cohort.ends is not None:
        return cohort.ends >= day
    return cohort.state is CohortState.RUNNING


def _usual() -> list[CohortKind]:
    return [each for each in CohortKind if each not in JOINT]


def _of(found: Sequence[Counted], *kinds: CohortKind) -> list[CohortFigures]:
    return [each.figures for each in found if each.cohort.kind in kinds]


def _groups(found: Sequence[Counted]) -> Iterator[tuple[CohortKind, list[Counted]]]:
    for kind in CohortKind:
        if some := [each for each in found if each.cohort.kind is kind]:
            yield kind, some


_FUNNEL = "培养过程"
_LEFT = "毕业去向"


def _path() -> list[Column]:
    """From application to work: the columns that both tables have."""
    return [
        people("计划", "target"),
        people("报名", "applied", over=_FUNNEL),
        people("入班", "registered", over=_FUNNEL),
        people("在培", "in_training", over=_FUNNEL),
        people("企业师傅", "mentors", over="师徒结对", total=False),
        word("师徒比", 5, over="师徒结对"),
        people("出师", "certified", over=_LEFT),
        people("毕业", "graduates", over=_LEFT),
        people("留任", "retained", over=_LEFT),
        people("就业", "employed", over=_LEFT),
        share("留任率", "retention", over=_LEFT),
        share("就业率", "employment", over=_LEFT),
    ]


def _steps(each: CohortFigures) -> tuple[object, ...]:
    """The values under `_path`."""
    return (
        known(each.target),
        known(each.applied),
        each.registered,
        each.in_training,
        each.mentors,
        each.per_mentor.to_one,
        each.certified,
        each.graduates,
        each.retained,
        each.employed,
        *(_rate(each, rate) for rate in ("留任率", "就业率")),
    )


def _rate(each: CohortFigures, name: str) -> str:
    found = each.shares[name]
    return shown_share(found) if found.whole else GAP


def _list(at: Scope, found: Sequence[Counted]) -> Table:
    partners = at.office.of(Partner).titles({key for e in found for key in e.cohort.partners})
    about = {e.cohort.programme_id for e in found if e.cohort.programme_id}
    programmes = at.office.of(Programme).titles(about)
    columns = [
        Column.of(Cohort.field("name"), width=12),
        Column.of(Cohort.field("partners"), width=13),
        Column.of(Cohort.field("programme_id"), width=8),
        word("状态", 4),
        *_path(),
    ]
    groups = [
        Group(
            f"{kind}（{len(some)}个）",
            [_row(each, partners, programmes) for each in some],
        )
        for kind, some in _groups(found)
    ]
    title = "二、各班培养情况"
    return Table(title=title, columns=columns, groups=groups, total=Total.LAST, subtotals=True)


def _row(
    each: Counted, partners: Mapping[UUID, str], programmes: Mapping[UUID, str]
) -> tuple[object, ...]:
    cohort = each.cohort
    hosts = "、".join(partners[key] for key in cohort.partners if key in partners)
    programme = programmes.get(cohort.programme_id) if cohort.programme_id else None
    return (cohort.name, known(hosts), known(programme), str(cohort.state), *_steps(each.figures))


def _summary(found: Sequence[Counted]) -> Table:
    """One row for each kind; its shares are of the sums, not means of shares."""
    columns = [
        word("类型", 8),
        people("班数", "cohorts", unit="个"),
        *_path(),
    ]
    rows = [
        (str(kind), len(some), *_sums([e.figures for e in some])) for kind, some in _groups(found)
    ]
    if len(rows) > 1:  # not a line of sums: shares cannot be added
        rows.append(("合计", len(found), *_sums([e.figures for e in found])))
    return Table(title="一、按类型合计", columns=columns, rows=rows, numbered=False)


def _sums(each: Sequence[CohortFigures]) -> tuple[object, ...]:
    graduates = _sum(each, "graduates")
    rates = [Share(_sum(each, key), graduates) for key in ("retained", "employed")]
    return (
        _partly(each, "target"),
        _partly(each, "applied"),
        _sum(each, "registered"),
        _sum(each, "in_training"),
        _sum(each, "mentors"),
        Share(_sum(each, "in_training"), _sum(each, "mentors")).to_one,
        _sum(each, "certified"),
        graduates,
        _sum(each, "retained"),
        _sum(each, "employed"),
        *(rate.shown if rate.whole else GAP for rate in rates),
    )


def _sum(each: Sequence[CohortFigures], key: str) -> int:
    return sum(getattr(one, key) for one in each)


def _partly(each: Sequence[CohortFigures], key: str) -> object:
    """The sum of what is written down; a dash if nothing is."""
    given = [getattr(one, key) for one in each if getattr(one, key) is not None]
    return sum(given) if given else GAP


def _charts(found: Sequence[Counted]) -> Iterator[Section]:
    """The funnel of each kind."""
    for kind, some in _groups(found):
        steps = [e.figures.funnel for e in some]
        labels = [label for label, _ in steps[0]]
        values = [sum(step[at][1] or 0 for step in steps) for at in range(len(labels))]
        yield Bars(f"{kind}培养过程", labels, {"": values}, "人")


def _figures(at: Scope, found: Sequence[Counted]) -> dict[str, int | float]:
    everybody = [each.figures for each in found]
    orders = [e for e in found if e.cohort.kind is CohortKind.ORDER_CLASS]
    graduates, employed = _sum(everybody, "graduates"), _sum(everybody, "employed")
    return {
        "cohorts": len(found),
        "running": sum(running(e.cohort, at.day) for e in found),
        "order_classes": sum(running(e.cohort, at.day) for e in orders),
        "trainees": _sum([e.figures for e in orders], "in_training"),
        "apprentices": _sum(_of(found, *_APPRENTICES), "registered"),
        "registered": _sum(everybody, "registered"),
        "in_training": _sum(everybody, "in_training"),
        "target": sum(each.target or 0 for each in everybody),
        "short_of": sum(e.figures.short_of for e in found if running(e.cohort, at.day)),
        "mentors": _sum(everybody, "mentors"),
        "certified": _sum(everybody, "certified"),
        "graduates": graduates,
        "employed": employed,
        "retained": _sum(everybody, "retained"),
        "employment_rate": round(100 * employed / graduates, 2) if graduates else 0,
    }


def _notes(at: Scope, chosen: Training, found: Sequence[Counted]) -> Iterator[str]:
    which = f"类型为“{chosen.kind}”的" if chosen.kind else "除中高职衔接以外的"
    yield (
        f"统计截至{written(at.day)}，包括{which}全部培养班，开班日期晚于该日的不列入；"
        "人数由花名册按该日算出，同一学生在一个班只计一次，在多个班的分别计数。"
    )
    yield (
        "“入班”为截至该日曾入班人数，“在培”为该日在册人数，“毕业”为已结业人数；"
        "“就业”包括留任本企业、其他单位就业、自主创业和升学。"
        "率后括号前为分子/分母两个人数，合计的率按人数合计计算。"
    )
    yield "师徒比为在培人数与该日有结对关系的企业师傅人数之比；同一师傅带多个班的，各班分别计数。"
    unknown = sum(e.figures.target is None for e in found)
    if unknown:
        yield f"有 {unknown} 个班未填计划人数，未计入计划合计；“—”表示未登记或无可计算。"
