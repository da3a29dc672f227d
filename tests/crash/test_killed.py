"""Killed at any moment, the program loses nothing it said was done, and leaves nothing half done.

KILLS=100 in the environment does it that often; the few here keep the tests quick.
"""

import json
import multiprocessing
import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from app.models import (
    Attachment,
    Booking,
    BookingOccurrence,
    Partner,
    Room,
    Student,
    StudentChange,
)
from app.models.slots import RoomSlot
from app.models.students import Standing
from app.places import Places
from app.services import blobs
from app.services.check import check
from app.services.copies import listed, sound
from app.services.office import Office
from app.services.opening import open_for_work
from app.settings import load
from tests.crash import deeds

KILLS = int(os.environ.get("KILLS", "4"))
LONGEST = 0.35  # seconds of work before the kill

if os.name == "nt":
    PROCESSES: Any = multiprocessing.get_context("spawn")
else:
    PROCESSES = multiprocessing.get_context("forkserver")
    PROCESSES.set_forkserver_preload(["tests.crash.deeds"])


def killed(deed: str, folder: Path, chance: random.Random) -> list[Any]:
    """Let a process work for a random while and kill it; what it had reported as done."""
    ours, theirs = PROCESSES.Pipe(duplex=False)
    child = PROCESSES.Process(target=deeds.start, args=(deed, str(folder), theirs))
    child.start()
    theirs.close()
    assert ours.recv() == "ready"
    time.sleep(chance.uniform(0, LONGEST))
    child.kill()
    child.join()
    done: list[Any] = []
    try:
        while True:
            done.append(ours.recv())
    except EOFError:
        ours.close()
    return done


@pytest.fixture
def rounds(request: pytest.FixtureRequest) -> Iterator[random.Random]:
    """Random delays, the same in every run of one test."""
    return (random.Random(f"{request.node.name} {n}") for n in range(KILLS))


def whole(office: Office) -> None:
    assert check(office).problems == ()


def test_saves(places: Places, rounds: Iterator[random.Random]) -> None:
    before = Counter[int]()
    for chance in rounds:
        done = killed("saves", places.folder, chance)
        with open_for_work(places, "杨知行") as office:
            whole(office)
            partners = office.of(Partner).all()
        after = Counter(each.staff or 0 for each in partners if each.name != "每次都改")
        new, before = after - before, after
        assert all(count == deeds.BATCH for count in new.values()), "whole transactions only"
        assert set(done) <= set(new), "what was reported is there"
        assert len(new) <= len(done) + 1
        edited = max(partners, key=lambda each: (each.name == "每次都改", each.id))
        assert (edited.staff or 0) == max(new, default=0), "both halves of a transaction"


def test_imports(places: Places, rounds: Iterator[random.Random]) -> None:
    total = 0
    for chance in rounds:
        done = killed("imports", places.folder, chance)
        with open_for_work(places, "杨知行") as office:
            count = office.of(Partner).count()
            assert count % deeds.IMPORT == 0
            assert count - total >= len(done) * deeds.IMPORT
            total = count
            whole(office)


def test_rosters(places: Places, rounds: Iterator[random.Random]) -> None:
    for chance in rounds:
        killed("rosters", places.folder, chance)
        with open_for_work(places, "杨知行") as office:
            whole(office)
            people = office.of(Student).all()
            gone = {each.id for each in people if each.standing is Standing.LEFT}
            enrolled = {each.number[:5] for each in people if each.id not in gone}
            assert len(people) % deeds.ROSTER == 0
            assert len(people) - len(gone) in (0, deeds.ROSTER), "who comes and who goes, both"
            assert len(enrolled) <= 1
            assert {each.student_id for each in office.of(StudentChange).all()} == gone


def test_backups(places: Places, rounds: Iterator[random.Random]) -> None:
    for chance in rounds:
        done = killed("backups", places.folder, chance)
        found = listed(places.backups)
        assert all(sound(backup) for backup in found)
        assert set(done) <= {backup.path.name for backup in found}
        with open_for_work(places, "杨知行") as office:
            whole(office)
            assert sound(office.backups.make())


def test_restores(places: Places, rounds: Iterator[random.Random]) -> None:
    with open_for_work(places, "杨知行") as office:
        for size in (deeds.FEW, deeds.MANY):
            while office.of(Partner).count() < size:
                office.of(Partner).save({"name": "企业"})
            office.backups.make()
    originals = listed(places.backups)
    for chance in rounds:
        killed("restores", places.folder, chance)
        with open_for_work(places, "杨知行") as office:
            assert office.of(Partner).count() in (deeds.FEW, deeds.MANY)
            whole(office)
        assert all(sound(backup) for backup in originals)
        for extra in set(places.backups.glob("*before-restore*")):
            extra.unlink()


def test_settings(places: Places, rounds: Iterator[random.Random]) -> None:
    for chance in rounds:
        done = killed("settings", places.folder, chance)
        if places.settings.exists():
            json.loads(places.settings.read_text("utf-8"))
        found = load(places.settings)
        assert found.college == found.alliance
        assert not done or found.college in {f"学校{n}" * 200 for n in (done[-1], done[-1] + 1)}


def test_attachments(places: Places, rounds: Iterator[random.Random]) -> None:
    for chance in rounds:
        done = killed("attachments", places.folder, chance)
        with open_for_work(places, "杨知行") as office:
            whole(office)
            with office.db.read() as session:
                found = session.scalars(select(Attachment)).all()
            assert all(blobs.intact(places.attachments, each.sha256) for each in found)
            assert {f"协议{n}.pdf" for n in done} <= {each.name for each in found}


def test_series(places: Places, rounds: Iterator[random.Random]) -> None:
    with open_for_work(places, "杨知行") as office:
        _, there = [office.of(Room).save({"number": n, "name": "车间"}) for n in ("A1", "A2")]
    for chance in rounds:
        done = killed("series", places.folder, chance)
        with open_for_work(places, "杨知行") as office:
            whole(office)
            bookings = office.of(Booking).all()
            dates = office.of(BookingOccurrence).all()
            assert {each.booking_id for each in dates} == {each.id for each in bookings}
            moved = [each for each in dates if each.room_id == there.id]
            assert len(moved) % 2 == 0, "both dates or none"
            assert len(moved) >= 2 * len(done)
            # The next round begins with the same days.
            office.of(Booking).delete([each.id for each in bookings])
            with office.db.read() as session:
                assert session.scalar(select(func.count()).select_from(RoomSlot)) == 0


def test_rivals(places: Places) -> None:
    """Several programs at once: never two alone in a room, never more people than seats."""
    with open_for_work(places, "杨知行") as office:
        office.of(Room).save({"number": "A1", "name": "车间", "seats": 30})
    children, pipes = [], []
    for _ in range(3):
        ours, theirs = PROCESSES.Pipe(duplex=False)
        child = PROCESSES.Process(target=deeds.start, args=("rivals", str(places.folder), theirs))
        child.start()
        theirs.close()
        children.append(child)
        pipes.append(ours)
    assert [pipe.recv() for pipe in pipes] == ["ready"] * 3
    won = [key for pipe in pipes for key in pipe.recv()]
    for child in children:
        child.join()
    with open_for_work(places, "杨知行") as office:
        whole(office)
        dates = office.of(BookingOccurrence).all()
    assert {each.booking_id for each in dates} == set(won)
    for period in range(1, 7):
        here = [each for each in dates if each.first <= period <= each.last]
        if any(not each.shared for each in here):
            assert len(here) == 1
        assert sum(each.seats or 0 for each in here) <= 30


def test_creations(tmp_path: Path, rounds: Iterator[random.Random]) -> None:
    for number, chance in enumerate(rounds):
        folder = tmp_path / f"{number}"
        killed("creations", folder, chance)
        for made in folder.iterdir():
            with open_for_work(Places(made), "杨知行") as office:
                whole(office)
