"""The whole evaluation, as the commands print it and as a bundle keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from training.data.workspace import Workspace
from training.evaluation import (
    baskets,
    collapses,
    price_pressure,
    purchases,
    restriction_text,
    restrictions,
    validity,
    vulnerability,
)
from training.evaluation.progress import WorkPart, done

COIN = 0.5
"""AUC of a model that knows nothing."""


def measured(space: Workspace) -> dict[str, Any]:
    """Every part's findings by its name, as plain data; progress goes to the workspace's console."""
    known = cache(lambda: purchases.history(space))
    parts = {
        "restrictions": WorkPart(45.0, lambda: restrictions.measured(space)),
        "purchases": WorkPart(24.0, lambda: purchases.measured(space, known())),
        "baskets": WorkPart(5.0, lambda: baskets.measured(space, known())),
        "validity": WorkPart(3.0, lambda: validity.measured(space, known())),
        "vulnerability": WorkPart(4.0, lambda: vulnerability.measured(space, known())),
        "collapses": WorkPart(1.0, lambda: collapses.measured(space)),
        "price_pressure": WorkPart(1.0, lambda: price_pressure.measured(space)),
    }
    return done(parts, space.console)


def text(evaluation: Mapping[str, Any]) -> list[str]:
    """What ``measured`` found, a line each, part by part."""
    lines = list(restriction_text.text(evaluation["restrictions"]))
    for part in (purchases, baskets, validity, vulnerability, collapses, price_pressure):
        lines += ["", *part.text(evaluation[part.__name__.rpartition(".")[2]])]
    return [*lines, "", *closing(evaluation)]


def closing(evaluation: Mapping[str, Any]) -> list[str]:
    """Three sentences: what was found, against what, what to do."""
    whole = evaluation["restrictions"]["metrics"]["all"]
    rare = evaluation["purchases"]["cuts"]["rare_earths_since_2015"]["integrated"]
    proven = "can be told from" if whole["brier_skill_95"][0] > 0 else "can't be told from"
    unproven = rare["auc_95"][0] <= COIN
    return [
        f"Found: restrictions are ranked with an AUC of {whole['auc']:.2f}, and the chances {proven} the long-run "
        f"rate; rare earths since 2015 {'show no skill' if unproven else 'show skill'} (AUC {rare['auc']:.2f}).",
        "Against: each country's own rate, HHI, GeoPolRisk, governance and share alone, on years that no fit had seen.",
        "To do: set it beside the served model with `python -m training compare`; the card tells every goal missed.",
    ]
