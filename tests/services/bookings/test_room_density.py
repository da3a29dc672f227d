"""How full rooms are: the same numbers as the figures of use, for every room and week."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.models import BookingOccurrence, CalendarDay, Closure, Room, Term
from app.models.bookings import BookingState, OccurrenceState
from app.models.calendar import DayKind, Weekday
from app.services.bookings.answers import Skip
from app.services.bookings.booking import request, save
from app.services.bookings.changes import no_show
from app.services.bookings.preview import preview
from app.services.bookings.room_density import Density, Span, density
from app.services.bookings.utilisation import by_room, measured
from app.services.bookings.week import rooms_of
from app.services.calendar_store import school_calendar, seed_periods
from app.services.office import Office
from app.services.query import Query
from app.services.shares import Share
from tests.make import Make

MONDAY = date(2026, 8, 31)
WEEKS = [Span(MONDAY + timedelta(weeks=n), MONDAY + timedelta(weeks=n, days=6)) for n in range(4)]


@pytest.fixture
def term(office: Office, make: Make) -> Any:
    seed_periods(office)
    for number, opens in (("B1", None), ("B2", "周一至周五 1-8；周六 1-4"), ("B3", None)):
        closed = date(2026, 9, 16) if number == "B3" else None
        make(Room, number=number, name="车间", seats=40, opens=opens, closed_on=closed)
    make(CalendarDay, on=date(2026, 9, 3), kind=DayKind.HOLIDAY, name="校庆", runs_as=None)
    make(CalendarDay, on=date(2026, 9, 5), kind=DayKind.SHIFTED, name="调休",
         runs_as=Weekday.THURSDAY, runs_week=1)  # fmt: skip
    make(Closure, name="检修", room_id=None, base_id=None, starts=date(2026, 9, 8), ends=None,
         weekdays=(Weekday.TUESDAY,), periods="3-4")  # fmt: skip
    return make(Term, code="2026-2027-1", starts=MONDAY, weeks=16)


def seen(office: Office, spans: Sequence[Span] = WEEKS) -> Density:
    return density(office, school_calendar(office), rooms_of(office), spans)


def test_used_of_open_periods_by_week_and_by_day(office: Office, term: Any) -> None:
    room = office.of(Room).all(Query(order="number"))[0]
    values = {"title": "实训", "room_id": room.id, "term_id": term.id, "weeks": "1-3周",
              "weekday": Weekday.MONDAY, "first": 1, "last": 4}  # fmt: skip
    save(office, request(office, values | {"state": BookingState.APPROVED}))
    save(office, request(office, values | {"first": 5, "last": 5}))  # not approved
    found = seen(office)
    assert found.shares[0] == [Share(4, 55), Share(4, 53), Share(4, 53), Share(0, 53)]
    assert found.shares[1][:2] == [Share(0, 5 * 8), Share(0, 5 * 8 - 2 + 4)]
    assert found.shares[2] == [Share(0, 55), Share(0, 53), Share(0, 20), Share(0, 0)]
    assert found.together()[0] == Share(4, 55 + 40 + 55)
    days = [Span(MONDAY + timedelta(n), MONDAY + timedelta(n)) for n in range(7)]
    assert [each.whole for each in seen(office, days).shares[0]] == [11, 11, 11, 0, 11, 11, 0]


held = st.lists(
    st.tuples(
        st.integers(0, 2), st.integers(1, 4), st.sampled_from(tuple(Weekday)[:6]),
        st.integers(1, 11), st.integers(0, 3), st.sampled_from([*BookingState]), st.booleans(),
    ),
    max_size=10,
)  # fmt: skip


@settings(max_examples=25)
@given(held)
def test_it_says_what_the_figures_of_use_say(office: Office, term: Any, uses: Any) -> None:
    done: list[int] = []
    office.db.subscribe(lambda commit: done.append(commit.seq))
    rooms = office.of(Room).all(Query(order="number"))
    for room, week, weekday, first, more, state, missed in uses:
        values = {"title": "实训", "room_id": rooms[room].id, "term_id": term.id, "state": state,
                  "weeks": f"{week}周", "weekday": weekday, "first": first,
                  "last": min(11, first + more)}  # fmt: skip
        asked = request(office, values)
        dates = preview(office, asked).dates
        if dates:
            made = save(office, asked, {each.use.on: Skip() for each in dates if each.clashes})
            held = Query(where={"booking_id": made.id, "state": OccurrenceState.PLANNED})
            came_not = [each.id for each in office.of(BookingOccurrence).all(held)]
            if missed and came_not:
                no_show(office, came_not, date(2027, 2, 1))
    found = seen(office)
    for at, span in enumerate(WEEKS):
        figures = by_room(measured(office, span.first, span.last, span.last))
        told = [(each.used, each.open) for each in figures]
        assert [(row[at].part, row[at].whole) for row in found.shares] == told
    for seq in [*reversed(done)]:
        office.db.take_back(seq)
