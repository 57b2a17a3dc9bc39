"""What counts as a serious act, what it names, and how old it is on a day."""

from __future__ import annotations

from datetime import date

import pytest

from service.risk.controls.register import Register
from service.risk.source_shock.acts import (
    Acts,
    age,
    companions_of,
    is_act,
    is_serious,
    months_since,
    named_minerals,
    never_began,
    stopped_by,
)
from tests.factories import measure

MINERALS = {
    "LREE": frozenset({"284610"}),
    "HREE": frozenset({"284690", "280530"}),
    "tungsten": frozenset({"261100"}),
    "gallium": frozenset[str](),
}
RARE = {"elements": "Dy", "hs92": "284690", "forms": "oxide"}


def acts(*measures: object) -> Acts:
    return Acts(Register(measures, "r"), MINERALS)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("instrument", "severity", "serious"),
    [
        ("licence", "moderate", True),
        ("quota", "moderate", True),
        ("state_trading", "moderate", True),
        ("tax", "moderate", False),
        ("vat_rebate_cut", "moderate", False),
        ("tax", "strong", True),
        ("prohibition", "prohibitive", True),
    ],
)
def test_a_moderate_act_is_serious_only_where_it_can_stop_a_delivery(
    instrument: str, severity: str, serious: bool
) -> None:
    assert is_serious(measure(instrument=instrument, severity=severity)) is serious


@pytest.mark.parametrize(
    "changed",
    [
        {"sign": "relaxation"},
        {"train": "no"},
        {"hs_match": "related"},
        {"renews": "OLD"},
        {"severity": "administrative"},
    ],
)
def test_renewals_relaxations_and_administrative_measures_are_no_acts(changed: dict[str, str]) -> None:
    assert is_act(measure())
    assert not is_act(measure(**changed))


def test_an_act_isnt_known_before_it_was_published() -> None:
    assert age(measure(announced="2025-04-04", effective="2025-04-04"), date(2025, 4, 3)) is None


def test_an_act_counts_from_its_announcement_until_its_first_day_and_from_there_anew() -> None:
    act = measure(announced="2025-01-10", effective="2025-07-01")
    assert age(act, date(2025, 6, 30)) == 5
    assert age(act, date(2025, 7, 1)) == 0


def test_an_act_that_reaches_back_isnt_known_on_its_first_day() -> None:
    act = measure(announced="2010-07-08", effective="2010-07-01")
    assert age(act, date(2010, 7, 5)) is None
    assert age(act, date(2010, 8, 1)) == 1


def test_ages_are_whole_months() -> None:
    assert [months_since(date(2025, 4, 4), day) for day in (date(2025, 5, 3), date(2025, 5, 4), date(2026, 4, 4))] == [
        0,
        1,
        12,
    ]


def test_minerals_are_found_by_element_code_and_name() -> None:
    assert named_minerals(measure(elements="Nd Dy", hs92="284690"), MINERALS) == {"LREE", "HREE"}
    assert named_minerals(measure(elements="", hs92="261100", commodity="tungsten"), MINERALS) == {"tungsten"}
    listed = measure(elements="", hs92="811230", commodity="germanium;gallium")
    assert named_minerals(listed, MINERALS) == {"gallium"}


def test_a_code_of_rare_earths_names_only_the_minerals_of_its_elements() -> None:
    assert named_minerals(measure(**RARE), MINERALS) == {"HREE"}


def test_an_act_on_other_elements_isnt_the_elements_own_record() -> None:
    record = acts(measure(**RARE, announced="2025-04-04", effective="2025-04-04"))
    day = date(2026, 4, 4)
    assert record.own_age("CHN", "HREE", "Dy", day) == 12
    assert record.own_age("CHN", "HREE", "Ho", day) is None
    assert record.own_age("CHN", "HREE", None, day) == 12
    assert record.own_age("MYS", "HREE", "Dy", day) is None


def test_an_act_known_later_changes_no_earlier_record() -> None:
    earlier = measure("A", **RARE, announced="2020-01-01", effective="2020-01-01")
    later = measure("B", **RARE, announced="2025-04-04", effective="2024-01-01")
    for day in (date(2020, 1, 1), date(2025, 4, 3)):
        one, both = acts(earlier), acts(earlier, later)
        assert one.own_age("CHN", "HREE", "Dy", day) == both.own_age("CHN", "HREE", "Dy", day)
        assert one.newest("CHN", day, serious=True) == both.newest("CHN", day, serious=True)


def test_the_light_and_the_heavy_rare_earths_are_no_companions() -> None:
    newest = {"HREE": 3, "LREE": 5, "tungsten": 7}
    assert companions_of("HREE", newest) == companions_of("LREE", newest) == (7,)
    assert companions_of("tungsten", newest) == (3, 5)


def test_an_act_of_the_union_is_one_of_each_member() -> None:
    assert {act.country for act in acts(measure(jurisdiction="EU27")).all} >= {"DEU", "FRA"}


def test_an_act_suspended_before_its_first_day_never_began_and_that_is_known_from_the_suspension_on() -> None:
    act = measure(announced="2025-10-09", effective="2025-11-08", suspended_from="2025-11-07")
    assert never_began(act)
    assert not stopped_by(act, date(2025, 11, 6))
    assert stopped_by(act, date(2025, 11, 7))


def test_an_act_suspended_after_it_began_did_begin() -> None:
    assert not never_began(measure(effective="2024-12-03", suspended_from="2025-11-09"))
