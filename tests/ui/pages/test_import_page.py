"""The import wizard, as somebody goes through it with a real kind of ledger."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from xlsxwriter import Workbook

from app.errors import Refused
from app.models import Partner, PracticeStint, Programme, Teacher
from app.services.exchange.lines import Outcome
from app.services.query import Query
from app.ui.import_page import COLUMNS, SOURCE, TRIAL, ImportPage
from app.ui.page import Desk, Target
from app.ui.undo import Commits, Steps
from tests.make import Make, credit
from tests.ui.hands import click
from tests.ui.pages.conftest import Visit

GOOD, OTHER, NEW = credit(1), credit(2), credit(3)
Visiting = Callable[[ImportPage], Visit]
Settle = Callable[[], None]


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Titles above, two rows of heads, a refused row, a total below."""
    path = tmp_path / "台账.xlsx"
    book = Workbook(str(path))
    sheet = book.add_worksheet("合作企业")
    rows = [
        ["2026年合作企业台账"],
        ["序号", "企业名称", "统一社会信用代码", "联系人", "", "所在楼层"],
        ["", "", "", "姓名", "电话", ""],
        [1, "成都示例甲有限公司", GOOD, "何正", "13800001111", "3"],
        [2, "成都示例乙有限公司", OTHER, "罗启明", "", ""],
        [3, "成都示例丙有限公司", "91510112000000019X", "", "", ""],
        ["合计", "3 家"],
    ]
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell != "":
                sheet.write(at, column, cell)
    book.close()
    return path


@pytest.fixture
def page(desk: Desk) -> ImportPage:
    return ImportPage(desk)


@pytest.fixture
def settle(desk: Desk, qtbot: QtBot) -> Callable[[], None]:
    """Wait until the work beside the window is done."""
    return lambda: qtbot.waitUntil(lambda: desk.tasks.running == 0, timeout=20_000)


def buttons(page: ImportPage) -> dict[str, QPushButton]:
    return {b.text(): b for b in page.findChildren(QPushButton) if b.isVisible()}


def words(page: ImportPage) -> str:
    return "\n".join(w.text() for w in page.findChildren(QLabel) if w.isVisible())


def choices(page: ImportPage) -> dict[str, str]:
    """Column heads and what they are taken for."""
    rows = {row.column: row for row in page.columns.rows}
    return {page.columns.layout_.heads[at]: row.box.currentText() for at, row in rows.items()}


def test_from_the_file_to_the_list_and_back(
    desk: Desk, page: ImportPage, visit: Visiting, ledger: Path, settle: Settle
) -> None:
    held = desk.office.partners.save({"name": "成都示例乙有限公司", "code": OTHER})
    seen = visit(page)
    page.source.given.emit(ledger)
    settle()
    assert page.trail.findChildren(QPushButton)[COLUMNS].property("state") == "active"
    assert choices(page)["联系人/电话"] == "联系电话"
    assert choices(page)["所在楼层"] == "不导入"
    click(buttons(page)["试算，先不写入"])
    settle()
    assert {fate: page._plan.counts[fate] for fate in Outcome} == {
        Outcome.NEW: 1, Outcome.CHANGED: 1, Outcome.SAME: 0, Outcome.REFUSED: 1,
    }  # fmt: skip
    assert desk.office.partners.count() == 1, "nothing is written yet"
    click(buttons(page)["导入 2 家"])
    settle()
    assert desk.office.partners.get(held.id).contact_name == "罗启明"
    assert "已导入 2 家合作企业" in words(page)
    click(buttons(page)["打开列表"])
    assert seen.wish.page == "partner"
    assert desk.office.partners.count(seen.wish.query or Query()) == 2
    click(buttons(page)["撤销这次导入"])
    assert desk.office.partners.count() == 1
    assert desk.office.partners.get(held.id).contact_name is None
    assert "已撤销这次导入" in words(page)


def test_the_second_time_there_is_nothing_to_write(
    page: ImportPage, visit: Visiting, ledger: Path, settle: Settle
) -> None:
    visit(page)
    for _ in range(2):
        page.open(ledger)
        settle()
        page.try_out()
        settle()
        page.write()
        settle()
        page.begin()
    page.open(ledger)
    settle()
    page.try_out()
    settle()
    assert not buttons(page)["没有可导入的行"].isEnabled()


def test_a_correction_of_columns_is_remembered(
    desk: Desk, page: ImportPage, visit: Visiting, ledger: Path, settle: Settle
) -> None:
    visit(page)
    page.open(ledger)
    settle()
    row = next(r for r in page.columns.rows if page.columns.layout_.heads[r.column] == "所在楼层")
    row.box.setCurrentIndex(row.box.findText("备注"))
    row.box.activated.emit(row.box.currentIndex())
    page.try_out()
    settle()
    page.write()
    settle()
    again = ImportPage(desk)
    visit(again)
    again.open(ledger)
    settle()
    assert choices(again)["所在楼层"] == "备注"


def test_one_field_for_two_columns_is_objected_to(
    page: ImportPage, visit: Visiting, ledger: Path, settle: Settle
) -> None:
    visit(page)
    page.open(ledger)
    settle()
    row = next(r for r in page.columns.rows if page.columns.layout_.heads[r.column] == "所在楼层")
    row.box.setCurrentIndex(row.box.findText("企业名称"))
    row.box.activated.emit(row.box.currentIndex())
    assert "“企业名称”指定给了不止一列" in words(page)
    assert not buttons(page)["试算，先不写入"].isEnabled()


def test_another_row_of_heads_is_pointed_at(
    page: ImportPage, visit: Visiting, ledger: Path, settle: Settle
) -> None:
    visit(page)
    page.open(ledger)
    settle()
    page.columns.preview.verticalHeader().sectionClicked.emit(3)
    assert page.columns.head_row.value() == 4
    assert "没有一列" in words(page) or "还没有一列" in words(page)
    page.columns.preview.verticalHeader().sectionClicked.emit(1)
    assert choices(page)["企业名称"] == "企业名称"


def test_a_refused_row_says_why_cell_by_cell(
    page: ImportPage, visit: Visiting, ledger: Path, tmp_path: Path, settle: Settle
) -> None:
    visit(page)
    page.open(ledger)
    settle()
    page.try_out()
    settle()
    assert page.trial.tiles[Outcome.REFUSED].isChecked(), "what is wrong is shown first"
    assert page.trial.list.marked() == [6]
    told = words(page)
    assert "第 6 行：退回" in told
    assert "表里：91510112000000019X" in told
    assert "校验位不对" in told
    page.save_refused(tmp_path / "退回.xlsx")
    assert (tmp_path / "退回.xlsx").exists()
    assert "1 行已存为 退回.xlsx" in words(page)


def test_what_would_change_is_shown_before_and_after(
    page: ImportPage, visit: Visiting, ledger: Path, make: Make, settle: Settle
) -> None:
    make(Partner, name="成都示例乙有限公司", code=OTHER, contact_name="旧名")
    visit(page)
    page.open(ledger)
    settle()
    page.try_out()
    settle()
    click(page.trial.tiles[Outcome.CHANGED])
    index = page.trial.list.lines.index(0, 3)
    assert index.data() == "联系人：旧名 → 罗启明"
    assert "原来：旧名" in words(page)


def test_programmes_are_shown_by_name_and_made_along(
    desk: Desk, page: ImportPage, visit: Visiting, tmp_path: Path, settle: Settle
) -> None:
    path = tmp_path / "专业.csv"
    path.write_text("企业名称,面向专业\n成都示例甲有限公司,数控技术\n", "gb18030")
    visit(page)
    page.open(path)
    settle()
    assert page.columns.encoding.value() == "gb18030"
    page.try_out()
    settle()
    assert "数控技术" in words(page)
    page.write()
    settle()
    assert desk.office.of(Programme).count() == 1


def test_another_encoding_reads_the_file_again(
    page: ImportPage, visit: Visiting, tmp_path: Path, qtbot: QtBot, settle: Settle
) -> None:
    path = tmp_path / "台账.csv"
    path.write_bytes("企业名称,联系人\n甲公司,王\n".encode("utf-16"))
    visit(page)
    page.open(path)
    settle()
    assert page.columns.encoding.value() == "utf-16"
    assert choices(page) == {"企业名称": "企业名称", "联系人": "联系人"}
    with qtbot.captureExceptions() as raised:
        page.columns.encoded.emit("gb18030")
        settle()
    assert not raised or isinstance(raised[0][1], Refused)


def test_a_file_that_is_no_table_leaves_us_where_we_were(
    page: ImportPage, visit: Visiting, tmp_path: Path, qtbot: QtBot, settle: Settle
) -> None:
    path = tmp_path / "不是表.xlsx"
    path.write_bytes(b"%PDF-1.7 ...")
    visit(page)
    with qtbot.captureExceptions() as raised:
        page.open(path)
        settle()
    assert isinstance(raised[0][1], Refused)
    assert page._stack.currentIndex() == SOURCE
    assert page.source.zone.choose.isEnabled(), "one can go on at once"
    assert page.may_leave()


def test_a_file_is_dropped(page: ImportPage, visit: Visiting, ledger: Path, settle: Settle) -> None:
    visit(page)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(ledger))])
    event = QDropEvent(
        QPointF(QPoint(20, 20)), Qt.DropAction.CopyAction, data,
        Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    page.source.zone.dropEvent(event)
    settle()
    assert page._stack.currentIndex() == COLUMNS


def test_a_template_of_the_chosen_kind_can_be_filled_in_and_read(
    page: ImportPage, visit: Visiting, tmp_path: Path, settle: Settle
) -> None:
    visit(page)
    page.show_target(Target("import", option="programme"))
    page.save_template(tmp_path / "模板.xlsx")
    assert "模板已存为 模板.xlsx" in words(page)
    page.open(tmp_path / "模板.xlsx")
    settle()
    assert page._stack.currentIndex() == COLUMNS
    assert "不导入" not in choices(page).values()


def test_a_step_back_and_forth_loses_nothing(
    page: ImportPage, visit: Visiting, ledger: Path, settle: Settle
) -> None:
    visit(page)
    page.open(ledger)
    settle()
    page.try_out()
    settle()
    click(buttons(page)["上一步"])
    assert page._stack.currentIndex() == COLUMNS
    steps = page.trail.findChildren(QPushButton)
    shown = [step for step in steps if step.isVisible()]
    assert [step.isEnabled() for step in shown] == [True, True, False, False]
    assert shown[-1].text() == "4  完成", "only a roster of students has a step more"
    click(buttons(page)["试算，先不写入"])
    settle()
    assert page._stack.currentIndex() == TRIAL


def test_an_import_taken_back_here_can_be_done_again_from_the_window(
    desk: Desk, page: ImportPage, visit: Visiting, ledger: Path, settle: Settle
) -> None:
    commits = Commits(desk.office.db, page)
    steps = Steps(desk.office.db, commits, page)
    visit(page)
    page.open(ledger)
    settle()
    page.try_out()
    settle()
    page.write()
    settle()
    click(buttons(page)["撤销这次导入"])
    assert steps.undo_label == ""
    assert steps.redo_label == "导入 台账.xlsx"
    steps.redo()
    assert desk.office.partners.count() == 2
    steps.undo()
    assert desk.office.partners.count() == 0


def test_a_stopped_import_writes_nothing(
    desk: Desk, page: ImportPage, visit: Visiting, ledger: Path, settle: Settle
) -> None:
    visit(page)
    page.open(ledger)
    settle()
    page.try_out()
    settle()
    desk.tasks.started.connect(lambda task: task.cancel())
    page.write()
    assert not page.may_leave()
    settle()
    assert desk.office.partners.count() == 0
    assert page._stack.currentIndex() == TRIAL
    assert buttons(page)["导入 2 家"].isEnabled()


@pytest.mark.parametrize("asked", [False, True])
def test_enterprises_that_are_no_partners_are_made_only_when_ticked(
    page: ImportPage, visit: Visiting, make: Make, tmp_path: Path, settle: Settle, *, asked: bool
) -> None:
    make(Teacher, number="0008", name="龙应龙")
    path = tmp_path / "实践.xlsx"
    book = Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ("教工号", "姓名", "企业名称", "开始日期", "终止日期"))
    sheet.write_row(1, 0, ("0008", "龙应龙", "德阳东湖机械厂", "2026-03-01", "2026-03-31"))
    book.close()
    visit(page)
    page.source.choose_kind("practice_stint")
    page.open(path)
    settle()
    if asked:
        page.columns.create_partners.click()
    click(buttons(page)["试算，先不写入"])
    settle()
    click(buttons(page)["导入 1 段"])
    settle()
    office = page._desk.office
    (stint,) = office.of(PracticeStint).all()
    assert stint.enterprise == "德阳东湖机械厂"
    assert [each.name for each in office.of(Partner).all()] == ["德阳东湖机械厂"] * asked
    assert (stint.partner_id is not None) is asked
