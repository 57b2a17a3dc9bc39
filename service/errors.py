"""Exception to ``application/problem+json`` (RFC 9457): the domain raises, one table gives the status."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus

import orjson
import structlog
from flask import Flask, Response, g, request
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException

from service.risk.errors import BomError, BundleError, FieldError, NotFoundError, ReceiptError, RiskError

PROBLEM_JSON = "application/problem+json"
SERVER_ERROR = 500

log = structlog.get_logger(__name__)


class RequestError(Exception):
    """The request can't be understood or breaks a stated limit."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    title = "The request is not valid"

    def __init__(self, detail: str, errors: Iterable[FieldError] = ()) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors = list(errors)


class MalformedError(RequestError):
    """The body is not JSON as RFC 8259 defines it."""

    status = HTTPStatus.BAD_REQUEST
    title = "The body is not valid JSON"


class MediaTypeError(RequestError):
    """The body is of another type than JSON, or is encoded."""

    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    title = "The body must be application/json"


class NotReadyError(Exception):
    """The service can't answer yet; ``reason`` says which part and why."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


# The one table: most specific first.
DOMAIN: tuple[tuple[type[RiskError], HTTPStatus, str], ...] = (
    (BomError, HTTPStatus.UNPROCESSABLE_ENTITY, "The bill of materials can't be scored as it stands"),
    (ReceiptError, HTTPStatus.UNPROCESSABLE_ENTITY, "The receipt can't be recomputed"),
    (NotFoundError, HTTPStatus.NOT_FOUND, "Not found"),
    (BundleError, HTTPStatus.SERVICE_UNAVAILABLE, "The model is not ready"),
)


def problem(
    status: int,
    title: str,
    detail: str,
    errors: Iterable[FieldError] = (),
    headers: dict[str, str] | None = None,
) -> Response:
    """A problem document. ``errors`` lists every fault found, each with its pointer, code and words."""
    body = {
        "type": f"/docs/problems#{HTTPStatus(status).phrase.lower().replace(' ', '-')}",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": request.path,
        "errors": [{"pointer": e.pointer, "code": e.code, "detail": e.detail} for e in errors],
    }
    return Response(orjson.dumps(body), status, headers, content_type=PROBLEM_JSON)


def register(app: Flask) -> None:
    """Route every exception of ``app`` through this module."""
    app.register_error_handler(RequestError, _request_error)
    app.register_error_handler(RiskError, _risk_error)
    app.register_error_handler(NotReadyError, _not_ready)
    app.register_error_handler(DBAPIError, _database_error)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, _unexpected)


def _request_error(error: RequestError) -> Response:
    return problem(error.status, error.title, error.detail, error.errors)


def _risk_error(error: RiskError) -> Response:
    for kind, status, title in DOMAIN:
        if isinstance(error, kind):
            return problem(status, title, error.detail, error.errors)
    return _unexpected(error)


def _not_ready(error: NotReadyError) -> Response:
    fault = FieldError("", error.reason, error.detail)
    return problem(503, "The service is not ready", error.detail, [fault], {"Retry-After": "5"})


def _database_error(error: DBAPIError) -> Response:
    log.error("database_error", request_id=g.get("request_id"), path=request.path, exc_info=error)
    return _not_ready(NotReadyError("database_unavailable", "The database didn't answer; try again shortly."))


def http_error(error: HTTPException) -> Response:
    """What Flask and Werkzeug raise: 404, 405, 413, redirects."""
    status = error.code or SERVER_ERROR
    kept = ("allow", "location", "retry-after")
    headers = {name: value for name, value in error.get_headers() if name.lower() in kept}
    if status < HTTPStatus.BAD_REQUEST:
        return Response("", status, headers)
    return problem(status, error.name, _detail(error, status), headers=headers)


def _detail(error: HTTPException, status: int) -> str:
    if status == HTTPStatus.NOT_FOUND:
        return f"There is nothing at {request.path}. /docs lists every path."
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        return f"{request.method} is not offered here; the Allow header lists what is."
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return f"The body is larger than {request.max_content_length:,} bytes."
    return error.description or HTTPStatus(status).description


def _unexpected(error: Exception) -> Response:
    log.error("unexpected_error", request_id=g.get("request_id"), path=request.path, exc_info=error)
    return problem(500, "Unexpected error", f"It is logged under request id {g.get('request_id')}.")
