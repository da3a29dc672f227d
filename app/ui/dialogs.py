"""Questions, messages and file names: the few things worth stopping a person for."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QPushButton, QWidget

from app.ui.buttons import button
from app.ui.labels import IconLabel, label
from app.ui.layouts import column, row
from app.ui.look import Look
from app.ui.tokens import INK_OF, MEDIUM, NARROW, SNUG, WIDE, Tone

EXCEL = "Excel 工作簿 (*.xlsx)"
LEDGERS = "表格 (*.xlsx *.xls *.csv)"
PDF = "PDF 文件 (*.pdf)"
CALENDAR = "日历文件 (*.ics)"
BACKUPS = "备份文件 (*.db)"
ANYTHING = "所有文件 (*)"
_ICONS = {Tone.STOP: "triangle-alert", Tone.CAUTION: "circle-alert", Tone.GOOD: "circle-check"}


class Dialog(QDialog):
    """Something to look at, and buttons under it at the right; one of them is what Enter does."""

    def __init__(
        self,
        title: str,
        body: QWidget,
        buttons: Sequence[QPushButton],
        parent: QWidget | None,
        enter: QPushButton | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        whole = column(spacing=WIDE, margins=WIDE)
        whole.addWidget(body, 1)
        whole.addLayout(row(1, *buttons, spacing=NARROW))
        self.setLayout(whole)
        if enter is not None:
            enter.setDefault(True)
            enter.setFocus()


def ask(look: Look, parent: QWidget | None, title: str, text: str, yes: str) -> bool:
    """Whether the person wants something that does no harm; Enter says yes."""
    agree, refuse = button(look, yes, kind="primary"), button(look, "取消")
    body = _message(look, title, text, Tone.NEUTRAL)
    return _agreed(Dialog(title, body, (agree, refuse), parent, agree), agree, refuse)


def confirm(look: Look, parent: QWidget | None, title: str, text: str, deed: str) -> bool:
    """Whether the person really wants what cannot be undone; Enter and Esc say no.

    The text says in numbers what will happen; the button names the deed, never "确定".
    """
    agree, refuse = button(look, deed, kind="stop"), button(look, "取消")
    body = _message(look, title, text, Tone.STOP)
    return _agreed(Dialog(title, body, (agree, refuse), parent, refuse), agree, refuse)


def tell(
    look: Look,
    parent: QWidget | None,
    title: str,
    text: str,
    tone: Tone = Tone.CAUTION,
    *more: QPushButton,
) -> Dialog:
    """Say something that must be read. It does not wait: the caller goes on."""
    close = button(look, "知道了", kind="primary")
    body = _message(look, title, text, tone)
    dialog = Dialog(title, body, (*more, close), parent, close)
    close.clicked.connect(dialog.accept)
    dialog.finished.connect(lambda _: dialog.deleteLater())  # and so it lives until then
    dialog.open()
    return dialog


def choose_file(parent: QWidget | None, title: str, *filters: str) -> Path | None:
    """An existing file, or None if the person thought better of it."""
    name, _ = QFileDialog.getOpenFileName(parent, title, "", ";;".join(filters or (ANYTHING,)))
    return Path(name) if name else None


def choose_new_file(
    parent: QWidget | None, title: str, proposed: str, *filters: str
) -> Path | None:
    """Where to write a file; the ending of the chosen kind is added where it is missing."""
    name, kind = QFileDialog.getSaveFileName(
        parent, title, proposed, ";;".join(filters or (ANYTHING,))
    )
    if not name:
        return None
    ending = kind.rpartition("*")[2].rstrip(")")
    path = Path(name)
    return path if path.suffix or not ending.startswith(".") else path.with_name(path.name + ending)


def choose_folder(parent: QWidget | None, title: str) -> Path | None:
    """An existing folder, or None."""
    name = QFileDialog.getExistingDirectory(parent, title)
    return Path(name) if name else None


def _agreed(dialog: Dialog, agree: QPushButton, refuse: QPushButton) -> bool:
    agree.clicked.connect(dialog.accept)
    refuse.clicked.connect(dialog.reject)
    agreed = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return agreed


def _message(look: Look, title: str, text: str, tone: Tone) -> QWidget:
    words = label(text, wrap=True, selectable=True)
    words.setMinimumWidth(340)
    words.setMaximumWidth(460)
    icon = IconLabel(look.icon(_ICONS.get(tone, "circle-help"), INK_OF[tone]), 24)
    said = column(label(title, "part", wrap=True), words, 1, spacing=SNUG)
    body = QWidget()
    body.setLayout(row(column(icon, 1), said, spacing=MEDIUM))
    return body
