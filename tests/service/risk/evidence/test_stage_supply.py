"""Supply at a stage: what speaks of an element, what is missing and what stands in, and places within a country."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from service.risk.evidence.claims import Claim, Evidence
from service.risk.evidence.stage_supply import FALLBACK, Gap, StageSupply, StandsIn
from service.risk.mix import UNKNOWN_COUNTRY
from service.risk.vocabulary import ELEMENTS, Stage
from tests.factories import TODAY, claim, kernel

BAOTOU = "baotou_share_of_china_separation"


def supply(element: str, stage: Stage, *claims: Claim, on: date = TODAY) -> StageSupply:
    """What the claims say about an element at a stage."""
    return Evidence(list(claims)).supply(element, stage, on)


def test_a_superseded_figure_is_silent_from_the_day_its_successor_is_published() -> None:
    old = claim("old", value=0.4, flag="derived;superseded_by:new")
    new = claim("new", value=0.6, published="2024-05-01")
    day = date(2024, 5, 1)
    before = supply("Dy", Stage.SEPARATION, old, new, on=day - timedelta(days=1)).shares["CHN"]
    after = supply("Dy", Stage.SEPARATION, old, new, on=day).shares["CHN"]
    assert (before.figures, after.figures) == (("old",), ("new",))
    assert after.low == 0.6


def test_a_place_is_never_mixed_with_countries() -> None:
    country = claim("share", value=0.8)
    place = claim("baotou", BAOTOU, value_low=0.6, value_high=0.7)
    supplied = supply("Nd", Stage.SEPARATION, country, place)
    assert supplied.shares["CHN"].figures == ("share",)
    (baotou,) = supplied.within["CHN"]
    assert (baotou.name, baotou.scope, baotou.share.low, baotou.share.high) == ("Baotou", "REE", 0.6, 0.7)
    assert supplied.mix("central") == supply("Nd", Stage.SEPARATION, country).mix("central")


def test_a_place_is_of_its_own_stage() -> None:
    assert not supply("Nd", Stage.MINING, claim("baotou", BAOTOU, value=0.6)).within


@pytest.mark.parametrize("stage", [Stage.MINING, Stage.SEPARATION])
def test_shares_of_all_rare_earths_say_nothing_about_scandium_where_it_is_a_by_product(stage: Stage) -> None:
    every = claim("all", value=0.7, stage=str(stage))
    own = claim("own", value=0.2, stage=str(stage), scope="Sc")
    assert not supply("Sc", stage, every).shares
    assert supply("Sc", stage, every, own).shares["CHN"].figures == ("own",)
    assert supply("Dy", stage, every).shares


@pytest.mark.parametrize(
    ("element", "stage", "scope", "gap"),
    [
        ("Dy", Stage.METAL, "REE", Gap.GROUP_FIGURE),
        ("Dy", Stage.METAL, "Y La Ce Pr Nd Sm Eu Gd Tb Dy Ho Er", Gap.GROUP_FIGURE),
        ("Dy", Stage.METAL, "HREE", None),
        ("Dy", Stage.METAL, "Dy", None),
        ("Dy", Stage.METAL, "", Gap.NOTHING_PUBLISHED),
        ("Dy", Stage.MAGNET, "REE", Gap.GROUP_FIGURE),
        ("Er", Stage.MAGNET, "REE", Gap.NO_MAGNET_ELEMENT),
        ("Sc", Stage.MINING, "REE", Gap.BY_PRODUCT),
        ("Sc", Stage.MAGNET, "REE", Gap.NO_SUCH_STAGE),
        ("Sc", Stage.MAGNET, "", Gap.NO_SUCH_STAGE),
        ("REE", Stage.METAL, "REE", None),
    ],
)
def test_a_gap_says_what_is_missing(element: str, stage: Stage, scope: str, gap: Gap | None) -> None:
    rows = [claim("c", value=0.7, stage=str(stage), scope=scope)] if scope else []
    supplied = supply(element, stage, *rows)
    assert supplied.gap is gap
    assert supplied.fallback == (FALLBACK[gap] if gap else "")


def test_scandium_is_served_no_magnet_stage() -> None:
    magnets = claim("all", value=0.88, stage="magnet")
    assert not supply("Sc", Stage.MAGNET, magnets).shares
    assert supply("Er", Stage.MAGNET, magnets).shares


HEAVY = [
    claim("china", value=0.9, scope="HREE"),
    claim("malaysia", value_low=0.05, value=0.06, value_high=0.08, geography="MYS"),
    claim("states", value=0.18, geography="USA"),
]


def test_a_group_figure_beside_a_narrower_leader_is_marked_and_may_be_0() -> None:
    shares = supply("Y", Stage.SEPARATION, *HEAVY).shares
    assert {c: s.stands_in for c, s in shares.items()} == {
        "CHN": None,
        "MYS": StandsIn.GROUP_FIGURE,
        "USA": StandsIn.GROUP_FIGURE,
    }
    assert [(shares[c].low, shares[c].high) for c in ("MYS", "USA")] == [(0.0, 0.08), (0.0, 0.18)]


def test_what_the_leader_leaves_is_shared_out_in_proportion() -> None:
    shares = supply("Y", Stage.SEPARATION, *HEAVY).shares
    assert {c: s.central for c, s in shares.items()} == pytest.approx({"CHN": 0.9, "MYS": 0.025, "USA": 0.075})
    assert (shares["USA"].stated.central, shares["USA"].scope) == (0.18, "REE")


def test_shares_that_the_leader_has_room_for_stand_as_stated() -> None:
    shares = supply("Y", Stage.SEPARATION, claim("china", value=0.7, scope="HREE"), *HEAVY[1:]).shares
    assert [shares[c].central for c in ("MYS", "USA")] == [0.06, 0.18]


def test_a_figure_as_narrow_as_the_leaders_is_not_marked() -> None:
    china, own = claim("china", value=0.9, scope="Y"), claim("own", value=0.04, scope="Y", geography="USA")
    states = supply("Y", Stage.SEPARATION, china, own, *HEAVY[1:]).shares["USA"]
    assert (states.stands_in, states.scope) == (None, "Y")


def test_where_a_leader_leaves_nothing_the_favourable_split_keeps_the_others_proportions() -> None:
    supplied = supply("Y", Stage.SEPARATION, claim("china", value=1.0, value_low=0.7, scope="HREE"), *HEAVY[1:])
    assert supplied.mix("central") == {"CHN": 1.0}
    assert supplied.mix("favourable") == pytest.approx({"CHN": 0.7, "MYS": 0.075, "USA": 0.225})


def test_a_figure_of_a_time_before_the_leaders_is_marked_dated_and_may_be_0() -> None:
    now = claim("now", value=0.8, scope="Sc", valid_from="2024-01-01", valid_to="2024-12-31")
    then = claim("then", value=0.04, scope="Sc", geography="KAZ", valid_from="2016-01-01", valid_to="2020-12-31")
    kazakhstan = supply("Sc", Stage.SEPARATION, now, then).shares["KAZ"]
    assert kazakhstan.stands_in is StandsIn.EARLIER_PERIOD
    assert (kazakhstan.valid_from, kazakhstan.valid_to) == ("2016-01-01", "2020-12-31")
    assert (kazakhstan.low, kazakhstan.central) == (0.0, 0.04)


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("on", [date(2023, 12, 31), date(2025, 10, 31), TODAY])
def test_the_central_shares_shown_are_those_of_the_split_and_never_exceed_the_world(stage: Stage, on: date) -> None:
    for element in ELEMENTS:
        supplied = kernel().evidence.supply(element, stage, on)
        shown = {country: share.central for country, share in supplied.shares.items() if share.central}
        assert sum(shown.values()) <= 1 + 1e-9
        split = supplied.mix("central")
        assert {c: s for c, s in split.items() if c != UNKNOWN_COUNTRY and s > 1e-12} == pytest.approx(shown)
        assert all(s.low == 0 for s in supplied.shares.values() if s.stands_in)


def test_every_gap_says_what_stands_in() -> None:
    assert set(FALLBACK) == set(Gap)
    assert all(FALLBACK.values())


def test_nothing_published_is_a_gap_and_an_empty_mix(subtests: pytest.Subtests) -> None:
    for stage in Stage:
        for element in ELEMENTS:
            with subtests.test(element=element, stage=stage):
                supplied = supply(element, stage)
                assert supplied.gap
                assert supplied.mix("central") == {}
