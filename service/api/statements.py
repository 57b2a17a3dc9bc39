"""What the source documents say without a figure: practices, plans, advice, scenarios and indicators."""

from __future__ import annotations

from typing import Any

from flask import Response

from service.api.context import answer, kernel, today
from service.api.smorest import Blueprint
from service.api.stored import paging
from service.errors import RequestError
from service.risk.errors import FieldError
from service.risk.evidence.claims import DOCUMENT_PREFIX
from service.risk.evidence.statements import Statement
from service.schemas.claims import StatementSchema, StatementsSchema
from service.schemas.did_you_mean import near
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
    behind = paging.behind(query)
    matching = kernel().statements.query(wanted, on)
    rest = [one for one in matching if one.statement_id > behind]
    shown = rest[:limit]
    more = len(rest) > limit
    return answer(
        {
            "on": on,
            "items": [_statement(_cited(one)) for one in shown],
            "next": paging.next_path(shown[-1].statement_id, on=on.isoformat()) if more else None,
        }
    )


@blueprint.route("/v1/statements/<statement_id>", methods=["GET"])
@blueprint.response(200, StatementSchema)
@blueprint.problems(404, 500, 503)
def get_statement(statement_id: str) -> Response:
    """One statement with its document"""
    return answer(_statement(_cited(kernel().statements.statement(statement_id))))


def _check(document: str | None) -> None:
    """Raises ``RequestError`` for what is no source document."""
    sources = [name for name in kernel().documents if name.startswith(DOCUMENT_PREFIX)]
    if document is not None and document not in sources:
        text = f"There is no source document {document!r}.{near(document, sources)}"
        raise RequestError(summed_up(1), [FieldError("?document", "unknown_document", text)])


def _cited(one: Statement) -> dict[str, Any]:
    return {**vars(one), "source": kernel().documents[one.document]}
