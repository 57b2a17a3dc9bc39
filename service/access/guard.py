"""Before a handler runs: who asks, and whether they may."""

from __future__ import annotations

from types import MappingProxyType

from flask import Response, g, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from service.access import csrf, links, loopback, metrics_port
from service.access.callers import LOCAL, Caller, caller
from service.access.policy import MEANINGS, OF_THE_OPERATOR, OPEN, PAGES, RULES, Scope
from service.api.context import OWN, services
from service.errors import ForbiddenError, UnauthorizedError
from service.risk.errors import FieldError


class ScopeError(ForbiddenError):
    """The key lacks the scope that the operation asks for."""

    title = "The key may not do this"

    def __init__(self, scope: Scope, detail: str) -> None:
        super().__init__(detail, [FieldError("", "missing_scope", detail)])
        challenge = f'Bearer realm="chokepoint", error="insufficient_scope", scope="{scope}"'
        self.headers = MappingProxyType({"WWW-Authenticate": challenge})


def identify() -> BaseResponse | None:
    """Note in ``g`` who asks and whose rows that opens. Pages lead to the sign-in; what is open asks for nobody."""
    keys = services().settings.access.keys
    if not keys:
        loopback.check()
    if metrics_port.asked():
        metrics_port.check()
        return None
    if _needed() is OPEN:
        return None
    try:
        g.caller = links.caller() if links.given() else caller() if keys else LOCAL
    except UnauthorizedError:
        if request.endpoint in PAGES and request.method in csrf.SAFE:
            return redirect(url_for("sign_in.show", next=request.full_path.rstrip("?")), 303)
        raise
    g.tenant, g.key_name = g.caller.tenant, g.caller.name
    return None


def authorise() -> None:
    """Raise ``ForbiddenError`` where the caller may not do this, or a browser was made to ask for it."""
    asking: Caller | None = g.get("caller")
    needed = _needed()
    if asking and needed:
        require(needed)
    if request.method in csrf.SAFE or request.endpoint is None:
        return
    form = request.endpoint in PAGES
    if form or asking is LOCAL or (asking and asking.signed_in):
        csrf.check_origin()
    if form or (asking and asking.signed_in):
        csrf.check_token()


def require(scope: Scope) -> None:
    """Raise ``ForbiddenError`` where the caller's key lacks ``scope``. Handlers ask for what only some requests need;
    what they ask for last is what the audit log goes by."""
    g.needed = scope
    _check_scope(g.caller, scope)


def finish(response: Response) -> Response:
    """Headers of pages with forms."""
    response.headers.update(csrf.page_headers())
    return response


def _needed() -> Scope | None:
    """The scope that the request's operation asks for; addresses at which nothing is ask for none."""
    return RULES[request.endpoint] if request.endpoint else OPEN


def _check_scope(asking: Caller, needed: Scope) -> None:
    if needed not in asking.scopes:
        words = f"This needs a key with the scope {needed} ({MEANINGS[needed]}); yours has {_listed(asking)}."
        raise ScopeError(needed, words)
    if request.endpoint in OF_THE_OPERATOR and asking.tenant != OWN:
        words = f"This tells of all tenants together: it needs a key of the tenant {OWN!r} with the scope {needed}."
        raise ScopeError(needed, words)


def _listed(asking: Caller) -> str:
    return ", ".join(sorted(asking.scopes)) or "none"
