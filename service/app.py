"""The web application."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from functools import cache
from http import HTTPStatus
from threading import Lock
from typing import Any

from service.config import THREAD_VARIABLES

for _variable in THREAD_VARIABLES:  # before numpy loads
    os.environ.setdefault(_variable, "1")

import structlog  # noqa: E402
from flask import Flask, Response, g, make_response, request  # noqa: E402
from sqlalchemy.exc import SQLAlchemyError  # noqa: E402

from service import errors, logs, metrics  # noqa: E402
from service.access import documented, policy, sign_in  # noqa: E402
from service.access import start as access  # noqa: E402
from service.api import (  # noqa: E402
    audit,
    claims,
    model,
    operations,
    parts,
    plans,
    readings,
    reference,
    scores,
    statements,
)
from service.api.bulk import batch, exports, imports  # noqa: E402
from service.api.context import EXTENSION, Services, answer, give_place  # noqa: E402
from service.api.jobs import jobs, mappings  # noqa: E402
from service.api.outlook import alternatives, costs, indicators, questions, scenarios, stock  # noqa: E402
from service.api.protocol import gzip_coding  # noqa: E402
from service.api.series import elements as element_series  # noqa: E402
from service.api.series import portfolio as portfolio_series  # noqa: E402
from service.api.series import shocks  # noqa: E402
from service.api.smorest import Api, declared  # noqa: E402
from service.api.stored import boms, changes, ids, lists, portfolio, rescoring  # noqa: E402
from service.api.stored import scores as bom_scores  # noqa: E402
from service.api.watching import badges, deliveries, feeds, links, webhooks  # noqa: E402
from service.config import ConfigError, Settings  # noqa: E402
from service.dashboard.pages import site  # noqa: E402
from service.engine import KERNEL, Engine  # noqa: E402
from service.errors import NotReadyError  # noqa: E402
from service.risk.errors import BundleError  # noqa: E402
from service.schemas.strict import document_kept  # noqa: E402
from service.store.boms import Store  # noqa: E402
from service.store.migrate import UnusableError  # noqa: E402

VERSION = "0.1.0"
DOCUMENT = "api-docs.openapi_json"
REQUEST_ID = "X-Request-ID"
ID_BYTES = 16
KEEPING = ("Bom", "Line", "LineToRead", "FileRow", "ToldFileRow", "JobError")
"""Schemas whose members may begin with x_."""
BULK = (batch, imports, exports, mappings, jobs)
STORED = (boms, lists, bom_scores, changes, rescoring, portfolio)
SERIES = (shocks, element_series, portfolio_series)
WATCHING = (badges, feeds, links, webhooks, deliveries)
OUTLOOK = (scenarios, alternatives, stock, costs, questions, indicators)
PRIVATE = (
    "/v1/scores",
    "/v1/receipts",
    "/v1/readings",
    "/v1/boms",
    "/v1/portfolio",
    "/v1/suppliers",
    "/v1/parts",
    "/v1/plans",
    "/v1/questions",
    "/v1/scenarios",
    "/v1/stock",
    "/v1/costs",
    "/v1/imports",
    "/v1/exports",
    "/v1/jobs",
    "/v1/audit",
    "/v1/feed.atom",
    "/v1/links",
    "/v1/webhooks",
)
"""Where answers hold what a customer buys: nothing on the way keeps them, and their owner only what is ``polled``."""
_SANE_ID = re.compile(r"[A-Za-z0-9._:-]{1,100}")

log = structlog.get_logger(__name__)


class Application(Flask):
    """Flask, which asks of twenty functions in every request whether they are coroutines. None is."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func


def create_app(settings: Settings | None = None, engine: Engine = KERNEL) -> Flask:
    """The application. A model that can't be loaded leaves it running, unready, and saying why."""
    settings = settings or Settings.from_env()
    logs.configure(settings.log_level)
    app = Application("service", static_folder=None)
    app.config.update(_flask_config(settings))
    parts = Services(settings, Store(settings.database_url), metrics.Metrics(), engine)
    app.extensions[EXTENSION] = parts
    metrics.instrument(app, parts.metrics)
    _identify_requests(app)
    access.install(app, parts)
    gzip_coding.register(app, same={DOCUMENT})
    errors.register(app)
    _register_routes(app)
    app.teardown_request(give_place)
    _prepare_store(parts)
    _load_kernel(parts)
    policy.check(app)
    return app


def _flask_config(settings: Settings) -> dict[str, object]:
    return {
        "API_TITLE": "Chokepoint",
        "API_VERSION": VERSION,
        "OPENAPI_VERSION": "3.1.0",
        "OPENAPI_URL_PREFIX": "/",
        "OPENAPI_JSON_PATH": "openapi.json",
        "API_SPEC_OPTIONS": {
            "info": {
                "description": _description(settings),
                "contact": {"name": "Whoever runs this service"},
                "license": {"name": "Apache-2.0"},
            },
            "servers": [{"url": "/", "description": "The service that gave this document."}],
        },
        "MAX_CONTENT_LENGTH": settings.limits.body_bytes,
        "PROPAGATE_EXCEPTIONS": False,
    }


def _description(settings: Settings) -> str:
    limits = settings.limits
    return (
        "How likely is it that the rare-earth supply of a product is disrupted in twelve months, and why. "
        f"Limits: a body of {limits.body_bytes:,} bytes, {limits.lines:,} lines, "
        f"{limits.sources_per_line} sources a line, {limits.depth} levels of nesting, "
        f"pages of {limits.page} items. "
        "Estimates have three significant digits, so sums hold within these; what was given comes back exactly. "
        "Every error is application/problem+json (RFC 9457) and lists every fault found; its type leads to the fix. "
        "A key is sent as `Authorization: Bearer cpk_...` or `X-Api-Key: cpk_...`; `python -m service keys create` "
        "makes one. To another tenant than its own, what a key stores isn't there."
    )


def _register_routes(app: Flask) -> None:
    app.url_map.converters["id"] = ids.BomId
    app.wsgi_app = ids.EncodedIds(app.wsgi_app)  # type: ignore[method-assign]
    api = Api(app, spec_kwargs={"extra_plugins": [documented.Plugin()]})
    assert api.ma_plugin.converter is not None
    api.ma_plugin.converter.add_attribute_function(declared)
    own = (scores, *BULK, plans, *OUTLOOK, *STORED, *WATCHING, readings, parts)
    for module in (*own, *SERIES, claims, statements, reference, model, audit, operations):
        api.register_blueprint(module.blueprint)
    app.view_functions[DOCUMENT] = _made_once(api, app.view_functions[DOCUMENT])
    app.register_blueprint(site.blueprint)
    app.register_blueprint(sign_in.blueprint)


def _made_once(api: Api, view: Callable[..., Any]) -> Callable[[], Response]:
    """The OpenAPI document, made when it is first asked for: nobody needs a key for it."""
    alone = Lock()

    @cache
    def written() -> bytes:
        api.describe()
        document_kept(api.spec.components.schemas, KEEPING)
        return make_response(view()).get_data()

    def document() -> Response:
        with alone:  # two threads would describe it twice over
            return answer(written())

    return document


def _identify_requests(app: Flask) -> None:
    """Every request has an id, in its answer and in the log: the caller's when it is sane, else a new one."""

    def start() -> None:
        given = request.headers.get(REQUEST_ID, "")
        g.request_id = given if _SANE_ID.fullmatch(given) else os.urandom(ID_BYTES).hex()

    def finish(response: Response) -> Response:
        response.headers[REQUEST_ID] = g.request_id
        return _guarded(response)

    app.before_request(start)
    app.after_request(finish)


def _guarded(response: Response) -> Response:
    """Headers that keep browsers and caches from what isn't theirs."""
    headers = response.headers
    headers["X-Content-Type-Options"] = "nosniff"
    headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
    headers.setdefault("Referrer-Policy", "no-referrer")
    told = "Cache-Control" in headers
    mine = request.path.startswith(PRIVATE) and not (told and response.cache_control.private)
    if mine or response.status_code >= HTTPStatus.BAD_REQUEST:
        headers["Cache-Control"] = "no-store"
    if request.is_secure:  # a proxy that ends TLS says so in X-Forwarded-Proto
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return response


def _prepare_store(parts: Services) -> None:
    try:
        parts.store.prepare()
    except (SQLAlchemyError, UnusableError, OSError) as error:
        # Scoring works without a database; what needs one tries again and answers 503 until it is there.
        log.error("database_unavailable", detail=str(error))


def reload_kernel(app: Flask) -> None:
    """Load the bundle anew, before workers are forked that shall serve it. The old one stays where it is refused."""
    _load_kernel(app.extensions[EXTENSION])


def _load_kernel(parts: Services) -> None:
    old = parts.kernel
    serving = old.version if old else None
    try:
        kernel = parts.engine.load(parts.settings.model_dir, parts.settings.trusted_bundle())
    except (BundleError, ConfigError) as error:
        parts.unready = NotReadyError("model_refused", f"The model was not loaded: {error}")
        log.error("model_refused", detail=str(error), serving=serving)
        return
    except Exception as error:  # whatever a damaged bundle makes the libraries raise, the service must say so
        parts.unready = NotReadyError(
            "model_refused", f"The model was not loaded: {type(error).__name__}, see the log."
        )
        log.error("model_refused", exc_info=error, serving=serving)
        return
    parts.kernel = kernel
    log.info("model_loaded", version=kernel.version, sha256=kernel.sha256, before=serving)
