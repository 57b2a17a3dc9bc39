"""The canonical form of a BOM: the same purchase reads the same, in grams and prices per kilogram."""

from __future__ import annotations

from decimal import Decimal

import pytest

from service.risk.bom import Quantity, Source
from service.risk.errors import BomError
from service.risk.purchase.canonical import canonical_bom, six
from tests.factories import TODAY, bom, line, magnet, price, sample


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
    assert one.unit_price == price("400.000000", "kg")


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
