"""Outcomes of reading a line, for the wire."""

from __future__ import annotations

from typing import Any

from service.risk.materials.catalogue import Catalogue
from service.risk.materials.composition import Composition, Outcome, Resolved
from service.risk.vocabulary import CHAIN
from service.schemas import reference

_MEANING = tuple(reference.MeaningSchema().fields)


def meaning(catalogue: Catalogue, outcome: Outcome) -> dict[str, Any]:
    """What a line is read as, or why it is left open: the values of ``MeaningSchema``."""
    if not isinstance(outcome, Resolved):
        left_open = {name: getattr(outcome, name) for name in ("reason", "detail", "near", "may_hold")}
        nothing = dict.fromkeys(("stages", "composition", "messages", "set_aside"), ())
        return {**dict.fromkeys(_MEANING), "resolved": False, "out_of_scope": False, **nothing, **left_open}
    form = outcome.bought_as
    figures = [catalogue.figure(figure) for figure in outcome.figures]
    material = figures[0] if figures and not isinstance(figures[0], str) else None
    return {
        "resolved": True, "material_id": outcome.material_id, "name": outcome.name, "form": form and str(form),
        "stages": [str(stage) for stage in CHAIN[form]] if form else (), "composition": fractions(outcome.composition),
        "method": outcome.method, "confidence": outcome.confidence,
        "source": material.source if material else next(iter(figures), None),
        "locator": material.locator if material else None,
        "nature": material.nature if material else "stoichiometric" if figures else "as stated",
        "reason": None, "detail": None, "near": (), "messages": outcome.messages,
        "set_aside": outcome.set_aside, "out_of_scope": outcome.out_of_scope, "may_hold": None,
    }  # fmt: skip


def fractions(composition: Composition) -> list[dict[str, Any]]:
    """Mass fractions by element."""
    return [
        {"element": symbol, "low": f.low, "central": f.central, "high": f.high} for symbol, f in composition.fractions
    ]
