"""Whatever can be written can be drawn and read back, and what cannot is named beforehand."""

from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from fontTools.subset import Subsetter
from fontTools.ttLib import TTFont

from app.places import RESOURCES
from app.services.reports.fonts import Fonts, Missing, Role
from app.services.reports.pdf import Unprintable, missing_glyphs, write_pdf
from app.services.reports.spec import Column, Report, Style, Table, Text
from tests.services.reports.conftest import text_of

DAY = date(2026, 11, 21)
RARE = "䶮㛃𠅤𫖯𬭚"
NOWHERE = "\U0002ebf0"  # in no font that we ship: extension I


def level_two(fonts: Fonts) -> list[str]:
    """The ideographs and radicals of GB 18030-2022, implementation level 2."""
    compatibility = map(
        ord, "\ufa0e\ufa0f\ufa11\ufa13\ufa14\ufa1f\ufa21\ufa23\ufa24\ufa27\ufa28\ufa29"
    )
    radicals = map(
        ord, "\u2e81\u2e84\u2e88\u2e8b\u2e8c\u2e97\u2ea7\u2eaa\u2eae\u2eb3\u2eb6\u2eb7\u2ebb\u2eca"
    )
    plane = [*range(0x4E00, 0x9FF0), *range(0x3400, 0x4DB6), *compatibility, *radicals]
    beyond = [code for code in fonts.face(Role.SONG).main.face.charToGlyph if code > 0x1FFFF]
    return [chr(code) for code in [*plane, *sorted(beyond)]]


def test_every_ideograph_of_level_two_comes_back_as_it_went_in(fonts, tmp_path):
    characters = level_two(fonts)
    assert len(characters) >= 27_780
    rows = [["".join(characters[at : at + 30])] for at in range(0, len(characters), 30)]
    table = Table(columns=[Column(label="字", width=40)], rows=rows, numbered=False)
    report = Report(id="x", title="字表", as_of=DAY, sections=[table])
    assert write_pdf(report, tmp_path / "字表.pdf", fonts).missing == ()
    text = text_of(tmp_path / "字表.pdf")
    lost = [row[0] for row in rows if row[0] not in text]
    assert lost == []


def test_a_character_without_glyph_is_named_before_anything_is_written(fonts, register, tmp_path):
    path = tmp_path / "x.pdf"
    path.write_bytes(b"before")
    report = register(sections=[Text(f"王{NOWHERE}"), Text("周𬭚")])
    told = (Missing(f"王{NOWHERE}", "U+2EBF0"),)
    assert missing_glyphs(report, fonts) == told
    with pytest.raises(Unprintable) as refused:
        write_pdf(report, path, fonts)
    assert refused.value.missing == told
    assert "U+2EBF0" in refused.value.message
    assert path.read_bytes() == b"before"


def test_once_accepted_it_is_drawn_as_a_visible_sign(fonts, register, tmp_path):
    report = register(sections=[Text(f"王{NOWHERE}")])
    done = write_pdf(report, tmp_path / "x.pdf", fonts, accept_missing=True)
    assert [each.codepoint for each in done.missing] == ["U+2EBF0"]
    assert "王〓" in text_of(tmp_path / "x.pdf")


@pytest.mark.parametrize("place", ["title", "organisation", "annex", "subtitle", "period"])
def test_no_part_of_a_report_escapes_the_search(fonts, register, place):
    found = missing_glyphs(register(**{place: f"甲{NOWHERE}"}), fonts)
    assert {each.codepoint for each in found} == {"U+2EBF0"}


def test_missing_characters_are_named_once_for_each_text(fonts, register):
    rows = [(f"甲{NOWHERE}",), (f"乙{NOWHERE}{NOWHERE}",), (f"甲{NOWHERE}",)]
    table = Table(columns=[Column(label="名称")], rows=rows)
    found = missing_glyphs(register(sections=[table]), fonts)
    assert [each.text for each in found] == [f"甲{NOWHERE}", f"乙{NOWHERE}{NOWHERE}"]


def test_of_a_long_text_only_the_surroundings_are_quoted(fonts, register):
    found = missing_glyphs(register(sections=[Text("字" * 300 + NOWHERE + "字" * 300)]), fonts)
    assert NOWHERE in found[0].text
    assert len(found[0].text) < 60


@pytest.mark.parametrize("style", Style)
def test_every_font_is_embedded_and_no_other_is_named(fonts, register, tmp_path, style):
    report = register(style=style, draft=True, sections=[Text(f"{RARE} 王䶮")])
    write_pdf(report, tmp_path / "x.pdf", fonts)
    raw = (tmp_path / "x.pdf").read_bytes()
    assert b"Helvetica" not in raw
    assert raw.count(b"/FontFile2") == raw.count(b"/Subtype /Type0") > 0
    assert raw.count(b"/ToUnicode") == raw.count(b"/Subtype /Type0")


def test_rare_characters_in_every_role(fonts, tmp_path, register):
    for role in Role:
        face = fonts.face(role)
        assert face.draws(RARE), role
        assert "".join(piece for _, piece in face.runs(f"王{RARE}")) == f"王{RARE}"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder like that of Windows, with a 仿宋 of a few characters."""
    font = TTFont(RESOURCES / "fonts" / "NotoSansSC-Bold.ttf")
    few = Subsetter()
    few.populate(text="正文")
    few.subset(font)
    font["name"].setName("FangSong", 6, 3, 1, 0x409)
    font.save(tmp_path / "simfang.ttf")
    return tmp_path


def test_the_offices_own_fonts_are_taken_where_the_style_asks_for_them(own, register):
    fonts = Fonts(own)
    assert fonts.face(Role.FANG, own=True).main.fontName == "FangSong"
    assert fonts.face(Role.FANG).main.fontName == "Noto Serif SC"
    assert fonts.face(Role.KAI, own=True).main.fontName == "Noto Serif SC"
    report = register(style=Style.OFFICIAL, sections=[Text("正文王䶮")])
    write_pdf(report, own / "x.pdf", fonts)
    assert b"FangSong" in (own / "x.pdf").read_bytes()
    assert "正文王䶮" in text_of(own / "x.pdf")


@pytest.mark.parametrize("content", [b"", b"no font at all", b"\x00\x01\x00\x00" + b"\xff" * 400])
def test_a_damaged_font_of_the_office_is_as_if_it_were_not_there(tmp_path, content, register):
    (tmp_path / "simkai.ttf").write_bytes(content)
    fonts = Fonts(tmp_path)
    assert fonts.face(Role.KAI, own=True).main.fontName == "Noto Serif SC"
    report = register(style=Style.OFFICIAL, sections=[Text("正文")])
    assert write_pdf(report, tmp_path / "x.pdf", fonts).pages == 1


def test_pages_can_be_rendered(fonts, register, tmp_path):
    """PDFium, which shows the preview, finds a glyph for every code."""
    write_pdf(register(sections=[Text(f"王{RARE}", indent=False)]), tmp_path / "x.pdf", fonts)
    document = pypdfium2.PdfDocument(tmp_path / "x.pdf")
    image = document[0].render(scale=1).to_numpy()
    document.close()
    assert image.min() < 64
