"""``/outlook/{bom_id}``: what would be if. Every row is an assumption's, none a forecast's."""

from __future__ import annotations

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
from service.dashboard.pages.serving import page, refused, site
from service.risk.bom import Bom
from service.risk.errors import BomError, NotFoundError
from service.risk.outlook import cost_sentences
from service.risk.outlook.costs import YearCosts
from service.risk.outlook.questions import sentences as asks
from service.risk.outlook.scenarios import TODAY
from service.risk.outlook.sentences import details
from service.risk.outlook.stock import Stock
from service.risk.outlook.stock_sentences import sentences
from service.schemas.outlook.costs import CostsQuery

FOR_PROGRAMS = " (POST /v1/stock)."
"""Where a sentence sends who asks the API; here the stock stands above."""


@site.get("/outlook/<path:bom_id>")
def show_outlook(bom_id: str) -> BaseResponse:
    """A stored BOM under scenarios. Stock, costs and questions are left out where all take more than one answer may."""
    kept = services().store.document(tenant(), bom_id) if ids.possible(bom_id) else None
    if kept is None:
        raise NotFoundError(f"No product {bom_id[:100]!r} is stored. The portfolio lists all that are.")
    head: dict[str, Any] = {"bom_id": bom_id, "name": kept[0]["name"] or bom_id, "on": today(), "wrong": None}
    try:
        bom = document_of(kept[1], bom_id)
        room, work = Budget(), services().engine.work(bom, kernel(), today())
        room.fits(work)
        made = scored(bom, (), None)
        stock = valued(bom, {}) if room.fits(work) else None
        costs = costed(bom, _bought()) if stock and room.fits(work) else None
        ask = asked(bom) if costs and room.fits(work) else None
    except BomError as error:
        wrong = error.errors[0].detail if error.errors else error.detail
        return page("outlook.html", 422, **head | {"wrong": wrong, "rows": []})
    rows = [(one, ", ".join(details(one))) for one in made.outcomes if one.scenario.id != TODAY]
    told: dict[str, Any] = {"rows": rows, "made": made, "elements": made.elements, "written": _written(bom)}
    ask_words = [text.replace(FOR_PROGRAMS, ".") for text in asks(ask)] if ask else []
    return page("outlook.html", **head, **told, **_stocked(stock), **_costed(costs), ask=ask, ask_words=ask_words)


def _written(bom: Bom) -> dict[str, str]:
    """What stands beside a line's id: what the line was written as, and its part."""
    words = {}
    for line in bom.lines:
        material = line.material or line.formula or " ".join(filter(None, (line.element, line.form)))
        words[line.line_id] = " · ".join(filter(None, (material, line.part_number)))
    return words


def _stocked(stock: Stock | None) -> dict[str, Any]:
    if stock is None:
        return {"stock": None}
    told = sorted({days for line in stock.lines for days in line.stop_at if days})
    return {"stock": stock, "stock_words": sentences(stock), "stock_days": told}


AMOUNTS = ("products_per_year", "contract_share")


def _bought() -> dict[str, Any]:
    """What the form says of a year, as the API reads it. Raises ``RequestError`` with what is wrong."""
    given = {name: request.args[name].strip() for name in AMOUNTS if request.args.get(name, "").strip()}
    try:
        read: dict[str, Any] = CostsQuery().load(given)
    except ValidationError as error:
        name = next(name for name in AMOUNTS if name in error.messages_dict)
        raise refused(name, "unread", f"{given.get(name, '')[:30]!r} is no amount that {name} can have.") from error
    return read


def _costed(costs: YearCosts | None) -> dict[str, Any]:
    if costs is None:
        return {"costs": None}
    acts = {act for one in costs.elements for quote in one.premia for act in quote.under}
    given = {name: request.args.get(name, "") for name in AMOUNTS}
    return {"costs": costs, "cost_words": cost_sentences.sentences(costs), "cost_acts": acts, "bought": given}
