"""Choosing several hosts and posts at once for the plan of a batch."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QCheckBox, QWidget

from app.models.text import fold
from app.services.plan_offers import Offer
from app.ui.buttons import button
from app.ui.dialogs import Dialog
from app.ui.grid import Head, Line, Section
from app.ui.labels import label
from app.ui.layouts import column, row
from app.ui.page import Desk
from app.ui.search import SearchBox
from app.ui.ticks import TickGrid
from app.ui.tokens import NARROW, SNUG, Tone

_WIDE, _HIGH = 940, 600
_HEADS = (
    Head("实习单位", 20, stretch=True),
    Head("岗位", 9),
    Head("可接收", 4, right=True),
    Head("专业", 4),
    Head("提示", 15),
)


class OfferPicker(Dialog):
    """Tick what takes part; what suits the majors of the batch stands first."""

    def __init__(self, desk: Desk, offers: Sequence[Offer], parent: QWidget) -> None:
        self._desk = desk
        self._offers = dict(enumerate(offers))
        self._found = {
            key: f"{fold(words)} {desk.lookup.initials(words)}"
            for key, each in self._offers.items()
            for words in [each.host_name + each.post_name]
        }
        self.box = SearchBox(desk.look, "找单位、岗位、拼音首字母…")
        self.suited = QCheckBox("只列对口的岗位")
        self.suited.setChecked(any(each.suits and not each.planned for each in offers))
        self.list = TickGrid(desk.look, "单位和岗位", _HEADS)
        self.told = label("", "muted")
        self.agree = button(desk.look, "加入计划", kind="primary", press=self.accept)
        refuse = button(desk.look, "取消", press=self.reject)
        body = QWidget()
        top = row(spacing=NARROW)
        top.addWidget(self.box, 1)
        top.addWidget(self.suited)
        whole = column(spacing=SNUG)
        whole.addLayout(top)
        whole.addWidget(self.list, 1)
        whole.addWidget(self.told)
        body.setLayout(whole)
        super().__init__("添加实习单位和岗位", body, (refuse, self.agree), parent, self.agree)
        self.box.searched.connect(lambda _: self._show())
        self.suited.toggled.connect(lambda _: self._show())
        self.list.ticked.connect(self._count)
        self.list.opened.connect(self._tick)
        room = self.screen().availableSize()
        self.resize(QSize(min(_WIDE, room.width() - 80), min(_HIGH, room.height() - 120)))
        self._show()
        self.box.setFocus()

    @property
    def chosen(self) -> list[Offer]:
        """What is ticked, in the order in which it is listed."""
        return [each for key, each in self._offers.items() if key in self.list.boxes.chosen]

    def _show(self) -> None:
        wanted = fold(self.box.text())
        lines = [
            _line(key, each)
            for key, each in self._offers.items()
            if not each.planned
            and (each.suits or not self.suited.isChecked())
            and wanted in self._found[key]
        ]
        self.list.fill([Section("", lines)])
        self._count()

    def _tick(self, key: object) -> None:
        self.list.boxes.tick([key], on=key not in self.list.boxes.chosen)

    def _count(self) -> None:
        chosen = self.chosen
        places = sum(each.places or 0 for each in chosen)
        hosts = len({each.host for each in chosen})
        self.told.setText(
            f"已选 {len(chosen)} 个岗位，{hosts} 家单位，可接收合计 {places} 人。名额先按可接收人数"
            "填写，加入后可以修改。"
        )
        self.agree.setEnabled(bool(chosen))


def _line(key: int, offer: Offer) -> Line:
    remarks = "；".join(offer.remarks)
    cells = (
        offer.host_name,
        offer.post_name or "（未登记岗位）",
        "" if offer.places is None else str(offer.places),
        "对口" if offer.suits else "",
        remarks,
    )
    return Line(key, cells, {3: Tone.GOOD, 4: Tone.CAUTION}, remarks)
