"""培养班 in the window: who is in it, where it learns, what becomes of it."""

from collections.abc import Mapping, Sequence

from app.models import Cohort
from app.ui.detail import Detail, RecordView
from app.ui.kindred import COHORTS, KindredPage
from app.ui.page import Desk


class CohortsPage(KindredPage):
    """培养班."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "cohort", COHORTS)

    def make_detail(self) -> Detail:
        return CohortDetail(self.desk)

    def reports(self) -> Sequence[tuple[str, str]]:
        return (("培养班情况表", "cohort_statistics"), ("培养班花名册", "cohort_roster"))


class CohortDetail(Detail):
    """One cohort."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, Cohort)

    # --- hooks

    def make_views(self) -> Mapping[str, RecordView]:
        return {}
