"""What the source documents say without a figure: practices, plans, advice, scenarios and indicators."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Response, request

from service.api.context import answer, kernel, today
from service.api.smorest import Blueprint
from service.errors import RequestError
from service.risk.errors import FieldError
from service.risk.evidence.claims import DOCUMENT_PREFIX
from service.risk.evidence.statements import Statement
from service.schemas.claims import StatementSchema, StatementsSchema
from service.schemas.did_you_mean import near
from service.schemas.fields import ALPHA3_TO_ALPHA2
from service.schemas.queries import StatementQuery
from service.schemas.serialise import dumper
from service.schemas.strict import summed_up

DEFAULT_PAGE = 50
FILTERS = ("topic", "element", "stage", "geography", "document", "q")

blueprint = Blueprint("statements", __name__, description="What the source documents say without a figure.")
_statement = dumper(StatementSchema())


@blueprint.route("/v1/statements", methods=["GET"])
@blueprint.arguments(StatementQuery(), location="query")
@blueprint.response(200, StatementsSchema)
@blueprint.problems(500, 503)
def list_statements(query: dict[str, Any]) -> Response:
    """Practices, plans, scenarios, indicators and advice of the source documents, in our words

    None enters a score. Figures of the same documents are claims (`/v1/claims`).
    """
    on, limit = query.get("on", today()), query.get("limit", DEFAULT_PAGE)
    wanted: dict[str, str] = {name: query[name] for name in FILTERS if name in query}
    _check(wanted.get("document"))
    matching = kernel().statements.query(wanted, on)
    rest = [one for one in matching if one.statement_id > query.get("after", "")]
    shown = rest[:limit]
    page = {"on": on.isoformat(), "limit": limit, "after": shown[-1].statement_id if shown else ""}
    return answer(
        {
            "on": on,
            "items": [_statement(_cited(one)) for one in shown],
            "next": f"{request.path}?{urlencode(_wire(wanted) | page)}" if len(rest) > limit else None,
        }
    )


@blueprint.route("/v1/statements/<statement_id>", methods=["GET"])
@blueprint.response(200, StatementSchema)
@blueprint.problems(404, 500, 503)
def get_statement(statement_id: str) -> Response:
    """One statement with its document"""
    return answer(_statement(_cited(kernel().statements.statement(statement_id))))


def _wire(wanted: dict[str, str]) -> dict[str, str]:
    """Filters as a query writes them: countries by two letters."""
    return {name: ALPHA3_TO_ALPHA2.get(word, word) if name == "geography" else word for name, word in wanted.items()}


def _check(document: str | None) -> None:
    """Raises ``RequestError`` for what is no source document."""
    sources = [name for name in kernel().documents if name.startswith(DOCUMENT_PREFIX)]
    if document is not None and document not in sources:
        text = f"There is no source document {document!r}.{near(document, sources)}"
        raise RequestError(summed_up(1), [FieldError("?document", "unknown_document", text)])


def _cited(one: Statement) -> dict[str, Any]:
    return {**vars(one), "source": kernel().documents[one.document]}
