"""``/v1/jobs`` and ``/v1/imports/mappings``: lists, pages, what is refused, what is whose."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, cast

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.api.context import EXTENSION
from service.jobs.kinds import KINDS
from service.jobs.runner import Runner
from service.store import room
from service.store.watch.messages import AttemptOutcome
from service.webhooks.words import body
from tests.conftest import faults
from tests.service.imports.files import csv

FILE = csv("Description,Qty,UoM", "NdFeB,1,kg")


def accepted(client: FlaskClient, count: int = 1) -> list[str]:
    """Paths of jobs that wait."""
    answers = [client.post("/v1/imports?mode=async", data=FILE, content_type="text/csv") for _ in range(count)]
    return [answer.headers["Location"] for answer in answers]


def items(client: FlaskClient, path: str) -> Any:
    return client.get(path).json["items"]  # type: ignore[index]


def test_jobs_are_listed_newest_first_page_by_page_by_state_and_kind(app: Flask, client: FlaskClient) -> None:
    paths = accepted(client, 3)
    client.delete(paths[1])
    client.post("/v1/boms/rescore")
    first = client.get("/v1/jobs?limit=2").json
    rest = client.get(first["next"]).json  # type: ignore[index]
    ids = [one["job_id"] for one in first["items"] + rest["items"]]  # type: ignore[index]
    assert ids[1:] == [path.rpartition("/")[2] for path in reversed(paths)]
    assert rest["next"] is None  # type: ignore[index]
    assert [one["state"] for one in items(client, "/v1/jobs?state=cancelled")] == ["cancelled"]
    assert [one["kind"] for one in items(client, "/v1/jobs?kind=rescore")] == ["rescore"]
    assert faults(client.get("/v1/jobs?state=lost"))["?state"] == "not_a_choice"


@pytest.mark.parametrize("path", ["", "/errors", "/results"])
def test_a_job_that_there_isnt_is_not_found(client: FlaskClient, path: str) -> None:
    for job_id in ("0" * 24, "x" * 300, "%F0%9F%98%80"):
        assert client.get(f"/v1/jobs/{job_id}{path}").status_code == 404
    assert client.delete("/v1/jobs/nothing").status_code == 404


@pytest.mark.slow
def test_pages_of_errors_hold_each_once_whatever_their_size(app: Flask, client: FlaskClient) -> None:
    data = csv("Description,Qty,UoM", *(f"NdFeB,x{n},kg" for n in range(620)))
    path = client.post("/v1/imports?mode=async", data=data, content_type="text/csv").headers["Location"]
    Runner(app).drain()
    for limit in (7, 200):
        rows, following = [], f"{path}/errors?limit={limit}"
        while following:
            page = client.get(following).json
            rows += [one["row"] for one in page["items"]]  # type: ignore[index]
            following = page["next"]  # type: ignore[index]
        assert rows == list(range(2, 622))


HOOK = {"url": "https://example.com/hook", "on": ["job_finished"]}


def told(app: Flask) -> list[Any]:
    """What webhooks are sent now, in the order of their sending."""
    messages, now, rows = app.extensions[EXTENSION].store.messages, datetime.now(UTC), []
    while (one := messages.claim(now)) is not None:
        rows.append(json.loads(body(one)))
        messages.settle(one, AttemptOutcome(204, None), now)
    return rows


def test_each_end_of_a_job_is_told_to_webhooks_once(app: Flask, client: FlaskClient) -> None:
    client.put("/v1/webhooks/erp", json=HOOK)
    client.put("/v1/webhooks/other", json=HOOK | {"on": ["band_crossed"]})
    done, unread, cancelled = (
        client.post(f"/v1/imports?mode=async{end}", data=data, content_type="text/csv").headers["Location"]
        for data, end in ((FILE, ""), (b"\x00\x01", ""), (FILE, ""))
    )
    client.delete(cancelled)
    Runner(app).drain()
    rows = told(app)
    assert {row["type"] for row in rows} == {"job.finished"}
    jobs = {row["data"]["job"]["job_id"]: row["data"]["job"] for row in rows}
    assert len(rows) == len(jobs) == 3
    states = [jobs[path.rpartition("/")[2]]["state"] for path in (done, unread, cancelled)]
    assert states == ["done", "failed", "cancelled"]
    for path in (done, unread, cancelled):
        one: Any = client.get(path).json
        named = ("job_id", "kind", "state", "created_by", "progress", "counts")
        assert jobs[one["job_id"]] == {name: one[name] for name in named}
    client.delete("/v1/webhooks/erp")
    client.delete("/v1/webhooks/other")


def test_a_job_that_is_given_up_is_told_to_webhooks(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_claim: Any) -> Any:
        raise RuntimeError

    client.put("/v1/webhooks/erp", json=HOOK)
    accepted(client)
    monkeypatch.setitem(cast("dict[str, Any]", KINDS), "import", breaks)
    Runner(app).drain()
    assert [row["data"]["job"]["state"] for row in told(app)] == ["failed"]
    client.delete("/v1/webhooks/erp")


def test_jobs_are_counted_by_state(app: Flask, client: FlaskClient) -> None:
    paths = accepted(client, 2)
    client.delete(paths[0])
    assert app.extensions[EXTENSION].store.jobs.counts() == {
        "queued": 1,
        "running": 0,
        "done": 0,
        "failed": 0,
        "cancelled": 1,
    }
    assert 'chokepoint_jobs{state="queued"} 1.0' in client.get("/metrics").text


MAPPING = {"columns": {"Teil X": "name", "Note": "other"}}
PATH = "/v1/imports/mappings/plm-7"


def test_a_mapping_is_kept_by_name_and_read_by_it(client: FlaskClient) -> None:
    created = client.put(PATH, json=MAPPING)
    assert (created.status_code, created.headers["Location"]) == (201, PATH)
    assert client.put(PATH, json=MAPPING).status_code == 200
    data = csv("Teil X,Qty,Note", "NdFeB,1,a")
    named = client.post("/v1/imports?mapping=plm-7", data=data, content_type="text/csv").json
    written = client.post(
        "/v1/imports", query_string={"mapping": '{"Teil X":"name","Note":"other"}'}, data=data, content_type="text/csv"
    )
    assert named == written.json
    assert [(one["name"], one["columns"]) for one in items(client, "/v1/imports/mappings")] == [
        ("plm-7", MAPPING["columns"])
    ]
    assert client.get(PATH).json["put_by"] is None  # type: ignore[index]
    assert client.delete(PATH).status_code == 204
    assert [client.get(PATH).status_code, client.delete(PATH).status_code] == [404, 404]
    gone = client.post("/v1/imports?mapping=plm-7", data=data, content_type="text/csv")
    assert faults(gone) == {"?mapping": "unknown_mapping"}


@pytest.mark.parametrize(
    ("path", "body", "wrong"),
    [
        (PATH, {"columns": {"Teil": "colour"}}, {"/columns/Teil": "unknown_role"}),
        (PATH, {"columns": {}}, {"/columns": "length"}),
        (PATH, {"columns": ["Teil"]}, {"/columns": "not_an_object"}),
        (PATH, {"columns": {"": "name"}}, {"/columns": "key"}),
        (PATH, {}, {"/columns": "required"}),
        ("/v1/imports/mappings/-a", MAPPING, {"/name": "pattern"}),
    ],
)
def test_a_mapping_that_cant_be_kept_is_refused_with_its_place(
    client: FlaskClient, path: str, body: Any, wrong: dict[str, str]
) -> None:
    answer = client.put(path, json=body)
    assert (answer.status_code, faults(answer)) == (422, wrong)


def test_mappings_of_a_tenant_are_bounded(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MOST_MAPPINGS", 1)
    assert client.put(PATH, json=MAPPING).status_code == 201
    refused = client.put("/v1/imports/mappings/other", json=MAPPING)
    assert (refused.status_code, faults(refused)) == (422, {"": "tenant_full"})
    assert [one["name"] for one in client.get("/v1/imports/mappings").json["items"]] == ["plm-7"]  # type: ignore[index]
    assert client.put(PATH, json=MAPPING).status_code == 200
