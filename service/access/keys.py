"""Keys as callers hold them: made, shown once, and looked up.

A key is 256 random bits. So a plain SHA-256 of it is as hard to turn back as the key is to guess; slow hashes are for
passwords. Its id stands in its text and finds the row. The secret never meets an index, whose timing could tell how
much of it was right.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hmac import compare_digest
from threading import Lock
from typing import Generic, Protocol, TypeVar

from cachetools import TLRUCache

from service.store.keys import Key

FORM = re.compile(r"cpk_([a-z2-7]{12})_([A-Za-z0-9_-]{43})")
ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
ID_LENGTH, SECRET_BYTES = 12, 32
FRESH_SECONDS = 5.0
"""How long a worker goes on with what it knows of a key; a revoked one ends everywhere within that time."""
MOST_KNOWN = 1_000
_NOBODYS = hashlib.sha256(b"").hexdigest()


def make(
    tenant: str, name: str, scopes: Iterable[str], expires_at: datetime | None, replaces: str | None = None
) -> tuple[Key, str]:
    """A new key, and its text, which is shown once and kept by nobody here."""
    key_id, text = fresh("cpk")
    now = datetime.now(UTC)
    return Key(key_id, tenant, name, digest(text), frozenset(scopes), now, expires_at, replaces=replaces), text


def fresh(prefix: str) -> tuple[str, str]:
    """An id, and a new text with it that begins with ``prefix``."""
    own_id = "".join(secrets.choice(ALPHABET) for _ in range(ID_LENGTH))
    return own_id, f"{prefix}_{own_id}_{secrets.token_urlsafe(SECRET_BYTES)}"


def hidden(text: str) -> str:
    """A text in which keys are cut to their ids, so that it can be logged."""
    return FORM.sub(r"cpk_\1_…", text)


class Held(Protocol):
    """What opens something, as it is kept: ``digest`` is that of its whole text."""

    @property
    def digest(self) -> str: ...


Kept = TypeVar("Kept", bound=Held)


@dataclass(frozen=True)
class _Known(Generic[Kept]):
    asked: float
    key: Kept


class Keyring(Generic[Kept]):
    """What a worker knows of keys whose text has a ``form``. Only keys that there are are remembered, at most
    ``MOST_KNOWN``: whoever guesses ids fills nothing."""

    def __init__(
        self,
        look_up: Callable[[str], Kept | None],
        timer: Callable[[], float] = time.monotonic,
        form: re.Pattern[str] = FORM,
    ) -> None:
        self._look_up = look_up
        self._timer = timer
        self._form = form
        self._lock = Lock()
        self._known: TLRUCache[str, _Known[Kept]] = TLRUCache(MOST_KNOWN, _stale_at, timer)

    def by_text(self, text: str) -> Kept | None:
        """The key with that text, be it one that has ended. What is wrong about a text can't be told by the time."""
        form = self._form.fullmatch(text)
        key = self.by_id(form[1]) if form else None
        same = compare_digest(digest(text), key.digest if key else _NOBODYS)
        return key if key and same else None

    def by_id(self, key_id: str) -> Kept | None:
        """The key with that id, as it was at most ``FRESH_SECONDS`` ago."""
        with self._lock:
            known = self._known.get(key_id)
        if known:
            return known.key
        asked = self._timer()  # before the question: what it takes counts towards the age of the answer
        key = self._look_up(key_id)
        if key:
            with self._lock:
                self._known[key_id] = _Known(asked, key)
        return key


def _stale_at(_key_id: str, known: _Known[Kept], _now: float) -> float:
    return known.asked + FRESH_SECONDS


def digest(text: str) -> str:
    """What is kept of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
