"""The rows of any list: all ids at once, values in blocks as they come into view.

With the ids known the scroll bar tells the truth, a record can be found by id, and the place is
kept over a refresh. The database sorts and filters; there is no proxy and no `fetchMore`.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.models import Choice, Field
from app.services.database import Commit
from app.services.query import ALL, Keys, Query
from app.services.records import Records
from app.ui.tones import is_status, tone_of

_BLOCK, _KEPT = 128, 64  # rows of a block, blocks that are kept
_NONE = QModelIndex()
Index = QModelIndex | QPersistentModelIndex
CodeName = Callable[[str, str], str]  # table and code; empty if it is not in there

KEY = Qt.ItemDataRole.UserRole  # the record's id
TONE = Qt.ItemDataRole.UserRole + 1  # of a status, else nothing
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def shown(field: Field, value: Any, code_name: CodeName) -> str:
    """A value as lists show it: codes with their names, references as the titles they came as."""
    if value is None:
        return ""
    if field.target:
        return str(value)
    if field.named:
        return code_name(field.codes, value) or str(value)
    text = field.show(value)
    return text if field.lines == 1 else " ".join(text.split())


class RecordTableModel(QAbstractTableModel):
    """The records of one kind that a query finds. Column 0 is the check box of the row."""

    def __init__(
        self, records: Records[Any], code_name: CodeName, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._records = records
        self._code_name = code_name
        self._place = {f.key: n for n, f in enumerate(records.kind.fields())}
        self._columns: Sequence[Field] = [f for f in records.kind.fields() if f.listed]
        self._query: Query | None = None  # none: nothing asked yet
        self._keys = Keys(b"")
        self._blocks: dict[int, list[tuple[Any, ...] | None]] = {}

    # --- asking

    @property
    def keys(self) -> Keys:
        """The ids of all rows in order."""
        return self._keys

    @property
    def columns(self) -> Sequence[Field]:
        """The fields that are shown, without the check box."""
        return self._columns

    def key_at(self, row: int) -> UUID:
        """Which record stands there."""
        return self._keys[row]

    def row_of(self, key: UUID | None) -> int:
        """Where a record stands; -1 if it does not."""
        try:
            return self._keys.index(key) if key is not None else -1
        except ValueError:
            return -1

    def field_at(self, column: int) -> Field | None:
        """The field of a column; none for the check box."""
        return self._columns[column - 1] if column > 0 else None

    def concerned(self, commit: Commit) -> bool:
        """Whether what was changed can be seen here."""
        own = self._records.kind
        seen = {own.__tablename__}
        seen.update(f.target for f in own.fields() if f.target)
        seen.update(f.through for f in own.fields() if f.through)
        return any(kind.__tablename__ in seen for kind in commit.kinds)

    # --- telling

    def load(self, query: Query = ALL) -> None:
        """Show what this finds."""
        self.beginResetModel()
        self._query = query
        self._keys = self._records.find(query)
        self._blocks.clear()
        self.endResetModel()

    def refresh(self) -> bool:
        """Ask again. Says whether other rows stand there now; else only their cells are new."""
        if self._query is None:
            return False
        found = self._records.find(self._query)
        if found != self._keys:
            self.beginResetModel()
            self._keys = found
            self._blocks.clear()
            self.endResetModel()
            return True
        self._blocks.clear()
        if found:
            last = self.index(len(found) - 1, len(self._columns))
            self.dataChanged.emit(self.index(0, 0), last)
        return False

    def set_columns(self, keys: Iterable[str]) -> None:
        """Show these fields in this order; unknown ones are passed over."""
        fields = self._records.kind.fields()
        self.beginResetModel()
        self._columns = [fields[self._place[key]] for key in keys if key in self._place]
        self._blocks.clear()
        self.endResetModel()

    def lines(self, keys: Sequence[UUID], fields: Sequence[Field]) -> list[list[str]]:
        """What is shown of these records, for the clipboard."""
        rows = self._records.rows(keys)
        return [
            [shown(f, rows[key][self._place[f.key]], self._code_name) for f in fields]
            for key in keys
            if key in rows
        ]

    def _row(self, row: int) -> tuple[Any, ...]:
        """For each column its text, and behind these for each column its tone."""
        number, at = divmod(row, _BLOCK)
        block = self._blocks.pop(number, None)
        if block is None:
            block = self._read(number)
            if len(self._blocks) >= _KEPT:
                self._blocks.pop(next(iter(self._blocks)))
        self._blocks[number] = block  # behind all others: the least used stands first
        found = block[at]
        return found if found is not None else ("",) * len(self._columns) * 2

    def _read(self, number: int) -> list[tuple[Any, ...] | None]:
        keys = self._keys[number * _BLOCK : (number + 1) * _BLOCK]
        rows = self._records.rows(keys)
        return [self._texts(rows[key]) if key in rows else None for key in keys]

    def _texts(self, values: Sequence[Any]) -> tuple[Any, ...]:
        picked = [(f, values[self._place[f.key]]) for f in self._columns]
        texts = [shown(f, value, self._code_name) for f, value in picked]
        tones = [tone_of(v) if is_status(f) and isinstance(v, Choice) else None for f, v in picked]
        return (*texts, *tones)

    # The Qt side -----------------------------------------------------------------

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._keys)

    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._columns) + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == KEY:
            return self._keys[index.row()]
        return self._cell(index.row(), index.column() - 1, role) if index.column() else None

    def _cell(self, row: int, column: int, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self._row(row)[column]
        if role == TONE:
            return self._row(row)[len(self._columns) + column]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self._columns[column].numeric else _LEFT
        return None

    def headerData(
        self, section: int, side: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if side != Qt.Orientation.Horizontal or not 0 <= section <= len(self._columns):
            return None
        field = self.field_at(section)
        if role == Qt.ItemDataRole.DisplayRole:
            return _heading(field) if field else ""
        if role == Qt.ItemDataRole.ToolTipRole and field:
            return field.help
        if role == Qt.ItemDataRole.TextAlignmentRole and field:
            return _RIGHT if field.numeric else _LEFT
        return None


def _heading(field: Field) -> str:
    return f"{field.label}（{field.unit}）" if field.unit else field.label
