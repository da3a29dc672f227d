"""Rooms and what stands in them: hazards not put right in time, inspections that are overdue."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import select

from app.models import Equipment, Room, RoomInspection
from app.models.bases import EquipmentState
from app.services.home.ground import Ground
from app.services.home.matters import Matter, Urgency, Why

Counted = tuple[Matter, Sequence[UUID], str]  # the most pressing one by name

_OWN = "本程序的工作提醒，不是法规要求。"

NOT_RIGHT = Matter(
    "room_not_right",
    RoomInspection,
    "安全检查的隐患逾期没有整改",
    Urgency.OVERDUE,
    Why(
        "实训室安全检查记录写有隐患，整改期限早于今天，没有填写整改完成日期。",
        _OWN,
        "整改后打开这条检查记录，填写整改完成日期和整改结果；来不及的，与实训室负责人商定新的期限。",
    ),
)
NOT_INSPECTED = Matter(
    "equipment_not_inspected",
    Equipment,
    "在用设备的检验已过期",
    Urgency.OVERDUE,
    Why(
        "设备状态为“在用”，下次检验日期早于今天。过期的设备不能再安排预约使用。",
        _OWN,
        "检验后打开设备，填写新的下次检验日期；不再使用的，把状态改为停用或报废。",
    ),
)


def room_findings(ground: Ground) -> Iterator[Counted]:
    """What is overdue, the longest first."""
    late = (
        select(RoomInspection.id, Room.number, RoomInspection.found)
        .join(Room, Room.id == RoomInspection.room_id)
        .where(ground.ours(Room), RoomInspection.deleted.is_(False))
        .where(RoomInspection.due < ground.today, RoomInspection.fixed_on.is_(None))
        .order_by(RoomInspection.due, RoomInspection.id)
    )
    stale = (
        select(Equipment.id, Equipment.name, Equipment.inspect_by)
        .where(ground.ours(Equipment), Equipment.state == EquipmentState.IN_USE)
        .where(Equipment.inspect_by < ground.today)
        .order_by(Equipment.inspect_by, Equipment.id)
    )
    with ground.office.db.read() as session:
        for matter, query in ((NOT_RIGHT, late), (NOT_INSPECTED, stale)):
            rows = session.execute(query).all()
            named = f"{rows[0][1]}，{rows[0][2]}" if rows else ""
            yield matter, [row.id for row in rows], named
