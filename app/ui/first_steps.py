"""What an office with no records yet can do first."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app.ui.buttons import Kind, button
from app.ui.labels import IconLabel, label
from app.ui.layouts import column, row
from app.ui.look import Look
from app.ui.page import Desk, Target
from app.ui.panels import Card
from app.ui.tokens import MEDIUM, SNUG, VAST


@dataclass(frozen=True, slots=True)
class Step:
    """One way to begin."""

    icon: str
    title: str
    text: str
    action: str
    target: Target


STEPS = (
    Step(
        "upload",
        "导入我的台账",
        "把办公室现有的 Excel 或 WPS 表格直接导入。先试算、逐行说明，确认以后才写入。",
        "导入台账…",
        Target("import", option="partner"),
    ),
    Step(
        "book-open",
        "看看示例学院",
        "用一套虚构的企业和协议先走一遍。看完一键结束，从空白开始。",
        "放入示例数据",
        Target("welcome", option="sample"),
    ),
    Step(
        "building-2",
        "新建第一家企业",
        "只需要企业名称，其余可以以后补。填了统一社会信用代码会自动校验。",
        "新建企业",
        Target("partner", option="new"),
    ),
)


class FirstSteps(QWidget):
    """Three ways to begin, side by side."""

    wanted = Signal(Target)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        cards = row(spacing=MEDIUM)
        for number, step in enumerate(STEPS):
            press = partial(self.wanted.emit, step.target)
            card, _ = step_card(desk.look, step, press, primary=number == 0)
            cards.addWidget(card, 1)
        self.setLayout(
            column(
                label("从这里开始", "title"),
                label("数据只保存在这台电脑上，不连接网络。", "muted"),
                cards,
                spacing=SNUG,
                margins=(0, VAST, 0, 0),
            )
        )


def step_card(
    look: Look, step: Step, press: Callable[[], object], *, primary: bool
) -> tuple[Card, QPushButton]:
    """A way to begin as a card, and its button."""
    made = Card(fill=True)
    kind: Kind = "primary" if primary else "plain"
    go = button(look, step.action, kind=kind, press=press)
    made.body.addWidget(IconLabel(look.icon(step.icon, "accent"), 28))
    made.body.addWidget(label(step.title, "part"))
    made.body.addWidget(label(step.text, "muted", wrap=True))
    made.body.addStretch(1)
    made.body.addLayout(row(go, 1))
    return made, go
