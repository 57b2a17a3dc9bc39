"""``/v1/webhooks``: where notices are sent, which, and signed with what."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Response, url_for
from sqlalchemy import RowMapping

from service.api.context import answer, services, tenant
from service.api.protocol import idempotency
from service.api.smorest import BODY_STATUSES, Blueprint
from service.api.stored.filters import check_measure
from service.api.watching import names
from service.errors import RequestError
from service.risk.errors import FieldError, NotFoundError
from service.schemas.serialise import dumper, encode
from service.schemas.watching.webhooks import (
    DEFAULT_OVERLAP_HOURS,
    WEBHOOK_EXAMPLE,
    KeptWebhookSchema,
    NewSecretSchema,
    NewWebhookSchema,
    SecretSchema,
    WebhookListSchema,
    WebhookSchema,
    shown_condition,
)
from service.store.watch.webhooks import WantedWebhook, signing
from service.webhooks.addresses import AddressError, check_url

PATH = "/v1/webhooks/<webhook_id>"
IN_PATH = names.in_path("webhook_id")

blueprint = Blueprint("webhooks", __name__, description="Be told of changes.")
_dump = dumper(KeptWebhookSchema())
_dump_new = dumper(NewWebhookSchema())


@blueprint.route(PATH, methods=["PUT"], parameters=IN_PATH)
@blueprint.arguments(WebhookSchema(), example=WEBHOOK_EXAMPLE)
@blueprint.response(200, NewWebhookSchema, description="There was such a webhook; its secret goes on.")
@blueprint.stored(201, NewWebhookSchema, description="Made; `secret` is shown this once.")
@blueprint.problems(*BODY_STATUSES, 500, 503)
def put_webhook(wanted: WantedWebhook, webhook_id: str) -> Response:
    """Say where notices are sent, and which

    A message has `type`, `timestamp` and `data`: the BOM, with score and band before and after. Messages are
    signed as Standard Webhooks has it. One that isn't answered by 2xx is sent again under the same
    `webhook-id`, so that the receiver can tell it from another. A change is seen when a BOM is scored: by whoever asks
    first, and once a day by the sender.
    """
    names.check(webhook_id, "webhook_id")
    _check(wanted)
    store = services().store.webhooks
    secret = store.put(tenant(), webhook_id, wanted, datetime.now(UTC))
    row = store.get(tenant(), webhook_id)
    if row is None:  # deleted in between
        raise unknown(webhook_id)
    response = answer(_dump_new(_told(row) | {"secret": secret}), 200 if secret is None else 201)
    response.headers["Location"] = url_for("webhooks.get_webhook", webhook_id=webhook_id)
    return response


@blueprint.route("/v1/webhooks", methods=["GET"])
@blueprint.response(200, WebhookListSchema)
@blueprint.problems(500, 503)
def list_webhooks() -> Response:
    """All webhooks of the tenant: there are at most twenty"""
    return answer({"items": [_dump(_told(row)) for row in services().store.webhooks.all(tenant())]})


@blueprint.route(PATH, methods=["GET"], parameters=IN_PATH)
@blueprint.response(200, KeptWebhookSchema)
@blueprint.problems(404, 500, 503)
def get_webhook(webhook_id: str) -> Response:
    """One webhook, without its secret"""
    row = services().store.webhooks.get(tenant(), webhook_id) if names.possible(webhook_id) else None
    if row is None:
        raise unknown(webhook_id)
    return answer(_dump(_told(row)))


@blueprint.route(PATH, methods=["DELETE"], parameters=IN_PATH)
@blueprint.response(204, description="Gone, with the messages that it was sent or should have been.")
@blueprint.problems(404, 500, 503)
def delete_webhook(webhook_id: str) -> Response:
    """Delete a webhook"""
    if not names.possible(webhook_id) or not services().store.webhooks.delete(tenant(), webhook_id):
        raise unknown(webhook_id)
    return Response(status=204)


@blueprint.route(f"{PATH}/secret", methods=["POST"], parameters=IN_PATH)
@blueprint.arguments(SecretSchema(), example={"overlap_hours": 24})
@blueprint.response(200, NewSecretSchema)
@blueprint.problems(*BODY_STATUSES, 404, 500, 503)
def post_secret(body: dict[str, Any], webhook_id: str) -> Response:
    """Make another secret; the old ones sign along for a while

    Each message has a signature of every secret that still signs, so that a receiver may change over in that time. Sent
    again with its `Idempotency-Key`, the request makes no other secret, and shows none.
    """
    now = datetime.now(UTC)
    ends = now + timedelta(hours=body.get("overlap_hours", DEFAULT_OVERLAP_HOURS))
    store = services().store.webhooks
    secret = store.rotate(tenant(), webhook_id, ends, now) if names.possible(webhook_id) else None
    if secret is None:
        raise unknown(webhook_id)
    told = {"others_until": ends}
    idempotency.keep_instead(encode(told))
    return answer({"secret": secret, **told})


def _check(wanted: WantedWebhook) -> None:
    """Raise ``RequestError`` for what no schema can tell."""
    try:
        check_url(wanted.url, services().settings.webhook_allow)
    except AddressError as error:
        raise RequestError("Nothing can be sent there.", [FieldError("/url", "refused_address", str(error))]) from error
    if wanted.condition and "measure" in wanted.condition:
        check_measure(wanted.condition["measure"], "/condition/measure")


def _told(row: RowMapping) -> dict[str, Any]:
    condition = None if row["condition"] is None else json.loads(row["condition"])
    meets = None if condition is None else services().store.webhooks.meeting(tenant(), condition)
    more = {"on": row["kinds"].split(), "condition": shown_condition(condition), "meets_now": meets}
    return {**row, **more, "secrets": len(signing(row["secrets"], datetime.now(UTC)))}


def unknown(webhook_id: str) -> NotFoundError:
    """What is raised where there is no webhook of that id."""
    return NotFoundError(f"There is no webhook {webhook_id[:100]!r}.")
