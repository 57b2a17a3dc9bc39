"""Promises about any product are tried, and a score that breaks one is told."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.factories import TODAY, bom, kernel, line, magnet
from training.publication import invariants


def test_a_product_of_the_shipped_bundle_keeps_them() -> None:
    assert invariants.broken(kernel(), [bom(magnet(), line("Dy"), bom_id="motor")], TODAY) == []


def test_a_score_by_the_number_of_lines_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invariants, "score", lambda bom, *_: SimpleNamespace(score=10.0 * len(bom.lines)))
    (words,) = invariants.broken(kernel(), [bom(line("Dy"), bom_id="x")], TODAY)
    assert words == "x: a line repeated moves the score from 10.000 to 20.000"


def test_a_score_that_falls_with_lines_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invariants, "score", lambda bom, *_: SimpleNamespace(score=9.0 / len(bom.lines)))
    broken = invariants.broken(kernel(), [bom(line("Dy"), line("Ce"), bom_id="x")], TODAY)
    assert "x: a line added lowers the score from 9.000 to 4.500" in broken
