"""突发事件: written down with what is to be followed up, and closed when that is done."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.models import Incident, Placement
from app.models.fields import Field
from app.services.process_entry import close
from app.services.process_lists import Person, Process, placement_of
from app.ui.form import Form
from app.ui.page import Desk
from app.ui.part_dialog import Deed, FormDialog, run
from app.ui.tokens import Tone

_ASKED = ("on", "what", "injury", "reported_to", "case_number", "follow_up", "due")
_CLOSING = (
    replace(Incident.field("closed_on"), required=True),
    replace(Incident.field("result"), required=True),
)


def ask_incident(
    desk: Desk, process: Process, person: Person | None, window: QWidget
) -> UUID | None:
    """Ask for everything about an accident; of whom, where nobody is chosen. The new record."""
    fields: Sequence[Field] = [Incident.field(key) for key in _ASKED]
    if person is None:
        fields = [Placement.field("student_id"), *fields]
    form = Form(fields, desk.look, desk.lookup)
    form.start({"on": process.today, "due": process.today})
    made: list[UUID] = []

    def save(values: dict[str, Any]) -> None:
        student = values.pop("student_id", None)
        key = person.placement if person else placement_of(desk.office, process.batch, student)
        made.append(desk.office.of(Incident).save(values | {"placement_id": key}).id)

    title = f"登记突发事件：{person.name}" if person else "登记突发事件"
    run(FormDialog(desk.look, form, Deed(title, save, "登记"), window))
    return made[0] if made else None


def ask_close(desk: Desk, incident: UUID, today: date, window: QWidget) -> tuple[str, Tone] | None:
    """Ask how it ended."""
    held: Incident = desk.office.of(Incident).get(incident)
    form = Form(_CLOSING, desk.look, desk.lookup)
    form.start({"closed_on": today, "result": held.result})

    def save(values: dict[str, Any]) -> None:
        close(desk.office, incident, values["closed_on"], values["result"])

    name = desk.lookup.title(Placement.__tablename__, held.placement_id)
    if not run(FormDialog(desk.look, form, Deed(f"结案：{name}", save, "结案"), window)):
        return None
    return f"{name}的突发事件已结案，首页不再提醒。", Tone.GOOD
