"""The reference portfolio reads, scores and tells products apart."""

from __future__ import annotations

from decimal import Decimal

import pytest

from service.risk.scoring import score
from tests.factories import TODAY, kernel
from training.publication import reference_portfolio


def test_the_portfolio_holds_a_few_dozen_boms_with_distinct_names() -> None:
    portfolio = reference_portfolio.read()
    assert len(portfolio) >= 30
    assert len({one.bom_id for one in portfolio}) == len(portfolio)


def test_the_portfolio_reads_numbers_as_exact_decimals() -> None:
    quantities = [x.quantity.value for one in reference_portfolio.read() for x in one.lines if x.quantity]
    assert quantities
    assert all(isinstance(value, Decimal) for value in quantities)


@pytest.mark.slow
def test_every_line_of_the_portfolio_can_be_scored() -> None:
    for one in reference_portfolio.read():
        answer = score(one, kernel(), TODAY)
        assert answer.status == "scored", (one.bom_id, [m for m in answer.messages if m.severity == "warning"])


def test_the_portfolio_is_spread_out_under_the_shipped_model() -> None:
    scores = kernel().manifest["portfolio"]["scores"]
    assert scores[-1] - scores[0] > 30


def test_countries_turn_from_two_letters_into_three_and_unknown_ones_are_named() -> None:
    assert reference_portfolio.alpha3("DE") == "DEU"
    with pytest.raises(KeyError, match="'XX'"):
        reference_portfolio.alpha3("XX")
