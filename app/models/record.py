"""The base of everything the office keeps on file.

A new kind of record: (1) a class here-like in its area's module, fields said once with `column`,
`reference` or `many`; (2) its line in `app/models/__init__.py`; (3) a migration
(`python -m tools.new_revision "what"`). Lists, forms, import, export, history, search, the
recycle bin and the conformance tests follow from it.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, ClassVar, Unpack, cast
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    Uuid,
)
from sqlalchemy import Enum as EnumType
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, declared_attr, mapped_column

from app.models.fields import Choice, ColumnOptions, Field, FieldOptions
from app.models.values import PartialDate, fen, uuid7

LONG = 20_000  # characters in a text of several lines, unless a field says otherwise


class Money(TypeDecorator[Decimal]):
    """Yuan in Python, whole fen in the database: SQLite knows no decimals."""

    impl = BigInteger
    cache_ok = True
    python_type = Decimal

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        return None if value is None else int(fen(value) * 100)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-2)


class Moment(TypeDecorator[datetime]):
    """Aware in Python, naive UTC in the database: SQLite drops zones, PostgreSQL converts them."""

    impl = DateTime
    cache_ok = True
    python_type = datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class PartialDateType(TypeDecorator[PartialDate]):
    """Stored as its ISO text, which sorts as time does."""

    impl = String(10)
    cache_ok = True
    python_type = PartialDate

    def process_bind_param(self, value: PartialDate | None, dialect: Dialect) -> str | None:
        return None if value is None else value.iso

    def process_result_value(self, value: str | None, dialect: Dialect) -> PartialDate | None:
        return None if value is None else PartialDate(value)


class ChoiceSet(TypeDecorator[tuple[Choice, ...]]):
    """Several members of one Choice, stored as a JSON list of their names."""

    impl = Text
    cache_ok = True
    python_type = tuple

    def __init__(self, kind: type[Choice]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Iterable[Choice] | None, dialect: Dialect) -> str:
        chosen = set(value or ())
        return json.dumps([member.name for member in self.kind if member in chosen])

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[Choice, ...]:
        return tuple(self.kind[name] for name in json.loads(value or "[]"))


class Base(DeclarativeBase):
    """All our tables, with names for every constraint so that migrations can find them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        Decimal: Money(),
        datetime: Moment(),
        PartialDate: PartialDateType(),
        UUID: Uuid(),
        Enum: EnumType(Enum, native_enum=False, length=40),
    }


@dataclass(frozen=True, slots=True)
class About:
    """How a kind of record is called, and how it presents itself."""

    label: str
    title: str = "name"  # the field that names one of them
    counter: str = "条"  # measure word: 128 家, 40 份
    parent: str = ""  # the reference to the record it is part of, if it is
    icon: str = "file-text"
    empty: str = ""  # what an empty list says belongs here
    link: bool = False  # an association row: no list of its own, no title


class Record(Base):
    """A row people work with. What is not a field is kept by the database room, never by hand."""

    __abstract__ = True
    about: ClassVar[About]

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    version: Mapped[int] = mapped_column(default=0)
    deleted: Mapped[bool] = mapped_column(default=False)  # in the recycle bin
    key_ok: Mapped[bool] = mapped_column(default=True)  # holds its unique values; not in the bin
    sort_key: Mapped[str] = mapped_column(String(400), default="")  # pinyin of the title
    created_at: Mapped[datetime] = mapped_column()
    created_by: Mapped[str] = mapped_column(String(100))
    changed_at: Mapped[datetime] = mapped_column()
    changed_by: Mapped[str] = mapped_column(String(100))

    @declared_attr
    def campus_id(cls) -> Mapped[UUID | None]:
        """The home campus; none: the whole college."""
        described = Field(label="所属校区", target="campus", group="管理", listed=False, width=8)
        return mapped_column(ForeignKey("campus.id"), index=True, info={"field": described})

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        table = cls.table()
        Index(f"ix_{table.name}_listed", table.c.deleted, table.c.sort_key, table.c.id)
        for each in table.c:
            if each.info.get("unique"):
                Index(
                    f"uq_{table.name}_{each.name}",
                    each,
                    unique=True,
                    sqlite_where=table.c.key_ok,
                    info={"where": table.c.key_ok},  # naming PostgreSQL here would import it
                )

    @classmethod
    def table(cls) -> Table:
        """The table of this kind."""
        return cast("Table", cls.__table__)

    @classmethod
    @cache
    def fields(cls) -> tuple[Field, ...]:
        """The described columns as written; parts and campuses have no campus of their own."""
        attrs = cls.__mapper__.column_attrs
        own = vars(cls)  # SQLAlchemy has put the campus there, too
        written = [key for key in own if key in attrs or isinstance(own[key], Many)]
        written = [key for key in written if key != "campus_id"]
        if not cls.about.parent and not cls.about.link and cls.__tablename__ != "campus":
            written.append("campus_id")
        found = [
            vars(cls)[key].described(key)
            if isinstance(vars(cls).get(key), Many)
            else _describe(key, attrs[key].columns[0])
            for key in written
        ]
        return tuple(each for each in found if each.label)

    @classmethod
    def field(cls, key: str) -> Field:
        """One field by key; KeyError if there is none."""
        for each in cls.fields():
            if each.key == key:
                return each
        raise KeyError(key)

    @classmethod
    @cache
    def logged(cls) -> tuple[str, ...]:
        """The attributes that the change log records: all content, nothing derived."""
        return tuple(a.key for a in cls.__mapper__.column_attrs if a.key not in _DERIVED)


_DERIVED = frozenset(
    {
        "id",
        "version",
        "key_ok",
        "sort_key",
        "created_at",
        "created_by",
        "changed_at",
        "changed_by",
    }
)


class Many:
    """An attribute that holds the ids of several records, kept in an association table.

    Read through `Records.get`, written through `Records.save`; the rows are ordinary records of
    the kind `through`, so they have history, undo and their own keys.
    """

    def __init__(self, field: Field) -> None:
        self._field = field

    def described(self, key: str) -> Field:
        """The field, now that its name is known."""
        return replace(self._field, key=key)

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = f"_many_{name}"

    def __get__(self, record: Any, owner: type | None = None) -> Any:
        return self if record is None else getattr(record, self._name, ())

    def __set__(self, record: Any, value: Iterable[UUID]) -> None:
        object.__setattr__(record, self._name, tuple(value))


def column(
    label: str, *, unique: bool = False, index: bool = False, **options: Unpack[ColumnOptions]
) -> MappedColumn[Any]:
    """A column and its description. Type and necessity come from the annotation.

    `unique` holds among records that are not in the recycle bin.
    """
    if options.get("lines", 1) > 1:
        options.setdefault("limit", LONG)
    described = Field(label=label, **options)
    info = {"field": described, "unique": unique}
    return mapped_column(index=(index or unique) or None, info=info)


def choices(label: str, kind: type[Choice], **options: Unpack[FieldOptions]) -> MappedColumn[Any]:
    """A column that holds several members of one Choice; annotate it `Mapped[tuple[X, ...]]`."""
    described = Field(label=label, item=kind, **options)
    return mapped_column(ChoiceSet(kind), nullable=False, info={"field": described, "any": True})


def reference(
    label: str, table: str, *, index: bool = True, **options: Unpack[FieldOptions]
) -> MappedColumn[Any]:
    """A column that points at another kind of record, shown by that record's title.

    `index` may be False where an index of the kind's own begins with it.
    """
    described = Field(label=label, target=table, **options)
    info = {"field": described}
    return mapped_column(ForeignKey(f"{table}.id"), index=index or None, info=info)


def many(label: str, table: str, through: str, **options: Unpack[FieldOptions]) -> Many:
    """Several references, in the association kind `through`, shown as titles joined by 、."""
    return Many(
        Field(
            label=label,
            target=table,
            through=through,
            type=tuple,
            item=UUID,
            required=False,
            **options,
        )
    )


def _describe(key: str, col: Any) -> Field:
    described: Field | None = col.info.get("field")
    if described is None:
        return Field(label="", key=key)
    required = not col.nullable and not col.info.get("any") and described.default is None
    return replace(described, key=key, type=col.type.python_type, required=required)
