"""The first change: one move, measured as a plan measures it, in bounded work."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.risk.bom import Bom
from service.risk.mitigation import first as room
from service.risk.mitigation.actions import WHOLE, changed
from service.risk.mitigation.first import First, first_move
from service.risk.mitigation.plan import LEAST_GAIN, Aim, Wish, measured, plan
from service.risk.purchase.canonical import canonical_bom
from tests.factories import TODAY, bom, kernel, magnet, sample, supply

MOTOR = sample("traction-motor")


def first(of: Bom) -> First:
    """The first change of a BOM that isn't too large."""
    made = first_move(of, kernel(), TODAY)
    assert made is not None
    return made


def test_what_the_change_does_is_what_the_changed_product_comes_to() -> None:
    made, base = first(MOTOR), canonical_bom(MOTOR, TODAY)
    assert made.move is not None
    assert made.move.share == WHOLE
    assert made.before == measured(base, kernel(), TODAY)
    assert made.after == measured(changed(base, [made.move]), kernel(), TODAY)


@pytest.mark.slow
def test_a_change_that_lowers_no_score_loses_less_and_begins_the_plan_for_that() -> None:
    made = first(MOTOR)
    wish = Wish(made.before.expected_share_hit * 50, Aim.SHARE_HIT)
    assert made.after.score > made.before.score
    assert made.after.expected_share_hit < made.before.expected_share_hit
    assert made.move == plan(MOTOR, wish, kernel(), TODAY).steps[0].action


def test_a_change_that_lowers_the_score_goes_before_one_that_loses_less() -> None:
    made = first(bom(magnet(*supply("magnet", CHN="1"))))
    assert made.before.score - made.after.score >= LEAST_GAIN


def test_a_product_without_rare_earths_has_nothing_to_change() -> None:
    steel = replace(magnet(), material="stainless steel screw M6", supply=())
    assert first(bom(steel)).move is None


def test_no_more_is_tried_than_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    every = first(MOTOR)
    assert every.left == 0
    monkeypatch.setattr(room, "MOST_TRIED", 2)
    few = first(MOTOR)
    assert (few.tried, few.left) == (2, every.tried - 2)
    monkeypatch.setattr(room, "FIRST_WORK", 1)
    assert first_move(MOTOR, kernel(), TODAY) is None
