"""What a future act would cover, from acts few enough to count by hand."""

from __future__ import annotations

from datetime import date

import pytest

from service.risk.controls.measures import Measure
from service.risk.controls.register import Register
from service.risk.source_shock.acts import Acts
from service.risk.source_shock.coverage import TABLE, Cover, coverage, limited_counts
from tests.factories import measure

ON = date(2026, 1, 1)


def acts(*measures: Measure) -> Acts:
    return Acts(Register(measures, "r"), {"LREE": frozenset({"284610"}), "HREE": frozenset({"284690"})})


def act(name: str, day: str, forms: str, **more: str) -> Measure:
    return measure(name, announced=day, effective=day, forms=forms, **more)


def cover(record: Acts, country: str, form: str) -> Cover:
    return next(one for one in coverage(record, ON) if (one.country, one.form) == (country, form))


def test_below_three_acts_the_table_alone_stands() -> None:
    record = acts(act("A", "2025-01-01", "magnet"), act("B", "2024-01-01", "magnet"))
    magnet = cover(record, "CHN", "magnet")
    assert (magnet.acts, magnet.covering, magnet.pooled) == (2, 2, True)
    assert magnet.probability == TABLE["CHN"]["magnet"]


def test_announcements_of_a_day_are_one_act() -> None:
    record = acts(act("A", "2025-01-01", "oxide"), act("B", "2025-01-01", "magnet"), act("C", "2024-01-01", "oxide"))
    assert cover(record, "CHN", "magnet").acts == 2


def test_newer_acts_weigh_more_and_half_an_act_stands_at_the_table() -> None:
    days = ("2026-01-01", "2021-01-01", "2016-01-01")
    record = acts(*(act(day, day, "oxide" if n else "oxide magnet") for n, day in enumerate(days)))
    weights = [1.0, 2.718281828**-1, 2.718281828**-2]
    magnet = cover(record, "CHN", "magnet")
    assert magnet.probability == pytest.approx((1.0 + 0.5 * 0.3) / (sum(weights) + 0.5), abs=1e-6)
    assert magnet.weight == pytest.approx(sum(weights), abs=1e-6)
    assert magnet.low < magnet.probability < magnet.high


def test_end_uses_and_suspended_acts_count_towards_coverage() -> None:
    record = acts(
        act("A", "2025-01-01", "magnet", end_uses="military"),
        act("B", "2024-01-01", "magnet", suspended_from="2024-01-01"),
        act("C", "2023-01-01", "oxide"),
    )
    assert cover(record, "CHN", "magnet").covering == 2


def test_an_act_that_isnt_known_yet_covers_nothing() -> None:
    record = acts(act("A", "2026-01-02", "magnet"))
    assert cover(record, "CHN", "magnet").acts == 0


def test_the_range_of_a_table_is_wider_than_that_of_many_acts() -> None:
    few = cover(acts(), "CHN", "oxide")
    many = cover(acts(*(act(f"A{n}", f"2025-01-{n + 1:02d}", "oxide") for n in range(20))), "CHN", "oxide")
    assert few.high - few.low > many.high - many.low


def test_other_countries_share_a_table() -> None:
    assert {one.form: one.probability for one in coverage(acts(), ON) if one.country == "*"} == pytest.approx(
        TABLE["*"]
    )


def test_limited_acts_are_counted_beside_general_ones() -> None:
    record = acts(
        act("A", "2025-01-01", "oxide", destinations="JPN"),
        act("B", "2025-01-01", "magnet"),
        act("C", "2024-01-01", "oxide", destinations="USA"),
        act("D", "2023-01-01", "oxide", end_uses="military"),
    )
    assert limited_counts(record, ON) == {"CHN": (1, 1), "*": (0, 0)}
