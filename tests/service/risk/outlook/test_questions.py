"""Questions: each is tried by scoring, what narrows most comes first, and a score too wide has no band."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest

from service.risk import scoring
from service.risk.bom import Bom
from service.risk.errors import BomError
from service.risk.outlook import questions as module
from service.risk.outlook.questions import MOST_SCORED, Questions, questions, sentences
from tests.factories import TODAY, bom, kernel, line, sample, supply

OPEN = bom(line("Nd", "oxide"), line(material="NdFeB or ferrite", kg=None))


@cache
def of(product: Bom) -> Questions:
    """The questions about a BOM."""
    return questions(product, kernel(), TODAY)


@pytest.mark.slow
def test_the_fact_that_narrows_most_comes_first() -> None:
    for product in (OPEN, sample("catalysts")):
        gains = [one.narrows_by for one in of(product).questions]
        assert gains == sorted(gains, reverse=True)
        assert len(gains) > 2


def test_an_open_line_that_may_be_a_magnet_is_the_first_question() -> None:
    first = of(OPEN).questions[0]
    assert (first.fact.kind, first.fact.line_ids) == ("material", ("20",))
    assert first.narrows_by > 5.0


def test_a_value_scores_as_the_bom_that_states_it() -> None:
    for one in of(OPEN).questions:
        for (_, changed), (_, level) in zip(one.fact.values, one.levels, strict=True):
            again = scoring.score(changed, kernel(), TODAY)
            assert level.score == again.score, one.fact.text
            assert level.interval == again.interval, one.fact.text


def test_the_gain_is_the_width_now_less_the_mean_width_then() -> None:
    made = of(OPEN)
    assert made.score.interval is not None
    now = made.score.interval[1] - made.score.interval[0]
    one = made.questions[0]
    widths = [level.interval[1] - level.interval[0] for _, level in one.levels]
    assert one.narrows_by == pytest.approx(now - sum(widths) / len(widths))


def test_what_is_stated_is_not_asked() -> None:
    stated = bom(
        line("Nd", "oxide", *supply("separation", CHN="1"), *supply("mining", CHN="1")), tolerance=Decimal("0.5")
    )
    assert {one.fact.kind for one in of(stated).questions} == {"recycled"}
    bare = bom(line("Nd", "oxide"), buyer=None)
    assert {one.fact.kind for one in of(bare).questions} == {"origin", "tolerance", "buyer_country"}


def test_a_score_with_open_lines_has_no_band_and_says_so() -> None:
    made = of(OPEN)
    assert not made.usable
    assert made.band is None
    assert sentences(made)[0].startswith("Don't act on this score yet: line 20 is open, so that no band")


def test_a_line_of_which_nothing_is_known_is_named_although_no_value_of_it_can_be_tried() -> None:
    made = of(bom(line("Nd", "oxide"), line(material="motor assembly X"), line(material="gizmo")))
    assert "lines 20 and 30 are open" in sentences(made)[0]


def test_a_score_whose_interval_spans_four_bands_has_no_band(monkeypatch: pytest.MonkeyPatch) -> None:
    product = sample("catalysts")
    usable = of(product)
    assert usable.usable
    assert usable.band == usable.score.band
    monkeypatch.setattr(module, "TOO_WIDE", 3)
    strict = questions(product, kernel(), TODAY)
    assert strict.spans == ("guarded", "high")
    assert not strict.usable
    assert strict.band is None
    assert "spans 3 bands" in sentences(strict)[0]


def test_the_work_is_bounded_and_what_was_left_out_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    assert of(OPEN).scored <= MOST_SCORED
    assert of(OPEN).left_out == 0
    monkeypatch.setattr(module, "MOST_SCORED", 4)
    made = questions(OPEN, kernel(), TODAY)
    assert made.scored <= 4
    assert made.left_out + len(made.questions) == len(of(OPEN).questions)
    assert made.left_out > 0


def test_a_claim_stands_behind_the_share_of_scrap() -> None:
    scrap = next(one.fact for one in of(OPEN).questions if one.fact.kind == "recycled")
    assert [kernel().evidence.claim(name).high for name in scrap.claims] == [0.2]


def test_stock_is_told_to_narrow_nothing() -> None:
    assert "Stock narrows nothing" in " ".join(sentences(of(OPEN)))
    stocked = replace(OPEN, lines=tuple(replace(one, stock_days=Decimal(90)) for one in OPEN.lines))
    assert [one.narrows_by for one in of(stocked).questions] == [one.narrows_by for one in of(OPEN).questions]


def test_a_bom_without_a_score_has_nothing_to_narrow() -> None:
    with pytest.raises(BomError) as caught:
        of(bom(line(material="gizmo", kg=None)))
    assert [fault.code for fault in caught.value.errors] == ["unscored"]
