"""The preview: the pages of the file, where they lie, and that they get onto paper."""

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from app.errors import Cancelled
from app.ui.look import Look
from app.ui.pdf_pages import PdfDocument
from app.ui.pdf_view import Fit, PdfView
from app.ui.printing import prepare, put_on_paper


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Five upright pages, each filled with its own grey."""
    file = tmp_path / "五页.pdf"
    canvas = Canvas(str(file), pagesize=(595, 842))
    for number in range(5):
        canvas.setFillGray(number / 10)
        canvas.rect(0, 0, 595, 842, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return file


@pytest.fixture
def view(look: Look, path: Path, qtbot: QtBot) -> Iterator[PdfView]:
    made = PdfView(look)
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.show()
    made.show_document(PdfDocument.load(path))
    yield made
    made.stop()


def shade(view: PdfView, qtbot: QtBot, page: int) -> None:
    """Wait until the page is seen as it was drawn."""
    wanted = round(page / 10 * 255)

    def drawn() -> bool:
        picture = view.viewport().grab().toImage()
        colour = QColor(picture.pixel(picture.width() // 2, picture.height() // 2))
        return abs(colour.red() - wanted) <= 2

    qtbot.waitUntil(drawn, timeout=10_000)


def test_pages_follow_each_other(view: PdfView, qtbot: QtBot) -> None:
    shade(view, qtbot, 0)
    for page in (1, 4, 2):
        view.go_to(page)
        assert view.page == page
        shade(view, qtbot, page)


def test_a_document_may_be_written_over_while_it_is_shown(
    view: PdfView, path: Path, qtbot: QtBot
) -> None:
    path.write_bytes(b"")
    view.go_to(3)
    shade(view, qtbot, 3)


def test_keys_turn_pages(view: PdfView) -> None:
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.page == 4
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.page == 3
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.page == 0


def test_the_width_fits_at_any_size(view: PdfView) -> None:
    view.fit(Fit.WIDTH)
    before = view.zoom
    view.resize(1000, 500)
    assert view.zoom > before
    assert view.horizontalScrollBar().maximum() == 0


def test_the_whole_page_fits(view: PdfView) -> None:
    view.fit(Fit.PAGE)
    assert 842 * view.zoom * 96 / 72 <= view.viewport().height()


def test_zooming_keeps_the_page(view: PdfView) -> None:
    view.go_to(2)
    for _ in range(3):
        view.zoom_in()
    assert view.page == 2
    view.zoom_out()
    assert view.page == 2


def test_ctrl_and_wheel_zoom(view: PdfView) -> None:
    before = view.zoom
    middle = QPointF(view.viewport().rect().center())
    event = QWheelEvent(
        middle, middle, QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), event)
    assert view.zoom > before


def test_a_new_document_of_the_same_report_keeps_the_place(view: PdfView, path: Path) -> None:
    view.go_to(3)
    view.show_document(PdfDocument.load(path), keep_place=True)
    assert view.page == 3
    view.show_document(PdfDocument.load(path))
    assert view.page == 0


def test_a_page_of_a_closed_document_comes_out_empty(path: Path) -> None:
    document = PdfDocument.load(path)
    document.close()
    assert document.draw(0, 1.0).isNull()


def test_nothing_to_show_is_no_trouble(view: PdfView) -> None:
    view.show_document(None)
    view.fit(Fit.PAGE)
    view.go_to(1)
    assert view.count == 0


@pytest.fixture
def printer(tmp_path: Path, qapp: QApplication) -> QPrinter:
    made = QPrinter(QPrinter.PrinterMode.HighResolution)
    made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    made.setOutputFileName(str(tmp_path / "纸.pdf"))
    return made


def test_all_pages_get_onto_paper(printer: QPrinter, path: Path) -> None:
    document = PdfDocument.load(path)
    prepare(printer, document, "五页")
    assert put_on_paper(printer, document, lambda *_: None) == 5
    printed = pypdfium2.PdfDocument(printer.outputFileName())
    assert len(printed) == 5
    printed.close()


def test_a_range_of_pages_gets_onto_paper(printer: QPrinter, path: Path) -> None:
    document = PdfDocument.load(path)
    prepare(printer, document, "五页")
    printer.setFromTo(2, 3)
    assert put_on_paper(printer, document, lambda *_: None) == 2


def test_printing_can_be_stopped(printer: QPrinter, path: Path) -> None:
    document = PdfDocument.load(path)
    prepare(printer, document, "五页")

    def stop(done: int, total: int, what: str) -> None:
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        put_on_paper(printer, document, stop)


def test_lying_pages_turn_the_paper(printer: QPrinter, tmp_path: Path) -> None:
    file = tmp_path / "横.pdf"
    canvas = Canvas(str(file), pagesize=(842, 595))
    canvas.drawString(10, 10, "x")
    canvas.save()
    prepare(printer, PdfDocument.load(file), "横")
    sheet = printer.paperRect(QPrinter.Unit.Point)
    assert sheet.width() > sheet.height()
