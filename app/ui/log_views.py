"""What was done and by whom: every change, every export, import and report; and known ledgers."""

from PySide6.QtWidgets import QWidget

from app.services.events import events, how_many
from app.services.saved_mappings import SavedMapping, forget, saved_mappings
from app.ui.agenda import short_moment
from app.ui.buttons import button
from app.ui.grid import Grid, Head, Line, Section
from app.ui.labels import label
from app.ui.layouts import column, row
from app.ui.page import Desk
from app.ui.panels import EmptyState
from app.ui.today import today
from app.ui.tokens import MEDIUM, SNUG

_MOST = 500
_CHANGES = (
    Head("时间", 10),
    Head("操作人", 7),
    Head("做了什么", 24, stretch=True),
    Head("原因", 14, spare=1),
)
_EVENTS = (
    Head("时间", 10),
    Head("操作人", 7),
    Head("电脑", 9, spare=1),
    Head("事项", 5),
    Head("内容", 24, stretch=True),
)
_LEDGERS = (
    Head("种类", 7),
    Head("导入的列", 6, right=True),
    Head("表头和对应的栏目", 30, stretch=True),
)


class ChangesView(QWidget):
    """The change log, newest first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.list = Grid(desk.look, "修改记录", _CHANGES)
        self._told = label("", "muted", wrap=True)
        _under(self, self._told, self.list)

    def show_changes(self) -> None:
        """Ask anew."""
        found = self._desk.office.history.recent(_MOST)
        day = today()
        lines = [
            Line(seq, (short_moment(at, day), user, what, why or ""))
            for seq, at, user, what, why in found
        ]
        self.list.fill([Section("", lines)])
        limit = f"最近 {_MOST} 次修改。" if len(found) == _MOST else f"共 {len(found)} 次修改。"
        self._told.setText(
            f"{limit}每一次修改都记在数据文件里，改不掉也删不掉。"
            "逐栏的前后内容，在每条记录的“历史”里看。"
        )


class EventsView(QWidget):
    """The event log, newest first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.list = Grid(desk.look, "导出和事项记录", _EVENTS)
        self._told = label("", "muted", wrap=True)
        _under(self, self._told, self.list)

    def show_events(self) -> None:
        """Ask anew."""
        found, day = events(self._desk.office.db, _MOST), today()
        lines = [
            Line(
                each.number,
                (short_moment(each.at, day), each.user, each.machine, each.what, each.detail),
            )
            for each in found
        ]
        self.list.fill([Section("", lines)])
        all_ = how_many(self._desk.office.db)
        self._told.setText(f"共 {all_:,} 条：谁在什么时候把什么数据带出或带入了这个程序。")


class LedgersView(QWidget):
    """Tables whose columns were confirmed once; forgotten ones are guessed again."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.list = Grid(desk.look, "记住的台账", _LEDGERS)
        self.forget_button = button(desk.look, "忘记选中的", "trash-2", press=self.forget)
        self._told = label(
            "导入过的台账，下次遇到同样的表头时按这里的对应关系读。忘记以后重新识别。",
            "muted",
            wrap=True,
        )
        self._nothing = EmptyState(
            desk.look,
            "file-spreadsheet",
            "还没有记住的台账",
            "导入一次以后，那张表的列怎样对应会记在这里。",
        )
        _under(self, self._told, self.list, self.forget_button, below=self._nothing)
        self.list.chosen.connect(self._offer)

    def show_ledgers(self) -> None:
        """Look again."""
        found = saved_mappings(self._desk.office.places.mappings)
        self.list.fill([Section("", [_ledger(each) for each in found])])
        self.list.setVisible(bool(found))
        self._nothing.setVisible(not found)
        self._offer()

    def forget(self) -> None:
        """The chosen ones."""
        forget(self._desk.office.places.mappings, set(self.list.marked()))
        self.show_ledgers()

    def _offer(self) -> None:
        self.forget_button.setEnabled(bool(self.list.marked()))


def _ledger(each: SavedMapping) -> Line:
    pairs = [
        head if head == field else f"{head} → {field}"
        for head, field in each.heads.items()
        if field
    ]
    kind = each.kind.about.label if each.kind else "—"
    return Line(each.shape, (kind, str(each.taken), "、".join(pairs)))


def _under(
    view: QWidget, told: QWidget, list_: QWidget, *beside: QWidget, below: QWidget | None = None
) -> None:
    head = row(told, *beside)
    head.setStretch(0, 1)
    whole = column(head, spacing=SNUG, margins=(0, MEDIUM, 0, 0))
    whole.addWidget(list_, 1)
    if below is not None:
        whole.addWidget(below, 1)
    view.setLayout(whole)
