"""``python -m service rescore``: bring the scores of stored BOMs up to date.

May be interrupted at any time and begun again: what is done stays done. The service may run beside it.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from marshmallow import ValidationError

from service.api.context import kernel, services
from service.app import create_app
from service.commands.outcome import RefusedError
from service.jobs import rescoring
from service.jobs.runner import Runner
from service.schemas.stored.queries import FilterQuery, filters_of
from service.schemas.strict import flattened
from service.store.jobs import ERRORS, UNFINISHED, Jobs, JobState, QueueFullError
from service.store.lists import Filters

PAUSE_SECONDS = 0.5
OF_QUERY = tuple(FilterQuery().fields)


def add(commands: Any) -> None:
    """Register the command."""
    parser = commands.add_parser("rescore", help="bring the scores of stored BOMs up to date", description=__doc__)
    parser.add_argument("--tenant", action="append", help="whose BOMs, may be given again; everybody's if left out")
    for name, field in FilterQuery().fields.items():
        words = str(field.metadata.get("description", "as in the list")).replace("%", "%%")
        parser.add_argument(f"--{name.replace('_', '-')}", dest=name, help=words)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, app: Flask | None = None) -> int:
    """Bring them up to date; 1 where some can't be scored any more."""
    try:
        filters = _filters(arguments)
    except ValidationError as error:
        for fault in flattened(error.messages, "", "--"):
            print(f"chokepoint: {fault.pointer.replace('_', '-')}: {fault.detail}", file=sys.stderr)
        return 2
    app = app or create_app()
    with app.app_context():
        kernel()
        tenants = arguments.tenant or services().store.lists.tenants()
    return max([_of_tenant(app, one, filters) for one in tenants], default=0)


def _filters(arguments: argparse.Namespace) -> Filters:
    given = {name: value for name in OF_QUERY if (value := getattr(arguments, name)) is not None}
    return filters_of(FilterQuery().load(given))


def _of_tenant(app: Flask, tenant: str, filters: Filters) -> int:
    """Make a job for a tenant and work on it, beside the service's own workers; 1 where it tells failures."""
    with app.app_context():
        jobs = services().store.jobs
        try:
            job_id = jobs.add(rescoring.new(filters, tenant, None), datetime.now(UTC))
        except QueueFullError as error:
            raise RefusedError(f"{tenant}: no other job can be taken: {error}.") from error
    runner = Runner(app)
    while True:
        if runner.once(job_id):
            continue
        with app.app_context():
            row = jobs.get(tenant, job_id)
            if row is None or row["state"] not in UNFINISHED:
                break
        time.sleep(PAUSE_SECONDS)  # another worker has it
    with app.app_context():
        return _told(jobs, tenant, job_id)


def _told(jobs: Jobs, tenant: str, job_id: str) -> int:
    """Print what became of a job."""
    row = jobs.get(tenant, job_id)
    counts = {} if row is None else json.loads(row["counts"])
    failed = counts.get("failed", 0)
    print(f"{tenant}: {counts.get('scored', 0)} BOMs scored, {failed} left as they are")
    for one in jobs.rows(tenant, job_id, ERRORS, 0, failed):
        print(f"  {one['product']!r}: {one['why']}")
    return 1 if failed or row is None or row["state"] != JobState.DONE else 0
