"""What was confirmed of parts, between the database and the kernel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import orjson
from sqlalchemy import RowMapping

from service.api.context import services, tenant
from service.risk.bom import Confirmed, Line
from service.store.parts import ConfirmedPart


def with_confirmed(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines, each with what was confirmed of its part number."""
    numbers = {line.part_number for line in lines if line.part_number}
    kept = services().store.parts.among(tenant(), numbers) if numbers else {}
    if not kept:
        return lines
    known = {number: confirmed_of(row) for number, row in kept.items()}
    return tuple(replace(line, confirmed=known.get(line.part_number or "")) for line in lines)


def part_of(part_number: str, body: Mapping[str, Any]) -> ConfirmedPart:
    """A part as the database keeps it, from a request."""
    names = ("material_id", "element", "form", "formula", "rare_earth")
    reading = {name: body[name] for name in names if name in body}
    if "composition" in body:
        reading["composition"] = {symbol: str(fraction) for symbol, fraction in body["composition"]}
    text = orjson.dumps(reading, option=orjson.OPT_SORT_KEYS).decode()
    return ConfirmedPart(part_number, text, body["confirmed_by"], body.get("note"))


def confirmed_of(row: RowMapping) -> Confirmed:
    """What was confirmed, as the kernel takes it, from a row."""
    reading = orjson.loads(row["reading"])
    composition = tuple((symbol, Decimal(share)) for symbol, share in reading.pop("composition", {}).items())
    return Confirmed(row["confirmed_by"], row["confirmed_at"], composition=composition, **reading)
