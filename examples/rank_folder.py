"""A folder of files in, a ranked table out: ``python examples/rank_folder.py FOLDER [http://127.0.0.1:8080]``.

Each file is sent to POST /v1/imports, which stores its products; a file that can't be read is told and spoils no other.
A larger one becomes a job, which is waited for. A service that asks for a key finds it in CHOKEPOINT_KEY. Needs the
client: ``make client``, then ``pip install ./build/client``.
"""

from __future__ import annotations

import os
import sys
import uuid
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

import httpx
from chokepoint_client import Problem, answered, connect, every, finished
from chokepoint_client.generated.api.imports import post_import
from chokepoint_client.generated.api.jobs import list_job_errors, list_job_results
from chokepoint_client.generated.client import AuthenticatedClient
from chokepoint_client.generated.models import (
    Import,
    ImportedProduct,
    Job,
    JobError,
    JobErrorPage,
    JobResultPage,
    Summary,
    ToldFileRow,
)
from chokepoint_client.generated.types import File

Told = ImportedProduct | str
"""A product, or a line for the reader."""


def imported(api: AuthenticatedClient, file: Path) -> Iterator[Told]:
    """What became of a file. Raises ``Problem`` for one that can't be read."""
    answer = post_import.sync(
        client=api,
        body=File(BytesIO(file.read_bytes())),
        name=file.name,
        store="true",
        on_error="skip_line",
        idempotency_key=str(uuid.uuid4()),  # so that it is stored once, however often it has to be sent
    )
    if isinstance(answer, Job):
        yield from _of_job(api, file, answer)
        return
    answer = answered(Import, answer)
    yield from _rows(file, answer.refused, answer.open_)
    yield from answer.products


def _of_job(api: AuthenticatedClient, file: Path, accepted: Job) -> Iterator[Told]:
    job = finished(api, accepted.job_id)
    if job.problem:
        yield f"{file.name}: {job.problem.detail}"
        return
    rows = list(every(JobErrorPage, list_job_errors.sync, client=api, job_id=job.job_id))
    yield from _rows(
        file, [row for row in rows if row.outcome != "open"], [row for row in rows if row.outcome == "open"]
    )
    yield from every(JobResultPage, list_job_results.sync, client=api, job_id=job.job_id)


def _rows(
    file: Path, refused: Sequence[ToldFileRow | JobError], left: Sequence[ToldFileRow | JobError]
) -> Iterator[str]:
    """Every row that can't be used, and the first of those that leave something open."""
    for row in refused:
        yield f"{file.name}, row {row.row}, {row.column or 'as a whole'}: {row.why}"
    for row in left[:1]:
        where = f"row {row.row}, {row.column or 'as a whole'}: {row.why}"
        yield f"{file.name}: {len(left)} rows leave something open and widen the interval. The first is {where}"


def shown(product: ImportedProduct, file: Path) -> tuple[float, str]:
    """The score that products are ranked by, and the line of the table."""
    summary = product.result.score
    if not isinstance(summary, Summary):
        why = product.result.problem.detail if product.result.problem else "no score"
        return -1.0, f"    ?  {product.bom_id} of {file.name} isn't scored: {why}"
    points = -1.0 if summary.score is None else summary.score
    low, high = summary.interval or (0.0, 100.0)
    first = f"{points:5.1f}" if points >= 0 else "    ?"
    return points, f"{first}  {low:5.1f} to {high:5.1f}  {summary.band or '?':<10} {product.bom_id:<24} {file.name}"


def main(folder: str, address: str = "http://127.0.0.1:8080") -> None:
    """Send every file of a folder and print its products, the highest score first."""
    ranked = []
    with connect(address, os.environ.get("CHOKEPOINT_KEY")) as api:
        for file in sorted(path for path in Path(folder).iterdir() if path.is_file()):
            try:
                for one in imported(api, file):
                    if isinstance(one, str):
                        print(one)
                        continue
                    if one.stored == "updated":
                        print(f"{file.name}: {one.bom_id} was stored before, this is its newest revision.")
                    ranked.append(shown(one, file))
            except Problem as problem:
                print(f"{file.name}: {problem.document.detail}")
            except httpx.TransportError as error:
                sys.exit(f"Nobody answers at {address} ({error}): start the service, or name another address.")
    for _, row in sorted(ranked, reverse=True):
        print(row)


if __name__ == "__main__":
    main(*sys.argv[1:3])
