"""Paper comes back: agreements and consent forms ticked off by number, nothing typed is lost."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.errors import Invalid, Problem
from app.models import InternshipBatch, Placement, Student
from app.models.text import code
from app.services.enrolment import numbers_in
from app.services.office import Office
from app.services.placements import EXPECTED

AGREEMENT = {"signed_school": "学校", "signed_host": "实习单位", "signed_student": "学生"}
CONSENT = {"consent_student": "学生", "consent_guardian": "监护人"}
_TAIL = 3  # the last digits of an agreement number are as many at least


class Fate(Enum):
    """What became of a number."""

    TICKED = "已登记"
    ALREADY = "早已登记"
    ELSEWHERE = "不在本批次"
    UNCLEAR = "不止一份"
    UNKNOWN = "查无此号"


@dataclass(frozen=True, slots=True)
class Paper:
    """One placement whose papers are meant by a number or a file name."""

    placement: UUID
    agreement: str
    number: str
    name: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One number as it was typed, and what became of it."""

    typed: str
    fate: Fate
    words: str
    paper: Paper | None = None
    noted: tuple[str, ...] = ()  # the dates that it brought


@dataclass(frozen=True, slots=True)
class Signing:
    """Whose signatures a stack of paper bears, and of which day they are."""

    keys: Collection[str]  # of AGREEMENT and CONSENT
    on: date

    def checked(self, today: date) -> "Signing":
        """Itself, or Invalid where nobody signed, or in days to come."""
        problems = []
        if not self.keys:
            problems.append(Problem("keys", "请先勾选这叠纸上已有谁的签字"))
        if self.on > today:
            problems.append(Problem("on", "签字日期还没有到，请核对"))
        if problems:
            raise Invalid(problems)
        return self


def tick_off(
    office: Office, batch: UUID, typed: str, signing: Signing, today: date
) -> tuple[Sheet, ...]:
    """Note the signatures on all papers that are meant, in one step; every number is told.

    A number is an agreement's (also only its last part) or a student's. A date that is there
    already stays.
    """
    keys = tuple(signing.checked(today).keys)
    known = Numbers(office, batch)
    wanted = [(number, known.meant(number)) for number in numbers_in(typed)]
    with office.db.read() as session:
        elsewhere = _elsewhere(session, batch, [number for number, found in wanted if not found])
    sheets: list[Sheet] = []
    changes: dict[UUID, Mapping[str, date]] = {}
    for number, found in wanted:
        if len(found) != 1:
            sheets.append(_stray(number, found, elsewhere))
            continue
        held = found[0]
        missing = [each for each in keys if getattr(held, each) is None]
        if held.id in changes or not missing:
            words = "这一叠里重复了" if held.id in changes else _since(held, keys)
            sheets.append(Sheet(number, Fate.ALREADY, words, known.paper(held)))
            continue
        changes[held.id] = dict.fromkeys(missing, signing.on)
        gone = "" if held.state in EXPECTED else f"，注意：{held.state}"
        words = f"{told(missing)}{gone}"
        sheets.append(Sheet(number, Fate.TICKED, words, known.paper(held), tuple(missing)))
    _write(office, changes, sheets)
    return tuple(sheets)


def told(keys: Iterable[str]) -> str:
    """三方协议学校、学生；同意书监护人."""
    wanted = set(keys)
    papers = (("三方协议", AGREEMENT), ("同意书", CONSENT))
    parts = [
        f"{paper}{'、'.join(who for key, who in signers.items() if key in wanted)}"
        for paper, signers in papers
        if wanted & signers.keys()
    ]
    return "；".join(parts)


def unsigned_words(missing: Collection[str], signers: Mapping[str, str]) -> str:
    """实习单位、学生未签; 三方均未签; 已签."""
    who = [name for key, name in signers.items() if key in missing]
    if signers is AGREEMENT and len(who) == len(AGREEMENT):
        return "三方均未签"
    return f"{'、'.join(who)}未签" if who else "已签"


class Numbers:
    """The placements of a batch by agreement number and by student number."""

    def __init__(self, office: Office, batch: UUID) -> None:
        self._by_number: dict[str, list[Any]] = {}
        self._by_tail: dict[str, list[Any]] = {}
        dates = [getattr(Placement, key) for key in (*AGREEMENT, *CONSENT)]
        query = (
            select(
                Placement.id, Placement.agreement_number, Placement.state,
                Student.number, Student.name, *dates,
            )
            .join(Student, Student.id == Placement.student_id)
            .where(Placement.batch_id == batch, Placement.deleted.is_(False))
            .order_by(Placement.state.in_(EXPECTED), Placement.starts, Placement.id)
        )  # fmt: skip
        with office.db.read() as session:
            for placement in session.execute(query):
                # Of two placements of one student the running one, the last, is meant.
                self._by_number[folded(placement.number)] = [placement]
                if placement.agreement_number:
                    whole = folded(placement.agreement_number)
                    self._by_number[whole] = [placement]
                    self._by_tail.setdefault(whole.rpartition("-")[2], []).append(placement)

    def meant(self, number: str) -> Sequence[Any]:
        """The rows of placements that a number means: one; none; or several that end alike."""
        wanted = folded(number)
        if found := self._by_number.get(wanted):
            return found
        return self._by_tail.get(wanted, ()) if len(wanted) >= _TAIL else ()

    def whole(self, number: str) -> Paper | None:
        """Whose a complete number is."""
        found = self._by_number.get(folded(number))
        return self.paper(found[0]) if found else None

    def paper(self, held: Any) -> Paper:
        """Whose a row is, in words."""
        return Paper(held.id, held.agreement_number or "", held.number, held.name)


def folded(number: str) -> str:
    """A number as it is compared: nobody minds which case it is typed in."""
    return code(number).upper()


def _since(held: Any, keys: Sequence[str]) -> str:
    days = sorted({getattr(held, each) for each in keys})
    return f"登记的日期是 {'、'.join(map(str, days))}"


def _stray(number: str, found: Sequence[Any], elsewhere: Mapping[str, str]) -> Sheet:
    """A number that means none or several."""
    if found:
        alike = "、".join(str(each.agreement_number) for each in found[:3])
        return Sheet(number, Fate.UNCLEAR, f"请输入完整编号，如 {alike}")
    where = elsewhere.get(folded(number))
    if where:
        return Sheet(number, Fate.ELSEWHERE, where)
    return Sheet(number, Fate.UNKNOWN, "没有这个协议编号或学号，请核对后重新输入")


def _elsewhere(session: Session, batch: UUID, numbers: Collection[str]) -> dict[str, str]:
    """Where numbers belong that this batch does not have."""
    wanted = {folded(each) for each in numbers} | {code(each) for each in numbers}
    if not wanted:
        return {}
    found = {
        folded(number): f"{name}没有安排在本批次"
        for number, name in session.execute(
            select(Student.number, Student.name).where(
                Student.number.in_(wanted), Student.deleted.is_(False)
            )
        )
    }
    query = (
        select(Placement.agreement_number, Student.number, Student.name, InternshipBatch.name)
        .join(Student, Student.id == Placement.student_id)
        .join(InternshipBatch, InternshipBatch.id == Placement.batch_id)
        .where(Placement.deleted.is_(False), Placement.batch_id != batch)
        .where(or_(Placement.agreement_number.in_(wanted), Student.number.in_(wanted)))
    )
    for agreement, number, name, title in session.execute(query):
        words = f"{name}属于批次“{title}”"
        found |= {folded(number): words, folded(agreement or number): words}
    return found


def _write(
    office: Office, changes: Mapping[UUID, Mapping[str, date]], sheets: Sequence[Sheet]
) -> None:
    if not changes:
        return
    ticked = [each.paper for each in sheets if each.fate is Fate.TICKED and each.paper]
    named = ticked[0].name if len(ticked) == 1 else f"{len(ticked)} 份"
    records = office.of(Placement)
    with office.db.write(f"登记收回 {named}") as writing:
        for key, values in changes.items():
            held = writing.session.get_one(Placement, key)
            whole = all(getattr(held, each) or each in values for each in AGREEMENT)
            done = {"unsigned_why": None} if whole else {}
            records.put(writing, key, {**values, **done}, fresh=False)
