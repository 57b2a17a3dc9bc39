"""Purchases and their hits, on flows small enough to check by hand and counted on the archive."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from tests.factories import flows
from training.data.exports import exports
from training.data.purchases import Purchases, purchases

K = "284610"
NOTHING = pl.DataFrame(schema={"i": pl.String, "k": pl.String, "j": pl.String, "t": pl.Int64})
YEARS = (2000, 2001, 2002, 2003)


def sold(
    country: str, buyer: str, value: float, years: tuple[int, ...] = YEARS
) -> list[tuple[int, str, str, str, float, float]]:
    """The same sales in some years, a tonne a thousand dollars."""
    return [(year, country, buyer, K, value, value) for year in years]


def bought(*rows: tuple[int, str, str, str, float, float | None], restricted: pl.DataFrame = NOTHING) -> Purchases:
    """Purchases of a year's flows."""
    table = flows(*rows)
    return purchases(table, exports(table), restricted)


def of(purchases: Purchases, buyer: str, year: int = 2003) -> int:
    """Row of a buyer's purchase of a year."""
    return int(purchases.rows.with_row_index().filter(j=buyer, t=year)["index"].item())


def test_the_mix_is_that_of_the_year_before_largest_source_first() -> None:
    purchases = bought(*sold("CHN", "DEU", 600.0), *sold("USA", "DEU", 1400.0, YEARS[:3]))
    row = of(purchases, "DEU")
    assert purchases.country[row].tolist() == ["USA", "CHN"]
    assert purchases.share[row] == pytest.approx([0.7, 0.3])


def test_imports_below_a_million_are_no_purchase() -> None:
    assert bought(*sold("CHN", "DEU", 2000.0), *sold("CHN", "FRA", 999.0)).rows["j"].unique().to_list() == ["DEU"]


def test_a_restriction_hits_the_share_that_comes_from_its_country() -> None:
    act = pl.DataFrame({"i": ["CHN"], "k": [K], "j": ["DEU"], "t": [2003]})
    purchases = bought(*sold("CHN", "DEU", 1500.0), *sold("USA", "DEU", 500.0), restricted=act)
    assert purchases.lost[of(purchases, "DEU")] == pytest.approx(0.75)


def test_nobody_is_hit_by_buying_less() -> None:
    steady = [*sold("CHN", "JPN", 2000.0), *sold("CHN", "DEU", 2000.0, YEARS[:3])]
    purchases = bought(*steady, (2003, "CHN", "DEU", K, 1.0, 1.0))
    assert purchases.lost[of(purchases, "DEU")] == 0.0


def test_a_supplier_that_fails_all_others_hits_a_buyer() -> None:
    failing = [*sold("CHN", "JPN", 2000.0, YEARS[:3]), *sold("CHN", "DEU", 2000.0), *sold("USA", "JPN", 9000.0)]
    purchases = bought(*failing, (2003, "CHN", "JPN", K, 1.0, 1.0))
    row = of(purchases, "DEU")
    assert (purchases.lost[row], purchases.lost_apart[row]) == (1.0, 1.0)


def test_a_supplier_of_one_buyer_says_nothing_apart_from_it() -> None:
    alone = [*sold("CHN", "DEU", 2000.0, YEARS[:3]), *sold("USA", "JPN", 9000.0), *sold("USA", "DEU", 900.0)]
    purchases = bought(*alone, (2003, "CHN", "DEU", K, 100.0, 100.0))
    row = of(purchases, "DEU")
    assert purchases.lost[row] > 0.5
    assert purchases.lost_apart[row] == 0.0


def test_padded_places_have_no_share_and_no_country() -> None:
    purchases = bought(*sold("CHN", "DEU", 600.0), *sold("USA", "DEU", 1400.0), *sold("CHN", "JPN", 5000.0))
    assert ((purchases.share == 0) == (purchases.country == "")).all()
    assert not purchases.restricted[purchases.share == 0].any()
    assert np.array_equal(purchases.base_year, purchases.rows["t"].to_numpy() - 1)
