"""Agreements in the window."""

from app.models import Agreement
from app.ui.page import Desk
from app.ui.records_page import RecordsPage


class AgreementsPage(RecordsPage):
    """协议."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, Agreement)
