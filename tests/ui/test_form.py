"""A form turns values into widgets and back, and never loses what somebody typed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QLineEdit, QWidget

from app.errors import Invalid, Problem
from app.models import KINDS, Agreement, Contact, Options, Partner, Record, SiteInspection
from app.models.fields import option
from app.models.partners import Depth, PartnerStatus
from app.models.values import credit_code
from app.settings import Appearance, Settings
from app.ui.form import Form, values_of, with_values
from app.ui.inputs import Prose
from app.ui.tokens import CONTROL
from tests.make import credit
from tests.ui.hands import leave, press, rewrite, write
from tests.ui.lookup import Shelf

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
Shows = Callable[..., Form]


@pytest.fixture
def form_of(look, shelf, qtbot) -> Shows:
    """Makes a form of some fields and puts it on the screen."""

    def show(described: Any, width: int = 420) -> Form:
        form = Form(described.fields(), look, shelf)
        qtbot.addWidget(form)
        form.resize(width, 700)
        with qtbot.waitActive(form):
            form.show()
            form.activateWindow()
        return form

    return show


def editor(form: Form, key: str) -> Any:
    """The editor of a field, found as a test finds it: by the field's key."""
    found = form.findChild(QWidget, key)
    assert found is not None, key
    return found


def complaint(kind: type[Record], key: str, typed: str) -> str:
    """What a field itself says about a text."""
    with pytest.raises(Invalid) as caught:
        kind.field(key).parse(typed)
    return caught.value.message


def problems(form: Form) -> list[str]:
    """What the form says is wrong, from top to bottom."""
    labels = [w for w in form.findChildren(QLabel) if w.property("voice") == "problem"]
    return [label.text() for label in labels if not label.isHidden()]


@every_kind
def test_a_form_gives_back_what_it_was_shown(kind: type[Record], form_of: Shows, shelf: Shelf):
    values = shelf.sample(kind)
    form = form_of(kind)
    form.show_values(values)
    assert form.values() == values
    assert form.changes() == {}
    assert not form.dirty


@every_kind
def test_an_empty_form_names_exactly_the_required_fields(kind: type[Record], form_of: Shows):
    form = form_of(kind)
    form.show_values({})
    wanted = [f for f in kind.fields() if not (f.fixed or f.number or f.type is bool)]
    required = {f.key for f in wanted if f.required or f.default is not None}
    with pytest.raises(Invalid) as caught:
        form.values()
    assert {p.field for p in caught.value.problems} == required


@every_kind
def test_a_new_record_begins_with_its_defaults_and_all_of_it_counts(kind, form_of, shelf):
    form = form_of(kind)
    given = shelf.sample(kind)
    needed = {f.key: given[f.key] for f in kind.fields() if f.required}
    form.start(needed)
    changes = form.changes()
    for field in kind.fields():
        if field.default is not None and field.key not in needed:
            assert changes[field.key] == field.default
    assert not form.dirty


@every_kind
def test_every_editor_has_name_and_label(kind: type[Record], form_of: Shows):
    form = form_of(kind)
    for field in kind.fields():
        found = editor(form, field.key)
        assert found.accessibleName() == field.label
    shown = {label.text() for label in form.findChildren(QLabel)}
    ticks = {box.text() for box in form.findChildren(QCheckBox)}
    assert {field.label for field in kind.fields()} <= shown | ticks


@every_kind
@pytest.mark.parametrize("width", [400, 800])
def test_tab_goes_as_the_eye_does(kind, width: int, form_of: Shows):
    form = form_of(kind, width)
    fields = [f for f in kind.fields() if not f.fixed]
    groups = list(dict.fromkeys(f.group for f in kind.fields()))
    wanted = [f.key for f in sorted(fields, key=lambda f: groups.index(f.group))]
    form.focus()
    assert _walk(form, len(wanted)) == wanted
    places = [
        editor(form, key).mapTo(form.widget(), editor(form, key).rect().topLeft()) for key in wanted
    ]
    for before, after in pairwise(places):
        same_line = abs(after.y() - before.y()) <= 8  # a tick stands a little higher than a box
        assert after.x() > before.x() if same_line else after.y() > before.y()


def _walk(form: Form, count: int) -> list[str]:
    """Keys of the fields that Tab reaches, in its order."""
    seen: list[str] = []
    for _ in range(count * 2):
        focus = QApplication.focusWidget()
        while focus is not None and focus.objectName() not in form._cells:
            focus = focus.parentWidget()
        if focus is None or (seen and seen[0] == focus.objectName()):
            break
        if not seen or seen[-1] != focus.objectName():
            seen.append(focus.objectName())
        leave(QApplication.focusWidget())
    return seen


@every_kind
def test_looking_only_means_that_nothing_can_be_changed(kind, form_of, shelf):
    values = shelf.sample(kind)
    form = form_of(kind)
    form.show_values(values)
    form.lock({field.key for field in kind.fields()})
    for field in kind.fields():
        target = editor(form, field.key)
        target.setFocus()
        write(target, "9")
        press(target, Qt.Key.Key_Delete, Qt.Key.Key_Space, Qt.Key.Key_Down)
    assert form.values() == values
    form.lock(())
    typed = [f for f in kind.fields() if f.type in (str, int) and not f.fixed and not f.codes]
    first = min(typed, key=lambda f: f.type is int)
    news = "12" if first.type is int else "Jinan" if first.check is None else credit(2)
    rewrite(editor(form, first.key), news)
    assert form.dirty


def test_only_what_was_changed_is_a_change(form_of, shelf, qtbot):
    form = form_of(Partner)
    form.show_values(shelf.sample(Partner))
    with qtbot.waitSignal(form.edited):
        rewrite(editor(form, "staff"), "1,400")
    assert form.dirty
    assert form.changes() == {"staff": 1400}
    rewrite(editor(form, "staff"), "1365")
    assert form.changes() == {}, "typed back to what it was"


def test_each_problem_stands_under_its_own_field_and_the_first_has_the_focus(form_of):
    form = form_of(Partner, 420)
    form.show_values({"name": "甲公司", "status": PartnerStatus.ACTIVE})
    rewrite(editor(form, "code"), "91510112000000001")
    rewrite(editor(form, "staff"), "很多")
    with pytest.raises(Invalid):
        form.values()
    said = problems(form)
    assert len(said) == 3, "合作角色 was not shown and may not be empty"
    assert "应为 18 位" in said[0]
    code, words = (
        editor(form, "code"),
        next(w for w in form.findChildren(QLabel) if "应为 18 位" in w.text()),
    )
    assert words.parentWidget() is code.parentWidget()
    assert words.y() >= code.geometry().bottom()
    assert "应为 18 位" in code.accessibleDescription()
    assert QApplication.focusWidget() is code
    assert code.text() == "91510112000000001", "what was refused stays as typed"
    assert editor(form, "staff").text() == "很多"


def test_typing_takes_the_complaint_away(form_of):
    form = form_of(Partner)
    form.show_values({})
    form.show_problems([Problem("name", "已经有一家同名的企业")])
    assert problems(form) == ["已经有一家同名的企业"]
    write(editor(form, "name"), "2")
    assert problems(form) == []


def test_a_problem_of_the_record_as_a_whole_is_said_at_the_top(form_of):
    form = form_of(Partner)
    form.show_problems([Problem("", "两项只能填一项"), Problem("unknown", "别的表里的问题")])
    banner = form._banner
    assert banner is not None
    assert banner.words.text() == "两项只能填一项；别的表里的问题"
    form.show_problems(())
    assert form._banner is None


def test_a_field_is_judged_when_it_is_left_but_not_for_being_empty(form_of):
    form = form_of(Contact)
    form.show_values({})
    form.focus("name")
    leave(editor(form, "name"))
    assert problems(form) == [], "still empty is not wrong yet"
    rewrite(editor(form, "phone"), "12345")
    assert problems(form) == []
    leave(editor(form, "phone"))
    assert problems(form) == [complaint(Contact, "phone", "12345")]
    rewrite(editor(form, "phone"), "13800001234")
    leave(editor(form, "phone"))
    assert problems(form) == []


def test_what_is_typed_takes_its_normal_form_on_leaving(form_of):
    form = form_of(Partner)
    wanted = credit(7)
    assert credit_code(wanted) == wanted
    wide = "".join(chr(ord(c) + 0xFEE0) for c in wanted.lower())
    rewrite(editor(form, "code"), wide)
    leave(editor(form, "code"))
    assert editor(form, "code").text() == wanted


def test_what_is_refused_keeps_its_typing_on_leaving(form_of):
    form = form_of(Partner)
    rewrite(editor(form, "staff_on"), "2026-13-45")
    leave(editor(form, "staff_on"))
    assert editor(form, "staff_on").text() == "2026-13-45"
    assert "13" in problems(form)[0]


def test_too_long_a_text_is_kept_and_told_never_cut(form_of):
    form = form_of(Contact)
    editor(form, "department").setFocus()
    editor(form, "department").insert("长" * 250)
    leave(editor(form, "department"))
    assert len(editor(form, "department").text()) == 250
    assert problems(form) == [complaint(Contact, "department", "长" * 250)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1234.5", Decimal("12345000.00")),
        ("1,234.5万元", Decimal("12345000.00")),
        ("500元", Decimal("500.00")),
        ("１２", Decimal("120000.00")),
    ],
)
def test_an_amount_is_in_the_unit_that_stands_behind_it(form_of, typed: str, meant: Decimal):
    form = form_of(Partner)
    capital = editor(form, "capital")
    assert "万元" in [label.text() for label in capital.findChildren(QLabel)]
    assert capital.alignment() & Qt.AlignmentFlag.AlignRight
    rewrite(capital, typed)
    assert form._cells["capital"].editor.value() == meant
    leave(capital)
    assert form._cells["capital"].editor.value() == meant


def test_two_columns_where_there_is_room_and_one_where_there_is_not(form_of):
    form = form_of(Partner, 800)

    def beside() -> bool:
        return editor(form, "name").mapTo(form, editor(form, "name").rect().topLeft()).y() == (
            editor(form, "short_name").mapTo(form, editor(form, "short_name").rect().topLeft()).y()
        )

    assert beside()
    form.resize(420, 700)
    assert not beside()
    form.resize(800, 700)
    assert beside()


def test_nothing_is_wider_than_the_window(form_of, shelf):
    """1366 x 768 at 125 %: the detail is about 380 wide."""
    form = form_of(Agreement, 380)
    form.show_values(shelf.sample(Agreement))
    assert form.widget().width() <= form.viewport().width()


def test_remarks_join_the_group_they_belong_to(form_of):
    form = form_of(Partner, 420)
    headings = [w.text() for w in form.findChildren(QLabel) if w.property("voice") == "part"]
    assert headings == ["基本信息", "企业情况", "接收实习", "主要联系人", "管理"]


def test_settings_are_a_form_too(form_of):
    form = form_of(Settings)
    form.show_values(values_of(Settings()))
    assert with_values(Settings(), form.values()) == Settings()
    box = editor(form, "appearance")
    assert isinstance(box, QComboBox)
    assert box.currentText() == str(Appearance.SYSTEM)


def test_options_of_a_report_are_a_form_too(form_of):
    @dataclass(frozen=True, slots=True)
    class Choices(Options):
        as_of: date = option("截止日期", date(2026, 9, 1))
        depth: Depth | None = option("合作层次", None)

    form = form_of(Choices)
    form.show_values(values_of(Choices()))
    rewrite(editor(form, "as_of"), "2026.10.8")
    assert form.values() == {"as_of": date(2026, 10, 8), "depth": None}


def test_prose_grows_with_what_is_written_and_tab_leaves_it(form_of, qtbot):
    form = form_of(SiteInspection, 420)
    prose = editor(form, "qualification")
    assert isinstance(prose, Prose)
    form.focus("qualification")
    before = prose.height()
    for _ in range(6):
        write(prose, "ok")
        press(prose, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: prose.height() > before)
    leave(prose)
    assert QApplication.focusWidget() is editor(form, "integrity")
    assert form._cells["qualification"].editor.value() == "\n".join(["ok"] * 6)


@pytest.mark.parametrize("key", ["programmes", "labels", "name", "status"])
def test_the_focus_makes_nothing_higher(form_of, qtbot, key: str):
    form = form_of(Partner)
    assert editor(form, key).height() == CONTROL
    form.focus(key)
    qtbot.waitUntil(lambda: form.isAncestorOf(QApplication.focusWidget()))
    QApplication.processEvents()
    assert editor(form, key).height() == CONTROL
    assert editor(form, key).minimumHeight() <= CONTROL


def test_showing_another_record_forgets_the_typing_and_the_complaints(form_of, shelf):
    form = form_of(Partner)
    rewrite(editor(form, "staff"), "很多")
    leave(editor(form, "staff"))
    assert problems(form)
    form.show_values(shelf.sample(Partner))
    assert problems(form) == []
    assert not form.dirty


def test_a_form_that_is_gone_does_not_listen_any_more(look, shelf, qtbot):
    line = QLineEdit()
    qtbot.addWidget(line)
    Form(Contact.fields(), look, shelf)
    line.show()
    line.setFocus()  # would fail in a deleted form, were it still connected


def test_what_nobody_answered_stays_unanswered(form_of, shelf):
    form = form_of(Partner)
    form.show_values(shelf.sample(Partner) | {"registered": None})
    assert form.changes() == {}
    box = editor(form, "registered")
    box.setFocus()
    press(box, Qt.Key.Key_Down)
    assert form.changes() == {"registered": True}
    press(box, Qt.Key.Key_Up)
    assert form.changes() == {}
