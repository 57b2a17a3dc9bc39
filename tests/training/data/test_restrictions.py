"""Which acts reach which flows, and which are announced."""

from __future__ import annotations

import pytest

from service.risk.controls.measures import Measure
from service.risk.controls.register import Register
from service.risk.source_shock.acts import Acts
from tests.factories import measure
from training.data.restrictions import announced_flows, restricted_flows

BUYERS = ("CHN", "DEU", "JPN")


def acts(*measures: Measure) -> Acts:
    """Acts of a register, of no mineral in particular."""
    return Acts(Register(measures, "r"), {})


def reached(*measures: Measure) -> set[tuple[str, str, int]]:
    """Code, importer and year of the flows reached."""
    return set(restricted_flows(acts(*measures), BUYERS).select("k", "j", "t").iter_rows())


def test_an_act_reaches_every_buyer_but_its_own_country() -> None:
    assert reached(measure(hs92="284610")) == {("284610", "DEU", 2020), ("284610", "JPN", 2020)}


def test_an_act_with_a_destination_reaches_it_alone() -> None:
    assert reached(measure(hs92="284610", destinations="JPN")) == {("284610", "JPN", 2020)}


def test_an_act_of_the_union_does_not_reach_its_members() -> None:
    flows_hit = restricted_flows(acts(measure(jurisdiction="EU27", hs92="260300")), BUYERS)
    assert set(flows_hit["j"]) == {"CHN", "JPN"}


@pytest.mark.parametrize(
    "more",
    [
        {"renews": "M-1"}, {"end_uses": "military"}, {"sign": "relaxation"}, {"train": "no"}, {"hs_match": "related"},
        {"suspended_from": "2020-01-01"}, {"severity": "moderate", "instrument": "tax"},
    ],
)  # fmt: skip
def test_an_act_that_trade_cannot_show_hits_nobody(more: dict[str, str]) -> None:
    assert reached(measure(**more)) == set()


def test_a_code_of_many_elements_is_hit_when_a_fifth_of_them_is_named() -> None:
    assert reached(measure(hs92="284690", elements="Dy Tb")) == set()
    assert len(reached(measure(hs92="284690", elements="Sc Dy Tb"))) == 2


def announced(**more: str) -> list[tuple[str, int]]:
    """Importer and year of the flows that an act announced in October 2020 for June 2021 is to reach."""
    act = measure(hs92="284610", **{"announced": "2020-10-01", "effective": "2021-06-01"} | more)
    return sorted(set(announced_flows(acts(act), BUYERS, range(2018, 2023)).select("j", "year").iter_rows()))


def test_an_announced_act_is_known_until_its_first_day() -> None:
    assert announced() == [("DEU", 2020), ("JPN", 2020)]


def test_an_act_due_in_more_than_twelve_months_is_not_announced_for_the_window() -> None:
    assert announced(effective="2022-06-01") == [("DEU", 2021), ("JPN", 2021)]


def test_a_later_suspension_is_not_known_before_it_comes() -> None:
    assert announced(suspended_from="2021-05-01") == [("DEU", 2020), ("JPN", 2020)]
    assert announced(suspended_from="2020-12-01") == []


def test_the_chance_that_an_act_begins_counts_those_that_were_suspended_first() -> None:
    def chance(**more: str) -> float:
        past = measure("P", hs92="260300", announced="2019-01-01", effective="2019-06-01", **more)
        now = measure("N", hs92="284610", announced="2020-10-01", effective="2021-06-01")
        return float(announced_flows(acts(past, now), BUYERS, [2020])["p"][0])

    assert chance() == 0.75
    assert chance(suspended_from="2019-05-01") == 0.25
