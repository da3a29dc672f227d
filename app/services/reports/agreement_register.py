"""协议台账: agreements by when they run out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from app.models import Agreement
from app.models.agreements import AgreementKind, AgreementState
from app.models.fields import Choice, option
from app.services.agreements import Due, due
from app.services.office import Office
from app.services.reports.reading import Common, Row, Scope, running, scope, wan, written
from app.services.reports.spec import Align, Column, Group, Notes, Orientation, Report, Table, Total


class Which(Choice):
    """How far the ledger goes."""

    ALL = "全部协议"
    ACTIVE = "只列履行中的协议"


@dataclass(frozen=True, slots=True)
class Ledger(Common):
    """What may be chosen."""

    which: Which = option("范围", Which.ALL)
    kind: AgreementKind | None = option("协议类型", None, help="留空为全部类型。")


_KEYS = (
    "number", "name", "kind", "partners", "programmes", "department_id", "signed_on", "starts",
    "ends",
)  # fmt: skip
_LEFT = Column(label="剩余天数", key="left", unit="天", type=int, width=5, align=Align.RIGHT)
_FIGURES = {
    Due.UNSPECIFIED: "unspecified",
    Due.EXPIRED: "expired",
    Due.DAYS_30: "due_30",
    Due.DAYS_60: "due_60",
    Due.DAYS_90: "due_90",
    Due.DAYS_120: "due_120",
    Due.LATER: "later",
}


def build(office: Office, chosen: Ledger, today: date) -> Report:
    """Agreements that are carried out by their end, all others by their state."""
    at = scope(office, chosen, today)
    rows = _read(at, chosen)
    columns = _columns()
    groups = [
        Group(f"{title}（{len(each)}份）", [_cells(row, columns) for row in each])
        for title, each in _grouped(rows, at.day)
    ]
    table = Table(columns=columns, groups=groups, total=Total.LAST, subtotals=True, keys=2)
    return at.report(
        "agreement_register",
        "校企合作协议台账",
        [table, at.hands(), Notes(_notes(at, chosen))],
        orientation=Orientation.LANDSCAPE,
        unit="份、天、万元",
        draft=chosen.draft,
        figures=_figures(at, rows),
    )


def _read(at: Scope, chosen: Ledger) -> list[Row]:
    """The agreements asked for, each with the day it ends after its amendments."""
    state = AgreementState.ACTIVE if chosen.which is Which.ACTIVE else None
    query = replace(at.query(state=state, kind=chosen.kind), order="ends")
    rows = at.rows(Agreement, query)
    ends = at.office.agreements.ends_of(row["id"] for row in rows)
    for row in rows:
        row["ends"] = ends[row["id"]]
        row["left"] = (row["ends"] - at.day).days if row["ends"] else None
        row["standing"] = row["handling"] or row["state"]
    return sorted(rows, key=lambda row: (row["ends"] or date.min, row["number"] or ""))


def _columns() -> list[Column]:
    shown = [Column.of(Agreement.field(key)) for key in _KEYS]
    amount = Column.of(Agreement.field("amount"))
    standing = Column(label="状态", key="standing", width=6, align=Align.CENTRE, show=str)
    return [*shown, _LEFT, amount, standing]


def _cells(row: Row, columns: Sequence[Column]) -> tuple[object, ...]:
    return tuple(row[column.key] for column in columns)


def _grouped(rows: Iterable[Row], day: date) -> list[tuple[str, list[Row]]]:
    """Only what has members, in the order of the expiry board, then of the states."""
    rows = list(rows)
    active = [row for row in rows if row["state"] is AgreementState.ACTIVE]
    boards = [(each.value, [row for row in active if _due(row, day) is each]) for each in Due]
    states = [
        (str(state), [row for row in rows if row["state"] is state])
        for state in AgreementState
        if state is not AgreementState.ACTIVE
    ]
    return [(title, each) for title, each in (*boards, *states) if each]


def _due(row: Row, day: date) -> Due:
    return due(row["ends"], row["renewal"], day)


def _figures(at: Scope, rows: Sequence[Row]) -> dict[str, int | float]:
    active = [row for row in rows if row["state"] is AgreementState.ACTIVE]
    held = running(at.office, at.day).agreements
    by_due = [_due(row, at.day) for row in active]
    amount = sum((row["amount"] for row in rows if row["amount"]), start=Decimal())
    return {
        "agreements": len(rows),
        "active": len(active),
        "in_force": sum(1 for row in rows if row["id"] in held),
        **{name: by_due.count(column) for column, name in _FIGURES.items()},
        "amount": wan(amount),
    }


def _notes(at: Scope, chosen: Ledger) -> list[str]:
    kind = f"“{chosen.kind}”类" if chosen.kind else ""
    return [
        f"统计截至{written(at.day)}，范围：{kind}{chosen.which}。履行中的协议按到期日期分组，"
        "其余按状态列在后面。",
        "到期日期按已签订的补充协议调整；到期当日仍在有效期内；无固定期限的协议列入“120 天以后”。",
        "“状态”栏写明到期处理意见（已续签、不再续签、跟进中）的，以处理意见为准。",
    ]
