"""Pairs of apprentices with a mentor and a teacher, with a word where a mentor gets too many."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QCheckBox, QWidget

from app.errors import Invalid
from app.models import Cohort, Mentor, Pairing
from app.services.cohort_findings import APPRENTICES_PER_MENTOR
from app.services.cohort_roster import Seat, apprentices
from app.services.enrolment import pair
from app.ui.buttons import button
from app.ui.dialogs import Dialog
from app.ui.form import Form
from app.ui.labels import label
from app.ui.layouts import column, row
from app.ui.lines import Lines
from app.ui.page import Desk
from app.ui.panels import Banner
from app.ui.tokens import MEDIUM, NARROW, SNUG, Tone

_KEYS = ("mentor_id", "teacher_id", "starts", "ends", "task")
_NAMED = 5


class PairDialog(Dialog):
    """The same mentor and teacher for everybody who was chosen."""

    def __init__(
        self, desk: Desk, cohort: Cohort, chosen: Sequence[Seat], on: date, parent: QWidget
    ) -> None:
        self._desk = desk
        self._cohort = cohort
        self._chosen = chosen
        fields = [replace(Pairing.field(key), group="") for key in _KEYS]
        self.form = Form(fields, desk.look, desk.lookup)
        self.form.start({"starts": max([on, *(each.joined for each in chosen)])})
        self.instead = QCheckBox("原有的结对到前一天为止")
        self.instead.setChecked(True)
        if not any(each.paired for each in chosen):
            self.instead.hide()
        self._note = Lines(spacing=NARROW)
        self.agree = button(desk.look, "结对", kind="primary", press=self.save)
        refuse = button(desk.look, "取消", press=self.reject)
        title = f"为 {len(chosen)} 名学徒结对"
        super().__init__(title, self._lay_out(), (refuse, self.agree), parent, self.agree)
        self.form.edited.connect(self._warn)
        self.form.focus()
        self.resize(640, 480)

    def save(self) -> None:
        """All of them in one step; what is wrong is said in the form."""
        try:
            given = self.form.values()
            pair(
                self._desk.office,
                [each.member for each in self._chosen],
                given["starts"],
                mentor=given["mentor_id"],
                teacher=given["teacher_id"],
                ends=given["ends"],
                task=given["task"],
                instead=self.instead.isChecked() and any(each.paired for each in self._chosen),
            )
        except Invalid as invalid:
            self.form.show_problems(invalid.problems)
            return
        self.accept()

    def _warn(self) -> None:
        """Say it while there is time: whose mentor has how many, and of which enterprise."""
        given = self.form.draft()
        mentor, on = given.get("mentor_id"), given.get("starts")
        if mentor is None or on is None:
            self._note.fill(())
            return
        office = self._desk.office
        held = office.of(Mentor).get(mentor)
        told = list[str]()
        before = apprentices(office, mentor, on)
        after = len(before | {each.member for each in self._chosen})
        if after > APPRENTICES_PER_MENTOR:
            told.append(
                f"{held.name}已带 {len(before)} 人，结对后共 {after} 人，"
                f"超过每名师傅 {APPRENTICES_PER_MENTOR} 人。"
            )
        if self._cohort.partners and held.partner_id not in self._cohort.partners:
            told.append(f"{held.name}不是这个班合作企业的师傅，请核对。")
        if held.left is not None and held.left <= on:
            told.append(f"{held.name}已于 {held.left.isoformat()} 离任，请另选师傅。")
        strips = [Banner(self._desk.look, "".join(told), Tone.CAUTION)] if told else []
        self._note.fill(strips)

    def _lay_out(self) -> QWidget:
        names = "、".join(each.name for each in self._chosen[:_NAMED])
        more = f"等 {len(self._chosen)} 人" if len(self._chosen) > _NAMED else ""
        body = QWidget()
        whole = column(label(f"{names}{more}", "muted", wrap=True), self._note, spacing=SNUG)
        whole.addWidget(self.form, 1)
        whole.addLayout(row(self.instead, 1, margins=(MEDIUM, 0, 0, 0)))
        body.setLayout(whole)
        return body
