"""培养班花名册: who is in a cohort on a day, plain or with room to sign."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from app.models import (
    Cohort,
    CohortMember,
    Mentor,
    Pairing,
    Partner,
    Programme,
    SchoolClass,
    Student,
)
from app.models.fields import option
from app.services.cohort_figures import figures, spells_of
from app.services.mask import Profile, guarded, visible
from app.services.office import Office
from app.services.query import Query
from app.services.reports.cells import known, named, word
from app.services.reports.reading import Common, Scope, masking, scope, written
from app.services.reports.spec import (
    Column,
    Fact,
    Facts,
    Notes,
    Orientation,
    Report,
    Signatures,
    Table,
)

_ROOM = "　" * 8  # for a name written by hand
_SIGNERS = ("班主任", "企业班主任", "制表日期")


@dataclass(frozen=True, slots=True)
class Roster(Common):
    """What may be chosen."""

    cohort: UUID = option("培养班", None, target="cohort", help="可写班级名称。")
    signature: bool = option("加签名栏", default=False)
    profile: Profile = option("用途", Profile.INTERNAL, help="决定姓名和电话是否遮盖。")


@dataclass(frozen=True, slots=True)
class Pupil:
    """One on the roster."""

    member: CohortMember
    student: Student
    class_: str
    mentors: str


def build(office: Office, chosen: Roster, today: date) -> Report:
    """Everybody on the roster that day, by class and student number."""
    at = scope(office, chosen, today)
    cohort: Cohort = office.of(Cohort).get(chosen.cohort)
    members = office.of(CohortMember).all(Query(where={"cohort_id": cohort.id}))
    pupils = _pupils(at, cohort, members)
    left = len({m.student_id for m in members if m.joined <= at.day}) - len(pupils)
    return at.report(
        "cohort_roster",
        f"{cohort.name}花名册",
        [
            Facts([*_facts(at, cohort, len(pupils))]),
            _table(at, chosen, pupils),
            Signatures(roles=_SIGNERS, values={"班主任": cohort.head or ""}),
            Notes([*_notes(at, chosen, left)]),
        ],
        orientation=Orientation.PORTRAIT if chosen.signature else Orientation.AUTO,
        draft=chosen.draft,
        figures={
            "trainees": len(pupils),
            "target": cohort.target or 0,
            "left": left,
            "signed": sum(p.member.signed_on is not None for p in pupils),
            "guided": sum(bool(p.mentors) for p in pupils),
        },
    )


def _pupils(at: Scope, cohort: Cohort, members: Sequence[CohortMember]) -> list[Pupil]:
    """Who counts that day, each once, with whoever guides them."""
    spells = spells_of(cohort, members)
    present = {
        member.student_id: member
        for member, spell in zip(members, spells, strict=True)
        if spell.on(at.day)
    }
    students = at.office.of(Student).all(Query(only=tuple(present)))
    classes = {each.id: each for each in at.office.of(SchoolClass).all()}
    mentors = _mentors(at, {member.id for member in present.values()})
    students.sort(key=lambda each: (_class(classes, each, "sort_key"), each.number))
    return [
        Pupil(
            present[each.id],
            each,
            _class(classes, each, "name"),
            "、".join(mentors.get(present[each.id].id, ())),
        )
        for each in students
    ]


def _class(classes: dict[UUID, SchoolClass], student: Student, key: str) -> str:
    found = classes.get(student.class_id) if student.class_id else None
    return getattr(found, key) if found else ""


def _mentors(at: Scope, members: set[UUID]) -> dict[UUID, list[str]]:
    """The names of who guides whom on the day."""
    held = [
        each
        for each in at.office.of(Pairing).all()
        if each.member_id in members
        and each.mentor_id
        and each.starts <= at.day
        and (each.ends is None or each.ends >= at.day)
    ]
    names = at.office.of(Mentor).titles({each.mentor_id for each in held if each.mentor_id})
    found: dict[UUID, list[str]] = {}
    for each in held:
        if each.mentor_id in names:
            found.setdefault(each.member_id, []).append(names[each.mentor_id])
    return found


def _facts(at: Scope, cohort: Cohort, present: int) -> Iterator[Fact]:
    partners = at.office.of(Partner).titles(cohort.partners)
    programme = at.office.of(Programme).titles([cohort.programme_id] if cohort.programme_id else [])
    counted = figures(at.office, at.day, [cohort.id])[cohort.id]
    yield Fact("类型", str(cohort.kind))
    yield Fact("专业", str(known("、".join(programme.values()))))
    yield Fact("合作企业", str(known("、".join(partners.values()))), wide=True)
    yield Fact("培养起止", f"{known(cohort.starts)} 至 {known(cohort.ends)}")
    yield Fact("人数", f"在册 {present} 人，计划 {known(cohort.target)} 人")
    yield Fact("企业师傅", f"{counted.mentors} 人")
    yield Fact("师徒比", counted.per_mentor.to_one)


def _table(at: Scope, chosen: Roster, pupils: Sequence[Pupil]) -> Table:
    columns = list(_columns(chosen))
    keys = [column.key for column in columns]
    rows = []
    for each in pupils:
        values = _values(at, chosen, each)
        rows.append([values[key] for key in keys])
    return Table(title="在册学员", columns=columns, rows=rows)


def _columns(chosen: Roster) -> Iterator[Column]:
    """Few beside a signature, so that there is room for it."""
    yield word("学号", 7, key="number")
    yield word("姓名", 7, key="name")
    yield word("性别", 3, key="sex")
    yield word("行政班", 9, key="class")
    if chosen.signature:
        yield word("签名", 10, key="hand")
        yield word("备注", 6, key="remark")
        return
    if visible(Student.field("phone"), chosen.profile):
        yield word("手机", 8, key="phone")
    yield word("岗位方向", 7, key="role")
    yield word("企业师傅", 6, key="mentors")
    yield word("入班日期", 7, key="joined", type=date, show=str)
    yield word("学徒协议号", 8, key="agreement")


def _values(at: Scope, chosen: Roster, each: Pupil) -> dict[str, Any]:
    """Every cell, shortened for whoever receives the list."""
    phone = guarded(Student.field("phone"), each.student.phone, chosen.profile)
    return {
        "number": each.student.number,
        "name": named(each.student, chosen.profile, at.day),
        "sex": known(each.student.sex and str(each.student.sex)),
        "class": known(each.class_),
        "phone": known(phone),
        "role": known(each.member.role),
        "mentors": known(each.mentors),
        "joined": each.member.joined,
        "agreement": known(each.member.agreement_number),
        "hand": _ROOM,
        "remark": "",
    }


def _notes(at: Scope, chosen: Roster, left: int) -> Iterator[str]:
    gone = f"另有 {left} 人曾在班、该日已离班，不列入。" if left else ""
    yield f"在册人数按花名册截至{written(at.day)}计算。{gone}"
    if note := masking(chosen.profile):
        yield note
