"""Bringing a file to the newest schema, in one transaction that keeps every row.

Alembic is imported only when a file is older: it costs 0.4 s. Its batch mode rebuilds tables, and
with foreign keys on, SQLite then deletes every child row without a word; so they are off, and the
rows are counted before and after. It drops triggers too, which are set anew at the end.
"""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, func, inspect, select, table

from app.errors import Fault
from app.services.database.chain import SCHEMA
from app.services.database.engine import complaints, open_sqlite, stamp, translated
from app.services.database.slots import guard

SCRIPTS = Path(__file__).with_name("migrations")
_ADVICE = "数据没有改动，可继续用原来的版本。请把日志文件夹发给技术人员。"


def upgrade(path: Path, scripts: Path = SCRIPTS, version: int = SCHEMA) -> None:
    """Bring one file up to date, or leave it as it was and raise Fault.

    Nobody else has it open. The caller keeps a verified copy.
    """
    engine = open_sqlite(path, foreign_keys=False)
    try:
        with translated():
            _upgrade(engine, scripts, version)
    finally:
        engine.dispose()


def _upgrade(engine: Engine, scripts: Path, version: int) -> None:
    with engine.execution_options(begin="IMMEDIATE").begin() as connection:
        before = counts(connection)
        run(connection, scripts)
        after = counts(connection)
        lost = {name: n for name, n in before.items() if after.get(name, 0) < n}
        if lost:
            raise Fault(f"升级会丢失数据（{'、'.join(sorted(lost))}），已取消", _ADVICE)
        if any(complaints(connection)):
            raise Fault("升级后的数据没有通过检查，已取消", _ADVICE)
        stamp(connection, version)


def run(connection: Connection, scripts: Path = SCRIPTS, **options: Any) -> None:
    """All scripts that this database has not seen yet; the caller commits."""
    from alembic import command  # noqa: PLC0415 - slow, and hardly ever needed
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    config.attributes["options"] = options
    command.upgrade(config, "head")
    guard(connection)


def counts(connection: Connection) -> dict[str, int]:
    """Rows of every table."""
    return {
        name: int(connection.execute(select(func.count()).select_from(table(name))).scalar_one())
        for name in inspect(connection).get_table_names()
        if not name.startswith("search_fts")
    }
