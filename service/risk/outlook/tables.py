"""The tables beside the modules of this room, read once, each with the digest of what was read.

They aren't in the bundle. Assumptions are no evidence, and a row of a scenario or a plant is put in service by a
restart, without a fit. So an answer names the digests of the tables that it was made with.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DIGITS = 12


@dataclass(frozen=True)
class Table:
    """Rows of a file, and the short digest of its bytes."""

    rows: tuple[Mapping[str, str], ...]
    revision: str


@cache
def table(path: Path) -> Table:
    """A table as it was when it was first asked for."""
    raw = path.read_bytes()
    rows = csv.DictReader(io.StringIO(raw.decode("utf-8"), newline=""))
    return Table(tuple(rows), hashlib.sha256(raw).hexdigest()[:DIGITS])
