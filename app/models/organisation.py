"""The college itself: its campuses and departments."""

from uuid import UUID

from sqlalchemy.orm import Mapped

from app.models.fields import Choice, Mask, Privacy
from app.models.record import About, Record, column, reference
from app.models.values import person_name, phone


class Campus(Record):
    """校区 — one site of the college. Its code goes into the numbers given there."""

    __tablename__ = "campus"
    about = About(
        "校区",
        counter="个",
        icon="map-pin",
        empty="学院的每个校区一条。校区代码会写进协议编号，定下后不要再改。",
    )

    name: Mapped[str] = column("校区名称", width=14, search=True, unique=True)
    code: Mapped[str] = column("校区代码", width=8, identifier=True, limit=6, unique=True)
    address: Mapped[str | None] = column("地址", width=24)
    phone: Mapped[str | None] = column("电话", width=12, check=phone, identifier=True)


class DepartmentKind(Choice):
    """What a department mainly does."""

    TEACHING = "教学院系"
    OFFICE = "行政部门"
    CENTRE = "实训中心"
    OTHER = "其他"


class Department(Record):
    """院系部门 — who hands lists in and answers for them."""

    __tablename__ = "department"
    about = About(
        "院系部门", counter="个", icon="landmark", empty="教学院系、教务处、校企合作处等部门。"
    )

    name: Mapped[str] = column(
        "部门名称", width=16, search=True, unique=True, synonyms=("院系", "系部")
    )
    short_name: Mapped[str | None] = column("简称", width=8, search=True)
    kind: Mapped[DepartmentKind] = column(
        "部门性质", width=8, facet=True, default=DepartmentKind.TEACHING
    )
    head: Mapped[str | None] = column(
        "负责人", width=8, check=person_name, privacy=Privacy.PERSONAL, mask=Mask.NAME
    )
    phone: Mapped[str | None] = column(
        "电话", width=12, check=phone, privacy=Privacy.PERSONAL, mask=Mask.PHONE, identifier=True
    )
    parent_id: Mapped[UUID | None] = reference("上级部门", "department", width=12, listed=False)
