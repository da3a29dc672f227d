"""Pictures of every widget and of the form of every kind of record, in light and dark.

    QT_QPA_PLATFORM=offscreen .venv/bin/python -m tools.gallery OUT [--kind partner]

Set QT_SCALE_FACTOR=1.25 to see them as an office laptop shows them.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QMenu,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QWidget,
)

from app.errors import Problem
from app.models import KINDS, Record
from app.places import RESOURCES
from app.settings import Appearance, Settings
from app.ui.buttons import button, menu_button, tool
from app.ui.chips import Chip
from app.ui.dates import CalendarPopup
from app.ui.form import Form, values_of
from app.ui.inputs import UnitEdit
from app.ui.labels import Elided, label, rule
from app.ui.language import chinese
from app.ui.layouts import FlowLayout, column, row
from app.ui.look import Look
from app.ui.panels import Banner, Card, CounterTile, EmptyState
from app.ui.search import SearchBox
from app.ui.tokens import Tone
from tests.ui.lookup import PARTNERS, Shelf


def main() -> None:
    """Write the pictures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("out", type=Path)
    options.add_argument("--kind", default="", help="only this kind's form")
    given = options.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    chinese(app)
    look = Look(RESOURCES)
    look.apply(app)
    for appearance in (Appearance.LIGHT, Appearance.DARK):
        look.use(appearance)
        mood = appearance.name.lower()
        if not given.kind:
            for name, make in PAGES.items():
                picture(make(look), given.out / f"{name}-{mood}.png")
        for kind in KINDS:
            if given.kind in ("", kind.__tablename__):
                for width in (400, 760):
                    file = f"form-{kind.__tablename__}-{width}-{mood}.png"
                    picture(form(kind, look), given.out / file, width)


def picture(widget: QWidget, file: Path, width: int = 1060) -> None:
    """Show a widget as high as it likes and write what it looks like."""
    window = QWidget()
    window.setLayout(column(widget))
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    window.resize(width, 700)
    window.show()
    QApplication.processEvents()
    window.resize(width, max(window.sizeHint().height(), widget.sizeHint().height()))
    for _ in range(3):
        QApplication.processEvents()
    window.grab().save(str(file))
    window.deleteLater()


def widgets(look: Look) -> QWidget:
    """Buttons, inputs, chips, tabs, table."""
    page = QWidget()
    kinds = [
        button(look, "保存", "save", "primary"),
        button(look, "导入", "upload"),
        button(look, "取消", kind="quiet"),
        button(look, "移入回收站", "trash-2", "danger"),
        button(look, "清空回收站", "trash-2", "stop"),
        button(look, "查看全部", kind="link"),
        menu_button(look, "报表", QMenu(), "printer"),
        tool(look, "refresh-cw", "刷新"),
        tool(look, "columns-3", "列"),
    ]
    off = [button(look, "保存", "save", "primary"), button(look, "导入", "upload")]
    for each in off:
        each.setEnabled(False)
    checked = tool(look, "panel-left", "折叠")
    checked.setCheckable(True)
    checked.setChecked(True)
    whole = column(
        label("合作企业", "title"),
        row(
            SearchBox(look, "搜索姓名、企业、拼音首字母…", "Ctrl+K"),
            1,
            button(look, "新建", "plus", "primary"),
        ),
        row(*kinds, *off, checked, 1),
        row(*[Chip(text, look, tone) for text, tone in CHIPS], 1),
        row(
            Chip("可移除", look, Tone.ACCENT, removable=True),
            Elided("成都示例锦程智能装备制造有限公司"),
            1,
        ),
        rule(),
        _inputs(),
        row(*_ticks(), 1),
        _tabs(),
        margins=24,
        spacing=16,
    )
    page.setLayout(whole)
    return page


def _inputs() -> QWidget:
    holder = QWidget()
    grid = QGridLayout(holder)
    money = UnitEdit("万元", right=True)
    money.setText("1234.50")
    locked, focused = UnitEdit("人"), UnitEdit()
    locked.setText("365")
    locked.setReadOnly(True)
    wrong = UnitEdit()
    wrong.setText("91510100MA6XXXX")
    wrong.setProperty("state", "wrong")
    combo, off = QComboBox(), QComboBox()
    combo.addItems(["订单班"])
    off.addItems(["订单班"])
    off.setEnabled(False)
    focused.setPlaceholderText("输入名称、代码或拼音查找")
    for at, each in enumerate((money, locked, wrong, focused, combo, off)):
        grid.addWidget(each, *divmod(at, 3))
    return holder


def _ticks() -> list[QWidget]:
    on, off, half, gone = (QCheckBox(text) for text in ("已选", "未选", "部分", "不可用"))
    on.setChecked(True)
    half.setTristate(True)
    half.setCheckState(Qt.CheckState.PartiallyChecked)
    gone.setChecked(True)
    gone.setEnabled(False)
    one, two = QRadioButton("浅色"), QRadioButton("深色")
    one.setChecked(True)
    bar = QProgressBar()
    bar.setTextVisible(False)
    bar.setValue(40)
    bar.setFixedWidth(160)
    return [on, off, half, gone, one, two, bar]


def _tabs() -> QTabWidget:
    tabs = QTabWidget()
    table = QTableWidget(12, 5)
    table.setHorizontalHeaderLabels(["企业名称", "信用代码", "行业", "职工数", "状态"])
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(34)
    table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
    for at in range(12):
        for col, text in enumerate(
            (PARTNERS[at % len(PARTNERS)], "91510100MA6C8X1234", "C3670", "1365", "合作中")
        ):
            table.setItem(at, col, QTableWidgetItem(text))
    table.setSortingEnabled(True)
    table.resizeColumnsToContents()
    table.selectRow(1)
    tabs.addTab(table, "概览")
    for name in ("编辑", "关联", "历史", "附件"):
        tabs.addTab(QWidget(), name)
    tabs.setMinimumHeight(220)
    return tabs


def panels(look: Look) -> QWidget:
    """Banners, tiles, cards, empty places."""
    page = QWidget()
    tiles = [
        CounterTile("90 天内到期", "23 份", "其中 6 份已处理", Tone.CAUTION),
        CounterTile("已过期未处理", "4 份", "", Tone.STOP),
        CounterTile("合作企业", "128 家", "比去年同期多 12 家"),
        CounterTile("考察已完成", "86%", "", Tone.GOOD),
    ]
    card = Card("本周事项", [button(look, "全部", kind="link")])
    card.body.addWidget(label("周三 成都示例锦程智能装备制造有限公司来校洽谈订单班"))
    card.body.addWidget(label("周五 前报送校企合作情况统计表", "muted"))
    empty = Card()
    empty.body.addWidget(
        EmptyState(
            look,
            "building-2",
            "还没有合作企业",
            "与学院合作的企业、园区和行业组织。可以把现有的 Excel 台账直接导入。",
            [button(look, "导入台账", "upload", "primary"), button(look, "新建", "plus")],
        )
    )
    flow = QWidget()
    wrapped = FlowLayout()
    for text, tone in CHIPS * 3:
        wrapped.addWidget(Chip(text, look, tone))
    flow.setLayout(wrapped)
    page.setLayout(
        column(
            Banner(
                look,
                "数据文件夹在网盘同步目录里，建议移到本机磁盘。",
                Tone.CAUTION,
                [QPushButton("查看办法")],
            ),
            Banner(
                look,
                "已导入 120 家企业，3 行被退回。",
                Tone.GOOD,
                [button(look, "打开", kind="link")],
            ),
            Banner(look, "磁盘空间不足，没有保存。", Tone.STOP),
            Banner(look, "这份协议已签署，只能通过补充协议变更。", Tone.NEUTRAL),
            row(*tiles),
            row(card, empty),
            flow,
            margins=24,
            spacing=16,
        )
    )
    return page


def calendar(look: Look) -> QWidget:
    """The calendar, and a menu."""
    from datetime import date  # noqa: PLC0415

    page = QWidget()
    popup = CalendarPopup(look, date(2026, 9, 1), lambda _: None, page)
    popup.setWindowFlags(Qt.WindowType.Widget)
    menu = QMenu()
    menu.addAction(look.icon("pencil"), "编辑\tF2")
    menu.addAction(look.icon("copy"), "复制")
    menu.addSeparator()
    chosen = menu.addAction("显示简称")
    chosen.setCheckable(True)
    chosen.setChecked(True)
    menu.addMenu("打印")
    menu.setWindowFlags(Qt.WindowType.Widget)
    page.setLayout(row(popup, menu, 1, margins=24))
    return page


def settings(look: Look) -> QWidget:
    """The settings as a form."""
    made = Form(Settings.fields(), look)
    made.show_values(values_of(Settings()))
    return surfaced(made)


def form(kind: type[Record], look: Look) -> QWidget:
    """A form with something in most fields, and one problem."""
    shelf = Shelf()
    made = Form(kind.fields(), look, shelf)
    made.show_values(shelf.sample(kind))
    first = next(field for field in kind.fields() if not field.fixed)
    made.show_problems([Problem(first.key, f"请填写{first.label}")])
    return surfaced(made)


def surfaced(form: Form) -> QWidget:
    """A form as pages show it: on white, as high as it needs."""
    paper = QFrame()
    paper.setProperty("surface", "plain")
    paper.setLayout(column(form))
    form.setMinimumHeight(form.widget().sizeHint().height() + 240)
    return paper


CHIPS = [
    ("合作中", Tone.GOOD),
    ("洽谈中", Tone.ACCENT),
    ("90 天内到期", Tone.CAUTION),
    ("已过期", Tone.STOP),
    ("暂停", Tone.NEUTRAL),
]
PAGES: dict[str, Callable[[Look], QWidget]] = {
    "widgets": widgets,
    "panels": panels,
    "calendar": calendar,
    "settings": settings,
}

if __name__ == "__main__":
    main()
