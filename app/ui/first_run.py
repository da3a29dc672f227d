"""开始使用: three steps that can each be skipped; nothing is written before the last."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from app import settings
from app.errors import Invalid
from app.models import KINDS, Campus
from app.services import sample
from app.services.query import ALL, Query
from app.services.roll_over import begin_terms
from app.settings import Settings
from app.ui.buttons import button
from app.ui.campus_rows import CampusRows
from app.ui.first_steps import Step, step_card
from app.ui.form import Form, values_of, with_values
from app.ui.labels import label
from app.ui.layouts import column, row
from app.ui.page import Desk, Page, Target
from app.ui.strips import ProgressStrip
from app.ui.tasks import Progress
from app.ui.today import today
from app.ui.tokens import MEDIUM, SNUG, VAST
from app.ui.trail import Trail

SCHOOL, CALENDAR, BEGIN = range(3)
_STEPS = ("学校与校区", "学年与校历", "开始")
_SCHOOL = ("college", "college_code", "office", "operator", "telephone", "alliance")
_CALENDAR = ("autumn", "spring")
_WIDE = 760


class FirstRun(Page):
    """A page like any other: one can leave it for another and come back."""

    name = "welcome"
    label = "开始使用"
    icon = "house"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.trail = Trail(desk.look, _STEPS)
        described = {field.key: field for field in Settings.fields()}
        self.school = Form([described[key] for key in _SCHOOL], desk.look)
        self.calendar = Form([described[key] for key in _CALENDAR], desk.look)
        self.campuses = CampusRows(desk.lookup.initials)
        self._stack = QStackedWidget()
        self._strip = column()
        self._lay_out()
        self.trail.chosen.connect(self._go)
        held = values_of(desk.office.settings)
        self.school.show_values({key: held[key] for key in _SCHOOL})
        self.calendar.show_values({key: held[key] for key in _CALENDAR})
        self._go(SCHOOL)

    # --- the page's side

    def show_target(self, target: Target) -> None:
        """Straight to the sample, if that was asked for."""
        if target.option == "sample":
            self._go(BEGIN)
            self.fill()

    def activate(self) -> None:
        self._offer_sample()

    # --- the steps

    def next(self) -> None:
        """On to the next step, unless something that was typed is wrong."""
        try:
            for part in self._parts():
                part()
        except Invalid:
            return  # told where it is wrong
        self._go(self._step + 1)

    def skip(self) -> None:
        """On to the next step; what was typed here does not count."""
        held = values_of(self._desk.office.settings)
        if self._step == SCHOOL:
            self.school.show_values({key: held[key] for key in _SCHOOL})
            self.campuses.clear()
        else:
            self.calendar.show_values({key: held[key] for key in _CALENDAR})
        self._go(self._step + 1)

    def fill(self) -> None:
        """Look at the sample college; it brings its own school and campuses."""
        office, day = self._desk.office, today()

        def work(progress: Progress) -> None:
            progress(0, 0, "载入示例学院")
            sample.fill(office, day)

        task = self._desk.tasks.run(work, lambda _: self._finish(Target("home")), "载入示例学院")
        strip = ProgressStrip(self._desk.look, task)
        self._strip.addWidget(strip)
        self._stack.setEnabled(False)
        task.finished.connect(lambda: self._stack.setEnabled(True))
        task.finished.connect(strip.deleteLater)

    def bring_ledger(self) -> None:
        """Keep what was typed, then go to the import."""
        self._keep()
        self._finish(Target("import", option="partner"))

    def begin_empty(self) -> None:
        """Keep what was typed, then go home."""
        self._keep()
        self._finish(Target("home"))

    # --- keeping

    def _keep(self) -> None:
        office = self._desk.office
        made = with_values(office.settings, self.school.values() | self.calendar.values())
        settings.save(made, office.places.settings)
        office.settings = made
        if made.operator:
            office.db.user = made.operator
        for campus in self.campuses.campuses():
            office.of(Campus).save(campus)
        begin_terms(office)
        self.campuses.clear()

    def _finish(self, target: Target) -> None:
        office = self._desk.office
        office.settings = replace(office.settings, welcomed=True)
        settings.save(office.settings, office.places.settings)
        self.wanted.emit(target)

    def _parts(self) -> Sequence[Callable[[], Any]]:
        """What must be readable before one goes on."""
        if self._step == SCHOOL:
            return (self.school.values, self.campuses.campuses)
        return (self.calendar.values,)

    # --- going about

    def _go(self, step: int) -> None:
        self._step = step
        self.trail.show_step(step)
        self._stack.setCurrentIndex(step)
        self._foot.setVisible(step < BEGIN)
        if step < BEGIN:
            (self.school, self.calendar)[step].focus()

    def _offer_sample(self) -> None:
        """Only an empty folder takes the sample."""
        office = self._desk.office
        used = any(office.of(k).count(q) for k in KINDS for q in (ALL, Query(deleted=True)))
        self.sample_button.setEnabled(not used)
        self.sample_button.setToolTip("已经有记录，示例学院只能放进空的数据里。" if used else "")

    # --- building

    def _lay_out(self) -> None:
        look = self._desk.look
        for part in (self._school_step(), self._calendar_step(), self._begin_step()):
            self._stack.addWidget(part)
        self._foot = QWidget()
        skip = button(look, "跳过这一步", kind="quiet", press=self.skip)
        go_on = button(look, "下一步", kind="primary", press=self.next)
        self._foot.setLayout(row(1, skip, go_on))
        inside = column(
            label("三步就能开始用双元，每一步都可以跳过，以后在“数据与设置”里再改。", "muted"),
            self.trail,
            self._strip,
            spacing=SNUG,
        )
        inside.addWidget(self._stack, 1)
        inside.addWidget(self._foot)
        sheet = QWidget()
        sheet.setMaximumWidth(_WIDE)
        sheet.setLayout(inside)
        middle = row(spacing=0, margins=(VAST, MEDIUM, VAST, MEDIUM))
        middle.addStretch(1)
        middle.addWidget(sheet, 100)
        middle.addStretch(1)
        self.setLayout(middle)

    def _school_step(self) -> QWidget:
        campuses = QWidget()
        head = label("校区（有几个填几个，没有就空着）", "part")
        campuses.setLayout(
            column(head, self.campuses, spacing=SNUG, margins=(MEDIUM, 0, MEDIUM, 0))
        )
        return _framed(self.school, campuses)

    def _calendar_step(self) -> QWidget:
        words = label(
            "学年从 9 月 1 日算到次年 8 月 31 日，学期按日期自动判断。"
            "填上两个学期第 1 周的周一，校历里就有这两个学期，每学期先按 18 周。",
            "muted",
            wrap=True,
        )
        words.setContentsMargins(MEDIUM, 0, MEDIUM, 0)
        return _framed(words, self.calendar)

    def _begin_step(self) -> QWidget:
        ways: tuple[tuple[Step, Callable[[], None]], ...] = (
            (
                Step(
                    "upload",
                    "导入我的 Excel 台账",
                    "先试算、逐行说明，确认以后才写入；不满意可以整体撤销。",
                    "选择文件…",
                    Target("import"),
                ),
                self.bring_ledger,
            ),
            (
                Step(
                    "book-open",
                    "看看示例学院",
                    "一套虚构的企业和协议，随便点。看完一键结束，从空白开始。",
                    "载入示例学院",
                    Target("welcome"),
                ),
                self.fill,
            ),
            (
                Step(
                    "house",
                    "先空着",
                    "直接进入程序，以后随时可以导入或新建。",
                    "进入首页",
                    Target("home"),
                ),
                self.begin_empty,
            ),
        )
        cards = row(spacing=MEDIUM)
        for number, (step, press) in enumerate(ways):
            card, go = step_card(self._desk.look, step, press, primary=number == 0)
            if step.target.page == "welcome":
                self.sample_button = go
            cards.addWidget(card, 1)
        holder = QWidget()
        whole = column(cards, margins=(0, MEDIUM, 0, 0))
        whole.addStretch(1)
        holder.setLayout(whole)
        return holder


def _framed(*parts: QWidget) -> QWidget:
    card = QFrame()
    card.setProperty("surface", "card")
    inside = column(spacing=0, margins=(1, SNUG, 1, MEDIUM))
    for part in parts:
        inside.addWidget(part, 1 if isinstance(part, Form) else 0)
    card.setLayout(inside)
    return card
