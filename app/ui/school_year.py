"""校历: the school year as it hangs on the wall, and where it is written down."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from app.models import CalendarDay, Term
from app.services.calendar_marking import unmark
from app.services.calendar_store import school_calendar, seed_calendar, table_warning
from app.services.database import Commit
from app.services.school_calendar import WEEKDAYS, SchoolCalendar
from app.services.wall_calendar import Sort, WallDay, WallTerm, between, remarks, wall, wall_day
from app.services.years import SchoolYear, term_title
from app.ui.buttons import button
from app.ui.chips import Chip
from app.ui.kindred import CALENDAR, ways
from app.ui.labels import label
from app.ui.layouts import column, row
from app.ui.lines import Lines
from app.ui.marking_days import ask_days
from app.ui.page import Desk, Page, Scope, Target
from app.ui.panels import Banner, Card, EmptyState
from app.ui.squares import Line, Section, Square, Squares, scrolled
from app.ui.today import today
from app.ui.tokens import MEDIUM, NARROW, SNUG, TIGHT, Tone

_SIDE = 300
TONES = {
    Sort.CLASS: Tone.NEUTRAL,
    Sort.REST: Tone.GOOD,
    Sort.SHIFTED: Tone.ACCENT,
    Sort.UNSETTLED: Tone.STOP,
    Sort.OFF: Tone.GOOD,
    Sort.EVENT: Tone.CAUTION,
    Sort.EXAM: Tone.CAUTION,
}
_LEGEND = (
    ("周末", Tone.NEUTRAL),
    ("放假", Tone.GOOD),
    ("调休上课", Tone.ACCENT),
    ("停课、考试", Tone.CAUTION),
    ("没写明按周几", Tone.STOP),
)


class SchoolYearPage(Page):
    """Weeks as lines, days as squares; what is chosen is told, and changed, at the side."""

    name = "calendar"
    label = "校历"
    icon = "calendar-days"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._year = SchoolYear.of(today())
        self._calendar = SchoolCalendar()
        self._terms: Sequence[WallTerm] = ()
        self._shown: SchoolYear | None = None
        days = [f"周{each}" for each in WEEKDAYS]
        self.wall = Squares(desk.look, "校历", days, high=58)
        self.side = _Side(desk)
        self._notes = Lines(spacing=TIGHT)
        self._lay_out()
        self._connect()

    # --- the page's side

    def activate(self) -> None:
        office = self._desk.office
        self._calendar = school_calendar(office)
        self._terms = wall(self._calendar, self._year)
        self.wall.fill([_section(self._calendar, each) for each in self._terms])
        if self._shown != self._year:  # begin where we are
            self._shown = self._year
            self.wall.choose(today())
            QTimer.singleShot(0, self.wall, self.wall.show_chosen)  # once it has its size
        self._title.setText(f"{self._year.title}校历")
        self._warn()
        self._work.setVisible(bool(self._terms))
        self._nothing.setVisible(not self._terms)
        self._explain()

    def set_scope(self, scope: Scope) -> None:
        self._year = SchoolYear.in_term(scope.term) or SchoolYear.of(today())

    def on_commit(self, commit: Commit) -> None:
        if self.isVisible() and commit.kinds & {Term, CalendarDay}:
            self.activate()

    def show_target(self, target: Target) -> None:
        """A day."""
        if isinstance(target.option, date):
            self.wall.choose(target.option)

    # --- deeds

    def mark_days(self) -> None:
        """Say what the chosen days are."""
        if self._refused():
            return
        days = self.wall.chosen() or [self._year.first]
        ask_days(self._desk, self._calendar, days, self.window())

    def unmark_days(self) -> None:
        """Ordinary days again."""
        if self._refused():
            return
        if not unmark(self._desk.office, self.wall.chosen()):
            self._say("选中的日子没有登记过，本来就是平常日。", Tone.NEUTRAL)

    def seed(self) -> None:
        """The table that comes along."""
        made = seed_calendar(self._desk.office)
        told = f"填入 {made.added} 天。" if made.added else "随程序附带的节假日都已在校历里。"
        self._say(told, Tone.GOOD if made.added else Tone.NEUTRAL)

    # --- showing

    def _warn(self) -> None:
        """What the year lacks, each with what can be done about it."""
        look, strips = self._desk.look, list[QWidget]()
        closed = self._closed()
        for each in (self.side.mark, self.side.unmark):
            each.setEnabled(not closed)
        if closed:
            self._notes.fill([Banner(look, self._closed_words())])
            return
        days = [day for each in self._terms for day in (each.dates.starts, each.dates.ends)]
        if told := table_warning(self._calendar, days):
            seed = button(look, "填入国家节假日", press=self.seed)
            mark = button(look, "登记…", press=self.mark_days)
            strips.append(Banner(look, told, Tone.CAUTION, [seed, mark]))
        own = [s.on for s in self._calendar.unsettled() if SchoolYear.of(s.on) == self._year]
        if own:
            named = "、".join(f"{day.month}月{day.day}日" for day in own)
            told = f"{named}调休上班，还没有写明按周几、按第几周上课。"
            press = button(look, "逐日写明…", press=lambda: self._settle(own[0]))
            strips.append(Banner(look, told, Tone.CAUTION, [press]))
        strips += [
            Banner(look, each, Tone.STOP)
            for each in between([term.dates for term in self._terms])
            if "重叠" in each
        ]
        self._notes.fill(strips)

    def _refused(self) -> bool:
        """Whether nothing may be changed; said, if so."""
        if closed := self._closed():
            self._say(self._closed_words(), Tone.CAUTION)
        return closed

    def _closed_words(self) -> str:
        return f"{self._year.title}已封存，只能查看。确需更正的，先在“学期”里取消“已封存”。"

    def _closed(self) -> bool:
        codes = {each.dates.code for each in self._terms}
        held = [each for each in self._desk.office.of(Term).all() if each.code in codes]
        return bool(held) and all(each.closed for each in held)

    def _settle(self, day: date) -> None:
        self.wall.choose(day)
        self.mark_days()

    def _explain(self) -> None:
        days = [wall_day(self._calendar, day) for day in self.wall.chosen()]
        self.side.show_days(self._calendar, days)
        self.side.show_year(self._terms)

    def _say(self, words: str, tone: Tone) -> None:
        self._notes.fill([Banner(self._desk.look, words, tone)])

    # --- building

    def _connect(self) -> None:
        self.wall.picked.connect(self._explain)
        self.wall.opened.connect(lambda _: self.mark_days())
        self.side.mark.clicked.connect(lambda _=False: self.mark_days())
        self.side.unmark.clicked.connect(lambda _=False: self.unmark_days())
        self.wall.bind({Qt.Key.Key_Delete: self.unmark_days})

    def _print(self) -> None:
        self.wanted.emit(Target("reports", option=("school_calendar", {"year": str(self._year)})))

    def _turn(self) -> None:
        self.wanted.emit(Target("roll_over"))

    def _new_term(self) -> None:
        self.wanted.emit(Target("term", option="new"))

    def _lay_out(self) -> None:
        look = self._desk.look
        self._title = label("", "part")
        turn = button(look, "新学年…", "calendar-clock", kind="primary", press=self._turn)
        printing = button(look, "打印校历", "printer", press=self._print)
        kin = ways(self._desk, self.name, CALENDAR, self.wanted.emit)
        head = row(turn, printing, self._title, 1, *kin, spacing=NARROW)
        legend = row(
            *(Chip(words, look, tone) for words, tone in _LEGEND),
            label("拖动或按住 Shift 加方向键选中几天，回车登记，Delete 恢复平常日。", "small"),
            1,
            spacing=NARROW,
        )
        middle = row(spacing=SNUG)
        middle.addWidget(scrolled(self.wall), 1)
        middle.addWidget(self.side)
        inside = column(legend, spacing=SNUG)
        inside.addLayout(middle, 1)
        self._work = QWidget()
        self._work.setLayout(inside)
        first = button(look, "开始新学年", "calendar-clock", kind="primary", press=self._turn)
        own = button(look, "新建学期", "plus", press=self._new_term)
        told = "建好学期，校历、教学周和工学交替就能用。向导会按上一学年推算，也可以自己新建。"
        self._nothing = EmptyState(look, "calendar-days", "这一学年还没有学期", told, [first, own])
        whole = column(head, self._notes, spacing=SNUG, margins=(MEDIUM, SNUG, MEDIUM, MEDIUM))
        whole.addWidget(self._work, 1)
        whole.addWidget(self._nothing, 1)
        self.setLayout(whole)


class _Side(QWidget):
    """The chosen days, and what is out of the ordinary in the year."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        look = desk.look
        self.mark = button(look, "登记…", "pencil")
        self.unmark = button(look, "恢复平常日", "rotate-ccw")
        self._head = label("", "part", wrap=True)
        self._days = Lines(spacing=TIGHT)
        self._year = Lines(spacing=TIGHT)
        chosen = Card()
        chosen.body.addWidget(self._head)
        chosen.body.addWidget(self._days)
        chosen.body.addLayout(row(self.mark, self.unmark, 1, spacing=NARROW))
        year = Card("本学年")
        year.body.addWidget(self._year)
        holder = QWidget()
        holder.setLayout(column(chosen, year, 1, spacing=SNUG))
        area = QScrollArea()
        area.setWidget(holder)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLayout(column(area))
        self.setFixedWidth(_SIDE)

    def show_days(self, calendar: SchoolCalendar, days: Sequence[WallDay]) -> None:
        """Tell about the chosen days."""
        if not days:
            self._head.setText("还没有选中日子")
            self._days.fill(())
            return
        first, last = days[0], days[-1]
        named = _date(first.on) if first is last else f"{_short(first.on)}至{_short(last.on)}"
        self._head.setText(named if first is last else f"{named}，{len(days)} 天")
        if first is last:
            told = [f"{first.words}　{first.name}".strip("　"), _week(calendar, first.on)]
        else:
            counted = [(each, sum(d.sort is each for d in days)) for each in Sort]
            told = [f"{each.value} {count} 天" for each, count in counted if count]
        self._days.fill([label(words, "muted", wrap=True) for words in told if words])

    def show_year(self, terms: Sequence[WallTerm]) -> None:
        """Terms, vacations, and every day out of the ordinary."""
        found: list[QWidget] = []
        for each in terms:
            dates = each.dates
            found.append(label(term_title(dates.code), "strong", wrap=True))
            span = f"{dates.starts} 至 {dates.ends}，{dates.weeks} 周"
            found.append(label(span, "muted", wrap=True))
            found += [label(words, wrap=True) for words in remarks(each.weeks)]
        told = between([each.dates for each in terms])
        found += [label(words, "muted", wrap=True) for words in told]
        self._year.fill(found)


def _section(calendar: SchoolCalendar, term: WallTerm) -> Section:
    lines = [
        Line(f"第{week.number}周", [_square(calendar, day) for day in week.days])
        for week in term.weeks
    ]
    return Section(term_title(term.dates.code), lines)


def _square(calendar: SchoolCalendar, day: WallDay) -> Square:
    on, ordinary = day.on, day.sort is Sort.CLASS
    corner = f"{on.month}月{on.day}日" if on.day == 1 or on.weekday() == 0 else str(on.day)
    if on == today():
        corner += " 今天"
    told = "，".join(part for part in (_date(on), _week(calendar, on), day.words, day.name) if part)
    return Square(
        on,
        corner,
        day.sort.value,
        day.runs or day.name,
        TONES[day.sort] if day.name or day.runs else Tone.NEUTRAL,
        filled=not ordinary,
        tip=told,
        flag=Tone.STOP if day.sort is Sort.UNSETTLED else None,
    )


def _week(calendar: SchoolCalendar, on: date) -> str:
    term = calendar.term_of(on)
    week = term.week_of(on) if term else None
    return f"第 {week} 教学周（{'单' if week % 2 else '双'}周）" if week else ""


def _date(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日 周{WEEKDAYS[on.weekday()]}"


def _short(on: date) -> str:
    return f"{on.month}月{on.day}日"
