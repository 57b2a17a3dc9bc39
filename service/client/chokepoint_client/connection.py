"""A connection that tries again what can be done again."""

from __future__ import annotations

import ssl
from http import HTTPStatus
from typing import cast

import httpx
from httpx_retries import Retry, RetryTransport

from chokepoint_client.generated.client import AuthenticatedClient, Client

TRIES, PATIENCE_SECONDS, BACKOFF_SECONDS, TIMEOUT_SECONDS = 6, 120.0, 0.5, 60.0
KEY = "Idempotency-Key"
BUSY = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
"""With these nothing was done."""
UNREACHED = (httpx.ConnectError, httpx.ConnectTimeout)
"""With these nothing was sent."""


def connect(
    address: str,
    key: str | None = None,
    *,
    tries: int = TRIES,
    patience_seconds: float = PATIENCE_SECONDS,
    verify: ssl.SSLContext | bool = True,
    transport: httpx.BaseTransport | None = None,
) -> AuthenticatedClient:
    """A client of the service at an address. It sends a request at most ``tries`` times, and waits at most
    ``patience_seconds`` between them. ``transport`` takes the place of httpx's own."""
    anew = Retry(
        total=tries - 1,
        backoff_factor=BACKOFF_SECONDS,
        total_timeout=patience_seconds,
        allowed_methods=("GET", "PUT", "DELETE", "POST"),
        status_forcelist=BUSY,
    )

    def prepare(request: httpx.Request) -> None:
        request.extensions["retry"] = _for(request, anew)

    under = transport or httpx.HTTPTransport(verify=verify)
    args = {"transport": RetryTransport(under, anew), "event_hooks": {"request": [prepare]}}
    timeout, base = httpx.Timeout(TIMEOUT_SECONDS), address.rstrip("/")
    if key is None:
        # What is generated asks for a client with a key, also where a service needs none.
        return cast("AuthenticatedClient", Client(base_url=base, timeout=timeout, httpx_args=args))
    return AuthenticatedClient(base_url=base, token=key, timeout=timeout, httpx_args=args)


def _for(request: httpx.Request, anew: Retry) -> Retry:
    """How a request is tried again. A POST may have been done when its connection breaks: only with a key is the same
    answer given again, and 409 as long as it is being made."""
    if request.method != "POST":
        return anew
    if KEY in request.headers:
        return anew.copy_with(status_forcelist=(*BUSY, HTTPStatus.CONFLICT))
    return anew.copy_with(retry_on_exceptions=UNREACHED)
