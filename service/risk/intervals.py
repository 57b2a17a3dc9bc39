"""A quantity that is known as a low, a central and a high value, and the three views that read one of them each."""

from __future__ import annotations

from dataclasses import dataclass

SCENARIOS = ("favourable", "central", "adverse")


@dataclass(frozen=True)
class Interval:
    """Low, central and high value of a quantity with the claims behind it; the first figure gave the centre."""

    low: float
    central: float
    high: float
    figures: tuple[str, ...]

    def at(self, scenario: str, *, worse: str = "high") -> float:
        """The value in a scenario; ``worse`` says which end is the adverse one."""
        if scenario == "central":
            return self.central
        adverse, favourable = (self.high, self.low) if worse == "high" else (self.low, self.high)
        return adverse if scenario == "adverse" else favourable
