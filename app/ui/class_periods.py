"""节次: when periods begin and end, the winter's and each campus's; what does not fit is said."""

from typing import Any

from PySide6.QtWidgets import QPushButton

from app.models import ClassPeriod
from app.models.calendar import Season
from app.services.class_times import ClassTimes, class_times
from app.services.database import Commit
from app.services.other_times import OtherTimes, add_times
from app.ui.buttons import button
from app.ui.form import Form, values_of
from app.ui.kindred import CalendarPage
from app.ui.page import Desk, Target
from app.ui.panels import Banner
from app.ui.part_dialog import Deed, FormDialog, run
from app.ui.today import today
from app.ui.tokens import Tone


class ClassPeriodsPage(CalendarPage):
    """The list; a second set of times is begun from the first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "class_period")

    def activate(self) -> None:
        super().activate()
        self._explain()

    def head_buttons(self) -> list[QPushButton]:
        add = button(self.desk.look, "添另一套作息…", "copy", press=self.add_times)
        seed, *kin = super().head_buttons()
        return [seed, add, *kin]

    def add_times(self) -> None:
        """The winter's, or another campus's."""
        form = Form(OtherTimes.fields(), self.desk.look, self.desk.lookup)
        form.start(values_of(OtherTimes()))
        made: list[int] = []

        def save(values: dict[str, Any]) -> None:
            made.append(add_times(self.desk.office, OtherTimes(**values)))

        if run(FormDialog(self.desk.look, form, Deed("添另一套作息", save, "添上"), self.window())):
            self._explain(f"添了 {made[-1]} 节，时间可以逐节修改。")

    def on_commit(self, commit: Commit) -> None:
        super().on_commit(commit)
        if self.isVisible() and ClassPeriod in commit.kinds:
            self._explain()

    def _explain(self, before: str = "") -> None:
        """Which season it is, from when to when; first of all what cannot be."""
        times = class_times(self.desk.office)
        if not times.numbers:
            return
        if told := self._wrong(times):
            self._tell(Banner(self.desk.look, f"{before}{told}", Tone.CAUTION))
            return
        change = button(self.desk.look, "改日期…", kind="link", press=self._to_settings)
        self._tell(Banner(self.desk.look, f"{before}{self._now(times)}", actions=[change]))

    def _wrong(self, times: ClassTimes) -> str:
        for season in times.untold():
            return f"{season}还没有节次：请添上，或把全年都一样的节次改为“{Season.ALL_YEAR}”。"
        for season, campus, one, other in times.overlaps():
            place = self.desk.office.title("campus", campus) if campus else ""
            return (
                f"{place}{season}第 {one.number} 节（{one.words}）和第 {other.number} 节"
                f"（{other.words}）时间重叠，请核对。"
            )
        return ""

    def _now(self, times: ClassTimes) -> str:
        season = times.seasons.on(today())
        if season is Season.ALL_YEAR:
            return "不分冬夏作息，每天都按“全年”的时间。"
        held = self.desk.office.settings
        begins = f"每年 {held.summer_from} 起夏季作息，{held.winter_from} 起冬季作息"
        return f"今天按{season}。{begins}；没有分列的节次按全年。"

    def _to_settings(self) -> None:
        self.wanted.emit(Target("data", option="settings"))
