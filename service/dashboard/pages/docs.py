"""The API's documentation to read and try, served whole from here: no other host is asked for anything."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path

import flask_swagger_ui
import orjson
from flask import Response, render_template, request, send_from_directory

from service.dashboard.pages.serving import page, site
from service.schemas.bom import EXAMPLE

SWAGGER = Path(flask_swagger_ui.__file__).parent / "dist"
ASSETS = ("swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png")
POLICY = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'"
_NAMES = ", ".join(f'"{name}"' for name in ASSETS)
PROBLEMS = {
    400: "The request can't be read: its JSON, its encoding or a query parameter is malformed.",
    401: "A key is needed, and none came or one that opens nothing; the words say which.",
    403: "The key lacks a scope, or the request came from another site or through a proxy that isn't allowed.",
    404: "Nothing is at this address, or nothing has this id.",
    405: "The address doesn't take this method; the Allow header lists those that it takes.",
    408: "The request came too slowly, or ended early.",
    412: "The stored BOM isn't in the state that If-Match or If-None-Match asks for; nothing was changed.",
    413: "The body is larger than the service reads.",
    415: "The body has to be JSON, and its Content-Type has to say so.",
    414: "The address is longer than the service reads.",
    422: "The request can be read, but not scored as it stands; every fault is listed with its field.",
    429: "The key asked more than its limits allow; try again after the seconds of Retry-After.",
    431: "The headers are larger than the service reads.",
    500: "A fault of the service; its log has the details under the request id.",
    503: "The model or the database isn't ready; try again after the seconds of Retry-After.",
}


@site.get("/docs")
def docs() -> Response:
    """The API's documentation."""
    sample = orjson.dumps(EXAMPLE, option=orjson.OPT_INDENT_2).decode()
    return _page("docs.html", host=request.host, sample=sample)


@site.get("/docs/problems")
def problems() -> Response:
    """What the ``type`` of a problem document leads to."""
    explained = {HTTPStatus(number): words for number, words in PROBLEMS.items()}
    return page("problems.html", explained=explained)


@site.get(f"/docs/assets/<any({_NAMES}):name>")
def assets(name: str) -> Response:
    """Swagger UI's files, from its package."""
    return send_from_directory(SWAGGER, name, max_age=86400)


def _page(template: str, **values: object) -> Response:
    return Response(render_template(template, **values), headers={"Content-Security-Policy": POLICY})
