"""The typefaces of paper, with a companion for every character that one of them lacks.

Five come with the program. On Windows the office's own 仿宋, 楷体, 黑体 and 宋体 are taken where
the style asks for them and the files are there and sound; they are embedded, never shipped.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from app.places import RESOURCES
from app.services.reports.characters import codepoint

if TYPE_CHECKING:
    from app.services.reports.composite import CompositeFont

GETA = "〓"  # what printers put where the type is missing
_NAME = 80  # the longest text that is named whole


class Role(Enum):
    """What a typeface is for, in the office's words."""

    PLAIN = "正文黑体"  # tables and cards: digits of one width
    HEI = "黑体"
    SONG = "宋体"
    TITLE = "小标宋"
    FANG = "仿宋"
    KAI = "楷体"


@dataclass(frozen=True, slots=True)
class _File:
    name: str  # as registered; for ours, the family name that the screen knows it by
    file: str
    subfont: int = 0


_SANS = _File("Noto Sans SC", "NotoSansSC-Regular.ttf")
_SANS_BOLD = _File("Noto Sans SC Bold", "NotoSansSC-Bold.ttf")
_SERIF = _File("Noto Serif SC", "NotoSerifSC-Regular.ttf")
_SERIF_BOLD = _File("Noto Serif SC Bold", "NotoSerifSC-Bold.ttf")
_RARE = _File("HanaMinB", "HanaMinB.ttf")
_OURS = {
    Role.PLAIN: _SANS,
    Role.HEI: _SANS_BOLD,
    Role.SONG: _SERIF,
    Role.TITLE: _SERIF_BOLD,
    Role.FANG: _SERIF,
    Role.KAI: _SERIF,
}
_THEIRS = {
    Role.HEI: _File("SimHei", "simhei.ttf"),
    Role.SONG: _File("SimSun", "simsun.ttc"),
    Role.FANG: _File("FangSong", "simfang.ttf"),
    Role.KAI: _File("KaiTi", "simkai.ttf"),
}
_THEIR_RARE = _File("SimSun-ExtB", "simsunb.ttf")


@dataclass(frozen=True, slots=True)
class Missing:
    """A character that no font has, and the text it stands in."""

    text: str
    codepoint: str


class Typeface(dict[str, float]):
    """A typeface with its companions: the width of every character in em.

    A dictionary that fills itself, because it is asked for every character of every report.
    Companions are read from their files when the first character needs them.
    """

    def __init__(self, fonts: "Fonts", files: Sequence[_File]) -> None:
        super().__init__({"\n": 0.0})  # a line break is never missing
        self._fonts = fonts
        self._files = files
        self.main = fonts.load(files[0])
        self.elsewhere: dict[str, CompositeFont] = {}  # characters that the main font lacks
        self.absent: set[str] = set()
        self._sound: set[str] = set()  # looked up and drawable
        self._of = self.__getitem__  # bound once: it is called for every character

    def __missing__(self, char: str) -> float:
        width = self[char] = self._find(char)
        return width

    def draws(self, text: str) -> bool:
        """Whether every character has a glyph in some font."""
        if self._sound.issuperset(text):
            return True
        self.width(text)
        self._sound.update(char for char in text if char not in self.absent)
        return self.absent.isdisjoint(text)

    def _find(self, char: str) -> float:
        drawn = " " if char == "\xa0" else char
        if self.main.has(drawn):
            return self.main.advance(drawn)
        for file in self._files[1:]:
            font = self._fonts.find(file)
            if font is not None and font.has(drawn):
                self.elsewhere[char] = font
                return font.advance(drawn)
        self.absent.add(char)
        return 1.0

    def width(self, text: str) -> float:
        """In em."""
        return sum(map(self._of, text))

    def runs(self, text: str) -> list[tuple["CompositeFont", str]]:
        """The text cut where the font changes; 〓 stands for what no font has."""
        self.width(text + GETA)
        found: list[tuple[CompositeFont, str]] = []
        for char in text:
            drawn = GETA if char in self.absent else char
            font = self.elsewhere.get(drawn, self.main)
            if found and found[-1][0] is font:
                found[-1] = (font, found[-1][1] + drawn)
            else:
                found.append((font, drawn))
        return found


class Fonts:
    """The fonts of this computer: ours, and the office's own from a folder, if there is one."""

    def __init__(self, own: Path | None = None, folder: Path = RESOURCES / "fonts") -> None:
        self._folder = folder
        self._own = own
        self._faces: dict[tuple[Role, bool], Typeface] = {}
        self._broken: set[_File] = set()

    def face(self, role: Role, *, own: bool = False) -> Typeface:
        """The typeface for a role; `own` prefers the office's file over ours."""
        found = self._faces.get((role, own))
        if found is None:
            found = self._faces[role, own] = Typeface(self, self._chain(role, own=own))
        return found

    def missing(self, batches: Iterable[Sequence[str]]) -> tuple[Missing, ...]:
        """Every text with a character that cannot be drawn, once for each such character."""
        face = self.face(Role.PLAIN)
        found: dict[Missing, None] = {}
        for batch in batches:
            if face.draws("".join(batch)):
                continue
            for text in batch:
                wrong = [at for at, char in enumerate(text) if char in face.absent]
                found.update(
                    (Missing(_around(text, at), codepoint(text[at])), None) for at in wrong
                )
        return tuple(found)

    def load(self, file: _File) -> "CompositeFont":
        """A font that must be there."""
        from app.services.reports import composite  # noqa: PLC0415 - ReportLab only when printing

        return composite.load(file.name, str(self._path(file)), file.subfont)

    def find(self, file: _File) -> "CompositeFont | None":
        """A font that may be absent or damaged."""
        if file in self._broken or not self._path(file).is_file():
            return None
        try:
            return self.load(file)
        except Exception:  # noqa: BLE001 - a damaged font of the office can fail in any way
            self._broken.add(file)
            return None

    def _path(self, file: _File) -> Path:
        theirs = file is _THEIR_RARE or file in _THEIRS.values()
        return (self._own if theirs and self._own else self._folder) / file.file

    def _chain(self, role: Role, *, own: bool) -> list[_File]:
        """Best first: the office's own, ours, the other of ours, the rare companions."""
        theirs = _THEIRS.get(role) if own else None
        wanted = [theirs] if theirs and self.find(theirs) else []
        ours = [_OURS[role], _SANS, _SERIF, _RARE, _THEIR_RARE]
        return list(dict.fromkeys([*wanted, *ours]))


def windows_fonts() -> Path | None:
    """Where Windows keeps its fonts; nothing elsewhere."""
    import os  # noqa: PLC0415 - read once, at start

    root = os.environ.get("SYSTEMROOT", "")
    folder = Path(root) / "Fonts"
    return folder if root and folder.is_dir() else None


def _around(text: str, at: int) -> str:
    """A name whole; of a long text, what stands around the place."""
    if len(text) <= _NAME:
        return text
    start, end = max(0, at - _NAME // 4), at + _NAME // 4
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"
