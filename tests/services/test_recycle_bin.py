"""The bin as one list: what comes back together, and what may go for good."""

import pytest

from app.models import (
    KINDS,
    Agreement,
    Booking,
    BookingOccurrence,
    Campus,
    Contact,
    Partner,
    Programme,
    Record,
    UseRecord,
)
from app.services.office import Office
from app.services.query import Query
from app.services.recycle_bin import belongings, binned, needed, purge, references, restore
from tests.make import Make


def titles(office: Office) -> list[str]:
    return [each.title for each in binned(office)]


def test_everything_deleted_is_there_newest_first(office: Office, make: Make) -> None:
    partner, campus = make(Partner, name="甲"), make(Campus, name="乙校区")
    office.partners.delete([partner.id])
    office.of(Campus).delete([campus.id])
    found = binned(office)
    assert [(each.kind, each.title) for each in found] == [(Campus, "乙校区"), (Partner, "甲")]
    assert found[0].by == office.db.user


def test_parts_lie_under_their_owner_unless_they_went_alone(office: Office, make: Make) -> None:
    partner = make(Partner, name="甲")
    alone = make(Contact, partner_id=partner.id, name="何正")
    make(Contact, partner_id=partner.id, name="罗启明")
    office.of(Contact).delete([alone.id])
    assert [(each.title, each.owner) for each in binned(office)] == [("何正", "甲")]
    office.partners.delete([partner.id])
    found = binned(office)
    assert [each.title for each in found] == ["甲"]
    assert [str(each) for each in belongings(office, found[0])] == ["1 人企业联系人"]


@pytest.mark.parametrize("kind", [k for k in KINDS if k.field(k.about.title).target])
def test_what_is_called_by_another_record_lies_there_by_that_name(
    office: Office, make: Make, kind: type[Record]
) -> None:
    made = make(kind)
    called = office.of(kind).titles([made.id])[made.id]
    office.of(kind).delete([made.id])
    assert called
    assert (kind, called) in [(each.kind, each.title) for each in binned(office)]


def test_an_owner_that_is_called_by_another_record_is_named(office: Office, make: Make) -> None:
    booking = make(Booking, title="车工")
    use = make(UseRecord, occurrence_id=make(BookingOccurrence, booking_id=booking.id).id)
    office.of(UseRecord).delete([use.id])
    assert [each.owner for each in binned(office)] == ["车工"]


def test_restoring_brings_along_what_it_points_at(office: Office, make: Make) -> None:
    partner, programme = make(Partner, name="甲"), make(Programme)
    agreement = make(Agreement, name="协议", partners=(partner.id,), programmes=(programme.id,))
    office.agreements.delete([agreement.id])
    office.partners.delete([partner.id])
    office.of(Programme).delete([programme.id])
    chosen = [each for each in binned(office) if each.kind is Agreement]
    assert {each.kind for each in needed(office, chosen)} == {Partner, Programme}
    assert len(restore(office, chosen)) == 3
    again = office.agreements.get(agreement.id)
    assert again.partners == (partner.id,)
    assert again.programmes == (programme.id,)
    assert titles(office) == []


def test_what_still_refers_to_it_is_counted(office: Office, make: Make) -> None:
    partner = make(Partner)
    agreement = make(Agreement, partners=(partner.id,))
    office.agreements.delete([agreement.id])
    office.partners.delete([partner.id])
    office.agreements.restore([agreement.id])
    found = next(each for each in binned(office) if each.kind is Partner)
    assert [str(each) for each in references(office, found)] == ["1 份协议"]


def test_purging_goes_from_the_outside_in(office: Office, make: Make) -> None:
    group = make(Partner, name="集团")
    partner = make(Partner, name="子公司", group_id=group.id)
    agreement = make(Agreement, partners=(partner.id,))
    office.agreements.delete([agreement.id])
    office.partners.delete([partner.id])
    office.partners.delete([group.id])
    assert purge(office, binned(office)) == []
    assert titles(office) == []
    assert office.partners.count(Query(deleted=True)) == 0


def test_what_is_referred_to_stays(office: Office, make: Make) -> None:
    partner, other = make(Partner, name="甲"), make(Partner, name="乙")
    agreement = make(Agreement, partners=(partner.id,))
    office.agreements.delete([agreement.id])
    office.partners.delete([partner.id])
    office.partners.delete([other.id])
    office.agreements.restore([agreement.id])
    kept = purge(office, binned(office))
    assert [each.title for each in kept] == ["甲"]
    assert titles(office) == ["甲"]
