"""Words in narrow fields: nothing whole is cut in two, and nothing is wider than its field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from app.ui.look import Look
from app.ui.week_words import Fitting

SAMPLES = ("新能源2601", "24数控2班", "30/40 电气2401", "数控编程与加工 项目一", "PLC 调试", "")


@pytest.fixture
def fitting(qapp: QApplication, look: Look) -> Fitting:
    return Fitting(qapp.font())


def test_a_class_is_broken_before_its_number(fitting: Fitting) -> None:
    width = fitting.width("新能源") + 2
    assert fitting.wrapped("新能源2601", width, 2) == ["新能源", "2601"]
    assert fitting.wrapped("24数控2班", fitting.width("24数控2"), 2) == ["24数控", "2班"]
    assert fitting.wrapped("30/40 电气2401", fitting.width("电气2401"), 3) == ["30/40", "电气2401"]


def test_what_is_left_out_is_told_by_dots(fitting: Fitting) -> None:
    width = fitting.width("数控编程")
    assert fitting.wrapped("数控编程与加工", width, 1) == ["数控编…"]
    assert fitting.wrapped("数控编程", width, 1) == ["数控编程"]
    assert fitting.first(("课表 已登记", "课表"), fitting.width("课表")) == "课表"


@given(st.sampled_from(SAMPLES), st.floats(24, 160), st.integers(1, 4))
def test_no_line_is_wider_than_its_field(
    fitting: Fitting, words: str, width: float, most: int
) -> None:
    lines = fitting.wrapped(words, width, most)
    assert len(lines) <= most
    assert all(fitting.width(line) <= width for line in lines)
    if not any(line.endswith("…") for line in lines):
        assert "".join(lines).replace(" ", "") == words.replace(" ", "")
