"""``GET /v1/portfolio`` and ``/v1/suppliers``: stored BOMs together."""

from __future__ import annotations

from typing import Any

from flask import Response

from service.api.context import answer, services, tenant, today
from service.api.protocol import polling
from service.api.smorest import Blueprint
from service.api.stored import paging
from service.api.stored.current import state_or_none
from service.api.stored.filters import filters_in
from service.api.stored.lists import mark
from service.schemas.answers.codes import BANDS
from service.schemas.serialise import dumper
from service.schemas.stored.portfolio import PortfolioQuery, PortfolioSchema, SupplierPageSchema, SupplierQuery
from service.schemas.stored.queries import DEFAULT_PAGE
from service.store.lists import Today

MOST_SHARED = 20
"""Places that BOMs share, whatever the element, in an answer."""

blueprint = Blueprint("portfolio", __name__, description="Stored BOMs together.")
_dump = dumper(PortfolioSchema())
_dump_suppliers = dumper(SupplierPageSchema())


@blueprint.route("/v1/portfolio", methods=["GET"])
@blueprint.arguments(PortfolioQuery(), location="query")
@blueprint.response(200, PortfolioSchema)
@blueprint.problems(500, 503)
def get_portfolio(query: dict[str, Any]) -> Response:
    """Stored BOMs together: bands, scores, and the chokepoints that they share

    Of all BOMs, or of those that the filters leave. No score is computed: `stale` counts those that aren't today's.
    """
    held = mark()
    kept = polling.unchanged(held)
    if kept is not None:
        return kept
    portfolio, filters, state = services().store.portfolio, filters_in(query), state_or_none()
    now = None if state is None else Today(state.digest, today())
    numbers = portfolio.numbers(tenant(), filters, now)
    by_band = portfolio.bands(tenant(), filters)
    without = by_band.pop(None, 0)
    bands = {band: by_band.get(band, 0) for band in dict.fromkeys([*BANDS, *filter(None, by_band)])}
    named = portfolio.chokepoints(tenant(), filters)
    shared = portfolio.shared(tenant(), filters, named, MOST_SHARED)
    narrow = {"chokepoints": named[: query["chokepoints"]], "shared": shared}
    body = _dump(numbers | {"as_of": today(), "bands": bands, "without_band": without, **narrow})
    return polling.polled(answer(body, etag=held))


@blueprint.route("/v1/suppliers", methods=["GET"])
@blueprint.arguments(SupplierQuery(), location="query")
@blueprint.response(200, SupplierPageSchema)
@blueprint.problems(500, 503)
def list_suppliers(query: dict[str, Any]) -> Response:
    """Suppliers that lines of stored BOMs name, in the order of their names

    `GET /v1/boms?supplier=` lists the BOMs of one.
    """
    held = mark()
    kept = polling.unchanged(held)
    if kept is not None:
        return kept
    limit = query.get("limit", DEFAULT_PAGE)
    rows = services().store.portfolio.suppliers(tenant(), limit + 1, paging.behind(query))
    following = paging.next_path(rows[limit - 1]["value"]) if len(rows) > limit else None
    return polling.polled(answer(_dump_suppliers({"items": rows[:limit], "next": following}), etag=held))
