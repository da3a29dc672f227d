"""The recycle bin: looked into, restored from, emptied after being asked in numbers."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.models import Agreement, Contact, Partner
from app.ui import bin_page
from app.ui.bin_page import BinPage
from app.ui.page import Desk
from tests.make import Make
from tests.ui.hands import click, write
from tests.ui.pages.conftest import Visit

Visiting = Callable[[BinPage], Visit]


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], list[str]]:
    """What the person says when asked, and what was asked."""
    asked: list[str] = []

    def says(yes: bool) -> list[str]:
        def confirm(*given: object) -> bool:
            asked.append(str(given[3]))
            return yes

        monkeypatch.setattr(bin_page, "confirm", confirm)
        return asked

    return says


def titles(page: BinPage) -> list[str]:
    return [index.data() for _, index in page.list.lines.places()]


def words(page: BinPage) -> str:
    return "\n".join(w.text() for w in page.findChildren(QLabel) if w.isVisible())


def test_an_empty_bin_explains_itself(desk: Desk, visit: Visiting) -> None:
    page = BinPage(desk)
    visit(page)
    assert "回收站是空的" in words(page)
    assert not page._empty.isEnabled()
    assert page.count() == 0


def test_what_is_deleted_appears_and_says_what_it_was(
    desk: Desk, visit: Visiting, make: Make
) -> None:
    page = BinPage(desk)
    visit(page)
    partner = make(Partner, name="甲", contact_name="何正")
    make(Contact, partner_id=partner.id)
    desk.office.partners.delete([partner.id])
    assert titles(page) == ["甲"]
    page.list.choose([partner.id])
    assert "还原时一起回来：1 人企业联系人" in words(page)
    assert "何正" in words(page)


def test_restoring_brings_back_what_it_needs(desk: Desk, visit: Visiting, make: Make) -> None:
    partner = make(Partner, name="甲")
    agreement = make(Agreement, name="协议", partners=(partner.id,))
    desk.office.agreements.delete([agreement.id])
    desk.office.partners.delete([partner.id])
    page = BinPage(desk)
    visit(page)
    page.list.choose([agreement.id])
    click(page.restore_button)
    assert "已还原 1 份协议，连同它们用到的 1 家合作企业" in words(page)
    assert titles(page) == []
    assert not desk.office.partners.get(partner.id).deleted


def test_purging_asks_in_numbers_and_takes_no_for_an_answer(
    desk: Desk, visit: Visiting, make: Make, answer: Callable[[bool], list[str]]
) -> None:
    partner = make(Partner, name="甲")
    desk.office.partners.delete([partner.id])
    page = BinPage(desk)
    visit(page)
    asked = answer(False)
    page.list.choose([partner.id])
    click(page.purge_button)
    assert "将彻底清除 1 家合作企业" in asked[0]
    assert titles(page) == ["甲"]


def test_emptying_keeps_what_is_still_referred_to(
    desk: Desk, visit: Visiting, answer: Callable[[bool], list[str]], qtbot: QtBot
) -> None:
    make = Make(desk.office)
    used, free = make(Partner, name="甲"), make(Partner, name="乙")
    agreement = make(Agreement, partners=(used.id,))
    desk.office.agreements.delete([agreement.id])
    desk.office.partners.delete([used.id])
    desk.office.partners.delete([free.id])
    desk.office.agreements.restore([agreement.id])
    page = BinPage(desk)
    visit(page)
    answer(True)
    click(page._empty)
    qtbot.waitUntil(lambda: desk.tasks.running == 0, timeout=10_000)
    assert titles(page) == ["甲"]
    assert "已彻底清除 1 家合作企业。 1 家合作企业仍被别的记录引用" in words(page)


def test_a_name_is_looked_for(desk: Desk, visit: Visiting, make: Make, qtbot: QtBot) -> None:
    for name in ("成都甲", "重庆乙"):
        desk.office.partners.delete([make(Partner, name=name).id])
    page = BinPage(desk)
    visit(page)
    write(page.search, "重庆")
    qtbot.waitUntil(lambda: titles(page) == ["重庆乙"], timeout=5_000)


def test_one_kind_at_a_time(desk: Desk, visit: Visiting, make: Make) -> None:
    partner = make(Partner, name="甲")
    contact = make(Contact, partner_id=make(Partner).id, name="何正")
    desk.office.of(Contact).delete([contact.id])
    desk.office.partners.delete([partner.id])
    page = BinPage(desk)
    visit(page)
    page.kinds.setCurrentIndex(page.kinds.findText("企业联系人（1）"))
    page.kinds.activated.emit(page.kinds.currentIndex())
    assert titles(page) == ["何正"]
