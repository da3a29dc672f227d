"""交替教学安排表: week by week on paper and in the workbook, clashes only where asked for."""

from datetime import date
from pathlib import Path

from app.models import Cohort, Partner, Term
from app.models.cohorts import Place
from app.services.alternation import Block
from app.services.alternation_store import paint_weeks
from app.services.calendar_store import seed_calendar
from app.services.office import Office
from app.services.reports import catalogue
from app.services.reports.catalogue import choose, entry, run
from app.services.reports.spec import Report
from tests.make import Make
from tests.services.reports.conftest import text_of

TODAY = date(2026, 11, 21)
CODE = "2026-2027-1"


def made(office: Office, **given: str) -> Report:
    wanted = entry("alternation_calendar")
    return run(office, wanted.id, choose(office, wanted, given, TODAY), TODAY)


def test_every_week_with_its_place(office: Office, make: Make, tmp_path: Path) -> None:
    seed_calendar(office)
    term = make(Term, code=CODE, starts=date(2026, 8, 31), weeks=18)
    make(Term, code="2025-2026-1", starts=date(2025, 9, 1), weeks=18)
    host = make(Partner, name="示例甲厂")
    cohort = make(Cohort, name="示例学徒班", partners=(host.id,))
    away = Block(CODE, 0, 0, Place.PARTNER, host.id, post="数控车工")
    paint_weeks(office, cohort.id, term.id, range(1, 17), Block(CODE, 0, 0, Place.SCHOOL))
    paint_weeks(office, cohort.id, term.id, range(5, 9), away)
    report = made(office, cohort="示例学徒班", year="2026-2027")
    figures = report.figures
    assert (figures["school"], figures["partner"], figures["weeks"]) == (12, 4, 18)
    [table] = report.tables
    assert table.rows[4][:5] == ("第5周", "9.28–10.4", "企业", "示例甲厂", "数控车工")
    assert table.rows[17][2] == "—"
    assert made(office, cohort="示例学徒班").figures["terms"] == 2
    checked = made(office, cohort="示例学徒班", checks="是")
    assert any("没有依据协议" in str(row) for row in checked.tables[-1].rows)
    catalogue.write(office, report, tmp_path / "x.pdf", tmp_path / "x.xlsx")
    text = text_of(tmp_path / "x.pdf")
    for words in ("示例学徒班交替教学安排表", "10月1日至4日国庆节放假", "企业班主任"):
        assert words in text
