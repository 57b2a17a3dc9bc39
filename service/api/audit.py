"""``GET /v1/audit``: what was written, and who was refused."""

from __future__ import annotations

import re
from typing import Any

from flask import Response

from service.api.context import answer, services, tenant
from service.api.smorest import Blueprint
from service.api.stored import paging
from service.schemas.audit import AuditPageSchema, AuditQuery, EntrySchema
from service.schemas.serialise import dumper

DEFAULT_PAGE = 50
ENTRY = re.compile("[0-9a-f]{24}")

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
    behind = paging.behind(query)
    if behind and not ENTRY.fullmatch(behind):
        raise paging.refused(f"It holds no entry: {paging.ASK_NEXT}")
    rows = services().store.audit.page(tenant(), limit + 1, behind or None)
    following = paging.next_path(rows[limit - 1]["entry"]) if len(rows) > limit else None
    return answer({"items": [_dump(row) for row in rows[:limit]], "next": following})
