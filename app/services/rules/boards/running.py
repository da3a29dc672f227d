"""三个全程 and 两个及时: what has to go on while a batch runs, and what is due after it."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from app.services.rules.boards.grid import (
    Column,
    Group,
    Row,
    Square,
    State,
    Throughout,
    Timely,
    ask,
    groups,
    reasoned,
    squared,
    subjects,
)
from app.services.rules.facts import Facts
from app.services.rules.pack import Pack
from app.services.rules.views import Case, View, survey


def throughout(facts: Facts, pack: Pack, batch: UUID, on: date) -> tuple[Row, ...]:
    """三个全程 of one batch while it runs, as of a day."""
    made = sorted((each for each in facts.visits if each.on <= on), key=lambda each: each.on)
    visits = {(each.batch, each.host): each.on for each in made}
    return tuple(
        Row(
            group.subject,
            len(group.cases),
            (
                _guidance(group, pack, on),
                _management(group, visits.get((batch, group.host.id)) if group.host else None, on),
                _mind(group, on),
            ),
        )
        for group in groups(survey(replace(facts, planned=()), on), batch)
    )


def timely(facts: Facts, pack: Pack, batch: UUID, on: date) -> tuple[Row, ...]:
    """两个及时 of one batch, as of a day."""
    return tuple(
        Row(
            group.subject,
            len(group.cases),
            (
                _timely(group, pack, Timely.ASSESSMENT, "assessed"),
                _timely(group, pack, Timely.ARCHIVE, "archived"),
            ),
        )
        for group in groups(survey(replace(facts, planned=()), on), batch)
    )


def _guidance(group: Group, pack: Pack, on: date) -> Square:
    """Both guides are there, and weekly records come in where the batch wants them."""
    column = Throughout.GUIDANCE
    guided = squared(column, list(ask(group, pack, ("guided",))))
    running = [case for case in group.cases if _running(case, on)]
    if guided.state is not State.GREEN:
        return guided
    if not running:
        return _not_yet(column)
    behind: list[tuple[View, str]] = []
    for case in running if group.batch.weekly else ():
        lacking = [week for week in _weeks(case, on) if week not in case.placement.weeks]
        if lacking:
            behind.append((case, f"缺第 {'、'.join(map(str, lacking))} 周周记"))
    return reasoned(column, State.RED, behind) if behind else guided


def _weeks(case: Case, on: date) -> range:
    """The weeks of a placement that are over."""
    if case.starts is None:
        return range(0)
    until = min(on, case.ends or on)
    return range(1, max(0, ((until - case.starts).days + 1) // 7) + 1)


def _management(group: Group, visited: date | None, on: date) -> Square:
    """A class teacher is named, and the host is visited in the rhythm of the batch."""
    column = Throughout.MANAGEMENT
    orphans: list[tuple[View, str]] = [
        (case, "班级没有登记班主任") for case in group.cases if not case.student.class_teacher
    ]
    running = [case for case in group.cases if _running(case, on)]
    if not running:
        return _not_yet(column)
    if orphans:
        return reasoned(column, State.RED, orphans)
    every = group.batch.visit_days
    known = () if group.subject is None else (group.subject,)
    first = min(case.starts for case in running if case.starts is not None)
    until = min(on, max(case.ends or on for case in running))
    since = max(visited, first) if visited else first
    if (until - since).days > every:
        last = f"最近一次巡查 {visited}" if visited else f"{first} 开始以来没有巡查"
        return Square(column, State.RED, visited, f"{last}，间隔应不超过 {every} 天", known)
    if visited is None:
        return _not_yet(column)
    return Square(column, State.GREEN, visited, "", known)


def _mind(group: Group, on: date) -> Square:
    """Every student is spoken with in the rhythm of the batch."""
    column, every = Throughout.MIND, group.batch.contact_days
    running = [case for case in group.cases if _running(case, on)]
    silent: list[tuple[View, str]] = []
    heard: list[date] = []
    for case in running:
        known = [each.on for each in case.placement.contacts if each.on <= on]
        until = min(on, case.ends or on)
        since = max([*known, case.starts or until])
        if (until - since).days > every:
            last = f"最近一次联系 {max(known)}" if known else f"{case.starts} 开始以来没有联系"
            silent.append((case, f"{last}，间隔应不超过 {every} 天"))
        heard.extend(known)
    if silent:
        return reasoned(column, State.RED, silent)
    if not running or not heard:
        return _not_yet(column)
    return Square(column, State.GREEN, max(heard), "", subjects(running))


def _running(case: Case, on: date) -> bool:
    """Whether it has begun; what has ended keeps its last state."""
    return case.starts is not None and case.starts <= on and not case.placement.left


def _not_yet(column: Column) -> Square:
    return Square(column, State.NOT_YET, None, "未到时间")


def _timely(group: Group, pack: Pack, column: Timely, check: str) -> Square:
    square = squared(column, list(ask(group, pack, (check,))))
    if square.state is State.NOT_CONCERNED:
        return _not_yet(column)
    if column is Timely.ARCHIVE and square.state is State.GREEN:
        days = [each.on for case in group.cases for each in case.placement.documents]
        return Square(column, State.GREEN, max(days, default=None), "", square.open)
    return square
