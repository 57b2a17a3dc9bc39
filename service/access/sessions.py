"""The cookie of somebody who signed in: what signs it, and how browsers keep it."""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import structlog
from flask import Flask, Request, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from sqlalchemy import make_url

from service.config import Settings

LASTS = timedelta(hours=12)
SECRET_BYTES = 32
OF_THIS_HOST = "__Host-"

log = structlog.get_logger(__name__)


class Sessions(SecureCookieSessionInterface):
    """Flask's signed cookies. Where the request came by TLS they are kept to TLS. Programs send none: what reads them
    isn't made for these."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        return super().open_session(app, request) if "HTTP_COOKIE" in request.environ else self.session_class()

    def get_cookie_name(self, app: Flask) -> str:
        """Over TLS one that browsers take from this very host alone: a neighbour's page can't sign anybody in."""
        name = super().get_cookie_name(app)
        return f"{OF_THIS_HOST}{name}" if request.is_secure else name

    def get_cookie_secure(self, app: Flask) -> bool:
        return request.is_secure


def install(app: Flask, settings: Settings) -> None:
    """Keep who signed in, and the tokens of forms, in a cookie that is signed."""
    app.session_interface = Sessions()
    app.config.update(
        SECRET_KEY=_secret(settings),
        SESSION_COOKIE_NAME="chokepoint",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=LASTS,
        WTF_CSRF_TIME_LIMIT=None,  # a token lasts as long as its cookie
    )


def _secret(settings: Settings) -> str:
    """``SESSION_KEY``, or one that is made and kept beside a SQLite database; else one of this process alone."""
    if settings.access.session_key:
        return settings.access.session_key
    url = make_url(settings.database_url)
    if settings.access.keys and url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        try:
            return _kept(Path(f"{url.database}.session-key"))
        except OSError as error:
            log.warning("session_key_not_kept", detail=str(error), fix="set SESSION_KEY")
    elif settings.access.keys:
        log.warning("session_key_not_kept", detail="whoever signs in has to again at a restart", fix="set SESSION_KEY")
    return secrets.token_hex(SECRET_BYTES)


def _kept(path: Path) -> str:
    """The secret in a file that only the service's user reads. Of several processes that make it, one does."""
    if not path.exists():
        handle, name = tempfile.mkstemp(dir=path.parent)  # mode 0600
        try:
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_hex(SECRET_BYTES))
            with suppress(FileExistsError):
                os.link(name, path)
        finally:
            Path(name).unlink()
    return path.read_text()
