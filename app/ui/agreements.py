"""Agreements in the window: who has signed, who has approved, what is locked, how it is renewed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from app.models import Agreement, Amendment
from app.models.agreements import AgreementState, Handling
from app.services.agreements import SIGNED_FOR
from app.ui.agreement_steps import Approvals, Signatures
from app.ui.buttons import button
from app.ui.chips import Chip
from app.ui.detail import Detail
from app.ui.form import Form
from app.ui.overview import Said
from app.ui.page import Desk, Target
from app.ui.panels import Banner
from app.ui.part_dialog import Deed, FormDialog, run
from app.ui.records_page import RecordsPage
from app.ui.tokens import Tone

_SOON, _NEAR = 30, 90  # days


class AgreementsPage(RecordsPage):
    """协议."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, Agreement)

    def make_detail(self) -> Detail:
        return AgreementDetail(self.desk)

    def reports(self) -> Sequence[tuple[str, str]]:
        return (("协议台账", "agreement_register"),)


class AgreementDetail(Detail):
    """One agreement."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, Agreement)
        self.edit.filled.connect(self._lock)

    # --- hooks

    def hidden_parts(self) -> frozenset[str]:
        return frozenset({"agreement_party", "approval"})

    def said(self) -> Said:
        assert self.key is not None  # noqa: S101 - only asked for a record
        steps = Signatures(self.desk, self.key), Approvals(self.desk, self.key)
        return Said(self._term(), steps)

    def menu_actions(self) -> Sequence[tuple[str, Any]]:
        actions: list[tuple[str, Any]] = []
        if self.desk.office.agreements.locked(self.record):
            actions.append(("登记补充协议…", self.amend))
            if self.record.handling is not Handling.RENEWED:
                actions.append(("续签…", self.renew))
        return actions

    # --- deeds

    def renew(self) -> None:
        """A linked copy with new dates; then that copy is shown."""
        assert self.key is not None  # noqa: S101 - the menu is not offered without
        starts, ends = self._next_term()
        fields = [
            replace(Agreement.field(key), required=True, group="") for key in ("starts", "ends")
        ]
        form = Form(fields, self.desk.look, self.desk.lookup)
        form.start({"starts": starts, "ends": ends})
        made: list[UUID] = []
        old = self.key

        def save(values: dict[str, Any]) -> None:
            made.append(self.desk.office.agreements.renew(old, **values).id)

        title = f"续签“{self.title.text()}”"
        if run(FormDialog(self.desk.look, form, Deed(title, save, "续签"), self.window())):
            self.wanted.emit(Target("agreement", record=made[-1]))

    def amend(self) -> None:
        """A typed change; the agreement itself stays as it was signed."""
        parent = {Amendment.about.parent: self.key}
        fields = [f for f in Amendment.fields() if f.key not in parent]
        form = Form(fields, self.desk.look, self.desk.lookup)
        form.start()
        records = self.desk.office.of(Amendment)
        deed = Deed("登记补充协议", lambda values: records.save(values | parent))
        run(FormDialog(self.desk.look, form, deed, self.window()))

    # --- what is shown

    def _lock(self) -> None:
        """What the parties signed for cannot be typed over; say why, and what to do instead."""
        record = self.edit.seen
        locked = record is not None and self.desk.office.agreements.locked(record)
        self.edit.form.lock(SIGNED_FOR if locked else ())
        if locked:
            told = "协议已签署，灰色的项目不能直接改。期限、金额等有变化，请登记补充协议。"
            amend = button(self.desk.look, "登记补充协议", "file-text", press=self.amend)
            self.edit.add_note(Banner(self.desk.look, told, Tone.ACCENT, [amend]))

    def _term(self) -> Sequence[Chip]:
        """How long an agreement in force still runs, amendments taken into account."""
        record = self.record
        if record.state is not AgreementState.ACTIVE:
            return ()
        ends = self.desk.office.agreements.ends_of([record.id])[record.id]
        if ends is None:
            return ()
        left = (ends - date.today()).days  # noqa: DTZ011 - the office's own calendar
        moved = "（按补充协议）" if ends != record.ends else ""
        if left < 0:
            return [Chip(f"已到期 {-left} 天{moved}", self.desk.look, Tone.STOP)]
        tone = Tone.STOP if left <= _SOON else Tone.CAUTION if left <= _NEAR else Tone.NEUTRAL
        return [Chip(f"还有 {left} 天到期，{ends}{moved}", self.desk.look, tone)]

    def _next_term(self) -> tuple[date, date | None]:
        """From the day after the old one ends, for as long as it ran."""
        ends = self.desk.office.agreements.ends_of([self.record.id])[self.record.id]
        starts = (ends or date.today()) + timedelta(days=1)  # noqa: DTZ011
        if self.record.starts is None or self.record.ends is None:
            return starts, None
        return starts, starts + (self.record.ends - self.record.starts)
