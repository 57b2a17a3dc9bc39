"""A tightening without a known outcome is told by what the bundle says on its eve and on its day."""

from __future__ import annotations

from typing import Any

import pytest

from service.risk.bundle.kernel import Kernel
from tests.factories import kernel, kernel_with, measure, register_with, small_space
from training.evaluation import pending_controls

BAN = {"instrument": "prohibition", "severity": "prohibitive", "announced": "2026-05-05", "effective": "2026-05-05"}


def told(one: Kernel, **row: str) -> dict[str, Any]:
    """What is said of a ban of China on compounds."""
    rows = [{"measure_id": "NEW", "hs92": "284690"} | BAN | row]
    case = {"jurisdiction": "CHN", "commodity": "rare earths", "rows": rows}
    (found,) = pending_controls.told(small_space(), one, [case])
    return found


def test_the_day_knows_the_measure_and_the_eve_does_not() -> None:
    knowing = told(kernel_with(register=register_with(measure("NEW", hs92="284690", forms="oxide compound", **BAN))))
    without = told(kernel())
    importers, eve, day = knowing["all"]
    assert importers > 10
    assert day > eve + 0.01
    assert eve == pytest.approx(without["all"][1])
    assert without["all"][1] == pytest.approx(without["all"][2])
    assert knowing["exposed"][2] >= knowing["exposed"][1]
    (line,) = pending_controls.lines([knowing])[5:]
    assert line.split()[:2] == ["2026-05-05", "CHN"]
    assert line.endswith("rare earths (284690): NEW")


def test_a_measure_against_one_country_is_told_for_its_buyers() -> None:
    ban = measure("NEW", hs92="284690", forms="oxide compound", **BAN, destinations="JPN")
    found = told(kernel_with(register=register_with(ban)))
    importers, eve, day = found["exposed"]
    assert importers == 1
    assert day > eve + 0.01
    assert found["all"][2] - found["all"][1] < day - eve


def test_measures_of_one_case_are_told_on_the_day_of_each() -> None:
    rows = [{"measure_id": n, "hs92": "284690", "announced": day, "effective": ""}
            for n, day in (("B", "2026-06-01"), ("A", "2026-02-01"), ("C", "2026-06-01"))]  # fmt: skip
    case = {"jurisdiction": "CHN", "commodity": "rare earths", "rows": rows}
    found = pending_controls.told(small_space(), kernel(), [case])
    assert [(one["announced"], one["measures"]) for one in found] == [("2026-02-01", ["A"]), ("2026-06-01", ["B", "C"])]


def test_a_code_that_nobody_imports_is_no_answer() -> None:
    case = {"jurisdiction": "CHN", "commodity": "x", "rows": [{"measure_id": "A", "hs92": "999999", **BAN}]}
    assert pending_controls.told(small_space(), kernel(), [case]) == []
