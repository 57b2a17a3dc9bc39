"""Chunks of a catalogue scored on a Dask cluster that is there already, in the file's order.

A few chunks a thread are on their way at once, so that neither side holds more of the file. A worker loads the bundle
from the same folder, and refuses another than the one here: the same bundle gives the same rows. Dask hands the chunks
of a worker that is lost to others. Workers need this package and its versions; Dask's own nanny keeps each thread to
one core.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

from service.bulk.reading import ReadBom
from service.bulk.scoring import ScoredRow, load_kernel, rows_of
from service.risk.errors import BundleError

AHEAD = 3
"""Chunks on their way for each thread of the cluster: one is scored while the next arrives."""
WAIT_SECONDS = 30
"""For a scheduler to answer, and for a first worker."""


Beside = TypeVar("Beside")


class ClusterError(Exception):
    """The cluster can't be used; the message says why and what to do."""


def scored_on(
    address: str, chunks: Iterator[tuple[Sequence[ReadBom], Beside]], folder: Path, sha256: str | None, day: date
) -> Iterator[tuple[list[ScoredRow], Beside]]:
    """Rows of each chunk, with what came beside it. Raises ``ClusterError``."""
    here = load_kernel(folder, sha256).sha256
    with _client(address) as client:
        most = AHEAD * sum(client.nthreads().values())
        waiting: deque[tuple[Any, Beside]] = deque()
        for chunk, beside in chunks:
            waiting.append((client.submit(rows_of, chunk, folder, here, day, pure=False), beside))
            if len(waiting) >= most:
                yield _first(waiting)
        while waiting:
            yield _first(waiting)


@contextmanager
def _client(address: str) -> Iterator[Any]:
    """A client of a scheduler that has a worker."""
    if find_spec("distributed") is None:
        raise ClusterError("--dask needs distributed: pip install 'chokepoint[bulk]'.")
    from distributed import Client

    with ExitStack() as stack:
        try:
            client = stack.enter_context(Client(address, timeout=WAIT_SECONDS, set_as_default=False))  # type: ignore[no-untyped-call]
            client.wait_for_workers(1, timeout=WAIT_SECONDS)
        except (OSError, ValueError) as error:
            why = f"no scheduler with a worker answers at {address} within {WAIT_SECONDS} seconds ({error})"
            raise ClusterError(f"The cluster can't be used: {why}. Start both, or leave --dask out.") from error
        yield client


def _first(waiting: deque[tuple[Any, Beside]]) -> tuple[list[ScoredRow], Beside]:
    """The rows of the chunk that has waited longest."""
    future, beside = waiting.popleft()
    try:
        rows: list[ScoredRow] = future.result()
    except (BundleError, ImportError, OSError) as error:
        fix = "every worker needs this package, its versions, and the bundle in the same folder"
        raise ClusterError(f"A worker can't score: {error}; {fix}.") from error
    return rows, beside
