"""The label X: what counts as a collapse for reasons of supply, on single rows and on known episodes."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from tests.factories import workspace
from training.data.collapses import collapsed, collapsed_for_buyer, is_source

pytestmark = pytest.mark.slow

FALL = {
    "i": "CHN", "tonnes_ratio": 0.6, "real_value_ratio": 0.7, "unit_value_change": 0.0, "world_change": 0.0,
    "others_ratio": 0.5, "rest": 0.5, "rest_tonnes_ratio": 0.6, "rest_real_value_ratio": 0.7,
    "share_3y": 0.05, "net_3y": 1.0,
}  # fmt: skip
EPISODES = {
    "DR Congo's cobalt": ("COD", "282200", 2022),
    "Indonesia's ban on nickel ore": ("IDN", "260400", 2014),
    "Indonesia's ban on bauxite": ("IDN", "260600", 2014),
    "Indonesia's second ban on bauxite": ("IDN", "260600", 2023),
    "Russia's gas": ("RUS", "271121", 2022),
    "India's iron ore": ("IND", "260111", 2012),
    "Russia's iron pellets": ("RUS", "260112", 2022),
    "China's cerium": ("CHN", "284610", 2011),
}
"""Shortages of supply that the trade press told of at the time."""


def says(rule: pl.Expr, **changed: Any) -> bool:
    """What a rule says of a fall at the limit, changed."""
    return bool(pl.DataFrame({name: [value] for name, value in (FALL | changed).items()}).select(rule).item())


def test_a_fall_to_the_limits_at_an_unfallen_price_is_a_collapse() -> None:
    assert says(collapsed())


@pytest.mark.parametrize("changed", [{"tonnes_ratio": 0.61}, {"real_value_ratio": 0.71}, {"unit_value_change": -0.1}])
def test_each_condition_is_needed(changed: dict[str, float]) -> None:
    assert not says(collapsed(), **changed)


def test_a_fall_at_a_falling_price_is_a_collapse_where_others_sold_on_and_the_price_held_against_the_worlds() -> None:
    held = {"unit_value_change": -0.25, "world_change": -0.2, "others_ratio": 0.9}
    assert says(collapsed(), **held)
    assert not says(collapsed(), **held | {"others_ratio": 0.89})
    assert not says(collapsed(), **held | {"unit_value_change": -0.26})


def test_a_price_that_nobody_saw_does_not_hide_a_collapse() -> None:
    assert says(collapsed(), unit_value_change=None)


def test_a_buyers_own_falling_demand_is_no_collapse_of_its_supplier() -> None:
    assert not says(collapsed_for_buyer(), rest_tonnes_ratio=1.0)


def test_a_supplier_of_one_buyer_is_judged_with_that_buyers_purchases() -> None:
    assert says(collapsed_for_buyer(), rest=0.19, rest_tonnes_ratio=1.0)


def test_a_hub_never_collapses_and_is_no_source() -> None:
    assert not says(collapsed_for_buyer(), i="NLD")
    assert not says(is_source(), i="NLD")


def test_a_net_importer_is_a_source_only_when_it_is_large() -> None:
    assert says(is_source())
    assert not says(is_source(), net_3y=-0.6)
    assert says(is_source(), net_3y=-0.6, share_3y=0.1)
    assert not says(is_source(), share_3y=0.029)


@pytest.fixture(scope="module")
def labels() -> pl.DataFrame:
    """The label of every exporter, code and year of the archive."""
    return workspace().exports.with_columns(collapsed().alias("event"))


@pytest.mark.parametrize("episode", EPISODES)
def test_a_known_episode_is_found(labels: pl.DataFrame, episode: str) -> None:
    country, code, year = EPISODES[episode]
    assert labels.filter(i=country, k=code, t=year)["event"].item()


def test_an_artefact_of_quantities_is_no_collapse(labels: pl.DataFrame) -> None:
    cobalt = labels.filter(i="COD", k="282200", t=2016)
    assert cobalt["tonnes_ratio"].item() > 10.0
    assert not cobalt["event"].item()


def test_what_the_label_misses_is_named(labels: pl.DataFrame) -> None:
    """Platinum in the strike of 2014 fell by a fifth on the year, and China's other rare earths by a quarter in 2011
    while their price rose fourfold: neither is a collapse, and R is there for the second."""
    missed = [("ZAF", "711011", 2014), ("CHN", "284690", 2011)]
    assert not any(labels.filter(i=i, k=k, t=t)["event"].item() for i, k, t in missed)
