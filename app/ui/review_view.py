"""复核到期: recognitions whose last day comes near or has passed, the most pressing first."""

from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QStackedWidget

from app.models.recognition import RecognitionStep
from app.services.recognition.reviews import WARNINGS, Review, due_for_review
from app.services.recognition.states import allowed
from app.services.teachers.meters import teachers_of
from app.ui.buttons import button
from app.ui.day_view import DayView
from app.ui.grid import Grid, Head, Line, Section
from app.ui.layouts import column, row
from app.ui.page import Desk, Scope, Target
from app.ui.panels import CounterTile, EmptyState
from app.ui.recognitions_view import take_step
from app.ui.tokens import NARROW, SNUG, Tone
from app.ui.tones import tone_of

_STEPS = (RecognitionStep.REVIEW, RecognitionStep.RENEW, RecognitionStep.LAPSE)
_BANDS = {0: "已过期未复核", **{days: f"{days} 天内到期" for days in WARNINGS}}
_TONES = {0: Tone.STOP, 30: Tone.STOP, 60: Tone.CAUTION, 90: Tone.ACCENT}
_HEADS = (
    Head("教工号", 6),
    Head("姓名", 6),
    Head("所属院系", 10, stretch=True),
    Head("级别", 5),
    Head("证书编号", 10, spare=1),
    Head("有效期至", 7),
    Head("剩余天数", 5, right=True),
    Head("状态", 7),
)


class ReviewView(DayView):
    """Sections by how pressing it is; the next steps for the chosen one above."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._found: dict[UUID, Review] = {}
        self._on = date.min
        self.tiles = {band: CounterTile(words) for band, words in _BANDS.items()}
        self.list = Grid(desk.look, "复核到期", _HEADS)
        self.list.chosen.connect(self._offer)
        self.list.opened.connect(self._open)
        self.steps = {
            step: button(desk.look, f"{step}…", press=partial(self._take, step)) for step in _STEPS
        }
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(
            EmptyState(
                desk.look, "badge-check", f"{WARNINGS[-1]} 天内没有要复核的认定",
                "认定有效期将满时列在这里，可以登记复核结果。",
            )
        )  # fmt: skip
        for band, tile in self.tiles.items():
            tile.opened.connect(partial(self._go_to, band))
        tiles = row(*self.tiles.values(), spacing=NARROW)
        whole = column(
            tiles, row(*self.steps.values(), 1, spacing=NARROW),
            spacing=SNUG, margins=(0, SNUG, 0, 0),
        )  # fmt: skip
        whole.addWidget(self._stack, 1)
        self.setLayout(whole)
        self._offer()

    def fill(self, on: date, scope: Scope) -> None:
        self._on = on
        office = self._desk.office
        found = due_for_review(office, on, teachers=teachers_of(office, scope.campus))
        self._found = {each.recognition: each for each in found}
        sections = []
        for band, words in _BANDS.items():
            some = [each for each in found if each.band == band]
            tone = _TONES[band] if some else Tone.NEUTRAL
            self.tiles[band].count(f"{len(some)} 人", "", tone)
            if some:
                sections.append(Section(f"{words}（{len(some)}）", [_line(each) for each in some]))
        self.list.fill(sections)
        self._stack.setCurrentIndex(0 if found else 1)
        self._offer()

    @property
    def chosen(self) -> Review | None:
        """The one that is chosen, if it is just one."""
        marked = self.list.marked()
        return self._found.get(marked[0]) if len(marked) == 1 else None

    def _offer(self) -> None:
        for step, press in self.steps.items():
            press.setEnabled(self.chosen is not None and allowed(step, self.chosen.state))

    def _take(self, step: RecognitionStep) -> None:
        if self.chosen is not None:
            take_step(self._desk, self.chosen.recognition, step, self.window())

    def _go_to(self, band: int) -> None:
        first = next((key for key, each in self._found.items() if each.band == band), None)
        if first is not None:
            self.list.choose([first])
            self.list.scrollTo(self.list.currentIndex())
            self.list.setFocus()

    def _open(self, key: UUID) -> None:
        self.wanted.emit(Target("teacher", record=self._found[key].teacher, option="认定"))


def _line(each: Review) -> Line:
    cells = (
        each.number or "", each.name, each.department, str(each.level), each.certificate or "",
        str(each.until), str(each.days), str(each.state),
    )  # fmt: skip
    return Line(each.recognition, cells, {7: tone_of(each.state)})
