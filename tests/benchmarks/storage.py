"""``python -m tests.benchmarks.storage``: how large a database grows, and whether its lists stay fast.

Some BOMs of 25 lines are put to the service, so that documents, answers, receipts and facets have their real sizes.
Their rows are copied, and each copy has a point of history for every day. Lists are asked of a database of ten BOMs and
of the large one in turn. In full (10,000 BOMs, two years) it writes STORAGE.md; ``--boms 200 --days 30`` tries it.
"""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path

from flask.testing import FlaskClient

from service.api.context import EXTENSION
from service.app import create_app
from service.config import Access, Settings
from service.engine import KERNEL
from service.risk.bundle.storage import load
from service.store.schema import metadata
from tests.benchmarks import boms

RESULTS = Path(__file__).with_name("STORAGE.md")
BOMS, DAYS, FEW = 10_000, 730, 10
SEEDS, LINES, SUPPLIERS = 10, 25, 500
ROUNDS = 60
MOST_GIGABYTES, MOST_RATIO = 2.0, 2.0
COPIED = ("revisions", "receipts", "answers", "facets", "chokepoints", "points")
"""Tables whose rows hang on a BOM."""
LISTS = {
    "by id": "/v1/boms?limit=10",
    "by score": "/v1/boms?limit=10&sort=-score",
    "of a measure": "/v1/boms?limit=10&measure=CN-2025-18",
    "of a supplier": "/v1/boms?limit=10&supplier=Supplier%207",
    "history, a page": "/v1/boms/{}/scores?limit=50",
}


def multiply(path: Path, wanted: int, days: int = 1) -> None:
    """Copy the BOMs of a SQLite database until there are so many, each with a supplier, and a point for so many days
    before its own."""
    with closing(sqlite3.connect(path)) as database:
        first, last, there = database.execute("SELECT min(id), max(id), count(*) FROM boms").fetchone()
        seeds, offset = last - first + 1, 0
        while there < wanted:
            offset += seeds
            upto = first + min(seeds, wanted - there) - 1
            there += _copy(database, last, (first, upto), offset)
        words = "'own', 'supplier', 'Supplier ' || (id % ?), id, 1"
        database.execute(f"INSERT OR IGNORE INTO facets SELECT {words} FROM boms", [SUPPLIERS])
        if days > 1:
            _add_history(database, days - 1)
        database.commit()
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _copy(database: sqlite3.Connection, last: int, seeds: tuple[int, int], offset: int) -> int:
    """Copy the BOMs with these ids and all that hangs on them; how many they were."""
    moved = {"id": f"id + {last + offset}", "bom": f"bom + {last + offset}", "bom_id": f"bom_id || '-{offset}'"}
    count = _insert(database, "boms", moved, "WHERE id BETWEEN ? AND ?", seeds)
    for name in COPIED:
        _insert(database, name, moved, "WHERE bom BETWEEN ? AND ?", seeds)
    return count


def _insert(
    database: sqlite3.Connection, table: str, other: Mapping[str, str], rest: str, values: Sequence[int], head: str = ""
) -> int:
    """Add a table's rows once more, with other values in some columns; how many they were."""
    names = [column.name for column in metadata.tables[table].columns]
    into, chosen = (", ".join(each) for each in (map('"{}"'.format, names), (other.get(n, f'"{n}"') for n in names)))
    query = f"{head} INSERT OR IGNORE INTO {table} ({into}) SELECT {chosen} FROM {table} {rest}"
    return database.execute(query, values).rowcount


def _add_history(database: sqlite3.Connection, days: int) -> None:
    """Add points of days before, in numbers of full length that differ from day to day."""
    other = {"as_of": "date(as_of, -n || ' days')"}
    other |= {name: f"{name} * (1 - n / 99991.0)" for name in ("score", "low", "high", "percentile")}
    numbers = "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)"
    _insert(database, "points", other, ", numbers ORDER BY bom, n DESC", [days], numbers)


@contextmanager
def serving(path: Path) -> Iterator[FlaskClient]:
    """A client of the service over a database of its own, with some BOMs stored."""
    settings = Settings(database_url=f"sqlite:///{path}", log_level="error", access=Access(keys=False))
    kernel = load(settings.model_dir)
    app = create_app(settings, replace(KERNEL, load=lambda *_: kernel))
    client = app.test_client()
    for number in range(SEEDS):
        body = boms.fresh(LINES)
        del body["as_of"]
        assert client.put(f"/v1/boms/bom-{number}", json=body).status_code == 201
    try:
        yield client
    finally:
        app.extensions[EXTENSION].store.close()


def milliseconds(clients: Mapping[str, FlaskClient], path: str) -> dict[str, float]:
    """Median processor time of a page, asked of each in turn."""
    took: dict[str, list[float]] = {name: [] for name in clients}
    for number in range(-3, ROUNDS):
        for name, client in clients.items():
            begun = time.process_time()
            answer = client.get(path)
            if number >= 0:
                took[name].append(1_000 * (time.process_time() - begun))
            assert answer.status_code == 200, answer.text
    return {name: statistics.median(each) for name, each in took.items()}


def gigabytes(path: Path) -> float:
    """Of the database and what SQLite keeps beside it."""
    return sum(file.stat().st_size for file in path.parent.glob(f"{path.name}*")) / 1e9


def measure(folder: Path, wanted: int, days: int) -> list[tuple[str, str, str]]:
    """Rows of the report: what, measured, goal."""
    small, large = folder / "small.db", folder / "large.db"
    with ExitStack() as stack:
        clients = {"few": stack.enter_context(serving(small)), "many": stack.enter_context(serving(large))}
        begun = time.perf_counter()
        multiply(small, FEW, days)
        multiply(large, wanted, days)
        filled = time.perf_counter() - begun
        rows = [
            (
                f"{wanted:,} BOMs with {days} daily points each",
                f"{gigabytes(large):.2f} GB",
                f"{MOST_GIGABYTES:.0f} GB",
            ),
            ("written in", f"{filled:.0f} s", ""),
        ]
        for name, path in LISTS.items():
            each = milliseconds(clients, path.format("bom-0"))
            told = f"{each['many'] / each['few']:.2f} x: {each['many']:.2f} ms beside {each['few']:.2f} ms"
            rows.append((f"list {name}, beside that of {FEW} BOMs", told, f"{MOST_RATIO:.0f} x"))
    return rows


def main() -> None:
    """Measure, and write the report where it was in full."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.storage", description=__doc__)
    parser.add_argument("--boms", type=int, default=BOMS)
    parser.add_argument("--days", type=int, default=DAYS)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = measure(Path(folder), asked.boms, asked.days)
    table = ["| what | processor time or size | goal |", "|---|--:|--:|", *(f"| {' | '.join(row)} |" for row in rows)]
    head = f"`python -m tests.benchmarks.storage`: SQLite, BOMs of {LINES} lines. Lists are medians of {ROUNDS} rounds."
    text = "\n".join(["# Storage", "", head, "", *table, ""])
    print(text)
    if (asked.boms, asked.days) == (BOMS, DAYS):
        RESULTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
