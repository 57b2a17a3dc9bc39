"""What a browser sends must come from a page of this service.

Two proofs: where the browser says that the request comes from, and the token that a page put into its form. In a
template: ``<input type="hidden" name="csrf_token" value="{{ csrf_token() }}">``; in a script, the header
``X-CSRF-Token``.
"""

from __future__ import annotations

from flask import g, request
from flask_wtf.csrf import generate_csrf, validate_csrf
from wtforms import ValidationError

from service.errors import ForbiddenError
from service.risk.errors import FieldError

FIELD, HEADER = "csrf_token", "X-CSRF-Token"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_SITES = ("same-origin", "none")


def token() -> str:
    """The token for the forms of a page: bound to the browser's cookie, good as long as that is."""
    g.has_form = True  # see ``page_headers``
    return str(generate_csrf())


def check_origin() -> None:
    """Raise ``ForbiddenError`` where a browser says that another site's page sent the request.

    Programs send neither header, and no cookie that a page could misuse.
    """
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    # Compared by name and port alone: behind a proxy that ends TLS, the scheme is another.
    alike = origin is None or origin.partition("://")[2] == request.host
    if not (alike if site is None else site in OWN_SITES):
        words = f"A page of another site ({(origin or site or '')[:100]}) may not write here."
        raise ForbiddenError(words, [FieldError("", "cross_origin", words)])


def check_token() -> None:
    """Raise ``ForbiddenError`` where the token of a form or script is missing or isn't this browser's."""
    given = request.headers.get(HEADER) or request.form.get(FIELD)
    try:
        validate_csrf(given)
    except ValidationError as error:
        words = f"The form's token is missing or too old: load the page again. Scripts send it as {HEADER}."
        raise ForbiddenError(words, [FieldError("", "csrf_token", words)]) from error


def page_headers() -> dict[str, str]:
    """Headers of a page with a form: under ``no-referrer`` browsers would call its origin ``null``."""
    return {"Referrer-Policy": "same-origin", "Cache-Control": "no-store"} if g.get("has_form") else {}
