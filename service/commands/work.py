"""``python -m service work``: take jobs from the queue until it is told to end.

As many as you like may run, on any machine that has the database. One that is killed loses nothing: another goes on
where it was within twenty seconds. SIGHUP loads the model anew.
"""

from __future__ import annotations

import argparse
import signal
from typing import Any

from service.app import create_app, reload_kernel
from service.commands import alive
from service.jobs.runner import Runner


def add(commands: Any) -> None:
    """Register the command."""
    parser = commands.add_parser("work", help="take jobs from the queue", description=__doc__)
    parser.add_argument("--drain", action="store_true", help="end when nothing is left to take")
    alive.add_to(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Work until a signal comes."""
    runner = Runner(create_app(), reload_kernel, alive.beat(arguments.alive))
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: runner.stop.set())
    signal.signal(signal.SIGHUP, lambda _number, _frame: runner.reload.set())
    if arguments.drain:
        runner.drain()
    else:
        runner.serve()
    return 0
