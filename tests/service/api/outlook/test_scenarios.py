"""Scenarios over HTTP: the table, a posted product, a stored one, and one scenario over the portfolio."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.engine import KERNEL
from service.risk.outlook.scenarios import scenarios
from service.risk.outlook.what_if import MOST_WORK, PER_SCENARIO
from tests.conftest import bom, client_of, faults, line, settings_in
from tests.factories import ROOT, kernel
from tests.fakes import engine

DAY = "2026-11-21"
NAMES = ("motor-1", "motor-2", "motor-3")


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client of the service on the shipped bundle, with three products stored."""
    loaded = replace(KERNEL, load=lambda *_: kernel())
    with client_of(settings_in(tmp_path_factory.mktemp("scenarios")), loaded) as client:
        for name in NAMES:
            assert client.put(f"/v1/boms/{name}", json=bom(line(element="Dy", form="oxide"))).status_code == 201
        yield client


def test_the_table_tells_who_assumed_what(real: FlaskClient) -> None:
    body = real.get("/v1/scenarios").json
    assert [one["id"] for one in body["items"]] == list(scenarios())
    for one in body["items"][1:]:
        assert all(row["assumption"] and row["set_by"] and row["set_on"] for row in one["assumptions"])
        for name in {name for row in one["assumptions"] for name in row["claims"]}:
            assert real.get(f"/v1/claims/{name}").json["locator"]


def test_a_posted_product_stands_beside_its_own_score(real: FlaskClient) -> None:
    product = bom(line(element="Dy", form="oxide"), as_of=DAY)
    body = real.post("/v1/scenarios", json={"bom": product}).json
    score = real.post("/v1/scores", json=product).json
    assert body["forecast"]["score"] == score["score"]
    assert body["scenarios"][0]["level"] == body["forecast"]
    assert body["left_out"] == []
    assert "None is a forecast" in body["note"]
    lost = next(one for one in body["scenarios"] if one["id"] == "n-1-separation")
    assert lost["lost"] == [{"stage": "separation", "country": "CN"}]
    assert lost["points_more"] > 0


def test_a_stored_product_answers_for_one_scenario_of_a_length(real: FlaskClient) -> None:
    asked = "/v1/boms/motor-1/scenarios?scenario=licences-late&delay_days="
    short, long = (real.get(f"{asked}{days}").json["scenarios"] for days in (30, 300))
    assert [one["id"] for one in short] == ["licences-late"]
    assert short[0]["level"]["score"] < long[0]["level"]["score"]
    etag = real.get(f"{asked}30").headers["ETag"]
    assert real.get(f"{asked}30", headers={"If-None-Match": etag}).status_code == 304


def test_one_scenario_goes_through_all_stored_products_page_by_page(real: FlaskClient) -> None:
    path: str | None = "/v1/portfolio/scenarios?scenario=n-1-separation&limit=2"
    rows: list[dict[str, Any]] = []
    while path:
        page = real.get(path).json
        rows += page["items"]
        path = page["next"]
    assert [row["bom_id"] for row in rows] == list(NAMES)
    assert all(row["score"] >= row["forecast"] and row["sentence"].startswith("If ") for row in rows)
    assert page["scenario"]["id"] == "n-1-separation"


def test_a_page_of_products_ends_where_its_work_does(tmp_path: Path) -> None:
    """Each product counts with its work, and with that of hazards of its own."""
    each = (MOST_WORK // 2 - 3 * PER_SCENARIO) // 3
    asked: list[str] = []
    with client_of(settings_in(tmp_path), replace(engine(), work=lambda *_: each)) as client:
        for name in "abcdefg":
            assert client.put(f"/v1/boms/{name}", json=bom()).status_code == 201
        path: str | None = "/v1/portfolio/scenarios?scenario=n-1-separation"
        while path:
            page = client.get(path).json
            asked.append("".join(row["bom_id"] for row in page["items"]))
            path = page["next"]
    assert asked == ["abc", "def", "g"]


@pytest.mark.parametrize(
    ("path", "pointer"),
    [
        ("/v1/boms/motor-1/scenarios?scenario=doom", "?scenario"),
        ("/v1/boms/motor-1/scenarios?delay_days=0", "?delay_days"),
        ("/v1/boms/motor-1/scenarios?as_of=1999-01-01", "?as_of"),
        ("/v1/portfolio/scenarios", "?scenario"),
        ("/v1/portfolio/scenarios?scenario=today&limit=21", "?limit"),
        ("/v1/portfolio/scenarios?scenario=today&after=x", "?after"),
    ],
)
def test_a_wrong_query_is_refused_and_names_the_parameter(real: FlaskClient, path: str, pointer: str) -> None:
    answer = real.get(path)
    assert answer.status_code == 422
    assert list(faults(answer)) == [pointer]


def test_a_wrong_body_is_refused_and_names_the_member(real: FlaskClient) -> None:
    product = bom(line(element="Dy", form="oxide"))
    for more, pointer in (
        ({"scenarios": ["n-1-seperation"]}, "/scenarios/0"),
        ({"delay_days": 366}, "/delay_days"),
        ({"bom": bom(line(element="Xx"))}, "/bom/lines/0/element"),
        ({"bom": product | {"as_of": "2009-01-01"}}, "/bom/as_of"),
    ):
        answer = real.post("/v1/scenarios", json={"bom": product} | more)
        assert answer.status_code == 422
        assert list(faults(answer)) == [pointer]
    meant = real.post("/v1/scenarios", json={"bom": product, "scenarios": ["n-1-seperation"]})
    assert "n-1-separation" in meant.get_data(as_text=True)


def test_nothing_of_another_id_is_told(real: FlaskClient) -> None:
    assert real.get("/v1/boms/nobodys/scenarios").status_code == 404


@pytest.mark.slow
def test_the_example_answers_as_it_says(real: FlaskClient) -> None:
    example = json.loads((ROOT / "examples" / "outlook" / "scenarios.json").read_text(encoding="utf-8"))
    body = real.post("/v1/scenarios", json=example["request"]).json
    assert [one["sentence"] for one in body["scenarios"]] == example["sentences"]
    page = (ROOT / "examples" / "outlook.md").read_text(encoding="utf-8")
    quoted = [text for text in page.splitlines() if text.startswith("If ") and "instead of" in text]
    assert len(quoted) == 3
    assert set(quoted) <= set(example["sentences"])
