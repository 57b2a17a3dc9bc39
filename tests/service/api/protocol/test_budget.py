"""What a request may take that scores more than once."""

from __future__ import annotations

from service.api.protocol.budget import Budget
from service.risk.purchase.work import MOST_WORK


def test_scores_fit_until_together_they_are_the_work_of_one_answer() -> None:
    budget = Budget()
    assert [budget.fits(MOST_WORK // 3) for _ in range(4)] == [True, True, True, False]
    assert not budget.fits(1)


def test_what_does_not_fit_takes_nothing() -> None:
    budget = Budget(100)
    assert budget.fits(60)
    assert not budget.fits(41)
    assert budget.fits(40)


def test_the_first_always_fits() -> None:
    budget = Budget(100)
    assert budget.fits(101)
    assert not budget.fits(1)
