"""On a Dask cluster: the same forecasts and intervals as without."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from distributed import LocalCluster
from joblib import Parallel, delayed

from service.risk.disruption.model import sigmoid
from tests.factories import small_space
from training.evaluation.walk_forward import measures
from training.fit import dask_cluster
from training.fit.dask_cluster import ClusterError
from training.fit.disruption_model import WalkForward, walk_forward


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The scheduler of a cluster of two workers."""
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None, protocol="tcp", host="127.0.0.1"
    ) as local:
        yield local.scheduler_address


def test_a_cluster_gives_the_same_forecasts_and_the_same_intervals(address: str) -> None:
    panel = small_space().panel

    def found() -> tuple[WalkForward, dict[str, Any]]:
        forward = walk_forward(panel, "operational", 2007)
        forecasts = {"model": sigmoid(forward.raw), "base_rate": forward.climatology}
        return forward, measures(panel, forward.climatology, forecasts, {}, {"all": forward.made})

    here, alone = found()
    with dask_cluster.on(address):
        there, shared = found()
    for name in ("raw", "calibrated", "climatology", "families", "slope"):
        np.testing.assert_array_equal(getattr(here, name), getattr(there, name))
    assert shared == alone


def test_the_work_is_done_by_the_workers(address: str) -> None:
    tasks = [delayed(lambda: threading.current_thread().name)() for _ in range(4)]
    with dask_cluster.on(address):
        assert all("Dask" in name for name in Parallel()(tasks))
    assert not any("Dask" in name for name in Parallel()(tasks))


def test_a_cluster_that_does_not_answer_is_named() -> None:
    with pytest.raises(ClusterError, match=r"tcp://127\.0\.0\.1:1"), dask_cluster.on("tcp://127.0.0.1:1", timeout=0.5):
        pass


def test_without_an_address_work_stays_here() -> None:
    with dask_cluster.on(None):
        assert walk_forward(small_space().panel, "operational", 2006).made.any()
