"""The indices that the model is held against, on the same cells."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from service.risk.disruption.features import NAMES
from service.risk.evidence.trade import Trade
from training.data.disruption_panel import VINTAGES, Panel

Floats = NDArray[np.float64]
HIGHEST_CLASS = 3.0
"""Of the substitution classes 1 (low) to 3 (high)."""

PRODUCTION_SHEETS = {
    "aluminium": "Bauxite", "antimony": "Antimony", "arsenic": "Arsenic", "asbestos": "Asbestos", "baryte": "Baryte",
    "bentonite": "Bentonite", "beryllium": "Beryllium (conc.)", "bismuth": "Bismuth", "borates": "Boron Minerals",
    "cadmium": "Cadmium", "chromium": "Chromium (Cr2O3)", "coal": "Steam Coal", "cobalt": "Cobalt",
    "coking coal": "Coking Coal", "copper": "Copper", "crude oil": "Petroleum", "diatomite": "Diatomite",
    "feldspar": "Feldspar", "fluorspar": "Fluorspar", "germanium": "Germanium", "gold": "Gold", "graphite": "Graphite",
    "gypsum": "Gypsum and Anhydrite", "iron ore": "Iron (Fe)", "kaolin": "Kaolin (China-Clay)", "lead": "Lead",
    "lignite": "Lignite", "lithium": "Lithium (Li2O)", "magnesite": "Magnesite", "manganese": "Manganese",
    "mercury": "Mercury", "molybdenum": "Molybdenum", "natural gas": "Natural Gas", "nickel": "Nickel",
    "niobium": "Niobium (Nb2O5)", "palladium": "Palladium", "phosphate rock": "Phosphate Rock (P2O5)",
    "platinum": "Platinum", "rhodium": "Rhodium", "selenium": "Selenium", "silver": "Silver",
    "sulphur": "Sulfur (elementar & industrial)", "tantalum": "Tantalum (Ta2O5)", "tellurium": "Tellurium",
    "tin": "Tin", "titanium": "Titanium (TiO2)", "tungsten": "Tungsten (W)", "uranium": "Uranium (U3O8)",
    "vanadium": "Vanadium (V)", "zinc": "Zinc", "zirconium": "Zircon", "REE": "Rare Earths (REO)",
    "Ce": "Rare Earths (REO)",
}  # fmt: skip
"""Commodity -> sheet of World Mining Data. Clays other than bentonite and kaolin have none."""


def import_hhi(panel: Panel, trade: Trade, vintage: str) -> Floats:
    """HHI of each cell's import mix at the vintage's structure year; ``nan`` where the importer reported none."""
    lag = VINTAGES[vintage]

    def value(code: str, importer: str, year: int) -> float:
        mix = trade.import_mix(code, importer, year - lag)
        return sum(s * s for s in mix.values()) if mix else np.nan

    return np.array([value(*row) for row in panel.cells.select("k", "j", "t").iter_rows()])


def geopolrisk(
    panel: Panel,
    flows: pl.DataFrame,
    governance: dict[str, dict[int, float]],
    production: dict[str, dict[int, dict[str, float]]],
    commodities: dict[str, str],
    trade: Trade,
    vintage: str,
) -> Floats:
    """GeoPolRisk (Gemechu et al. 2016; Santillan-Saldivar et al. 2022, eq. 1): HHI of world production times the
    governance-weighted imports over imports plus domestic production.

    Production is World Mining Data's, 2018-2024: earlier years take 2018's, which their authors' own tables don't hold
    either; a code without a sheet takes the HHI of its world exports and no domestic production. Volumes in tonnes
    as published (gross weight against content).
    """
    lag = VINTAGES[vintage]
    risk = pl.DataFrame(
        [(c, y, v) for c, by in governance.items() for y, v in by.items()],
        schema={"i": pl.String, "t": pl.Int64, "g": pl.Float64}, orient="row",
    )  # fmt: skip
    last = risk.group_by("i").agg(pl.col("g").last().alias("g_last"))
    imports = (
        flows.filter(pl.col("q") > 0)
        .join(risk, on=["i", "t"], how="left")
        .join(last, on="i", how="left")
        .with_columns(pl.coalesce("g", "g_last", pl.lit(0.5)).alias("g"))
        .group_by("k", "j", "t")
        .agg((pl.col("g") * pl.col("q")).sum().alias("risky"), pl.col("q").sum().alias("imports"))
    )
    table = {(k, j, t): (r, q) for k, j, t, r, q in imports.select("k", "j", "t", "risky", "imports").iter_rows()}

    def value(code: str, importer: str, year: int) -> float:
        found = table.get((code, importer, year - lag))
        if found is None:
            return np.nan
        risky, volume = float(found[0]), float(found[1])
        sheet = production.get(PRODUCTION_SHEETS.get(commodities[code], ""), {})
        if sheet:
            world = sheet[min(max(year - lag, min(sheet)), max(sheet))]
            total = sum(world.values())
            return sum((x / total) ** 2 for x in world.values()) * risky / (volume + world.get(importer, 0.0))
        exports = trade.export_shares(code, year - lag)
        return sum(s * s for s in exports.values()) * risky / volume

    return np.array([value(*row) for row in panel.cells.select("k", "j", "t").iter_rows()])


def eu_supply_risk(panel: Panel, trade: Trade, governance: dict[str, dict[int, float]], vintage: str) -> Floats:
    """Supply risk in the manner of the European Commission's criticality method (Blengini et al. 2017, eq. 1):
    governance-weighted HHI of world supply and of the buyer's sourcing in equal parts, times (1 - EoL-RIR), times the
    substitution class over its highest. World supply is that of exports; import reliance, which isn't held by country
    and year, is taken as complete; unknown recycling counts as none, an unknown class as the highest."""
    lag = VINTAGES[vintage]

    def weighted(mix: dict[str, float], year: int) -> float:
        risk = {c: governance[c].get(year, governance[c][min(governance[c])]) for c in mix if c in governance}
        return sum(share * share * risk.get(c, 0.5) for c, share in mix.items())

    def value(code: str, importer: str, year: int) -> float:
        mix = trade.import_mix(code, importer, year)
        if not mix:
            return np.nan
        return (weighted(trade.export_shares(code, year), year) + weighted(mix, year)) / 2

    concentration = np.array([value(k, j, t - lag) for k, j, t in panel.cells.select("k", "j", "t").iter_rows()])
    rows = panel.features[vintage]
    primary = np.nan_to_num(rows[:, NAMES.index("primary_dependence")], nan=1.0)
    difficulty = np.nan_to_num(rows[:, NAMES.index("substitution_difficulty")], nan=HIGHEST_CLASS) / HIGHEST_CLASS
    return np.asarray(concentration * primary * difficulty, np.float64)


def last_volatility(panel: Panel, vintage: str) -> Floats:
    """The code's price volatility as the model sees it, as a one-number forecast."""
    return panel.features[vintage][:, NAMES.index("price_volatility")]
