"""Properties draw the same cases in `make test` wherever it runs, and more of them in `make fuzz`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.drawn import USUAL, drawn

OWN_RULES = re.compile(r"\bsettings\([^)]*\b(derandomize|deadline|database)=")


def cases() -> list[int]:
    """What a property is tried on, in order."""
    tried: list[int] = []

    @settings(max_examples=drawn(20))
    @given(st.integers())
    def look(number: int) -> None:
        tried.append(number)

    look()
    return tried


@pytest.mark.skipif(settings().max_examples != USUAL, reason="make fuzz draws others each time")
def test_make_test_tries_the_same_cases_twice() -> None:
    assert cases() == cases()


def test_make_fuzz_tries_three_times_as_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.drawn.settings", lambda: settings.get_profile("fuzz"))
    assert drawn(40) == 120


def test_no_property_draws_by_rules_of_its_own() -> None:
    """A rule beside a test would hold against both profiles."""
    own = [str(path) for path in Path(__file__).parent.rglob("*.py") if OWN_RULES.search(path.read_text("utf-8"))]
    assert own == []
