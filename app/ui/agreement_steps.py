"""Who has signed and who has approved an agreement, step by step, and the next thing to do."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.errors import Invalid, Problem
from app.models import AgreementParty, Approval
from app.models.agreements import PartySide, SignedHow, Verdict
from app.services.query import Query
from app.ui.buttons import button
from app.ui.form import Form
from app.ui.labels import Elided, IconLabel, label
from app.ui.layouts import row
from app.ui.page import Desk
from app.ui.panels import Card
from app.ui.part_dialog import Deed, FormDialog, run
from app.ui.tokens import NARROW, TIGHT, Ink

_USUAL = ("院系", "校企合作处", "法务", "校长办公会")
_MARKS: dict[Verdict, tuple[str, Ink]] = {
    Verdict.PENDING: ("clock", "muted"),
    Verdict.PASSED: ("circle-check", "good"),
    Verdict.RETURNED: ("circle-alert", "stop"),
}


class Signatures(Card):
    """One line for each party; signing on paper is entered afterwards."""

    def __init__(self, desk: Desk, agreement: UUID) -> None:
        self._desk = desk
        self._agreement = agreement
        add = button(desk.look, "添加签约方", "plus", kind="link", press=self._add)
        super().__init__("签署情况", [add])
        self.body.setSpacing(TIGHT)
        for party in desk.office.agreements.parties(agreement):
            self.body.addWidget(self._line(party))

    def _line(self, party: AgreementParty) -> QWidget:
        signed = party.signed_on is not None
        mark = IconLabel(
            self._desk.look.icon(
                "circle-check" if signed else "clock", "good" if signed else "muted"
            )
        )
        name = Elided(f"{party.side}　{self._name(party)}")
        told = label(_told(party), "muted")
        words = "修改" if signed else "登记签署"
        deed = (lambda: self._edit(party)) if signed else (lambda: self._sign(party))
        act = button(self._desk.look, words, kind="link", press=deed)
        act.setAccessibleName(f"{words}：{name.text()}")
        return _line(mark, name, told, act)

    def _name(self, party: AgreementParty) -> str:
        if party.partner_id is not None:
            return self._desk.lookup.title("partner", party.partner_id)
        return party.label or ""

    def _sign(self, party: AgreementParty) -> None:
        """On which day, how, by whom; the last signature puts the agreement into force."""
        fields = [
            replace(AgreementParty.field("signed_on"), required=True),
            replace(AgreementParty.field("how"), required=True),
            AgreementParty.field("signatory"),
        ]
        form = Form(fields, self._desk.look, self._desk.lookup)
        form.start(
            {
                "signed_on": date.today(),  # noqa: DTZ011 - the office's own calendar
                "how": party.how or SignedHow.SEALED,
                "signatory": party.signatory,
            }
        )

        def save(values: dict[str, Any]) -> None:
            self._desk.office.agreements.sign(
                party.id, values["signed_on"], values["how"], values["signatory"]
            )

        self._open(form, Deed(f"登记签署：{self._name(party)}", save))

    def _edit(self, party: AgreementParty) -> None:
        records = self._desk.office.of(AgreementParty)
        record = records.get(party.id)
        form = self._form()
        form.show_values({f.key: getattr(record, f.key) for f in AgreementParty.fields()})
        self._open(form, Deed("修改签约方", lambda values: records.save(values, record)))

    def _add(self) -> None:
        records = self._desk.office.of(AgreementParty)
        form = self._form()
        form.start({"side": PartySide.PARTNER})
        parent = {AgreementParty.about.parent: self._agreement}
        self._open(form, Deed("添加签约方", lambda values: records.save(values | parent)))

    def _form(self) -> Form:
        fields = [f for f in AgreementParty.fields() if f.key != AgreementParty.about.parent]
        return Form(fields, self._desk.look, self._desk.lookup)

    def _open(self, form: Form, deed: Deed) -> None:
        run(FormDialog(self._desk.look, form, deed, self.window()))


class Approvals(Card):
    """The steps in order; only the first one still open can be decided."""

    def __init__(self, desk: Desk, agreement: UUID) -> None:
        self._desk = desk
        self._agreement = agreement
        self._records = desk.office.of(Approval)
        query = Query(where={Approval.about.parent: agreement}, order="position")
        steps: list[Approval] = self._records.all(query)
        add = button(desk.look, "添加环节", "plus", kind="link", press=lambda: self._add(steps))
        super().__init__("审批", [add])
        self.body.setSpacing(TIGHT)
        pending = next((step for step in steps if step.verdict is Verdict.PENDING), None)
        for step in steps:
            self.body.addWidget(self._line(step, decides=step is pending))
        if not steps:
            usual = button(
                desk.look, f"使用常用流程：{' → '.join(_USUAL)}", kind="link", press=self._add_usual
            )
            self.body.addLayout(row(usual, 1))

    def _line(self, step: Approval, *, decides: bool) -> QWidget:
        name, ink = _MARKS[step.verdict]
        mark = IconLabel(self._desk.look.icon(name, ink))
        words = Elided(step.step)
        parts = [str(step.verdict), step.by or "", str(step.on or ""), step.opinion or ""]
        told = Elided("　".join(part for part in parts if part), "muted")
        if not decides:
            change = button(
                self._desk.look, "修改", kind="link", press=lambda: self._decide(step, step.verdict)
            )
            return _line(mark, words, told, change)
        agree = button(
            self._desk.look, "同意", kind="link", press=lambda: self._decide(step, Verdict.PASSED)
        )
        refuse = button(
            self._desk.look, "退回", kind="link", press=lambda: self._decide(step, Verdict.RETURNED)
        )
        return _line(mark, words, told, agree, refuse)

    def _decide(self, step: Approval, verdict: Verdict) -> None:
        record = self._records.get(step.id)
        form = self._form()
        today = date.today()  # noqa: DTZ011 - the office's own calendar
        values = {f.key: getattr(record, f.key) for f in Approval.fields()}
        form.show_values(values | {"verdict": verdict, "on": record.on or today})

        def save(values: dict[str, Any]) -> None:
            told = {"verdict": verdict, "on": record.on or today} | values
            if told["verdict"] is Verdict.RETURNED and not told.get("opinion", record.opinion):
                raise Invalid([Problem("opinion", "退回请写明原因")])
            self._records.save(told, record)

        self._open(form, Deed(f"审批：{step.step}", save))

    def _add(self, steps: list[Approval]) -> None:
        form = self._form()
        form.start({"position": len(steps) + 1, "verdict": Verdict.PENDING})
        parent = {Approval.about.parent: self._agreement}
        self._open(form, Deed("添加审批环节", lambda values: self._records.save(values | parent)))

    def _add_usual(self) -> None:
        for position, step in enumerate(_USUAL, 1):
            self._records.save(
                {Approval.about.parent: self._agreement, "position": position, "step": step}
            )

    def _form(self) -> Form:
        fields = [f for f in Approval.fields() if f.key != Approval.about.parent]
        return Form(fields, self._desk.look, self._desk.lookup)

    def _open(self, form: Form, deed: Deed) -> None:
        run(FormDialog(self._desk.look, form, deed, self.window()))


def _line(mark: QWidget, name: QWidget, told: QWidget, *acts: QWidget) -> QWidget:
    made = QWidget()
    line = row(mark, spacing=NARROW)
    line.addWidget(name, 1 if isinstance(told, Elided) else 3)
    line.addWidget(told, 2)
    for act in acts:
        line.addWidget(act)
    made.setLayout(line)
    return made


def _told(party: AgreementParty) -> str:
    if party.signed_on is not None:
        return f"{party.signed_on}　{party.how or ''}".strip()
    return f"{party.sent_on} 送签" if party.sent_on else "未签"
