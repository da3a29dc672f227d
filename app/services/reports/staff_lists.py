"""What lists of teachers have in common: whom they may name, and the first columns of a line."""

from collections.abc import Collection
from uuid import UUID

from app.services.reports.cells import known, word
from app.services.reports.reading import Scope
from app.services.reports.spec import Column
from app.services.teachers.meters import teachers_of
from app.services.teachers.roll import Member

SHORT = 14  # programmes of a teacher, in characters


def in_sight(at: Scope, department: UUID | None = None) -> Collection[UUID] | None:
    """The teachers of a campus and a department; None: of all."""
    return teachers_of(at.office, at.campus, department)


def person_columns(*, kind: bool = True) -> list[Column]:
    """Who it is and where they belong."""
    columns = [
        word("教工号", 5),
        word("姓名", 6),
        word("性别", 3),
        Column(label="所属院系", width=10),
    ]
    if kind:
        columns.append(word("人员类别", 8))
    return columns


def person_cells(teacher: Member, *, kind: bool = True) -> list[object]:
    """The cells under `person_columns`."""
    cells = [
        known(teacher.number),
        teacher.name,
        known(teacher.sex and str(teacher.sex)),
        known(teacher.department),
    ]
    if kind:
        cells.append(known(teacher.kind and str(teacher.kind)))
    return cells
