"""Exception to ``application/problem+json`` (RFC 9457): the domain raises, one table gives the status."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from types import MappingProxyType

import orjson
import structlog
from flask import Flask, Response, g, request
from gunicorn.http.errors import (
    ExpectationFailed,
    ForbiddenProxyRequest,
    LimitRequestHeaders,
    LimitRequestLine,
    ParseException,
    UnsupportedTransferCoding,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import ClientDisconnected, HTTPException

from service.problems import type_of
from service.risk.errors import BomError, BundleError, FieldError, NotFoundError, ReceiptError, RiskError
from service.store.migrate import UnusableError
from service.store.room import FullError

DATABASE_DOWN = (DBAPIError, PoolTimeoutError, UnusableError)
PROBLEM_JSON = "application/problem+json"
SERVER_ERROR = 500
MOST_FAULTS, MOST_CHARACTERS, LONGEST_TEXT = 100, 65_536, 2_000
"""What a problem document lists: errors, characters of their pointers and words together, and those of one text."""

log = structlog.get_logger(__name__)


class RequestError(Exception):
    """The request can't be understood or breaks a stated limit."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    title = "The request is not valid"
    headers: Mapping[str, str] = MappingProxyType({})

    def __init__(self, detail: str, errors: Iterable[FieldError] = (), count: int | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors = list(errors)
        self.count = len(self.errors) if count is None else count


class MalformedError(RequestError):
    """The body is not JSON as RFC 8259 defines it."""

    status = HTTPStatus.BAD_REQUEST
    title = "The body is not valid JSON"


class MediaTypeError(RequestError):
    """The body is of another type than JSON, or in another coding than gzip."""

    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    title = "The body must be application/json"
    headers = MappingProxyType({"Accept": "application/json", "Accept-Encoding": "gzip"})


class PreconditionError(RequestError):
    """What is there isn't what ``If-Match`` or ``If-None-Match`` asks for; the answer names its ETag."""

    status = HTTPStatus.PRECONDITION_FAILED
    title = "What is there is in another state"

    def __init__(self, header: str, code: str, words: str, etag: str | None) -> None:
        super().__init__(words, [FieldError(header, code, words)])
        self.headers = MappingProxyType({"ETag": f'"{etag}"'} if etag else {})


class UnauthorizedError(RequestError):
    """No key came with the request, or one that opens nothing."""

    status = HTTPStatus.UNAUTHORIZED
    title = "A key is needed"
    headers = MappingProxyType({"WWW-Authenticate": 'Bearer realm="chokepoint"'})


class ForbiddenError(RequestError):
    """The request is understood, and whoever sent it may not have it."""

    status = HTTPStatus.FORBIDDEN
    title = "The request is refused"


class NotReadyError(Exception):
    """The service can't answer yet; ``reason`` says which part and why."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


# gunicorn's own faults that are more than a 400.
UNREADABLE: tuple[tuple[type[Exception], HTTPStatus], ...] = (
    (LimitRequestLine, HTTPStatus.REQUEST_URI_TOO_LONG),
    (LimitRequestHeaders, HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE),
    (ExpectationFailed, HTTPStatus.EXPECTATION_FAILED),
    (ForbiddenProxyRequest, HTTPStatus.FORBIDDEN),
    (UnsupportedTransferCoding, HTTPStatus.NOT_IMPLEMENTED),
)

TITLES: dict[int, str] = {HTTPStatus.NOT_FOUND: "Not found"}
"""Where a problem of this service and one of Flask share a type: a type has one title."""

# The one table: most specific first.
DOMAIN: tuple[tuple[type[RiskError], HTTPStatus, str], ...] = (
    (BomError, HTTPStatus.UNPROCESSABLE_ENTITY, "The bill of materials can't be scored as it stands"),
    (ReceiptError, HTTPStatus.UNPROCESSABLE_ENTITY, "The receipt can't be recomputed"),
    (NotFoundError, HTTPStatus.NOT_FOUND, TITLES[HTTPStatus.NOT_FOUND]),
    (BundleError, HTTPStatus.SERVICE_UNAVAILABLE, "The model is not ready"),
)
UNKNOWN: tuple[type[RiskError], HTTPStatus, str] = (RiskError, HTTPStatus.INTERNAL_SERVER_ERROR, "Unexpected error")


def problem(
    status: int,
    title: str,
    detail: str,
    errors: Sequence[FieldError] = (),
    count: int | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    """A problem document as an answer: see ``document``."""
    body = document(status, title, detail, request.path, errors, count)
    return Response(body, status, headers, content_type=PROBLEM_JSON)


def document(
    status: int, title: str, detail: str, instance: str, errors: Sequence[FieldError] = (), count: int | None = None
) -> bytes:
    """A problem document. ``errors`` lists the first faults, each with its pointer, code and words; ``error_count`` is
    the number of all: ``count``, or that of ``errors``."""
    body = {
        "type": type_of(status),
        "title": title,
        "status": status,
        "detail": _sound(detail),
        "instance": _sound(instance),
        "errors": _first(errors),
        "error_count": len(errors) if count is None else count,
    }
    return orjson.dumps(body)


def problem_of(error: RequestError | RiskError, instance: str) -> bytes:
    """The problem document of what was raised, where no request waits for it."""
    if isinstance(error, RequestError):
        return document(error.status, error.title, error.detail, instance, error.errors, error.count)
    status, title = next((status, title) for kind, status, title in (*DOMAIN, UNKNOWN) if isinstance(error, kind))
    return document(status, title, error.detail, instance, error.errors)


def _first(errors: Sequence[FieldError]) -> list[dict[str, str]]:
    """The first errors, bounded in number and in size."""
    listed: list[dict[str, str]] = []
    size = 0
    for error in errors[:MOST_FAULTS]:
        told = {"pointer": _sound(error.pointer), "code": error.code, "detail": _sound(error.detail)}
        size += len(told["pointer"]) + len(told["detail"])
        if listed and size > MOST_CHARACTERS:
            break
        listed.append(told)
    return listed


def _sound(text: str) -> str:
    """Text that can be written as UTF-8, half surrogates as they are escaped, and of bounded length."""
    cut = text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}…"
    return cut.encode("utf-8", "backslashreplace").decode()


def register(app: Flask) -> None:
    """Route every exception of ``app`` through this module."""
    app.register_error_handler(RequestError, _request_error)
    app.register_error_handler(RiskError, _risk_error)
    app.register_error_handler(NotReadyError, _not_ready)
    app.register_error_handler(FullError, _full)
    for kind in DATABASE_DOWN:
        app.register_error_handler(kind, _database_error)
    app.register_error_handler(ParseException, _unreadable)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, _unexpected)


def _request_error(error: RequestError) -> Response:
    g.reason = error.errors[0].code if error.errors else None  # for the audit log
    return problem(error.status, error.title, error.detail, error.errors, error.count, dict(error.headers))


def _risk_error(error: RiskError) -> Response:
    for kind, status, title in DOMAIN:
        if isinstance(error, kind):
            return problem(status, title, error.detail, error.errors)
    return _unexpected(error)


def _full(error: FullError) -> Response:
    return _request_error(full_of(error))


def full_of(error: FullError) -> RequestError:
    """What is told where a tenant keeps as much as it may."""
    return RequestError(str(error), [FieldError("", "tenant_full", str(error))])


def _not_ready(error: NotReadyError) -> Response:
    return not_ready([error])


def not_ready(parts: Sequence[NotReadyError]) -> Response:
    """503 with every part that is down."""
    faults = [FieldError("", part.reason, part.detail) for part in parts]
    words = " ".join(part.detail for part in parts)
    return problem(503, "The service is not ready", words, faults, headers={"Retry-After": "5"})


def _database_error(error: Exception) -> Response:
    log.error("database_error", request_id=g.get("request_id"), path=request.path, exc_info=error)
    return _not_ready(database_down(error))


def database_down(error: Exception) -> NotReadyError:
    """What is told of a database that can't be used: its own words may hold names of hosts and users."""
    if isinstance(error, UnusableError):
        return NotReadyError("database_unusable", str(error))
    return NotReadyError("database_unavailable", "The database didn't answer; try again shortly.")


def _unreadable(error: ParseException) -> Response:
    """What gunicorn raises while a body is read."""
    return problem(*unreadable(error))


def unreadable(error: Exception) -> tuple[HTTPStatus, str, str]:
    """Status, title and words for a request that gunicorn can't read."""
    for kinds, status in UNREADABLE:
        if isinstance(error, kinds):
            return status, status.phrase, f"The request can't be read: {error}."
    return HTTPStatus.BAD_REQUEST, "The request is not valid HTTP", f"The request can't be read: {error}."


def http_error(error: HTTPException) -> Response:
    """What Flask and Werkzeug raise: 404, 405, 413, redirects."""
    late = isinstance(error, ClientDisconnected)
    status = HTTPStatus.REQUEST_TIMEOUT if late else error.code or SERVER_ERROR
    kept = ("allow", "location", "retry-after")
    headers = {name: value for name, value in error.get_headers() if name.lower() in kept}
    if status < HTTPStatus.BAD_REQUEST:
        return Response("", status, headers)
    return problem(
        status,
        TITLES.get(status, HTTPStatus(status).phrase if late else error.name),
        _detail(error, status),
        headers=headers,
    )


def _detail(error: HTTPException, status: int) -> str:
    if isinstance(error, ClientDisconnected):
        return "The body ended before the length that its headers state, or came too slowly."
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
