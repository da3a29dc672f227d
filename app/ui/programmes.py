"""专业 in the window: how its three dockings stand and what each year decided about it."""

from PySide6.QtWidgets import QWidget

from app.models import Programme, ProgrammeAdjustment
from app.services.query import Query
from app.ui.chips import Chip
from app.ui.detail import Detail
from app.ui.labels import label
from app.ui.overview import Said
from app.ui.page import Desk
from app.ui.records_page import RecordsPage
from app.ui.tokens import Tone

_DOCKINGS = 3


class ProgrammesPage(RecordsPage):
    """专业."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, Programme)

    def make_detail(self) -> Detail:
        return ProgrammeDetail(self.desk)


class ProgrammeDetail(Detail):
    """One programme."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, Programme)

    # --- hooks

    def said(self) -> Said:
        docked = self.record.docked
        tone = Tone.GOOD if docked == _DOCKINGS else Tone.CAUTION
        chip = Chip(f"三对接 {docked}/{_DOCKINGS}", self.desk.look, tone)
        return Said([chip], self._years())

    def _years(self) -> list[QWidget]:
        """The yearly adjustments in one line each, the newest first."""
        query = Query(where={"programme_id": self.key}, order="year", descending=True)
        return [
            label(_told(each), "muted", wrap=True, selectable=True)
            for each in self.desk.office.of(ProgrammeAdjustment).all(query)
        ]


def _told(each: ProgrammeAdjustment) -> str:
    why = (each.reason or "") + (f"（{each.document}）" if each.document else "")
    return f"{each.year} 年　{each.status}" + (f"：{why}" if why else "")
