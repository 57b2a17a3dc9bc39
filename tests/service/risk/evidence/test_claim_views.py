"""Claims reconciled for the reader: the same interval as in the score, and why its centre is where it is."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import pytest

from service.risk.evidence.claim_views import ClaimView
from service.risk.evidence.claims import NAMELESS, Claim, Evidence
from service.risk.evidence.ledger import Ledger, LedgerPage
from service.risk.evidence.price_series import Quote, yearly
from service.risk.evidence.stage_supply import WITHIN
from service.risk.evidence.table_figures import Tables
from service.risk.evidence.trade import Trade
from service.risk.intervals import Interval
from service.risk.vocabulary import ELEMENTS, SCOPES, Stage
from tests.factories import TODAY, claim, kernel

CHINA_REFINING = ("doc-000-02", "doc-001-05", "doc-000-12")


SHARES = ("stage_share", *WITHIN)
VALUES = ("eol_rir", "demand_saving", "substitution_difficulty_class")
DATES = [date(2005, 1, 1), date(2018, 12, 31), date(2023, 12, 31), date(2025, 10, 31), date(2026, 3, 1), TODAY]


def ledger(*claims: Claim) -> Ledger:
    """A ledger of these claims."""
    return Ledger(Evidence(list(claims)), Tables(Trade(), {}, "e"), {})


def page(*claims: Claim, on: date = TODAY, **query: str) -> LedgerPage:
    """The ledger's page about these claims."""
    return ledger(*claims).page(query, on, 100)


def view(*claims: Claim, on: date = TODAY, **query: str) -> ClaimView:
    """The one view of these claims."""
    (one_view,) = page(*claims, on=on, **query).views
    return one_view


def test_the_three_figures_of_chinas_refining_meet_in_one_view() -> None:
    seen = kernel().ledger.view(kernel().evidence.claim("doc-000-02"), TODAY)
    assert seen is not None
    assert (seen.low, seen.central, seen.high) == (0.70, 0.85, 1.0)
    assert (seen.claim_id, seen.rule) == ("doc-000-02", "attributed to a named source")
    assert seen.figures == CHINA_REFINING
    assert seen.conflicts == CHINA_REFINING[1:]


def test_different_quantities_never_meet() -> None:
    book = kernel().ledger
    for claim_id in ("doc-000-01", "doc-000-02"):
        seen = book.view(kernel().evidence.claim(claim_id), TODAY)
        quantities = {kernel().evidence.claim(f).quantity for f in (*seen.figures, *seen.checks)} if seen else set()
        assert len(quantities) <= 1
    state = next(c for c in kernel().evidence.claims if c.quantity == "state_controlled_share_of_china_capacity")
    mining = kernel().evidence.claim("usgs-mcs2026-mining-share-2025-CHN")
    for other in (state, kernel().evidence.claim("doc-000-01")):
        seen = book.view(mining, TODAY)
        assert seen is not None
        assert other.claim_id not in (*seen.figures, *seen.checks)


def subjects(one: Claim) -> list[str]:
    """What a score may ask about that a claim speaks of: elements, all rare earths, a commodity."""
    covered = [subject for subject in (*ELEMENTS, "REE") if one.covers(subject)]
    return covered or [one.scope] * (one.scope not in SCOPES)


def taken(evidence: Evidence, one: Claim, subject: str, on: date) -> Interval | None:
    """What a score takes where a claim's quantity of a subject is asked for."""
    if one.quantity in VALUES:
        return evidence.value(one.quantity, subject, on, one.form)
    supply = evidence.supply(subject, Stage(one.stage), on)
    if one.quantity in WITHIN:
        return next((p.share for p in supply.within.get(one.geography, ()) if p.name == WITHIN[one.quantity][1]), None)
    share = supply.shares.get(one.geography)
    return Interval(share.stated.low, share.stated.central, share.stated.high, share.figures) if share else None


def shown(evidence: Evidence, one: Claim, subject: str, on: date) -> Interval | None:
    """What the ledger shows for the same."""
    seen = book(evidence).view(one, on, subject)
    return Interval(seen.low, seen.central, seen.high, seen.figures) if seen else None


@cache
def book(evidence: Evidence) -> Ledger:
    """The ledger of this evidence."""
    return Ledger(evidence, Tables(Trade(), {}, "e"), {})


def for_the_model(evidence: Evidence, *quantities: str) -> list[Claim]:
    """Every claim of these quantities that a score may take."""
    return [c for c in evidence.claims if c.use == "model" and c.quantity in quantities]


@pytest.mark.slow
@pytest.mark.parametrize("on", DATES)
def test_the_view_of_every_claim_for_the_model_holds_the_interval_that_a_score_takes(on: date) -> None:
    evidence, met = kernel().evidence, 0
    for one in for_the_model(evidence, *SHARES, *VALUES):
        assert one.quantity != "stage_share" or one.geography not in NAMELESS
        for subject in subjects(one):
            interval = taken(evidence, one, subject, on)
            assert shown(evidence, one, subject, on) == interval, (one.claim_id, subject)
            met += interval is not None
    assert met


@pytest.mark.parametrize("on", DATES[1:])
def test_the_views_of_the_prices_make_the_years_that_a_score_takes(on: date) -> None:
    evidence = kernel().evidence
    for element, basis in {(c.scope, c.basis) for c in for_the_model(evidence, "price") if c.form == "oxide"}:
        rows = [c for c in for_the_model(evidence, "price") if (c.scope, c.form, c.basis) == (element, "oxide", basis)]
        views = {view for c in rows if (view := book(evidence).view(c, on))}
        quotes = [
            Quote(*(date.fromisoformat(day) for day in (v.group.valid_from, v.group.valid_to)), v.central,
                  evidence.claim(v.claim_id).published, v.claim_id)
            for v in views
        ]  # fmt: skip
        assert evidence.prices(element, basis, on) == yearly(quotes, on), (element, basis)


PRICE = {"scope": "Dy", "form": "oxide", "basis": "fob_china", "unit": "USD/kg", "stage": "", "published": "2026-01-05"}
HALF = PRICE | {"valid_from": "2025-01-01", "valid_to": "2025-06-30"}
WHOLE = PRICE | {"valid_from": "2025-01-01", "valid_to": "2025-12-31"}
LASTING = {"stage": "", "geography": "EU27"}
DAY = date(2025, 12, 31)


@pytest.mark.parametrize(
    ("quantity", "first", "second"),
    [
        ("stage_share", {}, {"published": str(DAY)}),
        ("baotou_share_of_china_separation", {}, {"published": str(DAY)}),
        ("eol_rir", LASTING, LASTING | {"published": str(DAY)}),
        ("demand_saving", LASTING, LASTING | {"published": str(DAY)}),
        ("price", HALF, WHOLE),
    ],
)
def test_a_superseded_figure_is_silent_in_scores_and_views_from_the_day_its_successor_is_known(
    quantity: str, first: dict[str, str], second: dict[str, str]
) -> None:
    old = claim("old", quantity, 0.4, flag="superseded_by:new", **first)
    new = claim("new", quantity, 0.6, **second)
    beside = claim("beside", quantity, 0.9, use="check", **second)
    evidence = Evidence([old, new, beside])
    for on, leading in ((DAY - timedelta(days=1), old), (DAY, new)):
        assert evidence.speaking([old, new, beside], on) == [leading]
        if quantity == "price":
            assert [p.claims for p in evidence.prices("Dy", "fob_china", on)] == [(leading.claim_id,)]
            views = {c.claim_id for c in (old, new) if book(evidence).view(c, on)}
            assert views == {leading.claim_id}
        else:
            interval = taken(evidence, leading, "Dy", on)
            assert interval == shown(evidence, leading, "Dy", on)
            assert interval is not None
            assert interval.figures == (leading.claim_id,)


def test_a_superseded_statistic_is_not_carried_back_once_another_is_known() -> None:
    old = claim("old", "eol_rir", 0.1, flag="superseded_by:other", **LASTING)
    other = claim("other", "eol_rir", 0.2, scope="Tb", **LASTING)
    assert Evidence([old, other]).value("eol_rir", "Dy", TODAY) is None


def test_a_view_names_no_check_that_a_newer_edition_supersedes() -> None:
    old = claim("old", value=0.4, use="check", flag="superseded_by:new")
    seen = view(claim("a", value=0.8), old, claim("new", value=0.5, use="check"))
    assert seen.checks == ("new",)


@pytest.mark.parametrize(
    ("first", "second", "rule"),
    [
        ({"scope": "Dy", "published": "2010-01-01"}, {}, "narrowest scope"),
        ({"published": "2021-01-01"}, {"attributed_to": "Ministry"}, "newest publication year"),
        (
            {"attributed_to": "Ministry", "source_class": "state_media"},
            {"source_class": "agency"},
            "attributed to a named source",
        ),
        ({"basis": "capacity", "source_class": "trade_press"}, {}, "capacity before output"),
        ({"source_class": "official_statistic"}, {"source_class": "agency"}, "class of source"),
        ({"valid_from": "2025-01-01"}, {"valid_to": "2024-12-31"}, "newest year described"),
        ({"valid_to": "1990-12-31"}, {}, "newest year described"),
        ({"valid_from": "2025-01-01"}, {"valid_to": "2025-12-31"}, "first by id"),
        ({}, {}, "first by id"),
    ],
)
def test_the_rule_says_what_set_the_central_claim_before_the_next(
    first: dict[str, str], second: dict[str, str], rule: str
) -> None:
    seen = view(claim("a", value=0.9, **first), claim("b", value=0.5, **second), element="Dy")
    assert (seen.claim_id, seen.central, seen.rule) == ("a", 0.9, rule)


def test_of_figures_alike_in_all_else_the_newest_year_described_leads_whatever_their_ids() -> None:
    old = claim("a", value=0.07, valid_from="2020-01-01", valid_to="2020-12-31")
    new = claim("b", value=0.05, valid_from="2025-01-01", valid_to="2025-12-31")
    assert view(old, new).figures == ("b", "a")


def test_the_rule_says_when_there_was_nothing_to_choose_from() -> None:
    hoped = claim("hoped", value=0.3, nature="target")
    assert view(claim(value=0.9)).rule == "only one figure"
    assert view(claim(value=0.9), hoped).rule == "the only figure that isn't a target or projection"
    only_hoped = view(hoped)
    assert (only_hoped.central, only_hoped.high) == (0.0, 0.3)
    assert only_hoped.rule == "targets and projections only: nothing is counted as done"


def test_a_figure_whose_range_meets_the_central_one_is_no_conflict() -> None:
    seen = view(
        claim("a", value=0.92, published="2021-01-01"), claim("b", value_low=0.9, value_high=1.0), claim("c", value=0.7)
    )
    assert (seen.figures, seen.conflicts) == (("a", "b", "c"), ("c",))


def test_a_conflict_named_in_a_row_stands_in_the_view_even_where_ranges_meet() -> None:
    one, other = claim("a", value=0.92), claim("b", value_low=0.9, value_high=1.0, flag="conflicts:a")
    assert view(one, other).conflicts == ("b",)


def test_checks_stand_beside_and_those_outside_the_interval_are_told() -> None:
    seen = view(
        claim("a", value_low=0.7, value_high=0.9),
        claim("inside", value=0.8, use="check"),
        claim("outside", value=0.94, use="check"),
        claim("planned", value=0.1, use="check", nature="projection"),
        claim("open", value_low=0.95, use="check"),
        claim("context", value=0.1, use="context"),
    )
    assert (seen.low, seen.high) == (0.7, 0.9)
    assert seen.checks == ("inside", "open", "outside", "planned")
    assert seen.outside == ("outside",)


def test_a_check_stands_in_the_view_that_it_checks_and_context_in_none() -> None:
    book = ledger(claim("a", value=0.8), claim("b", value=0.9, use="check"), claim("c", value=0.9, use="context"))
    checked = book.view(book.evidence.claim("b"), TODAY)
    assert checked is not None
    assert checked.figures == ("a",)
    assert book.view(book.evidence.claim("c"), TODAY) is None


@pytest.mark.parametrize("column", ["stage", "geography", "unit", "quantity"])
def test_shares_of_another_stage_place_unit_or_quantity_do_not_meet(column: str) -> None:
    other = {"stage": "mining", "geography": "JPN", "unit": "index", "quantity": "eol_rir"}
    assert len(page(claim("a", value=0.8), claim("b", value=0.1, **{column: other[column]})).views) == 2


@pytest.mark.parametrize(
    ("column", "value"), [("basis", "cif_europe"), ("form", "metal"), ("valid_from", "2024-01-01"), ("unit", "CNY/kg")]
)
def test_prices_meet_only_within_a_series_form_period_and_currency(column: str, value: str) -> None:
    row = {
        "quantity": "price", "scope": "Dy", "stage": "", "form": "oxide", "basis": "fob_china", "unit": "USD/kg",
        "valid_from": "2023-01-01", "valid_to": "2024-12-31",
    }  # fmt: skip
    one, other = claim("a", value=300, **row), claim("b", value=310, **(row | {column: value}))
    assert len(page(one, claim("b", value=310, **row)).views) == 1
    assert len(page(one, other).views) == 2


def test_a_price_is_known_from_the_end_of_its_period() -> None:
    row = {"quantity": "price", "scope": "Dy", "form": "oxide", "valid_from": "2014-01-01", "valid_to": "2014-12-31"}
    late = claim("a", value=300, published="2021-01-01", **row)
    assert [e.figure.claim_id for e in page(late, on=date(2015, 1, 1)).entries] == ["a"]
    assert page(late, on=date(2014, 12, 30)).entries == ()


def test_a_claim_is_listed_from_its_publication_on() -> None:
    new = claim(value=0.9, published="2025-10-24")
    assert page(new, on=date(2025, 10, 23)) == LedgerPage((), (), None)
    assert len(page(new, on=date(2025, 10, 24)).entries) == 1


def test_what_stands_in_before_its_publication_is_listed_with_its_view() -> None:
    first = claim("first", "eol_rir", 0.03, stage="", published="2017-01-01", geography="EU27")
    later = claim("later", "eol_rir", 0.07, stage="", published="2023-01-01", geography="EU27")
    listed = page(first, later, on=date(2005, 1, 1))
    assert [e.figure.claim_id for e in listed.entries] == ["first"]
    assert [v.figures for v in listed.views] == [("first",)]


def test_a_view_of_an_element_hears_the_groups_that_hold_it_and_a_groups_own_view_does_not_hear_the_element() -> None:
    group, one = claim("group", value=0.85), claim("one", value=0.98, scope="Dy Tb")
    assert view(group, one, element="Dy").figures == ("one", "group")
    assert {v.group.subject: v.figures for v in page(group, one).views} == {
        "REE": ("group",),
        "Dy Tb": ("one", "group"),
    }


def test_conflicts_and_editions_are_linked_both_ways() -> None:
    book = ledger(
        claim("doc-000-01", value=0.9, document="doc-000", flag="self_reported;conflicts:s"),
        claim("s", value=0.7, flag="superseded_by:t"),
        claim("t", value=0.75),
    )
    document, statistic, newer = (book.entry(i) for i in ("doc-000-01", "s", "t"))
    assert (document.flags, document.conflicts, document.contradicted_by) == (("self_reported",), ("s",), ("s",))
    assert (statistic.conflicts, statistic.contradicted_by) == (("doc-000-01",), ())
    assert (statistic.superseded_by, newer.supersedes) == (("t",), ("s",))


@pytest.mark.slow
def test_pages_follow_each_other_without_gap_or_repetition() -> None:
    book, seen, after = kernel().ledger, [], ""
    for _ in range(1000):
        listed = book.page({}, TODAY, 50, after)
        seen += [e.figure.claim_id for e in listed.entries]
        if listed.after is None:
            break
        after = listed.after
    assert seen == [c.claim_id for c in kernel().evidence.claims]


def test_every_claim_of_the_model_stands_in_the_view_of_its_own_scope() -> None:
    for one in kernel().evidence.claims:
        if kernel().evidence.speaking([one], TODAY):
            seen = kernel().ledger.view(one, TODAY)
            assert seen is not None
            assert one.claim_id in seen.figures
