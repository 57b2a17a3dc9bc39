"""Joblib tasks on an existing Dask cluster: walk-forward years and bootstraps, with the same results."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import joblib


class ClusterError(Exception):
    """The cluster can't be reached, or has no worker; the message names its address."""


@contextmanager
def on(address: str | None, timeout: float = 15.0) -> Iterator[None]:
    """Run joblib's tasks on the cluster whose scheduler listens at ``address`` (``tcp://host:8786``); in this process
    when None. Workers need this repository and the same lock file. Raises ``ClusterError`` after ``timeout`` seconds.
    """
    if address is None:
        yield
        return
    # Imported here: a second or two that nobody without a cluster should wait for.
    from distributed import Client

    try:
        client = Client(address, timeout=timeout, set_as_default=False)
    except (OSError, ValueError, RuntimeError) as error:
        raise ClusterError(f"no Dask scheduler answers at {address}: {error}") from error
    with client:
        if not client.scheduler_info()["workers"]:
            raise ClusterError(f"the Dask cluster at {address} has no worker: start some with `dask worker {address}`")
        with joblib.parallel_config("dask", client=client, wait_for_workers_timeout=timeout):
            yield
