"""合作企业名片: one page about a partner, for a meeting."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from app.errors import Refused
from app.models import (
    Agreement,
    ContactLog,
    Contribution,
    CreditCheck,
    Partner,
    Record,
    SiteInspection,
)
from app.models.fields import option
from app.services.mask import Profile, guarded, masked, visible
from app.services.office import Office
from app.services.query import Query
from app.services.reports.partner_register import place
from app.services.reports.reading import Common, Row, Scope, masking, running, scope, wan, written
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
    Total,
)

_NEWEST = 4  # of each kind: more does not fit on the page
_LONGEST = 90  # characters of a free text


@dataclass(frozen=True, slots=True)
class Card(Common):
    """What may be chosen."""

    partner: UUID = option("合作企业", None, target="partner", help="可写企业名称。")
    profile: Profile = option("用途", Profile.INTERNAL, help="决定哪些栏目列出、哪些号码遮盖。")


_FACTS = (
    "code", "status", "nature", "industry", "size", "staff", "region", "depth", "since",
    "department_id", "legal_person", "liaison", "contact_name", "contact_phone",
)  # fmt: skip
_CONTRIBUTION = ("on", "kind", "name", "amount", "quantity")
_CONTACT = ("on", "way", "person", "summary", "next_step")
_WIDE = ("address", "programmes", "labels", "remark")


def build(office: Office, chosen: Card, today: date) -> Report:
    """Who they are, what was agreed, what they brought in, and how we last spoke."""
    at = scope(office, chosen, today)
    partner = next(iter(at.rows(Partner, Query(only=(chosen.partner,)))), None)
    if partner is None:
        raise Refused("请从企业库里选择要打印名片的企业。")
    given = at.rows(Contribution, _parts(chosen.partner))
    held = running(office, at.day)
    mine = held.by_partner.get(chosen.partner, frozenset())
    sections = [
        Facts([*_facts(at, chosen.profile, partner), *_looks(at, chosen)]),
        *_agreements(at, chosen, held.ends),
        *_list(at, chosen, Contribution, "企业投入", _CONTRIBUTION),
        *_list(at, chosen, ContactLog, "最近联系", _CONTACT),
        *_masked(chosen.profile),
    ]
    return at.report(
        "partner_card",
        partner["name"],
        sections,
        subtitle="合作企业名片",
        period=f"截至{written(at.day)}",
        maker="制作单位",
        one_page=True,
        orientation=Orientation.PORTRAIT,
        draft=chosen.draft,
        figures={
            "agreements": office.agreements.count(_with(chosen.partner)),
            "in_force": len(mine),
            "contributions": len(given),
            "amount": wan(sum((row["amount"] for row in given if row["amount"]), start=Decimal())),
            "contacts": office.of(ContactLog).count(_parts(chosen.partner)),
            "inspections": office.of(SiteInspection).count(_parts(chosen.partner)),
        },
    )


def _parts(partner: UUID) -> Query:
    return Query(where={"partner_id": partner}, order="on", descending=True)


def _with(partner: UUID) -> Query:
    return Query(where={"partners": partner}, order="signed_on", descending=True)


def _facts(at: Scope, profile: Profile, partner: Row) -> Iterator[Fact]:
    """What is known; what is not takes no room."""
    special = {
        "industry": at.office.codes.name("industry", partner["industry"]),
        "region": place(at.office, partner["region"]),
    }
    for key in (*_FACTS, *_WIDE):
        field = Partner.field(key)
        value = special.get(key) or masked(field, partner[key], profile)
        if value and visible(field, profile):
            unit = f" {field.unit}" if field.unit else ""
            yield Fact(field.label, f"{_short(value)}{unit}", wide=key in _WIDE)


def _looks(at: Scope, chosen: Card) -> Iterator[Fact]:
    """When the college last was there, and when it last looked the company up."""
    if chosen.profile is Profile.PUBLIC:
        return
    for seen in at.rows(SiteInspection, _parts(chosen.partner))[:1]:
        until = f"，有效期至 {seen['valid_until']}" if seen["valid_until"] else ""
        told = f"{seen['on']}　{seen['conclusion']}{until}（{seen['inspectors']}）"
        yield Fact("最近实地考察", told, wide=True)
    for check in at.rows(CreditCheck, _parts(chosen.partner))[:1]:
        yield Fact(
            "最近信用核查", f"{check['on']}　{check['result']}（{check['source']}）", wide=True
        )


def _agreements(at: Scope, chosen: Card, ends: Any) -> Iterator[Section]:
    rows = at.rows(Agreement, _with(chosen.partner))
    for row in rows:
        row["ends"] = ends.get(row["id"], row["ends"])
    keys = ("number", "name", "kind", "signed_on", "ends", "state")
    yield from _table(Agreement, "协议", rows, [Column.of(Agreement.field(key)) for key in keys])


def _list(
    at: Scope, chosen: Card, kind: type[Record], title: str, keys: Sequence[str]
) -> Iterator[Section]:
    fields = [kind.field(key) for key in keys if visible(kind.field(key), chosen.profile)]
    rows = at.rows(kind, _parts(chosen.partner))
    for row in rows:
        row.update({f.key: guarded(f, row[f.key], chosen.profile) for f in fields})
    yield from _table(kind, title, rows, [Column.of(field) for field in fields])


def _table(
    kind: type[Record], title: str, rows: Sequence[Row], columns: Sequence[Column]
) -> Iterator[Section]:
    """The newest rows under a heading that says how many there are in all."""
    if not rows or not columns:
        return
    counter = kind.about.counter
    more = f"，列出最近 {_NEWEST} {counter}" if len(rows) > _NEWEST else ""
    yield Heading(f"{title}（共 {len(rows)} {counter}{more}）", 2)
    cells = [[_short(row[column.key]) for column in columns] for row in rows[:_NEWEST]]
    yield Table(columns=columns, rows=cells, numbered=False, total=Total.NONE)


def _short(value: Any) -> Any:
    """A free text as far as a card has room for it."""
    if not isinstance(value, str) or len(value) <= _LONGEST:
        return value
    return f"{value[: _LONGEST - 1]}…"


def _masked(profile: Profile) -> Iterator[Section]:
    if told := masking(profile):
        yield Notes([told])
