"""The checks that rule packs may name. Each is a pure function of one view and its parameters."""

from collections.abc import Mapping
from typing import Any

from app.services.rules.checks import after, batches, hosts, papers, pay, people, shares, work
from app.services.rules.checks.check import Check

CHECKS: Mapping[str, Check[Any, Any]] = {
    check.name: check
    for module in (hosts, batches, papers, people, work, pay, shares, after)
    for check in module.CHECKS
}

__all__ = ["CHECKS", "Check"]
