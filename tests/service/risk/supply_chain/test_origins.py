"""The paths of a purchase on the project's own tables: what a buyer, a sceptic and an auditor would check."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import pairwise, product

import pytest

from service.risk.mix import UNKNOWN_COUNTRY
from service.risk.supply_chain.origins import Origins, origins
from service.risk.supply_chain.places import EXPLAINED, Assumption, Code, DeclaredSource, Place
from service.risk.supply_chain.tracing import MOST_PATHS
from service.risk.vocabulary import CHAIN, ELEMENTS, Form, Stage
from tests.factories import TODAY, sourcing

pytestmark = pytest.mark.slow

BUYERS = ("DEU", "USA", "JPN", "FRA", "KOR")
DATES = (date(2010, 1, 1), date(2010, 6, 30), date(2015, 6, 30), date(2021, 6, 30), date(2025, 3, 1), TODAY)
VIEWS = ("favourable", "central", "adverse")
Declared = dict[Stage, list[DeclaredSource]]


def paths(
    element: str,
    form: Form,
    buyer: str | None,
    declared: Declared | None = None,
    on: date = TODAY,
    view: str = "central",
) -> Origins:
    return origins(element, form, buyer, on, sourcing(), declared or {}, view)


def last_shares(origins: Origins, stage: Stage) -> dict[str, float]:
    """Share of each country that a stage leaves last."""
    shares: dict[str, float] = defaultdict(float)
    for path in origins.paths:
        here = [place.country for place in path.places if place.stage is stage]
        shares[here[-1] if here else ""] += path.weight
    return dict(shares)


def stated(stage: Stage, **shares: float) -> Declared:
    return {stage: [DeclaredSource(country, share) for country, share in shares.items()]}


def countries(origins: Origins) -> set[str]:
    return {place.country for path in origins.paths for place in path.places}


@pytest.mark.parametrize(("view", "on"), list(product(VIEWS, DATES)))
def test_weights_sum_to_one_and_paths_are_few_and_in_order_of_weight(view: str, on: date) -> None:
    for element, form, buyer in product(("Sc", "Ce", "Nd", "Dy"), Form, (*BUYERS, "CHN", "MYS", "BRA", None)):
        traced = paths(element, form, buyer, on=on, view=view).paths
        assert sum(path.weight for path in traced) == pytest.approx(1.0)
        assert 1 <= len(traced) <= MOST_PATHS
        assert all(one.weight >= other.weight - 1e-9 for one, other in pairwise(traced))
        assert len({path.places for path in traced}) == len(traced)


def test_a_path_passes_the_stages_of_its_form_downwards() -> None:
    for element, form, buyer in product(ELEMENTS, Form, BUYERS):
        for path in paths(element, form, buyer).paths:
            order = [CHAIN[Form.MAGNET].index(place.stage) for place in path.places]
            assert order == sorted(order)
            assert path.places[-1].stage in CHAIN[form]


SHARES_OF_CHINA = {
    "Dy": {"DEU": 0.96, "USA": 0.98, "JPN": 0.93, "FRA": 0.89, "KOR": 0.98},
    "Nd": {"DEU": 0.87, "USA": 0.91, "JPN": 0.81, "FRA": 0.73, "KOR": 0.93},
    "Ce": {"DEU": 0.55, "USA": 0.69, "JPN": 0.60, "FRA": 0.49, "KOR": 0.62},
}
"""What the method gave when it was chosen, before output at home was counted (the United States' neodymium)."""


@pytest.mark.parametrize("element", SHARES_OF_CHINA)
def test_chinas_share_of_five_buyers_oxide_is_that_of_the_method(element: str) -> None:
    for buyer, expected in SHARES_OF_CHINA[element].items():
        share = last_shares(paths(element, Form.OXIDE, buyer), Stage.SEPARATION)["CHN"]
        assert share == pytest.approx(expected, abs=0.15 if (element, buyer) == ("Nd", "USA") else 0.05)


def test_no_country_that_makes_nothing_is_ever_a_default_source() -> None:
    for on, view, element, buyer in product(DATES, VIEWS, ("Ce", "Nd", "Dy"), (*BUYERS, "POL", "AUT")):
        makers = sourcing().supply(element, on, view).makers
        for path in paths(element, Form.MAGNET, buyer, on=on, view=view).paths:
            for place in path.places:
                known = makers[place.stage]
                assert place.country in known.shares or place.country in known.later


@pytest.mark.parametrize("on", DATES)
def test_poland_and_austria_never_separate_cerium(on: date) -> None:
    for buyer in (*BUYERS, "POL", "AUT", "ITA", None):
        separated = last_shares(paths("Ce", Form.OXIDE, buyer, on=on), Stage.SEPARATION)
        assert not {"POL", "AUT", "NLD", "BEL"} & separated.keys()


@pytest.mark.parametrize("on", DATES)
def test_a_chinese_buyers_dysprosium_is_separated_in_china(on: date) -> None:
    assert last_shares(paths("Dy", Form.OXIDE, "CHN", on=on), Stage.SEPARATION) == {"CHN": pytest.approx(1.0)}


def test_a_maker_keeps_its_output_at_home_as_far_as_it_goes() -> None:
    american = last_shares(paths("Nd", Form.OXIDE, "USA"), Stage.SEPARATION)["USA"]
    german = last_shares(paths("Nd", Form.OXIDE, "DEU"), Stage.SEPARATION).get("USA", 0.0)
    assert 0.1 < american < 0.3
    assert german < 0.05
    assert last_shares(paths("Nd", Form.MAGNET, "JPN"), Stage.MAGNET)["JPN"] > 0.5


def test_all_american_material_of_an_american_buyer_crosses_no_border() -> None:
    traced = paths("Nd", Form.OXIDE, "USA", stated(Stage.SEPARATION, USA=1.0))
    assert countries(traced) == {"USA"}


@pytest.mark.parametrize(("form", "stage"), [(Form.OXIDE, Stage.SEPARATION), (Form.MAGNET, Stage.MAGNET)])
@pytest.mark.parametrize("view", VIEWS)
def test_a_declaration_equal_to_the_default_changes_nothing(form: Form, stage: Stage, view: str) -> None:
    default = paths("Nd", form, "DEU", view=view)
    same = [DeclaredSource(c, s) for c, s in sourcing().supply("Nd", TODAY, view).mix(stage, "DEU").items()]
    again = paths("Nd", form, "DEU", {stage: same}, view=view)
    assert [path.places for path in again.paths] == [path.places for path in default.paths]
    assert [path.weight for path in again.paths] == pytest.approx([path.weight for path in default.paths])


@pytest.mark.parametrize("stage", [Stage.SEPARATION, Stage.METAL])
def test_a_declaration_equal_to_what_the_default_has_upstream_changes_nothing(stage: Stage) -> None:
    default = paths("Dy", Form.METAL, "JPN")
    held = {c: s for c, s in last_shares(default, stage).items() if c}
    again = paths("Dy", Form.METAL, "JPN", stated(stage, **held))
    assert dict(last_shares(again, Stage.METAL)) == pytest.approx(dict(last_shares(default, Stage.METAL)), abs=0.02)
    assert dict(last_shares(again, stage)) == pytest.approx(held, abs=0.02)


def test_declared_shares_hold_at_their_stage_and_leave_the_stages_downstream_alone() -> None:
    default = last_shares(paths("Nd", Form.MAGNET, "DEU"), Stage.MAGNET)
    traced = paths("Nd", Form.MAGNET, "DEU", stated(Stage.SEPARATION, MYS=0.4, CHN=0.6))
    assert last_shares(traced, Stage.SEPARATION) == pytest.approx({"MYS": 0.4, "CHN": 0.6}, abs=0.01)
    assert last_shares(traced, Stage.MAGNET)["CHN"] == pytest.approx(default["CHN"], abs=0.02)


def test_two_declared_stages_hold_both() -> None:
    both = stated(Stage.MAGNET, JPN=0.5, CHN=0.5) | stated(Stage.METAL, JPN=0.3, CHN=0.7)
    traced = paths("Nd", Form.MAGNET, "DEU", both)
    assert last_shares(traced, Stage.MAGNET) == pytest.approx({"JPN": 0.5, "CHN": 0.5})
    assert last_shares(traced, Stage.METAL) == pytest.approx({"JPN": 0.3, "CHN": 0.7}, abs=0.01)


def test_malaysian_oxide_in_japanese_magnets_has_not_passed_chinas_metal_makers() -> None:
    traced = paths("Nd", Form.MAGNET, "DEU", stated(Stage.MAGNET, JPN=1.0) | stated(Stage.SEPARATION, MYS=1.0))
    assert last_shares(traced, Stage.METAL).get("CHN", 0.0) < 0.01
    chinese = paths("Nd", Form.MAGNET, "DEU", stated(Stage.MAGNET, CHN=1.0) | stated(Stage.SEPARATION, MYS=1.0))
    assert last_shares(chinese, Stage.METAL) == {"CHN": pytest.approx(1.0)}


def test_declaring_the_default_of_two_stages_around_one_changes_nothing() -> None:
    default = paths("Nd", Form.MAGNET, "JPN")
    declared = {
        s: [DeclaredSource(c, w) for c, w in last_shares(default, s).items()] for s in (Stage.MAGNET, Stage.SEPARATION)
    }
    again = paths("Nd", Form.MAGNET, "JPN", declared)
    for stage in (Stage.MAGNET, Stage.METAL, Stage.SEPARATION):
        assert last_shares(again, stage) == pytest.approx(last_shares(default, stage), abs=0.02)


def test_moving_one_per_cent_moves_one_per_cent() -> None:
    for share in (0.05, 0.5, 0.95):
        before = paths("Nd", Form.MAGNET, "DEU", stated(Stage.SEPARATION, CHN=share, MYS=1 - share)).paths
        after = paths("Nd", Form.MAGNET, "DEU", stated(Stage.SEPARATION, CHN=share + 0.01, MYS=0.99 - share)).paths
        old, new = ({p.places: p.weight for p in each} for each in (before, after))
        moved = sum(abs(new.get(p, 0.0) - old.get(p, 0.0)) for p in {*old, *new}) / 2
        assert moved < 0.03


def test_two_hundred_equal_sources_stay_many_sources() -> None:
    names = [f"{a}{b}{c}" for a, b, c in product("PQRSTU", "ABCDEF", "KLMNOP")][:200]
    shares = last_shares(
        paths("Dy", Form.OXIDE, "DEU", stated(Stage.SEPARATION, **dict.fromkeys(names, 1.0))), Stage.SEPARATION
    )
    assert len(shares) > 20
    assert max(shares.values()) < 0.05


def test_malaysia_works_on_australian_ore_and_estonia_on_russian_and_american() -> None:
    malaysian = paths("Nd", Form.OXIDE, "DEU", stated(Stage.SEPARATION, MYS=1.0))
    assert last_shares(malaysian, Stage.MINING).keys() <= {"AUS", ""}
    estonian = last_shares(paths("Nd", Form.OXIDE, "DEU", stated(Stage.SEPARATION, EST=1.0)), Stage.MINING)
    assert estonian["RUS"] > estonian["USA"] > 0
    assert "miningweekly-2021-feed-EST-USA" in paths("Nd", Form.OXIDE, "DEU", stated(Stage.SEPARATION, EST=1.0)).figures


@pytest.mark.parametrize("on", DATES)
def test_lynas_needs_no_chinese_ore_and_the_americans_their_own_on_every_date(on: date) -> None:
    for element in ("Ce", "Nd", "Dy"):
        malaysian = paths(element, Form.OXIDE, "DEU", stated(Stage.SEPARATION, MYS=1.0), on=on)
        assert countries(malaysian) <= {"AUS", "MYS"}
        assert countries(paths(element, Form.OXIDE, "USA", stated(Stage.SEPARATION, USA=1.0), on=on)) == {"USA"}


def test_french_dysprosium_is_separated_in_china_before() -> None:
    traced = paths("Dy", Form.OXIDE, "DEU", stated(Stage.SEPARATION, FRA=1.0))
    assert all(len([p for p in path.places if p.stage is Stage.SEPARATION]) == 2 for path in traced.paths)  # scrap too
    before = [p.weight for p in traced.paths if Place(Stage.SEPARATION, "CHN") in p.places]
    assert sum(before) > 0.7
    assert all(path.places[-1] == Place(Stage.SEPARATION, "FRA") for path in traced.paths)
    assert Assumption(Code.FEED_FROM_IMPORTS, Stage.SEPARATION, "FRA") in traced.assumed


def test_half_of_chinas_heavy_feed_comes_from_myanmar_as_published_and_is_no_assumption() -> None:
    traced = paths("Dy", Form.OXIDE, "DEU", stated(Stage.SEPARATION, CHN=1.0))
    mined = last_shares(traced, Stage.MINING)
    assert mined["MMR"] == pytest.approx(mined["CHN"], abs=0.02)
    assert "mizzima-2021-feed-CHN-MMR" in traced.figures
    assert not traced.assumed


def test_the_european_union_is_its_members_by_production() -> None:
    shares = last_shares(paths("Nd", Form.OXIDE, "USA", stated(Stage.SEPARATION, EU27=1.0)), Stage.SEPARATION)
    assert shares.keys() == {"FRA", "EST"}
    none = paths("Nd", Form.OXIDE, "USA", stated(Stage.MINING, EU27=1.0))
    assert Assumption(Code.NO_MEMBER_KNOWN, Stage.MINING, "EU27") in none.assumed
    assert last_shares(none, Stage.MINING) == {UNKNOWN_COUNTRY: pytest.approx(1.0)}


def test_a_country_that_no_figure_names_is_taken_as_declared_with_a_message() -> None:
    traced = paths("Nd", Form.OXIDE, "DEU", stated(Stage.SEPARATION, POL=0.5, CHN=0.5))
    assert last_shares(traced, Stage.SEPARATION) == pytest.approx({"POL": 0.5, "CHN": 0.5})
    assert Assumption(Code.DECLARED_UNKNOWN, Stage.SEPARATION, "POL") in traced.assumed
    assert Assumption(Code.DECLARED_UNKNOWN, Stage.SEPARATION, "CHN") not in traced.assumed


def test_an_unnamed_share_is_one_source_and_follows_the_largest_named_one_in_the_adverse_view() -> None:
    declared = stated(Stage.SEPARATION, MYS=0.5, CHN=0.2, ZZZ=0.3)
    assert last_shares(paths("Nd", Form.OXIDE, "DEU", declared), Stage.SEPARATION)["ZZZ"] == pytest.approx(0.3)
    adverse = last_shares(paths("Nd", Form.OXIDE, "DEU", declared, view="adverse"), Stage.SEPARATION)
    assert adverse == pytest.approx({"MYS": 0.8, "CHN": 0.2})
    only = last_shares(
        paths("Nd", Form.OXIDE, "DEU", stated(Stage.SEPARATION, ZZZ=1.0), view="adverse"), Stage.SEPARATION
    )
    assert only == {"CHN": pytest.approx(1.0)}


@pytest.mark.parametrize("on", DATES)
def test_no_default_source_is_unnamed_in_the_adverse_view(on: date) -> None:
    for element in ("Ce", "Nd", "Dy"):
        assert UNKNOWN_COUNTRY not in countries(paths(element, Form.MAGNET, "DEU", on=on, view="adverse"))


def test_recycled_material_has_an_origin_and_skips_the_stages_above() -> None:
    sources = [DeclaredSource("DEU", 0.3, recycled=True), DeclaredSource("CHN", 0.7)]
    traced = paths("Nd", Form.MAGNET, "DEU", {Stage.METAL: sources})
    recycled = [p for p in traced.paths if p.places[0] == Place(Stage.METAL, "DEU")]
    assert sum(path.weight for path in recycled) == pytest.approx(0.3, abs=0.01)
    assert {path.places[-1].stage for path in recycled} == {Stage.MAGNET}
    assert Assumption(Code.DECLARED_UNKNOWN, Stage.METAL, "DEU") not in traced.assumed


def test_a_magnet_recycled_in_china_still_starts_there() -> None:
    traced = paths("Dy", Form.MAGNET, "DEU", {Stage.MAGNET: [DeclaredSource("CHN", 1.0, recycled=True)]})
    assert [path.places for path in traced.paths] == [(Place(Stage.MAGNET, "CHN"),)]


def test_default_recycling_spares_the_mine_alone_and_more_only_in_the_favourable_view() -> None:
    def starting(stage: Stage, view: str) -> float:
        traced = paths("Nd", Form.MAGNET, "DEU", stated(Stage.MAGNET, CHN=1.0), view=view).paths
        return sum(path.weight for path in traced if path.places[0].stage is stage)

    assert 0 < starting(Stage.SEPARATION, "central") < 0.1
    assert starting(Stage.MAGNET, "central") == starting(Stage.MAGNET, "adverse") == 0
    assert starting(Stage.MAGNET, "favourable") > 0
    assert starting(Stage.SEPARATION, "favourable") > starting(Stage.SEPARATION, "central")


def test_views_order_the_share_of_the_leader() -> None:
    for element, form in product(("Nd", "Dy", "Ce"), (Form.OXIDE, Form.METAL)):
        shares = [
            last_shares(paths(element, form, "DEU", view=view), CHAIN[form][-1]).get("CHN", 0.0) for view in VIEWS
        ]
        assert shares == sorted(shares)


def test_a_purchase_without_a_buyer_follows_the_world() -> None:
    world = sourcing().supply("Nd", TODAY, "central").makers[Stage.SEPARATION].shares
    assert last_shares(paths("Nd", Form.OXIDE, None), Stage.SEPARATION)["CHN"] == pytest.approx(world["CHN"], abs=0.02)


def test_scandium_is_traced_to_whoever_separates_it() -> None:
    traced = paths("Sc", Form.METAL, "DEU")
    assert {path.places[0].stage for path in traced.paths} == {Stage.SEPARATION}
    assert Assumption(Code.PASSED_OVER, Stage.MINING) in traced.assumed


def test_a_path_before_the_first_figures_says_what_stands_in() -> None:
    early = paths("Dy", Form.OXIDE, "DEU", on=date(2010, 1, 1))
    assert Assumption(Code.LATER_FIGURE, Stage.SEPARATION) in early.assumed
    assert last_shares(early, Stage.SEPARATION)["CHN"] > 0.9
    assert Assumption(Code.LATER_FIGURE, Stage.SEPARATION) not in paths("Dy", Form.OXIDE, "DEU").assumed


def test_every_assumption_has_words() -> None:
    assert set(EXPLAINED) == set(Code)
    assert all(EXPLAINED.values())


def test_every_figure_behind_default_sources_is_a_claim_or_a_table_of_trade() -> None:
    known = {claim.claim_id for claim in sourcing().evidence.claims}
    for element, buyer in product(("Ce", "Dy"), BUYERS):
        figures = paths(element, Form.MAGNET, buyer).figures
        assert figures
        assert all(figure in known or figure.startswith("baci-") for figure in figures)
        assert len(set(figures)) == len(figures)


def test_the_same_question_has_the_same_answer_whatever_was_asked_before() -> None:
    first = paths("Tb", Form.MAGNET, "KOR").paths
    for element in ("Nd", "Tb"):
        paths(element, Form.ALLOY, "KOR", stated(Stage.METAL, KOR=1.0))
    assert paths("Tb", Form.MAGNET, "KOR").paths == first


def test_many_declared_sources_stay_bounded() -> None:
    names = ["CHN", "JPN", "KOR", "VNM", "USA", "DEU", "EST", "GBR", "THA", "FRA"]
    many = {s: [DeclaredSource(c, 0.1) for c in names] for s in (Stage.SEPARATION, Stage.METAL, Stage.MAGNET)}
    traced = paths("Nd", Form.MAGNET, "DEU", many).paths
    assert len(traced) <= MOST_PATHS
    assert sum(path.weight for path in traced) == pytest.approx(1.0)
