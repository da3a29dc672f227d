"""Finding a record or a code while typing, without ever guessing."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.errors import Invalid
from app.models import Agreement, Contact, Field, Partner, Programme
from app.ui.buttons import button
from app.ui.editors import Editor, editor_for
from app.ui.layouts import column
from app.ui.pickers import CodePicker, RecordPicker, RecordTags
from tests.ui.hands import click, leave, press, rewrite, write
from tests.ui.lookup import DEPARTMENTS, PARTNERS, PROGRAMMES

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
GROUP, DEPARTMENT = Partner.field("group_id"), Partner.field("department_id")


@pytest.fixture
def edit(look, shelf, qtbot):
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


def offered(picker) -> list[str]:
    """What the open list shows."""
    popup = picker.suggestions.popup
    assert popup.isVisible()
    return [popup.model().index(row, 0).data() for row in range(popup.model().rowCount())]


@pytest.mark.parametrize("typed", ["cd", "锦程", "成都示例锦程智能装备制造有限公司"])
def test_typing_a_little_and_enter_is_enough(edit, shelf, qtbot, typed: str):
    editor = edit(GROUP)
    with qtbot.waitSignal(editor.changed):
        write(editor.widget, typed)
    assert offered(editor.widget) == [PARTNERS[0]]
    press(editor.widget.suggestions.popup, Qt.Key.Key_Return)
    assert editor.widget.text() == PARTNERS[0]
    assert editor.value() == shelf.id("partner", 0)
    assert not editor.widget.suggestions.popup.isVisible()


def test_the_first_answer_is_marked_and_the_arrows_choose_another(edit, shelf):
    editor = edit(GROUP)
    press(editor.widget, Qt.Key.Key_Down)
    assert offered(editor.widget) == list(PARTNERS)
    press(editor.widget.suggestions.popup, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert editor.value() == shelf.id("partner", 1)


def test_a_click_in_the_list_chooses(edit, shelf):
    editor = edit(GROUP)
    write(editor.widget, "s")
    popup = editor.widget.suggestions.popup
    row = offered(editor.widget).index(PARTNERS[1])
    click(popup.viewport(), popup.visualRect(popup.model().index(row, 0)).center())
    assert editor.value() == shelf.id("partner", 1)


def test_while_walking_through_the_list_the_typing_stays(edit):
    editor = edit(GROUP)
    write(editor.widget, "s")
    press(editor.widget.suggestions.popup, Qt.Key.Key_Down)
    assert editor.widget.text() == "s"
    press(editor.widget.suggestions.popup, Qt.Key.Key_Escape)
    assert editor.widget.text() == "s"


def test_nothing_found_says_so(edit):
    editor = edit(GROUP)
    write(editor.widget, "查无此人")
    assert offered(editor.widget) == ["没有找到“查无此人”"]
    press(editor.widget.suggestions.popup, Qt.Key.Key_Return)
    assert editor.widget.text() == "查无此人"
    with pytest.raises(Invalid, match="没有找到“查无此人”"):
        editor.value()


def test_a_title_typed_in_full_is_taken_on_leaving(edit, shelf):
    editor = edit(DEPARTMENT)
    write(editor.widget, DEPARTMENTS[1])
    press(editor.widget.suggestions.popup, Qt.Key.Key_Escape)
    leave(editor.widget)
    assert editor.value() == shelf.id("department", 1)


def test_part_of_a_title_is_refused_and_kept_not_guessed(edit):
    editor = edit(DEPARTMENT)
    write(editor.widget, "汽车")
    press(editor.widget.suggestions.popup, Qt.Key.Key_Escape)
    leave(editor.widget)
    assert editor.widget.text() == "汽车"
    with pytest.raises(Invalid):
        editor.value()


def test_changing_the_title_gives_up_the_record(edit, shelf):
    editor = edit(DEPARTMENT)
    editor.set_value(shelf.id("department", 0))
    press(editor.widget, Qt.Key.Key_End, Qt.Key.Key_Backspace)
    with pytest.raises(Invalid):
        editor.value()
    rewrite(editor.widget, "")
    assert editor.value() is None


def test_two_of_the_same_name_must_be_told_apart(edit, shelf, monkeypatch):
    twins = [(shelf.id("partner", n), "同名公司", f"代码{n}") for n in range(2)]
    monkeypatch.setattr(shelf, "search", lambda *_: twins)
    editor = edit(GROUP)
    write(editor.widget, "同名公司")
    press(editor.widget.suggestions.popup, Qt.Key.Key_Escape)
    with pytest.raises(Invalid, match="不止一个"):
        editor.value()
    press(editor.widget, Qt.Key.Key_Down)
    press(editor.widget.suggestions.popup, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert editor.value() == twins[1][0]


def test_a_record_that_is_gone_is_shown_as_such_and_not_lost(edit, shelf):
    editor = edit(GROUP)
    gone = shelf.id("partner", 99)
    editor.set_value(gone)
    assert "找不到" in editor.widget.text()
    assert editor.value() == gone


def test_the_cross_empties_only_what_may_be_empty(edit, qtbot):
    optional, required = edit(GROUP), edit(Contact.field("partner_id"))
    for editor in (optional, required):
        assert isinstance(editor.widget, RecordPicker)
        write(editor.widget, "x")
    assert optional.widget._cross.isVisible()
    assert not required.widget._cross.isVisible()
    with qtbot.waitSignal(optional.changed):
        optional.widget._cross.trigger()
    assert optional.value() is None


def test_nothing_is_asked_before_somebody_types(edit, shelf):
    editor = edit(GROUP)
    editor.set_value(shelf.id("partner", 0))
    assert shelf.asked == []


@pytest.mark.parametrize("typed", ["C3670", "ｃ３６７０", "汽车零部件及配件制造"])
def test_a_code_is_found_by_code_and_by_name(edit, shelf, typed: str):
    editor = edit(Partner.field("industry"))
    assert isinstance(editor.widget, CodePicker)
    write(editor.widget, typed)
    press(editor.widget.suggestions.popup, Qt.Key.Key_Escape)
    leave(editor.widget)
    assert editor.value() == "C3670"
    assert editor.widget.text() == "C3670 汽车零部件及配件制造"


def test_a_name_that_several_codes_bear_is_not_guessed(edit):
    editor = edit(Partner.field("region"))
    write(editor.widget, "鼓楼区")
    press(editor.widget.suggestions.popup, Qt.Key.Key_Escape)
    with pytest.raises(Invalid, match=r"不止一个.*、.*请写代码"):
        editor.value()


def test_a_code_is_found_by_initials(edit):
    editor = edit(Partner.field("region"))
    write(editor.widget, "lqyq")
    assert "510112 龙泉驿区" in offered(editor.widget)


def test_a_code_of_ones_own_is_taken_as_typed(edit):
    editor = edit(Programme.field("code"))
    write(editor.widget, "460798")
    leave(editor.widget)
    assert editor.value() == "460798"


def test_what_is_neither_code_nor_name_is_refused(edit):
    editor = edit(Partner.field("industry"))
    write(editor.widget, "造车")
    press(editor.widget.suggestions.popup, Qt.Key.Key_Escape)
    with pytest.raises(Invalid, match="没有找到“造车”"):
        editor.value()


def test_several_records_are_chosen_one_after_another(edit, shelf, qtbot):
    editor = edit(Agreement.field("programmes"))
    box = editor.widget
    assert isinstance(box, RecordTags)
    for typed in ("xnyqc", "hl"):
        write(box.finder, typed)
        press(box.finder.suggestions.popup, Qt.Key.Key_Return)
        assert box.finder.text() == ""
    assert editor.value() == (shelf.id("programme", 0), shelf.id("programme", 4))
    assert [chip.text for chip in box._chips.values()] == [PROGRAMMES[0], PROGRAMMES[4]]


def test_the_same_record_twice_is_there_once(edit, shelf):
    editor = edit(Agreement.field("programmes"))
    for _ in range(2):
        write(editor.widget.finder, "hl")
        press(editor.widget.finder.suggestions.popup, Qt.Key.Key_Return)
    assert editor.value() == (shelf.id("programme", 4),)


def test_backspace_in_an_empty_line_takes_the_last_one(edit, shelf, qtbot):
    editor = edit(Agreement.field("programmes"))
    editor.set_value((shelf.id("programme", 0), shelf.id("programme", 1)))
    with qtbot.waitSignal(editor.changed):
        press(editor.widget.finder, Qt.Key.Key_Backspace)
    assert editor.value() == (shelf.id("programme", 0),)


def test_backspace_in_the_middle_of_typing_takes_a_letter(edit, shelf):
    editor = edit(Agreement.field("programmes"))
    editor.set_value((shelf.id("programme", 0),))
    write(editor.widget.finder, "hl")
    press(editor.widget.finder.suggestions.popup, Qt.Key.Key_Backspace)
    assert editor.widget.finder.text() == "h"
    assert len(editor.widget.keys()) == 1


def test_left_goes_to_the_chips_and_right_comes_back(edit, shelf):
    editor = edit(Agreement.field("programmes"))
    editor.set_value((shelf.id("programme", 0), shelf.id("programme", 1)))
    press(editor.widget.finder, Qt.Key.Key_Left)
    assert QApplication.focusWidget() is editor.widget._chips[shelf.id("programme", 1)]
    press(QApplication.focusWidget(), Qt.Key.Key_Right)
    assert QApplication.focusWidget() is editor.widget.finder


def test_a_name_left_in_the_line_is_neither_forgotten_nor_guessed(edit, shelf):
    editor = edit(Agreement.field("programmes"))
    write(editor.widget.finder, "护理")
    press(editor.widget.finder.suggestions.popup, Qt.Key.Key_Escape)
    assert editor.value() == (shelf.id("programme", 4),)
    leave(editor.widget.finder)
    assert editor.widget.keys() == (shelf.id("programme", 4),)
    write(editor.widget.finder, "护")
    press(editor.widget.finder.suggestions.popup, Qt.Key.Key_Escape)
    with pytest.raises(Invalid):
        editor.value()


def test_the_cross_of_a_chip_takes_it_away(edit, shelf):
    editor = edit(Agreement.field("programmes"))
    editor.set_value((shelf.id("programme", 0), shelf.id("programme", 1)))
    chip = editor.widget._chips[shelf.id("programme", 0)]
    click(chip, QPoint(8, chip.height() // 2))
    assert len(editor.widget.keys()) == 2, "only the cross does it"
    click(chip, QPoint(chip.width() - 8, chip.height() // 2))
    assert editor.value() == (shelf.id("programme", 1),)


def test_the_box_grows_with_its_chips(edit, shelf):
    editor = edit(Agreement.field("partners"))
    before = editor.widget.heightForWidth(360) if editor.widget.hasHeightForWidth() else 0
    editor.set_value(tuple(shelf.id("partner", n) for n in range(4)))
    assert editor.widget.heightForWidth(360) > before
