"""Who sends a request: by a key in its headers, or by the cookie of somebody who signed in with one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import cast

from flask import current_app, g, request, session

from service.access.keys import Keyring
from service.access.policy import Scope
from service.api.context import OWN
from service.errors import UnauthorizedError
from service.risk.errors import FieldError
from service.store.keys import Key

EXTENSION = "chokepoint-keyring"
HEADER = "X-Api-Key"
SIGNED_IN = "key"
"""The member of the cookie that holds the id of the key; never the key."""
HOW = (
    "Send a key as `Authorization: Bearer cpk_...` or `X-Api-Key: cpk_...`; `python -m service keys create` makes one."
)


@dataclass(frozen=True)
class Caller:
    """Whose rows a request may touch, and what it may do. ``name`` is the key's. ``signed_in``: its proof is a cookie,
    which browsers send by themselves."""

    tenant: str
    key_id: str | None
    scopes: frozenset[str]
    name: str | None = None
    signed_in: bool = False


LOCAL = Caller(OWN, None, frozenset(Scope))
"""Whoever asks a service without keys."""


class InvalidKeyError(UnauthorizedError):
    """A key came that opens nothing."""

    headers = MappingProxyType({"WWW-Authenticate": 'Bearer realm="chokepoint", error="invalid_token"'})


def keyring() -> Keyring[Key]:
    """What this worker knows of keys."""
    return cast(Keyring[Key], current_app.extensions[EXTENSION])


def caller() -> Caller:
    """Who sends this request; raises ``UnauthorizedError`` where that is nobody known."""
    text = _given()
    if text is None:
        if key_id := session.get(SIGNED_IN):
            return _signed_in(str(key_id))
        raise UnauthorizedError(f"This needs a key. {HOW}", [FieldError("", "no_key", HOW)])
    return of_key(key_of(text))


def of_key(key: Key, *, signed_in: bool = False) -> Caller:
    """The caller that a key stands for."""
    return Caller(key.tenant, key.key_id, key.scopes, key.name, signed_in)


def key_of(text: str) -> Key:
    """The key with that text, if it opens anything. One that has ended is noted in ``g`` for the audit log."""
    key = keyring().by_text(text.strip())
    if key is None:
        words = "The key isn't known: send it whole, as it was shown when it was made."
        raise InvalidKeyError(words, [FieldError("", "unknown_key", words)])
    if why := key.ended(datetime.now(UTC)):
        g.ended = key
        words = f"The key {key.key_id} is {why}. `python -m service keys create` makes another."
        code = "revoked_key" if why == "revoked" else "expired_key"
        raise InvalidKeyError(words, [FieldError("", code, words)])
    return key


def _given() -> str | None:
    """The text of the key in the headers; both headers may hold it, but not two keys."""
    authorization, own = request.headers.get("Authorization"), request.headers.get(HEADER)
    if authorization is None:
        return own
    scheme, _, text = authorization.partition(" ")
    if scheme.lower() != "bearer" or (own is not None and own.strip() != text.strip()):
        raise InvalidKeyError(f"Two keys were sent, or one in another way. {HOW}", [FieldError("", "unclear_key", HOW)])
    return text


def _signed_in(key_id: str) -> Caller:
    key = keyring().by_id(key_id)
    if key is None or key.ended(datetime.now(UTC)):
        session.clear()
        words = "The key that you signed in with has ended: sign in with another."
        raise UnauthorizedError(words, [FieldError("", "signed_out", words)])
    return of_key(key, signed_in=True)
