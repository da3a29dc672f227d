"""Personal values leave the college only as far as the receiver may read them."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models import Agreement, Contact, Partner
from app.models.fields import Field, Mask, Privacy
from app.services import mask
from app.services.mask import Profile, masked, visible

PHONE = Field(label="电话", privacy=Privacy.PERSONAL, mask=Mask.PHONE, identifier=True)
IDENTITY = Field(label="身份证号", privacy=Privacy.SENSITIVE, mask=Mask.IDENTITY, identifier=True)
ACCOUNT = Field(label="银行账号", privacy=Privacy.SENSITIVE, mask=Mask.ACCOUNT, identifier=True)
NAME = Field(label="姓名", privacy=Privacy.PERSONAL, mask=Mask.NAME)
EMAIL = Field(label="邮箱", privacy=Privacy.PERSONAL)
HEALTH = Field(label="健康状况", privacy=Privacy.SENSITIVE)
REMARK = Field(label="备注", lines=3)

digits = st.text("0123456789", min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("field", "profiles"),
    [
        (Partner.field("name"), set(Profile)),
        (REMARK, {Profile.ALLIANCE, Profile.INTERNAL, Profile.FULL}),
        (NAME, set(Profile)),
        (PHONE, {Profile.ALLIANCE, Profile.INTERNAL, Profile.FULL}),
        (EMAIL, {Profile.INTERNAL, Profile.FULL}),
        (IDENTITY, {Profile.ALLIANCE, Profile.INTERNAL, Profile.FULL}),
        (HEALTH, {Profile.FULL}),
    ],
    ids=lambda each: each.label if isinstance(each, Field) else "",
)
def test_which_columns_may_be_there(field, profiles):
    assert {profile for profile in Profile if visible(field, profile)} == profiles


@pytest.mark.parametrize(
    ("field", "value", "profile", "shown"),
    [
        (PHONE, "13800000001", Profile.ALLIANCE, "138****0001"),
        (PHONE, "13800000001", Profile.INTERNAL, "13800000001"),
        (PHONE, "13800000001", Profile.PUBLIC, ""),
        (PHONE, "028-87654321", Profile.ALLIANCE, "028-******21"),
        (PHONE, "87654321-802", Profile.ALLIANCE, "**********02"),
        (IDENTITY, "51011220080101003X", Profile.ALLIANCE, "51****************"),
        (IDENTITY, "51011220080101003X", Profile.INTERNAL, "510112********003X"),
        (IDENTITY, "51011220080101003X", Profile.FULL, "51011220080101003X"),
        (ACCOUNT, "6222020000000001234", Profile.ALLIANCE, "***************1234"),
        (NAME, "张子墨", Profile.PUBLIC, "张**"),
        (NAME, "王䶮", Profile.PUBLIC, "王*"),
        (NAME, "欧阳子墨", Profile.PUBLIC, "欧阳**"),
        (NAME, "扎西·次仁", Profile.PUBLIC, "扎*·**"),
        (NAME, "张子墨", Profile.ALLIANCE, "张子墨"),
        (NAME, None, Profile.FULL, ""),
    ],
)
def test_how_values_are_shortened(field, value, profile, shown):
    assert masked(field, value, profile) == shown


@given(st.from_regex(r"1[3-9]\d{9}|0\d{2,3}-\d{7,8}(-\d{1,6})?|\d{7,8}", fullmatch=True))
def test_no_masked_phone_tells_its_hidden_digits(number):
    shown = masked(PHONE, number, Profile.ALLIANCE)
    assert len(shown) == len(number)
    assert mask.STAR * 4 in shown
    assert all(a in (b, mask.STAR) for a, b in zip(shown, number, strict=True))
    assert number not in shown


@given(st.from_regex(r"[1-9]\d{16}[\dX]|[1-9]\d{14}|[A-Z]\d{8}", fullmatch=True))
def test_no_masked_identity_number_tells_more_than_two_places_outside(number):
    shown = masked(IDENTITY, number, Profile.ALLIANCE)
    assert re.fullmatch(r".{0,2}\*+", shown)
    assert len(shown) == len(number)
    inside = masked(IDENTITY, number, Profile.INTERNAL)
    assert inside.count(mask.STAR) >= 5


@given(st.text("0123456789Xx-、", max_size=40))
def test_shortening_never_shows_a_character_that_was_not_there(text):
    for field in (PHONE, IDENTITY, ACCOUNT):
        for profile in (Profile.ALLIANCE, Profile.INTERNAL):
            shown = masked(field, text, profile)
            assert len(shown) == len(text)
            assert all(a in (b, mask.STAR) for a, b in zip(shown, text, strict=True))


@given(st.text(max_size=8), st.from_regex(r"1[3-9]\d{9}", fullmatch=True), st.text(max_size=8))
def test_a_number_in_a_free_text_is_found_and_shortened(before, number, after):
    text = f"{before}，{number}；{after}"
    assert number not in masked(REMARK, text, Profile.ALLIANCE)
    assert masked(REMARK, text, Profile.INTERNAL) == text


def test_identifiers_are_left_whole_though_they_look_like_identity_numbers():
    code = Partner.field("code")
    assert masked(code, "914331010000000431", Profile.PUBLIC) == "914331010000000431"


def test_values_that_hide_nothing_stay_what_they_are():
    ends = Agreement.field("ends")
    assert mask.guarded(ends, date(2026, 12, 21), Profile.ALLIANCE) == date(2026, 12, 21)
    assert mask.guarded(ends, date(2026, 12, 21), Profile.PUBLIC) == ""
    phone = Contact.field("phone")
    assert mask.guarded(phone, "13800000001", Profile.ALLIANCE) == "138****0001"
