"""The summary: what it holds, and that it stays short."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from flask.testing import FlaskClient

from service.engine import KERNEL
from service.risk.answer import Message
from service.schemas.answers.messages import MOST_POINTERS, MOST_WORDINGS, grouped
from tests.conftest import bom, client_of, line, settings_in
from tests.factories import ROOT, kernel

MEMBERS = (
    "bom_id name score band band_range interval percentile status coverage unread reasons top_lines chokepoints "
    "messages data_ages as_of window model receipt receipt_sha256"
).split()
A_FEW_KILOBYTES = 13_000


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client of the service on the shipped bundle."""
    loaded = replace(KERNEL, load=lambda *_: kernel())
    with client_of(settings_in(tmp_path_factory.mktemp("summary")), loaded) as client:
        yield client


def views(client: FlaskClient, body: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The summary of a BOM and its full answer."""
    summary, full = (client.post(f"/v1/scores?view={view}", json=body) for view in ("summary", "full"))
    assert (summary.status_code, full.status_code) == (200, 200), summary.json
    return summary.json, full.json


def motor() -> dict[str, Any]:
    body: dict[str, Any] = json.loads((ROOT / "examples" / "traction-motor.json").read_text(encoding="utf-8"))
    return body | {"as_of": "2026-11-21", "bom_id": "motor-7", "name": "Motor"}


def test_a_summary_is_the_default_and_has_exactly_the_documented_members(client: FlaskClient) -> None:
    answer = client.post("/v1/scores", json=bom())
    assert list(answer.json) == MEMBERS
    assert answer.data == client.post("/v1/scores?view=summary", json=bom()).data
    assert list(client.put("/v1/boms/a", json=bom()).json) == MEMBERS


def test_a_summary_is_valid_by_its_own_openapi_schema(client: FlaskClient) -> None:
    document = client.get("/openapi.json").json
    schema = {"$ref": "#/components/schemas/Summary", "components": document["components"]}
    summary = client.post("/v1/scores", json=bom(line(), line("2"))).json
    jsonschema.validate(summary, schema, cls=jsonschema.Draft202012Validator)


def test_another_view_is_refused_with_those_there_are(client: FlaskClient) -> None:
    answer = client.post("/v1/scores?view=short", json=bom())
    assert answer.status_code == 422
    assert answer.json["errors"][0]["detail"] == "Must be one of summary, full."


def test_what_both_views_hold_is_the_same(real: FlaskClient) -> None:
    summary, full = views(real, motor())
    same = summary.keys() & full.keys() - {"reasons", "messages"}
    assert len(same) == 15
    assert {name: summary[name] for name in same} == {name: full[name] for name in same}
    assert (summary["bom_id"], summary["name"]) == ("motor-7", "Motor")
    assert [reason["text"] for reason in summary["reasons"]] == [reason["text"] for reason in full["reasons"]]


def test_top_lines_are_those_of_which_most_is_expected_to_be_hit(real: FlaskClient) -> None:
    summary, full = views(real, motor())
    ranked = sorted((one for one in full["lines"] if one["expected_share_hit"]), key=lambda o: -o["expected_share_hit"])
    assert len(full["lines"]) > len(summary["top_lines"]) == 5
    assert [one["line_id"] for one in summary["top_lines"]] == [one["line_id"] for one in ranked[:5]]


def test_chokepoints_name_the_country_of_the_largest_loss_its_stage_and_its_acts(real: FlaskClient) -> None:
    summary, full = views(real, motor())
    by_country = {o["country"]: o["restriction"] + o["collapse"] for o in full["expected_share_hit"]["by_country"]}
    ranked = sorted((c for c in by_country if c != "ZZ"), key=lambda c: -by_country[c])
    assert [one["country"] for one in summary["chokepoints"]] == ranked[:5]
    first = summary["chokepoints"][0]
    assert (first["country"], first["stage"]) == ("CN", "separation")
    assert first["expected_share_hit"] == pytest.approx(by_country["CN"], rel=0.01)
    assert set(first["controls"]) <= {one["measure_id"] for one in full["standing"] if one["country"] == "CN"}
    assert "CN-2025-18-MAG" in first["controls"]
    of_china = {s["element"]: 1 - (1 - s["restriction"]) * (1 - s["collapse"]) for s in full["sources"]
                if s["country"] == "CN"}  # fmt: skip
    assert first["shock_probability"] == pytest.approx(max(of_china[one] for one in first["elements"]), rel=0.01)


@pytest.mark.slow
def test_a_summary_of_a_thousand_lines_is_a_few_kilobytes_and_counts_what_it_leaves_out(real: FlaskClient) -> None:
    odd = [
        {"line_id": f"L-{n}", "part_number": f"{n:040}", "material": f"Permanent magnett {n:x}{'z' * 40}"}
        for n in range(500)
    ]
    summary, full = views(real, bom(*odd, *(line(str(n)) for n in range(500))))
    assert len(json.dumps(summary)) < A_FEW_KILOBYTES
    assert (len(summary["unread"]), summary["coverage"]["unread"], len(full["unread"])) == (20, 500, 500)
    first = summary["unread"][0]
    assert list(first) == ["line_id", "part_number", "why", "candidates"]
    assert (first["line_id"], first["part_number"]) == ("L-0", "0" * 40)
    assert all(len(one["candidates"]) <= 3 for one in summary["unread"])
    assert summary["receipt"] is None
    assert summary["receipt_sha256"] == hashlib.sha256(full["receipt"].encode()).hexdigest()


@pytest.mark.slow
def test_an_unread_line_tells_why_and_what_it_may_mean(real: FlaskClient) -> None:
    summary, _ = views(
        real, bom(line(), line("2", material="NdFeB magnet rotor with shaft"), line("3", material="zzz", quantity=None))
    )
    assert [one["line_id"] for one in summary["unread"]] == ["2", "3"]
    assert summary["unread"][0]["why"]
    offered = summary["unread"][0]["candidates"]
    assert offered
    assert all(real.get(f"/v1/materials/{one['material_id']}").json["name"] == one["name"] for one in offered)


def test_the_errors_of_a_skipped_line_are_why_it_is_unread(real: FlaskClient) -> None:
    bad = line("2", quantity={"value": 1, "unit": "parsec"})
    summary, _ = views(real, bom(line(), bad, on_error="skip_line"))
    (unread,) = summary["unread"]
    assert unread["line_id"] == "2"
    assert "parsec" in unread["why"]


def test_messages_of_one_kind_are_one_with_a_count_bounded_pointers_and_other_wordings() -> None:
    some = [Message("info", "a", f"/lines/{n}", f"words {n % 30}") for n in range(100)]
    told = grouped([*some, Message("warning", "a", None, "worse")], wordings=True)
    assert [(one["severity"], one["code"], one["count"], one["detail"]) for one in told] == [
        ("info", "a", 100, "words 0"),
        ("warning", "a", 1, "worse"),
    ]
    assert told[0]["pointers"] == [f"/lines/{n}" for n in range(MOST_POINTERS)]
    assert told[0]["wordings"] == [f"words {n}" for n in range(1, MOST_WORDINGS + 1)]
    assert (told[1]["pointers"], told[1]["wordings"]) == ([], [])
    assert "wordings" not in grouped(some, wordings=False)[0]


def test_every_line_comes_back_with_the_callers_id_part_number_and_words(real: FlaskClient) -> None:
    lines = (
        line("1", part_number="P-1", material="NdFeB N42SH"),
        line("2", element="Ce", form="oxide"),
        line("3", formula="Dy2O3"),
        line("4", composition={"Nd": 0.3}, form="magnet"),
        line("5", part_number="P-5", material="zzz"),
    )
    _, full = views(real, bom(*lines))
    assert [(one["line_id"], one["part_number"], one["described"]) for one in full["lines"]] == [
        ("1", "P-1", "NdFeB N42SH"), ("2", None, "Ce oxide"), ("3", None, "Dy2O3"), ("4", None, "magnet"),
        ("5", "P-5", "zzz"),
    ]  # fmt: skip
