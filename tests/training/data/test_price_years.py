"""World prices by year: states known at the year's end, and what came in the next."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tests.factories import flows
from training.data.price_years import exports_hhi, price_years

INDEX = {"284610": {1997: 1.0, 1998: 1.2, 1999: 1.0, 2000: 1.0, 2001: 1.5}}


def test_the_event_is_a_rise_by_half_in_the_next_year() -> None:
    history = price_years(INDEX, {})
    assert dict(zip(history.year.tolist(), history.event.tolist(), strict=True)) == {1999: 0, 2000: 1, 2001: 0}
    assert history.ratio[history.year == 2000] == pytest.approx(1.5)
    assert math.isnan(history.ratio[history.year == 2001].item())


def test_a_state_knows_nothing_of_the_next_year() -> None:
    other = {"284610": INDEX["284610"] | {2001: 9.0}}
    one, two = price_years(INDEX, {}), price_years(other, {})
    assert np.array_equal(one.rows[one.year == 2000], two.rows[two.year == 2000], equal_nan=True)


def test_concentration_is_two_years_old() -> None:
    history = price_years(INDEX, {("284610", 1998): 0.4})
    assert history.rows[history.year == 2000, 2].item() == 0.4
    assert math.isnan(history.rows[history.year == 1999, 2].item())


def test_concentration_is_the_sum_of_squared_shares_of_exports() -> None:
    table = flows((2000, "CHN", "DEU", "284610", 75.0, 1.0), (2000, "USA", "DEU", "284610", 25.0, 1.0))
    assert exports_hhi(table) == {("284610", 2000): pytest.approx(0.625)}
