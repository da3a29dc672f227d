"""Timing, and a row of the table."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One measured ratio; a goal of 0 means that none is set."""

    work: str
    against: str
    ratio: float
    goal: float
    note: str = ""


def seconds(work: Callable[[], object], rounds: int = 5) -> float:
    """Median process time of some rounds, after one that does not count."""
    work()
    found = []
    for _ in range(rounds):
        gc.collect()
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return statistics.median(found)


def once(work: Callable[[], object]) -> float:
    """Process time of one round: for work that changes something or takes long."""
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start
