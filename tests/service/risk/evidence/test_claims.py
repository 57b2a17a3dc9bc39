"""Claims side by side: which one leads, what only stretches the interval, and what was known when."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from service.risk.errors import NotFoundError
from service.risk.evidence.claims import Claim, Evidence, reconcile
from service.risk.evidence.stage_supply import StageSupply
from service.risk.intervals import VIEWS, Interval
from service.risk.mix import UNKNOWN_COUNTRY
from service.risk.vocabulary import ELEMENTS, Stage
from tests.factories import TODAY, claim, kernel


def reconciled(*claims: Claim) -> Interval:
    """The interval of claims."""
    interval = reconcile(claims)
    assert interval is not None
    return interval


def test_nothing_claimed_is_nothing_known() -> None:
    assert reconcile([]) is None


def test_the_newest_publication_gives_the_central_value() -> None:
    figure = reconciled(
        claim("old", value=0.7, published="2019-05-01"), claim("new", value=0.9, published="2021-01-01")
    )
    assert (figure.central, figure.figures[0]) == (0.9, "new")


def test_within_a_year_an_official_attribution_goes_before_an_agency_before_the_press() -> None:
    press = claim("press", value=0.5, source_class="trade_press")
    agency = claim("agency", value=0.6, published="2020-03-01")
    official = claim("official", value=0.7, source_class="state_media", attributed_to="Ministry of Commerce")
    assert reconciled(press, agency).figures == ("agency", "press")
    assert reconciled(press, agency, official).figures[0] == "official"


def test_within_a_year_the_narrower_scope_goes_first() -> None:
    assert reconciled(claim("all", value=0.5), claim("one", value=0.6, scope="Dy")).central == 0.6


def test_the_interval_is_the_envelope_of_all_claims() -> None:
    interval = reconciled(
        claim("a", value=0.85, published="2021-01-01"),
        claim("b", value_low=0.70, value_high=0.75),
        claim("c", value_low=0.90, value_high=1.0),
    )
    assert (interval.low, interval.central, interval.high) == (0.70, 0.85, 1.0)


def test_a_range_without_a_point_has_its_middle_as_centre() -> None:
    assert reconciled(claim(value_low=0.70, value_high=0.80)).central == pytest.approx(0.75)


@pytest.mark.parametrize("nature", ["target", "projection"])
def test_what_is_hoped_for_stretches_the_interval_and_never_moves_the_centre(nature: str) -> None:
    now = claim("now", value=0.1)
    hoped = claim("hoped", value_low=0.3, value_high=0.5, nature=nature, published="2024-01-01")
    interval = reconciled(now, hoped)
    assert (interval.low, interval.central, interval.high) == (0.1, 0.1, 0.5)
    assert interval.figures[0] == "now"


def test_a_target_alone_leaves_the_centre_at_nothing() -> None:
    interval = reconciled(claim(value_low=0.3, value_high=0.5, nature="target"))
    assert (interval.low, interval.central, interval.high) == (0.0, 0.0, 0.5)


def test_the_order_of_claims_does_not_matter() -> None:
    rows = [claim(str(n), value=n / 10, published=f"{2018 + n % 3}-01-01") for n in range(6)]
    assert reconcile(rows) == reconcile(rows[::-1])


def test_a_claim_is_unused_before_its_publication() -> None:
    evidence = Evidence([claim(value=0.9, published="2025-10-24")])
    day = date(2025, 10, 24)
    assert not evidence.supply("Dy", Stage.SEPARATION, day - timedelta(days=1)).shares
    assert evidence.supply("Dy", Stage.SEPARATION, day).shares


def test_a_claim_for_checking_or_context_never_enters() -> None:
    evidence = Evidence([claim("a", value=0.9, use="check"), claim("b", value=0.9, use="context")])
    assert not evidence.supply("Dy", Stage.SEPARATION, TODAY).shares


def test_a_lasting_property_is_used_as_first_published_before_its_publication() -> None:
    first = claim("first", "eol_rir", 0.03, stage="", published="2017-01-01", geography="EU27")
    later = claim("later", "eol_rir", 0.07, stage="", published="2023-01-01", geography="EU27")
    interval = Evidence([first, later]).value("eol_rir", "Dy", date(2005, 1, 1))
    assert interval is not None
    assert interval.figures == ("first",)


def test_a_figure_of_a_source_document_is_never_used_before_its_publication() -> None:
    one = claim("doc-001-17", "eol_rir", 0.03, stage="", published="2025-11-01", document="doc-001")
    assert Evidence([one]).value("eol_rir", "Dy", date(2025, 10, 31)) is None


def test_a_figure_about_a_commodity_of_two_words_is_heard_of_that_commodity_alone() -> None:
    rate = claim("rate", "eol_rir", 0.0, stage="", scope="coking coal")
    share = claim("share", value=0.5, scope="coking coal")
    evidence = Evidence([rate, share])
    assert evidence.value("eol_rir", "coking coal", TODAY) is not None
    assert evidence.value("eol_rir", "coal", TODAY) is None
    assert evidence.supply("coking coal", Stage.SEPARATION, TODAY).shares
    assert not evidence.supply("coal", Stage.SEPARATION, TODAY).shares


def test_a_figure_about_another_form_is_not_heard() -> None:
    evidence = Evidence([claim(quantity="demand_saving", value=0.2, form="magnet")])
    assert evidence.value("demand_saving", "Dy", TODAY, "oxide") is None
    assert evidence.value("demand_saving", "Dy", TODAY, "magnet") is not None


def test_an_unknown_claim_says_where_claims_are_listed() -> None:
    with pytest.raises(NotFoundError, match="no claim 'x'"):
        Evidence([]).claim("x")


def all_supplies() -> list[StageSupply]:
    """World supply of every element and stage that the shipped evidence knows, on several days."""
    evidence = kernel().evidence
    days = (date(2012, 12, 31), date(2023, 12, 31), TODAY)
    asked = [(e, s, d) for e in [*ELEMENTS, "REE"] for s in Stage for d in days]
    return [supplied for e, s, d in asked if (supplied := evidence.supply(e, s, d)).shares]


def test_world_mixes_sum_to_one_in_every_view() -> None:
    supplies = all_supplies()
    assert len(supplies) > 20
    for supply in supplies:
        for view in VIEWS:
            mix = supply.mix(view)
            assert sum(mix.values()) == pytest.approx(1.0)
            assert all(0.0 < share <= 1.0 for share in mix.values())


def test_the_largest_share_grows_from_the_favourable_to_the_adverse_view() -> None:
    for supply in all_supplies():
        leader = max(sorted(supply.shares), key=lambda c: supply.shares[c].central)
        shares = [supply.mix(view)[leader] for view in VIEWS]
        assert all(a <= b + 1e-12 for a, b in pairwise(shares))


def test_what_no_source_names_is_kept_apart() -> None:
    supply = Evidence([claim(value=0.85)]).supply("Dy", Stage.SEPARATION, TODAY)
    assert supply.mix("central") == pytest.approx({"CHN": 0.85, UNKNOWN_COUNTRY: 0.15})


def test_the_refining_figures_of_the_documents_disagree_into_an_interval() -> None:
    supply = kernel().evidence.supply("Nd", Stage.SEPARATION, TODAY)
    china = supply.shares["CHN"]
    assert (china.low, china.high) == (0.70, 1.0)
    assert china.low < china.central < china.high
    assert {"doc-000-02", "doc-000-12", "doc-001-05"} <= set(china.figures)


def test_a_figure_about_the_heavy_elements_goes_before_one_about_all_and_keeps_the_others_in_the_interval() -> None:
    supply = kernel().evidence.supply("Dy", Stage.SEPARATION, TODAY)
    china = supply.shares["CHN"]
    assert (china.low, china.central, china.high) == (0.70, 0.98, 1.0)
    assert china.figures[0] == "bigpic-2026-separation-DyTb-2025-CHN"
    assert "doc-000-02" in china.figures


def test_every_claim_has_a_document_and_a_locator() -> None:
    documents = kernel().documents
    for one in kernel().evidence.claims:
        assert one.document in documents
        assert one.locator
