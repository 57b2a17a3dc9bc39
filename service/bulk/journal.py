"""Chunks that are done, kept beside the output while it is made: a run that was killed is gone on with behind them.

A line holds the digest of a chunk's BOMs and its rows. Whoever runs the command again reads the file again, and takes
rows over for as long as chunks are the same. The first line says by which bundle and day they were scored. What was
written half doesn't match its checksum, and is scored anew. One run at a time holds the journal of an output.
"""

from __future__ import annotations

import fcntl
import hashlib
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import orjson

from service.bulk.reading import Read
from service.bulk.scoring import ScoredRow

SUFFIX = ".journal"
COLUMNS = "columns"


class JournalError(Exception):
    """The output's journal isn't this run's; the message says why and what to do."""


class Journal:
    """The journal of one output, read from its beginning and written behind what is known."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._reading = file, True
        self.taken = 0
        """BOMs whose rows were taken over."""

    def rows(self, digest: str) -> list[ScoredRow] | None:
        """The rows of the next chunk, where the journal has it. What stands behind another one is dropped."""
        if not self._reading:
            return None
        start = self._file.tell()
        line = _checked(self._file.readline())
        if line is not None and line[0] == digest:
            rows = [ScoredRow(*row) for row in line[1]]
            self.taken += len(rows)
            return rows
        self._reading = False
        self._file.seek(start)
        self._file.truncate()
        return None

    def keep(self, digest: str, rows: Sequence[ScoredRow]) -> None:
        """Add a chunk that was scored. It outlives this process from here on."""
        self._file.write(_line([digest, [list(row) for row in rows]]))
        self._file.flush()


@contextmanager
def journal(out: Path, made_by: Mapping[str, str]) -> Iterator[Journal]:
    """The journal of an output, which goes when the output is there. Raises ``JournalError``."""
    path = out.with_name(out.name + SUFFIX)
    with path.open("a+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise JournalError(f"Another run writes {out}: wait for it, or name another output.") from error
        _begin(file, {**made_by, COLUMNS: list(ScoredRow._fields)}, path)
        first = file.tell()
        try:
            yield Journal(file)
        except BaseException:
            if file.seek(0, 2) <= first:  # nothing is done that could be taken over
                path.unlink()
            raise
        path.unlink()


def digest_of(chunk: Sequence[Read]) -> str:
    """What tells a chunk from any other: its BOMs as they stand in the file, and where."""
    digest = hashlib.blake2b(digest_size=20)
    for entry, _, raw in chunk:
        digest.update(orjson.dumps([entry.number, len(raw), entry.wrong]) + raw)
    return digest.hexdigest()


def _begin(file: IO[bytes], header: dict[str, Any], path: Path) -> None:
    """Read the first line, or write it where there is none or a part of one. Raises ``JournalError``."""
    file.seek(0)
    raw = file.readline()
    line = _checked(raw)
    if raw.endswith(b"\n") and not isinstance(line, dict):
        raise JournalError(f"{path} isn't a journal of this command: name another output, or move it away.")
    if line is None:
        file.seek(0)
        file.truncate()
        file.write(_line(header))
        file.flush()
    elif line != header:
        other = ", ".join(f"{name} {line.get(name)}" for name in header if line.get(name) != header[name])
        raise JournalError(
            f"{path} holds what an earlier run did with {other}. To go on with that, run it so again (--as-of, "
            "MODEL_DIR). To begin anew, remove the file."
        )


def _line(value: Any) -> bytes:
    body = orjson.dumps(value)
    return b"%08x %b\n" % (zlib.crc32(body), body)


def _checked(line: bytes) -> Any:
    """What a line holds, ``None`` where it isn't whole."""
    mark, _, body = line.rstrip(b"\n").partition(b" ")
    return orjson.loads(body) if line.endswith(b"\n") and mark == b"%08x" % zlib.crc32(body) else None
