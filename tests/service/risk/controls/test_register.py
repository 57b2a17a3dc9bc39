"""The register on the dates that matter: which measure stands between a seller and a buyer, and why."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.risk.controls.measures import Acting, Status, measure_of
from service.risk.controls.register import Register, Wanted
from service.risk.vocabulary import Form
from tests.factories import catalogue
from training.tables import controls

ROWS = controls.load()
REGISTER = Register.from_rows(ROWS)


def row(**changes: str) -> dict[str, str | None]:
    """A licence on Dy oxide of CHN, in force since 2020."""
    blank: dict[str, str | None] = dict.fromkeys(controls.COLUMNS)
    plain = {
        "measure_id": "M", "jurisdiction": "CHN", "instrument": "licence", "severity": "moderate",
        "sign": "tightening", "elements": "Dy", "hs92": "284690", "stages": "separation",
        "forms": "oxide compound", "announced": "2019-12-01", "effective": "2020-01-01",
        "hs_match": "partial", "confidence": "A", "train": "yes",
    }  # fmt: skip
    return blank | plain | changes


def acting(
    register: Register,
    on: str,
    *,
    element: str | None = "Dy",
    form: Form | None = Form.OXIDE,
    hs92: str | None = None,
    buyer: str = "DEU",
    seller: str = "CHN",
    end_use: str | None = None,
    view: str = "central",
) -> tuple[Acting, ...]:
    return register.acting(
        seller,
        date.fromisoformat(on),
        hs92=hs92,
        element=element,
        form=form,
        destination=buyer,
        end_use=end_use,
        view=view,
    )


def ids(acts: tuple[Acting, ...], *, in_force: bool = True) -> set[str]:
    return {a.measure_id for a in acts if a.in_force is in_force}


# Quota, duty (10 %, and 25 % on Dy) and the lost refund before 2015; only the licence on contract in 2015;
# reporting since 2023; licence No. 18 since 2025-04-04; No. 61(3) from 2025-10-09 until No. 70 suspended it.
OXIDE = {
    "2010-06-30": {"CN-QUOTA-2010H1", "CN-TAX-2006", "CN-TAX-2008-HREE", "CN-REBATE-2005"},
    "2010-12-31": {"CN-QUOTA-2010H2", "CN-TAX-2006", "CN-TAX-2008-HREE", "CN-REBATE-2005"},
    "2015-06-01": {"CN-LIC-2015"},
    "2025-03-31": {"CN-LIC-2015", "CN-CUSTOMS-REPORT-2023"},
    "2025-04-05": {"CN-LIC-2015", "CN-CUSTOMS-REPORT-2023", "CN-2025-18"},
    "2025-10-15": {"CN-LIC-2015", "CN-CUSTOMS-REPORT-2023", "CN-2025-18", "CN-2025-61-c"},
    "2025-12-02": {"CN-LIC-2015", "CN-2025-18"},
    "2026-11-09": {"CN-LIC-2015", "CN-2025-18"},
    "2026-11-21": {"CN-LIC-2015", "CN-2025-18"},
}
# No export control reached magnets before 2025: they kept their refund, paid no duty, needed no quota.
MAGNET: dict[str, set[str]] = {
    "2010-06-30": set(),
    "2010-12-31": set(),
    "2015-06-01": set(),
    "2025-03-31": set(),
    "2025-04-05": {"CN-2025-18-MAG"},
    "2025-10-15": {"CN-2025-18-MAG", "CN-2025-61-c"},
    "2025-12-02": {"CN-2025-18-MAG"},
    "2026-11-09": {"CN-2025-18-MAG"},
    "2026-11-21": {"CN-2025-18-MAG"},
}


@pytest.mark.parametrize("on", OXIDE)
def test_a_german_buyer_of_Dy_oxide_meets_the_measures_of_the_day(on: str) -> None:
    assert ids(acting(REGISTER, on)) == OXIDE[on]


@pytest.mark.parametrize("on", MAGNET)
def test_a_german_buyer_of_Dy_bearing_magnets_meets_the_measures_of_the_day(on: str) -> None:
    assert ids(acting(REGISTER, on, form=Form.MAGNET)) == MAGNET[on]


def test_measures_announced_and_not_yet_in_force_are_told_apart() -> None:
    eve = acting(REGISTER, "2010-12-31")
    assert ids(eve, in_force=False) == {"CN-QUOTA-2011H1", "CN-ENV-2010"}
    assert ids(acting(REGISTER, "2010-12-27"), in_force=False) == {"CN-ENV-2010"}
    assert ids(acting(REGISTER, "2025-10-15"), in_force=False) == {"CN-2025-61-ab"}


def test_the_second_half_of_2010_is_a_new_and_stronger_quota() -> None:
    first = {a.measure_id: a for a in acting(REGISTER, "2010-06-30")}["CN-QUOTA-2010H1"]
    second = {a.measure_id: a for a in acting(REGISTER, "2010-12-31")}["CN-QUOTA-2010H2"]
    assert first.since == date(1999, 12, 31)  # of the chain's first quota only the year is known
    assert second.since == date(2010, 7, 1)
    assert second.rank > first.rank


TRUCE = {
    "CN-2025-57": (date(2026, 11, 10), date(2026, 11, 11)),
    "CN-2025-21": (date(2026, 11, 10), date(2026, 11, 11)),
    "CN-2024-46-P2": (date(2026, 11, 27), date(2026, 11, 28)),
}
"""Measures that the truce of Kuala Lumpur suspended: last day of the suspension, first day of doubt."""


@pytest.mark.parametrize("name", TRUCE)
def test_what_the_truce_suspended_is_unknown_from_the_day_after_and_the_statement_on_it_is_told(name: str) -> None:
    last, after = TRUCE[name]
    assert REGISTER.status(REGISTER[name], last) is Status.SUSPENDED
    assert REGISTER.status(REGISTER[name], after) is Status.UNKNOWN
    assert name in REGISTER["CN-KL-EXT-2026"].eases


def test_gallium_and_germanium_for_the_US_are_not_held_back_in_the_central_view_after_the_truce() -> None:
    for view, meets in (("central", False), ("favourable", False), ("adverse", True)):
        acts = acting(REGISTER, "2026-11-30", element=None, form=None, hs92="811230", buyer="USA", view=view)
        assert ("CN-2024-46-P2" in ids(acts)) is meets


@pytest.mark.parametrize("buyer", ["USA", "JPN", "DEU", "TWN"])
def test_lists_of_firms_never_act_on_a_purchase_that_declares_none(buyer: str) -> None:
    firms = {row["measure_id"] for row in ROWS if row["instrument"] == "entity_list"}
    for on in ("2025-04-10", "2025-10-01", "2026-07-24", "2026-11-30"):
        for view in ("favourable", "central", "adverse"):
            for form in (Form.OXIDE, Form.METAL, Form.MAGNET):
                acts = acting(REGISTER, on, form=form, buyer=buyer, view=view)
                assert ids(acts).isdisjoint(firms)
            for code in ("811230", "250410", "810600"):
                acts = acting(REGISTER, on, element=None, form=None, hs92=code, buyer=buyer, view=view)
                assert ids(acts).isdisjoint(firms)


def test_namibian_rare_earth_ore_is_barred_since_June_2023_and_its_oxide_is_not() -> None:
    assert ids(acting(REGISTER, "2023-06-07", seller="NAM", form=Form.ORE)) == set()
    assert ids(acting(REGISTER, "2023-06-08", seller="NAM", form=Form.ORE)) == {"NA-2023-REE"}
    assert ids(acting(REGISTER, "2023-06-08", seller="NAM", form=Form.OXIDE)) == set()


def test_the_licence_of_April_2025_was_never_suspended() -> None:
    for on in (date(2025, 4, 4), date(2025, 11, 7), date(2026, 11, 9), date(2026, 11, 21)):
        assert REGISTER.status(REGISTER["CN-2025-18"], on) is Status.IN_FORCE


def test_what_a_country_tightened_on_one_day_is_one_act_and_what_it_eased_is_not_part_of_it() -> None:
    assert REGISTER.announced_with("CN-2025-18-MAG") == REGISTER.announced_with("CN-2025-18")
    assert {"CN-2025-18", "CN-2025-18-MAG"} <= REGISTER.announced_with("CN-2025-18")
    assert "CN-2025-18" not in REGISTER.announced_with("CN-2025-57")
    rows = [row(), row(measure_id="OF-ANOTHER", jurisdiction="RUS"), row(measure_id="EASING", sign="relaxation")]
    assert Register.from_rows(rows).announced_with("M") == {"M"}


def test_the_package_of_October_2025_is_announced_suspended_and_then_unknown() -> None:
    holmium = REGISTER["CN-2025-57"]
    assert REGISTER.status(holmium, date(2025, 10, 8)) is Status.NOT_YET_ANNOUNCED
    assert REGISTER.status(holmium, date(2025, 10, 15)) is Status.ANNOUNCED
    assert REGISTER.status(holmium, date(2025, 12, 2)) is Status.SUSPENDED
    assert REGISTER.status(holmium, date(2026, 11, 9)) is Status.SUSPENDED
    assert REGISTER.status(holmium, date(2026, 11, 10)) is Status.SUSPENDED
    assert REGISTER.status(holmium, date(2026, 11, 11)) is Status.UNKNOWN
    assert REGISTER.status(holmium, date(2026, 11, 21)) is Status.UNKNOWN


def test_unknown_counts_under_the_adverse_view_only_and_starts_anew() -> None:
    central = acting(REGISTER, "2026-11-21", element="Ho")
    adverse = acting(REGISTER, "2026-11-21", element="Ho", view="adverse")
    assert "CN-2025-57" not in ids(central)
    assert {a.measure_id: a.since for a in adverse}["CN-2025-57"] == date(2026, 11, 11)
    assert ids(acting(REGISTER, "2026-11-09", element="Ho", view="adverse")).isdisjoint({"CN-2025-57"})


def test_the_favourable_view_leaves_out_what_is_only_announced() -> None:
    acts = acting(REGISTER, "2025-10-15", view="favourable")
    assert ids(acts) == OXIDE["2025-10-15"]
    assert ids(acts, in_force=False) == set()


@pytest.mark.parametrize("on", OXIDE)
def test_domestic_purchases_are_untouched(on: str) -> None:
    assert acting(REGISTER, on, buyer="CHN", view="adverse") == ()


def test_military_users_in_Japan_are_barred_and_nobody_else() -> None:
    assert "CN-2026-1" in ids(acting(REGISTER, "2026-01-07", buyer="JPN", end_use="military"))
    assert "CN-2026-1" not in ids(acting(REGISTER, "2026-01-07", buyer="JPN"))
    assert "CN-2026-1" not in ids(acting(REGISTER, "2026-01-07", buyer="JPN", end_use="automotive"))
    assert "CN-2026-1" not in ids(acting(REGISTER, "2026-01-07", buyer="DEU", end_use="military"))
    assert "CN-2026-1" not in ids(acting(REGISTER, "2026-01-05", buyer="JPN", end_use="military"))


def test_US_military_users_are_barred_from_rare_earths_once_these_are_listed() -> None:
    before = acting(REGISTER, "2025-04-03", buyer="USA", end_use="military")
    assert ids(before).isdisjoint({"CN-2024-46-P1-REE"})
    assert "CN-2024-46-P1-REE" in ids(acting(REGISTER, "2025-04-05", buyer="USA", end_use="Military"))


def test_the_halt_of_2010_reached_Japan_and_then_for_ten_days_the_West() -> None:
    assert "CN-JPN-EMBARGO-2010" in ids(acting(REGISTER, "2010-10-01", buyer="JPN"))
    assert "CN-JPN-EMBARGO-2010" not in ids(acting(REGISTER, "2010-10-01"))
    assert "CN-HALT-2010-WEST" in ids(acting(REGISTER, "2010-10-20"))
    assert "CN-HALT-2010-WEST" not in ids(acting(REGISTER, "2010-10-20", buyer="KOR"))
    assert "CN-JPN-EMBARGO-2010" not in ids(acting(REGISTER, "2010-12-31", buyer="JPN"))


def test_magnets_without_Dy_Tb_or_Sm_are_free_unless_they_share_the_good() -> None:
    on = date(2025, 4, 5)
    alone = REGISTER.acting("CHN", on, hs92=None, element="Nd", form=Form.MAGNET, destination="DEU")
    beside = REGISTER.acting(
        "CHN", on, hs92=None, element="Nd", form=Form.MAGNET, destination="DEU", also=frozenset({"Dy"})
    )
    assert alone == ()
    assert ids(beside) == {"CN-2025-18-MAG"}


def test_general_licences_and_technology_controls_never_act_on_goods() -> None:
    names = ids(acting(REGISTER, "2026-01-05", form=Form.MAGNET, view="adverse"))
    assert names.isdisjoint({"CN-GL-2025-12", "CN-TECH-2023", "CN-MAG-SEED", "CN-2025-62"})
    assert "CN-2025-18-MAG" in names


def test_technology_controls_have_their_own_look_up() -> None:
    before = REGISTER.technology("CHN", date(2024, 6, 1), stage="magnet", destination="DEU")
    assert ids(before) == {"CN-TECH-2023"}
    published = REGISTER.technology("CHN", date(2025, 12, 1), stage="magnet", destination="DEU")
    assert ids(published) == {"CN-TECH-2023", "CN-MAG-SEED"}
    assert REGISTER.technology("CHN", date(2024, 6, 1), stage="magnet", destination="CHN") == ()


def test_what_bears_on_a_good_holds_relaxations_and_suspended_measures_too() -> None:
    acts = REGISTER.bearing("CHN", date(2025, 12, 2), hs92=None, element="Dy", form=Form.MAGNET, destination="DEU")
    spans = {m.measure_id: span for m, span in acts}
    assert spans["CN-2025-61-c"] == (Status.SUSPENDED, date(2025, 11, 7), date(2026, 11, 10))
    assert spans["CN-GL-2025-12"].status is Status.IN_FORCE
    assert spans["CN-2025-18-MAG"] == (Status.IN_FORCE, date(2025, 4, 4), None)
    assert "CN-TAX-2006" not in spans


def test_a_relaxation_is_shown_with_the_measure_that_it_eases() -> None:
    licence = REGISTER["CN-2025-18-MAG"]
    assert REGISTER.easing(licence, date(2025, 12, 2)) == ("CN-GL-2025-12",)
    assert REGISTER.easing(licence, date(2025, 12, 1)) == ()
    assert REGISTER.easing(REGISTER["CN-TAX-2006"], date(2015, 6, 1)) == ("CN-TAX-END-2015",)


def test_evidence_never_acts_and_is_listed_as_such() -> None:
    listed = dict(REGISTER.query(date(2026, 11, 21), wanted=Wanted(country="USA")))
    assert set(listed.values()) >= {Status.EVIDENCE}
    evidence = {m.measure_id for m in REGISTER.measures if m.sign == "evidence"}
    for on in OXIDE:
        assert ids(acting(REGISTER, on, view="adverse")).isdisjoint(evidence)


def test_cerium_oxide_and_its_HS_code_meet_the_same_measures(subtests: pytest.Subtests) -> None:
    for year in range(1998, 2027):
        with subtests.test(year=year):
            on = f"{year}-12-31"
            by_element = acting(REGISTER, on, element="Ce", form=Form.OXIDE)
            assert acting(REGISTER, on, element=None, form=None, hs92="284610") == by_element
            assert acting(REGISTER, on, element="Ce", form=None, hs92="284610") == by_element


def test_breadth_is_the_share_of_the_code_that_a_measure_names() -> None:
    breadths = {a.measure_id: a.breadth for a in acting(REGISTER, "2025-04-05", element=None, form=None, hs92="284690")}
    assert breadths["CN-2025-18"] == pytest.approx(7 / 15)
    assert breadths["CN-LIC-2015"] == 1.0
    cerium = acting(REGISTER, "2025-04-05", element=None, form=None, hs92="284610")
    assert "CN-2025-18" not in ids(cerium)


def test_other_minerals_are_matched_by_code_and_another_stage_never_acts() -> None:
    nickel = acting(REGISTER, "2020-06-30", element=None, form=None, hs92="260400", seller="IDN", buyer="JPN")
    assert ids(nickel) == {"ID-NI-2020"}
    tin = acting(REGISTER, "2009-06-30", element=None, form=None, hs92="260900", buyer="JPN", view="adverse")
    assert REGISTER["CN-QUOTA-TIN-2009"].hs_match == "related"
    assert "CN-QUOTA-TIN-2009" not in ids(tin)


def test_measures_of_the_EU_act_for_its_members_and_not_between_them() -> None:
    def mercury(buyer: str) -> set[str]:
        return ids(acting(REGISTER, "2016-06-30", element=None, form=None, hs92="280540", seller="ESP", buyer=buyer))

    assert mercury("IND") == {"EU-HG-2011"}
    assert mercury("DEU") == set()


def test_rows_recalled_and_not_seen_act_only_on_request() -> None:
    recalled = [row(confidence="C", train="no")]
    assert acting(Register.from_rows(recalled), "2021-01-01") == ()
    assert ids(acting(Register.from_rows(recalled, unverified=True), "2021-01-01")) == {"M"}
    assert [m.measure_id for m, _ in Register.from_rows(recalled).query(date(2021, 1, 1))] == ["M"]


def test_a_renewal_keeps_the_date_of_the_first_of_its_chain() -> None:
    chain = [
        row(measure_id="A", ended="2020-12-31"),
        row(measure_id="B", announced="2020-12-01", effective="2021-01-01", renews="A"),
    ]
    (renewal,) = acting(Register.from_rows(chain), "2021-06-01")
    assert (renewal.measure_id, renewal.since) == ("B", date(2020, 1, 1))
    assert ids(acting(Register.from_rows(chain), "2020-12-15"), in_force=False) == set()


def test_a_measure_back_from_a_suspension_starts_anew() -> None:
    register = Register.from_rows([row(suspended_from="2020-06-01", suspended_until="2020-08-31")])
    assert acting(register, "2020-07-01") == ()
    (back,) = acting(register, "2020-09-01")
    assert back.since == date(2020, 9, 1)


def test_what_was_not_known_is_not_used() -> None:
    register = Register.from_rows([row(suspended_from="2020-06-01", suspended_until="2020-08-31")])
    measure = register["M"]
    assert register.status(measure, date(2020, 7, 1)) is Status.SUSPENDED
    assert register.status(measure, date(2020, 7, 1), known_at=date(2020, 5, 1)) is Status.IN_FORCE
    assert register.status(measure, date(2020, 7, 1), known_at=date(2019, 11, 30)) is Status.NOT_YET_ANNOUNCED
    assert register.query(date(2019, 11, 30)) == []
    assert acting(register, "2019-12-15")[0].in_force is False


def test_the_term_of_a_quota_is_known_beforehand_and_the_end_of_a_tax_is_not() -> None:
    known = date(2020, 6, 1)
    quota = Register.from_rows([row(instrument="quota", ended="2020-12-31")])
    tax = Register.from_rows([row(instrument="tax", ended="2020-12-31")])
    assert quota.status(quota["M"], date(2021, 2, 1), known_at=known) is Status.ENDED
    assert tax.status(tax["M"], date(2021, 2, 1), known_at=known) is Status.IN_FORCE


def test_a_query_selects_by_element_country_and_stage() -> None:
    on = date(2025, 4, 5)
    measures = {m.measure_id for m, _ in REGISTER.query(on, wanted=Wanted(element="Dy", country="CHN", stage="magnet"))}
    assert "CN-2025-18-MAG" in measures
    assert "CN-2025-18" not in measures
    assert {m.jurisdiction for m, _ in REGISTER.query(on, wanted=Wanted(country="VNM"))} == {"VNM"}


def test_lists_are_filtered_by_status_and_confidence() -> None:
    on = date(2025, 11, 8)
    measures = {m.measure_id for m, _ in REGISTER.query(on, wanted=Wanted(status="in_force"))}
    assert {"CN-2025-18", "CN-2025-70"} <= measures
    assert measures.isdisjoint({"CN-2025-57", "CN-2025-61-c"})
    assert {m.measure_id for m, _ in REGISTER.query(on, wanted=Wanted(status="suspended"))} >= {
        "CN-2025-57",
        "CN-2025-61-c",
    }
    assert {m.confidence for m, _ in REGISTER.query(on, wanted=Wanted(confidence="C"))} == {"C"}


def test_end_uses_are_collected_once() -> None:
    """Each line that states one asks for them."""
    assert REGISTER.end_uses is REGISTER.end_uses


def test_the_end_uses_named_are_those_that_can_act() -> None:
    assert REGISTER.end_uses == {"military", "listed_entity", "watch_list_entity"}
    assert REGISTER["CN-2026-34"].end_uses == {"drone"}  # listed: it names no good of the register


def test_the_revision_names_the_content() -> None:
    assert Register.from_rows([row()]).revision == Register.from_rows([row()]).revision
    assert Register.from_rows([row()]).revision != Register.from_rows([row(severity="strong")]).revision
    assert Register.from_rows([row()], "2026-11").revision == "2026-11"


def test_a_row_with_an_unknown_severity_is_refused() -> None:
    with pytest.raises(ValueError, match="severity"):
        measure_of(row(severity="fierce"))


days = st.dates(date(2018, 1, 1), date(2024, 1, 1)).map(date.isoformat)
severities = st.sampled_from(["administrative", "moderate", "strong", "prohibitive"])
measures = st.builds(
    lambda start, severity, instrument, destinations: {
        "announced": start, "effective": start, "severity": severity, "instrument": instrument,
        "destinations": destinations,
    },
    days, severities, st.sampled_from(["quota", "tax", "prohibition"]), st.sampled_from(["", "JPN", "EU27"]),
)  # fmt: skip


@given(st.lists(measures, max_size=4), measures, days, st.sampled_from(["favourable", "central", "adverse"]))
def test_adding_a_measure_never_removes_one(
    held: list[dict[str, str]], added: dict[str, str], on: str, view: str
) -> None:
    rows = [row(measure_id=f"M{i}", **m) for i, m in enumerate(held)]
    few = acting(Register.from_rows(rows), on, view=view)
    more = acting(Register.from_rows([*rows, row(measure_id="NEW", **added)]), on, view=view)
    assert set(few) <= set(more)


@given(measures, days)
def test_tightening_a_measure_never_lowers_its_rank(measure: dict[str, str], on: str) -> None:
    plain = acting(Register.from_rows([row(**measure)]), on)
    tighter = acting(Register.from_rows([row(**measure | {"severity": "prohibitive"})]), on)
    assert [a.measure_id for a in plain] == [a.measure_id for a in tighter]
    assert all(a.rank <= b.rank for a, b in zip(plain, tighter, strict=True))


@given(days)
def test_each_view_holds_everything_that_a_better_one_holds(on: str) -> None:
    for element in ("Dy", "Ho", "Nd"):
        central = acting(REGISTER, on, element=element)
        assert set(acting(REGISTER, on, element=element, view="favourable")) <= set(central)
        assert set(central) <= set(acting(REGISTER, on, element=element, view="adverse"))


def test_a_filter_by_element_finds_measures_on_magnets_that_may_hold_it() -> None:
    on = date(2026, 11, 21)
    magnets = catalogue().companions("Nd")

    def ids(**query: str) -> set[str]:
        return {m.measure_id for m, _ in REGISTER.query(on, wanted=Wanted(element="Nd", companions=magnets, **query))}

    assert "CN-2025-18-MAG" in ids(stage="magnet", status="in_force")
    assert "CN-2025-18-MAG" in ids(status="in_force")
    assert "CN-2025-57" not in ids(stage="separation")
    assert "CN-2025-18" not in ids()
