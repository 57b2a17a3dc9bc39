"""What a page over all BOMs of a tenant shows, on every database."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from service.store.boms import Store
from service.store.lists import Filters
from service.store.portfolio import Spend
from service.store.scores import Exposure, KeptChokepoint
from tests.service.store.test_boms import NOON, OTHER, OWN, TODAY, document, scored

CHINA = KeptChokepoint("CHN", "magnet", "Dy", 0.8, 0.2)


def put(store: Store, bom_id: str, tenant: str = OWN, **more: Any) -> None:
    """Keep a BOM that holds dysprosium from China, unless ``more`` says otherwise."""
    facets = more.pop("facets", {"element": ["Dy"], "country": ["CHN"], "measure": ["M-1"]})
    chokepoints = more.pop("chokepoints", (CHINA,))
    exposures = more.pop("exposures", ())
    one = replace(scored(bom_id, **more), facets=facets, chokepoints=chokepoints, exposures=exposures)
    store.put(tenant, document(bom_id, name=bom_id), [one], NOON)


@pytest.fixture
def three(store: Store) -> Store:
    """Three BOMs of a tenant, of which one has no score, and one of another tenant."""
    put(store, "a", score=10.0, band="elevated")
    put(store, "b", score=40.0, band="severe", unread=2, facets={"element": ["Dy", "Nd"], "country": ["CHN", "JPN"]},
        chokepoints=(CHINA, replace(CHINA, element="Nd", probability=0.1)))  # fmt: skip
    put(store, "c", score=None, band=None, status="unscored", facets={}, chokepoints=())
    put(store, "a", tenant=OTHER, score=99.0, band="severe")
    return store


@pytest.mark.slow
@pytest.mark.parametrize(
    ("filters", "rows"),
    [
        (Filters(), ["b", "a", "c"]),
        (Filters(band="severe"), ["b"]),
        (Filters(element="Nd"), ["b"]),
        (Filters(country="CHN", min_score=20.0), ["b"]),
        (Filters(unread=True), ["b"]),
        (Filters(tag="nothing"), []),
    ],
)
def test_rows_are_those_that_the_filters_leave(three: Store, filters: Filters, rows: list[str]) -> None:
    assert [row["bom_id"] for row in three.overview.rows(OWN, filters, "score", 9)] == rows


def test_those_without_a_band_can_be_asked_for(three: Store) -> None:
    rows = three.overview.rows(OWN, Filters(), "score", 9, without_band=True)
    assert [row["bom_id"] for row in rows] == ["c"]


def test_pages_follow_each_other(three: Store) -> None:
    pages = [three.overview.rows(OWN, Filters(), "name", 1, offset, descending=False) for offset in range(4)]
    assert [[row["bom_id"] for row in page] for page in pages] == [["a"], ["b"], ["c"], []]


def test_values_are_counted_as_if_theirs_were_wanted_instead(three: Store) -> None:
    values = three.overview.values(OWN, Filters(element="Nd"), 9)
    assert values["element"] == [("Dy", 2), ("Nd", 1)]
    assert values["country"] == [("CHN", 1), ("JPN", 1)]
    assert three.overview.values(OWN, Filters(), 1)["country"] == [("CHN", 2)]


def test_shared_chokepoints_count_each_bom_once(three: Store) -> None:
    (shared,) = three.portfolio.shared(OWN, Filters(), three.portfolio.chokepoints(OWN, Filters()), 9)
    assert (shared.country, shared.stage, shared.elements) == ("CHN", "magnet", ("Dy", "Nd"))
    assert (shared.boms, shared.share, shared.probability) == (2, 0.8, 0.2)


def test_trends_are_those_of_the_rows_since_a_day(three: Store) -> None:
    tomorrow = TODAY + timedelta(days=1)
    three.put(OWN, document("a", name="a"), [scored("later", tomorrow, score=12.0)], NOON)
    (row,) = three.overview.rows(OWN, Filters(), "name", 1, descending=False)
    assert three.overview.trends([row["id"]], TODAY) == {row["id"]: [(TODAY, 10.0), (tomorrow, 12.0)]}
    assert three.overview.trends([row["id"]], tomorrow) == {row["id"]: [(tomorrow, 12.0)]}


EXPOSED = Exposure("CHN", "magnet", 2, 1500.0, 90.0, "EUR")


@pytest.fixture
def exposed(store: Store) -> Store:
    """Three BOMs that depend on one place, in two currencies and in none, and one of another tenant."""
    put(store, "a", score=10.0, exposures=(EXPOSED,))
    put(store, "b", score=40.0, exposures=(replace(EXPOSED, mass_g=None, spend=60.0, currency="USD"),),
        chokepoints=(CHINA, replace(CHINA, element="Nd", share=0.9)))  # fmt: skip
    put(store, "c", score=20.0, exposures=(replace(EXPOSED, mass_g=500.0, spend=7.0, currency=None),))
    put(store, "a", tenant=OTHER, score=99.0, exposures=(replace(EXPOSED, mass_g=9e9),))
    return store


def test_mass_is_added_and_spend_by_currency_alone(exposed: Store) -> None:
    place = exposed.portfolio.place(OWN, Filters(), "CHN", "magnet")
    assert place is not None
    assert (place.boms, place.mass_g, place.mass_boms) == (3, 2000.0, 2)
    assert sorted(place.spend, key=str) == sorted(
        [Spend("EUR", 90.0, 1), Spend("USD", 60.0, 1), Spend(None, 7.0, 1)], key=str
    )
    narrow = exposed.portfolio.place(OWN, Filters(min_score=30.0), "CHN", "magnet")
    assert narrow is not None
    assert (narrow.boms, narrow.mass_g, narrow.spend) == (1, None, (Spend("USD", 60.0, 1),))
    assert exposed.portfolio.place(OWN, Filters(), "CHN", "mining") is None


def test_what_depends_on_a_place_is_listed_page_by_page_the_highest_score_first(exposed: Store) -> None:
    first, last = (exposed.portfolio.depending(OWN, Filters(), "CHN", "magnet", 2, offset) for offset in (0, 2))
    assert [one.row["bom_id"] for one in (*first, *last)] == ["b", "c", "a"]
    assert (first[0].elements, first[0].share, first[0].spend) == (("Dy", "Nd"), 0.9, 60.0)
    of_the_other = [
        exposed.portfolio.depending(OTHER, Filters(min_score=low), "CHN", "magnet", 9) for low in (99.0, 100.0)
    ]
    assert [[one.row["score"] for one in rows] for rows in of_the_other] == [[99.0], []]


def test_a_new_score_takes_the_place_of_what_depended_before(exposed: Store) -> None:
    put(exposed, "a", score=10.0, exposures=(replace(EXPOSED, mass_g=1.0),))
    place = exposed.portfolio.place(OWN, Filters(), "CHN", "magnet")
    assert place is not None
    assert place.mass_g == 501.0
    exposed.delete(OWN, "c")
    [_, one] = exposed.portfolio.depending(OWN, Filters(), "CHN", "magnet", 9)
    assert (one.mass_g, one.lines) == (1.0, 2)
