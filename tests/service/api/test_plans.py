"""``POST /v1/plans`` over HTTP: the changed BOM scores as promised, and faults point into the request."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.engine import KERNEL
from tests.conftest import bom, client_of, faults, line, settings_in
from tests.factories import ROOT, kernel

MAGNET = line("10", material="NdFeB N35", quantity={"value": "1.5", "unit": "kg"},
              supply=[{"stage": "magnet", "country": "CN", "share": 1}])  # fmt: skip
CERIUM = line("20", supply=[{"stage": "separation", "country": "CN", "share": 1}])
DAY = "2026-11-21"


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client of the service on the shipped bundle."""
    loaded = replace(KERNEL, load=lambda *_: kernel())
    with client_of(settings_in(tmp_path_factory.mktemp("plans")), loaded) as client:
        yield client


def asked(**more: Any) -> dict[str, Any]:
    """A request for a plan."""
    return (
        {"bom": bom(MAGNET, line("20"), as_of=DAY)} | ({} if "target_share_hit" in more else {"target_score": 3}) | more
    )


@pytest.mark.slow
def test_the_changed_bom_is_a_request_that_scores_as_promised(real: FlaskClient) -> None:
    plan = real.post("/v1/plans", json=asked(offers=[{"stage": "separation", "country": "EE", "share": 0.8}])).json
    assert plan["actions"]
    again = real.post("/v1/scores", json=plan["bom"]).json
    assert again["score"] == plan["after"]["score"] == plan["actions"][-1]["after"]["score"]
    assert plan["bom"]["lines"][0]["quantity"] == MAGNET["quantity"]


@pytest.mark.slow
def test_a_line_of_another_material_loses_the_words_of_the_old_one(real: FlaskClient) -> None:
    wanted = asked(materials=[{"line_id": "20", "material": "ferrite magnet"}], bom=bom(CERIUM, as_of=DAY))
    plan = real.post("/v1/plans", json=wanted | {"allowed": ["other_material"], "target_score": 0}).json
    assert plan["bom"]["lines"][0] == {"line_id": "20", "material": "ferrite magnet", "supply": []}
    assert real.post("/v1/scores", json=plan["bom"]).json["score"] == plan["after"]["score"]


def test_faults_of_the_bom_point_into_the_request(real: FlaskClient) -> None:
    wrong = asked(bom=bom(line("10", read_as="no-such-material"), as_of=DAY))
    assert list(faults(real.post("/v1/plans", json=wrong))) == ["/bom/lines/0/read_as"]
    assert list(faults(real.post("/v1/plans", json=asked(bom=bom(line(element="Xx"), as_of=DAY))))) == [
        "/bom/lines/0/element"
    ]


@pytest.mark.parametrize(
    ("more", "pointer"),
    [
        ({"target_share_hit": 0.1, "target_score": 5}, ""),
        ({"target_score": 101}, "/target_score"),
        ({"products_per_year": 5}, "/products_per_year"),
        ({"budget": 5, "carrying_rate": 11}, "/carrying_rate"),
        ({"allowed": ["prayer"]}, "/allowed/0"),
        ({"offers": [{"stage": "magnet", "country": "JP"}]}, "/offers/0/share"),
        ({"without_countries": ["Atlantis"]}, "/without_countries/0"),
        ({"goal": 3}, "/goal"),
    ],
)
def test_a_wrong_wish_is_refused_and_names_the_member(real: FlaskClient, more: dict[str, Any], pointer: str) -> None:
    answer = real.post("/v1/plans", json=asked(**more))
    assert answer.status_code == 422
    assert list(faults(answer)) == [pointer]


@pytest.mark.slow
def test_every_claim_that_a_plan_names_can_be_looked_up(real: FlaskClient) -> None:
    plan = real.post("/v1/plans", json=asked()).json
    assert plan["claims"]
    assert all(real.get(f"/v1/claims/{name}").status_code == 200 for name in plan["claims"])


@pytest.mark.slow
def test_an_action_says_from_whom_on_which_figures_and_how_long(real: FlaskClient) -> None:
    plan = real.post("/v1/plans", json=asked(bom=bom(MAGNET, as_of=DAY), budget=100, costs={"sole_source": 40})).json
    moves = [one for one in plan["actions"] if one["kind"] in ("sole_source", "second_source")]
    assert moves
    for one in moves:
        assert one["figures"]
        assert one["lead_time"]
        names = [*one["figures"], *(claim for plant in one["plants"] for claim in plant["claims"])]
        assert all(real.get(f"/v1/claims/{name}").json["locator"] for name in names)
        assert all(plant["supplies"] and plant["country"] == one["country"] for plant in one["plants"])


@pytest.mark.slow
def test_what_a_budget_leaves_buys_stock_and_no_score(real: FlaskClient) -> None:
    bought = line("10", element="Dy", form="oxide", supply=[{"stage": "separation", "country": "CN", "share": 1}],
                  quantity={"value": 1, "unit": "kg"}, unit_price={"value": 365, "per": "kg"})  # fmt: skip
    wish = {"bom": bom(bought, as_of=DAY), "target_score": 1, "products_per_year": 10}
    poor, rich = (real.post("/v1/plans", json=wish | {"budget": money}).json for money in (100, 1000))
    assert poor["after"] == rich["after"]
    assert [one["to_days"] for one in (*poor["budget"]["lines"], *rich["budget"]["lines"])] == [10, 100]
    assert rich["budget"]["stop_after"] < poor["budget"]["stop_after"] < poor["budget"]["stop_before"]
    assert any("from 0 to 100 days" in one for one in rich["sentences"])
    assert real.post("/v1/plans", json=asked()).json["budget"] is None


@pytest.mark.slow
def test_a_head_of_purchasing_reads_what_to_buy_from_whom_how_much_to_store_and_what_remains(real: FlaskClient) -> None:
    example = json.loads((ROOT / "examples" / "outlook" / "plan.json").read_text(encoding="utf-8"))
    answer = real.post("/v1/plans", json=example["request"]).json
    assert answer["sentences"] == example["sentences"]
    assert answer["budget"]["actions"] + answer["budget"]["stock"] <= example["request"]["budget"]
    shown = re.findall(r"[a-z0-9]+-2026-[\w-]+|doc-\d{3}-[\w-]+", " ".join(answer["sentences"]))
    assert shown
    assert all(real.get(f"/v1/claims/{name}").status_code == 200 for name in shown)
