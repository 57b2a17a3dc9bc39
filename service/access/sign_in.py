"""Pages for people: sign in with a key, and out."""

from __future__ import annotations

import re
from http import HTTPStatus

from flask import Blueprint, Response, current_app, g, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as BaseResponse

from service.access import audit, csrf
from service.access.callers import SIGNED_IN, key_of, of_key
from service.api.context import services
from service.dashboard.pages.serving import POLICY
from service.errors import UnauthorizedError

_WITHIN = re.compile(r"/(?![/\\])[^\\\x00-\x1f]{0,2000}")
"""A path of this service: browsers read two slashes, or one and a backslash, as another host."""

blueprint = Blueprint("sign_in", __name__, template_folder="templates")


@blueprint.get("/sign-in")
def show() -> BaseResponse:
    """The form."""
    if not services().settings.access.keys:
        return redirect(_next(), HTTPStatus.SEE_OTHER)
    return _form()


@blueprint.post("/sign-in")
def enter() -> BaseResponse:
    """Take a key and give a cookie that holds its id. Only the key's revocation or end, or the cookie's, ends that."""
    try:
        key = key_of(request.form.get("key", ""))
    except UnauthorizedError as error:
        return _form(error.detail, HTTPStatus.UNAUTHORIZED)
    session.clear()
    session.permanent = True
    session[SIGNED_IN] = key.key_id
    g.caller = of_key(key, signed_in=True)
    recorder: audit.Recorder = current_app.extensions[audit.EXTENSION]
    recorder.note(audit.DONE, HTTPStatus.SEE_OTHER)
    return redirect(_next(), HTTPStatus.SEE_OTHER)


@blueprint.post("/sign-out")
def leave() -> BaseResponse:
    """Take the cookie back."""
    session.clear()
    return redirect(url_for("sign_in.show"), HTTPStatus.SEE_OTHER)


def _form(fault: str = "", status: HTTPStatus = HTTPStatus.OK) -> Response:
    page = render_template("sign_in.html", fault=fault, following=_next(), token=csrf.token())
    return Response(page, status, headers={"Content-Security-Policy": POLICY})


def _next() -> str:
    """Where to go then: a path of this service, whatever the address or the form asks for."""
    asked = request.form.get("next") or request.args.get("next") or ""
    return asked if _WITHIN.fullmatch(asked) else url_for("pages.home")
