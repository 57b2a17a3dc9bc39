"""Large tightenings whose outcome isn't known yet: what a bundle says of each now, on its eve and on its day."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from service.risk.bundle.kernel import Kernel
from service.risk.disruption.exposure import Facts, assemble
from service.risk.disruption.features import FAMILY_COLUMNS, encode
from service.risk.disruption.model import sigmoid
from training.data import disruption_panel
from training.data.facts import commodity_names
from training.data.workspace import Workspace
from training.metrics.year_splits import EXPOSED_SHARE

Floats = NDArray[np.float64]
Buyers = Sequence[tuple[str, str]]


def told(space: Workspace, kernel: Kernel, cases: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """For each day on which measures of ``cases`` were announced: ``announced, jurisdiction, commodity, codes,
    measures`` and (importers, mean forecast on the eve, on the day) of ``all`` importers of the codes in the newest
    year of trade and of the ``exposed`` (over 30 % of supply under a control on the day, and a destination that the
    measures name where they name any; None without any).

    It is what the bundle's model and evidence say today of that day, not a forecast that was made then. What is known
    of trade on a day is as old as the bundle's vintage makes it.
    """
    facts = dataclasses.replace(space.facts, register=kernel.register, evidence=kernel.evidence)
    newest = space.panel.cells.filter(pl.col("t") == space.last_year)
    lag = disruption_panel.VINTAGES[str(kernel.manifest["vintage"])]
    found = []
    for case in cases:
        for day, rows in _by_day(case["rows"]).items():
            codes = sorted({code for row in rows for code in (row["hs92"] or "").split()})
            buyers = newest.filter(pl.col("k").is_in(codes)).select("k", "j").rows()
            if buyers:
                eve, now = (_encoded(buyers, d, facts, lag) for d in (day - timedelta(days=1), day))
                found.append({
                    "announced": day.isoformat(), "jurisdiction": case["jurisdiction"],
                    "commodity": case["commodity"], "codes": codes, "measures": [row["measure_id"] for row in rows],
                    **_forecasts(kernel, eve, now, _meant(kernel, rows, buyers)),
                })  # fmt: skip
    return found


def _by_day(rows: Sequence[Mapping[str, Any]]) -> dict[date, list[Mapping[str, Any]]]:
    found: dict[date, list[Mapping[str, Any]]] = {}
    for row in sorted(rows, key=lambda row: row["announced"] or row["effective"]):
        found.setdefault(date.fromisoformat(row["announced"] or row["effective"]), []).append(row)
    return found


def _encoded(buyers: Buyers, day: date, facts: Facts, lag: int) -> Floats:
    """Features of every importer's purchase of a code on a day, shape (buyers, features)."""
    names, year = commodity_names(), min(day.year - lag, facts.newest_structure or day.year)
    goods = {code: disruption_panel.good_of(code, names) for code in {code for code, _ in buyers}}
    return encode([assemble(goods[code], buyer, day, facts, year=year).exposure for code, buyer in buyers])


def _meant(kernel: Kernel, rows: Sequence[Mapping[str, Any]], buyers: Buyers) -> NDArray[np.bool_]:
    """Importers that a measure is meant for: all, unless each names destinations."""
    by_id = {m.measure_id: m for m in kernel.register.measures}
    measures = [by_id[row["measure_id"]] for row in rows if row["measure_id"] in by_id]
    return np.array(
        [not measures or any(not m.destinations or j in m.destinations for m in measures) for _, j in buyers], bool
    )


def _forecasts(
    kernel: Kernel, eve: Floats, now: Floats, meant: NDArray[np.bool_]
) -> dict[str, tuple[int, float, float] | None]:
    exposed = np.nan_to_num(now[:, FAMILY_COLUMNS["export_control"]]).max(axis=1) > EXPOSED_SHARE
    exposed &= meant
    before, after = (sigmoid(kernel.model.reference_log_odds(rows)) for rows in (eve, now))

    def means(mask: NDArray[np.bool_]) -> tuple[int, float, float] | None:
        return (int(mask.sum()), float(before[mask].mean()), float(after[mask].mean())) if mask.any() else None

    return {"all": means(np.ones(len(now), bool)), "exposed": means(exposed)}


def lines(found: Sequence[Mapping[str, Any]]) -> list[str]:
    """The answers as a table."""
    head = [
        "What the bundle says now of large tightenings whose outcome isn't known: mean forecast on the eve -> on the",
        f"day (importers): of those with over {EXPOSED_SHARE:.0%} of supply under a control on the day, in the",
        "destinations that the measure names if it names any; and of all.",
        "",
        f"{'announced':<11}{'by':<5}{'exposed':<20}{'all':<20}commodity (HS92): measures",
    ]
    return head + [
        f"{one['announced']:<11}{one['jurisdiction']:<5}{_words(one['exposed']):<20}{_words(one['all']):<20}"
        f"{one['commodity']} ({' '.join(one['codes'])}): {' '.join(one['measures'])}"
        for one in found
    ]


def _words(found: tuple[int, float, float] | None) -> str:
    return "-" if found is None else f"{found[1]:.2f} -> {found[2]:.2f} ({found[0]})"
