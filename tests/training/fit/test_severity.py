"""Severity of events, on rows small enough to check by hand."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from tests.factories import small_space
from training.fit.disruption_model import known_rows
from training.fit.severity import LARGEST_RISE, Severity, estimate, of_events, pooled, track_record
from training.tables import claims

GROUPS = {c.hs92: c.group for c in claims.commodities().values()}


def events(*rows: tuple[int, bool, float | None, float]) -> pl.DataFrame:
    """Events from (year, price observed, price over that of the year before and of three years, volume ratio)."""
    found = pl.DataFrame(rows, schema=["t", "price_observed", "price_ratio", "volume_ratio"], orient="row")
    return found.with_columns(pl.col("price_ratio").alias("price_change"))


def test_a_rise_is_capped_at_tenfold() -> None:
    found = of_events(events((2010, True, 2.0, 1.0), (2011, True, 500.0, 1.0)))
    assert found.mean_rise == pytest.approx((1.0 + LARGEST_RISE) / 2)
    assert found.by_price == 1.0


def test_an_event_without_an_observed_price_takes_the_rise_of_the_other_events_by_volume() -> None:
    found = of_events(events((2010, True, 1.2, 0.5), (2010, False, None, 0.1), (2011, True, 2.0, 1.0)))
    assert found.mean_rise == pytest.approx((0.2 + 0.2 + 1.0) / 3)
    assert found.volume_lost == pytest.approx(np.quantile([0.5, 0.9], (0.1, 0.5, 0.9)))


def test_a_rise_is_counted_from_todays_price_not_from_the_median() -> None:
    dear_already = events((2010, True, 3.0, 1.0)).with_columns(price_change=pl.lit(1.1))
    assert of_events(dear_already).mean_rise == pytest.approx(0.1)


def test_a_fall_of_price_is_no_saving() -> None:
    assert of_events(events((2010, True, 0.5, 0.3))).mean_rise == 0.0


def test_years_that_agree_leave_less_uncertainty_than_years_that_differ() -> None:
    alike = of_events(events((2010, True, 2.0, 1.0), (2011, True, 2.1, 1.0)))
    apart = of_events(events((2010, True, 1.6, 1.0), (2011, True, 6.0, 1.0)))
    assert alike.mean_rise_sd < apart.mean_rise_sd


def test_no_event_is_refused() -> None:
    with pytest.raises(ValueError, match="no event"):
        of_events(events().clear())


def test_an_uncertain_group_is_drawn_further_towards_the_others_than_a_certain_one() -> None:
    def group(mean: float, sd: float) -> Severity:
        return Severity(100, 1.0, mean, sd, (), ())

    others = {"a": group(1.0, 0.05), "b": group(1.2, 0.05), "c": group(0.8, 0.05)}
    certain = pooled({**others, "x": group(2.0, 0.05)})["x"]
    uncertain = pooled({**others, "x": group(2.0, 0.5)})["x"]
    assert 1.0 < uncertain < certain < 2.0


def test_the_served_rise_is_the_rare_earths_own_drawn_towards_the_other_groups() -> None:
    whole = small_space().panel
    known = known_rows(whole, 2026, "operational")
    found = estimate(whole, known, GROUPS)
    rows = whole.cells.filter(pl.Series(known & (whole.event == 1)))
    groups = {GROUPS[code] for code in rows["k"].unique()}
    means = {
        g: of_events(rows.filter(pl.col("k").replace_strict(GROUPS) == g)).mean_rise for g in groups if g is not None
    }
    own = found["rare_earths"]["mean_rise"]
    assert own == means["rare_earth"]
    assert min(means.values()) < found["served_rise"] < max(means.values())
    assert found["served_rise"] != own


def test_the_track_record_knows_only_outcomes_known_at_the_time() -> None:
    whole = small_space().panel
    later = whole.year > 2010
    ratio = pl.when(pl.Series(later)).then(9.9).otherwise(pl.col("price_change"))
    altered = type(whole)(
        whole.cells.with_columns(ratio.alias("price_change")), whole.features, whole.dropped, whole.last_year
    )
    one, other = (
        {row["year"]: row["served"] for row in track_record(p, "operational", GROUPS)} for p in (whole, altered)
    )
    assert {y: r for y, r in one.items() if y <= 2013} == {y: r for y, r in other.items() if y <= 2013}
    assert one[2016] != other[2016]
