"""The one question before something typed would be lost."""

from enum import Enum

from PySide6.QtWidgets import QWidget

from app.ui.buttons import button
from app.ui.dialogs import Dialog
from app.ui.labels import label
from app.ui.layouts import column
from app.ui.look import Look
from app.ui.tokens import SNUG


class Answer(Enum):
    """What the person wants done with what is typed."""

    SAVE = "save"
    DROP = "drop"
    STAY = "stay"


def ask_to_leave(look: Look, parent: QWidget, what: str) -> Answer:
    """Save it, drop it, or stay; Esc stays."""
    found: list[Answer] = []
    body = QWidget()
    body.setLayout(
        column(
            label(f"{what}有没保存的修改", "part", wrap=True),
            label("离开前要保存吗？不保存，刚才填写的内容就没有了。", wrap=True),
            1,
            spacing=SNUG,
        )
    )
    body.setMinimumWidth(380)
    save = button(look, "保存", "save", kind="primary")
    drop = button(look, "不保存", kind="danger")
    stay = button(look, "继续填写")
    dialog = Dialog("有没保存的修改", body, (drop, stay, save), parent.window(), save)
    for pressed, answer in ((save, Answer.SAVE), (drop, Answer.DROP), (stay, Answer.STAY)):
        pressed.clicked.connect(lambda _=False, a=answer: found.append(a))
        pressed.clicked.connect(dialog.accept)
    dialog.exec()
    dialog.deleteLater()
    return found[-1] if found else Answer.STAY
