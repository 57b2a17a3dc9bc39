"""A folder of files in, a ranked table out: ``python examples/rank_folder.py FOLDER [http://127.0.0.1:8080]``.

Each file is sent to POST /v1/imports, which stores its products; a file that can't be read is told and spoils no other.
A service that asks for a key finds it in CHOKEPOINT_KEY. Needs nothing but Python.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen


def sent(file: Path, service: str) -> dict[str, Any]:
    """What became of a file. Raises ``HTTPError`` for one that can't be read."""
    query = urlencode({"name": file.name, "store": "true", "on_error": "skip_line"})
    headers = {"Content-Type": "application/octet-stream"}
    if key := os.environ.get("CHOKEPOINT_KEY"):
        headers["X-Api-Key"] = key
    request = Request(f"{service}/v1/imports?{query}", data=file.read_bytes(), headers=headers)  # noqa: S310
    with urlopen(request, timeout=60) as response:  # noqa: S310
        answer: dict[str, Any] = json.load(response)
        return answer


def main(folder: str, service: str = "http://127.0.0.1:8080") -> None:
    """Send every file of a folder and print its products, the highest score first."""
    ranked = []
    for file in sorted(Path(folder).iterdir()):
        try:
            answer = sent(file, service.rstrip("/"))
        except HTTPError as error:
            with error:  # the answer is read from it, and closed
                print(f"{file.name}: {json.load(error)['detail']}")
            continue
        except URLError as error:
            sys.exit(f"Nobody answers at {service} ({error.reason}): start the service, or name another address.")
        if "job_id" in answer:
            print(
                f"{file.name}: too large for an answer; GET {service}/v1/jobs/{answer['job_id']} says how far it came"
            )
            continue
        for row in answer["refused"]:
            print(f"{file.name}, row {row['row']}, {row['column'] or 'as a whole'}: {row['why']}")
        for product in answer["products"]:
            score = product["result"].get("score", {})
            ranked.append((score.get("score") or -1.0, product["bom_id"], file.name, score))
    for points, bom_id, name, score in sorted(ranked, key=lambda one: one[:3], reverse=True):
        shown = f"{points:5.1f}" if points >= 0 else "    ?"
        low, high = score.get("interval") or (0, 100)
        print(f"{shown}  {low:5.1f} to {high:5.1f}  {score.get('band') or '?':<10} {bom_id:<24} {name}")


if __name__ == "__main__":
    main(*sys.argv[1:3])
