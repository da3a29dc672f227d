"""Records pages: for every kind they open, keep place and typing, and lose nothing."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.models import KINDS, Agreement, Contact, Partner, Programme, Record
from app.models.partners import PartnerStatus
from app.services.drafts import Drafts
from app.services.office import Office
from app.services.query import Condition, Query
from app.services.search import search
from app.ui.detail import EDIT, HISTORY, OVERVIEW, RELATED
from app.ui.filtering import Filter
from app.ui.history_view import HistoryView
from app.ui.importable import importable
from app.ui.page import Desk, Scope, Target
from app.ui.pickers import Finder
from app.ui.records_page import RecordsPage
from tests.make import Make
from tests.ui.answers import answer, asked, choose, said
from tests.ui.hands import click, press, rewrite
from tests.ui.pages.conftest import Visit

every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)


@pytest.fixture
def page_for(desk: Desk, visit: Callable[[Any], Visit]) -> Iterator[Callable[..., RecordsPage]]:
    def opened(kind: type[Record]) -> RecordsPage:
        page = RecordsPage(desk, kind)
        page.visit = visit(page)  # type: ignore[attr-defined] # kept alive with the page
        return page

    return opened


def typed(page: RecordsPage, key: str) -> QLineEdit:
    found = page.detail.edit.form.findChild(QLineEdit, key)
    assert found is not None
    return found


@every_kind
def test_every_page_opens_and_every_tab_shows_something(
    kind: type[Record], page_for: Callable, make: Make
) -> None:
    record = make(kind, **make.values(kind, full=True))
    page = page_for(kind)
    page.show_target(Target(page.name, record=record.id))
    assert page.detail.isVisible()
    assert page.table.current() == record.id
    for number in range(page.detail.tabs.count()):
        page.detail.tabs.setCurrentIndex(number)
        assert page.detail.tabs.currentWidget().isVisible()


@every_kind
def test_refresh_keeps_the_place_and_the_typing(
    kind: type[Record], page_for: Callable, make: Make
) -> None:
    make(kind)
    chosen = make(kind)
    page = page_for(kind)
    page.show_target(Target(page.name, record=chosen.id))
    page.detail.start_editing()
    box = next(
        box
        for box in page.detail.edit.form.findChildren(QLineEdit)
        if box.objectName() and not box.isReadOnly() and not isinstance(box, Finder)
    )
    rewrite(box, "typed")
    make(kind)  # somebody else saves something
    assert page.model.rowCount() >= 3
    assert box.text() == "typed"
    assert page.table.current() == chosen.id
    assert page.detail.typing


@every_kind
def test_an_empty_list_says_what_belongs_here(kind: type[Record], page_for: Callable) -> None:
    page = page_for(kind)
    assert page.count() == 0
    assert not page.table.isVisible()
    assert page._none is not None
    assert page._none.isVisible()
    shown = {each.text() for each in page.findChildren(QPushButton) if each.isVisible()}
    brought = {"导入", "从 Excel 导入"} if kind in importable() else set()
    assert shown & {"导入", "从 Excel 导入"} == brought, "only what the import page takes"


# --- finding


@pytest.fixture
def partners(make: Make) -> dict[str, Partner]:
    return {
        name: make(Partner, name=name, status=status, status_reason="搬迁", staff=staff)
        for name, status, staff in (
            ("锦程装备", PartnerStatus.ACTIVE, 100),
            ("天府软件", PartnerStatus.DORMANT, 2000),
            ("锦里酒店", PartnerStatus.PROSPECT, 30),
        )
    }


def listed(page: RecordsPage) -> list[str]:
    titles = page.records.titles(page.model.keys)
    return [titles[key] for key in page.model.keys]


def test_words_facets_and_conditions_narrow_together(
    page_for: Callable, partners: dict[str, Partner], qtbot: QtBot
) -> None:
    page = page_for(Partner)
    assert listed(page) == ["锦程装备", "锦里酒店", "天府软件"]
    rewrite(page.box, "jin")
    press(page.box, Qt.Key.Key_Return)
    assert listed(page) == ["锦程装备", "锦里酒店"]
    page.filters._set(page.filters.filter.with_condition(Condition("staff", "≥", 50)))
    assert listed(page) == ["锦程装备"]
    assert [chip.text for chip in page.filters._chips] == ["在岗职工总数不小于 50"]
    page.filters.clear()
    assert page.box.text() == ""
    assert len(listed(page)) == 3


def test_a_facet_counts_what_the_other_filters_let_through(
    page_for: Callable, partners: dict[str, Partner]
) -> None:
    page = page_for(Partner)
    page.filters.set_text("jin")
    values = page.filters._values(Partner.field("status"))
    assert [(words, n) for _, words, n in values] == [("洽谈中", 1), ("合作中", 1)]
    blank = page.filters._values(Partner.field("depth"))
    assert blank == [(None, "未填写", 2)]


def test_what_another_page_asked_for_stands_above_the_list(
    page_for: Callable, partners: dict[str, Partner]
) -> None:
    page = page_for(Partner)
    asked = Query(where={"status": (PartnerStatus.ACTIVE, PartnerStatus.DORMANT)})
    page.show_target(Target("partner", asked, title="在册企业"))
    assert len(listed(page)) == 2
    assert [chip.text for chip in page.filters._chips] == ["在册企业"]
    page.filters._set(page.filters.filter.with_facet("status", (PartnerStatus.DORMANT,)))
    assert listed(page) == ["天府软件"]
    page.filters._chips[0].removed.emit()
    assert listed(page) == ["天府软件"]


def test_the_campus_of_the_window_narrows_every_list(
    page_for: Callable, make: Make, partners: dict[str, Partner]
) -> None:
    from app.models import Campus

    campus = make(Campus, name="龙泉").id
    other = make(Campus, name="温江").id
    make(Partner, name="只在温江", campus_id=other)
    page = page_for(Partner)
    page.set_scope(Scope(campus, "龙泉"))
    assert "只在温江" not in listed(page)
    assert page.count() == 3


def test_a_click_on_a_heading_sorts_and_is_remembered(
    page_for: Callable, partners: dict[str, Partner]
) -> None:
    page = page_for(Partner)
    column = [field.key for field in page.model.columns].index("staff") + 1
    page.table.horizontalHeader().setSortIndicator(column, Qt.SortOrder.DescendingOrder)
    assert listed(page) == ["天府软件", "锦程装备", "锦里酒店"]
    assert listed(page_for(Partner)) == ["天府软件", "锦程装备", "锦里酒店"]


def test_a_view_brings_filter_and_order_back(
    page_for: Callable, partners: dict[str, Partner]
) -> None:
    page = page_for(Partner)
    query = Query(where={"status": (PartnerStatus.DORMANT,)}, order="staff", descending=True)
    view = page.views._views.save(Partner, "暂停的", query)
    page.views._open(view)
    assert listed(page) == ["天府软件"]
    assert page.query().order == "staff"
    page.views._open(None)
    assert listed(page) == ["锦程装备", "锦里酒店", "天府软件"]


def test_sums_stand_below_the_list(
    page_for: Callable, partners: dict[str, Partner], qtbot: QtBot
) -> None:
    page = page_for(Partner)
    qtbot.waitUntil(lambda: page.foot._sums.text() == "在岗职工总数合计 2,130 人")
    assert page.foot._count.text() == "共 3 家"


# --- changing


def test_a_new_record_is_saved_and_shown_where_it_belongs(
    page_for: Callable, partners: dict[str, Partner]
) -> None:
    page = page_for(Partner)
    page.start_new()
    rewrite(typed(page, "name"), "博睿检测")
    rewrite(typed(page, "code"), "123")
    assert not page.detail.edit.save()
    rewrite(typed(page, "code"), "")
    assert page.detail.edit.save()
    assert listed(page)[0] == "博睿检测"
    assert page.detail.title.text() == "博睿检测"
    assert page.table.current() == page.detail.key
    assert page.detail.tabs.currentIndex() == OVERVIEW


def test_leaving_asks_and_staying_loses_nothing(
    page_for: Callable, partners: dict[str, Partner]
) -> None:
    page = page_for(Partner)
    page._open_record(partners["锦程装备"].id)
    page.detail.start_editing()
    rewrite(typed(page, "short_name"), "锦程")
    noted = answer("继续填写")
    page._on_settled(partners["天府软件"].id)
    assert "合作企业“锦程装备”有没保存的修改" in noted[0]
    assert page.detail.key == partners["锦程装备"].id
    assert typed(page, "short_name").text() == "锦程"
    assert page.table.current() == partners["锦程装备"].id
    answer("保存")
    page._on_settled(partners["天府软件"].id)
    assert page.detail.key == partners["天府软件"].id
    assert page.records.get(partners["锦程装备"].id).short_name == "锦程"


def test_what_is_dropped_is_dropped(
    page_for: Callable,
    partners: dict[str, Partner],
    monkeypatch: pytest.MonkeyPatch,
    office: Office,
) -> None:
    page = page_for(Partner)
    key = partners["锦程装备"].id
    page._open_record(key)
    page.detail.start_editing()
    rewrite(typed(page, "short_name"), "锦程")
    page.detail.edit._keep_draft()
    assert Drafts(office.places.folder).of(Partner, key) == {"short_name": "锦程"}
    answer("不保存")
    assert page.may_leave()
    assert page.records.get(key).short_name is None
    assert Drafts(office.places.folder).all() == []


def test_what_a_crash_cut_off_can_be_typed_on(
    page_for: Callable, partners: dict[str, Partner], office: Office
) -> None:
    key = partners["锦程装备"].id
    Drafts(office.places.folder).keep(Partner, key, {"short_name": "锦程", "staff": 7})
    page = page_for(Partner)
    page.show_target(Target("partner", record=key, option="edit"))
    assert page.detail.tabs.currentIndex() == EDIT
    assert typed(page, "short_name").text() == ""
    note = page.detail.edit.notes.itemAt(0).widget()
    button = next(b for b in note.findChildren(object) if getattr(b, "text", str)() == "接着填")
    click(button)
    assert typed(page, "short_name").text() == "锦程"
    assert page.detail.edit.save()
    assert (page.records.get(key).short_name, page.records.get(key).staff) == ("锦程", 7)
    assert Drafts(office.places.folder).all() == []


def test_two_who_change_different_fields_do_not_collide(
    page_for: Callable, partners: dict[str, Partner]
) -> None:
    page = page_for(Partner)
    key = partners["锦程装备"].id
    page._open_record(key)
    page.detail.start_editing()
    rewrite(typed(page, "short_name"), "锦程")
    page.records.save({"liaison": "杨知行"}, page.records.get(key))
    assert page.detail.edit.save()
    saved = page.records.get(key)
    assert (saved.short_name, saved.liaison) == ("锦程", "杨知行")


def test_two_who_change_the_same_field_choose(
    page_for: Callable, partners: dict[str, Partner]
) -> None:
    page = page_for(Partner)
    key = partners["锦程装备"].id
    page._open_record(key)
    page.detail.start_editing()
    rewrite(typed(page, "short_name"), "我的")
    rewrite(typed(page, "liaison"), "杨知行")
    page.records.save({"short_name": "别人的"}, page.records.get(key))
    noted = answer("别人的", "按选择保存")
    assert page.detail.edit.save()
    assert "对接人" not in noted[0]  # nobody else touched it
    saved = page.records.get(key)
    assert (saved.short_name, saved.liaison) == ("别人的", "杨知行")


def test_a_copy_leaves_out_what_only_one_may_have(page_for: Callable, make: Make) -> None:
    partner = make(Partner, **make.values(Partner, full=True))
    page = page_for(Partner)
    page._open_record(partner.id)
    page.detail._duplicate()
    values = page.detail.edit.form.values()
    assert values["name"] == f"{partner.name}（复制）"
    assert values["code"] is None
    assert values["staff"] == partner.staff


# --- what belongs to it, what happened to it


def test_a_found_part_opens_its_record_with_the_part_marked(
    page_for: Callable, make: Make, office: Office
) -> None:
    partner = make(Partner, name="锦程")
    contact = make(Contact, partner_id=partner.id, name="石晓岚")
    page = page_for(Partner)
    (hit,) = search(office, "石晓岚")
    page.show_target(Target("partner", record=partner.id, option=hit))
    assert page.detail.tabs.currentIndex() == RELATED
    part = next(p for p in page.detail.related._parts if p.kind is Contact)
    assert part._grid.marked() == [contact.id]


def test_what_refers_to_a_record_leads_there(
    page_for: Callable, make: Make, visit: Callable
) -> None:
    programme = make(Programme, name="软件技术")
    partner = make(Partner, name="锦程", programmes=(programme.id,))
    page = page_for(Programme)
    page._open_record(programme.id)
    (figure, press_) = page.detail._figures()[0]
    assert figure == "合作企业 1"
    press_()
    wish = page.visit.wish
    assert (wish.page, wish.query.only) == ("partner", (partner.id,))


def test_history_tells_old_and_new(page_for: Callable, make: Make) -> None:
    partner = make(Partner, name="锦程", capital=Decimal(10_000))
    page = page_for(Partner)
    page._open_record(partner.id)
    page.records.save({"capital": Decimal(50_000)}, page.records.get(partner.id), "增资")
    page.detail.tabs.setCurrentIndex(HISTORY)
    told = texts(page.detail.history)
    assert "1.00  →  5.00" in told
    assert "原因：增资" in told
    assert any(text.startswith("杨知行") for text in told)


def texts(view: HistoryView) -> list[str]:
    from PySide6.QtWidgets import QLabel

    return [label.text() for label in view.findChildren(QLabel)]


def test_deleting_what_is_in_use_shows_by_what(page_for: Callable, make: Make) -> None:
    partner = make(Partner, name="锦程")
    agreement = make(Agreement, partners=(partner.id,))
    page = page_for(Partner)
    page._delete_one(partner.id)
    dialog = asked()
    assert "“锦程”还有 1 份协议在使用" in said(dialog)
    choose(dialog, "查看协议（1）")
    assert page.visit.wish.query.only == (agreement.id,)
    assert partner.id in page.records.find()


def test_deleting_goes_to_the_bin_and_closes_the_detail(page_for: Callable, make: Make) -> None:
    partner = make(Partner, name="锦程")
    page = page_for(Partner)
    page._open_record(partner.id)
    answer("移到回收站")
    press(page.table, Qt.Key.Key_Delete)
    assert partner.id in page.records.find(Query(deleted=True))
    assert not page.detail.isVisible()
    assert page.count() == 0


# --- several at once


def test_bulk_changes_show_old_and_new_and_are_one_step(
    page_for: Callable, partners: dict[str, Partner], desk: Desk, qtbot: QtBot
) -> None:
    from app.ui.bulk_change import BulkChange

    page = page_for(Partner)
    steps: list[int] = []
    desk.office.db.subscribe(lambda commit: steps.append(commit.seq))
    dialog = BulkChange(desk, page.records, list(page.model.keys), page)
    qtbot.addWidget(dialog)
    dialog.field.set_value("status")
    dialog._show_editor()
    assert dialog._editor is not None
    dialog._editor.set_value(PartnerStatus.ACTIVE)
    dialog._show_preview()
    assert "将修改 2 条，1 条已经是这个值" in dialog._told.text()
    lines = [dialog._preview.lines.index(n, 1).data() for n in range(2)]
    assert sorted(lines) == ["暂停", "洽谈中"]
    dialog._do()
    assert len(steps) == 1
    assert {r.status for r in page.records.all()} == {PartnerStatus.ACTIVE}
    desk.office.db.take_back(steps[0])
    assert page.records.get(partners["天府软件"].id).status is PartnerStatus.DORMANT


def test_a_filter_as_a_value() -> None:
    base = Query(where={"status": (PartnerStatus.ACTIVE,)}, conditions=(Condition("code", "空"),))
    query = Filter("锦", {"status": (PartnerStatus.DORMANT,)}, base=base).query(order="staff")
    assert query.text == "锦"
    assert query.where == base.where
    assert query.conditions == (
        Condition("code", "空"),
        Condition("status", "=", (PartnerStatus.DORMANT,)),
    )
    assert Filter().empty
    assert not Filter("x").empty
