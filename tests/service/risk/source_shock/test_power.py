"""Shares of world supply as known on a day."""

from __future__ import annotations

from datetime import date

import pytest

from service.risk.evidence.claims import Evidence
from service.risk.evidence.trade import Trade
from service.risk.source_shock.power import element_codes, exported, governance_year, larger, produced, trade_year
from tests.factories import claim


def test_trade_is_read_two_years_later_and_governance_from_the_last_day_of_the_next_year() -> None:
    assert [trade_year(date(2024, 12, 31)), trade_year(date(2025, 1, 1))] == [2022, 2023]
    assert [governance_year(date(2024, 12, 30)), governance_year(date(2024, 12, 31))] == [2022, 2023]


def test_exports_are_the_mean_of_three_years_and_the_largest_of_the_codes() -> None:
    years = {2020: {"CHN": 0.9, "JPN": 0.1}, 2021: {"CHN": 0.6}, 2022: {"CHN": 0.6}}
    trade = Trade(exports={"284690": years, "280530": {2022: {"CHN": 0.3, "VNM": 0.6}}})
    exports = exported(trade, element_codes("Dy"), 2022)
    assert exports == pytest.approx({"CHN": 0.7, "JPN": 0.1 / 3, "VNM": 0.2})


def test_exports_after_the_newest_year_held_are_its_own() -> None:
    trade = Trade(exports={"284690": {2022: {"CHN": 0.9}}})
    assert exported(trade, ["284690"], 2026) == exported(trade, ["284690"], 2022)


def test_cerium_and_the_others_are_traded_under_codes_of_their_own() -> None:
    assert element_codes("Ce") == {"284610", "280530"}
    assert element_codes("Nd") == {"284690", "280530"}


def test_the_largest_published_share_of_any_stage_counts_once_it_is_published() -> None:
    evidence = Evidence(
        [claim("a", value=0.9, published="2023-03-16"), claim("b", value=0.6, stage="mining", published="2010-01-01")]
    )
    assert produced(evidence, "Dy", date(2009, 12, 31)) == {}
    assert produced(evidence, "Dy", date(2023, 3, 15)) == {"CHN": 0.6}
    assert produced(evidence, "Dy", date(2023, 3, 16)) == {"CHN": 0.9}


def test_unnamed_producers_are_no_country() -> None:
    assert produced(Evidence([claim("a", value=0.2, geography="ZZZ")]), "Dy", date(2026, 1, 1)) == {}


def test_of_two_shares_the_larger_stands() -> None:
    assert larger({"CHN": 0.2, "MYS": 0.1}, {"CHN": 0.5}) == {"CHN": 0.5, "MYS": 0.1}
