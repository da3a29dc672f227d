"""Placements typed as in a spreadsheet: class by class, filled down, pasted, told what lacks."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from app.models import InternshipBatch, Partner, Placement, SchoolClass, Student
from app.services.query import Query
from app.ui.internships import InternshipsPage
from app.ui.page import Desk, Target
from app.ui.part_dialog import FormDialog
from app.ui.placements_grid import PlacementsGrid
from tests.make import Make
from tests.ui.answers import asked, choose, said
from tests.ui.hands import press, write
from tests.ui.pages.conftest import Visit

HOST, POST = 4, 5


@pytest.fixture
def grid(desk: Desk, make: Make, visit: Callable[[InternshipsPage], Visit]) -> PlacementsGrid:
    batch = make(InternshipBatch, starts=date(2027, 3, 1), ends=date(2027, 8, 31))
    for number in ("2024001", "2024002", "2024003"):
        student = make(Student, number=number)
        make(
            Placement, batch_id=batch.id, student_id=student.id, partner_id=None, post=None,
            agreement_number=None,
        )  # fmt: skip
    make(Partner, name="成都云沙电子有限公司")
    page = InternshipsPage(desk)
    visit(page)
    page.show_target(Target("board", option="学生安排"))
    return page.grid


def column(grid: PlacementsGrid, number: int) -> list[str]:
    model = grid.model
    return [model.index(line, number).data() for line in range(model.rowCount())]


def go(grid: PlacementsGrid, line: int, number: int) -> None:
    grid.table.setFocus()
    grid.table.setCurrentIndex(grid.model.index(line, number))


def paste(grid: PlacementsGrid, text: str) -> None:
    QApplication.clipboard().setText(text)
    grid.table.paste()


def test_each_row_says_what_it_lacks(grid: PlacementsGrid) -> None:
    go(grid, 0, 0)
    assert column(grid, 0)[0].startswith("● 缺")
    assert "实习单位" in grid.reasons.text()


def test_a_cell_is_typed_and_saved_at_once(grid: PlacementsGrid) -> None:
    go(grid, 1, POST)
    press(grid.table, Qt.Key.Key_F2)
    editor = grid.table.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    write(editor, "装配工")
    press(editor, Qt.Key.Key_Return)
    for _ in range(3):  # the editor closes, then its text is saved
        QApplication.processEvents()
    assert column(grid, POST) == ["", "装配工", ""]
    assert grid.table.currentIndex().row() == 1, "the place is kept"


def test_a_block_from_excel_is_saved_as_far_as_it_can_be(grid: PlacementsGrid) -> None:
    go(grid, 0, HOST)
    paste(
        grid,
        "成都云沙电子有限公司\t装配工\r\n没有这家公司\t质检员\r\n成都云沙电子有限公司\t操作工\r\n",
    )
    assert column(grid, HOST) == ["成都云沙电子有限公司", "", "成都云沙电子有限公司"]
    assert column(grid, POST) == ["装配工", "", "操作工"]
    assert "1 行没有改动" in said(grid)


def test_rows_are_filled_down_from_the_first(grid: PlacementsGrid) -> None:
    go(grid, 0, POST)
    paste(grid, "装配工")
    grid.table.clearSelection()
    model = grid.table.selectionModel()
    for line in range(3):
        model.select(grid.model.index(line, POST), model.SelectionFlag.Select)
    QTest.keyClick(grid.table, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert column(grid, POST) == ["装配工"] * 3


def test_a_class_is_placed_at_once_and_nobody_twice(
    grid: PlacementsGrid, desk: Desk, make: Make
) -> None:
    school_class = make(SchoolClass)
    for number in ("2024101", "2024102"):
        make(Student, number=number, class_id=school_class.id)

    def fill() -> None:
        dialog = asked()
        assert isinstance(dialog, FormDialog)
        dialog.form.start({"classes": (school_class.id,)})
        choose(dialog, "建立")

    for whole in (5, 5):
        QTimer.singleShot(0, fill)
        grid.add_classes()
        assert desk.office.of(Placement).count(Query()) == whole
    assert "本批次已有 2 人" in said(grid)
