"""The day it is in the office."""

from datetime import date


def today() -> date:
    """By the clock and calendar of this computer."""
    return date.today()  # noqa: DTZ011 - the office's own calendar day
