"""What a whole campaign measured, as a table: ``tests/benchmarks/ATTACK.md``."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "tests" / "benchmarks" / "ATTACK.md"


@dataclass(frozen=True)
class Row:
    """An item on a database: how much was done, what was measured, and the limit."""

    item: str
    database: str
    count: object
    measured: object
    limit: object


ROWS: list[Row] = []
"""Of this campaign, in the order in which they were measured."""


def note(item: str, database: str, count: object, measured: object, limit: object) -> None:
    """Keep a row."""
    ROWS.append(Row(item, database, count, measured, limit))


def write(wrong: Sequence[str], minutes: float) -> None:
    """Write the table, with what went wrong."""
    command = ["git", "describe", "--always", "--dirty"]
    commit = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
    day, load = datetime.now(UTC), os.getloadavg()[2]
    lines = [
        "# The attack, measured",
        "",
        f"`make attack` wrote this on {day:%d %B %Y at %H:%M} UTC, at {commit}, in {minutes:.0f} minutes.",
        f"The machine had {os.cpu_count()} cores and a load of {load:.1f} in the last fifteen of them.",
        "",
        "| what was done | database | how often | measured | limit |",
        "|---|---|--:|---|---|",
        *(f"| {one.item} | {one.database} | {one.count} | {one.measured} | {one.limit} |" for one in ROWS),
        "",
        "Nothing broke." if not wrong else f"{len(wrong)} went wrong:",
        *([""] if wrong else []),
        *(f"- `{one[:160].replace(chr(96), chr(39))}`" for one in wrong),
        "",
    ]
    FILE.write_text("\n".join(lines), "utf-8")
