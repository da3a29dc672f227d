"""收回材料: agreements and consent forms as they come back, the scans, and who is still out."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QLineEdit

from app.models import Placement
from app.models.text import fold
from app.services.paper import AGREEMENT, CONSENT, unsigned_words
from app.services.paper_state import PaperState, explain, paper_states
from app.services.query import Query
from app.ui.batch_view import BatchView
from app.ui.buttons import button
from app.ui.form import Form
from app.ui.going_dialog import Choice, GoingDialog
from app.ui.grid import Grid, Head, Line, Section
from app.ui.layouts import column, row
from app.ui.lines import Lines
from app.ui.page import Desk, Target
from app.ui.panels import CounterTile, EmptyState
from app.ui.part_dialog import Deed, FormDialog, run
from app.ui.scan_strip import ScanStrip
from app.ui.tick_panel import TickPanel
from app.ui.tokens import NARROW, SNUG, Tone

_HEADS = (
    Head("学号", 7),
    Head("姓名", 5),
    Head("班级", 6, spare=2),
    Head("实习单位", 7, stretch=True, spare=1),
    Head("三方协议", 9),
    Head("知情同意书", 7),
    Head("扫描件", 4, right=True, spare=3),
    Head("书面说明", 8),
)
_TILE = 76  # height: there is nothing under the figure
_FIND = 200  # width of the line to filter by
_FILTERS: dict[str, tuple[Callable[[PaperState], bool], Tone]] = {
    "应收": (lambda _: True, Tone.NEUTRAL),
    "三方协议未签齐": (lambda each: bool(each.unsigned), Tone.STOP),
    "同意书未签齐": (lambda each: bool(each.unconsented), Tone.STOP),
    "未签且无说明": (lambda each: bool(each.unsigned) and not each.why, Tone.CAUTION),
    "没有扫描件": (lambda each: not each.scans, Tone.CAUTION),
}


class PaperView(BatchView):
    """The stack at the left, at the right whoever the chosen tile counts."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._batch: UUID | None = None
        self._today = date.min
        self._states: list[PaperState] = []
        self._shown = "三方协议未签齐"
        self.tiles = {words: self._tile(words) for words in _FILTERS}
        self.panel = TickPanel(desk)
        self.scans = ScanStrip(desk)
        self.list = Grid(desk.look, "材料收回情况", _HEADS)
        self.narrow = QLineEdit()
        self._strips = Lines()
        self._lay_out()
        self.setAcceptDrops(True)
        self.scans.attached.connect(self.refresh)
        self.scans.said.connect(lambda strip: self._strips.fill([strip]))
        self.narrow.textChanged.connect(lambda _: self._show())
        self.list.chosen.connect(self._offer)
        self.list.opened.connect(self._open)

    def fill(self, batch: UUID, today: date) -> None:
        """Show a batch; what was ticked off in it stays in the list."""
        if batch != self._batch:
            self._strips.fill(())
        self._batch, self._today = batch, today
        self.scans.show_batch(batch)
        self.refresh()

    def refresh(self) -> None:
        """Ask anew; the place is kept."""
        if self._batch is None:
            return
        self._states = paper_states(self._desk.office, self._batch)
        self.panel.fill(self._batch, self._today, self._states)
        for words, (counted, tone) in _FILTERS.items():
            count = sum(1 for each in self._states if counted(each))
            self.tiles[words].count(f"{count:,}", "", tone if count else Tone.NEUTRAL)
        self._show()

    # --- deeds

    def explain(self) -> None:
        """Why agreements are not signed: one explanation for everybody who is marked."""
        desk, marked = self._desk, set(self.list.marked())
        held = [each for each in self._states if each.placement in marked and each.unsigned]
        if not held:
            return
        form = Form([replace(Placement.field("unsigned_why"), lines=3)], desk.look)
        before = held[0].why if len(held) == 1 else ""
        form.start({"unsigned_why": before or None})

        def save(values: dict[str, Any]) -> None:
            why = values["unsigned_why"] or ""
            explain(desk.office, {each.placement: why for each in held})

        more = f"等 {len(held)} 人" if len(held) > 1 else ""
        deed = Deed(f"书面说明：{held[0].name}{more}", save, "保存说明")
        run(FormDialog(desk.look, form, deed, self.window()))

    def send(self) -> None:
        """On post: whoever is marked, or all who wait."""
        if self._batch is not None:
            choice = Choice(self._batch, self.list.marked() or None)
            run(GoingDialog(self._desk, choice, self.window()))

    def _print(self) -> None:
        self.wanted.emit(Target("reports", option=("unsigned_list", {"batch": self._batch})))

    def _open(self, key: object) -> None:
        if isinstance(key, UUID):
            self.wanted.emit(Target("placement", record=key))

    def _open_waivers(self) -> None:
        query = Query(where={"batch_id": self._batch})
        self.wanted.emit(Target("rule_waiver", query, title="本批次的例外说明"))

    # --- showing

    def _choose(self, words: str) -> None:
        self._shown = words
        self._show()

    def _show(self) -> None:
        for words, tile in self.tiles.items():
            tile.setChecked(words == self._shown)
        wanted, typed = _FILTERS[self._shown][0], fold(self.narrow.text())
        found = [each for each in self._states if wanted(each) and self._fits(each, typed)]
        self.list.fill([Section("", [_line(each) for each in found])])
        self.list.setVisible(bool(found))
        self._nobody.setVisible(not self._states)
        self._done.setVisible(bool(self._states) and not found)
        self._offer()

    def _fits(self, each: PaperState, typed: str) -> bool:
        if not typed:
            return True
        texts = (each.number, each.agreement, each.name, each.school_class, each.host)
        initials = self._desk.office.initials(each.name)
        return initials.startswith(typed) or any(typed in fold(text) for text in texts)

    def _offer(self) -> None:
        marked = set(self.list.marked())
        lacking = any(each.unsigned and each.placement in marked for each in self._states)
        self._explaining.setEnabled(lacking)

    # --- building

    def _tile(self, words: str) -> CounterTile:
        made = CounterTile(words)
        made.setCheckable(True)
        made.setFixedHeight(_TILE)
        made.opened.connect(lambda: self._choose(words))
        return made

    def _lay_out(self) -> None:
        look = self._desk.look
        self.narrow.setPlaceholderText("筛选：姓名、学号、班级、单位")
        self.narrow.setAccessibleName("筛选学生")
        self.narrow.setClearButtonEnabled(True)
        self.narrow.setFixedWidth(_FIND)
        self._explaining = button(look, "书面说明…", "pencil", press=self.explain)
        printing = button(look, "打印未签名单", "printer", press=self._print)
        going = button(look, "安排上岗…", "user-check", press=self.send)
        waivers = button(look, "例外说明清单", kind="link", press=self._open_waivers)
        bar = row(self.narrow, self._explaining, printing, going, 1, waivers, spacing=NARROW)
        right = column(row(*self.tiles.values(), spacing=NARROW), bar, spacing=SNUG)
        right.addWidget(self._strips)
        self._nobody = EmptyState(
            look,
            "users",
            "这个批次还没有安排学生",
            "先在“学生安排”里按班级安排，再登记材料。",
        )
        self._done = EmptyState(
            look, "circle-check", "这里没有要处理的学生", "点上面的数字看别的学生。"
        )
        for part in (self.list, self._nobody, self._done):
            right.addWidget(part, 1)
        self.scans.setFixedWidth(self.panel.width())
        left = column(spacing=SNUG)
        left.addWidget(self.panel, 1)
        left.addWidget(self.scans)
        whole = row(left, spacing=SNUG, margins=(0, SNUG, 0, 0))
        whole.addLayout(right, 1)
        self.setLayout(whole)

    # The Qt side -----------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self.scans.mark(on=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.scans.mark(on=False)
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        self.scans.mark(on=False)
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        QTimer.singleShot(0, lambda: self.scans.take(files))  # the other program waits for the drop


def _line(each: PaperState) -> Line:
    agreement = unsigned_words(each.missing, AGREEMENT)
    consent = unsigned_words(each.missing, CONSENT)
    cells = (
        each.number, each.name, each.school_class, each.host, agreement, consent,
        str(each.scans), each.why,
    )  # fmt: skip
    tones = {
        4: Tone.STOP if each.unsigned else Tone.GOOD,
        5: Tone.STOP if each.unconsented else Tone.GOOD,
    }
    told = [f"{each.name}　{each.agreement}", f"三方协议：{agreement}", f"知情同意书：{consent}"]
    return Line(each.placement, cells, tones, "；".join([*told, each.why] if each.why else told))
