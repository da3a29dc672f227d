"""A worksheet being filled from the top, text always as text."""

from typing import Any
from unicodedata import east_asian_width

from app.services.reports.characters import printable
from app.services.spreadsheet import excel_text

ROW = 21.0  # points: the least height of a row of a table
LINE = 15.0  # points: the height of a line
_USUAL = 14  # digits: the width of a column, for guessing how high a merged text is


class Forms:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Any] = {}

    def get(self, **wanted: object) -> Any:
        """A format with these properties on top of the common ones."""
        key = tuple(sorted(wanted.items()))
        if key not in self._made:
            common = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
            self._made[key] = self._book.add_format(common | wanted)
        return self._made[key]


class Sheet:
    """A sheet being filled from the top."""

    def __init__(self, page: Any, columns: int, forms: Forms) -> None:
        self.page = page
        self.forms = forms
        self.columns = columns
        self.row = 0
        self.cut = 0

    def text(self, row: int, column: int, text: str, form: Any) -> None:
        """A text as text, whatever it looks like."""
        shown, cut = excel_text(printable(text))
        self.cut += cut
        if shown:
            self.page.write_string(row, column, shown, form)
        else:
            self.page.write_blank(row, column, None, form)

    def across(self, text: str, *, height: float = 0, **form: object) -> None:
        """A line of its own over all columns."""
        made = self.forms.get(text_wrap=True, **form)
        self.merge((self.row, 0), (self.row, self.columns - 1), text, made)
        lines = sum(1 + digits(part) // (_USUAL * self.columns) for part in text.split("\n"))
        self.page.set_row(self.row, max(height, lines * LINE + 3))
        self.row += 1

    def merge(self, first: tuple[int, int], last: tuple[int, int], text: str, form: Any) -> None:
        """The cells from row and column to row and column as one; one cell stays what it is."""
        if first != last:
            self.page.merge_range(*first, *last, "", form)
        self.text(*first, text, form)


def digits(text: str) -> int:
    """How many digits wide a text is: a Chinese character takes two."""
    return max(
        (
            sum(2 if east_asian_width(char) in "WFA" else 1 for char in line)
            for line in text.split("\n")
        ),
        default=0,
    )
