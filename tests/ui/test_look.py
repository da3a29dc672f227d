"""Colours that can be read, controls of one height, rings that can be seen."""

import re
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtCore import QFile, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontDatabase, QFontInfo, QIcon, QImage, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QRadioButton,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from app.models import KINDS
from app.places import RESOURCES
from app.settings import Appearance
from app.ui.buttons import button, tool
from app.ui.fonts import BUNDLED_FAMILY, WINDOWS_FAMILY, body_font, tabular
from app.ui.look import Look
from app.ui.memory_files import MemoryFiles
from app.ui.panels import CounterTile
from app.ui.tokens import COMPACT_ROW, CONTROL, DARK, LIGHT, ROW, Tokens, Tone

THEMES = pytest.mark.parametrize("t", [LIGHT, DARK], ids=["light", "dark"])


def contrast(one: str, other: str) -> float:
    """WCAG 2.1 contrast ratio."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@THEMES
@pytest.mark.parametrize("ink", ["text", "muted", "accent", "good", "caution", "stop"])
@pytest.mark.parametrize("ground", ["surface", "raised", "canvas"])
def test_every_ink_can_be_read_on_every_ground(t: Tokens, ink: str, ground: str) -> None:
    assert contrast(getattr(t, ink), getattr(t, ground)) >= 4.5


@THEMES
@pytest.mark.parametrize("tone", Tone)
def test_the_word_of_a_chip_can_be_read_on_it(t: Tokens, tone: Tone) -> None:
    assert contrast(t.ink(tone), t.tint(tone)) >= 4.5
    assert contrast(t.text, t.tint(tone)) >= 4.5  # banners


@THEMES
@pytest.mark.parametrize("ground", ["accent", "accent_hover", "accent_pressed", "stop"])
def test_the_word_of_a_full_button_can_be_read(t: Tokens, ground: str) -> None:
    assert contrast(t.on_accent, getattr(t, ground)) >= 4.5


@THEMES
def test_the_border_of_a_field_can_be_seen(t: Tokens) -> None:
    assert contrast(t.faint, t.surface) >= 3
    assert contrast(t.accent, t.surface) >= 3  # focus rings


def test_colours_stand_in_one_place_only() -> None:
    written = re.compile(r"#[0-9A-Fa-f]{6}\b|\brgba?\(|GlobalColor\.(?!transparent)")
    files = [*Path("app/ui").rglob("*.py"), RESOURCES / "style.qss"]
    found = [
        f.name for f in files if f.name != "tokens.py" and written.search(f.read_text("utf-8"))
    ]
    assert found == []


def test_changing_the_theme_changes_palette_sheet_and_icons(look: Look, qapp, qtbot) -> None:
    shown = tool(look, "house", "首页")
    qtbot.addWidget(shown)
    icon = look.icon("house", "text")
    assert _ink(icon) == QColor(LIGHT.text)
    with qtbot.waitSignal(look.changed):
        look.use(Appearance.DARK)
    assert look.tokens is DARK
    assert qapp.palette().window().color() == QColor(DARK.canvas)
    assert _ink(icon) == QColor(DARK.text)
    assert DARK.surface in qapp.styleSheet()
    assert LIGHT.surface not in qapp.styleSheet()


def test_the_same_theme_again_changes_nothing(look: Look, qtbot) -> None:
    with qtbot.assertNotEmitted(look.changed):
        look.use(Appearance.LIGHT)


def test_density_changes_the_rows(look: Look, qtbot) -> None:
    assert look.row_height == ROW
    with qtbot.waitSignal(look.changed):
        look.use(Appearance.LIGHT, compact=True)
    assert look.row_height == COMPACT_ROW


def test_an_icon_is_faint_when_disabled_and_accented_when_on(look: Look) -> None:
    icon = look.icon("house", "muted", on="accent")
    assert _ink(icon, QIcon.Mode.Disabled) == QColor(LIGHT.faint)
    assert _ink(icon, state=QIcon.State.On) == QColor(LIGHT.accent)


@pytest.mark.parametrize("scale", [1.0, 1.25, 2.0])
def test_an_icon_is_sharp_on_every_screen(look: Look, scale: float) -> None:
    pixmap = look.icon("house").pixmap(QSize(18, 18), scale)
    assert pixmap.devicePixelRatio() == scale
    assert pixmap.width() == int(18 * scale + 0.5)


def test_an_icon_is_drawn_in_the_middle_of_a_wide_place(look: Look) -> None:
    image = QImage(60, 20, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    look.icon("x", "text").paint(painter, QRect(0, 0, 60, 20))
    painter.end()
    marked = [x for x in range(60) if any(image.pixelColor(x, y).alpha() > 128 for y in range(20))]
    assert min(marked) >= 20
    assert max(marked) < 40
    assert abs(min(marked) + max(marked) - 59) <= 1


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_kind_has_an_icon_that_exists(look: Look, kind) -> None:
    assert not look.icon(kind.about.icon).pixmap(18, 18).isNull()


def test_the_shipped_family_is_used_where_windows_is_not(look: Look, qapp) -> None:
    info = QFontInfo(qapp.font())
    assert info.family() in (WINDOWS_FAMILY, BUNDLED_FAMILY)
    assert qapp.font().pointSizeF() == 9


def test_a_font_that_qt_cannot_open_by_path_is_loaded_by_content(monkeypatch, qapp):
    loaded: list[bytes] = []
    monkeypatch.setattr(QFontDatabase, "hasFamily", lambda _: False)
    monkeypatch.setattr(QFontDatabase, "addApplicationFont", lambda _: -1)
    monkeypatch.setattr(QFontDatabase, "addApplicationFontFromData", loaded.append)
    assert body_font(RESOURCES / "fonts").family() == BUNDLED_FAMILY
    assert [content[:4] for content in loaded] == [b"\x00\x01\x00\x00"] * 2, "regular and bold"


def test_the_system_decides_when_it_is_asked_to(look: Look, qapp, monkeypatch):
    look.use(Appearance.SYSTEM)
    assert look.tokens is LIGHT, "unknown counts as light"
    monkeypatch.setattr(type(qapp.styleHints()), "colorScheme", lambda _: Qt.ColorScheme.Dark)
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert look.tokens is DARK
    look.use(Appearance.LIGHT)
    assert look.tokens is LIGHT


def test_digits_stand_under_each_other(look: Look, qapp) -> None:
    from PySide6.QtGui import QFontMetricsF

    metrics = QFontMetricsF(tabular(qapp.font()))
    assert len({round(metrics.horizontalAdvance(digit), 2) for digit in "0123456789"}) == 1


def test_memory_files_can_be_read_back_by_name() -> None:
    contents = {name: f"<svg id='{name}'/>".encode() for name in ("down", "up", "tick_off", "x")}
    files = MemoryFiles(contents)
    for name, content in contents.items():
        file = QFile(f":/{files.folder}/{name}")
        assert file.open(QIODevice.OpenModeFlag.ReadOnly)
        assert bytes(file.readAll().data()) == content
        assert files.urls()[name] == f"url(:/{files.folder}/{name})"


def test_memory_files_go_with_their_owner() -> None:
    files = MemoryFiles({"a": b"1"})
    name = f":/{files.folder}/a"
    assert QFile.exists(name)
    del files
    assert not QFile.exists(name)


CONTROLS: dict[str, Callable[[Look], QWidget]] = {
    "plain": lambda look: button(look, "导入"),
    "primary": lambda look: button(look, "保存", kind="primary"),
    "quiet": lambda look: button(look, "取消", kind="quiet"),
    "danger": lambda look: button(look, "删除", kind="danger"),
    "stop": lambda look: button(look, "清空", kind="stop"),
    "tool": lambda look: tool(look, "x", "关闭"),
    "line": lambda _: QLineEdit(),
    "combo": lambda _: QComboBox(),
}
MORE: dict[str, Callable[[Look], QWidget]] = {
    "link": lambda look: button(look, "全部", kind="link"),
    "prose": lambda _: QPlainTextEdit(),
    "tick": lambda _: QCheckBox("已选"),
    "radio": lambda _: QRadioButton("浅色"),
    "list": lambda _: QListWidget(),
    "tile": lambda _: CounterTile("到期", "3"),
    "tabs": lambda _: _tabs(),
}


@pytest.mark.parametrize("name", CONTROLS)
def test_controls_have_one_height(look: Look, qtbot, name: str) -> None:
    control = CONTROLS[name](look)
    qtbot.addWidget(control)
    control.ensurePolished()
    assert control.sizeHint().expandedTo(control.minimumSize()).height() == CONTROL


@THEMES
@pytest.mark.parametrize("name", [*CONTROLS, *MORE])
def test_the_focus_can_be_seen(look: Look, qtbot, name: str, t: Tokens) -> None:
    look.use(Appearance.DARK if t.dark else Appearance.LIGHT)
    window = QWidget()
    qtbot.addWidget(window)
    control = (CONTROLS | MORE)[name](look)
    other = QLineEdit()
    other.setReadOnly(True)
    layout = QVBoxLayout(window)
    layout.addWidget(other)
    layout.addWidget(control)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    other.setFocus()
    before = control.grab().toImage()
    control.setFocus(Qt.FocusReason.TabFocusReason)
    after = control.grab().toImage()
    changed = sum(
        before.pixelColor(x, y) != after.pixelColor(x, y)
        for x in range(before.width())
        for y in range(before.height())
    )
    assert changed > 40, "a ring is more than a caret"


def _tabs() -> QTabBar:
    bar = QTabBar()
    bar.addTab("概览")
    bar.addTab("编辑")
    return bar


def _ink(
    icon: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal, state: QIcon.State = QIcon.State.Off
) -> QColor:
    """The colour of the strongest dot."""
    image = icon.pixmap(QSize(48, 48), 1.0, mode, state).toImage()
    dots = [image.pixelColor(x, y) for x in range(48) for y in range(48)]
    strongest = max(dots, key=QColor.alpha)
    return QColor(strongest.rgb())


def test_every_name_in_the_sheet_is_a_token(look: Look, qapp: QApplication) -> None:
    known = {each.name for each in fields(LIGHT)}
    assert "$" not in qapp.styleSheet().replace("$names", "")
    assert known >= {"canvas", "accent_tint"}
