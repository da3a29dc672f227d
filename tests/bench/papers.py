"""Papers of a batch on paper: 420 agreements with consent forms, against deflating their pages."""

import statistics
import tempfile
import time
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import UUID

from app.models import InternshipBatch, Partner, Placement, SchoolClass, Student
from app.places import Places
from app.services.office import Office, open_office
from app.services.placing import create
from app.services.reports.by_class import Folder, write_by_class
from app.services.reports.internship_papers import Agreements
from tests.bench.measure import Row
from tests.bench.pdf import page_streams
from tests.make import Make

CLASSES, EACH = 12, 35
ROUNDS = 3
_TODAY = date(2026, 11, 22)
_GOAL = 30  # seconds for all of it on an office PC


def rows() -> list[Row]:
    """Processor time, which other programs do not stretch; the seconds are in the notes."""
    with tempfile.TemporaryDirectory() as folder:
        office = open_office(Places(Path(folder)), user="杨知行")
        try:
            return _measured(office, Path(folder))
        finally:
            office.db.close()


def _measured(office: Office, folder: Path) -> list[Row]:
    batch = _filled(office)
    chosen = Agreements(batch=batch, consent=True, as_of=_TODAY)

    def work() -> Folder:
        made = write_by_class(office, "tripartite_agreement", chosen, folder, _TODAY)
        assert isinstance(made, Folder)
        return made

    first = work()
    streams = [each for file in first.files for each in page_streams(file)]
    spent = [_cpu(work) for _ in range(ROUNDS)]
    floors = [_cpu(lambda: [zlib.compress(each) for each in streams]) for _ in range(ROUNDS)]
    seconds, floor = statistics.median(spent), statistics.median(floors)
    named = f"{CLASSES * EACH} agreements and consent forms, per class"
    note = f"{first.pages} pages in {len(first.files)} files, {seconds:.1f} s"
    return [
        Row(named, "deflating their pages", seconds / floor, 30, note),
        Row(named, f"of {_GOAL} s", seconds / _GOAL, 1),
    ]


def _cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _filled(office: Office) -> UUID:
    """Whole classes at one host, with whatever papers ask for."""
    make = Make(office)
    batch = make(InternshipBatch, starts=date(2027, 2, 22), ends=date(2027, 8, 20))
    host = make(Partner, name="成都示例锦程智能装备有限公司", address="成都市龙泉驿区示例路1号")
    for number in range(CLASSES):
        held = make(SchoolClass, name=f"数控24{number + 1:02}")
        values = [
            make.values(Student, full=True, number=f"24{number:02}{at:02}", class_id=held.id,
                        campus_id=None, programme_id=None)
            for at in range(EACH)
        ]  # fmt: skip
        students = [office.of(Student).save(each).id for each in values]
        create(office, batch.id, students, {"partner_id": host.id, "post": "数控车工"})
    assert office.of(Placement).count() == CLASSES * EACH
    found: UUID = batch.id
    return found
