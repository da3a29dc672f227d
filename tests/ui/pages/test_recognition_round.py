"""A round of recognition from its founding to its results (S16), in the window."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from app.models import (
    Application,
    Evidence,
    PracticeStint,
    Recognition,
    RecognitionRound,
    Teacher,
)
from app.models.recognition import ApplicationState, RecognitionLevel, RoundState
from app.models.teachers import Ethics, TeacherKind
from app.services.query import Query
from app.services.recognition.judging import Verdict
from app.services.recognition.standards import freeze
from app.services.reports import catalogue
from app.services.reports.recognition_application import Applications
from app.services.teachers.ratios import ratios
from app.ui.page import Desk, Page, Target
from app.ui.round_page import RoundPage
from app.ui.rounds import RoundsPage
from tests.make import Make
from tests.ui.answers import asked, choose, said
from tests.ui.hands import click, press, rewrite
from tests.ui.pages.conftest import Visit

Visiting = Callable[[Page], Visit]
NATIONAL = "national-2022"
CUT_OFF = date(2027, 2, 28)


def named(page: QWidget, words: str) -> QAbstractButton:
    """The visible button that says this."""
    found = [b for b in page.findChildren(QAbstractButton) if b.text() == words and b.isVisible()]
    assert found, words
    return found[0]


def line(page: QWidget, key: str) -> QLineEdit:
    """The line of a field."""
    return next(e for e in page.findChildren(QLineEdit) if e.objectName() == key)


@pytest.fixture
def people(make: Make) -> dict[str, Teacher]:
    """One meets the first level, one lacks a certificate, of one too little is known, one fails."""
    given = {"kind": TeacherKind.PROFESSIONAL, "prior_years": 2, "other_title": "工程师"}
    found = {
        "meets": make(Teacher, number="0001", name="田海棠", ethics=Ethics.PASSED, **given),
        "nearly": make(Teacher, number="0002", name="向远舟", ethics=Ethics.PASSED,
                       **given | {"other_title": None}),
        "unknown": make(Teacher, number="0003", name="彭书宁", **given),
        "fails": make(Teacher, number="0004", name="刘仲伯", ethics=Ethics.FAILED, **given),
    }  # fmt: skip
    for first, last in (
        (date(2026, 7, 1), date(2026, 8, 9)),
        (date(2026, 8, 1), date(2026, 8, 19)),
    ):
        make(PracticeStint, teacher_id=found["meets"].id, enterprise="成都示例锦程智能装备有限公司",
             starts=first, ends=last)  # fmt: skip
    return found


def test_a_round_in_ten_steps(
    desk: Desk, visit: Visiting, people: dict[str, Teacher], tmp_path: Path
) -> None:
    office = desk.office
    rounds = RoundsPage(desk)
    founding = visit(rounds)
    click(named(rounds, "新建"))  # 1
    rewrite(line(rounds, "name"), "2027年春季双师型教师认定")
    rewrite(line(rounds, "cut_off"), "2027.2.28")
    rounds.detail.edit.save()  # 2
    click(named(rounds, "候选名单"))  # 3
    [key] = office.of(RecognitionRound).find(Query())
    assert founding.wish == Target("round", record=key, option="候选名单")

    page = RoundPage(desk)
    seen = visit(page)
    page.show_target(founding.wish)
    take = next(b for b in page.findChildren(QAbstractButton)
                if b.accessibleName().startswith("选用职业教育"))  # fmt: skip
    click(take)  # 4
    verdicts = {who.who.member.name: told.verdict
                for who, told in page.candidates._judged().values()}  # fmt: skip
    assert verdicts == {
        "田海棠": Verdict.MEETS, "向远舟": Verdict.NEARLY, "彭书宁": Verdict.UNKNOWN,
        "刘仲伯": Verdict.NOT,
    }  # fmt: skip
    click(named(page, "符合的全部列为申报人"))  # 5
    view = page.applications
    assert page.tabs.currentWidget() is view
    [application] = view.chosen
    assert application.teacher_id == people["meets"].id
    assert view.side.meter.bar.overlaps == [(date(2026, 8, 1), date(2026, 8, 9))]
    assert "共 50 天" in view.side.meter.words.text()  # forty and nineteen, nine days of both

    add_paper(view.side, "1.2", "教案和听课记录", "2026-12-1")  # 6
    add_paper(view.side, "1.4", "新发的证书", "2027-3-5")
    assert "“新发的证书”日期 2027-03-05 晚于佐证截止日 2027-02-28，不计入。" in view.side.out.text()

    click(named(page, "打印此人申报表"))  # 7
    given = {"round": key, "teacher": people["meets"].id}
    assert seen.wish.option == ("recognition_application", given)
    options = Applications(round=key, teacher=people["meets"].id)
    report = catalogue.run(office, "recognition_application", options, date(2027, 3, 20))
    assert (report.figures["forms"], report.figures["excluded"]) == (3, 1)

    page.tabs.setCurrentWidget(page.simulator)
    rewrite(page.simulator.day.edit, "2027-4-1")
    assert page.simulator.result is not None
    promised = page.simulator.result.after
    page.tabs.setCurrentWidget(view)

    QTimer.singleShot(0, lambda: decide("2027-4-1"))
    click(named(page, "登记结果…"))  # 8, 9, 10
    [made] = office.of(Recognition).all(Query())
    assert (made.level, made.granted_on) == (RecognitionLevel.JUNIOR, date(2027, 4, 1))
    assert made.valid_until == date(2032, 3, 31)
    found = ratios(office, date(2027, 4, 1))
    assert found.professional.share == promised.professional.share
    assert found.professional.share.shown == "1/4（25.00%）"
    assert office.of(RecognitionRound).get(key).state is RoundState.DONE


def add_paper(side: QWidget, clause: str, name: str, on: str) -> None:
    """Through the dialog, as a person does."""

    def fill() -> None:
        dialog = asked()
        for field, text in (("clause", clause), ("name", name), ("on", on)):
            rewrite(line(dialog, field), text)
        choose(dialog, "保存")

    QTimer.singleShot(0, fill)
    click(named(side, "添加"))


def decide(on: str) -> None:
    """Everybody as applied, on a day."""
    dialog = asked()
    day = next(e for e in dialog.findChildren(QLineEdit) if e.accessibleName() == "认定日期")
    rewrite(day, on)
    assert "有效期至 2032-03-31" in said(dialog)
    choose(dialog, "登记")


@pytest.fixture
def round_(desk: Desk, make: Make, people: dict[str, Teacher]) -> UUID:
    """A round with its standard."""
    made: RecognitionRound = make(
        RecognitionRound, name="2027年春季", cut_off=CUT_OFF, state=RoundState.PLANNED
    )
    freeze(desk.office, made.id, NATIONAL, date(2027, 1, 4))
    return made.id


def test_a_round_shows_its_standard_by_title_and_not_as_text(
    desk: Desk, visit: Visiting, round_: UUID
) -> None:
    page = RoundsPage(desk)
    visit(page)
    page.show_target(Target("recognition_round", record=round_))
    told = said(page.detail.overview)
    held = desk.office.of(RecognitionRound).get(round_)
    assert held.pack_name
    assert held.pack_name in told
    assert "[[level]]" in (held.rules or "")
    assert "[[level]]" not in told
    assert NATIONAL not in told


def opened(desk: Desk, visit: Visiting, tab: str) -> tuple[RoundPage, Visit]:
    page = RoundPage(desk)
    seen = visit(page)
    page.show_target(Target("round", option=tab))
    return page, seen


def test_without_a_round_the_first_step_is_offered(desk: Desk, visit: Visiting) -> None:
    page = RoundPage(desk)
    seen = visit(page)
    click(named(page, "新建认定批次"))
    assert seen.wish == Target("recognition_round", option="new")


def test_exactly_what_is_missing_and_which_data(
    desk: Desk, visit: Visiting, people: dict[str, Teacher], round_: UUID
) -> None:
    page, seen = opened(desk, visit, "候选名单")
    view = page.candidates
    click(view.tiles[Verdict.NEARLY])
    assert [who.who.member.name for who, _ in view.chosen] == ["向远舟"]
    assert "1.4" in said(view.side)
    assert "没有非教师系列职称、职业资格或技能等级证书" in said(view.side)
    click(view.tiles[Verdict.UNKNOWN])
    assert "没有填写近三年师德考核" in said(view.side)
    press(view.list, Qt.Key.Key_Return)
    assert seen.wish == Target("teacher", record=people["unknown"].id, option="企业实践")


def test_who_was_marked_applies(
    desk: Desk, visit: Visiting, people: dict[str, Teacher], round_: UUID
) -> None:
    page, _ = opened(desk, visit, "候选名单")
    page.candidates.list.choose([people["meets"].id, people["nearly"].id])
    click(named(page, "列为申报人（2）"))
    assert desk.office.of(Application).count(Query()) == 2
    assert page.tabs.currentWidget() is page.applications


def test_not_recognised_needs_a_reason_that_is_kept(
    desk: Desk, visit: Visiting, make: Make, people: dict[str, Teacher], round_: UUID
) -> None:
    make(Application, round_id=round_, teacher_id=people["nearly"].id)
    page, _ = opened(desk, visit, "申报与结果")

    def refuse() -> None:
        dialog = asked()
        assert hasattr(dialog, "results")
        [result] = dialog.results
        result.result.set_value("未通过")
        result.result.chosen.emit()
        rewrite(result.more, "缺技能证书")
        choose(dialog, "登记")

    QTimer.singleShot(0, refuse)
    click(named(page, "登记结果…"))
    [application] = desk.office.of(Application).all(Query())
    assert application.state is ApplicationState.FAILED
    assert application.failed_why == "缺技能证书"
    assert not desk.office.of(Recognition).count(Query())


@pytest.fixture
def paper(make: Make, people: dict[str, Teacher], round_: UUID) -> UUID:
    """One piece of evidence of the one who meets the level."""
    application = make(Application, round_id=round_, teacher_id=people["meets"].id)
    made: UUID = make(
        Evidence, application_id=application.id, clause="1.2", name="教案", on=CUT_OFF
    ).id
    return made


def test_a_scan_belongs_to_its_paper(
    desk: Desk, visit: Visiting, paper: UUID, tmp_path: Path
) -> None:
    page, _ = opened(desk, visit, "申报与结果")
    side = page.applications.side
    assert side.papers.lines.index(0, 3).data() == "缺"
    side.papers.choose([paper])
    scan = tmp_path / "教案.pdf"
    scan.write_bytes(b"%PDF-1.4 ")
    side.attach(scan)
    page.activate()
    assert side.papers.lines.index(0, 3).data() == "1"


def test_the_simulator_changes_nothing(
    desk: Desk, visit: Visiting, make: Make, people: dict[str, Teacher], round_: UUID
) -> None:
    for key in ("meets", "nearly"):
        make(Application, round_id=round_, teacher_id=people[key].id)
    page, _ = opened(desk, visit, "结果模拟")
    view = page.simulator
    click(named(page, "全选"))
    assert view.result is not None
    assert view.result.before.professional.share.part == 0
    assert view.result.after.professional.share.part == 2
    click(named(page, "全不选"))
    assert view.result.after.professional.share.part == 0
    assert not desk.office.of(Recognition).count(Query())
