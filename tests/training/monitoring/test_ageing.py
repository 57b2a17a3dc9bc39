"""What news did to the scores of past days, and whether the rule that widens intervals covers it."""

from __future__ import annotations

from datetime import date

import pytest

from service.risk.bundle.known import as_known, known_on
from service.risk.controls.measures import Status
from tests.factories import kernel, measure
from training.monitoring.ageing import ageing, text
from training.publication import reference_portfolio

DAY = date(2025, 11, 30)


def test_a_cut_kernel_knows_nothing_later_than_its_day() -> None:
    facts = known_on(kernel().facts, date(2020, 6, 30))
    assert max(m.published for m in facts.register.measures) <= date(2020, 6, 30)
    assert facts.trade.last_year == 2018
    assert max(year for years in facts.governance.values() for year in years) == 2018
    assert facts.evidence.supply("Dy", "separation", DAY) == kernel().facts.evidence.supply(
        "Dy", "separation", date(2020, 6, 30)
    )


def test_an_end_or_a_suspension_is_known_from_its_day_and_a_term_from_the_start() -> None:
    ended = measure(ended="2024-12-31", suspended_from="2022-01-01", suspended_until="2022-12-31")
    assert as_known(ended, date(2021, 6, 1)).status(date(2022, 6, 1)) is Status.IN_FORCE
    assert as_known(ended, date(2022, 2, 1)).status(date(2022, 6, 1)) is Status.SUSPENDED
    quota = measure(instrument="quota", ended="2024-12-31")
    assert as_known(quota, date(2021, 6, 1)).status(date(2025, 1, 1)) is Status.ENDED


@pytest.mark.slow
def test_what_china_did_in_2025_moved_scores_up_and_the_table_shows_it_beside_the_rule(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    some = reference_portfolio.read()[::6]
    monkeypatch.setattr(reference_portfolio, "read", lambda: some)
    (row,) = ageing(kernel(), [DAY], [365])
    low, high = row["moved"]
    assert high > 0.5
    assert high > -low
    assert row["rule"][1] > 0.0 > row["rule"][0]
    assert f"{row['within']:.1%}" in text([row])
