"""What speaks against a bundle, with and without a reason."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from service.risk.bundle import storage, versions
from tests.factories import CURRENT, kernel, parts
from training.publication import gate, invariants, order_cases
from training.publication.sides import side

BANDS = {"low": 0.0, "guarded": 5.0, "severe": 30.0}


def test_a_quarter_in_the_highest_band_is_objected_to() -> None:
    assert gate.crowding([1.0] * 30 + [30.0] * 10, BANDS) == ["10 of 40 reference products are severe"]
    assert gate.crowding([1.0] * 31 + [30.0] * 9, BANDS) == []


def test_less_than_a_tenth_in_the_lowest_band_is_objected_to() -> None:
    assert gate.crowding([1.0] * 3 + [6.0] * 37, BANDS) == ["only 3 of 40 reference products are low"]
    assert gate.crowding([1.0] * 4 + [6.0] * 36, BANDS) == []


@pytest.mark.parametrize(("mean", "refused"), [(0.42, True), (0.43, False), (0.57, False), (0.58, True)])
def test_a_placebo_with_skill_is_refused(mean: float, refused: bool) -> None:
    assert bool(gate.leaking({"restrictions": {"placebo": {"mean": mean}}})) is refused


def test_a_bundle_that_was_not_evaluated_is_refused() -> None:
    assert "not evaluated" in gate.leaking({})[0]


@pytest.mark.slow
def test_the_shipped_bundle_breaks_no_promise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order_cases, "broken", lambda _: [])  # test_order_cases.py tries each on the shipped bundle
    assert gate.broken(kernel()) == []


def test_a_broken_order_is_a_broken_promise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order_cases, "broken", lambda _: ["less china is more risk"])
    monkeypatch.setattr(invariants, "broken", lambda *_: ["a line added lowers the score"])
    assert gate.broken(kernel()) == ["less china is more risk", "a line added lowers the score"]


def metal(value: str) -> dict[str, Any]:
    """Evidence with one share of metal making."""
    row = next(
        r for r in parts()[1]["claims"] if (r["quantity"], r["stage"], r["use"]) == ("stage_share", "metal", "model")
    )
    return {"claims": [row | {"geography": "CHN", "scope": "REE", "value": value, "value_low": "", "value_high": ""}]}


def test_a_share_that_moves_by_more_than_ten_points_asks_for_a_reason() -> None:
    assert gate.moved_shares(metal("0.92"), metal("0.83"), date(2026, 11, 21)) == []
    (words,) = gate.moved_shares(metal("0.92"), metal("0.8"), date(2026, 11, 21))
    assert words.endswith("for 16 elements, most for Yb 92% -> 80%")


@pytest.mark.slow
def test_a_served_bundle_that_cannot_be_read_asks_for_a_reason(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / storage.MANIFEST).write_text('{"format": 1}')
    versions.point_current(tmp_path, "old")
    assert "bundle format 1" in gate.objections(tmp_path, side(CURRENT))[0][-1]
