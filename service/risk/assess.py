"""Hazards assessed: encoded under each scenario and counterfactual, in one prediction for all that is new."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from service.risk.bundle import Kernel
from service.risk.chain import Chain
from service.risk.exposure import Assembly, assemble
from service.risk.features import FAMILIES, encode
from service.risk.hazard import INTERVAL_Z, sigmoid
from service.risk.purchase import HazardKey
from service.risk.stage_supply import SCENARIOS
from service.risk.supply import CERIUM_COMPOUNDS
from service.risk.trade import Mix

CACHE_SIZE = 6_000


@dataclass(frozen=True)
class Variant:
    """A reading of a hazard: a scenario, or the central one without a country or a measure."""

    scenario: str = "central"
    without_country: str | None = None
    without_measure: str | None = None


CENTRAL = Variant()


@dataclass(frozen=True)
class Point:
    """One variant's result. ``assembly`` is kept for scenarios only; ``mix`` is the bought form's source mix."""

    log_odds: float
    raw: float
    contributions: tuple[float, ...]
    mix: Mix
    assembly: Assembly | None

    @property
    def probability(self) -> float:
        """Probability of the event."""
        return float(sigmoid(np.array(self.log_odds)))

    @property
    def control(self) -> float:
        """What export controls add to the log-odds."""
        return self.contributions[FAMILIES.index("export_control")]


@dataclass(frozen=True)
class Assessed:
    """A hazard under its three scenarios. ``low`` and ``high`` bound its probability at 90 %. Only cerium compounds
    have a code, and so labels, of their own; every other element or form is ``extrapolated``."""

    key: HazardKey
    central: Point
    points: tuple[Point, ...]
    low: float
    high: float
    extrapolated: bool


def points_of(kernel: Kernel, wanted: Iterable[tuple[HazardKey, Variant]]) -> dict[tuple[HazardKey, Variant], Point]:
    """Points for every key and variant; what isn't cached is predicted in one call. Threads share the cache and any may
    clear it at any time: nothing is read back from it."""
    cached = {item: kernel.cache.get(item) for item in wanted}
    missing = [item for item, point in cached.items() if point is None]
    found: dict[tuple[HazardKey, Variant], Point] = {item: p for item, p in cached.items() if p is not None}
    if missing:
        assemblies = [_assemble(kernel, key, variant) for key, variant in missing]
        estimate = kernel.model.estimate(encode([a.exposure for a in assemblies]))
        if len(kernel.cache) + len(missing) > CACHE_SIZE:
            kernel.cache.clear()
        for index, (item, assembly) in enumerate(zip(missing, assemblies, strict=True)):
            keep = item[1].without_country is None and item[1].without_measure is None
            found[item] = kernel.cache[item] = Point(
                float(estimate.log_odds[index]),
                float(estimate.raw[index]),
                tuple(estimate.contributions[index].tolist()),
                assembly.exposure.mix,
                assembly if keep else None,
            )
    return found


def _assemble(kernel: Kernel, key: HazardKey, variant: Variant) -> Assembly:
    return assemble(
        key.good,
        key.buyer,
        key.on,
        kernel.facts,
        declared=key.mixes,
        end_use=key.end_use,
        scenario=variant.scenario,
        without_measure=variant.without_measure,
        without_country=variant.without_country,
        chain=_traced(kernel, key, variant),
    )


def _traced(kernel: Kernel, key: HazardKey, variant: Variant) -> Chain | None:
    """The central chain where it serves the variant: leaving out a measure doesn't change who sells to whom."""
    central = kernel.cache.get((key, CENTRAL)) if variant.without_measure else None
    return central.assembly.chain if central and central.assembly else None


def assess(kernel: Kernel, keys: Sequence[HazardKey]) -> list[Assessed]:
    """Every hazard under the three scenarios, with its interval: the extremes of the scenarios, widened by the
    uncertainty of the calibration and, without a label of its own, of the transfer."""
    variants = [Variant(scenario) for scenario in SCENARIOS]
    found = points_of(kernel, [(key, variant) for key in keys for variant in variants])
    assessed = []
    for key in keys:
        points = tuple(found[key, variant] for variant in variants)
        extrapolated = key.good.code != CERIUM_COMPOUNDS
        flags = np.full(len(points), extrapolated)
        sd = kernel.model.calibration.sd(np.array([p.raw for p in points]), flags)
        log_odds = np.array([p.log_odds for p in points])
        low, high = sigmoid(np.array([(log_odds - INTERVAL_Z * sd).min(), (log_odds + INTERVAL_Z * sd).max()]))
        assessed.append(
            Assessed(key, points[SCENARIOS.index("central")], points, float(low), float(high), extrapolated)
        )
    return assessed
