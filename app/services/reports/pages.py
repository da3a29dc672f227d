"""Cutting galleys into pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.services.reports.galley import Galley, NewPage, Part

_SLACK = 0.01


@dataclass(slots=True)
class Piece:
    """The parts of one galley that fell on one page, and how far below its top."""

    galley: Galley
    parts: list[Part]
    below: float
    continued: bool


@dataclass(slots=True)
class Page:
    """What one page holds; `sheets` of them lie side by side if a table is that wide."""

    pieces: list[Piece] = field(default_factory=list)
    used: float = 0
    first: bool = False  # of another document

    @property
    def sheets(self) -> int:
        """How many sheets of paper."""
        return max((piece.galley.sheets for piece in self.pieces), default=1)


def cut(galleys: Sequence[Galley], body: float) -> list[Page]:
    """Pages of at most `body`, never cut between parts that must stay together."""
    pages = [Page()]
    begun: set[int] = set()
    for run in _runs(galleys):
        if isinstance(run, NewPage):
            if pages[-1].pieces:
                pages.append(Page(first=run.document))
            continue
        if pages[-1].pieces and not _fits(pages[-1], run, begun, body):
            pages.append(Page())
        for galley, part in run:
            if pages[-1].pieces and not _fits(pages[-1], [(galley, part)], begun, body):
                pages.append(Page())
            _put(pages[-1], galley, part, begun)
    return pages


def documents(pages: Sequence[Page]) -> Iterator[list[Page]]:
    """The pages of each document in a file."""
    document: list[Page] = []
    for page in pages:
        if page.first and document:
            yield document
            document = []
        document.append(page)
    yield document


Placed = tuple[Galley, Part]


def _runs(galleys: Sequence[Galley]) -> Iterator[list[Placed] | NewPage]:
    """Parts that must stay together, and where a new page is asked for."""
    run: list[Placed] = []
    for galley in galleys:
        if isinstance(galley, NewPage):
            if run:
                yield run
            yield galley
            run = []
            continue
        for part in galley.parts:
            run.append((galley, part))
            if not part.keep:
                yield run
                run = []
    if run:
        yield run


def _fits(page: Page, run: Sequence[Placed], begun: set[int], body: float) -> bool:
    used = page.used
    last = page.pieces[-1].galley if page.pieces else None
    for galley, part in run:
        if galley is not last:
            used += galley.lead(continued=id(galley) in begun) + (galley.before if used else 0)
            last = galley
        used += part.height
    return used <= body + _SLACK


def _put(page: Page, galley: Galley, part: Part, begun: set[int]) -> None:
    if not page.pieces or page.pieces[-1].galley is not galley:
        continued = id(galley) in begun
        below = page.used + (galley.before if page.used else 0)
        page.used = below + galley.lead(continued=continued)
        page.pieces.append(Piece(galley, [], below, continued))
        begun.add(id(galley))
    page.pieces[-1].parts.append(part)
    page.used += part.height
