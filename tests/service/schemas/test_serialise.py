"""Many rows are written together, as marshmallow and ``three_digits`` write each."""

from __future__ import annotations

import json
import math
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.risk import scoring
from service.schemas import fields
from service.schemas.answers.full import full_of
from service.schemas.answers.score import ScoreSchema
from service.schemas.answers.summary import SummarySchema, summary_of
from service.schemas.fields import WORTH_AN_ARRAY, each_with_three_digits, three_digits
from service.schemas.serialise import dumper, encode
from tests.factories import kernel, sample

DAY = date(2026, 11, 21)
FLOATS = st.floats(allow_nan=False) | st.floats(0.0, 1_000.0) | st.sampled_from([0.0, -0.0, 1e-300, math.inf])
TIES = st.builds(lambda tenths, power: (tenths + 0.5) / 10**power, st.integers(-1_000, 1_000), st.integers(-6, 6))


@pytest.mark.slow
@given(st.lists(FLOATS | TIES, min_size=WORTH_AN_ARRAY, max_size=WORTH_AN_ARRAY + 9))
def test_many_floats_are_rounded_as_each_of_them_is(values: list[float]) -> None:
    assert list(map(repr, each_with_three_digits(values))) == [repr(three_digits(value)) for value in values]


def test_many_floats_are_rounded_without_being_written_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[Any] = []

    def noted(value: Any) -> float:
        written.append(value)
        return three_digits(value)

    monkeypatch.setattr(fields, "three_digits", noted)
    values = [math.pi / number for number in range(1, 1_001)] + [12.25]
    assert each_with_three_digits(values)[-1] == 12.2
    assert written == [12.25]  # halfway: only its digits decide


@pytest.mark.parametrize("name", ["traction-motor", "catalysts"])
def test_a_real_answer_is_written_as_marshmallow_writes_it(name: str) -> None:
    score = scoring.score(sample(name), kernel(), DAY)
    for schema, values in ((ScoreSchema(), full_of(score)), (SummarySchema(), summary_of(score))):
        slow: Any = schema.dump(values)
        assert json.loads(encode(dumper(schema)(values))) == json.loads(json.dumps(slow, default=float))
