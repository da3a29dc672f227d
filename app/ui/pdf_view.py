"""Looking at a PDF: all pages under each other, as they will be printed."""

from collections import OrderedDict
from enum import Enum

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea

from app.ui.look import Look
from app.ui.pdf_pages import POINT, Drawer, PdfDocument
from app.ui.tokens import MEDIUM, PAPER

LEAST, MOST = 0.25, 4.0
STEPS = (0.25, 0.5, 0.67, 0.75, 0.9, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
_KEPT = 24  # pictures of pages


class Fit(Enum):
    """How large pages are shown, if not at a size of the person's own."""

    WIDTH = "适合宽度"
    PAGE = "整页"
    FREE = ""


class PdfView(QAbstractScrollArea):
    """Scrolls continuously; Ctrl and wheel zoom; a drag moves the paper."""

    paged = Signal(int)  # the page in the middle of what is seen, counted from 0
    zoomed = Signal(float)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._document: PdfDocument | None = None
        self._fit = Fit.WIDTH
        self._zoom = 1.0
        self._tops: list[int] = []  # of each page
        self._wide = 0
        self._pictures: OrderedDict[int, tuple[float, QImage]] = OrderedDict()
        self._held: QPoint | None = None
        self._page = 0
        self._drawer = Drawer(self)
        self._drawer.drawn.connect(self._take)
        self.setAccessibleName("预览")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().valueChanged.connect(self._on_scroll)
        self.destroyed.connect(self._drawer.stop)

    # --- what is shown

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._document.sizes) if self._document else 0

    @property
    def page(self) -> int:
        """The page in the middle, counted from 0."""
        return self._page

    @property
    def zoom(self) -> float:
        """1.0 is the size on paper."""
        return self._zoom

    def show_document(self, document: PdfDocument | None, *, keep_place: bool = False) -> None:
        """Show another document; `keep_place`: it is the same one, made anew."""
        at = self._page if keep_place else 0
        self._let_go()
        self._document = document
        self._pictures.clear()
        self._arrange()
        self.go_to(min(at, max(0, self.count - 1)))

    def stop(self) -> None:
        """No more drawing, and the file let go of: before the window closes."""
        self._drawer.stop()
        self._let_go()

    def _let_go(self) -> None:
        if self._document is not None:
            self._document.close()
            self._document = None

    # --- going about

    def go_to(self, page: int) -> None:
        """Bring the top of a page to the top."""
        if 0 <= page < self.count:
            self.verticalScrollBar().setValue(self._tops[page] - MEDIUM)
            self._on_scroll()

    def fit(self, fit: Fit) -> None:
        """As wide or as high as the view, from now on."""
        at, self._fit = self._page, fit
        self._arrange()
        self.go_to(at)

    def zoom_to(self, zoom: float) -> None:
        """A size of the person's own; the middle of the view stays where it is."""
        bar = self.verticalScrollBar()
        half = self.viewport().height() / 2
        place = (bar.value() + half) / max(1, bar.maximum() + self.viewport().height())
        self._fit = Fit.FREE
        self._zoom = min(MOST, max(LEAST, zoom))
        self._arrange()
        bar.setValue(round(place * (bar.maximum() + self.viewport().height()) - half))

    def zoom_in(self) -> None:
        """The next larger step."""
        self.zoom_to(next((step for step in STEPS if step > self._zoom + 0.01), MOST))

    def zoom_out(self) -> None:
        """The next smaller step."""
        self.zoom_to(next((s for s in reversed(STEPS) if s < self._zoom - 0.01), LEAST))

    # --- where the pages lie

    def _arrange(self) -> None:
        """Where each page stands at the present size."""
        sizes = self._document.sizes if self._document else ()
        if sizes and self._fit is not Fit.FREE:
            self._zoom = self._fitting()
        scale = self._zoom * POINT
        top, wide, tops = MEDIUM, 0, []
        for size in sizes:
            tops.append(top)
            top += round(size.height() * scale) + MEDIUM
            wide = max(wide, round(size.width() * scale))
        self._tops, self._wide = tops, wide
        inside = self.viewport().size()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setRange(0, max(0, wide + 2 * MEDIUM - inside.width()))
        across.setPageStep(inside.width())
        down.setRange(0, max(0, top - inside.height()))
        down.setPageStep(inside.height())
        down.setSingleStep(48)
        self.zoomed.emit(self._zoom)
        self.viewport().update()

    def _fitting(self) -> float:
        sizes = self._document.sizes if self._document else ()
        widest = max(size.width() for size in sizes) * POINT
        room = self.viewport().width() - 2 * MEDIUM
        zoom = room / widest
        if self._fit is Fit.PAGE:
            highest = max(size.height() for size in sizes) * POINT
            zoom = min(zoom, (self.viewport().height() - 2 * MEDIUM) / highest)
        return min(MOST, max(LEAST, zoom))

    def _field(self, page: int) -> QRect:
        """Where a page lies in the view now."""
        size = self._document.sizes[page] if self._document else QRectF().size()
        scale = self._zoom * POINT
        width, height = round(size.width() * scale), round(size.height() * scale)
        room = max(self.viewport().width(), self._wide + 2 * MEDIUM)
        left = (room - width) // 2 - self.horizontalScrollBar().value()
        return QRect(left, self._tops[page] - self.verticalScrollBar().value(), width, height)

    def _seen(self) -> list[int]:
        view = self.viewport().rect()
        return [n for n in range(self.count) if self._field(n).intersects(view)]

    # --- drawing

    def _want(self) -> None:
        """Pages in sight, and the ones before and after, if their pictures are not there."""
        seen = self._seen()
        if self._document is None or not seen:
            return
        scale = self._scale()
        around = [*seen, *(n for n in (seen[-1] + 1, seen[0] - 1) if 0 <= n < self.count)]
        lacking = [n for n in around if self._pictures.get(n, (0.0,))[0] != scale]
        self._drawer.want(self._document, lacking, scale)

    def _scale(self) -> float:
        """Pixels of the screen to the point."""
        return self._zoom * POINT * self.devicePixelRatioF()

    @Slot(object, int, float, QImage)
    def _take(self, document: PdfDocument, page: int, scale: float, picture: QImage) -> None:
        self._drawer.forget(page)
        if document is not self._document or picture.isNull():
            return
        self._pictures[page] = scale, picture
        self._pictures.move_to_end(page)
        while len(self._pictures) > _KEPT:
            self._pictures.popitem(last=False)
        self.viewport().update(self._field(page))

    def _on_scroll(self) -> None:
        middle = self.viewport().height() // 2
        fields = [(n, self._field(n)) for n in self._seen()]
        found = next((n for n, field in fields if field.bottom() >= middle), self._page)
        if found != self._page:
            self._page = found
        self.paged.emit(self._page)
        self.viewport().update()

    # The Qt side -----------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(640, 480)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        at = self._page
        self._arrange()
        if self._fit is not Fit.FREE:
            self.go_to(at)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        tokens = self._look.tokens
        painter.fillRect(self.viewport().rect(), QColor(tokens.line))
        for page in self._seen():
            field = self._field(page)
            painter.fillRect(field, QColor(PAPER))
            if page in self._pictures:
                self._draw_picture(painter, field, *self._pictures[page])
            painter.setPen(QPen(QColor(tokens.faint), 1))
            painter.drawRect(field.adjusted(-1, -1, 0, 0))
        self._want()

    def _draw_picture(self, painter: QPainter, field: QRect, scale: float, image: QImage) -> None:
        """Pixel for pixel once it is there in the right size; until then the old one, stretched."""
        if scale == self._scale():
            image.setDevicePixelRatio(self.devicePixelRatioF())
            painter.setClipRect(field)
            painter.drawImage(field.topLeft(), image)
            painter.setClipping(False)
        else:
            painter.drawImage(field, image)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            (self.zoom_in if event.angleDelta().y() > 0 else self.zoom_out)()
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        turns = {
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: self.count - 1,
            Qt.Key.Key_Right: self._page + 1,
            Qt.Key.Key_Left: self._page - 1,
        }
        if event.key() in turns:
            self.go_to(turns[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_in()
        elif event.key() == Qt.Key.Key_Minus:
            self.zoom_out()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._held = event.position().toPoint()
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            moved = QPointF(self._held) - event.position()
            across, down = self.horizontalScrollBar(), self.verticalScrollBar()
            across.setValue(across.value() + round(moved.x()))
            down.setValue(down.value() + round(moved.y()))
            self._held = event.position().toPoint()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = None
        self.viewport().unsetCursor()
