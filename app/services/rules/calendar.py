"""Working days and days off, as plain data: weekends, holidays, and days shifted to work."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.services.rules.spans import Span

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """What is known of the years. A year without a table falls back on plain weekends."""

    holidays: frozenset[date] = frozenset()
    shifted: frozenset[date] = frozenset()  # weekend days on which everybody works
    years: frozenset[int] = frozenset()  # the years whose table is known

    def is_rest_day(self, day: date) -> bool:
        """Whether nobody has to work."""
        if day in self.shifted:
            return False
        return day.weekday() >= _SATURDAY or day in self.holidays

    def covers(self, span: Span) -> bool:
        """Whether the table of every year it touches is known."""
        return all(year in self.years for year in range(span.first.year, span.last.year + 1))

    def rest_days(self, span: Span) -> int:
        """How many days off lie in a span."""
        weeks, rest = divmod(span.days, 7)
        weekends = 2 * weeks + sum(
            (span.first.weekday() + step) % 7 >= _SATURDAY for step in range(rest)
        )
        extra = sum(
            day.weekday() < _SATURDAY for day in self.holidays - self.shifted if day in span
        )
        worked = sum(day.weekday() >= _SATURDAY for day in self.shifted if day in span)
        return weekends + extra - worked

    def only_rest_days(self, span: Span) -> bool:
        """Whether a span has no working day at all."""
        return all(self.is_rest_day(day) for day in _days(span))


def _days(span: Span) -> Iterator[date]:
    return (span.first + timedelta(days=step) for step in range(span.days))
