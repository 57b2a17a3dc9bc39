"""Is being hit a shortage that buyers feel? Outcomes that the labels never saw, within the same code and year. One is
the event of the model before this one (``supply-disruption/v1``: a price 50 % up or a volume 40 % down). The other is a
collapse of the buyer's own imports.

Differences within code and year leave out what every buyer of a good met that year. Hits leave out the buyer's own
flows, so that buying less can't be its own proof.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from service.risk.vocabulary import LABELLED_CODES
from training.data.purchases import Purchases
from training.data.v1_events import candidate_cells, outcomes
from training.data.workspace import Workspace
from training.evaluation.purchases import LATE, MODEL, History, history
from training.metrics.graded import graded
from training.metrics.year_draws import interval, year_draws

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

COLLAPSE_LEFT = 0.6
PRICE_RISE = 1.2
DOSES = (0.0, 0.2, 1 / 3, 0.5, 0.7, 0.9)
"""Lower ends of the bins of the share lost; the first holds what lost less than a fifth, nothing included."""
HALF = 0.5
THIRD = 1 / 3
RESTRICTED = "rare_earths_restricted"


def felt(flows: pl.DataFrame, bought: Purchases, last_year: int) -> dict[str, Floats]:
    """What importers met in the year of each purchase, 1 or 0, ``nan`` where it can't be told. They are ``v1_event``,
    ``imports_collapsed`` (to 60 % of the median of three years) and ``price_rose`` (by a fifth on the year before)."""
    cells = candidate_cells(flows).filter(pl.col("reason") == "")
    events = outcomes(flows, cells, last_year).filter(pl.col("event") >= 0)
    events = events.select("k", "j", pl.col("t") + 1, "event", "volume_ratio", "price_change")
    rows = bought.rows.join(events, on=["k", "j", "t"], how="left", maintain_order="left")
    told = {
        "v1_event": pl.col("event"),
        "imports_collapsed": pl.col("volume_ratio") <= COLLAPSE_LEFT,
        "price_rose": pl.col("price_change") >= PRICE_RISE,
    }
    table = rows.select(rule.cast(pl.Float64).alias(name) for name, rule in told.items())
    return {name: table[name].fill_null(np.nan).to_numpy() for name in told}


def groups(bought: Purchases) -> Ints:
    """Number of each purchase's code and year."""
    return bought.rows.select(pl.struct("k", "t").rank("dense")).to_series().to_numpy().astype(np.int64) - 1


def within(outcome: Floats, hit: Floats, group: Ints, year: Ints) -> dict[str, Any]:
    """How much more of the ``outcome`` purchases with the ``hit`` have than others of their group. ``value`` is the
    least-squares slope with an effect for each group (code and year), ``interval_95`` is from resampled years. ``hits``
    and ``purchases`` are those of groups that hold both kinds."""
    known = ~np.isnan(outcome)
    y, h, group, year = outcome[known], hit[known], group[known], year[known]
    size = np.maximum(np.bincount(group), 1)
    y = y - (np.bincount(group, y) / size)[group]
    told = h - (np.bincount(group, h) / size)[group]
    position, draws = year_draws(year)
    top, bottom = np.bincount(position, y * told), np.bincount(position, told * told)
    mixed = told != 0
    with np.errstate(invalid="ignore"):
        slopes = (draws @ top) / (draws @ bottom)
    return {
        "hits": int(h[mixed].sum()), "purchases": int(mixed.sum()), "value": float(top.sum() / bottom.sum()),
        "interval_95": interval(slopes),
    }  # fmt: skip


def differences(bought: Purchases, outcome: Mapping[str, Floats]) -> dict[str, Any]:
    """Of purchases hit for a third and for half, each outcome's difference to others of their code and year. Of rare
    earths only those hit by restrictions alone count."""
    group, year = groups(bought), bought.base_year
    lost, rare = bought.lost_apart, bought.is_code(LABELLED_CODES)
    restricted = (bought.share * bought.restricted).sum(axis=1)
    everything = np.ones(len(lost), bool)
    kinds = {"half": (lost, HALF, everything), "third": (lost, THIRD, everything)}
    kinds |= {"half_since_2015": (lost, HALF, year >= LATE), RESTRICTED: (restricted, THIRD, rare)}
    return {
        kind: {
            name: within(y[mask], (share >= least)[mask].astype(np.float64), group[mask], year[mask])
            for name, y in outcome.items()
        }
        for kind, (share, least, mask) in kinds.items()
    }


def by_dose(bought: Purchases, outcome: Floats) -> list[dict[str, Any]]:
    """Difference within code and year by the share lost, against purchases that lost less than a fifth."""
    group, year, lost = groups(bought), bought.base_year, bought.lost_apart
    rows = []
    for n, (low, high) in enumerate(zip(DOSES, (*DOSES[1:], 1.01), strict=True)):
        inside = (lost >= low) & (lost < high)
        if n:
            kept = inside | (lost < DOSES[1])
            effect = within(outcome[kept], inside[kept].astype(np.float64), group[kept], year[kept])
            rows.append({"from": low, "to": min(high, 1.0)} | effect)
    return rows


def ranking(known: History, outcome: Floats) -> dict[str, Any]:
    """AUC of the forecast and of the HHI of the buyer's imports on v1 events, and their difference, by cut."""
    by_cut = {}
    for name, cut in known.cuts.items():
        mask = cut & ~np.isnan(outcome)
        forecast, hhi = known.judged.forecasts[MODEL][0], known.judged.orders["import_hhi"]
        rows = graded(
            {MODEL: forecast[mask]}, {"import_hhi": hhi[mask]}, np.full(mask.sum(), outcome[mask].mean()),
            outcome[mask], known.judged.year[mask],
        )  # fmt: skip
        by_cut[name] = {
            "purchases": int(mask.sum()),
            MODEL: rows.metrics_of(MODEL),
            "import_hhi": rows.metrics_of("import_hhi"),
            "difference": rows.difference(MODEL, "import_hhi"),
        }
    return by_cut


def measured(space: Workspace, known: History | None = None) -> dict[str, Any]:
    """All of it: ``differences``, ``by_dose`` (v1 events) and ``ranking``."""
    known = known or history(space)
    outcome = felt(space.flows, known.judged.bought, space.last_year)
    return {
        "differences": differences(known.judged.bought, outcome),
        "by_dose": by_dose(known.judged.bought, outcome["v1_event"]),
        "ranking": ranking(known, outcome["v1_event"]),
    }


def _points(difference: Mapping[str, Any]) -> str:
    low, high = difference["interval_95"]
    return (
        f"{100 * difference['value']:+.1f} points ({100 * low:+.1f} to {100 * high:+.1f}), {difference['hits']:,} hit"
    )


def text(evaluation: Mapping[str, Any]) -> list[str]:
    """What ``measured`` found, a line each."""
    lines = [
        f"  hit {kind}, {name}: {_points(row)}"
        for kind, by in evaluation["differences"].items()
        for name, row in by.items()
    ]
    lines += [f"  lost {row['from']:.0%} to {row['to']:.0%}, v1 event: {_points(row)}" for row in evaluation["by_dose"]]
    for name, row in evaluation["ranking"].items():
        low, high = row["difference"]["auc_95"]
        lines.append(
            f"  ranking v1 events, {name}: AUC {row[MODEL]['auc']:.3f}, import HHI {row['import_hhi']['auc']:.3f}, "
            f"difference {row['difference']['auc']:+.3f} ({low:+.3f} to {high:+.3f})"
        )
    return ["Validity within code and year", *lines]
