"""What somebody decides about a date that clashes, and where the date is then."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.models.teaching_time import Periods
from app.services.bookings.occupation import Use


@dataclass(frozen=True, slots=True)
class Skip:
    """Leave a date out; it stays on the series and can be added back."""

    why: str = ""


@dataclass(frozen=True, slots=True)
class Queue:
    """Take what is left of a date and wait for the rest."""


@dataclass(frozen=True, slots=True)
class Move:
    """Hold one date elsewhere; what is not given stays."""

    room: UUID | None = None
    on: date | None = None
    periods: Periods | None = None


Moves = Mapping[UUID, Move]  # dates on file, and where each of them is to be


@dataclass(frozen=True, slots=True)
class Bump:
    """Those of lower precedence that stand in the way go elsewhere: their dates, and where to."""

    moves: tuple[tuple[UUID, Move], ...]


Answer = Skip | Queue | Move | Bump


def elsewhere(use: Use, where: Move) -> Use:
    """A use where it is held instead; a part of one room means nothing in another."""
    room = where.room or use.room
    return use._replace(
        room=room,
        part=use.part if room == use.room else None,
        on=where.on or use.on,
        periods=where.periods or use.periods,
    )
