"""One attempt to send one message: signed, bounded in time and in what is read, to where nothing is refused."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from threading import Timer
from urllib.parse import urlsplit

from standardwebhooks.webhooks import Webhook

from service.config import Network
from service.store.watch.messages import AttemptOutcome, Claimed
from service.store.watch.webhooks import signing
from service.webhooks.addresses import AddressError, check_url
from service.webhooks.connection import Plain, Secure
from service.webhooks.words import body

SECONDS = 5.0
"""For connecting, and for each wait after that."""
LONGEST_SECONDS = 20.0
"""Of a whole attempt after the name was looked up; a receiver that drips is cut off."""
MOST_BYTES = 65_536
"""Of an answer that are read: nothing in it matters but its status."""
LONGEST_ERROR = 300
AGENT = "Chokepoint-Webhooks/1"


def attempt(claimed: Claimed, allowed: Sequence[Network]) -> AttemptOutcome:
    """Send a message; what became of it."""
    url = claimed.webhook["url"]
    try:
        check_url(url, allowed)
        status = _posted(url, headers(claimed, datetime.now(UTC)), body(claimed), allowed)
    except AddressError as error:
        return AttemptOutcome(None, str(error)[:LONGEST_ERROR])
    except socket.gaierror:
        return AttemptOutcome(None, "The name of the host can't be looked up.")
    except ssl.SSLError as error:
        return AttemptOutcome(None, f"TLS failed: {error.reason or error}"[:LONGEST_ERROR])
    except TimeoutError:
        return AttemptOutcome(None, f"No answer within {SECONDS:.0f} seconds.")
    except (OSError, HTTPException, ValueError) as error:
        return AttemptOutcome(None, f"No answer: {type(error).__name__}."[:LONGEST_ERROR])
    return judged(status)


def judged(status: int) -> AttemptOutcome:
    """What a status says: 2xx took it, 410 wants no more, all else is tried again. Redirects are followed nowhere."""
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return AttemptOutcome(status, None)
    if status == HTTPStatus.GONE:
        return AttemptOutcome(status, "The receiver answered 410: it wants no more.", gone=True)
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        return AttemptOutcome(status, "The receiver leads elsewhere: name the address itself, no redirect is followed.")
    return AttemptOutcome(status, f"The receiver answered {status}.")


def headers(claimed: Claimed, now: datetime) -> dict[str, str]:
    """Of Standard Webhooks: one signature for each secret that signs now."""
    text = body(claimed).decode()
    secrets = [secret for secret, _ in signing(claimed.webhook["secrets"], now)]
    signed = [Webhook(secret).sign(claimed.message_id, now, text) for secret in secrets]
    return {
        "Content-Type": "application/json",
        "User-Agent": AGENT,
        "webhook-id": claimed.message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signed),
    }


def _posted(url: str, sent: dict[str, str], raw: bytes, allowed: Sequence[Network]) -> int:
    """The status of the answer."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    connection: HTTPConnection = (
        Secure(host, parts.port, SECONDS, allowed, _context())
        if parts.scheme == "https"
        else Plain(host, parts.port, SECONDS, allowed)
    )
    try:
        connection.connect()
        timer = Timer(LONGEST_SECONDS, _cut, (connection.sock,))
        timer.daemon = True
        timer.start()
        try:
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request("POST", path, raw, sent)
            answer = connection.getresponse()
            answer.read(MOST_BYTES)
            return answer.status
        finally:
            timer.cancel()
    finally:
        connection.close()


def _cut(plug: socket.socket) -> None:
    with suppress(OSError):
        plug.shutdown(socket.SHUT_RDWR)


@cache
def _context() -> ssl.SSLContext:
    return ssl.create_default_context()
