"""What is overdue in a room stands on the home page until it is put right."""

from datetime import date, timedelta

from app.models import Campus, Equipment, Room, RoomInspection
from app.models.bases import EquipmentState
from app.services.home import Ground, findings
from app.services.office import Office
from tests.make import Make

TODAY = date(2026, 11, 22)
YESTERDAY = TODAY - timedelta(days=1)


def told(office: Office, campus: Campus | None = None) -> dict[str, tuple[int, str]]:
    ground = Ground(office, TODAY, campus.id if campus else None)
    kinds = (RoomInspection, Equipment)
    found = [each for each in findings(ground) if each.matter.kind in kinds]
    return {each.matter.key: (each.count, each.first) for each in found}


def test_hazards_are_listed_from_the_day_after_until_they_are_put_right(
    office: Office, make: Make
) -> None:
    here, there = make(Campus), make(Campus)
    room = make(Room, number="A101", campus_id=here.id)
    seen = {"room_id": room.id, "on": date(2026, 11, 2)}
    make(RoomInspection, **seen, found="灭火器过期", due=TODAY)
    make(RoomInspection, **seen)
    late = make(RoomInspection, **seen, found="防护罩松动", due=YESTERDAY)
    expected = {"room_not_right": (1, "A101，防护罩松动")}
    assert told(office) == told(office, here) == expected
    assert told(office, there) == {}
    office.of(RoomInspection).save({"fixed_on": TODAY}, late)
    assert told(office) == {}


def test_equipment_in_use_past_its_inspection(office: Office, make: Make) -> None:
    make(Equipment, name="行车", inspect_by=TODAY)
    make(Equipment, name="旧行车", inspect_by=YESTERDAY, state=EquipmentState.STOPPED)
    assert told(office) == {}
    make(Equipment, name="压力罐", inspect_by=YESTERDAY)
    assert told(office) == {"equipment_not_inspected": (1, f"压力罐，{YESTERDAY}")}
