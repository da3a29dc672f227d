"""S14 in the window: home page, calls, visits, weekly records, another host, accidents."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QPushButton, QTableWidget, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from sqlalchemy import event

from app.models import (
    ContactRecord,
    Incident,
    InternshipBatch,
    Partner,
    Placement,
    SchoolClass,
    Student,
    VisitRecord,
    WeeklyRecordReceipt,
)
from app.models.internships import BatchState, PlacementState
from app.services.home import Matter, process_matters
from app.services.query import Query
from app.ui.editors import editor_for
from app.ui.findings import FindingRow
from app.ui.home import HomePage
from app.ui.internships import InternshipsPage
from app.ui.layouts import column
from app.ui.page import Desk, Page, Target
from app.ui.panels import Banner
from app.ui.part_dialog import FormDialog
from app.ui.pickers import RecordPicker
from app.ui.process_view import ProcessView
from app.ui.row_button import RowButton
from app.ui.undo import Commits, Steps
from app.ui.visit_dialog import Seen
from tests.make import Make
from tests.ui.answers import asked, choose, said
from tests.ui.hands import click, press, write
from tests.ui.pages.conftest import Visit

TODAY = date.today()  # noqa: DTZ011 - as the page sees it
START, END = TODAY - timedelta(days=40), TODAY + timedelta(days=100)
Visiting = Callable[[Page], Visit]
NAMES = ("石晓岚", "龙应龙", "彭小雨")
Key = Qt.Key


@pytest.fixture
def placed(make: Make) -> list[Placement]:
    """Three on post at one host whom nobody has called, visited or asked for weekly records."""
    batch = make(
        InternshipBatch, name="春季实习", starts=START, ends=END, state=BatchState.RUNNING,
        visit_days=30, contact_days=15, weekly=True,
    )  # fmt: skip
    host = make(Partner, name="成都云沙电子有限公司")
    class_ = make(SchoolClass, name="数控2401")
    found = []
    for number, name in enumerate(NAMES):
        student = make(Student, number=f"2400{number}", name=name, class_id=class_.id)
        values = dict.fromkeys(
            ("insured_from", "consent_student", "consent_guardian", "signed_school",
             "signed_host", "signed_student", "starts"), START,
        )  # fmt: skip
        found.append(
            make(
                Placement, batch_id=batch.id, student_id=student.id, partner_id=host.id,
                state=PlacementState.ON_POST, ends=END, insured_to=END, teacher="覃望川", **values,
            )
        )  # fmt: skip
    return found


@pytest.fixture
def seen(desk: Desk, visit: Visiting, placed: list[Placement]) -> Visit:
    page = InternshipsPage(desk)
    shown = visit(page)
    page.show_target(Target("board", record=placed[0].batch_id, option="过程"))
    return shown


def process(seen: Visit) -> ProcessView:
    assert isinstance(seen.page, InternshipsPage)
    return seen.page.process


def count(view: ProcessView, part: str) -> str:
    return view.tiles[part].accessibleName().split(" ")[1]


def names(view: ProcessView) -> list[str]:
    return [str(index.siblingAtColumn(1).data()) for _, index in view.calls.list.lines.places()]


def press_focused(*keys: Qt.Key) -> None:
    """Wherever the keyboard is, as a person presses keys without looking."""
    for key in keys:
        widget = QApplication.focusWidget()
        assert widget is not None
        press(widget, key)


def test_from_the_home_page_into_the_list(
    desk: Desk, visit: Visiting, placed: list[Placement], qtbot: QtBot
) -> None:
    home = HomePage(desk)
    asked_for = visit(home)

    def found() -> list[FindingRow]:
        return [each for each in home.findings.findChildren(FindingRow) if each.key == "contacts"]

    qtbot.waitUntil(lambda: bool(found()))
    [row] = found()
    click(row.findChildren(RowButton)[0])
    assert asked_for.wish.page == "board"
    page = InternshipsPage(desk)
    visit(page)
    page.show_target(asked_for.wish)
    assert page.batch == placed[0].batch_id
    assert page.tabs.tabText(page.tabs.currentIndex()) == "过程"
    listed = [key for key, _ in page.process.calls.list.lines.places()]
    assert asked_for.wish.query is not None
    assert set(listed) == set(asked_for.wish.query.only or ())


def test_every_exception_of_the_home_page_leads_to_a_list_that_exists(
    desk: Desk, visit: Visiting, placed: list[Placement]
) -> None:
    page = InternshipsPage(desk)
    visit(page)
    led = [m.option for m in vars(process_matters).values() if isinstance(m, Matter) and m.option]
    assert {part for words, part in led if words == "过程"} == page.process.parts.keys()
    for words, part in led:
        page.show_target(Target("board", Query(only=()), option=(words, part)))
        assert page.tabs.tabText(page.tabs.currentIndex()) == words


def test_what_home_counts_in_another_batch_is_told(
    desk: Desk, visit: Visiting, placed: list[Placement], make: Make
) -> None:
    other = make(Placement)
    page = InternshipsPage(desk)
    visit(page)
    query = Query(only=(*(each.id for each in placed), other.id))
    page.show_target(Target("board", query, option=("过程", "calls")))
    assert page.batch == placed[0].batch_id
    assert "有 1 条在别的批次" in said(page.process)


def test_calls_are_entered_with_four_keys_each(
    desk: Desk, seen: Visit, qtmodeltester: ModelTester
) -> None:
    view = process(seen)
    click(view.tiles["calls"])
    _, second, third = names(view)
    press_focused(Key.Key_1, Key.Key_Return)
    assert names(view) == [second, third]
    press_focused(Key.Key_2, Key.Key_Return)
    assert names(view) == [second, third], "nobody was reached"
    assert view.calls.person is not None
    assert view.calls.person.name == third, "the next one is chosen"
    press_focused(Key.Key_3)
    write(view.calls.entry.day, "+7")
    press_focused(Key.Key_Return)
    records = {each.summary: each for each in desk.office.of(ContactRecord).all()}
    assert records.keys() == {"已联系", "未接通", "约定再联系"}
    assert [each.reached for each in records.values()].count(True) == 1
    assert records["约定再联系"].again_on == TODAY + timedelta(days=7)
    assert count(view, "calls") == "2"
    qtmodeltester.check(view.calls.list.lines)


def test_a_call_is_shown_and_undone_without_reading_the_batch_again(
    desk: Desk, seen: Visit
) -> None:
    view = process(seen)
    asked_for: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked_for.append(statement)

    event.listen(desk.office.db.engine, "before_cursor_execute", note)
    steps = Steps(desk.office.db, Commits(desk.office.db, view), view)
    click(view.tiles["calls"])
    first, *others = names(view)
    press_focused(Key.Key_1, Key.Key_Return)
    assert (names(view), count(view, "calls")) == (others, "2")
    steps.undo()
    assert (sorted(names(view)), count(view, "calls")) == (sorted([first, *others]), "3")
    assert not [each for each in asked_for if "weekly_record_receipt" in each]


def test_a_note_is_optional_and_escape_goes_back(desk: Desk, seen: Visit) -> None:
    view = process(seen)
    click(view.tiles["calls"])
    press_focused(Key.Key_1)
    press_focused(Key.Key_Escape)
    assert view.calls.list.hasFocus()
    press_focused(Key.Key_Down, Key.Key_1)
    write(view.calls.entry.note, "宿舍热水不足")
    press_focused(Key.Key_Return)
    [record] = desk.office.of(ContactRecord).all()
    assert record.summary == "宿舍热水不足"
    assert len(names(view)) == 2


def test_everybody_on_post_is_shown_on_demand_and_by_teacher(desk: Desk, seen: Visit) -> None:
    view = process(seen)
    press(view.calls.list, Key.Key_1)
    press_focused(Key.Key_Return)
    view.calls.everybody.click()
    assert len(names(view)) == 3
    view.calls.teachers.setCurrentIndex(view.calls.teachers.findText("覃望川"))
    view.calls.teachers.activated.emit(1)
    assert len(names(view)) == 3
    assert view.calls.person is not None
    seen.page.show_target(Target("board", Query(only=()), option=("过程", "calls")))
    assert view.calls.teachers.currentIndex() == 0, "nothing hides what was asked for"


def test_one_visit_with_findings_for_several_students(
    desk: Desk, seen: Visit, placed: list[Placement]
) -> None:
    view = process(seen)
    click(view.tiles["visits"])
    assert count(view, "visits") == "1"

    def fill() -> None:
        dialog = asked()
        assert isinstance(dialog, FormDialog)
        dialog.form.type_in({"visitors": "彭书宁、覃望川", "settled": False})
        [table] = dialog.findChildren(Seen)
        assert isinstance(table, QTableWidget)
        assert table.rowCount() == 3
        table.tell(0, "宿舍热水不足")
        table.tell(1, "轮岗推迟")
        assert len(table.seen()) == 2, "whoever is written about was seen, nobody else"
        choose(dialog, "登记巡查")

    QTimer.singleShot(0, fill)
    press_focused(Key.Key_Return)
    [record] = desk.office.of(VisitRecord).all()
    assert (record.seen, record.settled) == (2, False)
    assert "宿舍热水不足" in record.findings
    assert "轮岗推迟" in record.findings
    assert (count(view, "visits"), count(view, "calls")) == ("0", "1")
    assert "见到学生 2 人" in said(view)


def test_everybody_at_a_host_was_seen(desk: Desk, seen: Visit) -> None:
    view = process(seen)
    click(view.tiles["visits"])

    def fill() -> None:
        dialog = asked()
        assert isinstance(dialog, FormDialog)
        dialog.form.type_in({"visitors": "彭书宁", "findings": "出勤正常"})
        choose(dialog, "全部见到")
        choose(dialog, "登记巡查")

    QTimer.singleShot(0, fill)
    view.visits.enter_visit()
    [record] = desk.office.of(VisitRecord).all()
    assert (record.seen, record.findings) == (3, "出勤正常")
    assert count(view, "calls") == "0"


def test_weekly_records_of_a_class_are_ticked_at_once(
    desk: Desk, seen: Visit, qtmodeltester: ModelTester
) -> None:
    view = process(seen)
    click(view.tiles["weeks"])
    table = view.weeks.table
    assert count(view, "weeks") == "3"
    table.selectColumn(4)
    press_focused(Key.Key_Space)
    assert desk.office.of(WeeklyRecordReceipt).count(Query()) == 3
    assert [table.squares.index(line, 4).data() for line in range(3)] == ["√"] * 3
    assert [table.squares.index(line, 5).data() for line in range(3)] == ["缺"] * 3
    table.selectColumn(4)
    press_focused(Key.Key_Space)
    assert desk.office.of(WeeklyRecordReceipt).count(Query()) == 0
    qtmodeltester.check(table.squares)


def test_a_student_goes_on_at_another_host_and_the_gap_is_told(
    desk: Desk, seen: Visit, make: Make
) -> None:
    view = process(seen)
    host = make(Partner, name="绵阳示例厂")
    person = view.calls.person
    assert person is not None

    def fill() -> None:
        dialog = asked()
        assert isinstance(dialog, FormDialog)
        choose(dialog, "更换单位")
        assert dialog.isVisible(), "not without reason and host"
        values = {"why": "岗位不对口", "partner_id": host.id, "ends": END + timedelta(days=9)}
        dialog.form.type_in(values)
        choose(dialog, "更换单位")

    QTimer.singleShot(0, fill)
    view.calls.change_host()
    placements = desk.office.of(Placement)
    old = placements.get(person.placement)
    assert (old.state, old.ends, old.ended_why) == (PlacementState.CHANGED, TODAY, "岗位不对口")
    [new] = [each for each in placements.all() if each.previous_id == old.id]
    assert (new.partner_id, new.starts) == (host.id, TODAY + timedelta(days=1))
    assert "保险缺口" in said(view)
    assert (count(view, "gaps"), count(view, "calls")) == ("1", "2")
    click(view.tiles["gaps"])
    press(view.gaps.list, Key.Key_Return)
    assert seen.wish == Target("placement", record=new.id)


def test_an_accident_stays_until_it_is_closed_and_prints_its_sheet(
    desk: Desk, seen: Visit, placed: list[Placement]
) -> None:
    view = process(seen)

    def report() -> None:
        dialog = asked()
        assert isinstance(dialog, FormDialog)
        dialog.form.type_in({"what": "下班途中摔倒", "follow_up": "联系保险公司"})
        choose(dialog, "登记")

    QTimer.singleShot(0, report)
    view.calls.report()
    [incident] = desk.office.of(Incident).all()
    assert count(view, "incidents") == "1"
    given = {"batch": placed[0].batch_id, "incident": incident.id}
    sheet = Target("reports", option=("emergency_sheet", given))
    [strip] = [each for each in view.findChildren(Banner) if each.isVisible()]
    click(strip.findChildren(QPushButton)[0])
    assert seen.wish == sheet
    click(view.tiles["incidents"])
    view.incidents.print_sheet()
    assert seen.wishes[-2:] == [sheet, sheet]

    def close() -> None:
        dialog = asked()
        assert isinstance(dialog, FormDialog)
        dialog.form.type_in({"result": "已返岗"})
        choose(dialog, "结案")

    QTimer.singleShot(0, close)
    view.incidents.close_case()
    assert desk.office.of(Incident).get(incident.id).closed_on == TODAY
    assert count(view, "incidents") == "0"


def test_an_accident_of_somebody_of_the_batch(
    desk: Desk, seen: Visit, placed: list[Placement], make: Make
) -> None:
    view = process(seen)
    stranger = make(Student)

    def report() -> None:
        dialog = asked()
        assert isinstance(dialog, FormDialog)
        dialog.form.type_in({"what": "割伤手指", "student_id": stranger.id})
        choose(dialog, "登记")
        assert "本批次没有安排这名学生" in said(dialog)
        dialog.form.type_in({"student_id": placed[1].student_id})
        choose(dialog, "登记")

    QTimer.singleShot(0, report)
    view.incidents.report()
    [incident] = desk.office.of(Incident).all()
    assert incident.placement_id == placed[1].id


def test_chase_sheets_of_the_batch_are_printed(seen: Visit, placed: list[Placement]) -> None:
    view = process(seen)
    click(next(b for b in view.findChildren(QPushButton) if b.text() == "打印催办单"))
    assert seen.wish.option == ("chase_sheet", {"batch": placed[0].batch_id})


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_an_internship_is_picked_by_the_name_of_its_student(
    desk: Desk, placed: list[Placement], qtbot: QtBot
) -> None:
    editor = editor_for(ContactRecord.field("placement_id"), desk.lookup, desk.look)
    window = QWidget()
    window.setLayout(column(editor.widget))
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    picker = editor.widget
    assert isinstance(picker, RecordPicker)
    picker.setFocus()
    write(picker, NAMES[1])
    press(picker.suggestions.popup, Key.Key_Return)
    assert editor.value() == placed[1].id
