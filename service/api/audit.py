"""``GET /v1/audit``: what was written, and who was refused."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Response, request

from service.api.context import answer, services, tenant
from service.api.smorest import Blueprint
from service.schemas.audit import AuditPageSchema, AuditQuery, EntrySchema
from service.schemas.serialise import dumper

DEFAULT_PAGE = 50

blueprint = Blueprint("audit", __name__, description="See what was written, and who was refused.")
_dump = dumper(EntrySchema())


@blueprint.route("/v1/audit", methods=["GET"])
@blueprint.arguments(AuditQuery(), location="query")
@blueprint.response(200, AuditPageSchema)
@blueprint.problems(500, 503)
def list_entries(query: dict[str, Any]) -> Response:
    """Writes that were done and access that was refused, newest first

    Of the caller's own tenant, as long as the service keeps them (`AUDIT_DAYS`). At most 60 refusals of a key and
    minute are kept. A service without keys keeps none.
    """
    limit = query.get("limit", DEFAULT_PAGE)
    rows = services().store.audit.page(tenant(), limit + 1, query.get("before"))
    following = {"limit": limit, "before": rows[limit - 1]["entry"]} if len(rows) > limit else None
    path = None if following is None else f"{request.path}?{urlencode(following)}"
    return answer({"items": [_dump(row) for row in rows[:limit]], "next": path})
