"""评审批次: the list of rounds; from one of them to its candidates and results."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QPushButton

from app.models import RecognitionRound
from app.ui.buttons import button
from app.ui.detail import Detail
from app.ui.kindred import TEACHERS, KindredPage, Way, ways
from app.ui.overview import Said
from app.ui.page import Desk, Target

_STANDARDS = (Way("认定标准", "recognition_standard"),)


class RoundsPage(KindredPage):
    """评审批次."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "recognition_round", TEACHERS)

    def make_detail(self) -> Detail:
        return RoundDetail(self.desk)

    def head_buttons(self) -> list[QPushButton]:
        standards = ways(self.desk, self.name, _STANDARDS, self.wanted.emit)
        return [*super().head_buttons(), *standards]

    def reports(self) -> Sequence[tuple[str, str]]:
        return (
            ("认定申报表（一式三份）", "recognition_application"),
            ("双师型教师认定汇总表", "dual_qualified_register"),
        )


class RoundDetail(Detail):
    """One round."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, RecognitionRound)

    # --- hooks

    def said(self) -> Said:
        """The standard by its title: its key and its frozen text are for the program."""
        return Said(hidden=("pack", "rules"))

    def header_buttons(self) -> Sequence[QPushButton]:
        look = self.desk.look
        return [
            button(look, words, press=partial(self._go, tab))
            for words, tab in (("候选名单", "候选名单"), ("申报与结果", "申报与结果"))
        ]

    def _go(self, tab: str) -> None:
        if self.key is not None:
            self.wanted.emit(Target("round", record=self.key, option=tab))
