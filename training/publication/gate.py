"""What speaks against publishing a bundle: worse forecasts than the served model's, or a broken promise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

from service.risk.bundle import versions
from service.risk.bundle.kernel import Kernel
from service.risk.errors import BundleError
from service.risk.evidence.claims import Claim, Evidence
from service.risk.vocabulary import ELEMENTS, Stage
from training.derived import supply_report
from training.metrics import record_differences
from training.publication import (
    invariants,
    new_year,
    order_cases,
    portfolio_shifts,
    reference_portfolio,
    score_changes,
)
from training.publication.portfolio_shifts import Shift
from training.publication.score_changes import AskedBundle
from training.publication.sides import BundleSide, side

CROWDED_SHARE, LEAST_LOW = 0.25, 0.1
"""Of the reference portfolio: from the first share in the highest band, or below the second in the lowest, the bands
tell products nothing."""
PLACEBO = (0.43, 0.57)
"""Mean AUC of forecasts of events dealt out anew: outside, something leaks. One run scatters by 0.04."""
JUDGED = ("all", "since_2015", "rare_earths")
"""Cuts in which a challenger may not be worse."""


def broken(kernel: Kernel) -> list[str]:
    """What no reason answers: an order or an invariant that the scores break, or a placebo that shows skill."""
    day = date.fromisoformat(kernel.manifest["portfolio"]["as_of"])
    promises = order_cases.broken(kernel) + invariants.broken(kernel, reference_portfolio.read(), day)
    return promises + leaking(kernel.manifest["evaluation"])


def leaking(evaluation: Mapping[str, Any]) -> list[str]:
    """Skill where there is nothing to know. A bundle without an evaluation can't show that there is none."""
    if "restrictions" not in evaluation:
        return ["the bundle was not evaluated: fit it with the evaluation"]
    mean = evaluation["restrictions"]["placebo"]["mean"]
    inside = PLACEBO[0] <= mean <= PLACEBO[1]
    return [] if inside else [f"the placebo has an AUC of {mean:.3f}, outside {PLACEBO[0]} to {PLACEBO[1]}"]


def crowding(scores: Sequence[float], bands: Mapping[str, float]) -> list[str]:
    """A quarter of the reference portfolio in the highest band, or less than a tenth in the lowest."""
    order = sorted(bands.items(), key=lambda band: band[1])
    (lowest, _), (_, above), (highest, top) = order[0], order[1], order[-1]
    most, least = sum(s >= top for s in scores), sum(s < above for s in scores)
    objections_to_bands = []
    if most >= CROWDED_SHARE * len(scores):
        objections_to_bands.append(f"{most} of {len(scores)} reference products are {highest}")
    if least < LEAST_LOW * len(scores):
        objections_to_bands.append(f"only {least} of {len(scores)} reference products are {lowest}")
    return objections_to_bands


def worse(metrics: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Cuts in which the whole 95 % interval of the difference in Brier skill lies below zero."""
    objections_to_skill = []
    for name in JUDGED:
        skill = metrics[name].get("brier_skill")
        if skill is not None and skill["difference_95"][1] < 0:
            low, high = skill["difference_95"]
            objections_to_skill.append(
                f"walk-forward Brier skill of {name.replace('_', ' ')} is {skill['challenger']:.4f}, the served "
                f"model's {skill['champion']:.4f}: lower by {-skill['difference']:.4f} (95 % interval of the "
                f"difference {low:+.4f} to {high:+.4f})"
            )
    return objections_to_skill


def moved_shares(served: Mapping[str, Any], challenger: Mapping[str, Any], on: date) -> list[str]:
    """Shares of a country at a stage that move more than ten points against the served evidence, by stage and country.

    At some stages nobody publishes a figure to compare with (``supply_report.uncompared``): a slip there shows here
    alone."""
    old, new = (Evidence([Claim.from_row(row) for row in one["claims"]]) for one in (served, challenger))
    moves: dict[tuple[Stage, str], list[tuple[float, str]]] = {}
    for stage, symbol in product(Stage, ELEMENTS):
        before, after = (one.supply(symbol, stage, on).shares for one in (old, new))
        for country in sorted({*before, *after}):
            was, now = (shares[country].central if country in shares else 0.0 for shares in (before, after))
            if abs(now - was) > supply_report.FAR:
                moves.setdefault((stage, country), []).append((abs(now - was), f"{symbol} {was:.0%} -> {now:.0%}"))
    return [
        f"the share of {country} in {stage} moves by more than {supply_report.FAR:.0%} of the world "
        f"for {len(rows)} elements, most for {max(rows)[1]}"
        for (stage, country), rows in moves.items()
    ]


def held_against(
    served: BundleSide, challenger: BundleSide, metrics: Mapping[str, Mapping[str, Any]], shift: Shift
) -> list[str]:
    """What speaks against a bundle whose forecasts compare with the served ones as ``metrics``
    (``record_differences.metrics``) say and whose portfolio moves by ``shift``. Forecasts without a common cell can't
    be compared: that is an objection too."""
    manifest = challenger.manifest
    raised = crowding(manifest["portfolio"]["scores"], manifest["bands"])
    raised += moved_shares(served.evidence, challenger.evidence, date.fromisoformat(manifest["portfolio"]["as_of"]))
    raised += new_year.own_years(served.record, challenger.record) + unexplained(served, challenger, shift)
    if not metrics["all"]["cells"]:
        return [*raised, "the track records of the two bundles have no cell in common: nothing can be compared"]
    return raised + worse(metrics)


def unexplained(served: BundleSide, challenger: BundleSide, shift: Shift) -> list[str]:
    """A large shift of the reference portfolio, with what moved the product that moves most."""
    if not shift.large or served.kernel is None or challenger.kernel is None:
        return []
    day = date.fromisoformat(challenger.manifest["portfolio"]["as_of"])
    name = next(iter(shift.by_product))
    bom = next(bom for bom in reference_portfolio.read() if bom.bom_id == name)
    why = score_changes.change(bom, AskedBundle(served.kernel, day), AskedBundle(challenger.kernel, day))
    return [shift.summary(), *(f"{name}: {line.strip()}" for line in score_changes.lines(why))]


def objections(models: Path, challenger: BundleSide) -> tuple[list[str], Shift | None]:
    """Everything that a reason must answer before the draft ``challenger`` may take the place of ``models/current``,
    and how the reference portfolio moves.

    Nothing is held against a first bundle but crowded bands. A served bundle that can't be read is an objection.
    """
    crowded = crowding(challenger.manifest["portfolio"]["scores"], challenger.manifest["bands"])
    if versions.served(models) is None:
        return crowded, None
    try:
        served = side(models / versions.CURRENT)
    except BundleError as error:
        return [*crowded, f"the served bundle can't be compared with: {error.detail}"], None
    metrics = record_differences.metrics(record_differences.pair(served.record, challenger.record))
    shift = portfolio_shifts.between(served, challenger.manifest["portfolio"])
    return held_against(served, challenger, metrics, shift), shift
