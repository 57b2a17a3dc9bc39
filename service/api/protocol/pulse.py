"""Whether the database can be written to, as a worker last learned: asking locks it, and anybody may ask."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

from service.errors import DATABASE_DOWN

SECONDS = 2.0
"""For which an answer holds. Probes come seconds apart; a flood of them must not keep writers waiting."""


class Pulse:
    """Asks the database by ``ping`` where the last answer is too old. Who ask together are answered together."""

    def __init__(self, ping: Callable[[], None], timer: Callable[[], float] = time.monotonic) -> None:
        self._ping, self._timer = ping, timer
        self._lock = Lock()
        self._until = float("-inf")
        self._error: Exception | None = None

    def error(self) -> Exception | None:
        """Why nothing can be written; ``None`` where it can."""
        with self._lock:
            if self._timer() >= self._until:
                self._error = self._asked()
                self._until = self._timer() + SECONDS
            return self._error

    def _asked(self) -> Exception | None:
        try:
            self._ping()
        except DATABASE_DOWN as error:
            return error
        return None
