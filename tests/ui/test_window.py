"""The whole program, once through: started, gone about in by keyboard, closed with a backup."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from app.bootstrap import Program, makers
from app.models import (
    Agreement,
    Application,
    Campus,
    Contact,
    Partner,
    Recognition,
    RecognitionRound,
    Teacher,
    Term,
)
from app.models.recognition import ApplicationState, RoundState
from app.models.teachers import TeacherKind
from app.places import Places
from app.services.copies import Why
from app.services.office import Office, open_office
from app.services.recognition.results import Decision, enter_results
from app.services.recognition.standards import freeze
from app.ui.home import HomePage
from app.ui.navigation import ENTRIES
from app.ui.page import Target
from app.ui.panels import EmptyState
from app.ui.partners import PartnersPage
from app.ui.records_page import RecordsPage
from app.ui.round_page import RoundPage
from app.ui.school_year import SchoolYearPage
from app.ui.window import Window
from tests.make import Make
from tests.ui.hands import press, write


@pytest.fixture
def start(qapp: QApplication, places: Places, qtbot: QtBot) -> Iterator[Callable[[], Program]]:
    """Starts the program on the folder of this test and waits until the data is open."""
    started: list[Program] = []

    def run() -> Program:
        program = Program(qapp, places)
        started.append(program)
        program.show()
        qtbot.waitUntil(lambda: hasattr(program, "window"))
        qtbot.waitUntil(lambda: program.window.page is not None or _message(program) != "")
        return program

    yield run
    for program in started:
        _stop(program)


def _stop(program: Program) -> None:
    """End it without the backup that it would make."""
    if isValid(program.shell):
        program._leaving = True
        program.shell.close()
        program.end()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # type: ignore[call-overload]


def _message(program: Program) -> str:
    """What is shown instead of a page, once the opening is over."""
    shown = program.window.content.currentWidget()
    words = [label.text() for label in shown.findChildren(QLabel)]
    told = "\n".join(words) if isinstance(shown, EmptyState) else ""
    return "" if "正在打开数据…" in told else told


@pytest.fixture
def filled(places: Places) -> dict[str, Partner]:
    office = open_office(places, user="杨知行")
    make = Make(office)
    campus = make(Campus, name="龙泉校区", code="LQ")
    found = {name: make(Partner, name=name) for name in ("锦程装备", "天府软件")}
    make(Contact, partner_id=found["锦程装备"].id, name="石晓岚")
    make(Agreement, name="订单班协议", partners=(found["锦程装备"].id,), campus_id=campus.id)
    office.db.close()
    return found


def shown(program: Program) -> str:
    return program.window.page.name if program.window.page else ""


def office_of(program: Program) -> Office:
    assert program.window.desk is not None
    return program.window.desk.office


def test_it_starts_at_home(start: Callable[[], Program], filled: dict[str, Partner]) -> None:
    program = start()
    assert isinstance(program.window.page, HomePage)
    assert program.shell.windowTitle() == "首页 - 双元"


def test_an_empty_folder_is_welcomed(start: Callable[[], Program]) -> None:
    assert shown(start()) == "welcome"


def test_every_place_of_the_rail_leads_somewhere(start: Callable[[], Program]) -> None:
    program = start()
    for entry in ENTRIES:
        assert entry.name in makers()
        program.window.rail._buttons[entry.name].click()
        assert shown(program) == entry.name
        assert program.window.top._title.text() == program.window.page.label  # type: ignore[union-attr]
        assert program.window.page.label == entry.label  # type: ignore[union-attr]


def test_alt_and_a_number_reach_the_first_pages(
    start: Callable[[], Program], filled: dict[str, Partner]
) -> None:
    window = start().window
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert isinstance(window.page, PartnersPage)
    assert window.top._count.text() == "2"
    QTest.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert isinstance(window.page, HomePage)


def test_search_finds_a_part_and_opens_what_it_belongs_to(
    start: Callable[[], Program], filled: dict[str, Partner], qtbot: QtBot
) -> None:
    window = start().window
    box = window.top.search
    box.setFocus()
    write(box, "xiaolan")
    press(box, Qt.Key.Key_Return)
    popup = window._popup
    assert popup is not None
    assert popup.isVisible()
    assert popup._list.count() == 2  # a heading and the contact
    press(box, Qt.Key.Key_Return)
    assert not popup.isVisible()
    assert isinstance(window.page, RecordsPage)
    assert window.page.detail.key == filled["锦程装备"].id
    assert window.page.detail.tabs.currentWidget() is window.page.detail.related


def test_undo_and_redo_from_the_keyboard(
    start: Callable[[], Program], filled: dict[str, Partner], qtbot: QtBot
) -> None:
    program = start()
    window, partners = program.window, office_of(program).partners
    window.go(Target("partner", record=filled["锦程装备"].id))
    partners.save({"short_name": "锦程"}, partners.get(filled["锦程装备"].id))
    assert window.top._undo.toolTip() == "<qt>撤销：修改合作企业 锦程装备（Ctrl+Z）</qt>"
    assert "修改合作企业 锦程装备" in window.status._words.text()
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert partners.get(filled["锦程装备"].id).short_name is None
    assert window._notice.isVisible()
    assert window._notice.accessibleName() == "已撤销：修改合作企业 锦程装备"
    QTest.keyClick(window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert partners.get(filled["锦程装备"].id).short_name == "锦程"
    assert not window.top._redo.isEnabled()


def test_one_ctrl_z_takes_back_applicants_and_another_their_results(
    start: Callable[[], Program], filled: dict[str, Partner]
) -> None:
    program = start()
    window, office = program.window, office_of(program)
    make = Make(office)
    round_ = make(RecognitionRound, cut_off=date(2027, 2, 28), state=RoundState.PLANNED)
    freeze(office, round_.id, "national-2022", date(2027, 1, 4))
    people = [make(Teacher, kind=TeacherKind.PROFESSIONAL) for _ in range(2)]
    window.go(Target("round", record=round_.id, option="候选名单"))
    page = window.page
    assert isinstance(page, RoundPage)
    page.candidates.list.choose([each.id for each in people])
    page.candidates.enter_chosen()
    assert office.of(Application).count() == 2
    decisions = [Decision(each.id, each.level) for each in office.of(Application).all()]
    enter_results(office, round_.id, decisions, date(2027, 4, 1))
    assert office.of(Recognition).count() == 2
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert office.of(Recognition).count() == 0
    assert {each.state for each in office.of(Application).all()} == {ApplicationState.DRAFT}
    assert office.of(RecognitionRound).get(round_.id).state is not RoundState.DONE
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert office.of(Application).count() == 0
    assert not list(page.applications.list.lines.places())


def test_a_step_that_cannot_be_undone_any_more_is_dropped(
    start: Callable[[], Program], filled: dict[str, Partner]
) -> None:
    from app.errors import Conflict

    program = start()
    partners = office_of(program).partners
    key = filled["锦程装备"].id
    partners.save({"short_name": "一"}, partners.get(key))
    steps = program.window._steps
    assert steps is not None
    partners.save({"short_name": "二"}, partners.get(key))
    steps._done.pop()  # as if another office had made it
    with pytest.raises(Conflict):
        steps.undo()
    assert steps.undo_label == ""


def test_the_campus_at_the_top_narrows_the_page(
    start: Callable[[], Program], filled: dict[str, Partner]
) -> None:
    window = start().window
    window.go(Target("agreement"))
    window.top._offer()
    words = [action.text() for action in window.top._menu.actions()]
    assert "龙泉校区" in words
    assert "全校" in words
    window.top._menu.actions()[words.index("龙泉校区")].trigger()
    assert window.top._where.text().endswith("龙泉校区")
    assert window.page is not None
    assert window.page._scope.campus_name == "龙泉校区"  # type: ignore[attr-defined]


def test_terms_on_file_can_be_chosen_at_the_top_as_soon_as_they_are_made(
    start: Callable[[], Program], filled: dict[str, Partner]
) -> None:
    program = start()
    window, terms = program.window, office_of(program).of(Term)
    made = terms.save({"code": "2031-2032-1", "starts": date(2031, 9, 1), "weeks": 18})
    window.go(Target("calendar"))
    window.top._offer()
    actions = window.top._menu.actions()
    next(each for each in actions if each.text() == "2031-2032-1").trigger()
    assert window.top.scope.term == "2031-2032-1"
    assert isinstance(window.page, SchoolYearPage)
    assert window.page.wall.square(date(2031, 9, 1)) is not None
    terms.save({"closed": True}, made)
    window.top._offer()
    assert "2031-2032-1　已封存" in [each.text() for each in window.top._menu.actions()]


def test_what_was_arranged_is_arranged_again(start: Callable[[], Program], places: Places) -> None:
    program = start()
    program.window.rail._toggle()
    program.shell.resize(820, 560)
    _stop(program)
    again = start()
    assert again.window.rail.width() == 56
    assert again.shell.height() == 560
    assert [path.name for path in places.folder.glob("*.ini")] == ["window.ini"]


def test_closing_makes_the_backup_that_is_owed(
    start: Callable[[], Program], filled: dict[str, Partner], places: Places, qtbot: QtBot
) -> None:
    program = start()
    program.shell.close()
    qtbot.waitUntil(lambda: not program.shell.isVisible())
    (backup,) = office_of(program).backups.all()
    assert backup.why is Why.EXIT


def test_a_folder_that_is_in_use_is_explained_and_tried_again(
    start: Callable[[], Program], places: Places, filled: dict[str, Partner], qtbot: QtBot
) -> None:
    from app.services.lock import hold

    with hold(places, "石晓岚"):
        program = start()
        assert "石晓岚" in _message(program)
    program.open()
    assert isinstance(program.window.page, HomePage)


def test_a_damaged_file_is_explained(start: Callable[[], Program], places: Places) -> None:
    places.database.write_bytes(b"not a database, but long enough to look at" * 10)
    program = start()
    assert "损坏" in _message(program)


def test_data_can_be_replaced_while_the_window_stays(
    start: Callable[[], Program], filled: dict[str, Partner], places: Places, qtbot: QtBot
) -> None:
    program = start()
    program.window.go(Target("partner"))
    desk = program.window.desk
    assert desk is not None
    seen: list[bool] = []
    desk.replace_data(lambda _: seen.append(places.database.exists()), "恢复备份")
    qtbot.waitUntil(lambda: program.window.page is not None)
    assert seen == [True]
    assert program.window.desk is not desk
    program.window.go(Target("partner"))
    assert program.window.page is not None
    assert program.window.page.count() == 2


def test_nothing_large_is_loaded_before_the_first_paint(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from app.bootstrap import Program\n"
        "from app.places import Places\n"
        "app = QApplication([])\n"
        f"program = Program(app, Places(Path({str(tmp_path)!r})))\n"
        "program.shell.painted.disconnect()\n"
        "program.shell.painted.connect(app.quit)\n"
        "program.show()\n"
        "app.exec()\n"
        "large = ('sqlalchemy', 'pandas', 'reportlab', 'alembic', 'app.models', 'app.ui.look')\n"
        "print([name for name in large if name in sys.modules])\n"
    )
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"


def test_widgets_of_the_window_have_names_for_screen_readers(
    start: Callable[[], Program], filled: dict[str, Partner]
) -> None:
    from PySide6.QtWidgets import QAbstractButton, QLineEdit

    window = start().window
    window.go(Target("partner", record=filled["锦程装备"].id))
    nameless = [
        widget
        for widget in window.findChildren(QAbstractButton) + window.findChildren(QLineEdit)
        if widget.isVisible()
        and not isinstance(widget.parent(), QLineEdit)  # Qt's own, behind the actions of a line
        and not (widget.accessibleName() or getattr(widget, "text", str)())
    ]
    assert [f"{w.__class__.__name__} {w.objectName()}" for w in nameless] == []
    assert isinstance(window, Window)
