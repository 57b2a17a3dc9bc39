"""Champion and challenger: forecasts of the same cells, and the reference portfolio line by line with the reason."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from service.risk.answer import Score
from service.risk.bom import Bom
from service.risk.bundle import storage, track_record
from service.risk.bundle.kernel import RECORD, Kernel
from service.risk.bundle.track_record import Record
from service.risk.disruption.exposure import Facts
from service.risk.disruption.features import FAMILIES, NAMES, as_forecast, encode
from service.risk.errors import BundleError
from service.risk.evidence.claims import Evidence
from service.risk.product.assessment import CENTRAL, points_of
from service.risk.purchase.hazards import read_bom
from service.risk.scoring import score
from training.metrics import record_differences
from training.monitoring import changed_rows
from training.publication import gate, reference_portfolio

STEPS = ("trade", "evidence", "prices", "register", "model")
"""What is swapped in turn, each on top of those before: trade and governance; claims but prices, with the materials;
price claims; export controls; estimators with calibration and dependence. The parts add up to the difference."""


@dataclass(frozen=True)
class Side:
    """One bundle. ``kernel`` is None, with the words ``unloadable``, where it can't score here."""

    manifest: dict[str, Any]
    sha256: str
    record: Record
    evidence: dict[str, Any]
    kernel: Kernel | None
    unloadable: str


def side(path: Path) -> Side:
    """Open a bundle for comparing. Raises ``BundleError`` when it can't even be read."""
    manifest, files, digest = storage.read(path)
    kernel, why = None, ""
    try:
        kernel = storage.load(path)
    except BundleError as error:
        why = error.detail
    frozen = track_record.decode(files[RECORD])
    return Side(manifest, digest, frozen, json.loads(files[storage.EVIDENCE]), kernel, why)


def common_day(champion: Side, challenger: Side) -> date:
    """The later of the days that the two portfolios were scored for: what either knows counts."""
    return max(date.fromisoformat(one.manifest["portfolio"]["as_of"]) for one in (champion, challenger))


def compare(champion: Side, challenger: Side, day: date) -> dict[str, Any]:
    """The whole comparison as plain data; ``portfolio`` is scored on ``day`` under both."""
    both = record_differences.pair(champion.record, challenger.record)
    metrics = record_differences.metrics(both)
    changed = changes(champion, challenger)
    return {
        "champion": _named(champion),
        "challenger": _named(challenger),
        "cells": {
            "shared": len(both.challenger),
            "only_champion": both.only_champion,
            "only_challenger": both.only_challenger,
            "other_outcome": both.relabelled,
        },
        "metrics": metrics,
        "objections": gate.held_against(challenger.manifest, metrics, champion.evidence, challenger.evidence),
        "changes": changed,
        "portfolio": {"as_of": day.isoformat(), **shift(champion, challenger, day, changed_rows.of_changes(changed))},
    }


def _named(one: Side) -> dict[str, str]:
    return {"version": one.manifest["version"], "sha256": one.sha256, "unloadable": one.unloadable}


def changes(champion: Side, challenger: Side) -> dict[str, Any]:
    """What differs: features by name, manifest entries that set the fit, rows of the tables by id, trade by digest."""
    old, new = champion.manifest, challenger.manifest
    theirs, ours = ({f["name"]: f for f in m["features"]} for m in (old, new))
    found: dict[str, Any] = {
        "features_added": sorted(ours.keys() - theirs.keys()),
        "features_removed": sorted(theirs.keys() - ours.keys()),
        "features_altered": sorted(n for n in ours.keys() & theirs.keys() if ours[n] != theirs[n]),
    }
    names = ("until", "vintage", "trained_through", "structure_through", "training_rows", "event", "trade_data",
             "settings", "calibration", "dependence", "severity", "unverified_controls", "libraries",
             "evidence_revision",
             "register_revision")  # fmt: skip
    found["manifest"] = {n: [old.get(n), new.get(n)] for n in names if old.get(n) != new.get(n)}
    for table, key in (("claims", "claim_id"), ("controls", "measure_id"), ("materials", "id")):
        found[table] = _rows(champion.evidence[table], challenger.evidence[table], key)
    return found


def _rows(old: list[dict[str, Any]], new: list[dict[str, Any]], key: str) -> dict[str, list[str]]:
    before, after = ({row[key]: row for row in rows} for rows in (old, new))
    return {
        "added": sorted(after.keys() - before.keys()),
        "removed": sorted(before.keys() - after.keys()),
        "altered": sorted(k for k in after.keys() & before.keys() if after[k] != before[k]),
    }


def shift(champion: Side, challenger: Side, day: date, rows: Mapping[str, Collection[str]]) -> dict[str, Any]:
    """``lines``: by product both scores (0..100), the difference, its ``parts`` by step, the ``family`` whose
    contribution moved most and the ``feature`` whose changed value did (mean log-odds over hazards, and how far the
    value itself moved). ``rows``: what became of the challenger's claims and controls of these ids (``changed_rows``).

    Where a bundle can't score here, the scores are those that the manifests hold for their own days, without parts.
    """
    if champion.kernel is None or challenger.kernel is None:
        old, new = (one.manifest["portfolio"]["products"] for one in (champion, challenger))
        lines = [_line(name, old.get(name), new.get(name)) for name in sorted(old.keys() | new.keys())]
        return {
            "steps": [],
            "note": f"no parts: {champion.unloadable or challenger.unloadable}",
            "lines": lines,
            "rows": [],
        }
    kernels = _chain(champion, challenger)
    lines, answers = [], {}
    for bom in reference_portfolio.read():
        scored = _scores(bom, kernels, day)
        points = [one.score for one in scored]
        line = _line(str(bom.bom_id), points[0], points[-1])
        pairs = zip(STEPS, points, points[1:], strict=False)
        line["parts"] = {step: b - a for step, a, b in pairs if a is not None and b is not None}
        line["family"] = _family(scored[0], scored[-1])
        line["feature"] = _feature(kernels[0], kernels[STEPS.index("model")], bom, day)
        lines.append(line)
        answers[str(bom.bom_id)] = scored[-1]
    told = changed_rows.fates(kernels[-1], rows, changed_rows.Use.by(answers), day)
    return {"steps": list(STEPS), "note": "", "lines": lines, "rows": told}


def _line(product: str, old: float | None, new: float | None) -> dict[str, Any]:
    moved = None if old is None or new is None else new - old
    return {"product": product, "champion": old, "challenger": new, "difference": moved}


def _scores(bom: Bom, kernels: list[Kernel], day: date) -> list[Score]:
    """The product under each kernel; a kernel that a step left alone isn't asked again."""
    found: dict[int, Score] = {}
    for kernel in kernels:
        if id(kernel) not in found:
            found[id(kernel)] = score(bom, kernel, day)
    return [found[id(kernel)] for kernel in kernels]


def _chain(champion: Side, challenger: Side) -> list[Kernel]:
    """The champion, then one step more of the challenger each; the same object where a step changes nothing."""
    old, new = champion.kernel, challenger.kernel
    assert old is not None
    assert new is not None
    same = _same(champion, challenger)
    kernels, now = [old], old
    for step in STEPS:
        if not same[step]:
            now = _swapped(now, new, step)
        kernels.append(now)
    return kernels


def _same(champion: Side, challenger: Side) -> dict[str, bool]:
    a, b = champion.evidence, challenger.evidence
    fitted = ("calibration", "dependence", "reference", "columns")
    models = [[m["files"][storage.MODEL], *(m[n] for n in fitted)] for m in (champion.manifest, challenger.manifest)]
    recalled = [m.get("unverified_controls") for m in (champion.manifest, challenger.manifest)]
    through = champion.manifest["outcomes_through"] == challenger.manifest["outcomes_through"]
    claims = [{price: [c for c in e["claims"] if (c["quantity"] == "price") == price] for price in (True, False)}
              for e in (a, b)]  # fmt: skip
    return {
        "trade": a["trade"] == b["trade"] and a["governance"] == b["governance"] and through,
        "evidence": claims[0][False] == claims[1][False] and a["materials"] == b["materials"],
        "prices": claims[0][True] == claims[1][True],
        "register": a["controls"] == b["controls"] and recalled[0] == recalled[1],
        "model": models[0] == models[1],
    }


def _swapped(kernel: Kernel, new: Kernel, step: str) -> Kernel:
    """The kernel with one step's part of the new one, and nothing remembered."""
    mine, theirs = kernel.facts, new.facts
    if step == "model":
        return dataclasses.replace(new, facts=_facts(mine), resolver=kernel.resolver)
    if step == "trade":
        through = {"governance": theirs.governance, "outcomes_through": theirs.outcomes_through}
        return dataclasses.replace(kernel, facts=_facts(mine, trade=theirs.trade, **through))
    if step == "register":
        return dataclasses.replace(kernel, facts=_facts(mine, register=theirs.register))
    prices = step == "prices"
    claims = [c for c in mine.evidence.claims if (c.quantity == "price") != prices]
    claims += [c for c in theirs.evidence.claims if (c.quantity == "price") == prices]
    resolver = kernel.resolver if prices else new.resolver
    return dataclasses.replace(kernel, facts=_facts(mine, evidence=Evidence(claims)), resolver=resolver)


def _facts(facts: Facts, **changed: Any) -> Facts:
    return dataclasses.replace(facts, **changed)


def _family(old: Score, new: Score) -> dict[str, Any] | None:
    """The family (or ``baseline``) whose mean contribution over the hazards of both moved most, in log-odds."""
    before = {hazard.id: hazard.contributions for hazard in old.hazards}
    both = [(before[h.id], h.contributions) for h in new.hazards if h.id in before]
    if not both:
        return None
    moved = {f: float(np.mean([getattr(b, f) - getattr(a, f) for a, b in both])) for f in ("baseline", *FAMILIES)}
    name = max(moved, key=lambda f: (abs(moved[f]), f))
    return {"name": name, "log_odds": moved[name]} if moved[name] else None


def _feature(old: Kernel, new: Kernel, bom: Bom, day: date) -> dict[str, Any] | None:
    """The feature whose change from the champion's facts to the challenger's moves the champion's model most."""
    rows = []
    for kernel in (old, new):
        keys = read_bom(bom, day, kernel.resolver).keys
        points = points_of(kernel, [(key, CENTRAL) for key in keys])
        assemblies = {key.id: points[key, CENTRAL].assembly for key in keys}
        rows.append({name: encode([a.exposure])[0] for name, a in assemblies.items() if a is not None})
    shared = sorted(rows[0].keys() & rows[1].keys())
    if not shared:
        return None
    before, after = (as_forecast(np.array([side_rows[name] for name in shared])) for side_rows in rows)
    start = old.model.estimate(before).log_odds
    moved: dict[str, float] = {}
    for n, name in enumerate(NAMES):
        if not np.array_equal(before[:, n], after[:, n], equal_nan=True):
            changed = before.copy()
            changed[:, n] = after[:, n]
            moved[name] = float((old.model.estimate(changed).log_odds - start).mean())
    if not moved:
        return None
    name = max(moved, key=lambda f: (abs(moved[f]), f))
    values = after[:, NAMES.index(name)] - before[:, NAMES.index(name)]
    change = float(np.nanmax(np.abs(values))) if not np.isnan(values).all() else None
    return {"name": name, "log_odds": moved[name], "change": change}


def worst_first(lines: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Lines by the size of their difference, the largest first."""
    return sorted(lines, key=lambda line: (-abs(line["difference"] or 0.0), line["product"]))
