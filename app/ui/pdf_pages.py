"""The pages of a PDF as pictures, drawn by PDFium beside the window."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QSizeF, QThreadPool, Signal
from PySide6.QtGui import QImage

POINT = 96 / 72  # screen pixels of a point at 100 %
_PDFIUM = Lock()  # the library must never be entered by two threads, whichever document


class PdfDocument:
    """One file, read whole into memory, so that it can be written over while it is shown."""

    def __init__(self, content: bytes) -> None:
        import pypdfium2  # noqa: PLC0415 - only when a document is looked at

        with _PDFIUM:
            self._pdf: Any = pypdfium2.PdfDocument(content)
            sizes = [self._pdf.get_page_size(n) for n in range(len(self._pdf))]
        self.sizes: Sequence[QSizeF] = tuple(QSizeF(*size) for size in sizes)  # in points

    @classmethod
    def load(cls, path: Path) -> "PdfDocument":
        """From a file."""
        return cls(path.read_bytes())

    def close(self) -> None:
        """Let go of it; pages asked for from now on come out empty."""
        with _PDFIUM:
            self._pdf.close()
            self._pdf = None

    def draw(self, number: int, scale: float) -> QImage:
        """One page, `scale` pixels to the point, on white."""
        with _PDFIUM:
            if self._pdf is None:
                return QImage()
            page = self._pdf[number]
            bitmap = page.render(scale=scale, prefer_bgrx=True)
            content = bytes(bitmap.buffer)
            width, height, stride = bitmap.width, bitmap.height, bitmap.stride
            page.close()
        return QImage(content, width, height, stride, QImage.Format.Format_RGB32).copy()


class Drawer(QObject):
    """Draws what is asked for, one page after another; what is no longer wanted is passed over."""

    drawn = Signal(object, int, float, QImage)  # document, page, scale, picture

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self, maxThreadCount=1)
        self._wanted: dict[int, float] = {}  # page: scale
        self._document: PdfDocument | None = None

    def want(self, document: PdfDocument, pages: Sequence[int], scale: float) -> None:
        """These pages and no others, the first one first."""
        fresh = [n for n in pages if self._wanted.get(n) != scale or document is not self._document]
        self._document = document
        self._wanted = dict.fromkeys(pages, scale)
        for number in fresh:
            self._pool.start(QRunnable.create(partial(self._draw, number, scale)))

    def forget(self, page: int) -> None:
        """It has arrived; asked for again it would be drawn again."""
        self._wanted.pop(page, None)

    def stop(self) -> None:
        """Nothing more is wanted; waits for the page that is being drawn."""
        self._wanted.clear()
        self._document = None
        self._pool.clear()
        self._pool.waitForDone()

    def _draw(self, number: int, scale: float) -> None:
        """On the pool's thread. The document is looked up late: runnables outlive their work."""
        document = self._document
        if document is not None and self._wanted.get(number) == scale:
            self.drawn.emit(document, number, scale, document.draw(number, scale))
