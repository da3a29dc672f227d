"""A part of a whole as two integers: the percentage is only how they are shown."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    @property
    def percent(self) -> str:
        """With two decimals, halves rounded up; a dash if there is nothing to divide by."""
        if self.whole == 0:
            return "—"
        hundredths = (20_000 * self.part + self.whole) // (2 * self.whole)
        return f"{hundredths // 100}.{hundredths % 100:02}%"

    @property
    def shown(self) -> str:
        """Both integers beside the percentage."""
        return f"{self.part}/{self.whole}（{self.percent}）"

    @property
    def to_one(self) -> str:
        """As a ratio to one, with one decimal: 4.2:1."""
        if self.whole == 0:
            return "—"
        tenths = (20 * self.part + self.whole) // (2 * self.whole)
        return f"{tenths // 10}.{tenths % 10}:1"
