"""Confirm once what a part is, and see how lines are read; on the shipped model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from service.app import create_app
from service.engine import KERNEL
from tests.conftest import bom, faults, settings_in
from tests.factories import kernel

SPECIAL = {"line_id": "1", "part_number": "MAG-1", "material": "Gizmo, special"}
SMCO = {"material_id": "smco5", "confirmed_by": "A. Engineer"}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[FlaskClient]:
    """A client of an application on the shipped model."""
    engine = replace(KERNEL, load=lambda _path, _sha256: kernel())
    app = create_app(settings_in(tmp_path), engine)
    yield app.test_client()
    app.extensions["chokepoint"].store.close()


def confirm(client: FlaskClient, number: str = "MAG-1", **body: Any) -> Any:
    return client.put(f"/v1/parts/{quote(number, safe='')}", json=body or SMCO)


def scored(client: FlaskClient, *lines: dict[str, Any], **more: Any) -> Any:
    answer = client.post("/v1/scores?view=full", json=bom(*lines or (SPECIAL,), **more))
    assert answer.status_code == 200, answer.json
    return answer.json


def readings(client: FlaskClient, *lines: dict[str, Any]) -> Any:
    answer = client.post("/v1/readings", json={"lines": lines})
    assert answer.status_code == 200, answer.json
    return answer.json["lines"]


@pytest.mark.slow
def test_a_confirmed_part_is_read_so_from_then_on_and_the_answer_tells_who_and_when(client: FlaskClient) -> None:
    assert scored(client)["lines"][0]["reading"] is None
    with time_machine.travel("2026-11-20T12:00:00Z", tick=False):
        assert confirm(client).status_code == 201
    reading = scored(client)["lines"][0]["reading"]
    assert (reading["material_id"], reading["method"], reading["confirmed_by"]) == (
        "smco5",
        "confirmed part",
        "A. Engineer",
    )
    assert reading["confirmed_at"] == "2026-11-20T12:00:00Z"


@pytest.mark.slow
def test_what_is_taken_back_counts_no_more_and_old_answers_still_recompute(client: FlaskClient) -> None:
    confirm(client)
    with_it = scored(client)
    assert client.delete("/v1/parts/MAG-1").status_code == 204
    assert scored(client)["lines"][0]["reading"] is None
    again = client.post("/v1/receipts?view=full", json={"receipt": with_it["receipt"]})
    assert again.json == with_it
    assert client.delete("/v1/parts/MAG-1").status_code == 404


@pytest.mark.slow
def test_a_stored_bom_that_is_put_again_follows_the_confirmation(client: FlaskClient) -> None:
    first = client.put("/v1/boms/b", json=bom(SPECIAL)).json
    confirm(client)
    second = client.put("/v1/boms/b", json=bom(SPECIAL)).json
    assert (first["status"], second["status"]) == ("unscored", "scored")
    [point] = client.get("/v1/boms/b/scores").json["items"]
    assert (point["revision"], point["status"]) == (1, "scored")
    assert client.get("/v1/boms/b").json["bom"] == bom(SPECIAL)


@pytest.mark.slow
@pytest.mark.parametrize(
    "what",
    [
        {"material_id": "smco5"},
        {"element": "Dy", "form": "metal"},
        {"formula": "Tb4O7"},
        {"composition": {"Nd": 0.3, "Dy": 0.02}, "form": "magnet"},
        {"rare_earth": False},
    ],
)
def test_a_part_comes_back_as_it_was_confirmed(client: FlaskClient, what: dict[str, Any]) -> None:
    put = confirm(client, **what, confirmed_by="B. Buyer", note="Drawing 7")
    assert put.status_code == 201
    got = client.get("/v1/parts/MAG-1").json
    assert got == put.json
    assert {name: value for name, value in got.items() if name in what} == what
    assert (got["part_number"], got["confirmed_by"], got["note"]) == ("MAG-1", "B. Buyer", "Drawing 7")
    assert got["reading"]["resolved"]
    assert scored(client)["lines"][0]["reading"]["method"] == "confirmed part"


def test_the_same_again_changes_nothing(client: FlaskClient) -> None:
    first, second = confirm(client), confirm(client)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json == second.json


@pytest.mark.slow
@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({"confirmed_by": "A"}, {"": "description"}),
        ({"material_id": "smco5"}, {"/confirmed_by": "required"}),
        (SMCO | {"formula": "Dy2O3"}, {"": "description"}),
        (SMCO | {"form": "oxide"}, {"/form": "not_used"}),
        ({"element": "Dy", "confirmed_by": "A"}, {"/form": "required"}),
        ({"material_id": "smco-5", "confirmed_by": "A"}, {"/material_id": "unknown_material"}),
        ({"formula": "Xx2", "confirmed_by": "A"}, None),
        ({"rare_earth": True, "confirmed_by": "A"}, {"/rare_earth": "only_false"}),
    ],
)
def test_what_cannot_be_read_is_not_confirmed(client: FlaskClient, body: Any, wrong: dict[str, str] | None) -> None:
    answer = client.put("/v1/parts/MAG-1", json=body)
    assert answer.status_code == 422
    assert wrong is None or faults(answer) == wrong
    assert client.get("/v1/parts/MAG-1").status_code == 404


def test_an_unknown_material_is_told_the_ids_that_are_near(client: FlaskClient) -> None:
    assert "smco5" in confirm(client, material_id="smco-5", confirmed_by="A").json["errors"][0]["detail"]


@pytest.mark.slow
@pytest.mark.parametrize("number", ["100/200-A", "A//B", "Ø8x3", "a b", "50%", "P#1"])
def test_a_part_number_may_hold_any_printable_characters(client: FlaskClient, number: str) -> None:
    assert confirm(client, number).status_code == 201
    assert client.get(f"/v1/parts/{quote(number, safe='')}").json["part_number"] == number
    assert scored(client, SPECIAL | {"part_number": number})["lines"][0]["reading"]["material_id"] == "smco5"


def test_a_part_number_that_no_line_could_have_is_refused(client: FlaskClient) -> None:
    assert faults(confirm(client, "x" * 101)) == {"?part_number": "pattern"}
    for path in ("x" * 101, "a%00b", "nothing"):
        assert client.get(f"/v1/parts/{path}").status_code == 404


def test_every_part_appears_once_over_the_pages(client: FlaskClient) -> None:
    numbers = [f"P/{n}" for n in range(7)]
    for number in reversed(numbers):
        confirm(client, number)
    seen, path = [], "/v1/parts?limit=3"
    while path:
        page = client.get(path).json
        seen += [item["part_number"] for item in page["items"]]
        path = page["next"]
    assert seen == numbers


def test_a_line_may_leave_its_description_to_the_part(client: FlaskClient) -> None:
    bare = {"line_id": "1", "part_number": "MAG-1"}
    assert faults(client.post("/v1/scores", json=bom(bare))) == {"/lines/0": "description"}
    confirm(client)
    assert scored(client, bare)["status"] == "scored"


@pytest.mark.slow
def test_a_database_that_does_not_answer_is_told_beside_the_score(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(_tenant: str, _numbers: object) -> None:
        raise OperationalError("select", {}, Exception("gone"))

    monkeypatch.setattr(client.application.extensions["chokepoint"].store.parts, "among", down)
    answer = scored(client, SPECIAL | {"material": "NdFeB N42SH"})
    assert answer["messages"][-1]["code"] == "parts_unavailable"
    assert answer["lines"][0]["reading"]["method"] == "grade"
    bare = client.post("/v1/scores", json=bom({"line_id": "1", "part_number": "MAG-1"}))
    assert (bare.status_code, faults(bare)) == (503, {"": "database_unavailable"})


def test_readings_tell_what_lines_are_read_as_as_the_materials_do(client: FlaskClient) -> None:
    texts = ["NdFeB N42SH", "Dy2O3 99.9%", "stainless steel", "unobtainium"]
    read = readings(client, *({"material": text} for text in texts))
    for text, one in zip(texts, read, strict=True):
        assert one["reading"] == client.get("/v1/materials", query_string={"q": text}).json["reading"]
        assert (one["why"] is None) is one["reading"]["resolved"]


def test_an_open_line_has_candidates_with_their_reasons(client: FlaskClient) -> None:
    (one,) = readings(client, {"line_id": "7", "material": "NdFeB magnet rotor with shaft"})
    assert (one["line_id"], one["reading"]["resolved"]) == ("7", False)
    assert one["why"]
    assert one["candidates"]
    known = client.get("/v1/materials").json["items"]
    assert {c["material_id"] for c in one["candidates"]} <= {item["material_id"] for item in known}
    assert all(candidate["reason"].endswith(".") for candidate in one["candidates"])
    assert any("Shares the word" in candidate["reason"] for candidate in one["candidates"])


def test_readings_follow_what_was_confirmed_and_what_the_line_says(client: FlaskClient) -> None:
    confirm(client)
    confirmed, asked, none = readings(
        client, SPECIAL, SPECIAL | {"read_as": "ndfeb-sintered-sh"}, SPECIAL | {"rare_earth": False}
    )
    assert (confirmed["reading"]["material_id"], confirmed["confirmed_by"]) == ("smco5", "A. Engineer")
    assert (asked["reading"]["method"], asked["confirmed_by"]) == ("read_as", None)
    assert none["reading"]["composition"] == []


def test_a_thousand_lines_are_read_and_one_more_is_refused(client: FlaskClient) -> None:
    lines = [{"material": "NdFeB N42SH"}] * 1001
    assert len(readings(client, *lines[:-1])) == 1000
    assert faults(client.post("/v1/readings", json={"lines": lines})) == {"/lines": "length"}


def test_every_wrong_line_of_readings_is_named(client: FlaskClient) -> None:
    answer = client.post("/v1/readings", json={"lines": [{"read_as": "x"}, {"material": "y"}, {"read_as": "z"}]})
    assert faults(answer) == {"/lines/0/read_as": "unknown_material", "/lines/2/read_as": "unknown_material"}
    answer = client.post("/v1/readings", json={"lines": [{}, {"material": "y", "quantity": 3}]})
    assert faults(answer) == {"/lines/0": "description", "/lines/1/quantity": "unknown_field"}


def test_descriptions_that_take_too_long_are_refused_before_one_is_read(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.api.readings.read", pytest.fail)
    lines = [{"material": f"{n} " + "Y2O3 " * 38} for n in range(1_000)]
    assert faults(client.post("/v1/readings", json={"lines": lines})) == {"/lines": "too_much_work"}


def test_candidates_are_told_of_so_many_open_lines(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.api.readings.MOST_SUGGESTED", 1)
    rotors = [{"line_id": str(n), "material": f"NdFeB magnet rotor with shaft {n}"} for n in range(2)]
    first, second = readings(client, *rotors)
    assert first["candidates"]
    assert (second["candidates"], second["why"]) == ([], first["why"].replace("shaft 0", "shaft 1"))
