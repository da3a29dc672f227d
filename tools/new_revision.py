"""Write the migration that takes the newest schema to what the models now say.

    python -m tools.new_revision "what changed"   the next script; raise chain.SCHEMA to its number
    python -m tools.new_revision --again          the first one anew, as long as it is the only one

Read what comes out: Alembic cannot tell a renamed column from a dropped and a new one.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from app.models.record import Base
from app.services.database.engine import open_sqlite, say_for_postgresql
from app.services.database.migrate import SCRIPTS, run

VERSIONS = SCRIPTS / "versions"


def main() -> None:
    """Make one script and tell its name."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="?", default="First")
    parser.add_argument("--again", action="store_true")
    given = parser.parse_args()
    old = sorted(VERSIONS.glob("0*.py"))
    if given.again and len(old) > 1:
        sys.exit("There is more than one script: make the next one.")
    if given.again:
        for each in old:
            each.unlink()
    path = write(given.what, 1 if given.again else len(old) + 1)
    _tidy(path)
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", path], check=True)
    subprocess.run([sys.executable, "-m", "ruff", "check", "--fix", "--quiet", path], check=True)
    print(path.name)


def write(what: str, number: int) -> Path:
    """The script with this number, compared against a database that has all earlier ones."""
    say_for_postgresql(Base.metadata)
    with tempfile.TemporaryDirectory() as folder:
        engine = open_sqlite(Path(folder, "empty.db"), foreign_keys=False)
        with engine.begin() as connection:
            if number > 1:
                run(connection)
            path = _revision(connection, what, f"{number:04}")
        engine.dispose()
    return path


def _revision(connection: sa.Connection, what: str, revision: str) -> Path:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    config.attributes["options"] = {
        "render_as_batch": revision != "0001",
        "render_item": _frozen,
        "include_object": _ours,
    }
    made: Any = command.revision(config, what, autogenerate=True, rev_id=revision)
    return Path(made.path)


def _tidy(path: Path) -> None:
    """Alembic writes the condition of a partial index as a bare string, and comments for us."""
    script = re.sub(r"(\w+_where)='(\w+)'", r'\1=sa.text("\2")', path.read_text("utf-8"))
    script = re.sub(r"^ *# ### .*\n", "", script, flags=re.MULTILINE)
    path.write_text(script.rstrip() + "\n", "utf-8")


def _frozen(kind: str, item: Any, _: object) -> Any:
    """Types as they are stored: a script must not change when a class of ours does."""
    if kind != "type":
        return False
    if isinstance(item, sa.types.TypeDecorator):
        item = item.impl_instance
    if isinstance(item, sa.Enum):
        item = sa.String(item.length)
    width = item.length or "" if isinstance(item, sa.String) else ""
    return f"sa.{type(item).__name__}({width})"


def _ours(_: object, name: str | None, kind: str, *__: object) -> bool:
    return not (kind == "table" and (name or "").startswith("search_fts"))


if __name__ == "__main__":
    main()
