"""The same two purchases from China by a German buyer on nine dates, and the four mechanisms of the documents: which
measures they meet, in what status, and what the answer makes of it.

The register is that of the table, the model the shipped one.
"""

from __future__ import annotations

import dataclasses
from datetime import date
from functools import cache

import pytest

from service.risk.bom import Line
from service.risk.controls.measures import Status
from service.risk.controls.register import Register
from service.risk.scoring import Score, score
from service.risk.vocabulary import Form
from tests.factories import bom, kernel, kernel_with, line, supply
from training.tables import controls

REGISTER = Register.from_rows(controls.load())
DATES = (
    "2010-06-30", "2010-12-31", "2015-06-01", "2025-03-31", "2025-04-05", "2025-10-15", "2025-12-02", "2026-11-09",
    "2026-11-21",
)  # fmt: skip
OXIDE = line("Dy", "oxide", *supply("mining", CHN=1), *supply("separation", CHN=1))
MAGNET = line(
    None, None, *supply("mining", CHN=1), *supply("separation", CHN=1), *supply("metal", CHN=1),
    *supply("magnet", CHN=1), material="NdFeB 3% Dy",
)  # fmt: skip
F, A, S, U = "in_force", "announced", "suspended", "unknown"
PAUSED = {"CN-2025-56": S, "CN-2025-62": S}

OXIDE_MEETS: dict[str, dict[str, str]] = {
    # A renewed quota, the duty of 15 % with 25 % on Dy over it, the lost refund; technology as listed in 2008.
    "2010-06-30": {
        "CN-QUOTA-2010H1": F, "CN-TAX-2006": F, "CN-TAX-2008-HREE": F, "CN-REBATE-2005": F, "CN-TECH-2008": F,
    },
    # The quota cut by 72 %, the next cut published three days before, the environmental condition to come.
    "2010-12-31": {
        "CN-QUOTA-2010H2": F, "CN-QUOTA-2011H1": A, "CN-ENV-2010": A, "CN-TAX-2006": F, "CN-TAX-2008-HREE": F,
        "CN-REBATE-2005": F, "CN-TECH-2008": F,
    },
    # Quota and duties are gone since January and May; a licence on the contract stayed. Nobody says what became of the
    # refund.
    "2015-06-01": {
        "CN-LIC-2015": F, "CN-TECH-2008": F, "CN-REBATE-2005": U, "CN-QUOTA-END-2015": F, "CN-TAX-END-2015": F,
    },
    # Reporting since 2023 and the longer catalogue of technologies.
    "2025-03-31": {"CN-LIC-2015": F, "CN-CUSTOMS-REPORT-2023": F, "CN-TECH-2023": F, "CN-REBATE-2005": U},
    # The licence that needs approval, in force for a day.
    "2025-04-05": {
        "CN-2025-18": F, "CN-LIC-2015": F, "CN-CUSTOMS-REPORT-2023": F, "CN-TECH-2023": F, "CN-REBATE-2005": U,
    },
    # The package of October: two parts with immediate effect, the rest announced; a document tells of the catalogue.
    "2025-10-15": {
        "CN-2025-18": F, "CN-2025-61-c": F, "CN-2025-61-ab": A, "CN-2025-56": A, "CN-2025-62": F, "CN-MAG-SEED": F,
        "CN-LIC-2015": F, "CN-CUSTOMS-REPORT-2023": F, "CN-TECH-2023": F, "CN-REBATE-2005": U,
    },
    # The package suspended by No. 70; reporting ran out a month ago, prolonged or not.
    "2025-12-02": {
        "CN-2025-18": F, "CN-GL-2025-12": F, "CN-2025-61-c": S, "CN-2025-61-ab": S, "CN-2025-70": F, "CN-MAG-SEED": F,
        "CN-LIC-2015": F,
        "CN-TECH-2023": F, "CN-CUSTOMS-REPORT-2023": U, "CN-REBATE-2005": U, **PAUSED,
    },
    # The day before the suspension ends in law.
    "2026-11-09": {
        "CN-2025-18": F, "CN-GL-2025-12": F, "CN-2025-61-c": S, "CN-2025-61-ab": S, "CN-2025-70": F, "CN-MAG-SEED": F,
        "CN-LIC-2015": F,
        "CN-TECH-2023": F, "CN-CUSTOMS-REPORT-2023": U, "CN-REBATE-2005": U, **PAUSED,
    },
    # After it: both governments say that the truce goes on, no notice was found. The licence was never suspended.
    "2026-11-21": {
        "CN-2025-18": F, "CN-GL-2025-12": F, "CN-2025-61-c": U, "CN-2025-61-ab": U, "CN-2025-56": U, "CN-2025-62": U,
        "CN-MAG-SEED": F, "CN-LIC-2015": F, "CN-TECH-2023": F, "CN-CUSTOMS-REPORT-2023": U, "CN-REBATE-2005": U,
    },
}  # fmt: skip
MAGNET_MEETS: dict[str, dict[str, str]] = {
    # No quota, duty, lost refund or licence ever reached magnets before 2025; what China's own makers bought upstream
    # crossed no border. Only the technology was listed, in December 2023.
    "2010-06-30": {}, "2010-12-31": {}, "2015-06-01": {},
    "2025-03-31": {"CN-TECH-2023": F},
    # Magnets with Tb or Dy: the Nd and Pr of the same magnet come under the licence with it.
    "2025-04-05": {"CN-2025-18-MAG": F, "CN-TECH-2023": F},
    "2025-10-15": {
        "CN-2025-18-MAG": F, "CN-2025-61-c": F, "CN-2025-61-ab": A, "CN-2025-56": A, "CN-2025-62": F, "CN-MAG-SEED": F,
        "CN-TECH-2023": F,
    },
    # The first general licences, of this very day: they ease the licence for named firms and don't lift it.
    "2025-12-02": {
        "CN-2025-18-MAG": F, "CN-GL-2025-12": F, "CN-2025-61-c": S, "CN-2025-61-ab": S, "CN-2025-70": F,
        "CN-MAG-SEED": F, "CN-TECH-2023": F, **PAUSED,
    },
    "2026-11-09": {
        "CN-2025-18-MAG": F, "CN-GL-2025-12": F, "CN-2025-61-c": S, "CN-2025-61-ab": S, "CN-2025-70": F,
        "CN-MAG-SEED": F, "CN-TECH-2023": F, **PAUSED,
    },
    "2026-11-21": {
        "CN-2025-18-MAG": F, "CN-GL-2025-12": F, "CN-2025-61-c": U, "CN-2025-61-ab": U, "CN-2025-56": U,
        "CN-2025-62": U, "CN-MAG-SEED": F, "CN-TECH-2023": F,
    },
}  # fmt: skip


@cache
def answer(bought: Line, on: str, buyer: str = "DEU", end_use: str | None = None) -> Score:
    one = dataclasses.replace(bought, end_use=end_use)
    return score(bom(one, buyer=buyer, as_of=date.fromisoformat(on)), kernel_with(register=REGISTER))


def standing(found: Score, element: str = "Dy") -> dict[str, str]:
    (hazard,) = [h for h in found.hazards if h.element == element]
    return {s.measure_id: s.status for s in hazard.register}


def contribution(bought: Line, on: str) -> float:
    return next(h for h in answer(bought, on).hazards if h.element == "Dy").contributions.export_control


def said(bought: Line, on: str) -> dict[str, str]:
    return {m.code: m.detail for m in answer(bought, on).messages}


@pytest.mark.parametrize("on", DATES)
def test_Dy_oxide_meets_exactly_these_measures(on: str) -> None:
    assert standing(answer(OXIDE, on)) == OXIDE_MEETS[on]


@pytest.mark.parametrize("on", DATES)
def test_a_magnet_with_Dy_meets_exactly_these_measures(on: str) -> None:
    assert standing(answer(MAGNET, on)) == MAGNET_MEETS[on]
    assert standing(answer(MAGNET, on), "Nd") == MAGNET_MEETS[on]


@pytest.mark.parametrize("bought", [OXIDE, MAGNET], ids=["oxide", "magnet"])
@pytest.mark.parametrize("on", DATES)
def test_the_score_counts_what_is_in_force_or_announced_and_nothing_else(bought: Line, on: str) -> None:
    for hazard in answer(bought, on).hazards:
        counted = {s.measure_id for s in hazard.register if s.counts == "score"}
        assert counted == set(hazard.controls)
        for each in hazard.register:
            assert each.counts in {
                Status.SUSPENDED: {"nothing"}, Status.UNKNOWN: {"upper_end", "nothing"},
            }.get(Status(each.status), {"score", "nothing"})  # fmt: skip
            assert each.counts == "nothing" or each.sign == "tightening"


@pytest.mark.parametrize("bought", [OXIDE, MAGNET], ids=["oxide", "magnet"])
def test_the_contribution_of_export_controls_follows_the_rule(bought: Line) -> None:
    assert contribution(bought, "2025-04-05") > contribution(bought, "2025-03-31")
    assert contribution(bought, "2025-12-02") <= contribution(bought, "2025-10-15")
    assert contribution(bought, "2026-11-21") == contribution(bought, "2026-11-09")


def test_the_cut_quota_of_2010_weighs_more_than_the_renewed_one() -> None:
    assert contribution(OXIDE, "2010-12-31") > contribution(OXIDE, "2010-06-30")


@pytest.mark.parametrize("bought", [OXIDE, MAGNET], ids=["oxide", "magnet"])
def test_where_two_dates_tie_the_answer_says_why(bought: Line) -> None:
    licence = "CN-2025-18" if bought is OXIDE else "CN-2025-18-MAG"
    # October adds a second licence on the same supply ...
    assert licence in said(bought, "2025-10-15")["overlapping_controls"]
    assert "CN-2025-61-ab (from 2025-12-01)" in said(bought, "2025-10-15")["announced"]
    # ... and its suspension takes only that one away.
    assert "CN-2025-61-c (2025-11-07 to 2026-11-10)" in said(bought, "2025-12-02")["suspended"]
    assert "suspended" in said(bought, "2026-11-09")
    # What is unknown over the same supply, and no severer, changes nothing.
    assert "CN-2025-61-c (since 2026-11-11)" in said(bought, "2026-11-21")["unknown_status"]
    before, after = answer(bought, "2026-11-09"), answer(bought, "2026-11-21")
    assert (before.score, before.interval) == (after.score, after.interval)


def test_a_control_of_unknown_status_leaves_the_score_where_it_was_and_widens_the_interval_upwards() -> None:
    holmium = line("Ho", "oxide", *supply("mining", CHN=1), *supply("separation", CHN=1))
    assert "CN-2025-57" in said(holmium, "2026-11-21")["unknown_status"]
    before, after = answer(holmium, "2026-11-09"), answer(holmium, "2026-11-21")
    assert before.interval is not None
    assert after.interval is not None
    assert after.score == before.score
    assert after.interval[0] == before.interval[0]
    assert after.interval[1] > before.interval[1]


def test_general_licences_are_told_and_lift_nothing() -> None:
    words = said(MAGNET, "2025-12-02")["general_licence"]
    assert "CN-GL-2025-12" in words
    assert "CN-2025-18-MAG" in words
    assert "general_licence" not in said(MAGNET, "2025-10-15")
    assert "CN-GL-2025-12" in said(OXIDE, "2025-12-02")["general_licence"]
    assert contribution(MAGNET, "2025-12-02") == contribution(MAGNET, "2025-10-15")


@pytest.mark.parametrize("on", ["2015-06-01", "2025-03-31"])
def test_controls_that_add_nothing_are_said_to_add_nothing_and_why(on: str) -> None:
    assert contribution(OXIDE, on) == pytest.approx(0.0, abs=0.005)
    words = said(OXIDE, on)["controls_without_weight"]
    assert "Dy oxide" in words
    assert "Of administrative severity: CN-" in words
    assert "CN-LIC-2015 on 100% of the supply" in words


def test_a_levy_on_ore_upstream_is_not_said_to_be_old_or_mild() -> None:
    words = said(line("Dy", "oxide", *supply("separation", CHN=1)), "2025-03-31")["controls_without_weight"]
    _, _, told = words.partition("On ore bought upstream, which counts as a control whatever its severity and age: ")
    assert told.startswith("MM-KIA-TAX-2025 on ")
    assert "Of administrative severity: CN-CUSTOMS-REPORT-2023" in words


def test_a_renewal_without_weight_is_said_to_count_from_the_first_of_its_chain() -> None:
    small = line("Dy", "oxide", *supply("mining", AUS=1), *supply("separation", CHN="0.01", MYS="0.99"))
    words = said(small, "2010-06-30")["controls_without_weight"]
    old, _, told = words.partition("Older than 2 years on 2010-06-30, a renewal counted from the first of its chain: ")
    assert "CN-QUOTA-2010H1 on 1% of the supply" in told
    assert "CN-QUOTA-2010H1" not in old


def test_a_young_control_without_weight_is_said_to_bear_on_little() -> None:
    small = line("Dy", "oxide", *supply("mining", AUS=1), *supply("separation", CHN="0.01", MYS="0.99"))
    words = said(small, "2025-04-05")["controls_without_weight"]
    assert "Of moderate severity or worse and younger than 2 years: CN-2025-18 on 1% of the supply" in words


@pytest.mark.parametrize("bought", [OXIDE, MAGNET], ids=["oxide", "magnet"])
@pytest.mark.parametrize("on", ["2025-12-02", "2026-11-09"])
def test_technology_controls_stay_in_sight_while_suspended(bought: Line, on: str) -> None:
    words = said(bought, on)["suspended"]
    for name in ("CN-2025-56", "CN-2025-62"):
        assert standing(answer(bought, on))[name] == S
        assert f"{name} (2025-11-07 to 2026-11-10)" in words


def test_what_both_governments_said_of_the_unknown_is_quoted_with_its_row() -> None:
    words = said(OXIDE, "2026-11-21")["unknown_status"]
    told = REGISTER["CN-KL-EXT-2026"]
    assert "2027-01-10" in told.note
    assert f"CN-KL-EXT-2026 (2026-09-28): {told.note}" in words
    bare = [dataclasses.replace(m, eases=frozenset()) if m is told else m for m in REGISTER.measures]
    silent = score(bom(OXIDE, as_of=date(2026, 11, 21)), kernel_with(register=Register(bare, "bare")))
    assert not [m for m in silent.messages if "2027-01-10" in m.detail]


def test_evidence_is_quoted_from_its_own_day_on() -> None:
    assert REGISTER.told_of(["CN-2025-61-c"], date(2026, 9, 27)) == ()
    assert [m.measure_id for m in REGISTER.told_of(["CN-2025-61-c"], date(2026, 9, 28))] == ["CN-KL-EXT-2026"]


@pytest.mark.parametrize(("on", "stands"), [("2025-12-01", None), ("2026-12-01", F), ("2026-12-02", U)])
def test_one_year_licences_are_unknown_after_a_year(on: str, stands: str | None) -> None:
    for bought in (OXIDE, MAGNET):
        assert standing(answer(bought, on)).get("CN-GL-2025-12") == stands
        assert ("general_licence" in said(bought, on)) is (stands == F)


def test_general_licences_cover_the_seven_elements_that_they_ease() -> None:
    licence = REGISTER["CN-GL-2025-12"]
    assert licence.elements == REGISTER["CN-2025-18"].elements
    assert licence.eases == {"CN-2025-18", "CN-2025-18-MAG"}
    assert licence.forms == REGISTER["CN-2025-18"].forms | REGISTER["CN-2025-18-MAG"].forms


def test_what_was_lifted_of_late_is_told_and_later_no_more() -> None:
    assert "CN-TAX-END-2015 (from 2015-05-01)" in said(OXIDE, "2015-06-01")["lifted"]
    assert "lifted" not in said(OXIDE, "2025-03-31")


# The four mechanisms that doc-001 names, each on a day inside and a day outside its time.
MECHANISMS = {
    "quota allocation": (
        ("2005-06-30", "Nd", Form.OXIDE, "CN-QUOTA-1999"), ("2012-06-30", "Dy", Form.METAL, "CN-QUOTA-2012"),
        ("2014-12-31", "Ce", Form.OXIDE, "CN-QUOTA-2014"), ("2011-06-01", "Dy", Form.ALLOY, "CN-QUOTA-FERRO-2011"),
    ),
    "licence for each shipment": (
        ("2016-06-30", "La", Form.OXIDE, "CN-LIC-2015"), ("2025-04-04", "Tb", Form.METAL, "CN-2025-18"),
        ("2026-11-21", "Sm", Form.MAGNET, "CN-2025-18-MAG"),
    ),
    "environmental condition": (
        ("2011-06-30", "Dy", Form.OXIDE, "CN-ENV-2010"), ("2012-06-30", "La", Form.OXIDE, "CN-ENV-2012"),
        ("2014-06-30", "Nd", Form.METAL, "CN-ENV-2012"),
    ),
    "differentiation by class": (
        ("2008-06-30", "Dy", Form.OXIDE, "CN-TAX-2008-HREE"), ("2008-06-30", "La", Form.OXIDE, "CN-TAX-2008-LREE"),
        ("2008-06-30", "Nd", Form.METAL, "CN-TAX-2007-MET"), ("2008-06-30", "Y", Form.ORE, "CN-TAX-2007"),
        ("2025-04-05", "Dy", Form.MAGNET, "CN-2025-18-MAG"),
    ),
}  # fmt: skip
OUTSIDE = {
    "quota allocation": (
        ("1998-12-31", "Nd", Form.OXIDE, "quota"), ("2015-01-01", "Nd", Form.OXIDE, "quota"),
        ("2026-11-21", "Dy", Form.OXIDE, "quota"), ("2012-06-30", "Dy", Form.MAGNET, "quota"),
    ),
    "licence for each shipment": (
        ("2014-12-31", "Dy", Form.OXIDE, "licence"), ("2025-04-03", "Dy", Form.MAGNET, "licence"),
        ("2026-11-21", "Nd", Form.MAGNET, "licence"),
    ),
    "environmental condition": (
        ("2010-06-30", "Dy", Form.OXIDE, "environmental_condition"),
        ("2015-01-01", "Dy", Form.OXIDE, "environmental_condition"),
        ("2026-11-21", "Dy", Form.OXIDE, "environmental_condition"),
    ),
    "differentiation by class": (
        ("2006-10-31", "Dy", Form.OXIDE, "tax"), ("2015-05-01", "Dy", Form.OXIDE, "tax"),
        ("2008-06-30", "Dy", Form.MAGNET, "tax"), ("2008-06-30", "Dy", Form.MAGNET, "vat_rebate_cut"),
    ),
}  # fmt: skip


def in_force(on: str, element: str, form: Form, buyer: str = "DEU", end_use: str | None = None) -> dict[str, str]:
    found = REGISTER.acting(
        "CHN",
        date.fromisoformat(on),
        hs92=None,
        element=element,
        form=form,
        destination=buyer,
        end_use=end_use,
    )
    return {a.measure_id: a.instrument for a in found if a.in_force}


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_each_mechanism_of_the_documents_acts_in_its_time(mechanism: str) -> None:
    for on, element, form, measure in MECHANISMS[mechanism]:
        assert measure in in_force(on, element, form), (on, element, form)


@pytest.mark.parametrize("mechanism", OUTSIDE)
def test_no_mechanism_of_the_documents_acts_outside_its_time(mechanism: str) -> None:
    for on, element, form, instrument in OUTSIDE[mechanism]:
        assert instrument not in in_force(on, element, form).values(), (on, element, form)


@pytest.mark.parametrize("year", range(2015, 2027))
def test_no_export_quota_on_rare_earths_acts_since_2015_whatever_a_document_says(year: int) -> None:
    told = [c for c in kernel().evidence.claims if c.quantity == "export_quota_system"]
    assert [c.use for c in told] == ["context"]
    for element in ("Nd", "Dy", "Ce"):
        for form in (Form.OXIDE, Form.METAL, Form.ALLOY, Form.ORE):
            assert "quota" not in in_force(f"{year}-12-31", element, form).values()


# Whom the rules on users and destinations of 2024-2026 reach, on the day before, the day of and a year like today.
USERS = [
    ("military", "USA", "2025-04-03", set()),
    ("military", "USA", "2025-04-04", {"CN-2024-46-P1-REE"}),
    ("military", "JPN", "2026-01-05", set()),
    ("military", "JPN", "2026-01-06", {"CN-2026-1"}),
    ("military", "JPN", "2026-11-21", {"CN-2026-1"}),
    ("military", "DEU", "2026-11-21", set()),
    ("listed_entity", "JPN", "2026-02-23", set()),
    ("listed_entity", "JPN", "2026-02-24", {"CN-2026-11"}),
    ("listed_entity", "DEU", "2026-04-23", set()),
    ("listed_entity", "DEU", "2026-04-24", {"CN-2026-20"}),
    ("listed_entity", "USA", "2026-11-21", set()),
    ("watch_list_entity", "JPN", "2026-02-24", {"CN-2026-12"}),
    ("watch_list_entity", "FRA", "2026-11-21", set()),
    (None, "JPN", "2026-11-21", set()),
    ("automotive", "JPN", "2026-11-21", set()),
]


@pytest.mark.parametrize(("end_use", "buyer", "on", "more"), USERS)
def test_rules_on_users_meet_exactly_the_lines_that_declare_them(
    end_use: str | None, buyer: str, on: str, more: set[str]
) -> None:
    plain = standing(answer(MAGNET, on))
    declared = standing(answer(MAGNET, on, buyer, end_use))
    assert declared.keys() - plain.keys() == more
    assert plain.keys() <= declared.keys()


def test_a_military_user_in_Japan_scores_higher_than_a_civil_one() -> None:
    civil, military = (answer(OXIDE, "2026-11-21", "JPN", use).score for use in (None, "military"))
    assert civil is not None
    assert military is not None
    assert military > civil


def test_a_misspelt_end_use_is_warned_of_with_the_one_meant() -> None:
    (warning,) = [m for m in answer(OXIDE, "2026-11-21", "JPN", "militry").messages if "end_use" in m.code]
    assert (warning.severity, warning.pointer) == ("warning", "/lines/0/end_use")
    assert '"military"' in warning.detail
    (plain,) = [m for m in answer(OXIDE, "2026-11-21", "JPN", "automotive").messages if "end_use" in m.code]
    assert plain.severity == "info"


# The package of October 2025 as read on three days, for a day after the suspension's end.
READINGS = [
    # Before the suspension was published: in force from 8 November (No. 57) on, as announced.
    ("2025-11-01", Status.IN_FORCE),
    # Suspended to 10 November 2026: in law it takes effect on the 11th. The statements of September suspend nothing.
    ("2026-09-30", Status.IN_FORCE),
    # Nobody says whether it did.
    ("2026-11-21", Status.UNKNOWN),
]


@pytest.mark.parametrize(("known_at", "status"), READINGS)
def test_a_day_is_read_with_the_knowledge_of_another(known_at: str, status: Status) -> None:
    known = date.fromisoformat(known_at)
    assert REGISTER["CN-2025-57"].status(date(2026, 11, 15), known) is status
    assert REGISTER["CN-2025-70"].status(date(2026, 11, 15), known) in (Status.NOT_YET_ANNOUNCED, Status.ENDED)


@pytest.mark.parametrize(
    ("as_of", "known_at", "status"),
    [
        ("2025-12-02", "2025-11-06", Status.IN_FORCE),
        ("2025-12-02", "2025-11-07", Status.SUSPENDED),
        ("2025-12-02", "2026-11-21", Status.SUSPENDED),
        ("2025-11-01", "2026-11-21", Status.ANNOUNCED),
        ("2025-10-08", "2026-11-21", Status.NOT_YET_ANNOUNCED),
        ("2026-11-10", "2026-11-10", Status.SUSPENDED),
        ("2026-11-11", "2026-11-10", Status.IN_FORCE),
    ],
)
def test_foresight_and_hindsight_differ(as_of: str, known_at: str, status: Status) -> None:
    assert REGISTER["CN-2025-57"].status(date.fromisoformat(as_of), date.fromisoformat(known_at)) is status
