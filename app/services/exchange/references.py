"""Names in a ledger to records in the database: by code, title, short or former name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import KIND_OF_TABLE, Campus, Partner, Programme, Record
from app.models.fields import Field
from app.models.partners import PartnerStatus
from app.models.programmes import Level
from app.models.text import fold
from app.models.values import split_list, uuid7
from app.services.codes import Code, Codes
from app.services.exchange.convert import Column, Noted
from app.services.query import title

_OTHER_NAMES = ("short_name", "former_names")  # where kinds keep what else they are called


@dataclass(slots=True)
class Directory:
    """All live records of one kind by what they may be called."""

    kind: type[Record]
    known: dict[str, list[UUID]] = field(default_factory=dict)

    @classmethod
    def of(cls, session: Session, kind: type[Record]) -> "Directory":
        """Titles and codes first; other names only where no title says the same."""
        found = cls(kind)
        table = kind.__mapper__.column_attrs
        firm = [kind.about.title, *(f.key for f in kind.fields() if f.identifier)]
        loose = [key for key in _OTHER_NAMES if key in table]
        columns = [
            title(kind, kind) if key == kind.about.title else getattr(kind, key)
            for key in dict.fromkeys([*firm, *loose])
        ]
        rows = session.execute(select(kind.id, *columns).where(kind.deleted.is_(False))).all()
        for key, *values in rows:
            found.add(key, (str(value) for value in values[: len(columns) - len(loose)] if value))
        for key, *values in rows:
            for value in values[len(columns) - len(loose) :]:
                found.add(key, split_list(value or ""), loose=True)
        return found

    def add(self, key: UUID, names: Iterable[str], *, loose: bool = False) -> None:
        """Another record; a loose name never competes with a title."""
        for name in names:
            held = self.known.setdefault(fold(name), [])
            if key not in held and not (loose and held):
                held.append(key)

    def find(self, name: str) -> Sequence[UUID]:
        """The records that a name may mean."""
        for wording in _wordings(name, self.kind):
            if found := self.known.get(wording):
                return found
        return ()


def _wordings(name: str, kind: type[Record]) -> list[str]:
    """The name as it stands, without what is in brackets behind it, without the kind's label."""
    whole = fold(name)
    bare = whole.partition("(")[0] if whole.endswith(")") else whole
    return list(dict.fromkeys([whole, bare, bare.removesuffix(fold(kind.about.label))]))


@dataclass(frozen=True, slots=True)
class Made:
    """A record that an import brings along, because rows name it and it is not there."""

    kind: type[Record]
    values: dict[str, Any]  # with its key under "id"
    told: str


class References:
    """Looks up what rows refer to.

    Programmes of the national catalogue are made when missing, and so is whatever a field says
    may come along with an import.
    """

    def __init__(self, session: Session, codes: Codes) -> None:
        self._session = session
        self._codes = codes
        self._directories: dict[str, Directory] = {}
        self._known: dict[tuple[str, str], UUID | Noted] = {}
        self.made: dict[UUID, Made] = {}  # what would come along, by key

    def directory(self, table: str) -> Directory:
        """All records of one kind, read once."""
        if table not in self._directories:
            self._directories[table] = Directory.of(self._session, KIND_OF_TABLE[table])
        return self._directories[table]

    def resolve(self, column: Column) -> None:
        """Put keys in the place of names; what is not found is left out and reported."""
        described = column.field
        for n, names in enumerate(column.values):
            if names is None:
                continue
            found = [self.look_up(described, name) for name in names]
            keys = tuple(dict.fromkeys(key for key in found if isinstance(key, UUID)))
            missing = [each.note for each in found if isinstance(each, Noted)]
            if missing:
                _report(column, n, missing)
            column.values[n] = (keys or None) if described.many else (keys[0] if keys else None)

    def look_up(self, described: Field, name: str) -> UUID | Noted:
        """One record's key, or a note that says why there is none."""
        known = self._known.get((described.target, name))
        if known is None:
            known = self._known[described.target, name] = self._search(described, name)
        return known

    def by_name(self, described: Field, name: str, *, create: bool) -> tuple[UUID | None, str]:
        """The record that a text names, made if asked; else why there is none."""
        directory = self.directory(described.target)
        found = directory.find(name)
        label = directory.kind.about.label
        if len(found) == 1:
            return found[0], ""
        if found:
            return None, f"库里有 {len(found)} 个{label}叫“{name}”，分不清是哪一个，没有对应"
        if create:
            return self._bring(name, directory), ""
        return None, f"库里没有{label}“{name}”，只按原文登记"

    def _search(self, described: Field, name: str) -> UUID | Noted:
        directory = self.directory(described.target)
        found = directory.find(name)
        if len(found) == 1:
            return found[0]
        label = directory.kind.about.label
        if found:
            return Noted(None, f"库里有 {len(found)} 个{label}叫“{name}”，分不清是哪一个")
        if directory.kind is Programme and (major := self._major(name)):
            return self._make(major, directory)
        if described.along:
            return self._bring(name, directory)
        return Noted(None, f"库里没有{label}“{name}”")

    def _major(self, name: str) -> Code | None:
        for wording in _wordings(name, Programme):
            found = self._codes.find("major", wording, str(Level.COLLEGE))
            found = found or self._codes.table("major").get(wording.upper())
            if found is not None:
                return found
        return None

    def _make(self, major: Code, directory: Directory) -> UUID:
        if held := directory.find(major.code):  # the same programme under another name
            return held[0]
        key = uuid7()
        level = Level.parse(major.level)
        values = {"id": key, "name": major.name, "code": major.code, "level": level}
        told = f"专业“{major.name}”（{major.code}）库里没有，按国家专业目录一并建立"
        self.made[key] = Made(Programme, values, told)
        directory.add(key, (major.name, major.code))
        return key

    def _bring(self, name: str, directory: Directory) -> UUID:
        key, kind = uuid7(), directory.kind
        told = f"{kind.about.label}“{name}”库里没有，一并建立"
        values: dict[str, Any] = {"id": key, kind.about.title: name}
        if kind is Partner:
            values["status"] = PartnerStatus.PROSPECT
        if kind is Campus:
            values["code"] = self._campus_code(name, directory)
        self.made[key] = Made(kind, values, told)
        directory.add(key, (name, str(values.get("code") or name)))
        return key

    def _campus_code(self, name: str, directory: Directory) -> str:
        """A code that goes into numbers: the initials, as far as nobody else has them."""
        initials = self._codes.initials(name).upper()[:4] or "XQ"
        tries = (f"{initials}{n or ''}" for n in range(99))
        return next(each for each in tries if not directory.find(each))


def _report(column: Column, n: int, missing: Sequence[str]) -> None:
    told = "；".join(missing)
    if column.field.required or column.field.everything:
        column.problems[n] = f"{told}，请先建立它"
    else:
        column.warnings[n] = "；".join(filter(None, [column.warnings.get(n), f"{told}，没有导入"]))
