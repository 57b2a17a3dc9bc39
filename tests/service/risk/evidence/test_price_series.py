"""A year of prices from figures of any period."""

from __future__ import annotations

from datetime import date

import pytest

from service.risk.evidence.claims import Evidence
from service.risk.evidence.price_series import Quote, yearly
from tests.factories import claim

LATER = date(2030, 1, 1)


def quote(start: str, end: str, value: float, published: str = "2026-12-01", claim_id: str = "") -> Quote:
    day = date.fromisoformat
    return Quote(day(start), day(end), value, day(published), claim_id or f"{start}/{end}")


HALF = quote("2026-01-01", "2026-06-30", 100.0)
OCTOBER = quote("2026-10-01", "2026-10-31", 160.0)


def test_a_year_is_the_mean_over_the_days_that_its_figures_cover() -> None:
    (point,) = yearly([OCTOBER, HALF], LATER)
    assert point.value == pytest.approx((181 * 100 + 31 * 160) / 212)
    assert (point.year, point.through) == (2026, "2026-10-31")
    assert point.claims == ("2026-01-01/2026-06-30", "2026-10-01/2026-10-31")


def test_twelve_months_of_equal_length_count_alike() -> None:
    months = [quote(f"2026-{m:02}-01", f"2026-{m:02}-28", float(m)) for m in range(1, 13)]
    assert yearly(months, LATER)[0].value == pytest.approx(6.5)


def test_an_average_of_the_year_takes_the_place_of_its_months() -> None:
    (point,) = yearly([HALF, OCTOBER, quote("2026-01-01", "2026-12-31", 120.0)], LATER)
    assert (point.value, point.through) == (120.0, "2026-12-31")


def test_of_two_figures_for_the_same_days_the_newest_serves() -> None:
    old = quote("2026-07-01", "2026-07-31", 90.0, "2026-08-01", "old")
    new = quote("2026-07-01", "2026-07-31", 95.0, "2026-09-01", "new")
    assert yearly([old, new], LATER) == yearly([new, old], LATER)
    assert yearly([old, new], LATER)[0].claims == ("new",)


def test_a_figure_is_unknown_until_its_period_ends() -> None:
    assert yearly([HALF, OCTOBER], date(2026, 10, 30))[0].value == 100.0
    assert yearly([HALF, OCTOBER], date(2026, 10, 31))[0].value > 100.0


def test_a_year_counts_once_its_figures_reach_june() -> None:
    may = quote("2026-05-01", "2026-05-31", 80.0)
    assert yearly([may], LATER) == ()
    (point,) = yearly([may, quote("2026-06-01", "2026-06-30", 90.0)], LATER)
    assert point.claims == ("2026-05-01/2026-05-31", "2026-06-01/2026-06-30")


def test_a_figure_belongs_to_the_year_in_which_its_period_ends() -> None:
    points = yearly([quote("2025-12-01", "2026-06-30", 70.0), quote("2025-01-01", "2025-12-31", 50.0)], LATER)
    assert [(p.year, p.value) for p in points] == [(2025, 50.0), (2026, 70.0)]


def price(claim_id: str, value: float, **more: str) -> object:
    return claim(claim_id, "price", value, **{
        "scope": "Dy", "form": "oxide", "basis": "fob_china", "unit": "USD/kg", "stage": "",
        "valid_from": "2026-01-01", "valid_to": "2026-12-31"} | more)  # fmt: skip


@pytest.mark.parametrize(
    "more",
    [{"basis": "cif_europe"}, {"form": "metal"}, {"scope": "Tb"}, {"use": "check"}, {"flag": "superseded_by:a"}],
)
def test_no_other_series_and_no_superseded_figure_is_mixed_in(more: dict[str, str]) -> None:
    other = price("b", 900.0, valid_from="2026-03-01", valid_to="2026-12-31", **more)
    (point,) = Evidence([price("a", 100.0), other]).prices("Dy", "fob_china", LATER)  # type: ignore[list-item]
    assert (point.value, point.claims) == (100.0, ("a",))
