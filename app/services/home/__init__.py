"""What the home page says: exceptions first, then the year's figures, then what is coming.

Everything is a value, and everything that counts says which records it counted.
"""

from app.services.home.coming import Coming, coming
from app.services.home.figures import Figure, figures
from app.services.home.findings import (
    Finding,
    findings,
    in_order,
    quick_findings,
    slow_findings,
)
from app.services.home.ground import Ground
from app.services.home.matters import Matter, Urgency, Why

__all__ = [
    "Coming",
    "Figure",
    "Finding",
    "Ground",
    "Matter",
    "Urgency",
    "Why",
    "coming",
    "figures",
    "findings",
    "in_order",
    "quick_findings",
    "slow_findings",
]
