"""Hazards of a day, on the shipped evidence: who is riskier, what moves them, and what can't."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

import numpy as np
import pytest

from service.risk.source_shock.hazards import SYMBOLS, Hazards, hazards, recall, without
from service.risk.source_shock.restriction import sigmoid
from tests.factories import kernel, measure, register_with
from tests.service.risk.source_shock.by_hand import model

TODAY = date(2026, 11, 21)
NEXT_YEAR = {"announced": "2027-01-01", "effective": "2027-01-01"}


def on(day: date, *more: object) -> Hazards:
    facts = kernel().facts
    if more:
        facts = dataclasses.replace(facts, register=register_with(*more))  # type: ignore[arg-type]
    return hazards(facts, model(), day)


def test_contributions_and_baseline_are_the_hazard() -> None:
    hazards = on(TODAY)
    assert sigmoid(hazards.baseline + hazards.contributions.sum(axis=2)) == pytest.approx(hazards.restriction)


def test_china_is_riskier_for_dysprosium_than_for_neodymium_and_than_malaysia() -> None:
    hazards = on(TODAY)
    assert hazards.find_hazard("CHN", "Dy") > hazards.find_hazard("CHN", "Nd") > hazards.find_hazard("MYS", "Nd")


def test_the_licences_of_april_2025_raise_only_the_elements_that_they_name() -> None:
    before, after = on(date(2025, 4, 3)), on(date(2025, 4, 4))
    assert after.find_hazard("CHN", "Dy") > 1.3 * before.find_hazard("CHN", "Dy")
    assert after.find_hazard("CHN", "Nd") <= before.find_hazard("CHN", "Nd")


def test_an_act_known_later_changes_no_earlier_hazard() -> None:
    later = measure("LATER", **NEXT_YEAR)
    assert np.array_equal(on(TODAY, later).restriction, on(TODAY).restriction)


def test_an_empty_register_leaves_no_country_above_what_it_is_now() -> None:
    hazards = on(TODAY)
    assert (without(hazards, {"export_control"}) <= hazards.restriction + 1e-12).all()
    assert (
        without(hazards, {"export_control"})[hazards.countries.index("CHN"), SYMBOLS.index("Dy")]
        < hazards.find_hazard("CHN", "Dy") / 2
    )


def test_nothing_left_out_is_the_hazard_itself() -> None:
    hazards = on(TODAY)
    assert without(hazards, ()) == pytest.approx(hazards.restriction)


def test_unnamed_producers_have_the_pooled_hazard_and_so_has_a_country_nobody_knows() -> None:
    hazards = on(TODAY)
    assert hazards.find_hazard("ZZZ", "Dy") == pytest.approx(model().base_rate)
    assert hazards.find_hazard("XXX", "Dy") == hazards.find_hazard("ZZZ", "Dy")


def test_days_of_a_month_without_news_are_alike() -> None:
    days = [on(date(2026, 9, 5) + timedelta(days=n)).find_hazard("CHN", "Dy") for n in (0, 9, 19)]
    assert max(days) - min(days) < 0.01


def test_draws_widen_the_hazard_and_stay_probabilities() -> None:
    hazards = on(TODAY)
    assert hazards.draws.shape == (4, len(hazards.countries), len(SYMBOLS))
    assert hazards.draws.max() <= 1.0
    assert (hazards.draws[0] >= hazards.restriction - 1e-12).all()  # the first draw repeats the fit, times its recall


def test_recall_is_spread_evenly_over_its_range() -> None:
    factors = np.sort(recall(64))
    assert factors[0] >= 1.0
    assert factors[-1] <= 1.4
    assert np.diff(factors).max() < 3 * 0.4 / 64


def test_trade_of_the_future_isnt_read() -> None:
    facts = kernel().facts
    cut = {code: {y: mix for y, mix in years.items() if y <= 2013} for code, years in facts.trade.exports.items()}
    past = dataclasses.replace(facts, trade=dataclasses.replace(facts.trade, exports=cut))
    day = date(2015, 6, 30)
    assert hazards(past, model(), day).find_hazard("CHN", "Dy") == on(day).find_hazard("CHN", "Dy")
