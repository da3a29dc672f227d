"""交替教学安排表: week by week where a cohort learns, for the wall, the class and the partner."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.models import Partner, Programme
from app.models.cohorts import Place
from app.models.fields import option
from app.services.alternation import Clash
from app.services.alternation_plan import (
    AlternationPlan,
    PlannedTerm,
    PlannedWeek,
    plan_of,
)
from app.services.office import Office
from app.services.reports.cells import GAP, known, word
from app.services.reports.reading import Common, Scope, scope
from app.services.reports.spec import (
    Column,
    Fact,
    Facts,
    Notes,
    Orientation,
    Report,
    Section,
    Signatures,
    Table,
)
from app.services.years import SchoolYear, term_title

_SIGNERS = ("班主任", "企业班主任", "教务处（签字）", "制表日期")
_TOLD = frozenset({Clash.HOLIDAY, Clash.SHIFTED})  # stand in the column of the calendar already


@dataclass(frozen=True, slots=True)
class Alternation(Common):
    """What may be chosen."""

    cohort: UUID = option("培养班", None, target="cohort", help="可写班级名称。")
    year: str = option("学年", "", help="如 2026-2027，留空为培养班的全部学期。")
    checks: bool = option("列出待处理事项", default=False, help="与考试、协议、保险等的冲突。")


def build(office: Office, chosen: Alternation, today: date) -> Report:
    """The plan of one cohort, a table a term."""
    at = scope(office, chosen, today)
    plan = plan_of(office, chosen.cohort)
    year = SchoolYear.in_term(chosen.year.strip())
    terms = [t for t in plan.terms if year is None or SchoolYear.in_term(t.dates.code) == year]
    cohort = plan.cohort
    return at.report(
        "alternation_calendar",
        f"{cohort.name}交替教学安排表",
        [*_sections(at, plan, terms, chosen)],
        orientation=Orientation.PORTRAIT,
        period="",
        draft=chosen.draft,
        figures=_figures(plan, terms),
    )


def _sections(
    at: Scope, plan: AlternationPlan, terms: list[PlannedTerm], chosen: Alternation
) -> Iterator[Section]:
    titles = at.office.of(Partner).titles({key for key in _partners(plan) if key})
    yield Facts([*_facts(at, plan)])
    for term in terms:
        yield _table(term, titles)
    if not terms:
        yield Table(columns=_columns(), numbered=False, empty="（还没有可以排的学期）")
    if chosen.checks:
        yield _remarks(plan)
    heads = {"班主任": plan.cohort.head or "", "企业班主任": plan.cohort.partner_head or ""}
    yield Signatures(roles=_SIGNERS, values=heads)
    yield Notes(["周次按校历教学周，星期一至星期日；调休上课按“备注”所写的课表。"])


def _facts(at: Scope, plan: AlternationPlan) -> Iterator[Fact]:
    cohort = plan.cohort
    programme = [cohort.programme_id] if cohort.programme_id else []
    weeks = "，".join(f"{place} {plan.count(place)} 周" for place in Place if plan.count(place))
    partners = at.office.of(Partner).titles(cohort.partners)
    yield Fact("类型", str(cohort.kind))
    yield Fact("专业", str(known("、".join(at.office.of(Programme).titles(programme).values()))))
    yield Fact("合作企业", str(known("、".join(partners.values()))), wide=True)
    yield Fact("培养起止", f"{known(cohort.starts)} 至 {known(cohort.ends)}")
    yield Fact("已排", weeks or "还没有排")


def _partners(plan: AlternationPlan) -> Iterator[UUID | None]:
    for term in plan.terms:
        yield from (week.block.partner for week in term.weeks if week.block)


def _columns() -> list[Column]:
    return [
        word("周次", 4, key="week"),
        word("日期", 8, key="days"),
        word("地点", 5, key="place"),
        Column(label="企业", width=13, key="partner"),
        Column(label="内容或岗位", width=10, key="content"),
        Column(label="备注", width=14, key="note"),
    ]


def _table(term: PlannedTerm, titles: dict[UUID, str]) -> Table:
    rows = [_row(week, titles) for week in term.weeks]
    return Table(title=term_title(term.dates.code), columns=_columns(), rows=rows, numbered=False)


def _row(week: PlannedWeek, titles: dict[UUID, str]) -> tuple[object, ...]:
    block, first, last = week.block, week.days.first, week.days.last
    days = f"{first.month}.{first.day}–{last.month}.{last.day}"
    where = str(block.place) if block else GAP if week.inside else "不在培养期"
    partner = titles.get(block.partner, "") if block and block.partner else ""
    content = " ".join(part for part in (block.content, block.post) if part) if block else ""
    return (f"第{week.number}周", days, where, partner, content, week.note)


def _remarks(plan: AlternationPlan) -> Table:
    columns = [word("类别", 8), Column(label="待处理事项", width=40)]
    rows = [(each.clash.value, each.words) for each in plan.remarks if each.clash not in _TOLD]
    return Table(title="待处理事项", columns=columns, rows=rows, empty="（没有冲突）")


def _figures(plan: AlternationPlan, terms: list[PlannedTerm]) -> dict[str, int | float]:
    blocks = [week.block for term in terms for week in term.weeks]
    counts = {
        place: sum(each is not None and each.place is place for each in blocks) for place in Place
    }
    return {
        "terms": len(terms),
        "weeks": len(blocks),
        "school": counts[Place.SCHOOL],
        "partner": counts[Place.PARTNER],
        "base": counts[Place.BASE],
        "open": len([each for each in plan.remarks if each.clash not in _TOLD]),
    }
