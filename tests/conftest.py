"""What every test may ask for: a database, an office, records made to order."""

import logging
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from app.places import RESOURCES, Places
from app.services.database import Database
from app.services.office import Office, open_office
from app.services.pinyin import Pinyin
from tests.make import Make

_STATUS = pytest.StashKey[int]()

# The same commit gives the same answer every day. New examples are hunted for on purpose, with
# `dev.py test --hypothesis-profile=hunt`; what a hunt finds becomes an @example of its test.
# No profile looks at the clock: how long an example may take depends on the machine.
_CALM = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
settings.register_profile(
    "steady", derandomize=True, deadline=None, suppress_health_check=_CALM, print_blob=True
)
settings.register_profile("hunt", deadline=None, suppress_health_check=_CALM, print_blob=True)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def pinyin() -> Pinyin:
    return Pinyin(RESOURCES / "pinyin")


@pytest.fixture(scope="session")
def fresh_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database just made: copied, it saves each test the making of some sixty tables."""
    made = Places(tmp_path_factory.mktemp("fresh"))
    open_office(made, user="杨知行").db.close()
    return made.database


@pytest.fixture
def places(tmp_path: Path, fresh_file: Path) -> Places:
    found = Places(tmp_path / "数据")
    found.create()
    shutil.copyfile(fresh_file, found.database)
    return found


@pytest.fixture
def office(places: Places) -> Iterator[Office]:
    opened = open_office(places, user="杨知行")
    yield opened
    opened.db.close()


@pytest.fixture
def db(office: Office) -> Database:
    return office.db


@pytest.fixture
def make(office: Office) -> Make:
    return Make(office)


@pytest.fixture(autouse=True)
def _no_warnings_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A warning nobody expected is a failure."""
    yield
    loud = [r for r in caplog.get_records("call") if r.levelno >= logging.WARNING]
    assert not loud, [record.getMessage() for record in loud]


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Remember how it went, for `pytest_unconfigure`."""
    session.config.stash[_STATUS] = int(exitstatus)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """WORKAROUND: after thousands of widgets, Qt crashes while the interpreter takes itself apart,
    in no order of ours; all is reported by then, so the process just ends with its result."""
    if _STATUS in config.stash:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(config.stash[_STATUS])
