"""``/v1/webhooks/{webhook_id}/deliveries``: what was sent, what was given up, and sending it again."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Response

from service.api.context import answer, services, tenant
from service.api.smorest import Blueprint
from service.api.stored import paging
from service.api.watching import names
from service.api.watching.webhooks import PATH, unknown
from service.risk.errors import NotFoundError
from service.schemas.serialise import dumper
from service.schemas.stored.queries import DEFAULT_PAGE
from service.schemas.watching.webhooks import DeliveryPageSchema, DeliveryQuery, DeliverySchema

IN_PATH = names.in_path("webhook_id")
MESSAGE = {"in": "path", "name": "message_id", "schema": {"type": "string", "pattern": "^msg_[0-9a-f]{24}$"}}
LONGEST_ID = 40

blueprint = Blueprint("deliveries", __name__, description="What webhooks were sent.")
_dump = dumper(DeliverySchema())


@blueprint.route(f"{PATH}/deliveries", methods=["GET"], parameters=IN_PATH)
@blueprint.arguments(DeliveryQuery(), location="query")
@blueprint.response(200, DeliveryPageSchema)
@blueprint.problems(404, 500, 503)
def list_deliveries(query: dict[str, Any], webhook_id: str) -> Response:
    """Messages to a webhook, newest first, for 30 days

    With `state=dead` those that were given up, so that they can be sent again once the receiver is mended.
    """
    limit, state = query.get("limit", DEFAULT_PAGE), query.get("state")
    before = _position(query["after"]) if "after" in query else None
    store = services().store
    if not names.possible(webhook_id) or store.webhooks.get(tenant(), webhook_id) is None:
        raise unknown(webhook_id)
    rows = store.messages.page(tenant(), webhook_id, state, limit + 1, before)
    following = None
    if len(rows) > limit:
        last = rows[limit - 1]
        following = paging.next_path([last["created_at"].isoformat(), last["message_id"]])
    return answer({"items": [_dump(row) for row in rows[:limit]], "next": following})


@blueprint.route(f"{PATH}/deliveries/<message_id>/replay", methods=["POST"], parameters=[*IN_PATH, MESSAGE])
@blueprint.response(204, description="It is sent at once, and again as a new message would be.")
@blueprint.problems(404, 500, 503)
def post_replay(webhook_id: str, message_id: str) -> Response:
    """Send a message again, under the same webhook-id

    One that was given up, or one that was taken and lost by its receiver.
    """
    inside = names.possible(webhook_id) and len(message_id) <= LONGEST_ID and message_id.isprintable()
    if not inside or not services().store.messages.replay(tenant(), webhook_id, message_id, datetime.now(UTC)):
        raise NotFoundError(f"There is no message {message_id[:LONGEST_ID]!r} to a webhook {webhook_id[:100]!r}.")
    return Response(status=204)


def _position(text: str) -> tuple[datetime, str]:
    where = paging.position(text)
    try:
        moment, message_id = where
        return datetime.fromisoformat(moment), str(message_id)
    except (ValueError, TypeError) as error:
        raise paging.refused(f"It holds no message: {paging.ASK_NEXT}") from error
