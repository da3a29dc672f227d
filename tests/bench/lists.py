"""The last page of a list against the first."""

import random

from app.models import Partner
from tests.bench import made
from tests.bench.measure import Row, seconds

MANY = 200_000
PAGE = 128


def rows() -> list[Row]:
    """Rows of a page, from its ids to values ready to show."""
    dice = random.Random(7)
    with made.office() as office:
        with office.db.write("bench") as writing:
            wanted = [made.partner(made.company(dice, n), staff=n) for n in range(MANY)]
            writing.insert_many(Partner, wanted)
        ids = office.partners.find()
        first = seconds(lambda: office.partners.rows(ids[:PAGE]), 15)
        last = seconds(lambda: office.partners.rows(ids[-PAGE:]), 15)
    return [Row("last page of a list of 200,000", "first page", last / first, 1.3)]
