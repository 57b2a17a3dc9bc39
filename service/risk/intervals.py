"""A quantity that is known as a low, a central and a high value, and the three views that read one of them each."""

from __future__ import annotations

from dataclasses import dataclass

VIEWS = ("favourable", "central", "adverse")
"""Which end of an interval is read, as the buyer fares: nothing to do with scenarios of the world."""


@dataclass(frozen=True)
class Interval:
    """Low, central and high value of a quantity with the claims behind it; the first figure gave the centre."""

    low: float
    central: float
    high: float
    figures: tuple[str, ...]

    def at(self, view: str, *, worse: str = "high") -> float:
        """The value in a view; ``worse`` says which end is the adverse one."""
        if view == "central":
            return self.central
        adverse, favourable = (self.high, self.low) if worse == "high" else (self.low, self.high)
        return adverse if view == "adverse" else favourable
