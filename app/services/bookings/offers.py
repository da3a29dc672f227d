"""Where else a lesson could go: rooms that are free all the time and fit, the likeliest first."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Equipment
from app.services.bookings.occupation import RoomFacts, Use, World, clashes
from app.services.bookings.world import Scope, room_facts, world_for
from app.services.office import Office

_OFFERED = 5


@dataclass(frozen=True, slots=True)
class Offer:
    """A room, and why it is offered."""

    room: UUID
    number: str
    seats: int | None
    same_campus: bool
    same_base: bool

    @property
    def words(self) -> str:
        """As it stands in a list: B102（40 工位，同校区）."""
        told = [f"{self.seats} 工位" if self.seats is not None else "未登记工位"]
        told += ["同基地"] if self.same_base else ["同校区"] if self.same_campus else ["其他校区"]
        return f"{self.number}（{'，'.join(told)}）"


def offers(
    office: Office, uses: Sequence[Use], *, limit: int = _OFFERED, campus: UUID | None = None
) -> list[Offer]:
    """Rooms that could take all of these dates, with enough seats and the same equipment."""
    if not uses:
        return []
    with office.db.read() as session:
        rooms = room_facts(session)
        world = world_for(session, Scope.of(uses, rooms))
        equipped = with_equipment(session, [key for key, _ in uses[0].equipment])
    fit = {
        key: facts
        for key, facts in rooms.items()
        if (equipped is None or key in equipped) and campus in (None, facts.campus)
    }
    return free_rooms(uses, world, fit, limit=limit)


def free_rooms(
    uses: Sequence[Use], world: World, rooms: Mapping[UUID, RoomFacts], *, limit: int = _OFFERED
) -> list[Offer]:
    """The same over a world that is there already."""
    if not uses:
        return []
    own = world.rooms.get(uses[0].room, RoomFacts())
    heads = max(max(use.heads, use.seats) for use in uses)
    busy = _busy(uses, world)
    large = [
        key
        for key, facts in rooms.items()
        if key not in busy and (facts.seats is None or facts.seats >= heads)
    ]
    # People are the same wherever they sit, and nobody is in a room that is not busy.
    asked = [use._replace(teacher=None, school_class=None, partner=None) for use in uses]
    alone = not any(use.shared or use.equipment for use in uses)
    around = World(rooms=world.rooms, closures=world.closures) if alone else world
    found: list[Offer] = []
    for key in sorted(large, key=lambda key: _rank(rooms[key], own)):
        if key != uses[0].room and not _hard(asked, key, around):
            found.append(_offer(key, rooms[key], own))
        if len(found) == limit:
            break
    return found


def _busy(uses: Iterable[Use], world: World) -> frozenset[UUID]:
    """Rooms that somebody is in at one of these times, unless seats can be shared there."""
    return frozenset(
        other.room
        for use in uses
        for period in use.periods
        for other in world.at.get((use.on, period), ())
        if not (use.shared and other.shared)
    )


def with_equipment(session: Session, keys: Collection[UUID]) -> frozenset[UUID] | None:
    """Rooms that hold equipment of the same names; None if none is wanted."""
    if not keys:
        return None
    names = set(session.scalars(select(Equipment.name).where(Equipment.id.in_(keys))))
    live = select(Equipment.room_id, Equipment.name).where(
        Equipment.name.in_(names), Equipment.deleted.is_(False)
    )
    held: dict[UUID, set[str]] = {}
    for room, name in session.execute(live):
        if room is not None:
            held.setdefault(room, set()).add(name)
    return frozenset(room for room, there in held.items() if there == names)


def _hard(uses: Iterable[Use], room: UUID, world: World) -> bool:
    return any(
        clash.hard for use in uses for clash in clashes(use._replace(room=room, part=None), world)
    )


def _rank(facts: RoomFacts, own: RoomFacts) -> tuple[bool, bool, int, str]:
    """Same campus, same base, as few seats too many as possible."""
    return facts.campus != own.campus, facts.base != own.base, facts.seats or 9_999, facts.number


def _offer(key: UUID, facts: RoomFacts, own: RoomFacts) -> Offer:
    same_base = facts.base is not None and facts.base == own.base
    return Offer(key, facts.number, facts.seats, facts.campus == own.campus, same_base)
