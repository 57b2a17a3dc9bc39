"""What each of the five source documents moves: the reference portfolio scored without its figures and measures."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from service.risk.bundle.kernel import Kernel
from service.risk.controls.register import Register
from service.risk.evidence.claims import DOCUMENT_PREFIX, Claim, Evidence
from service.risk.scoring import score
from training.data.facts import left_out
from training.publication import reference_portfolio

ALL = "all five"
MOVED = 0.005
"""Points from which a product counts as moved: it shows."""

Scores = Mapping[str, tuple[float, float]]
"""Product -> score and width of its interval."""


def documents_moved(kernel: Kernel, evidence: Mapping[str, Any], on: date) -> dict[str, Any]:
    """By document, and for all five together: the changes of the score and of the interval's width over the portfolio
    (points). Of both the mean and the largest size are told. Also the product that moves most, and how many move at
    all. ``evidence`` holds the bundle's rows of ``claims``, ``controls`` and ``documents``."""
    names = sorted(name for name in evidence["documents"] if name.startswith(DOCUMENT_PREFIX))
    whole = scores(kernel, on)
    apart = {name: [name] for name in names} | {ALL: names}
    return {
        name: {"source": _source(evidence["documents"].get(name)), **_change(whole, _bare(kernel, evidence, gone, on))}
        for name, gone in apart.items()
    }


def _bare(kernel: Kernel, evidence: Mapping[str, Any], gone: Sequence[str], on: date) -> Scores:
    return scores(without(kernel, evidence, gone), on)


def _source(document: Mapping[str, Any] | None) -> str:
    return f"{document['publisher']}, {document['published']}" if document else "all five"


def without(kernel: Kernel, evidence: Mapping[str, Any], documents: Sequence[str]) -> Kernel:
    """The bundle as it would be if some documents had not been read."""
    rows, register = left_out(evidence["claims"], evidence["controls"], documents)
    facts = dataclasses.replace(
        kernel.facts,
        evidence=Evidence([Claim.from_row(row) for row in rows]),
        register=Register.from_rows(register, "", unverified=kernel.manifest["unverified_controls"]),
    )
    return dataclasses.replace(kernel, facts=facts)


def scores(kernel: Kernel, on: date) -> dict[str, tuple[float, float]]:
    """Score and width of the interval of every product of the portfolio that can be scored."""
    by_product = {str(bom.bom_id): score(bom, kernel, on) for bom in reference_portfolio.read()}
    return {
        name: (one.score, one.interval[1] - one.interval[0])
        for name, one in by_product.items()
        if one.score is not None and one.interval is not None
    }


def _change(whole: Scores, bare: Scores) -> dict[str, Any]:
    names = sorted(whole.keys() & bare.keys())
    moved = np.array([[w - b for w, b in zip(whole[name], bare[name], strict=True)] for name in names])
    size = np.abs(moved)
    most = int(size[:, 0].argmax())
    return {
        "products": len(names),
        "moved": int((size > MOVED).any(axis=1).sum()),
        "points_mean": float(size[:, 0].mean()),
        "points_most": float(moved[most, 0]),
        "product": names[most],
        "interval_mean": float(size[:, 1].mean()),
        "interval_most": float(size[:, 1].max()),
    }
