"""The API's documentation to read and try, served whole from here: no other host is asked for anything."""

from __future__ import annotations

from pathlib import Path

import flask_swagger_ui
import orjson
from flask import Response, render_template, request, send_from_directory

from service.dashboard.pages.serving import page, site
from service.problems import PROBLEMS, ROOT
from service.risk.errors import NotFoundError
from service.schemas.answers.codes import CODES
from service.schemas.bom import EXAMPLE

SWAGGER = Path(flask_swagger_ui.__file__).parent / "dist"
ASSETS = ("swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png")
POLICY = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'"
LISTS_CODES = 422
_NAMES = ", ".join(f'"{name}"' for name in ASSETS)


@site.get("/docs")
def docs() -> Response:
    """The API's documentation."""
    sample = orjson.dumps(EXAMPLE, option=orjson.OPT_INDENT_2).decode()
    return _page("docs.html", host=request.host, sample=sample)


@site.get(ROOT)
def problems() -> Response:
    """All types of problems."""
    return page("problems.html", problems=PROBLEMS.values())


@site.get(f"{ROOT}/<slug>")
def problem(slug: str) -> Response:
    """What the ``type`` of a problem document leads to."""
    one = next((one for one in PROBLEMS.values() if one.slug == slug), None)
    if one is None:
        raise NotFoundError(f"There is no problem {slug[:100]!r}; {ROOT} lists all.")
    example = orjson.dumps(one.example, option=orjson.OPT_INDENT_2).decode()
    return page("problem.html", problem=one, example=example, codes=CODES if one.status == LISTS_CODES else ())


@site.get(f"/docs/assets/<any({_NAMES}):name>")
def assets(name: str) -> Response:
    """Swagger UI's files, from its package."""
    return send_from_directory(SWAGGER, name, max_age=86400)


def _page(template: str, **values: object) -> Response:
    return Response(render_template(template, **values), headers={"Content-Security-Policy": POLICY})
