"""The seeds hold the counts that they promise."""

from app.models import Cohort, CohortMember, Outcome, Placement, Student
from app.models.cohorts import CohortKind, Whereabouts
from app.models.students import Entry
from app.services.office import Office
from app.services.query import Query
from tests.services import seeds


def test_the_counts(office: Office) -> None:
    seeds.fill(office)
    assert office.of(Placement).count() == 143
    kinds = {each.id: each.kind for each in office.of(Cohort).all()}
    order = [key for key, kind in kinds.items() if kind is CohortKind.ORDER_CLASS]
    assert len(order) == 7
    assert office.of(CohortMember).count(Query(where={"cohort_id": tuple(order)})) == 380
    joint = office.of(Student).all(Query(where={"entry": Entry.JOINT_2_3}))
    assert (len(joint), len({each.programme_id for each in joint})) == (5_122, 10)
    outcomes = office.of(Outcome)
    idle = outcomes.count(Query(where={"where": Whereabouts.OTHER}))
    assert (outcomes.count() - idle, outcomes.count()) == (4_199, 4_420)
