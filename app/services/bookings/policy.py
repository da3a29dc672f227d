"""The office's rules on bookings (预约规定): who may book what, how far ahead, how long, how much.

A preview and the saving that follows ask the same function. What does not keep a rule may be
booked all the same, with a reason that is kept; who must agree follows from the rules too.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.errors import Conflict
from app.models import Booking, BookingOccurrence, Department, Policy, Room
from app.models.bookings import HOLDING, ApprovalRole, BookingState, UseKind
from app.services.bookings.occupation import Use
from app.services.office import Office

_USUAL_HOLD = 3  # days, where no rule says how long
_WEEK = timedelta(days=7)
_AND = "；"  # between the rules that a booking does not keep
_PRECEDENCE = {kind: rank for rank, kind in enumerate(UseKind)}


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks for a booking, and on which day."""

    department: UUID | None = None
    applied: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What a booking is when it is saved."""

    state: BookingState
    locked: bool = False
    hold_until: datetime | None = None


def goes_before(one: UseKind, other: UseKind) -> bool:
    """Whether a use has precedence over another: timetable, examination, class, … club."""
    return _PRECEDENCE[one] < _PRECEDENCE[other]


def steps(office: Office, kind: UseKind, room: UUID) -> tuple[ApprovalRole, ...]:
    """Who must agree to such a booking, in turn; nobody: it holds at once."""
    with office.db.read() as session:
        return roles(rules(session, kind, room))


def roles(found: Iterable[Policy]) -> tuple[ApprovalRole, ...]:
    """All who are named by one of these rules, in turn."""
    wanted = {role for policy in found for role in policy.steps}
    return tuple(role for role in ApprovalRole if role in wanted)


def rules(session: Session, kind: UseKind, room: UUID) -> list[Policy]:
    """Those that apply to a use of a room."""
    return _applying(_active(session), kind, session.scalar(_base(room)))


def standing(found: Sequence[Policy], wish: BookingState, applied: date) -> Standing:
    """What a new booking is: held for some days if that is the wish, else as the rules say.

    Where a rule applies and none names anybody, it holds at once and is locked; where there is no
    rule at all, the office decides.
    """
    if wish is BookingState.TENTATIVE:
        days = min((each.hold_days for each in found if each.hold_days), default=_USUAL_HOLD)
        over = datetime.combine(applied + timedelta(days=days + 1), time()).astimezone()
        return Standing(wish, hold_until=over)
    if wish is BookingState.WAITING and found and not roles(found):
        return Standing(BookingState.APPROVED, locked=True)
    return Standing(wish, locked=wish is BookingState.APPROVED)


def against(session: Session, uses: Sequence[Use], asker: Asker) -> tuple[str, ...]:
    """Which rules these dates of one booking do not keep, in words."""
    every = _active(session)
    if not uses or not every:
        return ()
    bases = {room: session.scalar(_base(room)) for room in {use.room for use in uses}}
    told: list[str] = []
    for policy in every:
        own = [use for use in uses if policy in _applying([policy], use.kind, bases[use.room])]
        if own:
            told += [f"{policy.name}：{each}" for each in _unkept(session, policy, own, asker)]
    for base in dict.fromkeys(bases.values()):
        told += _not_theirs(session, _applying(every, uses[0].kind, base), asker)
    return tuple(dict.fromkeys(told))


def against_elsewhere(
    session: Session, uses: Sequence[Use], today: date
) -> dict[UUID, tuple[str, ...]]:
    """Which rules dates on file do not keep where they are to be now, by booking.

    What an exception was made for already is not asked again.
    """
    own: dict[UUID, list[Use]] = {}
    for use in uses:
        if use.booking is not None:
            own.setdefault(use.booking, []).append(use)
    found: dict[UUID, tuple[str, ...]] = {}
    for key, held in own.items():
        booking = session.get_one(Booking, key)
        known = (booking.against or "").split(_AND)
        told = against(session, held, Asker(booking.department_id, today))
        found[key] = tuple(words for words in told if words not in known)
    return {key: told for key, told in found.items() if told}


def excuse(session: Session, found: Mapping[UUID, Sequence[str]], reason: str) -> None:
    """Keep on each booking which rules it does not keep and why; Conflict if nobody says why."""
    for key, told in found.items():
        words = _AND.join(told)
        if not reason:
            raise Conflict(f"不合预约规定，没有改动：{words}。请另选时间或实训室，或写明例外理由。")
        booking = session.get_one(Booking, key)
        booking.against = _joined(booking.against, words)
        booking.exception = _joined(booking.exception, reason)


def _joined(before: str | None, more: str) -> str:
    return (
        before if before and more in before.split(_AND) else _AND.join(filter(None, (before, more)))
    )


def _active(session: Session) -> list[Policy]:
    query = select(Policy).where(Policy.deleted.is_(False), Policy.active.is_(True))
    return list(session.scalars(query.order_by(Policy.name, Policy.id)))


def _base(room: UUID) -> Select[UUID | None]:
    return select(Room.base_id).where(Room.id == room)


def _applying(every: Iterable[Policy], kind: UseKind, base: UUID | None) -> list[Policy]:
    return [
        each
        for each in every
        if (not each.kinds or kind in each.kinds) and each.base_id in (None, base)
    ]


def _unkept(session: Session, policy: Policy, uses: Sequence[Use], asker: Asker) -> Iterator[str]:
    if policy.barred:
        yield f"不接受{uses[0].kind}预约"
    days = [use.on for use in uses]
    longest = max(len(use.periods) for use in uses)
    if policy.longest is not None and longest > policy.longest:
        yield f"一次最长 {policy.longest} 节，现在是 {longest} 节"
    if asker.applied is not None:
        yield from _untimely(policy, (min(days) - asker.applied).days, max(days) - asker.applied)
    if policy.quota is not None and uses[0].teacher is not None:
        yield from _over_quota(session, policy, uses)


def _untimely(policy: Policy, ahead: int, furthest: timedelta) -> Iterator[str]:
    if policy.notice is not None and ahead < policy.notice:
        now = f"现在是 {ahead} 天" if ahead >= 0 else "最早的一天已过去"
        yield f"至少提前 {policy.notice} 天，{now}"
    if policy.horizon is not None and furthest.days > policy.horizon:
        yield f"最多提前 {policy.horizon} 天，现在是 {furthest.days} 天"


def _over_quota(session: Session, policy: Policy, uses: Sequence[Use]) -> Iterator[str]:
    """The first week in which a teacher would have too many periods of such uses."""
    for monday in sorted({use.on - timedelta(days=use.on.weekday()) for use in uses}):
        asked = sum(len(use.periods) for use in uses if monday <= use.on < monday + _WEEK)
        held = _held(session, policy, uses, monday)
        if held + asked > (policy.quota or 0):
            told = f"{monday} 起的一周已有 {held} 节，再加 {asked} 节"
            yield f"每人每周最多 {policy.quota} 节，{told}"
            return


def _held(session: Session, policy: Policy, uses: Sequence[Use], monday: date) -> int:
    """What the teacher has in a week besides these, be they new or on file."""
    use, own = uses[0], [each.key for each in uses if each.key is not None]
    query = (
        select(BookingOccurrence.first, BookingOccurrence.last)
        .join(Booking, Booking.id == BookingOccurrence.booking_id)
        .join(Room, Room.id == BookingOccurrence.room_id)
        .where(
            BookingOccurrence.teacher_id == use.teacher,
            BookingOccurrence.on.between(monday, monday + _WEEK - timedelta(days=1)),
            BookingOccurrence.state.in_(HOLDING),
            BookingOccurrence.deleted.is_not(True),  # teacher and week are what finds the few
        )
    )
    if own:
        query = query.where(BookingOccurrence.id.not_in(own))
    elif use.booking is not None:
        query = query.where(Booking.id != use.booking)
    if policy.kinds:
        query = query.where(Booking.kind.in_(policy.kinds))
    if policy.base_id is not None:
        query = query.where(Room.base_id == policy.base_id)
    return sum(last - first + 1 for first, last in session.execute(query))


def _not_theirs(session: Session, found: Iterable[Policy], asker: Asker) -> Iterator[str]:
    """Where rules name departments, one of them must be the one that asks."""
    named = {each.department_id: each for each in found if each.department_id is not None}
    if named and asker.department not in named:
        names = session.scalars(select(Department.name).where(Department.id.in_(named))).all()
        first = next(iter(named.values()))
        yield f"{first.name}：只限{'、'.join(sorted(names))}预约，请填写申请部门"
