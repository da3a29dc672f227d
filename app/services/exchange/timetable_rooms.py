"""Which room a cell of a timetable means: by its number, with its name behind it or without."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Room
from app.models.fields import Field
from app.models.text import fold
from app.services.bookings.occupation import RoomFacts
from app.services.bookings.world import room_facts
from app.services.exchange.references import References


@dataclass(frozen=True, slots=True)
class RoomNames:
    """The rooms on file; where there is none yet, those that cells name come along.

    Later a name that nobody knows is a wrong one.
    """

    references: References
    described: Field
    known: Mapping[UUID, tuple[str, str]]  # number and name

    @classmethod
    def of(cls, session: Session, references: References) -> "RoomNames":
        """All of them, read once."""
        described = Field(
            label="实训室", target="room", along=not references.directory("room").known
        )
        rows = session.execute(
            select(Room.id, Room.number, Room.name).where(Room.deleted.is_(False))
        )
        return cls(references, described, {key: (number, name) for key, number, name in rows})

    def find(self, text: str) -> UUID | str:
        """The room, or why there is none."""
        rooms = self.references.directory("room")
        first, *rest = text.split(maxsplit=1)
        found = rooms.find(first) if rest and not rooms.find(text) else ()
        if len(found) != 1 or found[0] not in self.known:
            whole = self.references.look_up(self.described, text)
            return whole if isinstance(whole, UUID) else whole.note
        number, name = self.known[found[0]]
        if fold(rest[0]).startswith(fold(name)):
            return found[0]
        return f"库里的 {number} 是“{name}”，与“{rest[0]}”不同"


def facts_of(session: Session, references: References) -> dict[UUID, RoomFacts]:
    """All rooms, those included that come along, called by their number until somebody knows."""
    made = {key: each.values for key, each in references.made.items() if each.kind is Room}
    for values in made.values():
        values["name"] = values["number"]
    facts = {key: RoomFacts(number=values["number"]) for key, values in made.items()}
    return room_facts(session) | facts
