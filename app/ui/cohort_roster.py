"""名单 of a cohort: who is in it on a day, who guides whom; coming, going and printing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtCore import QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from app.errors import Invalid
from app.models import Cohort, CohortMember, Pairing, Record
from app.models.fields import Field
from app.services.cohort_figures import CohortFigures, figures
from app.services.cohort_findings import APPRENTICES_PER_MENTOR
from app.services.cohort_roster import Presence, Seat, seats
from app.services.enrolment import leave, part
from app.ui.buttons import button, menu_button
from app.ui.chips import HEIGHT, Chip
from app.ui.cohort_joining import JoinDialog
from app.ui.cohort_overview import count_words
from app.ui.cohort_pairing import PairDialog
from app.ui.detail import RecordView
from app.ui.editors import editor_for
from app.ui.form import Form
from app.ui.grid import Grid, Head, Line, Section
from app.ui.labels import label
from app.ui.layouts import FlowLayout, column, rising, row
from app.ui.lines import Lines
from app.ui.page import Desk, Target
from app.ui.panels import Banner
from app.ui.part_dialog import Deed, FormDialog, run
from app.ui.today import today
from app.ui.tokens import CONTROL, MEDIUM, NARROW, SNUG, Tone

_HEADS = (
    Head("学号", 10),
    Head("姓名", 6),
    Head("班级", 8, spare=2),
    Head("入班", 7, spare=3),
    Head("离班", 9, spare=1),
    Head("企业师傅", 7, stretch=True),
    Head("学校导师", 6, spare=4),
)
_NAMED = 6


class CohortRoster(RecordView):
    """One roster; buttons act on the chosen rows."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._cohort: Cohort | None = None
        self.seats: dict[UUID, Seat] = {}
        day = Field(key="on", label="截至", type=date)
        self.day = editor_for(day, desk.lookup, desk.look)
        self.day.set_value(today())
        self.list = Grid(desk.look, "花名册", _HEADS)
        self.counts = Counts(desk)
        self._notes = Lines(spacing=NARROW)
        self._lay_out()
        self.day.widget.editingFinished.connect(self._read)  # type: ignore[attr-defined]  # a line
        self.list.chosen.connect(self._offer)
        self.list.opened.connect(self._open)

    def show_record(self, record: Any) -> None:
        """Show a cohort's roster as of the chosen day."""
        other = self._cohort is None or self._cohort.id != record.id
        self._cohort = record
        if other:
            self.day.set_value(max(today(), record.starts or today()))
            self.list.choose(())
        self._read()

    @property
    def on(self) -> date:
        """The day that is looked at; today, if what is typed is none."""
        try:
            found: date = self.day.value()
        except Invalid:
            return today()
        return found

    def chosen(self) -> list[Seat]:
        """The marked rows."""
        return [self.seats[key] for key in self.list.marked()]

    # --- deeds

    def join(self, pasted: str = "") -> None:
        """Put students on the roster by their numbers; what is not found is kept to be settled."""
        assert self._cohort is not None  # noqa: S101 - the tab is only shown with one
        dialog = JoinDialog(self._desk, self._cohort, pasted, self.window())
        run(dialog)
        self._unknown.keep(dialog.left_over)
        self._remind()

    def let_go(self) -> None:
        """Take the chosen ones off the roster from a day on."""
        members = [each.member for each in self.chosen() if each.presence is not Presence.GONE]
        fields = [_required(CohortMember, key) for key in ("left", "left_why")]
        form = Form(fields, self._desk.look)
        form.start({"left": self.on})

        def save(_: dict[str, Any]) -> None:
            given = form.values()
            leave(self._desk.office, members, given["left"], given["left_why"])

        deed = Deed(f"{len(members)} 名学员离班", save, "离班")
        run(FormDialog(self._desk.look, form, deed, self.window()))

    def pair(self) -> None:
        """Give the chosen ones a mentor, a teacher or both."""
        assert self._cohort is not None  # noqa: S101 - the tab is only shown with one
        run(PairDialog(self._desk, self._cohort, self.chosen(), self.on, self.window()))

    def part(self) -> None:
        """Nobody guides the chosen ones after a day."""
        members = [each.member for each in self.chosen()]
        form = Form([replace(Pairing.field("ends"), required=True, group="")], self._desk.look)
        form.start({"ends": self.on})

        def save(_: dict[str, Any]) -> None:
            part(self._desk.office, members, form.values()["ends"])

        deed = Deed(f"结束 {len(members)} 名学徒的结对", save, "结束结对")
        run(FormDialog(self._desk.look, form, deed, self.window()))

    def print_roster(self, *, signature: bool) -> None:
        """The roster of that day as a report, plain or with room to sign."""
        assert self._cohort is not None  # noqa: S101 - the tab is only shown with one
        given = {"cohort": self._cohort.id, "as_of": self.on, "signature": signature}
        self.wanted.emit(Target("reports", option=("cohort_roster", given)))

    # --- showing

    def _read(self) -> None:
        if self._cohort is None:
            return
        office, key = self._desk.office, self._cohort.id
        self._unknown = Unknown(self._desk.memory, key)
        found = seats(office, key, self.on)
        self.seats = {each.member: each for each in found}
        self.list.fill(
            [
                Section(f"{presence.value}（{len(some)}）", [_line(each) for each in some])
                for presence in Presence
                if (some := [each for each in found if each.presence is presence])
            ]
        )
        self._empty.setVisible(not found)
        self.list.setVisible(bool(found))
        self.counts.show_figures(self._cohort, figures(office, self.on, [key])[key], found)
        self._offer()
        self._remind()

    def _offer(self) -> None:
        chosen = self.chosen()
        gone = [each for each in chosen if each.presence is Presence.GONE]
        self.pair_button.setEnabled(bool(chosen) and not gone)
        self.part_action.setEnabled(any(each.paired for each in chosen))
        self.leave_button.setEnabled(bool(chosen) and not gone)
        self.print_button.setEnabled(bool(self.seats))

    def _remind(self) -> None:
        """Numbers that were pasted and belong to nobody stay here until they are settled."""
        numbers = self._unknown.numbers()
        if not numbers:
            self._notes.fill(())
            return
        named = "、".join(numbers[:_NAMED]) + ("…" if len(numbers) > _NAMED else "")
        told = f"{len(numbers)} 个学号没有找到学生，没有加入：{named}"
        look = self._desk.look
        again = button(look, "再核对", kind="link", press=lambda: self.join("\n".join(numbers)))
        copy = button(look, "复制", kind="link", press=lambda: _copy(numbers))
        strip = Banner(look, told, Tone.CAUTION, [again, copy])
        strip.closed.connect(lambda: self._unknown.keep(()))
        self._notes.fill([strip])

    def _open(self, member: object) -> None:
        if isinstance(member, UUID):
            self.wanted.emit(Target("student", record=self.seats[member].student))

    # --- building

    def _lay_out(self) -> None:
        look = self._desk.look
        self.day.widget.setFixedWidth(120)
        self.join_button = button(look, "加入学生…", "plus", kind="primary", press=self.join)
        pairing = QMenu(self)
        self.pair_action = pairing.addAction("安排师傅和导师…")
        self.pair_action.triggered.connect(lambda _=False: self.pair())
        self.part_action = pairing.addAction("结束结对…")
        self.part_action.triggered.connect(lambda _=False: self.part())
        self.pair_button = menu_button(look, "结对", pairing, "users")
        self.leave_button = button(look, "离班…", "arrow-right", press=self.let_go)
        menu = QMenu(self)
        for words, signature in (("花名册", False), ("花名册（加签名栏）", True)):
            press = _printing(self, signature=signature)
            menu.addAction(words).triggered.connect(press)
        self.print_button = menu_button(look, "打印", menu, "printer")
        self._empty = label(
            "还没有学员。按学号粘贴，一次加入全班；找不到的学号会留下来，不会丢。",
            "muted",
            wrap=True,
        )
        head = row(label("截至", "label"), self.day.widget, self.counts, spacing=NARROW)
        head.setStretch(2, 1)
        deeds = QWidget()
        flow = FlowLayout(NARROW)
        for each in (self.join_button, self.pair_button, self.leave_button, self.print_button):
            flow.addWidget(each)
        deeds.setLayout(flow)
        whole = column(
            head, deeds, self._notes, spacing=SNUG, margins=(MEDIUM, SNUG, MEDIUM, MEDIUM)
        )
        whole.addWidget(self.list, 1)
        whole.addWidget(self._empty)
        whole.addStretch(0)
        self.setLayout(whole)


class Counts(QWidget):
    """Head-count, target and ratio as chips."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        look = desk.look
        self.head, self.target = Chip("", look), Chip("", look)
        self.ratio, self.alone = Chip("", look), Chip("", look)
        flow = FlowLayout(NARROW)
        over = (CONTROL - HEIGHT) // 2  # in the middle of the line that it stands in
        flow.setContentsMargins(0, over, 0, over)
        for each in (self.head, self.target, self.ratio, self.alone):
            flow.addWidget(each)
        self.setLayout(flow)
        self.setSizePolicy(rising())

    def show_figures(self, cohort: Cohort, counted: CohortFigures, found: Sequence[Seat]) -> None:
        """As of the day they were counted for."""
        told = count_words(cohort, counted)
        self.head.show_state(*told[0])
        self.target.setVisible(len(told) > 1)
        self.target.show_state(*told[-1])
        over = counted.in_training > APPRENTICES_PER_MENTOR * counted.mentors
        self.ratio.show_state(
            f"师徒比 {counted.per_mentor.to_one}", Tone.CAUTION if over else Tone.NEUTRAL
        )
        self.ratio.setVisible(counted.mentors > 0)
        alone = sum(each.presence is Presence.IN and not each.paired for each in found)
        self.alone.show_state(f"未结对 {alone} 人", Tone.CAUTION)
        self.alone.setVisible(alone > 0 and counted.mentors > 0)


class Unknown:
    """Pasted numbers that belong to nobody, kept beside the window until somebody settles them."""

    def __init__(self, memory: QSettings, cohort: UUID) -> None:
        self._memory = memory
        self._key = f"cohort/{cohort}/unknown"

    def numbers(self) -> list[str]:
        """In the order in which they were pasted."""
        kept = self._memory.value(self._key)
        return kept.split() if isinstance(kept, str) else []

    def keep(self, numbers: tuple[str, ...]) -> None:
        """These and no others; none: all are settled."""
        if numbers:
            self._memory.setValue(self._key, " ".join(numbers))
        else:
            self._memory.remove(self._key)


def _line(seat: Seat) -> Line:
    left = f"{seat.left.isoformat()} {seat.why}" if seat.left else ""
    cells = (
        seat.number,
        seat.name,
        seat.school_class,
        seat.joined.isoformat(),
        left,
        "、".join(seat.mentors),
        "、".join(seat.teachers),
    )
    told = [f"{head.label}：{cell}" for head, cell in zip(_HEADS, cells, strict=True) if cell]
    return Line(seat.member, cells, tip="\n".join(told))


def _required(kind: type[Record], key: str) -> Field:
    return replace(kind.field(key), required=True, group="")


def _copy(numbers: list[str]) -> None:
    QGuiApplication.clipboard().setText("\n".join(numbers))


def _printing(view: CohortRoster, *, signature: bool) -> Any:
    return lambda _=False: view.print_roster(signature=signature)
