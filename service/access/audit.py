"""What is noted: writes that were done, and access that was refused, of callers whose key is known.

Requests without a known key belong to no tenant: the log has them, the table doesn't, so that nobody fills it.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from threading import Lock

import structlog
from flask import Response, g, request
from flask_limiter import Limiter
from limits import RateLimitItemPerMinute
from sqlalchemy.exc import SQLAlchemyError

from service.access import limits
from service.access.csrf import SAFE
from service.access.keys import hidden
from service.access.policy import Scope
from service.errors import DATABASE_DOWN
from service.schemas.serialise import moment
from service.store.audit import Audit, AuditEntry
from service.store.keys import Key

EXTENSION = "chokepoint-audit"
DONE, REFUSED = "done", "refused"
REFUSALS = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
MOST_REFUSALS = RateLimitItemPerMinute(60)
"""Refusals of one key that a worker keeps; the log has all."""
LONGEST_SUBJECT, LONGEST_ACTION, LONGEST_REASON = 500, 100, 100
HOUR_SECONDS = 3_600.0

log = structlog.get_logger(__name__)


class Recorder:
    """Writes entries, and once an hour deletes those that are older than ``days``."""

    def __init__(self, audit: Audit, days: int, limiter: Limiter) -> None:
        self._audit, self._days, self._limiter = audit, days, limiter
        self._lock = Lock()
        self._forgot = -HOUR_SECONDS

    def finish(self, response: Response) -> Response:
        """Note what the request did or was refused."""
        status = HTTPStatus(response.status_code)
        if status in REFUSALS:
            self._refused(status)
        elif status < HTTPStatus.BAD_REQUEST and g.get("needed") is Scope.WRITE and request.method not in SAFE:
            self.note(DONE, status)
        return response

    def note(self, outcome: str, status: int, reason: str | None = None, key: Key | None = None) -> None:
        """Note what the caller of this request did; ``key`` where it isn't known as a caller."""
        who = key or g.get("caller")
        entry = AuditEntry(
            at=datetime.now(UTC),
            tenant=who.tenant if who else "",
            key_id=who.key_id if who else None,
            action=(request.endpoint or "none")[:LONGEST_ACTION],
            subject=hidden(f"{request.method} {request.path}")[:LONGEST_SUBJECT],
            outcome=outcome,
            status=status,
            reason=reason and reason[:LONGEST_REASON],
            request_id=g.get("request_id"),
        )
        log.info("audit", **(vars(entry) | {"at": moment(entry.at)}))
        if entry.key_id is not None:
            self._keep(entry)

    def _refused(self, status: int) -> None:
        ended: Key | None = g.get("ended")
        who = ended or g.get("caller")
        reason: str | None = g.get("reason")
        if who is None or who.key_id is None:
            log.info("refused", path=hidden(request.path), status=status, reason=reason)
        elif limits.hit(self._limiter, MOST_REFUSALS, who.key_id, REFUSED):
            self.note(REFUSED, status, reason, ended)

    def _keep(self, entry: AuditEntry) -> None:
        """An entry that can't be kept costs no answer: what it tells is done or refused already, and in the log."""
        try:
            self._audit.add(entry)
            if self._due():
                self._audit.forget(entry.at - timedelta(days=self._days))
        except (SQLAlchemyError, OSError, *DATABASE_DOWN) as error:
            log.error("audit_not_kept", detail=str(error), request_id=entry.request_id)

    def _due(self) -> bool:
        now = time.monotonic()
        with self._lock:
            if now - self._forgot < HOUR_SECONDS:
                return False
            self._forgot = now
            return True
