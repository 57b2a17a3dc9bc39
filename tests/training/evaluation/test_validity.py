"""Differences within code and year, on numbers small enough to check by hand and on the archive."""

from __future__ import annotations

import numpy as np
import pytest

from tests.factories import workspace
from tests.training.evaluation.purchase_history import known
from training.evaluation.validity import measured, text, within


def test_a_difference_is_taken_within_its_group() -> None:
    group = np.array([0, 0, 1, 1])
    outcome = np.array([0.0, 1.0, 1.0, 1.0])
    hit = np.array([0.0, 1.0, 0.0, 1.0])
    fitted = within(outcome, hit, group, np.array([2010, 2010, 2011, 2011]))
    assert fitted["value"] == pytest.approx(0.5)
    assert (fitted["hits"], fitted["purchases"]) == (2, 4)


def test_groups_that_are_all_hit_or_all_spared_say_nothing() -> None:
    group = np.array([0, 0, 1, 1])
    fitted = within(np.array([0.0, 1.0, 5.0, 7.0]), np.array([0.0, 1.0, 1.0, 1.0]), group, np.full(4, 2010))
    assert (fitted["value"], fitted["hits"]) == (1.0, 1)


def test_unknown_outcomes_do_not_count() -> None:
    outcome = np.array([0.0, 1.0, np.nan])
    assert within(outcome, np.array([0.0, 1.0, 1.0]), np.zeros(3, int), np.full(3, 2010))["purchases"] == 2


@pytest.mark.fit
def test_on_the_archive_a_hit_goes_with_shortages_that_its_label_never_saw() -> None:
    measurement = measured(workspace(), known())
    half = measurement["differences"]["half"]
    assert half["v1_event"]["interval_95"][0] > 0.05
    assert half["imports_collapsed"]["interval_95"][0] > 0.05
    assert measurement["by_dose"][-1]["value"] > measurement["by_dose"][0]["value"]
    assert any("import HHI" in line for line in text(measurement))
