"""Requests that are almost right: the samples with parts of them replaced, doubled, moved or damaged."""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
SEEDS = [json.loads(file.read_text()) for file in sorted(EXAMPLES.glob("*.json"))]
PATHS = ("/v1/scores", "/v1/scores", "/v1/scores", "/v1/readings", "/v1/receipts", "/v1/boms/attack", "/v1/parts/P-1")
ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1e308, -0.0, 1e-320, 10**40, "", " ", "\u0000", "\ud83d", "\ufdfa" * 100, "x" * 5_000,
    "(" * 90, "Nd" * 90, "1e999999", "1.234,5", "80 %", "9999-12-31", "0001-01-01", "2026-02-30", [], {}, [[]], [None],
    {"value": "1e999", "unit": "kg"}, {"value": 1, "unit": "kg " * 9}, "__proto__", "../../etc/passwd", "%00", "${7*7}",
    "'; DROP TABLE boms; --", "CN", "EU", "ZZ", "DEU", "mining", "magnet", "NdFeB N42SH 20x10x5 mm", "Y3Al5O12:Ce",
)  # fmt: skip
NUMBERS = (b"1e9999999999999999999", b"-1e-999999999999999999999", b"NaN", b"Infinity", b"01", b"1.", b"9" * 5_000)


def requests(seed: int) -> Any:
    """Method, path, headers and body, without end; the same for a ``seed``."""
    rng = random.Random(seed)
    while True:
        path = rng.choice(PATHS)
        body = copy.deepcopy(rng.choice(SEEDS))
        if path == "/v1/receipts":
            body = {"receipt": "cp2." + "".join(rng.choices("eNqABCxyz019_-", k=rng.randint(0, 200)))}
        elif path.startswith("/v1/parts"):
            body = {"material_id": "ndfeb-sintered-sh", "confirmed_by": "A. Engineer"}
        for _ in range(rng.randint(0, 3)):
            _mutate(body, rng)
        raw = json.dumps(body).encode()
        if rng.random() < 0.2:
            raw = _damaged(raw, rng)
        method = "PUT" if path.startswith(("/v1/boms", "/v1/parts")) else "POST"
        kind = "application/json" if rng.random() < 0.97 else rng.choice(["text/plain", "", "application/json; x"])
        yield method, path, {"Content-Type": kind}, raw


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Every container with a key or an index in it."""
    found: list[tuple[Any, Any]] = []
    stack = [value]
    while stack:
        node = stack.pop()
        keys = list(node) if isinstance(node, dict) else list(range(len(node))) if isinstance(node, list) else []
        found += [(node, key) for key in keys]
        stack += [node[key] for key in keys]
    return found


def _mutate(body: Any, rng: random.Random) -> None:
    places = _places(body)
    if not places:
        return
    node, key = rng.choice(places)
    way = rng.randrange(5)
    if way == 0:
        del node[key]
    elif way == 1 and isinstance(node, list):
        node += [copy.deepcopy(node[key]) for _ in range(rng.choice([1, 60]))]
    elif way == 2 and isinstance(node, dict):
        node[rng.choice(["x", "\ud83d", "lines", "supply", "m" * 500])] = node[key]
    else:
        other, other_key = rng.choice(places)
        node[key] = rng.choice(ODD) if way == 3 else copy.deepcopy(other[other_key])


def _damaged(raw: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(raw) + 1)
    if rng.random() < 0.5:
        return raw[:at] + rng.choice(NUMBERS) + raw[at:]
    return rng.choice([raw[:at], raw[:at] + bytes([rng.randrange(256)]) + raw[at + 1 :], raw + raw[:at], b"[" * 2_000])
