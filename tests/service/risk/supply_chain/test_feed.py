"""What separators work on: what sources name, their own ore, compounds from elsewhere, and the rest."""

from __future__ import annotations

from datetime import date

import pytest

from service.risk.evidence.claims import Evidence
from service.risk.intervals import Interval
from service.risk.mix import UNKNOWN_COUNTRY, Mix
from service.risk.supply_chain.feed import Feed, feed_of_stranger, feeds, published_feed
from tests.factories import claim

DAY = date(2022, 1, 1)


def nothing(country: str) -> Mix:
    return {}


def part(share: float, figure: str = "c") -> Interval:
    return Interval(share, share, share, (figure,))


def test_each_plants_newest_figure_speaks_from_its_publication_on() -> None:
    rows = {"quantity": "feed_share", "stage": "mining", "basis": "feed_of_EST"}
    evidence = Evidence(
        [
            claim("old", value=1.0, geography="RUS", published="2011-04-06", **rows),
            claim("new", value=0.8, geography="RUS", published="2021-07-08", **rows),
        ]
    )
    assert published_feed(evidence, "Nd", date(2010, 1, 1)) == {}
    assert published_feed(evidence, "Nd", date(2015, 1, 1))["EST"]["RUS"].central == 1.0
    assert published_feed(evidence, "Nd", DAY)["EST"]["RUS"] == part(0.8, "new")


def test_ore_beyond_the_leaders_own_is_what_other_miners_plants_leave_over() -> None:
    fed = feeds({"CHN": 0.6, "MMR": 0.3, "USA": 0.1}, {"CHN": 0.95, "USA": 0.05}, {}, nothing)
    assert fed["USA"].ore == {"USA": 1.0}
    assert fed["CHN"].ore == pytest.approx({"CHN": 0.6 / 0.95, "MMR": 0.3 / 0.95, "USA": 0.05 / 0.95})
    assert fed["CHN"].by_rule == pytest.approx(0.35 / 0.95)


def test_what_sources_name_goes_first_and_takes_its_ore_from_the_others() -> None:
    mined, separated = {"CHN": 0.9, "AUS": 0.1}, {"CHN": 0.92, "MYS": 0.08}
    fed = feeds(mined, separated, {"MYS": {"AUS": part(1.0, "lynas")}}, nothing)
    assert fed["MYS"] == Feed({"AUS": 1.0}, {}, ("lynas",), 0.0)
    assert fed["CHN"].ore == pytest.approx({"CHN": 0.9 / 0.92, "AUS": 0.02 / 0.92})


def test_a_plant_named_in_part_gets_the_rest_by_rule() -> None:
    fed = feeds({"CHN": 0.7, "MMR": 0.3}, {"CHN": 1.0}, {"CHN": {"MMR": part(0.5)}}, nothing)["CHN"]
    assert fed.ore == pytest.approx({"CHN": 0.5, "MMR": 0.5})
    assert fed.by_rule == 0.0


def test_a_separator_without_ore_reworks_what_its_country_imports_from_others_than_reworkers() -> None:
    imported = {"FRA": {"CHN": 0.5, "NOR": 0.5}, "NOR": {"CHN": 1.0}}
    fed = feeds({"CHN": 1.0}, {"CHN": 0.98, "FRA": 0.01, "NOR": 0.01}, {}, lambda country: imported.get(country, {}))
    assert fed["FRA"].ore == {}
    assert fed["FRA"].compounds == {"CHN": 1.0}


def test_a_small_separator_with_a_mine_uses_its_own_ore() -> None:
    fed = feeds({"CHN": 0.9, "RUS": 0.005, "MMR": 0.095}, {"CHN": 0.98, "RUS": 0.02}, {}, nothing)
    assert fed["RUS"].ore == {"RUS": 1.0}


def test_unnamed_separators_take_what_is_left_over() -> None:
    fed = feeds({"CHN": 0.5, "MMR": 0.5}, {"CHN": 0.8, UNKNOWN_COUNTRY: 0.2}, {}, nothing)
    assert fed[UNKNOWN_COUNTRY].ore == {"MMR": 1.0}


def test_without_any_mine_there_is_no_feed() -> None:
    assert feeds({}, {"CHN": 1.0}, {}, nothing) == {"CHN": Feed({}, {})}


def test_a_separator_that_no_source_names_uses_what_a_later_one_says_its_ore_its_imports_or_the_worlds() -> None:
    world = {"CHN": 0.9, "BRA": 0.1}
    later = feed_of_stranger("MYS", {"MYS"}, world, {"AUS": part(0.9, "lynas")}, {"CHN": 1.0})
    assert later == Feed({"AUS": 1.0}, {}, ("lynas",), 1.0)
    assert feed_of_stranger("USA", {"USA", *world}, world, {}, {"CHN": 1.0}).ore == {"USA": 1.0}
    assert feed_of_stranger("POL", set(world), world, {}, {"CHN": 0.5}).compounds == {"CHN": 1.0}
    assert feed_of_stranger("POL", set(world), world, {}, {}).ore == pytest.approx(world)
    assert feed_of_stranger("POL", set(), {}, {}, {"CHN": 1.0}) == Feed({}, {})
