"""The campaign of ``tests/attack/plans.py`` in short: no product drawn at random has a plan that breaks its word."""

from __future__ import annotations

import pytest

from tests.attack.plans import faults_of
from tests.factories import kernel

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("first", [0, 10])
def test_plans_stocks_and_scenarios_of_products_drawn_at_random_keep_their_word(first: int) -> None:
    faults = {seed: list(faults_of(seed, kernel())) for seed in range(first, first + 10)}
    assert not any(faults.values()), faults
