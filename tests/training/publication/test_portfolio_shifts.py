"""The shift of the reference portfolio is told by name, and a large one is called so."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from service.risk.bundle import track_record
from service.risk.bundle.kernel import RECORD
from service.risk.scoring import score
from tests.factories import kernel, parts
from training.publication import portfolio_shifts, reference_portfolio
from training.publication.portfolio_shifts import LARGE_MEDIAN, LARGE_ONE, Shift
from training.publication.sides import BundleSide

BEFORE = {"a": 10.0, "b": 20.0, "c": 30.0, "d": 40.0}


def moved(*points: float) -> Shift:
    """Four products, each moved by so many points."""
    after = {name: score + by for (name, score), by in zip(BEFORE.items(), points, strict=True)}
    return Shift(BEFORE, after, "on 2026-11-21")


def test_the_shift_is_challenger_less_champion_the_largest_first() -> None:
    assert moved(1, -3, 0, 2).by_product == {"b": -3.0, "d": 2.0, "a": 1.0, "c": 0.0}
    assert moved(1, -3, 0, 2).lines() == [
        "reference portfolio on 2026-11-21, 4 products: median size of shift 1.5, largest b -3.0 (20.0 -> 17.0); "
        "quartiles 17.5 25.0 32.5 -> 15.5 23.5 33.0",
        "moved most: b -3.0 (20.0 -> 17.0), d +2.0 (40.0 -> 42.0), a +1.0 (10.0 -> 11.0)",
    ]


@pytest.mark.parametrize(
    ("points", "large"),
    [
        ((LARGE_MEDIAN,) * 4, False),
        ((-LARGE_MEDIAN - 0.1,) * 4, True),
        ((0, 0, 0, LARGE_ONE), False),
        ((0, 0, 0, -LARGE_ONE - 0.1), True),
    ],
)
def test_a_shift_is_large_above_five_points_at_the_median_or_twelve_of_one(points: list[float], large: bool) -> None:
    assert moved(*points).large is large
    assert moved(*points).summary().startswith("LARGE SHIFT") is large


def test_a_product_that_only_one_bundle_scores_is_named() -> None:
    assert Shift({"a": 1.0, "b": 2.0}, {"b": 2.0, "c": 3.0}, "on x").lines()[-1] == "scored by one alone: a, c"
    assert Shift({"a": 1.0}, {"b": 2.0}, "on x").summary() == "reference portfolio on x: no product scored by both"


def served() -> BundleSide:
    """The shipped bundle as one that serves."""
    record = track_record.decode(kernel().papers[RECORD])
    return BundleSide(kernel().manifest, kernel().sha256, record, parts()[1], kernel(), "")


@pytest.mark.slow
def test_the_bundle_before_is_scored_anew_on_the_day_of_the_one_after() -> None:
    stated = kernel().manifest["portfolio"] | {"as_of": "2024-12-31"}
    one = reference_portfolio.read()[0]
    shift = portfolio_shifts.between(served(), stated)
    assert shift.before[str(one.bom_id)] == round(score(one, kernel(), date(2024, 12, 31)).score or 0.0, 6)
    assert shift.before != stated["products"]
    assert (shift.after, shift.note) == (stated["products"], "on 2024-12-31")


def test_a_bundle_before_that_cannot_score_here_is_taken_at_the_scores_it_states() -> None:
    stranger = dataclasses.replace(served(), kernel=None, unloadable="library versions differ")
    shift = portfolio_shifts.between(stranger, kernel().manifest["portfolio"])
    assert shift.before == kernel().manifest["portfolio"]["products"]
    assert "before, on" in shift.note
