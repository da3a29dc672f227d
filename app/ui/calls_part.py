"""联系学生: who has not been reached for too long, and every call written down at once."""

from datetime import date, timedelta
from uuid import UUID

from PySide6.QtWidgets import QCheckBox

from app.services.process_entry import Called, call
from app.services.process_lists import Call, Person, Process
from app.ui.buttons import button
from app.ui.call_entry import CallEntry, Entered
from app.ui.choosers import Combo
from app.ui.grid import Head, Line
from app.ui.host_change_dialog import ask_host_change
from app.ui.incident_dialogs import ask_incident
from app.ui.page import Desk
from app.ui.panels import EmptyState
from app.ui.process_part import ListPart
from app.ui.tokens import Tone

_HEADS = (
    Head("学号", 9, spare=2),
    Head("姓名", 6),
    Head("班级", 10, spare=3),
    Head("实习单位", 16, spare=1),
    Head("指导教师", 6, spare=4),
    Head("距上次联系", 7),
    Head("约定再联系", 7),
    Head("上次情况", 14, stretch=True),
)
_NEAR = 3  # days before the rhythm is broken
_ALL = "全部指导教师"


class CallsPart(ListPart):
    """Arrow to a student, 1, 2 or 3, Enter; the next student is chosen then."""

    def __init__(self, desk: Desk) -> None:
        empty = EmptyState(
            desk.look, "phone", "没有要联系的学生", "在岗学生都在规定的间隔内联系上了。"
        )
        super().__init__(desk.look, "要联系的学生", _HEADS, empty)
        self._desk = desk
        self._process: Process | None = None
        self._calls: dict[UUID, Call] = {}
        self.everybody = QCheckBox("显示全部在岗学生")
        self.teachers = Combo(desk.office.initials)
        self.teachers.setAccessibleName("指导教师")
        self.entry = CallEntry(desk.look, self.list)
        self.whole.addWidget(self.entry)
        change = button(desk.look, "更换单位…", "refresh-cw", press=self.change_host)
        accident = button(desk.look, "登记突发事件…", "triangle-alert", press=self.report)
        for each in (change, accident):
            self.bar.addWidget(each)
        self.bar.addStretch(1)
        self.bar.addWidget(self.teachers)
        self.bar.addWidget(self.everybody)
        self.list.chosen.connect(self._on_chosen)
        self.entry.entered.connect(self._save)
        self.entry.left.connect(self.list.setFocus)
        self.everybody.toggled.connect(lambda _: self._show())
        self.teachers.activated.connect(lambda _: self._show())

    def fill(self, process: Process) -> None:
        """Show a batch as it stands."""
        self._process = process
        self._offer_teachers(process)
        self._show()

    def follow(self, process: Process) -> None:
        self.fill(process)

    def widen(self) -> None:
        """All teachers' students."""
        self.teachers.setCurrentIndex(0)
        self._show()

    @property
    def person(self) -> Person | None:
        """Who is chosen."""
        found = self._calls.get(self.chosen)
        return found.person if found else None

    # --- deeds

    def change_host(self) -> None:
        """The chosen student goes on at another host."""
        if self._process is None or self.person is None:
            self.said.emit("先选中要更换单位的学生。", Tone.NEUTRAL)
        else:
            told = ask_host_change(self._desk, self.person, self._process.today, self.window())
            if told is not None:
                self.said.emit(*told)

    def report(self) -> None:
        """An accident of the chosen student."""
        if self._process is not None:
            made = ask_incident(self._desk, self._process, self.person, self.window())
            if made is not None:
                self.reported.emit(made)

    def _save(self, entered: Entered) -> None:
        process, person = self._process, self.person
        if process is None or person is None:
            return
        following = self._following(person.placement)
        called = Called(
            person.placement, entered.outcome, process.today, entered.note, entered.again_on
        )
        call(self._desk.office, called)
        self.list.choose([following])
        self.list.setFocus()

    def _following(self, key: UUID) -> UUID:
        """The next in the list; the one before after the last."""
        keys = [each for each, _ in self.list.lines.places()]
        at = keys.index(key)
        later = keys[at + 1 :] or keys[at - 1 : at] or [key]
        found: UUID = later[0]
        return found

    # --- showing

    def _offer_teachers(self, process: Process) -> None:
        chosen = self.teachers.currentData()
        names = sorted({each.person.teacher for each in process.calls if each.person.teacher})
        self.teachers.clear()
        self.teachers.addItem(_ALL, None)
        for name in names:
            self.teachers.addItem(name, name)
        self.teachers.setCurrentIndex(max(0, self.teachers.findData(chosen)))

    def _show(self) -> None:
        if self._process is None:
            return
        today, teacher = self._process.today, self.teachers.currentData()
        shown = [
            each
            for each in self._process.calls
            if (self.everybody.isChecked() or each.open_on(today))
            and teacher in (None, each.person.teacher)
        ]
        self._calls = {each.person.placement: each for each in shown}
        self.fill_lines([_line(each, today) for each in shown])
        self._on_chosen()

    def _on_chosen(self) -> None:
        today = self._process.today if self._process else date.min
        self.entry.show_person(self.person, today)


def _line(each: Call, today: date) -> Line:
    one, rhythm = each.person, each.rhythm
    tone = Tone.GOOD
    if rhythm.overdue:
        tone = Tone.STOP
    elif rhythm.limit - rhythm.days < _NEAR:
        tone = Tone.CAUTION
    tones = {5: tone}
    if each.again_on is not None:
        near = each.again_on <= today + timedelta(days=1)
        tones[6] = Tone.CAUTION if near else Tone.ACCENT
    cells = (
        one.number,
        one.name,
        one.school_class,
        one.host,
        one.teacher,
        f"{rhythm.days} 天",
        f"{each.again_on:%m-%d}" if each.again_on else "",
        each.last,
    )
    return Line(one.placement, cells, tones, f"每 {rhythm.limit} 天联系一次。{each.last}")
