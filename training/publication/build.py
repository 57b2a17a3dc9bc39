"""From fitted estimators to a bundle: manifest, evidence, portfolio scores, card."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import math
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.risk.bundle import storage
from service.risk.bundle.kernel import CARD, RECORD, REPORT
from service.risk.bundle.track_record import Record
from service.risk.disruption.features import FAMILIES, FEATURES, NAMES
from service.risk.disruption.joint_probability import Dependence
from service.risk.disruption.model import Model, sigmoid
from service.risk.scoring import EVENT
from training.data import disruption_panel
from training.data.workspace import Workspace
from training.derived import mine_shares
from training.fit import control_prior, dependence, disruption_model, severity
from training.fit.disruption_model import LABEL_DELAY, SETS, FitError
from training.metrics import record_differences
from training.publication import portfolio_shifts, report
from training.publication.model_card import card
from training.tables import claims, controls, materials

BANDS = {"low": 0.0, "guarded": 25.0, "elevated": 50.0, "high": 70.0, "severe": 85.0}
"""Band names and the score from which each holds: the event strikes about one hazard in four whatever is bought."""
PROBE_ROWS = 24
UNNAMED = "version-not-yet-known"
"""The bundle's name in manifest, card and report until its version is derived from them."""
ATTRIBUTION = (
    "Trade: CEPII, BACI HS92 (Gaulier and Zignago 2010), Etalab 2.0.",
    "Governance: World Bank, Worldwide Governance Indicators, CC BY 4.0.",
    "Production in baselines: Austrian Federal Ministry of Finance, World Mining Data.",
)


def fit_bundle(space: Workspace, until: int, vintage: str, out: Path, as_of: date | None = None) -> str:
    """Fit what was known at the end of ``until`` and write a complete bundle to ``out``. Returns its digest.

    The reference portfolio is scored on ``as_of``, else on the day by which all evidence is known.
    Raises ``FitError`` when no outcome was known by then.
    """
    known = disruption_model.known_rows(space.panel, until, vintage)
    if not known.any():
        first = disruption_panel.FIRST_STRUCTURE_YEAR + LABEL_DELAY[vintage]
        raise FitError(f"no outcome is known at the end of {until} ({vintage}); the first year that has one is {first}")
    rows = space.panel.features[vintage][known]
    estimators = disruption_model.fit_estimators(rows, space.panel.event[known])
    last = min(until - LABEL_DELAY[vintage], space.last_year - 1)
    forward = disruption_model.walk_forward(space.panel, vintage, last, progress=space.console.log)
    calibration = disruption_model.calibrate(space.panel, forward, until, vintage)
    model = disruption_model.model_of(estimators, rows, calibration)
    evidence = _evidence(space, until, vintage)
    manifest = {
        **_describe(space, until, vintage, known),
        "columns": {name: [NAMES[i] for i in used] for name, used in SETS.items()},
        "reference": dict(zip(FAMILIES, model.reference.tolist(), strict=True)),
        "calibration": dataclasses.asdict(calibration),
        "control_effects": control_prior.stated_and_served(model.control_effects, calibration.slope),
        "dependence": _dependence(space, forward, until),
        "severity": severity.estimate(space.panel, known, {c.hs92: c.group for c in claims.commodities().values()}),
        "evidence_revision": storage.revision([evidence[k] for k in ("claims", "materials", "documents")]),
        "register_revision": storage.revision(evidence["controls"]),
        "data_ages": _data_ages(evidence),
        "portfolio": {"as_of": "", "scores": [], "products": {}},
        "probe": _probe(model, rows),
    }
    kernel = storage.kernel_of(manifest, estimators, _as_json(evidence), "0" * 64, {})
    day = as_of or kernel.newest_evidence
    products = portfolio_shifts.portfolio_scores(kernel, day)
    manifest["portfolio"] = {"as_of": day.isoformat(), "scores": sorted(products.values()), "products": products}
    frozen = record_differences.freeze(space.panel, sigmoid(forward.calibrated), forward.climatology)
    record = frozen.encode()
    manifest["track_record"] = _track_record(frozen, record)
    findings = report.Findings(manifest, frozen, space.panel, forward, model, rows, evidence["controls"])
    papers = {
        RECORD: record,
        CARD: card(manifest).encode(),
        REPORT: report.html(findings).encode(),
    }
    manifest["version"] = version_of(manifest, storage.digests(storage.contents(estimators, evidence, papers)))
    for name in (CARD, REPORT):
        papers[name] = papers[name].replace(UNNAMED.encode(), manifest["version"].encode())
    return storage.write(out, manifest, estimators, evidence, papers)


def _track_record(frozen: Record, content: bytes) -> dict[str, Any]:
    """What the manifest says of the frozen forecasts: digest, extent, metrics by cut."""
    return {
        "sha256": hashlib.sha256(content).hexdigest(),
        "rows": len(frozen),
        "first_year": int(frozen.year.min()) if len(frozen) else None,
        "last_year": int(frozen.year.max()) if len(frozen) else None,
        "metrics": record_differences.alone(frozen),
    }


def _data_ages(evidence: Mapping[str, Any]) -> dict[str, str | None]:
    """The newest figure, price and measure that the bundle holds, as ISO dates."""
    rows = evidence["claims"]
    prices = [row["valid_to"] or row["valid_from"] for row in rows if row["quantity"] == "price"]
    days = [row["announced"] or row["effective"] for row in evidence["controls"]]
    return {
        "evidence": max((row["published"] for row in rows), default=None),
        "prices": max(prices, default=None),
        "register": max((day for day in days if day), default=None),
    }


def _describe(space: Workspace, until: int, vintage: str, known: NDArray[np.bool_]) -> dict[str, Any]:
    """What the bundle is and what it was trained on."""
    trained_through = int(space.panel.year[known].max())
    return {
        "version": UNNAMED,
        "event": EVENT,
        "vintage": vintage,
        "until": until,
        "trained_through": trained_through,
        "outcomes_through": trained_through + 1,
        "structure_through": min(until - disruption_panel.VINTAGES[vintage], space.last_year),
        "training_rows": int(known.sum()),
        "event_rate": float(space.panel.event[known].mean()),
        "trade_data": space.data_key(),
        "unverified_controls": space.unverified,
        "features": storage.feature_list(),
        "documentation": {f.name: " ".join(f.doc.split()) for f in FEATURES},
        "settings": {
            "main": disruption_model.MAIN,
            "export_control": disruption_model.CONTROL,
            "masked_share": disruption_model.MASKED_SHARE,
            "control_prior": {"effect": control_prior.PRIOR_EFFECT, "rows": control_prior.PRIOR_ROWS},
        },
        "libraries": storage.library_versions(),
        "bands": BANDS,
        "attribution": ATTRIBUTION,
        "overlaid": OVERLAID,
    }


OVERLAID = (
    "Magnets, ores and single elements other than cerium have no label of their own: their probability is that of the "
    "codes trained on, at their own features, with a wider interval.",
    "Stage shares, recycling and saving of the source documents enter at serving, from their publication on; the model "
    "was trained on world exports and earlier studies in their place.",
    "Prices after the last trade year are published series of the element; training used unit values of the code.",
    "Training sees what the prices of all goods did, so that a boom isn't credited to one good; a forecast doesn't.",
    "Export controls are trained last and shrunk. Outcomes show hardly any effect of old and moderate ones, licences "
    "among them, within commodity and year; a stated prior by severity and age is laid over all, which few outcomes "
    "leave standing and many outweigh.",
)


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row with its dates as text."""
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in row.items()}


def _as_json(data: Any) -> Any:
    """The data as the service will read it."""
    return json.loads(storage.canonical(data))


def version_of(manifest: Mapping[str, Any], digests: Mapping[str, str]) -> str:
    """``<until>-<vintage>-<digest>``, the digest that of the manifest and of every file, all as they stand while the
    bundle is called ``UNNAMED``: bundles that differ in anything have different versions."""
    content = storage.revision([manifest, digests])
    return f"{manifest['until']}-{manifest['vintage']}-{content[:8]}"


def _dependence(space: Workspace, forward: disruption_model.WalkForward, until: int) -> dict[str, float]:
    if not forward.made.any():
        return {"outer": 0.0, "code": 0.0, "element": 0.0}
    found = dependence.estimate(space.panel, forward, space.facts.evidence, until)
    Dependence.from_json(found)
    return found


def _evidence(space: Workspace, until: int, vintage: str) -> dict[str, Any]:
    """What serving needs: tables, trade of the rare-earth codes up to the structure year, governance."""
    rows, documents = mine_shares.compiled(claims.load())
    newest = min(until - disruption_panel.VINTAGES[vintage], space.last_year)
    trade = disruption_panel.trade_of(space.flows, list(disruption_panel.RARE_EARTH_CODES)).to_json()
    prices = trade.pop("price_index")
    assert isinstance(prices, dict)
    kept: dict[str, Any] = {
        name: {code: {y: v for y, v in years.items() if y <= newest} for code, years in by_code.items()}  # type: ignore[attr-defined]
        for name, by_code in trade.items()
    }
    # Prices stand for published series, which are known to the last months; trade structure is not.
    kept["price_index"] = {code: {y: v for y, v in years.items() if y <= until} for code, years in prices.items()}
    return {
        "claims": rows,
        "documents": {name: _plain(dataclasses.asdict(document)) for name, document in documents.items()},
        "controls": controls.load(),
        "materials": materials.load(),
        "trade": kept,
        "governance": {c: {y: v for y, v in by.items() if y <= newest} for c, by in space.governance.items()},
    }


def _probe(model: Model, rows: Any) -> dict[str, Any]:
    """A spread of training rows with their log-odds, to check at loading."""
    picked = rows[np.linspace(0, len(rows) - 1, PROBE_ROWS).astype(int)]
    plain = [[None if math.isnan(v) else v for v in row] for row in picked.tolist()]
    return {"rows": plain, "log_odds": model.reference_log_odds(picked).tolist()}
