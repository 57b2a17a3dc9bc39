"""Numbers as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.risk.materials.wording.written_numbers import Ambiguous, fraction, number


@pytest.mark.parametrize(
    ("text", "value"),
    [("1 200", "1200"), ("1'200.5", "1200.5"), ("1,200.5", "1200.5"), ("1,200,000", "1200000"), ("1200.5", "1200.5"),
     ("1\u202f200", "1200"), ("-1 200 000.25", "-1200000.25"), ("12e3", "12000"), ("1.200,5", "1200.5"),
     ("1.200.000", "1200000"), ("1.200.000,25", "1200000.25"), ("1 200,125", "1200.125")],
)  # fmt: skip
def test_thousands_separators_that_leave_no_doubt_are_left_out(text: str, value: str) -> None:
    assert number(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [("29,5", "29.5"), ("1,5", "1.5"), ("12,34", "12.34"), ("0,125", "0.125"), ("1234,567", "1234.567"),
     ("1,2345", "1.2345")],
)  # fmt: skip
def test_a_comma_that_can_not_part_thousands_is_a_decimal_sign(text: str, value: str) -> None:
    assert number(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "readings"),
    [("1,234", ("1.234", "1234")), ("29,500", ("29.5", "29500")), ("1.200,500", ("1200.5", "1.2005"))],
)
def test_a_comma_before_three_digits_has_both_readings(text: str, readings: tuple[str, str]) -> None:
    reading = number(text)
    assert isinstance(reading, Ambiguous)
    assert reading.readings == tuple(map(Decimal, readings))
    assert " may be " in str(reading)
    assert text in str(reading)


@pytest.mark.parametrize("text", ["", "x", "1,2,3", "1.2.3", "1 20", "1,20,000", "--1", "1_000", "9" * 81, "\u0661"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert number(text) is None


@given(st.integers(0, 10**12), st.sampled_from([" ", "'"]))
def test_a_grouped_number_is_the_number(value: int, separator: str) -> None:
    assert number(f"{value:,}".replace(",", separator)) == value


@given(st.decimals(0, 10**9, allow_nan=False, places=3))
def test_a_decimal_comma_is_read_as_its_point_or_refused_never_as_another_number(value: Decimal) -> None:
    reading = number(f"{value:f}".replace(".", ","))
    assert reading == value or (isinstance(reading, Ambiguous) and value in reading.readings)


@pytest.mark.parametrize(
    ("text", "value"),
    [("3 weight %", "0.03"), ("3 wt%", "0.03"), ("3wt.-%", "0.03"), ("3 Gew.-%", "0.03"), ("3 mass%", "0.03"),
     ("3 % w/w", "0.03"), ("3 % by mass", "0.03"), ("3 per cent", "0.03"), ("29,5 %", "0.295"), ("250 ppm", "0.00025"),
     ("1,200.5 ppm", "0.0012005")],
)  # fmt: skip
def test_per_cent_and_parts_per_million_by_mass_are_mass_fractions(text: str, value: str) -> None:
    assert fraction(text) == Decimal(value)


@pytest.mark.parametrize("text", ["3", "3 at%", "3 mol%", "3 vol%", "-3 %", "% 3", "3 ppb"])
def test_a_share_by_count_or_volume_is_no_mass_fraction(text: str) -> None:
    assert fraction(text) is None


def test_an_ambiguous_percentage_has_both_readings() -> None:
    assert fraction("1,234 %") == Ambiguous("1,234", (Decimal("1.234"), Decimal(1234)))
