"""A difference split over its parts: it sums exactly, and no order, name or side matters."""

from __future__ import annotations

from math import fsum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.risk.changes.rounding import rounded_parts
from service.risk.changes.shapley import Parts, settings, shapley

NAMES = ("bom", "register", "evidence", "model", "time")
POINTS = st.floats(0.0, 100.0, allow_nan=False)


@st.composite
def games(draw: st.DrawFn) -> tuple[tuple[str, ...], dict[Parts, float]]:
    """Parts, and a score for every choice of them."""
    parts = NAMES[: draw(st.integers(1, len(NAMES)))]
    return parts, {one: draw(POINTS) for one in settings(parts)}


@given(games())
def test_the_parts_sum_to_the_difference(game: tuple[tuple[str, ...], dict[Parts, float]]) -> None:
    parts, worth = game
    difference = worth[frozenset(parts)] - worth[frozenset()]
    assert fsum(shapley(parts, worth).values()) == pytest.approx(difference, abs=1e-9)


@given(games())
def test_changing_the_sides_turns_every_sign_and_nothing_else(game: tuple[tuple[str, ...], dict[Parts, float]]) -> None:
    parts, worth = game
    turned = {one: worth[frozenset(parts) - one] for one in worth}
    there, back = shapley(parts, worth), shapley(parts, turned)
    assert {name: -points for name, points in there.items()} == back


@given(games())
def test_the_order_of_the_parts_doesnt_matter(game: tuple[tuple[str, ...], dict[Parts, float]]) -> None:
    parts, worth = game
    assert shapley(parts[::-1], worth) == pytest.approx(shapley(parts, worth))


@given(games())
def test_a_part_that_changes_no_score_gets_nothing(game: tuple[tuple[str, ...], dict[Parts, float]]) -> None:
    parts, worth = game
    idle = {one: worth[one - {"bom"}] for one in worth}
    assert shapley(parts, idle)["bom"] == 0.0


@given(POINTS, POINTS, POINTS)
def test_parts_that_do_the_same_get_the_same(none: float, one: float, both: float) -> None:
    worth = {frozenset(): none, frozenset({"a"}): one, frozenset({"b"}): one, frozenset({"a", "b"}): both}
    shares = shapley(("a", "b"), worth)
    assert shares["a"] == pytest.approx(shares["b"])


def test_without_parts_there_is_nothing_to_share() -> None:
    assert shapley((), {frozenset(): 12.0}) == {}


@given(st.lists(st.floats(-50.0, 50.0, allow_nan=False), min_size=1, max_size=6))
def test_rounded_parts_add_up_to_the_rounded_total(parts: list[float]) -> None:
    total = fsum(parts)
    assert round(fsum(rounded_parts(parts, total)), 6) == round(total, 1)
