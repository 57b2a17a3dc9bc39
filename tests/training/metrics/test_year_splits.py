"""Cuts are told by name in the card, the report and the comparison."""

from __future__ import annotations

import numpy as np

from training.data.disruption_panel import VINTAGES
from training.fit.disruption_model import FIRST_TEST_YEAR, LABEL_DELAY, LAST_TEST_YEAR
from training.metrics.year_splits import CONFIRMATION_YEARS, DEVELOPMENT_YEARS, subsets, within
from training.publication.model_card import CUTS


def test_every_cut_has_words_and_every_words_a_cut() -> None:
    assert set(CUTS) == set(subsets(np.array([2006]), np.array([True])))


def test_choosing_and_confirming_share_no_year_and_leave_none_out() -> None:
    year = np.arange(FIRST_TEST_YEAR, LAST_TEST_YEAR + 1)
    early, late = within(year, DEVELOPMENT_YEARS), within(year, CONFIRMATION_YEARS)
    assert (early ^ late).all()


def test_a_cut_of_rare_earths_and_late_years_holds_rows_that_are_both() -> None:
    cuts = subsets(np.array([2014, 2015, 2015, 2024]), np.array([True, True, False, True]))
    assert cuts["rare_earths_2015_23"].tolist() == [False, True, False, False]
    assert cuts["all_2015_23"].tolist() == [False, True, True, False]
    assert cuts["all"].all()


def test_every_vintage_has_its_delay_of_labels() -> None:
    assert set(LABEL_DELAY) == set(VINTAGES)
