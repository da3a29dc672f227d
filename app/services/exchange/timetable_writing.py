"""A timetable from the file to the database: one transaction, so that one undo takes it back."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import Conflict, Problem
from app.models import Booking, BookingOccurrence, Term, UseRecord
from app.models.bookings import BookingState, OccurrenceState
from app.models.log import NumberSeries
from app.models.values import uuid7
from app.services.bookings.booking import Request, row_of
from app.services.calendar_store import insert_periods
from app.services.copies import Why
from app.services.database import Writing
from app.services.exchange.lines import Outcome, Progress
from app.services.exchange.plan import state_of, write_made
from app.services.exchange.timetable import TimetablePlan, plan_timetable
from app.services.exchange.timetable_clashes import Entry
from app.services.exchange.timetable_returned import returns, write_returns
from app.services.exchange.timetable_rows import Row
from app.services.office import Office
from app.services.records import next_number

PERIODS_TOLD = "还没有登记节次，填入常用的上下课时间，请在“节次”里核对"


def import_timetable(  # noqa: PLR0913 - the options of the command line
    office: Office,
    path: Path,
    *,
    sheet: str | None = None,
    dry_run: bool = False,
    rejected: Path | None = None,
    progress: Progress = lambda *_: None,
) -> dict[str, Any]:
    """Read, check and write a timetable; the result as the command line gives it.

    Rows that are refused or found no room are in the result, and in the workbook `rejected`.
    """
    plan = plan_timetable(office, path, sheet or "", progress)
    if not dry_run:
        apply_timetable(office, plan, progress)
    if rejected is not None and returns(plan.entries):
        write_returns(plan, rejected)
    return as_result(plan)


def apply_timetable(
    office: Office, plan: TimetablePlan, progress: Progress = lambda *_: None
) -> None:
    """Write what the plan says, or nothing. Conflict if the database has moved on."""
    wanted = writes(plan)
    if not wanted:
        return
    if office.db.sqlite:
        office.backups.before(Why.IMPORT)
    progress(0, len(wanted), "写入")
    with office.db.write(f"导入课表 {plan.ledger.name}") as writing:
        if state_of(writing.session) != plan.state:
            raise Conflict("核对之后库里的记录又有变动，请重新核对再导入。")
        write_made(writing, plan.made)
        insert_periods(office, writing)
        if plan.fresh_term:
            values = {"code": plan.term.code, "starts": plan.term.starts, "weeks": plan.term.weeks}
            office.of(Term).put(writing, plan.term_id, values, fresh=True)
        _insert(writing, [e for e in wanted if e.key is None])
        for entry in wanted:
            if entry.outcome is Outcome.CHANGED:
                _change(writing, entry)
    progress(len(wanted), len(wanted), "写入")
    office.db.event("导入课表", {"文件": plan.ledger.name, "行数": len(plan.ledger.rows)})


def writes(plan: TimetablePlan) -> list[Entry]:
    """The rows that are written: with their dates, or as still to be placed."""
    return [e for e in plan.entries if e.outcome in (Outcome.NEW, Outcome.CHANGED)]


def _insert(writing: Writing, entries: Sequence[Entry]) -> None:
    bookings, dates = [], []
    numbers = _numbers(writing.session, len(entries)) if entries else []
    for entry, number in zip(entries, numbers, strict=True):
        entry.key = uuid7()
        bookings.append(
            _DEFAULTS | entry.values | {"id": entry.key, "number": number} | _state(entry)
        )
        dates += _dates(entry)
    writing.insert_many(Booking, bookings)
    writing.insert_many(BookingOccurrence, dates)


def _numbers(session: Session, count: int) -> list[str]:
    """So many numbers in a row, with one look at the series."""
    head, _, serial = next_number(session, "YY", None).rpartition("-")
    prefix, year, campus = head.split("-")
    session.flush()
    session.get_one(NumberSeries, (prefix, int(year), campus)).last += count - 1
    return [f"{head}-{number:03}" for number in range(int(serial), int(serial) + count)]


_SETTLED = (OccurrenceState.DONE, OccurrenceState.NO_SHOW, OccurrenceState.CANCELLED)
_DEFAULTS = {each.key: each.default for each in Booking.fields() if each.default is not None}


def _state(entry: Entry) -> dict[str, Any]:
    state = BookingState.UNPLACED if entry.unplaced else BookingState.APPROVED
    return {"state": state, "locked": not entry.unplaced}


def _dates(entry: Entry) -> list[dict[str, Any]]:
    """The dates of a row; those that fell out stay on the series."""
    if entry.unplaced:
        return []
    request = Request(entry.values)
    rows = [row_of(use, OccurrenceState.PLANNED) for use in entry.uses]
    rows += [row_of(use, OccurrenceState.SKIPPED, why) for use, why in entry.shut]
    rows += [row_of(request.use(x.on), OccurrenceState.SKIPPED, x.why) for x in entry.lost if x.on]
    return [row | {"booking_id": entry.key} for row in rows]


def _change(writing: Writing, entry: Entry) -> None:
    """A row that reads otherwise now.

    What is on record about a date is never lost: a date that was used or missed stays as it is, a
    cancelled one stays cancelled. At the same time and place all others stay where they are, too.
    """
    booking = writing.session.get_one(Booking, entry.key)
    for key, value in (entry.values | _state(entry)).items():
        setattr(booking, key, value)
    settled = set()
    for date_, used in _on_file(writing.session, booking):
        if used or date_.state in _SETTLED:
            settled.add(date_.on)
        elif entry.stays:
            date_.teacher_id, date_.class_id = booking.teacher_id, booking.class_id
        else:
            date_.deleted = True
    writing.session.flush()
    if not entry.stays:
        rows = [row for row in _dates(entry) if row["on"] not in settled]
        writing.insert_many(BookingOccurrence, rows)


def _on_file(session: Session, booking: Booking) -> Sequence[tuple[BookingOccurrence, bool]]:
    """Every date of a booking, and whether its use is written down."""
    used = select(UseRecord.id).where(
        UseRecord.occurrence_id == BookingOccurrence.id, UseRecord.deleted.is_(False)
    )
    query = select(BookingOccurrence, used.exists()).where(
        BookingOccurrence.booking_id == booking.id, BookingOccurrence.deleted.is_(False)
    )
    return [(each, held) for each, held in session.execute(query)]


def as_result(plan: TimetablePlan) -> dict[str, Any]:
    """A plan as the command line's JSON: rows as Excel counts."""
    count = {outcome: len(plan.of(outcome)) for outcome in Outcome}
    return {
        "kind": "timetable",
        "sheet": plan.ledger.sheet,
        "term": plan.term.code,
        "rows": len(plan.entries),
        "new": count[Outcome.NEW],
        "changed": count[Outcome.CHANGED],
        "same": count[Outcome.SAME],
        "slots": plan.slots,
        "refused": [_told(e.row, p) for e in plan.entries for p in e.row.problems],
        "warnings": [_told(e.row, p) for e in plan.entries for p in e.row.warnings],
        "clashes": [
            {
                "row": each.row,
                "what": each.what,
                "slots": each.slots,
                "with_rows": list(each.with_rows),
                "with": list(each.with_titles),
                "proposals": list(each.proposals),
            }
            for entry in plan.entries
            for each in entry.clashes
        ],
        "returned": len(returns(plan.entries)),
        "missing": list(plan.missing),
        "made": [each.told for each in plan.made] + ([PERIODS_TOLD] if plan.no_periods else []),
    }


def _told(row: Row, problem: Problem) -> dict[str, Any]:
    return {"row": row.number, "field": problem.field, "reason": problem.message}
