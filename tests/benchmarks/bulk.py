"""Lines a second of ``python -m service bulk``: ``python -m tests.benchmarks.bulk [BOMS]``.

A made-up catalogue of BOMs of 25 lines: a company buys two dozen materials from 40 suppliers a stage, each with its own
mix of countries, for buyers in four countries. Quantities and prices differ in each line. It is scored in one process
as JSON Lines, when no purchase is known yet, then as a CSV of lines, when most are. Times are of the processor, so that
others who use the machine lengthen them less. Memory is what the process held at most by then.
"""

from __future__ import annotations

import csv
import os
import platform
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import orjson

from service.__main__ import main as operator
from service.imports.flat import table
from tests.benchmarks.boms import COUNTRIES, DAY, OXIDES, Json

LINES, BOMS, SUPPLIERS, SEED = 25, 2_000, 40, 14
BUYERS = ("DE", "US", "JP", "FR")
MAGNETS = ("NdFeB N42SH", "NdFeB N38UH", "NdFeB N35", "Sm2Co17", "SmCo5", "N52 magnet", "NdFeB N48H", "N42EH")
NO_RARE_EARTH = (
    "M6 screw, stainless steel",
    "Copper wire",
    "Ferrite magnet",
    "PA66 GF30",
    "Aluminium 6061",
    "10k resistor",
)
DEFAULT_SHARE, PLAIN_SHARE = 0.3, 0.25
"""Share of lines that state no source, and of lines that hold no rare earth."""


def catalogue(many: int) -> Iterator[Json]:
    """So many BOMs, the same at each call."""
    chance = random.Random(SEED)
    suppliers = {stage: [_mix(chance, stage) for _ in range(SUPPLIERS)] for stage in ("magnet", "separation")}
    for number in range(many):
        lines = [_line(chance, place, suppliers) for place in range(LINES)]
        buyer = chance.choice(BUYERS)
        yield {"bom_id": f"P-{number}", "name": f"Product {number}", "buyer_country": buyer, "as_of": DAY,
               "currency": "EUR", "lines": lines}  # fmt: skip


def _mix(chance: random.Random, stage: str) -> list[Json]:
    countries = chance.sample(COUNTRIES[:10], chance.choice((1, 2, 2, 3)))
    shares = [round(1 / len(countries), 2)] * len(countries)
    shares[0] = round(1 - sum(shares[1:]), 2)
    return [
        {"stage": stage, "country": country, "share": share} for country, share in zip(countries, shares, strict=True)
    ]


def _line(chance: random.Random, place: int, suppliers: dict[str, list[list[Json]]]) -> Json:
    amount = {"value": round(chance.uniform(0.01, 50), 3), "unit": chance.choice(("kg", "g"))}
    price = {"value": round(chance.uniform(5, 400), 2), "per": "kg"}
    line = {"line_id": str(10 * place), "part_number": f"A-{chance.randrange(100_000):05d}", "quantity": amount,
            "unit_price": price}  # fmt: skip
    if chance.random() < PLAIN_SHARE:
        return line | {"material": chance.choice(NO_RARE_EARTH)}
    magnet = chance.random() < 1 / 2
    bought: Json = (
        {"material": chance.choice(MAGNETS)} if magnet else {"element": chance.choice(OXIDES), "form": "oxide"}
    )
    if chance.random() < DEFAULT_SHARE:
        return line | bought
    return line | bought | {"supply": chance.choice(suppliers["magnet" if magnet else "separation"])}


def write_json(path: Path, many: int) -> None:
    """The catalogue as JSON Lines."""
    with path.open("wb") as file:
        file.writelines(orjson.dumps(one) + b"\n" for one in catalogue(many))


def write_csv(path: Path, many: int) -> None:
    """The catalogue as rows of lines, as ``GET /v1/exports/boms`` writes them."""
    tables = [table(one) for one in catalogue(many)]
    heads = list(dict.fromkeys(head for heads, *_ in tables for head in heads))
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        into = csv.DictWriter(file, heads)
        into.writeheader()
        for first, *rows in tables:
            into.writerows(dict(zip(first, row, strict=True)) for row in rows)


def seconds(source: Path, out: Path) -> float:
    """Processor time of scoring a file."""
    begun = time.process_time()
    operator(["bulk", str(source), "--out", str(out)])
    return time.process_time() - begun


def main() -> None:
    """Measure and print."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else BOMS
    busy = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_json(folder / "few.jsonl", 20)
        seconds(folder / "few.jsonl", folder / "few.csv")  # loads the bundle
        print(f"Python {platform.python_version()}, one core, load of the machine {busy:.0f}, {LINES * many:,} lines")
        for kind, write in (("jsonl", write_json), ("csv", write_csv)):
            write(folder / f"boms.{kind}", many)
            took = seconds(folder / f"boms.{kind}", folder / f"out-{kind}.csv")
            held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"{kind}: {LINES * many / took:,.0f} lines a second of processor time; at most {held:,.0f} MiB held")


if __name__ == "__main__":
    main()
