"""Placements typed as in a spreadsheet: class by class, filled down, pasted, told what lacks."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.models import (
    Agreement,
    InternshipBatch,
    Partner,
    Placement,
    RuleWaiver,
    SchoolClass,
    Student,
)
from app.services.query import Query
from app.ui.internships import InternshipsPage
from app.ui.list_dialog import ListDialog
from app.ui.page import Desk, Target
from app.ui.part_dialog import FormDialog
from app.ui.placements_grid import PlacementsGrid
from app.ui.reports_page import ReportsPage
from app.ui.undo import Commits, Steps
from tests.make import Make
from tests.services.reports.conftest import text_of
from tests.ui.answers import answer, asked, choose, meet, said
from tests.ui.hands import click, press, write
from tests.ui.pages.conftest import Visit

HOST, POST = 4, 5
LAST = date(2027, 9, 1)


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


def chosen(grid: PlacementsGrid, number: int, lines: range) -> None:
    """Mark cells of one column."""
    grid.table.clearSelection()
    model = grid.table.selectionModel()
    for line in lines:
        model.select(grid.model.index(line, number), model.SelectionFlag.Select)


def button_of(grid: PlacementsGrid, words: str) -> QPushButton:
    return next(b for b in grid.findChildren(QPushButton) if b.text() == words)


def fill_down(grid: PlacementsGrid) -> None:
    grid.table.setFocus()
    QTest.keyClick(grid.table, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)


def test_a_pasted_block_and_a_filling_are_one_step_each_to_undo(
    grid: PlacementsGrid, desk: Desk
) -> None:
    steps = Steps(desk.office.db, Commits(desk.office.db, grid), grid)
    go(grid, 0, HOST)
    paste(grid, "成都云沙电子有限公司\t装配工\r\n成都云沙电子有限公司\t质检员\r\n")
    chosen(grid, POST, range(3))
    fill_down(grid)
    assert column(grid, POST) == ["装配工"] * 3
    steps.undo()
    assert column(grid, POST) == ["装配工", "质检员", ""], "the whole filling is taken back"
    steps.undo()
    assert column(grid, POST) == ["", "", ""], "and the whole block"
    assert column(grid, HOST) == ["", "", ""]
    steps.redo()
    assert column(grid, POST) == ["装配工", "质检员", ""]


def test_what_is_pasted_beyond_the_sheet_is_told(grid: PlacementsGrid) -> None:
    go(grid, 2, POST)
    paste(grid, "装配工\r\n质检员\r\n")
    assert column(grid, POST) == ["", "", "装配工"]
    assert "另有 1 格超出表格" in said(grid)
    go(grid, 0, 1)
    paste(grid, "2024999")
    assert "这一栏不能改" in said(grid)


def test_who_is_placed_twice_is_marked_and_listed(
    grid: PlacementsGrid, desk: Desk, make: Make
) -> None:
    first = grid.model.rows[0].placement
    records = desk.office.of(Placement)
    held = records.get(first)
    records.save({"starts": date(2027, 3, 1), "ends": date(2027, 8, 31)}, held)
    assert grid.clashing.isHidden()
    other = make(
        Placement, student_id=held.student_id, starts=date(2027, 8, 1), ends=LAST,
        batch_id=make(InternshipBatch, name="提前批", starts=date(2026, 8, 1), ends=LAST).id,
    )  # fmt: skip
    assert column(grid, 0)[0].endswith("，重叠")
    go(grid, 0, 0)
    assert "与“提前批”" in grid.reasons.text()
    wishes: list[Target] = []
    grid.wanted.connect(wishes.append)

    def look() -> None:
        dialog = asked()
        assert isinstance(dialog, ListDialog)
        [key] = [key for key, _ in dialog.list.lines.places()]
        dialog.list.choose([key])
        press(dialog.list, Qt.Key.Key_Return)

    QTimer.singleShot(0, look)
    click(grid.clashing)
    assert wishes == [Target("placement", record=other.id)]


@pytest.fixture
def lapsed(desk: Desk, make: Make) -> Partner:
    """The host's agreement ended long before the batch begins."""
    [held] = desk.office.partners.all()
    make(
        Agreement, name="实习基地协议", partners=(held.id,), takes_interns=True,
        signed_on=date(2023, 9, 1), starts=date(2023, 9, 1), ends=date(2026, 8, 31),
    )  # fmt: skip
    return held


def explain(dialog: QWidget) -> None:
    """As somebody who answers for it."""
    assert isinstance(dialog, FormDialog)
    assert "已于 2026-08-31 到期" in said(dialog)
    answers = {"reason": "续签协议已报签", "by": "覃望川", "on": date(2027, 1, 8)}
    dialog.form.start(answers)
    choose(dialog, "保存说明并安排")


def test_a_lapsed_host_is_typed_if_somebody_answers_for_it(
    grid: PlacementsGrid, desk: Desk, lapsed: Partner
) -> None:
    steps = Steps(desk.office.db, Commits(desk.office.db, grid), grid)
    waivers = desk.office.of(RuleWaiver)
    go(grid, 0, HOST)
    answer("取消")
    paste(grid, lapsed.name)
    assert (column(grid, HOST)[0], waivers.count()) == ("", 0), "cancelling changes nothing"
    meet(explain)
    paste(grid, lapsed.name)
    assert column(grid, HOST)[0] == lapsed.name
    assert [(each.by, each.partner_id) for each in waivers.all()] == [("覃望川", lapsed.id)]
    chosen(grid, HOST, range(3))
    click(button_of(grid, "向下填充"))
    assert column(grid, HOST) == [lapsed.name] * 3, "asked once for the batch"
    steps.undo()
    steps.undo()
    assert (column(grid, HOST), waivers.count()) == ([""] * 3, 0)


def test_a_lapsed_host_is_filled_down_if_somebody_answers_for_it(
    grid: PlacementsGrid, desk: Desk, lapsed: Partner
) -> None:
    meet(explain)
    go(grid, 0, HOST)
    paste(grid, lapsed.name)
    waivers = desk.office.of(RuleWaiver)
    waivers.delete([each.id for each in waivers.all()])
    chosen(grid, HOST, range(3))
    answer("取消")
    click(button_of(grid, "向下填充"))
    assert column(grid, HOST) == [lapsed.name, "", ""]
    meet(explain)
    click(button_of(grid, "向下填充"))
    assert (column(grid, HOST), waivers.count()) == ([lapsed.name] * 3, 1)


def test_a_class_goes_to_a_lapsed_host_if_somebody_answers_for_it(
    grid: PlacementsGrid, desk: Desk, make: Make, lapsed: Partner
) -> None:
    school_class = make(SchoolClass)
    make(Student, number="2024101", class_id=school_class.id)
    told: list[str] = []

    def refuse_then_agree(dialog: FormDialog) -> None:
        dialog.form.start({"classes": (school_class.id,), "partner_id": lapsed.id})
        make_them = next(b for b in dialog.findChildren(QPushButton) if b.text() == "建立")
        QTimer.singleShot(0, lambda: choose(asked(), "取消"))
        click(make_them)
        told.append(said(dialog))
        assert desk.office.of(Placement).count() == 3
        QTimer.singleShot(0, lambda: explain(asked()))
        click(make_them)

    meet(refuse_then_agree)
    grid.add_classes()
    assert "没有安排" in told[0]
    assert column(grid, HOST).count(lapsed.name) == 1
    assert desk.office.of(RuleWaiver).count() == 1


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the person chooses."""
    found = tmp_path / "打印"
    found.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(found))
    return found


def test_whole_classes_are_placed_filled_and_printed(
    grid: PlacementsGrid, make: Make, out: Path, qtbot: QtBot
) -> None:
    """S12: two classes at once, host, post and teacher filled down, some left, files per class."""
    classes = [make(SchoolClass, name=name) for name in ("数控2401", "数控2402")]
    common = {"birth": date(2006, 3, 1), "enrolled": 2024}
    for at, name in enumerate(("石晓岚", "王䶮", "周𬭎", "㼆𠅤")):
        make(Student, number=f"250{at}", name=name, class_id=classes[at // 2].id, **common)
    make(Student, number="2509", name="龙应龙", class_id=classes[0].id, birth=date(2006, 3, 1),
         enrolled=2026)  # fmt: skip

    def fill() -> None:
        dialog = asked()
        assert isinstance(dialog, FormDialog)
        dialog.form.start({"classes": tuple(each.id for each in classes)})
        choose(dialog, "建立")

    QTimer.singleShot(0, fill)
    click(button_of(grid, "按班级安排…"))
    assert "新建 5 人" in said(grid)
    listed: list[str] = []

    def read() -> None:
        dialog = asked()
        assert isinstance(dialog, ListDialog)
        listed.extend(index.siblingAtColumn(4).data() for _, index in dialog.list.lines.places())
        choose(dialog, "关闭")

    QTimer.singleShot(0, read)
    click(button_of(grid, "逐人查看"))
    assert len(listed) == 1
    assert "一年级" in listed[0]

    lines = [at for at, row in enumerate(grid.model.rows) if row.before[3].startswith("数控")]
    assert len(lines) == 5
    go(grid, lines[0], HOST)
    paste(grid, "成都云沙电子有限公司\t数控车工")
    typed = [field.key for field in grid.model.fields]
    teacher = HOST + typed.index("teacher")
    go(grid, lines[0], teacher)
    paste(grid, "刘仲伯")
    for number in (HOST, POST, teacher):
        chosen(grid, number, range(lines[0], lines[0] + 3))  # the rest stays incomplete
        click(button_of(grid, "向下填充"))
    assert column(grid, teacher)[lines[0] : lines[0] + 5] == ["刘仲伯"] * 3 + [""] * 2
    assert "未定实习单位" in grid.model.rows[lines[4]].tip
    assert "未定实习单位" not in grid.model.rows[lines[0]].tip

    grid.print_papers("tripartite_agreement", consent=True)
    qtbot.waitUntil(lambda: "并记入导出记录" in said(grid), timeout=30_000)
    shown = [b.text() for b in grid.findChildren(QPushButton) if b.isVisible()]
    assert {"打开", "打开所在文件夹"} <= set(shown)
    [folder] = out.iterdir()
    assert folder.name.startswith("岗位实习三方协议")
    files = sorted(path.name for path in folder.iterdir())
    assert files[:2] == ["01_数控2401_3人.pdf", "02_数控2402_2人.pdf"]
    text = text_of(folder / files[0])
    places = [text.index(name) for name in ("石晓岚", "王䶮", "龙应龙")]
    assert places == sorted(places), "in roster order"
    assert "周𬭎" in text_of(folder / files[1])
    assert "㼆𠅤" in text_of(folder / files[1])


def test_a_form_offers_no_workbook_but_a_file_per_class(
    desk: Desk, visit: Callable[[ReportsPage], Visit]
) -> None:
    page = ReportsPage(desk)
    visit(page)
    page.choice.choose("consent_form")
    assert page.excel.isHidden()
    assert not page.classes.isHidden()
    page.choice.choose("internship_filing")
    assert not page.excel.isHidden()
    assert page.classes.isHidden()
    page.preview.view.stop()
