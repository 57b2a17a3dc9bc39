"""Years in which the price of an element rose."""

from __future__ import annotations

from training.evaluation import element_prices


def test_prices_half_as_high_again_are_an_event_of_the_year_before() -> None:
    assert element_prices.price_events({2014: 10.0, 2015: 15.0, 2016: 16.0, 2018: 90.0}) == {2014: True, 2015: False}
