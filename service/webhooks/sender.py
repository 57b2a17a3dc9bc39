"""Goes from message to message, and sleeps where none is due. As many may run as one likes: a message is claimed."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from threading import Event

import structlog

from service.config import Network
from service.errors import DATABASE_DOWN
from service.store.boms import Store
from service.store.watch.messages import AttemptOutcome, Claimed
from service.webhooks.sending import attempt

PAUSE_SECONDS = 1.0
"""Between looks where nothing is due."""
PAUSE_DOWN_SECONDS = 5.0
HOUR = timedelta(hours=1)
Attempt = Callable[[Claimed, Sequence[Network]], AttemptOutcome]
log = structlog.get_logger(__name__)


class Sender:
    """Sends what is due until it is told to stop. ``each_day`` is called once a day, with those who have a webhook, and
    ``beat`` whenever the database answered."""

    def __init__(
        self,
        store: Store,
        allowed: Sequence[Network],
        each_day: Callable[[list[str]], None],
        send: Attempt = attempt,
        beat: Callable[[], None] = lambda: None,
    ) -> None:
        self._store, self._allowed, self._each_day, self._send = store, allowed, each_day, send
        self._beat = beat
        self._day: date | None = None
        self._forgot: datetime | None = None
        self.stopping = Event()

    def run(self) -> None:
        """Go on until ``stopping`` is set. A database that is down is waited for."""
        while not self.stopping.is_set():
            try:
                busy = self.step(datetime.now(UTC))
            except DATABASE_DOWN as error:
                log.error("database_unavailable", detail=str(error))
                self.stopping.wait(PAUSE_DOWN_SECONDS)
            else:
                self._beat()
                if not busy:
                    self.stopping.wait(PAUSE_SECONDS)

    def step(self, now: datetime) -> bool:
        """Send one message that is due; False where there was none. Before it, what is done once a day and an hour."""
        if self._day != now.date():
            self._day = now.date()
            self._each_day(self._store.webhooks.tenants())
        if self._forgot is None or now - self._forgot > HOUR:
            self._forgot = now
            self._store.messages.forget(now)
        claimed = self._store.messages.claim(now)
        if claimed is None:
            return False
        if not claimed.notices:
            self._store.messages.withdraw(claimed)
            return True
        began = time.monotonic()
        outcome = self._send(claimed, self._allowed)
        state = self._store.messages.settle(claimed, outcome, datetime.now(UTC))
        seconds = round(time.monotonic() - began, 3)
        log.info(
            "webhook", message=claimed.message_id, attempt=claimed.attempts, state=state, status=outcome.status,
            error=outcome.error, seconds=seconds,
        )  # fmt: skip
        return True
