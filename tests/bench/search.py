"""Finding a two-character name among 200,000, against LIKE on a narrow table.

Both give all that match, as the list does; ours in order, too.
"""

import random

from app.models import Partner
from app.services.query import Query
from tests.bench import made
from tests.bench.measure import Row, seconds
from tests.make import credit

MANY = 200_000
NARROW = """CREATE TEMP TABLE narrow AS
    SELECT p.id, name || ' ' || code || ' ' || initials AS t
    FROM partner p JOIN search_entry e ON e.record = p.id"""


def rows() -> list[Row]:
    """The list's own question, SQL to ids, and the raw LIKE in the same file."""
    dice = random.Random(7)
    with made.office() as office:
        people = [made.partner(made.person(dice), code=credit(n)) for n in range(MANY)]
        with office.db.write("bench") as writing:
            writing.insert_many(Partner, people)
        words = [made.person(dice)[-2:] for _ in range(20)]
        with office.db.engine.connect() as raw:
            like = "SELECT id FROM narrow WHERE t LIKE ?"
            raw.exec_driver_sql(NARROW)
            floor = seconds(
                lambda: [raw.exec_driver_sql(like, (f"%{w}%",)).fetchall() for w in words]
            )
        found = seconds(lambda: [office.partners.find(Query(text=w)) for w in words])
        typed = seconds(lambda: [office.partners.find(Query(text="wxm")) for _ in words])
        page = seconds(lambda: [office.partners.rows(office.partners.find()[:50]) for _ in "x"])
    against = "LIKE on a narrow table"
    return [
        Row("two-character name, 200,000 people", against, found / floor, 0.05),
        Row("pinyin initials, 200,000 people", against, typed / floor, 0),
        Row("whole list in order, first page", against + ", 20 names", page / floor, 0),
    ]
