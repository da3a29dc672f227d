"""Editors by type: dates in every style, choices, ticks, and the wheel that changes nothing."""

from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCalendarWidget, QComboBox, QToolButton, QWidget

from app.errors import Invalid
from app.models import Agreement, Booking, Field, Partner
from app.models.agreements import AgreementKind, CooperationForm
from app.models.partners import Depth, PartnerStatus
from app.models.values import PartialDate
from app.ui.buttons import button
from app.ui.choosers import ChoiceBox, ChoiceTags, Combo
from app.ui.dates import CalendarPopup, DateEdit
from app.ui.editors import Editor, editor_for
from app.ui.language import chinese
from app.ui.layouts import column
from tests.ui.hands import click, leave, press, rewrite, wheel, write

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
TODAY = date.today()  # noqa: DTZ011 - as the office counts


@pytest.fixture
def edit(look, shelf, qtbot):
    """Puts the editor of a field on the screen, with something else to go on to."""
    windows: list[QWidget] = []

    def show(field: Field) -> Editor:
        window = QWidget()
        windows.append(window)
        made = editor_for(field, shelf, look)
        window.setLayout(column(made.widget, button(look, "保存")))
        window.resize(360, 200)
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        made.widget.setFocus()
        return made

    return show


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026.9.1", date(2026, 9, 1)),
        ("2026-9-1", date(2026, 9, 1)),
        ("2026/09/01", date(2026, 9, 1)),
        ("20260901", date(2026, 9, 1)),
        ("2026年9月1日", date(2026, 9, 1)),
        ("今天", TODAY),
        ("明天", TODAY + timedelta(days=1)),
        ("+7", TODAY + timedelta(days=7)),
        ("-3", TODAY - timedelta(days=3)),
    ],
)
def test_a_date_is_understood_in_every_style(edit, typed: str, meant: date):
    editor = edit(Agreement.field("ends"))
    rewrite(editor.widget, typed)
    assert editor.value() == meant
    leave(editor.widget)
    assert editor.widget.text() == meant.isoformat()
    assert editor.value() == meant


@pytest.mark.parametrize("typed", ["2026.9", "2026-02-30", "明年", "2026-9-1 或 2 日"])
def test_a_date_that_is_none_stays_as_typed_and_is_refused(edit, typed: str):
    editor = edit(Agreement.field("ends"))
    rewrite(editor.widget, typed)
    leave(editor.widget)
    assert editor.widget.text() == typed
    with pytest.raises(Invalid):
        editor.value()


@pytest.mark.parametrize(
    ("typed", "meant"), [("2023", "2023"), ("2023.9", "2023-09"), ("2023年9月15日", "2023-09-15")]
)
def test_a_date_may_be_as_exact_as_it_is_known(edit, typed: str, meant: str):
    editor = edit(Partner.field("since"))
    rewrite(editor.widget, typed)
    leave(editor.widget)
    assert editor.widget.text() == meant
    assert editor.value() == PartialDate(meant)


def test_the_calendar_opens_at_the_day_and_a_click_takes_another(edit, qtbot):
    editor = edit(Agreement.field("ends"))
    editor.set_value(date(2026, 9, 1))
    with qtbot.waitSignal(editor.changed):
        QTest.keyClick(editor.widget, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        popup = _popup(CalendarPopup)
        assert popup.days.selectedDate() == QDate(2026, 9, 1)
        popup.days.clicked.emit(QDate(2026, 9, 30))
    assert editor.value() == date(2026, 9, 30)
    assert QApplication.activePopupWidget() is None


def test_the_calendar_of_a_moment_keeps_the_hour_or_proposes_one(edit):
    editor = edit(Booking.field("hold_until"))
    editor.widget.open_calendar()
    _popup(CalendarPopup).days.clicked.emit(QDate(2026, 12, 1))
    assert editor.widget.text() == "2026-12-01 17:00"
    rewrite(editor.widget, "2026.12.2 8：20")
    leave(editor.widget)
    assert editor.widget.text() == "2026-12-02 08:20"
    editor.widget.open_calendar()
    popup = _popup(CalendarPopup)
    assert popup.days.selectedDate() == QDate(2026, 12, 2)
    popup.days.clicked.emit(QDate(2026, 12, 3))
    assert editor.value() == datetime(2026, 12, 3, 8, 20).astimezone(UTC)


def test_the_calendar_can_be_used_from_the_keyboard(edit):
    editor = edit(Agreement.field("ends"))
    editor.set_value(date(2026, 9, 1))
    press(editor.widget, Qt.Key.Key_F4)
    days = _popup(CalendarPopup).days
    view = days.findChild(QWidget, "qt_calendar_calendarview")
    press(view, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert editor.value() == date(2026, 9, 8)


def test_the_calendar_can_empty_the_field(edit):
    editor = edit(Agreement.field("ends"))
    editor.set_value(date(2026, 9, 1))
    editor.widget.open_calendar()
    popup = _popup(CalendarPopup)
    nothing = next(b for b in popup.findChildren(QWidget) if getattr(b, "text", str)() == "清除")
    click(nothing)
    assert editor.value() is None


def test_weeks_begin_on_monday_and_are_chinese(look, qapp, qtbot):
    chinese(qapp)
    owner = QWidget()
    qtbot.addWidget(owner)
    popup = CalendarPopup(look, date(2026, 9, 1), lambda _: None, owner)
    assert popup.days.firstDayOfWeek() == Qt.DayOfWeek.Monday
    month = popup.days.findChild(QToolButton, "qt_calendar_monthbutton")
    assert month.text() == "九月"
    assert isinstance(popup.days, QCalendarWidget)


def test_a_calendar_near_the_edge_stays_on_the_screen(look, qtbot):
    edit = DateEdit(look)
    qtbot.addWidget(edit)
    screen = edit.screen().availableGeometry()
    edit.move(screen.right() - 60, screen.bottom() - 40)
    edit.show()
    edit.open_calendar()
    assert screen.contains(_popup(CalendarPopup).geometry())


def test_the_wheel_over_a_box_changes_nothing(edit, qtbot):
    editor = edit(Partner.field("status"))
    editor.set_value(PartnerStatus.ACTIVE)
    for focused in (False, True):
        if focused:
            editor.widget.setFocus()
        else:
            editor.widget.clearFocus()
        with qtbot.assertNotEmitted(editor.changed):
            wheel(editor.widget)
            wheel(editor.widget, 1)
        assert editor.value() is PartnerStatus.ACTIVE


def test_a_choice_is_made_with_the_arrow_keys(edit, qtbot):
    editor = edit(Partner.field("status"))
    editor.set_value(PartnerStatus.PROSPECT)
    with qtbot.waitSignal(editor.changed):
        press(editor.widget, Qt.Key.Key_Down)
    assert editor.value() is PartnerStatus.ACTIVE


@pytest.mark.parametrize(
    ("typed", "meant"), [("xtz", "学徒制"), ("d", "订单班"), ("js", "技术服务")]
)
def test_typing_initials_finds_a_choice(edit, typed: str, meant: str):
    editor = edit(Agreement.field("kind"))
    editor.set_value(AgreementKind.FRAMEWORK)
    write(editor.widget, typed)
    assert editor.value() is AgreementKind(meant)


def test_a_letter_that_begins_nothing_changes_nothing(edit):
    editor = edit(Agreement.field("kind"))
    editor.set_value(AgreementKind.ORDER_CLASS)
    write(editor.widget, "v")
    assert editor.value() is AgreementKind.ORDER_CLASS


def test_an_optional_choice_can_be_emptied_and_a_required_one_cannot(edit, look, shelf, qtbot):
    editor = edit(Partner.field("depth"))
    editor.set_value(Depth.CLOSE)
    press(editor.widget, Qt.Key.Key_Home)
    assert editor.value() is None
    assert editor.widget.currentIndex() == -1, "an empty field looks empty"
    required = editor_for(Agreement.field("kind"), shelf, look).widget
    qtbot.addWidget(required)
    assert isinstance(required, QComboBox)
    assert required.count() == len(AgreementKind)


def test_a_long_choice_does_not_widen_the_form(edit):
    editor = edit(Agreement.field("kind"))
    assert isinstance(editor.widget, ChoiceBox)
    assert editor.widget.minimumSizeHint().width() < 140


def test_several_choices_are_ticked_with_the_keyboard(edit, qtbot):
    editor = edit(Agreement.field("forms"))
    box = editor.widget
    assert isinstance(box, ChoiceTags)
    editor.set_value((CooperationForm.CONTESTS,))
    press(box, Qt.Key.Key_Space)
    ticks = QApplication.activePopupWidget()
    with qtbot.waitSignal(editor.changed):
        press(ticks.list, Qt.Key.Key_Space)
    press(ticks.list, Qt.Key.Key_Down, Qt.Key.Key_Down)
    press(ticks.list, Qt.Key.Key_Space)
    press(ticks.list, Qt.Key.Key_Escape)
    wanted = (CooperationForm.PROGRAMMES, CooperationForm.APPRENTICESHIP, CooperationForm.CONTESTS)
    assert editor.value() == wanted, "in the order of the list, not of the ticks"


def test_several_choices_are_ticked_with_the_mouse(edit):
    editor = edit(Agreement.field("forms"))
    click(editor.widget)
    ticks = QApplication.activePopupWidget().list
    for row in (1, 2, 1):
        click(ticks.viewport(), ticks.visualItemRect(ticks.item(row)).center())
    assert editor.value() == (CooperationForm.APPRENTICESHIP,)
    tick = ticks.visualItemRect(ticks.item(0))
    click(ticks.viewport(), QPoint(tick.left() + 12, tick.center().y()))
    assert editor.value() == (CooperationForm.PROGRAMMES, CooperationForm.APPRENTICESHIP)


def test_a_ticked_list_shows_whole_rows_at_once(edit):
    editor = edit(Agreement.field("forms"))
    editor.widget.open_list()
    ticks = QApplication.activePopupWidget().list
    last = ticks.visualItemRect(ticks.item(ticks.count() - 1))
    assert last.height() >= 24
    assert last.bottom() <= ticks.viewport().height()


def test_chips_go_by_backspace_and_by_their_cross(edit, qtbot):
    editor = edit(Agreement.field("forms"))
    box = editor.widget
    editor.set_value(tuple(CooperationForm)[:3])
    press(box, Qt.Key.Key_Backspace)
    assert editor.value() == tuple(CooperationForm)[:2]
    chip = next(iter(box._chips.values()))
    with qtbot.waitSignal(editor.changed):
        click(chip, QPoint(chip.width() - 8, chip.height() // 2))
    assert editor.value() == tuple(CooperationForm)[1:2]


def test_the_arrow_keys_walk_along_the_chips_and_delete_takes_the_one_there(edit):
    editor = edit(Agreement.field("forms"))
    box = editor.widget
    first, second, third = tuple(CooperationForm)[:3]
    editor.set_value((first, second, third))
    press(box, Qt.Key.Key_Left)
    press(QApplication.focusWidget(), Qt.Key.Key_Left)
    assert QApplication.focusWidget() is box._chips[second]
    press(QApplication.focusWidget(), Qt.Key.Key_Delete)
    assert editor.value() == (first, third)
    assert QApplication.focusWidget() is box


def test_a_tick_says_yes_and_no(edit, qtbot):
    editor = edit(Agreement.field("takes_interns"))
    editor.set_value(None)
    assert editor.value() is False
    with qtbot.waitSignal(editor.changed):
        press(editor.widget, Qt.Key.Key_Space)
    assert editor.value() is True


def test_what_the_program_sets_is_shown_by_its_title_and_given_back(edit, shelf):
    editor = edit(Agreement.field("renews_id"))
    key = shelf.id("agreement", 1)
    editor.set_value(key)
    assert editor.widget.text() == shelf.title("agreement", key)
    assert editor.value() == key
    editor.set_value(None)
    assert editor.widget.text() == "—"
    assert editor.value() is None


def _popup(kind):
    found = QApplication.activePopupWidget()
    assert isinstance(found, kind)
    return found


def test_a_list_is_as_high_when_it_first_opens_as_ever_after(look, qtbot):
    box = Combo(str)
    box.addItems([f"第{week}周" for week in range(1, 6)])
    qtbot.addWidget(box)
    box.show()
    box.showPopup()
    first = box.view().window().height()
    box.hidePopup()
    box.showPopup()
    assert box.view().window().height() == first >= 5 * box.view().sizeHintForRow(0)
    box.hidePopup()


def test_a_list_of_choices_opens_where_it_stands_and_no_higher_than_twelve_rows(qtbot, look):
    """The first time too; every word of it is to be read, though the box is narrow."""
    box = Combo(str)
    box.addItems([f"第{n}周 11.16–11.22（本周）" for n in range(1, 31)])
    box.setCurrentIndex(11)
    box.setFixedWidth(96)
    qtbot.addWidget(box)
    box.show()
    box.showPopup()
    view = box.view()
    assert [index.row() for index in view.selectedIndexes()] == [11]
    assert view.height() < 13 * view.sizeHintForRow(0)
    assert view.viewport().width() >= view.sizeHintForColumn(0)
    box.hidePopup()
