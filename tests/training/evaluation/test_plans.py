"""The backtest of plans, on products whose loss can be told by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest

from service.risk import scoring
from service.risk.bom import Bom, Line
from service.risk.source_shock.acts import never_began
from tests.factories import bom, kernel, magnet, supply
from training.evaluation.plans import (
    ACTS,
    FREE,
    HIT_ON,
    KNOWN_ON,
    LEAVE,
    NOTHING,
    PLANS,
    RULES,
    SHARE,
    Row,
    loss_of,
    rows,
)
from training.evaluation.plans_text import page


def oxide(element: str, **shares: str) -> Line:
    """An oxide from some countries."""
    return Line(element, element=element, form="oxide", supply=supply("separation", **shares))


def product(name: str, *lines: Line) -> Bom:
    """A German buyer's product."""
    return replace(bom(*lines), buyer_country="DEU", bom_id=name, name=name)


STUCK = product("dysprosium", oxide("Dy", CHN="1"))
SPARED = product("cerium", oxide("Ce", CHN="1"))


@cache
def small() -> dict[str, Row]:
    """The small portfolio under every way; hazards are the served ones."""
    made = rows([STUCK, SPARED], kernel().known(KNOWN_ON), kernel())
    return {row.bom_id: row for row in made}


def test_the_acts_take_the_share_that_comes_from_china_and_nothing_that_they_do_not_name() -> None:
    part = product("part", oxide("Dy", CHN="0.4", MYS="0.6"))
    both = product("both", oxide("Dy", CHN="1"), oxide("Ce", CHN="1"))
    assert loss_of(STUCK, kernel()).share == 1.0
    assert loss_of(part, kernel()).share == pytest.approx(0.4)
    assert loss_of(SPARED, kernel()).share == 0.0
    assert loss_of(both, kernel()).share == pytest.approx(0.5)
    assert loss_of(both, kernel()).elements == ("Dy",)


def test_a_product_is_hit_by_its_worst_part_beyond_what_it_can_lose() -> None:
    both = product("both", oxide("Dy", CHN="1"), oxide("Ce", CHN="1"))
    part = product("part", oxide("Dy", CHN="0.5", MYS="0.5"))
    assert loss_of(both, kernel()).hit == 1.0
    assert loss_of(part, kernel()).hit == pytest.approx(0.5)
    assert loss_of(replace(part, tolerance=Decimal("0.6")), kernel()).hit == 0.0


def test_what_is_lost_is_what_the_register_says_stood_on_that_day() -> None:
    """Another way to the same number: the standing of the act in an answer for the day."""
    motor = product("motor", magnet(*supply("magnet", CHN="0.7", JPN="0.3"), material="NdFeB N42SH"))
    score = scoring.score(replace(motor, as_of=HIT_ON), kernel(), HIT_ON)
    (whole,) = [one.share for one in score.standing if one.measure_id == "CN-2025-18-MAG"]
    dysprosium = next(one for one in score.hazards if one.element == "Dy")
    lost = loss_of(product("motor", *motor.lines), kernel())
    assert whole == pytest.approx(0.7)
    assert whole < lost.share < 1.0
    assert dysprosium.share_under_control == pytest.approx(1.0, abs=0.01)  # what Japan makes is of Chinese dysprosium


def test_the_acts_of_october_are_no_hit() -> None:
    known = {one.measure_id: one for one in kernel().register.measures}
    assert not [name for name in ACTS if known[name].effective != HIT_ON]
    assert never_began(known["CN-2025-57"])
    holmium = product("holmium", oxide("Ho", CHN="1"))
    assert loss_of(holmium, kernel()).share == 0.0
    assert loss_of(holmium, kernel(), ["CN-2025-57"]).share == 1.0


@pytest.mark.slow
def test_every_way_is_told_and_a_plan_is_judged_beside_doing_nothing() -> None:
    row = small()["dysprosium"]
    assert list(row.ways) == [NOTHING, *PLANS, *RULES]
    assert row.exposed
    assert row.avoided(SHARE) == row.avoided(LEAVE) == row.avoided(FREE) == 0.0
    assert "Dy" in row.ways[SHARE].stuck
    assert not small()["cerium"].exposed
    assert small()["cerium"].ways[FREE].changes == 1


@pytest.mark.slow
def test_the_page_names_each_miss_with_its_reason_and_what_was_asked_for_nothing() -> None:
    told = page([*small().values()])
    assert "- dysprosium (`dysprosium`): 100% of need lost, 100% with it. Outside China no maker of two percent" in told
    assert "got no better" in told
    assert f"changes of {sum(bool(row.ways[SHARE].changes) for row in [small()['cerium']])} products" in told
