"""培养班 in the window: who is in it, where it learns, what becomes of it."""

from collections.abc import Mapping, Sequence

from app.models import CalendarDay, Cohort, Mentor, Outcome, Pairing, Student, Teacher, Term
from app.services.database import Commit
from app.ui.alternation_view import AlternationView
from app.ui.cohort_overview import cohort_said
from app.ui.cohort_roster import CohortRoster
from app.ui.detail import Detail, RecordView
from app.ui.kindred import COHORTS, KindredPage
from app.ui.overview import Said
from app.ui.page import Desk
from app.ui.today import today


class CohortsPage(KindredPage):
    """培养班."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "cohort", COHORTS)

    def make_detail(self) -> Detail:
        return CohortDetail(self.desk)

    def reports(self) -> Sequence[tuple[str, str]]:
        return (
            ("培养班情况表", "cohort_statistics"),
            ("培养班花名册", "cohort_roster"),
            ("交替教学安排表", "alternation_calendar"),
        )


class CohortDetail(Detail):
    """One cohort."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, Cohort)

    def _concerned(self, commit: Commit) -> bool:
        """Also pairs (parts of parts), what the roster tells of students, and the calendar."""
        told = {Pairing, Student, Mentor, Teacher, Outcome, Term, CalendarDay}
        return super()._concerned(commit) or bool(told & commit.kinds)

    # --- hooks

    def make_views(self) -> Mapping[str, RecordView]:
        return {"名单": CohortRoster(self.desk), "交替教学": AlternationView(self.desk)}

    def said(self) -> Said:
        return cohort_said(self.desk, self.record, today())
