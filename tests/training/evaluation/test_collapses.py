"""Export collapses on the archive: structure ranks other codes a little, and says nothing of rare earths."""

from __future__ import annotations

from typing import Any

import pytest

from service.risk.source_shock.collapse import SIGNS
from tests.factories import workspace
from training.evaluation.collapses import measured, text

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def evaluation() -> dict[str, Any]:
    """All that is measured."""
    return measured(workspace())


def test_structure_ranks_other_codes_better_than_chance(evaluation: dict[str, Any]) -> None:
    assert evaluation["by_structure"]["other_codes"]["auc_95"][0] > 0.5


def test_structure_has_no_proven_skill_on_rare_earths(evaluation: dict[str, Any]) -> None:
    low, high = evaluation["by_structure"]["rare_earths"]["brier_skill_95"]
    assert low < 0.05
    assert high < 0.2


def test_every_vintage_has_its_signs(evaluation: dict[str, Any]) -> None:
    for row in evaluation["coefficients"].values():
        assert all(row[name] * sign > 0 for name, sign in SIGNS.items())


def test_the_text_tells_the_constant_beside_what_was_measured(evaluation: dict[str, Any]) -> None:
    assert any("served 4%" in line for line in text(evaluation))
