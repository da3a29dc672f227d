"""What is decided about agreements that run out: renewed, not renewed, or still being seen to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from app.errors import Invalid
from app.models.agreements import Handling
from app.models.fields import Options, option
from app.models.values import not_negative
from app.services.agreements import Running
from app.services.years import years_before
from app.ui.buttons import button
from app.ui.form import Form
from app.ui.labels import Elided, label
from app.ui.layouts import column, row
from app.ui.lines import Lines
from app.ui.page import Desk
from app.ui.today import today
from app.ui.tokens import MEDIUM, NARROW, SNUG, TIGHT

_WIDTH = 340
_TERM = 3  # years


@dataclass(frozen=True, slots=True)
class Term(Options):
    """The new term of one agreement."""

    starts: date = option("生效日期", None)
    ends: date = option("到期日期", None)


@dataclass(frozen=True, slots=True)
class Years(Options):
    """The new term of several: each from the day after its old end."""

    years: int = option(
        "续签年限", _TERM, unit="年", check=not_negative, help="各自从原到期日期的次日算起。"
    )


@dataclass(frozen=True, slots=True)
class Reason(Options):
    """Why an agreement is not renewed."""

    handling_note: str = option(
        "原因", "", lines=3, help="会写进协议的“处理说明”，报表里也能看到。"
    )


@dataclass(frozen=True, slots=True)
class Note(Options):
    """How things stand."""

    handling_note: str = option(
        "进展", "", lines=3, help="如：已与对方联系，等待盖章。仍留在看板上。"
    )


class HandlingPanel(QFrame):
    """Stands beside the board while something is decided about what is chosen there."""

    handled = Signal(str, list)  # what was done, and the renewed copies

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        self._desk = desk
        self._chosen: Sequence[Running] = ()
        self._again: Callable[[], None] | None = None
        self.form: Form | None = None
        self.setFixedWidth(_WIDTH)
        self._title = label("", "part")
        self._about = Lines(spacing=TIGHT)
        self._place = column(margins=(-MEDIUM, 0, -MEDIUM, 0))  # a form brings its own
        self.confirm = button(desk.look, "", kind="primary", press=self._confirm)
        cancel = button(desk.look, "取消", press=self.hide)
        self._act: Callable[[dict[str, Any]], None] = lambda _: None
        whole = column(self._title, self._about, spacing=SNUG, margins=MEDIUM)
        whole.addLayout(self._place, 1)
        whole.addLayout(row(1, cancel, self.confirm, spacing=NARROW))
        self.setLayout(whole)
        self.hide()

    def choose(self, running: Sequence[Running]) -> None:
        """These are chosen on the board now."""
        same = [each.id for each in running] == [each.id for each in self._chosen]
        self._chosen = tuple(running)
        if not running:
            self.hide()
        elif self._again is not None and self.isVisible() and not same:
            self._again()

    def renew(self) -> None:
        """A linked copy of each, with new dates."""
        one = len(self._chosen) == 1
        self._ask("续签", "确定续签", Term if one else Years, self._renew, self.renew)
        if self.form is not None:
            if one:
                starts, ends = following(self._chosen[0], _TERM)
                self.form.start({"starts": starts, "ends": ends})
            else:
                self.form.start({"years": _TERM})

    def end(self) -> None:
        """Not to be renewed, for a reason."""
        self._ask("不再续签", "确定不再续签", Reason, self._note(Handling.NOT_RENEWED), self.end)

    def follow(self) -> None:
        """Being seen to: it stays on the board with a note."""
        self._ask("跟进中", "记下进展", Note, self._note(Handling.FOLLOW_UP), self.follow)

    # --- asking

    def _ask(
        self,
        title: str,
        confirm: str,
        options: type[Options],
        act: Callable[[dict[str, Any]], None],
        again: Callable[[], None],
    ) -> None:
        if self.form is not None:
            self._place.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
        self.form = Form(options.fields(), self._desk.look)
        self._place.addWidget(self.form)
        self._act, self._again = act, again
        self._title.setText(f"{title} {len(self._chosen)} 份协议")
        self.confirm.setText(confirm)
        self._about.fill(self._names())
        self.show()
        self.form.start()
        self.form.focus()

    def _names(self) -> list[QWidget]:
        ids = [each.id for each in self._chosen[:5]]
        titles = self._desk.office.agreements.titles(ids)
        names: list[QWidget] = [Elided(titles.get(key, ""), "muted") for key in ids]
        more = len(self._chosen) - len(ids)
        return [*names, label(f"等 {len(self._chosen)} 份", "muted")] if more else names

    # --- doing

    def _confirm(self) -> None:
        if self.form is None:
            return
        try:
            self._act(self.form.values())
        except Invalid as invalid:
            self.form.show_problems(invalid.problems)

    def _renew(self, values: dict[str, Any]) -> None:
        agreements = self._desk.office.agreements
        made: list[UUID] = []
        for each in self._chosen:
            term = (values["starts"], values["ends"]) if "starts" in values else None
            starts, ends = term or following(each, values["years"])
            made.append(agreements.renew(each.id, starts, ends).id)
        self._done(
            f"已续签 {len(made)} 份协议，原协议不再提醒。续签件是草拟状态，签署后生效。", made
        )

    def _note(self, handling: Handling) -> Callable[[dict[str, Any]], None]:
        def act(values: dict[str, Any]) -> None:
            ids = [each.id for each in self._chosen]
            self._desk.office.agreements.handle(ids, handling, values["handling_note"] or "")
            self._done(f"{len(ids)} 份协议已登记为“{handling}”。", [])

        return act

    def _done(self, told: str, made: list[UUID]) -> None:
        self._again = None
        self.hide()
        self.handled.emit(told, made)


def following(running: Running, years: int) -> tuple[date, date]:
    """The term that begins the day after the old one; today, where no end was known."""
    starts = running.ends + timedelta(days=1) if running.ends else today()
    return starts, years_before(starts, -years) - timedelta(days=1)
