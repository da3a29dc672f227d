"""From the records to facts: a few queries for a batch or the whole college, none per row."""

from uuid import UUID

from app.models import EmergencyPlan, VisitRecord
from app.models.calendar import DayKind
from app.services.calendar_store import holidays, school_calendar
from app.services.office import Office
from app.services.pause import collector_paused
from app.services.rules.calendar import Calendar
from app.services.rules.facts import EmergencyFacts, Facts, Stay, VisitFacts
from app.services.rules.gather.batches import batch_facts, exemptions, of_batches, waivers
from app.services.rules.gather.hosts import grade, host_facts, post_facts
from app.services.rules.gather.placements import elsewhere, placement_facts, stays_at
from app.services.rules.gather.planned import coming, planned_facts
from app.services.rules.gather.scope import Scope
from app.services.rules.gather.students import student_facts

_IDENTIFIER = 10  # digits of a college's identifier: type, province, number

__all__ = ["calendar", "gather", "grade", "host_stays", "province"]


def gather(office: Office, batch: UUID | None = None) -> Facts:
    """What the records say of one batch, or of every batch that is not archived."""
    with collector_paused(), office.db.read() as session:
        scope = Scope.of(session, batch)
        posts = post_facts(scope)
        return Facts(
            batches=batch_facts(scope),
            hosts=host_facts(scope),
            posts=posts,
            students=student_facts(scope),
            placements=placement_facts(scope, posts),
            elsewhere=elsewhere(scope, posts),
            planned=planned_facts(scope),
            coming=coming(scope, posts),
            emergency=of_batches(scope, EmergencyPlan, EmergencyFacts),
            exemptions=exemptions(scope),
            visits=of_batches(scope, VisitRecord, VisitFacts),
            waivers=waivers(scope),
            calendar=calendar(office),
            province=province(office),
        )


def host_stays(office: Office, host: UUID) -> list[Stay]:
    """Everybody on a post internship at a host, of whichever batch or campus."""
    with office.db.read() as session:
        return stays_at(Scope.of(session, None), host)


def calendar(office: Office) -> Calendar:
    """Days off as the office keeps them; for a year it does not have, the table that came along."""
    kept = school_calendar(office)
    years = kept.known_years()
    special = [(day, each.nature.value) for day, each in kept.specials.items()]
    special += [(row["on"], row["kind"].value) for row in holidays() if row["on"].year not in years]
    off = frozenset(day for day, kind in special if kind == DayKind.HOLIDAY.value)
    worked = frozenset(day for day, kind in special if kind == DayKind.SHIFTED.value)
    return Calendar(off, worked, frozenset(day.year for day in off))


def province(office: Office) -> str | None:
    """Where the college is: the third and fourth digit of its identifier."""
    code = office.settings.college_code
    return code[2:4] if len(code) == _IDENTIFIER and code.isdecimal() else None
