"""Several dates moved at once: what stands in the way of each, before anything is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from app.models import BookingOccurrence
from app.services.bookings.answers import Move, elsewhere
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


def prospects(office: Office, keys: Sequence[UUID], where: Move, today: date) -> list[Prospect]:
    """Each date in turn. One that cannot go stays, and is then itself in the way of others."""
    with office.db.read() as session:
        rows = [session.get_one(BookingOccurrence, key) for key in keys]
        held = uses_of(session, rows)
        found = {use.key: Prospect(use, elsewhere(use, where)) for use in held}
        going = list(held)
        while going:
            seen = _seen(session, going, where, today)
            found |= {each.before.key: each for each in seen}
            staying = [each.before for each in seen if not each.possible]
            going = [use for use in going if use not in staying] if staying else []
    return [found[use.key] for use in held]


def _seen(session: Session, going: Sequence[Use], where: Move, today: date) -> list[Prospect]:
    wanted = [elsewhere(use, where) for use in going]
    world = world_for(session, Scope.of(wanted))
    world.forget({use.key for use in going})
    found = []
    for before, use in zip(going, wanted, strict=True):
        found.append(Prospect(before, use, clashes(use, world), past=use.on < today))
        if found[-1].possible:
            world.add(use)
    return found
