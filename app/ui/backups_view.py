"""Copies of the data: how they are, making one, and going back to one after comparing counts."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from app.services.copies import Backup, sound
from app.services.opening import restore_file
from app.services.restore import Compared, compare
from app.ui.agenda import short_moment
from app.ui.buttons import button
from app.ui.dialogs import ANYTHING, BACKUPS, choose_file, choose_folder, confirm
from app.ui.files import show_in_folder
from app.ui.grid import Grid, Head, Line, Section
from app.ui.labels import label
from app.ui.layouts import column, row
from app.ui.lines import Lines
from app.ui.page import Desk
from app.ui.panels import Banner
from app.ui.strips import ProgressStrip
from app.ui.tasks import Progress
from app.ui.today import today
from app.ui.tokens import MEDIUM, NARROW, SNUG, TIGHT, Tone

_HEADS = (
    Head("时间", 12, stretch=True),
    Head("原因", 7),
    Head("检查", 7),
    Head("企业", 5, right=True),
    Head("协议", 5, right=True),
    Head("大小", 7, right=True),
    Head("程序版本", 7, spare=1),
)
_DETAIL = 340


class BackupsView(QWidget):
    """The list at the left; what going back to one would mean at the right."""

    settings_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._backups = desk.office.backups
        self._held: dict[Path, Backup] = {}
        self._bad: set[Path] = set()
        self._file: Path | None = None  # that was compared
        self.list = Grid(desk.look, "备份", _HEADS)
        self._status, self._strips = Lines(spacing=TIGHT), Lines(spacing=TIGHT)
        self._detail = Lines(spacing=NARROW)
        self._lay_out()
        self.list.chosen.connect(self._show_chosen)

    def show_backups(self) -> None:
        """Look again at what lies there."""
        self._held = {each.path: each for each in self._backups.all()}
        self.list.fill([Section("", [self._line(each) for each in self._held.values()])])
        self._status.fill(self._warning(told) for told in self._backups.status().sentences)
        self._show_chosen()

    def _warning(self, told: str) -> Banner:
        """What should be done; about the second place one goes to the settings."""
        actions = []
        if self._backups.second_place() is None and "第二" in told:
            go = self.settings_wanted.emit
            actions.append(button(self._desk.look, "去设置", kind="link", press=go))
        return Banner(self._desk.look, told, Tone.CAUTION, actions)

    # --- making

    def make(self) -> None:
        """A copy now, here and in the second place."""
        backups = self._backups
        self._run(lambda _: backups.make(), self._tell_made, "备份")

    def make_elsewhere(self) -> None:
        """A copy with the attachments into a folder the person chooses."""
        folder = choose_folder(self, "备份到哪个文件夹")
        if folder is not None:
            backups = self._backups
            self._run(lambda _: backups.export(folder), self._tell_made, "备份")

    def test(self) -> None:
        """Open the chosen copies again and read them through."""
        chosen = [self._held[path] for path in self.list.marked()]

        def work(progress: Progress) -> list[Backup]:
            bad = []
            for done, each in enumerate(chosen):
                progress(done, len(chosen), f"检查{each}")
                bad += [] if sound(each) else [each]
            return bad

        self._run(work, self._tell_tested, "检查备份")

    def _tell_made(self, backup: Backup) -> None:
        told = f"已备份并检查通过：{backup.path.name}，{size(backup.size)}。"
        banners = [Banner(self._desk.look, told, Tone.GOOD)]
        if self._backups.trouble:
            banners.append(Banner(self._desk.look, self._backups.trouble, Tone.CAUTION))
        self._say(banners)
        self.show_backups()

    def _tell_tested(self, bad: list[Backup]) -> None:
        self._bad = {each.path for each in bad}
        told = f"{bad[0]}已损坏，请不要用它恢复。" if bad else "检查通过，可以用来恢复。"
        self._say([Banner(self._desk.look, told, Tone.STOP if bad else Tone.GOOD)])
        self.show_backups()

    # --- going back

    def compare_chosen(self) -> None:
        """What the chosen copy would bring."""
        if keys := self.list.marked():
            self._compare(keys[0])

    def compare_other(self) -> None:
        """A copy that lies somewhere else."""
        path = choose_file(self, "选择备份文件", BACKUPS, ANYTHING)
        if path is not None:
            self._compare(path)

    def _compare(self, path: Path) -> None:
        places = self._desk.office.places

        def show(found: list[Compared]) -> None:
            self._file = path
            self._show_compared(path, found)

        self._run(lambda _: compare(places, path), show, "比较备份")

    def _show_compared(self, path: Path, found: list[Compared]) -> None:
        held = self._held.get(path)
        head = label(f"恢复到 {held}" if held else f"恢复 {path.name}", "part", wrap=True)
        columns = _fact("", "现有 → 恢复后")
        lines: list[QWidget] = [head, columns, *(_compared(each) for each in found)]
        lines.append(
            label(
                "恢复会用备份换下现有数据。现有数据先另存一份“恢复前”的备份，随时可以再换回来。",
                "muted",
                wrap=True,
            )
        )
        go = button(self._desk.look, "恢复到这一份…", "history", kind="danger", press=self.restore)
        holder = QWidget()
        holder.setLayout(row(go, 1))
        self._detail.fill([*lines, holder])

    def restore(self) -> None:
        """After one more question; the program closes the data, exchanges it and opens it again."""
        path = self._file
        if path is None:
            return
        text = (
            f"现有数据将换成 {path.name} 里的内容。之后做的修改不会在里面。"
            "现有数据会先存成一份“恢复前”的备份。"
        )
        if confirm(self._desk.look, self.window(), "恢复备份？", text, "恢复"):
            places = self._desk.office.places
            self._desk.replace_data(lambda p: restore_file(places, path, progress=p), "恢复备份")

    # --- showing

    def _show_chosen(self) -> None:
        chosen = [self._held[path] for path in self.list.marked() if path in self._held]
        self._test.setEnabled(bool(chosen))
        self._restore.setEnabled(len(chosen) == 1)
        if self._file is not None and [each.path for each in chosen] == [self._file]:
            return
        self._file = None
        if len(chosen) == 1:
            self._detail.fill(self._told(chosen[0]))
        else:
            words = "选中一份备份，这里显示里面有什么。"
            self._detail.fill([label(words, "muted", wrap=True)])

    def _told(self, backup: Backup) -> list[QWidget]:
        counts = backup.content.counts
        facts = [
            ("合作企业", counts.get("partner", 0)),
            ("协议", counts.get("agreement", 0)),
            ("联系记录", counts.get("contact_log", 0)),
            ("企业投入", counts.get("contribution", 0)),
            ("附件", len(backup.content.blobs)),
            ("修改次数", backup.content.seq),
        ]
        lines: list[QWidget] = [label(str(backup), "part", wrap=True)]
        lines += [_fact(name, f"{number:,}") for name, number in facts]
        return [*lines, label(backup.path.name, "small", wrap=True, selectable=True)]

    def _line(self, backup: Backup) -> Line:
        bad = backup.path in self._bad
        counts = backup.content.counts
        return Line(
            backup.path,
            (
                short_moment(backup.at, today()),
                str(backup.why),
                "已损坏" if bad else "已验证",
                f"{counts.get('partner', 0):,}",
                f"{counts.get('agreement', 0):,}",
                size(backup.size),
                backup.app_version,
            ),
            {2: Tone.STOP if bad else Tone.GOOD},
            backup.path.name,
        )

    def _run(self, work: Any, then: Any, title: str) -> None:
        task = self._desk.tasks.run(work, then, title)
        self._say([ProgressStrip(self._desk.look, task)])
        self.setEnabled(False)
        task.finished.connect(self._end)

    def _end(self) -> None:
        self.setEnabled(True)
        self._say([])

    def _say(self, strips: list[Any]) -> None:
        self._strips.fill(strips)

    def _open_folder(self) -> None:
        folder = self._desk.office.places.backups
        folder.mkdir(exist_ok=True)
        show_in_folder(next(iter(self._held), folder / "-"))

    def _lay_out(self) -> None:
        look = self._desk.look
        now = button(look, "现在备份", "save", kind="primary", press=self.make)
        away = button(look, "备份到…", "hard-drive", press=self.make_elsewhere)
        self._restore = button(look, "恢复…", "history", press=self.compare_chosen)
        other = button(look, "从别处恢复…", "folder-open", press=self.compare_other)
        self._test = button(look, "再检查一遍", "shield-check", press=self.test)
        folder = button(look, "打开所在文件夹", kind="quiet", press=self._open_folder)
        bar = row(now, away, self._restore, other, self._test, 1, folder, spacing=NARROW)
        card = QFrame()
        card.setProperty("surface", "card")
        card.setFixedWidth(_DETAIL)
        card.setLayout(column(self._detail, 1, margins=MEDIUM))
        both = row(spacing=SNUG)
        both.addWidget(self.list, 1)
        both.addWidget(card)
        whole = column(bar, self._status, self._strips, spacing=SNUG, margins=(0, MEDIUM, 0, 0))
        whole.addLayout(both, 1)
        self.setLayout(whole)


def _compared(each: Compared) -> QWidget:
    now = "读不出" if each.now is None else f"{each.now:,}"
    return _fact(each.label, f"{now} → {each.then:,} {each.counter}", strong=each.now != each.then)


def _fact(name: str, value: str, *, strong: bool = False) -> QWidget:
    holder = QWidget()
    holder.setLayout(row(label(name, "label"), 1, label(value, "strong" if strong else "")))
    return holder


def size(count: int) -> str:
    """As people read it: 1.2 MB, 340 KB."""
    if count >= 1024 * 1024:
        return f"{count / 1024 / 1024:,.1f} MB"
    return f"{max(1, round(count / 1024)):,} KB"
