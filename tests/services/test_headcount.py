"""Head-counts agree with counting everybody on every day; shares never show only a percentage."""

from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from app.services.headcount import Spell, at, curve, head_count
from app.services.shares import Share

START = date(2026, 9, 1)
DAYS = 40
offsets = st.integers(0, DAYS)


@st.composite
def rosters(draw: st.DrawFn) -> list[Spell]:
    def spell() -> Spell:
        joined = draw(offsets)
        left = draw(st.none() | offsets)
        ends = None if left is None else START + timedelta(left)
        return Spell(UUID(int=draw(st.integers(1, 6))), START + timedelta(joined), ends)

    return [spell() for _ in range(draw(st.integers(0, 15)))]


@given(rosters())
def test_as_counting_every_day(roster: list[Spell]) -> None:
    steps = curve(roster)
    for offset in range(-1, DAYS + 2):
        day = START + timedelta(offset)
        naive = set()
        for spell in roster:
            gone = spell.left is not None and spell.left <= day
            if spell.joined <= day and not gone:
                naive.add(spell.student)
        assert head_count(roster, day) == len(naive)
        assert at(steps, day) == len(naive)


@given(rosters())
def test_a_curve_has_no_idle_steps(roster: list[Spell]) -> None:
    steps = curve(roster)
    assert all(a.on < b.on and a.count != b.count for a, b in pairwise(steps))


def test_on_the_day_of_leaving_one_is_gone() -> None:
    spell = Spell(UUID(int=1), START, START + timedelta(5))
    assert head_count([spell], START + timedelta(4)) == 1
    assert head_count([spell], START + timedelta(5)) == 0


def test_shares() -> None:
    assert Share(4_199, 4_420).percent == "95.00%"
    assert Share(1, 3).shown == "1/3（33.33%）"
    assert Share(1, 8).percent == "12.50%"
    assert Share(2, 3).percent == "66.67%"
    assert Share(0, 0).percent == "—"
    assert (Share(38, 9).to_one, Share(3, 0).to_one) == ("4.2:1", "—")


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_rounding_is_half_up(part: int, whole: int) -> None:
    units, _, hundredths = Share(part, whole).percent.removesuffix("%").partition(".")
    shown = int(units) * 100 + int(hundredths)
    assert abs(2 * (shown * whole - 10_000 * part)) <= whole
