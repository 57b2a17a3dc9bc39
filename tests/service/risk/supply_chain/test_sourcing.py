"""Default sources of a day: what changes them, and what they share."""

from __future__ import annotations

from datetime import date, timedelta

import pycountry
import pytest

from service.risk.supply_chain.places import Place
from service.risk.supply_chain.sourcing import MOST_ASKED, Sourcing
from service.risk.vocabulary import Stage
from tests.factories import TODAY, sourcing

pytestmark = pytest.mark.slow


def mixes(on: date) -> list[dict[str, float]]:
    supply = sourcing().supply("Nd", on, "central")
    return [supply.mix(stage, buyer) for stage in Stage for buyer in ("DEU", "JPN", "CHN", None)]


def test_sources_change_on_the_days_of_an_epoch_and_never_in_between() -> None:
    day = date(2025, 5, 21)  # the IEA's shares of magnet elements
    assert sourcing().epoch(day) == day
    assert sourcing().epoch(day + timedelta(days=3)) == day
    assert mixes(day) != mixes(day - timedelta(days=1))
    assert mixes(day) == mixes(day + timedelta(days=3))
    assert sourcing().supply("Nd", day, "central") is sourcing().supply("Nd", day + timedelta(days=3), "central")


def test_a_year_of_trade_appears_on_the_first_of_january() -> None:
    assert sourcing().epoch(date(2024, 1, 1)) == date(2024, 1, 1)
    assert sourcing().supply("Nd", date(2024, 1, 1), "central").year == 2022


def test_sources_of_a_buyer_are_worked_out_once() -> None:
    supply = sourcing().supply("Tb", TODAY, "central")
    assert supply.sources(Stage.SEPARATION, "BRA") is supply.sources(Stage.SEPARATION, "BRA")
    assert supply.feed("POL") is supply.feed("POL")


def test_sources_are_places_of_the_stage_largest_first() -> None:
    sources = sourcing().supply("Ce", TODAY, "central").sources(Stage.SEPARATION, "DEU")
    assert sources[0][0].place == Place(Stage.SEPARATION, "CHN")
    assert [share for _, share in sources] == sorted((share for _, share in sources), reverse=True)
    assert sum(share for _, share in sources) == pytest.approx(1.0)


def test_cerium_is_held_against_cerium_and_metal_against_the_magnet_elements() -> None:
    cerium, others, metal = (
        sourcing().world_tonnes(element, stage, 2024)
        for element, stage in (("Ce", Stage.SEPARATION), ("Nd", Stage.SEPARATION), ("Nd", Stage.METAL))
    )
    assert cerium + others == pytest.approx(380_000, rel=0.01)  # usgs-mcs2026-mine-2024-WLD
    assert metal < others / 2


def test_members_of_the_union_are_those_with_output() -> None:
    assert sourcing().supply("Nd", TODAY, "central").members(Stage.MAGNET).keys() == {"DEU", "EST"}
    assert sourcing().supply("Nd", TODAY, "central").members(Stage.MINING) == {}


def test_what_is_kept_is_bounded() -> None:
    fresh = Sourcing(sourcing().evidence, sourcing().trade)
    for year in range(2010, 2027):
        for element in ("Nd", "Dy", "Ce"):
            fresh.supply(element, date(year, 6, 30), "central").mix(Stage.SEPARATION, "DEU")
    assert fresh.flows.cache_info().currsize <= 24
    assert fresh.flows.cache_info().misses <= 3 * 17


def test_buyers_from_everywhere_leave_no_more_than_some_behind_and_change_no_source() -> None:
    supply = Sourcing(sourcing().evidence, sourcing().trade).supply("Nd", TODAY, "central")
    asked = [(stage, country.alpha_3) for stage in Stage for country in pycountry.countries]
    assert len(asked) > 4 * MOST_ASKED
    for one in asked:
        supply.row(*one)
    fed = [supply.feed(country) for _, country in asked]
    assert max(map(len, (supply._asked, supply._rows, supply._fed, supply._strangers))) <= MOST_ASKED
    assert [supply.sources(*one) for one in asked[:9]] == [
        sourcing().supply("Nd", TODAY, "central").sources(*one) for one in asked[:9]
    ]
    assert [supply.feed(country) for _, country in asked] == fed
