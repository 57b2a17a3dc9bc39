"""The panel of collapses: what it knows on 31 December, and what it may not know."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories import flows, measure
from training.data.collapse_panel import collapse_panel, control_ranks, general
from training.data.exports import exports

K = "260300"
ON = date(2020, 12, 31)


def ranks(**more: str) -> tuple[int, int]:
    """Ranks of one measure on 31 December 2020: in force, and fresh."""
    return control_ranks([measure(hs92=K, **more)], ON).get(("CHN", K), (0, 0))


def test_a_measure_in_force_counts_by_its_severity() -> None:
    assert ranks() == (3, 3)


def test_a_measure_older_than_two_years_is_in_force_and_not_fresh() -> None:
    assert ranks(announced="2018-01-01", effective="2018-01-01") == (3, 0)


def test_an_announced_measure_is_fresh_and_not_in_force() -> None:
    assert ranks(announced="2020-10-01", effective="2021-06-01") == (0, 3)


def test_a_measure_announced_later_is_not_known() -> None:
    assert ranks(announced="2021-01-01", effective="2021-06-01") == (0, 0)


def test_a_renewal_is_no_news() -> None:
    assert ranks(renews="M-1") == (3, 0)


@pytest.mark.parametrize("more", [{"destinations": "JPN"}, {"end_uses": "military"}, {"hs_match": "related"}])
def test_measures_that_leave_other_buyers_alone_are_not_general(more: dict[str, str]) -> None:
    assert general([measure(**more)]) == []


def test_structure_is_two_years_old_and_the_event_is_next_years() -> None:
    sold = [(year, "CHN", "DEU", K, 100.0, 100.0) for year in range(2000, 2004)]
    newest = [(2004, "CHN", "DEU", K, 10.0, 10.0), (2004, "USA", "DEU", K, 90.0, 90.0)]
    panel = collapse_panel(exports(flows(*sold, *newest)), [])
    events = {(i, year): event for i, year, event in panel.rows.select("i", "year", "event").iter_rows()}
    assert events == {("CHN", 2004): None, ("CHN", 2005): None, ("CHN", 2006): None, ("USA", 2006): None}


def test_a_collapse_is_the_event_of_the_year_before_it() -> None:
    sold = [(year, "CHN", "DEU", K, 100.0, 100.0) for year in range(2000, 2006)]
    gone = (2006, "CHN", "DEU", K, 10.0, 10.0)
    panel = collapse_panel(exports(flows(*sold, gone, (2006, "USA", "DEU", K, 90.0, 90.0))), [])
    events = dict(panel.rows.filter(i="CHN").select("year", "event").iter_rows())
    assert (events[2004], events[2005]) == (False, True)
