"""Teachers, as far as cohorts and internships need them."""

from uuid import UUID

from sqlalchemy.orm import Mapped

from app.models.fields import Mask, Privacy
from app.models.record import About, Record, column, reference
from app.models.values import person_name, phone


class Teacher(Record):
    """教师."""

    __tablename__ = "teacher"
    about = About("教师", counter="人", icon="user", empty="专任教师和实习指导教师。")

    number: Mapped[str | None] = column(
        "教工号", width=9, search=True, unique=True, identifier=True, synonyms=("工号", "职工号")
    )
    name: Mapped[str] = column(
        "姓名", width=8, search=True, check=person_name, privacy=Privacy.PERSONAL, mask=Mask.NAME
    )
    department_id: Mapped[UUID | None] = reference(
        "所属院系", "department", width=14, facet=True, synonyms=("部门", "院系")
    )
    phone: Mapped[str | None] = column(
        "电话", width=10, identifier=True, check=phone, privacy=Privacy.PERSONAL, mask=Mask.PHONE
    )
    left: Mapped[bool] = column("已离职", width=6, default=False, facet=True)
