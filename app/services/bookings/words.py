"""When a booking is, as typed in one line: 1-16周 单周 星期二 第3-4节, or 11月24日 第3-4节."""

import re
from datetime import date
from typing import Any
from uuid import UUID

from app.errors import Invalid, Problem
from app.models import Booking, BookingApproval, BookingEquipment, Equipment
from app.models.calendar import Weekday
from app.models.teaching_time import WEEKDAY_NAMES, Pattern, Periods, Weeks
from app.services.office import Office
from app.services.query import Query

_DAY = re.compile(r"^\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*[日号]?\s*$")
HELP = "如：1-16周 单周 星期二 第3-4节；只用一次的：11月24日 第3-4节。"


def short_day(on: date) -> str:
    """A day in a list of dates: 11-30 周一."""
    return f"{on.month:02}-{on.day:02} 周{WEEKDAY_NAMES[on.weekday()]}"


def when(text: str, term: UUID | None, today: date) -> dict[str, Any]:
    """The values of a booking that a line means. Invalid with what is missing."""
    try:
        found = _once(text, today)
        if found is not None:
            return found
        pattern = Pattern.parse(text)
    except ValueError as error:
        raise Invalid([Problem("when", f"{error}")]) from error
    if term is None:
        told = "这一天不在任何学期里，请先在“校历”里建好学期，或写明日期。"
        raise Invalid([Problem("when", told)])
    return {
        "term_id": term,
        "weeks": str(pattern.weeks),
        "weekday": tuple(Weekday)[pattern.weekday - 1],
        "on": None,
        "first": pattern.periods.first,
        "last": pattern.periods.last,
    }


def _once(text: str, today: date) -> dict[str, Any] | None:
    """One day alone, if the line begins with a date; a year left out is this one."""
    begins = re.match(r"^\s*\d{1,4}\s*[年月./]|^\s*\d{4}-", text)
    if begins is None:
        return None
    head, _, tail = text.partition("第")
    if not tail:
        raise ValueError("请写明节次，如 11月24日 第3-4节")
    short = _DAY.match(head)
    if short is not None:
        on = date(today.year, int(short[1]), int(short[2]))
    else:
        parsed = Booking.field("on").parse(head)
        if not isinstance(parsed, date):
            raise ValueError("请写明日期，如 11月24日 第3-4节")
        on = parsed
    periods = Periods.parse(tail)
    empty = {"term_id": None, "weeks": None, "weekday": None}
    return empty | {"on": on, "first": periods.first, "last": periods.last}


def phrase(week: int, weekday: int, periods: Periods) -> str:
    """One period of one teaching week, as `when` reads it."""
    return f"{Weeks(((week, week),))} 星期{WEEKDAY_NAMES[weekday - 1]} {periods}"


def phrase_on(day: date, periods: Periods) -> str:
    """One day, as `when` reads it."""
    return f"{day.year}年{day.month}月{day.day}日 {periods}"


def said(booking: Booking) -> str:
    """When a booking on file is, in one line."""
    periods = Periods(booking.first, booking.last)
    if booking.on is not None or booking.weekday is None:
        return f"{booking.on} {periods}" if booking.on else str(periods)
    weekday = tuple(Weekday).index(booking.weekday) + 1
    return f"{booking.weeks} 星期{WEEKDAY_NAMES[weekday - 1]} {periods}"


def told_of(office: Office, booking: Booking) -> list[str]:
    """What else stands on the paper of a booking, a line each: equipment, exception, approvals."""
    own = Query(where={"booking_id": booking.id})
    pieces: list[BookingEquipment] = office.of(BookingEquipment).all(own)
    names = office.of(Equipment).titles({each.equipment_id for each in pieces})
    used = "、".join(f"{names.get(each.equipment_id, '')} {each.quantity}" for each in pieces)
    cost = f"（预算 {booking.budget} 元）" if booking.budget is not None else ""
    held = booking.hold_until.astimezone() if booking.hold_until else None
    lines = (
        ("设备", used),
        ("耗材", f"{booking.materials or ''}{cost}"),
        ("不合规定", booking.against or ""),
        ("例外理由", booking.exception or ""),
        ("暂留到", f"{held:%Y-%m-%d %H:%M}" if held else ""),
        ("审批", "；".join(_decided(each) for each in office.of(BookingApproval).all(own))),
    )
    return [f"{label}：{' '.join(text.split())}" for label, text in lines if text]


def _decided(each: BookingApproval) -> str:
    verb = "同意" if each.agreed else "驳回"
    reason = f"（{each.reason}）" if each.reason else ""
    return f"{each.role}{verb}{reason} {each.person or ''} {each.on}".replace("  ", " ")
