"""How paths grow: what is kept, what is stated, what fits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.risk.supply_chain.branches import Branch, Ranked, Source, divided, fitted, grown, likelier, merged, ranked
from service.risk.supply_chain.places import Place
from service.risk.vocabulary import Stage

NAMES = ("CHN", "MYS", "USA", "VNM")
OXIDE = {name: Source(Place(Stage.SEPARATION, name)) for name in NAMES}
METAL = {name: Source(Place(Stage.METAL, name)) for name in NAMES}


def mix(**shares: float) -> Ranked:
    return ranked({OXIDE[name]: share for name, share in shares.items()})


def mean(weights: list[float], choices: list[Ranked]) -> dict[Source, float]:
    found: dict[Source, float] = {}
    for weight, choice in zip(weights, choices, strict=True):
        for source, share in choice:
            found[source] = found.get(source, 0.0) + weight * share
    return found


amount = st.one_of(st.just(0.0), st.floats(1e-6, 1.0))
shares = st.lists(amount, min_size=len(NAMES), max_size=len(NAMES)).filter(any)


def split(amounts: list[float]) -> dict[Source, float]:
    return {OXIDE[name]: amount / sum(amounts) for name, amount in zip(NAMES, amounts, strict=True) if amount > 0}


@given(shares, shares, shares, st.floats(0.01, 0.99))
def test_what_is_stated_is_the_mean_of_the_branches(
    one: list[float], other: list[float], stated: list[float], weight: float
) -> None:
    weights, usual = [weight, 1 - weight], [ranked(split(one)), ranked(split(other))]
    found = fitted(weights, usual, split(stated))
    for choice in found:
        assert sum(share for _, share in choice) == pytest.approx(1.0)
        assert all(share > 0 for _, share in choice)
    assert mean(weights, found) == pytest.approx(split(stated), abs=1e-9)


@given(shares, shares, st.floats(0.01, 0.99))
def test_stating_the_mean_leaves_every_branch_as_it_is(one: list[float], other: list[float], weight: float) -> None:
    weights, usual = [weight, 1 - weight], [ranked(split(one)), ranked(split(other))]
    found = fitted(weights, usual, mean(weights, usual))
    for before, after in zip(usual, found, strict=True):
        assert dict(after) == pytest.approx(dict(before), abs=1e-9)


def test_a_branch_keeps_its_weight_on_what_is_large_enough() -> None:
    longer, ended = grown([Branch(0.5)], [mix(CHN=0.9, MYS=0.095, USA=0.005)], 0.01)
    assert [(branch.weight, branch.places[0].country) for branch in longer] == [
        (pytest.approx(0.5 * 0.9 / 0.995), "CHN"),
        (pytest.approx(0.5 * 0.095 / 0.995), "MYS"),
    ]
    assert ended == []


def test_a_small_branch_keeps_its_largest_source() -> None:
    longer, _ = grown([Branch(0.001)], [mix(CHN=0.6, MYS=0.4)], 0.01)
    assert longer == [Branch(pytest.approx(0.001), (Place(Stage.SEPARATION, "CHN"),))]


def test_a_final_source_ends_its_branch() -> None:
    scrap = Source(Place(Stage.METAL, "DEU"), final=True)
    longer, ended = grown([Branch(1.0)], [ranked({scrap: 0.25, METAL["CHN"]: 0.75})], 0.01)
    assert [branch.weight for branch in longer] == [0.75]
    assert [branch.weight for branch in ended] == [0.25]


def test_a_part_too_small_for_a_path_of_its_own_is_not_taken() -> None:
    left, taken = divided([Branch(0.9), Branch(0.1)], 0.04, 0.005)
    assert [branch.weight for branch in left] == pytest.approx([0.864, 0.1])
    assert [branch.weight for branch in taken] == pytest.approx([0.036])


def test_sources_that_use_what_is_stated_are_likelier() -> None:
    usual = [ranked({METAL["CHN"]: 0.8, METAL["VNM"]: 0.2})]
    upstream = {METAL["CHN"]: {OXIDE["CHN"]: 1.0}, METAL["VNM"]: {OXIDE["CHN"]: 0.5, OXIDE["MYS"]: 0.5}}
    assert dict(likelier([1.0], usual, upstream, {OXIDE["MYS"]: 1.0})[0]) == {METAL["VNM"]: 1.0}
    chinese = dict(likelier([1.0], usual, upstream, {OXIDE["CHN"]: 1.0})[0])
    assert chinese == pytest.approx({METAL["CHN"]: 0.8 / 0.9, METAL["VNM"]: 0.1 / 0.9})
    same = dict(likelier([1.0], usual, upstream, {OXIDE["CHN"]: 0.9, OXIDE["MYS"]: 0.1})[0])
    assert same == pytest.approx(dict(usual[0]))


def test_a_branch_that_nothing_stated_fits_stays_as_it_is() -> None:
    usual = [ranked({METAL["CHN"]: 1.0})]
    assert likelier([1.0], usual, {METAL["CHN"]: {OXIDE["CHN"]: 1.0}}, {OXIDE["MYS"]: 1.0}) == usual


def test_equal_paths_are_one_path() -> None:
    place = (Place(Stage.SEPARATION, "CHN"),)
    other = (Place(Stage.SEPARATION, "MYS"),)
    found = merged([Branch(0.2, place), Branch(0.1, other), Branch(0.1, place)])
    assert [(path.weight, path.places) for path in found] == [
        (pytest.approx(0.75), place),
        (pytest.approx(0.25), other),
    ]
