"""Partners in the window: duplicates are named while one types, two records can be made one."""

from app.models import Partner
from app.ui.page import Desk
from app.ui.records_page import RecordsPage


class PartnersPage(RecordsPage):
    """合作企业."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, Partner)
