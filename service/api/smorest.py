"""flask-smorest with this service's rules: strict bodies, problem documents, OpenAPI 3.1."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial, wraps
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
from service.api.protocol import described, gzip_coding, idempotency
from service.config import MEBIBYTE
from service.errors import MOST_FAULTS, PROBLEM_JSON, MediaTypeError, RequestError
from service.problems import PROBLEMS
from service.risk.errors import FieldError
from service.schemas.openapi import described as words_of
from service.schemas.reference import ProblemSchema
from service.schemas.strict import Strict, counted, flattened, summed_up

View = TypeVar("View", bound=Callable[..., Any])

NOTHING = Strict()
"""The schema of a query string that may hold nothing."""
BODY_STATUSES = (400, 408, 413, 415)
BY_THE_SERVER = (HTTPStatus.REQUEST_URI_TOO_LONG, HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
"""What is refused before the application sees it, whatever the operation."""


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
        raise RequestError(summed_up(count), faults, count) from error


class Blueprint(flask_smorest.Blueprint):
    """Reads arguments with ``Parser``, and tells the OpenAPI document all that holds for every operation."""

    ARGUMENTS_PARSER = Parser()

    def route(
        self, rule: str, *, parameters: list[Any] | None = None, conditional: bool = True, **options: Any
    ) -> Callable[[View], View]:
        """Register a view under its own name. One that reads no query string refuses every parameter of one. What is
        got may be asked about with the ETag that is held, unless it isn't ``conditional``."""
        conditional = conditional and options.get("methods") == ["GET"]
        register = super().route(rule, parameters=_in_path(rule, parameters or []), **options)

        def decorate(view: View) -> View:
            asked = getattr(view, "_apidoc", {}).get("arguments", {})
            asked.pop("responses", None)  # flask-smorest's 422, under a name that hangs on Python's version
            if all(one["in"] != "query" for one in asked.get("parameters", ())):
                view = self._without_query(view)
            if "POST" in options.get("methods", ()):
                view = self.problems(HTTPStatus.CONFLICT)(self.headers(idempotency.HEADER)(view))
                view = cast(View, idempotency.repeatable(view, body_of))
            view = self.problems(HTTPStatus.UNPROCESSABLE_ENTITY, *BY_THE_SERVER)(view)
            if conditional:
                view = self.alt_response(304, described.NOT_MODIFIED, success=True)(self.headers("If-None-Match")(view))
                view = self.problems(HTTPStatus.PRECONDITION_FAILED)(view)
            summary, _, more = (view.__doc__ or "").partition("\n")
            about = {"operationId": view.__name__} | ({} if more.strip() else {"description": f"{summary}."})
            registered: View = register(self.doc(**about)(view))
            return registered

        return decorate

    def _without_query(self, view: View) -> View:
        @wraps(view)
        def bare(*args: Any, **values: Any) -> Any:
            if request.args:
                self.ARGUMENTS_PARSER.parse(NOTHING, request, location="query")
            return view(*args, **values)

        return cast(View, bare)

    def headers(self, *names: str) -> Callable[[View], View]:
        """Document the headers that a handler reads."""

        def decorate(view: View) -> View:
            documented = self.doc()(view)
            known = documented._apidoc.setdefault("arguments", {}).setdefault("parameters", [])
            known.extend(described.header(name) for name in names)
            return cast(View, documented)

        return decorate

    def response(self, status_code: int, schema: Any = None, **more: Any) -> Callable[[View], View]:
        """Document an answer, with its headers and an example."""
        return self._with_example(super().response, status_code, schema, more)

    def stored(self, status_code: int, schema: Any, **more: Any) -> Callable[[View], View]:
        """Document another answer of the same kind."""
        return self._with_example(super().alt_response, status_code, schema, {"success": True, **more})

    def alt_response(self, *args: Any, **more: Any) -> Callable[[View], View]:
        """Document another answer on the view itself. By flask-smorest's own way each answer wraps the view once more.
        An operation has ten answers, and every request would pass each."""
        document = super().alt_response(*args, **more)

        def decorate(view: View) -> View:
            cast(Any, view)._apidoc = document(view)._apidoc
            return view

        return decorate

    def _with_example(
        self, document: Callable[..., Any], status: int, schema: Any, more: dict[str, Any]
    ) -> Callable[[View], View]:
        def decorate(view: View) -> View:
            shown = described.shown("get_job" if status == HTTPStatus.ACCEPTED else view.__name__, schema)
            told: View = document(status, schema=schema, headers=described.headers_of(status), **shown, **more)(view)
            return told

        return decorate

    def register_views_in_doc(self, api: Api, *about: Any, **more: Any) -> None:
        """Leave the operations to ``Api.describe``."""
        api.undescribed.append(partial(super().register_views_in_doc, api, *about, **more))

    def problems(self, *statuses: int) -> Callable[[View], View]:
        """Document the problems that a handler may answer with."""

        def decorate(view: View) -> View:
            for status in statuses:
                view = self.alt_response(status, described.response_name(status))(view)
            return view

        return decorate


def _in_path(rule: str, given: list[Any]) -> list[Any]:
    """The parameters of a path, each with its words."""
    known = {one["name"]: one for one in given}
    names = re.findall(r"<(?:\w+:)?(\w+)>", rule)
    return [
        {"in": "path", "name": name, "description": described.PATH_PARAMETERS.get(name, "")} | known.get(name, {})
        for name in names
    ]


class Api(flask_smorest.Api):
    """Registers blueprints in the OpenAPI document. Errors are ``service.errors``' business alone."""

    ERROR_SCHEMA = ProblemSchema
    DEFAULT_ERROR_RESPONSE_NAME = None

    def __init__(self, *about: Any, **more: Any) -> None:
        self.undescribed: list[Callable[[], None]] = []
        super().__init__(*about, **more)

    def describe(self) -> None:
        """Describe the operations in the document. It takes 0.1 s, so it waits until somebody asks for the document."""
        while self.undescribed:
            self.undescribed.pop(0)()

    def _register_error_handlers(self) -> None:
        """flask-smorest's own error documents are not wanted."""

    def _register_pagination_header(self) -> None:
        """Pages are told in the body."""

    def _register_responses(self) -> None:
        for name, words in described.RESPONSE_HEADERS.items():
            self.spec.components.header(name, {"description": words, "schema": described.TEXT}, lazy=True)
        for name in described.VIEWS:
            self.spec.components.example(name, {"value": described.EXAMPLES[name]}, lazy=True)
        unchanged = {"description": "What is held already still stands.", "headers": described.headers_of(304)}
        self.spec.components.response(described.NOT_MODIFIED, unchanged, lazy=True)
        for status, problem in PROBLEMS.items():
            response: dict[str, Any] = {
                "description": problem.means,
                "schema": self.ERROR_SCHEMA,
                "example": problem.example,
                "headers": described.headers_of(status),
            }
            prepare_response(response, self.spec, PROBLEM_JSON)
            self.spec.components.response(problem.slug, response, lazy=True)


def declared(_converter: Any, field: Field[Any], ret: dict[str, Any], **_: Any) -> dict[str, Any]:
    """What our own fields say of themselves, for apispec. A nested object may be ``written`` in another way, too."""
    words = words_of(field)
    about = {"description": words} if words else {}
    if written := getattr(field, "written", None):
        return {"anyOf": [written, *ret.get("anyOf", ())], **about}
    said: dict[str, Any] = dict(getattr(field, "openapi", {}))
    if said and field.allow_none:
        kinds = said["type"] if isinstance(said["type"], list) else [said["type"]]
        said["type"] = [*kinds, "null"]
        if "enum" in said:
            said["enum"] = [*said["enum"], None]
    return said | about
