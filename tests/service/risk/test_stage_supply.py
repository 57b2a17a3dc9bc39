"""Supply at a stage: what speaks of an element, what is missing and what stands in, and places within a country."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from service.risk.chain import Good, trace
from service.risk.evidence import Claim, Evidence
from service.risk.gaps import FALLBACK, Gap
from service.risk.stage_supply import StageSupply
from service.risk.supply import ELEMENTS, Form, Stage, hs92_code
from service.risk.trade import Mix
from tests.factories import TODAY, claim, trade

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
    found = supply("Nd", Stage.SEPARATION, country, place)
    assert found.shares["CHN"].figures == ("share",)
    (baotou,) = found.within["CHN"]
    assert (baotou.name, baotou.scope, baotou.share.low, baotou.share.high) == ("Baotou", "REE", 0.6, 0.7)
    assert found.mix("central") == supply("Nd", Stage.SEPARATION, country).mix("central")


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
        ("REE", Stage.METAL, "REE", None),
    ],
)
def test_a_gap_says_what_is_missing(element: str, stage: Stage, scope: str, gap: Gap | None) -> None:
    rows = [claim("c", value=0.7, stage=str(stage), scope=scope)] if scope else []
    found = supply(element, stage, *rows)
    assert found.gap is gap
    assert found.fallback == (FALLBACK[gap] if gap else "")


def test_every_gap_says_what_stands_in() -> None:
    assert set(FALLBACK) == set(Gap)
    assert all(FALLBACK.values())


@pytest.mark.parametrize("element", ELEMENTS)
@pytest.mark.parametrize("stage", Stage)
def test_nothing_published_is_a_gap_and_an_empty_mix(element: str, stage: Stage) -> None:
    found = supply(element, stage)
    assert found.gap
    assert found.mix("central") == {}


def test_the_chain_passes_over_the_mine_of_scandium() -> None:
    evidence = Evidence(
        [claim("mine", value=0.7, stage="mining"), claim("separation", value=0.8, scope="Sc", published="2023-03-16")]
    )

    def world(subject: str, stage: Stage, on: date) -> Mix | None:
        return evidence.supply(subject, stage, on).mix("central") or None

    good = Good(hs92_code("Sc", Form.OXIDE), "Sc", Form.OXIDE)
    chain = trace(good, "DEU", TODAY, 2024, trade(), world)
    assert chain.gaps == (Stage.MINING,)
    assert [step.stage for step in chain.steps] == [Stage.SEPARATION]
