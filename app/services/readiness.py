"""What a placement still lacks before the student may start; pure, from its own fields.

Nothing here keeps incomplete placements from being saved: rows say what is missing, and only
going on post is guarded.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID


class Placed(Protocol):
    """The fields that are looked at."""

    partner_id: UUID | None
    post: str | None
    post_id: UUID | None
    starts: date | None
    ends: date | None
    teacher_id: UUID | None
    teacher: str | None
    mentor: str | None
    consent_student: date | None
    consent_guardian: date | None
    signed_school: date | None
    signed_host: date | None
    signed_student: date | None
    trained_on: date | None
    trained_passed: bool | None
    insured_from: date | None
    insured_to: date | None


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is missing, and the rule that asks for it."""

    rule: str  # as in the rule pack, so that it can be waived by name; empty: only incomplete
    words: str


CONSENT = "I-08"
AGREEMENT = "I-15"
TRAINING = "I-39"
INSURANCE = "I-40"
TUTORS = "I-06"
ON_POST = (CONSENT, AGREEMENT, INSURANCE)  # without these nobody goes on post


def lacks(placed: Placed) -> list[Lack]:
    """Everything that is missing, in the order a clerk would ask for it."""
    return [*_basics(placed), *_tutors(placed), *_papers(placed), *uninsured(placed)]


def bars(placed: Placed) -> list[Lack]:
    """What keeps the student from going on post."""
    return [each for each in lacks(placed) if each.rule in ON_POST]


def told(found: Sequence[Lack]) -> str:
    """In one line."""
    return "；".join(each.words for each in found)


def not_ready(lacking: Sequence[Lack]) -> str:
    """Why somebody cannot go on post, and what to do about it."""
    return f"还不能上岗：{told(lacking)}。请先补齐；确有特殊情况的，由负责人写明理由作例外说明。"


def _basics(placed: Placed) -> list[Lack]:
    wanted = (
        (placed.partner_id, "未定实习单位"),
        (placed.post or placed.post_id, "未定实习岗位"),
        (placed.starts, "未填开始日期"),
        (placed.ends, "未填结束日期"),
    )
    return [Lack("", words) for value, words in wanted if not value]


def _tutors(placed: Placed) -> list[Lack]:
    wanted = (
        (placed.teacher or placed.teacher_id, "未指派校内指导教师"),
        (placed.mentor, "未指派企业指导人员"),
    )
    return [Lack(TUTORS, words) for value, words in wanted if not value]


def _papers(placed: Placed) -> list[Lack]:
    found = [
        Lack(CONSENT, f"缺少{whose}签字的知情同意书")
        for whose, on in (("学生", placed.consent_student), ("监护人", placed.consent_guardian))
        if on is None
    ]
    signed = (
        ("学校", placed.signed_school),
        ("实习单位", placed.signed_host),
        ("学生", placed.signed_student),
    )
    if unsigned := [who for who, on in signed if on is None]:
        found.append(Lack(AGREEMENT, f"三方协议{'、'.join(unsigned)}未签"))
    if placed.trained_on is None or not placed.trained_passed:
        found.append(Lack(TRAINING, "岗前培训未完成或未考核合格"))
    return found


def uninsured(placed: Placed) -> list[Lack]:
    """What is wrong with the insurance."""
    first, last = placed.insured_from, placed.insured_to
    if first is None or last is None:
        return [Lack(INSURANCE, "未登记实习责任保险")]
    before = placed.starts is not None and first > placed.starts
    after = placed.ends is not None and last < placed.ends
    if before or after:
        span = f"{first.isoformat()} 至 {last.isoformat()}"
        return [Lack(INSURANCE, f"保险期间（{span}）未覆盖实习期间")]
    return []
