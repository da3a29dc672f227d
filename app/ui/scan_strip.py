"""Scans by file name: a folder is dropped or chosen, seen through, and attached in one step."""

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from app.services.scans import Scans, attach_scans, match_scans
from app.ui.buttons import button
from app.ui.dialogs import choose_folder
from app.ui.grid import Head, Line, Section
from app.ui.labels import IconLabel, label
from app.ui.layouts import row
from app.ui.list_dialog import ListDialog, Listing
from app.ui.page import Desk
from app.ui.panels import Banner
from app.ui.part_dialog import run
from app.ui.strips import ProgressStrip
from app.ui.style import repolish
from app.ui.tokens import NARROW, SNUG, TIGHT, Tone

_HEADS = (
    Head("文件名", 18, stretch=True),
    Head("学生", 6),
    Head("学号", 9, spare=1),
    Head("添加为", 22),
)


class ScanStrip(QFrame):
    """Says where a folder can be dropped; the page hands it what was dropped anywhere."""

    said = Signal(QWidget)  # a strip about what is done or was done
    attached = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._batch: UUID | None = None
        self.setProperty("part", "banner")
        self.setProperty("banner", Tone.NEUTRAL.value)
        self.choose = button(desk.look, "选择文件夹…", "folder-open", press=self._choose)
        self._words = label("扫描件可整个文件夹拖进来", wrap=True)
        line = row(
            IconLabel(desk.look.icon("paperclip", "muted")),
            spacing=NARROW,
            margins=(SNUG, TIGHT, NARROW, TIGHT),
        )
        line.addWidget(self._words, 1)
        line.addWidget(self.choose)
        self.setLayout(line)
        self.setToolTip("文件名写协议编号或学号，后面可以带 _1、-知情同意书 等字样。")

    def show_batch(self, batch: UUID) -> None:
        """Scans belong to this batch."""
        self._batch = batch

    def mark(self, *, on: bool) -> None:
        """Whether something hangs over the page that can be dropped."""
        self.setProperty("banner", (Tone.ACCENT if on else Tone.NEUTRAL).value)
        repolish(self)

    def take(self, dropped: Sequence[Path]) -> None:
        """Show what the names mean; if the person agrees, everything that fits is attached."""
        if self._batch is None:
            return
        scans = match_scans(self._desk.office, self._batch, dropped)
        if run(ListDialog(self._desk.look, _listing(scans), self.window())):
            self._attach(scans)

    def _choose(self) -> None:
        folder = choose_folder(self.window(), "选择扫描件所在的文件夹")
        if folder is not None:
            self.take([folder])

    def _attach(self, scans: Scans) -> None:
        office = self._desk.office
        task = self._desk.tasks.run(
            lambda progress: attach_scans(office, scans, progress),
            lambda count: self._tell(scans, count),
            "添加扫描件",
        )
        self.said.emit(ProgressStrip(self._desk.look, task))

    def _tell(self, scans: Scans, count: int) -> None:
        self.attached.emit()
        words, tone, actions = f"已添加 {count} 个扫描件，按 Ctrl+Z 可以撤销。", Tone.GOOD, []
        if scans.strays:
            words += f"另有 {len(scans.strays)} 个文件没有添加。"
            tone = Tone.CAUTION
            listing = Listing(
                "没有添加的文件", "改好文件名后再拖进来；已添加的不会重复。", _HEADS, _strays(scans)
            )
            look, window = self._desk.look, self.window()
            show = button(
                look, "看看是哪些", kind="link",
                press=lambda: run(ListDialog(look, listing, window)),
            )  # fmt: skip
            actions.append(show)
        self.said.emit(Banner(self._desk.look, words, tone, actions))


def _listing(scans: Scans) -> Listing:
    people = len({each.paper.placement for each in scans.fitting})
    about = f"{len(scans.fitting)} 个文件对上了 {people} 名学生"
    about += f"，{len(scans.strays)} 个没有对上，不会添加。" if scans.strays else "。"
    if not scans.fitting and not scans.strays:
        about = "这里面没有文件。"
    found = Section(
        f"将要添加（{len(scans.fitting)} 个）",
        [
            Line(
                str(each.file),
                (each.file.name, each.paper.name, each.paper.number, each.caption),
                {3: Tone.GOOD},
            )
            for each in scans.fitting
        ],
    )
    sections = [*_strays(scans), *([found] if scans.fitting else [])]
    agree = f"添加 {len(scans.fitting)} 个附件" if scans.fitting else ""
    return Listing("扫描件归到学生名下", about, _HEADS, sections, agree, "取消")


def _strays(scans: Scans) -> list[Section]:
    lines = [
        Line(str(each.file), (each.file.name, "", "", each.why), {3: Tone.STOP}, each.why)
        for each in scans.strays
    ]
    return [Section(f"没有对上（{len(lines)} 个）", lines)] if lines else []
