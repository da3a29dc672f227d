"""One embedded font object per typeface, with two-byte codes, for any character it has.

ReportLab's own TTFont makes a simple font for every 256 characters and writes a wrong ToUnicode
map outside the BMP. This one is a Type 0 font in Identity-H: text comes out of the file as it
went in, whatever the plane. It has the attributes that ReportLab's canvas asks a font for.
"""

from typing import Any
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfdoc, pdfmetrics, ttfonts

_NBSP = "\xa0"


class _Use:
    """What one document uses of the typeface: codes given in the order of first use."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.characters = [0]
        self.codes: dict[str, int] = {}


class CompositeFont:
    """A typeface as ReportLab registers it; `code` gives a character's code in a document."""

    _multiByte = 1  # noqa: N815 - ReportLab's names
    _dynamicFont = 1  # noqa: N815
    shapable = False

    def __init__(self, name: str, path: str, subfont: int = 0) -> None:
        self.fontName = name
        self.face = ttfonts.TTFontFace(path, subfontIndex=subfont)
        self.encoding = ttfonts.TTEncoding()
        self._uses: WeakKeyDictionary[Any, _Use] = WeakKeyDictionary()

    def has(self, char: str) -> bool:
        """Whether there is a glyph."""
        return ord(char) in self.face.charToGlyph

    def advance(self, char: str) -> float:
        """Width in em."""
        face = self.face
        return float(face.charWidths.get(ord(char), face.defaultWidth)) / 1000

    def code(self, char: str, document: Any) -> int:
        """The two-byte code of a character in a document; 0 if there is no glyph."""
        use = self._use(document)
        found = use.codes.get(char)
        if found is None:
            drawn = " " if char == _NBSP else char
            found = len(use.characters) if self.has(drawn) else 0
            if found:
                use.characters.append(ord(drawn))
            use.codes[char] = found
        return found

    def _use(self, document: Any) -> _Use:
        use = self._uses.get(document)
        if use is None:
            name = f"F{len(document.fontMapping) + 1}"
            use = self._uses[document] = _Use(name)
            document.fontMapping[self.fontName] = f"/{name}"
            document.delayedFonts.append(self)
        return use

    # What ReportLab's canvas calls.

    def stringWidth(self, text: str, size: float, **_: object) -> float:
        return sum(map(self.advance, text)) * size

    def splitString(self, text: str, doc: Any) -> list[tuple[int, bytes]]:
        return [(0, b"".join(self.code(char, doc).to_bytes(2, "big") for char in text))]

    def getSubsetInternalName(self, subset: int, doc: Any) -> str:
        return f"/{self._use(doc).name}"

    def addObjects(self, doc: Any) -> None:
        """Write the subset that the document used."""
        use = self._uses.pop(doc)
        subset = self.face.makeSubset(use.characters)
        tag = (ttfonts.SUBSETN(0) + b"+" + self.face.name + self.face.subfontNameX).decode("latin1")
        fonts = doc.idToObject["BasicFonts"].dict
        fonts[use.name] = doc.Reference(self._top(doc, use, subset, tag), use.name)

    def _top(self, doc: Any, use: _Use, subset: bytes, tag: str) -> Any:
        """The Type 0 font, and behind it the CID font, its widths and the map to Unicode."""
        face, key = self.face, use.name
        descriptor = {
            "Type": "/FontDescriptor",
            "FontName": pdfdoc.PDFName(tag),
            "Flags": face.flags,
            "FontBBox": pdfdoc.PDFArray(face.bbox),
            "ItalicAngle": face.italicAngle,
            "Ascent": face.ascent,
            "Descent": face.descent,
            "CapHeight": face.capHeight,
            "StemV": face.stemV,
            "FontFile2": _stream(doc, subset, f"{key}file", Length1=len(subset)),
        }
        common, widths = self._widths(use)
        descendant = {
            "Type": "/Font",
            "Subtype": "/CIDFontType2",
            "BaseFont": pdfdoc.PDFName(tag),
            "CIDSystemInfo": _dictionary(Registry="(Adobe)", Ordering="(Identity)", Supplement=0),
            "FontDescriptor": doc.Reference(pdfdoc.PDFDictionary(descriptor), f"{key}descriptor"),
            "DW": common,
            "W": pdfdoc.PDFArray(widths),
            "CIDToGIDMap": _stream(doc, self._glyphs(use), f"{key}glyphs"),
        }
        below = doc.Reference(pdfdoc.PDFDictionary(descendant), f"{key}descendant")
        return _dictionary(
            Type="/Font",
            Subtype="/Type0",
            BaseFont=pdfdoc.PDFName(tag),
            Encoding="/Identity-H",
            DescendantFonts=pdfdoc.PDFArray([below]),
            ToUnicode=_stream(doc, _to_unicode(tag, use.characters), f"{key}unicode"),
        )

    def _glyphs(self, use: _Use) -> bytes:
        """Code to glyph: the subset numbers its glyphs by the first use of the original one."""
        seen = {0: 0}
        for char in use.characters[1:]:
            seen.setdefault(self.face.charToGlyph[char], len(seen))
        glyphs = [0, *(seen[self.face.charToGlyph[char]] for char in use.characters[1:])]
        return b"".join(glyph.to_bytes(2, "big") for glyph in glyphs)

    def _widths(self, use: _Use) -> tuple[float, list[Any]]:
        """The commonest width, and [first code, widths] for every stretch that differs."""
        face = self.face
        widths = [face.charWidths.get(char, face.defaultWidth) for char in use.characters]
        common = max(sorted(set(widths)), key=widths.count)
        stretches: list[Any] = []
        at = 0
        while at < len(widths):
            end = at
            while end < len(widths) and widths[end] != common:
                end += 1
            if end > at:
                stretches += [at, pdfdoc.PDFArray(widths[at:end])]
            at = end + 1
        return common, stretches


def load(name: str, path: str, subfont: int = 0) -> CompositeFont:
    """The typeface registered under a name; read from its file the first time it is asked for."""
    if name in pdfmetrics.getRegisteredFontNames():
        return pdfmetrics.getFont(name)  # type: ignore[no-any-return]  # untyped library
    font = CompositeFont(name, path, subfont)
    pdfmetrics.registerFont(font)
    return font


def _dictionary(**entries: Any) -> Any:
    return pdfdoc.PDFDictionary(entries)


def _stream(doc: Any, content: bytes | str, name: str, **entries: Any) -> Any:
    stream = pdfdoc.PDFStream()
    stream.content = content
    for key, value in entries.items():
        stream.dictionary[key] = value
    stream.filters = [pdfdoc.PDFZCompress]
    return doc.Reference(stream, name)


def _to_unicode(name: str, characters: list[int]) -> str:
    """The CMap from codes to UTF-16, in blocks of a hundred as the format demands."""
    pairs = [
        f"<{code:04X}> <{chr(char).encode('utf-16-be').hex().upper()}>"
        for code, char in enumerate(characters)
        if code
    ]
    blocks = [pairs[at : at + 100] for at in range(0, len(pairs), 100)]
    mapped = "\n".join(
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
    )
    return f"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /{name} def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{mapped}
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""
