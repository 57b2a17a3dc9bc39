"""Who makes what at a stage: intervals of country shares, places within a country, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from service.risk.chain import UNKNOWN_COUNTRY
from service.risk.gaps import FALLBACK, Gap
from service.risk.supply import Stage
from service.risk.trade import Mix, normalised

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


@dataclass(frozen=True)
class Place:
    """A place's part of its own country's output at a stage; ``scope`` says of which elements together."""

    name: str
    scope: str
    share: Interval


@dataclass(frozen=True)
class StageSupply:
    """Country shares of the world's output at a stage, as intervals; empty when no source names any.

    ``within`` holds shares of a country's output by place, never mixed with country shares. ``gap`` says what the
    evidence lacks and ``fallback`` what stands in for it.
    """

    stage: Stage
    shares: Mapping[str, Interval]
    within: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)
    gap: Gap | None = None

    @property
    def fallback(self) -> str:
        """What is used in place of what is missing; blank without a gap."""
        return FALLBACK[self.gap] if self.gap else ""

    def mix(self, scenario: str) -> Mix:
        """One consistent split of the world, empty without shares. The largest country takes its low, central or high
        share and the others keep their proportions; what no source names goes to ``ZZZ``."""
        if not self.shares:
            return {}
        leader = max(sorted(self.shares), key=lambda c: self.shares[c].central)
        share = self.shares[leader]
        top = min(1.0, share.at(scenario))
        others = {c: i.central for c, i in self.shares.items() if c != leader and i.central > 0}
        room = max(0.0, 1.0 - share.central)
        named = sum(others.values())
        if named < room:
            others[UNKNOWN_COUNTRY] = room - named
        return normalised({leader: top, **{c: s * (1.0 - top) for c, s in normalised(others).items()}})

    @property
    def figures(self) -> tuple[str, ...]:
        """Every claim behind the shares."""
        return tuple(f for country in sorted(self.shares) for f in self.shares[country].figures)
