"""Five indicators: steps are counted as defined, from what was known on the day."""

from __future__ import annotations

from datetime import date

import pytest

from service.risk.evidence.statements import Statements
from service.risk.outlook.indicators import DEFINITIONS, Indicator, indicators
from tests.factories import kernel

TODAY = date(2026, 11, 30)


def on_day(on: date) -> dict[str, Indicator]:
    held = kernel()
    return {one.definition.indicator: one for one in indicators(held.register, held.evidence, on)}


def test_there_are_five_each_named_by_a_passage() -> None:
    assert len(DEFINITIONS) == 5
    assert isinstance(kernel().statements, Statements)
    for one in DEFINITIONS:
        assert kernel().statements.statement(one.statement).topic == "indicator"


def test_export_policy_counts_what_tightens_less_what_eases() -> None:
    policy = on_day(date(2025, 11, 30))["export_policy"]
    year = [one for one in policy.observations if date(2024, 11, 30) < one.on <= date(2025, 11, 30)]
    signs = {one.source: one.step for one in year}
    assert (signs["CN-2025-18"], signs["CN-2025-70"]) == (1, -1)
    assert policy.last == sum(signs.values()) > 0
    assert policy.direction == "rising"


def test_a_suspension_of_technology_controls_is_a_step_down() -> None:
    steps = {one.source: one.step for one in on_day(TODAY)["technology_transfer"].observations}
    assert (steps["CN-TECH-2023"], steps["CN-2025-70"]) == (1, -1)


def test_an_old_quota_says_nothing_of_this_year() -> None:
    investment = on_day(TODAY)["investment"]
    assert investment.observations[0].on.year == 2024
    assert (investment.direction, investment.last) == ("not_observed", 0)


def test_years_without_a_published_quota_are_left_out_and_quiet_years_of_the_register_are_none() -> None:
    assert [year for year, _ in on_day(TODAY)["investment"].by_year] == [2018, 2020, 2021, 2024]
    policy = [year for year, _ in on_day(TODAY)["export_policy"].by_year]
    assert policy == list(range(policy[0], TODAY.year + 1))


def test_quotas_are_compared_as_they_were_stated() -> None:
    seen = {one.on.year: one.seen for one in on_day(TODAY)["investment"].observations}
    assert "168,000 t of oxide might be mined in 2021, after 140,000 t in 2020" in seen[2021]
    assert "135,000 t of oxide might be mined in the first batch of 2024, after 120,000 t" in seen[2024]


@pytest.mark.parametrize("on", [date(2010, 1, 1), date(2024, 2, 29), date(2025, 4, 3), TODAY])
def test_nothing_is_seen_before_it_was_known(on: date) -> None:
    for one in on_day(on).values():
        assert all(seen.on <= on for seen in one.observations)
        assert sum(steps for _, steps in one.by_year) == sum(seen.step for seen in one.observations)


def test_every_source_resolves() -> None:
    for one in on_day(TODAY).values():
        for seen in one.observations:
            held = seen.source in {m.measure_id for m in kernel().register.measures}
            assert held or kernel().evidence.claim(seen.source).claim_id == seen.source


def test_a_target_whose_day_has_passed_is_no_step() -> None:
    regions = on_day(TODAY)["regions"]
    newest = regions.observations[0]
    assert (newest.source, newest.step) == ("doc-004-06", 0)
    assert regions.direction == "not_observed"
