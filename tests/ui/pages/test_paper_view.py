"""S13, paper comes back: a stack typed in, scans dropped, the rest explained, sent on post."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.models import InternshipBatch, Partner, Placement, RuleWaiver, Student
from app.models.internships import PlacementState
from app.services.paper import AGREEMENT, CONSENT, Fate
from app.ui.going_dialog import GoingDialog
from app.ui.internships import InternshipsPage
from app.ui.list_dialog import ListDialog
from app.ui.page import Desk, Target
from app.ui.paper_view import PaperView
from app.ui.undo import Commits, Steps
from tests.make import Make
from tests.ui.answers import answer, asked, choose, said
from tests.ui.hands import click, press, write
from tests.ui.pages.conftest import Visit

FIRST, LAST, TODAY = date(2027, 3, 1), date(2027, 8, 31), date(2027, 1, 10)
PEOPLE = (("2401001", "石晓岚"), ("2401002", "王䶮"), ("2401003", "周𬭎"))


@pytest.fixture
def keys(make: Make) -> list[UUID]:
    """Three who wait for their papers, two of them insured."""
    batch = make(InternshipBatch, name="2027年春季", starts=FIRST, ends=LAST)
    host = make(Partner, name="成都云沙电子有限公司")
    found = []
    for at, (number, name) in enumerate(PEOPLE):
        insured = {"insured_from": FIRST, "insured_to": LAST} if at < 2 else {}
        held = make(
            Placement, batch_id=batch.id, student_id=make(Student, number=number, name=name).id,
            partner_id=host.id, starts=FIRST, ends=LAST, agreement_number=f"SX-2027-ZB-00{at + 1}",
            **insured,
        )  # fmt: skip
        found.append(held.id)
    return found


@pytest.fixture
def seen(desk: Desk, keys: list[UUID], visit: Callable[[InternshipsPage], Visit]) -> Visit:
    page = InternshipsPage(desk)
    page._today = lambda: TODAY
    found = visit(page)
    page.show_target(Target("board", option="收回材料"))
    return found


@pytest.fixture
def view(seen: Visit) -> PaperView:
    assert isinstance(seen.page, InternshipsPage)
    found = seen.page.views["收回材料"]
    assert isinstance(found, PaperView)
    return found


def enter(view: PaperView, text: str) -> None:
    view.panel.numbers.setFocus()
    write(view.panel.numbers, text)
    press(view.panel.numbers, Qt.Key.Key_Return)


def listed(view: PaperView) -> list[UUID]:
    return [key for key, _ in view.list.lines.places()]


def told(view: PaperView) -> list[tuple[str, str]]:
    model = view.panel.told.lines
    return [
        (index.data(), index.siblingAtColumn(1).data()) for _, index in model.places()
    ]  # the last on top


def count(view: PaperView, words: str) -> str:
    return view.tiles[words].accessibleName()


def tick(view: PaperView, *keys: str) -> None:
    for key, box in view.panel.ticks.items():
        if box.isChecked() != (key in keys):
            box.click()


def button_of(view: PaperView, words: str) -> QPushButton:
    return next(b for b in view.findChildren(QPushButton) if b.text().startswith(words))


def test_numbers_are_ticked_off_one_after_another(
    view: PaperView, desk: Desk, keys: list[UUID]
) -> None:
    assert listed(view) == keys
    for number in ("SX-2027-ZB-001", "2401002", "sx-2027-zb-009", "001"):
        enter(view, number)
        assert view.panel.numbers.text() == ""
        assert view.panel.numbers.hasFocus()
    assert told(view) == [
        ("001", Fate.ALREADY.value),
        ("sx-2027-zb-009", Fate.UNKNOWN.value),
        ("2401002", Fate.TICKED.value),
        ("SX-2027-ZB-001", Fate.TICKED.value),
    ]
    assert "登记 2 份，1 个编号要核对" in said(view)
    assert listed(view) == keys[2:]
    assert count(view, "三方协议未签齐") == "三方协议未签齐 1"
    held = desk.office.of(Placement).get(keys[1])
    assert (held.signed_student, held.consent_guardian) == (TODAY, None)


def test_who_signed_and_when_is_set_above(view: PaperView, desk: Desk, keys: list[UUID]) -> None:
    tick(view, "consent_student", "consent_guardian")
    day = view.panel.day.widget
    assert isinstance(day, QLineEdit)
    day.clear()
    write(day, "2027.1.5")
    enter(view, "2401003")
    held = desk.office.of(Placement).get(keys[2])
    assert (held.consent_student, held.signed_school) == (date(2027, 1, 5), None)
    day.clear()
    write(day, "2027-2-1")
    enter(view, "2401001")
    assert "签字日期还没有到" in said(view.panel)
    assert view.panel.numbers.text() == "2401001", "what was typed stays"
    tick(view)
    press(view.panel.numbers, Qt.Key.Key_Return)
    assert "谁的签字" in said(view.panel)


def test_a_column_is_pasted_and_one_undo_takes_it_back(
    view: PaperView, desk: Desk, keys: list[UUID]
) -> None:
    commits = Commits(desk.office.db, view)
    steps = Steps(desk.office.db, commits, view)
    QApplication.clipboard().setText("2401001\r\n2401002\r\n2401003\r\n")
    view.panel.numbers.setFocus()
    QTest.keyClick(view.panel.numbers, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    press(view.panel.numbers, Qt.Key.Key_Return)
    assert listed(view) == []
    assert steps.undo_label == "登记收回 3 份"
    steps.undo()
    assert listed(view) == keys
    assert [fate for _, fate in told(view)] == ["已撤销"] * 3


def test_ctrl_z_in_the_empty_line_is_for_what_was_ticked(view: PaperView) -> None:
    def taken() -> bool:
        control = Qt.KeyboardModifier.ControlModifier
        event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, control)
        event.ignore()
        QApplication.sendEvent(view.panel.numbers, event)
        return event.isAccepted()

    assert not taken(), "the window takes the last step back"
    write(view.panel.numbers, "24")
    assert taken(), "typing is taken back"


def drop(view: PaperView, folder: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(folder))])
    copying = Qt.DropAction.CopyAction
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    view.dropEvent(QDropEvent(QPointF(5, 5), copying, mime, left, none))


def test_a_dropped_folder_is_seen_through_and_attached_in_one_step(
    view: PaperView, desk: Desk, keys: list[UUID], tmp_path: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "扫描"
    folder.mkdir()
    for name in ("SX-2027-ZB-001_1.pdf", "2401002-知情同意书.pdf", "合影.jpg"):
        (folder / name).write_bytes(name.encode())
    seqs: list[int] = []
    desk.office.db.subscribe(lambda commit: seqs.append(commit.seq))
    noted = answer("添加 2 个附件")
    drop(view, folder)
    qtbot.waitUntil(lambda: "已添加 2 个扫描件" in said(view))
    assert "1 个没有对上" in noted[0]
    assert "另有 1 个文件没有添加" in said(view)
    assert count(view, "没有扫描件") == "没有扫描件 1"
    listing: list[str] = []

    def read() -> None:
        dialog = asked()
        assert isinstance(dialog, ListDialog)
        listing.extend(str(key) for key, _ in dialog.list.lines.places())
        choose(dialog, "关闭")

    QTimer.singleShot(0, read)
    click(button_of(view, "看看是哪些"))
    assert [Path(each).name for each in listing] == ["合影.jpg"]
    assert len(seqs) == 1
    desk.office.db.take_back(seqs[0])
    assert not desk.office.attachments.listed(Placement, keys[0])


def test_what_is_left_is_explained_and_printed(
    seen: Visit, view: PaperView, desk: Desk, keys: list[UUID]
) -> None:
    view.list.choose(keys[1:])

    def fill() -> None:
        dialog = asked()
        choose(dialog, "保存说明")
        assert dialog.isVisible(), "not without words"
        why = dialog.findChild(QPlainTextEdit, "unsigned_why")
        assert isinstance(why, QPlainTextEdit)
        write(why, "协议寄送途中")
        choose(dialog, "保存说明")

    QTimer.singleShot(0, fill)
    click(button_of(view, "书面说明"))
    view.tiles["未签且无说明"].click()
    assert listed(view) == keys[:1]
    assert desk.office.of(Placement).get(keys[2]).unsigned_why == "协议寄送途中"
    click(button_of(view, "打印未签名单"))
    batch = desk.office.of(Placement).get(keys[0]).batch_id
    assert seen.wish.option == ("unsigned_list", {"batch": batch})


def test_the_list_is_narrowed_by_what_is_typed(view: PaperView, keys: list[UUID]) -> None:
    write(view.narrow, "王䶮")
    assert listed(view) == [keys[1]]
    view.narrow.clear()
    write(view.narrow, "没有这个人")
    assert "这里没有要处理的学生" in [
        label.text() for label in view.findChildren(QLabel) if label.isVisible()
    ]
    view.narrow.clear()
    write(view.narrow, "sxl")
    assert listed(view) == [keys[0]]


def test_only_those_with_papers_go_on_post_unless_somebody_answers(
    view: PaperView, desk: Desk, keys: list[UUID]
) -> None:
    tick(view, *AGREEMENT, *CONSENT)
    enter(view, "2401001")
    records = desk.office.of(Placement)

    def fill() -> None:
        dialog = asked()
        reason = dialog.findChild(QPlainTextEdit, "reason")
        by = dialog.findChild(QLineEdit, "by")
        assert isinstance(reason, QPlainTextEdit)
        assert isinstance(by, QLineEdit)
        choose(dialog, "保存说明并上岗")
        assert dialog.isVisible(), "not without reason and person"
        write(reason, "企业已书面承诺")
        write(by, "覃望川")
        choose(dialog, "保存说明并上岗")

    def send() -> None:
        dialog = asked()
        assert isinstance(dialog, GoingDialog)
        assert dialog.ready == keys[:1]
        choose(dialog, "安排 1 人上岗")
        assert records.get(keys[0]).state is PlacementState.ON_POST
        assert not dialog.agree.isEnabled()
        assert not dialog.except_.isEnabled(), "nobody is marked"
        dialog.list.choose(keys[2:])
        QTimer.singleShot(0, fill)
        click(dialog.except_)
        choose(dialog, "关闭")

    QTimer.singleShot(0, send)
    click(button_of(view, "安排上岗"))
    states = [records.get(key).state for key in keys]
    assert states == [PlacementState.ON_POST, PlacementState.PLANNED, PlacementState.ON_POST]
    kept = desk.office.of(RuleWaiver).all()
    assert {(each.by, each.reason) for each in kept} == {("覃望川", "企业已书面承诺")}
    assert {each.placement_id for each in kept} == {keys[2]}
