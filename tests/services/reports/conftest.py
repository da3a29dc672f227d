"""Fonts read once, reports to try things on, and golden pages."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from app.services.reports.fonts import Fonts
from app.services.reports.spec import Align, Column, Report, Signatures, Table, Total

MM = 72 / 25.4
NAMES = (
    "成都示例蓉驰汽车零部件有限公司",
    "成都示例锦程智能装备有限公司",
    "成渝示例新能源汽车动力电池回收与梯次利用技术研究院（成都）股份有限公司龙泉驿第二分公司",
    "湘西示例武陵酒业有限公司",
)
COLUMNS = (
    Column(label="企业名称", width=22),
    Column(label="统一社会信用代码", width=14, align=Align.CENTRE),
    Column(label="合作状态", width=7, align=Align.CENTRE),
    Column(label="首次合作日期", width=9, type=date, align=Align.CENTRE, show=date.isoformat),
    Column(label="在岗职工总数", unit="人", width=7, type=int, align=Align.RIGHT, total=True),
    Column(label="金额", unit="元", width=9, type=Decimal, align=Align.RIGHT, total=True),
)


def partner_rows(count: int) -> list[tuple[Any, ...]]:
    return [
        (
            NAMES[at % len(NAMES)],
            f"9151011200000{at:05}",
            ("合作中", "洽谈中")[at % 2],
            date(2020 + at % 7, 1 + at % 12, 1 + at % 28),
            10 + at,
            Decimal(at * 100) / 4,
        )
        for at in range(count)
    ]


@pytest.fixture(scope="session")
def fonts() -> Fonts:
    return Fonts()


@pytest.fixture
def register() -> Callable[..., Report]:
    """A list of partners of any length; any part of the report can be given."""

    def made(count: int = 6, **changes: Any) -> Report:
        table = Table(columns=COLUMNS, rows=partner_rows(count), total=Total.LAST)
        report = Report(
            id="partner_register",
            title="合作企业一览表",
            as_of=date(2026, 11, 21),
            organisation="川湘示例职业技术学院",
            period="2026-2027学年第一学期",
            unit="人、元",
            sections=[table, Signatures()],
        )
        return replace(report, **changes)

    return made


def words(path: Path) -> list[str]:
    """Every word of a PDF: page, and where it stands to the nearest millimetre."""
    with pdfplumber.open(path) as pdf:
        return [
            f"{page.page_number} {word['x0'] / MM:.0f} {word['top'] / MM:.0f} {word['text']}"
            for page in pdf.pages
            for word in page.extract_words()
        ]


def text_of(path: Path) -> str:
    """All text of a PDF as PDFium reads it, without breaks and spaces."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        pages = []
        for page in document:
            text = page.get_textpage()
            pages.append(text.get_text_range())
            text.close()
            page.close()
    finally:
        document.close()
    return "".join("".join(pages).split())


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, list[str]], None]:
    """Compare lines with a file of that name; `--update-golden` writes the file anew."""
    update = request.config.getoption("--update-golden", default=False)

    def compare(name: str, found: list[str]) -> None:
        path = Path(__file__).parent / "golden" / f"{name}.txt"
        if update:
            path.parent.mkdir(exist_ok=True)
            path.write_text("\n".join(found) + "\n", "utf-8")
        assert found == path.read_text("utf-8").splitlines()

    return compare


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write golden pages anew")
