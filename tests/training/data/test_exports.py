"""Structure and changes of exporters, on flows small enough to check by hand."""

from __future__ import annotations

import polars as pl
import pytest

from tests.factories import flows
from training.data.exports import exports, rest_of_exports

K = "284610"


def row(table: pl.DataFrame, country: str, year: int) -> dict[str, object]:
    """An exporter's row of a year."""
    return table.row(by_predicate=(pl.col("i") == country) & (pl.col("t") == year), named=True)


def steady(country: str, tonnes: float = 100.0, buyer: str = "DEU") -> list[tuple[int, str, str, str, float, float]]:
    """Three years of the same sales."""
    return [(year, country, buyer, K, tonnes, tonnes) for year in (2000, 2001, 2002)]


def test_a_ratio_compares_a_year_with_the_median_of_the_three_before() -> None:
    sold = [(2000, "CHN", "DEU", K, 50.0, 50.0), (2001, "CHN", "DEU", K, 100.0, 100.0)]
    table = exports(flows(*sold, (2002, "CHN", "DEU", K, 900.0, 900.0), (2003, "CHN", "DEU", K, 80.0, 80.0)))
    assert row(table, "CHN", 2003)["tonnes_ratio"] == pytest.approx(0.8)


def test_a_year_without_exports_has_a_ratio_of_nought() -> None:
    table = exports(flows(*steady("CHN"), *steady("USA"), (2003, "USA", "DEU", K, 100.0, 100.0)))
    seller = row(table, "CHN", 2003)
    assert (seller["tonnes_ratio"], seller["real_value_ratio"]) == (0.0, 0.0)


def test_real_value_takes_the_worlds_price_out() -> None:
    table = exports(flows(*steady("CHN"), (2003, "CHN", "DEU", K, 200.0, 100.0)))
    assert row(table, "CHN", 2003)["real_value_ratio"] == pytest.approx(1.0)


def test_the_others_are_everyone_but_the_exporter() -> None:
    newest = [(2003, "CHN", "DEU", K, 10.0, 10.0), (2003, "USA", "DEU", K, 50.0, 50.0)]
    table = exports(flows(*steady("CHN"), *steady("USA"), *newest))
    assert row(table, "CHN", 2003)["others_ratio"] == pytest.approx(0.5)
    assert row(table, "USA", 2003)["others_ratio"] == pytest.approx(0.1)


def test_shares_are_of_the_worlds_value_over_three_years() -> None:
    table = exports(flows(*steady("CHN", 75.0), *steady("USA", 25.0)))
    assert row(table, "CHN", 2002)["share_3y"] == pytest.approx(0.75)
    assert row(table, "CHN", 2001)["share_3y"] is None


def test_a_country_that_buys_more_than_it_sells_has_negative_net_exports() -> None:
    table = exports(flows(*steady("CHN", 100.0), *steady("USA", 200.0, buyer="CHN")))
    assert row(table, "CHN", 2002)["net_3y"] == pytest.approx(-1.0)


def test_the_rest_of_a_suppliers_sales_leaves_the_buyers_own_out() -> None:
    sold = [*steady("CHN", 60.0), *steady("CHN", 40.0, buyer="JPN")]
    table = flows(*sold, (2003, "CHN", "DEU", K, 1.0, 1.0), (2003, "CHN", "JPN", K, 40.0, 40.0))
    asked = pl.DataFrame({"k": [K], "i": ["CHN"], "j": ["DEU"], "t": [2003]})
    rest = rest_of_exports(asked, table, exports(table)).row(0, named=True)
    assert rest["rest"] == pytest.approx(0.4)
    assert rest["rest_tonnes_ratio"] == pytest.approx(1.0)
    assert rest["rest_real_value_ratio"] == pytest.approx(1.0)
