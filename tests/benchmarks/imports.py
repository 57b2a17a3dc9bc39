"""What the largest files cost that are accepted: ``python -m tests.benchmarks.imports``, into IMPORTS.md.

Each file is as large as its kind may be: so many rows, cells or work. It is posted with ``store=true`` to a new store
in a process of its own, so that its memory is its own. What a job reads is scored by its worker, step by step.
Seconds are of a processor. Then each file is posted to a running service, beside health checks, by the clock.
"""

from __future__ import annotations

import csv
import io
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

from service.api.bulk.batch import MOST_AT_ONCE
from service.api.json_body import parse
from service.engine import KERNEL
from service.imports.limits import JOB_LIMITS, LIMITS, FileLimits
from service.jobs.kinds import KINDS as KINDS_OF_JOBS
from service.jobs.runner import Runner
from service.risk.scoring import work
from service.schemas.bom import BomSchema
from service.store.jobs import Lease
from tests.attack.clients import Pulse
from tests.attack.service import Service, attacked
from tests.benchmarks.bulk import catalogue
from tests.conftest import client_of, settings_in
from tests.factories import TODAY, kernel
from tests.service.imports.files import workbook

RESULTS = Path(__file__).with_name("IMPORTS.md")
HEADINGS = ("Level", "Item", "Description", "Qty", "UoM", "Supplier", "Country of origin", "Price", "Currency")
MATERIALS = ("NdFeB N42SH", "Cerium oxide 99.9%", "Screw M4x20, stainless", "Housing, aluminium 6061", "Dy2O3",
             "SmCo5 magnet", "Copper wire, enamelled", "Sputter target", "PCB, populated", "Ferrite ring")  # fmt: skip
COUNTRIES = ("CN", "JP", "DE", "MY", "VN", "US")
MOST_LINES, LATER = 1_000, "later"


def rows(limits: FileLimits) -> list[list[str]]:
    """As many rows as pass, of as many products, each with a text and a source of its own."""
    products = (
        limits.products * 9 // 20 if limits is LIMITS else limits.products
    )  # more rows with an origin are a job's
    each = min(MOST_LINES, (limits.rows - 2) // limits.products - 1)
    made = [list(HEADINGS)]
    for product in range(products):
        made.append(["0", f"P{product}", f"Motor {product}", "1", "EA", "", "", "", ""])
        for line in range(each):
            number = product * each + line
            material = f"{MATERIALS[number % len(MATERIALS)]} {number}"
            country = COUNTRIES[number % len(COUNTRIES)]
            made.append(["1", f"I{number}", material, "1.5", "kg", "Works", country, "12.50", "EUR"])
    return made


def as_csv(limits: FileLimits) -> bytes:
    """Those rows with semicolons."""
    into = io.StringIO()
    csv.writer(into, delimiter=";").writerows(rows(limits))
    return into.getvalue().encode()


def as_xlsx(limits: FileLimits) -> bytes:
    """Those rows with as many columns as there may be cells."""
    made = rows(limits)
    more = min(limits.columns, limits.cells // len(made)) - len(HEADINGS)
    heads = [f"Note {n}" for n in range(more)]
    kept = [[*row, *(heads if n == 0 else [str(n % 97)] * more)] for n, row in enumerate(made)]
    return workbook({"BOM": kept})


def as_json(limits: FileLimits) -> bytes:
    """BOMs of 25 lines with mixes of their own and a day of their own, so that each is scored twice."""
    boms, most = list(catalogue(limits.products)), limits.products
    if limits is LIMITS:
        each = [work(BomSchema().read(parse(json.dumps(bom).encode(), 12)), kernel(), TODAY) for bom in boms[:20]]
        most = MOST_AT_ONCE // (2 * max(each))
    return json.dumps(boms[:most]).encode()


KINDS: dict[str, Callable[[FileLimits], bytes]] = {
    "csv": as_csv, "xlsx": as_xlsx, "json": as_json,
}  # fmt: skip


def once(kind: str, later: str) -> dict[str, Any]:
    """What a file costs that is answered at once, or that a job reads."""
    data = KINDS[kind](JOB_LIMITS if later else LIMITS)
    with tempfile.TemporaryDirectory() as folder, client_of(settings_in(Path(folder)), KERNEL) as client:
        client.post("/v1/scores", json={"lines": [{"line_id": "1", "element": "Ce", "form": "oxide"}]})
        before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
        way = "async" if later else "sync"
        path = f"/v1/imports?store=true&on_error=skip_line&buyer_country=DE&mode={way}&name=bench.{kind[:4]}"
        told = client.post(path, data=data, headers={"Content-Type": "application/octet-stream"})
        steps = list(_steps(client.application)) if later and told.status_code == 202 else []
        spent = time.process_time() - begun
        now = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        if told.status_code >= 400:
            return {"status": told.status_code, "why": told.get_json()["errors"][0]["detail"][:90], "bytes": len(data)}
        products = client.get(told.headers["Location"]).get_json()["counts"]["stored"] if later else _stored(told)
    return {
        "status": told.status_code, "bytes": len(data), "products": products, "seconds": spent,
        "grew": (now - before) // 1024, "first": steps[0] if steps else 0.0, "longest": max(steps[1:], default=0.0),
    }  # fmt: skip


def _stored(told: Any) -> int:
    return sum(1 for one in told.get_json()["products"] if one["stored"])


def _steps(app: Any) -> Iterator[float]:
    """Seconds of a processor of each step of the job that waits."""
    step, taken = KINDS_OF_JOBS["import"], list[float]()

    def timed(lease: Lease) -> Lease:
        begun = time.process_time()
        after = step(lease)
        taken.append(time.process_time() - begun)
        return after

    with patch.dict(KINDS_OF_JOBS, {"import": timed}):  # type: ignore[arg-type]
        Runner(app).drain()
    return iter(taken)


def beside(service: Service, kind: str) -> dict[str, Any]:
    """Health, and scores of a small BOM, while such a file is answered."""
    data = KINDS[kind](LIMITS)
    with Pulse(service) as pulse:
        begun = time.monotonic()
        path = f"/v1/imports?store=true&on_error=skip_line&buyer_country=DE&mode=sync&name=bench.{kind[:4]}"
        told = service.ask("POST", path, {"Content-Type": "application/octet-stream"}, data)
        took = time.monotonic() - begun
    return {"status": told.status, "took": took, "health": pulse.shown}


def table() -> Iterator[str]:
    """Rows of both tables, each as soon as it is measured."""
    yield "| file | answered | MiB | products stored | seconds | first step | longest other step | MB more |"
    yield "|---|---|--:|--:|--:|--:|--:|--:|"
    for later in ("", LATER):
        for kind in KINDS:
            command = [sys.executable, "-m", "tests.benchmarks.imports", kind, *([later] if later else [])]
            one = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
            steps = f"{one['first']:.1f} | {one['longest']:.2f}" if later else " | "
            yield (
                f"| {kind} | {'by a job' if later else 'at once'} | {one['bytes'] / 2**20:.1f} | {one['products']} | "
                f"{one['seconds']:.1f} | {steps} | {one['grew']} |"
            )
    yield ""
    yield "| file, answered at once | answer | seconds until then | health beside: median, 99 in 100 within, longest |"
    yield "|---|--:|--:|--:|"
    with attacked(Service) as service:
        for kind in KINDS:
            told = beside(service, kind)
            yield f"| {kind} | {told['status']} | {told['took']:.1f} | {told['health']} |"


def main() -> None:
    """Write the tables, or print what one file took."""
    if len(sys.argv) > 1:
        print(json.dumps(once(sys.argv[1], "".join(sys.argv[2:]))))
        return
    lines = [
        "# The largest files",
        "",
        f"`python -m tests.benchmarks.imports` wrote this on {datetime.now(UTC):%d %B %Y}: {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, a load of {os.getloadavg()[0]:.0f}.",
        "",
    ]
    for row in table():  # each is kept as soon as it is there: the whole takes an hour on a busy machine
        print(row, flush=True)
        lines.append(row)
        RESULTS.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
