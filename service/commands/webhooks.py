"""``python -m service webhooks``: send notices to webhooks, and once a day see what changed.

May be ended at any time: what it was sending is sent again by the next, under the same id. Several may run at once.
When it starts and once a day, scores of tenants with webhooks are brought up to date. That is done in a process that
loads the model and ends. What nobody asks for would change unseen.
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
from typing import Any

import structlog

from service import logs
from service.commands import alive
from service.config import Settings
from service.store.boms import Store
from service.webhooks.sender import Sender

log = structlog.get_logger(__name__)
_running: list[subprocess.Popen[bytes]] = []


def add(commands: Any) -> None:
    """Register the command."""
    own = commands.add_parser("webhooks", help="send notices to webhooks, until it is ended", description=__doc__)
    alive.add_to(own)
    own.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Send until a signal comes."""
    settings = Settings.from_env()
    logs.configure(settings.log_level)
    store = Store(settings.database_url)
    sender = Sender(store, settings.webhook_allow, rescored, beat=alive.beat(options.alive))
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sender.stopping.set())
    try:
        sender.run()
    finally:
        store.close()
    return 0


def rescored(tenants: list[str]) -> None:
    """Bring the scores of some tenants up to date, beside the sender."""
    if not tenants:
        return
    command = [sys.executable, "-m", "service", "rescore"]
    for tenant in tenants:
        command += ["--tenant", tenant]
    _running[:] = [one for one in _running if one.poll() is None]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)  # noqa: S603 - our own
    _running.append(process)
    log.info("rescoring", tenants=len(tenants))
