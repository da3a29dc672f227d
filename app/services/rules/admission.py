"""Who may not be an intern at all, whatever the papers say: first-years and those too young.

The limits are those of the pack in force (I-17, I-18 of the 2021 rules), so that what keeps a
student back when placements are made is what the judgement finds later.
"""

from datetime import date

from app.models import Student
from app.models.internships import InternshipKind
from app.models.rules import Severity
from app.services.readiness import Lack
from app.services.rules.pack import Pack, Rule
from app.services.students import born_on
from app.services.years import age_on, study_year


def unfit(pack: Pack, kind: InternshipKind, student: Student, starts: date) -> tuple[Lack, ...]:
    """What bars a student from an internship that begins on a day; nothing if data are missing."""
    return tuple(
        Lack(rule.id, words)
        for rule, words in (_first_year(pack, student, starts), _too_young(pack, student, starts))
        if rule is not None and words and _bars(rule, kind, starts)
    )


def _bars(rule: Rule, kind: InternshipKind, starts: date) -> bool:
    return rule.severity is Severity.STOP and kind in rule.kinds and rule.in_force(starts)


def _first_year(pack: Pack, student: Student, starts: date) -> tuple[Rule | None, str]:
    rule = pack.using("grown_in")
    if rule is None or student.enrolled is None:
        return rule, ""
    barred = study_year(student.enrolled, starts) <= rule.told["grown_in"].barred_years
    return rule, "开始时为一年级在校学生，不得安排岗位实习" if barred else ""


def _too_young(pack: Pack, student: Student, starts: date) -> tuple[Rule | None, str]:
    rule, born = pack.using("old_enough"), born_on(student)
    if rule is None or born is None:
        return rule, ""
    least = rule.told["old_enough"].least_age
    return rule, f"开始时未满 {least} 周岁" if age_on(born, starts) < least else ""
