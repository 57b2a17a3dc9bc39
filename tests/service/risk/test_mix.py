"""Shares of countries and how concentrated they are."""

from __future__ import annotations

import math

from service.risk.mix import herfindahl


def test_producers_that_no_source_names_count_as_many_small_ones() -> None:
    assert herfindahl({"CHN": 0.5, "ZZZ": 0.5}) == 0.25
    assert math.isnan(herfindahl({}))
