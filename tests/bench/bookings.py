"""Conflict checks among a million dates, against the same questions asked of raw SQLite."""

import itertools
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import xlsxwriter

from app.models import Booking, BookingOccurrence, Room, Term
from app.models.bookings import HOLDING
from app.models.teaching_time import Periods
from app.places import Places
from app.services.bookings.occupation import Use, clashes
from app.services.bookings.world import Scope, world_for
from app.services.exchange.timetable_writing import import_timetable
from app.services.office import Office, open_office
from tests.bench.measure import Row, once, seconds

ROOMS, BOOKINGS, WEEKS = 300, 62_500, 16
MONDAY = date(2015, 8, 31)
ROWS = 2_000
_WEEKDAYS = "一二三四五"
_COLUMNS = (
    'd.id, d.booking_id, d."on", d.first, d.last, d.room_id, d.part, d.shared, d.seats, '
    "d.teacher_id, d.class_id, b.title, b.kind, b.partner_id, b.heads"
)
_ROOM = (
    "SELECT id, number, seats, parts, sharing, opens, closed_on, access, hazards, base_id,"
    " campus_id FROM room WHERE id = ?"
)
_CLOSED = (
    "SELECT name, kind, room_id, base_id, starts, ends, weekdays, periods FROM closure"
    " WHERE deleted IS 0 AND starts <= ? AND (ends IS NULL OR ends >= ?)"
)
_SHIFTED = (
    'SELECT "on", runs_as FROM calendar_day WHERE "on" BETWEEN ? AND ?'
    " AND kind = 'SHIFTED' AND deleted IS NOT 1 AND runs_as IS NOT NULL"
)
_BETWEEN = "SELECT {} FROM booking_occurrence d JOIN booking b ON b.id = d.booking_id"


def rows() -> list[Row]:
    """One college with a million dates in ten years."""
    with tempfile.TemporaryDirectory() as folder, college(Path(folder)) as (office, rooms):
        days = [MONDAY + timedelta(weeks=n, days=364) for n in range(WEEKS)]
        return [
            _check(office, rooms, days, "conflict check, 16 weeks of 1,000,000"),
            _check(office, rooms, days[:1], "conflict check, one date of 1,000,000"),
            _timetable(office, Path(folder)),
        ]


def _use(room: UUID, on: date) -> Use:
    return Use(on=on, periods=Periods(3, 4), room=room)


def _check(office: Office, rooms: Sequence[UUID], days: Sequence[date], work: str) -> Row:
    """The same four questions on both sides: room, closures, shifted workdays, who is there then.

    Every date finds its room taken, and every check is of another room.
    """
    marks = ",".join("?" * len(days))
    states = ",".join(f"'{each.name}'" for each in HOLDING)
    on = [day.isoformat() for day in days]
    taken = (
        f'{_BETWEEN.format(_COLUMNS)} WHERE d.room_id IN (?) AND d."on" IN ({marks})'
        f" AND d.deleted IS 0 AND d.state IN ({states}) AND d.first <= 4 AND d.last >= 3"
    )
    with office.db.read() as session:
        raw: Any = session.connection().connection.driver_connection

        def ours() -> None:
            for room in rooms:
                uses = [_use(room, day) for day in days]
                world = world_for(session, Scope.of(uses))
                for use in uses:
                    clashes(use, world)

        def floor() -> None:
            for room in rooms:
                raw.execute(_ROOM, [room.hex]).fetchall()
                raw.execute(_CLOSED, [on[-1], on[0]]).fetchall()
                raw.execute(_SHIFTED, [on[0], on[-1]]).fetchall()
                raw.execute(taken, [room.hex, *on]).fetchall()

        took, least = seconds(ours), seconds(floor)
    each, raw_each = (1000 * whole / len(rooms) for whole in (took, least))
    note = f"{each:.2f} ms, floor {raw_each:.3f} ms"
    return Row(work, "the same questions to raw sqlite3", took / least, 3, note)


def _timetable(office: Office, folder: Path) -> Row:
    """Two thousand rows, many of which find their room taken."""
    path = folder / "实训课表.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("课表")
        sheet.write_row(0, 0, ["第1周星期一：2026-08-31"])
        sheet.write_row(
            1, 0, ["课程", "班级", "人数", "任课教师", "周次", "星期", "节次", "实训室"]
        )
        for n in range(ROWS):
            first = n // ROOMS % 4 * 2 + 1
            row = [
                f"课程{n}", f"班级{n % 400}", 30, f"教师{n % 300}", "1-16周",
                f"星期{_WEEKDAYS[n % 5]}", f"{first}-{first + 1}", f"R{n % ROOMS:03}",
            ]  # fmt: skip
            sheet.write_row(n + 2, 0, row)
    copied = once(office.backups.make)  # one that is up to date is not made again
    took = once(lambda: import_timetable(office, path))
    note = f"{took:.1f} s, after a verified copy of everything in {copied:.1f} s"
    return Row("placing a timetable of 2,000 rows", "ten seconds", took / 10, 1, note)


@contextmanager
def college(folder: Path) -> Iterator[tuple[Office, list[UUID]]]:
    """An office with a million dates of bookings in three hundred rooms."""
    office = open_office(Places(folder / "data"), user="杨知行")
    rooms = [
        office.of(Room).save({"number": f"R{n:03}", "name": "实训室", "seats": 40}).id
        for n in range(ROOMS)
    ]
    term = {"code": "2015-2016-1", "starts": MONDAY, "weeks": 20}
    office.of(Term).save(term)
    values = {"title": "实训", "room_id": rooms[0], "on": MONDAY}
    first = office.of(Booking).save(values)
    sample = office.of(BookingOccurrence).save(
        {"booking_id": first.id, "room_id": rooms[0], "on": MONDAY, "first": 12, "last": 12}
    )
    _multiply(office, rooms, first.id, sample.id)
    yield office, rooms
    office.db.close()


def _multiply(office: Office, rooms: Sequence[UUID], booking: UUID, sample: UUID) -> None:
    """Copies of one stored date, put in as SQLite does it fastest."""
    with office.db.engine.begin() as connection:
        raw: Any = connection.connection.driver_connection
        for table, key, made in (
            ("booking", booking, _bookings()),
            ("booking_occurrence", sample, _dates(rooms)),
        ):
            cursor = raw.execute(f"SELECT * FROM {table} WHERE id = ?", (key.hex,))  # noqa: S608
            names = [each[0] for each in cursor.description]
            like = dict(zip(names, cursor.fetchone(), strict=True))
            marks = ",".join("?" * len(names))
            raw.executemany(
                f"INSERT INTO {table} VALUES ({marks})",  # noqa: S608 - our own tables
                (tuple((like | row)[name] for name in names) for row in made),
            )


def _bookings() -> Iterator[dict[str, Any]]:
    for n in range(BOOKINGS):
        yield {"id": f"{n:032x}", "number": f"B{n}"}


def _dates(rooms: Sequence[UUID]) -> Iterator[dict[str, Any]]:
    """Every room, 25 lessons a week, sixteen weeks; then the next half year."""
    hours = itertools.product(range(9), rooms, range(5), (1, 3, 5, 7, 9))
    for n, (half, room, day, first) in enumerate(itertools.islice(hours, BOOKINGS)):
        for week in range(WEEKS):
            on = MONDAY + timedelta(weeks=26 * half + week, days=day)
            yield {
                "id": f"{n * WEEKS + week + 10**9:032x}",
                "booking_id": f"{n:032x}",
                "room_id": room.hex,
                "on": on.isoformat(),
                "first": first,
                "last": first + 1,
            }
