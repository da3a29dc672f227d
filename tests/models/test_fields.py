"""Every field reads back what it shows, and says in Chinese what it cannot read."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import Invalid
from app.models import KINDS, Choice, Field, Partner, Record
from app.models.text import clean
from app.models.values import PartialDate
from app.settings import Settings

EVERY_FIELD = [
    pytest.param(kind, field, id=f"{kind.__name__}.{field.key}")
    for kind in KINDS
    for field in kind.fields()
    if not field.target
]


def values(field: Field) -> st.SearchStrategy[Any]:
    """What a field can hold, as far as its type says."""
    if field.many:
        return st.lists(st.sampled_from(field.choices()), unique=True, min_size=1).map(tuple)
    if issubclass(field.type, Choice):
        return st.sampled_from(list(field.type))
    return {
        str: st.text(min_size=1, max_size=6).map(lambda t: clean(t, lines=field.lines)),
        int: st.integers(0, 10**9),
        bool: st.booleans(),
        date: st.dates(date(1900, 1, 1), date(2199, 12, 31)),
        time: st.builds(time, st.integers(0, 23), st.integers(0, 59)),
        datetime: st.datetimes(datetime(2000, 1, 1), datetime(2199, 12, 31)).map(  # noqa: DTZ001
            lambda at: at.replace(second=0, microsecond=0, tzinfo=UTC)
        ),
        PartialDate: st.dates(date(1900, 1, 1), date(2199, 1, 1)).map(
            lambda day: PartialDate(day.isoformat()[: 4 + 3 * (day.day % 3)])
        ),
        Decimal: st.decimals(0, 10**10, places=2),
    }[field.type]


@pytest.mark.parametrize(("kind", "field"), EVERY_FIELD)
@settings(max_examples=25)
@given(data=st.data())
def test_what_a_field_shows_it_reads_back(kind: type[Record], field: Field, data: Any) -> None:
    value = data.draw(values(field))
    try:
        accepted = field.accept(value)
    except Invalid:
        return
    assert field.parse(field.show(accepted)) == accepted


@pytest.mark.parametrize(("kind", "field"), EVERY_FIELD)
@settings(max_examples=25)
@given(given_=st.text())
def test_any_text_is_read_or_refused_in_chinese(
    kind: type[Record], field: Field, given_: str
) -> None:
    told: list[str] = []
    try:
        field.parse(given_)
    except Invalid as invalid:
        told = [problem.message for problem in invalid.problems]
    assert all(field.label in message for message in told)


def test_options_say_their_types() -> None:
    found = {field.key: field for field in Settings.fields()}
    assert found["warn_days"].type is int
    assert found["college"].label == "学校名称"


def test_references_are_ids() -> None:
    assert Partner.field("programmes").item is UUID
