"""Training bases of the sample college: places and what stands in them, closures, rules, access."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.models import (
    Agreement,
    Closure,
    Department,
    Equipment,
    Policy,
    Room,
    RoomInspection,
    SafetyAccess,
    SchoolClass,
    Student,
    Teacher,
    TrainingBase,
)
from app.models.bases import (
    BaseLevel,
    BaseNature,
    BasePlace,
    EquipmentState,
    Funding,
    Hazard,
    SafetyGrade,
)
from app.models.bookings import ApprovalRole, UseKind
from app.models.calendar import Weekday
from app.services.database import Writing
from app.services.office import Office
from app.services.sample.bookings import fill_bookings
from app.services.sample.filling import Filling

_WAN = Decimal(10_000)
_BASES: tuple[dict[str, Any], ...] = (
    {
        "number": "SX01", "name": "智能制造实训基地", "campus": "主校区",
        "department": "智能制造学院", "nature": BaseNature.PRODUCTION,
        "level": BaseLevel.PROVINCIAL, "founded": date(2012, 9, 1),
        "approved_on": date(2015, 6, 18), "approval": "川教示例〔2015〕66 号",
        "support": "省教育厅", "category": "生产性实训基地",
        "programmes": ("数控技术", "工业机器人技术", "电气自动化技术"),
        "partners": ("成都示例川西数控机床有限公司",), "projects_count": 24,
        "projects": "数控车铣综合加工、多轴加工、工业机器人编程与调试、PLC 控制系统装调",
        "used_inside": 186_000, "used_outside": 9_600, "material_cost": 46 * _WAN,
        "upkeep_cost": 28 * _WAN, "value_new": 160 * _WAN, "value_donated": 38 * _WAN,
        "staff": 3, "staff_part": 4,
    },
    {
        "number": "SX02", "name": "汽车工程实训基地", "campus": "龙泉校区",
        "department": "汽车工程学院", "nature": BaseNature.INTEGRATED,
        "level": BaseLevel.CITY, "founded": date(2016, 9, 1),
        "approved_on": date(2018, 11, 2), "approval": "龙教示例〔2018〕12 号",
        "support": "龙泉驿区教育局", "category": "理实一体实训基地",
        "programmes": ("汽车制造与试验技术", "新能源汽车技术", "智能网联汽车技术"),
        "partners": ("成都示例蓉驰汽车零部件有限公司",), "projects_count": 16,
        "projects": "整车拆装与检测、发动机检修、动力电池安全作业、汽车电气诊断",
        "used_inside": 92_000, "used_outside": 5_400, "material_cost": 31 * _WAN,
        "upkeep_cost": 19 * _WAN, "value_new": 60 * _WAN, "value_donated": 85 * _WAN,
        "staff": 2, "staff_part": 3,
    },
)  # fmt: skip
_HOSTS: tuple[dict[str, Any], ...] = (
    {
        "number": "SX91", "name": "成都示例蓉驰校外实训基地",
        "host": "成都示例蓉驰汽车零部件有限公司", "agreement": "蓉驰",
        "programmes": ("汽车制造与试验技术", "新能源汽车技术"), "founded": date(2017, 3, 1),
        "workers": 860, "capacity": 60, "received": 120, "days_used": 180, "interns": 42,
        "lodging": True, "lodging_fee": Decimal(0), "allowance": True, "sent_staff": 6,
        "hired": 18, "projects_count": 6, "projects": "整车装配、动力电池检测、质量检验",
        "signed_level": "校级", "paid_to_host": Decimal(200),
    },
    {
        "number": "SX92", "name": "成都示例川西数控校外实训基地",
        "host": "成都示例川西数控机床有限公司", "agreement": "川西数控校外实习基地协议（续签）",
        "programmes": ("数控技术",), "founded": date(2019, 9, 1), "workers": 320,
        "capacity": 30, "received": 56, "days_used": 120, "interns": 20, "lodging": True,
        "lodging_fee": Decimal(300), "allowance": True, "sent_staff": 4, "hired": 9,
        "projects_count": 4, "projects": "机床装调、数控编程与操作、精度检测",
        "signed_level": "院系级", "paid_to_host": Decimal(150),
    },
)  # fmt: skip
_ROOMS = (
    ("A101", "数控加工实训室", 0, 48, SafetyGrade.I, (Hazard.MACHINES,), 2, "罗秋月"),
    ("A102", "工业机器人实训室", 0, 40, SafetyGrade.II,
     (Hazard.MACHINES, Hazard.ELECTRICITY), 1, "朴正贤"),
    ("A103", "电气控制实训室", 0, 40, SafetyGrade.II, (Hazard.ELECTRICITY,), 1, "向远舟"),
    ("A104", "钳工实训室", 0, 50, SafetyGrade.III, (), 1, "严子衡"),
    ("A201", "虚拟仿真实训室", 0, 50, SafetyGrade.IV, (), 1, "孟书雅"),
    ("A202", "三坐标测量室", 0, 40, SafetyGrade.IV, (), 1, "柯文嘉"),
    ("L101", "整车拆装实训室", 1, 40, SafetyGrade.II, (Hazard.MACHINES,), 1, "覃望川"),
    ("L102", "发动机实训室", 1, 40, SafetyGrade.II, (Hazard.MACHINES,), 1, "侯行晓"),
    ("L103", "新能源高压实训室", 1, 30, SafetyGrade.I, (Hazard.ELECTRICITY,), 1, "简向晨"),
    ("L201", "汽车电气实训室", 1, 40, SafetyGrade.III, (), 1, "单怀瑾"),
)  # fmt: skip
_GEAR = {Hazard.MACHINES: "护目镜、工作服", Hazard.ELECTRICITY: "绝缘手套、绝缘鞋"}
# Room, name, model, number, yuan each, from whom, days until the next inspection, state
_EQUIPMENT = (
    ("A101", "数控车床", "CK6140", 16, 86_000, Funding.STATE, None, EquipmentState.IN_USE),
    ("A101", "五轴加工中心", "VMC-5X", 2, 980_000, Funding.STATE, None, EquipmentState.IN_USE),
    ("A101", "桥式行车", "LD-5T", 1, 64_000, Funding.OWN, -9, EquipmentState.IN_USE),
    ("A102", "六轴机器人工作站", "RB-08", 10, 168_000, Funding.STATE, None, EquipmentState.IN_USE),
    ("A102", "协作机器人", "CR-05", 2, 120_000, Funding.DONATED, None, EquipmentState.REPAIR),
    ("A103", "电气控制柜", "DK-Ⅲ", 20, 18_600, Funding.STATE, 400, EquipmentState.IN_USE),
    ("A104", "台虎钳", "150 mm", 50, 680, Funding.OWN, None, EquipmentState.IN_USE),
    ("A104", "空气压缩机", "W-1.0/8", 1, 12_800, Funding.OWN, 40, EquipmentState.IN_USE),
    ("A201", "图形工作站", "T7", 50, 9_800, Funding.STATE, None, EquipmentState.IN_USE),
    ("A202", "三坐标测量机", "M-8106", 1, 460_000, Funding.STATE, 26, EquipmentState.IN_USE),
    ("L101", "整车实训台架", "ZC-1", 8, 96_000, Funding.DONATED, None, EquipmentState.IN_USE),
    ("L101", "双柱举升机", "QJ-4T", 4, 28_000, Funding.STATE, 75, EquipmentState.IN_USE),
    ("L102", "发动机拆装台架", "FD-20", 10, 32_000, Funding.STATE, None, EquipmentState.IN_USE),
    ("L103", "动力电池实训台", "BD-350", 6, 138_000, Funding.LENT, None, EquipmentState.IN_USE),
    ("L103", "绝缘电阻测试仪", "ZC-7", 6, 2_400, Funding.OWN, 180, EquipmentState.IN_USE),
    ("L201", "汽车电气示教板", "DQ-12", 12, 8_600, Funding.STATE, None, EquipmentState.STOPPED),
)
_INSPECTOR = "田海棠"
_FOUND = (
    ("三号车床防护罩松动。", -12, "已更换并试车。"),
    ("灭火器压力不足两具。", -4, ""),
    ("配电柜前堆放杂物。", 6, ""),
)
_VALID = 365  # days for which somebody may enter


def fill_bases(office: Office, filling: Filling) -> None:
    """Bases, rooms, equipment, what is closed, who may enter; then everything that is booked."""
    with office.db.write("载入实训基地和实训室") as writing:
        rooms = _places(filling, writing)
        _closures(filling, writing, rooms)
        _policies(filling, writing)
        _access(filling, writing)
    fill_bookings(office, filling, rooms)


def _places(filling: Filling, writing: Writing) -> list[UUID]:
    bases = filling.add(writing, TrainingBase, [_base(filling, n) for n in range(len(_BASES))])
    filling.add(writing, TrainingBase, [_host(filling, writing, each) for each in _HOSTS])
    made = filling.add(writing, Room, [_room(filling, bases, *each) for each in _ROOMS])
    numbers = {row[0]: key for row, key in zip(_ROOMS, made, strict=True)}
    filling.add(writing, Equipment, list(_equipment(filling.today, numbers)))
    filling.add(writing, RoomInspection, _inspections(filling.today, made))
    return made


def _base(filling: Filling, number: int) -> dict[str, Any]:
    """On campus, as large as its rooms together."""
    given = dict(_BASES[number])
    rooms = [row for row in _ROOMS if row[2] == number]
    own = {row[0] for row in rooms}
    machines = [row for row in _EQUIPMENT if row[0] in own]
    large = [row for row in machines if row[4] >= 100_000]
    return _linked(filling, given) | {
        "campus_id": filling.key("campus", given.pop("campus")),
        "department_id": filling.key("department", given.pop("department")),
        "partners": tuple(filling.key("partner", each) for each in given.pop("partners")),
        "seats": sum(row[3] for row in rooms),
        "area": Decimal(sum(row[3] * 6 for row in rooms)),
        "value": Decimal(sum(row[3] * row[4] for row in machines)),
        "machines": sum(row[3] for row in machines),
        "machines_large": sum(row[3] for row in large),
    }


def _host(filling: Filling, writing: Writing, row: Mapping[str, Any]) -> dict[str, Any]:
    """At a partner, under the agreement that holds."""
    given = dict(row)
    host, named = filling.key("partner", given.pop("host")), given.pop("agreement")
    held = select(Agreement.id).where(Agreement.name.startswith(named)).order_by(Agreement.name)
    return _linked(filling, given) | {
        "place": BasePlace.OFF_CAMPUS,
        "host_id": host,
        "agreement_id": writing.session.scalars(held).first(),
    }


def _linked(filling: Filling, given: dict[str, Any]) -> dict[str, Any]:
    named = given.pop("programmes")
    programmes = tuple(filling.key("programme", each) for each in named)
    plain = {key: each for key, each in given.items() if key not in _NAMED}
    return plain | {"programmes": programmes}


_NAMED = ("campus", "department", "partners")  # said by name, looked up where they are used


def _room(  # noqa: PLR0913, PLR0917 - a row
    filling: Filling,
    bases: Sequence[UUID],
    number: str,
    name: str,
    base: int,
    seats: int,
    grade: SafetyGrade,
    hazards: tuple[Hazard, ...],
    parts: int,
    head: str,
) -> dict[str, Any]:
    machines = [row for row in _EQUIPMENT if row[0] == number]
    return {
        "number": number,
        "name": name,
        "base_id": bases[base],
        "campus_id": filling.key("campus", _BASES[base]["campus"]),
        "department_id": filling.key("department", _BASES[base]["department"]),
        "seats": seats,
        "grade": grade,
        "hazards": hazards,
        "access": bool(hazards),
        "protection": "；".join(_GEAR[each] for each in hazards) or None,
        "emergency": "实训室突发事件应急预案" if hazards else None,
        "parts": parts,
        "head": head,
        "founded": _BASES[base]["founded"],
        "area": Decimal(seats * 6),
        "value": Decimal(sum(row[3] * row[4] for row in machines)),
        "opens": "周一至周五 1-11；周六 1-8",
    }


def _equipment(today: date, rooms: Mapping[str, UUID]) -> Iterator[dict[str, Any]]:
    """One piece is past its inspection, one is being repaired, one is out of use."""
    for n, (room, name, model, number, price, funding, due, state) in enumerate(_EQUIPMENT, 1):
        yield {
            "number": f"SB2019{n:03}",
            "name": name,
            "model": model,
            "quantity": number,
            "price": Decimal(price),
            "amount": Decimal(price * number),
            "room_id": rooms[room],
            "funding": funding,
            "bought": date(2019, 6, 1),
            "state": state,
            "inspect_by": None if due is None else today + timedelta(days=due),
        }


def _inspections(today: date, rooms: Sequence[UUID]) -> list[dict[str, Any]]:
    """Every room was looked at this month; of what was found one thing is overdue."""
    found = [
        {"room_id": room, "on": today - timedelta(days=20 + n % 3), "inspector": _INSPECTOR}
        for n, room in enumerate(rooms)
    ]
    for n, (what, days, fixed) in enumerate(_FOUND):
        due = today + timedelta(days=days)
        found[3 * n] |= {"found": what, "due": due}
        if fixed:
            found[3 * n] |= {"fixed_on": due - timedelta(days=2), "result": fixed}
    return found


def _closures(filling: Filling, writing: Writing, rooms: Sequence[UUID]) -> None:
    monday = filling.today + timedelta(days=14 - filling.today.weekday())
    closures: list[dict[str, Any]] = [
        {
            "name": "行车年检",
            "room_id": rooms[0],
            "starts": monday,
            "ends": monday + timedelta(days=4),
        },
        {
            "name": "每周设备保养",
            "room_id": rooms[6],
            "starts": date(filling.year.start, 9, 1),
            "weekdays": (Weekday.FRIDAY,),
            "periods": "第7-8节",
        },
    ]
    filling.add(writing, Closure, closures)


def _policies(filling: Filling, writing: Writing) -> None:
    steps = (ApprovalRole.DEPARTMENT, ApprovalRole.CENTRE)
    policies: list[dict[str, Any]] = [
        {"name": "课程实训与竞赛训练", "kinds": (UseKind.CLASS, UseKind.CONTEST), "notice": 2,
         "longest": 4, "hold_days": 3, "steps": steps},
        {"name": "社会培训", "kinds": (UseKind.TRAINING,), "notice": 7, "longest": 8,
         "steps": (*steps, ApprovalRole.OFFICE)},
    ]  # fmt: skip
    filling.add(writing, Policy, policies)


def _access(filling: Filling, writing: Writing) -> None:
    """Teachers of both departments, one of them too long ago; the pupils of one class."""
    session = writing.session
    theirs = Department.name.in_([each["department"] for each in _BASES])
    teachers = session.scalars(
        select(Teacher.id)
        .join(Department, Department.id == Teacher.department_id)
        .where(theirs)
        .order_by(Teacher.number)
    ).all()
    pupils = session.scalars(
        select(Student.id)
        .join(SchoolClass, SchoolClass.id == Student.class_id)
        .where(SchoolClass.name == f"数控{filling.year.start % 100 - 1:02}01")
        .order_by(Student.number)
    ).all()
    both = (Hazard.MACHINES, Hazard.ELECTRICITY)
    whom: list[tuple[str, UUID, Sequence[Hazard], int]] = [
        ("teacher_id", key, both, 200 + (n == 1) * _VALID) for n, key in enumerate(teachers)
    ]
    whom += [("student_id", key, both[:1], 70) for key in pupils]
    access = [
        {
            field: key,
            "hazard": hazard,
            "trained_on": filling.today - timedelta(days=ago),
            "score": 82 + n % 17,
            "pledged": True,
            "valid_until": filling.today + timedelta(days=_VALID - ago),
        }
        for n, (field, key, hazards, ago) in enumerate(whom)
        for hazard in hazards
    ]
    filling.add(writing, SafetyAccess, access)
