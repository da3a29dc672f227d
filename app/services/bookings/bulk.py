"""Several dates moved at once: what stands in the way of each, before anything is done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.models import BookingOccurrence
from app.services.bookings.answers import Moves, elsewhere
from app.services.bookings.dates import uses_of
from app.services.bookings.occupation import Clash, Use, clashes
from app.services.bookings.world import Scope, world_for
from app.services.office import Office


@dataclass(frozen=True, slots=True)
class Prospect:
    """A date on file, where it would be, and what stands against that."""

    before: Use
    use: Use
    clashes: tuple[Clash, ...] = ()
    past: bool = False  # the day it would go to is over

    @property
    def possible(self) -> bool:
        """Whether it can go there."""
        return not self.past and not any(each.hard for each in self.clashes)

    @property
    def words(self) -> str:
        """Why not, or what to mind, in a sentence."""
        if self.past:
            return "这一天已经过去，不能改到那天"
        return "；".join(each.words for each in self.clashes)


def prospects(office: Office, moves: Moves, today: date) -> list[Prospect]:
    """Each date in turn. One that cannot go stays, and is then itself in the way of others."""
    with office.db.read() as session:
        rows = [session.get_one(BookingOccurrence, key) for key in moves]
        held = uses_of(session, rows)
        wanted = {
            use.key: elsewhere(use, where) for use, where in zip(held, moves.values(), strict=True)
        }
        found = {use.key: Prospect(use, wanted[use.key]) for use in held}
        going = list(held)
        while going:
            seen = _seen(session, {use: wanted[use.key] for use in going}, today)
            found |= {each.before.key: each for each in seen}
            staying = [each.before for each in seen if not each.possible]
            going = [use for use in going if use not in staying] if staying else []
    return [found[use.key] for use in held]


def _seen(session: Session, going: Mapping[Use, Use], today: date) -> list[Prospect]:
    world = world_for(session, Scope.of(going.values()))
    world.forget({use.key for use in going})
    found = []
    for before, use in going.items():
        found.append(Prospect(before, use, clashes(use, world), past=use.on < today))
        if found[-1].possible:
            world.add(use)
    return found
