"""Hosts with their inspections and look-ups, and the posts they offer."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.models import CreditCheck, Partner, Post, PostProgramme, Programme, SiteInspection
from app.models.partners import PartnerStatus, Role
from app.models.text import fold
from app.services.rules.facts import CreditFacts, HostFacts, InspectionFacts, PostFacts
from app.services.rules.gather.scope import F, Scope, fen, made, shared

_GRADES = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "一": 1, "二": 2, "三": 3, "四": 4}
_POINTS = tuple(
    (field.key, field.label) for field in SiteInspection.fields() if field.group == "考察内容"
)


def host_facts(scope: Scope) -> list[HostFacts]:
    """The hosts of the judged placements, also those that were put into the bin since."""
    query = select(
        *shared(Partner, HostFacts, "lowest_wage"),
        Partner.name.label("title"),
        fen(Partner.lowest_wage, "lowest_wage"),
        (Partner.role == Role.AGENCY).label("agency"),
        (Partner.status == PartnerStatus.BARRED).label("barred"),
    ).where(Partner.id.in_(scope.hosts))
    seen = _grouped(scope, SiteInspection, _inspection)
    credit = _grouped(scope, CreditCheck, lambda each: CreditFacts(each.on, each.result))
    return [
        made(
            HostFacts,
            row,
            inspections=seen.get(row["id"], ()),
            credit=credit.get(row["id"], ()),
        )
        for row in scope.rows(query)
    ]


def _grouped(scope: Scope, kind: Any, make: Callable[[Any], F]) -> dict[UUID, tuple[F, ...]]:
    """Parts of the hosts, by host, in the order in which they were written."""
    found: dict[UUID, list[F]] = defaultdict(list)
    query = select(kind).where(kind.deleted.is_(False), kind.partner_id.in_(scope.hosts))
    for each in scope.session.scalars(query.order_by(kind.id)):
        found[each.partner_id].append(make(each))
    return {key: tuple(each) for key, each in found.items()}


def _inspection(each: SiteInspection) -> InspectionFacts:
    empty = tuple(label for key, label in _POINTS if not getattr(each, key))
    return InspectionFacts(each.on, each.conclusion, empty, each.valid_until)


def post_facts(scope: Scope) -> list[PostFacts]:
    """Every post of the hosts, oldest first."""
    codes: dict[UUID, set[str]] = defaultdict(set)
    linked = (
        select(PostProgramme.post_id, Programme.code)
        .join(Programme, Programme.id == PostProgramme.programme_id)
        .where(PostProgramme.deleted.is_(False), Programme.code.is_not(None))
    )
    for row in scope.rows(linked):
        codes[row["post_id"]].add(row["code"])
    query = (
        select(
            *shared(Post, PostFacts, "wage"),
            Post.name.label("title"),
            Post.partner_id.label("host"),
            Post.hazard_tags,
            fen(Post.wage, "wage"),
        )
        .where(Post.partner_id.in_(scope.hosts), Post.deleted.is_(False))
        .order_by(Post.id)
    )
    return [
        made(
            PostFacts,
            row,
            majors=frozenset(codes[row["id"]]) or None,
            hazards=frozenset(row["hazard_tags"]) or None,
            labour_grade=grade(row["labour_grade"]),
        )
        for row in scope.rows(query)
    ]


def grade(written: str | None) -> int | None:
    """A grade of physical labour however it is written: Ⅲ, III, 三级, 3."""
    bare = fold(written or "").removesuffix("级")
    return _GRADES.get(bare) or (int(bare) if bare in {"1", "2", "3", "4"} else None)
