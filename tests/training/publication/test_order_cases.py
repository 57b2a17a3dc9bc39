"""The orders that a commodity analyst would sign, on the shipped bundle."""

from __future__ import annotations

import pytest

from tests.factories import kernel
from training.publication.order_cases import CaseAnswer, OrderCase, broken, cases, of_kernel


@pytest.mark.slow
@pytest.mark.parametrize("case", cases(), ids=[case.claim for case in cases()])
def test_an_order_holds(case: OrderCase) -> None:
    assert list(case.check(of_kernel(kernel()))) == []


def test_a_model_that_says_the_same_of_everything_breaks_orders(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "training.publication.order_cases.of_kernel", lambda _: lambda *_: CaseAnswer(10.0, "low", "low", 0.1)
    )
    faults = broken(kernel())
    assert any(fault.startswith("less china is less risk") for fault in faults)
    assert any(fault.startswith("dysprosium from china is high") for fault in faults)
