"""校企合作情况统计表: what cooperation brought, by programme and by partner.

Each figure is the sum of the contributions of one kind in the period. A kind that the office
does not keep yet has no column: that is no zero.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from app.errors import Invalid, Problem
from app.models import Agreement, Contribution, Partner, Programme
from app.models.agreements import AgreementKind, CooperationForm
from app.models.fields import Choice, option
from app.models.partners import PartnerStatus
from app.services.office import Office
from app.services.query import Condition, Query
from app.services.reports.measures import MEASURES, Counted, Measure, counted, totals
from app.services.reports.reading import Common, Scope, running, scope, written
from app.services.reports.spec import (
    Align,
    Bars,
    Column,
    Notes,
    Orientation,
    PageBreak,
    Report,
    Section,
    Table,
    Total,
)
from app.services.years import SchoolYear

_UNASSIGNED = "（未指明专业）"


class Span(Choice):
    """What kind of year; alliances ask for one, the ministry for the other."""

    SCHOOL = "学年"
    CALENDAR = "自然年"
    ALL = "历年累计"


@dataclass(frozen=True, slots=True)
class Year(Common):
    """What may be chosen."""

    span: Span = option("统计口径", Span.SCHOOL)
    year: str = option("年度", "", help="如 2026-2027 或 2026，留空为统计截止日期所在的年度。")
    charts: bool = option("附图", default=False)


@dataclass(frozen=True, slots=True)
class Period:
    """The days that count, and what they are called."""

    first: date | None
    last: date
    title: str


@dataclass(frozen=True, slots=True)
class Ground:
    """Everything that the two tables are made of."""

    at: Scope
    partners: Sequence[Partner]
    programmes: Sequence[Programme]
    measures: Sequence[Measure]
    counted: Counted
    agreements: Mapping[UUID, frozenset[UUID]]  # in force, by partner
    apprentices: frozenset[UUID]  # programmes with apprenticeships


def build(office: Office, chosen: Year, today: date) -> Report:
    """The same contributions twice, once for each side; the sums must agree."""
    at = scope(office, chosen, today)
    period = _period(chosen, at.day)
    ground = _ground(at, period)
    by_programme, by_partner = _by_programme(ground), _by_partner(ground)
    return at.report(
        "cooperation_statistics",
        "校企合作情况统计表",
        [
            by_programme,
            PageBreak(),
            by_partner,
            *(_charts(ground) if chosen.charts else ()),
            at.hands(),
            Notes(_notes(ground, period)),
        ],
        orientation=Orientation.LANDSCAPE,
        period=period.title,
        unit="人、门、种、项、人天、万元",
        draft=chosen.draft,
        figures=_figures(ground, by_programme, by_partner),
    )


def _period(chosen: Year, day: date) -> Period:
    """The year asked for, as far as it has come by the day."""
    if chosen.span is Span.ALL:
        return Period(None, day, f"历年累计（截至{written(day)}）")
    start = _start(chosen, day)
    if chosen.span is Span.SCHOOL:
        year = SchoolYear(start)
        first, last, title = year.first, year.last, year.title
    else:
        first, last, title = date(start, 1, 1), date(start, 12, 31), f"{start}年"
    if last <= day:
        return Period(first, last, title)
    return Period(first, max(first, day), f"{title}（截至{written(day)}）")


def _start(chosen: Year, day: date) -> int:
    if not chosen.year:
        return SchoolYear.of(day).start if chosen.span is Span.SCHOOL else day.year
    start = chosen.year.strip().removesuffix("学年").removesuffix("年").partition("-")[0]
    if not (start.isdecimal() and 1990 <= int(start) <= 2199):
        raise Invalid([Problem("year", "年度请写成 2026-2027 或 2026 这样")])
    return int(start)


def _ground(at: Scope, period: Period) -> Ground:
    partners = at.office.partners.all(at.query())
    since = (Condition("on", "≥", period.first),) if period.first else ()
    until = Condition("on", "≤", period.last)
    known = {partner.id for partner in partners}
    given = [
        each
        for each in at.office.of(Contribution).all(Query(conditions=(*since, until)))
        if each.partner_id in known
    ]
    kinds = {value for value, *_ in at.office.of(Contribution).facet(Contribution.field("kind"))}
    held = running(at.office, at.day)
    return Ground(
        at=at,
        partners=partners,
        programmes=at.office.of(Programme).all(),
        measures=[each for each in MEASURES if each.kind in kinds],
        counted=counted(given),
        agreements=held.by_partner,
        apprentices=_apprentices(at.office, tuple(held.agreements)),
    )


def _apprentices(office: Office, held: tuple[UUID, ...]) -> frozenset[UUID]:
    """Programmes for which an agreement on apprenticeships is in force."""
    return frozenset(
        programme
        for agreement in office.of(Agreement).all(Query(only=held))
        if agreement.kind is AgreementKind.APPRENTICESHIP
        or CooperationForm.APPRENTICESHIP in agreement.forms
        for programme in agreement.programmes
    )


def _by_programme(ground: Ground) -> Table:
    """One row for each programme with a partner or a contribution."""
    active = [each for each in ground.partners if each.status is PartnerStatus.ACTIVE]
    rows: list[tuple[Any, ...]] = []
    for programme in ground.programmes:
        partners = sum(programme.id in partner.programmes for partner in active)
        values = ground.counted.of_programme(programme.id, ground.measures)
        if not partners and not any(values):
            continue
        trained = "是" if programme.id in ground.apprentices else "否"
        rows.append((programme.code, programme.name, partners, *values, trained))
    rest = ground.counted.of_programme(None, ground.measures)
    if any(rest):
        rows.append((None, _UNASSIGNED, None, *rest, None))
    columns = [
        Column.of(Programme.field("code")),
        Column.of(Programme.field("name"), width=11),
        Column(label="产学合作企业总数", unit="个", type=int, width=5, align=Align.RIGHT),
        *_columns(ground.measures),
        Column(label="是否合作开展学徒制", width=5, align=Align.CENTRE),
    ]
    return _table("按专业统计", columns, rows)


def _by_partner(ground: Ground) -> Table:
    """One row for each partner with an agreement in force or a contribution."""
    rows: list[tuple[Any, ...]] = []
    for partner in ground.partners:
        agreements = len(ground.agreements.get(partner.id, ()))
        values = ground.counted.of_partner(partner.id, ground.measures)
        if agreements or any(values):
            rows.append((partner.name, partner.code, partner.since, agreements, *values))
    columns = [
        Column.of(Partner.field("name"), width=16),
        Column.of(Partner.field("code")),
        Column.of(Partner.field("since"), label="合作开始年月", width=6),
        Column(label="有效协议", unit="份", type=int, width=4, align=Align.RIGHT, total=False),
        *_columns(ground.measures),
    ]
    return _table("按企业统计", columns, rows)


def _columns(measures: Sequence[Measure]) -> Iterator[Column]:
    amount = Contribution.field("amount")
    for each in measures:
        kept: dict[str, Any] = {"label": each.label, "key": each.key, "width": 5, "total": True}
        if each.money:
            yield Column.of(amount, **kept)
        else:
            yield Column(unit=each.unit, type=int, align=Align.RIGHT, **kept)


def _table(title: str, columns: Sequence[Column], rows: Sequence[Sequence[object]]) -> Table:
    return Table(title=title, columns=columns, rows=rows, index=True, total=Total.FIRST, keys=2)


def _charts(ground: Ground) -> Iterator[Section]:
    """A chart for each measure that at least two programmes have a part in."""
    for measure in ground.measures:
        values = [
            (each.name, ground.counted.of_programme(each.id, [measure])[0])
            for each in ground.programmes
        ]
        found = [(name, value) for name, value in values if value]
        if len(found) > 1:
            shown = [measure.printed(value) for _, value in found]
            yield Bars(
                f"各专业{measure.label}", [name for name, _ in found], {"": shown}, measure.unit
            )


def _figures(ground: Ground, by_programme: Table, by_partner: Table) -> dict[str, int | float]:
    sums = totals(by_partner)
    named = [row for row in by_programme.rows if row[1] != _UNASSIGNED]
    return {
        "programmes": len(named),
        "partners": len(by_partner.rows),
        **{each.key: each.figure(sums[each.key]) for each in ground.measures},
    }


def _notes(ground: Ground, period: Period) -> list[str]:
    """Definitions, what could not be counted, and whether the two tables agree."""
    first = f"{written(period.first)}至" if period.first else ""
    found = [
        f"统计范围：{first}{written(period.last)}登记的企业投入；"
        "协议和合作企业数按统计截止日期计。表中人数按登记记录累加，同一人在多条记录中的重复计算。",
        "“产学合作企业总数”为面向该专业且合作状态为“合作中”的企业数，一家企业可面向多个专业，不作合计；"
        "“准捐赠”指放在学校使用、产权仍属企业的设备。",
    ]
    pieces = "、".join(each.label for each in ground.measures if each.pieces)
    if pieces:
        found.append(f"{pieces}：未填数量的，一条记录按 1 计。")
    if ground.counted.unknown:
        found.append(f"有 {ground.counted.unknown} 条记录未填人数、天数或金额，未计入。")
    if absent := "、".join(each.label for each in MEASURES if each not in ground.measures):
        found.append(f"以下栏目尚无登记，本表未列：{absent}。")
    return [*found, *_checks(ground)]


def _checks(ground: Ground) -> Iterator[str]:
    """The sums of the two tables against each other, said where they differ."""
    one, other = totals(_by_programme(ground)), totals(_by_partner(ground))
    for each in ground.measures:
        if one[each.key] != other[each.key]:
            yield (
                f"审核关系不符：{each.label}按专业合计 {each.shown(one[each.key])}，"
                f"按企业合计 {each.shown(other[each.key])}。"
            )
