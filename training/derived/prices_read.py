"""Which price of each element the model reads on a day: the series, its form and basis, and the last day in it."""

from __future__ import annotations

from datetime import date
from typing import Any

from service.risk.evidence.facts import Facts
from service.risk.evidence.price_series import series_of
from service.risk.price_pressure.features import market
from service.risk.vocabulary import ELEMENTS, Form, hs92_code

UNIT_VALUES = "unit values of HS 1992 code {code}, BACI"


def prices_read(facts: Facts, on: date) -> list[dict[str, Any]]:
    """By element, for its oxide. ``basis`` is the market of the published series, or the unit values that stand in for
    it. ``through`` is the last day or year read, ``figure`` the newest one. ``None`` stands for all three where no
    price is known."""
    rows = []
    for element in ELEMENTS:
        read = market(facts.evidence, facts.trade, element, Form.OXIDE, on)
        published = read is not None and len(read.through) > len("2025")
        basis = series_of(element) if published else UNIT_VALUES.format(code=hs92_code(element, Form.OXIDE))
        rows.append({
            "element": element,
            "form": Form.OXIDE.value,
            "basis": basis if read else None,
            "through": read.through if read else None,
            "figure": (read.figures[-1] if published else read.figures[0]) if read else None,
        })  # fmt: skip
    return rows
