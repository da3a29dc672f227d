"""Partners in the window: duplicates named while typing, two records made one."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.models import Contact, Partner
from app.ui.page import Desk
from app.ui.partners import PartnersPage
from tests.make import Make
from tests.ui.answers import answer
from tests.ui.hands import rewrite


@pytest.fixture
def page(desk: Desk, visit: Callable) -> PartnersPage:
    made = PartnersPage(desk)
    made.visit = visit(made)  # type: ignore[attr-defined] # kept alive with the page
    return made


def test_a_name_that_is_there_already_is_pointed_out(
    page: PartnersPage, make: Make, qtbot: QtBot
) -> None:
    make(Partner, name="成都示例锦程智能装备有限公司")
    page.start_new()
    box = page.detail.edit.form.findChild(QLineEdit, "name")
    rewrite(box, "成都示例锦程智能装备股份有限公司")
    notes = page.detail.edit.notes
    qtbot.waitUntil(lambda: notes.count() == 1)
    assert "“成都示例锦程智能装备有限公司”" in notes.itemAt(0).widget().accessibleName()
    rewrite(box, "成都示例天府")
    qtbot.waitUntil(lambda: notes.count() == 0)


def test_two_become_one_with_what_was_chosen(page: PartnersPage, make: Make) -> None:
    kept = make(Partner, name="甲公司", staff=10, short_name=None, code=None)
    lost = make(Partner, name="乙公司", staff=20, short_name="乙", code=None)
    contact = make(Contact, partner_id=lost.id)
    page.table.go_to(kept.id)
    page.table.selectAll()
    assert [words for words, _ in page.row_actions()] == ["合并这两家企业…"]
    noted = answer("20", "合并")
    page.merge()
    assert "1 人企业联系人" not in noted[0]  # parts move along, only what refers is counted
    saved = page.records.get(kept.id)
    assert (saved.name, saved.staff, saved.short_name) == ("甲公司", 20, "乙")
    assert page.records.get(lost.id).deleted
    assert page.desk.office.of(Contact).get(contact.id).partner_id == kept.id
    assert page.detail.key == kept.id
