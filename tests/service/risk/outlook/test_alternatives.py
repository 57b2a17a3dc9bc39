"""Other sources: plans are no supply, feeds are told, and what was published later is unknown."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from service.risk import scoring
from service.risk.outlook.alternatives import Alternatives, alternatives, sentences, times_need
from service.risk.outlook.projects import HAS_PRODUCED, Project, State, months, projects
from service.risk.vocabulary import Stage
from tests.factories import TODAY, bom, claim, kernel, line, supply


@cache
def of(element: str, stage: str, without: str = "CHN", by: date | None = None, on: date = TODAY) -> Alternatives:
    """Other sources for a German buyer."""
    return alternatives(element, Stage(stage), without, "DEU", kernel(), on, by)


def test_planned_capacity_never_counts_as_supply_before_it_has_produced() -> None:
    for element, stage in (("Nd", "separation"), ("Dy", "separation"), ("Nd", "magnet"), ("Dy", "mining")):
        made = of(element, stage)
        shares = kernel().sourcing.supply(element, TODAY, "central").makers[Stage(stage)].shares
        assert made.world_share <= sum(share for c, share in shares.items() if c != "CHN") + 1e-12
        assert made.planned
        assert all(one.state not in HAS_PRODUCED and not one.supplies for one in made.planned)
        assert all(plant.supplies for maker in made.makers for plant in maker.plants)
        assert "none counts as supply" in " ".join(sentences(made))


def test_a_plan_changes_no_number_of_supply(monkeypatch: pytest.MonkeyPatch) -> None:
    before = of("Nd", "separation")
    monkeypatch.setattr("service.risk.outlook.alternatives.projects", lambda *_: [])
    after = alternatives("Nd", Stage.SEPARATION, "CHN", "DEU", kernel(), TODAY)
    assert [(m.country, m.world_share, m.score) for m in after.makers] == [
        (m.country, m.world_share, m.score) for m in before.makers
    ]
    assert before.planned
    assert not after.planned


@pytest.mark.parametrize(("element", "stage"), [("Nd", "separation"), ("Dy", "magnet"), ("Y", "metal")])
def test_no_maker_stands_on_a_figure_that_nobody_verified(element: str, stage: str) -> None:
    claims = [kernel().evidence.claim(name) for maker in of(element, stage).makers for name in maker.figures]
    assert claims
    for one in claims:
        assert one.verified, one.claim_id
        assert one.locator, one.claim_id


def test_plans_that_nobody_verified_are_told_apart() -> None:
    made = of("Nd", "separation")
    doubtful = [one for one in made.planned if not one.verified and one.state is not State.GIVEN_UP]
    assert 0 < len(doubtful) < len(made.planned)
    (told,) = [text for text in sentences(made) if "nobody verified" in text]
    assert doubtful[0].name in told
    assert all("unverified" in claim.flag for one in doubtful for claim in one.claims)
    assert all(plant.verified for maker in made.makers for plant in maker.plants)


def test_figures_on_all_rare_earths_that_stand_in_for_an_element_are_called_so() -> None:
    assert "all rare earths together stand in" in " ".join(sentences(of("Y", "metal")))
    assert of("Nd", "separation").stands_in == ""


def test_a_maker_s_score_is_that_of_buying_all_there() -> None:
    maker = of("Nd", "separation").makers[0]
    product = bom(line("Nd", "oxide", *supply("separation", **{maker.country: "1"}), kg=None))
    assert maker.score == scoring.score(product, kernel(), TODAY).score


def test_the_estonian_separator_is_told_to_work_on_russian_ore() -> None:
    estonia = next(one for one in of("Nd", "separation").makers if one.country == "EST")
    feeds = {feed.country: feed.share for feed in estonia.feeds if feed.stage is Stage.MINING}
    assert max(feeds, key=lambda country: feeds[country]) == "RUS"


def test_makers_that_depend_on_the_country_are_named() -> None:
    text = " ".join(sentences(of("Nd", "magnet")))
    assert "passes China first" in text
    assert "Japan" in text


def test_the_country_that_is_left_out_is_no_maker() -> None:
    assert all(one.country != "MYS" for one in of("Nd", "separation", "MYS").makers)
    assert any(one.country == "CHN" for one in of("Nd", "separation", "MYS").makers)


def test_only_plans_that_state_a_start_by_the_day_are_told() -> None:
    soon = of("Nd", "separation", by=date(2026, 12, 31)).planned
    assert [one.name for one in soon] == ["Caremag (Lacq)"]


def test_nothing_is_known_of_projects_before_their_sources() -> None:
    assert of("Nd", "separation", on=date(2021, 1, 1)).planned == ()


def test_a_magnet_plant_is_no_source_of_scandium() -> None:
    made = of("Sc", "magnet")
    assert made.makers == made.planned == ()
    assert "No source of ours names a maker" in sentences(made)[0]


def test_a_start_that_moved_is_told_in_months() -> None:
    stillwater = next(one for one in of("Nd", "magnet").planned if one.name == "Stillwater")
    assert stillwater.slipped_months == 12
    assert months("2026-02-01", "2027-01-31") == 11


def test_the_lead_time_is_the_documents_and_the_projects_own_dates_stand_beside_it() -> None:
    made = of("Nd", "separation")
    assert {(c.low, c.high) for c in made.lead_time} == {(7.0, 10.0)}
    told = {one.name: one.open_years(TODAY) for one in made.dated}
    assert set(told) == {"Eneabba refinery", "Nolans"}
    assert told["Eneabba refinery"] == pytest.approx(55 / 12)
    text = " ".join(sentences(made))
    assert "7 to 10 years" in text
    assert "can't settle" in text


def test_a_plant_is_compared_with_a_need_in_the_same_unit() -> None:
    one = claim("c", "planned_capacity", 2.0, unit="t/y")
    plan = Project("P", "O", State.PLANNED, "", one, (one,), "")
    assert times_need(plan, 500.0) == 4.0
    assert times_need(plan, None) is None


def test_a_project_whose_source_is_newer_speaks_for_it() -> None:
    eneabba = next(one for one in projects(kernel().evidence, TODAY) if one.name == "Eneabba refinery")
    assert [claim.claim_id for claim in eneabba.claims] == ["wa-gov-2022-plan-eneabba", "projects-2026-plan-eneabba"]
    assert eneabba.claim.claim_id == "projects-2026-plan-eneabba"
