"""The dates of all bookings in some rooms on some days, in order, as a person looks at them.

A week of a college has thousands, of which a screen shows a hundred: each is made of its row only
when it is asked for.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, overload
from uuid import UUID

from sqlalchemy import String, bindparam, cast, select

from app.models import Booking, BookingOccurrence, SchoolClass, Teacher, UseRecord
from app.models.bookings import HOLDING, REFUSED, BookingState, OccurrenceState, UseKind
from app.models.teaching_time import Periods
from app.services.database.prepared import Prepared, one_of
from app.services.office import Office

_SHOWN = (*HOLDING, OccurrenceState.QUEUED, OccurrenceState.NO_SHOW)
_D, _B, _U = BookingOccurrence.table(), Booking.table(), UseRecord.table()
_T, _C = Teacher.table(), SchoolClass.table()
_PLACED = (
    select(
        cast(_D.c.id, String), cast(_D.c.booking_id, String), cast(_D.c.room_id, String),
        _D.c.on, _D.c.first, _D.c.last, _B.c.title, _B.c.kind, _B.c.state,
        _D.c.state.label("date_state"), _D.c.shared, _D.c.seats, _B.c.heads,
        _C.c.name.label("class_name"), _T.c.name.label("teacher_name"), _D.c.teacher_id,
        _B.c.locked, _D.c.part, _U.c.id.is_not(None).label("used"),
        # among what is asked for, not a condition: the index of what is deleted would be taken
        (
            _D.c.deleted.is_(False) & _B.c.deleted.is_(False)
            & one_of(_D.c.state, "shown", len(_SHOWN), _SHOWN)
            & ~one_of(_B.c.state, "gone", len(REFUSED), REFUSED)
        ).label("shown"),
    )
    .join(_B, _B.c.id == _D.c.booking_id)
    .outerjoin(_C, _C.c.id == _D.c.class_id)
    .outerjoin(_T, _T.c.id == _D.c.teacher_id)
    .outerjoin(_U, (_U.c.occurrence_id == _D.c.id) & _U.c.deleted.is_(False))
    .where(_D.c.on.between(bindparam("since"), bindparam("until")))
    .order_by(_D.c.on, _D.c.first)
)  # fmt: skip
_ROOM = 2  # which column says it
_FEW = 256  # rooms that are listed one by one
_ALL, _OF_ROOMS = Prepared(_PLACED), Prepared(_PLACED.where(one_of(_D.c.room_id, "rooms", _FEW)))


@dataclass(frozen=True, slots=True)
class Placed:
    """One date of a booking."""

    id: UUID
    booking: UUID
    room: UUID
    on: date
    periods: Periods
    title: str
    kind: UseKind
    state: BookingState
    date_state: OccurrenceState
    shared: bool
    seats: int | None
    school_class: str
    teacher: str
    teacher_id: UUID | None
    locked: bool
    part: int | None
    used: bool  # a use record exists

    @property
    def settled(self) -> bool:
        """Whether what became of it is written down."""
        return self.used or self.date_state is OccurrenceState.NO_SHOW


class Dates(Sequence[Placed]):
    """Read all at once, made one by one."""

    def __init__(self, rows: Sequence[Sequence[Any]], rooms: Sequence[UUID] = ()) -> None:
        self._rows, self._rooms = rows, rooms  # a row says which of the rooms it is in
        self._made: dict[int, Placed] = {}

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> Placed: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Placed]: ...
    def __getitem__(self, place: int | slice) -> Placed | Sequence[Placed]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        if place not in self._made:
            self._made[place] = _placed(self._rows[place], self._rooms)
        return self._made[place]

    def spans(self) -> Iterator[tuple[int, date, int, int]]:
        """Of each which room of those asked for, the day, and the first and last period."""
        return ((room, on, first, last) for _, _, room, on, first, last, *_ in self._rows)

    def place(self, key: UUID) -> int | None:
        """Where in the order one is; None: it is not among them."""
        return self._places.get(key.hex)

    def find(self, key: UUID) -> Placed | None:
        """One of them."""
        place = self.place(key)
        return None if place is None else self[place]

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {_bare(row[0]): place for place, row in enumerate(self._rows)}


def placed_on(office: Office, first: date, last: date, rooms: Sequence[UUID]) -> Dates:
    """Every date in these rooms from a day to a day; what was refused or given up is left out."""
    span: dict[str, Any] = {"since": first, "until": last}
    with office.db.read() as session:
        if 0 < len(rooms) <= _FEW:
            asked = _OF_ROOMS.rows(session, span | {"rooms": list(rooms)})
        else:
            asked = _ALL.rows(session, span)
    places = {room.hex: place for place, room in enumerate(rooms)}
    found = []
    for row in asked:
        if row[-1] and (place := places.get(_bare(row[_ROOM]))) is not None:
            row[_ROOM] = place
            found.append(row)
    return Dates(found, rooms)


def _bare(key: str) -> str:
    """A key as text, however the engine writes it."""
    return key.replace("-", "")


def _placed(row: Sequence[Any], rooms: Sequence[UUID]) -> Placed:
    (
        id_, booking, room, on, first, last, title, kind, state, date_state, shared, seats, heads,
        group, teacher, teacher_id, locked, part, used, _,
    ) = row  # fmt: skip
    return Placed(
        UUID(id_), UUID(booking), rooms[room], on, Periods(first, last), title, kind, state,
        date_state, shared, heads if seats is None else seats, group or "", teacher or "",
        teacher_id, locked, part, used,
    )  # fmt: skip
