"""The small form in which a person says what some days are."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from app.models import CalendarDay
from app.models.calendar import DayKind
from app.services.calendar_marking import Marking, mark
from app.services.school_calendar import SchoolCalendar
from app.ui.form import Form
from app.ui.page import Desk
from app.ui.part_dialog import Deed, FormDialog, run


def ask_days(desk: Desk, calendar: SchoolCalendar, days: Sequence[date], parent: QWidget) -> bool:
    """Say what these days are, beginning with what stands there. Whether something was said."""
    form = Form(Marking.fields(), desk.look, desk.lookup)
    form.start(_said_before(calendar, days))

    def save(values: dict[str, Any]) -> None:
        mark(desk.office, Marking(**values))

    deed = Deed("登记节假日、调休与考试", save, "登记")
    dialog = FormDialog(desk.look, form, deed, parent)
    if days[0] in {each.on for each in calendar.unsettled()}:
        form.focus("runs_as")  # the one thing that is missing
    return run(dialog)


def _said_before(calendar: SchoolCalendar, days: Sequence[date]) -> dict[str, Any]:
    given: dict[str, Any] = {"first": days[0], "last": days[-1] if days[1:] else None}
    special = calendar.specials.get(days[0])
    if special is not None:
        given |= {"kind": DayKind(special.nature.value), "name": special.name}
        given["runs_week"] = special.runs_week
        if special.runs_as:
            given["runs_as"] = CalendarDay.field("runs_as").choices()[special.runs_as - 1]
    return given
