"""实训基地 in the window: bases, their rooms, when they are closed, and what inspections found."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from app.models import (
    Closure,
    Equipment,
    Room,
    RoomInspection,
    SafetyAccess,
    Student,
    Teacher,
    TrainingBase,
)
from app.services.bookings.closure_impact import closed_by, impact
from app.services.query import Query
from app.ui.base_views import BaseRooms, RoomUse, rectified
from app.ui.buttons import button
from app.ui.chips import Chip
from app.ui.closure_planner import plan_closure, settle_closure
from app.ui.detail import Detail, RecordView
from app.ui.kindred import BASES, KindredPage
from app.ui.overview import Said
from app.ui.page import Desk, Target
from app.ui.panels import Banner
from app.ui.today import today
from app.ui.tokens import Tone


class BasesPage(KindredPage):
    """A list of the family, with what its kind adds."""

    def __init__(self, desk: Desk, table: str) -> None:
        super().__init__(desk, table, BASES)

    def make_detail(self) -> Detail:
        return _DETAILS[self.name](self.desk)

    def start_new(self) -> None:
        """A closure is planned together with the dates that it hits."""
        if self.kind is not Closure:
            super().start_new()
        elif self.may_leave():
            settled = plan_closure(self.desk, {}, self.window())
            if settled is not None:
                self.show_target(Target(self.name, record=settled.closure))

    def reports(self) -> Sequence[tuple[str, str]]:
        if self.kind in (TrainingBase, Room):
            return (("实训基地情况表", "base_register"), ("使用率统计表", "base_utilisation"))
        return ()


class BaseDetail(Detail):
    """One base."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, TrainingBase)

    # --- hooks

    def make_views(self) -> Mapping[str, RecordView]:
        return {"实训室": BaseRooms(self.desk)}

    def said(self) -> Said:
        rooms = self.desk.office.of(Room).all(Query(where={"base_id": self.key}))
        seats = sum(each.seats or 0 for each in rooms)
        words = [str(self.record.place)]
        words += [f"{len(rooms)} 间实训室", f"{seats} 个工位"] if rooms else []
        chips = [Chip(each, self.desk.look, Tone.NEUTRAL) for each in words]
        if self.record.closed:
            chips.append(Chip("已撤销", self.desk.look, Tone.STOP))
        return Said(chips, hidden=("place", "closed"))


class RoomDetail(Detail):
    """One room."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, Room)

    # --- hooks

    def heading(self) -> str:
        return f"{self.record.number} {self.record.name}"

    def make_views(self) -> Mapping[str, RecordView]:
        return {"使用": RoomUse(self.desk)}

    def said(self) -> Said:
        look, chips = self.desk.look, list[Chip]()
        shut = self.record.closed_on
        if shut is not None:
            words = "已停用" if shut <= today() else f"{shut} 起停用"
            chips.append(Chip(words, look, Tone.STOP if shut <= today() else Tone.CAUTION))
        if self.record.grade is not None:
            chips.append(Chip(f"安全等级 {self.record.grade}", look, Tone.NEUTRAL))
        if self.record.access:
            chips.append(Chip("须安全准入", look, Tone.CAUTION))
        held = self.desk.office.of(RoomInspection).all(Query(where={"room_id": self.key}))
        late = [each for each in held if rectified(each, today())[1] is Tone.STOP]
        if late:
            chips.append(Chip(f"隐患整改逾期 {len(late)} 项", look, Tone.STOP))
        return Said(chips, hidden=("grade", "access"))


class InspectionDetail(Detail):
    """One inspection of a room."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, RoomInspection)

    # --- hooks

    def heading(self) -> str:
        room = self.desk.office.title("room", self.record.room_id)
        return f"{room} {self.record.on} 安全检查"

    def said(self) -> Said:
        words, tone = rectified(self.record, today())
        return Said([Chip(words, self.desk.look, tone)])


class ClosureDetail(Detail):
    """One closure, and the bookings in it that nobody has decided about."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, Closure)

    # --- hooks

    def said(self) -> Said:
        office, look = self.desk.office, self.desk.look
        values = {each.key: getattr(self.record, each.key) for each in Closure.fields()}
        left = len(impact(office, closed_by(office, values), today()))
        if not left:
            return Said()
        settle = button(look, "处理…", press=self._settle)
        told = f"停用期间还有 {left} 次预约没有改到别处，也没有取消。"
        return Said(above=[Banner(look, told, Tone.CAUTION, [settle])])

    def menu_actions(self) -> Sequence[tuple[str, Any]]:
        given = {"closure": self.key}
        go = partial(self.wanted.emit, Target("reports", option=("closure_notice", given)))
        return [("停用通知…", go)]

    def _settle(self) -> None:
        if self.key is not None:
            settle_closure(self.desk, self.key, self.window())


class AccessDetail(Detail):
    """One person's access."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, SafetyAccess)

    # --- hooks

    def heading(self) -> str:
        kind, key = Teacher.__tablename__, self.record.teacher_id
        if key is None:
            kind, key = Student.__tablename__, self.record.student_id
        person = self.desk.office.title(kind, key) if key else "（未填）"
        return f"{person} {self.record.hazard}安全准入"

    def said(self) -> Said:
        until = self.record.valid_until
        if not self.record.passed:
            word, tone = "未合格", Tone.STOP
        elif until is not None and until < today():
            word, tone = "已过期", Tone.STOP
        else:
            word, tone = "有效", Tone.GOOD
        return Said([Chip(word, self.desk.look, tone)], hidden=("passed",))


class EquipmentDetail(Detail):
    """One kind of equipment in one room."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, Equipment)

    # --- hooks

    def said(self) -> Said:
        due = self.record.inspect_by
        if due is None or due >= today():
            return Said()
        told = f"检验已过期 {(today() - due).days} 天，不能安排使用"
        return Said([Chip(told, self.desk.look, Tone.STOP)])


_DETAILS: Mapping[str, Callable[[Desk], Detail]] = {
    "training_base": BaseDetail,
    "room": RoomDetail,
    "room_inspection": InspectionDetail,
    "equipment": EquipmentDetail,
    "closure": ClosureDetail,
    "safety_access": AccessDetail,
}
