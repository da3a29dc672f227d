"""A short strip that says what just happened, and goes away by itself."""

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QFrame, QWidget

from app.ui.labels import IconLabel, label
from app.ui.layouts import row
from app.ui.look import Look
from app.ui.tokens import MEDIUM, NARROW, SNUG, WIDE

_SHOWN = 4_000  # ms


class Notice(QFrame):
    """Floats at the bottom of what it is put over; it takes no focus and needs no answer."""

    def __init__(self, look: Look, over: QWidget) -> None:
        super().__init__(over)
        self.setProperty("surface", "popup")
        self._over = over
        self._words = label()
        self.setLayout(
            row(
                IconLabel(look.icon("info", "accent")), self._words,
                spacing=NARROW, margins=(SNUG, NARROW, MEDIUM, NARROW),
            )
        )  # fmt: skip
        self._timer = QTimer(self, singleShot=True, interval=_SHOWN)
        self._timer.timeout.connect(self.hide)
        over.installEventFilter(self)
        self.hide()

    def tell(self, text: str) -> None:
        """Say it."""
        self._words.setText(text)
        self.setAccessibleName(text)
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    def _place(self) -> None:
        size = self.sizeHint()
        width = min(size.width(), self._over.width() - 2 * WIDE)
        left = (self._over.width() - width) // 2
        self.setGeometry(left, self._over.height() - size.height() - WIDE, width, size.height())

    # The Qt side -----------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False
