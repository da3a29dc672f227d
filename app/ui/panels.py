"""Surfaces that hold things or say something: cards, strips, counters, empty places."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from app.ui.buttons import tool
from app.ui.labels import Elided, IconLabel, label
from app.ui.layouts import column, row
from app.ui.look import Look
from app.ui.style import repolish
from app.ui.tokens import INK_OF, MEDIUM, NARROW, SNUG, TIGHT, VAST, Tone

_ICON_OF = {
    Tone.NEUTRAL: "info",
    Tone.ACCENT: "info",
    Tone.GOOD: "circle-check",
    Tone.CAUTION: "triangle-alert",
    Tone.STOP: "circle-alert",
}


class Card(QFrame):
    """A surface with a heading; what it holds goes into `body`, actions beside the heading.

    Its contents stay together at the top, unless `fill`: then they share all the height.
    """

    def __init__(
        self, title: str = "", actions: Sequence[QWidget] = (), *, fill: bool = False
    ) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        self.body: QVBoxLayout = column(spacing=SNUG)
        whole = column(spacing=SNUG, margins=MEDIUM)
        if title or actions:
            whole.addLayout(row(label(title, "part"), 1, *actions))
        whole.addLayout(self.body, 1 if fill else 0)
        if not fill:
            whole.addStretch(1)
        self.setLayout(whole)


class Banner(QFrame):
    """A strip that tells one thing, offers what to do about it, and can be closed."""

    closed = Signal()

    def __init__(
        self,
        look: Look,
        text: str,
        tone: Tone = Tone.NEUTRAL,
        actions: Sequence[QWidget] = (),
    ) -> None:
        super().__init__()
        self.setProperty("part", "banner")
        self.setProperty("banner", tone.value)
        self.words = label(text, wrap=True, selectable=True)
        line = row(
            IconLabel(look.icon(_ICON_OF[tone], INK_OF[tone])),
            spacing=NARROW,
            margins=(SNUG, TIGHT, NARROW, TIGHT),
        )
        line.addWidget(self.words, 1)
        for action in actions:
            line.addWidget(action)
        line.addWidget(tool(look, "x", "关闭提示", small=True, press=self._close))
        self.setMinimumHeight(42)
        self.setLayout(line)
        self.setAccessibleName(text)

    def _close(self) -> None:
        self.hide()
        self.closed.emit()


class EmptyState(QWidget):
    """What stands where nothing is yet: what belongs here, and the first step."""

    def __init__(
        self,
        look: Look,
        icon: str,
        title: str,
        text: str = "",
        actions: Sequence[QWidget] = (),
    ) -> None:
        super().__init__()
        head = label(title, "part")
        words = label(text, "muted", wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        words.setVisible(bool(text))
        middle = Qt.AlignmentFlag.AlignHCenter
        block = column(spacing=SNUG, margins=VAST)
        block.addStretch(2)
        block.addWidget(IconLabel(look.icon(icon, "faint"), 40), 0, middle)
        block.addSpacing(TIGHT)
        block.addWidget(head, 0, middle)
        block.addWidget(words)
        block.addSpacing(TIGHT)
        block.addLayout(row(1, *actions, 1))
        block.addStretch(3)
        self.setLayout(block)


class CounterTile(QPushButton):
    """A number that can be opened: behind every figure is the list it counts."""

    opened = Signal()

    def __init__(
        self,
        name: str,
        figure: str = "",
        note: str = "",
        tone: Tone = Tone.NEUTRAL,
    ) -> None:
        super().__init__()
        self.setProperty("part", "tile")
        self.setProperty("tone", tone.value)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._name = name
        self._head = Elided(name, "muted")
        self._figure = label(figure, "figure")
        self._note = Elided(note, "small")
        for part in (self._head, self._figure, self._note):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        around = (MEDIUM, SNUG, SNUG, SNUG)
        parts = (self._head, self._figure, self._note, 1)
        self._lines = column(*parts, spacing=TIGHT, margins=around)
        self.setLayout(self._lines)
        self.clicked.connect(lambda _=False: self.opened.emit())
        self.count(figure, note)

    def count(self, figure: str, note: str = "", tone: Tone | None = None) -> None:
        """Show another number."""
        self._figure.setText(figure)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        if tone is not None and tone.value != self.property("tone"):
            self.setProperty("tone", tone.value)
            repolish(self._figure)
        self.setAccessibleName(" ".join(part for part in (self._name, figure, note) if part))

    # The Qt side -----------------------------------------------------------------

    def sizeHint(self) -> QSize:
        wanted = self._lines.sizeHint()
        return QSize(max(wanted.width(), 148), max(wanted.height(), 104))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)
