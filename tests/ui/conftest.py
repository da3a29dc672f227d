"""What tests of the screen may ask for. They act as a person does, with `tests.ui.hands`."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from app.places import RESOURCES
from app.settings import Appearance
from app.ui.look import Look
from tests.ui.lookup import Shelf


@pytest.fixture
def look(qapp: QApplication) -> Look:
    made = Look(RESOURCES, parent=qapp)
    made.apply(qapp)
    made.use(Appearance.LIGHT)
    return made


@pytest.fixture(autouse=True)
def _let_go() -> Iterator[None]:
    """Delete what was closed: outside an event loop Qt keeps it, and every test adds to it."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # type: ignore[call-overload]


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()
