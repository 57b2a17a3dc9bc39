"""``Idempotency-Key``: a POST that is sent again with the same key and body gets the same answer, and isn't done again.

It holds for 24 hours, from any worker and after a restart. A request that was refused is not kept: mended, it may come
with the same key.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from flask import Response, g, make_response, request

from service.api.context import services, tenant
from service.errors import RequestError
from service.risk.errors import FieldError
from service.store.replays import Claim, Kept

HEADER, REPLAYED = "Idempotency-Key", "Idempotency-Replayed"
MOST_BYTES = 8 * 1024 * 1024
"""Of an answer that is kept; a longer one is computed anew, which gives the same score."""
KEPT_HEADERS = ("Content-Type", "Location", "ETag")
_KEY = re.compile(r"[!-~]{1,255}")


class InProgressError(RequestError):
    """The same request is being answered."""

    status = HTTPStatus.CONFLICT
    title = "The request is being answered"
    headers = MappingProxyType({"Retry-After": "2"})


def repeatable(view: Callable[..., Any], body_of: Callable[[Any], bytes]) -> Callable[..., Any]:
    """The view, done once for each key."""

    @wraps(view)
    def once(*args: Any, **values: Any) -> Any:
        key = request.headers.get(HEADER)
        if key is None:
            return view(*args, **values)
        if not _KEY.fullmatch(key):
            raise _refused("pattern", "Must have 1 to 255 printable ASCII characters without blanks, such as a UUID.")
        store, own = services().store.replays, tenant()
        claim = store.claim(own, key, _digest(body_of(request)), datetime.now(UTC))
        if isinstance(claim, Kept):
            return Response(claim.body, claim.status, {**claim.headers, REPLAYED: "true"})
        if claim is Claim.OTHER_REQUEST:
            raise _refused("other_body", "This key came with another request before: take a new one for each task.")
        if claim is Claim.IN_PROGRESS:
            words = "A request with this key is being answered: ask again shortly."
            raise InProgressError(words, [FieldError(HEADER, "in_progress", words)])
        kept = False
        try:
            response = make_response(view(*args, **values))
            kept = response.status_code < HTTPStatus.BAD_REQUEST and len(response.get_data()) <= MOST_BYTES
            if kept:
                store.keep(own, key, _kept(response))
            return response
        finally:
            if not kept:
                store.release(own, key)

    return once


def _kept(response: Response) -> Kept:
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    return Kept(response.status_code, headers, response.get_data())


def _digest(body: bytes) -> str:
    """Of what is asked: the address with its query, and the body as it was sent. And of the scopes that it was asked
    with, since a replay runs no check of the handler's own."""
    scopes = " ".join(sorted(g.caller.scopes))
    asked = hashlib.sha256(f"{scopes} {request.method} {request.full_path}\n".encode("utf-8", "surrogateescape"))
    asked.update(body)
    return asked.hexdigest()


def _refused(code: str, words: str) -> RequestError:
    return RequestError("The Idempotency-Key can't be used.", [FieldError(HEADER, code, words)])
