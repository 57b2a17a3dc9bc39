"""The score without a country, a part or an act."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from service.risk.product.counterfactuals import lost_without_parts, without_acts, without_countries
from service.risk.product.measured import Measured, Views, measure
from service.risk.product.needs import Need, ProductNeeds
from service.risk.product.score import score, values
from service.risk.source_shock.epoch import Epoch
from tests.source_shocks import FIVE_WAY, LYNAS, Pending, epoch, hazards, need

EPOCH = epoch()


def measured(*needs: Need, on: Epoch = EPOCH) -> Measured:
    return measure(on, Views.alike(needs), ProductNeeds.of_lines(len(needs)))


def test_without_its_only_country_a_product_scores_nothing() -> None:
    assert without_countries(measured(need("Dy", {"CHN": 1.0})), ["CHN"]) == [0.0]


def test_without_a_country_the_others_still_stop_their_paths() -> None:
    product = measured(need("Dy", {("MMR", "CHN"): 0.5, ("AUS", "MYS"): 0.5}))
    without_china, without_brazil = without_countries(product, ["CHN", "BRA"])
    assert 0.0 < without_china < product.score
    assert without_brazil == product.score


def test_leaving_a_country_never_raises_the_score() -> None:
    product = measured(need("Dy", FIVE_WAY), need("Nd", LYNAS), need("Ce", {"CHN": 1.0}))
    assert max(without_countries(product, ["CHN", "MYS", "USA", "EST", "AUS"])) <= product.score


def test_countries_left_out_beside_each_other_score_as_each_alone_does() -> None:
    product, countries = measured(need("Dy", FIVE_WAY), need("Nd", LYNAS)), ["CHN", "MYS", "AUS"]
    alone = [
        points for country in countries for points in without_countries(measured(*product.views.central), [country])
    ]
    assert without_countries(product, countries) == alone
    assert without_countries(product, []) == []


def test_without_a_part_counts_the_others_alone() -> None:
    needs = [need("Dy", {"CHN": 1.0}), need("Nd", LYNAS), need("Ce", FIVE_WAY)]
    product = measured(*needs)
    without = lost_without_parts(product)
    for left_out in range(3):
        rest = measured(*[each for number, each in enumerate(needs) if number != left_out])
        counts = product.patterns.spread(values(without[((left_out,),)], None))
        assert score(counts) == pytest.approx(rest.score, abs=1e-9)
    assert not lost_without_parts(measured(needs[0]))[((0,),)].any()


def test_without_an_act_comes_near_the_worlds_of_hazards_that_do_not_know_it() -> None:
    table = hazards()
    less = table.restriction.copy()
    less[0] *= 0.4
    product = measured(need("Dy", {"CHN": 1.0}), need("Nd", FIVE_WAY))
    (points,) = without_acts(product, less[None])
    rerun = measured(*product.views.central, on=epoch(replace(table, restriction=less)))
    assert points == pytest.approx(rerun.score, abs=0.3)
    assert points < product.score - 5.0


def test_an_act_of_a_country_that_is_no_source_changes_nothing() -> None:
    table = hazards()
    less = table.restriction.copy()
    less[0] *= 0.4
    product = measured(need("Dy", {"USA": 1.0}, buyer="USA"))
    assert without_acts(product, less[None]) == pytest.approx([product.score], abs=1e-9)


def test_a_pending_act_that_is_left_out_never_starts() -> None:
    act = Pending("X-1", "CHN", frozenset({"Dy"}), central=0.5)
    on = epoch(hazards(pending=(act,)))
    product = measured(need("Dy", {"CHN": 1.0}), on=on)
    same = hazards().restriction[None]
    assert without_acts(product, same, [frozenset({"X-1"})]) == pytest.approx([measured(*product.views.central).score])
    assert without_acts(product, same) == pytest.approx([product.score])


def test_counting_is_over_the_same_worlds() -> None:
    one, two = measured(need("Dy", LYNAS)), measured(need("Dy", LYNAS), need("Nd", {"CHN": 1.0}))
    assert np.array_equal(one.by_world[two.by_world == 0.0], two.by_world[two.by_world == 0.0])
