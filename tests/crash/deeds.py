"""What the killed processes were doing. Each says `ready`, then reports what is certainly done."""

import os
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from uuid import UUID

from app.errors import UserError
from app.models import BookingOccurrence, Partner, Room, Student
from app.models.bookings import UseKind
from app.models.students import Standing
from app.places import Places
from app.services.bookings.answers import Move
from app.services.bookings.booking import request
from app.services.bookings.booking import save as save_booking
from app.services.bookings.changes import move_all
from app.services.exchange.importing import plan_file
from app.services.exchange.workbook import open_book
from app.services.office import Office, open_office
from app.services.opening import open_for_work, restore_file
from app.services.query import Query
from app.services.roster import compare
from app.services.roster_writing import Decision, accept
from app.settings import Settings, save

BATCH = 3
IMPORT = 1_500
ROSTER = 40
FEW, MANY = 4, 9
DAY = date(2026, 9, 1)
RIVAL_TRIES = 25


def row(office: Office, number: int) -> dict[str, Any]:
    """Accepted values of a partner that carries a number."""
    values = {"name": f"企业{number}", "staff": number, "address": "四川省成都市" * 4}
    accepted = office.of(Partner).accept(values, complete=True)
    return {key: value for key, value in accepted.items() if key != "programmes"}


def saves(places: Places, report: Connection) -> None:
    """A few new partners and an edit in each transaction."""
    with open_for_work(places, "杨知行") as office:
        partner = office.of(Partner).save({"name": "每次都改"})
        report.send("ready")
        for number in range(1, 100_000):
            with office.db.write(f"第 {number} 次") as writing:
                writing.insert_many(Partner, [row(office, number)] * BATCH)
                writing.session.get_one(Partner, partner.id).staff = number
            report.send(number)


def imports(places: Places, report: Connection) -> None:
    """Many records in one transaction, again and again."""
    with open_for_work(places, "杨知行") as office:
        report.send("ready")
        for number in range(1, 100_000):
            with office.db.write("导入合作企业") as writing:
                writing.insert_many(Partner, [row(office, number)] * IMPORT)
            report.send(number)


def rosters(places: Places, report: Connection) -> None:
    """A whole class leaves and another comes, again and again, each time as one import."""
    with open_for_work(places, "杨知行") as office:
        report.send("ready")
        for number in range(1, 100_000):
            file = places.folder.parent / f"名册{number}.csv"
            lines = [f"{number:05}{n:03},石晓岚,数控2401,13800000000" for n in range(ROSTER)]
            file.write_text("\n".join(["学号,姓名,班级名称,手机", *lines]), "utf-8")
            plan = plan_file(office, Student, open_book(file))
            found = compare(office, plan)
            leaving = {each.student: Standing.LEFT for each in found.leavers}
            accept(office, plan, found, Decision(date(2026, 11, 22), leaving))
            report.send(number)


def backups(places: Places, report: Connection) -> None:
    """Copies, with changes in between."""
    with open_for_work(places, "杨知行") as office:
        report.send("ready")
        for number in range(1, 100_000):
            office.of(Partner).save({"name": f"企业{number}"})
            report.send(office.backups.make().path.name)


def restores(places: Places, report: Connection) -> None:
    """Back and forth between two copies."""
    copies = sorted(places.backups.glob("*.db"), key=lambda path: path.stat().st_mtime)
    report.send("ready")
    for number in range(1, 100_000):
        restore_file(places, copies[number % 2], "杨知行")
        report.send(number)


def settings(places: Places, report: Connection) -> None:
    """Settings written over and over."""
    report.send("ready")
    for number in range(1, 1_000_000):
        told = f"学校{number}" * 200
        save(replace(Settings(), college=told, alliance=told), places.settings)
        report.send(number)


def attachments(places: Places, report: Connection) -> None:
    """Scans, each another one."""
    with open_for_work(places, "杨知行") as office:
        partner = office.of(Partner).save({"name": "有附件的企业"})
        report.send("ready")
        for number in range(1, 100_000):
            scan = places.folder.parent / f"协议{number}.pdf"
            scan.write_bytes(b"%PDF" + number.to_bytes(4, "big") * 50_000)
            office.attachments.add(Partner, partner.id, scan)
            report.send(number)


def series(places: Places, report: Connection) -> None:
    """Bookings of several dates each, then half of the dates of one moved to another room."""
    with open_for_work(places, "杨知行") as office:
        here, there = office.of(Room).all(Query(order="number"))
        report.send("ready")
        for number in range(1, 100_000):
            day = DAY + timedelta(number)
            made = book(office, here.id, Pick(f"实训{number}", day, 1 + number % 11))
            other = book(office, here.id, Pick(f"另{number}", day + timedelta(400), 1))
            dates = office.of(BookingOccurrence).all(Query(where={"booking_id": (made, other)}))
            move_all(office, {each.id: Move(there.id) for each in dates}, DAY, reason="检修")
            report.send(number)


@dataclass(frozen=True, slots=True)
class Pick:
    """One use of a room that is tried: two periods of one day."""

    title: str
    on: date
    first: int
    seats: int = 0  # none: the whole room alone

    @property
    def values(self) -> dict[str, Any]:
        """Of a booking."""
        shared = {"shared": True, "heads": self.seats, "seats": self.seats} if self.seats else {}
        periods = {"first": self.first, "last": self.first + 1}
        return {"title": self.title, "on": self.on, "kind": UseKind.CLUB} | periods | shared


def book(office: Office, room: UUID, pick: Pick) -> UUID:
    """Book it the way the window does. Conflict if it does not fit."""
    return save_booking(office, request(office, pick.values | {"room_id": room})).id


def rivals(places: Places, report: Connection) -> None:
    """One of several programs that all want the same few periods of one room."""
    office = open_office(places, user="杨知行")
    (room, *_) = office.of(Room).all(Query(order="number"))
    chance = random.Random(os.getpid())
    report.send("ready")
    got = []
    for number in range(RIVAL_TRIES):
        seats = chance.choice((0, 7, 15, 30))
        pick = Pick(f"{os.getpid()}-{number}", DAY, chance.randint(1, 5), seats)
        try:
            got.append(book(office, room.id, pick))
        except UserError:
            continue
    report.send(got)


def creations(places: Places, report: Connection) -> None:
    """New data folders, one after the other."""
    report.send("ready")
    for number in range(1, 100_000):
        with open_for_work(Places(places.folder / f"{number}"), "杨知行"):
            report.send(number)


DEEDS: dict[str, Callable[[Places, Connection], None]] = {
    deed.__name__: deed
    for deed in (
        saves,
        imports,
        rosters,
        backups,
        restores,
        settings,
        attachments,
        series,
        rivals,
        creations,
    )
}


def start(name: str, folder: str, report: Connection) -> None:
    """What the child process runs."""
    DEEDS[name](Places(Path(folder)), report)
