"""``/outlook/{bom_id}``: what would be if. Every row is an assumption's, none a forecast's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import request
from marshmallow import ValidationError
from werkzeug.wrappers import Response as BaseResponse

from service.api.context import kernel, services, tenant, today
from service.api.outlook.costs import costed
from service.api.outlook.questions import asked
from service.api.outlook.scenarios import scored
from service.api.outlook.stock import valued
from service.api.protocol.budget import Budget
from service.api.stored import ids
from service.api.stored.current import document_of
from service.dashboard.findings import scenarios as findings
from service.dashboard.pages.outlook import per_cent
from service.dashboard.pages.serving import page, refused, site
from service.risk.bom import Bom
from service.risk.errors import BomError, NotFoundError
from service.risk.outlook.costs import YearCosts
from service.risk.outlook.questions import sentences as asks
from service.risk.outlook.scenarios import TODAY
from service.risk.outlook.stock import Stock
from service.risk.outlook.what_if import WhatIf
from service.risk.outlook.wording import costs as cost_sentences
from service.risk.outlook.wording.scenarios import late_words
from service.risk.outlook.wording.stock import sentences
from service.schemas.outlook.costs import CostsQuery
from service.schemas.outlook.scenarios import ScenariosQuery
from service.schemas.outlook.stock import StockQuery
from service.schemas.strict import Strict, flattened

FOR_PROGRAMS = {
    " (POST /v1/stock).": ".", "no unit_price": "no price", "monthly_need": "a monthly need", "end_use": "end use",
    "quantity and products_per_year": "quantity and products a year",
}  # fmt: skip
"""What a sentence says to who asks the API, and to who reads a page: names of the wire stand on none."""
SURE = 99.95
"""Points from which a score shows as 100.0 at both ends: what is assumed takes all, and no interval says more."""
CALLED = {
    "products_per_year": "Products a year", "contract_share": "Share under contract", "delay_days": "Licences late by",
    "stop_cost_per_day": "A day of standstill costs", "carrying_rate": "Carrying stock costs",
}  # fmt: skip
"""What the form asks, by the names that the API has for it."""
IN_PER_CENT = {"contract_share": per_cent.share, "carrying_rate": per_cent.rate}


@site.get("/outlook/<path:bom_id>")
def show_outlook(bom_id: str) -> BaseResponse:
    """A stored BOM under scenarios. Stock, costs and questions are left out where all take more than one answer may."""
    kept = services().store.document(tenant(), bom_id) if ids.possible(bom_id) else None
    if kept is None:
        raise NotFoundError(f"No product {bom_id[:100]!r} is stored. The portfolio lists all that are.")
    head: dict[str, Any] = {"bom_id": bom_id, "name": kept[0]["name"] or bom_id, "on": today(), "wrong": None}
    delay, money, bought = _given(ScenariosQuery()), _given(StockQuery()), _given(CostsQuery())
    try:
        bom = document_of(kept[1], bom_id)
        room, work = Budget(), services().engine.work(bom, kernel(), today())
        room.fits(work)
        made = scored(bom, (), delay.get("delay_days"))
        stock = valued(bom, money) if room.fits(work) else None
        costs = costed(bom, bought) if stock and room.fits(work) else None
        ask = asked(bom) if costs and room.fits(work) else None
    except BomError as error:
        wrong = error.errors[0].detail if error.errors else error.detail
        return page("outlook.html", 422, **head | {"wrong": wrong, "rows": []})
    told: dict[str, Any] = {"rows": _rows(made), "made": made, "elements": made.elements, "written": _written(bom)}
    given = {name: request.args.get(name, "") for name in CALLED}
    ask_words = [_plainly(text) for text in asks(ask)] if ask else []
    told |= {"ask": ask, "ask_words": ask_words, "given": given, "called": CALLED, "currency": bom.currency}
    return page("outlook.html", **head, **told, **_stocked(stock), **_costed(costs))


def _plainly(text: str) -> str:
    for said, meant in FOR_PROGRAMS.items():
        text = text.replace(said, meant)
    return text


def _rows(made: WhatIf) -> list[tuple[Any, findings.Row, bool, list[str]]]:
    """Scenarios in the order of their table, each with its row, whether its score leaves nothing open, and what stock
    bridges where something comes late."""
    manifest, rows = kernel().manifest, []
    for one in made.outcomes:
        if one.scenario.id != TODAY:
            sure = bool(one.level and one.level.interval[0] >= SURE)
            row = findings.row_of(one, made.forecast, manifest)
            rows.append((replace(one, why_not=_plainly(one.why_not)), row, sure, list(late_words(one.late))))
    return rows


def _written(bom: Bom) -> dict[str, str]:
    """What stands beside a line's id: what the line was written as, and its part."""
    words = {}
    for line in bom.lines:
        material = line.material or line.formula or " ".join(filter(None, (line.element, line.form)))
        words[line.line_id] = " · ".join(filter(None, (material, line.part_number)))
    return words


def _given(query: Strict) -> dict[str, Any]:
    """What the form says of the members of a query, as the API reads them. Raises ``RequestError`` with what is
    wrong."""
    names = [name for name in CALLED if name in query.fields]
    given = {name: request.args[name].strip() for name in names if request.args.get(name, "").strip()}
    given |= {name: read_as(given[name]) for name, read_as in IN_PER_CENT.items() if name in given}
    try:
        read: dict[str, Any] = query.load(given)
    except ValidationError as error:
        fault = next(flattened(error.messages))
        name = fault.pointer.strip("/")
        raise refused(name, fault.code, f"{CALLED[name]}: {fault.detail}") from error
    return read


def _stocked(stock: Stock | None) -> dict[str, Any]:
    if stock is None:
        return {"stock": None}
    told = sorted({days for line in stock.lines for days in line.stop_at if days})
    lines = sorted(stock.lines, key=lambda line: (-line.stop, line.line_id))
    words = [text for text in sentences(stock) if not text.startswith(("Line ", "One line more"))]
    return {"stock": stock, "stock_words": words, "stock_days": told, "stock_lines": lines}


def _costed(costs: YearCosts | None) -> dict[str, Any]:
    if costs is None:
        return {"costs": None}
    acts = {act for one in costs.elements for quote in one.premia for act in quote.under}
    words = [_plainly(text) for text in cost_sentences.sentences(costs)]
    first = [text for text in words[1:] if text.startswith(("With every figure", "Not counted"))]
    seen = [text for text in words[1:] if text not in first]
    return {"costs": costs, "cost_lead": words[0], "cost_first": first, "cost_words": seen, "cost_acts": acts}
