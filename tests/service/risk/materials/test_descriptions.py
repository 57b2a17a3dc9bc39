"""Six hundred descriptions as they stand in ERP exports: how many are read rightly, and that none is wrong and sure."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from service.risk.materials.composition import Outcome, Resolved
from tests.benchmarks.readings import Row, verdicts


@cache
def judged() -> list[tuple[Row, Outcome, str]]:
    return list(verdicts())


def share(kind: str, how: str) -> float:
    counts = Counter(verdict for row, _, verdict in judged() if row["kind"] == kind)
    return counts[how] / sum(counts.values())


@pytest.mark.slow
def test_nearly_all_rare_earth_descriptions_are_read_rightly_and_hardly_one_wrongly() -> None:
    assert share("rare_earth", "right") >= 0.95
    assert share("rare_earth", "wrong") <= 0.01


@pytest.mark.slow
def test_a_wrong_reading_is_never_sure() -> None:
    wrong = [(row["text"], outcome) for row, outcome, verdict in judged() if verdict == "wrong"]
    assert not [text for text, o in wrong if isinstance(o, Resolved) and o.confidence in ("certain", "high")]


@pytest.mark.slow
def test_harmless_descriptions_are_read_as_harmless_and_never_as_rare_earth() -> None:
    assert share("none", "right") >= 0.95
    assert share("none", "wrong") == 0


def test_what_nobody_can_tell_stays_open_or_is_read_with_low_confidence() -> None:
    assert share("open", "wrong") <= 0.03


def test_no_description_that_may_hold_rare_earths_is_called_harmless() -> None:
    for row, outcome, _ in judged():
        if row["kind"] != "none" and isinstance(outcome, Resolved):
            assert outcome.composition.fractions, row["text"]
