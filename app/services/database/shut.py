"""The last look before a commit: nothing still to come is put into a room that is shut for good.

Forms, plans and the bin have asked before. Undo and redo have not: what they bring back may have
been left before the room was shut. A closure (停用安排) is another matter: it may lie over
bookings, and those that nobody has settled are on the home page.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Connection, select

from app.errors import Conflict
from app.models import Booking, BookingOccurrence, Room
from app.models.bookings import HOLDING
from app.models.teaching_time import Periods
from app.services.database.bulk import parts
from app.services.database.changes import Change

_TAKEN_BY = frozenset({"room_id", "on", "state", "deleted"})
_DATES, _BOOKINGS, _ROOMS = BookingOccurrence.table(), Booking.table(), Room.table()


def check(connection: Connection, changes: Sequence[Change]) -> None:
    """Conflict that names the first date that would stand in such a room."""
    today = date.today()  # noqa: DTZ011 - the office's own calendar day
    for condition in _touched(changes):
        found = connection.execute(
            select(
                _ROOMS.c.number, _ROOMS.c.closed_on, _BOOKINGS.c.title,
                _DATES.c.on, _DATES.c.first, _DATES.c.last,
            )
            .join_from(_DATES, _ROOMS, _ROOMS.c.id == _DATES.c.room_id)
            .join(_BOOKINGS, _BOOKINGS.c.id == _DATES.c.booking_id)
            .where(
                condition,
                _DATES.c.deleted.is_not(True),  # the condition is what finds the few
                _DATES.c.state.in_(HOLDING),
                _DATES.c.on >= today,
                _DATES.c.on >= _ROOMS.c.closed_on,
            )
            .order_by(_DATES.c.on, _DATES.c.first)
        ).first()  # fmt: skip
        if found is not None:
            number, closed_on, title, on, first, last = found
            raise Conflict(
                f"实训室 {number} 自 {closed_on} 起停用，“{title}”{on} {Periods(first, last)}"
                "不能放在那里，没有改动。请改到别的实训室，或者取消这一次。"
            )


def _touched(changes: Sequence[Change]) -> Iterator[ColumnElement[bool]]:
    """Dates put somewhere, and rooms that are shut; a new date was looked at by who planned it."""
    dates = [
        each.id
        for each in changes
        if each.kind is BookingOccurrence and each.op == "U" and _TAKEN_BY & each.fields.keys()
    ]
    yield from (_DATES.c.id.in_(part) for part in parts(dates))
    for each in changes:
        if each.kind is Room and each.op == "U" and "closed_on" in each.fields:
            yield _DATES.c.room_id == each.id
