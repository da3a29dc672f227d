"""到期看板: agreements in force by the day they end, and what is decided about each."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QMenu, QWidget

from app.models import Agreement
from app.models.agreements import Handling
from app.services.agreements import Due, Running
from app.services.database import Commit
from app.services.query import Query
from app.ui.buttons import button
from app.ui.due_handling import HandlingPanel
from app.ui.grid import Grid, Head, Line, Section
from app.ui.labels import label
from app.ui.layouts import column, row
from app.ui.page import Desk, Page, Scope, Target
from app.ui.panels import Banner, CounterTile, EmptyState
from app.ui.today import today
from app.ui.tokens import MEDIUM, NARROW, SNUG, TIGHT, Tone

COLUMNS = tuple(each for each in Due if each is not Due.LATER)
TONES = {
    Due.UNSPECIFIED: Tone.NEUTRAL,
    Due.EXPIRED: Tone.STOP,
    Due.DAYS_30: Tone.STOP,
    Due.DAYS_60: Tone.CAUTION,
    Due.DAYS_90: Tone.CAUTION,
    Due.DAYS_120: Tone.ACCENT,
}
_HEADS = (
    Head("协议名称", 20, stretch=True),
    Head("协议编号", 11, spare=2),
    Head("合作企业", 16, spare=1),
    Head("到期日期", 8),
    Head("剩余", 9),
    Head("处理情况", 14, spare=3),
    Head("经办人", 6, spare=4),
)
_TILE = 104  # the least width of a tile
_HANDLED = (Handling.RENEWED, Handling.NOT_RENEWED)


class DueBoard(Page):
    """Columns as tiles with counts, lines under headings; what was dealt with drops off."""

    name = "due"
    label = "到期看板"
    icon = "calendar-clock"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._agreements = desk.office.agreements
        self._scope = Scope()
        self._only: frozenset[UUID] | None = None
        self._column: Due | None = None
        self._board: dict[UUID, Running] = {}
        self.tiles = {each: self._tile(each) for each in COLUMNS}
        self.list = Grid(desk.look, "按到期日排列的协议", _HEADS)
        self.handled = QCheckBox("显示已处理")
        self.panel = HandlingPanel(desk)
        self._strip: Banner | None = None
        self._lay_out()
        self._connect()

    # --- the page's side

    def count(self) -> int | None:
        """What is still to be dealt with."""
        return sum(1 for each in self._board.values() if each.handling not in _HANDLED)

    def activate(self) -> None:
        self.refresh()
        self.list.setFocus()

    def on_commit(self, commit: Commit) -> None:
        if self.isVisible() and commit.kinds & {Agreement}:
            self.refresh()

    def set_scope(self, scope: Scope) -> None:
        self._scope = scope

    def show_target(self, target: Target) -> None:
        """Only the agreements of a query, until the person wants all."""
        only = target.query.only if target.query else None
        self._only = frozenset(only) if only is not None else None
        self._column = None
        if only is None:
            self._say("")
        else:
            back = button(self._desk.look, "显示全部", kind="link", press=self._show_all)
            self._say(f"只看：{target.title}", Tone.ACCENT, (back,))
        self.refresh()

    def refresh(self) -> None:
        """Ask anew and keep the place."""
        day = today()
        running = self._agreements.board(day, self._scope.campus, all_=self.handled.isChecked())
        self._board = {
            each.id: each
            for each in running
            if each.column is not Due.LATER and (self._only is None or each.id in self._only)
        }
        for due, tile in self.tiles.items():
            found = [each for each in self._board.values() if each.column is due]
            tone = TONES[due] if found else Tone.NEUTRAL
            tile.count(str(len(found)), _followed(found), tone)
            tile.setChecked(due is self._column)
        self.list.fill(self._sections(day))
        self._empty.setVisible(not self._board)
        self._middle.setVisible(bool(self._board))
        self.counted.emit()
        self._on_chosen()

    # --- what stands in the list

    def _sections(self, day: date) -> list[Section]:
        shown = [self._column] if self._column else COLUMNS
        values = self._values([each.id for each in self._board.values() if each.column in shown])
        sections = []
        for due in shown:
            found = [each for each in self._board.values() if each.column is due]
            lines = [_line(each, values[each.id], day) for each in found if each.id in values]
            if lines:
                sections.append(Section(f"{due.value}（{len(lines)} 份）", lines))
        return sections

    def _values(self, ids: Sequence[UUID]) -> dict[UUID, dict[str, str]]:
        fields = Agreement.fields()
        return {
            key: {
                field.key: str(value or "") if field.target else field.show(value)
                for field, value in zip(fields, values, strict=True)
            }
            for key, values in self._agreements.rows(ids).items()
        }

    # --- what can be done

    def _choose_column(self, due: Due) -> None:
        self._column = None if self._column is due else due
        self.refresh()

    def _show_all(self) -> None:
        self._only = None
        self._say("")
        self.refresh()

    def _on_chosen(self) -> None:
        keys = self.list.marked()
        open_ = [key for key in keys if self._board[key].handling not in _HANDLED]
        for each in (self._renew, self._end, self._follow):
            each.setEnabled(bool(open_))
        self._open.setEnabled(len(keys) > 0)
        self._chosen.setText(f"已选 {len(keys)} 份" if keys else "")
        self.panel.choose([self._board[key] for key in open_])

    def _handled(self, told: str, renewed: Sequence[UUID]) -> None:
        """Say what was decided, and offer the new agreements."""
        actions: list[QWidget] = []
        if renewed:
            target = Target("agreement", Query(only=tuple(renewed)), title="刚续签的协议")
            actions.append(
                button(
                    self._desk.look, "打开续签的协议", kind="link",
                    press=lambda: self.wanted.emit(target),
                )
            )  # fmt: skip
        self._say(told, Tone.GOOD, actions)
        self.refresh()
        self.list.setFocus()

    def _open_record(self, key: object) -> None:
        if isinstance(key, UUID):
            self.wanted.emit(Target("agreement", record=key))

    def _open_chosen(self) -> None:
        keys = self.list.marked()
        if len(keys) == 1:
            self._open_record(keys[0])
        elif keys:
            query = Query(only=tuple(keys), order="ends")
            self.wanted.emit(Target("agreement", query, title=f"看板上选中的 {len(keys)} 份协议"))

    def _print(self) -> None:
        self.wanted.emit(Target("reports", option="agreement_register"))

    def _menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        for each in (self._renew, self._end, self._follow, self._open):
            action = menu.addAction(each.icon(), each.text())
            action.setEnabled(each.isEnabled())
            action.triggered.connect(lambda _=False, each=each: each.click())
        menu.exec(self.list.viewport().mapToGlobal(at))
        menu.deleteLater()

    def _say(self, text: str, tone: Tone = Tone.NEUTRAL, actions: Sequence[QWidget] = ()) -> None:
        """One strip at a time above the list."""
        if self._strip is not None:
            self._strip.hide()
            self._strip.deleteLater()
            self._strip = None
        if text:
            self._strip = Banner(self._desk.look, text, tone, actions)
            self._strips.addWidget(self._strip)

    # --- building

    def _tile(self, due: Due) -> CounterTile:
        made = CounterTile(due.value)
        made.setMinimumWidth(_TILE)
        made.setCheckable(True)
        made.opened.connect(lambda: self._choose_column(due))
        return made

    def _connect(self) -> None:
        self.list.chosen.connect(self._on_chosen)
        self.list.opened.connect(self._open_record)
        self.list.customContextMenuRequested.connect(self._menu)
        self.handled.toggled.connect(lambda _: self.refresh())
        self.panel.handled.connect(self._handled)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.activated.connect(self.panel.hide)

    def _lay_out(self) -> None:
        look = self._desk.look
        self._renew = button(look, "续签…", "refresh-cw", press=self.panel.renew)
        self._end = button(look, "不再续签…", "file-x", press=self.panel.end)
        self._follow = button(look, "跟进中…", "clock", press=self.panel.follow)
        self._open = button(look, "打开协议", "file-signature", press=self._open_chosen)
        printing = button(look, "打印协议台账", "printer", press=self._print)
        self._chosen = label("", "muted")
        tiles = row(*self.tiles.values(), spacing=NARROW)
        bar = row(
            self._renew,
            self._end,
            self._follow,
            self._open,
            printing,
            self._chosen,
            1,
            self.handled,
        )
        self._strips = column(spacing=TIGHT)
        self._empty = EmptyState(
            look, "circle-check", "没有临近到期的协议",
            "履行中的协议里，没有未填写到期日期、已到期或 120 天内到期的。",
        )  # fmt: skip
        self._middle = QWidget()
        middle = row(spacing=SNUG)
        middle.addWidget(self.list, 1)
        middle.addWidget(self.panel)
        self._middle.setLayout(middle)
        whole = column(tiles, bar, self._strips, spacing=SNUG, margins=MEDIUM)
        whole.addWidget(self._middle, 1)
        whole.addWidget(self._empty, 1)
        self.setLayout(whole)


def _followed(found: Sequence[Running]) -> str:
    """What is being done about the agreements of one column."""
    if not found:
        return "没有"
    followed = sum(1 for each in found if each.handling is Handling.FOLLOW_UP)
    return f"跟进中 {followed} 份" if followed else "还没有登记处理"


def _line(running: Running, values: dict[str, str], day: date) -> Line:
    handling = "：".join(part for part in (values["handling"], values["handling_note"]) if part)
    ends = running.ends.isoformat() if running.ends else ""
    moved = ends and values["ends"] and ends != values["ends"]
    return Line(
        running.id,
        (
            values["name"],
            values["number"],
            values["partners"],
            ends,
            left(running.ends, day),
            handling,
            values["handler"],
        ),
        {4: TONES[running.column]} if running.handling not in _HANDLED else {4: Tone.NEUTRAL},
        f"原到期日期 {values['ends']}，补充协议改为 {ends}" if moved else "",
    )


def left(ends: date | None, day: date) -> str:
    """How long it still runs, as one says it."""
    if ends is None:
        return "未填写"
    days = (ends - day).days
    if days < 0:
        return f"已过 {-days} 天"
    return f"还有 {days} 天" if days else "今天到期"
