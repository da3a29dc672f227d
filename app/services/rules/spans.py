"""Spans of days, first and last included, and what several of them cover together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Days from the first to the last, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same days as spans that neither overlap nor touch, in order."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.first <= found[-1].last + _DAY:
            found[-1] = Span(found[-1].first, max(found[-1].last, span.last))
        else:
            found.append(span)
    return tuple(found)


def uncovered(wanted: Span, cover: Span) -> int:
    """How many days of one span lie outside another."""
    first, last = max(wanted.first, cover.first), min(wanted.last, cover.last)
    return wanted.days - max(0, (last - first).days + 1)
