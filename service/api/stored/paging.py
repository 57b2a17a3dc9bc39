"""Tokens: where a page begins. Opaque to clients, and bound to the query whose pages they go through."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import orjson
from flask import request

from service.errors import RequestError
from service.risk.errors import FieldError

BOUND_BYTES = 9
ASK_NEXT = "`next` is a whole path: ask for that, or take what is behind `after=` in it."
FREE = ("after", "limit")
"""Members of a query that may differ from page to page."""
NUL = b"\\u0000"
"""As JSON writes it. No database takes it in a text."""
MOST_REVISION = 999_999_999


def token(position: Any, asked: Mapping[str, str]) -> str:
    """A token for a position, which is JSON, in what is ``asked``."""
    packed = orjson.dumps([_bound(asked), position])
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def position(token: str) -> Any:
    """The position in a token. Raises ``RequestError`` for one of another query, or of nobody."""
    try:
        packed = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        bound, where = orjson.loads(packed)
    except (ValueError, TypeError, binascii.Error) as error:
        raise refused(f"It isn't a token of this service: {ASK_NEXT}") from error
    if NUL in packed:
        raise refused(f"It holds what no id has: {ASK_NEXT}")
    if bound != _bound(request.args):
        raise refused("It was answered for another path, other filters or another order: begin without it.")
    return where


def revision(where: Any) -> int:
    """A revision's number in a position. Raises ``RequestError`` for what is none, or more than a database counts."""
    if type(where) is not int or not 0 <= where <= MOST_REVISION:
        raise refused(f"It holds no revision: {ASK_NEXT}")
    return where


def behind(query: Mapping[str, Any]) -> str:
    """The id behind which a page of ids begins; the empty text, which stands before all of them, on the first page.
    Raises ``RequestError`` where the token holds none."""
    where = position(query["after"]) if query.get("after") else ""
    if type(where) is not str:
        raise refused(f"It holds no id: {ASK_NEXT}")
    return where


def refused(words: str) -> RequestError:
    """What is raised for a token that can't be used."""
    return RequestError("The token can't be used.", [FieldError("?after", "token", words)])


def next_path(position: Any, **settled: str) -> str:
    """The path of the page that begins behind a position. ``settled`` are parameters that the request left open, so
    that all pages mean the same."""
    asked = {name: value for name, value in request.args.items() if name != "after"} | settled
    return f"{request.path}?{urlencode(asked | {'after': token(position, asked)})}"


def _bound(args: Mapping[str, str]) -> str:
    """What a token is bound to: path and query."""
    asked = sorted((name, value) for name, value in args.items() if name not in FREE)
    digest = hashlib.sha256(orjson.dumps([request.path, asked])).digest()
    return base64.urlsafe_b64encode(digest[:BOUND_BYTES]).decode()
