"""The price of a good around a year, on series small enough to check by hand."""

from __future__ import annotations

import math

import pytest

from service.risk.evidence.market import PriceState, price_state


def test_trend_and_gaps_are_natural_logs() -> None:
    state = price_state({2018: 1.0, 2019: 2.0, 2020: 4.0}, 2020)
    assert state.trend == pytest.approx(math.log(2.0))
    assert state.deviation_3y == pytest.approx(math.log(2.0))
    assert state.deviation_5y == pytest.approx(math.log(4.0 / (7.0 / 3.0)))
    assert state.volatility == pytest.approx(0.0)


@pytest.mark.parametrize("prices", [{}, {2019: 1.0}, {2020: 0.0}, {2020: -1.0}])
def test_a_year_without_a_price_is_unknown(prices: dict[int, float]) -> None:
    assert all(math.isnan(value) for value in vars(price_state(prices, 2020)).values())


def test_years_after_the_year_do_not_count() -> None:
    before = {2018: 1.0, 2019: 2.0, 2020: 3.0}
    assert price_state(before | {2021: 99.0}, 2020) == price_state(before, 2020)
    assert price_state(before, 2020) != PriceState()
