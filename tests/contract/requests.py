"""A request for each operation whose answer is shown in the OpenAPI document, asked of the shipped bundle."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from service.api.context import EXTENSION
from service.app import create_app
from service.config import Access, Settings
from service.engine import KERNEL
from service.jobs.runner import Runner
from service.schemas.bom import EXAMPLE
from service.schemas.many.jobs import MAPPING_EXAMPLE
from service.schemas.outlook.costs import COSTS_EXAMPLE
from service.schemas.outlook.questions import QUESTIONS_EXAMPLE
from service.schemas.outlook.scenarios import SCENARIOS_EXAMPLE
from service.schemas.outlook.stock import STOCK_EXAMPLE
from service.schemas.parts import PART_EXAMPLE, READINGS_EXAMPLE
from service.schemas.plan import PLAN_EXAMPLE
from service.schemas.watching.links import LINK_EXAMPLE
from service.schemas.watching.webhooks import WEBHOOK_EXAMPLE
from service.store import jobs
from tests.factories import kernel

MOMENT = "2026-11-21T12:00:00Z"
BOM = EXAMPLE | {
    "as_of": "2026-11-21",
    "lines": [line | {"supplier": "Magnetics GmbH"} for line in EXAMPLE["lines"]],
}
FILE = b"line_id,part_number,material,quantity,unit\n10,MAG-0042,NdFeB N42SH,1.2,kg\n20,,Cerium oxide,300,g\n"
OPEN_FILE = FILE + b"30,,NdFeB,x1,kg\n"
MOST_ITEMS, MOST_WORDS = 2, 4
SECRETS = re.compile(r"(cpl|whsec)_[\w+/=-]{30,}")
SHORTENED = ("manifest",)
"""Objects that a model may fill as it likes: the first members are shown."""

Request = tuple[str, str, Any]


def requests(client: FlaskClient) -> Iterator[tuple[str, Request]]:
    """Operations, and views of a score, with a request each, those first that store what others read."""
    for more in ({"as_of": "2026-10-21"}, {}):  # two points, which can be compared
        assert client.put("/v1/boms/motor-7", json=BOM | more).status_code in (200, 201)
    yield "put_tags", ("PUT", "/v1/boms/motor-7/tags", {"tags": ["series production"]})
    yield "post_batch", ("POST", "/v1/scores/batch", {"boms": {"motor-7": BOM}})
    yield "post_import", ("POST", "/v1/imports", FILE)
    yield "put_mapping", ("PUT", "/v1/imports/mappings/plm-7", MAPPING_EXAMPLE)
    yield "post_rescore", ("POST", "/v1/boms/rescore", None)
    job = client.post("/v1/imports?mode=async", data=OPEN_FILE, content_type="text/csv").headers["Location"]
    Runner(client.application).drain()
    yield "get_job", ("GET", job, None)
    yield "list_job_errors", ("GET", f"{job}/errors", None)
    yield "list_job_results", ("GET", f"{job}/results", None)
    yield "summary", ("POST", "/v1/scores?view=summary", BOM)
    yield "full", ("POST", "/v1/scores?view=full", BOM)
    yield "put_link", ("PUT", "/v1/links/wiki", LINK_EXAMPLE)
    yield "put_webhook", ("PUT", "/v1/webhooks/erp", WEBHOOK_EXAMPLE)
    yield "post_secret", ("POST", "/v1/webhooks/erp/secret", {"overlap_hours": 24})
    yield "put_part", ("PUT", "/v1/parts/MAG-0042", PART_EXAMPLE)
    yield "post_readings", ("POST", "/v1/readings", READINGS_EXAMPLE)
    yield "post_plan", ("POST", "/v1/plans", PLAN_EXAMPLE)
    yield "post_questions", ("POST", "/v1/questions", QUESTIONS_EXAMPLE)
    yield "post_stock", ("POST", "/v1/stock", STOCK_EXAMPLE)
    yield "post_costs", ("POST", "/v1/costs", COSTS_EXAMPLE)
    yield "post_scenarios", ("POST", "/v1/scenarios", SCENARIOS_EXAMPLE)
    measure = client.get("/v1/controls?element=Dy").json["items"][0]["measure_id"]
    for operation, path in (
        ("get_bom", "/v1/boms/motor-7"),
        ("list_boms", "/v1/boms"),
        ("list_revisions", "/v1/boms/motor-7/revisions"),
        ("get_revision", "/v1/boms/motor-7/revisions/1"),
        ("get_portfolio", "/v1/portfolio"),
        ("list_scenarios", "/v1/scenarios"),
        ("get_questions", "/v1/boms/motor-7/questions"),
        ("get_stock", "/v1/boms/motor-7/stock?stop_cost_per_day=50000"),
        ("get_costs", "/v1/boms/motor-7/costs?products_per_year=5000&contract_share=0.5"),
        ("list_alternatives", "/v1/alternatives?element=Nd&stage=separation"),
        ("list_indicators", "/v1/indicators"),
        ("get_scenarios", "/v1/boms/motor-7/scenarios?scenario=n-1-separation"),
        ("get_portfolio_scenario", "/v1/portfolio/scenarios?scenario=n-1-separation"),
        ("list_entries", "/v1/audit"),
        ("list_suppliers", "/v1/suppliers"),
        ("list_links", "/v1/links"),
        ("list_webhooks", "/v1/webhooks"),
        ("get_webhook", "/v1/webhooks/erp"),
        ("list_deliveries", "/v1/webhooks/erp/deliveries"),
        ("get_link", "/v1/links/wiki"),
        ("get_history", "/v1/boms/motor-7/scores"),
        ("get_changes", "/v1/boms/motor-7/changes"),
        ("get_part", "/v1/parts/MAG-0042"),
        ("list_parts", "/v1/parts"),
        ("list_elements", "/v1/elements"),
        ("get_element", "/v1/elements/Dy"),
        ("get_supply", "/v1/elements/Dy/supply"),
        ("list_controls", "/v1/controls?element=Dy"),
        ("get_control", f"/v1/controls/{measure}"),
        ("list_jobs", "/v1/jobs"),
        ("list_mappings", "/v1/imports/mappings"),
        ("get_mapping", "/v1/imports/mappings/plm-7"),
        ("list_claims", "/v1/claims?element=Dy&limit=1"),
        ("get_claim", "/v1/claims/doc-001-17"),
        ("list_statements", "/v1/statements?topic=indicator&limit=1"),
        ("get_statement", "/v1/statements/doc-001-s16"),
        ("list_materials", "/v1/materials?q=N42SH"),
        ("get_material", "/v1/materials/ndfeb-sintered-sh"),
        ("get_model", "/v1/model"),
        ("get_track_record", "/v1/track-record"),
        ("get_shocks", "/v1/shocks?element=Dy&stage=separation"),
        ("get_frozen_shocks", "/v1/shocks/frozen"),
        ("get_element_scores", "/v1/elements/Dy/scores?from=2026-11-01"),
        ("get_portfolio_scores", "/v1/portfolio/scores?step=month"),
        ("healthz", "/healthz"),
        ("readyz", "/readyz"),
    ):
        yield operation, ("GET", path, None)


@contextmanager
def application(folder: Path) -> Iterator[Flask]:
    """The service on the shipped bundle, with nothing stored, at a moment that stands still."""
    settings = Settings(
        database_url=f"sqlite:///{folder / 'contract.db'}", log_level="error", access=Access(keys=False)
    )
    with time_machine.travel(MOMENT, tick=False), known_ids():
        app = create_app(settings, replace(KERNEL, load=lambda *_: kernel()))
        try:
            yield app
        finally:
            app.extensions[EXTENSION].store.close()


def job_id(new: jobs.NewJob, _now: Any) -> str:
    """An id that hangs on the tenant and the kind alone."""
    return hashlib.sha256(f"{new.tenant} {new.kind}".encode()).hexdigest()[:24]


@contextmanager
def known_ids() -> Iterator[None]:
    """Let ids of jobs hang on the tenant and the kind alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jobs, "id_of", job_id)
        yield


def asked(client: FlaskClient, request: Request) -> Any:
    """The answer to a request."""
    method, path, body = request
    sent = {"data": body, "content_type": "text/csv"} if isinstance(body, bytes) else {"json": body}
    answer = client.open(path, method=method, **sent)
    assert answer.is_json, (path, answer.status, answer.get_data(as_text=True)[:200])
    assert answer.status_code < 300, (path, answer.json)
    return answer.json


def examples(client: FlaskClient) -> dict[str, Any]:
    """An answer by operation, its lists shortened; of a score by view."""
    return {operation: shortened(asked(client, request)) for operation, request in requests(client)}


def shortened(value: Any, name: str = "") -> Any:
    """A value with the first of its long lists, and of objects of any members the first few. Of secrets the form."""
    if isinstance(value, str):
        return SECRETS.sub(lambda made: f"{made[1]}_..._shown_once", value)
    if isinstance(value, dict):
        items = list(value.items())[: MOST_ITEMS if name in SHORTENED else None]
        return {key: shortened(inner, key) for key, inner in items}
    if isinstance(value, list):
        most = MOST_ITEMS if value and isinstance(value[0], dict) else MOST_WORDS
        return [shortened(inner, name) for inner in value[:most]]
    return value


def written(value: Any) -> str:
    """JSON as it is kept in the repository."""
    return json.dumps(value, indent=1, ensure_ascii=False, sort_keys=False) + "\n"
