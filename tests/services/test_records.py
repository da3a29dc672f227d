"""Records: conflicts, references, the recycle bin, bulk changes, order, search."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Conflict, InUse, Invalid
from app.models import (
    Agreement,
    Contact,
    Partner,
    Placement,
    Programme,
    Room,
    SchoolClass,
    Student,
)
from app.models.partners import PartnerStatus
from app.models.values import uuid7
from app.services.database import Commit
from app.services.office import Office
from app.services.query import Condition, Keys, Query
from tests.make import Make, credit


def test_all_problems_are_told_at_once(office: Office) -> None:
    with pytest.raises(Invalid) as caught:
        office.partners.save({"name": " ", "code": "123", "contact_phone": "1"})
    assert {problem.field for problem in caught.value.problems} == {"name", "code", "contact_phone"}


def test_who_saves_second_is_told(office: Office, make: Make) -> None:
    seen = make(Partner)
    office.partners.save({"staff": 10}, seen)
    with pytest.raises(Conflict):
        office.partners.save({"staff": 20}, seen)
    assert office.partners.get(seen.id).staff == 10


def test_one_credit_code_one_partner_unless_binned(office: Office, make: Make) -> None:
    first = make(Partner, code=credit(7))
    with pytest.raises(Conflict):
        make(Partner, code=credit(7))
    office.partners.delete([first.id])
    make(Partner, code=credit(7))
    with pytest.raises(Conflict):
        office.partners.restore([first.id])


def test_a_partner_in_use_stays(office: Office, make: Make) -> None:
    partner = make(Partner)
    agreement = make(Agreement, partners=(partner.id,))
    with pytest.raises(InUse, match="1 份协议"):
        office.partners.delete([partner.id])
    assert [used.ids for used in office.partners.used(partner.id)] == [(agreement.id,)]
    office.agreements.delete([agreement.id])
    office.partners.delete([partner.id])
    assert office.partners.count() == 0


def test_parts_go_and_come_with_their_record(office: Office, make: Make) -> None:
    partner = make(Partner)
    kept, gone = make(Contact, partner_id=partner.id), make(Contact, partner_id=partner.id)
    contacts = office.of(Contact)
    contacts.delete([gone.id])
    office.partners.delete([partner.id])
    assert contacts.count() == 0
    office.partners.restore([partner.id])
    assert list(contacts.find()) == [kept.id]


def test_purging_is_for_good_and_refuses_what_is_pointed_at(office: Office, make: Make) -> None:
    partner = make(Partner)
    make(Contact, partner_id=partner.id)
    office.partners.delete([partner.id])
    office.partners.purge([partner.id])
    assert office.partners.count(Query(deleted=True)) == 0
    assert office.of(Contact).count(Query(deleted=True)) == 0
    held = make(Partner)
    make(Agreement, partners=(held.id,))
    office.partners.purge([held.id])  # not in the bin: untouched
    assert office.partners.count() == 1


def test_bulk_change_is_one_step(office: Office, make: Make) -> None:
    ids = [make(Partner).id for _ in range(3)]
    told: list[Commit] = []
    office.db.subscribe(told.append)
    office.partners.bulk_change(ids, {"staff": 5})
    assert {office.partners.get(key).staff for key in ids} == {5}
    office.db.take_back(told[0].seq)
    assert {office.partners.get(key).staff for key in ids} == {None}


def test_undo_refuses_what_was_changed_since(office: Office, make: Make) -> None:
    partner = make(Partner, staff=1)
    told: list[Commit] = []
    office.db.subscribe(told.append)
    changed = office.partners.save({"staff": 2}, partner)
    office.partners.save({"staff": 3}, changed)
    with pytest.raises(Conflict, match="后来又改过"):
        office.db.take_back(told[0].seq)
    assert office.partners.get(partner.id).staff == 3


def test_names_sort_by_sound(office: Office, make: Make) -> None:
    for name in ("重庆示例", "安徽示例", "长沙示例", "北京示例", "成都示例"):
        make(Partner, name=name)
    names = [office.partners.titles([key])[key] for key in office.partners.find()]
    assert names == ["安徽示例", "北京示例", "长沙示例", "成都示例", "重庆示例"]


def test_other_text_sorts_by_sound_blanks_last(office: Office, make: Make) -> None:
    for liaison in ("曾杰", None, "单雄", "白朗"):
        make(Partner, liaison=liaison)
    for descending, wanted in (
        (False, ["白朗", "单雄", "曾杰", None]),
        (True, ["曾杰", "单雄", "白朗", None]),
    ):
        found = office.partners.find(Query(order="liaison", descending=descending))
        assert [office.partners.get(key).liaison for key in found] == wanted


@pytest.mark.parametrize(
    "typed", ["锦程", "jczn", "jincheng", "ＪＣＺＮ", "jinch", "1510", "智能装备 成都"]
)
def test_what_people_type_finds_it(office: Office, make: Make, typed: str) -> None:
    wanted = make(Partner, name="成都示例锦程智能装备有限公司", code="91510113000000035U")
    make(Partner, name="重庆创博电子科技有限公司", code=None)
    found = office.partners.find(Query(text=typed))
    assert list(found) == [wanted.id]


@pytest.mark.parametrize("typed", ["锦都", '"', "*", "成都 重庆", "()", "%", "_"])
def test_what_is_not_there_is_not_found(office: Office, make: Make, typed: str) -> None:
    make(Partner, name="成都示例锦程智能装备有限公司")
    assert list(office.partners.find(Query(text=typed))) == []


def test_search_follows_changes(office: Office, make: Make) -> None:
    partner = make(Partner, name="旧名有限公司")
    office.partners.save({"name": "新号有限公司"}, partner)
    assert list(office.partners.find(Query(text="旧名"))) == []
    assert list(office.partners.find(Query(text="新号"))) == [partner.id]


def test_conditions_and_facets_agree(office: Office, make: Make) -> None:
    programme = make(Programme, name="数控技术")
    make(Partner, programmes=(programme.id,), staff=100)
    make(Partner, status=PartnerStatus.PROSPECT, staff=9)
    field = Partner.field("programmes")
    assert office.partners.facet(field) == [(programme.id, "数控技术", 1)]
    for value, _, number in office.partners.facet(Partner.field("status")):
        assert office.partners.count(Query(where={"status": value})) == number
    assert office.partners.count(Query(conditions=(Condition("staff", "≥", 10),))) == 1
    assert office.partners.count(Query(conditions=(Condition("programmes", "空"),))) == 1
    assert office.partners.totals()["staff"] == 109


def test_merging_moves_everything_and_can_be_undone(office: Office, make: Make) -> None:
    programme = make(Programme)
    keep = make(Partner, programmes=(programme.id,), code=None)
    lose = make(Partner, programmes=(programme.id,), code=credit(9))
    contact = make(Contact, partner_id=lose.id)
    agreement = make(Agreement, partners=(lose.id,))
    told: list[Commit] = []
    office.db.subscribe(told.append)
    merged = office.partners.merge(keep.id, lose.id, {"code": credit(9)})
    assert merged.code == credit(9)
    assert merged.programmes == (programme.id,)
    assert office.of(Contact).get(contact.id).partner_id == keep.id
    assert office.agreements.get(agreement.id).partners == (keep.id,)
    assert list(office.partners.find()) == [keep.id]
    office.db.take_back(told[-1].seq)
    assert office.partners.get(lose.id).code == credit(9)
    assert office.agreements.get(agreement.id).partners == (lose.id,)


@given(st.lists(st.uuids(), unique=True))
def test_keys_are_a_sequence(ids: list[UUID]) -> None:
    keys = Keys.of(ids)
    assert list(keys) == ids
    assert list(keys[1:3]) == ids[1:3]
    assert Keys.of_hex("".join(key.hex for key in ids)) == keys
    for place, key in enumerate(ids):
        assert keys.index(key) == place
        assert keys[place - len(ids)] == key
    assert uuid7() not in keys


def test_keys_sort_by_time() -> None:
    made = [uuid7() for _ in range(1000)]
    assert len(set(made)) == 1000
    assert [key.hex[:15] for key in made] == sorted(key.hex[:15] for key in made)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("明华", {"示例明华机械", "明华 食品"}),
        ("明华机", {"示例明华机械"}),
        ("明机", set()),
        ("华机", {"示例明华机械"}),
        ("明华 食品", {"明华 食品"}),
        ("明华 机械", {"示例明华机械"}),
        ("明", {"示例明华机械", "明华 食品", "华明食品"}),
        ("华食", {"明华 食品"}),  # spaces do not count
        ("机械 示例", {"示例明华机械"}),
        ("𬭎华", {"𬭎华电子"}),
        ("ming", {"示例明华机械", "明华 食品", "华明食品"}),
        ('"明', {"示例明华机械", "明华 食品", "华明食品"}),
    ],
)
def test_words_alone_find_what_they_find_beside_a_condition(
    office: Office, make: Make, typed: str, wanted: set[str]
) -> None:
    for name in ("示例明华机械", "明华 食品", "华明食品", "𬭎华电子"):
        make(Partner, name=name)
    alone = list(office.partners.find(Query(text=typed)))
    beside = list(office.partners.find(Query(text=typed, where={"status": PartnerStatus.ACTIVE})))
    assert alone == beside
    assert set(office.partners.titles(alone).values()) == wanted
    turned = office.partners.find(Query(text=typed, descending=True))
    assert sorted(turned) == sorted(alone)


def test_what_is_called_by_another_record_is_found_by_that_name(office: Office, make: Make) -> None:
    student = make(Student, number="2401001", name="石晓岚")
    make(Placement, student_id=make(Student, number="2401002", name="龙应龙").id)
    held = make(Placement, student_id=student.id)
    records = office.of(Placement)
    for typed in ("石晓", "sxl", "2401001"):
        assert [(key, title) for key, title, _ in records.lookup(typed)] == [(held.id, "石晓岚")]
    assert len(records.lookup("")) == 2
    assert len(records.lookup("", 1)) == 1


def test_a_hint_says_more_than_the_title(office: Office, make: Make) -> None:
    make(Student, number="2401001", name="石晓岚")
    make(Room, number="A104", name="钳工实训室")
    hints = {kind: office.of(kind).lookup("")[0][1:] for kind in (Student, Room)}
    assert hints == {Student: ("石晓岚", "2401001"), Room: ("A104", "钳工实训室")}


@pytest.mark.parametrize("typed", ["sk", "sk26", "sk2601", "2601"])
def test_a_class_is_found_by_initials_and_year(office: Office, make: Make, typed: str) -> None:
    held = make(SchoolClass, name="数控2601")
    make(SchoolClass, name="电气2502")
    assert [key for key, *_ in office.of(SchoolClass).lookup(typed)] == [held.id]
