"""The search box: characters, sound, initials, codes; the best first."""

import pytest

from app.models import Agreement, Contact, Partner
from app.services.office import Office
from app.services.search import Hit, search
from tests.make import Make, credit


@pytest.fixture
def partner(make: Make) -> Partner:
    found: Partner = make(
        Partner,
        name="成都示例锦程智能装备有限公司",
        short_name="锦程智装",
        code=credit(7),
        contact_name="石晓岚",
        contact_phone="13900001234",
    )
    return found


@pytest.mark.parametrize(
    ("typed", "label", "text"),
    [
        ("锦程", "企业名称", "成都示例锦程智能装备有限公司"),
        ("智装", "简称", "锦程智装"),
        ("晓岚", "联系人", "石晓岚"),
        ("01234", "联系电话", "13900001234"),
        (credit(7)[-5:].lower(), "统一社会信用代码", credit(7)),
        ("chengdu", "企业名称", "成都示例锦程智能装备有限公司"),
        ("cdsljc", "企业名称", "成都示例锦程智能装备有限公司"),
        ("成都 晓岚", "企业名称", "成都示例锦程智能装备有限公司"),
    ],
)
def test_it_says_where_the_words_were_found(
    office: Office, partner: Partner, typed: str, label: str, text: str
) -> None:
    assert search(office, typed) == [Hit(Partner, partner.id, partner.name, label, text)]


def test_what_begins_with_the_words_comes_first(office: Office, make: Make) -> None:
    make(Partner, name="四川锦程物流")
    first = make(Partner, name="锦程智能")
    assert search(office, "锦程")[0].id == first.id


def test_a_part_names_what_it_belongs_to(office: Office, partner: Partner, make: Make) -> None:
    contact = make(Contact, partner_id=partner.id, name="龙应龙")
    (hit,) = search(office, "龙应")
    assert (hit.id, hit.title) == (contact.id, "龙应龙")
    assert hit.owner is not None
    assert (hit.owner.kind, hit.owner.id, hit.owner.title) == (Partner, partner.id, partner.name)


def test_kinds_stand_together_and_each_is_limited(office: Office, make: Make) -> None:
    for n in range(4):
        make(Agreement, name=f"锦程框架协议{n}")
        make(Partner, name=f"锦程{n}")
    assert [hit.kind for hit in search(office, "锦程", limit=3)] == [Partner] * 3 + [Agreement] * 3


@pytest.mark.parametrize("typed", ["", "  ", "·", "%", "没有这家"])
def test_nothing_finds_nothing(office: Office, partner: Partner, typed: str) -> None:
    assert search(office, typed) == []


def test_the_bin_is_not_searched(office: Office, partner: Partner) -> None:
    office.partners.delete([partner.id])
    assert search(office, "锦程") == []
