"""S15 in the window: marks of a class, other weights looked at first, papers filed, printed."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.models import InternshipBatch, Partner, Placement, SchoolClass, Student
from app.models.internships import BatchState, DocumentKind, PlacementState
from app.services.evaluation import file_papers
from app.ui.findings import FindingRow
from app.ui.home import HomePage
from app.ui.internships import InternshipsPage
from app.ui.marks_view import MarksView
from app.ui.page import Desk, Page, Target
from app.ui.part_dialog import FormDialog
from app.ui.row_button import RowButton
from app.ui.weights_dialog import WeightsDialog
from tests.make import Make
from tests.ui.answers import asked, choose, said
from tests.ui.hands import click, press, rewrite, write
from tests.ui.pages.conftest import Visit

TODAY = date.today()  # noqa: DTZ011 - as the page sees it
SCHOOL, TOTAL, GRADE, FILED, LACKING = 3, 6, 7, 8, 9
Visiting = Callable[[Page], Visit]


@pytest.fixture
def placed(make: Make) -> list[Placement]:
    """A class of three that has come back, and one of another class."""
    batch = make(
        InternshipBatch, name="2026年春季", state=BatchState.ASSESSING,
        starts=TODAY - timedelta(days=150), ends=TODAY - timedelta(days=2),
    )  # fmt: skip
    make(Partner)
    first, second = (make(SchoolClass, name=name) for name in ("数控2401", "装备2402"))
    return [
        make(
            Placement, batch_id=batch.id, state=PlacementState.ENDED,
            student_id=make(Student, number=f"2400{n}", class_id=class_.id).id,
            school_score=None, host_score=None, self_score=None,
        )
        for n, class_ in enumerate((first, first, first, second))
    ]  # fmt: skip


@pytest.fixture
def seen(desk: Desk, visit: Visiting, placed: list[Placement]) -> Visit:
    page = InternshipsPage(desk)
    shown = visit(page)
    page.show_target(Target("board", record=placed[0].batch_id, option="成绩与归档"))
    return shown


def marks(seen: Visit) -> MarksView:
    assert isinstance(seen.page, InternshipsPage)
    return seen.page.marks


def column(view: MarksView, number: int) -> list[str]:
    model = view.table.sheet
    return [model.index(line, number).data() for line in range(model.rowCount())]


def paste(view: MarksView, text: str, line: int = 0) -> None:
    view.table.setFocus()
    view.table.setCurrentIndex(view.table.sheet.index(line, SCHOOL))
    QApplication.clipboard().setText(text)
    QTest.keyClick(view.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def test_marks_are_typed_and_graded_at_once(desk: Desk, seen: Visit) -> None:
    view = marks(seen)
    paste(view, "\t90\t80")
    view.table.setCurrentIndex(view.table.sheet.index(0, SCHOOL))
    press(view.table, Qt.Key.Key_F2)
    editor = view.table.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    write(editor, "95")
    press(editor, Qt.Key.Key_Return)
    for _ in range(3):  # the editor closes, then its text is saved
        QApplication.processEvents()
    assert (column(view, TOTAL)[0], column(view, GRADE)[0]) == ("91", "优秀")
    assert "缺评分：学校评分、企业评分、学生自评" in column(view, LACKING)[1]


def test_a_class_is_pasted_and_what_is_no_mark_is_told(
    seen: Visit, qtmodeltester: ModelTester
) -> None:
    view = marks(seen)
    view.classes.setCurrentIndex(view.classes.findText("数控2401"))
    view.classes.activated.emit(1)
    assert len(column(view, 0)) == 3
    paste(view, "95\t90\t80\r\n88\t101\t70\r\n60\t55\t60\r\n")
    assert column(view, GRADE) == ["优秀", "", "不合格"]
    assert "评分不能超过 100" in said(view)
    assert "1 行没有改动" in said(view)
    assert view.marked.text == "成绩齐全 2/3 人"
    qtmodeltester.check(view.table.sheet)


def test_marks_are_filled_down(seen: Visit) -> None:
    view = marks(seen)
    paste(view, "85\t85\t85")
    view.table.selectAll()
    QTest.keyClick(view.table, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert column(view, TOTAL) == ["85"] * 4


def test_other_weights_show_old_and_new_before_they_are_applied(
    desk: Desk, seen: Visit, placed: list[Placement]
) -> None:
    view = marks(seen)
    paste(view, "95\t85\t90\r\n70\t70\t70\r\n")
    assert column(view, TOTAL)[:2] == ["90", "70"]
    told: list[str] = []

    def change() -> None:
        dialog = asked()
        assert isinstance(dialog, WeightsDialog)
        edits = {
            key: dialog.form.findChild(QLineEdit, key) for key in ("school_weight", "host_weight")
        }
        rewrite(edits["school_weight"], "30")
        assert not dialog.agree.isEnabled()
        told.append(dialog.told.text())
        rewrite(edits["host_weight"], "60")
        lines = [index for _, index in dialog.list.lines.places()]
        told.extend(str(lines[0].siblingAtColumn(at).data()) for at in range(3, 7))
        told.append(dialog.told.text())
        assert len(lines) == 1, "who is not touched is not listed"
        batch = desk.office.of(InternshipBatch).get(placed[0].batch_id)
        assert batch.school_weight == 40, "nothing is applied yet"
        choose(dialog, "应用新权重")

    QTimer.singleShot(0, change)
    click(next(b for b in view.findChildren(QPushButton) if b.text() == "修改权重…"))
    assert "合计 90%" in told[0]
    assert told[1:5] == ["90", "优秀", "89", "良好"]
    assert told[5].startswith("1 名学生的总评会变，其中 1 名的等级会变")
    assert column(view, TOTAL)[:2] == ["89", "70"]
    assert view.weights.text() == "学校 30%　企业 60%　自评 10%"


def test_what_home_counts_as_missing_is_filed_until_home_is_silent(
    desk: Desk, visit: Visiting, placed: list[Placement], qtbot: QtBot
) -> None:
    file_papers(desk.office, [placed[0].id], tuple(DocumentKind), TODAY)
    home = HomePage(desk)
    asked_for = visit(home)

    def counted() -> list[FindingRow]:
        return [each for each in home.findings.findChildren(FindingRow) if each.key == "unfiled"]

    qtbot.waitUntil(lambda: bool(counted()))
    click(counted()[0].findChildren(RowButton)[0])
    assert asked_for.wish.query is not None
    wanted = set(asked_for.wish.query.only or ())
    page = InternshipsPage(desk)
    visit(page)
    page.show_target(asked_for.wish)
    view = page.marks
    assert {row.placement for row in view.table.sheet.rows} == wanted
    assert len(wanted) == 3
    view.table.clearSelection()
    view.file_papers()
    assert "先选中学生" in said(view)

    def fill() -> None:
        dialog = asked()
        assert isinstance(dialog, FormDialog)
        dialog.form.type_in({"shelf": "实习柜 2-01"})
        choose(dialog, "登记归档")

    view.table.selectAll()
    QTimer.singleShot(0, fill)
    click(next(b for b in view.findChildren(QPushButton) if b.text() == "登记归档…"))
    assert not view.table.sheet.rows
    assert view.complete.text == "归档齐全 4/4 人"
    qtbot.waitUntil(lambda: not counted())


def test_lists_of_the_batch_are_printed(seen: Visit, placed: list[Placement]) -> None:
    view = marks(seen)
    for words, report in (("打印成绩单", "grade_list"), ("打印归档清单", "archive_pack")):
        click(next(b for b in view.findChildren(QPushButton) if b.text() == words))
        assert seen.wish.option == (report, {"batch": placed[0].batch_id})
