"""From hazards to a product: bounds, limits, order, and agreement with a simulation of the same nested model."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr, ndtri
from scipy.stats import norm, qmc

from service.risk.disruption.joint_probability import Dependence, Peril, Quadrature, product_probabilities
from tests.factories import kernel

NONE = Quadrature(Dependence(0.0, 0.0, 0.0))
SOME = Quadrature(Dependence(0.15, 0.25, 0.2))
CHINA, JAPAN = {"CHN": 1.0}, {"JPN": 1.0}
bounded = settings(max_examples=60, deadline=None, derandomize=True, database=None)

chances = st.floats(1e-4, 0.95)
perils = st.builds(
    Peril,
    st.sampled_from(["284610", "284690", "850511"]),
    st.sampled_from(["Dy", "Nd"]),
    st.sampled_from([{}, CHINA, JAPAN, {"CHN": 0.6, "JPN": 0.4}, {"CHN": 0.2, "EST": 0.8}]),
)
hazards = st.lists(st.tuples(perils, chances), min_size=1, max_size=5)


def together(
    found: list[tuple[Peril, float]], quadrature: Quadrature = SOME, groups: list[list[list[int]]] | None = None
) -> float:
    """P(product) with every hazard needed that isn't an alternative."""
    kinds, p = [peril for peril, _ in found], [chance for _, chance in found]
    alternative = {n for group in groups or [] for hazards in group for n in hazards}
    needed = [n for n in range(len(found)) if n not in alternative]
    return product_probabilities(quadrature, kinds, quadrature.rates(p), [(needed, groups or [])])[0]


@pytest.mark.parametrize("p", [1e-4, 0.01, 0.1, 0.3, 0.5, 0.9])
@pytest.mark.parametrize("quadrature", [NONE, SOME, kernel().quadrature], ids=["none", "some", "shipped"])
def test_a_single_hazard_keeps_its_probability(p: float, quadrature: Quadrature) -> None:
    assert together([(Peril("a", "Dy", CHINA), p)], quadrature) == pytest.approx(p, abs=1e-3)


@bounded
@given(hazards)
def test_the_product_lies_between_its_likeliest_hazard_and_the_sum(found: list[tuple[Peril, float]]) -> None:
    alone = [together([one]) for one in found]
    assert max(alone) - 1e-9 <= together(found) <= min(1.0, sum(alone)) + 1e-9


@bounded
@given(hazards, st.tuples(perils, chances))
def test_another_hazard_never_lowers_the_product(found: list[tuple[Peril, float]], extra: tuple[Peril, float]) -> None:
    assert together([*found, extra]) >= together(found) - 1e-12


@bounded
@given(hazards, st.floats(0.0, 0.5), st.integers(0, 4))
def test_a_likelier_hazard_never_lowers_the_product(found: list[tuple[Peril, float]], more: float, which: int) -> None:
    n = which % len(found)
    peril, p = found[n]
    raised = [*found[:n], (peril, min(0.999, p + more * (1 - p))), *found[n + 1 :]]
    assert together(raised) >= together(found) - 1e-12


@bounded
@given(hazards, st.randoms(use_true_random=False))
def test_the_order_of_hazards_does_not_matter(found: list[tuple[Peril, float]], random: object) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert together(shuffled) == pytest.approx(together(found), abs=1e-12)


def test_without_dependence_hazards_of_different_goods_are_independent() -> None:
    found = [(Peril("a", "Dy", CHINA), 0.2), (Peril("b", "Dy", CHINA), 0.3), (Peril("b", "Nd", CHINA), 0.4)]
    assert together(found, NONE) == pytest.approx(1 - 0.8 * 0.7 * 0.6, abs=1e-9)


def test_dependence_lowers_the_chance_of_at_least_one() -> None:
    found = [(Peril("a", "Dy", CHINA), 0.3), (Peril("b", "Nd", CHINA), 0.3)]
    assert together(found, SOME) < together(found, NONE)


def test_sharing_a_code_binds_closer_than_sharing_a_year_and_an_element_closer_still() -> None:
    def pair(a: tuple[str, str], b: tuple[str, str]) -> float:
        return together([(Peril(*a, CHINA), 0.3), (Peril(*b, JAPAN), 0.3)])

    apart, code, element = (
        pair(("a", "Dy"), ("b", "Nd")),
        pair(("a", "Dy"), ("a", "Nd")),
        pair(("a", "Dy"), ("a", "Dy")),
    )
    assert apart > code > element


@pytest.mark.parametrize("mix", [CHINA, {"CHN": 0.6, "JPN": 0.4}, {}])
def test_equal_mixes_count_once(mix: dict[str, float]) -> None:
    one = Peril("a", "Dy", mix)
    assert together([(one, 0.3), (one, 0.3)]) == pytest.approx(together([(one, 0.3)]), abs=1e-12)


def test_disjoint_mixes_raise_the_product_to_independence_given_the_factors() -> None:
    one, other = Peril("a", "Dy", CHINA), Peril("a", "Dy", JAPAN)
    assert together([(one, 0.3), (other, 0.3)]) > together([(one, 0.3)]) + 0.05
    assert together([(one, 0.3), (other, 0.3)], NONE) == pytest.approx(1 - 0.7 * 0.7, abs=1e-9)


def test_the_more_two_mixes_share_the_less_the_second_adds() -> None:
    base = Peril("a", "Dy", CHINA)
    added = [together([(base, 0.3), (Peril("a", "Dy", {"CHN": s, "JPN": 1 - s}), 0.3)]) for s in (0.0, 0.3, 0.6, 0.9)]
    assert added == sorted(added, reverse=True)


@pytest.mark.parametrize("second", [Peril("a", "Dy", JAPAN), Peril("b", "Nd", JAPAN)])
def test_an_alternative_lowers_the_product(second: Peril) -> None:
    found = [(Peril("a", "Dy", CHINA), 0.3), (second, 0.2)]
    either = together(found, groups=[[[0], [1]]])
    assert either <= min(together(found[:1]), together(found[1:])) + 1e-12
    assert either < together(found)


def test_alternatives_fail_together_as_far_as_they_depend_on_each_other() -> None:
    alike = together([(Peril("a", "Dy", CHINA), 0.3), (Peril("a", "Dy", CHINA), 0.3)], NONE, [[[0], [1]]])
    apart = together([(Peril("a", "Dy", CHINA), 0.3), (Peril("b", "Nd", JAPAN), 0.3)], NONE, [[[0], [1]]])
    near = together([(Peril("a", "Dy", CHINA), 0.3), (Peril("a", "Nd", JAPAN), 0.3)], SOME, [[[0], [1]]])
    far = together([(Peril("a", "Dy", CHINA), 0.3), (Peril("b", "Nd", JAPAN), 0.3)], SOME, [[[0], [1]]])
    assert alike == pytest.approx(0.3, abs=1e-9)
    assert apart == pytest.approx(0.09, abs=1e-9)
    assert apart < far < near < alike


def test_repeating_an_alternative_or_its_group_changes_nothing() -> None:
    perils = [(Peril("a", "Nd", CHINA), 0.3), (Peril("b", "Dy", JAPAN), 0.2)]
    once = together(perils, SOME, [[[0], [1]]])
    assert together(perils, SOME, [[[0], [1], [0]]]) == pytest.approx(once, abs=1e-12)
    assert together(perils, SOME, [[[0], [1]], [[0], [1]]]) == pytest.approx(once, abs=1e-12)


def test_a_group_that_holds_a_needed_hazard_adds_nothing() -> None:
    perils = [(Peril("a", "Nd", CHINA), 0.3), (Peril("b", "Dy", JAPAN), 0.2)]
    quadrature = SOME
    rates = quadrature.rates([0.3, 0.2])
    names = [peril for peril, _ in perils]
    alone = product_probabilities(quadrature, names, rates, [([0], [])])[0]
    assert product_probabilities(quadrature, names, rates, [([0], [[[0], [1]]])])[0] == pytest.approx(alone, abs=1e-12)


def test_an_alternative_without_hazards_never_fails() -> None:
    assert together([(Peril("a", "Dy", CHINA), 0.3)], groups=[[[0], []]]) == pytest.approx(0.0, abs=1e-12)


def test_nothing_needed_is_never_disrupted() -> None:
    assert product_probabilities(SOME, [], SOME.rates([]), [([], [])])[0] == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("p", [0.0, 1.0])
def test_certain_hazards_stay_finite(p: float) -> None:
    assert 0.0 <= together([(Peril("a", "Dy", CHINA), p)]) <= 1.0


PRODUCT = [
    (Peril("a", "Dy", CHINA), 0.30),
    (Peril("a", "Dy", {"CHN": 0.5, "JPN": 0.5}), 0.25),
    (Peril("a", "Nd", CHINA), 0.20),
    (Peril("b", "Nd", {"EST": 1.0}), 0.15),
    (Peril("b", "Ce", {"EST": 0.3, "CHN": 0.7}), 0.35),
]
CODES, GOODS = ["a", "b"], [("a", "Dy"), ("a", "Nd"), ("b", "Nd"), ("b", "Ce")]


def factors(draws: np.ndarray, d: Dependence) -> np.ndarray:
    """Conditional hazard rates (draws, hazards) from normal draws: one for the year, each code and each good."""
    columns = []
    for peril, p in PRODUCT:
        common = (
            math.sqrt(d.outer) * draws[:, 0]
            + math.sqrt(d.code) * draws[:, 1 + CODES.index(peril.code)]
            + math.sqrt(d.element) * draws[:, 1 + len(CODES) + GOODS.index((peril.code, peril.element))]
        )
        chance = ndtr((ndtri(p) - common) / math.sqrt(1 - d.outer - d.code - d.element))
        columns.append(-np.log1p(-chance))
    return np.array(columns).T


@pytest.mark.parametrize("d", [SOME.dependence, kernel().quadrature.dependence], ids=["some", "shipped"])
def test_the_quadrature_agrees_with_a_quasi_random_integral_to_three_decimals(d: Dependence) -> None:
    draws = norm.ppf(qmc.Sobol(1 + len(CODES) + len(GOODS), rng=np.random.default_rng(7)).random_base2(16))
    rates = factors(draws, d)
    joint = np.zeros(len(rates))
    for good in GOODS:
        members = [n for n, (peril, _) in enumerate(PRODUCT) if (peril.code, peril.element) == good]
        for country in ("CHN", "JPN", "EST"):
            joint += np.max([rates[:, n] * PRODUCT[n][0].mix.get(country, 0.0) for n in members], axis=0)
    assert together(PRODUCT, Quadrature(d)) == pytest.approx(float(1 - np.exp(-joint).mean()), abs=5e-4)


def test_the_quadrature_agrees_with_a_simulation_of_factors_and_country_shocks() -> None:
    rng = np.random.default_rng(11)
    size = 400_000
    rates = factors(rng.standard_normal((size, 1 + len(CODES) + len(GOODS))), SOME.dependence)
    struck = np.zeros(size, bool)
    for good in GOODS:
        shocks = {country: rng.exponential(size=size) for country in ("CHN", "JPN", "EST")}
        for n, (peril, _) in enumerate(PRODUCT):
            if (peril.code, peril.element) == good:
                for country, share in peril.mix.items():
                    struck |= shocks[country] < rates[:, n] * share
    assert together(PRODUCT) == pytest.approx(float(struck.mean()), abs=2e-3)


def test_dependence_is_read_from_the_manifest() -> None:
    manifest = kernel().manifest["dependence"]
    read = dataclasses.asdict(Dependence.from_json(manifest))
    assert read == {name: manifest[name] for name in ("outer", "code", "element")}
    assert 0.0 < sum(read.values()) < 1.0
