"""The migrations build what the models say, and lose nothing on the way."""

import re
import shutil
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from app.errors import Fault
from app.models import Partner
from app.models.partners import Contact
from app.places import Places
from app.services.database import create_schema
from app.services.database.chain import SCHEMA
from app.services.database.engine import open_sqlite
from app.services.database.header import inspect_file
from app.services.database.migrate import SCRIPTS, counts, run, upgrade
from app.services.office import Office, open_office
from tests.make import Make


@contextmanager
def opened(path: Path, *, foreign_keys: bool = False) -> Iterator[Connection]:
    engine = open_sqlite(path, foreign_keys=foreign_keys)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def schema(connection: Connection) -> dict[str, list[str]]:
    """Every object's definition, spaces and the order of constraints left out."""
    found = connection.execute(text("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL"))
    return {name: _parts(sql) for name, sql in found}


def _parts(sql: str) -> list[str]:
    parts = re.split(
        r",\s*(?![^(]*\))", re.sub(r"\s+", " ", sql).replace("( ", "(").rstrip(") ") + ")"
    )
    columns = [part for part in parts if not part.startswith("CONSTRAINT")]
    return columns + sorted(part.rstrip(") ") for part in parts if part.startswith("CONSTRAINT"))


def test_migrations_build_exactly_what_the_models_describe(tmp_path: Path) -> None:
    engine = open_sqlite(tmp_path / "models.db")
    create_schema(engine)
    with engine.begin() as connection:
        wanted = schema(connection)
    engine.dispose()
    with opened(tmp_path / "migrated.db") as connection:
        run(connection)
        built = schema(connection)
    assert built == wanted, "python -m tools.new_revision"


def test_models_hold_nothing_that_no_migration_makes(tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from app.models import Base

    with opened(tmp_path / "migrated.db") as connection:
        run(connection)
        told = {"include_object": lambda _, name, *__: not name.startswith("search_fts")}
        found = compare_metadata(MigrationContext.configure(connection, opts=told), Base.metadata)
    assert found == []


def test_the_newest_script_carries_the_number_in_the_files_header() -> None:
    numbers = [int(each.name[:4]) for each in sorted((SCRIPTS / "versions").glob("0*.py"))]
    assert numbers == list(range(1, SCHEMA + 1))


def test_there_is_no_way_back(tmp_path: Path) -> None:
    from alembic import command
    from alembic.config import Config

    with opened(tmp_path / "migrated.db") as connection:
        run(connection)
        config = Config()
        config.set_main_option("script_location", str(SCRIPTS))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        with pytest.raises(NotImplementedError):
            command.downgrade(config, "base")


@pytest.fixture
def filled(places: Places) -> Path:
    """A closed data file with a partner and its parts."""
    office = open_office(places, user="杨知行")
    make = Make(office)
    partner = make(Partner, name="成都锦程智能装备有限公司")
    for _ in range(30):
        make(Contact, partner_id=partner.id)
    make(Partner, group_id=partner.id)
    office.db.close()
    return places.database


def scripts(tmp_path: Path, body: str) -> Path:
    """Our migrations and one more, which does `body`."""
    folder = tmp_path / "migrations"
    shutil.copytree(SCRIPTS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    head = f'import sqlalchemy as sa\nfrom alembic import op\nrevision = "{SCHEMA + 1:04}"\n'
    head += f'down_revision = "{SCHEMA:04}"\n\n\ndef upgrade():\n'
    script = head + textwrap.indent(textwrap.dedent(body), "    ")
    (folder / "versions" / f"{SCHEMA + 1:04}_next.py").write_text(script, "utf-8")
    return folder


REBUILD = """
    with op.batch_alter_table("partner") as batch:
        batch.add_column(sa.Column("motto", sa.String(), nullable=True))
        batch.alter_column("liaison", existing_type=sa.String(), type_=sa.Text())
"""


def test_a_rebuilt_parent_keeps_its_children(filled: Path, tmp_path: Path) -> None:
    with opened(filled) as connection:
        before = counts(connection)
        indexes = {n for n, s in schema(connection).items() if "WHERE" in s[0]}
    upgrade(filled, scripts(tmp_path, REBUILD), SCHEMA + 1)
    with opened(filled, foreign_keys=True) as connection:
        assert counts(connection) == before
        assert before["contact"] == 30
        assert connection.execute(text("SELECT motto FROM partner")).all() == [(None,)] * 2
        assert indexes <= set(schema(connection)), "partial indexes survive"
        assert connection.execute(text("PRAGMA user_version")).scalar() == SCHEMA + 1
        assert connection.execute(text("PRAGMA foreign_key_check")).all() == []


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("op.execute('DELETE FROM contact')", "丢失数据"),
        ("op.drop_table('contact')", "丢失数据"),
        ("op.execute(\"UPDATE contact SET partner_id = 'nobody'\")", "没有通过检查"),
    ],
)
def test_an_upgrade_that_loses_something_does_not_happen(
    filled: Path, tmp_path: Path, body: str, told: str
) -> None:
    before = filled.read_bytes()
    with pytest.raises(Fault, match=told):
        upgrade(filled, scripts(tmp_path, body), SCHEMA + 1)
    assert filled.read_bytes() == before


def test_an_upgrade_that_fails_half_way_leaves_the_file_as_it_was(
    filled: Path, tmp_path: Path
) -> None:
    before = filled.read_bytes()
    with pytest.raises(RuntimeError, match="half way"):
        upgrade(filled, scripts(tmp_path, REBUILD + "    raise RuntimeError('half way')"), 2)
    assert filled.read_bytes() == before
    found = inspect_file(filled)
    assert found is not None
    assert found.version == SCHEMA


def test_start_up_does_not_import_alembic(office: Office) -> None:
    import subprocess
    import sys

    code = "import app.services.opening, sys; print('alembic' in sys.modules)"
    call = [sys.executable, "-c", code]
    told = subprocess.run(call, capture_output=True, text=True, check=True)  # noqa: S603 - ours
    assert told.stdout.strip() == "False"
