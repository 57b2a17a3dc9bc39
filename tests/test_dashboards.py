"""Dashboards, alerts and what compose starts for them: every query is asked of the service."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from service.engine import KERNEL
from service.jobs.runner import Runner
from service.schemas.bom import EXAMPLE
from tests.conftest import client_of, settings_in
from tests.factories import kernel

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"
BOARDS = {
    path.stem: json.loads(path.read_text()) for path in sorted((DEPLOY / "grafana" / "dashboards").glob("*.json"))
}
RULES = [
    rule
    for group in yaml.safe_load((DEPLOY / "prometheus" / "rules.yml").read_text())["groups"]
    for rule in group["rules"]
]
SOURCES = yaml.safe_load((DEPLOY / "grafana" / "provisioning" / "datasources" / "chokepoint.yml").read_text())[
    "datasources"
]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
HOST = "http://chokepoint:8080"
SELECTOR = re.compile(r"\b(chokepoint_\w+|up\b)(?:\{([^}]*)\})?")
MATCHER = re.compile(r'(\w+)\s*(=~|=)\s*"([^"]*)"')
GROUPED = re.compile(r"\bby \(([^)]*)\)")
OF_PROMETHEUS = {"up": {"job": {"chokepoint"}}}
"""What Prometheus itself makes of a scrape."""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client of the service on the shipped bundle, which stores one product that has a shared chokepoint."""
    settings = replace(settings_in(tmp_path_factory.mktemp("dashboards")), metrics_per_bom=5)
    with client_of(settings, replace(KERNEL, load=lambda *_: kernel())) as client:
        bom = {name: value for name, value in EXAMPLE.items() if name not in ("bom_id", "as_of")}
        assert client.put("/v1/boms/motor-7", json=bom).status_code == 201
        assert client.post("/v1/scores", json=bom).status_code == 200
        yield client


def panels() -> list[tuple[str, Mapping[str, Any]]]:
    """Every panel, and the query of every variable, with the name of its dashboard."""
    rows = [(name, panel) for name, board in BOARDS.items() for panel in board["panels"]]
    for name, board in BOARDS.items():
        for variable in board["templating"]["list"]:
            if variable["type"] == "query":
                target = variable["query"]["infinityQuery"]
                rows.append(
                    (name, {"title": variable["name"], "datasource": target["datasource"], "targets": [target]})
                )
    return rows


def expressions() -> list[str]:
    """Every PromQL expression of dashboards and alerts."""
    queries = [target["expr"] for _, panel in panels() for target in panel["targets"] if "expr" in target]
    return [*queries, *(rule["expr"] for rule in RULES)]


def known(client: FlaskClient) -> dict[str, dict[str, set[str]]]:
    """By name of a sample, the values of each of its labels, as /metrics tells them."""
    samples: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for family in text_string_to_metric_families(client.get("/metrics").get_data(as_text=True)):
        for sample in family.samples:
            samples[sample.name]
            for label, value in sample.labels.items():
                samples[sample.name][label].add(value)
    return samples | OF_PROMETHEUS


def strange(expression: str, samples: Mapping[str, Mapping[str, set[str]]]) -> list[str]:
    """Names, labels and values of an expression that /metrics doesn't have."""
    faults = []
    labels: set[str] = set()
    for name, matchers in SELECTOR.findall(expression):
        own = samples.get(name)
        if own is None:
            faults.append(name)
            continue
        labels |= own.keys()
        for label, how, value in MATCHER.findall(matchers):
            wanted = value.split("|") if how == "=~" and value != "5.." else [value]
            if label not in own or (value != "5.." and not set(wanted) <= own[label]):
                faults.append(f"{name}{{{label}={value}}}")
    grouped = {one.strip() for names in GROUPED.findall(expression) for one in names.split(",")}
    return faults + sorted(grouped - labels)


def test_every_name_and_label_of_an_expression_is_one_that_the_service_tells(client: FlaskClient) -> None:
    samples = known(client)
    assert len(expressions()) > 25
    assert {one: strange(one, samples) for one in expressions() if strange(one, samples)} == {}
    for wrong in ("chokepoint_nothing", 'chokepoint_boms{band="huge"}', "sum by (colour) (chokepoint_boms)"):
        assert strange(wrong, samples)


def asked(url: str) -> str:
    """The path of a query, with the variables that Grafana fills in."""
    day = datetime.now(UTC).date().isoformat()
    filled = re.sub(r"\$\{__(from|to):date:YYYY-MM-DD\}", day, url.removeprefix(HOST))
    filled = filled.replace("${bom:percentencode}", "motor-7").replace("${element}", "Dy")
    assert "$" not in filled, url
    return filled


def cell(row: Any, selector: str) -> Any:
    """What a selector names in a row; ``KeyError`` where nothing is there."""
    for name in selector.split("."):
        row = row[name]
    return row


def test_every_address_answers_with_the_columns_that_its_panel_names(client: FlaskClient) -> None:
    queries = [target for _, panel in panels() for target in panel["targets"] if "url" in target]
    assert len(queries) > 10
    for target in queries:
        assert target["url"].startswith(f"{HOST}/v1/")
        answer = client.get(asked(target["url"]))
        assert answer.status_code == 200, (target["url"], answer.json)
        rows = cell(answer.json, target["root_selector"]) if target["root_selector"] else [answer.json]
        assert rows, target["url"]
        for column in target["columns"]:
            value = cell(rows[0], column["selector"])
            kinds = {"number": (int, float), "timestamp": str, "string": (str, bool)}[column["type"]]
            assert value is None or isinstance(value, kinds), (target["url"], column)
            if column["type"] == "timestamp":
                assert datetime.fromisoformat(value).tzinfo, value


def test_every_panel_asks_a_source_that_is_provisioned_and_says_what_it_shows() -> None:
    sources = {one["uid"]: one["type"] for one in SOURCES}
    for name, panel in panels():
        assert sources[panel["datasource"]["uid"]] == panel["datasource"]["type"], (name, panel["title"])
        assert {target["datasource"]["uid"] for target in panel["targets"]} == {panel["datasource"]["uid"]}
    for board in BOARDS.values():
        ids = [panel["id"] for panel in board["panels"]]
        assert len(ids) == len(set(ids))
        for panel in board["panels"]:
            assert panel["description"]
            assert panel["gridPos"]["x"] + panel["gridPos"]["w"] <= 24


def test_no_two_panels_of_a_dashboard_lie_on_each_other() -> None:
    for board in BOARDS.values():
        cells = [
            (x, y)
            for place in (panel["gridPos"] for panel in board["panels"])
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        ]
        assert len(cells) == len(set(cells))


def test_alerts_watch_bands_data_webhooks_and_the_database(client: FlaskClient) -> None:
    names = {rule["alert"] for rule in RULES}
    wanted = {"ServiceOrDatabaseDown", "DatabaseDown", "MoreProductsInHighBands", "ProductCrossedIntoSevere"}
    assert wanted | {"RegisterStale", "PricesStale", "WebhooksGivenUp", "WebhooksWait"} <= names
    assert len(names) == len(RULES)
    bands = {name: band["from"] for name, band in starts(client).items()}
    for name, band in (("ProductCrossedIntoHigh", "high"), ("ProductCrossedIntoSevere", "severe")):
        [rule] = [rule for rule in RULES if rule["alert"] == name]
        assert set(map(float, re.findall(r"(?:>=|<) (\d+)", rule["expr"]))) == {bands[band]}


def test_a_score_means_no_more_in_metrics_than_in_an_answer(client: FlaskClient) -> None:
    score = client.get("/v1/boms/motor-7/score").json["score"]
    samples = [one for family in text_string_to_metric_families(client.get("/metrics").text) for one in family.samples]
    assert [one.value for one in samples if one.name == "chokepoint_bom_score"] == [score]


def sums(client: FlaskClient) -> dict[str, float]:
    """Jobs by state, as /metrics tells them."""
    samples = [one for family in text_string_to_metric_families(client.get("/metrics").text) for one in family.samples]
    return {one.labels["state"]: one.value for one in samples if one.name == "chokepoint_jobs"}


def test_alerts_watch_jobs_that_fail_and_jobs_that_nobody_takes(client: FlaskClient) -> None:
    rules = {rule["alert"]: rule["expr"] for rule in RULES}
    failed, wait = ([match[1] for match in SELECTOR.findall(rules[name])] for name in ("JobsFailed", "JobsWait"))
    assert failed == ['state="failed"'] * 2
    assert wait == ['state="queued"', 'state="running"']
    before = sums(client)
    client.post("/v1/imports?mode=async", data=b"\x00\x01", content_type="text/csv")
    assert sums(client)["queued"] == before["queued"] + 1
    Runner(client.application).drain()
    assert sums(client) == before | {"failed": before["failed"] + 1}
    assert "chokepoint_jobs" in "".join(target.get("expr", "") for _, panel in panels() for target in panel["targets"])


def starts(client: FlaskClient) -> dict[str, dict[str, float]]:
    """Where each band begins."""
    return {name: {"from": float(value)} for name, value in kernel().manifest["bands"].items()}


def test_what_watches_is_pinned_bounded_checked_and_open_to_nobody_without_a_password() -> None:
    for name, profile in (("prometheus", "grafana"), ("grafana", "grafana"), ("alertmanager", "alerts")):
        service = COMPOSE["services"][name]
        assert service["profiles"] == [profile]
        assert re.fullmatch(r"\$\{\w+_IMAGE:-[\w./-]+:v?\d+\.\d+\.\d+@sha256:[0-9a-f]{64}\}", service["image"])
        assert {"mem_limit", "cpus", "pids_limit", "healthcheck"} <= service.keys()
        assert service["cap_drop"] == ["ALL"]
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ()))
        assert set(service["secrets"]) <= COMPOSE["secrets"].keys()
        for volume in service["volumes"]:
            source = volume.split(":")[0]
            assert (ROOT / source).is_dir() if source.startswith("./") else source in COMPOSE["volumes"]
    grafana = COMPOSE["services"]["grafana"]["environment"]
    assert grafana["GF_SECURITY_ADMIN_PASSWORD__FILE"] == "/run/secrets/grafana_password"
    assert grafana["GF_AUTH_ANONYMOUS_ENABLED"] == "false"
    assert re.search(r"@\d+\.\d+\.\d+$", grafana["GF_PLUGINS_PREINSTALL_SYNC"])


def test_alerts_are_sent_by_an_alertmanager_to_an_address_in_a_file() -> None:
    told = yaml.safe_load((DEPLOY / "alertmanager" / "alertmanager.yml").read_text())
    [receiver] = told["receivers"]
    assert told["route"]["receiver"] == receiver["name"]
    assert receiver["webhook_configs"] == [{"url_file": "/run/secrets/alert_url", "send_resolved": True}]
    assert COMPOSE["services"]["alertmanager"]["secrets"] == ["alert_url"]
    [looked_up] = yaml.safe_load((DEPLOY / "prometheus" / "prometheus.yml").read_text())["alerting"]["alertmanagers"]
    assert looked_up["dns_sd_configs"] == [{"names": ["alertmanager"], "type": "A", "port": 9093}]


def test_an_alert_that_waits_for_another_names_rules_and_severities_that_there_are() -> None:
    [rule] = yaml.safe_load((DEPLOY / "alertmanager" / "alertmanager.yml").read_text())["inhibit_rules"]
    first = re.fullmatch(r'alertname = "(\w+)"', rule["source_matchers"][0])
    second = re.fullmatch(r'severity = "(\w+)"', rule["target_matchers"][0])
    assert first is not None
    assert second is not None
    assert first[1] in {one["alert"] for one in RULES}
    assert second[1] in {one["labels"]["severity"] for one in RULES if one["alert"] != first[1]}


def test_keys_stand_in_files_that_git_leaves_out() -> None:
    scrape = yaml.safe_load((DEPLOY / "prometheus" / "prometheus.yml").read_text())["scrape_configs"][0]
    assert scrape["authorization"] == {"credentials_file": "/run/secrets/metrics_key"}
    [infinity] = [one for one in SOURCES if one["uid"] == "chokepoint"]
    assert infinity["secureJsonData"] == {"bearerToken": "$__file{/run/secrets/read_key}"}
    assert infinity["jsonData"]["allowedHosts"] == [HOST]
    assert (DEPLOY / "secrets" / ".gitignore").read_text().split() == ["*", "!.gitignore"]
    assert "cpk_" not in "".join(path.read_text() for path in DEPLOY.rglob("*") if path.is_file())


@pytest.mark.parametrize(("name", "command"), [("webhooks", "webhooks"), ("worker", "work")])
def test_what_works_beside_the_service_starts_with_it_by_the_same_settings(name: str, command: str) -> None:
    beside, service = COMPOSE["services"][name], COMPOSE["services"]["chokepoint"]
    assert beside["command"][:4] == ["/app/.venv/bin/python", "-m", "service", command]
    assert "profiles" not in beside
    assert beside["environment"].items() <= service["environment"].items()
    assert {"mem_limit", "cpus", "pids_limit"} <= beside.keys()
    assert [beside[key] for key in ("restart", "read_only", "cap_drop")] == ["unless-stopped", True, ["ALL"]]


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool isn't there (Debian: apt install prometheus)")
def test_promtool_takes_the_rules() -> None:
    command = ["promtool", "check", "rules", str(DEPLOY / "prometheus" / "rules.yml")]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
