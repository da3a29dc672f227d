"""The steps of 新学年: what each proposes, and what a person decides in it."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from app.errors import Invalid
from app.models import Term
from app.services.calendar import term_problems
from app.services.calendar_marking import unmark
from app.services.calendar_store import school_calendar, seed_calendar
from app.services.roll_over import Person, ProposedTerm, RollOver, Turned
from app.services.school_calendar import WEEKDAYS, SchoolCalendar
from app.services.wall_calendar import wall_day
from app.services.years import SchoolYear, term_title
from app.ui.buttons import button
from app.ui.form import Form
from app.ui.grid import Grid, Head, Line, Section
from app.ui.labels import IconLabel, label
from app.ui.layouts import column, row
from app.ui.lines import Lines
from app.ui.marking_days import ask_days
from app.ui.page import Desk
from app.ui.panels import Banner, Card
from app.ui.school_year import TONES
from app.ui.ticks import TickGrid
from app.ui.tokens import INK_OF, MEDIUM, NARROW, SNUG, TIGHT, Tone

_FIELDS = ("starts", "weeks", "exam_from")
_YEARS = "零一二三四五六七八"
_PEOPLE = (
    Head("学号", 9),
    Head("姓名", 6),
    Head("班级", 9, stretch=True),
    Head("说明", 15, spare=1),
)


class TermsStep(QWidget):
    """The terms that the year lacks, as last year's would have them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.forms: dict[str, Form] = {}
        self._cards = row(spacing=MEDIUM)
        self._note = label("", "muted", wrap=True)
        self.setLayout(column(self._note, self._cards, 1, spacing=SNUG))

    def show_plan(self, planned: RollOver) -> None:
        """One card for each term."""
        while self._cards.count():
            if (widget := self._cards.takeAt(0).widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.forms = {}
        for each in planned.terms:
            form = Form([Term.field(key) for key in _FIELDS], self._desk.look, self._desk.lookup)
            form.start({key: getattr(each, key) for key in _FIELDS})
            form.setMinimumHeight(230)
            self.forms[each.code] = form
            card = Card(term_title(each.code))
            card.body.addWidget(form)
            self._cards.addWidget(card, 1)
        told = "按上一学年推算了两个学期，请核对第 1 周星期一和考试周。"
        if not planned.terms:
            told = f"{planned.year.title}的两个学期都已在校历里，不再复制。"
        periods = "节次还没有，会填入常用的 11 节。" if planned.periods_missing else "节次沿用。"
        self._note.setText(f"{told}{periods}专业、院系、校区和各种代码表不分学年，直接沿用。")

    def terms(self) -> list[ProposedTerm]:
        """As the person changed them; Invalid, told in the forms, if one cannot be."""
        found, wrong = [], []
        for code, form in self.forms.items():
            values = form.values()
            if problems := term_problems(values["starts"], values["weeks"], values["exam_from"]):
                form.show_problems(problems)
                wrong += problems
            found.append(ProposedTerm(code, **{key: values[key] for key in _FIELDS}))
        if wrong:
            raise Invalid(wrong)
        return found


class DaysStep(QWidget):
    """The days of the year that are out of the ordinary."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._year: SchoolYear | None = None
        self._calendar = SchoolCalendar()
        heads = [
            Head("日期", 10),
            Head("当天", 7),
            Head("名称", 10, stretch=True),
            Head("按谁的课表", 9),
        ]
        self.grid = Grid(desk.look, "节假日与调休", heads)
        self.notes = Lines(spacing=TIGHT)
        self.grid.opened.connect(lambda _: self.mark())
        look = desk.look
        bar = row(
            button(look, "登记…", "plus", press=self.mark_new),
            button(look, "写明按周几…", "pencil", press=self.mark),
            button(look, "恢复平常日", "rotate-ccw", press=self.unmark),
            button(look, "填入国家节假日", "calendar-days", press=self.seed),
            1,
            spacing=NARROW,
        )
        whole = column(bar, self.notes, spacing=SNUG)
        whole.addWidget(self.grid, 1)
        self.setLayout(whole)

    def show_year(self, year: SchoolYear, warning: str) -> None:
        """The special days from September to August."""
        self._year = year
        calendar = self._calendar = school_calendar(self._desk.office)
        days = sorted(day for day in calendar.specials if year.first <= day <= year.last)
        self.grid.fill([Section("", [_day_line(calendar, day) for day in days])])
        unsettled = [each.on for each in calendar.unsettled() if each.on in days]
        strips = [Banner(self._desk.look, warning, Tone.CAUTION)] if warning else []
        if unsettled:
            named = "、".join(f"{day.month}月{day.day}日" for day in unsettled)
            told = f"{named}调休上班，还没有写明按周几上课；选中那一天，按“写明按周几…”。"
            strips.append(Banner(self._desk.look, told, Tone.CAUTION))
        self.notes.fill(strips)

    def mark_new(self) -> None:
        """Days that are not in the list."""
        if self._year is not None:
            ask_days(self._desk, self._calendar, [self._year.first], self.window())

    def mark(self) -> None:
        """The first of the chosen days."""
        if chosen := self.grid.marked():
            ask_days(self._desk, self._calendar, chosen[:1], self.window())

    def unmark(self) -> None:
        """Ordinary days again."""
        unmark(self._desk.office, self.grid.marked())

    def seed(self) -> None:
        """The table that comes along."""
        seed_calendar(self._desk.office)


class PeopleStep(QWidget):
    """Which classes go up or finish, and who of them does not go along."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        look = desk.look
        heads = [Head("班级", 10, stretch=True), Head("升级", 12), Head("人数", 4, right=True)]
        self.classes = Grid(look, "班级升级", heads)
        self.leavers = TickGrid(look, "毕业离校", _PEOPLE)
        self.repeaters = TickGrid(look, "留级", _PEOPLE)
        self.suspended = Grid(look, "休学", _PEOPLE)
        self._heads = {name: label("", "part") for name in ("班级", "毕业", "留级", "休学")}
        grid = QGridLayout()
        grid.setSpacing(SNUG)
        grid.setContentsMargins(0, 0, 0, 0)
        lists = (
            ("班级", self.classes, "年级按入学年份推算，读满的班级结束。"),
            ("毕业", self.leavers, "打勾的随班毕业；去掉勾的留级，等待编班。"),
            ("留级", self.repeaters, "比班级晚入学。打勾的留校待编班；去掉勾的随班毕业。"),
            ("休学", self.suspended, "不随班升级或毕业，复学时再编班。"),
        )
        for number, (name, each, told) in enumerate(lists):
            card = Card(fill=True)
            card.body.addLayout(row(self._heads[name], label(told, "small"), 1, spacing=NARROW))
            card.body.addWidget(each, 1)
            grid.addWidget(card, number // 2, number % 2)
        self.setLayout(grid)
        self.leavers.ticked.connect(self._count)
        self.repeaters.ticked.connect(self._count)

    def show_plan(self, planned: RollOver) -> None:
        """The lists, everybody as proposed."""
        self._planned = planned
        moves = [
            Line(each.school_class, (each.name, _move(each.from_year, each.to_year, each.finishes),
                                     str(each.students)), {1: Tone.GOOD} if each.finishes else {})
            for each in planned.classes
        ]  # fmt: skip
        self.classes.fill([Section("", moves)])
        for grid, people in (
            (self.leavers, planned.graduates),
            (self.repeaters, planned.repeaters),
        ):
            grid.fill([Section("", _people(people))])
            grid.boxes.chosen = set()
            grid.boxes.tick([each.student for each in people], on=True)
        self.suspended.fill([Section("", _people(planned.suspended))])
        self._count()

    def stay(self) -> set[UUID]:
        """Proposed graduates who do not graduate."""
        return {each.student for each in self._planned.graduates} - self.leavers.boxes.chosen

    def also(self) -> set[UUID]:
        """Repeaters who graduate after all."""
        return {each.student for each in self._planned.repeaters} - self.repeaters.boxes.chosen

    def _count(self) -> None:
        planned = self._planned
        finishing = sum(each.finishes for each in planned.classes)
        up = len(planned.classes) - finishing
        going = len(planned.graduates) - len(self.stay())
        staying = len(planned.repeaters) - len(self.also())
        self._heads["班级"].setText(f"{up} 个班升级，{finishing} 个班结束")
        self._heads["毕业"].setText(f"毕业离校 {going}/{len(planned.graduates)} 人")
        self._heads["留级"].setText(f"留级 {staying}/{len(planned.repeaters)} 人")
        self._heads["休学"].setText(f"休学 {len(planned.suspended)} 人")
        self.changed.emit()


class CloseStep(QWidget):
    """What will be done, in numbers, and whether the year before is closed with it."""

    def __init__(self) -> None:
        super().__init__()
        self.close_year = QCheckBox()
        self.close_year.setChecked(True)
        self._told = Lines(spacing=NARROW)
        card = Card("将要做的事")
        card.body.addWidget(self._told)
        closing = Card("封存上一学年")
        closing.body.addWidget(self.close_year)
        closing.body.addWidget(
            label("封存后，那一学年的工学交替、实习安排、毕业去向只能查看，不能再改。", "muted")
        )
        closing.body.addWidget(
            label("确需更正的，在“学期”里取消“已封存”。整个转入只要撤销一次就全部还原。", "muted")
        )
        self.setLayout(column(card, closing, 1, spacing=SNUG))

    def show_plan(self, planned: RollOver, stay: Collection[UUID], also: Collection[UUID]) -> None:
        """Every step as one sentence; what is not to be done is said, too."""
        finishing = sum(each.finishes for each in planned.classes)
        going = len(planned.graduates) - len(stay) + len(also)
        terms = "、".join(each.code for each in planned.terms)
        told = [
            f"新建学期 {terms}" if terms else "学期已经建好",
            f"{len(planned.classes) - finishing} 个班升级，{finishing} 个班结束",
            f"{going} 名学生毕业离校，{len(stay)} 名学生记为留级",
        ]
        self._told.fill([label(words) for words in told])
        self.close_year.setText(
            f"封存{planned.year.before.title}及以前的 {len(planned.closing)} 个学期"
            if planned.closing
            else "以前的学期都已封存"
        )
        self.close_year.setEnabled(bool(planned.closing))


class DoneStep(QWidget):
    """What was done, and what can be done next."""

    undone = Signal()
    wall = Signal()
    printing = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._look = look = desk.look
        self._mark = IconLabel(look.icon("circle-check", "good"), 32)
        self.head = label("", "title")
        self.told = label("", "muted", wrap=True)
        self.undo = button(look, "撤销这次转入", "undo-2", press=self.undone.emit)
        wall = button(look, "打开校历", "calendar-days", kind="primary", press=self.wall.emit)
        printing = button(look, "打印校历", "printer", press=self.printing.emit)
        card = Card()
        words = column(self.head, self.told, spacing=SNUG)
        told = row(self._mark, words, spacing=MEDIUM)
        told.setStretch(1, 1)
        card.body.addLayout(told)
        card.body.addLayout(row(wall, printing, self.undo, 1, spacing=SNUG))
        self.setLayout(column(card, 1))

    def show_result(self, year: SchoolYear, turned: Turned) -> None:
        """The numbers; nothing is said as clearly as something."""
        self.undo.setVisible(not turned.nothing)
        self.undo.setEnabled(True)
        if turned.nothing:
            self._say("info", Tone.ACCENT, f"{year.title}早已转入，这次没有改动任何内容")
            self.told.setText(
                "学期、班级、毕业和封存都已经办过。要改单个学期或学生，直接打开它们修改。"
            )
            return
        self._say("circle-check", Tone.GOOD, f"已转入{year.title}")
        done = (
            (turned.terms, "新建 {} 个学期"),
            (turned.periods, "填入 {} 节"),
            (turned.graduated, "{} 名学生毕业离校"),
            (turned.staying, "{} 名学生记为留级"),
            (turned.classes, "{} 个班结束"),
            (turned.closed, "封存 {} 个学期"),
        )
        self.told.setText("，".join(words.format(count) for count, words in done if count) + "。")

    def show_undone(self) -> None:
        """It was taken back."""
        self._say("undo-2", Tone.CAUTION, "已撤销这次转入")
        self.told.setText("学期、学生、班级和封存都恢复到转入以前的样子。")
        self.undo.setEnabled(False)

    def _say(self, icon: str, tone: Tone, text: str) -> None:
        self._mark.set_icon(self._look.icon(icon, INK_OF[tone]))
        self.head.setText(text)


def _day_line(calendar: SchoolCalendar, on: date) -> Line:
    day = wall_day(calendar, on)
    when = f"{on.isoformat()} 周{WEEKDAYS[on.weekday()]}"
    return Line(on, (when, day.sort.value, day.name, day.runs), {1: TONES[day.sort]})


def _people(people: Iterable[Person]) -> Sequence[Line]:
    return [Line(p.student, (p.number, p.name, p.school_class, p.why)) for p in people]


def _move(before: int, after: int, finishes: bool) -> str:  # noqa: FBT001 - a row of a plan
    if finishes:
        return f"{_YEARS[before]}年级 → 毕业" if before < len(_YEARS) else "毕业"
    return f"{_YEARS[before]}年级 → {_YEARS[after]}年级"
