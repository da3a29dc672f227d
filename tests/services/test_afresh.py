"""From the sample college to an empty file, and back if somebody wants it."""

from datetime import date

import pytest

from app.errors import Refused
from app.models import Partner
from app.places import Places
from app.services.afresh import begin_afresh
from app.services.backup import Backups
from app.services.opening import open_for_work, restore_file
from app.services.sample import fill
from app.settings import load


def test_the_sample_goes_into_a_backup_and_an_empty_file_comes(places: Places) -> None:
    with open_for_work(places) as office:
        fill(office, date(2026, 11, 21))
    begin_afresh(places)
    assert not load(places.settings).sample
    assert load(places.settings).college == ""
    with open_for_work(places) as office:
        assert office.partners.count() == 0
        assert not office.history.recent()
    (kept,) = Backups(places).all()
    restore_file(places, kept.path)
    with open_for_work(places) as office:
        assert office.partners.count() > 0


def test_real_data_is_never_emptied(places: Places) -> None:
    with open_for_work(places) as office:
        office.of(Partner).save({"name": "甲"})
    with pytest.raises(Refused):
        begin_afresh(places)
    with open_for_work(places) as office:
        assert office.partners.count() == 1
