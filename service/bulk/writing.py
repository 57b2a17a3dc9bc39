"""Rows as a file that is whole or isn't there: it has its name only when the last row is in it."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import orjson

from service.bulk.scoring import Row
from service.imports.flat import neutral

Write = Callable[[Sequence[Row]], None]
KINDS = (".csv", ".jsonl")


class UnwritableError(Exception):
    """The output can't be written so; the message says why and what to do."""


@contextmanager
def output(path: Path) -> Iterator[Write]:
    """What writes rows. Where the caller fails, nothing is left, and what stood under the name before stays."""
    if path.suffix.lower() not in KINDS:
        raise UnwritableError(f"{path.name}: name the output {', '.join(KINDS)}.")
    handle, part = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            yield from _writing(file, path.suffix.lower())
            file.flush()
            os.fsync(file.fileno())
        Path(part).chmod(0o666 & ~_umask())
        Path(part).replace(path)
    finally:
        with suppress(FileNotFoundError):
            Path(part).unlink()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _writing(file: IO[bytes], suffix: str) -> Iterator[Write]:
    if suffix == ".jsonl":
        yield lambda rows: file.writelines(orjson.dumps(row._asdict()) + b"\n" for row in rows)
    else:
        yield from _csv(file)


def _csv(file: IO[bytes]) -> Iterator[Write]:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    into = csv.writer(text)
    into.writerow(Row._fields)
    try:
        yield lambda rows: into.writerows([neutral(value) for value in row] for row in rows)
    finally:
        text.detach()  # writes what is left, and lets the file be
