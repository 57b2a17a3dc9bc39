"""After the evidence ends a score stands still, and its interval widens: silence isn't calm."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from service.risk.answer import Score
from service.risk.bundle.kernel import GRACE_DAYS
from service.risk.product.interval import Ends, aged, log_odds_beyond
from service.risk.scoring import score
from tests.factories import TODAY, bom, kernel, kernel_with, line, magnet, measure, register_with, sample, supply

LAST = kernel().last_day
DYSPROSIUM = line("Dy", "oxide", *supply("separation", CHN="0.6", MYS="0.4"))


def on(day: date, *lines: object) -> Score:
    return score(bom(*(lines or (DYSPROSIUM,)), as_of=day), kernel(), day)  # type: ignore[arg-type]


def ends_of(answer: Score) -> Ends:
    assert answer.interval is not None
    return Ends(*answer.interval)


def test_the_evidence_ends_half_a_year_after_its_newest_entry() -> None:
    later = measure("M", announced="2026-12-24", effective="2026-12-24")
    assert kernel_with(register=register_with(later)).last_day == date(2026, 12, 24) + timedelta(days=GRACE_DAYS)
    assert [kernel().days_beyond(LAST + timedelta(days=days)) for days in (-1, 0, 1)] == [0, 0, 1]


@pytest.mark.slow
def test_up_to_the_last_day_nothing_widens_an_interval() -> None:
    for day in (TODAY, LAST):
        parts = on(day).interval_parts
        assert parts is not None
        assert "age" not in parts


@pytest.mark.slow
def test_beyond_the_evidence_the_score_stands_still_and_its_interval_never_narrows() -> None:
    days = [LAST + timedelta(days=days) for days in (0, 365, 2_000)]
    for lines in ((DYSPROSIUM,), (magnet(),), sample("traction-motor").lines):
        answers = [on(day, *lines) for day in days]
        scores = [answer.score for answer in answers]
        assert max(scores) - min(scores) < 0.1  # type: ignore[type-var, operator]
        for before, after in pairwise(map(ends_of, answers)):
            assert after.low < before.low
            assert after.high > before.high
        assert all(answer.interval_parts["age"] > 0 for answer in answers[1:])  # type: ignore[index]


@pytest.mark.slow
def test_the_first_day_beyond_moves_little_and_the_end_of_the_century_leaves_hardly_a_bound() -> None:
    last, first, century = (ends_of(on(day)) for day in (LAST, LAST + timedelta(days=1), date(2100, 1, 1)))
    assert first.width - last.width < 2.0
    assert century.high > 99.0


def test_ends_move_by_log_odds_with_the_root_of_time_and_a_sure_end_stays() -> None:
    low, high = log_odds_beyond(4 * 365)
    assert (low, high) == tuple(2.0 * moved for moved in log_odds_beyond(365))
    assert low < 0.0 < high
    assert aged(Ends(10.0, 20.0), 0) == Ends(10.0, 20.0)
    assert aged(Ends(0.0, 100.0), 9_999) == Ends(0.0, 100.0)


def test_a_product_without_rare_earths_stays_without_a_chance() -> None:
    assert ends_of(on(LAST + timedelta(days=999), line(material="steel screw M4x10"))) == Ends(0.0, 0.0)
