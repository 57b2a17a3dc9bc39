"""Whether the time of each parser that a request reaches grows as its text: ``python -m tests.attack.growth [NAME]``.

Each gets a text of some length and one twice as long, each the worst of a few. The ratio of what they take of a
processor is told, the least of some runs. Above ``MOST_RATIO`` it ends with code 1, unless both take next to nothing.
"""

from __future__ import annotations

import gc
import gzip
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson
from flask.testing import FlaskClient

from service.access.keys import Keyring
from service.engine import KERNEL
from service.risk.bom import Line
from service.risk.errors import RiskError
from tests.conftest import client_of, settings_in
from tests.factories import kernel, resolver
from tests.service.imports.files import workbook

DIGITS, LONGEST, LONGEST_FORMULA = 4, 200, 100
MOST_RATIO, RUNS, NOTHING_SECONDS = 3.0, 5, 0.005
Parser = tuple[int, Callable[[int], Callable[[], Any]]]
TEXT_PIECES = (
    "(",
    "1,",
    "1 x ",
    "Nd ",
    "1 % Nd ",
    "H2O·",
    "-",
    "2846.10 ",
    "or ",
    "without ",
    "Y2O3 ",
    "Ce:",
    "a:",
    "磁",
)
VALUE_PIECES = ("9", "1,", "1.", " ", "e", "kg/", "m^", "(", "%", "EUR ", "٣")
HEADER_PIECES = (",", '"', "W/", ";q=", "=;", "\\", " ", 'W/"x",', "a=b; ", "(")


def _text(of: str, piece: str, length: int) -> Callable[[], Any]:
    text, numbers = (piece * length)[: length - DIGITS], count(length)

    def read() -> None:
        with suppress(RiskError):  # a text that was read before is remembered
            resolver().resolve(Line("1", **{of: f"{text}{next(numbers):0{DIGITS}}"}))  # type: ignore[arg-type]

    return read


def _asked(client: FlaskClient, method: str, path: str, **more: Any) -> Callable[[], Any]:
    def ask() -> None:
        client.open(path, method=method, **more).get_data()

    return ask


def _scored(client: FlaskClient, **members: Any) -> Callable[[], Any]:
    body = orjson.dumps({"lines": [{"line_id": "1", "element": "Ce", "form": "oxide"} | members]})
    return _asked(client, "POST", "/v1/readings", data=body, content_type="application/json")


def _file(client: FlaskClient, data: bytes) -> Callable[[], Any]:
    return _asked(client, "POST", "/v1/imports", data=data, content_type="application/octet-stream")


def texts() -> dict[str, Parser]:
    """What a line is made of, by the worst of some pieces."""
    found: dict[str, Parser] = {}
    for of, longest in (("material", LONGEST), ("formula", LONGEST_FORMULA)):
        for piece in TEXT_PIECES:
            found[f"{of}, {piece!r}"] = (longest // 2, lambda n, of=of, piece=piece: _text(of, piece, n))
    return found


def bodies(client: FlaskClient) -> dict[str, Parser]:
    """JSON, and what stands in it."""

    def post(make: Callable[[int], bytes], path: str = "/v1/scores") -> Callable[[int], Callable[[], Any]]:
        return lambda n: _asked(client, "POST", path, data=make(n), content_type="application/json")

    found: dict[str, Parser] = {
        "json, a text": (400_000, post(lambda n: b'{"name": "' + b"x" * n + b'"}')),
        "json, escapes": (80_000, post(lambda n: b'{"name": "' + b"\\ud83d" * n + b'"}')),
        "json, brackets": (400_000, post(lambda n: b"[" * n)),
        "json, names": (20_000, post(lambda n: orjson.dumps({str(k): 0 for k in range(n)}))),
        "json, a name again": (40_000, post(lambda n: b"{" + b'"a":0,' * n + b'"a":0}')),
        "json, digits": (400_000, post(lambda n: b'{"tolerance": ' + b"9" * n + b"}")),
        "json, a fraction": (400_000, post(lambda n: b'{"tolerance": 0.' + b"9" * n + b"}")),
        "json, faults": (400, post(lambda n: orjson.dumps({"lines": [{"element": "Xx", "x": []}] * n}))),
        "composition": (40, lambda n: _scored(client, element=None, composition={f"E{k}": 0.01 for k in range(n)})),
        "receipt": (400_000, post(lambda n: orjson.dumps({"receipt": "cp2." + "A" * n}), "/v1/receipts")),
        "gzip": (200_000, lambda n: _asked(
            client, "POST", "/v1/scores", data=gzip.compress(b" " * n), content_type="application/json",
            headers={"Content-Encoding": "gzip"})),
        "gzip, members": (50, lambda n: _asked(
            client, "POST", "/v1/scores", data=gzip.compress(b"", 1) * n, content_type="application/json",
            headers={"Content-Encoding": "gzip"})),
    }  # fmt: skip
    for name in ("quantity", "unit_price"):
        for piece in VALUE_PIECES:
            found[f"{name}, {piece!r}"] = (
                20_000,
                lambda n, name=name, piece=piece: _scored(client, **{name: piece * n}),
            )
    return found


def headers(client: FlaskClient) -> dict[str, Parser]:
    """Headers, addresses and cookies, as long as the server lets them be."""
    names = "If-Match If-None-Match Idempotency-Key Cookie Accept Accept-Encoding X-Request-ID Host Origin Range"
    found: dict[str, Parser] = {}
    for name in names.split():
        for piece in HEADER_PIECES:
            found[f"{name}, {piece!r}"] = (
                4_000,
                lambda n, name=name, piece=piece: _asked(
                    client, "POST" if name == "Idempotency-Key" else "GET", "/v1/boms/x",
                    headers={name: (piece * n)[:n]}),
            )  # fmt: skip
    for piece in ("%2F", "%", "/", "a", ".", "é"):
        found[f"id, {piece!r}"] = (2_000, lambda n, piece=piece: _asked(client, "GET", "/v1/boms/" + (piece * n)[:n]))
    for name in ("q", "after", "tag", "as_of", "sort", "limit"):
        path = "/v1/materials?" if name == "q" else "/v1/boms?"
        found[f"?{name}="] = (
            2_000,
            lambda n, path=path, name=name: _asked(client, "GET", f"{path}{name}={'1-' * (n // 2)}"),
        )
    found["?a&a&a"] = (1_000, lambda n: _asked(client, "GET", "/v1/boms?" + "a&" * n))
    ring = Keyring(lambda _: None)
    found["key"] = (200_000, lambda n: lambda: ring.by_text("cpk_" + "a" * n))
    return found


def _workbook(rows: int) -> bytes:
    heading = ["Part number", "Description", "Qty", "Unit"]
    return workbook({"BOM": [heading, *([f"P{n}", "steel screw", 1, "kg"] for n in range(rows))]})


def _cyclonedx(count: int) -> bytes:
    component = {"type": "device", "name": "steel screw"}
    parts = [component | {"bom-ref": str(number)} for number in range(count)]
    return orjson.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": parts})


def files(client: FlaskClient) -> dict[str, Parser]:
    """Files, by format."""
    csv, level = b"Part number;Description;Qty;Unit\n", b"Level;Item;Description;Qty;UoM\n0;TOP;Motor;1;EA\n"
    ariba = b"Level,MaterialNumber,BOMNumber,Description,Quantity,UnitOfMeasure\n1,TOP,B,Motor,1,EA\n"
    granta = b"BoM Level,ID,Name,Item Type,Quantity,Unit of measure\n1,TOP,Motor,Part,1,Each\n"
    cyclone = b'<bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1"><components>'
    ipc = b'<MainDeclaration xmlns="http://webstds.ipc.org/175x/2.0" version="2.0">'
    screw = b'<component type="device"><name>steel screw</name></component>'
    part = b'<Product unitType="Each"><ProductID itemNumber="M" itemName="steel screw"/></Product>'
    makers: dict[str, tuple[int, Callable[[int], bytes]]] = {
        "csv, rows": (400, lambda n: csv + b"".join(b"P%d;steel screw;1;kg\n" % k for k in range(n))),
        "csv, levels": (400, lambda n: level + b"".join(b"%d;P%d;screw;1;EA\n" % (1 + k % 9, k) for k in range(n))),
        "csv, quotes": (200_000, lambda n: csv + b'"' * n),
        "csv, delimiters": (100_000, lambda n: csv + b";" * n),
        "csv, one line": (200_000, lambda n: b"x" * n),
        "ariba": (400, lambda n: ariba + b"".join(b"2,P%d,B,steel screw,1,EA\n" % k for k in range(n))),
        "granta": (400, lambda n: granta + b"".join(b"2,P%d,steel screw,Part,1,Each\n" % k for k in range(n))),
        "xlsx": (400, _workbook),
        "json lines": (400, lambda n: b'{"item": "P", "description": "steel screw", "qty": 1, "uom": "EA"}\n' * n),
        "cyclonedx, json": (400, _cyclonedx),
        "cyclonedx, xml": (400, lambda n: cyclone + screw * n + b"</components></bom>"),
        "xml, attributes": (5_000, lambda n: b"<bom " + b" ".join(b'a%d="1"' % k for k in range(n)) + b"/>"),
        "xml, entities": (40_000, lambda n: cyclone + b"&#65;" * n + b"</components></bom>"),
        "xml, unclosed": (60, lambda n: b"<a>" * n),
        "ipc-1752": (40, lambda n: ipc + part * n + b"</MainDeclaration>"),
    }  # fmt: skip
    found: dict[str, Parser] = {
        name: (n, lambda n, make=make: _file(client, make(n))) for name, (n, make) in makers.items()
    }
    field = b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\n'
    many = {"content_type": "multipart/form-data; boundary=x"}

    def form(make: Callable[[int], bytes]) -> Callable[[int], Callable[[], Any]]:
        return lambda n: _asked(client, "POST", "/v1/imports", data=make(n), **many)

    found["form, parts"] = (2_000, form(lambda n: (field + b"1\r\n") * n + b"--x--"))
    found["form, an edge that nearly is"] = (400_000, form(lambda n: field + b"\r\n--" * (n // 4)))
    page = {"content_type": "application/x-www-form-urlencoded"}
    found["form of a page"] = (100_000, lambda n: _asked(client, "POST", "/upload", data=b"a=1&" * n, **page))
    return found


def _seconds(parse: Callable[[], Any]) -> float:
    began = time.process_time()
    parse()
    return time.process_time() - began


def main() -> int:
    """Print the worst ratios; 1 where one is above ``MOST_RATIO``."""
    wrong, told, wanted = [], [], sys.argv[1] if len(sys.argv) > 1 else ""
    gc.set_threshold(20_000, 20, 20)  # as the server does
    engine = replace(KERNEL, load=lambda *_: kernel())
    with TemporaryDirectory() as folder, client_of(settings_in(Path(folder)), engine) as client:
        for name, (length, make) in (texts() | bodies(client) | headers(client) | files(client)).items():
            if not name.startswith(wanted):
                continue
            some, twice = make(length), make(2 * length)
            some()
            one, two = (min(_seconds(each) for _ in range(RUNS)) for each in (some, twice))
            ratio = two / max(one, 1e-6) if two > NOTHING_SECONDS else 0.0
            told.append((ratio, name, one, two))
            wrong += [name] * (ratio > MOST_RATIO)
    for ratio, name, one, two in sorted(told, reverse=True)[:15]:
        print(f"{name:<34}{1e3 * one:>9.1f} ms{1e3 * two:>9.1f} ms{ratio:>7.2f}")
    print(
        f"{len(told)} parsers, the slowest {max(two for *_, two in told):.2f} s; above {MOST_RATIO}: {wrong or 'none'}"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
