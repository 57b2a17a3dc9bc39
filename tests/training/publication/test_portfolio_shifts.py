"""The shift of the reference portfolio is told by name, and a large one is called so."""

from __future__ import annotations

import dataclasses
import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from service.risk.bundle import storage
from service.risk.errors import BundleError
from service.risk.scoring import score
from tests.factories import CURRENT, kernel
from training.publication import portfolio_shifts, reference_portfolio
from training.publication.portfolio_shifts import LARGE_MEDIAN, LARGE_ONE, Shift

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
def test_a_shift_is_large_above_five_points_at_the_median_or_twenty_of_one(points: list[float], large: bool) -> None:
    assert moved(*points).large is large
    assert moved(*points).summary().startswith("LARGE SHIFT") is large


def test_a_product_that_only_one_bundle_scores_is_named() -> None:
    assert Shift({"a": 1.0, "b": 2.0}, {"b": 2.0, "c": 3.0}, "on x").lines()[-1] == "scored by one alone: a, c"
    assert Shift({"a": 1.0}, {"b": 2.0}, "on x").summary() == "reference portfolio on x: no product scored by both"


def test_the_bundle_before_is_scored_anew_on_the_day_of_the_one_after() -> None:
    stated, day, one = (
        kernel().manifest["portfolio"] | {"as_of": "2024-12-31"},
        date(2024, 12, 31),
        reference_portfolio.read()[0],
    )
    other = dataclasses.replace(kernel(), manifest=kernel().manifest | {"portfolio": stated})
    found = portfolio_shifts.since(CURRENT, other)
    assert found.before[str(one.bom_id)] == round(score(one, kernel(), day).score or 0.0, 6)
    assert found.before != stated["products"]
    assert (found.after, found.note) == (stated["products"], "on 2024-12-31")


def test_a_bundle_before_that_cannot_score_here_is_taken_at_the_scores_it_states(tmp_path: Path) -> None:
    old = Path(shutil.copytree(CURRENT.resolve(), tmp_path / "old"))
    manifest = kernel().manifest | {"libraries": {"numpy": "1.0"}}
    (old / storage.MANIFEST).write_text(json.dumps(manifest), encoding="ascii")
    with pytest.raises(BundleError, match="library versions differ"):
        storage.load(old)
    found = portfolio_shifts.since(old, kernel())
    assert found.before == kernel().manifest["portfolio"]["products"]
    assert "before, on" in found.note
    with pytest.raises(BundleError):
        portfolio_shifts.since(tmp_path, kernel())
