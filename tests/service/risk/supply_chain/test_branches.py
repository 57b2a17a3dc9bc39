"""How paths grow: what is kept, what is stated, what fits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.risk.supply_chain.branches import (
    Branches,
    Reach,
    Source,
    columns_of,
    divided,
    fitted,
    grown,
    heaviest_first,
    likelier,
    merged,
    row_of,
    table_of,
)
from service.risk.supply_chain.places import Place
from service.risk.supply_chain.routes import Floats, Gazetteer, Numbers
from service.risk.vocabulary import Stage

NAMES = ("CHN", "MYS", "USA", "VNM")
OXIDE = {name: Source(Place(Stage.SEPARATION, name)) for name in NAMES}
METAL = {name: Source(Place(Stage.METAL, name)) for name in NAMES}
GAZETTEER = Gazetteer()


def branches(*weights: float, jobs: tuple[int, ...] | None = None) -> Branches:
    """Branches without a place, of the first purchase unless ``jobs`` says so."""
    return Branches.roots(np.array(jobs or [0] * len(weights), np.intp))._replace(weight=np.array(weights))


def reach(*floors: float) -> Reach:
    """How far purchases with these floors reach."""
    return Reach.from_whole(1.0 / np.array(floors))


def table(*mixes: dict[Source, float]) -> tuple[Floats, Numbers]:
    """Shares of the sources of mixes, one for each branch or purchase."""
    rows = [row_of(mix, GAZETTEER) for mix in mixes]
    columns = columns_of(rows, GAZETTEER)
    return table_of(rows, columns), columns


def named(kept: Branches) -> list[tuple[float, str]]:
    """Weights, with the country of the first place."""
    countries = [GAZETTEER.places[number].country for number in kept.places[:, 0].tolist()]
    return list(zip(kept.weight.tolist(), countries, strict=True))


amount = st.one_of(st.just(0.0), st.floats(1e-6, 1.0))
shares = st.lists(amount, min_size=len(NAMES), max_size=len(NAMES)).filter(any)


def split(amounts: list[float]) -> dict[Source, float]:
    return {OXIDE[name]: amount / sum(amounts) for name, amount in zip(NAMES, amounts, strict=True)}


@pytest.mark.slow
@given(shares, shares, shares, st.floats(0.01, 0.99))
def test_what_is_stated_is_the_mean_of_the_branches(
    one: list[float], other: list[float], stated: list[float], weight: float
) -> None:
    usual, _ = table(split(one), split(other))
    wanted, _ = table(split(stated))
    kept = fitted(branches(weight, 1 - weight), usual, wanted)
    assert (kept >= 0.0).all()
    assert kept.sum(axis=0) == pytest.approx(1.0)
    assert kept @ [weight, 1 - weight] == pytest.approx(wanted[:, 0], abs=1e-9)


@pytest.mark.slow
@given(shares, shares, st.floats(0.01, 0.99))
def test_stating_the_mean_leaves_every_branch_as_it_is(one: list[float], other: list[float], weight: float) -> None:
    usual, _ = table(split(one), split(other))
    mean = usual @ np.array([weight, 1 - weight])
    assert fitted(branches(weight, 1 - weight), usual, mean[:, None]) == pytest.approx(usual, abs=1e-9)


@pytest.mark.slow
@given(shares, shares, shares, st.floats(0.01, 0.99), st.floats(0.0, 1.0))
def test_what_is_left_to_the_default_mix_is_filled_with_the_usual_shares(
    one: list[float], other: list[float], stated: list[float], weight: float, left: float
) -> None:
    usual, _ = table(split(one), split(other))
    wanted, _ = table(split(stated))
    kept = fitted(branches(weight, 1 - weight), usual, (1 - left) * wanted, np.array([left]))
    mean = usual @ np.array([weight, 1 - weight])
    assert kept @ [weight, 1 - weight] == pytest.approx((1 - left) * wanted[:, 0] + left * mean, abs=1e-9)


@pytest.mark.slow
@given(st.lists(shares, min_size=2, max_size=4), shares)
def test_what_is_traced_beside_a_purchase_changes_no_bit_of_it(others: list[list[float]], stated: list[float]) -> None:
    usual, _ = table(*map(split, others))
    wanted, _ = table(*[split(stated)] * len(others))
    jobs = tuple(range(len(others)))
    together = fitted(branches(*[1.0] * len(others), jobs=jobs), usual, wanted)
    for number in jobs:
        alone = fitted(branches(1.0), usual[:, [number]], wanted[:, [number]])
        assert (alone[:, 0] == together[:, number]).all()


def test_a_branch_keeps_its_weight_on_what_is_large_enough() -> None:
    mix, columns = table({OXIDE["CHN"]: 0.9, OXIDE["MYS"]: 0.095, OXIDE["USA"]: 0.005})
    longer, ended = grown(branches(0.5), mix, columns, reach(0.01))
    assert named(longer) == [(pytest.approx(0.5 * 0.9 / 0.995), "CHN"), (pytest.approx(0.5 * 0.095 / 0.995), "MYS")]
    assert named(ended) == []


def test_a_small_branch_keeps_its_largest_source() -> None:
    mix, columns = table({OXIDE["CHN"]: 0.4, OXIDE["MYS"]: 0.6})
    longer, _ = grown(branches(0.001), mix, columns, reach(0.01))
    assert named(longer) == [(pytest.approx(0.001), "MYS")]


def test_a_final_source_ends_its_branch() -> None:
    mix, columns = table({Source(Place(Stage.METAL, "DEU"), final=True): 0.25, METAL["CHN"]: 0.75})
    longer, ended = grown(branches(1.0), mix, columns, reach(0.01))
    assert named(longer) == [(0.75, "CHN")]
    assert named(ended) == [(0.25, "DEU")]


def test_a_part_too_small_for_a_path_of_its_own_is_not_taken() -> None:
    left, taken = divided(branches(0.9, 0.1), np.full(2, 0.04), reach(0.005))
    assert left.weight.tolist() == pytest.approx([0.864, 0.1])
    assert taken.weight.tolist() == pytest.approx([0.036])


def test_sources_that_use_what_is_stated_are_likelier() -> None:
    usual, columns = table({METAL["CHN"]: 0.8, METAL["VNM"]: 0.2})
    assert [GAZETTEER.places[column >> 1].country for column in columns] == ["CHN", "VNM"]
    upstream = np.array([[1.0, 0.5], [0.0, 0.5]])  # China's oxide and Malaysia's, in China's metal and Vietnam's

    def given_oxide(chinese: float, malaysian: float) -> list[float]:
        kept = likelier(branches(1.0), usual, upstream, np.array([[chinese], [malaysian]]))
        return [float(share) for share in kept[:, 0]]

    assert given_oxide(0.0, 1.0) == [0.0, 1.0]
    assert given_oxide(1.0, 0.0) == pytest.approx([0.8 / 0.9, 0.1 / 0.9])
    assert given_oxide(0.9, 0.1) == pytest.approx([0.8, 0.2])


def test_a_branch_that_nothing_stated_fits_stays_as_it_is() -> None:
    usual, _ = table({METAL["CHN"]: 1.0})
    kept = likelier(branches(1.0), usual, np.array([[1.0], [0.0]]), np.array([[0.0], [1.0]]))
    assert kept.tolist() == usual.tolist()


def test_equal_paths_are_one_path_and_the_heaviest_comes_first() -> None:
    mix, columns = table({OXIDE["CHN"]: 0.75, OXIDE["MYS"]: 0.25})
    first, _ = grown(branches(0.1, 0.3, 0.1, jobs=(1, 0, 1)), mix[:, [0, 0, 0]], columns, reach(0.001, 0.001))
    kept = heaviest_first(merged(first, 2), GAZETTEER.ranks)
    assert kept.job.tolist() == [0, 0, 1, 1]
    assert named(kept) == [(pytest.approx(w), c) for w, c in [(0.75, "CHN"), (0.25, "MYS")] * 2]


def test_paths_of_equal_weight_stand_in_the_order_of_their_names_whatever_was_numbered_first() -> None:
    mix, columns = table(dict.fromkeys([OXIDE[name] for name in reversed(NAMES)], 0.25))
    kept, _ = grown(branches(1.0), mix, columns, reach(0.001))
    assert [country for _, country in named(heaviest_first(merged(kept, 1), GAZETTEER.ranks))] == list(NAMES)


@given(shares, st.floats(0.005, 1.0), st.floats(0.005, 1.0))
def test_a_branch_grows_the_same_between_the_bounds_that_it_tells(
    amounts: list[float], one: float, other: float
) -> None:
    mix, columns = table(split(amounts))
    first, second = reach(0.005 / one), reach(0.005 / other)
    grown_so, _ = grown(branches(1.0), mix, columns, first)
    again, _ = grown(branches(1.0), mix, columns, second)
    inside = first.low[0] <= second.whole[0] < first.high[0]
    assert not inside or (grown_so.places.tolist(), grown_so.weight.tolist()) == (
        again.places.tolist(),
        again.weight.tolist(),
    )
    assert first.low[0] <= first.whole[0] < first.high[0]
