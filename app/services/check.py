"""The check-up of file, records, log, attachments and backups, in an officer's words."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection

from app.errors import Conflict, Damaged
from app.places import Places
from app.services import blobs, durable
from app.services.backup import advice
from app.services.database.engine import complaints, open_sqlite, translated
from app.services.database.files import copy_file, expect_ours
from app.services.database.slot_check import slots_astray
from app.services.database.verify import verify
from app.services.folders import require_space, warnings
from app.services.office import Office
from app.services.opening import open_for_work

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Report:
    """What a check-up found."""

    problems: tuple[str, ...]  # something is wrong
    hints: tuple[str, ...] = ()  # something could be better

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def check_folder(places: Places, person: str = "") -> Report:
    """The check-up of a folder that nobody has open; a file too damaged to open is a finding."""
    try:
        with open_for_work(places, person) as office:
            return check(office)
    except Damaged as damaged:
        return Report((f"{damaged.message}。{damaged.advice}",))


def check(office: Office, progress: Progress = lambda *_: None) -> Report:
    """The check-up of an open office. Also rebuilds the search index if it has gaps."""
    problems: list[str] = []
    try:
        problems.extend(_problems(office, progress))
    except Damaged as damaged:
        return Report((*problems, f"{damaged.message}。{advice(office.places)}"))
    progress(4, 4, "完成")
    return Report(tuple(problems), tuple(_hints(office)))


def _problems(office: Office, progress: Progress) -> Iterator[str]:
    progress(0, 4, "检查数据文件")
    with _snapshot(office) as connection:
        yield from _of_the_file(connection)
        progress(1, 4, "核对修改记录")
        yield from verify(connection)
        astray = slots_astray(connection)
    yield from _of_the_slots(office, astray)
    progress(2, 4, "检查搜索索引")
    yield from _of_the_index(office)
    progress(3, 4, "检查附件")
    yield from _of_the_attachments(office)


@contextmanager
def _snapshot(office: Office) -> Iterator[Connection]:
    """A copy to read at leisure: a long look at the file itself would keep writers waiting."""
    if not office.db.sqlite:
        with office.db.read() as session:
            yield session.connection()
        return
    folder = office.places.backups
    with durable.told("检查"):
        folder.mkdir(exist_ok=True)
        require_space(folder, office.places.database.stat().st_size)
        draft = durable.draft_of(folder / "check.db")
        engine = open_sqlite(draft, read_only=True)
        try:
            copy_file(office.places.database, draft)
            with translated(), engine.begin() as connection:
                yield connection
        finally:
            engine.dispose()
            draft.unlink(missing_ok=True)


def _of_the_file(connection: Connection) -> Iterator[str]:
    expect_ours(connection)
    damaged, dangling = complaints(connection)
    if damaged:
        yield f"数据文件内部有 {len(damaged)} 处损坏，请恢复最近一份已验证的备份。"
    if dangling:
        yield f"有 {len(dangling)} 条记录指向已不存在的记录。"


def _of_the_slots(office: Office, astray: Sequence[str]) -> Iterator[str]:
    """What rooms are taken is derived from the bookings, and so is made anew where it is wrong."""
    if not astray:
        return
    told = f"实训室占用记录有 {len(astray)} 处与预约不符（{astray[0]}）"
    try:
        office.db.rebuild_slots()
    except Conflict as conflict:
        yield f"{told}，不能重建：{conflict.message}"
    else:
        yield f"{told}，已重建。"


def _of_the_index(office: Office) -> Iterator[str]:
    with office.db.read() as session:
        gaps = office.db.index.gaps(session.connection())
    if gaps:
        office.db.rebuild_index()
        yield f"搜索索引有 {gaps} 处与记录不符，已重建。"


def _of_the_attachments(office: Office) -> Iterator[str]:
    for each in office.attachments.missing():
        yield f"附件“{each.name}”的文件不见了，请从备份里恢复附件或重新添加。"
    for sha256 in blobs.hashes(office.places.attachments):
        if not blobs.intact(office.places.attachments, sha256):
            names = "、".join(office.attachments.names(sha256)) or sha256[:12]
            yield f"附件“{names}”的文件已损坏。"


def _hints(office: Office) -> Iterator[str]:
    yield from warnings(office.places.folder)
    yield from office.backups.status().sentences
    known = office.attachments.known()
    orphans = sum(sha256 not in known for sha256 in blobs.hashes(office.places.attachments))
    if orphans:
        yield f"附件文件夹里有 {orphans} 个文件不属于任何记录，不影响使用。"
