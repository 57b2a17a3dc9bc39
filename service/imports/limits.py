"""What one file may hold. Each limit is enforced before the work that it bounds, and named in the error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class FileLimits:
    """Limits of one file. ``cells`` bounds rows times columns, as a spreadsheet's reader lays them out in memory.
    ``workbook_elements`` bounds a workbook's XML: a full sheet has three for each cell. ``reading`` bounds the work of
    reading the descriptions that have a country of origin, in the unit of an answer's. Each is read before anything is
    scored, to know of which stage its country speaks. ``reading_at_a_time`` is the same of one step of a job."""

    file_bytes: int = 4 * MEBIBYTE
    unzipped_bytes: int = 32 * MEBIBYTE
    zip_entries: int = 500
    sheets: int = 20
    rows: int = 10_000
    columns: int = 200
    cells: int = 250_000
    characters: int = 8 * MEBIBYTE
    levels: int = 30
    depth: int = 64
    elements: int = 150_000
    workbook_elements: int = 1_500_000
    products: int = 100
    reading: int = 50_000
    reading_at_a_time: int = 50_000


LIMITS = FileLimits()
"""Of a file that is answered at once."""
JOB_LIMITS = FileLimits(
    file_bytes=16 * MEBIBYTE,
    unzipped_bytes=96 * MEBIBYTE,
    sheets=100,
    rows=50_000,
    cells=1_500_000,
    characters=24 * MEBIBYTE,
    elements=600_000,
    workbook_elements=5_000_000,
    products=2_000,
    reading=750_000,
    reading_at_a_time=60_000,
)
"""Of a file that a job reads, beside requests."""
_CURRENT = ContextVar("limits", default=LIMITS)


def limits() -> FileLimits:
    """Those of the file that is being read."""
    return _CURRENT.get()


@contextmanager
def within(wanted: FileLimits) -> Iterator[None]:
    """Read a file within other limits."""
    token = _CURRENT.set(wanted)
    try:
        yield
    finally:
        _CURRENT.reset(token)
