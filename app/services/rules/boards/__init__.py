"""The three boards of a batch: 八个事先, 三个全程, 两个及时 — hosts by columns, with evidence.

They ask the same checks as `judge`, so that a green square never contradicts a finding.
"""

from app.services.rules.boards.beforehand import eight_beforehand
from app.services.rules.boards.grid import Before, Row, Square, State, Throughout, Timely
from app.services.rules.boards.running import throughout, timely

__all__ = [
    "Before",
    "Row",
    "Square",
    "State",
    "Throughout",
    "Timely",
    "eight_beforehand",
    "throughout",
    "timely",
]
