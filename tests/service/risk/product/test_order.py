"""The orders that a commodity analyst would sign, on hazards of today's size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from itertools import product

import numpy as np
import pytest

from service.risk.product.measured import Views, measure
from service.risk.product.needs import Need, ProductNeeds
from service.risk.source_shock.epoch import Epoch
from service.risk.source_shock.steps import RESTRICTION
from service.risk.vocabulary import CHAIN, Stage
from tests.source_shocks import Path, Place, epoch, hazards
from training.publication.order_cases import HAZARD_CASES, CaseAnswer, CasePurchase, OrderCase


@cache
def today() -> Epoch:
    """Cerium a little below neodymium, as its exporters are more."""
    table = hazards()
    table.restriction[0] = np.where(table.restriction[0] < 0.1, 0.037, 0.17)
    table.restriction[0, 3] = 0.036
    return epoch(table)


def at(bought: CasePurchase, stage: Stage) -> Mapping[str, float]:
    """What stands at a stage: as declared, else at home with the next stage that is declared."""
    chain = CHAIN[bought.form]
    for each in chain[chain.index(stage) :]:
        if each in bought.declared:
            return bought.declared[each]
    return {"CHN": 1.0}


def as_need(bought: CasePurchase) -> Need:
    """Stages of one country stay together; others are independent."""
    chain = CHAIN[bought.form]
    mixes = [at(bought, stage) for stage in chain]
    paths = []
    for places in product(*mixes):
        weight = 1.0
        for stage, mix, country, below in zip(chain, mixes, places, [*places[1:], None], strict=True):
            follows = stage not in bought.declared and below is not None
            weight *= float(country == below) if follows else mix[country]
        if weight:
            paths.append(Path(weight, tuple(Place(s, c) for s, c in zip(chain, places, strict=True))))
    return Need(bought.element, bought.form, bought.buyer, None, bought.companions, tuple(paths))


def ask(purchases: Sequence[CasePurchase], on: date) -> CaseAnswer:
    needs = [as_need(each) for each in purchases]
    product = measure(today(), Views.alike(needs), ProductNeeds.of_lines(len(needs)))
    shares = product.shares_hit().of_product()
    return CaseAnswer(product.score, restriction=sum(v for (_, peril), v in shares.items() if peril == RESTRICTION))


@pytest.mark.slow
@pytest.mark.parametrize("case", HAZARD_CASES, ids=[case.claim for case in HAZARD_CASES])
def test_the_order_of_scores(case: OrderCase) -> None:
    assert list(case.check(ask)) == []


def test_a_case_tells_what_is_wrong() -> None:
    flat = {
        case.claim: list(case.check(lambda purchases, on: CaseAnswer(10.0, "low", "low", 0.1))) for case in HAZARD_CASES
    }
    assert all(flat[case.claim] for case in HAZARD_CASES if "within" not in case.claim and "magnet" not in case.claim)
