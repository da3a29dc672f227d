"""A recognition's state on any day."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.recognition import RecognitionLevel, RecognitionState, RecognitionStep
from app.services.recognition.states import Held, Step, allowed, both_count, valid_of

DAY = timedelta(days=1)
GRANTED, UNTIL = date(2023, 9, 1), date(2028, 8, 31)
_ID = UUID(int=1)
State, Did = RecognitionState, RecognitionStep


def held(
    *steps: Step,
    level: RecognitionLevel = RecognitionLevel.JUNIOR,
    granted: date = GRANTED,
    until: date | None = UNTIL,
) -> Held:
    return Held(_ID, _ID, level, granted, until, steps=sorted(steps, key=lambda each: each.on))


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (GRANTED - DAY, State.PENDING),
        (GRANTED, State.VALID),
        (UNTIL - 91 * DAY, State.VALID),
        (UNTIL - 90 * DAY, State.DUE),
        (UNTIL, State.DUE),
        (UNTIL + DAY, State.EXPIRED),
    ],
)
def test_dates_alone_make_most_states(day: date, state: RecognitionState) -> None:
    assert held().state(day) is state


def test_a_renewal_holds_from_its_day_and_not_before() -> None:
    renewed = held(Step(date(2028, 7, 1), Did.RENEW, date(2033, 8, 31)))
    assert renewed.state(date(2028, 6, 30)) is State.DUE
    assert renewed.state(date(2028, 7, 1)) is State.VALID
    assert renewed.state(date(2033, 9, 1)) is State.EXPIRED


def test_history_is_kept_as_of_any_day() -> None:
    told = held(
        Step(date(2024, 3, 1), Did.SUSPEND),
        Step(date(2024, 9, 1), Did.RESUME),
        Step(date(2025, 3, 1), Did.SUPERSEDE),
    )
    days = (date(2024, 2, 29), date(2024, 3, 1), date(2024, 9, 1), date(2025, 3, 1))
    assert [told.state(day) for day in days] == [
        State.VALID,
        State.SUSPENDED,
        State.VALID,
        State.SUPERSEDED,
    ]
    assert [told.counts(day) for day in days] == [True, False, True, False]


def test_what_was_revoked_stays_revoked() -> None:
    told = held(Step(date(2024, 3, 1), Did.REVOKE), Step(date(2024, 9, 1), Did.RESUME))
    assert told.state(date(2025, 1, 1)) is State.REVOKED


def test_a_review_keeps_counting_until_the_last_day_only() -> None:
    told = held(Step(date(2028, 8, 1), Did.REVIEW))
    assert told.state(UNTIL) is State.REVIEWING
    assert told.counts(UNTIL)
    assert told.state(UNTIL + DAY) is State.EXPIRED


def test_only_sensible_steps_are_allowed() -> None:
    assert allowed(Did.RESUME, State.SUSPENDED)
    assert not allowed(Did.RESUME, State.VALID)
    assert not any(allowed(each, State.REVOKED) for each in Did)


_days = st.dates(date(2022, 1, 1), date(2030, 1, 1))
_steps = st.builds(Step, _days, st.sampled_from(list(Did)), st.none() | _days)
_held = st.builds(
    lambda granted, until, steps: held(*steps, granted=granted, until=until),
    _days,
    st.none() | _days,
    st.lists(_steps, max_size=4),
)


@given(_held, _held)
def test_two_that_count_at_once_are_found(one: Held, other: Held) -> None:
    walked = (date(2022, 1, 1) + DAY * n for n in range(365 * 9))
    naive = next((day for day in walked if one.counts(day) and other.counts(day)), None)
    found = both_count(one, other)
    assert (found is None) == (naive is None)
    if found is not None and naive is not None:
        assert one.counts(found)
        assert other.counts(found)


@given(_held, st.dates(date(2022, 1, 1), date(2031, 1, 1)))
def test_what_counts_has_begun_and_is_not_over(told: Held, day: date) -> None:
    if told.counts(day):
        last = told.until(day)
        assert told.granted_on <= day
        assert last is None or day <= last


def test_of_several_the_highest_counts() -> None:
    senior = held(level=RecognitionLevel.SENIOR)
    assert valid_of([held(), senior], date(2025, 1, 1)) is senior
    assert valid_of([held()], date(2030, 1, 1)) is None
