"""Durations held out: acts since a cut say nothing to the curve that they are compared with."""

from __future__ import annotations

from datetime import date

import pytest

from service.risk.controls.measures import Measure
from service.risk.outlook.durations import Curve, restriction_spells
from tests.factories import TODAY, kernel, measure
from training.evaluation import durations
from training.evaluation.durations import held_out, page


def act(name: str, start: str, end: str | None) -> Measure:
    """A licence from one day to another."""
    more = {} if end is None else {"ended": end}
    return measure(measure_id=name, instrument="licence", announced=start, published=start, effective=start, **more)


def test_acts_since_a_cut_are_judged_by_those_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    ends = ("2012-02-10", "2012-03-10", "2012-04-10", None)
    short = [act(f"early-{n}", "2012-01-01", end) for n, end in enumerate(ends)]
    long = [act(f"late-{n}", "2016-01-01", "2018-12-31") for n in range(3)]
    monkeypatch.setattr(durations, "CUTS", (2014,))
    monkeypatch.setattr(durations, "DAYS", (180,))
    (row,) = held_out([*short, *long], date(2026, 1, 1))
    assert (row.known, row.since) == (4, 3)
    assert (row.said, row.came) == (pytest.approx(0.25), 1.0)
    assert not row.inside


def test_an_end_that_nobody_knew_of_by_the_cut_is_no_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durations, "CUTS", (2014,))
    monkeypatch.setattr(durations, "DAYS", (365,))
    open_then = [act(f"a-{n}", "2013-06-01", "2015-01-31") for n in range(3)]
    short = act("b", "2013-06-01", "2013-07-31")
    (row,) = held_out([*open_then, short, act("c", "2016-01-01", None)], date(2026, 1, 1))
    assert row.said == pytest.approx(0.75)


def test_the_curve_of_each_cut_holds_for_the_acts_since() -> None:
    """On the shipped register; the page tells each, those outside too."""
    register = kernel().register.measures
    rows = list(held_out(register, TODAY))
    told = page(rows, Curve(restriction_spells(register, TODAY)))
    assert len(rows) == len(durations.CUTS) * len(durations.DAYS)
    assert f"{sum(row.inside for row in rows)} of {len(rows)} lie inside" in told
    assert all(row.inside for row in rows if row.days == 180)
