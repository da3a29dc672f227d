"""The home page: what it shows, what it opens, and that it keeps up."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.models import Agreement, Campus, ContactLog, Incident, Partner, Term
from app.models.agreements import AgreementState, Handling
from app.services.years import term_of, term_title
from app.ui import home
from app.ui.agenda import Agenda
from app.ui.findings import FindingRow
from app.ui.home import HomePage
from app.ui.labels import Elided
from app.ui.page import Desk, Scope
from app.ui.row_button import RowButton
from tests.make import Make
from tests.ui.hands import click, press
from tests.ui.pages.conftest import Visit

TODAY = date.today()  # noqa: DTZ011 - as the page sees it
Visiting = Callable[[HomePage], Visit]


def expired(make: Make, days: int = 1) -> Agreement:
    made: Agreement = make(
        Agreement,
        state=AgreementState.ACTIVE,
        starts=TODAY - timedelta(days=900),
        ends=TODAY - timedelta(days=days),
        takes_interns=False,
    )
    return made


def rows(page: HomePage) -> list[FindingRow]:
    return [each for each in page.findings.findChildren(FindingRow) if each.isVisible()]


def line(row: FindingRow) -> RowButton:
    return row.findChildren(RowButton)[0]


def texts(page: HomePage, kind: type = Elided) -> list[str]:
    return [each.text() for each in page.findChildren(kind) if each.isVisible()]


def test_an_empty_office_is_offered_its_first_steps(desk: Desk, visit: Visiting) -> None:
    page = HomePage(desk)
    seen = visit(page)
    steps = page.first_steps.findChildren(QPushButton)
    assert [step.text() for step in steps] == ["导入台账…", "放入示例数据", "新建企业"]
    assert not rows(page)
    click(steps[0])
    assert (seen.wish.page, seen.wish.option) == ("import", "partner")


def test_nothing_to_do_says_so_when_all_was_looked_at(
    desk: Desk, visit: Visiting, make: Make, qtbot: QtBot
) -> None:
    make(Partner, code="91510112000000019P")
    page = HomePage(desk)
    visit(page)
    assert not rows(page)
    assert not page.first_steps.isVisible()
    assert "今天没有要处理的事" not in texts(page, QLabel), "interns are still being looked at"
    qtbot.waitUntil(lambda: "今天没有要处理的事" in texts(page, QLabel))


def test_what_takes_longer_comes_later_and_stays_up_to_date(
    desk: Desk, visit: Visiting, make: Make, qtbot: QtBot
) -> None:
    expired(make)
    incident = make(Incident, closed_on=None)
    page = HomePage(desk)
    visit(page)
    assert [each.key for each in rows(page)][:1] == ["expired"], "the page is there at once"

    def told() -> set[str]:
        return {each.key for each in rows(page)}

    qtbot.waitUntil(lambda: "incidents" in told())
    assert "expired" in told()
    desk.office.of(Incident).save({"closed_on": TODAY}, incident)
    assert "incidents" in told(), "what was found last stays until it is found anew"
    qtbot.waitUntil(lambda: "incidents" not in told())


def test_an_exception_opens_exactly_its_records(desk: Desk, visit: Visiting, make: Make) -> None:
    agreement = expired(make)
    page = HomePage(desk)
    seen = visit(page)
    click(line(rows(page)[0]))
    assert seen.wish.page == "due"
    assert seen.wish.query is not None
    assert seen.wish.query.only == (agreement.id,)
    assert seen.wish.title == "1 份协议已到期，还没有处理"


def test_exceptions_by_keyboard(desk: Desk, visit: Visiting, make: Make) -> None:
    expired(make)
    page = HomePage(desk)
    seen = visit(page)
    first = line(rows(page)[0])
    first.setFocus()
    press(first, Qt.Key.Key_Return)
    assert seen.wish.page == "due"
    press(first, Qt.Key.Key_Space)
    assert len(seen.wishes) == 2


def test_why_unfolds_and_survives_a_refresh(desk: Desk, visit: Visiting, make: Make) -> None:
    expired(make)
    page = HomePage(desk)
    seen = visit(page)
    why = rows(page)[0].findChildren(QPushButton)[0]
    assert why.text() == "为什么？"
    click(why)
    assert rows(page)[0].told
    assert not seen.wishes, "asking why must not open the list"
    make(Partner)  # somebody saves something
    assert rows(page)[0].told
    click(rows(page)[0].findChildren(QPushButton)[0])
    assert not rows(page)[0].told


def test_what_is_dealt_with_goes_away_at_once(desk: Desk, visit: Visiting, make: Make) -> None:
    agreement = expired(make)
    page = HomePage(desk)
    visit(page)
    before = len(rows(page))
    desk.office.agreements.handle([agreement.id], Handling.NOT_RENEWED, "专业停招")
    assert len(rows(page)) == before - 1


def test_a_figure_opens_its_list(desk: Desk, visit: Visiting, make: Make) -> None:
    make(Partner)
    page = HomePage(desk)
    seen = visit(page)
    tile = next(iter(page.figures.tiles))
    click(tile)
    assert seen.wish.page == "partner"
    assert seen.wish.query is not None
    assert desk.office.partners.count(seen.wish.query) == 1


def test_what_is_coming_opens_its_record(desk: Desk, visit: Visiting, make: Make) -> None:
    log = make(ContactLog, due=TODAY + timedelta(days=2), done=False, next_step="回访")
    page = HomePage(desk)
    seen = visit(page)
    click(page.findChildren(Agenda)[0].findChildren(RowButton)[0])
    assert (seen.wish.page, seen.wish.record) == ("partner", log.partner_id)


def test_many_things_to_come_are_shown_on_demand(desk: Desk, visit: Visiting, make: Make) -> None:
    partner = make(Partner)
    for _ in range(12):
        make(ContactLog, partner_id=partner.id, due=TODAY, done=False)
    page = HomePage(desk)
    visit(page)
    more = next(b for b in page.agenda.findChildren(QPushButton) if "显示全部 12 项" in b.text())
    click(more)
    assert len([r for r in page.agenda.findChildren(RowButton) if r.isVisible()]) == 12


def test_a_campus_sees_its_own(desk: Desk, visit: Visiting, make: Make) -> None:
    expired(make)
    page = HomePage(desk)
    visit(page)
    assert rows(page)
    other = make(Campus)
    desk.office.agreements.bulk_change(list(desk.office.agreements.find()), {"campus_id": None})
    agreement = desk.office.agreements.all()[0]
    desk.office.agreements.save({"campus_id": make(Campus).id}, agreement)
    page.set_scope(Scope(campus=other.id))
    page.activate()
    assert not any("到期" in line(each).accessibleName() for each in rows(page))


def test_the_sample_college_can_be_ended(
    desk: Desk, visit: Visiting, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(Partner)
    wanted: list[str] = []
    desk.office.settings = replace(desk.office.settings, sample=True)
    page = HomePage(replace(desk, replace_data=lambda _, title: wanted.append(title)))
    visit(page)
    monkeypatch.setattr(home, "ask", lambda *_: True)
    end = next(b for b in page.sample.findChildren(QPushButton) if "从空白开始" in b.text())
    click(end)
    assert wanted == ["清空示例数据"]


def test_the_teaching_week_is_told(desk: Desk, visit: Visiting, make: Make) -> None:
    make(Partner)
    monday = TODAY - timedelta(days=TODAY.weekday() + 7)
    desk.office.settings = replace(desk.office.settings, autumn=monday.isoformat())
    page = HomePage(desk)
    visit(page)
    assert page.day.text().endswith("第 2 周")
    code = f"{term_of(TODAY)[:-1]}1"
    make(Term, code=code, starts=monday - timedelta(weeks=3), weeks=18)
    page.refresh()
    assert page.day.text().endswith(f"{term_title(code)} 第 5 周")
