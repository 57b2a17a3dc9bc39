"""Rows as a file that is whole or isn't there: it has its name only when the last row is in it."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import IO, get_args, get_type_hints

import orjson

from service.bulk.scoring import ScoredRow
from service.imports.flat import neutral

Write = Callable[[Sequence[ScoredRow]], None]
KINDS = (".csv", ".jsonl", ".parquet")
PART = ".part"
"""Of the name until the last row is in it. One that a killed run left is written over."""
ROWS_TOGETHER = 10_000
"""Rows of a group in a Parquet file: fewer compress badly, and no more are held."""


HINTS = get_type_hints(ScoredRow)


class UnwritableError(Exception):
    """The output can't be written so; the message says why and what to do."""


@contextmanager
def output(path: Path) -> Iterator[Write]:
    """What writes rows. Where the caller fails, nothing is left, and what stood under the name before stays.

    One run at a time may write an output: it holds its journal."""
    if path.suffix.lower() not in KINDS:
        raise UnwritableError(f"{path.name}: name the output {', '.join(KINDS)}.")
    if path.suffix.lower() == ".parquet" and find_spec("pyarrow") is None:
        raise UnwritableError(f"{path.name}: Parquet needs pyarrow: pip install 'chokepoint[bulk]'.")
    part = path.with_name(f".{path.name}{PART}")
    try:
        with part.open("wb") as file:
            yield from _writing(file, path.suffix.lower())
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _writing(file: IO[bytes], suffix: str) -> Iterator[Write]:
    if suffix == ".jsonl":
        yield lambda rows: file.writelines(orjson.dumps(row._asdict()) + b"\n" for row in rows)
    elif suffix == ".parquet":
        yield from _parquet(file)
    else:
        yield from _csv(file)


def _csv(file: IO[bytes]) -> Iterator[Write]:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    into = csv.writer(text)
    into.writerow(ScoredRow._fields)
    try:
        yield lambda rows: into.writerows([neutral(value) for value in row] for row in rows)
    finally:
        text.detach()  # writes what is left, and lets the file be


def _parquet(file: IO[bytes]) -> Iterator[Write]:
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    kinds = {int: pa.int64(), float: pa.float64(), str: pa.string()}
    hints = {name: next(kind for kind in (*get_args(hint), hint) if kind in kinds) for name, hint in HINTS.items()}
    schema = pa.schema([(name, kinds[kind]) for name, kind in hints.items()])
    held: list[ScoredRow] = []

    def group() -> None:
        if held:
            columns = zip(*held, strict=True)
            arrays = [pa.array(column, one.type) for column, one in zip(columns, schema, strict=True)]
            into.write_table(pa.Table.from_arrays(arrays, schema=schema))
            held.clear()

    def write(rows: Sequence[ScoredRow]) -> None:
        held.extend(rows)
        if len(held) >= ROWS_TOGETHER:
            group()

    with ParquetWriter(file, schema) as into:
        yield write
        group()
