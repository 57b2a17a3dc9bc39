"""The state of a market, on series small enough to check by hand."""

from __future__ import annotations

import dataclasses
import math

import pytest
from numpy.testing import assert_equal

from service.risk.evidence.market import (
    PriceState,
    all_prices,
    buyer_market,
    mean_state,
    world_volume,
)
from service.risk.evidence.trade import Trade

K, YEAR = "284610", 2020


def held(
    tonnes: dict[int, dict[str, float]], value: dict[int, dict[str, float]] | None = None, **more: object
) -> Trade:
    """Trade with volumes, worth a thousand USD a tonne unless said."""
    worth = tonnes if value is None else value
    mixes = {K: {year: {j: {"CHN": 0.5, "USA": 0.5} for j in by} for year, by in tonnes.items()}}
    return Trade(mixes, {}, {K: worth}, {K: {2016: 1.0, 2020: 1.0}}, {K: tonnes}, **more)  # type: ignore[arg-type]


def test_what_is_dear_for_its_kind_has_a_level_above_zero() -> None:
    structure = held({YEAR: {"DEU": 10.0, "JPN": 10.0}}, {YEAR: {"DEU": 30.0, "JPN": 10.0}})
    assert buyer_market(structure, K, "DEU", YEAR).unit_value_level == pytest.approx(math.log(3.0 / 2.0))
    assert buyer_market(structure, K, "JPN", YEAR).unit_value_level == pytest.approx(math.log(1.0 / 2.0))


def test_a_buyer_that_imported_nothing_in_the_year_is_unknown() -> None:
    later = buyer_market(held({2019: {"DEU": 10.0}, YEAR: {"JPN": 1.0}}), K, "DEU", YEAR)
    assert all(math.isnan(v) for v in dataclasses.astuple(later))


def test_steady_volumes_have_no_volatility_and_doubling_ones_have_log_two() -> None:
    steady = held({y: {"DEU": 10.0} for y in range(2016, 2021)})
    doubling = held({y: {"DEU": 10.0 * 2 ** (y - 2016)} for y in range(2016, 2021)})
    assert buyer_market(steady, K, "DEU", YEAR).volume_volatility == pytest.approx(0.0)
    assert buyer_market(doubling, K, "DEU", YEAR).volume_volatility == pytest.approx(math.log(2.0))


def test_years_after_the_structure_year_do_not_count() -> None:
    before = {y: {"DEU": 10.0} for y in range(2016, 2021)}
    after = before | {2021: {"DEU": 900.0}}
    known, later = (buyer_market(held(tonnes), K, "DEU", YEAR) for tonnes in (before, after))
    # By field, where nan is nan: since Python 3.13 two records that hold the same nan are no longer equal.
    assert_equal(dataclasses.asdict(later), dataclasses.asdict(known))
    assert world_volume(held(before), K, YEAR) == world_volume(held(after), K, YEAR)


def test_the_world_volume_is_held_against_its_median_of_three_years() -> None:
    structure = held({2018: {"DEU": 4.0}, 2019: {"DEU": 6.0, "JPN": 2.0}, 2020: {"JPN": 16.0}})
    assert world_volume(structure, K, YEAR).deviation_3y == pytest.approx(math.log(2.0))
    assert math.isnan(world_volume(structure, "810520", YEAR).deviation_3y)


def test_the_mean_state_is_over_those_that_know() -> None:
    mean = mean_state([PriceState(trend=0.2), PriceState(trend=0.4, volatility=1.0), PriceState()])
    assert mean.trend == pytest.approx(0.3)
    assert mean.volatility == 1.0
    assert math.isnan(mean.deviation_3y)


def test_all_prices_are_the_mean_over_goods() -> None:
    index = {"a": {2019: 1.0, 2020: math.e}, "b": {2019: 1.0, 2020: 1.0}}
    assert all_prices(Trade(price_index=index), YEAR).trend == pytest.approx(0.5)
