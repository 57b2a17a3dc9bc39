"""Links: a token in an address that opens one badge or one feed, and nothing else.

A token in an address ends in histories and logs, so it is never a key. It is as long as one, kept as a digest alone,
and known to a worker for as long as a key is.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import cast

from flask import current_app, request

from service.access.callers import HEADER, Caller, InvalidKeyError
from service.access.keys import Keyring, digest, fresh
from service.access.policy import LINKED, Scope
from service.risk.errors import FieldError
from service.store.watch.links import Link

EXTENSION = "chokepoint-links"
TOKEN = "token"  # noqa: S105 - the name of the parameter
FORM = re.compile(r"cpl_([a-z2-7]{12})_([A-Za-z0-9_-]{43})")
FIX = "Make a link with PUT /v1/links/{link_id}, or send a key in a header."


def token() -> tuple[str, str, str]:
    """A handle, a new token with it, and what is kept of that."""
    handle, text = fresh("cpl")
    return handle, text, digest(text)


def given() -> bool:
    """Whether the request has a token where one may open something."""
    return request.endpoint in LINKED and TOKEN in request.args


def caller() -> Caller:
    """Who asks by a link. Raises ``UnauthorizedError`` where the link isn't known or is another resource's, in the same
    words."""
    if HEADER in request.headers or "Authorization" in request.headers:
        words = "A token and a key were sent: send one of them."
        raise InvalidKeyError(words, [FieldError("", "unclear_key", words)])
    ring = cast(Keyring[Link], current_app.extensions[EXTENSION])
    link = ring.by_text(request.args[TOKEN])
    if link is None or not _opens(link):
        words = f"No link with this token opens this address. {FIX}"
        raise InvalidKeyError(words, [FieldError("?token", "unknown_link", words)])
    if link.ended(datetime.now(UTC)):
        words = f"The link {link.link_id!r} has expired. {FIX}"
        raise InvalidKeyError(words, [FieldError("?token", "expired_link", words)])
    return Caller(link.tenant, link.handle, frozenset({Scope.READ}), f"link {link.link_id}")


def _opens(link: Link) -> bool:
    of_bom = (request.view_args or {}).get("bom_id")
    return request.endpoint is not None and LINKED[request.endpoint] == link.kind and link.bom_id == of_bom
