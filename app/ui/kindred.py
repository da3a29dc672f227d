"""Lists that belong together share one entry of the rail: buttons lead from each to the others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QPushButton

from app.models import KIND_OF_TABLE
from app.services.calendar_store import seed_calendar, seed_periods
from app.ui.buttons import button
from app.ui.page import Desk, Target
from app.ui.panels import Banner
from app.ui.records_page import RecordsPage
from app.ui.tokens import Tone


@dataclass(frozen=True, slots=True)
class Way:
    """A page of the same family, and the word on the button that leads there."""

    words: str
    page: str


CALENDAR = (
    Way("校历", "calendar"),
    Way("学期", "term"),
    Way("节假日与调休", "calendar_day"),
    Way("节次", "class_period"),
)
INTERNSHIPS = (
    Way("看板与检查", "board"),
    Way("实习批次", "internship_batch"),
    Way("实习安排", "placement"),
    Way("例外说明", "rule_waiver"),
)
COHORTS = (
    Way("培养班", "cohort"),
    Way("1+X 证书", "certificate"),
)
TEACHERS = (
    Way("教师", "teacher"),
    Way("比例与预警", "dual"),
    Way("认定", "recognition"),
    Way("评审批次", "recognition_round"),
    Way("企业实践", "practice_stint"),
    Way("兼职聘任", "part_time_engagement"),
)

BASES = (
    Way("实训基地", "training_base"),
    Way("实训室", "room"),
    Way("设备", "equipment"),
    Way("安全检查", "room_inspection"),
    Way("停用安排", "closure"),
    Way("安全准入", "safety_access"),
)
BOOKINGS = (
    Way("周视图", "bookings"),
    Way("预约清单", "booking"),
    Way("使用登记", "use_record"),
    Way("预约规定", "policy"),
)
COLLEGE = (
    Way("院系部门", "department"),
    Way("校区", "campus"),
)


def ways(
    desk: Desk, name: str, family: Sequence[Way], go: Callable[[Target], object]
) -> list[QPushButton]:
    """Buttons to the others of a family."""
    found = []
    for way in family:
        if way.page != name:
            press = partial(go, Target(way.page))
            found.append(button(desk.look, way.words, kind="link", press=press))
    return found


class KindredPage(RecordsPage):
    """The list of one kind, with ways to its kin."""

    def __init__(self, desk: Desk, table: str, family: Sequence[Way]) -> None:
        self._family = family
        super().__init__(desk, KIND_OF_TABLE[table])

    def head_buttons(self) -> list[QPushButton]:
        return ways(self.desk, self.name, self._family, self.wanted.emit)


class CalendarPage(KindredPage):
    """Special days or class periods; what comes along with the program is entered at once."""

    def __init__(self, desk: Desk, table: str) -> None:
        super().__init__(desk, table, CALENDAR)

    def head_buttons(self) -> list[QPushButton]:
        look, found = self.desk.look, []
        if self.name == "calendar_day":
            found = [button(look, "填入国家节假日", "calendar-days", press=self._seed_days)]
        elif self.name == "class_period":
            found = [button(look, "填入常用节次", "clock", press=self._seed_periods)]
        return [*found, *super().head_buttons()]

    def _seed_days(self) -> None:
        made = seed_calendar(self.desk.office)
        told = f"填入 {made.added} 天。" if made.added else "随程序附带的节假日都已在校历里。"
        if made.unsettled:
            told += f"有 {len(made.unsettled)} 个调休上班日还没有确定按周几上课，请补上。"
        tone = Tone.CAUTION if made.unsettled else Tone.GOOD
        self._tell(Banner(self.desk.look, told, tone))

    def _seed_periods(self) -> None:
        made = seed_periods(self.desk.office)
        told = f"填入 {made} 节，时间可以修改。" if made else "已经有节次，没有改动。"
        self._tell(Banner(self.desk.look, told, Tone.GOOD if made else Tone.NEUTRAL))
