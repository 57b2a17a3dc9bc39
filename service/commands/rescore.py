"""``python -m service rescore``: bring the scores of stored BOMs up to date.

May be interrupted at any time and begun again: what is done stays done. The service may run beside it.
"""

from __future__ import annotations

import argparse
import sys
from typing import Any

from flask import Flask, g
from marshmallow import ValidationError

from service.api.context import kernel, services
from service.api.stored.rescoring import Batch, rescore_all
from service.app import create_app
from service.schemas.stored.queries import FilterQuery, filters_of
from service.schemas.strict import flattened
from service.store.lists import Filters

AT_ONCE = 200
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
        batches = [_of_tenant(one, filters) for one in arguments.tenant or services().store.lists.tenants()]
    return 1 if any(batch.failed for batch in batches) else 0


def _filters(arguments: argparse.Namespace) -> Filters:
    given = {name: value for name in OF_QUERY if (value := getattr(arguments, name)) is not None}
    return filters_of(FilterQuery().load(given))


def _of_tenant(tenant: str, filters: Filters) -> Batch:
    g.tenant = tenant
    batch = rescore_all(filters, AT_ONCE)
    print(f"{tenant}: {batch.rescored} BOMs scored, {len(batch.failed)} left as they are")
    for one in batch.failed:
        print(f"  {one['bom_id']!r}: {one['detail']}")
    return batch
