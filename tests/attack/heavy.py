"""The heaviest requests that the limits let pass, to each operation that scores: what each costs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

import pycountry

from service.risk.bom import Bom, Line
from service.risk.purchase.work import MOST_WORK, work_of_reading
from tests.attack.mutations import JSON, Request
from tests.benchmarks.work import SHAPES, largest

HEAVY = (
    "magnets from everywhere", "mischmetal from everywhere", "oxides, 50 countries", "oxides", "opaque",
    "alloys of all elements", "alternates",
)  # fmt: skip
"""Shapes of ``tests.benchmarks.work`` that took most."""
SLOW = {
    "formulas": "Y2O3 " * 39,
    "shares": "1 % Nd " * 26,
    "characters": "镝" * 190,
    "marks": "coated (oxide /oxide (nickel ) dysprosium 0.5 , al",
}
"""Descriptions that take long to read. Each is followed by a number: what was read before is remembered."""
UNSCORED = ("opaque",)
"""Shapes without a score: nothing can be asked of it."""
MOST_LINES, ROOM = 1_000, 600
MAGNETS_AND_OXIDES = ("NdFeB N42SH", "SmCo5 magnet", "Cerium oxide", "Dy2O3")
BUDGET = {"budget": 1_000, "products_per_year": 1_000, "carrying_rate": 0.1}
EARLIER, OF_A_SPLIT = "2025-03-31", 10
"""A day from which four parts differ, and the part of all work that a BOM may take whose score is split over them."""
SHORT_NAMES = {country.alpha_3: country.alpha_2 for country in pycountry.countries}
READ = (
    "/v1/boms/heavy/score?view=full", "/v1/boms/heavy/questions", "/v1/boms/heavy/scenarios", "/v1/boms/heavy/stock",
    "/v1/boms/heavy/score?as_of=2025-03-31", f"/v1/boms/moved/changes?from={EARLIER}",
    "/v1/portfolio/scenarios?scenario=n-1-separation",
    "/v1/alternatives?element=Nd&stage=mining&buyer_country=DE", "/v1/shocks", "/v1/elements/Dy/scores?step=week",
    "/v1/indicators", "/v1/exports/scores?format=xlsx", "/v1/portfolio/scores?step=day", "/v1/statements", "/v1/claims",
    "/compare?one=heavy&from=2025-03-31&to=2026-11-01", "/products/heavy", "/what-if/heavy",
    "/outlook/heavy", "/plans/heavy", "/",
)  # fmt: skip
_numbers = count(1_000)


def priced() -> dict[str, Any]:
    """As many lines as a BOM may have, each with a price, so that a budget buys stock of every one."""
    lines = [
        {
            "line_id": str(n),
            "material": MAGNETS_AND_OXIDES[n % len(MAGNETS_AND_OXIDES)],
            "quantity": {"value": n + 1, "unit": "g"},
            "unit_price": {"value": n % 17 + 1, "per": "kg"},
        }
        for n in range(1_000)
    ]
    return {"buyer_country": "DE", "currency": "EUR", "lines": lines}


def heavy(shapes: Sequence[str] = HEAVY) -> Iterator[tuple[str, Request]]:
    """Each request, with what it is in words."""
    boms = {name: wire(largest(SHAPES[name], "DEU", MOST_WORK)) for name in shapes}
    for name, bom in boms.items():
        for path in ("/v1/scores", "/v1/scores?view=full"):
            yield f"{path}: {name}", _post(path, bom)
        yield f"/v1/stock: {name}", _post("/v1/stock", {"bom": bom})
        if name not in UNSCORED:
            for path in ("/v1/questions", "/v1/scenarios"):
                yield f"{path}: {name}", _post(path, {"bom": bom})
            yield f"/v1/plans: {name}", _post("/v1/plans", {"bom": bom, "target_score": 0.5})
    yield "/v1/plans: a budget for all lines", _post("/v1/plans", {"bom": priced(), "target_score": 0.5} | BUDGET)
    for name, text in SLOW.items():
        for path in ("/v1/scores", "/v1/readings"):
            yield f"{path}: slow {name}", _post(path, {"lines": slow_lines(text)})
    yield "PUT heavy", ("PUT", "/v1/boms/heavy", JSON, json.dumps(boms[shapes[0]]).encode())
    moved = wire(largest(SHAPES["oxides"], "DEU", MOST_WORK // OF_A_SPLIT)) | {"as_of": EARLIER}
    yield "PUT moved", ("PUT", "/v1/boms/moved", JSON, json.dumps(moved).encode())
    yield from ((path, ("GET", path, {}, None)) for path in READ)


def slow_lines(text: str) -> list[dict[str, Any]]:
    """As many lines with such descriptions as pass."""
    each = work_of_reading([Line("1", material=f"{text}0000")]) + 1
    many = min(MOST_LINES, (MOST_WORK - ROOM) // each)
    return [{"line_id": str(n), "material": f"{text}{next(_numbers)}"} for n in range(many)]


def wire(bom: Bom) -> dict[str, Any]:
    """A BOM as a client sends it."""
    sent: dict[str, Any] = {"currency": "EUR", "lines": [_line(line) for line in bom.lines]}
    return sent | ({"buyer_country": SHORT_NAMES[bom.buyer_country]} if bom.buyer_country else {})


def _line(line: Line) -> dict[str, Any]:
    names = ("line_id", "material", "element", "form", "alternate_group", "end_use", "part_number")
    sent: dict[str, Any] = {name: value for name in names if (value := getattr(line, name))}
    if line.composition:
        sent["composition"] = {symbol: str(share) for symbol, share in line.composition}
    shares = [round(float(source.share), 9) for source in line.supply]
    sent["supply"] = [
        {"stage": source.stage, "country": SHORT_NAMES[source.country], "share": share}
        for source, share in zip(line.supply, shares, strict=True)
    ]
    return sent


def _post(path: str, body: Any) -> Request:
    return "POST", path, JSON, json.dumps(body).encode()
