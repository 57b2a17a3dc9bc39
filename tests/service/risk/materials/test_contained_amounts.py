"""Amounts that count what a product contains: TREO, an oxide, an element."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.risk.bom import Line, Price, Quantity
from service.risk.errors import BomError
from service.risk.materials.chemistry.formulas import by_formula
from service.risk.materials.chemistry.stoichiometry import OXIDES, mass_fractions
from service.risk.materials.contained_amounts import counted_share, product_g
from service.risk.materials.elements import by_element
from service.risk.purchase.basket import Basket, Holding, read_bom
from service.risk.purchase.canonical import canonical_bom
from service.risk.purchase.receipt import issue
from service.risk.purchase.receipt import read as read_receipt
from service.risk.vocabulary import ELEMENTS
from tests.factories import TODAY, bom, kernel, line

NEAR = Decimal("0.00001")


def bought(unit: str, value: str = "1", price: Price | None = None, **what: str) -> Basket:
    """One line of so much of what."""
    element, form = what.pop("element", None), what.pop("form", None)
    one = Line("1", element=element, form=form, quantity=Quantity(Decimal(value), unit), unit_price=price, **what)  # type: ignore[arg-type]
    return read_bom(canonical_bom(bom(one), TODAY), kernel().resolver)


def only(purchase: Basket) -> Holding:
    (holding,) = purchase.holdings.values()
    return holding


def test_oxide_and_element_of_the_same_purchase_are_the_same_mass_of_element() -> None:
    """10 kg Nd2O3 hold 8.574 kg Nd (144.242 x 2 / 336.481, IUPAC standard atomic weights)."""
    as_product = only(bought("kg", "10", element="Nd", form="oxide")).mass_g
    assert as_product is not None
    assert abs(as_product - Decimal("8573.6")) < 1
    for unit in ("kg TREO", "kg Nd2O3"):
        assert only(bought(unit, "10", element="Nd", form="oxide")).mass_g == pytest.approx(as_product)
    assert only(bought("kg Nd", "10", element="Nd", form="oxide")).mass_g == Decimal(10_000)


@given(st.sampled_from(list(ELEMENTS)), st.decimals("0.01", "1000", places=2))
def test_what_is_counted_comes_back_out_of_the_product(symbol: str, grams: Decimal) -> None:
    composition = by_element(symbol, "oxide").composition  # type: ignore[union-attr]
    for counts in ("TREO", "TREE", symbol, OXIDES[symbol]):
        product = product_g(composition, grams, counts)
        assert product is not None
        assert abs(product * counted_share(composition, counts) - grams) < NEAR * grams


def test_treo_of_a_mixture_counts_every_rare_earth_as_its_oxide() -> None:
    composition = by_formula("LaCeO3").composition  # type: ignore[union-attr]
    by_hand = sum(composition[s].central / mass_fractions(OXIDES[s])[s] for s in ("La", "Ce"))
    assert counted_share(composition, "TREO") == by_hand
    assert counted_share(composition, None) == 1


def test_a_counted_element_is_known_exactly_however_wide_its_share_of_the_product() -> None:
    wide = only(bought("kg", "10", material="lanthanum chloride"))
    counted = only(bought("kg La", "10", material="lanthanum chloride"))
    assert wide.mass_range_g is not None
    assert wide.mass_range_g[0] < wide.mass_range_g[1]
    assert counted.mass_range_g == (Decimal(10_000), Decimal(10_000))


def test_an_amount_that_counts_what_the_line_does_not_hold_is_refused_with_its_place() -> None:
    with pytest.raises(BomError) as caught:
        bought("kg Nd2O3", element="Dy", form="oxide")
    (error,) = caught.value.errors
    assert (error.pointer, error.code) == ("/lines/0/quantity/unit", "not_contained")
    assert "Dy" in error.detail


def test_an_amount_of_contents_says_what_product_it_came_to() -> None:
    (read,) = bought("kg TREO", material="lanthanum chloride").lines
    assert "counted_as" in {note.code for note in read.outcome.messages}  # type: ignore[union-attr]


def test_a_price_for_contents_is_worth_what_the_contents_are() -> None:
    price = Price(Decimal(100), "kg TREO")
    (by_contents,) = bought("kg TREO", "2", price, element="Dy", form="oxide").lines
    assert by_contents.value == 200
    (by_product,) = bought("kg", "2", Price(Decimal(100), "kg Dy"), element="Dy", form="oxide").lines
    assert by_product.value is not None
    assert abs(by_product.value - 200 * mass_fractions("Dy2O3")["Dy"]) < NEAR


def test_a_line_that_is_not_read_has_no_mass_when_it_counts_contents() -> None:
    (read,) = bought("kg TREO", material="unobtainium").lines
    assert read.mass_g is None


def test_a_receipt_keeps_what_an_amount_and_a_price_count() -> None:
    one = line("Dy", "oxide", quantity=Quantity(Decimal(2), "kg TREO"), unit_price=Price(Decimal(9), "kg Dy"))
    canonical = canonical_bom(bom(one), TODAY)
    again, _, _ = read_receipt(issue(canonical, TODAY, {}))
    assert again == canonical
    assert again.lines[0].quantity == Quantity(Decimal(2000).quantize(Decimal("0.000001")), "g TREO")
