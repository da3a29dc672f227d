"""认定 of one teacher: every recognition with its state today, its history, and the next steps."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QPushButton, QWidget

from app.models import Application, Recognition, RecognitionEvent, Teacher
from app.models.recognition import RecognitionStep
from app.services.query import Query
from app.services.recognition.holdings import holdings
from app.services.recognition.states import Held, allowed
from app.ui.buttons import button
from app.ui.chips import Chip
from app.ui.detail import RecordView
from app.ui.form import Form
from app.ui.labels import label
from app.ui.layouts import FlowLayout, column, row, scrolled
from app.ui.lines import Lines
from app.ui.page import Desk, Target
from app.ui.panels import Card, EmptyState
from app.ui.part_dialog import Deed, FormDialog, run
from app.ui.today import today
from app.ui.tokens import MEDIUM, NARROW, SNUG
from app.ui.tones import tone_of

_WITH_TERM = (RecognitionStep.RENEW,)
_WITH_REASON = (RecognitionStep.SUSPEND, RecognitionStep.REVOKE, RecognitionStep.LAPSE)


def take_step(desk: Desk, recognition: UUID, step: RecognitionStep, parent: QWidget) -> bool:
    """Ask for the day and what belongs to a step, and write it down."""
    keys = ["on", *(["valid_until"] if step in _WITH_TERM else []), "document", "reason", "by"]
    form = Form([RecognitionEvent.field(key) for key in keys], desk.look, desk.lookup)
    form.start({"on": today(), "by": desk.office.settings.operator or None})
    records = desk.office.of(RecognitionEvent)
    fixed = {"recognition_id": recognition, "what": step}

    def save(values: dict[str, Any]) -> None:
        records.save(values | fixed)

    return run(FormDialog(desk.look, form, Deed(str(step), save, str(step)), parent))


class RecognitionsView(RecordView):
    """The newest first; each in a card of its own."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._teacher: UUID | None = None
        self._cards = Lines(spacing=SNUG)
        self._asked = Lines(spacing=SNUG)
        add = button(desk.look, "登记已有认定", "plus", press=self._add)
        rounds = button(
            desk.look, "评审批次", kind="link",
            press=lambda: self.wanted.emit(Target("recognition_round")),
        )  # fmt: skip
        self._none = EmptyState(
            desk.look, "badge-check", "还没有双师型教师认定",
            "由评审批次形成，也可以把以前的证书登记在这里。",
        )  # fmt: skip
        inside = column(
            row(add, rounds, 1), self._cards, self._none, self._asked,
            spacing=SNUG, margins=(MEDIUM, SNUG, MEDIUM, MEDIUM),
        )  # fmt: skip
        inside.addStretch(1)
        self.setLayout(column(scrolled(inside)))

    def show_record(self, record: Teacher) -> None:
        self._teacher = record.id
        with self._desk.office.db.read() as session:
            held = holdings(session, record.id).get(record.id, ())
        self._cards.fill([self._card(each) for each in reversed(held)])
        self._none.setVisible(not held)
        self._asked.fill(self._applications(record.id))

    def _card(self, held: Held) -> QWidget:
        """What was granted, where it stands, what happened, what may happen next."""
        look, day = self._desk.look, today()
        state = held.state(day)
        edit = button(look, "修改", kind="link", press=partial(self._edit, held.id))
        made = Card(f"{held.level}双师型教师", [Chip(str(state), look, tone_of(state)), edit])
        made.body.setSpacing(NARROW)
        made.body.addWidget(label(_dates(held), wrap=True, selectable=True))
        told = "　".join(
            f"{words} {value}"
            for words, value in (("证书编号", held.number), ("文号", held.document))
            if value
        )
        if told:
            made.body.addWidget(label(told, "muted", wrap=True, selectable=True))
        for event in self._events(held.id):
            made.body.addWidget(label(_told(event), "muted", wrap=True, selectable=True))
        steps = [step for step in RecognitionStep if allowed(step, state)]
        if steps:
            made.body.addWidget(self._deeds(held.id, steps))
        return made

    def _events(self, key: UUID) -> Sequence[RecognitionEvent]:
        query = Query(where={"recognition_id": key}, order="on")
        found: Sequence[RecognitionEvent] = self._desk.office.of(RecognitionEvent).all(query)
        return found

    def _deeds(self, key: UUID, steps: Sequence[RecognitionStep]) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(NARROW)
        for step in steps:
            flow.addWidget(self._deed(key, step))
        holder.setLayout(flow)
        return holder

    def _deed(self, key: UUID, step: RecognitionStep) -> QPushButton:
        press = partial(take_step, self._desk, key, step, self.window())
        return button(self._desk.look, f"{step}…", press=press)

    def _applications(self, teacher: UUID) -> list[QWidget]:
        """Rounds the teacher took part in, and what came of it."""
        office = self._desk.office
        found = office.of(Application).all(Query(where={"teacher_id": teacher}))
        if not found:
            return []
        titles = office.of("recognition_round").titles([each.round_id for each in found])
        card = Card("申报记录")
        card.body.setSpacing(NARROW)
        for each in reversed(found):
            words = f"{titles.get(each.round_id, '')}　申报{each.level}　{each.state}"
            target = Target("round", record=each.round_id)
            link = button(
                self._desk.look, words, kind="link", press=partial(self.wanted.emit, target)
            )
            card.body.addLayout(row(link, 1))
        return [card]

    # --- deeds

    def _add(self) -> None:
        """One that was granted before the program was there."""
        form = self._form()
        form.start({"granted_on": None})
        parent = {"teacher_id": self._teacher}
        records = self._desk.office.of(Recognition)
        self._open(form, Deed("登记双师认定", lambda values: records.save(values | parent)))

    def _edit(self, key: UUID) -> None:
        records = self._desk.office.of(Recognition)
        record = records.get(key)
        form = self._form()
        form.show_values({f.key: getattr(record, f.key) for f in Recognition.fields()})
        self._open(form, Deed("修改双师认定", lambda values: records.save(values, record)))

    def _form(self) -> Form:
        fields = [f for f in Recognition.fields() if f.key not in ("teacher_id", "state")]
        return Form(fields, self._desk.look, self._desk.lookup)

    def _open(self, form: Form, deed: Deed) -> None:
        run(FormDialog(self._desk.look, form, deed, self.window()))


def _dates(held: Held) -> str:
    day = today()
    until = held.until(day)
    if until is None:
        return f"{held.granted_on} 认定，未定期限"
    left = (until - day).days
    told = f"还有 {left} 天" if left >= 0 else f"已过 {-left} 天"
    if until == held.valid_until:
        return f"{held.granted_on} 认定，有效期至 {until}（{told}）"
    first = held.valid_until or "未定期限"
    return f"{held.granted_on} 认定，复核后有效期至 {until}（{told}）；原有效期：{first}"


def _told(event: RecognitionEvent) -> str:
    parts = [str(event.on), str(event.what)]
    if event.valid_until:
        parts.append(f"新的有效期至 {event.valid_until}")
    return "　".join([*parts, *filter(None, (event.document, event.reason, event.by))])
