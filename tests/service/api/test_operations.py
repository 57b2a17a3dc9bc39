"""Readiness, metrics, documentation."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from inspect import iscoroutinefunction
from pathlib import Path
from urllib.parse import quote

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.mmap_dict import MmapedDict, mmap_key

from service.access.policy import PAGES
from service.app import create_app
from service.config import Access, Settings
from service.engine import KERNEL
from service.metrics import Metrics, Now, bury
from service.risk.explanation.words import day_words
from service.schemas.answers.codes import BANDS
from tests.conftest import bom, client_of, faults, line, settings_in
from tests.factories import kernel
from tests.fakes import broken, engine, refused


@pytest.fixture(scope="module")
def unready(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client of a service whose bundle was refused."""
    with client_of(settings_in(tmp_path_factory.mktemp("unready")), replace(engine(), load=refused)) as client:
        yield client


def test_no_function_of_the_application_is_a_coroutine(app: Flask) -> None:
    """It tells Flask so, which else asks of each in every request."""
    hooks = (app.before_request_funcs, app.after_request_funcs, app.teardown_request_funcs)
    functions = [*app.view_functions.values(), *(one for kind in hooks for some in kind.values() for one in some)]
    assert len(functions) > len(app.view_functions) > 0
    assert not any(map(iscoroutinefunction, functions))


def test_a_service_with_a_model_is_ready(client: FlaskClient) -> None:
    assert client.get("/readyz").json["status"] == "ready"


@pytest.mark.slow
def test_what_is_older_than_its_bound_says_so_and_is_served_all_the_same(tmp_path: Path) -> None:
    with client_of(settings_in(tmp_path), replace(KERNEL, load=lambda *_: kernel())) as client:
        until = kernel().last_day
        places = ("/readyz", "/model", f"/v1/models/{kernel().version}/card")
        with time_machine.travel(until, tick=False):
            early = [client.get(path).get_data(as_text=True) for path in places]
        with time_machine.travel(until + timedelta(days=1), tick=False):
            late = [client.get(path) for path in places]
    words = f"Model {kernel().version} and its card were good until {day_words(until)}."
    assert not any(words in text for text in early)
    assert [answer.status_code for answer in late] == [200, 200, 200]
    assert all(words in answer.get_data(as_text=True) for answer in late)


def test_a_refused_bundle_leaves_the_service_alive_but_unready(unready: FlaskClient) -> None:
    assert unready.get("/healthz").status_code == 200
    answer = unready.get("/readyz")
    assert (answer.status_code, faults(answer)) == (503, {"": "model_refused"})
    assert "digest of model.joblib" in answer.json["detail"]


def test_a_bundle_that_makes_a_library_fail_leaves_the_service_unready_too(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    with client_of(settings, replace(engine(), load=broken)) as client:
        answer = client.get("/readyz")
    assert (answer.status_code, faults(answer)) == (503, {"": "model_refused"})
    assert "KeyError" in capsys.readouterr().err


@pytest.mark.parametrize(
    "path", ["/v1/scores", "/v1/receipts", "/v1/boms/x", "/v1/model", "/v1/controls", "/v1/claims"]
)
def test_what_needs_the_model_is_503_with_the_same_reason(unready: FlaskClient, path: str) -> None:
    if path == "/v1/receipts":
        answer = unready.post(path, json={"receipt": "x"})
    elif path == "/v1/scores":
        answer = unready.post(path, json=bom())
    elif path == "/v1/boms/x":
        answer = unready.put(path, json=bom())
    else:
        answer = unready.get(path)
    assert (answer.status_code, faults(answer)) == (503, {"": "model_refused"})
    assert answer.headers["Retry-After"]


def test_what_needs_no_model_is_served_without_one(unready: FlaskClient) -> None:
    for path in ("/v1/elements", "/v1/boms", "/openapi.json", "/docs", "/metrics"):
        assert unready.get(path).status_code == 200


def test_a_database_that_cant_be_reached_leaves_scoring_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "folder.db"
    folder.mkdir()
    with client_of(Settings(database_url=f"sqlite:///{folder}", access=Access(keys=False))) as client:
        assert client.post("/v1/scores", json=bom()).status_code == 200
        for answer in (client.get("/v1/boms"), client.get("/readyz"), client.put("/v1/boms/x", json=bom())):
            assert (answer.status_code, faults(answer)) == (503, {"": "database_unavailable"})
    assert "database_unavailable" in capsys.readouterr().err


def test_requests_are_counted_by_route_and_scores_by_status(settings: Settings) -> None:
    with client_of(settings) as client:
        client.post("/v1/scores", json=bom())
        client.get("/v1/boms/a")
        client.get("/v1/boms/b")
        client.get("/random/path")
        text = client.get("/metrics").get_data(as_text=True)
    assert 'chokepoint_scores_total{status="scored"} 1.0' in text
    assert 'chokepoint_requests_total{method="GET",route="/v1/boms/<id:bom_id>",status="404"} 2.0' in text
    assert 'route="unmatched",status="404"} 1.0' in text
    assert 'chokepoint_model_info{sha256="' + "0" * 64 + '",version="fake-1"} 1.0' in text


@pytest.mark.slow
def test_metrics_tell_how_old_the_data_are_on_the_day_of_the_scrape(tmp_path: Path) -> None:
    with client_of(settings_in(tmp_path), replace(KERNEL, load=lambda *_: kernel())) as client:
        with time_machine.travel("2026-11-20T12:00:00Z", tick=False):
            client.put("/v1/boms/a", json=bom())
            early = gauges(client)
        with time_machine.travel("2027-03-31T12:00:00Z", tick=False):
            client.put("/v1/boms/b", json=bom())
            late = gauges(client)
    assert early['chokepoint_data_age_days{data="register"}'] == 53
    assert early['chokepoint_data_age_days{data="prices"}'] == 99
    assert early['chokepoint_data_age_days{data="trade"}'] == (date(2026, 11, 20) - date(2024, 12, 31)).days
    assert (early["chokepoint_beyond_evidence_days"], late["chokepoint_beyond_evidence_days"]) == (0, 1)
    assert early["chokepoint_oldest_score_age_seconds"] == 0
    assert late["chokepoint_oldest_score_age_seconds"] == 131 * 86_400


def test_metrics_leave_out_what_cant_be_known(unready: FlaskClient) -> None:
    names = {name.partition("{")[0] for name in gauges(unready)}
    assert not names & {"chokepoint_data_age_days", "chokepoint_beyond_evidence_days"}
    assert "chokepoint_oldest_score_age_seconds" not in names


def test_metrics_tell_the_bands_of_what_is_stored_and_how_many_measures_are_unknown(tmp_path: Path) -> None:
    with (
        client_of(settings_in(tmp_path), replace(KERNEL, load=lambda *_: kernel())) as client,
        time_machine.travel("2026-11-20T12:00:00Z", tick=False),
    ):
        band = client.put("/v1/boms/a", json=bom()).json["band"]
        client.put("/v1/boms/b", json=bom())
        told = gauges(client)
        unknown = client.get("/v1/controls?status=unknown").json["items"]
    bands = {name: value for name, value in told.items() if name.startswith("chokepoint_boms{")}
    assert bands == {f'chokepoint_boms{{band="{name}"}}': 2.0 * (name == band) for name in (*BANDS, "none")}
    assert told["chokepoint_unknown_measures"] == len(unknown) > 0


def test_the_metrics_of_one_bom_are_told_where_they_are_asked_for_and_at_most_as_many(settings: Settings) -> None:
    with client_of(replace(settings, metrics_per_bom=2)) as client:
        for bom_id, lines in (("low", 1), ("high", 3), ('mid"dle\\', 2)):
            path = f"/v1/boms/{quote(bom_id, safe='')}"
            assert client.put(path, json=bom(*(line(str(n)) for n in range(lines)))).status_code == 201
        told = gauges(client)
    scores = {name: value for name, value in told.items() if "bom_score" in name}
    middle = 'chokepoint_bom_score{bom_id="mid\\"dle\\\\",tenant="own"}'
    assert list(scores) == ['chokepoint_bom_score{bom_id="high",tenant="own"}', middle]
    assert told["chokepoint_boms_untold"] == 1


def test_the_metrics_name_no_bom_unless_they_are_asked_to(client: FlaskClient) -> None:
    client.put("/v1/boms/secret-product", json=bom())
    assert "secret-product" not in client.get("/metrics").get_data(as_text=True)


def test_the_counts_of_workers_that_ended_are_kept_in_one_file_a_kind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    key = mmap_key("chokepoint_scores", "chokepoint_scores_total", ["status"], ["scored"], "Scored.")
    for pid in (11, 12, 13):
        counts = MmapedDict(str(tmp_path / f"counter_{pid}.db"))
        counts.write_value(key, 2.0, 0.0)
        counts.close()
        if pid != 13:
            bury(pid)
    assert sorted(path.name for path in tmp_path.glob("*.db")) == ["counter_13.db", "counter_ended.db"]
    rendered = Metrics().render(Now((), date(2026, 11, 20), None, None)).decode()
    assert 'chokepoint_scores_total{status="scored"} 6.0' in rendered


def gauges(client: FlaskClient) -> dict[str, float]:
    """Samples of /metrics by name and labels."""
    lines = client.get("/metrics").get_data(as_text=True).splitlines()
    rows = (line.rpartition(" ") for line in lines if not line.startswith("#"))
    return {name: float(value) for name, _, value in rows}


def test_every_route_is_documented(app: Flask, client: FlaskClient) -> None:
    paths = client.get("/openapi.json").json["paths"]
    for rule in app.url_map.iter_rules():
        if rule.endpoint not in PAGES and rule.rule != "/openapi.json":
            assert re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule) in paths


def test_the_documentation_asks_no_other_host(client: FlaskClient) -> None:
    page = client.get("/docs")
    text = page.get_data(as_text=True)
    assert "http" not in text.replace("http-equiv", "")
    assert page.headers["Content-Security-Policy"].startswith("default-src 'self'")
    for name in ("/docs/assets/swagger-ui-bundle.js", "/docs/assets/swagger-ui.css", "/docs/own/docs.js"):
        assert name in text
        with client.get(name) as asset:
            assert asset.status_code == 200


def test_without_javascript_the_documentation_shows_a_request_that_scores(client: FlaskClient) -> None:
    text = html.unescape(client.get("/docs").get_data(as_text=True))
    shown = re.search(r"<noscript>(.*)</noscript>", text, re.DOTALL)
    assert shown is not None
    assert 'href="/openapi.json"' in shown[1]
    body = re.search(r"-d '(.*)'</pre>", shown[1], re.DOTALL)
    assert body is not None
    assert client.post("/v1/scores", json=json.loads(body[1])).status_code == 200


def test_the_document_shows_example_bodies_and_what_the_optional_words_do(client: FlaskClient) -> None:
    document = client.get("/openapi.json").json
    for path, member in (("/v1/scores", "lines"), ("/v1/receipts", "receipt")):
        media = document["paths"][path]["post"]["requestBody"]["content"]["application/json"]
        assert member in media["example"]
    schemas = document["components"]["schemas"]
    assert "military" in schemas["Line"]["properties"]["end_use"]["description"]
    assert "the mass of one" in schemas["Line"]["properties"]["pieces"]["description"]
    assert "serious acts met on the way" in schemas["HazardScore"]["properties"]["controls"]["description"]


def ready_metrics(client: FlaskClient) -> set[str]:
    text = client.get("/metrics").get_data(as_text=True)
    return {line for line in text.splitlines() if re.match(r"chokepoint_(part_)?ready", line)}


@pytest.mark.slow
def test_readiness_and_its_metric_agree_on_which_part_is_down(
    client: FlaskClient, unready: FlaskClient, tmp_path: Path, settings: Settings
) -> None:
    up = {
        'chokepoint_part_ready{part="model"} 1.0',
        'chokepoint_part_ready{part="database"} 1.0',
        "chokepoint_ready 1.0",
    }
    assert ready_metrics(client) == up
    (tmp_path / "file").write_text("")
    homeless = replace(settings, database_url=f"sqlite:///{tmp_path / 'file' / 'x.db'}")
    both = create_app(homeless, replace(engine(), load=refused)).test_client()
    scoring = create_app(homeless, engine()).test_client()
    for asked, down in (
        (unready, {"model": "model_refused"}),
        (scoring, {"database": "database_unusable"}),
        (both, {"model": "model_refused", "database": "database_unusable"}),
    ):
        answer = asked.get("/readyz")
        assert [error["code"] for error in answer.json["errors"]] == list(down.values())
        assert answer.headers["Retry-After"]
        assert ready_metrics(asked) == {
            *(f'chokepoint_part_ready{{part="{part}"}} {float(part not in down)}' for part in ("model", "database")),
            "chokepoint_ready 0.0",
        }
    assert scoring.post("/v1/scores", json=bom()).status_code == 200
    assert scoring.put("/v1/boms/x", json=bom()).status_code == 503


@pytest.mark.parametrize("path", ["/v1/boms/motor-7", "/v1/boms/nothing", "/v1/parts", "/v1/boms/motor-7/revisions"])
def test_nobody_on_the_way_keeps_a_private_answer(client: FlaskClient, path: str) -> None:
    assert client.put("/v1/boms/motor-7", json=bom()).headers["Cache-Control"] == "no-store"
    assert client.get(path).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "path", ["/", "/docs", "/docs/problems", "/openapi.json", "/v1/model", "/nothing", "/v1/boms/x"]
)
def test_every_answer_tells_browsers_what_it_may_load_and_be(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    of_pages = path in ("/", "/docs/problems")  # their forms say where they were sent from
    assert headers["Referrer-Policy"] == ("same-origin" if of_pages else "no-referrer")
    assert "Strict-Transport-Security" not in headers


def test_a_browser_is_held_to_tls_where_there_is_tls(client: FlaskClient) -> None:
    assert (
        client.get("/healthz", base_url="https://localhost").headers["Strict-Transport-Security"] == "max-age=31536000"
    )
