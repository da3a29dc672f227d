"""Text that a spreadsheet can hold: no characters that its XML forbids, no cell overfull."""

import re

from app.models.text import clean

MOST = 32_767  # characters in a cell; Excel would cut without a word
_CUT = "…（已截断）"
_SURROGATES = re.compile("[\ud800-\udfff]")


def fit_for_cell(text: str) -> str:
    """The text without what would damage the file; cut, and marked so, where it is too long."""
    bare = text if text.isprintable() else clean(_SURROGATES.sub("\ufffd", text), lines=2)
    return bare if len(bare) <= MOST else bare[: MOST - len(_CUT)] + _CUT
