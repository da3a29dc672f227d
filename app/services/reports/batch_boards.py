"""八个事先, 三个全程, 两个及时: the boards of a batch as annexes, and why a square is not green."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.models import InternshipBatch
from app.models.fields import Choice, option
from app.services.office import Office
from app.services.reports.cells import GAP, TICK, people, word
from app.services.reports.placed import OfBatch, batch_of
from app.services.reports.reading import Scope, scope, written
from app.services.reports.spec import (
    Column,
    Fact,
    Facts,
    Notes,
    Orientation,
    Report,
    Section,
    Table,
    Total,
)
from app.services.rules.boards import Before, Row, Square, State, Throughout, Timely
from app.services.rules.service import boards, pack_in_force

_OPEN = {State.RED: "未完成", State.UNKNOWN: "未填报"}
_FEW = 3  # columns that are wide enough for a tick and its day on one line
_NAMED = 4  # hosts named in a reason before it says how many


@dataclass(frozen=True, slots=True)
class Beforehand(OfBatch):
    """What may be chosen."""

    annex: str | None = option("附件编号", "附件", help="印在左上角，可留空。")


class Part(Choice):
    """Which of the boards of a running batch."""

    THROUGHOUT = "三个全程"
    TIMELY = "两个及时"


@dataclass(frozen=True, slots=True)
class Running(OfBatch):
    """What may be chosen."""

    part: Part = option("内容", Part.THROUGHOUT)
    annex: str | None = option("附件编号", "附件", help="印在左上角，可留空。")


def before(office: Office, chosen: Beforehand, today: date) -> Report:
    """八个事先核对表."""
    at = scope(office, chosen, today)
    found = boards(office, chosen.batch, at.day)
    return _report(at, chosen, "before_board", "八个事先核对表", (Before, found.before))


def running(office: Office, chosen: Running, today: date) -> Report:
    """三个全程 or 两个及时."""
    at = scope(office, chosen, today)
    found = boards(office, chosen.batch, at.day)
    timely = chosen.part is Part.TIMELY
    board = (Timely, found.timely) if timely else (Throughout, found.throughout)
    return _report(at, chosen, "running_board", f"{chosen.part}核对表", board)


def _report(
    at: Scope,
    chosen: Beforehand | Running,
    id_: str,
    title: str,
    board: tuple[type[Enum], Sequence[Row]],
) -> Report:
    batch = batch_of(at, chosen.batch)
    columns, rows = board
    sections: list[Section] = [
        Facts([*_facts(batch, rows)], columns=3),
        _table(columns, rows),
        _reasons(rows),
        at.hands(),
        Notes([*_notes(at)]),
    ]
    return at.report(
        id_,
        f"{batch.kind}{title}",
        sections,
        subtitle=batch.name,
        orientation=Orientation.LANDSCAPE,
        annex=chosen.annex or "",
        draft=chosen.draft,
        figures=_figures(rows),
    )


def _figures(rows: Sequence[Row]) -> dict[str, int | float]:
    states = Counter(square.state for row in rows for square in row.squares)
    return {
        "hosts": sum(row.subject is not None for row in rows),
        "students": sum(row.students for row in rows),
        **{state.name.lower(): states[state] for state in State},
    }


def _facts(batch: InternshipBatch, rows: Sequence[Row]) -> Iterator[Fact]:
    found = _figures(rows)
    yield Fact("实习起止", f"{batch.starts} 至 {batch.ends}")
    yield Fact("实习单位", f"{found['hosts']} 家")
    planned = f"（计划 {batch.target} 人）" if batch.target is not None else ""
    yield Fact("已安排学生", f"{found['students']} 人{planned}")
    yield Fact("已完成", f"{found['green']} 项")
    yield Fact("未完成、未填报", f"{found['red'] + found['unknown']} 项")
    rest = found["not_yet"] + found["not_concerned"]
    yield Fact("未到时间、不涉及", f"{rest} 项")


def _table(columns: type[Enum], rows: Sequence[Row]) -> Table:
    planned = any(row.places is not None for row in rows)
    heads = [
        Column(label="实习单位", width=15),
        *([people("名额", "places", width=4)] if planned else ()),
        people("已安排", "students", width=4),
        *(word(each.value, 7) for each in columns),
    ]
    gap = "\n" if len(columns) > _FEW else " "
    lines = [
        (
            row.subject.title if row.subject else "尚未落实单位",
            *((GAP if row.places is None else row.places,) if planned else ()),
            row.students,
            *(_shown(square, gap) for square in row.squares),
        )
        for row in rows
    ]
    return Table(
        title="一、逐单位核对",
        columns=heads,
        rows=lines,
        total=Total.LAST if lines else Total.NONE,
        empty="（本批次还没有计划单位，也没有安排学生）",
    )


def _shown(square: Square, gap: str) -> str:
    """A tick with the day of the last paper; otherwise how it stands, in a word."""
    if square.state is State.GREEN:
        return f"{TICK}{gap}{square.on.isoformat()}" if square.on else TICK
    if square.state is State.NOT_CONCERNED:
        return GAP
    return _OPEN.get(square.state) or str(square.state.value)


def _reasons(rows: Sequence[Row]) -> Table:
    """Each reason once, with the hosts it holds for."""
    told: dict[tuple[str, str, str], list[str]] = {}
    for row in rows:
        name = row.subject.title if row.subject else "尚未落实单位"
        for square in row.squares:
            if square.state in _OPEN:
                key = square.column.value, _OPEN[square.state], square.why
                told.setdefault(key, []).append(name)
    lines = [
        (column, state, _some(names, len(rows)), why)
        for (column, state, why), names in sorted(told.items(), key=_order)
    ]
    columns = [
        Column(label="事项", width=12),
        word("情况", 4),
        Column(label="实习单位", width=18),
        Column(label="原因", width=32),
    ]
    return Table(
        title="二、未完成和未填报的原因", columns=columns, rows=lines, empty="（全部完成）"
    )


def _order(told: tuple[tuple[str, str, str], list[str]]) -> int:
    names = [each.value for kind in (Before, Throughout, Timely) for each in kind]
    return names.index(told[0][0])


def _some(names: Sequence[str], whole: int) -> str:
    if len(names) == whole > 1:
        return "全部单位"
    more = f"等 {len(names)} 家" if len(names) > _NAMED else ""
    return "、".join(names[:_NAMED]) + more


def _notes(at: Scope) -> Iterator[str]:
    pack = pack_in_force(at.office)
    yield (
        f"按规则包 {pack.edition}（{pack.source}）对截至{written(at.day)}登记的材料核对；“{TICK}”后"
        "的日期是该项最后一份材料的日期，没有材料和日期的不算完成。"
    )
    yield f"“未填报”是缺少数据、无法判断的，不视为完成；“{GAP}”表示该单位不涉及此项。"
