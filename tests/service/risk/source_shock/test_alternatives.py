"""Other hazards as weights of the same worlds: near what the worlds of those hazards say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import expit, logit

from service.risk.product.measured import Views, by_world, measure
from service.risk.product.needs import ProductNeeds
from service.risk.source_shock.alternatives import FAMILIES, SETTINGS, between
from service.risk.source_shock.epoch import Epoch
from service.risk.source_shock.worlds import Worlds
from tests.source_shocks import FIVE_WAY, LYNAS, WORLDS, epoch, hazards, need

MANY = Worlds(1 << 16)
EPOCH = epoch()
TABLE = hazards()
PRODUCTS = [
    [need("Dy", {"CHN": 1.0})],
    [need("Nd", {"CHN": 1.0})],
    [need("Dy", FIVE_WAY)],
    [need("Dy", LYNAS)],
    [need(element, mix) for element in ("Nd", "Dy", "Y") for mix in (FIVE_WAY, LYNAS, {"CHN": 1.0})],
]


def counts(on: Epoch) -> np.ndarray:
    return np.array([100.0 * by_world(on, p, ProductNeeds.of_lines(len(p))) for p in PRODUCTS])


@pytest.mark.slow
def test_draws_by_weight_come_near_a_rerun_of_the_worlds() -> None:
    weighed = counts(EPOCH) @ EPOCH.alternatives.draws
    quantiles = EPOCH.alternatives.quantiles(("coefficients", "cover", "collapse"))
    errors = []
    for draw in range(0, 64, 7):
        shift, fall = quantiles[draw]
        cover = {
            c: {form: float(between(TABLE.cover_range[c][form], x, shift)) for form, x in forms.items()}
            for c, forms in TABLE.cover.items()
        }
        collapse = float(between(TABLE.collapse_range, TABLE.collapse, fall))
        moved = replace(TABLE, restriction=TABLE.draws[draw], cover=cover, collapse=collapse)
        errors.append(weighed[:, draw] - counts(epoch(moved, MANY)).mean(axis=1))
    assert np.sqrt(np.mean(np.square(errors))) < 0.25
    assert np.quantile(np.abs(errors), 0.9) < 0.5


def test_settings_by_weight_come_near_a_rerun_of_the_worlds() -> None:
    weighed = counts(EPOCH) @ EPOCH.alternatives.settings
    central = logit(TABLE.restriction)
    errors = []
    for place, setting in enumerate(SETTINGS):
        odds = central.copy()
        for family, on in zip(FAMILIES, setting, strict=True):
            if not on and family in EPOCH.sources.without:
                odds += logit(EPOCH.sources.without[family]) - central
        rerun = counts(epoch(replace(TABLE, restriction=expit(odds)), MANY)).mean(axis=1)
        errors.append(weighed[:, place] - rerun)
    assert np.sqrt(np.mean(np.square(errors))) < 0.2
    assert np.abs(errors).max() < 0.5


def test_hazards_that_move_nothing_weigh_all_worlds_alike() -> None:
    assert EPOCH.alternatives.settings[:, -1] == pytest.approx(np.full(WORLDS.count, 1.0 / WORLDS.count))
    same = EPOCH.alternatives.under(TABLE.restriction[None] * (1.0 + 1e-12), ["CHN", "MYS"])
    assert same[:, 0] == pytest.approx(np.full(WORLDS.count, 1.0 / WORLDS.count), rel=1e-6)


def test_weights_sum_to_one_and_are_never_negative() -> None:
    alternatives = EPOCH.alternatives
    for weights in (alternatives.draws, alternatives.settings, *alternatives.alone.values()):
        assert weights.sum(axis=0) == pytest.approx(np.ones(weights.shape[1]), abs=1e-4)
        assert (weights >= 0.0).all()


def test_a_country_beyond_the_producers_moves_its_own_products_only() -> None:
    known = hazards({"PER": 0.1})
    on = epoch(known)
    product = measure(on, Views.alike([need("Dy", {"PER": 1.0})]), ProductNeeds.of_lines(1))
    draws = on.alternatives.draws_with(product.countries)
    assert np.ptp(product.by_world.astype(np.float32) @ draws) > 0.02
    assert on.alternatives.draws_with(["CHN"]) is on.alternatives.draws
