"""Reports: chosen, seen, kept and printed; what is kept is what was seen."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.models import Campus, Partner
from app.models.log import EventLog
from app.services.mask import Profile
from app.ui import reports_page
from app.ui.page import Desk, Scope, Target
from app.ui.pickers import RecordPicker
from app.ui.printing import prepare
from app.ui.reports_page import ReportsPage
from tests.make import Make
from tests.ui.hands import click, press
from tests.ui.pages.conftest import Visit

UNKNOWN = "\U0002ebf0"  # an ideograph of extension I: no font of ours has it


@pytest.fixture
def page(desk: Desk, visit: Callable[[ReportsPage], Visit]) -> Iterator[ReportsPage]:
    made = ReportsPage(desk)
    visit(made)
    yield made
    made.preview.view.stop()


@pytest.fixture
def settle(desk: Desk, page: ReportsPage, qtbot: QtBot) -> Callable[[], None]:
    """Wait until the pages are there and nothing is under way."""

    def waiting() -> None:
        qtbot.waitUntil(
            lambda: not page._pause.isActive() and desk.tasks.running == 0, timeout=30_000
        )

    return waiting


Settle = Callable[[], None]


def words(page: ReportsPage) -> str:
    return "\n".join(w.text() for w in page.findChildren(QLabel) if w.isVisible())


def buttons(page: ReportsPage) -> dict[str, QPushButton]:
    return {b.text(): b for b in page.findChildren(QPushButton) if b.isVisible()}


def text_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return "\n".join(texts)


def events(desk: Desk) -> list[str]:
    with desk.office.db.read() as session:
        return [each.what for each in session.query(EventLog)]


def test_a_report_is_seen_at_once_and_kept_as_seen(
    page: ReportsPage, make: Make, settle: Settle, tmp_path: Path
) -> None:
    make(Partner, name="成都示例甲有限公司")
    settle()
    assert page.preview.view.count == 1
    page.save_pdf(tmp_path / "一览表.pdf")
    settle()
    assert "成都示例甲有限公司" in text_of(tmp_path / "一览表.pdf")
    assert "已存为 一览表.pdf（1 页，1 行）" in words(page)
    assert {"打开", "打开所在文件夹", "打印"} <= buttons(page).keys()


def test_the_workbook_is_kept_and_noted(
    desk: Desk, page: ReportsPage, settle: Settle, tmp_path: Path
) -> None:
    settle()
    page.save_xlsx(tmp_path / "一览表.xlsx")
    settle()
    assert (tmp_path / "一览表.xlsx").stat().st_size > 1000
    assert events(desk) == ["报表"], "a preview is no export"


def test_an_option_makes_the_pages_anew(page: ReportsPage, make: Make, settle: Settle) -> None:
    make(Partner, name="甲")
    settle()
    first = page._made
    assert page.choice.form is not None
    draft = page.choice.form.findChild(QCheckBox, "draft")
    assert isinstance(draft, QCheckBox)
    draft.click()
    assert not buttons(page)["打印…"].isEnabled(), "what is seen is no longer what was chosen"
    settle()
    assert page._made is not first
    assert page._made is not None
    assert page._made.report.draft


def test_a_change_of_the_data_makes_the_pages_anew(
    page: ReportsPage, make: Make, settle: Settle
) -> None:
    settle()
    assert page._made is not None
    assert page._made.report.figures["partners"] == 0
    make(Partner)
    settle()
    assert page._made.report.figures["partners"] == 1


def test_what_must_be_chosen_is_asked_for_kindly(
    page: ReportsPage, make: Make, settle: Settle
) -> None:
    partner = make(Partner, name="甲")
    page.choice.choose("partner_card")
    settle()
    assert "请先选择合作企业" in words(page)
    assert "请填写" not in words(page)
    assert page.choice.form is not None
    picker = page.choice.form.findChild(RecordPicker, "partner")
    assert isinstance(picker, RecordPicker)
    page.show_target(Target("reports", option=("partner_card", {"partner": partner.id})))
    settle()
    assert page.preview.view.count == 1


def test_the_profile_is_explained(page: ReportsPage, settle: Settle) -> None:
    page.choice.choose("partner_register", {"profile": Profile.PUBLIC})
    assert "只列可以公开的栏目" in words(page)
    page.choice.choose("agreement_register")
    assert "只列可以公开的栏目" not in words(page)
    settle()


def test_the_campus_of_the_window_is_what_reports_begin_with(
    desk: Desk, page: ReportsPage, settle: Settle
) -> None:
    campus = Make(desk.office)(Campus, name="龙泉校区")
    page.set_scope(Scope(campus=campus.id, campus_name="龙泉校区"))
    page.choice.choose("agreement_register")
    settle()
    assert page._made is not None
    assert page._made.report.subtitle == "龙泉校区"


@pytest.mark.parametrize("agreed", [True, False])
def test_a_character_without_a_glyph_is_named_before_anything_is_written(
    page: ReportsPage,
    settle: Settle,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    agreed: bool,
) -> None:
    Make(page._desk.office)(Partner, name=f"成都{UNKNOWN}有限公司")
    asked: list[str] = []

    def ask(*given: object) -> bool:
        asked.append(str(given[3]))
        return agreed

    monkeypatch.setattr(reports_page, "ask", ask)
    settle()
    assert "U+2EBF0" in words(page)
    page.save_pdf(tmp_path / "一览表.pdf")
    settle()
    assert f"成都{UNKNOWN}有限公司：U+2EBF0" in asked[0]
    assert (tmp_path / "一览表.pdf").exists() is agreed


def test_the_pages_go_to_the_printer(
    desk: Desk,
    page: ReportsPage,
    settle: Settle,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def chosen(parent: object, document: object, title: str) -> QPrinter:
        printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "纸.pdf"))
        prepare(printer, document, title)
        return printer

    monkeypatch.setattr(reports_page, "ask_printer", chosen)
    settle()
    click(buttons(page)["打印…"])
    settle()
    assert "已送出 1 页到打印机" in words(page)
    assert (tmp_path / "纸.pdf").exists()
    assert events(desk) == ["报表"]


def test_a_report_is_found_by_its_name_or_first_sounds(page: ReportsPage) -> None:
    def offered() -> set[str]:
        return {id_ for id_, line in page.choice.entries.items() if not line.isHidden()}

    everything = offered()
    for typed, found in (("台账", "agreement_register"), ("sfxy", "tripartite_agreement")):
        page.choice.box.setText(typed)
        press(page.choice.box, Qt.Key.Key_Return)
        assert found in offered()
        assert len(offered()) < 4
    page.choice.box.clear()
    assert offered() == everything
