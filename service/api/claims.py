"""The ledger of figures: what the documents and public statistics say, and what a score's figures are."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response

from service.api.context import answer, kernel, today
from service.api.smorest import Blueprint
from service.api.stored import paging
from service.errors import RequestError
from service.risk.errors import FieldError
from service.risk.evidence.claim_views import ClaimView
from service.risk.evidence.ledger import Ledger, LedgerEntry
from service.risk.evidence.table_figures import TableFigure
from service.schemas.claims import ClaimSchema, ClaimsSchema, ClaimViewSchema, ViewSchema
from service.schemas.did_you_mean import near
from service.schemas.queries import ClaimQuery, OnQuery
from service.schemas.serialise import dumper
from service.schemas.strict import summed_up

DEFAULT_PAGE = 50
FILTERS = ("quantity", "element", "stage", "geography", "document")

blueprint = Blueprint("claims", __name__, description="Every figure with its source, and figures reconciled.")
_claim = dumper(ClaimSchema())
_claim_in_view = dumper(ClaimViewSchema())
_view = dumper(ViewSchema())


@blueprint.route("/v1/claims", methods=["GET"])
@blueprint.arguments(ClaimQuery(), location="query")
@blueprint.response(200, ClaimsSchema)
@blueprint.problems(500, 503)
def list_claims(query: dict[str, Any]) -> Response:
    """Figures of the documents and public statistics, with the interval where several speak of one thing

    A view holds the interval that a score takes, the figure that gave the central value and the rule of precedence that
    chose it; country shares are then fitted into one world (`/v1/elements/{symbol}/supply`). Figures about different
    quantities never meet. Trade and governance tables are read by id only.
    """
    on, limit = query.get("on", today()), query.get("limit", DEFAULT_PAGE)
    filters: dict[str, str] = {name: query[name] for name in FILTERS if name in query}
    ledger = kernel().ledger
    _check(filters, ledger)
    page = ledger.page(filters, on, limit, paging.behind(query))
    return answer(
        {
            "on": on,
            "items": [_claim(cited(entry)) for entry in page.entries],
            "views": [_view(_reconciled(view)) for view in page.views],
            "next": paging.next_path(page.after, on=on.isoformat()) if page.after else None,
        }
    )


@blueprint.route("/v1/claims/<claim_id>", methods=["GET"])
@blueprint.arguments(OnQuery(), location="query")
@blueprint.response(200, ClaimViewSchema)
@blueprint.problems(404, 500, 503)
def get_claim(query: dict[str, date], claim_id: str) -> Response:
    """One figure with its source and the view it belongs to; an answer's figures lead here

    Besides claims: `baci-imports-{hs92}-{importer}-{year}`, `baci-exports-{hs92}-{year}`,
    `baci-prices-{hs92}-{year}` and `wgi-{country}-{year}`, countries by three letters.
    """
    ledger = kernel().ledger
    entry = ledger.entry(claim_id)
    view = ledger.view(entry.figure, query.get("on", today()))
    return answer(_claim_in_view(cited(entry) | {"view": view and _reconciled(view)}))


def _check(filters: dict[str, str], ledger: Ledger) -> None:
    """Raises ``RequestError`` for a quantity or document that the ledger doesn't know."""
    known = {"quantity": ledger.quantities, "document": ledger.documents}
    faults = [
        FieldError(f"?{name}", f"unknown_{name}", f"There is no {name} {filters[name]!r}.{near(filters[name], words)}")
        for name, words in known.items()
        if name in filters and filters[name] not in words
    ]
    if faults:
        raise RequestError(summed_up(len(faults)), faults)


def cited(entry: LedgerEntry) -> dict[str, Any]:
    """An entry of the ledger in the columns of a claim."""
    figure = entry.figure
    described = _table_figure(figure) if isinstance(figure, TableFigure) else {**vars(figure), "values": ()}
    return {**described, **vars(entry), "geography": figure.geography or None}


def _table_figure(figure: TableFigure) -> dict[str, Any]:
    """A figure of the tables in the columns of a claim."""
    blank = dict.fromkeys(("stage", "form", "basis", "attributed_to"), "")
    period = {"valid_from": f"{figure.year}-01-01", "valid_to": f"{figure.year}-12-31"}
    said = {"low": None, "value": figure.value, "high": None, "published": None, "nature": "measured", "use": "model"}
    return {**vars(figure), **blank, **period, **said, "derived_from": (), "compared": "", "compared_with": ()}


def _reconciled(view: ClaimView) -> dict[str, Any]:
    return {**vars(view.group), **vars(view), "geography": view.group.geography or None}
