"""``Idempotency-Key``: a POST that is sent again with the same key and body gets the same answer, and isn't done again.

It holds for 24 hours, from any worker and after a restart. A request that was refused is not kept: mended, it may come
with the same key. An answer that is sent piece by piece is kept when its last piece was sent. A secret is kept nowhere:
who asks again learns that it was made, without it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from datetime import UTC, datetime
from functools import wraps
from http import HTTPStatus
from math import ceil
from types import MappingProxyType
from typing import Any, cast

from flask import Response, g, make_response, request

from service.api.context import services, tenant
from service.config import MEBIBYTE
from service.errors import RequestError
from service.risk.errors import FieldError
from service.store.replays import MOST_BYTES, MOST_KEPT, ClaimFailure, Full, Kept

HEADER, REPLAYED = "Idempotency-Key", "Idempotency-Replayed"
LONGEST = 8 * MEBIBYTE
"""Of an answer that is kept; a longer one is computed anew, which gives the same score."""
KEPT_HEADERS = ("Content-Type", "Location", "ETag", "Retry-After", "Preference-Applied")
_KEY = re.compile(r"[!-~]{1,255}")


class InProgressError(RequestError):
    """The same request is being answered."""

    status = HTTPStatus.CONFLICT
    title = "The request is being answered"
    headers = MappingProxyType({"Retry-After": "2"})


class TooManyKeptError(RequestError):
    """The tenant keeps as many answers as it may."""

    status = HTTPStatus.TOO_MANY_REQUESTS
    title = "Too many requests"

    def __init__(self, seconds: int) -> None:
        words = (
            f"Answers are kept for 24 hours, at most {MOST_KEPT:,} of a tenant or {MOST_BYTES // MEBIBYTE:,} MiB: send "
            "the request without the key, or wait as Retry-After says."
        )
        super().__init__(words, [FieldError(HEADER, "too_many_kept", words)])
        self.headers = MappingProxyType({"Retry-After": str(seconds)})


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
        if isinstance(claim, Full):
            raise TooManyKeptError(max(1, ceil((claim.until - datetime.now(UTC)).total_seconds())))
        if isinstance(claim, Kept):
            return Response(claim.body, claim.status, {**claim.headers, REPLAYED: "true"})
        if claim is ClaimFailure.OTHER_REQUEST:
            raise _refused("other_body", "This key came with another request before: take a new one for each task.")
        if claim is ClaimFailure.IN_PROGRESS:
            words = "A request with this key is being answered: ask again shortly."
            raise InProgressError(words, [FieldError(HEADER, "in_progress", words)])
        try:
            response = make_response(view(*args, **values))
        except BaseException:
            store.release(own, key)
            raise
        _keep_at_end(response, lambda kept: store.keep(own, key, kept), lambda: store.release(own, key))
        return response

    return once


def keep_instead(body: bytes) -> None:
    """Keep this of the request's answer, which shows what is shown once."""
    g.kept_instead = body


def _keep_at_end(response: Response, keep: Callable[[Kept], None], release: Callable[[], None]) -> None:
    """Keep an answer when it has been sent to its end, without holding more of it than may be kept."""
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    pieces: list[bytes] = []
    size, ended = 0, False

    def finish() -> None:
        if ended and size <= LONGEST and response.status_code < HTTPStatus.BAD_REQUEST:
            keep(Kept(response.status_code, headers, b"".join(pieces)))
        else:
            release()

    def noting(sent: Generator[bytes]) -> Iterator[bytes]:
        nonlocal size, ended
        try:
            with closing(sent):
                for piece in sent:
                    size += len(piece)
                    pieces.append(piece)
                    if size > LONGEST:
                        pieces.clear()
                    yield piece
            ended = True
        finally:
            finish()

    if response.is_streamed:
        response.response = noting(cast("Generator[bytes]", response.response))
        return
    raw = g.pop("kept_instead", None) or response.get_data()
    pieces, size, ended = [raw], len(raw), True
    finish()


def _digest(body: bytes) -> str:
    """Of what is asked: the address with its query, and the body as it was sent. And of the scopes that it was asked
    with, since a replay runs no check of the handler's own."""
    scopes = " ".join(sorted(g.caller.scopes))
    asked = hashlib.sha256(f"{scopes} {request.method} {request.full_path}\n".encode("utf-8", "surrogateescape"))
    asked.update(body)
    return asked.hexdigest()


def _refused(code: str, words: str) -> RequestError:
    return RequestError("The Idempotency-Key can't be used.", [FieldError(HEADER, code, words)])
