"""The fixed set of worlds: exact columns, determinism, memory, and how near it comes to many more worlds."""

from __future__ import annotations

import numpy as np
import pytest

from service.risk.product.measured import Views, measure
from service.risk.product.needs import ProductNeeds
from service.risk.source_shock.worlds import COUNT, PRODUCERS, Worlds
from service.risk.vocabulary import Form
from tests.source_shocks import FIVE_WAY, LYNAS, WORLDS, epoch, need


@pytest.mark.parametrize("country", ["CHN", "NGA", "ARG", "ZZZ"])
def test_every_column_holds_every_rank_once(country: str) -> None:
    for column in WORLDS.columns(country):
        assert np.array_equal(np.sort(column), np.arange(COUNT))
    assert np.array_equal(np.sort(WORLDS.pending("X-1")), np.arange(COUNT))


def test_another_maker_gets_the_same_worlds_in_any_order_of_asking() -> None:
    other = Worlds()
    asked = [other.columns(country) for country in ("PER", "ARG")]
    assert np.array_equal(asked[1].act, WORLDS.columns("ARG").act)
    assert other.digest() == WORLDS.digest()
    assert Worlds(seed=1).digest() != WORLDS.digest()


def test_acts_and_collapses_share_one_factor_and_nothing_else_does() -> None:
    columns = [WORLDS.columns(c) for c in (*PRODUCERS[:6], "ARG")]
    struck = np.corrcoef([c.act.astype(float) for c in columns] + [c.collapse.astype(float) for c in columns])
    off = struck[~np.eye(len(struck), dtype=bool)]
    assert 0.06 < off.min() < off.max() < 0.13
    free = np.corrcoef([c.cover.astype(float) for c in columns] + [c.destination.astype(float) for c in columns])
    assert np.abs(free[~np.eye(len(free), dtype=bool)]).max() < 0.05


@pytest.mark.slow
def test_the_worlds_of_250_countries_stay_under_20_megabytes() -> None:
    worlds = Worlds()
    names = [f"{a}{b}Q" for a in "ABCDEFGHIJKLMNOP" for b in "ABCDEFGHIJKLMNOP"][:250]
    assert sum(column.nbytes for name in names for column in worlds.columns(name)) < 20e6


@pytest.mark.parametrize(("chance", "ranks"), [(0.0, 0), (1.0, COUNT), (0.5, COUNT // 2), (1.5 / COUNT, 1)])
def test_a_chance_is_met_by_that_share_of_the_worlds(chance: float, ranks: int) -> None:
    assert WORLDS.below(chance) == ranks


@pytest.mark.parametrize("count", [0, 32, 1_000])
def test_the_number_of_worlds_is_a_power_of_two(count: int) -> None:
    with pytest.raises(ValueError, match="power of two"):
        Worlds(count)


@pytest.mark.slow
def test_8192_worlds_come_within_a_tenth_of_a_point_of_131072() -> None:
    few, many = epoch(), epoch(worlds=Worlds(1 << 17))
    products = [
        [need("Dy", {"CHN": 1.0})],
        [need("Nd", {"CHN": 1.0})],
        [need("Dy", FIVE_WAY)],
        [need("Dy", LYNAS)],
        [need("Dy", {("CHN", "CHN"): 0.6, ("AUS", "MYS"): 0.4})],
        [need("Nd", {"CHN": 1.0}, form=Form.MAGNET, companions=frozenset({"Dy"}))],
        [need(element, FIVE_WAY) for element in ("Nd", "Dy", "Ce", "Y", "Tb")],
    ]
    errors = [
        abs(
            measure(on, Views.alike(p), ProductNeeds.of_lines(len(p))).score
            - measure(many, Views.alike(p), ProductNeeds.of_lines(len(p))).score
        )
        for on in (few,)
        for p in products
    ]
    assert np.sqrt(np.mean(np.square(errors))) < 0.08
    assert max(errors) < 0.1
