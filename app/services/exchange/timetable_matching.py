"""Which booking on file each row of a timetable is about.

A row that reads just as a booking is that booking. Else the same lesson at the same time is, and a
lesson that still waits for a place may come back at any time. A workbook of returned rows is only
part of a timetable: its rows are never taken for bookings that have their place.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from app.models import Booking
from app.models.bookings import BookingState
from app.services.exchange.lines import Outcome
from app.services.exchange.timetable_clashes import Entry

_Fits = Callable[[Entry, Booking], bool]


def match(
    entries: Iterable[Entry], held: Mapping[str, Booking], *, part: bool
) -> dict[int, Booking]:
    """The booking of each row, by the row's number; rows that are new have none."""
    rows = [entry for entry in entries if entry.outcome is not Outcome.REFUSED]
    found: dict[int, Booking] = {}
    for about, fits in _ways(part=part):
        left: dict[str, list[Booking]] = {}
        taken = {each.id for each in found.values()}
        for source, each in held.items():
            if each.id not in taken:
                left.setdefault(about(source), []).append(each)
        for entry in rows:
            among = left.get(about(entry.row.source), [])
            chosen = next((each for each in among if fits(entry, each)), None)
            if chosen is not None and entry.row.number not in found:
                found[entry.row.number] = chosen
                among.remove(chosen)
    _name(rows, held, found)
    return found


def _ways(*, part: bool) -> Iterator[tuple[Callable[[str], str], _Fits]]:
    """The surest first."""
    anyhow: _Fits = _waits if part else lambda *_: True
    yield _time_of, _just_so
    yield str, anyhow
    yield _time_of, anyhow
    yield _lesson_of, _waits


def _just_so(entry: Entry, stored: Booking) -> bool:
    return all(
        getattr(stored, key) == value for key, value in entry.values.items() if key != "source"
    )


def _waits(_: Entry, stored: Booking) -> bool:
    return stored.state is BookingState.UNPLACED


def _time_of(source: str) -> str:
    """Course, class, weekday and first period of a row."""
    return source.rpartition("#")[0]


def _lesson_of(source: str) -> str:
    """Course and class of a row, whenever it takes place."""
    return "|".join(source.split("|")[:2]).partition("#")[0]


def _name(rows: Iterable[Entry], held: Mapping[str, Booking], found: Mapping[int, Booking]) -> None:
    """Keep what a booking is known by; what is new gets a name that nobody has."""
    names = set(held)
    for entry in rows:
        stored, source = found.get(entry.row.number), entry.row.source
        if stored is not None and _time_of(stored.source or "") == _time_of(source):
            entry.values["source"] = stored.source
            continue
        while source in names:
            head, _, number = source.rpartition("#")
            source = f"{head}#{int(number) + 1}"
        names.add(source)
        entry.values["source"] = source
