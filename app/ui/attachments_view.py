"""The scans and files of a record: dropped in, opened by a click, marked when one is lost."""

from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from app.models import Attachment, Record
from app.ui.buttons import button
from app.ui.dialogs import ANYTHING, ask, choose_file, choose_new_file
from app.ui.files import open_file
from app.ui.grid import Grid, Head, Line, Section
from app.ui.labels import label
from app.ui.layouts import column, row
from app.ui.page import Desk
from app.ui.panels import EmptyState
from app.ui.tokens import MEDIUM, NARROW, SNUG, Tone

_HEADS = (
    Head("文件名", 16, stretch=True),
    Head("说明", 10, spare=1),
    Head("大小", 6, right=True, spare=2),
    Head("添加时间", 9, spare=3),
)
_UNITS = ("字节", "KB", "MB", "GB")
_LOST = "（文件已丢失）"


class AttachmentsView(QWidget):
    """Nothing is opened unless the person clicks it."""

    counted = Signal(int)

    def __init__(self, desk: Desk, kind: type[Record]) -> None:
        super().__init__()
        self._desk = desk
        self._kind = kind
        self._owner: UUID | None = None
        self._held: dict[UUID, Attachment] = {}
        self._grid = Grid(desk.look, "附件", _HEADS)
        self._grid.opened.connect(self._open)
        self._grid.customContextMenuRequested.connect(self._offer)
        self._add_button = button(desk.look, "添加文件", "paperclip", press=self._choose)
        self._none = EmptyState(
            desk.look,
            "paperclip",
            "还没有附件",
            "把扫描件、照片或文档拖到这里，或点“添加文件”。程序保存的是副本，原文件不受影响。",
        )
        hint = label("双击打开，右键有更多操作；也可以把文件拖到这里。", "small", wrap=True)
        self._head = row(self._add_button, 1, spacing=NARROW)
        self._hint = hint
        self.setLayout(
            column(
                self._head, self._grid, self._none, hint,
                spacing=SNUG, margins=(MEDIUM, SNUG, MEDIUM, MEDIUM),
            )
        )  # fmt: skip
        self.setAcceptDrops(True)

    def show_record(self, owner: UUID) -> None:
        """Show what belongs to this one."""
        self._owner = owner
        found = self._desk.office.attachments.listed(self._kind, owner)
        lost = {each.sha256 for each in self._desk.office.attachments.missing()} if found else set()
        self._held = {each.id: each for each in found}
        self._grid.fill([Section("", [_line(each, lost=each.sha256 in lost) for each in found])])
        self._grid.setVisible(bool(found))
        self._hint.setVisible(bool(found))
        self._none.setVisible(not found)
        self.counted.emit(len(found))

    def _choose(self) -> None:
        file = choose_file(self.window(), "添加附件", ANYTHING)
        if file is not None:
            self._add([file])

    def _add(self, files: list[Path]) -> None:
        """One after another; the first that is refused ends it, those before it stay."""
        if self._owner is not None:
            for file in files:
                self._desk.office.attachments.add(self._kind, self._owner, file)

    def _open(self, key: object) -> None:
        if isinstance(key, UUID) and key in self._held:
            open_file(self._desk.office.attachments.open_path(self._held[key]))

    def _save_as(self, each: Attachment) -> None:
        target = choose_new_file(self.window(), "另存附件", each.name, ANYTHING)
        if target is not None:
            self._desk.office.attachments.save_as(each, target)

    def _describe(self, each: Attachment) -> None:
        caption, agreed = QInputDialog.getText(
            self.window(), "附件说明", "这个文件是什么：", text=each.caption or ""
        )
        if agreed:
            self._desk.office.attachments.describe(each, caption)

    def _remove(self, each: Attachment) -> None:
        text = f"“{each.name}”将移到回收站，可以按 Ctrl+Z 撤销。"
        if ask(self._desk.look, self.window(), "删除附件？", text, "删除"):
            self._desk.office.attachments.remove(each)

    def _offer(self, at: QPoint) -> None:
        menu = QMenu(self)
        chosen = [self._held[key] for key in self._grid.marked() if key in self._held]
        if len(chosen) == 1:
            each = chosen[0]
            for words, press in (
                ("打开", lambda: self._open(each.id)),
                ("另存为…", lambda: self._save_as(each)),
                ("修改说明…", lambda: self._describe(each)),
                ("删除…", lambda: self._remove(each)),
            ):
                menu.addAction(words).triggered.connect(lambda _=False, p=press: p())
            menu.addSeparator()
        menu.addAction("添加文件…").triggered.connect(lambda _=False: self._choose())
        menu.exec(self._grid.viewport().mapToGlobal(at))
        menu.deleteLater()

    # --- the Qt side

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        QTimer.singleShot(0, lambda: self._add(files))  # the other program waits for the drop


def _line(each: Attachment, *, lost: bool) -> Line:
    at = f"{each.created_at.astimezone():%Y-%m-%d}"
    name = f"{each.name}{_LOST}" if lost else each.name
    tones = {0: Tone.STOP} if lost else {}
    return Line(each.id, (name, each.caption or "", _size(each.size), at), tones, tip=each.name)


def _size(size: int) -> str:
    shown = float(size)
    for unit in _UNITS:
        if shown < 1024 or unit == _UNITS[-1]:
            return f"{shown:.0f} {unit}" if unit == _UNITS[0] else f"{shown:.1f} {unit}"
        shown /= 1024
    return ""
