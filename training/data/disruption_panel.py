"""Cells, outcomes and features: one row for every importer x HS code x year that a forecast is made for.

A cell needs imports of 1 M USD with a quantity in year t and quantities in two of t-2..t: fixed by what is known at t.
The event ``supply-disruption/v1`` compares t+1 with the median of t-2..t: the average unit value of the suppliers that
also deliver in t+1 stands 50 % or more above, or the volume falls 40 % or more below while that unit value doesn't fall
on the year before, or can't be observed (those suppliers hold less than half of the value of t).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from service.risk.disruption.exposure import Facts, assemble
from service.risk.disruption.features import NAMES, encode
from service.risk.evidence.trade import Trade
from service.risk.mix import SHARE_DECIMALS
from service.risk.supply_chain.borders import MODERATE
from service.risk.supply_chain.chain import Good
from service.risk.vocabulary import CERIUM_COMPOUNDS, METALS, OTHER_COMPOUNDS, Form

MINIMUM_VALUE = 1_000.0
"""Imports that make a cell, thousand USD."""
MINIMUM_HISTORY = 2
PRICE_RISE = 1.5
VOLUME_LEFT = 0.6
MINIMUM_MATCHED = 0.5
EXTREME_LOG_CHANGE = 3.0
"""Yearly unit-value changes beyond e^3 on one flow are units mixed up; the price index leaves them out."""
PRICE_DECIMALS = 9
FIRST_STRUCTURE_YEAR = 1997
"""First base year with trade structure two years back: the archive starts in 1995."""
VINTAGES = {"operational": 2, "hindcast": 0}
"""Years by which trade structure lags the forecast."""
CODE_ELEMENT = {
    CERIUM_COMPOUNDS: ("Ce", Form.OXIDE),
    OTHER_COMPOUNDS: (None, Form.OXIDE),
    METALS: (None, Form.METAL),
}
RARE_EARTH_CODES = tuple(sorted(CODE_ELEMENT))
CELL = ["k", "j", "t"]


@dataclass(frozen=True)
class Panel:
    """Rows in the order of ``cells`` (sorted by year, code, importer). ``features[vintage]`` has shape
    (rows, features); ``event`` is 1, 0 or -1 where t+1 isn't in the data yet."""

    cells: pl.DataFrame
    features: dict[str, NDArray[np.float64]]
    dropped: pl.DataFrame
    last_year: int

    @property
    def year(self) -> NDArray[np.int64]:
        """Year t of each row."""
        return self.cells["t"].to_numpy()

    @property
    def event(self) -> NDArray[np.int64]:
        """Outcome of each row."""
        return self.cells["event"].cast(pl.Int64).to_numpy()

    @property
    def rare_earth(self) -> NDArray[np.bool_]:
        """Rows of the three rare-earth codes."""
        return self.cells["k"].is_in(RARE_EARTH_CODES).to_numpy()


def _lagged(frame: pl.DataFrame, keys: list[str], lags: tuple[int, ...], columns: tuple[str, ...]) -> pl.DataFrame:
    """``frame`` with each column's value of t - lag beside it, as ``column_lag`` (``column_next`` for lag -1)."""
    out = frame
    for lag in lags:
        suffix = "next" if lag == -1 else str(lag)
        shifted = frame.select(
            *keys, (pl.col("t") + lag).alias("t"), *(pl.col(c).alias(f"{c}_{suffix}") for c in columns)
        )
        out = out.join(shifted, on=[*keys, "t"], how="left")
    return out


def candidate_cells(flows: pl.DataFrame) -> pl.DataFrame:
    """All importer x code x years with the reason why a row is no cell (``""`` for cells). Columns ``k, j, t, v, q``,
    history ``v_1, q_1, v_2, q_2``, next year's volume ``q_next`` (0 where nothing came)."""
    measured = flows.filter(pl.col("q") > 0)
    totals = measured.group_by("k", "j", "t").agg(pl.col("v").sum(), pl.col("q").sum())
    cells = _lagged(totals, ["k", "j"], (1, 2), ("v", "q"))
    nxt = totals.select("k", "j", (pl.col("t") - 1).alias("t"), pl.col("q").alias("q_next"))
    cells = cells.join(nxt, on=CELL, how="left").with_columns(pl.col("q_next").fill_null(0.0))
    history = 1 + pl.col("q_1").is_not_null().cast(pl.Int8) + pl.col("q_2").is_not_null().cast(pl.Int8)
    reason = (
        pl.when(pl.col("v") < MINIMUM_VALUE)
        .then(pl.lit("imports below 1 M USD"))
        .when(history < MINIMUM_HISTORY)
        .then(pl.lit("quantities in fewer than two of three years"))
        .otherwise(pl.lit(""))
    )
    return cells.with_columns(reason.alias("reason")).sort("t", "k", "j")


def outcomes(flows: pl.DataFrame, cells: pl.DataFrame, last_year: int) -> pl.DataFrame:
    """``cells`` with ``price_ratio`` (to the median), ``price_change`` (on the year before), ``price_observed``,
    ``volume_ratio``, ``event`` (1, 0, -1 unknown) and ``provisional`` (t+1 is the archive's newest year)."""
    measured = flows.filter(pl.col("q") > 0).select("k", "j", "i", "t", "v", "q")
    history = _lagged(measured, ["k", "j", "i"], (1, 2, -1), ("v", "q")).filter(pl.col("q_next").is_not_null())
    suppliers = (
        history.with_columns(pl.col("v_1", "q_1", "v_2", "q_2").fill_null(0.0))
        .group_by(CELL)
        .agg(
            pl.col("v").sum().alias("matched"),
            (pl.col("v_next").sum() / pl.col("q_next").sum()).alias("u_next"),
            (pl.col("v").sum() / pl.col("q").sum()).alias("u"),
            (pl.col("v_1").sum() / pl.col("q_1").sum()).fill_nan(None).alias("u_1"),
            (pl.col("v_2").sum() / pl.col("q_2").sum()).fill_nan(None).alias("u_2"),
        )
    )
    joined = cells.join(suppliers, on=CELL, how="left").with_columns(
        (pl.col("matched").fill_null(0.0) / pl.col("v") >= MINIMUM_MATCHED).alias("price_observed"),
        (pl.col("q_next") / pl.concat_list("q", "q_1", "q_2").list.drop_nulls().list.median()).alias("volume_ratio"),
        (pl.col("u_next") / pl.concat_list("u", "u_1", "u_2").list.drop_nulls().list.median()).alias("price_ratio"),
        (pl.col("u_next") / pl.col("u")).alias("price_change"),
    )
    rise = pl.col("price_observed") & (pl.col("price_ratio") >= PRICE_RISE)
    collapse = (pl.col("volume_ratio") <= VOLUME_LEFT) & (~pl.col("price_observed") | (pl.col("price_change") >= 1.0))
    event = (rise.fill_null(False) | collapse.fill_null(False)).cast(pl.Int8)
    return joined.with_columns(
        pl.when(pl.col("t") < last_year).then(event).otherwise(-1).alias("event"),
        (pl.col("t") + 1 == last_year).alias("provisional"),
    ).sort("t", "k", "j")


def trade_of(flows: pl.DataFrame, codes: list[str] | None = None) -> Trade:
    """The lookup tables that features read: trade of all codes or some, price indices of all."""
    prices = price_indices(flows.filter(pl.col("q") > 0))
    if codes is not None:
        flows = flows.filter(pl.col("k").is_in(codes))
    measured = flows.filter(pl.col("q") > 0)
    mixes = measured.with_columns((pl.col("v") / pl.col("v").sum().over(CELL)).round(SHARE_DECIMALS).alias("s"))
    imports: dict[str, dict[int, dict[str, dict[str, float]]]] = {}
    for k, j, t, i, s in (
        mixes.filter(pl.col("s") > 0).sort("k", "t", "j", "i").select("k", "j", "t", "i", "s").iter_rows()
    ):
        imports.setdefault(k, {}).setdefault(t, {}).setdefault(j, {})[i] = s
    world = measured.group_by("k", "t", "i").agg(pl.col("v").sum())
    world = world.with_columns((pl.col("v") / pl.col("v").sum().over("k", "t")).round(SHARE_DECIMALS).alias("s"))
    exports: dict[str, dict[int, dict[str, float]]] = {}
    for k, t, i, s in world.filter(pl.col("s") > 0).sort("k", "t", "i").select("k", "t", "i", "s").iter_rows():
        exports.setdefault(k, {}).setdefault(t, {})[i] = s
    totals = measured.group_by("k", "t", "j").agg(pl.col("v", "q").sum().round(3)).sort("k", "t", "j")
    sizes: dict[str, dict[int, dict[str, float]]] = {}
    tonnes: dict[str, dict[int, dict[str, float]]] = {}
    for k, t, j, v, q in totals.iter_rows():
        sizes.setdefault(k, {}).setdefault(t, {})[j] = v
        tonnes.setdefault(k, {}).setdefault(t, {})[j] = q
    return Trade(imports, exports, sizes, prices, tonnes)


def price_indices(measured: pl.DataFrame) -> dict[str, dict[int, float]]:
    """Chained world price index by code: each year's change is the mean log change of the unit values of flows seen in
    both years, weighted by the geometric mean of their values; flows that change by more than e^3 are left out."""
    flows = measured.select("k", "j", "i", "t", "v", "q")
    both = _lagged(flows, ["k", "j", "i"], (1,), ("v", "q")).filter(pl.col("q_1").is_not_null())
    change = ((pl.col("v") / pl.col("q")) / (pl.col("v_1") / pl.col("q_1"))).log()
    both = both.with_columns(change.alias("change"), (pl.col("v") * pl.col("v_1")).sqrt().alias("weight"))
    both = both.filter(pl.col("change").abs() < EXTREME_LOG_CHANGE)
    yearly = (
        both.sort("k", "t", "j", "i")
        .group_by("k", "t", maintain_order=True)
        .agg((pl.col("change") * pl.col("weight")).sum() / pl.col("weight").sum())
        .sort("k", "t")
    )
    indices: dict[str, dict[int, float]] = {}
    for (code,), rows in yearly.group_by("k", maintain_order=True):
        level = 0.0
        years: dict[int, float] = {}
        for year, step in rows.select("t", "change").iter_rows():
            if not years:
                years[year - 1] = 1.0
            level += step
            years[year] = round(float(np.exp(level)), PRICE_DECIMALS)
        indices[str(code)] = years
    return indices


def good_of(code: str, commodities: dict[str, str]) -> Good:
    """The purchase that a panel code stands for."""
    if code in CODE_ELEMENT:
        element, form = CODE_ELEMENT[code]
        return Good(code, element, form)
    return Good(code, commodity=commodities[code])


def features_of(
    cells: pl.DataFrame,
    facts: Facts,
    commodities: dict[str, str],
    lag: int,
    progress: Callable[[int], None] = lambda rows: None,
) -> NDArray[np.float64]:
    """Encode every cell on 31 December of its year with trade structure ``lag`` years older."""
    exposures = []
    goods = {code: good_of(code, commodities) for code in cells["k"].unique()}
    for count, (k, j, t) in enumerate(cells.select(CELL).iter_rows(), start=1):
        found = assemble(goods[k], j, date(t, 12, 31), facts, year=t - lag)
        exposures.append(found.exposure)
        if count % 5000 == 0:
            progress(5000)
    return encode(exposures)


def controlled_flows(flows: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """``flows`` with ``controlled``: the exporter had a control of moderate severity or worse on the code in force at
    the end of the year, for any destination."""
    keys = flows.select("i", "k", "t").unique()
    issuers = {m.jurisdiction for m in facts.register.measures}
    marks = []
    for i, k, t in keys.filter(pl.col("i").is_in(issuers)).sort("i", "k", "t").iter_rows():
        element, form = CODE_ELEMENT.get(k, (None, None))
        acting = facts.register.acting(i, date(t, 12, 31), hs92=k, element=element, form=form, destination="WLD")
        if any(a.in_force and a.rank >= MODERATE for a in acting):
            marks.append((i, k, t, True))
    schema: dict[str, Any] = {"i": pl.String, "k": pl.String, "t": pl.Int64, "controlled": pl.Boolean}
    table = pl.DataFrame(marks, schema=schema, orient="row")
    return flows.join(table, on=["i", "k", "t"], how="left").with_columns(pl.col("controlled").fill_null(False))


def dropped_rows(flows: pl.DataFrame, candidates: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """What was left out: ``what`` (flow or cell), ``reason``, ``rows``, of them ``exposed`` to an export control, and
    the same for the rows kept (reason ``kept``)."""
    marked = controlled_flows(flows, facts)
    flow_reason = pl.when(pl.col("q") > 0).then(pl.lit("kept")).otherwise(pl.lit("flow without a quantity"))
    by_flow = marked.with_columns(flow_reason.alias("reason"), pl.lit("flow").alias("what"))
    exposed = marked.filter(pl.col("q") > 0).group_by(CELL).agg(pl.col("controlled").any())
    by_cell = candidates.join(exposed, on=CELL, how="left").with_columns(
        pl.col("reason").replace("", "kept"), pl.lit("cell").alias("what")
    )
    parts = [
        frame.group_by("what", "reason").agg(pl.len().alias("rows"), pl.col("controlled").sum().alias("exposed"))
        for frame in (by_flow, by_cell)
    ]
    return pl.concat(parts).sort("what", "reason")


def build(
    flows: pl.DataFrame,
    facts: Facts,
    commodities: dict[str, str],
    vintages: tuple[str, ...] = tuple(VINTAGES),
    progress: Callable[[int], None] = lambda rows: None,
) -> Panel:
    """The whole panel: candidate cells, outcomes, features for each vintage and the account of what was dropped."""
    last_year = int(flows["t"].max())  # type: ignore[arg-type]
    candidates = candidate_cells(flows)
    cells = outcomes(flows, candidates.filter(pl.col("reason") == ""), last_year)
    features = {v: features_of(cells, facts, commodities, VINTAGES[v], progress) for v in vintages}
    for matrix in features.values():
        assert matrix.shape == (cells.height, len(NAMES))
    return Panel(cells, features, dropped_rows(flows, candidates, facts), last_year)
