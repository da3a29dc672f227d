"""What all boards have in common: rows of hosts, squares that say why, and asking the checks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from uuid import UUID

from app.services.rules.checks import CHECKS
from app.services.rules.facts import LABELS, BatchFacts, HostFacts
from app.services.rules.finding import Breach, Missing, Outcome, Subject, Verdict
from app.services.rules.pack import Pack
from app.services.rules.views import Case, Pair, Round, Survey, Unit, View

_NAMED = 3  # students named in a reason before it says how many


class State(Enum):
    """How a square looks."""

    GREEN = "已完成"
    RED = "未完成"
    UNKNOWN = "无法判断"
    NOT_YET = "未到时间"
    NOT_CONCERNED = "不涉及"


class Before(Enum):
    """八个事先."""

    INSPECTION = "事先实地考察评估"
    LIST = "事先确定并公布单位名单"
    CONSENT = "事先签订知情同意书"
    FILING = "事先向主管部门备案"
    PLAN = "事先制定实习方案"
    RULES = "事先制定管理制度和应急预案"
    AGREEMENT = "事先签订三方协议"
    TRAINING = "事先开展岗前培训"


class Throughout(Enum):
    """三个全程."""

    GUIDANCE = "双方指导人员全程指导"
    MANAGEMENT = "双方班主任（辅导员）全程管理"
    MIND = "全程关注学生思想状况"


class Timely(Enum):
    """两个及时."""

    ASSESSMENT = "及时共同考核评定成绩"
    ARCHIVE = "及时归档实习材料"


Column = Before | Throughout | Timely


@dataclass(frozen=True, slots=True)
class Square:
    """One host under one column: how it stands, since when, why, and what to open."""

    column: Column
    state: State
    on: date | None = None  # evidence: the day the last paper came in
    why: str = ""
    open: tuple[Subject, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One host of the batch, or one student; none: no host decided yet."""

    subject: Subject | None
    students: int
    squares: tuple[Square, ...]
    places: int | None = None  # planned; none: nothing was planned


@dataclass(frozen=True, slots=True)
class Group:
    """What one row stands for."""

    subject: Subject | None
    batch: BatchFacts
    host: HostFacts | None
    cases: Sequence[Case]
    views: Mapping[type[View], Sequence[View]]
    places: int | None = None


def groups(known: Survey, batch: UUID, *, per_student: bool = False) -> list[Group]:
    """The rows of a batch: its hosts by name, the undecided last; or its students."""
    ours = next(each for each in known.facts.batches if each.id == batch)
    planned = [each for each in known.facts.planned if each.batch == batch]
    facts = replace(known.facts, planned=planned)
    narrow = Survey(facts, known.on, [c for c in known.cases if c.batch.id == batch])
    views = narrow.views({ours.kind})
    units = {unit.host.id: unit for unit in views.by_type[Unit] if isinstance(unit, Unit)}
    pairs = {pair.host.id: pair for pair in views.by_type[Pair] if isinstance(pair, Pair)}
    rounds = [r for r in views.by_type[Round] if isinstance(r, Round) and r.batch.id == batch]
    held: dict[UUID | None, list[Case]] = {}
    for case in narrow.cases:
        key = case.placement.id if per_student else case.placement.host
        held.setdefault(key, []).append(case)
    places: dict[UUID, int] = {}
    for each in planned if not per_student else ():
        held.setdefault(each.host, [])
        places[each.host] = places.get(each.host, 0) + (each.places or 0)
    rows = []
    for key, cases in held.items():
        pair = pairs.get(cases[0].placement.host or batch) if cases else pairs[key or batch]
        where: dict[type[View], Sequence[View]] = {
            Case: cases,
            Round: rounds,
            Unit: [units[pair.host.id]] if pair else (),
            Pair: [pair] if pair else (),
        }
        subject = cases[0].subject if per_student else pair.subject if pair else None
        planned_there = places.get(pair.host.id) if pair else None
        rows.append(Group(subject, ours, pair.host if pair else None, cases, where, planned_there))
    return sorted(rows, key=_row_order)


def _row_order(group: Group) -> tuple[bool, str, UUID]:
    named = group.subject
    return named is None, named.title if named else "", named.id if named else UUID(int=0)


def ask(group: Group, pack: Pack, names: Iterable[str]) -> Iterator[tuple[View, Outcome]]:
    """What the checks of these names say of everything in a row, also of a host still open."""
    for name in names:
        check, rule = CHECKS[name], pack.using(name)
        if rule is None or group.batch.kind not in rule.kinds:
            continue
        told = rule.told[name]
        if group.host is None and check.view in (Unit, Pair):
            yield from ((case, Missing(("placement.host",))) for case in group.cases)
        yield from ((view, check.judge(view, told)) for view in group.views[check.view])


def squared(column: Column, found: Sequence[tuple[View, Outcome]]) -> Square:
    """Red as soon as anything is broken, open as soon as anything cannot be told."""
    breaches = [(view, each.message) for view, each in found if isinstance(each, Breach)]
    unknown = [
        (view, "未填报：" + "、".join(LABELS[need] for need in each.needs))
        for view, each in found
        if isinstance(each, Missing)
    ]
    concerned = [view for view, each in found if each is not Verdict.NOT_CONCERNED]
    if breaches:
        return reasoned(column, State.RED, breaches)
    if unknown:
        return reasoned(column, State.UNKNOWN, unknown)
    if not concerned:
        return Square(column, State.NOT_CONCERNED, None, "不涉及")
    return Square(column, State.GREEN, None, "", subjects(concerned))


def reasoned(column: Column, state: State, told: Sequence[tuple[View, str]]) -> Square:
    """One reason in full; many students by how many they are and who comes first."""
    people = [view.subject.title for view, _ in told if isinstance(view, Case)]
    parts = [message for view, message in told if not isinstance(view, Case)]
    reasons = list(dict.fromkeys(message for view, message in told if isinstance(view, Case)))
    if people:
        names = list(dict.fromkeys(people))
        some = "、".join(names[:_NAMED])
        many = f"等 {len(names)} 人" if len(names) > _NAMED else ""
        parts.append(f"{some}{many}：{reasons[0]}")
    return Square(column, state, None, "；".join(parts), subjects(view for view, _ in told))


def subjects(views: Iterable[View]) -> tuple[Subject, ...]:
    """The records to open, each once."""
    return tuple(dict.fromkeys(view.subject for view in views))
