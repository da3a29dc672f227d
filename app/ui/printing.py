"""Putting the pages of a PDF on paper, at the printer's own resolution."""

from PySide6.QtCore import QMarginsF, QRectF
from PySide6.QtGui import QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from app.errors import Fault
from app.ui.pdf_pages import PdfDocument
from app.ui.tasks import Progress

_FINEST = 300  # dots to the inch; more only makes it slow


def ask_printer(parent: QWidget, document: PdfDocument, title: str) -> QPrinter | None:
    """The printer the person chose, set up as the pages lie; None if there shall be no printing."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    prepare(printer, document, title)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle("打印")
    dialog.setMinMax(1, len(document.sizes))
    chosen = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return printer if chosen else None


def prepare(printer: QPrinter, document: PdfDocument, title: str) -> None:
    """Paper without margins of the printer's own: the pages have theirs."""
    first = document.sizes[0]
    lying = first.width() > first.height()
    printer.setDocName(title)
    printer.setCreator("双元")
    printer.setFullPage(True)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0))
    orientation = QPageLayout.Orientation
    printer.setPageOrientation(orientation.Landscape if lying else orientation.Portrait)
    printer.setResolution(min(printer.resolution(), _FINEST))


def put_on_paper(printer: QPrinter, document: PdfDocument, progress: Progress) -> int:
    """Print the pages that were chosen; returns how many. Runs beside the window."""
    first = max(1, printer.fromPage())
    last = printer.toPage() or len(document.sizes)
    painter = QPainter()
    if not painter.begin(printer):
        raise Fault("打印机没有响应", "请检查打印机是否接好、有没有纸，再打印一次。")
    try:
        for number in range(first, last + 1):
            progress(number - first, last - first + 1, "打印")
            if number > first:
                printer.newPage()
            _print_page(painter, printer, document, number - 1)
    finally:
        painter.end()
    return last - first + 1


def _print_page(painter: QPainter, printer: QPrinter, document: PdfDocument, number: int) -> None:
    """In its true size, in the middle of the sheet; smaller if the sheet is smaller."""
    size = document.sizes[number]
    sheet = printer.paperRect(QPrinter.Unit.DevicePixel)
    dots = printer.resolution() / 72
    fitting = min(
        1.0, sheet.width() / (size.width() * dots), sheet.height() / (size.height() * dots)
    )
    width, height = size.width() * dots * fitting, size.height() * dots * fitting
    field = QRectF((sheet.width() - width) / 2, (sheet.height() - height) / 2, width, height)
    painter.drawImage(field, document.draw(number, dots * fitting))
