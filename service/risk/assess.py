"""Hazards assessed: encoded under each scenario and counterfactual, in one prediction for all that is new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from service.risk.bundle import Kernel
from service.risk.exposure import Assembly, assemble, without_measure
from service.risk.features import FAMILIES, encode, encode_controls
from service.risk.hazard import INTERVAL_Z, Floats, sigmoid
from service.risk.purchase import HazardKey
from service.risk.stage_supply import SCENARIOS
from service.risk.supply import CERIUM_COMPOUNDS
from service.risk.trade import Mix

POINTS_KEPT, HAZARDS_KEPT = 6_000, 1_000


@dataclass(frozen=True)
class Variant:
    """A reading of a hazard: a scenario, or the central one without a country or a measure."""

    scenario: str = "central"
    without_country: str | None = None
    without_measure: str | None = None


CENTRAL = Variant()


@dataclass(frozen=True)
class Point:
    """One variant's result. ``assembly`` and ``row``, the encoded exposure, are kept for scenarios only; ``mix`` is the
    bought form's source mix."""

    log_odds: float
    raw: float
    contributions: tuple[float, ...]
    mix: Mix
    assembly: Assembly | None
    row: Floats | None

    @cached_property
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
    """Points for every key and variant; what isn't kept is predicted in one call. Threads share what is kept and any
    may clear it at any time: nothing is read back from it."""
    known = {item: kernel.points.get(item) for item in wanted}
    missing = [item for item, point in known.items() if point is None]
    found: dict[tuple[HazardKey, Variant], Point] = {item: p for item, p in known.items() if p is not None}
    if missing:
        encoded = [_encoded(kernel, key, variant) for key, variant in missing]
        rows = np.array([row for row, _, _ in encoded])
        estimate = kernel.model.estimate(rows)
        for index, (item, (row, mix, assembly)) in enumerate(zip(missing, encoded, strict=True)):
            found[item] = Point(
                float(estimate.log_odds[index]),
                float(estimate.raw[index]),
                tuple(estimate.contributions[index].tolist()),
                mix,
                assembly,
                None if assembly is None else row,
            )
        keep(kernel.points, {item: found[item] for item in missing}, POINTS_KEPT)
    return found


def keep(kept: dict[Any, Any], found: Mapping[Any, Any], most: int) -> None:
    """Add what was found to what the kernel keeps, which starts anew rather than hold more than ``most``."""
    if len(kept) + len(found) > most:
        kept.clear()
    kept.update(found)


def _encoded(kernel: Kernel, key: HazardKey, variant: Variant) -> tuple[Floats, Mix, Assembly | None]:
    """The row that the model reads, the bought form's source mix, and, of a scenario, the assembly."""
    if variant.without_measure:
        return _without_measure(kernel, key, variant.without_measure)
    assembly = assemble(
        key.good,
        key.buyer,
        key.on,
        kernel.facts,
        declared=key.mixes,
        end_use=key.end_use,
        scenario=variant.scenario,
        without_country=variant.without_country,
    )
    return encode([assembly.exposure])[0], assembly.exposure.mix, None if variant.without_country else assembly


def _without_measure(kernel: Kernel, key: HazardKey, measure: str) -> tuple[Floats, Mix, None]:
    """Leaving out a measure changes neither who sells to whom nor anything but the controls that are met."""
    central = points_of(kernel, [(key, CENTRAL)])[key, CENTRAL]
    assert central.assembly is not None
    assert central.row is not None
    found = without_measure(measure, central.assembly, kernel.facts, key.on, key.mixes, key.end_use)
    return encode_controls(central.row, found.exposure), central.mix, None


def assess(kernel: Kernel, keys: Sequence[HazardKey]) -> list[Assessed]:
    """Every hazard under the three scenarios, in the order of the keys; those assessed before are kept."""
    known = {key: kernel.assessed.get(key) for key in keys}
    missing = [key for key, assessed in known.items() if assessed is None]
    variants = [Variant(scenario) for scenario in SCENARIOS]
    points = points_of(kernel, [(key, variant) for key in missing for variant in variants])
    fresh = {key: _assessed(kernel, key, tuple(points[key, variant] for variant in variants)) for key in missing}
    keep(kernel.assessed, fresh, HAZARDS_KEPT)
    return [known[key] or fresh[key] for key in keys]


def _assessed(kernel: Kernel, key: HazardKey, points: tuple[Point, ...]) -> Assessed:
    """A hazard with its interval: the extremes of the scenarios, widened by the uncertainty of the calibration and,
    without a label of its own, of the transfer."""
    extrapolated = key.good.code != CERIUM_COMPOUNDS
    sd = kernel.model.calibration.sd(np.array([p.raw for p in points]), np.full(len(points), extrapolated))
    log_odds = np.array([p.log_odds for p in points])
    low, high = sigmoid(np.array([(log_odds - INTERVAL_Z * sd).min(), (log_odds + INTERVAL_Z * sd).max()]))
    return Assessed(key, points[SCENARIOS.index("central")], points, float(low), float(high), extrapolated)
