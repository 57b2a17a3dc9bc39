"""From the tables and the archive to a bundle: fitted models, evidence, portfolio scores, track record and card."""

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
import polars as pl

from service.risk.bundle import storage
from service.risk.bundle.kernel import CARD, RECORD, Kernel
from service.risk.bundle.track_record import DECIMALS, Record
from service.risk.scoring import EVENT
from service.risk.source_shock.acts import Acts
from service.risk.source_shock.collapse import RARE_EARTH_PROBABILITY, RARE_EARTH_RANGE
from service.risk.source_shock.coverage import coverage, limited_counts
from service.risk.source_shock.features import FEATURES, encode
from service.risk.source_shock.pending import announced
from service.risk.source_shock.worlds import CORRELATION, COUNT, SEED
from training.data.exporters import read, sources
from training.data.workspace import Workspace
from training.derived import mine_shares, register_coverage
from training.derived.prices_read import prices_read
from training.evaluation import everything
from training.evaluation.restrictions import UNANNOUNCED, origins_of, tested
from training.fit import price_pressure
from training.fit.restriction import Fitted, fit, restriction_forecasts, trainable
from training.publication import portfolio_shifts
from training.publication.documents_moved import documents_moved
from training.publication.papers.model_card import card
from training.tables import checks, claims, controls, grades, materials, minerals, words
from training.tables.passages import comparisons, drivers, statements
from training.tables.reader import EVIDENCE

BANDS = {"low": 0.0, "guarded": 5.0, "elevated": 10.0, "high": 17.0, "severe": 30.0}
"""Band names and the score from which each holds."""
STANDING_FLOORS = {"elevated": 0.25, "high": 0.5}
"""Share of need under a serious act in force or announced from which a band holds at least."""
SCORED_FROM = ("claims", "materials", "words", "patterns", "grades", "documents")
"""Tables whose change makes another revision of the evidence: receipts name it."""
PROBE_ROWS = 24
EVALUATION_DECIMALS = 4
"""No figure of the evaluation is known better, and a manifest is for people too."""
ATTRIBUTION = (
    "Trade: CEPII, BACI HS92 (Gaulier and Zignago 2010), Etalab 2.0.",
    "Governance: World Bank, Worldwide Governance Indicators, CC BY 4.0.",
    "Production: Austrian Federal Ministry of Finance, World Mining Data.",
)
PRIORS = (
    "Coverage of future acts: a pooled table weighs half an act, and stands alone below three acts.",
    "Acts limited to some destinations: a quarter of China's general acts, 6 % of others'.",
    "Suspended and unknown acts: no chance of a start in the centre, one half at the upper end.",
    "Collapse of exports: one constant for all sources of rare earths, 4 % (2 to 8 %).",
    "Acts that the register misses: hazards times 1 to 1.4, in the interval only.",
    "Tolerance that nobody states: 25 to 75 % of need, all alike.",
    "Recycling and substitution soften no hit beyond what they dilute: the multiplier is 1.",
)


class FitError(Exception):
    """Nothing can be fitted from what was known."""


def fit_bundle(space: Workspace, out: Path, as_of: date | None = None, *, evaluate: bool = True) -> str:
    """Fit on all that is known and write a complete bundle to ``out``. Returns its digest.

    The reference portfolio is scored on ``as_of``, else on the day by which all evidence is known. ``evaluate`` adds
    the walk-forward evaluation, which card and report tell. Raises ``FitError`` when no event is known.
    """
    panel = read(space)
    codes = minerals.codes_of(minerals.load())
    try:
        fitted = fit(panel, codes)
    except ValueError as error:
        raise FitError(f"the panel holds no event to learn from: {error}") from error
    price = price_pressure.served(space.flows)
    evidence = _evidence(space)
    estimators = {"restriction": fitted.model.estimator, "price_pressure": price.estimator}
    record = _frozen(panel, codes)
    manifest = {
        **_describe(space, panel, fitted),
        "restriction": fitted.model.to_json(),
        "price_pressure": price.to_json(),
        "acts": _acts(space, codes),
        "evidence_revision": storage.revision([evidence[name] for name in SCORED_FROM]),
        "register_revision": storage.revision(evidence["controls"]),
        "data_ages": _data_ages(evidence),
        "good_until": "",
        "register_checked": _register_checked(evidence),
        "register_coverage": register_coverage.coverage().to_json(),
        "prices_read": [],
        "evaluation": rounded(everything.measured(space)) if evaluate else {},
        "documents_moved": {},
        "portfolio": {"as_of": "", "scores": [], "products": {}},
        "probe": _probe(fitted, panel),
        "track_record": _track_record(record),
    }
    kernel = storage.build_kernel(manifest, estimators, _as_json(evidence), "0" * 64, {})
    day = as_of or kernel.newest_evidence
    manifest["good_until"] = kernel.last_day.isoformat()
    manifest["portfolio"] = portfolio_of(kernel, day)
    _prices(manifest, kernel, day)
    if evaluate:
        manifest["documents_moved"] = rounded(documents_moved(kernel, evidence, day))
    papers = {RECORD: record.encode(), CARD: card(_as_json(manifest)).encode()}
    return storage.write(out, manifest, estimators, evidence, papers)


def portfolio_of(kernel: Kernel, day: date) -> dict[str, Any]:
    """The reference portfolio's scores on a day."""
    products = portfolio_shifts.portfolio_scores(kernel, day)
    return {"as_of": day.isoformat(), "scores": sorted(products.values()), "products": products}


def _frozen(panel: pl.DataFrame, codes: Mapping[str, frozenset[str]]) -> Record:
    """The walk-forward forecasts of unannounced restrictions whose year is over; of a mineral's codes the likeliest."""
    forecasts = tested(restriction_forecasts(panel, codes, origins_of(panel)).filter(UNANNOUNCED))
    pairs = forecasts.group_by("mineral", "country", "year").agg(
        pl.col("p").max(), pl.col("base_rate").first(), pl.col("event").max().cast(pl.Int64)
    )
    rows = pairs.sort("mineral", "country", "year")
    return Record(
        rows["mineral"].to_numpy().astype(np.str_),
        rows["country"].to_numpy().astype(np.str_),
        rows["year"].to_numpy().astype(np.int64),
        np.round(rows["p"].to_numpy(), DECIMALS),
        np.round(rows["base_rate"].to_numpy(), DECIMALS),
        rows["event"].to_numpy(),
    )


def _track_record(frozen: Record) -> dict[str, Any]:
    """What the manifest says of the frozen forecasts: digest and extent."""
    return {
        "sha256": hashlib.sha256(frozen.encode()).hexdigest(),
        "rows": len(frozen),
        "first_year": int(frozen.year.min()),
        "last_year": int(frozen.year.max()),
    }


def _data_ages(evidence: Mapping[str, Any]) -> dict[str, str | None]:
    """The newest figure and measure that the bundle holds, as ISO dates. Of prices the last day that is read is told
    once there is a kernel to ask (``_prices``)."""
    rows = evidence["claims"]
    days = [row["announced"] or row["effective"] for row in evidence["controls"]]
    return {
        "evidence": max((row["published"] for row in rows), default=None),
        "prices": None,
        "register": max((day for day in days if day), default=None),
    }


def _prices(manifest: dict[str, Any], kernel: Kernel, day: date) -> None:
    """Which price of each element is read, and the last day of any: other series may reach further, unread."""
    manifest["prices_read"] = prices_read(kernel.facts, day)
    days = [row["through"] for row in manifest["prices_read"] if row["through"] and len(row["through"]) > len("2025")]
    manifest["data_ages"]["prices"] = max(days, default=None)


def _register_checked(evidence: Mapping[str, Any]) -> dict[str, Any]:
    """How many measures the register has, how many of them somebody looked up, and from when the oldest and the newest
    of these looks are."""
    names = {row["measure_id"] for row in evidence["controls"]}
    days = [when for name, when in checks.checked_on().items() if name in names]
    ends = {"oldest": min(days).isoformat(), "newest": max(days).isoformat()} if days else {}
    return {"measures": len(names), "checked": len(days), **ends}


def _describe(space: Workspace, panel: pl.DataFrame, fitted: Fitted) -> dict[str, Any]:
    """What the bundle is and what it was trained on."""
    learned = trainable(panel)
    return {
        "version": storage.UNNAMED,
        "event": EVENT,
        "trained_through": int(learned["year"].max()),  # type: ignore[arg-type]
        "structure_through": space.last_year,
        "training_rows": learned.height,
        "training_events": int(learned["event"].sum()),
        "dropped_features": list(fitted.dropped),
        "trade_data": space.data_key(),
        "added_years": space.added_years(),
        "unverified_controls": space.unverified,
        "features": storage.feature_list(),
        "coefficients": rounded(dict(zip(fitted.model.features, fitted.model.coefficients, strict=True))),
        "documentation": {f.name: f.description for f in FEATURES},
        "libraries": storage.library_versions(),
        "bands": BANDS,
        "standing_floors": STANDING_FLOORS,
        "worlds": {"count": COUNT, "seed": SEED, "correlation": CORRELATION},
        "collapse": {"probability": RARE_EARTH_PROBABILITY, "range": RARE_EARTH_RANGE},
        "attribution": ATTRIBUTION,
        "priors": PRIORS,
        "passages": drivers.load(),
    }


def rounded(data: Any) -> Any:
    """Plain JSON data: figures with four decimals, keys as text; what isn't a number is null."""
    if isinstance(data, Mapping):
        return {str(key): rounded(value) for key, value in data.items()}
    if isinstance(data, (list, tuple, np.ndarray)):
        return [rounded(value) for value in data]
    if isinstance(data, (float, np.floating)):
        return round(float(data), EVALUATION_DECIMALS) if math.isfinite(data) else None
    return data.item() if isinstance(data, np.generic) else data


def _acts(space: Workspace, codes: Mapping[str, frozenset[str]]) -> dict[str, Any]:
    """Coverage of future acts with its counts, limited acts, and what became of announced ones, as known by now."""
    acts, newest = Acts(space.facts.register, codes), date.max
    known = announced(acts, newest)
    return {
        "coverage": [cover._asdict() for cover in coverage(acts, _today(space))],
        "limited": limited_counts(acts, newest),
        "announced": {"began": known.began, "decided": known.decided, "rate": known.rate},
    }


def _today(space: Workspace) -> date:
    """The newest day that the register knows."""
    newest = space.facts.register.newest(date.max)
    assert newest is not None
    return newest


def _as_json(data: Any) -> Any:
    """The data as the service will read it."""
    return json.loads(storage.canonical(data))


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row with its dates as text."""
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in row.items()}


def tables(folder: Path = EVIDENCE) -> dict[str, Any]:
    """The evidence tables as a bundle carries them. Raises ``TableError``."""
    rows, documents = mine_shares.compiled(claims.load(folder))
    return {
        "claims": comparisons.beside(rows, folder),
        "controls": _looked_up(folder),
        "materials": materials.load(folder / materials.TABLE.name),
        **words.load(folder),
        "grades": grades.served(folder),
        "statements": statements.load(folder),
        "documents": {name: _plain(dataclasses.asdict(document)) for name, document in documents.items()},
    }


def _looked_up(folder: Path) -> list[dict[str, str | None]]:
    """The register's rows, each with the day on which it was last looked up."""
    days = checks.checked_on(folder)
    rows = controls.load(folder / controls.TABLE.name)
    return [
        row | {"checked_on": day.isoformat() if (day := days.get(row["measure_id"] or "")) else None} for row in rows
    ]


def _evidence(space: Workspace) -> dict[str, Any]:
    """What serving needs: tables, trade of the rare-earth codes, governance."""
    return {**tables(), "trade": space.trade.to_json(), "governance": space.governance}


def _probe(fitted: Fitted, panel: pl.DataFrame) -> dict[str, Any]:
    """Rows, evenly spread over the training rows, with the log-odds that loading has to reproduce."""
    rows = encode(sources(trainable(panel)))
    chosen = rows[np.linspace(0, len(rows) - 1, min(PROBE_ROWS, len(rows))).astype(int)]
    plain = [[None if math.isnan(v) else v for v in row] for row in chosen.tolist()]
    return {"rows": plain, "log_odds": fitted.model.log_odds(chosen).tolist()}
