"""What people see, as a workbook or csv that the import reads back without a change."""

from collections.abc import Iterator, Sequence, Sized
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from app.errors import Refused
from app.models import Record
from app.models.fields import Field
from app.models.values import WAN
from app.services.exchange.lines import Progress
from app.services.mask import Profile, guarded, visible
from app.services.office import Office
from app.services.query import ALL, Query
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
    rows = _Rows(office.of(kind), fields, query, profile)
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
        self, records: Records[Any], fields: Sequence[Field], query: Query, profile: Profile
    ) -> None:
        self._records = records
        self._ids: Sequence[UUID] = records.find(query)
        self._fields = fields
        self._places = [records.kind.fields().index(each) for each in fields]
        self._profile = profile

    def __len__(self) -> int:
        return len(self._ids)

    def __iter__(self) -> Iterator[list[object]]:
        for start in range(0, len(self._ids), _PAGE):
            page = self._ids[start : start + _PAGE]
            found = self._records.rows(page)
            for key in page:
                if key in found:
                    yield self._cells(found[key])

    def _cells(self, row: Sequence[Any]) -> list[object]:
        return [
            cell(each, guarded(each, row[place], self._profile))
            for each, place in zip(self._fields, self._places, strict=True)
        ]


def cell(described: Field, value: Any) -> object:
    """A value as a spreadsheet should hold it: numbers and days as such, everything else text."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        return (value / WAN).normalize() + 0 if described.unit == "万元" else value
    if isinstance(value, tuple) or described.choices() or described.type is bool:
        return described.show(value)
    return value if described.type in _NATIVE else described.show(value)
