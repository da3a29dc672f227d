"""Opening the office's data for work: the one way in for the window and the command line.

    with open_for_work(places, "杨知行") as office:
        for sentence in office.remarks: ...   # show them, nothing is blocked by them

Whoever may not come in is told why by Refused (a person can do something about it) or Fault.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from app.places import Places
from app.services import folders
from app.services.lock import hold
from app.services.office import Office, open_office, signature
from app.settings import load


@contextmanager
def open_for_work(
    places: Places, person: str = "", *, anyway: bool = False, take_over: bool = False
) -> Iterator[Office]:
    """The office, locked for us until the block ends.

    `anyway`: the person accepts a network folder; `take_over`: and says that the PC named in its
    lock file is off.
    """
    places.create()
    if not anyway:
        folders.refuse_network(places.folder)
    name = person or signature(load(places.settings))
    with hold(places, name, take_over=take_over):
        office = open_office(places, user=name)
        office.remarks = tuple(folders.warnings(places.folder))
        try:
            yield office
        finally:
            office.db.close()
