"""Fitting X on the archive: signs at every vintage, nothing learnt from the future, the rare earths' constant."""

from __future__ import annotations

import dataclasses

import numpy as np
import polars as pl
import pytest

from service.risk.source_shock.acts import Acts
from service.risk.source_shock.collapse import FEATURES, RARE_EARTH_PROBABILITY, RARE_EARTH_RANGE, SIGNS
from tests.factories import workspace
from training.data.collapse_panel import CollapsePanel, collapse_panel
from training.data.restrictions import restricted_flows
from training.fit.collapse import LABEL_DELAY, rare_earth_rate, walk_forward
from training.tables import minerals

VINTAGES = range(2007, 2025)


@pytest.fixture(scope="module")
def panel() -> CollapsePanel:
    """The panel of the archive and the register."""
    return collapse_panel(workspace().exports, workspace().facts.register.measures)


@pytest.mark.slow
def test_every_coefficient_has_its_sign_at_every_vintage(panel: CollapsePanel) -> None:
    signs = np.array([SIGNS[name] for name in FEATURES])
    forecasts = walk_forward(panel, VINTAGES)
    assert [year for year, model in forecasts.items() if (model.estimator.coef_[0] * signs < 0).any()] == []


@pytest.mark.slow
def test_labels_of_the_last_three_years_are_not_known(panel: CollapsePanel) -> None:
    late = pl.col("year") > 2015 - LABEL_DELAY
    changed = panel.rows.with_columns(pl.when(late).then(~pl.col("event")).otherwise("event").alias("event"))
    one, other = (walk_forward(p, [2015])[2015] for p in (panel, dataclasses.replace(panel, rows=changed)))
    assert one.estimator.coef_.tolist() == other.estimator.coef_.tolist()


@pytest.mark.slow
def test_the_rare_earths_constant_is_what_the_archive_says(panel: CollapsePanel) -> None:
    acts = Acts(workspace().facts.register, minerals.codes_of(minerals.load()))
    rate = rare_earth_rate(panel, restricted_flows(acts, ["DEU", "JPN", "USA"]))["rate"]
    low, high = rate["interval_95"]
    assert low < RARE_EARTH_PROBABILITY < high
    assert rate["value"] == pytest.approx(RARE_EARTH_PROBABILITY, abs=0.005)
    assert RARE_EARTH_RANGE[0] < rate["value"] < RARE_EARTH_RANGE[1]
