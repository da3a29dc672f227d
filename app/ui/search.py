"""The box one types into to find something."""

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy

from app.ui.look import Look, sized
from app.ui.tokens import ICON, NARROW, SMALL_SIZE

_PAUSE = 150  # ms of not typing before the search begins


class SearchBox(QLineEdit):
    """Says what to look for when the person pauses or presses Enter; Esc empties it."""

    searched = Signal(str)

    def __init__(self, look: Look, placeholder: str, hint: str = "") -> None:
        super().__init__()
        self._look = look
        self._hint = hint
        self._last = ""
        self.setProperty("part", "search")
        self.setPlaceholderText(placeholder)
        self.setMinimumWidth(160)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(placeholder.rstrip("…"))
        self.addAction(look.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._clear = QAction(look.icon("x"), "清空", self)
        self._clear.triggered.connect(self.clear)
        self.addAction(self._clear, QLineEdit.ActionPosition.TrailingPosition)
        self._clear.setVisible(False)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._search)
        self.textChanged.connect(self._wait)
        self.returnPressed.connect(self._search)

    def _wait(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        if text:
            self._pause.start()
        else:
            self._search()

    def _search(self) -> None:
        self._pause.stop()
        if self.text() != self._last:
            self._last = self.text()
            self.searched.emit(self._last)

    # The Qt side -----------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        room = self.width() >= self.sizeHint().width()
        if self._hint and room and not self.text() and not self.hasFocus():
            painter = QPainter(self)
            painter.setFont(sized(self.font(), SMALL_SIZE))
            painter.setPen(QColor(self._look.tokens.muted))
            area = QRect(0, 0, self.width() - NARROW - 2, self.height())
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(area, right, self._hint)

    def sizeHint(self) -> QSize:
        words = self.placeholderText() + self._hint
        wide = self.fontMetrics().horizontalAdvance(words) + 4 * ICON
        return QSize(wide, super().sizeHint().height())
