"""The year's figures against the year before, each with the records it counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from app.models import (
    Agreement,
    ContactLog,
    Contribution,
    Partner,
    SiteInspection,
)
from app.models.partners import ContributionKind, PartnerStatus
from app.models.values import PartialDate, show_wan
from app.services.home.ground import Ground
from app.services.query import Condition, Query
from app.services.years import SchoolYear, years_before


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the year, and the list behind it."""

    key: str
    label: str
    value: str
    unit: str
    note: str  # what to compare it with
    page: str
    query: Query
    title: str  # of the list


@dataclass(frozen=True, slots=True)
class _Span:
    first: date
    last: date


def figures(ground: Ground, year: SchoolYear) -> list[Figure]:
    """The school year so far, beside the same days of the year before."""
    now = _Span(year.first, year.reached(ground.today))
    running = now.last < year.last
    then = _Span(year.before.first, years_before(now.last, 1) if running else year.before.last)
    compared = f"{year.before} 同期" if running else f"{year.before}"
    return [
        _partners(ground),
        _new_partners(ground, now, then, compared),
        _in_force(ground, now.last, then.last),
        _signed(ground, now, then, compared),
        _money(ground, now, then, compared),
        _interns(ground, now, then, compared),
        _dated(ground, ContactLog, now, then, compared),
        _dated(ground, SiteInspection, now, then, compared),
    ]


def _partners(ground: Ground) -> Figure:
    query = ground.where(status=PartnerStatus.ACTIVE)
    all_ = ground.office.partners.count(Query(campus=ground.campus))
    return Figure(
        key="partners",
        label="合作中企业",
        value=str(ground.office.partners.count(query)),
        unit="家",
        note=f"库内共 {all_} 家",
        page="partner",
        query=query,
        title="合作中的企业",
    )


def _new_partners(ground: Ground, now: _Span, then: _Span, compared: str) -> Figure:
    query, before = (
        Query(conditions=_within("since", _months(span)), campus=ground.campus)
        for span in (now, then)
    )
    return Figure(
        key="new_partners",
        label="新增合作企业",
        value=str(ground.office.partners.count(query)),
        unit="家",
        note=f"{compared} {ground.office.partners.count(before)} 家",
        page="partner",
        query=query,
        title="本学年首次合作的企业",
    )


def _months(span: _Span) -> tuple[PartialDate, PartialDate]:
    """A first cooperation known to the month counts from the span's first month on."""
    return PartialDate.of(span.first.year, span.first.month), PartialDate(span.last.isoformat())


def _within(key: str, ends: tuple[object, object]) -> tuple[Condition, Condition]:
    return Condition(key, "≥", ends[0]), Condition(key, "≤", ends[1])


def _in_force(ground: Ground, now: date, then: date) -> Figure:
    current, before = (
        [each.id for each in ground.agreements if each.runs_on(day)] for day in (now, then)
    )
    return Figure(
        key="in_force",
        label="有效协议",
        value=str(len(current)),
        unit="份",
        note=f"一年前 {len(before)} 份",
        page="agreement",
        query=ground.of(Agreement, current),
        title="有效期内的协议",
    )


def _signed(ground: Ground, now: _Span, then: _Span, compared: str) -> Figure:
    query, before = (
        Query(conditions=_within("signed_on", (span.first, span.last)), campus=ground.campus)
        for span in (now, then)
    )
    return Figure(
        key="signed",
        label="新签协议",
        value=str(ground.office.agreements.count(query)),
        unit="份",
        note=f"{compared} {ground.office.agreements.count(before)} 份",
        page="agreement",
        query=query,
        title="本学年签订的协议",
    )


def _money(ground: Ground, now: _Span, then: _Span, compared: str) -> Figure:
    rows = _contributions(ground, now)
    amount = sum((row.amount or Decimal(0) for row in rows), Decimal(0))
    before = sum((row.amount or Decimal(0) for row in _contributions(ground, then)), Decimal(0))
    return Figure(
        key="contributions",
        label="企业投入",
        value=show_wan(amount),
        unit="万元",
        note=f"{compared} {show_wan(before)} 万元",
        page="contribution",
        query=ground.of(Contribution, (row.id for row in rows if row.amount)),
        title="本学年的企业投入",
    )


def _interns(ground: Ground, now: _Span, then: _Span, compared: str) -> Figure:
    rows, before = (
        [r for r in _contributions(ground, span) if r.kind is ContributionKind.INTERNS]
        for span in (now, then)
    )
    return Figure(
        key="interns",
        label="接收实习学生",
        value=str(sum(row.quantity or 0 for row in rows)),
        unit="人",
        note=f"{compared} {sum(row.quantity or 0 for row in before)} 人",
        page="contribution",
        query=ground.of(Contribution, (row.id for row in rows)),
        title="本学年接收的实习学生",
    )


def _contributions(ground: Ground, span: _Span) -> Sequence[Contribution]:
    query = (
        select(Contribution)
        .join(Partner, Partner.id == Contribution.partner_id)
        .where(ground.ours(Partner), Contribution.deleted.is_(False))
        .where(Contribution.on.between(span.first, span.last))
        .order_by(Contribution.on, Contribution.id)
    )
    with ground.office.db.read() as session:
        return session.scalars(query).all()


_DATED = {ContactLog: ("联系记录", "次"), SiteInspection: ("实地考察", "次")}


def _dated(
    ground: Ground,
    kind: type[ContactLog | SiteInspection],
    now: _Span,
    then: _Span,
    compared: str,
) -> Figure:
    found = _ids(ground, kind, now)
    label, unit = _DATED[kind]
    return Figure(
        key=kind.__tablename__,
        label=label,
        value=str(len(found)),
        unit=unit,
        note=f"{compared} {len(_ids(ground, kind, then))} {unit}",
        page=kind.__tablename__,
        query=ground.of(kind, found),
        title=f"本学年的{label}",
    )


def _ids(ground: Ground, kind: type[ContactLog | SiteInspection], span: _Span) -> tuple[UUID, ...]:
    query = (
        select(kind.id)
        .join(Partner, Partner.id == kind.partner_id)
        .where(ground.ours(Partner), kind.deleted.is_(False))
        .where(kind.on.between(span.first, span.last))
        .order_by(kind.on, kind.id)
    )
    with ground.office.db.read() as session:
        return tuple(session.scalars(query))
