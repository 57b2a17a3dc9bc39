"""Whom to buy from instead: one maker, whatever the mix of today."""

from __future__ import annotations

import pytest

from service.risk.scoring import score
from tests.factories import TODAY, bom, kernel, line, supply


def test_the_best_source_is_as_good_as_declared_alone() -> None:
    (bought,) = score(bom(line("Nd", "oxide", *supply("separation", CHN=1))), kernel(), TODAY).hazards
    best = bought.best_alternative
    assert best is not None
    assert best.expected_share_hit < bought.expected_share_hit
    alone = line("Nd", "oxide", *supply(best.stage, **{best.country: 1}))
    assert score(bom(alone), kernel(), TODAY).hazards[0].expected_share_hit == pytest.approx(best.expected_share_hit)


def test_who_buys_from_the_best_source_already_is_told_of_no_other() -> None:
    (bought,) = score(bom(line("Nd", "oxide", *supply("separation", CHN=1))), kernel(), TODAY).hazards
    assert bought.best_alternative is not None
    there = supply(bought.best_alternative.stage, **{bought.best_alternative.country: 1})
    assert score(bom(line("Nd", "oxide", *there)), kernel(), TODAY).hazards[0].best_alternative is None


def test_where_nobody_else_makes_two_percent_no_other_source_is_told() -> None:
    assert score(bom(line("Dy", "oxide")), kernel(), TODAY).hazards[0].best_alternative is None
