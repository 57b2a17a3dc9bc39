"""What is remembered and what is worked out together changes no answer, and doesn't grow without end."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from service.risk.bundle.kernel import Kernel
from service.risk.controls.register import Register
from service.risk.disruption.joint_probability import REMEMBERED, Dependence, Peril, Quadrature
from service.risk.product.assessment import HAZARDS_KEPT, Assessed, Variant, assess, counterfactuals, keep
from service.risk.product.probability import Product
from service.risk.purchase.canonical import canonical_bom
from service.risk.purchase.hazards import ReadLine, read_bom
from tests.factories import TODAY, kernel, kernel_with, sample

DEPENDENCE = Dependence(0.15, 0.25, 0.2)
MIXES: list[dict[str, float]] = [{}, {"CHN": 1.0}, {"CHN": 0.6, "JPN": 0.4}, {"CHN": 0.2, "EST": 0.8}]
PERILS = [Peril(code, element, mix) for code in ("284690", "850511") for element in ("Dy", "Nd") for mix in MIXES]
CHANCES = [0.02 + 0.05 * n for n in range(len(PERILS))]


def hazards_of(model: Kernel) -> tuple[list[ReadLine], list[Assessed]]:
    """Lines of the sample motor and its hazards, those that only its interval knows among them."""
    purchase = read_bom(canonical_bom(sample("traction-motor"), TODAY), TODAY, model.resolver)
    return purchase.lines, assess(model, purchase.keys + purchase.other_keys)


def test_the_rate_of_a_probability_is_the_same_bit_for_bit_whatever_was_asked_before() -> None:
    busy = Quadrature(DEPENDENCE)
    busy.rates(np.linspace(0.001, 0.9, 300).tolist())
    for chance in CHANCES:
        assert np.array_equal(busy.rates([*CHANCES, chance])[-1], Quadrature(DEPENDENCE).rates([chance])[0])


def test_rates_are_remembered_up_to_a_bound() -> None:
    quadrature = Quadrature(DEPENDENCE)
    for chances in np.linspace(0.001, 0.9, 3 * REMEMBERED).reshape(10, -1):
        quadrature.rates(chances.tolist())
        assert len(quadrature._known) <= REMEMBERED


def test_what_is_kept_of_hazards_has_a_bound_and_always_holds_the_newest() -> None:
    kept: dict[int, int] = {}
    for n in range(0, 3 * HAZARDS_KEPT, 70):
        keep(kept, {n + m: m for m in range(70)})
        assert len(kept) <= HAZARDS_KEPT
        assert kept.keys() >= set(range(n, n + 70))


def test_choices_of_hazards_come_out_the_same_bit_for_bit_together_and_alone() -> None:
    quadrature = Quadrature(DEPENDENCE)
    rates = quadrature.rates(CHANCES)
    keeps = [[], [3], [1, 2, 3], *([n for n in range(len(PERILS)) if n != left] for left in range(len(PERILS)))]
    together = quadrature.any_of_each(PERILS, rates, keeps)
    assert together == [quadrature.any_of(PERILS, rates, keep) for keep in keeps]
    assert len(set(together)) > len(PERILS)


@pytest.mark.parametrize("country", ["CHN", "JPN", "MYS"])
def test_a_product_with_other_points_is_that_of_hazards_that_had_them_from_the_start(country: str) -> None:
    lines, hazards = hazards_of(kernel())
    points = counterfactuals(kernel(), [(each, Variant(without_country=country)) for each in hazards])
    quadrature = kernel().quadrature
    moved = [dataclasses.replace(each, central=point) for each, point in zip(hazards, points, strict=True)]
    product = Product(quadrature, lines, hazards)
    nothing, everything = product.with_points([{}, dict(enumerate(points))])
    assert nothing == product.probability()
    assert everything == Product(quadrature, lines, moved).probability()


def test_a_hazard_without_a_measure_is_that_of_a_register_without_it() -> None:
    _, hazards = hazards_of(kernel())
    register = kernel().register
    heads = {measure.renews for measure in register.measures}
    tried = sorted({name for each in hazards for name in each.measures} - heads)
    for name in tried:
        rest = Register([m for m in register.measures if m.measure_id != name], "less")
        found = counterfactuals(kernel(), [(each, Variant(without_measure=name)) for each in hazards])
        expected = hazards_of(kernel_with(register=rest))[1]
        assert [point.log_odds for point in found] == [each.central.log_odds for each in expected]
    assert tried


def test_a_counterfactual_is_kept_with_its_hazard_and_comes_out_the_same() -> None:
    _, (one, *_) = hazards_of(kernel_with())
    variants = [Variant(without_country="CHN"), Variant(without_measure=next(iter(one.measures)))]
    first = counterfactuals(kernel(), [(one, variant) for variant in variants])
    assert list(one.without) == variants
    assert counterfactuals(kernel(), [(one, variant) for variant in reversed(variants)]) == first[::-1]
