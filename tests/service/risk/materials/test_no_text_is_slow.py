"""No text is slow: what the readers do for one is counted.

What an expression does inside can't be counted. `make texts` times it.
"""

from __future__ import annotations

import sys
from itertools import islice
from types import FrameType

import pytest

from service.risk.bom import Line
from tests.attack.texts import texts, ways
from tests.factories import resolver

MOST_CALLS = 170_000
"""Three times what any of them takes. A reader whose calls grow faster than the text needs millions."""


def calls_of(line: Line) -> int:
    """How often a function is called while the line is read, those in C among them."""
    count = 0

    def note(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        resolver().resolve(line)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("every", [pytest.param(1, marks=pytest.mark.slow), 20])
def test_no_text_of_two_hundred_characters_takes_many_calls_to_read(every: int) -> None:
    resolver().resolve(Line("1", material="gizmo (Nd2O3) 4711"))  # what is loaded once isn't the text's work
    many = {text: max(map(calls_of, ways(text))) for text in islice(texts(), 0, None, every)}
    assert {text: count for text, count in many.items() if count > MOST_CALLS} == {}
