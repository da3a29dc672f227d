"""Charts as ReportLab drawings.

Made for black and white: greys with outlines, every quantity written beside its bar.
"""

from collections.abc import Sequence
from decimal import Decimal
from math import cos, pi, sin

from reportlab.graphics.shapes import Circle, Drawing, Line, Rect, String, Wedge
from reportlab.lib.colors import HexColor

from app.services.reports.breaking import break_lines
from app.services.reports.fonts import Fonts, Role, Typeface
from app.services.reports.spec import Bars, Pie

_SIZE = 9
_TITLE = 11
_ROW = 20.0
_BAR = 12.5
_GAP = 8.0
_PER_DRAWING = 24  # bars in one drawing: more go on the next, so that a page can hold them
_SLICES = 8  # the smallest parts beyond them are taken together
_REST = "其他"
_WHOLE = 359.9  # degrees


_INK = HexColor("#000000")
_FILLS = tuple(
    HexColor(grey) for grey in ("#6e6e6e", "#d2d2d2", "#3c3c3c", "#f4f4f4", "#9b9b9b", "#b9b9b9")
)


def _fill(number: int) -> HexColor:
    """The grey of a series or part."""
    return _FILLS[number % len(_FILLS)]


class _Sketch:
    """A drawing in the making."""

    def __init__(self, width: float, height: float, fonts: Fonts):
        font = fonts.face(Role.PLAIN).main.fontName  # otherwise Helvetica, which is not embedded
        self.drawing = Drawing(width, height, initialFontName=font, initialFontSize=_SIZE)
        self._fonts = fonts

    def face(self, *, bold: bool = False) -> Typeface:
        return self._fonts.face(Role.HEI if bold else Role.PLAIN)

    def text(  # noqa: PLR0913 - a place, a text, and how
        self,
        x: float,
        y: float,
        text: str,
        *,
        end: bool = False,
        size: int = _SIZE,
        bold: bool = False,
    ) -> None:
        face = self.face(bold=bold)
        if end:
            x -= face.width(text) * size
        for font, piece in face.runs(text):
            self.drawing.add(
                String(x, y, piece, fontName=font.fontName, fontSize=size, fillColor=_INK)
            )
            x += face.width(piece) * size

    def block(self, x: float, y: float, width: float, height: float, number: int) -> None:
        self.drawing.add(
            Rect(
                x, y, width, height,
                fillColor=_fill(number),
                strokeColor=_INK,
                strokeWidth=0.5,
            )
        )  # fmt: skip


def bars(section: Bars, fonts: Fonts, width: float) -> list[Drawing]:
    """Bars from left to right, in as many drawings as their number needs."""
    face = fonts.face(Role.PLAIN)
    room = min(
        0.38 * width, max((face.width(label) for label in section.labels), default=0) * _SIZE
    )
    labels = [break_lines(label, face, room / _SIZE + 0.1) for label in section.labels]
    values: list[Sequence[int | Decimal]] = list(section.series.values())
    most = max((float(value) for each in values for value in each), default=0.0) or 1.0
    ends = max((face.width(_shown(value)) for each in values for value in each), default=1.0)
    scale = (width - room - 3 * _GAP - ends * _SIZE) / most
    found = []
    for start in range(0, len(labels), _PER_DRAWING):
        chosen = range(start, min(start + _PER_DRAWING, len(labels)))
        heights = [
            max(_ROW, len(labels[at]) * 1.3 * _SIZE + 4, len(values) * _BAR + 8) for at in chosen
        ]
        legend = _ROW if len(values) > 1 else 0
        sketch = _Sketch(width, sum(heights) + 1.5 * _ROW + legend, fonts)
        y = sketch.drawing.height - _title(sketch, section.title, section.unit, goes_on=start > 0)
        bottom = y - sum(heights)
        for at, height in zip(chosen, heights, strict=True):
            _bar(
                sketch,
                labels[at],
                [each[at] for each in values],
                room=room,
                middle=y - height / 2,
                scale=scale,
            )
            y -= height
        left = room + _GAP
        sketch.drawing.add(Line(left, bottom, left, bottom + sum(heights), strokeColor=_INK))
        if legend:
            _legend(sketch, list(section.series), left, bottom - _ROW + 4)
        found.append(sketch.drawing)
    return found


def pie(section: Pie, fonts: Fonts, width: float) -> Drawing:
    """A pie with numbered parts; beside it what they are, how many, and how much of the whole."""
    parts = _largest(section.parts)
    total = float(sum(value for _, value in parts)) or 1.0
    radius = 62.0
    height = max(2 * radius + 24, len(parts) * _ROW + 8) + 1.5 * _ROW
    sketch = _Sketch(width, height, fonts)
    top = height - _title(sketch, section.title, section.unit, goes_on=False)
    x, y = 0.26 * width, top / 2
    angle = 90.0
    line = top / 2 + len(parts) * _ROW / 2 - 14
    for number, (label, value) in enumerate(parts):
        turn = 360 * float(value) / total
        look = {"fillColor": _fill(number), "strokeColor": _INK, "strokeWidth": 0.5}
        if turn > _WHOLE:  # a wedge all the way round has a seam
            sketch.drawing.add(Circle(x, y, radius, **look))
        elif turn > 0:
            sketch.drawing.add(Wedge(x, y, radius, angle - turn, angle, **look))
        middle = (angle - turn / 2) * pi / 180
        angle -= turn
        sketch.text(
            x + (radius + 9) * cos(middle) - 3, y + (radius + 9) * sin(middle) - 3, str(number + 1)
        )
        left = 0.5 * width
        sketch.block(left, line, 11, 11, number)
        sketch.text(left + 17, line + 2, f"{number + 1}　{label}")
        share = f"{_shown(value)}　（{100 * float(value) / total:.1f}%）"
        sketch.text(width - 4, line + 2, share, end=True)
        line -= _ROW
    return sketch.drawing


def _title(sketch: _Sketch, title: str, unit: str, *, goes_on: bool) -> float:
    """Title in the middle, unit on the right; the height they take."""
    drawing = sketch.drawing
    shown = f"{title}（续）" if goes_on else title
    middle = (drawing.width - sketch.face(bold=True).width(shown) * _TITLE) / 2
    sketch.text(middle, drawing.height - 15, shown, size=_TITLE, bold=True)
    if unit:
        sketch.text(drawing.width, drawing.height - 15, f"单位：{unit}", end=True)
    return 1.5 * _ROW


def _bar(  # noqa: PLR0913 - one row of the chart
    sketch: _Sketch,
    label: Sequence[str],
    values: Sequence[int | Decimal],
    *,
    room: float,
    middle: float,
    scale: float,
) -> None:
    y = middle + (len(label) - 1) * 1.3 * _SIZE / 2 - 0.36 * _SIZE
    for line in label:
        sketch.text(room, y, line, end=True)
        y -= 1.3 * _SIZE
    left = room + _GAP
    y = middle + len(values) * _BAR / 2
    for number, value in enumerate(values):
        y -= _BAR
        length = max(float(value), 0.0) * scale
        sketch.block(left, y, length, _BAR, number)
        sketch.text(left + length + 5, y + _BAR / 2 - 0.36 * _SIZE, _shown(value))


def _legend(sketch: _Sketch, names: Sequence[str], x: float, y: float) -> None:
    for number, name in enumerate(names):
        sketch.block(x, y, 10, 10, number)
        sketch.text(x + 15, y + 2, name)
        x += 30 + sketch.face().width(name) * _SIZE


def _largest(parts: Sequence[tuple[str, int | Decimal]]) -> list[tuple[str, int | Decimal]]:
    if len(parts) <= _SLICES:
        return list(parts)
    ordered = sorted(parts, key=lambda part: -part[1])
    return [*ordered[: _SLICES - 1], (_REST, sum(value for _, value in ordered[_SLICES - 1 :]))]


def _shown(value: int | Decimal) -> str:
    return f"{value:.2f}" if isinstance(value, Decimal) else str(value)
