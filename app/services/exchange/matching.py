"""Which record a row is about: by its code, else by its name; and rows that say the same twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Problem
from app.models import Record
from app.models.fields import Field
from app.models.text import fold
from app.models.values import PartialDate
from app.services.query import association

# Kinds whose records may share a title: what else tells them apart.
_TOLD_APART = {
    "programme": ("name", "level"),
    "student": (),  # by number alone: names are shared
    "teacher": (),
    "placement": ("student_id", "batch_id", "starts"),
    "cohort_member": ("cohort_id", "student_id", "joined"),
    "certificate": ("student_id", "name", "grade"),
    "calendar_day": ("on", "kind"),
    "class_period": ("number", "season", "site_id"),
    "rule_waiver": ("rule", "placement_id", "student_id", "post_id", "partner_id", "batch_id"),
    "rule_change": ("rule", "on"),
    "agreement": ("name", "partners", "starts"),
    "agreement_party": ("agreement_id", "side", "partner_id", "label"),
    "annual_review": ("agreement_id", "year"),
    "approval": ("agreement_id", "step", "position"),
    "closure": ("name", "starts", "room_id", "base_id"),
    "safety_access": ("hazard", "teacher_id", "student_id"),
    "booking": (),  # by number alone: a course has several series
    "booking_equipment": ("booking_id", "equipment_id"),
    "booking_approval": ("booking_id", "role", "on"),
}

Identity = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """Which record a row means: its codes and its identity, in the form they are compared in."""

    values: Mapping[str, Any]
    codes: Mapping[str, Any]
    identity: Identity | None


class Matcher:
    """Live records of one kind by code and by name, and what earlier rows have claimed."""

    def __init__(self, session: Session, kind: type[Record]) -> None:
        self.kind = kind
        self._coded = [f for f in kind.fields() if _unique(kind, f)]
        self._named = _identity_fields(kind)
        self._by_code: dict[str, dict[Any, UUID]] = {f.key: {} for f in self._coded}
        self._by_name: dict[Identity, list[UUID]] = {}
        self._codes_of: dict[UUID, tuple[Any, ...]] = {}
        self._rows_by_code: dict[tuple[str, Any], int] = {}
        self._rows_by_name: dict[Identity, int] = {}
        self._load(session)

    def _load(self, session: Session) -> None:
        plain = [f for f in (*self._coded, *self._named) if not f.through]
        columns = [getattr(self.kind, f.key) for f in plain]
        linked = {f.key: links(session, self.kind, f) for f in self._named if f.through}
        live = self.kind.deleted.is_(False)
        for key, *found in session.execute(select(self.kind.id, *columns).where(live)):
            values = dict(zip((f.key for f in plain), found, strict=True))
            values |= {name: held.get(key, ()) for name, held in linked.items()}
            for f in self._coded:
                if values[f.key] is not None:
                    self._by_code[f.key][same(values[f.key])] = key
            self._codes_of[key] = tuple(values[f.key] for f in self._coded)
            self._by_name.setdefault(self._identity(values), []).append(key)

    def about(self, values: Mapping[str, Any]) -> "Claim":
        """What a row says about which record it means."""
        codes = {f.key: same(values[f.key]) for f in self._coded if f.key in values}
        named = bool(self._named) and self._named[0].key in values
        return Claim(values, codes, self._identity(values) if named else None)

    def match(self, claim: "Claim") -> tuple[UUID | None, list[Problem]]:
        """The record that a row is about, None for a new one; or why that cannot be said."""
        if problems := self._said_before(claim):
            return None, problems
        found = {name: self._by_code[name].get(code) for name, code in claim.codes.items()}
        keys = {key for key in found.values() if key}
        if len(keys) > 1:
            told = "、".join(self.kind.field(name).label for name, key in found.items() if key)
            return None, [Problem(next(iter(found)), f"{told}分别属于库里不同的记录，请核对")]
        named = self._by_name.get(claim.identity, ()) if claim.identity else ()
        if not keys:
            return self._by_title(claim, named)
        key = keys.pop()
        if named and key not in named:
            return None, [self._about_title("与库里另一条记录相同，代码却不同，请核对")]
        return key, []

    def claim(self, claim: "Claim", number: int) -> None:
        """This row goes in: whatever says the same further down is a duplicate."""
        for name, code in claim.codes.items():
            self._rows_by_code[name, code] = number
        if claim.identity:
            self._rows_by_name[claim.identity] = number

    def lacking_code(self, values: Mapping[str, Any], key: UUID | None) -> Field | None:
        """The code that a record would still be without, if its kind has one a person gives."""
        held = self._codes_of.get(key, ()) if key else ()
        for n, f in enumerate(self._coded):
            wanted = f.identifier and not f.number and not f.required
            if wanted and f.key not in values and not (held and held[n]):
                return f
        return None

    def _by_title(self, claim: "Claim", named: Sequence[UUID]) -> tuple[UUID | None, list[Problem]]:
        if not named:
            return None, []
        if len(named) > 1:
            return None, [self._about_title(f"库里有 {len(named)} 条同名记录，分不清是哪一条")]
        for f, held in zip(self._coded, self._codes_of[named[0]], strict=True):
            if held is not None and claim.codes.get(f.key, same(held)) != same(held):
                told = f"库里同名{self.kind.about.label}的{f.label}是 {held}，与这一行不同，请核对"
                return None, [Problem(f.key, told)]
        return named[0], []

    def _said_before(self, claim: "Claim") -> list[Problem]:
        """Against earlier rows of the same file."""
        for name, code in claim.codes.items():
            if row := self._rows_by_code.get((name, code)):
                return [Problem(name, f"与第 {row} 行的{self.kind.field(name).label}相同")]
        row = self._rows_by_name.get(claim.identity) if claim.identity else None
        return [self._about_title(f"与第 {row} 行相同")] if row else []

    def _identity(self, values: Mapping[str, Any]) -> Identity:
        return tuple(same(values.get(f.key, f.default)) for f in self._named)

    def _about_title(self, told: str) -> Problem:
        title = self.kind.field(self.kind.about.title)
        return Problem(title.key, told)


def _identity_fields(kind: type[Record]) -> list[Field]:
    """The title; for parts also what they belong to and whatever else they must have."""
    told = _TOLD_APART.get(kind.__tablename__)
    if told is None:
        told = (kind.about.title,)
        if kind.about.parent:
            needed = (f.key for f in kind.fields() if f.required and f.default is None)
            told = tuple(dict.fromkeys([kind.about.parent, *needed, *told]))
    return [kind.field(key) for key in told]


def _unique(kind: type[Record], described: Field) -> bool:
    return not described.many and bool(kind.__table__.c[described.key].info.get("unique"))


def known_by_code(table: str) -> bool:
    """Whether records of a kind share titles so freely that only their code tells them apart."""
    return _TOLD_APART.get(table) == ()


def same(value: Any) -> Any:
    """What counts when values are compared: not width and case of text, nor order of sets."""
    if isinstance(value, str):
        return fold(value)
    if isinstance(value, tuple):
        return frozenset(value)
    if isinstance(value, PartialDate):
        return value.iso
    return value.isoformat() if isinstance(value, date) else value


def links(session: Session, kind: type[Record], described: Field) -> dict[UUID, tuple[UUID, ...]]:
    """What every record of a kind points at through one `many` field."""
    link, ours, theirs = association(kind, described)
    held: dict[UUID, list[UUID]] = {}
    query = select(ours, theirs).where(link.deleted.is_(False), theirs.is_not(None))
    for key, other in session.execute(query.order_by(link.id)):
        held.setdefault(key, []).append(other)
    return {key: tuple(others) for key, others in held.items()}
