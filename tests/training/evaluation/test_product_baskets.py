"""Pseudo-BOMs: drawn fairly, forecast with the served quadrature, judged by year."""

from __future__ import annotations

from functools import cache

import numpy as np
import polars as pl
import pytest

from service.risk.disruption.joint_probability import Dependence
from training.evaluation.product_baskets import LARGEST_BASKET, by_year, draw, judged, nesting

YEARS = range(2006, 2018)


@cache
def simulated(year_shock: float = 0.0, seed: int = 3) -> pl.DataFrame:
    """Cells of 40 importers and 20 codes in two groups; outcomes follow a latent normal with a shock per year."""
    rng = np.random.default_rng(seed)
    rows = []
    for year in YEARS:
        for importer in range(40):
            shock = rng.normal()
            for code in range(20):
                latent = np.sqrt(year_shock) * shock + np.sqrt(1 - year_shock) * rng.normal()
                rows.append((f"{code:06d}", f"I{importer:02d}", year, f"g{code % 2}", 0.25, int(latent < -0.6744898)))
    frame = pl.DataFrame(rows, schema=["k", "j", "t", "group", "p", "y"], orient="row")
    return frame.with_columns((pl.col("y") - pl.col("p")).alias("r"), pl.lit(0.3177766).alias("d"))


def test_a_basket_holds_one_to_fifteen_cells_of_one_importer_and_year() -> None:
    drawn = draw(simulated(), Dependence(0.0, 0.0, 0.0), 500)
    assert drawn["size"].min() == 1
    assert drawn["size"].max() == LARGEST_BASKET
    assert set(drawn["t"].to_list()) <= set(YEARS)


def test_without_dependence_the_forecast_is_that_of_independent_hazards() -> None:
    drawn = draw(simulated(), Dependence(0.0, 0.0, 0.0), 200)
    np.testing.assert_allclose(drawn["forecast"], drawn["independent"], atol=1e-9)
    np.testing.assert_allclose(drawn["independent"], 1 - 0.75 ** drawn["size"].to_numpy(), atol=1e-12)


def test_the_nesting_finds_the_shock_that_was_put_in() -> None:
    assert nesting(simulated(0.0)).outer == pytest.approx(0.0, abs=0.02)
    assert nesting(simulated(0.3)).outer == pytest.approx(0.3, abs=0.06)


def test_shared_shocks_are_forecast_rightly_with_dependence_and_wrongly_without() -> None:
    drawn = draw(simulated(0.3), Dependence(0.3, 0.0, 0.0), 4000)
    assert judged(drawn)["mean_absolute_gap"] < 0.03
    assert judged(drawn, "independent")["mean_absolute_gap"] > 0.05


def test_a_wrong_forecast_leaves_its_tenths_outside_their_intervals() -> None:
    drawn = draw(simulated(), Dependence(0.0, 0.0, 0.0), 4000)
    inflated = drawn.with_columns((pl.col("forecast") * 0.7).alias("forecast"))
    assert judged(drawn)["deciles_inside"] >= 7
    assert judged(inflated)["deciles_inside"] <= 3


def test_every_basket_is_counted_in_its_year_and_its_tenth() -> None:
    drawn = draw(simulated(), Dependence(0.1, 0.0, 0.0), 600)
    assert sum(row["baskets"] for row in by_year(drawn)) == 600
    assert sum(row["cells"] for row in judged(drawn)["deciles"]) == 600


def test_the_same_seed_draws_the_same_baskets() -> None:
    one, other = (draw(simulated(), Dependence(0.1, 0.0, 0.0), 100) for _ in range(2))
    assert one.equals(other)
