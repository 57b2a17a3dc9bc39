"""Operations that end: ``Deprecation`` (RFC 9745) and ``Sunset`` (RFC 8594) on their answers, and in the document."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from flask import make_response
from werkzeug.http import http_date


def deprecated(since: datetime, ends: datetime, instead: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark a view: since when it shouldn't be used, when it ends, and the page that tells what to use ``instead``.

    Goes between the route and everything else.
    """

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def marked(*args: Any, **values: Any) -> Any:
            response = make_response(view(*args, **values))
            response.headers["Deprecation"] = f"@{int(since.timestamp())}"
            response.headers["Sunset"] = http_date(ends)
            response.headers.add("Link", f'<{instead}>; rel="deprecation"')
            return response

        known = getattr(marked, "_apidoc", {})
        marked._apidoc = known | {"manual_doc": known.get("manual_doc", {}) | {"deprecated": True}}  # type: ignore[attr-defined]
        return marked

    return decorate
