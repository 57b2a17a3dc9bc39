"""A service without keys: only this machine may ask, and no page of another site through its browser."""

from __future__ import annotations

from flask import request

from service.config import is_loopback
from service.errors import ForbiddenError
from service.risk.errors import FieldError

OF_HEADERS = "HTTP_"
FORWARDING = frozenset(
    f"{OF_HEADERS}{name.upper().replace('-', '_')}"
    for name in """
    forwarded forwarded-for via client-ip x-client-ip x-cluster-client-ip x-real-ip x-original-forwarded-for
    x-originating-ip x-remote-ip x-remote-addr true-client-ip cf-connecting-ip cf-connecting-ipv6 cf-ipcountry cf-ray
    cf-visitor cdn-loop fastly-client-ip fly-client-ip do-connecting-ip x-appengine-user-ip x-azure-clientip
    x-azure-socketip x-envoy-external-address x-envoy-internal x-amzn-trace-id x-original-url x-original-host
    x-rewrite-url x-arr-log-id x-proxyuser-ip wl-proxy-client-ip proxy-client-ip
    """.split()
)
"""Headers that proxies, balancers and delivery networks add to what they send on, most of them the client's address."""
FORWARDING_PREFIX = f"{OF_HEADERS}X_FORWARDED_"
FIX = "Start the service with keys: leave AUTH out, and make one with `python -m service keys create`."


def check() -> None:
    """Raise ``ForbiddenError`` for a request that came through a proxy or under another name than loopback's.

    A proxy on this machine makes everyone loopback. A name that leads to 127.0.0.1 lets a page of a stranger's site ask
    as if it were this machine's (DNS rebinding). Such a name has a dot, since nobody can register one without. An
    address has dots or colons.
    """
    for name in request.environ:  # as WSGI writes the names of headers
        if name in FORWARDING or name.startswith(FORWARDING_PREFIX):
            sent = name.removeprefix(OF_HEADERS).replace("_", "-").title()
            words = (
                f"The header {sent} says that a proxy sent this on, and the service runs without keys (AUTH=off). {FIX}"
            )
            raise ForbiddenError(words, [FieldError("", "forwarded", words)])
    host = request.headers.get("Host", "")
    if {".", ":"} & {*(name := _name(host))} and not is_loopback(name):
        words = f"Without keys (AUTH=off) the service answers to 127.0.0.1 and localhost, not to {host[:100]!r}. {FIX}"
        raise ForbiddenError(words, [FieldError("", "foreign_host", words)])


def _name(host: str) -> str:
    """A host without its port; an IPv6 address without its brackets."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.rpartition(":")[0] or host
