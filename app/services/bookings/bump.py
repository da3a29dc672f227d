"""Precedence: a timetable goes before an examination, that before a class, a class before a club.

Who stands lower is named and asked elsewhere, in the same step; nobody is ever overwritten.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from app.errors import Conflict
from app.models import BookingOccurrence, Room
from app.models.bookings import UseKind
from app.services.bookings.answers import Answer, Bump, elsewhere
from app.services.bookings.dates import must_be_free, must_lie_ahead, put, use_of_date
from app.services.bookings.occupation import Use
from app.services.bookings.policy import against_elsewhere, excuse, goes_before


def make_way(
    session: Session, title: str, kind: UseKind, answers: Iterable[Answer], today: date
) -> set[tuple[UUID, date]]:
    """Put those who give way where they were asked to; the rooms and days that they left.

    Conflict if one need not give way, or cannot go there.

    Nobody chose that, so it may be against the office's rules: which ones, and for whom, is kept
    on who gives way. What is past already may only be corrected: it is no move.
    """
    moved: list[Use] = []
    left: set[tuple[UUID, date]] = set()
    for answer in answers:
        for key, where in answer.moves if isinstance(answer, Bump) else ():
            row = session.get_one(BookingOccurrence, key)
            use = use_of_date(session, row)
            if not goes_before(kind, use.kind):
                told = f"“{use.title}”是{use.kind}，不用给{kind}让出"
                raise Conflict(f"{use.on} {use.periods}：{told}。没有改动，请改期或跳过。")
            wanted = elsewhere(use, where)
            if use.on >= today:
                must_lie_ahead([wanted], today)
                moved.append(wanted)
                left.add((use.room, use.on))
            must_be_free(session, [wanted])
            room = session.get_one(Room, row.room_id).number
            row.why = f"让给“{title}”，原定 {room} {use.on} {use.periods}"
            put(row, wanted)
            session.flush()
    excuse(session, against_elsewhere(session, moved, today), f"让给“{title}”")
    return left
