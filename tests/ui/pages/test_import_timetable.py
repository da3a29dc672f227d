"""A term's timetable through the import page, with the office's real ledger."""

from collections.abc import Callable
from pathlib import Path
from shutil import copyfile

import pytest
import xlsxwriter
from openpyxl import load_workbook
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.models import Booking, BookingOccurrence, Room, Teacher, Term
from app.places import RESOURCES
from app.services.exchange.importing import import_file
from app.services.exchange.timetable_writing import import_timetable
from app.ui.import_page import TIMETABLE, ImportPage
from app.ui.import_timetable import Fate
from app.ui.page import Desk, Target
from tests.ui.hands import click
from tests.ui.pages.conftest import Visit

SAMPLES = RESOURCES / "samples"
CLASHING = {76: 16, 139: 16, 156: 12, 183: 16, 217: 12}  # rows and periods, as the answers say


@pytest.fixture
def page(desk: Desk, visit: Callable[[ImportPage], Visit]) -> ImportPage:
    import_file(desk.office, Room, SAMPLES / "实训室一览表.xlsx")
    made = ImportPage(desk)
    visit(made)
    made.show_target(Target("import", option="timetable"))
    return made


@pytest.fixture
def settle(desk: Desk, qtbot: QtBot) -> Callable[[], None]:
    return lambda: qtbot.waitUntil(lambda: desk.tasks.running == 0, timeout=60_000)


def buttons(page: ImportPage) -> dict[str, QPushButton]:
    return {b.text(): b for b in page.findChildren(QPushButton) if b.isVisible()}


def words(page: ImportPage) -> str:
    return "\n".join(w.text() for w in page.findChildren(QLabel) if w.isVisible())


def shown(page: ImportPage) -> dict[int, str]:
    """The rows in the list, with all that is said of them."""
    model = page.timetable.list.lines
    found = (model.line_at(index) for _, index in model.places())
    return {line.key: line.cells[-1] for line in found if line}


def test_trial_clashes_with_proposals_writing_and_taking_back(
    desk: Desk, page: ImportPage, settle: Callable[[], None], tmp_path: Path
) -> None:
    path = Path(copyfile(SAMPLES / "实训课表.xlsx", tmp_path / "实训课表.xlsx"))
    page.source.given.emit(path)
    settle()
    tile = page.timetable.tiles
    assert [tile[each].accessibleName().split()[1] for each in (Fate.NEW, Fate.OPEN)] == [
        "239", "5",
    ]  # fmt: skip
    assert set(shown(page)) == set(CLASHING)
    for number, told in shown(page).items():
        assert f"{CLASHING[number]} 节" in told
        assert "可改到" in told
    assert "第 76 行：待排" in words(page)
    assert "共占 5,074 节" in words(page)
    assert desk.office.of(Booking).count() == 0, "nothing is written yet"
    page.save_refused(tmp_path / "退回.xlsx")
    assert load_workbook(tmp_path / "退回.xlsx").active.max_row == 3 + len(CLASHING)
    click(buttons(page)["导入 239 条课，待排 5 条"])
    settle()
    assert "已排入 239 条课" in words(page)
    assert desk.office.of(Booking).count() == 244
    click(buttons(page)["撤销这次导入"])
    assert desk.office.of(BookingOccurrence).count() == desk.office.of(Booking).count() == 0
    assert desk.office.of(Term).count() == desk.office.of(Teacher).count() == 0


def test_a_tile_shows_its_rows_and_the_way_back_leads_to_the_file(
    page: ImportPage, settle: Callable[[], None]
) -> None:
    page.source.given.emit(SAMPLES / "实训课表.xlsx")
    settle()
    click(page.timetable.tiles[Fate.NEW])
    assert len(shown(page)) == 239
    assert page.trail.findChildren(QPushButton)[TIMETABLE].text() == "2  试算与冲突"
    click(buttons(page)["上一步"])
    assert page.source.isVisible()


def test_lessons_that_are_gone_are_told_apart_and_counted(
    desk: Desk, page: ImportPage, settle: Callable[[], None], tmp_path: Path
) -> None:
    """One course of five classes: its name alone finds none of them."""

    def ledger(name: str, classes: int) -> Path:
        path = tmp_path / name
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet("课表")
            sheet.write(0, 0, "第1周星期一:2026-08-31")
            sheet.write_row(1, 0, ["课程", "班级", "周次", "星期", "节次", "实训室"])
            for n in range(classes):
                about = ["综合实训", f"数控260{n + 1}", "1-16", f"周{'一二三四五'[n]}", "3-4"]
                sheet.write_row(2 + n, 0, [*about, room])
        return path

    room = desk.office.of(Room).all()[0].number
    import_timetable(desk.office, ledger("全部.xlsx", 5))
    page.source.given.emit(ledger("一行.xlsx", 1))
    settle()
    told = words(page)
    assert f"综合实训（数控2602，1-16周 星期二 第3-4节，{room}）" in told
    assert f"综合实训（数控2604，1-16周 星期四 第3-4节，{room}）等 4 条" in told
    assert "数控2605" not in told
