"""What a check is, and what several of them say in the same way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any, Generic, TypeVar

from app.services.rules.finding import Breach, Missing, Number, Outcome, Verdict
from app.services.rules.views import Case

V = TypeVar("V")
P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Check(Generic[V, P]):
    """One way of looking at one kind of thing, with what it has to be told and to know."""

    name: str
    view: type[V]
    parameters: type[P]
    judge: Callable[[V, P], Outcome]
    needs: tuple[str, ...] = ()  # without these it cannot tell (keys of `facts.LABELS`)


def missing(**known: Any) -> Missing:
    """Which of these are not filled in; `student__birth` stands for student.birth."""
    return _missing(tuple([name for name, value in known.items() if value is None]))


@cache
def _missing(names: tuple[str, ...]) -> Missing:
    return Missing(tuple(name.replace("__", ".") for name in names))


def undated(case: Case) -> Missing:
    """A case whose spans are unknown: which of its dates is to blame."""
    found = missing(placement__starts=case.starts, placement__ends=case.ends)
    return found if found.needs else Missing(("placement.ends",))  # it ends before it starts


def numbers(**values: Number | None) -> dict[str, Number]:
    """What is known of these."""
    return {label: value for label, value in values.items() if value is not None}


@lru_cache(maxsize=4096)
def standing(starts: date | None, on: date) -> str:
    """How urgent it is."""
    if starts is None:
        return "开始日期未填"
    return f"{starts} 开始，须在此前补齐" if starts > on else f"已于 {starts} 开始"


def on_time(
    what: str, papers: Sequence[tuple[str, date | None]], starts: date | None, on: date
) -> Outcome:
    """Papers that must be there, dated not later than the start."""
    absent: list[str] = []
    late: list[str] = []
    for label, day in papers:
        if day is None:
            absent.append(label)
        elif starts is not None and day > starts:
            late.append(f"{label} {day}")
    if absent or late:
        parts = []
        if absent:
            parts.append(f"缺少{'、'.join(absent)}")
        if late:
            parts.append(f"晚于开始日期：{'、'.join(late)}")
        told = f"{what}：{'；'.join(parts)}（{standing(starts, on)}）"
        return Breach(told, numbers(开始日期=starts, **dict(papers)))
    if starts is None:
        return Missing(("placement.starts",))
    return Verdict.PASSED


def listed(code: str, codes: Sequence[str]) -> bool | None:
    """Whether an industry is one of these; None if its code is too coarse to tell."""
    if code[0].isdigit():
        codes = [each.lstrip("ABCDEFGHIJKLMNOPQRST") for each in codes]
    if code in codes:
        return True
    return None if any(each.startswith(code) for each in codes) else False


def yuan(fen: int) -> str:
    """Whole fen as people write money."""
    return f"{fen // 100}.{fen % 100:02}"
