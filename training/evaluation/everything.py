"""The whole evaluation, as the commands print it and as a bundle keeps it."""

from __future__ import annotations

from collections.abc import Mapping
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


def measured(space: Workspace) -> dict[str, Any]:
    """Every part's findings by its name, as plain data."""
    known = purchases.history(space)
    return {
        "restrictions": restrictions.measured(space),
        "purchases": purchases.measured(space, known),
        "baskets": baskets.measured(space, known),
        "validity": validity.measured(space, known),
        "vulnerability": vulnerability.measured(space, known),
        "collapses": collapses.measured(space),
        "price_pressure": price_pressure.measured(space),
    }


def text(evaluation: Mapping[str, Any]) -> list[str]:
    """What ``measured`` found, a line each, part by part."""
    lines = list(restriction_text.text(evaluation["restrictions"]))
    for part in (purchases, baskets, validity, vulnerability, collapses, price_pressure):
        lines += ["", *part.text(evaluation[part.__name__.rpartition(".")[2]])]
    return lines
