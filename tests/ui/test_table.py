"""The list as a person uses it: choosing, copying, arranging columns, keeping one's place."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.models import Partner
from app.services.office import Office
from app.services.query import Query
from app.ui.columns import Columns, ColumnsDialog
from app.ui.look import Look
from app.ui.table import RecordTable
from app.ui.table_model import RecordTableModel
from tests.make import Make
from tests.ui.hands import press


@pytest.fixture
def memory(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def table(
    office: Office, make: Make, look: Look, memory: QSettings, qtbot: QtBot
) -> Iterator[RecordTable]:
    for name in ("丙", "甲", "乙", "丁"):
        make(Partner, name=name, staff=3, code=None)
    return made(office, look, memory, qtbot)


def made(office: Office, look: Look, memory: QSettings, qtbot: QtBot) -> RecordTable:
    model = RecordTableModel(office.partners, office.code_name)
    table = RecordTable(model, Columns(Partner, memory), look)
    model.setParent(table)
    model.load(Query(order="name"))
    qtbot.addWidget(table)
    table.resize(1000, 400)
    table.show()
    return table


def click(table: RecordTable, row: int, column: int, held: Qt.KeyboardModifier) -> None:
    place = table.visualRect(table.model().index(row, column)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, held, place)


PLAIN, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


def names(table: RecordTable) -> list[str]:
    titles = table._records._records.titles(table.selected())
    return [titles[key] for key in table.selected()]


def test_a_click_selects_one_row_and_check_boxes_add_others(table: RecordTable) -> None:
    click(table, 0, 1, PLAIN)
    assert names(table) == ["丙"]
    click(table, 2, 0, PLAIN)
    click(table, 3, 0, PLAIN)
    assert names(table) == ["丙", "甲", "乙"]
    click(table, 2, 0, PLAIN)
    assert table.selected_count() == 2
    click(table, 1, 1, PLAIN)
    assert table.selected_count() == 1


def test_the_box_in_the_heading_checks_all_or_none(table: RecordTable) -> None:
    header = table.horizontalHeader()
    place = QPoint(18, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, PLAIN, place)
    assert table.selected_count() == 4
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, PLAIN, place)
    assert table.selected_count() == 0


def test_enter_opens_space_checks(table: RecordTable, qtbot: QtBot) -> None:
    click(table, 1, 1, PLAIN)
    with qtbot.waitSignal(table.opened) as opened:
        press(table, Qt.Key.Key_Return)
    assert opened.args == [table._records.key_at(1)]
    press(table, Qt.Key.Key_Space)
    assert table.selected_count() == 0


def test_the_place_is_kept_while_rows_come_and_go(
    table: RecordTable, office: Office, make: Make
) -> None:
    table.go_to(table._records.key_at(1))
    click(table, 3, 1, CTRL)
    chosen, current = table.selected(), table.current()
    make(Partner, name="啊")  # comes first
    office.partners.delete([table._records.key_at(0)])
    table.keep_place(table._records.refresh)
    assert table.selected() == chosen
    assert table.current() == current
    assert table._records.rowCount() == 4


def test_everything_selected_stays_everything(table: RecordTable, make: Make) -> None:
    table.selectAll()
    make(Partner, name="啊")
    table.keep_place(table._records.refresh)
    assert table.selected_count() == 5


def test_copies_are_tables_in_which_codes_stay_text(
    table: RecordTable, office: Office, make: Make, memory: QSettings
) -> None:
    table._columns.choose([("name", 200), ("contact_phone", 120), ("staff", 60)])
    table.show_columns()
    make(Partner, name="=1+1", contact_phone="13800001234", staff=1200)
    table._records.load(Query(text="=1"))
    table.selectAll()
    table.copy(headings=True)
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == ("企业名称\t联系电话\t在岗职工总数\r\n'=1+1\t13800001234\t1200\r\n")
    assert "<td style='mso-number-format:\"\\@\"'>13800001234</td>" in data.html()
    assert "<td>1200</td>" in data.html()


def test_columns_are_remembered_as_they_were_arranged(
    table: RecordTable, office: Office, look: Look, memory: QSettings, qtbot: QtBot
) -> None:
    header = table.horizontalHeader()
    before = [field.key for field in table.fields()]
    header.moveSection(header.visualIndex(3), 1)
    header.resizeSection(3, 222)
    wanted = [before[2], before[0], before[1], *before[3:]]
    assert [field.key for field in table.fields()] == wanted
    again = made(office, look, memory, qtbot)
    assert [field.key for field in again.fields()] == wanted
    assert again.columnWidth(1) == 222


def test_the_check_box_cannot_be_moved_from_the_front(table: RecordTable) -> None:
    header = table.horizontalHeader()
    header.moveSection(2, 0)
    assert header.visualIndex(0) == 0


def test_room_that_is_left_goes_to_the_title(table: RecordTable) -> None:
    table._columns.choose([("code", 150), ("name", 100)])
    table.show_columns()
    assert table.columnWidth(2) == table.viewport().width() - 36 - 150


def test_the_dialog_hides_and_orders_columns(
    table: RecordTable, look: Look, memory: QSettings, qtbot: QtBot
) -> None:
    columns = Columns(Partner, memory)
    dialog = ColumnsDialog(columns, look, table)
    qtbot.addWidget(dialog)
    first = dialog.list.item(0)
    assert first.text() == "企业名称"
    dialog.list.item(1).setCheckState(Qt.CheckState.Unchecked)
    dialog.list.setCurrentRow(0)
    dialog._move(2)
    dialog.accept()
    assert columns.chosen()[1][0] == "name"
    assert "code" not in dict(columns.chosen())


def test_no_column_at_all_is_not_accepted(
    table: RecordTable, look: Look, memory: QSettings
) -> None:
    columns = Columns(Partner, memory)
    dialog = ColumnsDialog(columns, look, table)
    for row in range(dialog.list.count()):
        dialog.list.item(row).setCheckState(Qt.CheckState.Unchecked)
    dialog.accept()
    assert columns.chosen() == columns.usual()


def test_painting_the_headings_does_not_ask_every_row(
    table: RecordTable, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(200):
        make(Partner, name=f"企业{n}", code=None)
    table._records.load(Query(order="name"))
    table.selectAll()
    asked: list[int] = []
    counted = RecordTableModel.columnCount
    monkeypatch.setattr(
        RecordTableModel, "columnCount", lambda *given: asked.append(1) or counted(*given)
    )
    table.horizontalHeader().grab()
    assert len(asked) < 200
