"""Masses and prices: exact, whatever the unit or format they are written in."""

from __future__ import annotations

from decimal import Decimal

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.risk.bom import Price, Quantity
from service.risk.purchase import units
from service.risk.purchase.units import UNITS, UnitError, grams_per, kind, mass_g, number_of, price_per_g, split

AMOUNTS = st.decimals(min_value="0.000001", max_value="1e9", places=6)
PIECES = st.integers(min_value=1, max_value=10**6).map(Decimal)


def test_kilograms_and_grams_of_the_same_mass_are_equal() -> None:
    assert mass_g(Quantity(Decimal("1.2"), "kg")) == mass_g(Quantity(Decimal(1200), "g")) == Decimal(1200)


@pytest.mark.parametrize(
    ("unit", "grams"),
    [
        ("mg", "0.001"),
        ("t", "1000000"),
        ("tonne", "1000000"),
        ("metric ton", "1000000"),
        ("lb", "453.59237"),
        ("oz", "28.349523125"),
        ("KGM", "1000"),
        ("TNE", "1000000"),
        ("TO", "1000000"),
        ("MT", "1000000"),
        ("GRM", "1"),
        ("MGM", "0.001"),
        ("MG", "0.001"),
        ("LBR", "453.59237"),
        ("LBS", "453.59237"),
        ("ONZ", "28.349523125"),
    ],
)
def test_a_unit_is_worth_its_exact_grams(unit: str, grams: str) -> None:
    assert grams_per(unit) == Decimal(grams)


def test_the_kernels_own_units_agree_with_pint() -> None:
    registry = pint.UnitRegistry(non_int_type=Decimal)
    for unit in set(UNITS.values()):
        assert grams_per(unit) == registry.Quantity(Decimal(1), unit).to("gram").magnitude


@given(AMOUNTS)
def test_the_format_of_a_unit_does_not_change_a_mass(value: Decimal) -> None:
    masses = {mass_g(Quantity(value, unit)) for unit in ("kg", "KG", " kg ", "kgs", "kilograms", "Kilogram", "KGM")}
    assert len(masses) == 1


@given(AMOUNTS)
def test_moving_the_decimal_point_from_kg_to_g_keeps_the_mass(value: Decimal) -> None:
    assert mass_g(Quantity(value, "kg")) == mass_g(Quantity(value * 1000, "g")) == mass_g(Quantity(value / 1000, "t"))


@given(AMOUNTS, PIECES)
def test_pieces_multiply_the_mass_of_one_piece(value: Decimal, pieces: Decimal) -> None:
    assert mass_g(Quantity(value, "g"), pieces) == value * pieces


@pytest.mark.parametrize("unit", ["ton", "Mg", "mt", "Mt", "gr", "ct", "LT", "ozt", "stone", ""])
def test_an_unknown_or_ambiguous_unit_is_refused_by_name_with_the_accepted_ones(unit: str) -> None:
    with pytest.raises(UnitError) as caught:
        mass_g(Quantity(Decimal(1), unit), pointer="/lines/3")
    error = caught.value.errors[0]
    assert error.pointer == "/lines/3/quantity/unit"
    assert error.code == "unknown_unit"
    assert repr(unit) in error.detail
    assert "kg, g, mg" in error.detail


def test_a_count_of_pieces_has_no_mass() -> None:
    assert mass_g(Quantity(Decimal(12), "pcs")) is None
    assert mass_g(None, Decimal(12)) is None


@given(AMOUNTS)
def test_a_price_per_gram_does_not_depend_on_the_unit_it_is_quoted_in(value: Decimal) -> None:
    per_kg, per_t = price_per_g(Price(value, "kg")), price_per_g(Price(value * 1000, "t"))
    assert per_kg == per_t == value / 1000


def test_a_price_is_that_of_its_number_of_units() -> None:
    assert price_per_g(Price(Decimal(350), "kg", Decimal(100))) == Decimal("0.0035")


def test_an_unknown_price_unit_is_refused() -> None:
    with pytest.raises(UnitError) as caught:
        price_per_g(Price(Decimal(1), "bushel"), pointer="/lines/0")
    assert caught.value.errors[0].pointer == "/lines/0/unit_price/per"
    assert "piece" in caught.value.detail


def test_short_and_long_tons_are_told_apart() -> None:
    assert grams_per("short ton") == Decimal("907184.74")
    assert grams_per("long ton") == Decimal("1016046.9088")


@pytest.mark.parametrize(
    ("unit", "mass", "counts"),
    [
        ("kg", "kg", None),
        ("kg TREO", "kg", "TREO"),
        ("kg REO", "kg", "TREO"),
        ("t (REO)", "t", "TREO"),
        ("kg Nd2O3", "kg", "Nd2O3"),
        ("g Nd content", "g", "Nd"),
        ("kg of Dy", "kg", "Dy"),
        ("kg contained Y", "kg", "Y"),
        ("lb TREE", "lb", "TREE"),
        ("short ton", "short ton", None),
        ("metric ton", "metric ton", None),
        ("kg net", "kg net", None),
    ],
)
def test_a_unit_says_what_it_counts(unit: str, mass: str, counts: str | None) -> None:
    assert split(unit) == (mass, counts)


@pytest.mark.parametrize("unit", ["ST", "PCE", "PC", "Stk", "Stück", "EA", "H87", "C62", "pcs", "each", "st."])
def test_pieces_are_known_by_the_codes_of_sap_oracle_and_the_un(unit: str) -> None:
    assert kind(unit) == "piece"
    assert number_of(Quantity(Decimal(40), unit), None) == Quantity(Decimal(40), "piece")


@pytest.mark.parametrize(
    ("unit", "what"),
    [("KWH", "an energy"), ("L", "a volume"), ("LTR", "a volume"), ("m2", "an area"), ("mm", "a length")],
)  # fmt: skip
def test_what_has_no_mass_is_refused_with_what_to_give(unit: str, what: str) -> None:
    with pytest.raises(UnitError, match="give") as caught:
        mass_g(Quantity(Decimal(1), unit))
    assert caught.value.errors[0].code == "no_mass"
    assert what in caught.value.detail


@pytest.mark.parametrize("unit", ["m", "M", "MTR", "metre"])
def test_metres_weigh_what_a_metre_weighs(unit: str) -> None:
    assert mass_g(Quantity(Decimal(120), unit), None, "", Decimal("2.5")) == Decimal(300)
    assert price_per_g(Price(Decimal(5), unit), "", Decimal("2.5")) == Decimal(2)
    with pytest.raises(UnitError, match="mass_per_metre"):
        mass_g(Quantity(Decimal(120), unit))


def test_two_numbers_of_pieces_are_refused_and_one_said_twice_is_not() -> None:
    assert number_of(Quantity(Decimal(12), "pcs"), Decimal(12)) == Quantity(Decimal(12), "piece")
    with pytest.raises(UnitError, match="keep one"):
        number_of(Quantity(Decimal(12), "pcs"), Decimal(3))


def test_no_unit_has_two_meanings() -> None:
    tables = (units.UNITS, units._OTHERS, units._LEADS_TO_MASS, units._AMBIGUOUS)
    words = [word for table in tables for word in table]
    assert len(words) == len(set(words))
