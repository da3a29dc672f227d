"""Paper comes back: agreements ticked off by number, scans by file name, the unsigned listed."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Invalid, Problem, Refused, UserError
from app.models import Partner, Placement, RuleWaiver, SchoolClass, Student
from app.models.internships import PlacementState
from app.models.text import code
from app.models.values import uuid7
from app.services.enrolment import numbers_in
from app.services.host_agreements import Override
from app.services.office import Office
from app.services.placements import EXPECTED, waived_rules
from app.services.readiness import bars

_SIGNATURES = ("signed_school", "signed_host", "signed_student")


@dataclass(frozen=True, slots=True)
class Paper:
    """One placement whose agreement is meant by a number or a file name."""

    placement: UUID
    agreement: str
    number: str
    name: str


@dataclass(frozen=True, slots=True)
class Stack:
    """What a stack of agreement numbers comes to; every number is in one of these."""

    found: tuple[Paper, ...]
    already: tuple[Paper, ...]  # signed by all three before
    unknown: tuple[str, ...]
    repeated: tuple[str, ...]


def look_through(office: Office, batch: UUID, typed: str) -> Stack:
    """Which agreements (by their numbers, or students') a stack holds; nothing is written."""
    given = numbers_in(typed)
    wanted = list(dict.fromkeys(given))
    with office.db.read() as session:
        known = _by_number(session, batch)
    found = [known[number] for number in wanted if number in known]
    return Stack(
        found=tuple(paper for paper, placement in found if not _signed(placement)),
        already=tuple(paper for paper, placement in found if _signed(placement)),
        unknown=tuple(number for number in wanted if number not in known),
        repeated=tuple(dict.fromkeys(n for at, n in enumerate(given) if n in given[:at])),
    )


def tick_off(office: Office, placements: Sequence[UUID], signed_on: date) -> None:
    """Note all three signatures of each; a date that is there already stays."""
    records = office.of(Placement)
    with office.db.write(f"三方协议收回 {len(placements)} 份") as writing:
        for key in placements:
            held = writing.session.get_one(Placement, key)
            values = {each: signed_on for each in _SIGNATURES if getattr(held, each) is None}
            records.put(writing, key, values | {"unsigned_why": None}, fresh=False)


@dataclass(frozen=True, slots=True)
class Scans:
    """What a folder of scans comes to."""

    fitting: tuple[tuple[Path, Paper], ...]
    strange: tuple[tuple[str, str], ...]  # file name, and why it fits nothing


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a folder of scans."""

    added: int
    refused: tuple[tuple[str, str], ...]  # file name and reason


def match_scans(office: Office, batch: UUID, folder: Path) -> Scans:
    """Whose each file of a folder is, by its name: a number, perhaps with more behind it."""
    files = sorted(each for each in folder.iterdir() if each.is_file())
    with office.db.read() as session:
        known = _by_number(session, batch)
    fitting, strange = [], []
    for file in files:
        if file.name.startswith((".", "~$")) or file.name.lower() == "thumbs.db":
            continue
        paper = _meant(file.stem, known)
        if paper is None:
            strange.append((file.name, "文件名不是本批次的协议编号或学号"))
        else:
            fitting.append((file, paper))
    return Scans(tuple(fitting), tuple(strange))


def attach_scans(office: Office, scans: Scans, caption: str = "三方协议扫描件") -> Taken:
    """Take the files in, each to its placement; what cannot be taken in is told, not lost.

    A scan that the placement has already is passed over.
    """
    added, refused = 0, list(scans.strange)
    for file, paper in scans.fitting:
        held = {each.name for each in office.attachments.listed(Placement, paper.placement)}
        if file.name in held:
            refused.append((file.name, f"{paper.name}已有同名附件，没有重复添加"))
            continue
        try:
            office.attachments.add(Placement, paper.placement, file, caption)
            added += 1
        except UserError as error:
            refused.append((file.name, error.message))
    return Taken(added, tuple(refused))


@dataclass(frozen=True, slots=True)
class Unsigned:
    """One student without a complete agreement, and the explanation given."""

    placement: UUID
    number: str
    name: str
    school_class: str
    host: str
    missing: tuple[str, ...]  # who has not signed
    why: str


def unsigned(office: Office, batch: UUID) -> list[Unsigned]:
    """Who has not signed, in roster order; those who gave up or changed host left out."""
    query = (
        select(Placement, Student, SchoolClass.name, Partner.name)
        .join(Student, Student.id == Placement.student_id)
        .outerjoin(SchoolClass, SchoolClass.id == Student.class_id)
        .outerjoin(Partner, Partner.id == Placement.partner_id)
        .where(Placement.batch_id == batch, Placement.deleted.is_(False))
        .where(Placement.state.in_(EXPECTED))
        .order_by(SchoolClass.sort_key, SchoolClass.id, Student.number, Placement.id)
    )
    with office.db.read() as session:
        return [
            Unsigned(
                placement=each.id,
                number=student.number,
                name=student.name,
                school_class=school_class or "",
                host=host or "",
                missing=_missing(each),
                why=each.unsigned_why or "",
            )
            for each, student, school_class, host in session.execute(query)
            if not _signed(each)
        ]


def explain(office: Office, reasons: Mapping[UUID, str]) -> None:
    """Write down why agreements are not signed, one explanation each."""
    if any(not why.strip() for why in reasons.values()):
        raise Invalid([Problem("unsigned_why", "请填写未签说明")])
    records = office.of(Placement)
    with office.db.write(f"未签说明 {len(reasons)} 条") as writing:
        for key, why in reasons.items():
            records.put(writing, key, {"unsigned_why": why}, fresh=False)


@dataclass(frozen=True, slots=True)
class Departure:
    """Whether students may go on post, and why some may not."""

    ready: tuple[UUID, ...]
    barred: Mapping[UUID, str]


def departure(office: Office, placements: Iterable[UUID]) -> Departure:
    """Who of these may go on post; nothing is written."""
    ready, barred = [], {}
    with office.db.read() as session:
        for key in placements:
            held = session.get_one(Placement, key)
            missing = [lack for lack in bars(held) if lack.rule not in waived_rules(session, key)]
            if missing:
                barred[key] = "；".join(lack.words for lack in missing)
            else:
                ready.append(key)
    return Departure(tuple(ready), barred)


def send(office: Office, placements: Sequence[UUID], override: Override | None = None) -> None:
    """Put students on post, all or none. Refused unless papers are there or somebody answers.

    What is overridden is kept as a waiver of the rule, per student and rule.
    """
    records = office.of(Placement)
    with office.db.write(f"学生上岗 {len(placements)} 人") as writing:
        session = writing.session
        for key in placements:
            held = session.get_one(Placement, key)
            if held.state is not PlacementState.PLANNED:
                raise Refused(f"只有“待上岗”的学生可以上岗，这一条的状态是“{held.state}”。")
            if override is not None:
                for told in _waivers(held, override.checked(), waived_rules(session, key)):
                    office.of(RuleWaiver).put(writing, uuid7(), told, fresh=True)
                session.flush()
            records.put(writing, key, {"state": PlacementState.ON_POST}, fresh=False)


def _waivers(held: Placement, override: Override, known: frozenset[str]) -> list[dict[str, object]]:
    rules = dict.fromkeys(lack.rule for lack in bars(held) if lack.rule not in known)
    return [
        {
            "rule": rule,
            "batch_id": held.batch_id,
            "student_id": held.student_id,
            "placement_id": held.id,
            "reason": override.reason,
            "by": override.by,
            "on": override.on,
        }
        for rule in rules
    ]


def _by_number(session: Session, batch: UUID) -> dict[str, tuple[Paper, Placement]]:
    """Placements of a batch by agreement number and by student number.

    Of two placements of one student the running one is meant by the student's number.
    """
    query = (
        select(Placement, Student.number, Student.name)
        .join(Student, Student.id == Placement.student_id)
        .where(Placement.batch_id == batch, Placement.deleted.is_(False))
        .order_by(Placement.state.in_(EXPECTED), Placement.starts, Placement.id)
    )
    found: dict[str, tuple[Paper, Placement]] = {}
    for placement, number, name in session.execute(query):
        agreement = placement.agreement_number or ""
        entry = Paper(placement.id, agreement, number, name), placement
        found[code(number)] = entry
        if agreement:
            found[code(agreement)] = entry
    return found


_BEHIND = re.compile(r"[\s_（(【\[]|三方|协议|知情|扫描")


def _meant(stem: str, known: Mapping[str, tuple[Paper, Placement]]) -> Paper | None:
    whole = known.get(code(stem)) or known.get(code(_BEHIND.split(stem, maxsplit=1)[0]))
    return whole[0] if whole else None


def _signed(placement: Placement) -> bool:
    return all(getattr(placement, each) is not None for each in _SIGNATURES)


def _missing(placement: Placement) -> tuple[str, ...]:
    who = {"signed_school": "学校", "signed_host": "实习单位", "signed_student": "学生"}
    return tuple(name for key, name in who.items() if getattr(placement, key) is None)
