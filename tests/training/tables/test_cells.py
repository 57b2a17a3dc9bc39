"""A date without a day ends when its month or year ends."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.tables.cells import is_period, last_day

YEARS = st.integers(min_value=1, max_value=9998)


@given(YEARS, st.integers(min_value=1, max_value=12))
def test_the_day_after_the_last_day_of_a_month_is_the_first_of_the_next(year: int, month: int) -> None:
    after = last_day(f"{year:04d}-{month:02d}") + timedelta(days=1)
    assert after == date(year + month // 12, month % 12 + 1, 1)


@given(YEARS)
def test_the_last_day_of_a_year_is_the_last_of_its_december(year: int) -> None:
    assert last_day(f"{year:04d}") == date(year, 12, 31) == last_day(f"{year:04d}-12")


@given(YEARS)
def test_february_has_a_29th_in_leap_years_only(year: int) -> None:
    assert last_day(f"{year:04d}-02").day == (29 if calendar.isleap(year) else 28)


@pytest.mark.parametrize(
    "text", ["", "2010-07-01", "2010-13", "2010-00", "2010-7", "201", "0000", "\u0662010", "2010-07 "]
)
def test_anything_but_a_month_or_a_year_is_refused(text: str) -> None:
    assert not is_period(text)
    with pytest.raises(ValueError, match="neither a month"):
        last_day(text)
