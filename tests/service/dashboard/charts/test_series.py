"""Lines over time: their years stand apart, on a phone as well."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from service.dashboard.charts.series import YEAR_WIDE, Line, series_chart


@pytest.mark.parametrize(("width", "last"), [(340, 2026), (1000, 2026), (340, 2017), (200, 2040)])
def test_years_below_a_chart_never_run_into_each_other(width: int, last: int) -> None:
    line = Line("Price", "1", tuple((date(year, 1, 1), 1.0) for year in range(2014, last + 1)))
    years = series_chart([line], [], width=width, height=200, left=40, right=110, steps=False).years
    assert years
    assert all(float(after) - float(before) >= 0.9 * YEAR_WIDE for (before, _), (after, _) in pairwise(years))
