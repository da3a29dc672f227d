"""Who of lower precedence stands in the way of a date, and where each of them could go."""

from dataclasses import dataclass

from app.services.bookings.answers import Bump
from app.services.bookings.occupation import HELD, Use
from app.services.bookings.places import Place, places
from app.services.bookings.preview import Planned
from app.services.office import Office


@dataclass(frozen=True, slots=True)
class Way:
    """One use that would have to give way, and where it could go."""

    use: Use
    places: tuple[Place, ...]


def ways(office: Office, planned: Planned) -> list[Way]:
    """As many as are needed, the lowest first; empty if nobody has to, or it would not help."""
    return [Way(use, places(office, use)) for use in _enough(planned)]


def bump(chosen: list[tuple[Use, Place]]) -> Bump:
    """The answer that sends these there."""
    return Bump(tuple((use.key, place.move) for use, place in chosen if use.key is not None))


def _enough(planned: Planned) -> list[Use]:
    lower = sorted(planned.giving_way, key=lambda use: (-_rank(use), -use.seats))
    if any(clash.what in HELD for clash in planned.clashes):
        return lower
    found: list[Use] = []
    while lower and sum(use.seats for use in found) < planned.lacking:
        found.append(lower.pop(0))
    return found


def _rank(use: Use) -> int:
    return list(type(use.kind)).index(use.kind)
