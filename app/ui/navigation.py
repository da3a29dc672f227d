"""The rail at the left: where one can go, as icons with words or icons alone."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeySequence, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QButtonGroup,
    QFrame,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.ui.labels import IconLabel, label, tip
from app.ui.layouts import column, row
from app.ui.look import Look
from app.ui.tokens import ICON, NARROW, RADIUS, SNUG, TIGHT

WIDE, SLIM = 148, 56
TOP = 52  # height of what stands above the pages
_HEIGHT, _LEAST = 36, 30


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of the rail. Labels stand here because the rail is painted before the models."""

    name: str  # Page.name
    label: str
    icon: str
    group: str = ""  # a small heading above the first of a group; "-": only a distance
    also: tuple[str, ...] = ()  # pages without an entry of their own that belong here


_INTERNSHIPS = ("internship_batch", "placement", "rule_waiver")
_BASES = ("room", "room_inspection", "equipment", "closure", "safety_access")
_BOOKINGS = ("booking", "use_record", "policy")
_CALENDAR = ("term", "calendar_day", "class_period", "roll_over")
_TEACHERS = (
    "dual", "recognition", "recognition_round", "round", "recognition_standard", "practice_stint",
    "part_time_engagement",
)  # fmt: skip
ENTRIES = (
    Entry("home", "首页", "house"),
    Entry("partner", "合作企业", "building-2"),
    Entry("agreement", "协议", "file-signature"),
    Entry("due", "到期看板", "calendar-clock"),
    Entry("cohort", "培养班", "school", "", ("certificate",)),
    Entry("board", "岗位实习", "briefcase", "", _INTERNSHIPS),
    Entry("teacher", "双师教师", "badge-check", "", _TEACHERS),
    Entry("training_base", "实训基地", "factory", "", _BASES),
    Entry("bookings", "预约", "clock", "", _BOOKINGS),
    Entry("student", "学生", "graduation-cap"),
    Entry("programme", "专业", "book-open", "基础数据"),
    Entry("school_class", "行政班", "users", "基础数据"),
    Entry("department", "院系部门", "landmark", "基础数据", ("campus",)),
    Entry("calendar", "校历", "calendar-days", "基础数据", _CALENDAR),
    Entry("reports", "报表", "printer", "-"),
    Entry("bin", "回收站", "trash-2", "-"),
    Entry("data", "数据与设置", "settings", "-"),
)


class Rail(QFrame):
    """The entries from top to bottom; Alt+1 to Alt+9 reach the first nine."""

    chosen = Signal(str)
    folded = Signal(bool)

    def __init__(
        self, look: Look, entries: Sequence[Entry] = ENTRIES, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("surface", "plain")
        self._look = look
        self._buttons: dict[str, RailButton] = {}
        self._headings: list[QWidget] = []
        self._group = QButtonGroup(self)
        self._homes = {name: entry.name for entry in entries for name in entry.also}
        self._area = QScrollArea()
        self._slim = False
        self._lay_out(entries)
        self.fold(on=False)

    def choose(self, name: str) -> None:
        """Mark an entry; a page without one leaves the mark where it is."""
        name = self._homes.get(name, name)
        if name in self._buttons:
            self._buttons[name].setChecked(True)
            self._area.ensureWidgetVisible(self._buttons[name], 0, NARROW)

    def enable(self, names: Collection[str]) -> None:
        """Only these can be chosen: the others have nothing to show yet."""
        for name, entry in self._buttons.items():
            entry.setEnabled(name in names)

    def fold(self, *, on: bool) -> None:
        """Icons alone, or icons with words."""
        self._slim = on
        for entry in (*self._buttons.values(), self._folder):
            entry.show_words(not on)
        for heading in self._headings:
            heading.setVisible(not on)
        self.setFixedWidth(SLIM if on else WIDE)
        words = "展开导航" if on else "收起导航"
        self._folder.setIcon(self._look.icon("panel-left" if on else "panel-left-close"))
        self._folder.setToolTip(tip(words))
        self._folder.setAccessibleName(words)

    def _toggle(self) -> None:
        self.fold(on=not self._slim)
        self.folded.emit(self._slim)

    def _lay_out(self, entries: Sequence[Entry]) -> None:
        places = column(spacing=1, margins=(NARROW, 0, NARROW, 0))
        before = ""
        for number, entry in enumerate(entries, 1):
            if entry.group != before:
                self._begin(places, entry.group)
                before = entry.group
            places.addWidget(self._entry(entry, number))
        places.addStretch(1)
        self._folder = RailButton(self._look, "panel-left-close", "收起")
        self._folder.clicked.connect(lambda _=False: self._toggle())
        foot = row(self._folder, margins=(NARROW, 0, NARROW, NARROW))
        self.setLayout(column(self._brand(), self._scrolled(places), foot, spacing=2))

    def _scrolled(self, places: QVBoxLayout) -> QScrollArea:
        """On a low screen the entries stand closer; on a very low one they scroll."""
        holder = QFrame()
        holder.setProperty("surface", "plain")
        holder.setLayout(places)
        self._area.setWidget(holder)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return self._area

    def _brand(self) -> QWidget:
        """The program's mark and name, on one line with the top bar."""
        made = QWidget()
        made.setFixedHeight(TOP)
        name = label("双元", "part")
        self._headings.append(name)
        mark = IconLabel(QApplication.windowIcon(), 24)
        made.setLayout(row(mark, name, 1, spacing=NARROW, margins=(2 * NARROW, 0, 0, 0)))
        return made

    def _begin(self, whole: QVBoxLayout, group: str) -> None:
        whole.addSpacing(SNUG)
        if group != "-":
            heading = label(group, "small")
            heading.setContentsMargins(SNUG, 0, 0, TIGHT)
            self._headings.append(heading)
            whole.addWidget(heading)

    def _entry(self, entry: Entry, number: int) -> "RailButton":
        made = RailButton(self._look, entry.icon, entry.label)
        made.setCheckable(True)
        made.clicked.connect(lambda _=False: self.chosen.emit(entry.name))
        made.setToolTip(tip(f"{entry.label}(Alt+{number})" if number <= 9 else entry.label))
        if number <= 9:
            keys = QShortcut(QKeySequence(f"Alt+{number}"), self)
            keys.activated.connect(made.click)
        self._buttons[entry.name] = made
        self._group.addButton(made)
        return made


class RailButton(QAbstractButton):
    """An icon and a word; the chosen one stands on the accent's tint."""

    def __init__(self, look: Look, icon: str, words: str) -> None:
        super().__init__()
        self._look = look
        self._words = True
        self.setText(words)
        self.setAccessibleName(words)
        self.setIcon(look.icon(icon, "muted", "accent"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Maximum)

    def show_words(self, on: bool) -> None:  # noqa: FBT001 - as Qt's own setters
        """With its word, or the icon alone."""
        self._words = on
        self.updateGeometry()
        self.update()

    # The Qt side -----------------------------------------------------------------

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.text()) + NARROW if self._words else 0
        return QSize(SNUG + ICON + words + NARROW, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(SNUG + ICON + NARROW, _LEAST)

    def enterEvent(self, event: QEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._look.tokens
        field = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked():
            painter.setBrush(QColor(tokens.accent_tint))
            painter.drawRoundedRect(field, RADIUS, RADIUS)
        elif self.isDown() or (self.isEnabled() and self.underMouse()):
            painter.setBrush(QColor(tokens.canvas))
            painter.drawRoundedRect(field, RADIUS, RADIUS)
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(field, RADIUS, RADIUS)
        self._draw_words(painter)

    def _draw_words(self, painter: QPainter) -> None:
        tokens = self._look.tokens
        left = SNUG if self._words else (self.width() - ICON) // 2
        mark = QRect(left, (self.height() - ICON) // 2, ICON, ICON)
        mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
        state = QIcon.State.On if self.isChecked() else QIcon.State.Off
        self.icon().paint(painter, mark, Qt.AlignmentFlag.AlignCenter, mode, state)
        if self._words:
            font = self.font()
            font.setWeight(font.Weight.DemiBold if self.isChecked() else font.Weight.Normal)
            painter.setFont(font)
            ink = tokens.accent if self.isChecked() else tokens.text
            painter.setPen(QColor(ink if self.isEnabled() else tokens.faint))
            area = self.rect().adjusted(left + ICON + NARROW, 0, -TIGHT, 0)
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, self.text())
