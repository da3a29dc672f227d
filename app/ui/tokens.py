"""Every colour and measure of the screen; nothing is coloured anywhere else.

Distances are device-independent pixels in steps of four.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Literal

Ink = Literal["text", "muted", "faint", "accent", "good", "caution", "stop", "on_accent"]

TIGHT, NARROW, SNUG, MEDIUM, WIDE, VAST = 4, 8, 12, 16, 24, 32
RADIUS = 6
CONTROL = 32  # height of whatever can be clicked or typed into
ROW, COMPACT_ROW = 34, 28
ICON = 18
PAPER = "#FFFFFF"  # what will be printed is white, in the dark too
SMALL_SIZE, BODY_SIZE, PART_SIZE, TITLE_SIZE = 8.5, 9.0, 11.0, 15.0  # points


class Tone(Enum):
    """What a coloured thing means. A word always says it too."""

    NEUTRAL = "neutral"
    ACCENT = "accent"
    GOOD = "good"
    CAUTION = "caution"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one theme."""

    dark: bool
    canvas: str
    surface: str
    raised: str
    line: str
    text: str
    muted: str
    faint: str
    accent: str
    accent_hover: str
    accent_pressed: str
    accent_tint: str
    good: str
    good_tint: str
    caution: str
    caution_tint: str
    stop: str
    stop_tint: str

    @property
    def on_accent(self) -> str:
        """Text on full accent, good, caution or stop: paper on dark ink, ink on bright colour."""
        return self.canvas if self.dark else self.surface

    def colour(self, ink: Ink) -> str:
        """The colour of a named ink."""
        found: str = getattr(self, ink)
        return found

    def ink(self, tone: Tone) -> str:
        """What the word of a tone is written in."""
        return self.colour(INK_OF[tone])

    def tint(self, tone: Tone) -> str:
        """What the word of a tone is written on."""
        return {
            Tone.NEUTRAL: self.line,
            Tone.ACCENT: self.accent_tint,
            Tone.GOOD: self.good_tint,
            Tone.CAUTION: self.caution_tint,
            Tone.STOP: self.stop_tint,
        }[tone]


INK_OF: dict[Tone, Ink] = {
    Tone.NEUTRAL: "muted",
    Tone.ACCENT: "accent",
    Tone.GOOD: "good",
    Tone.CAUTION: "caution",
    Tone.STOP: "stop",
}

LIGHT = Tokens(
    dark=False,
    canvas="#F4F6F9",
    surface="#FFFFFF",
    raised="#FBFCFD",
    line="#E1E5EB",
    text="#1A1F26",
    muted="#56606D",
    faint="#8792A0",
    accent="#1D5FBF",
    accent_hover="#1850A3",
    accent_pressed="#134287",
    accent_tint="#E7F0FC",
    good="#1B7A4B",
    good_tint="#E5F4EB",
    caution="#8F5F00",
    caution_tint="#FFF4D6",
    stop="#B3261E",
    stop_tint="#FCEBE9",
)

DARK = Tokens(
    dark=True,
    canvas="#16181C",
    surface="#1E2126",
    raised="#25292F",
    line="#343A42",
    text="#E8EBEF",
    muted="#A9B2BE",
    faint="#77818D",
    accent="#5B9BF0",
    accent_hover="#74ABF4",
    accent_pressed="#4A8AE0",
    accent_tint="#1F2F45",
    good="#4FBF86",
    good_tint="#1B3328",
    caution="#E0B04A",
    caution_tint="#38301A",
    stop="#F0847C",
    stop_tint="#3B2220",
)
