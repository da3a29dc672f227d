"""A programme's page tells its three dockings and what the years decided."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QApplication, QLabel

from app.models import Programme, ProgrammeAdjustment
from app.models.programmes import ProgrammeStatus
from app.ui.chips import Chip
from app.ui.page import Desk
from app.ui.programmes import ProgrammesPage
from tests.make import Make
from tests.ui.pages.conftest import Visit


def test_dockings_and_years_are_told(
    desk: Desk, make: Make, visit: Callable[[ProgrammesPage], Visit]
) -> None:
    programme = make(Programme, surveyed=date(2026, 5, 6), standard="国家职业标准“车工”")
    make(ProgrammeAdjustment, programme_id=programme.id, year=2025, status=ProgrammeStatus.NEW)
    page = ProgrammesPage(desk)
    visit(page)
    page._open_record(programme.id)
    overview = page.detail.overview
    make(
        ProgrammeAdjustment, programme_id=programme.id, year=2026,
        status=ProgrammeStatus.PAUSED, reason="报到率低", document="教务〔2026〕3号",
    )  # fmt: skip
    QApplication.processEvents()  # a layout shows what was added to it in its next turn
    assert {"暂停招生", "三对接 2/3"} <= {c.text for c in overview.findChildren(Chip)}
    told = [w.text() for w in overview.findChildren(QLabel) if w.isVisible()]
    years = [text for text in told if " 年　" in text]
    assert years == ["2026 年　暂停招生：报到率低（教务〔2026〕3号）", "2025 年　新增"]
    assert "国家职业标准“车工”" in told
