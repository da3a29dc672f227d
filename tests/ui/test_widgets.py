"""The small parts: chips, tiles, strips, the search box, labels, layouts, dialogs, files."""

from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QPoint, Qt, QTimer
from PySide6.QtGui import QColor, QDesktopServices, QImage, QPainter
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QPushButton, QWidget

from app.errors import Fault, Refused
from app.ui import dialogs, files
from app.ui.buttons import button, menu_button, tool
from app.ui.chips import Chip, chip_width, draw_chip
from app.ui.labels import Elided, IconLabel, label, tip
from app.ui.language import chinese
from app.ui.layouts import FlowLayout, column, row
from app.ui.panels import Banner, Card, CounterTile, EmptyState
from app.ui.search import SearchBox
from app.ui.strips import done_strip
from app.ui.tokens import LIGHT, Tone
from tests.ui.hands import click, press, write

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
LONG = "四川样本新能源汽车零部件股份有限公司成都龙泉驿分公司"


def test_a_name_is_never_markup(qtbot):
    shown = label("<b>甲</b>公司")
    qtbot.addWidget(shown)
    assert shown.textFormat() == Qt.TextFormat.PlainText
    assert tip("<b>甲</b>") == "<qt>&lt;b&gt;甲&lt;/b&gt;</qt>"
    assert tip("") == ""


def test_a_cut_text_says_the_rest_in_its_tip(qtbot):
    shown = Elided(LONG)
    qtbot.addWidget(shown)
    shown.resize(80, 24)
    shown.show()
    assert LONG in shown.toolTip()
    shown.resize(800, 24)
    assert shown.toolTip() == ""
    assert shown.text() == LONG
    assert shown.minimumSizeHint().width() < 60


def test_flow_breaks_lines_where_the_words_end(look, qtbot):
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = FlowLayout(spacing=8)
    chips = [Chip(text, look) for text in ("合作中", "洽谈中", "已过期", "暂停")]
    for chip in chips:
        flow.addWidget(chip)
    holder.setLayout(flow)
    one = chips[0].sizeHint().width()
    holder.resize(2 * one + 8, 200)
    holder.show()
    qtbot.waitUntil(lambda: chips[2].y() > chips[0].y())
    assert chips[1].y() == chips[0].y()
    assert chips[3].y() == chips[2].y()
    assert chips[2].x() == chips[0].x()
    assert flow.heightForWidth(2 * one + 8) == 2 * chips[0].height() + 8
    assert flow.heightForWidth(10_000) == chips[0].height()


def test_flow_gives_the_rest_of_the_line_to_who_wants_it(look, qtbot):
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = FlowLayout(spacing=8)
    chip, box = Chip("合作中", look), SearchBox(look, "查找")
    box.setMinimumWidth(60)
    from PySide6.QtWidgets import QSizePolicy

    box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    flow.addWidget(chip)
    flow.addWidget(box)
    holder.setLayout(flow)
    holder.resize(400, 40)
    holder.show()
    qtbot.waitUntil(lambda: box.geometry().right() == 399)
    assert box.y() <= chip.y() + chip.height()


def test_rows_and_columns_take_widgets_layouts_and_stretch(qtbot):
    holder = QWidget()
    qtbot.addWidget(holder)
    left, right, under = QPushButton("左"), QPushButton("右"), QPushButton("下")
    holder.setLayout(column(row(left, 1, right), under, margins=(1, 2, 3, 4)))
    holder.resize(400, 100)
    holder.show()
    qtbot.waitUntil(lambda: right.geometry().right() > 300)
    assert left.x() == 1
    assert under.y() > left.y()


def test_a_chip_shows_another_state(look, qtbot):
    chip = Chip("合作中", look, Tone.GOOD)
    qtbot.addWidget(chip)
    assert _colours(chip.grab().toImage()) >= {QColor(LIGHT.good_tint).rgb()}
    chip.show_state("黑名单", Tone.STOP)
    chip.resize(chip.sizeHint())
    assert (chip.text, chip.tone, chip.accessibleName()) == ("黑名单", Tone.STOP, "黑名单")
    assert _colours(chip.grab().toImage()) >= {QColor(LIGHT.stop_tint).rgb()}


def test_a_chip_in_a_cell_is_as_wide_as_its_word_and_never_wider_than_the_cell(look, qapp):
    image = QImage(200, 34, QImage.Format.Format_RGB32)
    for area_width in (200, 40):
        image.fill(QColor(LIGHT.surface))
        painter = QPainter(image)
        area = image.rect()
        area.setWidth(area_width)
        draw_chip(painter, area, "90 天内到期", Tone.CAUTION, LIGHT)
        font = painter.font()
        painter.end()
        tint = QColor(LIGHT.caution_tint).rgb()
        marked = [x for x in range(200) if image.pixel(x, 17) != QColor(LIGHT.surface).rgb()]
        assert tint in _colours(image)
        assert max(marked) + 1 == min(area_width, chip_width(font, "90 天内到期"))


def test_a_tile_opens_its_list_by_mouse_and_by_key(look, qtbot):
    tile = CounterTile("90 天内到期", "23 份", "其中 6 份已处理", Tone.CAUTION)
    qtbot.addWidget(tile)
    tile.show()
    for act in (
        lambda: click(tile),
        lambda: press(tile, Qt.Key.Key_Return),
        lambda: press(tile, Qt.Key.Key_Space),
    ):
        with qtbot.waitSignal(tile.opened):
            act()
    assert tile.accessibleName() == "90 天内到期 23 份 其中 6 份已处理"
    tile.count("0 份", tone=Tone.GOOD)
    assert tile.accessibleName() == "90 天内到期 0 份"
    assert tile.property("tone") == "good"


def test_a_banner_can_be_closed_and_offers_what_to_do(look, qtbot):
    done: list[str] = []
    action = button(look, "查看", press=lambda: done.append("看"))
    banner = Banner(look, "数据文件夹在网盘里", Tone.CAUTION, [action])
    qtbot.addWidget(banner)
    banner.show()
    click(action)
    assert done == ["看"]
    cross = next(b for b in banner.findChildren(QWidget) if b.accessibleName() == "关闭提示")
    with qtbot.waitSignal(banner.closed):
        click(cross)
    assert not banner.isVisible()


def test_a_card_keeps_its_contents_at_the_top_unless_it_is_filled(qtbot):
    for fill in (False, True):
        card, inside = Card("本周", fill=fill), QWidget()
        qtbot.addWidget(card)
        inside.setMinimumHeight(20)
        card.body.addWidget(inside)
        card.resize(300, 400)
        card.show()
        assert (inside.height() > 200) is fill


def test_an_empty_place_says_what_belongs_there_without_cutting_it(look, qtbot):
    text = "与学院合作的企业、园区和行业组织。可以把现有的 Excel 台账直接导入。" * 3
    empty = EmptyState(look, "building-2", "还没有合作企业", text, [button(look, "导入")])
    qtbot.addWidget(empty)
    empty.resize(320, 500)
    empty.show()
    words = next(w for w in empty.findChildren(QWidget) if getattr(w, "text", str)() == text)
    assert words.height() >= words.heightForWidth(words.width())
    assert empty.findChildren(IconLabel)


def test_the_search_waits_for_a_pause_or_enter(look, qtbot):
    box = SearchBox(look, "搜索企业…", "Ctrl+K")
    qtbot.addWidget(box)
    said: list[str] = []
    box.searched.connect(said.append)
    write(box, "cds")
    assert said == []
    press(box, Qt.Key.Key_Return)
    assert said == ["cds"]
    with qtbot.waitSignal(box.searched):
        write(box, "l")
    press(box, Qt.Key.Key_Return)
    press(box, Qt.Key.Key_Escape)
    assert said == ["cds", "cdsl", ""], "what was said is not said again; Esc empties at once"
    assert box.accessibleName() == "搜索企业"


def test_a_menu_lives_as_long_as_its_button(look, qtbot):
    chosen: list[str] = []

    def make() -> QPushButton:
        menu = QMenu()
        menu.addAction("一览表").triggered.connect(lambda: chosen.append("一览表"))
        return menu_button(look, "报表", menu, "printer")

    opener = make()
    qtbot.addWidget(opener)
    opener.menu().actions()[0].trigger()
    assert chosen == ["一览表"]


def test_enter_presses_a_button_that_has_the_focus(look, qtbot):
    pressed: list[int] = []
    made = button(look, "保存", press=lambda: pressed.append(1))
    qtbot.addWidget(made)
    made.show()
    press(made, Qt.Key.Key_Return)
    assert pressed == [1]


def test_a_click_on_a_button_leaves_the_focus_where_the_typing_is(look, qtbot):
    window = QWidget()
    box, made = SearchBox(look, "查找"), tool(look, "x", "清空")
    window.setLayout(row(box, made))
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    box.setFocus()
    click(made)
    assert QApplication.focusWidget() is box
    assert made.toolTip() == "<qt>清空</qt>"


@pytest.mark.parametrize(("key", "agreed"), [(Qt.Key.Key_Return, True), (Qt.Key.Key_Escape, False)])
def test_a_harmless_question_is_answered_with_enter_or_escape(look, qtbot, key, agreed: bool):
    QTimer.singleShot(0, lambda: press(QApplication.activeModalWidget(), key))
    assert dialogs.ask(look, None, "保存", "保存修改吗？", "保存") is agreed


def test_a_dangerous_question_says_no_to_enter(look, qtbot):
    QTimer.singleShot(0, lambda: press(QApplication.activeModalWidget(), Qt.Key.Key_Return))
    assert not dialogs.confirm(look, None, "清空回收站", "将永久删除 12 条。", "永久删除 12 条")


def test_a_dangerous_question_is_agreed_to_by_its_own_button(look, qtbot):
    def agree() -> None:
        buttons = QApplication.activeModalWidget().findChildren(QPushButton)
        click(next(each for each in buttons if each.text() == "永久删除 12 条"))

    QTimer.singleShot(0, agree)
    assert dialogs.confirm(look, None, "清空回收站", "将永久删除 12 条。", "永久删除 12 条")


@pytest.mark.parametrize(
    ("chosen", "kind", "path"),
    [
        ("台账", dialogs.EXCEL, "台账.xlsx"),
        ("台账.xlsx", dialogs.EXCEL, "台账.xlsx"),
        ("一览表", dialogs.PDF, "一览表.pdf"),
        ("文件", dialogs.ANYTHING, "文件"),
        ("2026.9 台账.xls", dialogs.LEDGERS, "2026.9 台账.xls"),
    ],
)
def test_a_new_file_gets_the_ending_of_its_kind(monkeypatch, chosen, kind, path):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (chosen, kind))
    assert dialogs.choose_new_file(None, "导出", "x", kind) == Path(path)


def test_thinking_better_of_a_file_gives_none(monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    assert dialogs.choose_new_file(None, "导出", "x") is None
    assert dialogs.choose_file(None, "打开") is None
    assert dialogs.choose_folder(None, "文件夹") is None


def test_finished_work_can_be_opened_found_and_printed(look, qtbot, tmp_path, monkeypatch):
    file = tmp_path / "合作企业一览表.pdf"
    file.write_bytes(b"%PDF")
    opened: list[str] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()) or True
    )
    strip = done_strip(look, "已生成一览表", file, printing=lambda: opened.append("打印"))
    qtbot.addWidget(strip)
    strip.show()
    for words in ("打开", "打开所在文件夹", "打印"):
        click(next(b for b in strip.findChildren(QPushButton) if b.text() == words))
    assert [Path(each).name for each in opened] == [file.name, tmp_path.name, "打印"]


def test_a_file_that_is_gone_or_has_no_program_is_told(tmp_path, monkeypatch):
    with pytest.raises(Refused, match="没了"):
        files.open_file(tmp_path / "没了.pdf")
    odd = tmp_path / "a.odd"
    odd.touch()
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _: False)
    with pytest.raises(Fault) as caught:
        files.open_file(odd)
    assert caught.value.advice


def test_qt_speaks_chinese(qapp):
    chinese(qapp)
    assert QApplication.translate("QPlatformTheme", "Cancel") == "取消"
    assert QLocale().monthName(9) == "九月"
    assert QLocale().name() == "zh_CN"


def _colours(image: QImage) -> set[int]:
    return {image.pixel(QPoint(x, y)) for x in range(image.width()) for y in range(image.height())}
