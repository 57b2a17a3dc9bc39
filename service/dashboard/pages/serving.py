"""What all pages share: one blueprint, the policy under which browsers show them, and faults in words.

That a form came from a page of this service, the guard has seen to before a handler runs.
"""

from __future__ import annotations

import re
import shlex
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import orjson
from flask import Blueprint, Response, g, render_template, request
from flask.blueprints import BlueprintSetupState
from jinja2 import StrictUndefined

from service.api.context import key_name
from service.dashboard.findings import language
from service.dashboard.pages.lists.tables import rows_of, with_links
from service.errors import PROBLEM_JSON, RequestError
from service.imports.flat import csv_chunks
from service.risk.errors import FieldError
from service.risk.vocabulary import ELEMENTS

FOLDER = Path(__file__).resolve().parent.parent
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""No script, no style but the one file, no other host: nothing that a part's name could say is run or fetched."""

TABLE, ALL_ROWS = "table", 10_000
"""What asks for a table of a page as CSV, by its number; at most that many rows of a list of pages."""
LONGEST_CURL = 20_000
"""Characters of a body that a command to copy may have."""
SAFE = re.compile(r"[^A-Za-z0-9]+")
KEPT = ("retry-after", "allow", "www-authenticate", "ratelimit", "ratelimit-policy")
"""Headers of a refusal that go with it, however it is told."""

site = Blueprint(
    "pages", __name__, template_folder=str(FOLDER / "templates"), static_folder=str(FOLDER / "static"),
    static_url_path="/docs/own",
)  # fmt: skip


def page(template: str, status: int = 200, **values: Any) -> Response:
    """A page under the policy. It holds what a customer buys, so nothing on the way keeps it. Its forms tell this
    service alone where they were sent from."""
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store", "Referrer-Policy": "same-origin"}
    html = render_template(template, **values)
    if request.method == "GET" and status == HTTPStatus.OK:
        if wants_table():
            return _table(html)
        asked = urlencode([(name, value) for name, value in request.args.items(multi=True) if name != TABLE])
        html = with_links(html, f"?{asked}{'&' if asked else ''}{TABLE}=")
    return Response(html, status, headers, content_type="text/html; charset=utf-8")


def wants_table() -> bool:
    """Whether one of the page's tables is asked for as CSV, with all of its rows."""
    return TABLE in request.args


def _table(html: str) -> Response:
    """One of the page's tables as CSV. Raises ``RequestError`` for one that isn't there."""
    number = request.args[TABLE]
    rows = rows_of(html, int(number)) if number.isascii() and number.isdigit() and len(number) <= len("99") else None
    if rows is None:
        raise refused(TABLE, "unknown", f"The page has no table {number[:10]!r}: it numbers them from 1.")
    name = "-".join(filter(None, SAFE.sub("-", request.path).split("-"))) or "portfolio"
    headers = {"Content-Disposition": f'attachment; filename="{name[:80]}-{number}.csv"', "Cache-Control": "no-store"}
    return Response(csv_chunks(rows), headers=headers, content_type="text/csv; charset=utf-8")


@site.record_once
def _set_up(state: BlueprintSetupState) -> None:
    """What every template may use."""
    app = state.app
    app.jinja_env.undefined = StrictUndefined
    names = (
        "country", "prose_country", "alpha2", "element", "good", "number", "signed", "score", "percent", "chance",
        "linked", "odds", "day", "month", "long_day",
        "mass", "needed", "money", "estimate", "plain", "measured", "unit", "scope", "period",
        "plural", "listed", "sentence", "age", "quantity",
    )  # fmt: skip
    app.jinja_env.filters["quoted"] = lambda text: quote(str(text), safe="")
    app.jinja_env.filters.update({name: getattr(language, name) for name in names})
    app.jinja_env.globals.update(
        signed_in=signed_in, address=address, BANDS=language.BANDS,
        STAGES={str(stage): word for stage, word in language.STAGES.items()},
        STATES=language.STATES, ELEMENTS=ELEMENTS, LEAVES_AS={str(s): w for s, w in language.LEAVES_AS.items()},
        SHORT={str(stage): word for stage, word in language.SHORT_STAGES.items()},
    )  # fmt: skip


def address() -> str:
    """Where the service answers, as the browser asked."""
    return request.url_root.rstrip("/")


def command(path: str, body: str) -> str | None:
    """A request that posts a body, to copy; ``None`` where it would be too long."""
    key = ' -H "Authorization: Bearer $CHOKEPOINT_KEY"' if signed_in() else ""
    posted = f"-H 'Content-Type: application/json'{key} -d {shlex.quote(body)}"
    asked = f'CHOKEPOINT_URL={address()}  # where this service answers\ncurl -s "$CHOKEPOINT_URL{path}" {posted}'
    return asked if len(body) <= LONGEST_CURL else None


def signed_in() -> str | None:
    """The name of the key with which somebody signed in; ``None`` where nobody did."""
    return key_name() if getattr(g.get("caller"), "signed_in", False) else None


@site.after_request
def in_words(response: Response) -> Response:
    """A problem document as a page, for the people who see it."""
    if response.content_type != PROBLEM_JSON:
        return response
    problem = orjson.loads(response.get_data())
    shown = page("fault.html", response.status_code, problem=problem)
    for name, value in response.headers.items():
        if name.lower() in KEPT:
            shown.headers[name] = value
    return shown


@site.after_app_request
def nothing_here(response: Response) -> Response:
    """What isn't there, as a page for a browser that asked outside of the pages. Programs ask for no HTML."""
    missing = response.status_code == HTTPStatus.NOT_FOUND and response.content_type == PROBLEM_JSON
    if not (missing and request.method == "GET"):
        return response
    if request.accept_mimetypes.quality("text/html") <= request.accept_mimetypes.quality("application/json"):
        return response
    shown = in_words(response)
    shown.vary.add("Accept")
    return shown


def refused(name: str, code: str, words: str) -> RequestError:
    """A refusal of one field of a form or an address."""
    return RequestError(words, [FieldError(f"?{name}", code, words)])
