"""The answer's shape, and receipts."""

from __future__ import annotations

import json
from contextlib import ExitStack
from datetime import date
from typing import Any

import jsonschema
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from service.api import context
from service.schemas.answers.full import full_of
from service.schemas.answers.score import ScoreSchema
from service.schemas.answers.summary import SummarySchema, summary_of
from service.schemas.serialise import dumper, encode
from tests.conftest import bom, faults, line
from tests.fakes import FakeKernel, of_lines

FULL = "/v1/scores?view=full"
MEMBERS = (
    "bom_id name score probability interval interval_parts band band_range band_set_by percentile expected_share_hit "
    "points reasons chokepoints standing share_under_control pending_risk event horizon_days window_start window_end "
    "as_of status in_sample_replay tolerance coverage expected_cost_increase lines unread hazards sources "
    "chains figure_lists interval_figures drivers register data_ages model evidence_revision register_revision "
    "receipt messages"
).split()


def test_an_answer_has_exactly_the_documented_members(client: FlaskClient) -> None:
    scored = client.post(FULL, json=bom()).json
    assert list(scored) == MEMBERS
    assert list(scored["lines"][0]) == [
        "line_id",
        "part_number",
        "described",
        "score",
        "probability",
        "expected_share_hit",
        "hazards",
        "score_without",
        "mass_g",
        "value",
        "expected_cost_increase",
        "reading",
    ]


def test_an_answer_is_valid_by_its_own_openapi_schema(client: FlaskClient) -> None:
    document = client.get("/openapi.json").json
    schema = {"$ref": "#/components/schemas/Score", "components": document["components"]}
    scored = client.post(FULL, json=bom(line(), line("2"))).json
    jsonschema.validate(scored, schema, cls=jsonschema.Draft202012Validator)


def test_countries_go_out_in_two_letters(client: FlaskClient) -> None:
    scored = client.post(FULL, json=bom()).json
    assert scored["drivers"][0]["without"] == {"country": "CN"}
    assert [s["country"] for s in scored["hazards"][0]["supply"]["separation"]] == ["CN", "WLD"]


def test_a_driver_names_one_thing_only(client: FlaskClient) -> None:
    scored = client.post(FULL, json=bom()).json
    assert [list(driver["without"]) for driver in scored["drivers"]] == [["country"], ["measure"]]


def test_every_number_is_a_json_number(client: FlaskClient) -> None:
    hazard = client.post(FULL, json=bom()).json["hazards"][0]
    assert hazard["mass_g"] == 14.4
    assert hazard["supply"]["separation"][0]["share"] == [0.85, 0.9, 1.0]


def test_the_quick_dump_agrees_with_marshmallow() -> None:
    scored = of_lines(FakeKernel(), ["1", "2"], "DEU", date(2026, 11, 21))
    for schema, values in ((ScoreSchema(), full_of(scored)), (SummarySchema(), summary_of(scored))):
        slow: Any = schema.dump(values)
        assert json.loads(encode(dumper(schema)(values))) == slow


def test_without_a_date_a_bom_is_scored_for_today_in_utc(client: FlaskClient) -> None:
    with time_machine.travel("2026-11-21T23:30:00-05:00"):
        assert client.post("/v1/scores", json=bom()).json["as_of"] == "2026-11-22"


def test_a_stated_date_is_the_date_scored_for(client: FlaskClient) -> None:
    assert client.post("/v1/scores", json=bom(as_of="2025-04-05")).json["window"]["start"] == "2025-04-05"


def test_a_receipt_recomputes_the_same_bytes(client: FlaskClient) -> None:
    for view in ("", "?view=summary", "?view=full"):
        first = client.post(f"/v1/scores{view}", json=bom(line(), line("2")))
        again = client.post(f"/v1/receipts{view}", json={"receipt": first.json["receipt"]})
        assert (again.status_code, again.data) == (200, first.data)


def test_a_damaged_receipt_is_422(client: FlaskClient) -> None:
    answer = client.post("/v1/receipts", json={"receipt": "damaged"})
    assert (answer.status_code, faults(answer)) == (422, {"/receipt": "damaged_receipt"})


def test_sources_of_the_same_country_are_added(client: FlaskClient) -> None:
    supply = [{"stage": "separation", "country": c, "share": s} for c, s in (("CN", 0.5), ("CHN", 0.5))]
    assert client.post("/v1/scores", json=bom(line(supply=supply))).status_code == 200


def test_who_waits_too_long_for_the_kernel_is_asked_to_come_back(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(context, "LONGEST_WAIT", 0.01)
    for path, body in (("/v1/scores", bom()), ("/v1/readings", {"lines": [{"material": "x"}]})):
        with app.extensions["chokepoint"].scoring:
            answer = client.post(path, json=body)
            assert client.get("/healthz").status_code == 200
        assert (answer.status_code, answer.json["errors"][0]["code"]) == (503, "busy")
        assert answer.headers["Retry-After"] == "5"
        assert client.post(path, json=body).status_code == 200


def test_only_so_many_bodies_are_in_memory_and_each_gives_its_place_back(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = app.extensions["chokepoint"].places
    for body in (bom(), bom(line(material="unscorable")), bom(line(material="crash")), {}, []):
        for _ in range(context.PLACES):
            assert client.post("/v1/scores", json=body).status_code in (200, 422, 500)
    monkeypatch.setattr(context, "LONGEST_WAIT", 0.01)
    with ExitStack() as stack:
        for _ in range(context.PLACES):
            stack.enter_context(places)
        answer = client.post("/v1/scores", json=bom())
        assert (answer.status_code, answer.json["errors"][0]["code"]) == (503, "busy")
        assert client.get("/v1/boms").status_code == 200
    assert client.post("/v1/scores", json=bom()).status_code == 200
