"""The builder: gives what a test is not about, for any kind of record, from its fields."""

import itertools
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from stdnum.cn import ric, uscc

from app.models import (
    KIND_OF_TABLE,
    AgreementParty,
    BookingOccurrence,
    CalendarDay,
    Choice,
    ClassPeriod,
    Closure,
    Cohort,
    Field,
    InternshipBatch,
    Placement,
    PlannedPlace,
    Post,
    ProgrammeAdjustment,
    RecognitionStandard,
    Record,
    Room,
    Rotation,
    SafetyAccess,
    Student,
    Teacher,
    Term,
    UseRecord,
)
from app.models.calendar import DayKind
from app.models.teaching_time import opening_words, period, periods_words, weeks_words
from app.models.values import (
    PartialDate,
    birth_of,
    credit_code,
    email,
    identity_number,
    industry_code,
    person_name,
    phone,
    positive,
    programme_code,
    region_code,
)
from app.services.office import Office


def credit(number: int) -> str:
    """An invented credit code with a right check digit."""
    body = f"91510112{number:09}"
    return body + uscc.calc_check_digit(body)


class Make:
    """Makes valid records: say what the test is about, the rest is filled in."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._count = itertools.count(1)

    def __call__(self, kind: type[Record], /, **given: Any) -> Any:
        return self._office.of(kind).save(self.values(kind, **given))

    def values(self, kind: type[Record], /, *, full: bool = False, **given: Any) -> dict[str, Any]:
        """Values that `save` accepts; `full`: also those that may be left out."""
        wanted = [
            f
            for f in kind.fields()
            if f.key not in given and not f.number and (full or _needed(kind, f))
        ]
        made = {f.key: _SAID.get((kind, f.key)) or self.sample(f) for f in wanted} | given
        if "identity" in made and "birth" in made:
            born = birth_of(made["identity"])
            made["birth"] = PartialDate(born.isoformat()) if kind is Teacher else born
        for key in _EITHER.get(kind, ()):
            if key not in given:
                made.pop(key, None)
        if kind is BookingOccurrence and full and "room_id" not in given:
            made["room_id"] = self(Room, seats=10_000).id  # enough to share
        if kind is ClassPeriod and "number" not in given:
            made["number"] = next(self._count)  # each of them once
        if kind is PlannedPlace and "post_id" in made and "partner_id" not in given:
            made["partner_id"] = self._office.of(Post).get(made["post_id"]).partner_id
        return made

    def sample(self, field: Field) -> Any:
        """A value that one field accepts."""
        n = next(self._count)
        if field.target:
            made: UUID = self(KIND_OF_TABLE[field.target]).id
            return (made,) if field.through else made
        if field.many:
            return tuple(field.choices()[:2])
        if issubclass(field.type, Choice):
            return field.choices()[0]
        if field.check in _CHECKED:
            return _CHECKED[field.check](n)
        day = date(2025, 9, 1) + timedelta(days=n)
        made_of: dict[Any, Any] = {
            str: f"{field.label}{n}"[: field.limit] if field.limit > 6 else f"{n}",
            int: n,
            bool: True,
            date: day,
            time: time(n % 24, 30),
            PartialDate: PartialDate.of(2020, n % 12 + 1),
            Decimal: Decimal(n * 10_000),
            datetime: datetime(2025, 9, 1, 8, tzinfo=UTC),
        }
        return made_of[field.type]


STANDARD = """
[pack]
id = "test"
title = "双师型教师认定标准"
source = "测试"
version = "1"
confirmed = true
years = 5
nearly = 1
teachers = ["专任专业课教师", "实习指导教师", "校外兼职教师"]

[[level]]
name = "初级"
[[level.clause]]
id = "1.1"
title = "企业实践满三个月"
check = "practice"
status = "K"
parameters = { days = 90 }
"""


# What fits the other values of its kind.
_SAID: dict[tuple[type[Record], str], Any] = {
    (ProgrammeAdjustment, "year"): 2026,
    (Student, "enrolled"): 2023,
    (RecognitionStandard, "text"): STANDARD.strip(),
    (Cohort, "partner_hours"): 1,
    (CalendarDay, "kind"): DayKind.SHIFTED,
    (Term, "starts"): date(2025, 9, 1),
    (ClassPeriod, "starts"): time(8, 20),
    (ClassPeriod, "ends"): time(9, 5),
    (UseRecord, "began"): time(8, 20),
    (UseRecord, "ended"): time(9, 55),
    (Closure, "ends"): date(2026, 12, 31),
    (Term, "exam_from"): 18,
    (Term, "ends"): date(2026, 1, 4),
    (Rotation, "week_from"): 1,
    (Rotation, "week_to"): 8,
    (Term, "weeks"): 18,
    (InternshipBatch, "school_weight"): 40,
    (InternshipBatch, "host_weight"): 50,
    (InternshipBatch, "self_weight"): 10,
    (InternshipBatch, "excellent_from"): 90,
    (InternshipBatch, "good_from"): 80,
    (InternshipBatch, "passed_from"): 60,
    (Placement, "school_score"): 90,
    (Placement, "host_score"): 85,
    (Placement, "self_score"): 80,
}


# Where one of two may be said, this one is not.
_EITHER: dict[type[Record], tuple[str, ...]] = {
    Closure: ("base_id",),
    SafetyAccess: ("student_id",),
}


def _needed(kind: type[Record], field: Field) -> bool:
    if kind is SafetyAccess and field.key == "teacher_id":
        return True
    if kind is AgreementParty and field.key == "label":
        return True  # a party is a partner of ours or has a name
    return field.required and field.default is None


_NAMES = ("石晓岚", "龙应龙", "彭小雨", "张子墨", "扎西·次仁", "古丽娜尔·艾山", "王䶮", "周𬭚")


def _identity(n: int) -> str:
    body = f"5101002005{n % 12 + 1:02}{n % 28 + 1:02}{n % 1000:03}"
    return body + ric.calc_check_digit(body + "0")


def _person(n: int) -> str:
    return _NAMES[n % len(_NAMES)]


_CHECKED: dict[Any, Any] = {
    credit_code: credit,
    phone: lambda n: f"138{n:08}",
    person_name: _person,
    email: lambda n: f"office{n}@example.cn",
    industry_code: lambda _: "C3670",
    identity_number: _identity,
    region_code: lambda _: "510112",
    positive: lambda _: 1,
    period: lambda _: 3,
    weeks_words: lambda n: f"{n % 8 + 1}-16周",
    periods_words: lambda _: "第1-4节",
    opening_words: lambda _: "周一至周五 1-8",
    programme_code: lambda n: f"4601{n % 100:02}",
}
