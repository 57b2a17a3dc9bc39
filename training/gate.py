"""What speaks against publishing a bundle: worse forecasts than the served model's, or a broken promise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from service.risk import bundle, record, shelf
from service.risk.errors import BundleError
from training import differences

CROWDED_SCORE = 90.0
CROWDED_SHARE = 0.25
JUDGED = ("all", "rare_earths")
"""Cuts in which a challenger may not be worse."""


def crowding(scores: Sequence[float]) -> list[str]:
    """A quarter of the reference portfolio above 90: such a model tells products nothing."""
    crowded = sum(s > CROWDED_SCORE for s in scores)
    if crowded < CROWDED_SHARE * len(scores):
        return []
    return [f"{crowded} of {len(scores)} reference products score above {CROWDED_SCORE:.0f}"]


def worse(metrics: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Cuts in which the whole 95 % interval of the difference in Brier skill lies below zero."""
    found = []
    for name in JUDGED:
        skill = metrics[name].get("brier_skill")
        if skill is not None and skill["difference_95"][1] < 0:
            low, high = skill["difference_95"]
            found.append(
                f"walk-forward Brier skill of {name.replace('_', ' ')} is {skill['challenger']:.4f}, the served "
                f"model's {skill['champion']:.4f}: lower by {-skill['difference']:.4f} (95 % interval of the "
                f"difference {low:+.4f} to {high:+.4f})"
            )
    return found


def held_against(manifest: Mapping[str, Any], metrics: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """What speaks against the bundle of ``manifest``, whose forecasts compare with the served ones as ``metrics``
    (``differences.metrics``) say. Forecasts without a common cell can't be compared: that is an objection too."""
    found = crowding(manifest["portfolio"]["scores"])
    if not metrics["all"]["cells"]:
        return [*found, "the track records of the two bundles have no cell in common: nothing can be compared"]
    return found + worse(metrics)


def objections(models: Path, draft: Path) -> list[str]:
    """Everything that a reason must answer before ``draft`` may take the place of ``models/current``.

    Nothing is held against a first bundle but a broken promise. A served bundle that can't be read is an objection.
    Raises ``BundleError`` about the draft.
    """
    manifest, files, _ = bundle.read(draft)
    broken = crowding(manifest["portfolio"]["scores"])
    if shelf.served(models) is None:
        return broken
    try:
        _, old, _ = bundle.read(models / shelf.CURRENT)
    except BundleError as error:
        return [*broken, f"the served bundle can't be compared with: {error.detail}"]
    both = differences.pair(record.decode(old[bundle.RECORD]), record.decode(files[bundle.RECORD]))
    return held_against(manifest, differences.metrics(both))
