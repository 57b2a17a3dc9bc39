"""Acts that may begin within the year, and at which rate announced ones do."""

from __future__ import annotations

from datetime import date

import pytest

from service.risk.controls.measures import Measure
from service.risk.controls.register import Register
from service.risk.source_shock.acts import Acts
from service.risk.source_shock.pending import Announced, announced, pending
from tests.factories import measure

ON = date(2026, 1, 1)


def acts(*measures: Measure) -> Acts:
    return Acts(Register(measures, "r"), {"HREE": frozenset({"284690"})})


AHEAD = measure("AHEAD", announced="2025-12-01", effective="2026-06-01")
BEGAN = measure("BEGAN", announced="2025-01-01", effective="2025-02-01")
STOPPED = measure("STOPPED", announced="2025-10-09", effective="2025-11-08", suspended_from="2025-11-07")


def test_an_act_suspended_before_its_first_day_is_a_failure() -> None:
    pending = announced(acts(BEGAN, STOPPED, AHEAD), ON)
    assert pending == Announced(began=1, decided=2)
    assert pending.rate == pytest.approx(0.5)


def test_a_suspension_isnt_known_before_it_begins() -> None:
    assert announced(acts(BEGAN, STOPPED), date(2025, 11, 6)) == Announced(began=1, decided=1)


def test_an_announced_act_has_the_rate_of_earlier_ones_in_both_views() -> None:
    (one,) = pending(acts(BEGAN, AHEAD), ON)
    assert (one.measure_id, one.central, one.adverse) == ("AHEAD", pytest.approx(0.75), pytest.approx(0.75))


def test_an_act_that_begins_after_the_year_isnt_pending() -> None:
    assert pending(acts(measure(announced="2025-12-01", effective="2027-01-02")), ON) == ()


def test_a_suspended_act_counts_in_the_adverse_view_only() -> None:
    (one,) = pending(acts(STOPPED), ON)
    assert (one.central, one.adverse) == (0.0, 0.5)


def test_a_suspension_that_outlasts_the_year_isnt_pending() -> None:
    held = measure(effective="2025-11-08", suspended_from="2025-11-07", suspended_until="2027-06-01")
    assert pending(acts(held), ON) == ()


def test_an_act_whose_state_nobody_knows_counts_in_the_adverse_view_only() -> None:
    (one,) = pending(acts(measure(unknown_since="2025-12-31")), ON)
    assert (one.central, one.adverse) == (0.0, 0.5)


def test_an_act_in_force_isnt_pending() -> None:
    assert pending(acts(BEGAN), ON) == ()
