"""Why a score moved: the steps add up, and each names what it stands for."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from tests.factories import bom, kernel, kernel_with, magnet, register_with, supply
from training.publication import score_changes
from training.publication.score_changes import STEPS, AskedBundle, change, lines

MOTOR = bom(magnet(*supply("magnet", CHN=1)), bom_id="motor-7")
BEFORE, AFTER = date(2025, 4, 3), date(2025, 4, 5)


@pytest.mark.slow
def test_the_steps_add_up_to_the_change_whatever_differs() -> None:
    model = dataclasses.replace(kernel().restriction, means=kernel().restriction.means + 0.1)
    changed = kernel_with(register=register_with(), trade=dataclasses.replace(kernel().facts.trade, imports={}))
    other = dataclasses.replace(changed, restriction=model)
    told = change(MOTOR, AskedBundle(kernel(), BEFORE), AskedBundle(other, AFTER))
    assert set(told.steps) == set(STEPS)
    assert sum(told.steps.values()) == pytest.approx(told.points)
    assert told.points != 0


def test_an_act_that_took_effect_between_two_days_is_named_with_the_day_as_the_reason() -> None:
    told = change(MOTOR, AskedBundle(kernel(), BEFORE), AskedBundle(kernel(), AFTER))
    words = "\n".join(lines(told))
    assert told.steps["day"] == pytest.approx(told.points)
    assert words.startswith(f"Score {told.before.score:.1f} on 2025-04-03, {told.after.score:.1f} on 2025-04-05: ")
    assert "CN-2025-18-MAG: not met -> in force (standing)" in words
    assert "CHN Dy, chance of a further restriction" in words
    assert "export control +" in words


@pytest.mark.slow
def test_a_measure_that_is_taken_away_shows_as_the_register() -> None:
    left = [m for m in kernel().register.measures if not m.measure_id.startswith("CN-2025-18")]
    without = kernel_with(register=type(kernel().register)(left, "changed"))
    told = change(MOTOR, AskedBundle(kernel(), AFTER), AskedBundle(without, AFTER))
    assert told.steps["register"] == pytest.approx(told.points)
    assert told.steps["day"] == 0.0
    assert "CN-2025-18-MAG: in force (standing) -> not met" in "\n".join(lines(told))


def test_nothing_that_differs_is_told_as_such() -> None:
    told = change(MOTOR, AskedBundle(kernel(), AFTER), AskedBundle(kernel(), AFTER))
    assert told.points == 0.0
    assert list(lines(told))[-1] == "  no step of it moves the score by a tenth of a point"


@pytest.mark.slow
def test_a_long_list_of_measures_is_cut_and_counted() -> None:
    told = change(MOTOR, AskedBundle(kernel(), date(2015, 1, 1)), AskedBundle(kernel(), date(2026, 11, 21)))
    named = [line for line in lines(told) if " -> " in line and "chance" not in line]
    assert len(named) <= score_changes.SHOWN
