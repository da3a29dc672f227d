"""What holds for every kind of record, also for those not written yet."""

import pytest

from app.models import KINDS, Record
from app.services.office import Office
from app.services.query import Query
from tests.make import Make

every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)


@every_kind
def test_full_values_come_back_as_they_went_in(
    kind: type[Record], office: Office, make: Make
) -> None:
    values = make.values(kind, full=True)
    saved = office.of(kind).save(values)
    again = office.of(kind).get(saved.id)
    assert {key: getattr(again, key) for key in values} == values


@every_kind
def test_rows_show_what_get_reads(kind: type[Record], office: Office, make: Make) -> None:
    saved = office.of(kind).save(make.values(kind, full=True))
    row = office.of(kind).rows([saved.id])[saved.id]
    for field, shown in zip(kind.fields(), row, strict=True):
        if not field.target:
            assert shown == getattr(saved, field.key)
        elif getattr(saved, field.key):
            assert shown


@every_kind
def test_every_field_sorts_and_counts(kind: type[Record], office: Office, make: Make) -> None:
    made = {make(kind).id, office.of(kind).save(make.values(kind, full=True)).id}
    for field in kind.fields():
        for descending in (False, True):
            found = office.of(kind).find(Query(order=field.key, descending=descending))
            assert made <= set(found)
        office.of(kind).facet(field)


@every_kind
def test_bin_and_back(kind: type[Record], office: Office, make: Make) -> None:
    key = make(kind).id
    records = office.of(kind)
    records.delete([key])
    assert key not in records.find()
    assert key in records.find(Query(deleted=True))
    records.restore([key])
    assert key in records.find()


@every_kind
def test_undo_and_redo_restore_exactly(kind: type[Record], office: Office, make: Make) -> None:
    commits: list[int] = []
    office.db.subscribe(lambda commit: commits.append(commit.seq))
    records = office.of(kind)
    first = make(kind)
    values = make.values(kind, full=True)
    commits.clear()
    records.save(values, records.get(first.id))
    step = commits[-1]
    changed = {f.key: getattr(records.get(first.id), f.key) for f in kind.fields()}
    back = office.db.take_back(step)
    assert {f.key: getattr(records.get(first.id), f.key) for f in kind.fields()} == {
        f.key: getattr(first, f.key) for f in kind.fields()
    }
    office.db.take_back(back)
    assert {f.key: getattr(records.get(first.id), f.key) for f in kind.fields()} == changed


@every_kind
def test_search_finds_what_it_should(kind: type[Record], office: Office, make: Make) -> None:
    saved = office.of(kind).save(make.values(kind, full=True))
    for field in (f for f in kind.fields() if f.search):
        shown = str(getattr(saved, field.key))
        assert saved.id in office.of(kind).find(Query(text=shown[:2])), field.label


@every_kind
def test_labels_are_unambiguous(kind: type[Record]) -> None:
    labels = [field.label for field in kind.fields()]
    assert len(labels) == len(set(labels))


@every_kind
def test_history_tells_the_first_entry(kind: type[Record], office: Office, make: Make) -> None:
    saved = make(kind)
    happened = office.history.of(kind, saved.id)
    assert happened[-1].inserted
    assert happened[-1].user == "杨知行"
