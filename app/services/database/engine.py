"""The only module that knows which database it is: opening, settings, transactions, errors."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from traceback import walk_tb
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError

from app.errors import Conflict, Damaged, Fault, InUse, UserError
from app.models.record import Base
from app.services.database.canonical import line

APPLICATION_ID = 0x5441_4E44  # "TAND" in the file's header
_PRAGMAS = (
    "foreign_keys=ON",
    "journal_mode=DELETE",  # one file: it may lie on a stick or be copied by hand
    "synchronous=FULL",
    "busy_timeout=5000",
    "trusted_schema=OFF",
    "cache_size=-65536",
    "temp_store=MEMORY",
)
_UNIQUE = ("UNIQUE constraint failed", "duplicate key value")
_FOREIGN = ("FOREIGN KEY constraint failed", "violates foreign key")
_FAULTS = {
    "SQLITE_FULL": ("磁盘空间不足", "请清理磁盘后重试。刚才的修改没有保存，已有数据没有受影响。"),
    "SQLITE_READONLY": ("数据文件是只读的", "请检查文件夹的写入权限，或把数据移出受保护的目录。"),
    "SQLITE_BUSY": ("数据文件正被别的程序占用", "请关闭同步盘或另一个程序窗口后重试。"),
    "SQLITE_LOCKED": ("数据文件正被别的程序占用", "请稍候重试。"),
    "SQLITE_CORRUPT": ("数据文件已损坏", "请在“数据与设置”里恢复最近一份已验证的备份。"),
    "SQLITE_NOTADB": ("这不是双元的数据文件", "请在“数据与设置”里恢复最近一份已验证的备份。"),
    "SQLITE_IOERR": ("读写磁盘时出错", "请检查磁盘或 U 盘是否接好。刚才的修改没有保存。"),
    "SQLITE_CANTOPEN": ("打不开数据文件", "请检查文件夹是否存在、是否有权限。"),
}


def open_sqlite(path: Path, *, read_only: bool = False, foreign_keys: bool = True) -> Engine:
    """An engine on one file. Migrations rebuild tables and so need `foreign_keys` off."""
    from sqlcipher3 import dbapi2  # noqa: PLC0415 - one SQLite on every platform, here alone

    address = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rwc'}"

    def connect() -> Any:
        return dbapi2.connect(address, isolation_level=None, uri=True, check_same_thread=False)

    engine = create_engine(
        f"sqlite:///{path}", module=dbapi2, creator=connect, json_serializer=line
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        for pragma in _PRAGMAS:
            if not (read_only and pragma.startswith("journal_mode")):
                connection.execute(f"PRAGMA {pragma}")
        if not foreign_keys:
            connection.execute("PRAGMA foreign_keys=OFF")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        mode = connection.get_execution_options().get("begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {mode}")

    return engine


def journal_of(path: Path) -> Path:
    """Where SQLite keeps what it needs to take a transaction back."""
    return path.with_name(f"{path.name}-journal")


def recover(path: Path) -> None:
    """Let SQLite take back the transaction in which a crash caught it, if there was one.

    Until then the file's header may belong to a state that never became valid.
    """
    if not (path.exists() and journal_of(path).exists()):
        return
    engine = open_sqlite(path)
    try:
        with translated(), engine.begin() as connection:
            connection.execute(text("SELECT count(*) FROM sqlite_schema"))
    finally:
        engine.dispose()


DAMAGED = "\ufffd"  # stands where text is no longer text


@contextmanager
def any_text(connection: Connection) -> Iterator[None]:
    """Read also text that is no longer text, with a mark where it is damaged."""
    driver: Any = connection.connection.driver_connection
    if is_sqlite(connection):
        driver.text_factory = lambda stored: stored.decode("utf-8", "replace")
    try:
        yield
    finally:
        if is_sqlite(connection):
            driver.text_factory = str


def open_server(url: str) -> Engine:
    """An engine on the PostgreSQL server that the office configured itself."""
    say_for_postgresql(Base.metadata)
    return create_engine(url, json_serializer=line)


def say_for_postgresql(metadata: MetaData) -> None:
    """Tell PostgreSQL too which indexes are partial.

    Said with the index itself, it would load that dialect at every start of the program.
    """
    for table in metadata.tables.values():
        for index in table.indexes:
            if "where" in index.info:
                index.dialect_options["postgresql"]["where"] = index.info["where"]


def is_sqlite(connection: Connection) -> bool:
    """Whether this is the local file."""
    return connection.dialect.name == "sqlite"


def stamp(connection: Connection, version: int) -> None:
    """Mark the file as ours, at this schema; readable from its first 100 bytes."""
    if is_sqlite(connection):
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version={version}")


def complaints(connection: Connection, *, quick: bool = False) -> tuple[list[str], list[str]]:
    """What SQLite's own checks say of the file's structure, and of references to nowhere.

    Both empty when sound, or on a server, which looks after itself. The quick check does not
    compare indexes with their tables: 0.09 s instead of 0.24 s for 20,000 partners.
    """
    if not is_sqlite(connection):
        return [], []
    pragma = "PRAGMA quick_check(100)" if quick else "PRAGMA integrity_check(100)"
    damaged = [str(row[0]) for row in connection.execute(text(pragma))]
    dangling = connection.execute(text("PRAGMA foreign_key_check")).fetchall()
    return [each for each in damaged if each != "ok"], [f"foreign key: {row}" for row in dangling]


@contextmanager
def translated() -> Iterator[None]:
    """Turn what the database says into what a person can act on; leave bugs alone."""
    try:
        yield
    except StaleDataError:
        raise Conflict("这条记录刚被修改或删除过，请刷新后再改。") from None
    except DBAPIError as error:
        if (said := _said(error)) is None:
            raise
        raise said from error
    except UnicodeDecodeError as error:
        if not _by_the_driver(error):
            raise
        raise Damaged(*_FAULTS["SQLITE_CORRUPT"]) from error


def _said(error: DBAPIError) -> UserError | Fault | None:
    """The database's error in our words; None if it is a bug of ours."""
    told = str(error.orig)
    if told.startswith(_UNIQUE):
        return Conflict("已经有一条编号或代码相同的记录。")
    if any(part in told for part in _FOREIGN):
        return InUse("还有其他记录在使用它。")
    name = getattr(error.orig, "sqlite_errorname", "") or ""
    for start, (message, advice) in _FAULTS.items():
        if name.startswith(start) or told.startswith(_TOLD.get(start, _NOTHING)):
            return (Damaged if start in _TOLD else Fault)(message, advice)
    return None


def _by_the_driver(error: UnicodeDecodeError) -> bool:
    """Whether the driver fell over a name, or over its own message with a damaged name in it."""
    inside = ""
    for frame, _ in walk_tb(error.__traceback__):
        inside = str(frame.f_globals["__name__"])
    return inside == __name__ or inside.startswith("sqlalchemy.")


_NOTHING = ("\0",)
_TOLD = {
    "SQLITE_CORRUPT": ("database disk image is malformed", "Could not decode to UTF-8"),
    "SQLITE_NOTADB": ("file is not a database",),
}
