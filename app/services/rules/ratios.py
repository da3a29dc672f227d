"""How many are somewhere at once: per-day curves by sweep line, in integers throughout."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from app.services.rules.facts import Stay
from app.services.rules.spans import Span, merged

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Step:
    """From this day on, until the next step, so many."""

    on: date
    count: int


@dataclass(frozen=True, slots=True)
class Planned:
    """Students whose arrival is being considered."""

    span: Span
    count: int


@dataclass(frozen=True, slots=True)
class Ratio:
    """The highest share of interns within a window, and when the limit is exceeded."""

    peak: int  # interns on the worst day
    peak_day: date | None
    staff: int
    percent: int  # the limit
    first_breach: date | None
    last_breach: date | None
    breach_days: int

    @property
    def exceeded(self) -> bool:
        """Whether any day exceeds the limit; exactly the limit does not."""
        return self.breach_days > 0

    @property
    def share(self) -> str:
        """The peak in percent, rounded up to a tenth: rounding must not hide a breach."""
        if not self.staff:
            return "—"
        tenths = -(-1000 * self.peak // self.staff)
        return f"{tenths // 10}.{tenths % 10} %"

    @property
    def room(self) -> int:
        """How many more could come on the worst day; negative: so many too many."""
        return self.staff * self.percent // 100 - self.peak


def curve(stays: Iterable[Stay], planned: Sequence[Planned] = ()) -> list[Step]:
    """How many students are there, day by day; somebody with two placements counts once."""
    held: dict[UUID, tuple[Span, ...]] = {}
    for stay in stays:
        before = held.get(stay.student)
        held[stay.student] = (*before, *stay.spans) if before else stay.spans
    change: dict[date, int] = defaultdict(int)
    for spans in held.values():
        for span in merged(spans) if len(spans) > 1 else spans:
            change[span.first] += 1
            change[span.last + _DAY] -= 1
    for each in planned:
        change[each.span.first] += each.count
        change[each.span.last + _DAY] -= each.count
    steps: list[Step] = []
    count = 0
    for day in sorted(change):
        if change[day]:
            count += change[day]
            steps.append(Step(day, count))
    return steps


def ratio(steps: Sequence[Step], window: Span, staff: int, percent: int, others: int = 0) -> Ratio:
    """The curve against the limit within a window; `others` are there every day."""
    peak, peak_day = others, None
    breaches: list[Span] = []
    for span, count in _levels(steps, window):
        total = count + others
        if peak_day is None or total > peak:
            peak, peak_day = total, span.first
        if count and 100 * total > percent * staff:  # days without our own are not ours to answer
            breaches.append(span)
    return Ratio(
        peak=peak,
        peak_day=peak_day,
        staff=staff,
        percent=percent,
        first_breach=breaches[0].first if breaches else None,
        last_breach=breaches[-1].last if breaches else None,
        breach_days=sum(span.days for span in breaches),
    )


def forecast(
    stays: Iterable[Stay], planned: Planned, staff: int, percent: int, others: int = 0
) -> Ratio:
    """What it comes to while planned students are there too."""
    return ratio(curve(stays, [planned]), planned.span, staff, percent, others)


def _levels(steps: Sequence[Step], window: Span) -> Iterable[tuple[Span, int]]:
    """The curve as spans of equal count, cut to the window."""
    if not steps or steps[0].on > window.first:
        until = min(window.last, steps[0].on - _DAY) if steps else window.last
        yield Span(window.first, until), 0
    for at, step in enumerate(steps):
        last = steps[at + 1].on - _DAY if at + 1 < len(steps) else window.last
        span = Span(max(step.on, window.first), min(last, window.last))
        if span.first <= span.last:
            yield span, step.count
