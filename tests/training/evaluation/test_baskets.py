"""Baskets of codes: one code is a purchase, and what fails together is drawn together."""

from __future__ import annotations

import numpy as np
import pytest

from tests.training.evaluation.purchase_history import known
from training.evaluation import baskets
from training.evaluation.baskets import SIZES, WAYS, _lost, measured, text
from training.evaluation.loss import exceedance, tolerated


def test_worlds_give_what_the_quadrature_gives() -> None:
    share, hazard = np.array([[0.6, 0.4]]), np.array([[0.2, 0.1]])
    lost = np.concatenate([
        _lost(share, [(hazard, np.array([[0, 1]]))], np.random.default_rng(seed))[0] for seed in range(40)
    ])  # fmt: skip
    assert tolerated(lost).mean() == pytest.approx(exceedance(share, hazard)[0, 0], abs=0.01)


def test_sources_of_one_group_fail_together() -> None:
    share, hazard = np.array([[1.0], [1.0]]), np.array([[0.3], [0.3]])
    together = _lost(share, [(hazard, np.zeros((2, 1), int))], np.random.default_rng(1))
    apart = _lost(share, [(hazard, np.array([[0], [1]]))], np.random.default_rng(1))
    assert (together[0] == together[1]).all()
    assert (apart[0] != apart[1]).any()


@pytest.mark.fit
def test_on_the_archive_larger_baskets_are_hit_more_often_and_forecast_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(baskets, "WORLDS", 128)
    measurement = measured(None, known())  # type: ignore[arg-type]
    for way in WAYS:
        rows = [measurement[way]["sizes"][size] for size in SIZES]
        assert np.all(np.diff([row["forecast"] for row in rows]) > 0)
        assert np.all(np.diff([row["observed"] for row in rows]) > 0)
    served, apart = (measurement[way]["sizes"][15]["forecast"] for way in WAYS)
    assert served < apart
    assert len(text(measurement)) == 1 + len(WAYS) * (len(SIZES) + 1)
