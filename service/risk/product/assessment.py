"""Hazards assessed: encoded under each view and counterfactual, in one prediction for all that is new."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from service.risk.bundle.kernel import Kernel
from service.risk.disruption.exposure import Assembly, assemble, without_measure
from service.risk.disruption.features import FAMILIES, encode, encode_controls
from service.risk.disruption.model import INTERVAL_Z, Floats, sigmoid
from service.risk.intervals import VIEWS
from service.risk.mix import Mix
from service.risk.purchase.hazards import HazardKey
from service.risk.vocabulary import CERIUM_COMPOUNDS

HAZARDS_KEPT = 1_000
CENTRAL = "central"


@dataclass(frozen=True)
class Variant:
    """A counterfactual of a hazard: the central view without a country or a measure."""

    without_country: str | None = None
    without_measure: str | None = None


@dataclass(frozen=True)
class Point:
    """The result of a view or variant. ``assembly`` and ``row``, the encoded exposure, are kept for views only;
    ``mix`` is the bought form's source mix."""

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
    """A hazard under its three views. ``low`` and ``high`` bound its probability at 90 %. Only cerium compounds
    have a code, and so labels, of their own; every other element or form is ``extrapolated``."""

    key: HazardKey
    central: Point
    points: tuple[Point, ...]
    low: float
    high: float
    extrapolated: bool
    without: dict[Variant, Point] = field(default_factory=dict, compare=False, repr=False)
    """Counterfactuals met so far, filled by ``counterfactuals``."""

    @cached_property
    def countries(self) -> Mapping[str, float]:
        """Countries of the central chain with the sum of their shares of all stages."""
        assert self.central.assembly is not None
        found: dict[str, float] = {}
        for step in self.central.assembly.chain.steps:
            for country, share in step.origins.items():
                found[country] = found.get(country, 0.0) + share
        return found

    @cached_property
    def measures(self) -> Mapping[str, float]:
        """Measures on the central chain with the share of the supply that each bears on."""
        assert self.central.assembly is not None
        return dict(self.central.assembly.measures)


def points_of(kernel: Kernel, wanted: Iterable[tuple[HazardKey, str]]) -> dict[tuple[HazardKey, str], Point]:
    """Points for every key and view, predicted in one call."""
    items = list(dict.fromkeys(wanted))
    assemblies = [_assemble(kernel, key, view) for key, view in items]
    rows = encode([assembly.exposure for assembly in assemblies])
    mixes = [assembly.exposure.mix for assembly in assemblies]
    return dict(zip(items, _predicted(kernel, rows, mixes, assemblies), strict=True))


def _assemble(kernel: Kernel, key: HazardKey, view: str, without_country: str | None = None) -> Assembly:
    return assemble(
        key.good,
        key.buyer,
        key.on,
        kernel.facts,
        declared=key.mixes,
        end_use=key.end_use,
        view=view,
        without_country=without_country,
    )


def _predicted(
    kernel: Kernel, rows: Floats, mixes: Sequence[Mix], assemblies: Sequence[Assembly | None]
) -> Iterator[Point]:
    """A point per row."""
    estimate = kernel.model.estimate(rows)
    for row, log_odds, raw, contributions, mix, assembly in zip(
        rows, estimate.log_odds, estimate.raw, estimate.contributions, mixes, assemblies, strict=True
    ):
        own = None if assembly is None else row.copy()
        yield Point(float(log_odds), float(raw), tuple(contributions.tolist()), mix, assembly, own)


def counterfactuals(kernel: Kernel, wanted: Sequence[tuple[Assessed, Variant]]) -> list[Point]:
    """Points of hazards without a country or a measure; what wasn't met before is predicted in one call."""
    missing = [(each, variant) for each, variant in wanted if variant not in each.without]
    countries = [(each, variant) for each, variant in missing if variant.without_country]
    measures = [(each, variant) for each, variant in missing if variant.without_measure]
    exposures = [_assemble(kernel, each.key, CENTRAL, v.without_country).exposure for each, v in countries]
    rows = [*encode(exposures), *(_without_measure(kernel, each, variant) for each, variant in measures)]
    mixes = [*(exposure.mix for exposure in exposures), *(each.central.mix for each, _ in measures)]
    if missing:
        points = _predicted(kernel, np.array(rows), mixes, [None] * len(rows))
        for (each, variant), point in zip([*countries, *measures], points, strict=True):
            each.without[variant] = point
    return [each.without[variant] for each, variant in wanted]


def _without_measure(kernel: Kernel, assessed: Assessed, variant: Variant) -> Floats:
    """The row of a hazard without a measure, which changes the controls met and nothing else."""
    central, key = assessed.central, assessed.key
    assert variant.without_measure is not None
    assert central.assembly is not None
    assert central.row is not None
    found = without_measure(
        variant.without_measure, central.assembly, kernel.facts, key.on, declared=key.mixes, end_use=key.end_use
    )
    return encode_controls(central.row, found.exposure)


def assess(kernel: Kernel, keys: Sequence[HazardKey]) -> list[Assessed]:
    """Every hazard under the three views, in the order of the keys; those assessed before are kept. Threads share
    what is kept and any may clear it at any time: nothing is read back from it."""
    found: dict[HazardKey, Assessed | None] = {key: kernel.assessed.get(key) for key in keys}
    missing = [key for key, assessed in found.items() if assessed is None]
    if missing:
        points = points_of(kernel, [(key, view) for key in missing for view in VIEWS])
        fresh = _intervals(kernel, [(key, tuple(points[key, s] for s in VIEWS)) for key in missing])
        keep(kernel.assessed, fresh)
        found.update(fresh)
    return [assessed for assessed in found.values() if assessed is not None]


def keep(kept: dict[Any, Any], found: Mapping[Any, Any]) -> None:
    """Add what was found to what the kernel keeps by hazard, which starts anew rather than hold too many."""
    if len(kept) + len(found) > HAZARDS_KEPT:
        kept.clear()
    kept.update(found)


def _intervals(kernel: Kernel, found: Sequence[tuple[HazardKey, tuple[Point, ...]]]) -> dict[HazardKey, Assessed]:
    """Hazards with their intervals: the extremes of the views, widened by the uncertainty of the calibration and,
    without a label of its own, of the transfer."""
    extrapolated = np.array([[key.good.code != CERIUM_COMPOUNDS] for key, _ in found])
    raw, log_odds = (np.array([[getattr(p, of) for p in points] for _, points in found]) for of in ("raw", "log_odds"))
    margin = INTERVAL_Z * kernel.model.calibration.sd(raw, extrapolated)
    low, high = sigmoid((log_odds - margin).min(axis=1)).tolist(), sigmoid((log_odds + margin).max(axis=1)).tolist()
    central = VIEWS.index(CENTRAL)
    return {
        key: Assessed(key, points[central], points, low[n], high[n], bool(extrapolated[n, 0]))
        for n, (key, points) in enumerate(found)
    }
