"""校历 on paper: a page a term, the words that matter on every page and in the workbook."""

from datetime import date
from pathlib import Path

import pytest

from app.errors import Invalid
from app.models import CalendarDay, Term
from app.models.calendar import DayKind, Weekday
from app.services.calendar_store import seed_calendar
from app.services.office import Office
from app.services.reports import catalogue
from app.services.reports.catalogue import choose, entry, run
from app.services.reports.spec import Report
from tests.make import Make
from tests.services.reports.conftest import text_of

TODAY = date(2026, 11, 21)


def made(office: Office, **given: str) -> Report:
    wanted = entry("school_calendar")
    return run(office, wanted.id, choose(office, wanted, given, TODAY), TODAY)


@pytest.fixture
def year(office: Office, make: Make) -> None:
    make(Term, code="2026-2027-1", starts=date(2026, 8, 31), weeks=18, exam_from=18)
    make(Term, code="2026-2027-2", starts=date(2027, 3, 1), weeks=18)
    make(Term, code="2025-2026-2", starts=date(2026, 3, 2), weeks=18)
    seed_calendar(office)
    records = office.of(CalendarDay)
    sunday = next(each for each in records.all() if each.on == date(2026, 9, 20))
    records.save({"runs_as": Weekday.FRIDAY, "runs_week": 5}, sunday)


def test_a_page_a_term_with_shifted_days_in_words(
    office: Office, year: None, tmp_path: Path
) -> None:
    report = made(office)
    assert report.title == "2026-2027学年校历"
    assert (report.figures["terms"], report.figures["weeks"]) == (2, 36)
    weeks = report.tables[0].rows
    assert weeks[2][8] == "20\n按周五\n第5周"
    assert weeks[4][5] == "10/1 休"
    assert "9月20日调休上课（按周五第5周）" in str(weeks[2][9])
    written = catalogue.write(office, report, tmp_path / "x.pdf", tmp_path / "x.xlsx")
    assert written.pages == 2
    text = text_of(tmp_path / "x.pdf")
    for words in ("10月5日至7日国庆节放假", "寒假：", "2027年还没有节假日表"):
        assert words in text


def test_which_year(office: Office, year: None) -> None:
    assert made(office, year="2025-2026").figures["weeks"] == 18
    assert "没有学期" in made(office, year="2030-2031").tables[0].empty
    with pytest.raises(Invalid, match="2026-2027 这样"):
        made(office, year="明年")


def test_days_of_school_are_counted(office: Office, make: Make) -> None:
    make(Term, code="2026-2027-1", starts=date(2026, 11, 2), weeks=1)
    make(CalendarDay, on=date(2026, 11, 6), kind=DayKind.EVENT, name="运动会")
    assert made(office).figures["class_days"] == 4
