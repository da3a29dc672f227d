"""A field onto which a file is dropped, or that is clicked to choose one."""

from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from app.ui.buttons import button
from app.ui.labels import IconLabel, label
from app.ui.layouts import column, row
from app.ui.look import Look
from app.ui.tokens import RADIUS, SNUG, TIGHT, VAST


class DropZone(QWidget):
    """One file at a time; `asked` means: open the dialog."""

    dropped = Signal(Path)
    asked = Signal()

    def __init__(self, look: Look, words: str, hint: str, action: str) -> None:
        super().__init__()
        self._look = look
        self._over = False
        self.setAcceptDrops(True)
        self.choose = button(look, action, "folder-open", kind="primary", press=self.asked.emit)
        head, small = label(words, "part"), label(hint, "muted", wrap=True)
        middle = Qt.AlignmentFlag.AlignHCenter
        small.setAlignment(middle)
        whole = column(spacing=SNUG, margins=VAST)
        whole.addStretch(1)
        whole.addWidget(IconLabel(look.icon("file-spreadsheet", "accent"), 40), 0, middle)
        whole.addWidget(head, 0, middle)
        whole.addWidget(small)
        whole.addSpacing(TIGHT)
        whole.addLayout(row(1, self.choose, 1))
        whole.addStretch(1)
        self.setLayout(whole)
        self.setMinimumHeight(240)

    def _mark(self, *, on: bool) -> None:
        self._over = on
        self.update()

    # The Qt side -----------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        files = [url for url in event.mimeData().urls() if url.isLocalFile()]
        if len(files) == 1:
            event.acceptProposedAction()
            self._mark(on=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._mark(on=False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._mark(on=False)
        event.acceptProposedAction()
        self.dropped.emit(Path(event.mimeData().urls()[0].toLocalFile()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.asked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._look.tokens
        painter.setBrush(QColor(tokens.accent_tint if self._over else tokens.surface))
        pen = QPen(QColor(tokens.accent if self._over else tokens.faint), 1.5)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
