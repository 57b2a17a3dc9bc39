"""flask-smorest with this service's rules: strict bodies, problem documents, OpenAPI 3.1."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from itertools import islice
from math import ceil
from typing import Any, NoReturn, TypeVar, cast

import flask_smorest
from flask import Request, g, request
from flask_smorest.utils import prepare_response
from marshmallow import Schema, ValidationError
from marshmallow.fields import Field
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge

from service.api import json_body
from service.api.context import services, take_place
from service.api.protocol import gzip_coding
from service.config import MEBIBYTE
from service.errors import MOST_FAULTS, PROBLEM_JSON, MediaTypeError, RequestError
from service.risk.errors import FieldError
from service.schemas.reference import ProblemSchema
from service.schemas.strict import Strict, counted, flattened

View = TypeVar("View", bound=Callable[..., Any])

NOTHING = Strict()
"""The schema of a query string that may hold nothing."""
BODY_STATUSES = (400, 408, 413, 415)
CHALLENGE = ("WWW-Authenticate", "How to prove who asks, and what was wrong with the proof.")
RETRY = ("Retry-After", "Seconds until it is worth asking again.")
HEADERS = {
    HTTPStatus.UNAUTHORIZED: [CHALLENGE],
    HTTPStatus.FORBIDDEN: [CHALLENGE],
    HTTPStatus.TOO_MANY_REQUESTS: [RETRY],
    HTTPStatus.SERVICE_UNAVAILABLE: [RETRY],
}


def body_of(req: Request) -> bytes:
    """The whole body. Werkzeug gives a part of one that is too long, in chunks, or ended early, and says nothing."""
    raw = req.get_data()
    if len(raw) < (req.content_length or 0):
        raise ClientDisconnected
    if req.content_length is None and len(raw) == req.max_content_length and req.environ["wsgi.input"].read(1):
        raise RequestEntityTooLarge
    return raw


class Parser(FlaskParser):
    """Loads bodies and query strings; every fault is reported, with its pointer."""

    def load_json(self, req: Request, schema: Schema) -> Any:
        coding = req.headers.get("Content-Encoding", "identity").strip().lower()
        if req.mimetype != "application/json" or coding not in ("identity", *gzip_coding.NAMES):
            given = (req.mimetype if coding == "identity" else coding) or "nothing"
            raise MediaTypeError(
                f"Send JSON with Content-Type: application/json, plain or in Content-Encoding: gzip; got {given[:100]}."
            )
        raw = body_of(req)
        limits = services().settings.limits
        most = req.max_content_length or limits.body_bytes
        packed = coding in gzip_coding.NAMES
        take_place(ceil((most if packed else len(raw)) / MEBIBYTE))  # how long it gets unpacked isn't known yet
        g.document = gzip_coding.unpacked(raw, most) if packed else raw
        return json_body.parse(g.document, limits.depth)

    def load_querystring(self, req: Request, schema: Schema) -> Any:
        repeated = [name for name, values in req.args.lists() if len(values) > 1]
        if repeated:
            faults = [FieldError(f"?{name}", "repeated", "Give it once.") for name in repeated]
            raise RequestError("A query parameter is given more than once.", faults)
        return req.args.to_dict()

    def handle_error(self, error: ValidationError, req: Request, schema: Schema, **_: Any) -> NoReturn:
        location, messages = next(iter(error.messages.items()))  # type: ignore[union-attr]
        start = "?" if location in ("query", "querystring") else "/"
        count = counted(messages)
        faults = islice(flattened(messages, "", start), MOST_FAULTS)
        raise RequestError(f"{count:,} fault(s); see errors.", faults, count) from error


class Blueprint(flask_smorest.Blueprint):
    """Reads arguments with ``Parser``."""

    ARGUMENTS_PARSER = Parser()

    def route(self, rule: str, **options: Any) -> Callable[[View], View]:
        """Register a view. One that reads no query string refuses every parameter of one."""
        register = super().route(rule, **options)

        def decorate(view: View) -> View:
            read = getattr(view, "_apidoc", {}).get("arguments", {}).get("parameters", ())
            if all(one["in"] != "query" for one in read):
                view = self.alt_response(422, HTTPStatus.UNPROCESSABLE_ENTITY.name)(self._without_query(view))
            registered: View = register(view)
            return registered

        return decorate

    def _without_query(self, view: View) -> View:
        @wraps(view)
        def bare(*args: Any, **values: Any) -> Any:
            if request.args:
                self.ARGUMENTS_PARSER.parse(NOTHING, request, location="query")
            return view(*args, **values)

        return cast(View, bare)

    def problems(self, *statuses: int) -> Callable[[View], View]:
        """Document the problems that a handler may answer with."""

        def decorate(view: View) -> View:
            for status in statuses:
                view = self.alt_response(status, HTTPStatus(status).name)(view)
            return view

        return decorate


class Api(flask_smorest.Api):
    """Registers blueprints in the OpenAPI document. Errors are ``service.errors``' business alone."""

    ERROR_SCHEMA = ProblemSchema
    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_error_handlers(self) -> None:
        """flask-smorest's own error documents are not wanted."""

    def _register_responses(self) -> None:
        for status in HTTPStatus:
            response: dict[str, Any] = {"description": status.phrase}
            if status >= HTTPStatus.BAD_REQUEST:
                response["schema"] = self.ERROR_SCHEMA
            if headers := HEADERS.get(status):
                response["headers"] = {
                    name: {"schema": {"type": "string"}, "description": words} for name, words in headers
                }
            prepare_response(response, self.spec, PROBLEM_JSON)
            self.spec.components.response(status.name, response, lazy=True)


def declared(_converter: Any, field: Field[Any], ret: dict[str, Any], **_: Any) -> dict[str, Any]:
    """What our own fields say of themselves, for apispec. A nested object may be ``written`` in another way, too."""
    if written := getattr(field, "written", None):
        return {"anyOf": [written, *ret.get("anyOf", ())]}
    said: dict[str, Any] = dict(getattr(field, "openapi", {}))
    if said and field.allow_none:
        kinds = said["type"] if isinstance(said["type"], list) else [said["type"]]
        said["type"] = [*kinds, "null"]
        if "enum" in said:
            said["enum"] = [*said["enum"], None]
    return said
