"""Lines end where a Chinese typesetter would end them, and nothing is lost."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.reports.breaking import balanced, break_lines, may_break
from app.services.reports.fonts import Fonts, Role

FACE = Fonts().face(Role.PLAIN)
texts = st.text("校企合作（）《》“”，。、；：ab19-. ", max_size=60)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("校企合作", 4, ["校企合作"]),
        ("校企合作，", 4.5, ["校企合作，"]),  # the empty half of the comma hangs over the edge
        ("校企合作，", 4, ["校企合", "作，"]),  # no line begins with a comma
        ("校企合作协议", 4, ["校企合作", "协议"]),
        ("校企合作（一）", 5, ["校企合作", "（一）"]),  # never ends with an opening bracket
        ("见《办法》规定", 3, ["见《办", "法》规", "定"]),
        ("编号XY-2026-0017", 7, ["编号", "XY-2026-0017"]),
        ("第一行\n第二行", 9, ["第一行", "第二行"]),
        ("甲 乙", 1.2, ["甲", "乙"]),
        ("", 5, [""]),
    ],
)
def test_where_lines_end(text, width, lines):
    assert break_lines(text, FACE, width) == lines


@given(texts, st.floats(1.5, 12))
def test_breaking_loses_no_character(text, width):
    joined = "".join(break_lines(text, FACE, width)).replace(" ", "")
    assert joined == text.replace(" ", "")


@given(texts, st.floats(2.5, 12))
def test_no_line_is_wider_than_its_space_by_more_than_half_a_sign(text, width):
    for line in break_lines(text, FACE, width):
        assert FACE.width(line) <= width + 0.51 or len(line) == 1


@given(texts.filter(lambda text: " " not in text), st.floats(3, 12))
def test_lines_begin_and_end_well_unless_there_is_no_other_place(text, width):
    lines = break_lines(text, FACE, width)
    for before, after in pairwise(lines):
        if before and after and not may_break(before[-1], after[0]):
            assert not any(may_break(a, b) for a, b in pairwise(before))


def test_a_title_breaks_into_even_lines_between_words():
    title = "川湘示例职业技术学院关于2026-2027学年第一学期校企合作工作情况的报告"
    first, second = balanced(title, FACE, 22)
    assert first == "川湘示例职业技术学院关于2026-2027"
    assert second == "学年第一学期校企合作工作情况的报告"


@given(texts.filter(lambda text: " " not in text), st.floats(3, 20))
def test_balancing_takes_no_more_lines_and_loses_nothing(text, width):
    assert "".join(balanced(text, FACE, width)) == text
    assert len(balanced(text, FACE, width)) <= len(break_lines(text, FACE, width))
