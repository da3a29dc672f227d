"""例外说明: somebody answers, by name and reason, for going on in spite of a refusal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QSizePolicy, QWidget

from app.models import RuleWaiver
from app.services.host_agreements import RULE, Override
from app.services.host_answers import Question
from app.ui.form import Form
from app.ui.labels import label
from app.ui.layouts import column
from app.ui.page import Desk
from app.ui.part_dialog import Deed, FormDialog, run
from app.ui.today import today
from app.ui.tokens import MEDIUM

_KEPT = "请先续签；确需安排的，由负责人写明理由，说明会保留并列入自查表。取消则什么都不改。"


@dataclass(frozen=True, slots=True)
class Exempted:
    """What is asked for: the rule that is overridden, and what is done then."""

    title: str
    rule: str
    words: str  # on the button
    about: str = ""


def ask_exception(
    desk: Desk, asked: Exempted, do: Callable[[Override], object], parent: QWidget
) -> bool:
    """Ask who answers and why, then do it; whether that was done."""
    form = Form([RuleWaiver.field(key) for key in ("reason", "by", "on")], desk.look)
    form.start({"on": today()})

    def save(values: dict[str, Any]) -> None:
        given = desk.office.of(RuleWaiver).accept(values | {"rule": asked.rule}, complete=True)
        do(Override(given["by"], given["reason"], given["on"]))

    below = _told(asked.about) if asked.about else None
    return run(FormDialog(desk.look, form, Deed(asked.title, save, asked.words), parent, below))


def answered(
    desk: Desk,
    questions: Sequence[Question],
    do: Callable[[Override | None], object],
    parent: QWidget,
) -> bool:
    """Do it; where a host's agreement has lapsed, only if somebody answers for it."""
    if not questions:
        do(None)
        return True
    named = "；".join(dict.fromkeys(each.words for each in questions))
    about = f"{named}，不能再新安排实习。{_KEPT}"
    return ask_exception(
        desk, Exempted("协议已到期的例外说明", RULE, "保存说明并安排", about), do, parent
    )


def _told(words: str) -> QWidget:
    told = QWidget()
    inside = column(label(words, wrap=True), margins=(MEDIUM, 0, MEDIUM, 0))
    told.setLayout(inside)
    told.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
    return told
