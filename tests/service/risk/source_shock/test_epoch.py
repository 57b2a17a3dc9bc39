"""What stops a path: borders, forms, destinations, companions, pending acts, collapses, and unnamed producers."""

from __future__ import annotations

import pytest

from service.risk.product.measured import Measured, Views, measure
from service.risk.product.needs import Need, ProductNeeds
from service.risk.source_shock.epoch import Epoch
from service.risk.source_shock.path_store import ROUTE_BYTES
from service.risk.source_shock.worlds import COUNT
from service.risk.vocabulary import CHAIN, Form, Stage
from tests.source_shocks import FIVE_WAY, LYNAS, OTHERS, Path, Pending, Place, epoch, hazards, need, path

QUIET = epoch(hazards(collapse=0.0))
"""No collapse: acts alone."""


def measured(*needs: Need, on: Epoch = QUIET) -> Measured:
    return measure(on, Views.alike(needs), ProductNeeds.of_lines(len(needs)))


def score(one: Need, on: Epoch = QUIET) -> float:
    return measured(one, on=on).score


def test_domestic_steps_never_meet_a_restriction() -> None:
    assert score(need("Dy", {"CHN": 1.0}, buyer="CHN")) == 0.0
    assert score(need("Dy", {"USA": 1.0}, buyer="USA")) == 0.0


def test_trade_inside_the_union_meets_no_restriction() -> None:
    assert score(need("Dy", {("FRA", "EST"): 1.0}, buyer="DEU")) == 0.0
    assert score(need("Dy", {("FRA", "EST"): 1.0}, buyer="USA")) > 0.0


def test_an_act_stops_the_form_that_leaves_its_country() -> None:
    oxide, magnet = need("Dy", {"CHN": 1.0}), need("Dy", {"CHN": 1.0}, Form.MAGNET)
    assert score(oxide) > score(magnet) > 0.0
    # the act stops the oxide at China's border, however far the magnet is made from there
    japanese = need("Dy", {("CHN", "CHN", "JPN", "JPN"): 1.0}, Form.MAGNET, buyer="DEU")
    assert score(japanese) >= score(need("Dy", {"CHN": 1.0}, buyer="JPN"))


@pytest.mark.parametrize(("bought", "like"), [(Form.COMPOUND, Form.OXIDE), (Form.ALLOY, Form.METAL)])
def test_compounds_count_as_oxide_and_alloys_as_metal(bought: Form, like: Form) -> None:
    assert score(need("Dy", {"CHN": 1.0}, bought)) == score(need("Dy", {"CHN": 1.0}, like))


def test_a_magnets_companions_count_and_an_oxides_do_not() -> None:
    dy = frozenset({"Dy"})
    assert score(need("Nd", {"CHN": 1.0}, Form.MAGNET, companions=dy)) == score(need("Dy", {"CHN": 1.0}, Form.MAGNET))
    assert score(need("Nd", {"CHN": 1.0}, companions=dy)) == score(need("Nd", {"CHN": 1.0}))


def test_limited_acts_reach_the_blocs_that_they_pick_and_nobody_else() -> None:
    to = {buyer: score(need("Dy", {"CHN": 1.0}, buyer=buyer)) for buyer in ("DEU", "FRA", "JPN", "USA", "KOR", None)}
    assert to["DEU"] == to["FRA"]
    assert min(to["DEU"], to["JPN"], to["USA"]) > to["KOR"]
    assert to["KOR"] == to[None]


def test_limited_acts_reach_an_unstated_buyer_in_the_adverse_view_only() -> None:
    product = measured(need("Dy", {"CHN": 1.0}, buyer=None))
    stated = measured(need("Dy", {"CHN": 1.0}, buyer="DEU"))
    assert product.by_world.mean() < stated.by_world.mean() < product.high_by_world.mean()


def test_elements_of_one_country_are_hit_together() -> None:
    each = [need(element, {"CHN": 1.0}) for element in ("Nd", "Dy", "Ce", "Y", "Tb", "Sm")]
    alone = max(score(one) for one in each)
    assert measured(*each).score == pytest.approx(alone, abs=1e-9)


def test_a_collapse_counts_at_the_last_border_and_half_inside_a_country() -> None:
    calm = epoch(hazards({"CHN": 0.0} | dict.fromkeys(OTHERS, 0.0)))
    rate = round(0.04 * COUNT) / COUNT * 100.0
    assert score(need("Dy", {("AUS", "MYS"): 1.0}), calm) == pytest.approx(rate, abs=0.02)
    assert score(need("Dy", {"CHN": 1.0}, buyer="CHN"), calm) == pytest.approx(rate / 2.0, abs=0.02)
    product = measured(need("Dy", {("AUS", "MYS"): 1.0}), on=calm)
    assert 100.0 * product.high_by_world.mean() > 1.8 * rate
    assert measured(need("Dy", {"CHN": 1.0}, buyer="CHN"), on=calm).low_by_world.sum() == 0.0


def test_recycled_material_avoids_what_lies_above_it_and_still_crosses_the_border() -> None:
    mined = Path(1.0, (Place(Stage.MINING, "MMR"), Place(Stage.SEPARATION, "CHN")))
    recycled = Path(1.0, (Place(Stage.SEPARATION, "CHN"),))
    base = need("Dy", {"CHN": 1.0})
    from_mine = Need("Dy", Form.OXIDE, "DEU", None, frozenset(), (mined,))
    from_scrap = Need("Dy", Form.OXIDE, "DEU", None, frozenset(), (recycled,))
    assert score(from_mine) > score(from_scrap) == score(base)


PENDING = Pending("X-1", "CHN", frozenset({"Dy"}), frozenset({"oxide"}), frozenset({"DEU"}), frozenset(), 0.4, 0.6)


@pytest.mark.parametrize(
    ("one", "meets"),
    [
        (need("Dy", {"CHN": 1.0}), True),
        (need("Nd", {"CHN": 1.0}), False),
        (need("Dy", {"CHN": 1.0}, Form.METAL), False),
        (need("Dy", {"CHN": 1.0}, buyer="FRA"), False),
        (need("Dy", {"CHN": 1.0}, buyer="CHN"), False),
        (need("Dy", {"MYS": 1.0}), False),
    ],
)
def test_a_pending_act_stops_what_it_names(one: Need, meets: bool) -> None:
    on = epoch(hazards(collapse=0.0, pending=(PENDING,)))
    assert (score(one, on) > score(one)) is meets


def test_a_pending_act_for_an_end_use_needs_that_end_use() -> None:
    act = Pending("X-2", "CHN", end_uses=frozenset({"defence"}), central=0.4)
    on = epoch(hazards(collapse=0.0, pending=(act,)))
    assert score(need("Dy", {"CHN": 1.0}, end_use="defence"), on) > score(need("Dy", {"CHN": 1.0}))
    assert score(need("Dy", {"CHN": 1.0}, end_use="wind"), on) == score(need("Dy", {"CHN": 1.0}))


def test_an_act_of_the_union_is_pending_in_its_members_and_not_inside_it() -> None:
    on = epoch(hazards(collapse=0.0, pending=(Pending("X-3", "EU27", central=0.4),)))
    french = {("FRA", "FRA"): 1.0}
    assert score(need("Dy", french, buyer="USA"), on) > score(need("Dy", french, buyer="USA"))
    assert score(need("Dy", french, buyer="DEU"), on) == 0.0


def test_a_loss_at_the_stated_tolerance_is_no_hit() -> None:
    thirds = [Path(0.2, (Place(Stage.SEPARATION, "CHN"),))] * 3 + [Path(0.4, (Place(Stage.SEPARATION, "USA"),))]
    one = Need("Dy", Form.OXIDE, "USA", None, frozenset(), thirds)
    at = measure(QUIET, Views.alike([one]), ProductNeeds.of_lines(1, 0.6))
    below = measure(QUIET, Views.alike([one]), ProductNeeds.of_lines(1, 0.59))
    assert at.score == 0.0
    assert below.score > 10.0


def test_an_unnamed_source_has_the_pooled_hazard_and_follows_the_named_in_the_adverse_view() -> None:
    product = measured(need("Dy", {("CHN", "CHN"): 0.3, ("ZZZ", "ZZZ"): 0.7}))
    assert QUIET.sources.chance("ZZZ", "Dy") < 0.2 * QUIET.sources.chance("CHN", "Dy")
    china = measured(need("Dy", {"CHN": 1.0}))
    assert (product.high_by_world >= china.by_world).all()
    assert product.score < 0.5 * china.score


def test_a_country_that_nobody_knows_has_the_hazard_of_unnamed_producers() -> None:
    assert QUIET.sources.chance("PER", "Dy") == QUIET.sources.chance("ZZZ", "Dy")
    assert score(need("Dy", {"PER": 1.0})) > 0.0


def test_the_store_is_bounded_and_emptying_it_changes_no_score(monkeypatch: pytest.MonkeyPatch) -> None:
    small = epoch()
    before = score(need("Dy", FIVE_WAY), small)
    kept = small.store()
    monkeypatch.setattr("service.risk.source_shock.epoch.MOST_BYTES", kept.held_bytes + 1_000)
    assert small.store() is kept
    score(need("Dy", {(code, code): 1.0 / len(OTHERS) for code in OTHERS}), small)
    assert small.store() is not kept
    assert len(small.store().events) == 0
    assert score(need("Dy", FIVE_WAY), small) == before


def test_paths_that_the_same_events_stop_share_a_number() -> None:
    small = epoch()
    stages = CHAIN[Form.MAGNET]
    whole = path(0.5, *["CHN"] * len(stages), form=Form.MAGNET)
    scrap = path(0.5, "CHN", form=Form.MAGNET)
    one = Need("Nd", Form.MAGNET, "DEU", None, frozenset(), (whole, scrap))
    product = measured(one, on=small)
    assert len(product.slots.paths) == 1
    assert product.slots.shares.tolist() == [1.0]
    assert product.score == score(need("Nd", {"CHN": 1.0}, Form.MAGNET), small)


def test_forty_purchases_tell_a_few_hundred_kinds_of_worlds_apart() -> None:
    mixes = [FIVE_WAY, LYNAS, {"CHN": 1.0}, {("CHN", "CHN"): 0.6, ("AUS", "MYS"): 0.4}]
    needs = [
        need(element, mix) for element in ("Nd", "Dy", "Pr", "Tb", "Ce", "La", "Y", "Gd", "Sm", "Eu") for mix in mixes
    ]
    product = measured(*needs, on=epoch())
    assert len(product.patterns.counts) < 250
    assert len(product.fine.counts) < 1_000
    assert product.patterns.counts.sum() == len(product.patterns.worlds) < COUNT


def test_what_a_store_counts_grows_with_end_uses_that_a_client_makes_up() -> None:
    small = epoch()
    score(need("Dy", FIVE_WAY), small)
    few = small.store().held_bytes
    for number in range(100):
        score(Need("Dy", Form.OXIDE, "DEU", f"use {number}", frozenset(), (path(1.0, "CHN"),)), small)
    assert small.store().held_bytes - few >= 100 * ROUTE_BYTES
