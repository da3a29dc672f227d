"""Training bases: what is more than generic about rooms, equipment, closures and who may enter."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from app.errors import Invalid, Problem
from app.models import (
    Booking,
    BookingOccurrence,
    Closure,
    Equipment,
    Policy,
    Record,
    Room,
    RoomInspection,
    SafetyAccess,
)
from app.models.bookings import HOLDING
from app.models.calendar import Weekday
from app.services.database import Database, Writing
from app.services.database.seats import over
from app.services.records import Records

_BOOKED_BY = ("parts", "seats", "sharing", "closed_on")
_WEEKDAYS = tuple(Weekday)
_FULL_MARKS = 100
_AMOUNT = ("amount", "price", "quantity")
_SHOWN = 3  # dates named in a message; of more the number is told


class Rooms(Records[Room]):
    """Records: a room does not get smaller than what is booked in it, nor close over bookings."""

    def __init__(self, db: Database) -> None:
        super().__init__(db, Room)

    def _before_save(self, session: Session, record: Room) -> None:
        if problems := list(_room_problems(session, record)):
            raise Invalid(problems)


class Inspections(Records[RoomInspection]):
    """Records: what is found is put right after it was found."""

    def __init__(self, db: Database) -> None:
        super().__init__(db, RoomInspection)

    def _before_save(self, session: Session, record: RoomInspection) -> None:
        problems = [
            *_in_order(record.on, record.due, "due", "整改期限早于检查日期"),
            *_in_order(record.on, record.fixed_on, "fixed_on", "整改完成日期早于检查日期"),
        ]
        if record.due and not record.found:
            problems.append(Problem("found", "写了整改期限，请写明隐患"))
        if problems:
            raise Invalid(problems)


class Equipments(Records[Equipment]):
    """Records: the amount is price times quantity, unless somebody says otherwise."""

    def __init__(self, db: Database) -> None:
        super().__init__(db, Equipment)

    def _put(self, writing: Writing, record: Equipment, accepted: Mapping[str, Any]) -> None:
        held = {key: accepted.get(key, getattr(record, key)) for key in _AMOUNT}
        if held["amount"] is None and held["price"] is not None:
            accepted = {**accepted, "amount": held["price"] * (held["quantity"] or 0)}
        super()._put(writing, record, accepted)


class Closures(Records[Closure]):
    """Records: days in order, one place, and not the same twice."""

    def __init__(self, db: Database) -> None:
        super().__init__(db, Closure)

    def accept(self, values: Mapping[str, Any], *, complete: bool) -> dict[str, Any]:
        """Also whether the values of a whole one fit each other: planning asks before it saves."""
        accepted = super().accept(values, complete=complete)
        if complete and (problems := list(closure_problems(accepted))):
            raise Invalid(problems)
        return accepted

    def _before_save(self, session: Session, record: Closure) -> None:
        values = {each.key: getattr(record, each.key, None) for each in Closure.fields()}
        problems = list(closure_problems(values))
        if twin := _twin(session, record, values):
            problems.append(Problem("starts", f"已有同样的停用安排“{twin}”，请改那一条"))
        if problems:
            raise Invalid(problems)


class Accesses(Records[SafetyAccess]):
    """Records: one person each, with days in order."""

    def __init__(self, db: Database) -> None:
        super().__init__(db, SafetyAccess)

    def _before_save(self, session: Session, record: SafetyAccess) -> None:
        problems = list[Problem]()
        if record.teacher_id is None and record.student_id is None:
            problems.append(Problem("teacher_id", "请填写教师或学生"))
        if record.teacher_id is not None and record.student_id is not None:
            problems.append(Problem("student_id", "一条只登记一个人，教师和学生只填一项"))
        if (record.score or 0) > _FULL_MARKS:
            problems.append(Problem("score", "考核分数不能超过 100"))
        told = "有效期早于培训日期"
        problems += _in_order(record.trained_on, record.valid_until, "valid_until", told)
        if problems:
            raise Invalid(problems)


class Policies(Records[Policy]):
    """Records: the latest day on which one may ask does not lie before the earliest."""

    def __init__(self, db: Database) -> None:
        super().__init__(db, Policy)

    def _before_save(self, session: Session, record: Policy) -> None:
        earliest, latest = record.horizon, record.notice
        if earliest is not None and latest is not None and earliest < latest:
            raise Invalid([Problem("horizon", "最多提前的天数少于至少提前的天数，没有一天能预约")])


def closure_problems(values: Mapping[str, Any]) -> Iterator[Problem]:
    """What does not fit together in a closure."""
    starts, ends = values.get("starts"), values.get("ends")
    if values.get("room_id") is not None and values.get("base_id") is not None:
        yield Problem("base_id", "实训室和整个基地只填一项")
    if starts is None or ends is None:
        return
    if ends < starts:
        yield Problem("ends", f"截止日期早于起始日期 {starts}")
        return
    weekdays = values.get("weekdays") or ()
    days = (starts + timedelta(days=n) for n in range(min((ends - starts).days, 6) + 1))
    if weekdays and not any(_WEEKDAYS[day.weekday()] in weekdays for day in days):
        told = "、".join(map(str, weekdays))
        yield Problem("weekdays", f"{starts} 至 {ends} 之间没有{told}")


def _twin(session: Session, record: Any, values: Mapping[str, Any]) -> str | None:
    """Another closure of the same place and time. What is only tried out has no key yet."""
    same = [
        getattr(Closure, key).is_(None) if value is None else getattr(Closure, key) == value
        for key, value in values.items()
        if key in ("room_id", "base_id", "starts", "ends", "weekdays", "periods")
    ]
    found = session.execute(
        select(Closure.id, Closure.name).where(*same, Closure.deleted.is_(False))
    )
    own = getattr(record, "id", None)
    return next((name for key, name in found if key != own), None)


def _in_order(first: date | None, last: date | None, key: str, told: str) -> list[Problem]:
    return [Problem(key, told)] if first and last and last < first else []


# --- rooms that are booked


def _room_problems(session: Session, record: Any) -> Iterator[Problem]:
    """What the dates still to come have against a change of their room."""
    changed = {key for key in _BOOKED_BY if _changed(session, record, key)}
    if not changed:
        return
    dates = _coming(session, record.id)
    if "parts" in changed and (lost := [d for d in dates if (d.part or 0) > record.parts]):
        yield Problem("parts", f"{_named(lost)}用的分区就没有了，请先改这些预约")
    shared = [each for each in dates if each.shared]
    if "sharing" in changed and not record.sharing and shared:
        yield Problem("sharing", f"{_named(shared)}正在共用工位，请先改这些预约")
    if changed & {"seats", "parts"} and (tight := list(over(shared, record.seats, record.parts))):
        yield Problem("seats" if "seats" in changed else "parts", _told_tight(tight))
    if "closed_on" in changed and record.closed_on is not None:
        late = [each for each in dates if each.on >= record.closed_on]
        if late:
            told = f"{_named(late)}在停用以后，请先在“停用安排”里改到别处或取消"
            yield Problem("closed_on", told)


def _changed(session: Session, record: Any, key: str) -> bool:
    """Whether a stored room is about to hold another value, or would if it were written."""
    if isinstance(record, Record):
        history = get_history(record, key)
        return bool(history.deleted) and history.has_changes()
    stored = session.get(Room, record.id) if getattr(record, "id", None) else None
    return stored is not None and getattr(stored, key) != getattr(record, key)


def _coming(session: Session, room: UUID) -> list[Any]:
    """Dates from today on that take the room."""
    today = date.today()  # noqa: DTZ011 - the office's own calendar day
    rows = session.execute(
        select(
            BookingOccurrence.on, BookingOccurrence.first, BookingOccurrence.last,
            BookingOccurrence.part, BookingOccurrence.shared, BookingOccurrence.seats,
            Booking.title,
        )
        .join(Booking, Booking.id == BookingOccurrence.booking_id)
        .where(
            BookingOccurrence.room_id == room,
            BookingOccurrence.on >= today,
            BookingOccurrence.state.in_(HOLDING),
            BookingOccurrence.deleted.is_(False),
        )
        .order_by(BookingOccurrence.on, BookingOccurrence.first)
    )  # fmt: skip
    return list(rows)


def _told_tight(found: Sequence[tuple[date, int, int]]) -> str:
    day, period, taken = found[0]
    more = f"等 {len(found)} 节" if len(found) > 1 else ""
    return f"{day} 第{period}节{more}已占用 {taken} 个工位，放不下，请先改这些预约"


def _named(dates: Sequence[Any]) -> str:
    """“数控编程与加工”（2026-12-01）等 12 次预约."""
    told = "、".join(f"“{each.title}”（{each.on}）" for each in dates[:_SHOWN])
    return f"{told}{f'等 {len(dates)} 次' if len(dates) > _SHOWN else ''}预约"
