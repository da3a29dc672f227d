"""Opening the office's data for work: the one way in for the window and the command line.

    with open_for_work(places, "杨知行") as office:
        for sentence in office.remarks: ...   # show them, nothing is blocked by them

Whoever may not come in is told why: by Refused, if a person can do something about it (somebody
else is in; a network folder, which `anyway` accepts), by Damaged, whose advice names the newest
good backup (`restore_file` brings it back), or by another Fault.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

from app.errors import Damaged, Fault
from app.places import Places
from app.services import durable, folders
from app.services.backup import Backups, Why, advice
from app.services.copies import listed
from app.services.database.chain import SCHEMA
from app.services.database.engine import recover
from app.services.database.files import examine
from app.services.database.header import inspect_file
from app.services.lock import hold
from app.services.office import Office, open_office, signature
from app.services.restore import Progress, Restored, finish, restore, upgrade_copy
from app.settings import load


@contextmanager
def open_for_work(
    places: Places, person: str = "", *, anyway: bool = False, take_over: bool = False
) -> Iterator[Office]:
    """The office, locked for us until the block ends; an older file is brought up to date first.

    `anyway`: the person accepts a network folder; `take_over`: and says that the PC named in its
    lock file is off.
    """
    places.create()
    if not anyway:
        folders.refuse_network(places.folder)
    name = person or signature(load(places.settings))
    with hold(places, name, take_over=take_over):
        with _advised(places):
            _make_ready(places)
            office = open_office(places, user=name)
        try:
            office.remarks = (*folders.warnings(places.folder), *_after_a_crash(office))
            yield office
        finally:
            office.attachments.tidy()
            with suppress(Fault):  # all is saved; only the mark that we closed is missing
                office.db.close()


def restore_file(
    places: Places, file: Path, person: str = "", progress: Progress = lambda *_: None
) -> Restored:
    """Make a backup the present data of a folder that nobody has open, not even we."""
    name = person or signature(load(places.settings))
    with hold(places, name):
        return restore(places, file, name, progress)


def _make_ready(places: Places) -> None:
    """What a crash or an older program left is put in order before the file is opened."""
    with durable.told("打开数据"):
        durable.sweep(places.folder, timedelta(0))  # only who has the lock writes here
    finish(places)
    if not places.database.exists():
        if listed(places.backups):
            raise Damaged("数据文件不见了，备份还在", "")
        return
    recover(places.database)
    found = inspect_file(places.database)
    if found is None:
        return
    examine(places.database)
    if found.version < SCHEMA:
        Backups(places).before(Why.UPGRADE)
        upgrade_copy(places)


@contextmanager
def _advised(places: Places) -> Iterator[None]:
    """Whoever hears that the file is damaged hears which backup helps."""
    try:
        yield
    except Damaged as damaged:
        raise Damaged(damaged.message, advice(places)) from damaged


def _after_a_crash(office: Office) -> Iterator[str]:
    if office.db.unclean:
        yield "上次没有正常关闭。已保存的内容都在；方便时请运行一次“检查数据”。"
