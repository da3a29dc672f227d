"""Onto a roster by pasted student numbers: who is meant, and what speaks against whom."""

from collections.abc import Iterable

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.errors import Invalid
from app.models import Cohort, CohortMember
from app.services.enrolment import Candidate, Enrolment, enrol, look_up
from app.ui.buttons import button
from app.ui.dialogs import Dialog
from app.ui.editors import editor_for
from app.ui.grid import Head, Line, Section
from app.ui.labels import label
from app.ui.layouts import column, row
from app.ui.lines import Lines
from app.ui.page import Desk
from app.ui.panels import Banner
from app.ui.ticks import TickGrid
from app.ui.today import today
from app.ui.tokens import NARROW, SNUG, Tone

_HEADS = (Head("学号", 11), Head("姓名", 7), Head("说明", 14, stretch=True))
_PASTE = 200


class JoinDialog(Dialog):
    """Numbers at the left, what they come to at the right; those that are known can be joined."""

    def __init__(self, desk: Desk, cohort: Cohort, pasted: str, parent: QWidget) -> None:
        self._desk = desk
        self._cohort = cohort
        self._found = Enrolment((), (), (), ())
        self._begun = bool(pasted)  # with what was left over last time
        self.day = editor_for(CohortMember.field("joined"), desk.lookup, desk.look)
        self.day.set_value(cohort.starts or today())
        self.numbers = QPlainTextEdit()
        self.numbers.setPlaceholderText("从 Excel 复制学号列，粘贴到这里；也可以逐个输入。")
        self.numbers.setAccessibleName("学号")
        self.numbers.setTabChangesFocus(True)
        self.list = TickGrid(desk.look, "核对结果", _HEADS)
        self._note = Lines(spacing=NARROW)
        self.agree = button(desk.look, "加入", kind="primary", press=self.join)
        refuse = button(desk.look, "关闭", press=self.accept)
        title = f"加入“{cohort.name}”"
        super().__init__(title, self._lay_out(), (refuse, self.agree), parent)
        self.numbers.textChanged.connect(self.look_up)
        self.day.widget.editingFinished.connect(self.look_up)  # type: ignore[attr-defined]  # a line
        self.list.ticked.connect(self._count)
        self.numbers.setPlainText(pasted)
        self.look_up()
        self.numbers.setFocus()
        self.resize(860, 540)

    @property
    def left_over(self) -> tuple[str, ...]:
        """Numbers that belong to nobody, once somebody was joined; before, nothing was meant."""
        return self._found.unknown if self._begun else ()

    def look_up(self) -> None:
        """Who is meant; everybody who could join is ticked."""
        try:
            joined = self.day.value()
        except Invalid as invalid:
            self._tell(invalid.problems[0].message, Tone.STOP)
            self.agree.setEnabled(False)
            return
        self._tell("")
        pasted = self.numbers.toPlainText()
        self._found = look_up(self._desk.office, self._cohort.id, pasted, joined)
        found = self._found
        boxes = self.list.boxes
        boxes.tick(list(boxes.chosen), on=False)
        boxes.tick((each.number for each in found.candidates), on=True)
        boxes.barred = frozenset([*found.unknown, *(each.number for each in found.present)])
        parts = (
            ("查无此学号", [Line(n, (n, "", "没有这个学号的学生")) for n in found.unknown]),
            ("需要留意，仍可加入", [_line(c) for c in found.candidates if c.warnings]),
            ("可以加入", [_line(c) for c in found.candidates if not c.warnings]),
            ("已在这个班", [_line(c, "已在花名册里") for c in found.present]),
        )
        self.list.fill([Section(f"{words}（{len(some)}）", some) for words, some in parts if some])
        self._count()
        if found.repeated:
            named = "、".join(found.repeated)
            self._tell(f"粘贴了不止一次、只算一次的学号：{named}", Tone.ACCENT)

    def join(self) -> None:
        """Enter who is ticked; what is left over stays to be corrected."""
        chosen = self._chosen()
        self._begun = True
        enrol(self._desk.office, self._cohort.id, [c.student for c in chosen], self.day.value())
        if not self._found.unknown:
            self.accept()
            return
        left = "\n".join(self._found.unknown)
        self.numbers.setPlainText(left)
        lost = len(self._found.unknown)
        self._tell(f"已加入 {len(chosen)} 人。{lost} 个学号没有找到，留在左边。", Tone.CAUTION)

    def _chosen(self) -> list[Candidate]:
        ticked = self.list.boxes.chosen
        return [each for each in self._found.candidates if each.number in ticked]

    def _count(self) -> None:
        count = len(self._chosen())
        self.agree.setText(f"加入 {count} 人" if count else "没有可加入的学生")
        self.agree.setEnabled(count > 0)

    def _tell(self, text: str, tone: Tone = Tone.NEUTRAL) -> None:
        notes: Iterable[QWidget] = [Banner(self._desk.look, text, tone)] if text else []
        self._note.fill(notes)

    def _lay_out(self) -> QWidget:
        self.day.widget.setFixedWidth(_PASTE)
        self.numbers.setFixedWidth(_PASTE)
        left = column(label("入班日期", "label"), self.day.widget, label("学号", "label"))
        left.addWidget(self.numbers, 1)
        right = column(self._note, spacing=NARROW)
        right.addWidget(self.list, 1)
        both = row(spacing=SNUG)
        both.addLayout(left)
        both.addLayout(right, 1)
        body = QWidget()
        body.setLayout(both)
        return body


def _line(found: Candidate, told: str = "") -> Line:
    words = "；".join(found.warnings) or told
    tones = {2: Tone.CAUTION} if found.warnings else {}
    return Line(found.number, (found.number, found.name, words), tones)
