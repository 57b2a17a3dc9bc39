"""``METRICS_PORT``: a port of its own that tells the metrics to whoever reaches it, and nothing else.

It asks for no key, so nothing there names what a tenant stores: such labels need `/metrics` with a key. Which port a
request came by is what the listening socket says, not what a client or a proxy sends.
"""

from __future__ import annotations

from flask import request

from service.api.context import services
from service.risk.errors import NotFoundError

ENDPOINT = "operations.metrics"


def asked() -> bool:
    """Whether this request came by the port of the metrics."""
    port = services().settings.metrics_port
    return port is not None and request.environ.get("SERVER_PORT") == str(port)


def check() -> None:
    """Raise ``NotFoundError`` for everything but the metrics."""
    if request.endpoint != ENDPOINT:
        raise NotFoundError(f"This port has /metrics alone; {request.path[:100]} is at the port of the service.")
