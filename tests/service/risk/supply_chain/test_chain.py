"""The chain behind a purchase: who stands at each stage, and which borders are controlled."""

from __future__ import annotations

from datetime import date

import pytest

from service.risk.evidence.trade import Trade
from service.risk.mix import UNKNOWN_COUNTRY, Mix
from service.risk.supply_chain.chain import Chain, Good, Step, structure_year, trace
from service.risk.supply_chain.paths import UNCONTROLLED, Crossing, path_exposure
from service.risk.vocabulary import CHAIN, MAGNETS, ORES, OTHER_COMPOUNDS, Form, Stage
from tests.factories import trade

DAY = date(2022, 12, 31)
DYSPROSIUM_MAGNET = Good(MAGNETS, "Dy", Form.MAGNET)
DYSPROSIUM_OXIDE = Good(OTHER_COMPOUNDS, "Dy", Form.OXIDE)
WORLD: dict[Stage, Mix] = {
    Stage.MAGNET: {"CHN": 0.9, "JPN": 0.1},
    Stage.METAL: {"CHN": 0.9, "JPN": 0.1},
    Stage.SEPARATION: {"CHN": 0.9, "MYS": 0.1},
    Stage.MINING: {"CHN": 0.6, "MMR": 0.4},
}


def follow(
    good: Good,
    buyer: str,
    world: dict[Stage, Mix],
    structure: Trade | None = None,
    declared: dict[Stage, Mix] | None = None,
    without: str | None = None,
) -> Chain:
    """Trace with world mixes from a table."""
    return trace(
        good, buyer, DAY, 2020, structure or Trade(), lambda subject, stage, day: world.get(stage), declared, without
    )


def origins(chain: Chain) -> dict[Stage | None, Mix]:
    """Origins by stage."""
    return {step.stage: step.origins for step in chain.steps}


def test_a_country_that_makes_enough_sources_a_stage_at_home() -> None:
    chain = follow(DYSPROSIUM_MAGNET, "DEU", WORLD, declared={Stage.MAGNET: {"JPN": 1.0}})
    assert origins(chain)[Stage.METAL] == {"JPN": 1.0}
    assert "metal:home" in chain.defaults


def test_a_country_that_makes_half_of_what_it_needs_imports_the_other_half() -> None:
    world = WORLD | {Stage.METAL: {"CHN": 0.95, "JPN": 0.05}}
    chain = follow(DYSPROSIUM_MAGNET, "DEU", world, declared={Stage.MAGNET: {"JPN": 1.0}})
    assert origins(chain)[Stage.METAL] == pytest.approx({"JPN": 0.5, "CHN": 0.5})


def test_what_is_not_made_at_home_follows_the_import_mix_of_the_next_stage() -> None:
    structure = trade({OTHER_COMPOUNDS: {"JPN": {"CHN": 0.7, "VNM": 0.3}}})
    chain = follow(DYSPROSIUM_MAGNET, "DEU", WORLD, structure, {Stage.MAGNET: {"JPN": 1.0}})
    assert origins(chain)[Stage.SEPARATION] == pytest.approx({"CHN": 0.7, "VNM": 0.3})
    assert "separation:imports" in chain.defaults


def test_the_world_stands_in_where_no_import_mix_is_known() -> None:
    chain = follow(DYSPROSIUM_MAGNET, "DEU", WORLD, declared={Stage.MAGNET: {"JPN": 1.0}})
    assert origins(chain)[Stage.SEPARATION] == pytest.approx(WORLD[Stage.SEPARATION])
    assert "separation:world" in chain.defaults


def test_the_bought_form_follows_the_import_mix_of_the_buyer_country() -> None:
    structure = trade({OTHER_COMPOUNDS: {"DEU": {"EST": 1.0}}})
    chain = follow(DYSPROSIUM_OXIDE, "DEU", WORLD, structure)
    assert origins(chain)[Stage.SEPARATION] == {"EST": 1.0}
    assert chain.defaults[0] == "separation:buyer_import_mix"


def test_the_bought_form_follows_the_world_where_the_buyer_country_imports_none() -> None:
    chain = follow(DYSPROSIUM_OXIDE, "DEU", WORLD)
    assert origins(chain)[Stage.SEPARATION] == WORLD[Stage.SEPARATION]
    assert chain.defaults[0] == "separation:world_mix"


def test_a_stage_without_any_figure_is_a_gap_and_so_is_all_above_it() -> None:
    world = {k: v for k, v in WORLD.items() if k is Stage.MAGNET}
    chain = follow(DYSPROSIUM_MAGNET, "DEU", world)
    assert [step.stage for step in chain.steps] == [Stage.MAGNET]
    assert chain.gaps == (Stage.METAL, Stage.SEPARATION, Stage.MINING)


def test_declared_supply_replaces_the_default_at_its_stage_only() -> None:
    chain = follow(DYSPROSIUM_OXIDE, "DEU", WORLD, declared={Stage.MINING: {"AUS": 1.0}})
    assert origins(chain)[Stage.SEPARATION] == WORLD[Stage.SEPARATION]
    assert origins(chain)[Stage.MINING] == {"AUS": 1.0}


def test_steps_go_from_the_bought_form_up_to_the_mine() -> None:
    chain = follow(DYSPROSIUM_MAGNET, "DEU", WORLD)
    assert tuple(step.stage for step in chain.steps) == tuple(reversed(CHAIN[Form.MAGNET]))
    assert chain.steps[-1].good.code == ORES


def test_shares_at_every_stage_sum_to_one() -> None:
    structure = trade({OTHER_COMPOUNDS: {"JPN": {"CHN": 0.7, "VNM": 0.295, "EST": 0.005}}})
    for step in follow(DYSPROSIUM_MAGNET, "DEU", WORLD, structure, {Stage.MAGNET: {"JPN": 0.5, "CHN": 0.5}}).steps:
        assert sum(step.origins.values()) == pytest.approx(1.0)


def test_leaving_a_country_out_hands_its_part_to_many_small_sellers() -> None:
    structure = trade({OTHER_COMPOUNDS: {"DEU": {"CHN": 0.6, "EST": 0.3, "JPN": 0.1}}})
    chain = follow(DYSPROSIUM_OXIDE, "DEU", WORLD, structure, without="CHN")
    assert origins(chain)[Stage.SEPARATION] == pytest.approx({"EST": 0.3, "JPN": 0.1, "ZZZ": 0.6})


def test_leaving_the_only_seller_out_leaves_small_sellers_only() -> None:
    chain = follow(DYSPROSIUM_OXIDE, "DEU", WORLD, declared={Stage.SEPARATION: {"CHN": 1.0}}, without="CHN")
    assert origins(chain)[Stage.SEPARATION] == {"ZZZ": 1.0}


def test_a_good_outside_the_rare_earths_has_one_step() -> None:
    good = Good("810510", commodity="cobalt")
    chain = follow(good, "DEU", {}, trade({"810510": {"DEU": {"COD": 1.0}}}))
    assert [(step.stage, step.origins) for step in chain.steps] == [(None, {"COD": 1.0})]
    assert good.stages == ()


def test_structure_lags_two_years_and_never_passes_the_newest_year_held() -> None:
    assert structure_year(date(2020, 12, 31), 2024) == 2018
    assert structure_year(date(2030, 1, 1), 2024) == 2024
    assert structure_year(date(2020, 1, 1), None) == 2018


def from_countries(*countries: str) -> object:
    """A crossing under full control where the seller is one of the countries."""

    def crossing(step: Step, seller: str, buyer: str) -> Crossing:
        return Crossing((1.0,)) if seller in countries and seller != buyer else UNCONTROLLED

    return crossing


def test_a_path_across_two_controlled_borders_counts_once() -> None:
    chain = follow(
        DYSPROSIUM_OXIDE, "DEU", WORLD, declared={Stage.SEPARATION: {"CHN": 1.0}, Stage.MINING: {"MMR": 1.0}}
    )
    paths = path_exposure(chain, from_countries("CHN", "MMR"), 1)  # type: ignore[arg-type]
    assert paths.exposure == (1.0,)
    assert paths.by_stage(0) == {Stage.SEPARATION: 1.0, Stage.MINING: 1.0}


def test_paths_under_partial_control_combine_as_independent_shares() -> None:
    chain = follow(
        DYSPROSIUM_OXIDE, "DEU", WORLD, declared={Stage.SEPARATION: {"CHN": 1.0}, Stage.MINING: {"MMR": 1.0}}
    )
    share = path_exposure(chain, lambda step, seller, buyer: Crossing((0.5,)), 1).exposure
    assert share == (0.75,)


def test_exposure_is_the_share_of_paths_that_meet_a_control() -> None:
    chain = follow(
        DYSPROSIUM_OXIDE,
        "DEU",
        WORLD,
        declared={Stage.SEPARATION: {"CHN": 0.3, "EST": 0.7}, Stage.MINING: {"AUS": 1.0}},
    )
    share = path_exposure(chain, from_countries("CHN"), 1).exposure  # type: ignore[arg-type]
    assert share == pytest.approx((0.3,))


def test_no_control_anywhere_is_no_exposure() -> None:
    chain = follow(DYSPROSIUM_MAGNET, "DEU", WORLD)
    assert path_exposure(chain, from_countries(), 3).exposure == (0.0, 0.0, 0.0)  # type: ignore[arg-type]


def test_producers_that_no_source_names_keep_their_share() -> None:
    world = WORLD | {Stage.SEPARATION: {"CHN": 0.8, UNKNOWN_COUNTRY: 0.2}}
    assert origins(follow(DYSPROSIUM_OXIDE, "DEU", world))[Stage.SEPARATION][UNKNOWN_COUNTRY] == 0.2
