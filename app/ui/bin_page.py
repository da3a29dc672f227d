"""回收站: everything that was deleted, what belongs to it, and the two ways out."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QFrame, QWidget

from app.models import KINDS, Record
from app.services import recycle_bin
from app.services.database import Commit
from app.services.recycle_bin import Binned, belongings, binned, references
from app.ui.agenda import short_moment
from app.ui.buttons import button
from app.ui.choosers import ChoiceBox
from app.ui.dialogs import confirm
from app.ui.grid import Grid, Head, Line, Section
from app.ui.labels import label
from app.ui.layouts import column, row
from app.ui.lines import Lines
from app.ui.overview import Overview, Said
from app.ui.page import Desk, Page
from app.ui.panels import Banner, EmptyState
from app.ui.search import SearchBox
from app.ui.strips import ProgressStrip
from app.ui.tasks import Progress
from app.ui.today import today
from app.ui.tokens import MEDIUM, NARROW, SNUG, TIGHT, Tone

_HEADS = (
    Head("名称", 16, stretch=True),
    Head("种类", 8),
    Head("属于", 12, spare=2),
    Head("删除时间", 10),
    Head("删除人", 7, spare=1),
)
_DETAIL = 380
_ALL = "全部"


class BinPage(Page):
    """A list, and beside it what the chosen record was."""

    name = "bin"
    label = "回收站"
    icon = "trash-2"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._held: list[Binned] = []
        self.list = Grid(desk.look, "回收站里的记录", _HEADS)
        self.kinds = ChoiceBox((), desk.lookup.initials, optional=False)
        self.search = SearchBox(desk.look, "按名称查找…")
        self._lay_out()
        self.list.chosen.connect(self._show_chosen)
        self.search.searched.connect(lambda _: self._fill())

    # --- the page's side

    def count(self) -> int | None:
        """How many records lie here."""
        return len(self._held)

    def activate(self) -> None:
        self.refresh()
        self.list.setFocus()

    def on_commit(self, commit: Commit) -> None:
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Look into the bin again."""
        self._held = binned(self._desk.office)
        self._offer_kinds()
        self._fill()
        self.counted.emit()

    # --- what is shown

    def _offer_kinds(self) -> None:
        """Every kind that lies here, with its number."""
        chosen = self.kinds.value() or _ALL
        kinds = [kind for kind in KINDS if any(each.kind is kind for each in self._held)]
        items = [(f"全部（{len(self._held)}）", _ALL)]
        for kind in kinds:
            number = sum(1 for each in self._held if each.kind is kind)
            items.append((f"{kind.about.label}（{number}）", kind.__tablename__))
        made = ChoiceBox(items, self._desk.lookup.initials, optional=False)
        made.setAccessibleName("种类")
        made.setMinimumWidth(180)
        made.set_value(chosen if any(value == chosen for _, value in items) else _ALL)
        made.chosen.connect(self._fill)
        self._bar.replaceWidget(self.kinds, made)
        self.kinds.hide()
        self.kinds.deleteLater()
        self.kinds = made

    def _fill(self) -> None:
        shown = [each for each in self._held if self._matches(each)]
        day = today()
        lines = [_line(each, day) for each in shown]
        self.list.fill([Section("", lines)])
        self._nothing.setVisible(not self._held)
        self._middle.setVisible(bool(self._held))
        self._empty.setEnabled(bool(self._held))
        self._show_chosen()

    def _matches(self, each: Binned) -> bool:
        kind, text = self.kinds.value(), self.search.text().strip()
        return (kind in (None, _ALL) or kind == each.kind.__tablename__) and (
            text in each.title or text in each.owner
        )

    @property
    def chosen(self) -> list[Binned]:
        """What is chosen in the list."""
        keys = set(self.list.marked())
        return [each for each in self._held if each.id in keys]

    def _show_chosen(self) -> None:
        chosen = self.chosen
        self.restore_button.setEnabled(bool(chosen))
        self.purge_button.setEnabled(bool(chosen))
        self._chosen.setText(f"已选 {len(chosen)} 条" if chosen else "")
        if len(chosen) == 1:
            self._detail.fill([self._told(chosen[0]), self._overview(chosen[0])])
        else:
            words = f"选中了 {len(chosen)} 条记录。" if chosen else "选中一条，这里显示它的内容。"
            self._detail.fill([label(words, "muted")])

    def _told(self, each: Binned) -> QWidget:
        """What goes with it, and what still points at it."""
        office = self._desk.office
        along = "、".join(map(str, belongings(office, each)))
        used = "、".join(map(str, references(office, each)))
        lines: list[QWidget] = [label(each.title, "part", wrap=True)]
        if along:
            lines.append(label(f"还原时一起回来：{along}", "muted", wrap=True))
        if used:
            lines.append(label(f"仍有 {used}指向它，不能彻底清除。", "muted", wrap=True))
        held = QWidget()
        held.setLayout(column(*lines, spacing=TIGHT, margins=(MEDIUM, MEDIUM, MEDIUM, 0)))
        return held

    def _overview(self, each: Binned) -> QWidget:
        made = Overview(self._desk.office, each.kind, self._desk.look)
        made.show_record(self._desk.office.of(each.kind).get(each.id), (), Said())
        return made

    # --- the ways out

    def restore(self) -> None:
        """The chosen ones, with what they point at."""
        chosen = self.chosen
        back = recycle_bin.restore(self._desk.office, chosen)
        more = back[: len(back) - len(chosen)]
        along = f"，连同它们用到的{_counted(more)}" if more else ""
        told = f"已还原{_counted(chosen)}{along}。"
        self._say([Banner(self._desk.look, told, Tone.GOOD)])
        self.refresh()

    def purge_chosen(self) -> None:
        """The chosen ones for good."""
        self._purge(self.chosen, "彻底清除")

    def empty(self) -> None:
        """Everything for good."""
        self._purge(self._held, "清空回收站")

    def _purge(self, given: Sequence[Binned], title: str) -> None:
        chosen, office = tuple(given), self._desk.office
        text = (
            f"将彻底清除{_counted(chosen)}，连同属于它们的内容。"
            "清除以后不能还原，也不能撤销；只有以前的备份里还有。"
        )
        if not confirm(self._desk.look, self.window(), f"{title}？", text, title):
            return

        def work(progress: Progress) -> list[Binned]:
            return recycle_bin.purge(office, chosen, progress)

        def tell(kept: list[Binned]) -> None:
            self._tell_purged(chosen, kept)

        task = self._desk.tasks.run(work, tell, title)
        self._middle.setEnabled(False)
        task.finished.connect(lambda: self._middle.setEnabled(True))
        self._say([ProgressStrip(self._desk.look, task)])

    def _tell_purged(self, chosen: Sequence[Binned], kept: Sequence[Binned]) -> None:
        gone = [each for each in chosen if each not in kept]
        told = f"已彻底清除{_counted(gone)}。" if gone else ""
        if kept:
            told += f"{_counted(kept)}仍被别的记录引用，没有清除。"
        self._say([Banner(self._desk.look, told, Tone.CAUTION if kept else Tone.GOOD)])
        self.refresh()

    def _say(self, strips: Sequence[QWidget]) -> None:
        self._strips.fill(strips)

    # --- building

    def _lay_out(self) -> None:
        look = self._desk.look
        self.restore_button = button(look, "还原", "rotate-ccw", press=self.restore)
        self.purge_button = button(
            look, "彻底清除…", "trash-2", kind="danger", press=self.purge_chosen
        )
        self._empty = button(look, "清空回收站…", kind="danger", press=self.empty)
        self._chosen = label("", "muted")
        self.search.setFixedWidth(220)
        self._bar = row(self.restore_button, self.purge_button, self._chosen, 1)
        for each in (self.search, self.kinds, self._empty):
            self._bar.addWidget(each)
        self._strips = Lines(spacing=TIGHT)
        self._detail = Lines(spacing=NARROW)
        card = QFrame()
        card.setProperty("surface", "card")
        card.setLayout(column(self._detail, margins=1))
        card.setFixedWidth(_DETAIL)
        both = row(spacing=SNUG)
        both.addWidget(self.list, 1)
        both.addWidget(card)
        self._middle = QWidget()
        self._middle.setLayout(both)
        self._nothing = EmptyState(
            look, "trash-2", "回收站是空的", "删除的记录都先到这里，随时可以还原，不会自动清除。"
        )
        whole = column(self._bar, self._strips, spacing=SNUG, margins=MEDIUM)
        whole.addWidget(self._middle, 1)
        whole.addWidget(self._nothing, 1)
        self.setLayout(whole)


def _line(each: Binned, day: date) -> Line:
    when = short_moment(each.at, day)
    return Line(each.id, (each.title, each.kind.about.label, each.owner, when, each.by))


def _counted(found: Sequence[Binned]) -> str:
    """3 家合作企业、1 份协议, in the order of the menu."""
    numbers: dict[type[Record], int] = {}
    for each in found:
        numbers[each.kind] = numbers.get(each.kind, 0) + 1
    parts = [
        f"{numbers[kind]} {kind.about.counter}{kind.about.label}"
        for kind in KINDS
        if kind in numbers
    ]
    return f" {'、'.join(parts)}"
