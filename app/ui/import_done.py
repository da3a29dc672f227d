"""Step 4 of an import: what was done, and what can be done next."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.services.exchange.lines import Outcome
from app.services.exchange.plan import Plan
from app.services.exchange.timetable import TimetablePlan
from app.ui.buttons import button
from app.ui.files import open_file, show_in_folder
from app.ui.labels import IconLabel, label
from app.ui.layouts import column, row
from app.ui.lines import Lines
from app.ui.page import Desk
from app.ui.panels import Card
from app.ui.tokens import INK_OF, MEDIUM, SNUG, Tone


class DoneStep(QWidget):
    """One sentence, and the buttons that follow from it."""

    listed = Signal()
    undone = Signal()
    saving = Signal()
    again = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._mark = IconLabel(desk.look.icon("circle-check", "good"), 32)
        self._head = label("", "title")
        self._text = label("", "muted", wrap=True)
        self._files = Lines(spacing=SNUG)
        look = desk.look
        self.list_button = button(look, "打开列表", "list", kind="primary", press=self.listed.emit)
        self.undo_button = button(look, "撤销这次导入", "undo-2", press=self.undone.emit)
        self.save_button = button(look, "保存没有导入的行…", "file-x", press=self.saving.emit)
        again = button(look, "再导入一个文件", "upload", press=self.again.emit)
        card = Card()
        words = column(self._head, self._text, spacing=SNUG)
        told = row(self._mark, words, spacing=MEDIUM)
        told.setStretch(1, 1)
        card.body.addLayout(told)
        card.body.addWidget(self._files)
        card.body.addLayout(
            row(self.list_button, self.save_button, self.undo_button, again, 1, spacing=SNUG)
        )
        self.setLayout(column(card, 1))

    def show_result(self, plan: Plan, written: int, also: str = "") -> None:
        """Say what the import did, and what was done along with it."""
        counts = plan.counts
        counter = plan.kind.about.counter
        refused = counts[Outcome.REFUSED]
        name = plan.kind.about.label
        self._say("circle-check", Tone.GOOD, f"已导入 {written:,} {counter}{name}")
        if also and not written:
            self._say("circle-check", Tone.GOOD, "名册已更新")
        elif not written:
            self._say("info", Tone.ACCENT, "没有需要写入的内容")
        self._text.setText(
            f"新增 {counts[Outcome.NEW]:,}，更新 {counts[Outcome.CHANGED]:,}，"
            f"相同 {counts[Outcome.SAME]:,}，退回 {refused:,}。{also}"
            + ("退回的行没有写入，改好以后可以把退回表再导入一次。" if refused else "")
        )
        self.list_button.setText("打开列表")
        self.save_button.setVisible(refused > 0)
        self.undo_button.setVisible(written > 0 or bool(also))
        self.undo_button.setEnabled(True)
        self._files.fill(())

    def show_timetable(self, plan: TimetablePlan) -> None:
        """Say what the import of a timetable did, and what is left to be placed."""
        count = {outcome: len(plan.of(outcome)) for outcome in Outcome}
        written = count[Outcome.NEW] + count[Outcome.CHANGED]
        left = sum(entry.unplaced for entry in plan.entries)
        self._say("circle-check", Tone.GOOD, f"已排入 {written:,} 条课，共占 {plan.slots:,} 节")
        self._text.setText(
            f"新增 {count[Outcome.NEW]:,}，更新 {count[Outcome.CHANGED]:,}，"
            f"相同 {count[Outcome.SAME]:,}，待排 {left:,}，退回 {count[Outcome.REFUSED]:,}。"
            + ("待排的没有占用实训室，在“预约”页的“待办”里改地点或时间。" if left else "")
        )
        self.list_button.setText("打开周视图")
        self.save_button.setVisible(left + count[Outcome.REFUSED] > 0)
        self.undo_button.setVisible(True)
        self.undo_button.setEnabled(True)
        self._files.fill(())

    def show_undone(self) -> None:
        """The import was taken back."""
        self._say("undo-2", Tone.CAUTION, "已撤销这次导入")
        self._text.setText("库里恢复到导入以前的样子。文件没有改动，可以重新导入。")
        self.undo_button.setEnabled(False)

    def show_file(self, path: Path, rows: int) -> None:
        """The refused rows lie here."""
        line = row(
            label(f"{rows} 行已存为 {path.name}，错处标红并写明原因。", selectable=True),
            button(self._desk.look, "打开退回表", kind="link", press=lambda: open_file(path)),
            button(
                self._desk.look, "打开所在文件夹", kind="link", press=lambda: show_in_folder(path)
            ),
            1,
        )
        held = QWidget()
        held.setLayout(line)
        self._files.fill([held])

    def _say(self, icon: str, tone: Tone, text: str) -> None:
        self._mark.set_icon(self._desk.look.icon(icon, INK_OF[tone]))
        self._head.setText(text)
