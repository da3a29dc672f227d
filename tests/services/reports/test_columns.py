"""Columns share the paper sensibly whatever stands in them."""

from hypothesis import given
from hypothesis import strategies as st

from app.services.reports.columns import Fit, Need, fit
from app.services.reports.columns import needs as needs_of
from app.services.reports.fonts import Fonts, Role
from app.services.reports.spec import Column, Style
from app.services.reports.theme import theme

LOOK = theme(Style.OFFICE).look
ROOM = 730.0

needs = st.lists(
    st.tuples(st.floats(2, 8), st.floats(0, 12), st.floats(0, 20)).map(
        lambda each: Need(each[0], each[0] + each[1], sum(each))
    ),
    min_size=1,
    max_size=60,
)


def total(found: Fit, sheet: int) -> float:
    return sum(width for _, width in found.sheets[sheet])


@given(needs, st.integers(0, 2))
def test_every_column_is_on_a_sheet_and_every_sheet_is_full(wanted, keys):
    keys = min(keys, len(wanted) - 1)
    found = fit(wanted, LOOK, ROOM, keys)
    seen = [at for sheet in found.sheets for at, _ in sheet]
    assert set(seen) == set(range(len(wanted)))
    for number, sheet in enumerate(found.sheets):
        assert abs(total(found, number) - ROOM) < 0.01
        assert [at for at, _ in sheet[:keys]] == list(range(keys))
        assert len(found.sheets) == 1 or len(sheet) > keys
    assert len([at for at in seen if at >= keys]) == len(wanted) - keys


@given(needs)
def test_no_column_is_too_narrow_for_its_words(wanted):
    found = fit(wanted, LOOK, ROOM, 1)
    for sheet in found.sheets:
        for at, width in sheet:
            assert width >= wanted[at].least * found.size - 0.01


@given(needs)
def test_type_never_gets_smaller_than_can_be_read(wanted):
    assert min(LOOK.sizes) <= fit(wanted, LOOK, ROOM, 1).size <= max(LOOK.sizes)


def test_few_columns_keep_the_largest_type():
    assert fit([Need(3, 6, 10)] * 4, LOOK, ROOM, 1).size == max(LOOK.sizes)


def test_columns_that_are_to_be_alike_are_as_wide_whatever_stands_in_them():
    """The days of a week on a door, also where only Tuesday is taken."""
    face = Fonts().face(Role.PLAIN)
    columns = [Column(label="节次"), *(Column(label=f"周{day}", even=True) for day in "一二三")]
    wanted = needs_of(columns, [("第1节", "", "新能源汽车动力电池综合实训", "")], face, face)
    _, *days = (width for _, width in fit(wanted, LOOK, ROOM, 0).sheets[0])
    assert max(days) - min(days) < 0.01
