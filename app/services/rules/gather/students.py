"""The students of the judged placements."""

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.models import Programme, SchoolClass, Student
from app.models.values import birth_of
from app.services.rules.facts import StudentFacts
from app.services.rules.gather.scope import Scope, made, shared


def student_facts(scope: Scope) -> list[StudentFacts]:
    """What the record of a student leaves out, the class or the identity number may say."""
    own, of_class = aliased(Programme), aliased(Programme)
    query = (
        select(
            *shared(Student, StudentFacts),
            Student.name,
            Student.number,
            Student.identity,
            SchoolClass.enrolled.label("class_enrolled"),
            SchoolClass.teacher.label("class_teacher"),
            own.code.label("major"),
            of_class.code.label("class_major"),
        )
        .outerjoin(SchoolClass, SchoolClass.id == Student.class_id)
        .outerjoin(own, own.id == Student.programme_id)
        .outerjoin(of_class, of_class.id == SchoolClass.programme_id)
        .where(Student.id.in_(scope.students))
    )
    return [
        made(
            StudentFacts,
            row,
            title=f"{row['name']}（{row['number']}）",
            birth=row["birth"] or (birth_of(row["identity"]) if row["identity"] else None),
            enrolled=row["enrolled"] or row["class_enrolled"],
            major=row["major"] or row["class_major"],
        )
        for row in scope.rows(query)
    ]
