"""What the answer says of Chinese dysprosium on nine dates: what stands, what set the band, and the first sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from service.risk.answer import Score
from service.risk.bom import Line
from service.risk.scoring import score
from tests.factories import TODAY, bom, kernel, kernel_with, line, measure, register_with, supply

pytestmark = pytest.mark.slow

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


# The register around Chinese oxide and a Chinese magnet with dysprosium, for a German buyer, on the days that matter.
# F in force, A announced, S suspended, U unknown.
CHINESE_OXIDE = line("Dy", "oxide", *supply("mining", CHN=1), *supply("separation", CHN=1))
CHINESE_MAGNET = line(
    None, None, *supply("mining", CHN=1), *supply("separation", CHN=1), *supply("metal", CHN=1),
    *supply("magnet", CHN=1), material="NdFeB 3% Dy",
)  # fmt: skip
F, A, S, U = "in_force", "announced", "suspended", "unknown"
LONG = {"CN-LIC-2015": F, "CN-REBATE-2005": U}
REPORTED = LONG | {"CN-CUSTOMS-REPORT-2023": F}
LICENCE_ALONE = LONG | {"CN-CUSTOMS-REPORT-2023": U, "CN-2025-18": F}
RAN_OUT = LICENCE_ALONE | {"CN-GL-2025-12": F}
PACKAGE = ("CN-2025-61-ab", "CN-2025-61-c")
OXIDE_MEETS = {
    # A renewed quota, the duty of 15 % with 25 % on Dy over it, the lost refund.
    "2010-06-30": {"CN-QUOTA-2010H1": F, "CN-TAX-2006": F, "CN-TAX-2008-HREE": F, "CN-REBATE-2005": F},
    # The quota cut by 72 %, the next cut published three days before, the environmental condition to come.
    "2010-12-31": {
        "CN-QUOTA-2010H2": F, "CN-QUOTA-2011H1": A, "CN-ENV-2010": A, "CN-TAX-2006": F, "CN-TAX-2008-HREE": F,
        "CN-REBATE-2005": F,
    },
    # Quota and duties are gone since January and May; a licence on the contract stayed. Nobody says what became of the
    # refund.
    "2015-06-01": LONG | {"CN-QUOTA-END-2015": F, "CN-TAX-END-2015": F},
    "2025-03-31": REPORTED,
    "2025-04-03": REPORTED,
    "2025-04-05": REPORTED | {"CN-2025-18": F},
    # The package of October: a part with immediate effect, the rest announced.
    "2025-10-10": REPORTED | {"CN-2025-18": F, "CN-2025-61-c": F, "CN-2025-61-ab": A},
    "2025-10-15": REPORTED | {"CN-2025-18": F, "CN-2025-61-c": F, "CN-2025-61-ab": A},
    # No. 70 suspended it the day before; reporting ran out a week ago, prolonged or not.
    "2025-11-08": LICENCE_ALONE | dict.fromkeys(PACKAGE, S) | {"CN-2025-70": F},
    "2025-12-02": RAN_OUT | dict.fromkeys(PACKAGE, S) | {"CN-2025-70": F},
    # The day before the suspension ends in law, and after it: no notice was found. The licence was never suspended.
    "2026-11-09": RAN_OUT | dict.fromkeys(PACKAGE, S) | {"CN-2025-70": F},
    "2026-11-21": RAN_OUT | dict.fromkeys(PACKAGE, U),
}  # fmt: skip
LICENSED = {"CN-2025-18-MAG": F}
EASED = LICENSED | {"CN-GL-2025-12": F}
MAGNET_MEETS: dict[str, dict[str, str]] = {
    # No quota, duty, lost refund or licence reached magnets before 2025; inside China nothing crossed a border.
    "2010-06-30": {}, "2010-12-31": {}, "2015-06-01": {}, "2025-03-31": {}, "2025-04-03": {},
    "2025-04-05": LICENSED,
    "2025-10-10": LICENSED | {"CN-2025-61-c": F, "CN-2025-61-ab": A},
    "2025-10-15": LICENSED | {"CN-2025-61-c": F, "CN-2025-61-ab": A},
    "2025-11-08": LICENSED | dict.fromkeys(PACKAGE, S) | {"CN-2025-70": F},
    # The first general licences, of this very day: they ease the licence for named firms and don't lift it.
    "2025-12-02": EASED | dict.fromkeys(PACKAGE, S) | {"CN-2025-70": F},
    "2026-11-09": EASED | dict.fromkeys(PACKAGE, S) | {"CN-2025-70": F},
    "2026-11-21": EASED | dict.fromkeys(PACKAGE, U),
}  # fmt: skip
MET = ((CHINESE_OXIDE, OXIDE_MEETS), (CHINESE_MAGNET, MAGNET_MEETS))


@cache
def chinese(bought: Line, day: str, buyer: str = "DEU") -> Score:
    """A purchase whose whole chain is declared to be Chinese."""
    return score(bom(bought, buyer=buyer, as_of=date.fromisoformat(day)), kernel(), TODAY)


def messages(bought: Line, day: str) -> dict[str, str]:
    return {message.code: message.detail for message in chinese(bought, day).messages}


def test_a_purchase_meets_exactly_these_measures_in_these_states(subtests: pytest.Subtests) -> None:
    for bought, table in MET:
        for day, meets in table.items():
            with subtests.test(bought=bought.material or bought.element, day=day):
                assert {entry.measure_id: entry.status for entry in chinese(bought, day).register} == meets


def test_the_register_says_what_each_state_counts_for(subtests: pytest.Subtests) -> None:
    may_count = {
        F: {"standing", "nothing"}, A: {"score", "nothing"}, S: {"upper_end", "nothing"}, U: {"upper_end", "nothing"},
    }  # fmt: skip
    for bought, table in MET:
        for day in table:
            with subtests.test(bought=bought.material or bought.element, day=day):
                acts = chinese(bought, day)
                for entry in acts.register:
                    assert entry.counts in may_count[entry.status], entry.measure_id
                    assert entry.counts == "nothing" or entry.sign == "tightening", entry.measure_id
                in_force = {one.measure_id for one in acts.standing if one.state != "announced"}
                assert {entry.measure_id for entry in acts.register if entry.counts == "standing"} == in_force


def test_scores_follow_the_acts_of_the_time(subtests: pytest.Subtests) -> None:
    cases = (
        (CHINESE_OXIDE, "2025-04-05", "2025-03-31", "the licence raises the chance of another act"),
        (CHINESE_MAGNET, "2025-04-05", "2025-03-31", "on magnets too"),
        (CHINESE_OXIDE, "2025-04-05", "2025-04-03", "from its first day on"),
        (CHINESE_OXIDE, "2010-12-31", "2010-06-30", "a cut that is announced counts for more than a renewed quota"),
        (CHINESE_OXIDE, "2010-06-30", "2015-06-01", "and a quota for more than the years after it"),
    )
    for bought, higher, lower, words in cases:
        with subtests.test(words):
            above, below = chinese(bought, higher).score, chinese(bought, lower).score
            assert above is not None
            assert below is not None
            assert above > below + 1


def test_a_suspension_whose_end_nobody_confirmed_moves_no_score_and_hardly_an_interval() -> None:
    for bought, _ in MET:
        before, after = chinese(bought, "2026-11-09"), chinese(bought, "2026-11-21")
        assert before.score == after.score
        assert before.interval == pytest.approx(after.interval, abs=0.05)


def test_suspended_and_unknown_measures_are_told_with_their_days(subtests: pytest.Subtests) -> None:
    told = (
        ("2025-11-08", "suspended", "CN-2025-61-c (2025-11-07 to 2026-11-10)"),
        ("2025-12-02", "suspended", "CN-2025-61-ab (2025-11-07 to 2026-11-10)"),
        ("2026-11-09", "suspended", "CN-2025-61-c (2025-11-07 to 2026-11-10)"),
        ("2026-11-21", "unknown_status", "CN-2025-61-c (since 2026-11-11)"),
        ("2026-11-21", "unknown_status", "CN-KL-EXT-2026 (2026-09-28): "),
    )
    for bought, _ in MET:
        for day, code, words in told:
            with subtests.test(bought=bought.material or bought.element, day=day, words=words):
                assert words in messages(bought, day)[code]
        assert "suspended" not in messages(bought, "2025-10-15")
        assert "suspended" not in messages(bought, "2026-11-21")


def test_a_licence_that_a_relaxation_eases_stands_all_the_same() -> None:
    standing = {day: chinese(CHINESE_MAGNET, day).standing for day in ("2025-11-08", "2025-12-02")}
    assert [(one.measure_id, one.eased_since) for one in standing["2025-11-08"]] == [("CN-2025-18-MAG", None)]
    eased = [(one.measure_id, one.eased_since, one.share) for one in standing["2025-12-02"]]
    assert eased == [("CN-2025-18-MAG", date(2025, 12, 2), 1.0)]


def test_a_chinese_buyer_of_the_same_meets_none_of_it() -> None:
    for bought, _ in MET:
        for day in ("2010-12-31", "2025-10-15", "2026-11-21"):
            assert chinese(bought, day, "CHN").register == ()
