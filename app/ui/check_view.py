"""The check-up in words, and where everything lies."""

import platform

from PySide6.QtWidgets import QFrame, QWidget

from app import __version__
from app.services.check import Report, check
from app.services.query import Query
from app.ui.backups_view import size
from app.ui.buttons import button
from app.ui.files import show_in_folder
from app.ui.labels import label
from app.ui.layouts import column, row
from app.ui.lines import Lines
from app.ui.page import Desk
from app.ui.panels import Banner, Card
from app.ui.strips import ProgressStrip
from app.ui.tokens import MEDIUM, SNUG, TIGHT, Tone


class CheckView(QWidget):
    """One button, what it found, and the facts one is asked for on the telephone."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._found = Lines(spacing=TIGHT)
        self._facts = Lines(spacing=TIGHT)
        self.button = button(
            desk.look, "检查数据", "shield-check", kind="primary", press=self.check
        )
        words = label(
            "逐项检查数据文件、修改记录、搜索索引、附件和备份。只看不改，"
            "搜索索引有缺漏时会自动重建。",
            "muted",
            wrap=True,
        )
        checking = Card("检查数据")
        checking.body.addWidget(words)
        checking.body.addWidget(self._found)
        checking.body.addLayout(row(self.button, 1))
        about = Card("这份数据和这个程序")
        about.body.addWidget(self._facts)
        folder = button(desk.look, "打开数据文件夹", "folder-open", press=self._open)
        about.body.addLayout(row(folder, 1))
        whole = column(checking, about, spacing=SNUG, margins=(0, MEDIUM, 0, 0))
        whole.addStretch(1)
        self.setLayout(whole)

    def show_facts(self) -> None:
        """As they are now."""
        office = self._desk.office
        places = office.places
        counts = "，".join(
            f"{name} {office.of(table).count(Query()):,} {counter}"
            for table, name, counter in (
                ("partner", "合作企业", "家"),
                ("agreement", "协议", "份"),
                ("contact_log", "联系记录", "条"),
            )
        )
        whole = places.database.stat().st_size if places.database.exists() else 0
        facts = (
            ("程序版本", f"双元 {__version__}"),
            ("数据文件夹", str(places.folder)),
            ("数据文件", f"{places.database.name}，{size(whole)}"),
            ("记录", counts),
            ("附件", f"{len(office.attachments.known()):,} 个文件"),
            ("操作人", office.db.user),
            ("这台电脑", f"{platform.node()}，{platform.system()} {platform.release()}"),
        )
        self._facts.fill(_fact(name, value) for name, value in facts)

    def check(self) -> None:
        """Take a thorough look, beside the window."""
        office = self._desk.office
        task = self._desk.tasks.run(lambda p: check(office, p), self._tell, "检查数据")
        self._found.fill([ProgressStrip(self._desk.look, task)])
        self.button.setEnabled(False)
        task.finished.connect(self._end)

    def _end(self) -> None:
        self.button.setEnabled(True)
        self._found.fill(())

    def _tell(self, report: Report) -> None:
        look = self._desk.look
        strips: list[QFrame] = [Banner(look, told, Tone.STOP) for told in report.problems]
        strips += [Banner(look, told, Tone.CAUTION) for told in report.hints]
        if report.ok:
            strips.insert(0, Banner(look, "检查完毕，数据完好。", Tone.GOOD))
        self._found.fill(strips)

    def _open(self) -> None:
        show_in_folder(self._desk.office.places.database)


def _fact(name: str, value: str) -> QWidget:
    head = label(name, "label")
    head.setFixedWidth(88)
    holder = QWidget()
    line = row(head, label(value, wrap=True, selectable=True))
    line.setStretch(1, 1)
    holder.setLayout(line)
    return holder
