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


def token(position: Any) -> str:
    """A token for a position, which is JSON."""
    packed = orjson.dumps([_bound(request.args), position])
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


def refused(words: str) -> RequestError:
    """What is raised for a token that can't be used."""
    return RequestError("The token can't be used.", [FieldError("?after", "token", words)])


def next_path(position: Any) -> str:
    """The path of the page that begins behind a position."""
    kept = {name: value for name, value in request.args.items() if name != "after"}
    return f"{request.path}?{urlencode(kept | {'after': token(position)})}"


def _bound(args: Mapping[str, str]) -> str:
    """What a token is bound to: path and query."""
    asked = sorted((name, value) for name, value in args.items() if name not in FREE)
    digest = hashlib.sha256(orjson.dumps([request.path, asked])).digest()
    return base64.urlsafe_b64encode(digest[:BOUND_BYTES]).decode()
