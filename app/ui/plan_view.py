"""计划: the hosts and posts a batch means to use, how full they get, and what is not there yet."""

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.models import InternshipBatch, PlannedPlace
from app.models.rules import Severity
from app.services.batch_plan import Intake, Lack, Place, Plan, plan
from app.services.plan_offers import add_places, offers
from app.services.rules.finding import Finding
from app.services.rules.ratios import Ratio
from app.ui.batch_view import BatchView
from app.ui.buttons import button
from app.ui.chips import Chip
from app.ui.findings_view import TONES
from app.ui.form import Form
from app.ui.grid import Grid, Head, Line, Section
from app.ui.labels import label, rule
from app.ui.layouts import column, row
from app.ui.offer_picker import OfferPicker
from app.ui.page import Desk, Target
from app.ui.part_dialog import Deed, FormDialog, run
from app.ui.tokens import MEDIUM, NARROW, SNUG, Tone

_SIDE, _LOW = 288, 190
_PLACES = (
    Head("实习单位", 15, stretch=True),
    Head("岗位", 8),
    Head("名额", 3, right=True),
    Head("已安排", 4, right=True),
    Head("单位占比峰值", 9),
    Head("同岗占比峰值", 9),
    Head("校内负责", 5, spare=1),
    Head("问题", 4),
)
_CLASSES = (Head("班级", 7), Head("人数", 3, right=True), Head("能否参加", 12, stretch=True))
_OWN = ("places", "teacher_id", "tasks")
_NEW = ("name", "kind", "starts", "ends", "programmes", "target", "leader", "department_id")


class PlanView(BatchView):
    """The places of a batch; the side explains the one that is chosen."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._batch: UUID | None = None
        self.plan: Plan | None = None
        self.chips = [Chip("", desk.look) for _ in range(4)]
        self.places = Grid(desk.look, "计划的单位和岗位", _PLACES)
        self.lacks = Grid(desk.look, "还缺什么", (Head("还缺什么", 24, stretch=True),))
        self.classes = Grid(desk.look, "涉及专业的班级", _CLASSES)
        self.side = QScrollArea()
        self.change = button(desk.look, "修改名额…", "pencil", press=self.edit)
        self.drop = button(desk.look, "移出计划", "trash-2", press=self.remove)
        self._lay_out()
        self.places.chosen.connect(self._explain)
        self.places.opened.connect(lambda _: self.edit())
        self.lacks.opened.connect(self._open_lack)
        self.classes.opened.connect(
            lambda key: self.wanted.emit(Target("school_class", record=key))
        )

    def fill(self, batch: UUID, today: date) -> None:
        """Judge the plan of a batch as of a day."""
        self._batch = batch
        self.plan = plan(self.desk.office, batch, today)
        self._show(self.plan)

    # --- what stands there

    def _show(self, made: Plan) -> None:
        target = made.batch.target
        short = target is not None and made.planned != target
        for chip, words, tone in zip(
            self.chips,
            (
                "计划人数未填" if target is None else f"计划 {target} 人",
                f"名额 {made.planned} 人",
                f"已安排 {made.placed} 人",
                f"单位 {made.hosts} 家",
            ),
            (Tone.NEUTRAL, Tone.CAUTION if short else Tone.GOOD, Tone.NEUTRAL, Tone.NEUTRAL),
            strict=True,
        ):
            chip.show_state(words, tone)
        self.places.fill([Section("", [_place_line(each) for each in made.places])])
        if made.places and not self.places.marked():
            self.places.choose([made.places[0].record.id])
        self.lacks.fill(
            [Section("", [Line(n, (each.words,)) for n, each in enumerate(made.lacks)])]
        )
        self.classes.fill([Section("", [_class_line(each) for each in made.classes])])
        self._explain()

    @property
    def chosen(self) -> list[Place]:
        """The lines that are marked."""
        marked = set(self.places.marked())
        return [each for each in self.plan.places if each.record.id in marked] if self.plan else []

    def _explain(self) -> None:
        self.change.setEnabled(bool(self.chosen))
        self.drop.setEnabled(bool(self.chosen))
        card = QFrame()
        card.setProperty("surface", "card")
        body = column(spacing=SNUG, margins=MEDIUM)
        if len(self.chosen) == 1:
            self._tell(body, self.chosen[0])
        elif self.plan is not None and not self.plan.places:
            body.addWidget(label("先添加单位和岗位", "part", wrap=True))
            words = "点“添加单位和岗位…”，一次勾选几家；每家先按可接收人数填名额，之后可改。"
            body.addWidget(label(words, "muted", wrap=True))
        else:
            body.addWidget(label(f"选中 {len(self.chosen)} 项", "part"))
        body.addStretch(1)
        card.setLayout(body)
        self.side.setWidget(card)

    def _tell(self, body: QVBoxLayout, place: Place) -> None:
        look = self.desk.look
        body.addWidget(label(f"{place.host} {place.post}".strip(), "part", wrap=True))
        for words, found in (("单位占比", place.unit), ("同岗占比", place.bench)):
            if found is not None:
                body.addWidget(label(f"{words}：{_ratio_words(found)}", wrap=True, selectable=True))
            elif words == "单位占比":
                text = "没有在岗职工总数，不能测算单位占比。"
                body.addWidget(label(text, "muted", wrap=True))
        if place.record.tasks:
            body.addWidget(label(f"实习内容：{place.record.tasks}", wrap=True, selectable=True))
        target = Target("partner", record=place.record.partner_id)
        opening = button(look, "打开单位", "external-link", press=partial(self.wanted.emit, target))
        body.addLayout(row(opening, 1))
        for each in place.findings:
            body.addWidget(rule())
            self._tell_finding(body, each)

    def _tell_finding(self, body: QVBoxLayout, found: Finding) -> None:
        look = self.desk.look
        body.addLayout(row(Chip(found.severity.value, look, TONES[found.severity]), 1))
        body.addWidget(label(found.message, wrap=True, selectable=True))
        source = f"{found.rule} {found.title}。依据：{found.source}"
        body.addWidget(label(source, "muted", wrap=True, selectable=True))
        body.addWidget(label(f"怎样消除：{found.how_to_clear}", "muted", wrap=True))

    # --- what can be done

    def add(self) -> None:
        """Several hosts and posts at once."""
        if self._batch is None:
            return
        office = self.desk.office
        picker = OfferPicker(self.desk, offers(office, self._batch), self.window())
        if run(picker) and picker.chosen:
            keys = add_places(office, self._batch, picker.chosen)
            self.places.choose(keys[:1])

    def edit(self) -> None:
        """How many go, who answers for it here, what they do there; several lines get the same."""
        chosen = self.chosen
        if not chosen:
            return
        desk, records = self.desk, self.desk.office.of(PlannedPlace)
        form = Form([PlannedPlace.field(key) for key in _OWN], desk.look, desk.lookup)
        one = chosen[0].record if len(chosen) == 1 else None
        form.show_values({key: getattr(one, key, None) for key in _OWN})

        def save(values: dict[str, Any]) -> None:
            if one is not None:
                records.save(values, one)
            elif values:
                records.bulk_change([each.record.id for each in chosen], values)

        title = f"{chosen[0].host} {chosen[0].post}".strip()
        title = title if one else f"同时修改 {len(chosen)} 项"
        run(FormDialog(desk.look, form, Deed(title, save), self.window()))

    def remove(self) -> None:
        """Out of the plan; students who are placed stay placed."""
        if chosen := self.chosen:
            self.desk.office.of(PlannedPlace).delete([each.record.id for each in chosen])

    def _open_lack(self, key: object) -> None:
        if self.plan is None or not isinstance(key, int):
            return
        lack: Lack = self.plan.lacks[key]
        if lack.kind == "planned_place" and lack.key is not None:
            self.places.choose([lack.key])
            self.edit()
        elif lack.kind and lack.key is not None:
            self.wanted.emit(Target(lack.kind, record=lack.key))
        else:
            self.add()

    def _print(self, report: str) -> None:
        self.wanted.emit(Target("reports", option=(report, {"batch": self._batch})))

    # --- building

    def _lay_out(self) -> None:
        look = self.desk.look
        add = button(look, "添加单位和岗位…", "plus", kind="primary", press=self.add)
        paper = button(
            look, "打印实习计划", "printer", press=lambda: self._print("internship_plan")
        )
        top = row(add, self.change, self.drop, paper, *self.chips, 1, spacing=NARROW)
        self.side.setWidgetResizable(True)
        self.side.setFixedWidth(_SIDE)
        self.side.setFrameShape(QFrame.Shape.NoFrame)
        left = column(spacing=SNUG)
        left.addWidget(self.places, 1)
        low = QWidget()
        low.setFixedHeight(_LOW)
        below = row(spacing=SNUG)
        below.addWidget(self.lacks, 3)
        below.addWidget(self.classes, 2)
        low.setLayout(below)
        left.addWidget(low)
        middle = row(spacing=SNUG)
        middle.addLayout(left, 1)
        middle.addWidget(self.side)
        whole = column(top, spacing=SNUG, margins=(0, SNUG, 0, 0))
        whole.addLayout(middle, 1)
        self.setLayout(whole)


def ask_new_batch(desk: Desk, parent: QWidget) -> UUID | None:
    """A new batch from a small form: name, dates, majors, how many; the rest comes later."""
    records = desk.office.of(InternshipBatch)
    form = Form([InternshipBatch.field(key) for key in _NEW], desk.look, desk.lookup)
    form.start()
    made: list[UUID] = []

    def save(values: dict[str, Any]) -> None:
        made.append(records.save(values).id)

    run(FormDialog(desk.look, form, Deed("新建实习批次", save, "建立"), parent))
    return made[0] if made else None


def _place_line(place: Place) -> Line:
    record = place.record
    worst = min((each.severity for each in place.findings), key=_rank, default=None)
    count = sum(1 for each in place.findings if each.severity is worst)
    cells = (
        place.host,
        place.post or "（未写岗位）",
        "" if record.places is None else str(record.places),
        str(place.placed),
        _ratio_short(place.unit),
        _ratio_short(place.bench) if place.post else "",
        place.teacher,
        f"{worst} {count}" if worst else "没有",
    )
    tones = {
        4: _ratio_tone(place.unit),
        5: _ratio_tone(place.bench),
        7: TONES[worst] if worst else Tone.GOOD,
    }
    return Line(record.id, cells, tones)


def _rank(severity: Severity) -> int:
    return list(Severity).index(severity)


def _ratio_short(found: Ratio | None) -> str:
    return f"{found.peak}/{found.staff}　{found.share}" if found else "未填职工数"


def _ratio_tone(found: Ratio | None) -> Tone:
    if found is None:
        return Tone.NEUTRAL
    return Tone.CAUTION if found.exceeded else Tone.GOOD


def _ratio_words(found: Ratio) -> str:
    peak = f"{found.peak_day} 最多 {found.peak} 人，职工 {found.staff} 人，{found.share}"
    limit = f"上限 {found.percent} %"
    if found.exceeded:
        days = f"{found.first_breach} 至 {found.last_breach} 有 {found.breach_days} 天超出"
        return f"{peak}；{limit}，{days}，超 {-found.room} 人。"
    return f"{peak}；{limit}，还可接收 {found.room} 人。"


def _class_line(intake: Intake) -> Line:
    if intake.first_year:
        words, tone = "一年级，不得参加", Tone.STOP
    elif intake.too_young:
        named = "、".join(intake.too_young[:3])
        words = f"{len(intake.too_young)} 人未满 {intake.least_age} 周岁：{named}"
        tone = Tone.STOP
    elif intake.undated:
        words, tone = f"{intake.undated} 人没有出生日期", Tone.CAUTION
    elif intake.minors:
        words, tone = f"可以参加，未成年 {intake.minors} 人", Tone.CAUTION
    else:
        words, tone = "可以参加", Tone.GOOD
    return Line(intake.key, (intake.name, str(intake.students), words), {2: tone}, words)
