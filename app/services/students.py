"""Students: what is more than generic about them."""

from datetime import date

from sqlalchemy.orm import Session

from app.errors import Invalid, Problem
from app.models import Student
from app.models.values import birth_of
from app.services.database import Database
from app.services.records import Records

YOUNGEST = 12  # nobody in a roster is younger


class Students(Records[Student]):
    """Records, whose dates must fit each other."""

    def __init__(self, db: Database) -> None:
        super().__init__(db, Student)

    def _before_save(self, session: Session, record: Student) -> None:
        problems: list[Problem] = []
        born = born_on(record)
        today = date.today()  # noqa: DTZ011 - the office's own calendar day
        if record.birth and record.identity and record.birth != birth_of(record.identity):
            problems.append(Problem("birth", "出生日期与身份证号不一致"))
        if born and born.year > today.year - YOUNGEST:
            problems.append(Problem("birth", f"出生日期 {born.isoformat()} 不合理，请核对"))
        if record.enrolled and born and record.enrolled < born.year + YOUNGEST:
            problems.append(Problem("enrolled", "入学年份与出生日期对不上，请核对"))
        if record.enrolled and record.enrolled > today.year + 1:
            problems.append(Problem("enrolled", "入学年份在将来，请核对"))
        if problems:
            raise Invalid(problems)


def born_on(student: Student) -> date | None:
    """The birth date, from the identity number where it is not written down."""
    return student.birth or (birth_of(student.identity) if student.identity else None)
