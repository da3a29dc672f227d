"""Where the table is in a sheet: titles above it, one or two rows of heads, totals and signatures.

A person can overrule all of it; so a layout is a value, made by `find_layout` or by hand.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from app.models.fields import Field
from app.models.text import clean, fold
from app.services.exchange.cells import Book, Cell, Sheet, shown
from app.services.exchange.heads import SERIAL, Names, numbered

DEPTH = 30  # rows in which heads are looked for


@dataclass(frozen=True, slots=True)
class Layout:
    """Rows and columns count from 0; Excel's row number is one more."""

    head: int  # first row of heads
    depth: int  # one or two rows of heads; 0: the sheet has none
    heads: tuple[str, ...]  # one per column, groups as 联系人/姓名, repeated ones numbered
    rows: tuple[int, ...]  # rows that hold records
    left_out: Mapping[int, str]  # other rows below the heads, and why
    repeated: tuple[str, ...] = ()  # heads that stand over more than one column
    score: int = 0

    @property
    def first(self) -> int:
        """The row below the heads."""
        return self.head + self.depth


def best_layout(book: Book, fields: Sequence[Field]) -> tuple[Sheet, Layout]:
    """The sheet that looks most like a table of these fields; hidden sheets come last."""
    found = [(sheet, find_layout(sheet, fields)) for sheet in book.sheets]
    return max(
        found,
        key=lambda pair: (pair[1].score > 0, not pair[0].hidden, pair[1].score, len(pair[1].rows)),
    )


def find_layout(sheet: Sheet, fields: Sequence[Field]) -> Layout:
    """The likeliest heads among the first rows, and the records below them."""
    names = Names.of(fields)
    candidates = [
        _layout(sheet, names, row, depth)
        for row in range(min(DEPTH, len(sheet.rows)))
        if sum(1 for cell in sheet.rows[row] if isinstance(cell, str) and cell.strip())
        for depth in _depths(sheet, row)
    ]
    best = max(candidates, key=lambda each: (each.score, -each.head, -each.depth), default=None)
    if best is None:
        return Layout(0, 0, ("",) * sheet.width, (), {})
    return _with_records(sheet, best)


def layout_at(sheet: Sheet, fields: Sequence[Field], head: int, depth: int) -> Layout:
    """The layout when a person says where the heads are."""
    return _with_records(sheet, _layout(sheet, Names.of(fields), head, depth))


# --- heads


def _depths(sheet: Sheet, row: int) -> tuple[int, ...]:
    return (1, 2) if row + 1 < len(sheet.rows) and _continues(sheet, row) else (1,)


def _continues(sheet: Sheet, row: int) -> bool:
    """Whether the row below refines these heads: words only, under groups or empty heads."""
    above, below = sheet.rows[row], sheet.rows[row + 1]
    words = [column for column, cell in enumerate(below) if cell != ""]
    if not words or any(not isinstance(below[column], str) for column in words):
        return False
    groups = _groups(sheet, row)
    return all(above[column] == "" or column in groups for column in words) and len(groups) > 0


def _groups(sheet: Sheet, row: int) -> dict[int, str]:
    """Columns under a group head and its text: by merged cells, or by the empty cells behind it."""
    cells = sheet.rows[row]
    found: dict[int, str] = {}
    for top, left, bottom, right in sheet.merged:
        if top == bottom == row and right > left:
            text = _word(cells[left])
            found.update(dict.fromkeys(range(left, min(right + 1, len(cells))), text))
    if found or row + 1 >= len(sheet.rows):
        return found
    text = ""
    for column, cell in enumerate(cells):
        text = _word(cell) or text
        if cell == "" and text and sheet.rows[row + 1][column] != "":
            found[column] = text
            if cells[column - 1] != "" and sheet.rows[row + 1][column - 1] != "":
                found[column - 1] = text
    return found


def _layout(sheet: Sheet, names: Names, row: int, depth: int) -> Layout:
    heads, repeated = numbered(_heads(sheet, row, depth))
    meanings = Counter[str]()
    for head in heads:
        key, sure = names.meaning(head)
        meanings[key] = max(meanings[key], sure)
    del meanings[""]
    wordy = sum(1 for head in heads if head)
    enough = len(meanings) >= 2 or (len(meanings) == 1 and wordy <= 3)
    score = len(meanings) * 1_000 + sum(meanings.values()) if enough else 0
    return Layout(row, depth, tuple(heads), (), {}, tuple(repeated), score)


def _heads(sheet: Sheet, row: int, depth: int) -> list[str]:
    if depth == 0:
        return [""] * sheet.width
    if depth == 1:
        return [_word(cell) for cell in sheet.rows[row]]
    groups = _groups(sheet, row)
    heads: list[str] = []
    for column, (above, below) in enumerate(zip(sheet.rows[row], sheet.rows[row + 1], strict=True)):
        upper, lower = groups.get(column) or _word(above), _word(below)
        heads.append(f"{upper}/{lower}" if upper and lower and upper != lower else upper or lower)
    return heads


def _word(cell: Cell) -> str:
    text = clean(shown(cell, 100))
    return re.sub(r"(?<=[\u3000-\uffef]) (?=[\u3000-\uffef])", "", text)  # 企 业 名 称


# --- records

# Both are matched against folded text, so that width and spaces do not matter.
_TOTAL = re.compile(
    r"(?:本页|本表|全院|全校|以上|总)?(?:合计|小计|总计|共计|累计|总数|平均)"
    r":?[\d,.]*(?:[家人条项个份户名元万])*"
)
_SIGNATURE = re.compile(
    r"(?:填报|填表|制表|编制|审核|复核|审批|负责|经办|统计|报送|上报|联系|主管|分管|院长|校长|部门|单位|"
    r"教务处|校企合作|打印|盖章|日期)[^:]{0,10}:.*"
)
_NOTE = re.compile(r"(?:填表|填报|编制)?(?:说明|备注|附注|注意事项|注意|注)\d?[:.、].*")
_SUM = re.compile("[计数均]")
_COLUMN_MARKS = frozenset("甲乙丙丁戊")


def _with_records(sheet: Sheet, found: Layout) -> Layout:
    below = _Below(sheet, found)
    left_out: dict[int, str] = {}
    for number in range(found.first, len(sheet.rows)):
        if reason := below.reason(number):
            left_out[number] = reason
    rows = tuple(n for n in range(found.first, len(sheet.rows)) if n not in left_out)
    return replace(found, rows=rows, left_out=left_out)


class _Below:
    """Tells records from everything else that stands below the heads, from top to bottom."""

    def __init__(self, sheet: Sheet, found: Layout) -> None:
        self._rows = sheet.rows
        self._first = found.first
        self._serial = {n for n, head in enumerate(found.heads) if fold(head) in SERIAL}
        self._heads = [_texts(row) for row in sheet.rows[found.head : found.first]]
        self._words = {word for texts in self._heads for word in texts}
        self._titles = {texts[0] for row in sheet.rows[: found.head] if (texts := _texts(row))}
        self._in_notes = False

    def reason(self, number: int) -> str:
        """Why a row is no record; empty if it is one."""
        row = self._rows[number]
        if number > self._first and self._is_plain(row):
            self._in_notes = False
            return ""
        filled = [column for column, cell in enumerate(row) if _filled(cell)]
        if not filled:
            return "空行"
        reason = self._why(row, filled, under_heads=number == self._first)
        self._in_notes = reason == _ENDING
        return reason

    def _is_plain(self, row: Sequence[Cell]) -> bool:
        """A quick look that most records pass: several cells, no sum in front, no head again."""
        if len(row) - row.count("") <= 3 + len(self._serial):
            return False
        for cell in islice((cell for cell in row if cell != ""), 2):
            if isinstance(cell, str) and (
                len(cell) < 3 or _SUM.search(cell) or clean(cell) in self._words
            ):
                return False
        return True

    def _why(self, row: Sequence[Cell], filled: Sequence[int], *, under_heads: bool) -> str:
        first = row[filled[0]]
        word = _word(first) if isinstance(first, str) else ""
        if _totals(row, filled, self._serial):
            return "合计"
        if len(filled) <= 3 and (_SIGNATURE.fullmatch(fold(word)) or _NOTE.match(fold(word))):
            return _ENDING
        if len(filled) == 1 and word and (self._in_notes or word in self._titles):
            return _ENDING if self._in_notes else "重复的标题"
        if self._serial.issuperset(filled):
            return "空行"
        if under_heads and _numbers_columns(row, filled):
            return "栏次"
        return "重复的表头" if word and _repeats(_texts(row), self._heads) else ""


_ENDING = "落款或说明"


def _filled(cell: Cell) -> bool:
    return cell != "" and (not isinstance(cell, str) or clean(cell) != "")


def _texts(row: Sequence[Cell]) -> list[str]:
    return [_word(cell) for cell in row if _filled(cell)]


def _totals(row: Sequence[Cell], filled: Sequence[int], serial: set[int]) -> bool:
    """合计 in the first filled cell, or in the second behind a serial number."""
    first = row[filled[0]]
    if isinstance(first, str) and _TOTAL.fullmatch(fold(first)):
        return True
    second = row[filled[1]] if len(filled) > 1 and filled[0] in serial else ""
    return isinstance(second, str) and fold(second) in {"合计", "小计", "总计", "共计"}


def _numbers_columns(row: Sequence[Cell], filled: Sequence[int]) -> bool:
    """A row of 1 2 3 4 or 甲 乙 1 2 right under the heads, as official forms have."""
    marks = [fold(shown(row[column])).removeprefix("(").removesuffix(")") for column in filled]
    plain = [mark for mark in marks if mark not in _COLUMN_MARKS]
    return len(marks) >= 3 and plain == [str(n) for n in range(1, len(plain) + 1)]


def _repeats(texts: Sequence[str], heads: Sequence[Sequence[str]]) -> bool:
    """Whether a row is one of the head rows again, as printed on each page."""
    return any(
        len(texts) >= 2 and sum(text in head for text in texts) >= 0.6 * len(texts)
        for head in heads
    )
