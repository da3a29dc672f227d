"""A new roster of students in the wizard: who comes, moves and leaves is ticked, then written."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from xlsxwriter import Workbook

from app.models import (
    Cohort,
    CohortMember,
    InternshipBatch,
    Placement,
    SchoolClass,
    Student,
    StudentChange,
)
from app.models.students import Standing
from app.services.exchange.importing import import_file
from app.services.home import Ground, findings
from app.services.office import Office
from app.ui.import_page import DONE, ROSTER, ImportPage
from app.ui.import_roster import LEFT, MOVED, NEW, REST
from app.ui.page import Desk, Target
from app.ui.ticks import TickGrid
from app.ui.today import today
from tests.make import Make
from tests.ui.hands import click, press, rewrite
from tests.ui.pages.conftest import Visit

HEADS = ("学号", "姓名", "班级名称", "入学年份", "手机")
BEFORE = (
    ("0001", "石晓岚", "数控2401", 2024, "13800000001"),
    ("0002", "王䶮", "数控2401", 2024, "13800000002"),
    ("0003", "扎西·次仁", "数控2401", 2024, ""),
    ("0004", "张子墨", "数控2402", 2024, ""),
)
AFTER = (
    ("0001", "石晓岚", "数控2402", 2024, ""),
    ("0002", "王䶮", "数控2401", 2024, "13900000002"),
    ("0004", "张子墨", "数控2402", 2024, ""),
    ("0005", "周𬭚", "数控2402", 2024, ""),
)
BEGUN = date(2026, 3, 2)
Settle = Callable[[], None]


def book(path: Path, rows: tuple[tuple[Any, ...], ...]) -> Path:
    made = Workbook(str(path))
    sheet = made.add_worksheet("名册")
    for n, row in enumerate((HEADS, *rows)):
        sheet.write_row(n, 0, row)
    made.close()
    return path


@pytest.fixture
def settle(desk: Desk, qtbot: QtBot) -> Settle:
    return lambda: qtbot.waitUntil(lambda: desk.tasks.running == 0, timeout=20_000)


@pytest.fixture
def page(
    office: Office, desk: Desk, visit: Callable[[ImportPage], Visit], tmp_path: Path, settle: Settle
) -> ImportPage:
    """The October roster over September's, looked at and not written."""
    import_file(office, Student, book(tmp_path / "九月.xlsx", BEFORE))
    made = ImportPage(desk)
    visit(made)
    made.show_target(Target("import", option="student"))
    look_at(made, book(tmp_path / "十月.xlsx", AFTER), settle)
    return made


def look_at(page: ImportPage, path: Path, settle: Settle) -> None:
    page.source.given.emit(path)
    settle()
    click(buttons(page)["试算，先不写入"])
    settle()
    click(buttons(page)["看名册变化"])
    settle()


def buttons(page: ImportPage) -> dict[str, QPushButton]:
    return {b.text(): b for b in page.findChildren(QPushButton) if b.isVisible()}


def students(office: Office) -> dict[str, Student]:
    return {each.number: each for each in office.of(Student).all()}


def listed(grid: TickGrid) -> list[tuple[str, list[str]]]:
    """The headings without their counts, and the numbers under each."""
    model, found = grid.lines, []
    for at in range(model.rowCount()):
        head = model.index(at, 0)
        rows = [model.index(row, 0, head).data() for row in range(model.rowCount(head))]
        found.append((head.data().partition("：")[0], rows))
    return found


def test_nobody_is_written_before_the_last_button(office: Office, page: ImportPage) -> None:
    assert page._stack.currentIndex() == ROSTER
    assert listed(page.roster.list) == [
        ("新生", ["0005"]),
        ("转专业、调班、学籍变动", ["0001"]),
        ("离校", ["0003"]),
        ("其余更新", ["0002"]),
    ]
    assert [len(page.roster.ticked(part)) for part in (NEW, MOVED, LEFT, REST)] == [1, 1, 0, 1]
    assert "0005" not in students(office)


def test_the_roster_is_written_and_taken_back_as_one_step(
    office: Office, page: ImportPage, settle: Settle
) -> None:
    gone = students(office)["0003"].id
    page.roster.list.choose([gone])
    press(page.roster.list, Qt.Key.Key_Space)
    reason = page.roster.form.findChild(QLineEdit, "reason")
    assert reason is not None
    rewrite(reason, "教务〔2026〕8号")
    click(buttons(page)["写入：新增 1，更新 2，离校 1"])
    settle()
    assert page._stack.currentIndex() == DONE
    now = students(office)
    assert (now["0003"].standing, now["0003"].standing_on) == (Standing.LEFT, today())
    assert now["0005"].name == "周𬭚"
    assert now["0001"].phone == "13800000001", "a blank cell does not erase"
    assert {(e.what, e.reason) for e in office.of(StudentChange).all()} == {
        ("转班", "教务〔2026〕8号"),
        ("退学", "教务〔2026〕8号"),
    }
    click(buttons(page)["撤销这次导入"])
    now = students(office)
    assert sorted(now) == ["0001", "0002", "0003", "0004"]
    assert now["0003"].standing is Standing.ENROLLED
    assert office.of(StudentChange).count() == 0


def test_without_a_tick_nothing_of_a_row_is_written(
    office: Office, page: ImportPage, settle: Settle
) -> None:
    roster = page.roster
    everybody = list(roster._shown)
    roster.list.choose(everybody)
    press(roster.list, Qt.Key.Key_Space)
    press(roster.list, Qt.Key.Key_Space)
    assert not buttons(page)["没有可写入的变化"].isEnabled()
    roster.list.choose([students(office)["0002"].id])
    press(roster.list, Qt.Key.Key_Space)
    click(buttons(page)["写入：更新 1"])
    settle()
    now = students(office)
    assert sorted(now) == ["0001", "0002", "0003", "0004"]
    assert now["0002"].phone == "13900000002"
    classes = office.of(SchoolClass).titles([now["0001"].class_id or now["0001"].id])
    assert list(classes.values()) == ["数控2401"]


def test_a_click_on_the_box_ticks_and_one_on_the_name_does_not(
    office: Office, page: ImportPage
) -> None:
    grid = page.roster.list
    line = grid.lines.index(0, 0, grid.lines.index(2, 0))
    place = grid.visualRect(line)
    assert not page.roster.ticked(LEFT)
    click(grid.viewport(), place.center() + QPoint(20, 0))
    assert not page.roster.ticked(LEFT)
    click(grid.viewport(), QPoint(place.left() + 12, place.center().y()))
    assert page.roster.ticked(LEFT) == [students(office)["0003"].id]


def test_a_heading_ticks_all_below_it(page: ImportPage) -> None:
    model = page.roster.list.boxes
    head = model.index(2, 0)
    assert model.setData(head, Qt.CheckState.Checked.value, Qt.ItemDataRole.CheckStateRole)
    assert len(page.roster.ticked(LEFT)) == 1
    assert head.data(Qt.ItemDataRole.CheckStateRole) is Qt.CheckState.Checked


def test_a_leaver_on_an_internship_is_told_and_stands_on_home(
    office: Office, make: Make, page: ImportPage, settle: Settle, tmp_path: Path
) -> None:
    key = students(office)["0003"].id
    batch = make(InternshipBatch, name="2026年春季", starts=BEGUN, ends=date(2027, 1, 20))
    make(Placement, batch_id=batch.id, student_id=key, starts=BEGUN, ends=date(2027, 1, 20))
    cohort = make(Cohort, name="蓉驰订单班")
    make(CohortMember, cohort_id=cohort.id, student_id=key, joined=BEGUN)
    page.begin()
    look_at(page, tmp_path / "十月.xlsx", settle)
    click(page.roster.tiles[LEFT])
    assert [head for head, _ in listed(page.roster.list)] == ["离校"]
    page.roster.list.choose([key])
    told = page.roster._shown[key].told
    assert "正在实习：2026年春季，未定单位" in told
    assert "在培养班：蓉驰订单班" in told
    box = page.roster.standing
    box.setCurrentIndex(box.findText("转出"))
    box.activated.emit(box.currentIndex())
    press(page.roster.list, Qt.Key.Key_Space)
    page._next.click()
    settle()
    assert students(office)["0003"].standing is Standing.TRANSFERRED
    assert [each.left for each in office.of(CohortMember).all()] == [today()]
    home = {each.matter.key: each for each in findings(Ground(office, today()))}
    assert office.of(Placement).count(home["leavers"].query) == 1


def test_a_date_that_is_none_is_said_and_nothing_is_written(
    office: Office, page: ImportPage, settle: Settle
) -> None:
    box = page.roster.form.findChild(QLineEdit, "on")
    assert box is not None
    rewrite(box, "不知道")
    page._next.click()
    settle()
    assert page._stack.currentIndex() == ROSTER
    assert "0005" not in students(office)


def test_the_columns_are_remembered_after_a_roster_too(
    desk: Desk, page: ImportPage, settle: Settle
) -> None:
    page._next.click()
    settle()
    assert desk.office.places.mappings.exists()
