"""The canonical form of a BOM: the same purchase reads the same, in grams and prices per kilogram."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from service.risk.bom import SKIP_LINE, Price, Quantity, Source
from service.risk.errors import BomError
from service.risk.purchase.basket import read_bom
from service.risk.purchase.canonical import canonical_bom, six
from tests.factories import TODAY, bom, kernel, line, magnet, price, sample


def test_masses_become_grams_and_prices_those_of_a_kilogram() -> None:
    one = canonical_bom(bom(line(quantity=Quantity(Decimal(2), "t"), unit_price=price("0.5", "g"))), TODAY).lines[0]
    assert one.quantity == Quantity(Decimal("2000000.000000"), "g")
    assert one.unit_price == price("500.000000", "kg")


def test_pieces_multiply_the_mass_of_one() -> None:
    one = canonical_bom(
        bom(line(quantity=Quantity(Decimal(6), "g"), pieces=Decimal(3), unit_price=price("2.4", "piece"))), TODAY
    ).lines[0]
    assert one.quantity == Quantity(Decimal("18.000000"), "g")
    assert one.pieces is None
    assert one.unit_price == price("2.400000", "piece")


def test_sources_are_merged_and_sorted_and_empty_ones_dropped() -> None:
    sources = (Source("magnet", "JPN", Decimal("0.2")), Source("magnet", "CHN", Decimal("0.3")),
               Source("magnet", "CHN", Decimal("0.5")), Source("magnet", "DEU", Decimal(0)))  # fmt: skip
    one = canonical_bom(bom(magnet(*sources)), TODAY).lines[0]
    assert one.supply == (Source("magnet", "CHN", Decimal("0.800000")), Source("magnet", "JPN", Decimal("0.200000")))


def test_the_canonical_form_is_its_own_canonical_form() -> None:
    for name in ("traction-motor", "wind-generator", "catalysts"):
        once = canonical_bom(sample(name), TODAY)
        assert canonical_bom(once, TODAY) == once


def test_every_unreadable_unit_is_reported_at_once() -> None:
    lines = [line(quantity=Quantity(Decimal(1), unit)) for unit in ("kg", "bushel", "g", "ton")]
    with pytest.raises(BomError) as caught:
        canonical_bom(bom(*lines), TODAY)
    assert [e.pointer for e in caught.value.errors] == ["/lines/1/quantity/unit", "/lines/3/quantity/unit"]


def test_amounts_have_six_places() -> None:
    assert str(six(Decimal("1.2"))) == "1.200000"
    assert six(Decimal("0.12345649")) == Decimal("0.123456")


@pytest.mark.parametrize("quantity", [None, Quantity(Decimal(40), "ST"), Quantity(Decimal("29.2"), "g")])
def test_a_piece_has_its_price_whatever_it_weighs(quantity: Quantity | None) -> None:
    pieces = None if quantity and quantity.unit == "ST" else Decimal(40)
    (read_line,) = read_bom(
        canonical_bom(bom(magnet(quantity=quantity, pieces=pieces, unit_price=price("3", "piece"))), TODAY),
        kernel().resolver,
    ).lines
    assert read_line.value == 120


def test_a_price_per_piece_of_a_line_that_counts_none_is_no_value() -> None:
    for quantity in (Quantity(Decimal(2), "kg"), Quantity(Decimal(2), "PAK")):
        assert (
            canonical_bom(bom(magnet(quantity=quantity, unit_price=price("3", "pc"))), TODAY).lines[0].unit_price
            is None
        )


@pytest.mark.parametrize(
    ("currency", "written", "right"),
    [("EUR", "EUR", True), ("USD", "$", True), ("CAD", "$", True), ("EUR", "$", False), ("EUR", "USD", False),
     ("CNY", "¥", True), (None, "EUR", False), (None, None, True), ("EUR", None, True)],
)  # fmt: skip
def test_a_price_is_in_the_currency_of_its_bom(currency: str | None, written: str | None, right: bool) -> None:
    one = bom(line(unit_price=Price(Decimal(3), "kg", currency=written)), currency=currency)
    if right:
        assert canonical_bom(one, TODAY).lines[0].unit_price == price("3.000000")
        return
    with pytest.raises(BomError) as caught:
        canonical_bom(one, TODAY)
    assert [(e.pointer, e.code) for e in caught.value.errors] == [("/lines/0/unit_price", "other_currency")]


def test_a_line_tells_all_its_errors() -> None:
    wrong = line(quantity=Quantity(Decimal(1), "bushel"), unit_price=Price(Decimal(1), "litre", currency="USD"))
    with pytest.raises(BomError) as caught:
        canonical_bom(bom(wrong, currency="EUR"), TODAY)
    assert [e.code for e in caught.value.errors] == ["unknown_unit", "no_mass", "other_currency"]


def test_an_amount_beyond_all_measure_is_too_large_however_many_pieces_there_are_and_whatever_else_is_wrong() -> None:
    most = Decimal(10) ** 12
    huge = line(quantity=Quantity(most, "t"), pieces=most)
    with pytest.raises(BomError) as caught:
        canonical_bom(bom(huge), TODAY)
    assert [error.code for error in caught.value.errors] == ["too_large"]
    bare = replace(huge, element=None, form=None)
    (one,) = canonical_bom(bom(bare, on_error=SKIP_LINE), TODAY).lines
    assert [error.code for error in one.errors] == ["description", "too_large"]
    assert one.quantity is None
    counted = line(quantity=Quantity(most, "piece"), pieces=most)
    assert canonical_bom(bom(counted, on_error=SKIP_LINE), TODAY).lines
