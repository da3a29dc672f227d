"""What is said of a cohort before its fields: head-count against target, and what became of it."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from app.models import Cohort
from app.services.cohort_figures import CohortFigures, figures
from app.services.cohort_findings import CohortMatter, cohort_findings
from app.services.enrolment import RUNNING
from app.ui.chips import Chip
from app.ui.labels import label
from app.ui.layouts import FlowLayout, column
from app.ui.overview import Said
from app.ui.page import Desk
from app.ui.tokens import MEDIUM, NARROW, SNUG, TIGHT, Tone

_IN_CHIPS = frozenset({CohortMatter.EMPTY, CohortMatter.BELOW_TARGET})


def cohort_said(desk: Desk, cohort: Cohort, on: date) -> Said:
    """The count as of a day, the funnel, and what is the matter."""
    counted = figures(desk.office, on, [cohort.id])[cohort.id]
    lines = list[QWidget]()
    for each in cohort_findings(desk.office, on, [cohort.id]):
        if each.matter not in _IN_CHIPS:
            words = label(f"{each.matter.value}：{each.words}", wrap=True, selectable=True)
            words.setProperty("tone", Tone.CAUTION.value)
            lines.append(words)
    told = QWidget()
    told.setLayout(column(*lines, spacing=TIGHT))
    chips = [Chip(words, desk.look, tone) for words, tone in count_words(cohort, counted)]
    return Said(chips, [Funnel(counted), told] if lines else [Funnel(counted)])


def count_words(cohort: Cohort, counted: CohortFigures) -> list[tuple[str, Tone]]:
    """So many in training, and how that compares with the target as long as it can be met."""
    if cohort.state not in RUNNING:
        over = f"毕业 {counted.graduates} 人" if counted.graduates else f"{cohort.state}"
        return [(over, Tone.NEUTRAL)] + (
            [(f"计划 {counted.target} 人", Tone.NEUTRAL)] if counted.target is not None else []
        )
    found = [(f"在册 {counted.in_training} 人", Tone.ACCENT)]
    if counted.target is not None:
        short = counted.short_of
        met = f"已达计划 {counted.target} 人"
        words = f"计划 {counted.target} 人，差 {short} 人" if short else met
        found.append((words, Tone.CAUTION if short else Tone.GOOD))
    return found


class Funnel(QFrame):
    """From application to work in one line of numbers; under it the shares with both integers."""

    def __init__(self, counted: CohortFigures) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        grid = QGridLayout()
        grid.setHorizontalSpacing(NARROW)
        grid.setVerticalSpacing(TIGHT)
        middle = Qt.AlignmentFlag.AlignHCenter
        for at, (words, count) in enumerate(counted.funnel):
            grid.addWidget(label(words, "small"), 0, at, middle)
            grid.addWidget(label("—" if count is None else f"{count:,}", "strong"), 1, at, middle)
            grid.setColumnStretch(at, 1)
        shares = QWidget()
        flow = FlowLayout(MEDIUM)
        told = [(words, share) for words, share in counted.shares.items() if share.whole]
        for words, share in told:
            flow.addWidget(label(f"{words} {share.shown}", "small"))
        shares.setLayout(flow)
        shares.setVisible(bool(told))
        self.setLayout(column(grid, shares, spacing=SNUG, margins=SNUG))
