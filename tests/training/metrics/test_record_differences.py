"""Two track records side by side, on outcomes small enough to reason about."""

from __future__ import annotations

import numpy as np
import pytest

from service.risk.bundle.track_record import Record, decode
from training.metrics.record_differences import alone, metrics, pair
from training.publication import gate


def record(forecast: float | np.ndarray, years: range = range(2006, 2016), size: int = 40) -> Record:
    """Cells of rare earths with an event in one of four."""
    count = len(years) * size
    number = np.arange(count)
    return Record(
        np.full(count, "HREE"),
        np.array([f"C{n % size:02d}" for n in number]),
        np.repeat(np.array(years), size),
        np.broadcast_to(np.asarray(forecast, float), count).copy(),
        np.full(count, 0.25),
        (number % 4 == 0).astype(np.int64),
    )


TRUTH = record(0.25).event


def test_the_same_record_differs_by_nothing() -> None:
    differences = metrics(pair(record(0.3), record(0.3)))["all"]
    assert (differences["brier_skill"]["difference"], differences["brier_skill"]["difference_95"]) == (0.0, [0.0, 0.0])


def test_a_better_challenger_is_better_by_an_interval_above_zero() -> None:
    differences = metrics(pair(record(0.25), record(0.2 + 0.2 * TRUTH)))["rare_earths"]
    assert differences["brier_skill"]["difference_95"][0] > 0
    assert differences["auc"] == {"champion": 0.5, "challenger": 1.0, "difference": 0.5, "difference_95": [0.5, 0.5]}


def test_only_cells_of_both_are_compared_and_the_others_counted() -> None:
    paired = pair(record(0.3, range(2006, 2010)), record(0.3, range(2008, 2012)))
    assert (len(paired.champion), paired.only_champion, paired.only_challenger) == (80, 80, 80)
    assert paired.champion.year.tolist() == paired.challenger.year.tolist()
    assert paired.champion.country.tolist() == paired.challenger.country.tolist()


def test_cells_with_another_outcome_are_counted_and_judged_by_the_challenger() -> None:
    old, new = record(0.3), record(0.3)
    old.event[:5] = 1 - old.event[:5]
    paired = pair(old, new)
    assert paired.relabelled == 5
    assert paired.challenger.event.sum() == new.event.sum()


def test_one_year_has_no_interval() -> None:
    assert metrics(pair(record(0.3, range(2006, 2007)), record(0.3, range(2006, 2007))))["all"] == {"cells": 40}


def test_a_record_alone_has_the_skill_that_a_comparison_gives_it() -> None:
    one = record(0.2 + 0.2 * TRUTH)
    compared = metrics(pair(one, one))["all"]["brier_skill"]["challenger"]
    assert alone(one)["all"]["brier_skill"] == pytest.approx(compared)
    low, high = alone(one)["all"]["brier_skill_95"]
    assert low <= alone(one)["all"]["brier_skill"] <= high


def test_a_challenger_that_is_worse_in_every_draw_is_objected_to_with_both_figures() -> None:
    (words,) = {w.split(" is ")[1] for w in gate.worse(metrics(pair(record(0.2 + 0.2 * TRUTH), record(0.25))))}
    assert words.startswith("0.0000, the served model's")


def test_a_challenger_that_is_worse_in_some_draws_only_is_not() -> None:
    noise = np.random.default_rng(3).normal(0, 0.02, len(TRUTH))
    assert gate.worse(metrics(pair(record(0.25), record(0.25 + noise - noise.mean())))) == []


def test_a_record_reads_back_as_it_was_frozen() -> None:
    one = record(0.123456)
    again = decode(one.encode())
    assert again.mineral.tolist() == sorted(one.mineral.tolist())
    assert set(again.forecast.tolist()) == {0.1235}
    assert again.encode() == one.encode()


def test_an_empty_record_reads_back() -> None:
    none = record(0.3).where(np.zeros(400, bool))
    assert len(decode(none.encode())) == 0
