"""Other weights for the three marks: old and new of every student, before anything is applied."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from app.errors import Invalid
from app.models import InternshipBatch
from app.services.evaluation import Evaluated, Moved, Weights, reweigh, reweighted
from app.ui.buttons import button
from app.ui.dialogs import Dialog
from app.ui.form import Form, values_of
from app.ui.grid import Grid, Head, Line, Section
from app.ui.labels import label
from app.ui.layouts import column
from app.ui.page import Desk
from app.ui.tokens import SNUG, Tone

_KEYS = ("school_weight", "host_weight", "self_weight")
_HEADS = (
    Head("学号", 9),
    Head("姓名", 7),
    Head("班级", 10, stretch=True),
    Head("原总评", 5, right=True),
    Head("原等级", 5),
    Head("新总评", 5, right=True),
    Head("新等级", 5),
)
_FORM, _LIST = 156, 320  # heights


class WeightsDialog(Dialog):
    """The list follows what is typed; the button applies it."""

    def __init__(self, desk: Desk, batch: InternshipBatch, parent: QWidget) -> None:
        self._desk = desk
        self._batch: UUID = batch.id
        self._old = {key: getattr(batch, key) for key in _KEYS}
        self.form = Form([InternshipBatch.field(key) for key in _KEYS], desk.look)
        self.form.show_values({key: values_of(batch)[key] for key in _KEYS})
        self.form.setFixedHeight(_FORM)
        self.list = Grid(desk.look, "总评或等级会变的学生", _HEADS)
        self.list.setMinimumHeight(_LIST)
        self.told = label("", "muted", wrap=True)
        self.agree = button(desk.look, "应用新权重", kind="primary", press=self._apply)
        refuse = button(desk.look, "取消", press=self.reject)
        body = QWidget()
        whole = column(self.form, self.told, spacing=SNUG)
        whole.addWidget(self.list, 1)
        body.setLayout(whole)
        super().__init__(f"修改权重：{batch.name}", body, (refuse, self.agree), parent, self.agree)
        self.form.edited.connect(self._compare)
        self.resize(QSize(760, 640))
        self._compare()
        self.form.focus()

    @property
    def weights(self) -> Weights:
        """What is typed now, as far as it can be understood."""
        typed = self._old | self.form.draft()
        return Weights(*(typed[key] or 0 for key in _KEYS))

    def _compare(self) -> None:
        weights = self.weights
        changed = weights != Weights(*self._old.values())
        try:
            moved = reweighted(self._desk.office, self._batch, weights)
        except Invalid:
            whole = weights.school + weights.host + weights.student
            self._show([], f"现在三项合计 {whole}%，应为 100%。改好后这里列出每名学生的新旧成绩。")
            self.agree.setEnabled(False)
            return
        self._show(moved, _told(moved) if changed else "改动权重后，这里列出每名学生的新旧成绩。")
        self.agree.setEnabled(changed)

    def _show(self, moved: Sequence[Moved], told: str) -> None:
        self.told.setText(told)
        self.list.fill([Section("", [_line(each) for each in moved])])

    def _apply(self) -> None:
        reweigh(self._desk.office, self._batch, self.weights)
        self.accept()


def _told(moved: Sequence[Moved]) -> str:
    graded = sum(each.before.grade is not each.after.grade for each in moved)
    if not moved:
        return "没有学生的总评或等级会变。"
    return f"{len(moved)} 名学生的总评会变，其中 {graded} 名的等级会变。确认后点“应用新权重”。"


def _line(each: Moved) -> Line:
    before, after = each.before, each.after
    cells = (
        before.number, before.name, before.school_class, *_result(before), *_result(after),
    )  # fmt: skip
    better = (after.total or 0) > (before.total or 0)
    tones = {6: Tone.GOOD if better else Tone.STOP} if before.grade is not after.grade else {}
    return Line(before.placement, cells, tones)


def _result(each: Evaluated) -> tuple[str, str]:
    if each.total is None:
        return "", f"缺{'、'.join(each.missing)}"
    return str(each.total), str(each.grade)
