"""What a cell says that no field says for it: shares, gaps, names as their receiver may read them.

A zero prints 0; what nobody wrote down prints a dash, so that the two are never mistaken.
"""

from datetime import date
from typing import Any

from app.models import Student
from app.models.fields import Field
from app.services import mask
from app.services.mask import Profile
from app.services.reports.spec import Align, Column
from app.services.shares import Share
from app.services.years import age_on

GAP = "—"
BLANK = "______"
TICK = "√"
_OF_AGE = 18


def known(value: object) -> object:
    """The value, or a dash for none."""
    return GAP if value in (None, "", ()) else value


def told(field: Field, value: object) -> str:
    """A field's value in words, or a dash."""
    return field.show(value) or GAP


def yes(value: object) -> str:
    """是 or 否; a dash where nobody said."""
    return GAP if value is None else "是" if value else "否"


def people(label: str, key: str, **more: Any) -> Column:
    """A column of head-counts, which add up."""
    usual: dict[str, Any] = {"unit": "人", "type": int, "width": 4, "total": True}
    return Column(label=label, key=key, **usual | {"align": Align.RIGHT} | more)


def word(label: str, width: int, **more: Any) -> Column:
    """A column of short texts, which stand in the middle."""
    usual: dict[str, Any] = {"align": Align.CENTRE}
    return Column(label=label, width=width, **usual | more)


def share(label: str, key: str, **more: Any) -> Column:
    """A column of percentages, with the two integers beside each."""
    usual: dict[str, Any] = {"show": shown_share, "width": 9, "align": Align.CENTRE}
    return Column(label=label, key=key, **usual | more)


def shown_share(value: object) -> str:
    """12/16（75.00%）."""
    return value.shown if isinstance(value, Share) else str(value)


def minor(student: Student, day: date) -> bool:
    """Whether a student is known to be under age on a day."""
    return student.birth is not None and age_on(student.birth, day) < _OF_AGE


def named(student: Student, profile: Profile, day: date) -> str:
    """The name as its receiver may read it. Outside the college no minor is called in full."""
    shown = mask.masked(Student.field("name"), student.name, profile)
    if profile is Profile.ALLIANCE and minor(student, day):
        return mask.name(student.name)
    return shown
