"""双师教师 in the window: who teaches, their enterprise practice and their recognitions."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from app.models import Teacher
from app.ui.detail import Detail, RecordView
from app.ui.kindred import TEACHERS, KindredPage
from app.ui.page import Desk, Target
from app.ui.practice_view import PracticeView
from app.ui.recognitions_view import RecognitionsView


class TeachersPage(KindredPage):
    """教师."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "teacher", TEACHERS)
        self.label = "双师教师"  # as in the rail: the page leads to all that concerns them

    def make_detail(self) -> Detail:
        return TeacherDetail(self.desk)

    def reports(self) -> Sequence[tuple[str, str]]:
        return (
            ("双师型教师比例（附名单）", "dual_qualified_ratio"),
            ("双师型教师认定汇总表", "dual_qualified_register"),
            ("教师企业实践情况表", "enterprise_practice"),
            ("校外兼职教师一览表", "part_time_teachers"),
            ("教师催办单", "teacher_chase_sheet"),
        )


class TeacherDetail(Detail):
    """One teacher."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, Teacher)

    # --- hooks

    def make_views(self) -> Mapping[str, RecordView]:
        return {"企业实践": PracticeView(self.desk), "认定": RecognitionsView(self.desk)}

    def hidden_parts(self) -> frozenset[str]:
        return frozenset({"recognition", "practice_stint"})

    def menu_actions(self) -> Sequence[tuple[str, Any]]:
        given = {"teacher": self.key}
        return [
            (words, partial(self.wanted.emit, Target("reports", option=(report, given))))
            for words, report in (
                ("教师档案（一页）…", "teacher_dossier"),
                ("催办单…", "teacher_chase_sheet"),
            )
        ]
