"""The distribution of the lost share, against closed forms and brute force."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.evaluation.loss import exceedance, exceeded, tolerated

INTEGRATED, QUARTER, HALF, THREE_QUARTERS = range(4)


def of(shares: list[float], hazards: list[float], dependence: float = 0.1) -> np.ndarray:
    """Exceedance of one purchase."""
    return exceedance(np.array([shares]), np.array([hazards]), dependence)[:, 0]


def test_a_purchase_from_one_source_is_hit_as_often_as_its_source() -> None:
    assert of([1.0], [0.2]) == pytest.approx([0.2] * 4, abs=1e-6)


def test_independent_sources_are_enumerated_exactly() -> None:
    shares, hazards = [0.5, 0.3, 0.2], [0.1, 0.2, 0.3]
    expected = 0.0
    for pattern in itertools.product((0, 1), repeat=3):
        chance = np.prod([h if hit else 1 - h for h, hit in zip(hazards, pattern, strict=True)])
        expected += chance * tolerated(np.array(float(np.dot(shares, pattern))))
    assert of(shares, hazards, 0.0)[INTEGRATED] == pytest.approx(expected)


def test_a_loss_at_the_tolerance_is_no_hit() -> None:
    assert exceeded(np.array([0.25, 0.5, 0.75]))[1:].tolist() == [[0, 1, 1], [0, 0, 1], [0, 0, 0]]
    assert of([0.5, 0.5], [0.1, 0.1], 0.0)[HALF] == pytest.approx(0.01)


def test_shares_that_add_up_to_the_tolerance_are_no_hit_whatever_rounding_says() -> None:
    assert of([0.3, 0.2, 0.5], [1.0, 1.0, 0.0])[HALF] == 0.0


def test_dependence_makes_joint_failure_likelier_and_leaves_the_mean_alone() -> None:
    apart, joined = of([0.5, 0.5], [0.1, 0.1], 0.0), of([0.5, 0.5], [0.1, 0.1], 0.3)
    assert joined[HALF] > apart[HALF] * 1.5
    assert joined[QUARTER] < apart[QUARTER]
    assert joined[INTEGRATED] == pytest.approx(apart[INTEGRATED], rel=1e-6)


def test_moving_a_hundredth_of_a_purchase_moves_no_outcome_by_more_than_two() -> None:
    lost = np.linspace(0, 1, 101)
    assert np.diff(tolerated(lost)).max() <= 0.02 + 1e-12


@pytest.mark.slow
@given(st.lists(st.floats(0.02, 1.0), min_size=1, max_size=6), st.floats(0.001, 0.4), st.floats(0.001, 0.4))
def test_more_hazard_never_lowers_the_chance_of_a_loss(parts: list[float], one: float, other: float) -> None:
    share = np.sort(np.array(parts) / sum(parts))[::-1]
    low, high = sorted((one, other))
    safer, worse = (exceedance(share[None], np.full((1, len(parts)), h))[:, 0] for h in (low, high))
    assert (worse >= safer - 1e-9).all()


def test_padding_changes_nothing() -> None:
    assert of([0.6, 0.4, 0.0], [0.1, 0.2, 0.0]) == pytest.approx(of([0.6, 0.4], [0.1, 0.2]))
