"""What handlers work with: the parts of one application, and the answers they give."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, cast

from flask import Response, current_app, request

from service.config import Settings
from service.engine import Engine
from service.errors import NotReadyError
from service.metrics import Metrics
from service.risk.bundle.kernel import Kernel
from service.schemas.serialise import encode
from service.store.boms import Store, etag_of

EXTENSION = "chokepoint"


@dataclass
class Services:
    """The parts of one application. ``kernel`` is None, with the reason, while nothing can be scored."""

    settings: Settings
    store: Store
    metrics: Metrics
    engine: Engine
    kernel: Kernel | None = None
    unready: NotReadyError = field(default_factory=lambda: NotReadyError("model_loading", "The model is loading."))

    def ready(self) -> Kernel:
        """The kernel; raises ``NotReadyError`` naming what is wrong."""
        if self.kernel is None:
            raise self.unready
        return self.kernel


def services() -> Services:
    """The parts of the application that handles this request."""
    return cast(Services, current_app.extensions[EXTENSION])


def kernel() -> Kernel:
    """The kernel, or 503."""
    return services().ready()


def today() -> date:
    """The day in UTC."""
    return datetime.now(UTC).date()


def answer(body: Any, status: int = 200) -> Response:
    """A JSON answer with a strong ETag; 304 when the client holds it already."""
    raw = body if isinstance(body, bytes) else encode(body)
    response = Response(raw, status, content_type="application/json")
    if request.method in ("GET", "HEAD"):
        response.set_etag(etag_of(raw))
        response.headers["Cache-Control"] = "no-cache"
        response.make_conditional(request)
    return response
