"""Gzip both ways: bodies that come packed, bounded while they are unpacked, and answers packed for who takes them.

Flask-Compress changes the tag of a packed answer and then compares. So a poll with the tag would read and pack an
answer only to learn that it is known, and ``If-Match`` would refuse it. Here a tag with the mark of a packed answer is
taken as that of the answer itself before any handler sees it. It gets its mark back at the end.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Callable, Collection
from functools import lru_cache
from http import HTTPStatus

from flask import Flask, Response, request
from werkzeug.datastructures import Accept
from werkzeug.exceptions import RequestEntityTooLarge

from service.errors import MalformedError
from service.risk.errors import FieldError

NAMES = ("gzip", "x-gzip")
PACKED_TYPES = ("application/json", "application/problem+json", "text/csv", "text/markdown", "text/plain")
"""No HTML: forms in it hold secrets, which the length of a packed page would help to guess."""
LEAST_BYTES = 1_024
LEVEL = 5
WITH_GZIP_HEADER = 31  # zlib's name for it
MARK = "-gzip"
MOST_MEMBERS = 100
"""Of one body. Behind each of them the rest is copied: a megabyte of empty ones took seven seconds."""
_MARKED = re.compile(f'{MARK}"')
TAGS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MATCH")
CONTENT = "Content-Encoding"


def register(app: Flask, same: Collection[str] = ()) -> None:
    """Pack the answers of ``app``, once those of endpoints that always give the ``same``: nobody needs a key for the
    OpenAPI document, and packing it takes 10 ms of a processor."""
    pack = lru_cache(maxsize=len(same))(_packed)
    app.before_request(_unmark)
    app.after_request(lambda response: _pack(response, pack if request.endpoint in same else _packed))


def unpacked(raw: bytes, most: int) -> bytes:
    """What is packed in ``raw``, at most ``most`` bytes: not one more is unpacked."""
    parts: list[bytes] = []
    size, rest = 0, raw
    while rest:
        if len(parts) == MOST_MEMBERS:
            raise _damaged(f"it has more than {MOST_MEMBERS} members")
        unpacker = zlib.decompressobj(WITH_GZIP_HEADER)
        try:
            parts.append(unpacker.decompress(rest, most - size + 1))
        except zlib.error as error:
            raise _damaged(str(error)) from error
        size += len(parts[-1])
        if size > most:
            raise RequestEntityTooLarge
        if not unpacker.eof:
            raise _damaged("it ends too early")
        rest = unpacker.unused_data
    return b"".join(parts)


def _damaged(why: str) -> MalformedError:
    words = f"The body can't be unpacked as gzip ({why}): send it whole, or plain and without Content-Encoding."
    return MalformedError(words, [FieldError("", "malformed_gzip", words)])


def _unmark() -> None:
    """Tags of packed answers as those of the answers themselves."""
    for name in TAGS:
        if MARK in request.environ.get(name, ""):
            request.environ[f"chokepoint.{name}"] = request.environ[name]
            request.environ[name] = _MARKED.sub('"', request.environ[name])


def _packed(raw: bytes) -> bytes:
    return gzip.compress(raw, LEVEL, mtime=0)


def _pack(response: Response, pack: Callable[[bytes], bytes]) -> Response:
    if response.mimetype not in PACKED_TYPES and response.status_code != HTTPStatus.NOT_MODIFIED:
        return response
    if "Vary" in response.headers:
        response.vary.add("Accept-Encoding")
    else:
        response.headers["Vary"] = "Accept-Encoding"
    if response.status_code == HTTPStatus.NOT_MODIFIED:
        tag, weak = response.get_etag()
        if tag and f'"{tag}{MARK}"' in request.environ.get("chokepoint.HTTP_IF_NONE_MATCH", ""):
            response.set_etag(tag + MARK, weak=bool(weak))
        return response
    if "HTTP_ACCEPT_ENCODING" not in request.environ or response.is_streamed or CONTENT in response.headers:
        return response
    if not _wanted(request.accept_encodings):
        return response
    raw = response.get_data()
    if len(raw) < LEAST_BYTES:
        return response
    response.set_data(pack(raw))
    response.headers[CONTENT] = "gzip"
    tag, weak = response.get_etag()
    if tag:
        response.set_etag(tag + MARK, weak=bool(weak))
    return response


def _wanted(accepted: Accept) -> bool:
    """Whether gzip is taken, and no less gladly than what isn't packed."""
    plain = next((quality for name, quality in accepted if name == "identity"), 0.0)
    return accepted.quality("gzip") > 0.0 and accepted.quality("gzip") >= plain
