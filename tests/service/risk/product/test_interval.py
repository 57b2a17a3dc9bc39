"""The ends of an interval, where what a view does to makers isn't what it does to the buyer."""

from __future__ import annotations

from itertools import permutations

import pytest

from service.risk.product.interval import Ends, interval, interval_parts
from service.risk.product.measured import Measured, Views, measure
from service.risk.product.needs import Need, ProductNeeds
from tests.source_shocks import epoch, need

EPOCH = epoch()
AUSTRALIA = need("Dy", {"AUS": 1.0})
MIXED = need("Dy", {"AUS": 0.4, "CHN": 0.6})
CHINA = need("Dy", {"CHN": 1.0})


def measured(*purchases: tuple[Need, Need, Need]) -> Measured:
    """Purchases by what the favourable, the central and the adverse view have of each."""
    return measure(EPOCH, Views(*zip(*purchases, strict=True)), ProductNeeds.of_lines(len(purchases)))


def ends(*purchases: tuple[Need, Need, Need]) -> Ends:
    return interval(measured(*purchases))


@pytest.mark.parametrize("views", [*permutations([AUSTRALIA, MIXED, CHINA])])
def test_the_interval_spans_all_views_whatever_their_order(views: tuple[Need, Need, Need]) -> None:
    central = views[1]
    usual = ends((AUSTRALIA, central, CHINA))
    assert ends(views) == pytest.approx(usual)
    assert usual.low < usual.high


def test_each_purchase_has_its_own_order_of_views() -> None:
    usual, turned = (AUSTRALIA, MIXED, CHINA), (CHINA, MIXED, AUSTRALIA)
    tb = [tuple(one._replace(element="Tb") for one in views) for views in (usual, turned)]
    assert ends(usual, tb[1]) == pytest.approx(ends(usual, tb[0]))  # type: ignore[arg-type]


def test_what_evidence_alone_does_lies_within_the_interval() -> None:
    product = measured((CHINA, AUSTRALIA, AUSTRALIA))
    low, high = interval_parts(product)["evidence"]
    whole = interval(product)
    assert whole.low <= low < high <= whole.high
    assert high == pytest.approx(measured((CHINA, CHINA, CHINA)).score)


def test_views_that_lose_nearly_the_same_keep_their_paths() -> None:
    nearly = need("Dy", {"AUS": 0.4001, "CHN": 0.5999})
    product = measured((MIXED, MIXED, nearly))
    assert product.views.adverse == (nearly,)
