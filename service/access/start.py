"""Puts all of this into an application, and tells where others would be served without a key."""

from __future__ import annotations

import structlog
from flask import Flask

from service.access import audit, callers, guard, limits, links, sessions
from service.access.csrf import token
from service.access.keys import Keyring
from service.api.context import EXTENSION, Services
from service.config import ConfigError
from service.errors import DATABASE_DOWN

log = structlog.get_logger(__name__)


def install(app: Flask, parts: Services) -> None:
    """Ask every request who sends it. Before the routes, so that nothing answers before it."""
    sessions.install(app, parts.settings)
    app.jinja_env.globals["csrf_token"] = token
    app.extensions[callers.EXTENSION] = Keyring(parts.store.keys.get)
    app.extensions[links.EXTENSION] = Keyring(parts.store.links.by_handle, form=links.FORM)
    app.before_request(guard.identify)
    limiter = limits.install(app, parts.settings.access)
    app.before_request(guard.authorise)
    recorder = audit.Recorder(parts.store.audit, parts.settings.access.audit_days, limiter)
    app.extensions[audit.EXTENSION] = recorder
    app.after_request(recorder.finish)
    app.after_request(guard.finish)


def check_keys(app: Flask) -> None:
    """Raise ``ConfigError`` where others than this machine are served and there is no key. A database that can't be
    asked lets nobody in, so that may wait."""
    parts: Services = app.extensions[EXTENSION]
    if not parts.settings.access.keys or parts.settings.on_loopback:
        return
    try:
        locked = not parts.store.keys.any()
    except DATABASE_DOWN as error:
        log.error("database_unavailable", detail=str(error))
        return
    if locked:
        where = f"HOST={parts.settings.host!r} lets others in, and there is no key"
        fix = "Make the first: `python -m service keys create --first`, with the same DATABASE_URL or DATA_DIR"
        raise ConfigError(f"{where}. Fix: {fix}.")
