"""Charts: every quantity is written, and the screen finds the fonts it is told."""

import pytest

from app.services.reports.charts import bars, pie
from app.services.reports.pdf import write_pdf
from app.services.reports.spec import Bars, Pie
from tests.services.reports.conftest import text_of

BARS = Bars("各专业人数", ["数控技术", "护理䶮"], {"实习": [12, 0], "就业": [7, 31]}, "人")
PIE = Pie("行业", [("制造业", 30), ("教育", 10)], "家")


def test_every_label_and_quantity_is_on_paper(fonts, register, tmp_path):
    write_pdf(register(sections=[BARS, PIE]), tmp_path / "x.pdf", fonts)
    text = text_of(tmp_path / "x.pdf")
    for wanted in ("各专业人数", "单位：人", "数控技术", "护理䶮", "实习", "就业", "12", "31",
                   "制造业", "（75.0%）", "（25.0%）"):  # fmt: skip
        assert wanted in text
    assert b"Helvetica" not in (tmp_path / "x.pdf").read_bytes()


def test_many_bars_go_on_as_many_drawings_as_a_page_can_hold(fonts):
    many = Bars("多", [f"第{at}项" for at in range(60)], {"数": list(range(60))})
    drawings = bars(many, fonts, 480)
    assert len(drawings) == 3
    assert all(drawing.height < 600 for drawing in drawings)


@pytest.mark.parametrize(
    "section",
    [
        Bars("空", [], {"数": []}),
        Bars("零", ["甲"], {"数": [0]}),
        Pie("零", [("甲", 0), ("乙", 0)]),
        Pie("一", [("甲", 5)]),
        Pie("空", []),
    ],
)
def test_nothing_to_show_is_no_failure(fonts, register, tmp_path, section):
    write_pdf(register(sections=[section]), tmp_path / "x.pdf", fonts)
    assert "合作企业一览表" in text_of(tmp_path / "x.pdf")


def test_the_smallest_parts_of_a_pie_are_taken_together(fonts):
    many = Pie("多", [(f"第{at}类", at) for at in range(1, 21)])
    text = " ".join(each.text for each in pie(many, fonts, 480).contents if hasattr(each, "text"))
    assert "其他" in text
    assert f"{sum(range(1, 14))}　" in text
