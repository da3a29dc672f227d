"""What people see, as a workbook or csv that the import reads back without a change."""

from collections import Counter
from collections.abc import Iterator, Sequence, Sized
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Refused
from app.models import KIND_OF_TABLE, Record
from app.models.fields import Field
from app.models.values import WAN
from app.services.exchange.lines import Progress
from app.services.mask import Profile, guarded, visible
from app.services.office import Office
from app.services.query import ALL, Query, title
from app.services.records import Records
from app.services.spreadsheet import Exported, write_csv, write_rows

_PAGE = 2_000
_NATIVE = (int, Decimal, date, datetime)


def export(  # noqa: PLR0913 - what people choose when they export
    office: Office,
    kind: type[Record],
    path: Path,
    *,
    keys: Sequence[str] = (),
    query: Query = ALL,
    profile: Profile = Profile.INTERNAL,
    progress: Progress = lambda *_: None,
) -> Exported:
    """Write records to an .xlsx or .csv file: these fields (none: all), in the query's order.

    Fields that the profile does not let out are left out; personal values are shortened.
    """
    suffix = path.suffix.lower()
    if suffix not in (".xlsx", ".csv"):
        raise Refused("导出的文件名要以 .xlsx 或 .csv 结尾。")
    fields = [f for f in _chosen(kind, keys) if visible(f, profile)]
    rows = _Rows(office.of(kind), fields, query, profile, _codes(office, kind, fields))
    heads = [head(each) for each in fields]
    if suffix == ".csv":
        written = write_csv(path, heads, rows, progress)
    else:
        written = write_rows(path, heads, rows, [each.width for each in fields], progress)
    detail = {"文件": path.name, "种类": kind.about.label, "行数": written.rows}
    office.db.event("导出", detail | {"用途": str(profile)})
    return written


def head(described: Field) -> str:
    """The label, with the unit that its numbers are in."""
    unit = described.unit if described.numeric else ""
    return f"{described.label}（{unit}）" if unit else described.label


def _chosen(kind: type[Record], keys: Sequence[str]) -> list[Field]:
    return [kind.field(key) for key in keys] if keys else list(kind.fields())


class _Rows(Sized):
    """The cells of all rows, read page by page while they are written."""

    def __init__(
        self,
        records: Records[Any],
        fields: Sequence[Field],
        query: Query,
        profile: Profile,
        codes: "_Codes",
    ) -> None:
        self._records = records
        self._ids: Sequence[UUID] = records.find(query)
        self._fields = fields
        self._places = [records.kind.fields().index(each) for each in fields]
        self._profile = profile
        self._coded = codes

    def __len__(self) -> int:
        return len(self._ids)

    def __iter__(self) -> Iterator[list[object]]:
        for start in range(0, len(self._ids), _PAGE):
            page = self._ids[start : start + _PAGE]
            found = self._records.rows(page)
            for key in page:
                if key in found:
                    yield self._cells(key, found[key])

    def _cells(self, key: UUID, row: Sequence[Any]) -> list[object]:
        return [
            self._coded.get((each.key, key)) or cell(each, guarded(each, row[place], self._profile))
            for each, place in zip(self._fields, self._places, strict=True)
        ]


_Codes = dict[tuple[str, UUID], str]  # field and record: the code of what it points at


def _codes(office: Office, kind: type[Record], fields: Sequence[Field]) -> _Codes:
    """Where a title would not say which one is meant (namesakes), the code says it."""
    found: _Codes = {}
    with office.db.read() as session:
        for each in fields:
            if each.target and not each.many and (shared := _shared(session, each.target)):
                pointing = getattr(kind, each.key)
                rows = session.execute(select(kind.id, pointing).where(pointing.is_not(None)))
                found |= {(each.key, key): shared[to] for key, to in rows if to in shared}
    return found


def _shared(session: Session, table: str) -> dict[UUID, str]:
    """Codes of the live records whose title another one has, too."""
    target = KIND_OF_TABLE[table]
    unique = target.table().c
    code = next(
        (f for f in target.fields() if f.identifier and unique[f.key].info.get("unique")), None
    )
    if code is None:
        return {}
    query = select(target.id, title(target, target), getattr(target, code.key))
    rows = session.execute(query.where(target.deleted.is_(False))).all()
    counted = Counter(named for _, named, _ in rows)
    return {key: str(held) for key, named, held in rows if held and counted[named] > 1}


def cell(described: Field, value: Any) -> object:
    """A value as a spreadsheet should hold it: numbers and days as such, everything else text."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        return (value / WAN).normalize() + 0 if described.unit == "万元" else value
    if isinstance(value, tuple) or described.choices() or described.type is bool:
        return described.show(value)
    return value if described.type in _NATIVE else described.show(value)
