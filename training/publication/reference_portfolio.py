"""The reference portfolio: constructed products whose scores place any other."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pycountry

from service.risk.bom import Bom, Line, Price, Quantity, Source

PORTFOLIO = Path(__file__).parent / "portfolio.json"


def alpha3(alpha2: str) -> str:
    """ISO 3166 alpha-3 of an alpha-2 code. Raises ``KeyError`` naming an unknown one."""
    country = pycountry.countries.get(alpha_2=alpha2)
    if country is None:
        raise KeyError(f"{alpha2!r} is no ISO 3166 alpha-2 code")
    return str(country.alpha_3)


def read(path: Path = PORTFOLIO) -> list[Bom]:
    """The portfolio's BOMs, in the request's own format, without their dates."""
    items = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal, parse_int=Decimal)
    return [bom_of(item["bom"]) for item in items]


def bom_of(data: Mapping[str, Any]) -> Bom:
    """A BOM as it is posted, without its date; members that the portfolio doesn't use are passed over."""
    return Bom(
        buyer_country=alpha3(data["buyer_country"]) if data.get("buyer_country") else None,
        lines=tuple(_line(line) for line in data["lines"]),
        bom_id=data.get("bom_id"),
        name=data.get("name"),
        currency=data.get("currency"),
        tolerance=data.get("tolerance"),
    )


def _line(data: Mapping[str, Any]) -> Line:
    quantity, price = data.get("quantity"), data.get("unit_price")
    supply = data.get("supply", ())
    names = ("part_number", "material", "element", "form", "formula", "alternate_group", "end_use", "read_as")
    texts: dict[str, Any] = {name: data.get(name) for name in names}
    return Line(
        line_id=data["line_id"],
        composition=tuple(data.get("composition", {}).items()),
        quantity=Quantity(quantity["value"], quantity["unit"]) if quantity else None,
        pieces=data.get("pieces"),
        unit_price=Price(price["value"], price["per"]) if price else None,
        supply=tuple(Source(s["stage"], alpha3(s["country"]), s["share"]) for s in supply),
        can_do_without=data.get("can_do_without"),
        rare_earth=data.get("rare_earth"),
        **texts,
    )
