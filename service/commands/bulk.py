"""``python -m service bulk FILE --out scores.csv``: score a catalogue of any size, a row a BOM.

FILE holds BOMs as JSON Lines, or their lines as the CSV of GET /v1/exports/boms, the rows of a product together.
Nothing is stored, and what is confirmed of parts isn't looked up. The output is there when all of it is. The same
command after a run that ended early goes on where that stopped: scores.csv.journal holds what is done until then.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from importlib.util import find_spec
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

from service.bulk.cluster import ClusterError, scored_on
from service.bulk.journal import Journal, JournalError, digest_of, journal
from service.bulk.reading import Read, ReadBom, UnreadableError, entries
from service.bulk.scoring import REFUSED, ScoredRow, rows_of
from service.bulk.writing import UnwritableError, output
from service.commands.outcome import RefusedError
from service.config import Settings
from service.risk.bundle.storage import read
from service.risk.errors import BundleError

CHUNK = 100
"""BOMs that are scored and written together."""


class JournalPlace(NamedTuple):
    """A chunk's digest, and the bytes of the file that were read by its end."""

    digest: str
    position: int


Chunk = tuple[list[ReadBom], JournalPlace]
Scored = tuple[list[ScoredRow], JournalPlace]


class Bundle(NamedTuple):
    """What every chunk is scored by."""

    folder: Path
    sha256: str | None
    day: date


def add(commands: Any) -> None:
    """Register the command."""
    parser = commands.add_parser("bulk", help="score a catalogue of any size", description=__doc__)
    parser.add_argument("file", type=Path, help="BOMs: .jsonl, or .csv with a row a line")
    parser.add_argument("--out", type=Path, required=True, help=".csv, .jsonl or .parquet")
    parser.add_argument("--as-of", type=_day, help="the day that BOMs are scored for which state none (today)")
    parser.add_argument("--dask", metavar="ADDRESS", help="score on this Dask scheduler's workers, tcp://host:8786")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Score the file; 1 where some BOM is refused."""
    settings = Settings.from_env()
    bundle = Bundle(settings.model_dir.resolve(), settings.trusted_bundle(), arguments.as_of or _today())
    source: Path = arguments.file
    counts = Counter[str]()
    try:
        with (
            journal(arguments.out, _made_by(bundle)) as done,
            output(arguments.out) as write,
            _progress(source) as advance,
        ):
            for rows, place in _rows(_chunks(source), done, bundle, arguments.dask):
                write(rows)
                counts.update(row.status for row in rows)
                advance(place.position, counts.total())
    except (UnreadableError, UnwritableError, JournalError, ClusterError, BundleError, OSError) as error:
        raise RefusedError(str(error)) from error
    shown = ", ".join(f"{number:,} {status}" for status, number in sorted(counts.items())) or "no BOM"
    taken = f"; {done.taken:,} of them by a run that ended early" if done.taken else ""
    print(f"{arguments.out}: {shown}{taken}")
    return 1 if counts[REFUSED] else 0


def _made_by(bundle: Bundle) -> dict[str, str]:
    """What rows hang on beside their BOMs."""
    return {"bundle": read(bundle.folder)[2], "day": bundle.day.isoformat()}


def _chunks(source: Path) -> Iterator[Chunk]:
    boms = entries(source)
    while chunk := list[Read](islice(boms, CHUNK)):
        yield [one.entry for one in chunk], JournalPlace(digest_of(chunk), chunk[-1].position)


def _rows(chunks: Iterator[Chunk], done: Journal, bundle: Bundle, cluster: str | None) -> Iterator[Scored]:
    """Rows of every chunk: those that the journal has, then the others, which it keeps."""
    for chunk, place in chunks:
        rows = done.rows(place.digest)
        if rows is None:
            for scored, beside in _scored(chain([(chunk, place)], chunks), bundle, cluster):
                done.keep(beside.digest, scored)
                yield scored, beside
            return
        yield rows, place


def _scored(chunks: Iterator[Chunk], bundle: Bundle, cluster: str | None) -> Iterator[Scored]:
    """One chunk after the other, or on a cluster."""
    if cluster:
        return scored_on(cluster, chunks, *bundle)
    return ((rows_of(chunk, *bundle), place) for chunk, place in chunks)


@contextmanager
def _progress(source: Path) -> Iterator[Callable[[int, int], None]]:
    """A bar by bytes of the file with an estimate of the time that is left, where a person looks on."""
    if find_spec("rich") is None or not sys.stderr.isatty():
        yield lambda _position, _count: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns: Sequence[Any] = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("0 BOMs", total=source.stat().st_size)
        yield lambda position, number: bar.update(task, completed=position, description=f"{number:,} BOMs")


def _today() -> date:
    return datetime.now(UTC).date()


def _day(raw: str) -> date:
    try:
        return date.fromisoformat(raw)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{error}: give a day such as 2026-11-21") from error
