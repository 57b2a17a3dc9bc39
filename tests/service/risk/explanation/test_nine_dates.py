"""What the answer says of Chinese dysprosium on nine dates: what stands, what set the band, and the first sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

from service.risk.answer import Score
from service.risk.scoring import score
from tests.factories import TODAY, bom, kernel, kernel_with, line, measure, register_with, supply

QUOTAS, TAX = ("CN-QUOTA-2010H1", "under_control"), ("CN-TAX-2008-HREE", "under_control")
FRESH_TOLL, TOLL = ("MM-KIA-TAX-2025", "already_hit"), ("MM-KIA-TAX-2025", "under_control")
FRESH_LICENCES, LICENCES = ("CN-2025-18", "already_hit"), ("CN-2025-18", "under_control")
STANDING = {
    "2010-06-30": {QUOTAS, TAX},
    "2012-06-30": {("CN-QUOTA-2012", "under_control"), TAX},
    "2015-06-30": set(),
    "2025-03-01": set(),
    "2025-04-03": {FRESH_TOLL},
    "2025-04-10": {FRESH_LICENCES, FRESH_TOLL},
    "2026-04-04": {LICENCES, TOLL},
    "2026-04-06": {LICENCES, TOLL},
    "2026-11-21": {LICENCES, TOLL},
}
NOTHING_STANDS = "No serious export control is in force or announced on any path."


@cache
def answer(day: str, element: str = "Dy") -> Score:
    """A German buyer's oxide, separated in China."""
    one = bom(line(element, "oxide", *supply("separation", CHN=1)))
    return score(replace(one, as_of=date.fromisoformat(day)), kernel(), TODAY)


def test_the_acts_in_force_stand_as_a_hit_for_a_year_and_as_control_afterwards() -> None:
    assert {day: {(s.measure_id, s.state) for s in answer(day).standing} for day in STANDING} == STANDING


def test_a_relaxation_is_told_from_its_first_day() -> None:
    eased = {day: {s.measure_id for s in answer(day).standing if s.eased_since} for day in ("2025-04-10", "2026-11-21")}
    assert eased == {"2025-04-10": set(), "2026-11-21": {"CN-2025-18"}}


def test_the_first_sentence_names_china_and_the_acts_that_stand_there() -> None:
    for day, acts in STANDING.items():
        first = answer(day).reasons[0]
        assert first.text.startswith("100 % of the dysprosium is separated in China")
        assert set(first.controls) == {name for name, _ in acts if name.startswith("CN-")}
        assert ("a further serious restriction" in first.text) is bool(first.controls)


def test_that_nothing_stands_is_said_where_nothing_does() -> None:
    said = {day for day in STANDING if NOTHING_STANDS in {reason.text for reason in answer(day).reasons}}
    assert said == {day for day, acts in STANDING.items() if not acts}


def test_chinese_dysprosium_is_high_since_the_licences_of_april_2025_and_was_not_by_standing_before() -> None:
    assert all(answer(day).band in ("high", "severe") for day in ("2025-04-10", "2026-04-04", "2026-11-21"))
    assert answer("2025-03-01").band_set_by == "score"


def test_the_band_is_the_same_on_both_sides_of_the_anniversary_of_the_licences() -> None:
    assert answer("2026-04-04").band == answer("2026-04-06").band


def test_the_first_day_of_an_announced_act_lowers_no_band() -> None:
    act = measure("NEW", announced="2026-10-01", effective="2026-11-01")
    changed = kernel_with(register=register_with(act))
    one = bom(line("Nd", "oxide", *supply("separation", CHN=1)))
    eve, first = (score(replace(one, as_of=day), changed, TODAY) for day in (date(2026, 10, 31), date(2026, 11, 1)))
    assert ("NEW", "announced") in {(s.measure_id, s.state) for s in eve.standing}
    assert ("NEW", "already_hit") in {(s.measure_id, s.state) for s in first.standing}
    assert (eve.band, first.band) == ("high", "high")


def test_suspended_acts_are_pending_with_nothing_in_the_score_and_a_half_at_the_upper_end() -> None:
    pending = answer("2026-04-10", "Ho").pending_risk
    assert {(one.status, one.central, one.adverse) for one in pending} == {("suspended", 0.0, 0.5)}
    assert not answer("2025-03-01", "Ho").pending_risk
