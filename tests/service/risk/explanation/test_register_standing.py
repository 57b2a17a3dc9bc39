"""What an answer says of the measures around a hazard agrees with what it counted."""

from __future__ import annotations

import dataclasses
from functools import cache

import pytest

from service.risk.explanation.register_standing import surroundings
from service.risk.product.assessment import Assessed, assess
from service.risk.purchase.hazards import read_bom
from tests.factories import TODAY, kernel
from training.publication import reference_portfolio


@cache
def hazards() -> list[Assessed]:
    """Every hazard of the reference portfolio, assessed today."""
    boms = [dataclasses.replace(bom, as_of=TODAY) for bom in reference_portfolio.read()]
    keys = {key: None for bom in boms for key in read_bom(bom, TODAY, kernel().resolver).keys}
    return assess(kernel(), list(keys))


def met(hazard: Assessed, view: int) -> set[str]:
    """Measures met in a view, by its place."""
    assembly = hazard.points[view].assembly
    assert assembly is not None
    return {name for name, _ in assembly.measures}


def shown(hazard: Assessed, counts: str) -> set[str]:
    """Measures that the answer says count so."""
    return {each.measure_id for each in surroundings(hazard, kernel()).shown if each.counts == counts}


def test_a_measure_counts_in_the_score_exactly_when_it_is_among_the_controls() -> None:
    assert all(shown(hazard, "score") == met(hazard, 1) for hazard in hazards())


def test_a_measure_counts_at_the_upper_end_exactly_when_only_the_adverse_view_meets_it() -> None:
    assert all(shown(hazard, "upper_end") == met(hazard, 2) - met(hazard, 1) for hazard in hazards())


@pytest.mark.parametrize("counts", ["score", "upper_end", "nothing"])
def test_the_portfolio_holds_measures_that_count_each_way(counts: str) -> None:
    assert any(shown(hazard, counts) for hazard in hazards())
