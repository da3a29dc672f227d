"""The pages of a report with what one needs to look through them."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QFrame, QLineEdit, QStackedWidget

from app.ui.buttons import button, tool
from app.ui.labels import label
from app.ui.layouts import column, row
from app.ui.look import Look
from app.ui.panels import EmptyState
from app.ui.pdf_pages import PdfDocument
from app.ui.pdf_view import Fit, PdfView
from app.ui.tokens import CONTROL, NARROW, SNUG, TIGHT


class ReportPreview(QFrame):
    """A bar with page and size over the pages; or why there are none."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        self._look = look
        self.view = PdfView(look)
        self.page_box = QLineEdit()
        self._total = label("", "muted")
        self._size = label("", "muted")
        self._stack = QStackedWidget()
        self._nothing = EmptyState(look, "printer", "")
        self._lay_out()
        self.view.paged.connect(self._show_page)
        self.view.zoomed.connect(lambda zoom: self._size.setText(f"{zoom:.0%}"))
        self.page_box.returnPressed.connect(self._turn)

    def show_document(self, document: PdfDocument, *, keep_place: bool) -> None:
        """Show the pages."""
        self.view.show_document(document, keep_place=keep_place)
        self._total.setText(f"/ {self.view.count} 页")
        self._stack.setCurrentWidget(self.view)
        self._bar_enabled(on=True)

    def show_nothing(self, title: str, text: str = "") -> None:
        """There is nothing to see, and why."""
        self.view.show_document(None)
        self._stack.removeWidget(self._nothing)
        self._nothing.deleteLater()
        self._nothing = EmptyState(self._look, "printer", title, text)
        self._stack.addWidget(self._nothing)
        self._stack.setCurrentWidget(self._nothing)
        self._total.setText("")
        self.page_box.setText("")
        self._bar_enabled(on=False)

    def _show_page(self, page: int) -> None:
        if not self.page_box.hasFocus():
            self.page_box.setText(str(page + 1))

    def _turn(self) -> None:
        if self.page_box.text():
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
            self.view.go_to(min(self.view.count, int(self.page_box.text())) - 1)

    def _bar_enabled(self, *, on: bool) -> None:
        for each in self._controls:
            each.setEnabled(on)

    def _lay_out(self) -> None:
        look = self._look
        self.page_box.setValidator(QIntValidator(1, 99_999, self))
        self.page_box.setFixedSize(52, CONTROL)
        self.page_box.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.page_box.setAccessibleName("页码")
        before = tool(look, "chevron-left", "上一页", press=lambda: self._step(-1))
        after = tool(look, "chevron-right", "下一页", press=lambda: self._step(1))
        smaller = tool(look, "zoom-out", "缩小（Ctrl+滚轮）", press=self.view.zoom_out)
        larger = tool(look, "zoom-in", "放大（Ctrl+滚轮）", press=self.view.zoom_in)
        width = button(look, "适合宽度", kind="quiet", press=lambda: self.view.fit(Fit.WIDTH))
        whole_page = button(look, "整页", kind="quiet", press=lambda: self.view.fit(Fit.PAGE))
        self._controls = (before, self.page_box, after, smaller, larger, width, whole_page)
        self._size.setMinimumWidth(44)
        self._size.setAlignment(Qt.AlignmentFlag.AlignCenter)
        bar = row(
            before, self.page_box, self._total, after, 1,
            smaller, self._size, larger, width, whole_page,
            spacing=TIGHT, margins=(NARROW, TIGHT, SNUG, TIGHT),
        )  # fmt: skip
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._nothing)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        whole = column(bar, spacing=0, margins=1)
        whole.addWidget(self._stack, 1)
        self.setLayout(whole)

    def _step(self, way: int) -> None:
        self.view.go_to(self.view.page + way)
