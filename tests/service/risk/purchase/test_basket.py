"""From lines to distinct purchases: what makes two the same, and how much of each a BOM holds."""

from __future__ import annotations

from decimal import Decimal

import pytest

from service.risk.bom import Bom, Line
from service.risk.errors import BomError
from service.risk.materials.catalogue import Catalogue
from service.risk.materials.composition import Unresolved
from service.risk.materials.resolve import Resolver
from service.risk.purchase.basket import Basket, Purchase, read_bom
from service.risk.purchase.canonical import canonical_bom
from service.risk.vocabulary import Form, Stage
from tests.factories import TODAY, bom, kernel, line, magnet, supply


def read(*lines: Line, **more: str) -> Basket:
    """The purchase behind lines."""
    one: Bom = canonical_bom(bom(*lines, **more), TODAY)  # type: ignore[arg-type]
    return read_bom(one, kernel().resolver)


def test_a_line_holds_one_purchase_for_each_rare_earth_in_it() -> None:
    basket = read(magnet())
    elements = sorted(key.element for key in basket.purchases)
    assert elements == sorted(set(elements))
    assert {"Nd", "Dy"} <= set(elements)
    assert {key.form for key in basket.purchases} == {Form.MAGNET}


def test_equal_lines_share_their_purchases_and_add_their_masses() -> None:
    once, twice = read(line(kg="1.5")), read(line(kg="1.5"), line(kg="0.5"))
    assert once.purchases == twice.purchases
    (one,), (both,) = once.holdings.values(), twice.holdings.values()
    assert one.mass_g is not None
    assert both.mass_g is not None
    assert both.mass_g * 3 == one.mass_g * 4


def test_another_source_mix_is_another_purchase() -> None:
    basket = read(line("Dy", "oxide", *supply("separation", CHN=1)), line("Dy", "oxide", *supply("separation", MYS=1)))
    assert len(basket.purchases) == 2
    assert len({key.id for key in basket.purchases}) == 2


@pytest.mark.parametrize("other", ["0.5", "0.50", "0.6"])
def test_keys_are_equal_when_and_only_when_hash_and_id_are(other: str) -> None:
    one, two = (
        Purchase("Dy", Form.OXIDE, "DEU", ((Stage.SEPARATION, (("CHN", Decimal(share), False),)),))
        for share in ("0.5", other)
    )
    assert (one == two) is (hash(one) == hash(two)) is (one.id == two.id) is (len({one, two}) == 1)
    assert (one == two) is (other == "0.5")


def test_the_same_element_in_another_form_is_another_purchase() -> None:
    assert len(read(line("Dy", "oxide"), line("Dy", "metal")).purchases) == 2


def test_the_same_purchase_however_it_is_described() -> None:
    by_element, by_formula = read(line("Dy", "oxide")), read(line(formula="Dy2O3", element=None, form=None))
    assert by_element.purchases == by_formula.purchases


def test_a_purchase_has_the_same_name_wherever_its_line_stands() -> None:
    one, two = read(line("Dy"), magnet()), read(magnet(), line("Dy"))
    assert [key.id for key in one.purchases] == [key.id for key in two.purchases]


def test_companions_are_the_other_rare_earths_of_the_same_magnet_only() -> None:
    by_element = {key.element: key for key in read(magnet()).purchases}
    assert "Dy" in by_element["Nd"].companions
    assert "Nd" not in by_element["Nd"].companions
    assert all(not key.companions for key in read(line("Dy", "metal")).purchases)


def test_a_stage_that_the_form_does_not_pass_is_refused_with_every_line() -> None:
    with pytest.raises(BomError) as caught:
        read(line("Ce", "oxide", *supply("magnet", CHN=1)), line("Ce"), line("Nd", "metal", *supply("magnet", CHN=1)))
    assert [(e.pointer, e.code) for e in caught.value.errors] == [
        ("/lines/0/supply", "stage_not_passed"),
        ("/lines/2/supply", "stage_not_passed"),
    ]
    assert "mining, separation" in caught.value.errors[0].detail


def test_a_line_without_a_mass_holds_an_unknown_amount() -> None:
    (holding,) = read(line(kg=None)).holdings.values()
    assert (holding.mass_g, holding.mass_range_g) == (None, None)


def test_a_line_that_cannot_be_read_is_kept_and_named() -> None:
    basket = read(line(material="unobtainium"), line())
    assert isinstance(basket.lines[0].outcome, Unresolved)
    assert basket.lines[0].purchases == ()
    assert [x.scored for x in basket.lines] == [False, True]


def test_lines_that_cannot_be_read_and_may_be_the_same_share_their_worst() -> None:
    first, second, third = read(
        *(Line(f"{n}", material=f"rare earth part {n}") for n in range(2)), Line("2", material="Dy part")
    ).lines
    assert first.by_view["adverse"]
    assert first.by_view["adverse"] is second.by_view["adverse"]
    assert first.by_view["adverse"] is not third.by_view["adverse"]


def views(one: Line) -> dict[str, set[str]]:
    """Elements of a line's purchases by view of its composition."""
    (read_line,) = read(one).lines
    return {view: {key.element for key in keys} for view, keys in read_line.by_view.items()}


def composed(**fractions: tuple[str, str, str]) -> Resolver:
    """Reads by a catalogue of one magnet with these fractions."""
    row = {
        "id": "m", "name": "test magnet", "material_class": "c", "form": "magnet", "composition": fractions,
        "aliases": (), "cas": (), "nature": "engineering estimate", "source": "s", "locator": "l", "confidence": "C",
        "note": "",
    }  # fmt: skip
    return Resolver(Catalogue.from_rows([row]))


def test_what_may_be_absent_is_left_out_of_the_favourable_view_and_what_may_be_present_is_in_the_adverse_one() -> None:
    resolver = composed(Nd=("0.2", "0.23", "0.3"), Pr=("0", "0.06", "0.08"), Tb=("0", "0", "0.01"))
    one = canonical_bom(bom(magnet(material="test magnet", kg="1")), TODAY)
    purchase = read_bom(one, resolver)
    (read_line,) = purchase.lines
    held = {view: {key.element for key in keys} for view, keys in read_line.by_view.items()}
    assert held == {"favourable": {"Nd"}, "central": {"Nd", "Pr"}, "adverse": {"Nd", "Pr", "Tb"}}
    assert {key.element for key in purchase.purchases} == {"Nd", "Pr"}
    assert "Tb" in {key.element for key in purchase.other_purchases}
    by_element = {key.element: holding for key, holding in purchase.holdings.items()}
    assert by_element["Nd"].mass_range_g == (Decimal(200), Decimal(300))
    assert by_element["Pr"].mass_range_g == (Decimal(0), Decimal(80))


def test_companions_are_those_of_the_view() -> None:
    resolver = composed(Nd=("0.2", "0.23", "0.3"), Dy=("0", "0", "0.01"))
    (read_line,) = read_bom(canonical_bom(bom(magnet(material="test magnet")), TODAY), resolver).lines
    nd = {view: next(key for key in keys if key.element == "Nd") for view, keys in read_line.by_view.items()}
    assert not nd["central"].companions
    assert nd["adverse"].companions == {"Dy"}


def test_an_exact_composition_has_one_view() -> None:
    assert (
        len({frozenset(elements) for elements in views(line(formula="Dy2O3", element=None, form=None)).values()}) == 1
    )


def test_masses_of_equal_lines_add_up_in_every_view() -> None:
    once, twice = read(magnet(kg="1")), read(magnet(kg="1"), magnet(kg="1"))
    for key, holding in once.holdings.items():
        assert holding.mass_range_g is not None
        assert twice.holdings[key].mass_range_g == tuple(2 * grams for grams in holding.mass_range_g)
        assert holding.mass_g is not None
        assert holding.mass_range_g[0] <= holding.mass_g <= holding.mass_range_g[1]
