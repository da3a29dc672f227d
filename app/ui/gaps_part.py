"""保险缺口 and 突发事件: what is open about students on post, each line opening its record."""

from uuid import UUID

from app.models import Incident
from app.services.process_lists import Gap, OpenIncident, Process
from app.ui.buttons import button
from app.ui.grid import Head, Line
from app.ui.incident_dialogs import ask_close, ask_incident
from app.ui.page import Desk, Target
from app.ui.panels import EmptyState
from app.ui.process_part import ListPart
from app.ui.tokens import Tone

_GAPS = (
    Head("学号", 9, spare=2),
    Head("姓名", 6),
    Head("班级", 10, spare=3),
    Head("实习单位", 14, stretch=True),
    Head("实习期间", 14),
    Head("保险期间", 14),
    Head("没有保险的日子", 14),
)
_INCIDENTS = (
    Head("发生日期", 7),
    Head("姓名", 6),
    Head("实习单位", 14, spare=1),
    Head("伤害程度", 6),
    Head("经过", 16, stretch=True),
    Head("跟进事项", 12, stretch=True),
    Head("跟进期限", 7),
)


class GapsPart(ListPart):
    """Who is or will be at a host without insurance for all of the time."""

    def __init__(self, desk: Desk) -> None:
        empty = EmptyState(
            desk.look,
            "shield-check",
            "没有保险缺口",
            "在岗和 30 天内上岗的学生，保险都覆盖实习期间。",
        )
        super().__init__(desk.look, "保险缺口", _GAPS, empty)
        self.bar.addWidget(
            button(
                desk.look, "打开实习安排（Enter）", "briefcase",
                press=lambda: self._open(self.chosen),
            )
        )  # fmt: skip
        self.bar.addStretch(1)

    def fill(self, process: Process) -> None:
        """Show a batch as it stands."""
        self.fill_lines([_gap(each) for each in process.gaps])


class IncidentsPart(ListPart):
    """Accidents whose case is not closed."""

    def __init__(self, desk: Desk) -> None:
        report = button(desk.look, "登记突发事件…", "triangle-alert", press=self.report)
        empty = EmptyState(
            desk.look,
            "circle-check",
            "没有未结案的突发事件",
            "发生后马上登记，首页会提醒到结案为止。",
        )
        super().__init__(desk.look, "未结案的突发事件", _INCIDENTS, empty)
        self._desk = desk
        self._process: Process | None = None
        closing = button(desk.look, "结案…", "circle-check", press=self.close_case)
        sheet = button(desk.look, "打印联系单", "printer", press=self.print_sheet)
        for each in (report, closing, sheet):
            self.bar.addWidget(each)
        self.bar.addStretch(1)

    def fill(self, process: Process) -> None:
        """Show a batch as it stands."""
        self._process = process
        self.fill_lines([_incident(each, process) for each in process.incidents])

    def opening(self, key: object) -> Target | None:
        """The accident itself."""
        return Target(Incident.__tablename__, record=key) if isinstance(key, UUID) else None

    def report(self) -> None:
        """A new one."""
        if self._process is not None:
            made = ask_incident(self._desk, self._process, None, self.window())
            if made is not None:
                self.reported.emit(made)

    def close_case(self) -> None:
        """The chosen one is dealt with."""
        if self._process is not None and isinstance(self.chosen, UUID):
            told = ask_close(self._desk, self.chosen, self._process.today, self.window())
            if told is not None:
                self.said.emit(*told)

    def print_sheet(self) -> None:
        """Whom to call and what to report, for the chosen one."""
        if self._process is not None and isinstance(self.chosen, UUID):
            self.wanted.emit(sheet_of(self._process.batch, self.chosen))


def sheet_of(batch: UUID, incident: UUID) -> Target:
    """Where the emergency sheet of an accident is printed."""
    return Target("reports", option=("emergency_sheet", {"batch": batch, "incident": incident}))


def _gap(each: Gap) -> Line:
    one = each.person
    cells = (
        one.number, one.name, one.school_class, one.host, each.stays, each.insured or "没有登记",
        each.lacking,
    )  # fmt: skip
    return Line(one.placement, cells, {} if each.insured else {5: Tone.STOP}, each.lacking)


def _incident(each: OpenIncident, process: Process) -> Line:
    due = each.due.isoformat() if each.due else ""
    tones = {6: Tone.STOP if each.due and each.due <= process.today else Tone.CAUTION}
    one = each.person
    cells = (
        each.on.isoformat(), one.name, one.host, str(each.injury), each.what, each.follow_up, due,
    )  # fmt: skip
    return Line(each.incident, cells, tones, each.what)
