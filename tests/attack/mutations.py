"""Requests that are almost right, to every address: samples with parts of them replaced, doubled, moved or damaged."""

from __future__ import annotations

import copy
import gzip
import json
import random
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.attack.files import broken, seeds

JSON = {"Content-Type": "application/json"}
Request = tuple[str, str, dict[str, str], bytes | None]

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
SEEDS = [json.loads(file.read_text()) for file in sorted(EXAMPLES.glob("*.json"))]
DOCUMENT = json.loads((ROOT / "tests" / "data" / "openapi.json").read_text("utf-8"))["paths"]
PAGES = (
    "/", "/portfolio.csv", "/products/{}", "/upload", "/what-if/{}", "/outlook/{}", "/plans/{}", "/compare",
    "/elements", "/elements/{}", "/elements/{}/alternatives", "/countries/{}", "/controls/{}", "/figures/{}",
    "/statements/{}", "/indicators", "/model", "/sign-in", "/docs", "/docs/problems/{}", "/openapi.json", "/nothing/{}",
)  # fmt: skip
READ = (*(re.sub(r"{\w+}", "{}", path) for path, known in DOCUMENT.items() if "get" in known), *PAGES)
"""Every address that answers GET: the OpenAPI document knows those of the API."""
MAGNET = {"material_id": "ndfeb-sintered-sh", "confirmed_by": "A. Engineer"}
HOOK = {"url": "https://example.com/hooks", "on": ["band_crossed"], "condition": {"min_score": 45, "country": "CN"}}
BODIES: dict[str, Callable[[Any, random.Random], Any]] = {
    "POST /v1/scores": lambda bom, _: bom,
    "POST /v1/scores?view=full": lambda bom, _: bom,
    "POST /v1/readings": lambda bom, _: {"lines": bom.get("lines", [])},
    "POST /v1/receipts": lambda _, rng: {
        "receipt": "cp2." + "".join(rng.choices("eNqABCxyz019_-", k=rng.randint(0, 200)))
    },
    "POST /v1/scores/batch": lambda _, rng: {"boms": {str(n): _sample(rng) for n in range(rng.randint(0, 4))}},
    "POST /v1/plans": lambda bom, rng: {"bom": bom, "target_score": rng.choice([1, 5, 20, 90])},
    "POST /v1/scenarios": lambda bom, rng: {"bom": bom, "delay_days": rng.randint(1, 400)},
    "POST /v1/questions": lambda bom, _: {"bom": bom},
    "POST /v1/stock": lambda bom, _: {"bom": bom, "stop_cost_per_day": 1_000, "carrying_rate": 0.1},
    "POST /v1/boms/rescore": lambda *_: {},
    "POST /v1/webhooks/hook/secret": lambda *_: {},
    "PUT /v1/boms/attack": lambda bom, _: bom,
    "PUT /v1/boms/attack/tags": lambda *_: {"tags": ["a", "b"]},
    "PUT /v1/parts/P-1": lambda *_: dict(MAGNET),
    "PUT /v1/webhooks/hook": lambda *_: copy.deepcopy(HOOK),
    "PUT /v1/links/link": lambda _, rng: {"opens": rng.choice(["feed", "badge"]), "bom_id": "attack"},
    "PUT /v1/imports/mappings/plm": lambda *_: {"columns": {"Teil": "part_number"}},
}
"""What each operation that takes a JSON body is sent before it is damaged: a sample is given."""
IDS = ("attack", "Dy", "CN", "P-1", "CN-2025-18", "1", "ndfeb-sintered-sh", "a%2Fb", "..%2f..%2fetc%2fpasswd", "%00")
QUERY = (
    "as_of", "known_at", "view", "limit", "after", "tag", "band", "changed_since", "q", "sort", "measure", "from", "to",
    "step", "format", "bom_id", "element", "stage", "country", "receipts", "next", "share", "grade", "line", "x",
)  # fmt: skip
VALUES = ("2026-01-01", "full", "10", "high", "-score", "Dy", "week", "xlsx", "true", "0", "-1", "99999999999999999999")
HEADERS = (
    ("Accept", ("application/json", "text/html", "application/x-ndjson", "*/*;q=0")),
    ("Accept-Encoding", ("gzip", "gzip;q=1e9", "identity;q=0, *;q=0")),
    ("If-None-Match", ("*", '"x"', 'W/"x-gzip"', '"' + "," * 500)),
    ("If-Match", ("*", '"x"', "", "W/" * 200)),
    ("Idempotency-Key", ("k1", "k2", "with blank", "x" * 300)),
    ("Cookie", ("chokepoint=e30.x.y", "chokepoint=" + "." * 500, "=;" * 300)),
    ("X-Request-ID", ("a-1", "<script>")),
    ("Range", ("bytes=0-1", "bytes=" + "0-," * 500)),
    ("Origin", ("http://127.0.0.1", "null")),
    ("Authorization", ("Bearer cpk_x", "Basic Og==")),
    ("Expect", ("100-continue",)),
)
ODD_HEADERS = ("", "\xff\xfe", "x" * 3_000, '"' * 99, ",;=" * 300, "\t")
ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1e308, -0.0, 1e-320, 10**40, "", " ", "\u0000", "\ud83d", "\ufdfa" * 100, "x" * 5_000,
    "(" * 90, "Nd" * 90, "1e999999", "1.234,5", "80 %", "9999-12-31", "0001-01-01", "2026-02-30", [], {}, [[]], [None],
    {"value": "1e999", "unit": "kg"}, {"value": 1, "unit": "kg " * 9}, "__proto__", "../../etc/passwd", "%00", "${7*7}",
    "'; DROP TABLE boms; --", "CN", "EU", "ZZ", "DEU", "mining", "magnet", "NdFeB N42SH 20x10x5 mm", "Y3Al5O12:Ce",
)  # fmt: skip
NUMBERS = (b"1e9999999999999999999", b"-1e-999999999999999999999", b"NaN", b"Infinity", b"01", b"1.", b"9" * 5_000)


def requests(seed: int) -> Iterator[Request]:
    """Method, path, headers and body, without end; the same for a ``seed``."""
    rng = random.Random(seed)
    kinds, weights = (_bodied, _got, _packed, _file, _strange), (45, 38, 5, 6, 6)
    while True:
        yield rng.choices(kinds, weights)[0](rng)


def _bodied(rng: random.Random) -> Request:
    """A JSON body that is almost right."""
    asked = rng.choice(("POST /v1/scores",) * 4 + tuple(BODIES))
    method, _, path = asked.partition(" ")
    body = BODIES[asked](_sample(rng), rng)
    for _ in range(rng.randint(0, 3)):
        _mutate(body, rng)
    raw = json.dumps(body).encode()
    if rng.random() < 0.2:
        raw = _damaged(raw, rng)
    kind = "application/json" if rng.random() < 0.97 else rng.choice(["text/plain", "", "application/json; x"])
    return method, path, {"Content-Type": kind, **_headers(rng)}, raw


def _sample(rng: random.Random) -> Any:
    return copy.deepcopy(rng.choice(SEEDS))


def _packed(rng: random.Random) -> Request:
    """A body in gzip, whole or damaged."""
    method, path, headers, body = _bodied(rng)
    raw = gzip.compress(body or b"", 1) * rng.choice([1, 1, 1, 2, 150])
    coding = rng.choice(["gzip", "gzip", "gzip", "x-gzip", "deflate", "gzip, gzip", "br"])
    return method, path, headers | {"Content-Encoding": coding}, raw if rng.random() < 0.6 else _damaged(raw, rng)


def _got(rng: random.Random) -> Request:
    """A read, with odd ids and query parameters."""
    path = rng.choice(READ).replace("{}", _text(rng) if rng.random() < 0.4 else rng.choice(IDS))
    names = rng.sample(QUERY, k=rng.choice([0, 0, 1, 1, 2, 3]))
    query = "&".join(f"{name}={_text(rng) if rng.random() < 0.6 else rng.choice(VALUES)}" for name in names)
    return rng.choice(("GET",) * 8 + ("HEAD", "OPTIONS")), f"{path}?{query}" if query else path, _headers(rng), None


def _file(rng: random.Random) -> Request:
    """A file of a buyer, damaged."""
    query = "&".join(rng.sample(["store=true", "buyer_country=DE", "currency=EUR", "view=full", "encoding=x"], k=2))
    data = broken(rng.randrange(1_000_000), _files())
    return "POST", f"/v1/imports?{query}", {"Content-Type": "application/octet-stream", **_headers(rng)}, data


def _strange(rng: random.Random) -> Request:
    """Methods, paths and forms that nobody offers."""
    path = rng.choice(
        [
            *READ,
            *(asked.partition(" ")[2] for asked in BODIES),
            "/upload",
            "/upload/confirm",
            "/sign-in",
            "//",
            "/%2e%2e/etc/passwd",
            "/v1",
        ]
    )
    method = rng.choice(["POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "CONNECT", "get", "X" * 30])
    form = f"csrf_token={_text(rng)}&document-0={_text(rng)}&bom_id-0={_text(rng)}&key={_text(rng)}".encode()
    kind = {"Content-Type": rng.choice(["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])}
    return method, path.replace("{}", _text(rng)), kind | _headers(rng), form


def _headers(rng: random.Random) -> dict[str, str]:
    """Up to two headers with odd values."""
    chosen = rng.sample(HEADERS, k=rng.choice([0, 0, 0, 1, 2]))
    return {name: rng.choice([*values, *ODD_HEADERS]) for name, values in chosen}


def _text(rng: random.Random) -> str:
    """Something odd, percent-encoded."""
    odd = rng.choice(ODD)
    text = odd if isinstance(odd, str) else json.dumps(odd)
    return quote(text[:600].encode("utf-8", "surrogatepass"), safe=rng.choice(["", "/%"]))


@cache
def _files() -> list[bytes]:
    return seeds()


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Every container with a key or an index in it."""
    places: list[tuple[Any, Any]] = []
    stack = [value]
    while stack:
        node = stack.pop()
        keys = list(node) if isinstance(node, dict) else list(range(len(node))) if isinstance(node, list) else []
        places += [(node, key) for key in keys]
        stack += [node[key] for key in keys]
    return places


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
        node[key] = copy.deepcopy(rng.choice(ODD) if way == 3 else other[other_key])


def _damaged(raw: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(raw) + 1)
    if rng.random() < 0.5:
        return raw[:at] + rng.choice(NUMBERS) + raw[at:]
    return rng.choice([raw[:at], raw[:at] + bytes([rng.randrange(256)]) + raw[at + 1 :], raw + raw[:at], b"[" * 2_000])
