"""Cheap polling: ETags that are known before anything is read or scored, and how long an answer holds.

What a tenant stored is a client's own to keep, for a few seconds and never into the next day, whose scores are others.
No cache between may keep it, and one that keeps by address sees by ``Vary`` that the answer hangs on the key.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import orjson
from flask import Response, request

HOLDS_SECONDS = 10
"""For which a client may show an answer again without asking; what somebody else stores is seen that much later."""
HANGS_ON = ("Authorization", "X-Api-Key", "Cookie")


def etag(*parts: object) -> str:
    """An ETag made of the request's address and of what its answer hangs on."""
    asked = [request.path, sorted(request.args.items()), [str(part) for part in parts]]
    return hashlib.sha256(orjson.dumps(asked)).hexdigest()[:32]


def unchanged(held: str) -> Response | None:
    """An empty 304 where the client holds the answer with this ETag already."""
    if not request.if_none_match.contains(held):
        return None
    return polled(Response(status=304), held)


def polled(response: Response, held: str | None = None) -> Response:
    """An answer with its ETag, where another than its own is ``held``, and how long it holds."""
    if held is not None:
        response.set_etag(held)
    response.headers["Cache-Control"] = f"private, max-age={holds()}"
    response.vary.update(HANGS_ON)
    return response


def holds() -> int:
    """Seconds for which an answer holds: to the next day at most."""
    now = datetime.now(UTC)
    midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return min(HOLDS_SECONDS, int((midnight - now).total_seconds()))
