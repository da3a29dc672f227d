"""实习批次: the list of batches; from one of them to its boards, its results and its students."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QPushButton

from app.models import InternshipBatch
from app.ui.buttons import button
from app.ui.detail import Detail
from app.ui.kindred import INTERNSHIPS, KindredPage
from app.ui.page import Desk, Target


class BatchesPage(KindredPage):
    """实习批次."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "internship_batch", INTERNSHIPS)

    def make_detail(self) -> Detail:
        return BatchDetail(self.desk)


class BatchDetail(Detail):
    """One batch."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, InternshipBatch)

    # --- hooks

    def header_buttons(self) -> Sequence[QPushButton]:
        return [
            button(self.desk.look, words, press=partial(self._go, tab))
            for words, tab in (("看板", "八个事先"), ("检查", "检查结果"), ("学生", "学生安排"))
        ]

    def _go(self, tab: str) -> None:
        if self.key is not None:
            self.wanted.emit(Target("board", record=self.key, option=tab))
