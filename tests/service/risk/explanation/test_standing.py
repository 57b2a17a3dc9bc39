"""Which acts stand on a purchase: those of a border that it crosses, for this buyer and this use, as known then."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from service.risk.answer import Score
from service.risk.bom import Line
from service.risk.bundle.kernel import Kernel
from service.risk.controls.measures import Measure
from service.risk.controls.register import Register
from service.risk.scoring import score
from tests.factories import TODAY, bom, kernel, kernel_with, line, magnet, measure, register_with, supply

OXIDE = line("Dy", "oxide", *supply("mining", CHN=1), *supply("separation", CHN=1))
JAPANESE = magnet(*supply("separation", CHN=1), *supply("metal", JPN=1), *supply("magnet", JPN=1))
CHINESE = magnet(
    *supply("mining", CHN=1), *supply("separation", CHN=1), *supply("metal", CHN=1), *supply("magnet", CHN=1)
)
ON_OXIDE = {"forms": "oxide", "stages": "separation"}
ON_MAGNETS = {"forms": "magnet", "stages": "magnet"}


@cache
def kernel_of(*acts: Measure) -> Kernel:
    """The shipped kernel where these are the only acts in the world."""
    return kernel_with(register=Register(acts, "stated"))


@cache
def answer(bought: Line, buyer: str, *acts: Measure) -> Score:
    """The answer where these are the only acts in the world."""
    return score(bom(bought, buyer=buyer), kernel_of(*acts), TODAY)


def shares(bought: Line, buyer: str, *acts: Measure) -> dict[str, float]:
    """Share of need under each act that stands."""
    return {one.measure_id: one.share for one in answer(bought, buyer, *acts).standing}


@pytest.mark.slow
def test_an_act_stands_where_its_country_form_buyer_and_use_meet_the_purchase(subtests: pytest.Subtests) -> None:
    japan = {"jurisdiction": "JPN"} | ON_MAGNETS
    cases: tuple[tuple[str, Line, str, dict[str, str], bool], ...] = (
        ("a Japanese magnet of Chinese oxide meets China's act on oxide", JAPANESE, "DEU", ON_OXIDE, True),
        ("and Japan's on magnets", JAPANESE, "DEU", japan, True),
        ("and none of China's on magnets", JAPANESE, "DEU", ON_MAGNETS, False),
        ("an act doesn't reach purchases inside its country", JAPANESE, "JPN", japan, False),
        ("nor a chain inside it", CHINESE, "CHN", {}, False),
        ("which reaches every other buyer of the same", CHINESE, "DEU", {}, True),
        ("an act aimed at another country", OXIDE, "DEU", {"destinations": "USA"}, False),
        ("reaches that country's buyers", OXIDE, "USA", {"destinations": "USA"}, True),
        ("an act aimed at where the oxide goes first", JAPANESE, "DEU", ON_OXIDE | {"destinations": "JPN"}, True),
        ("an act for one end use leaves others alone", OXIDE, "DEU", {"end_uses": "military"}, False),
        ("and reaches that use", replace(OXIDE, end_use="military"), "DEU", {"end_uses": "military"}, True),
        ("and no third one", replace(OXIDE, end_use="industrial"), "DEU", {"end_uses": "military"}, False),
        ("an act on another element", OXIDE, "DEU", {"elements": "Nd"}, False),
        ("an act that was lifted", OXIDE, "DEU", {"ended": "2021-12-31"}, False),
        ("an act that is suspended", OXIDE, "DEU", {"suspended_from": "2026-01-01"}, False),
        ("an act of unknown status", OXIDE, "DEU", {"unknown_since": "2026-01-01"}, False),
        ("an act that only has papers checked", OXIDE, "DEU", {"severity": "administrative"}, False),
    )  # fmt: skip
    acts = [measure(words, **act) for words, _, _, act, _ in cases]
    for words, bought, buyer, _, stands in cases:
        with subtests.test(words):
            assert shares(bought, buyer, *acts).get(words) == (1.0 if stands else None)


# First day announced, first day in force, and the state on 21 November 2026.
TIMES = (
    ("2026-11-22", "2026-11-22", None),
    ("2026-11-21", "2026-12-21", "announced"),
    ("2026-11-21", "2026-11-21", "already_hit"),
    ("2025-11-22", "2025-11-22", "already_hit"),
    ("2025-11-21", "2025-11-21", "under_control"),
)


@pytest.mark.slow
def test_an_act_is_unknown_before_its_announcement_and_counts_as_a_hit_for_its_first_year() -> None:
    acts = [measure(f"from {first}", announced=known, effective=first) for known, first, _ in TIMES]
    states = {one.measure_id: one.state for one in answer(OXIDE, "DEU", *acts).standing}
    assert states == {f"from {first}": state for _, first, state in TIMES if state}


@pytest.mark.slow
def test_two_controlled_borders_on_one_path_count_once() -> None:
    acts = measure("C", **ON_OXIDE), measure("J", jurisdiction="JPN", **ON_MAGNETS)
    assert shares(JAPANESE, "DEU", *acts) == {"C": 1.0, "J": 1.0}
    assert answer(JAPANESE, "DEU", *acts).share_under_control == pytest.approx(1.0)


@pytest.mark.slow
def test_half_of_a_purchase_under_an_act_is_half_under_control() -> None:
    half = line("Dy", "oxide", *supply("mining", CHN=1), *supply("separation", CHN=0.5, MYS=0.5))
    assert shares(half, "DEU", measure(**ON_OXIDE)) == {"M": pytest.approx(0.5, abs=0.01)}
    assert answer(half, "DEU", measure(**ON_OXIDE)).share_under_control == pytest.approx(0.5, abs=0.01)


@pytest.mark.slow
def test_leaving_an_act_out_leaves_the_others() -> None:
    acts = measure("A", **ON_OXIDE), measure("B", **ON_OXIDE)
    assert shares(OXIDE, "DEU", *acts).keys() == {"A", "B"}
    assert shares(OXIDE, "DEU", acts[1]).keys() == {"B"}


def test_the_shipped_register_reaches_a_japanese_magnet_through_china() -> None:
    stand = score(bom(JAPANESE), kernel(), TODAY).standing
    assert ("CHN", "CN-2025-18") in {(one.country, one.measure_id) for one in stand}


def test_a_military_user_in_Japan_has_an_act_more_than_a_civil_one_and_never_a_lower_band() -> None:
    civil, military = (
        score(bom(replace(OXIDE, end_use=use), buyer="JPN"), kernel(), TODAY) for use in (None, "military")
    )
    more = {one.measure_id for one in military.standing} - {one.measure_id for one in civil.standing}
    assert more == {"CN-2026-1"}
    bands = kernel().manifest["bands"]
    assert bands[str(military.band)] >= bands[str(civil.band)]


@pytest.mark.slow
def test_another_act_of_a_source_never_lowers_the_score(subtests: pytest.Subtests) -> None:
    before = score(bom(OXIDE, JAPANESE), kernel(), TODAY).score
    assert before is not None
    for severity, effective in (
        ("administrative", "2026-10-01"), ("moderate", "2012-06-01"), ("strong", "2024-06-01"),
        ("prohibitive", "2026-10-01"), ("strong", "2027-03-01"),
    ):  # fmt: skip
        with subtests.test(severity=severity, effective=effective):
            act = measure("NEW", severity=severity, announced=min(effective, "2026-11-01"), effective=effective)
            after = score(bom(OXIDE, JAPANESE), kernel_with(register=register_with(act)), TODAY).score
            assert after is not None
            assert after >= before - 1e-9
