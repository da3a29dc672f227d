"""What can go wrong, by who can do something about it.

A `UserError` tells the person what to do; a `Fault` is the machine's; anything else is our bug.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one field. An empty field key means the record as a whole."""

    field: str
    message: str


class UserError(Exception):
    """Expected; the text, Chinese, says what the person can do.

    The text is kept in `message`, because PySide rewrites what `str(error)` gives when an
    exception passes through an overridden virtual method.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Invalid(UserError):
    """Values that cannot be accepted, each problem with its field."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(";".join(problem.message for problem in problems))
        self.problems = tuple(problems)


class Conflict(UserError):
    """Somebody or something else got there first."""


class InUse(UserError):
    """Other records point at it."""


class Refused(UserError):
    """Input or a request that is refused as a whole; nothing was changed."""


class Fault(Exception):
    """The machine's or the file's fault: full disk, damaged or newer data, no permission."""

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice


class Damaged(Fault):
    """The data file itself is not whole: a backup may help."""


class Cancelled(Exception):
    """The person said stop."""
