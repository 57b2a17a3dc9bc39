"""Elements, controls, materials, the model."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.conftest import faults
from tests.factories import resolver
from tests.fakes import FakeKernel


def test_sixteen_elements_are_listed(client: FlaskClient) -> None:
    symbols = [item["symbol"] for item in client.get("/v1/elements").json["items"]]
    assert len(symbols) == 16
    assert "Pm" not in symbols


def test_an_element_is_found_by_its_symbol(client: FlaskClient) -> None:
    assert client.get("/v1/elements/Dy").json["name"] == "dysprosium"
    answer = client.get("/v1/elements/dy")
    assert answer.status_code == 404
    assert '"Dy"' in answer.json["detail"]
    assert '"Dy"' in client.get("/v1/elements/Dysprosium").json["detail"]


def test_the_supply_of_an_element_lists_every_stage_with_its_gap(client: FlaskClient) -> None:
    answer = client.get("/v1/elements/Dy/supply?as_of=2025-04-05").json
    assert (answer["symbol"], answer["as_of"]) == ("Dy", "2025-04-05")
    mining, separation, *_ = answer["stages"]
    assert [stage["stage"] for stage in answer["stages"]] == ["mining", "separation", "metal", "magnet"]
    assert (mining["gap"], mining["shares"]) == ("nothing_published", [])
    assert "stand in" in mining["fallback"]
    assert (separation["gap"], separation["fallback"]) == (None, "")


def test_country_shares_come_largest_first_and_places_apart(client: FlaskClient) -> None:
    separation = client.get("/v1/elements/Dy/supply").json["stages"][1]
    assert [share["country"] for share in separation["shares"]] == ["CN", "MY"]
    assert separation["shares"][0] == {
        "country": "CN",
        "low": 0.9,
        "central": 0.95,
        "high": 1.0,
        "figures": ["claim-1"],
        "scope": "Dy",
        "valid_from": "2024-01-01",
        "valid_to": "",
        "stands_in": None,
    }
    (place,) = separation["within"]
    assert (place["place"], place["country"], place["scope"], place["central"]) == ("B", "CN", "REE", 0.95)


def test_a_share_that_stands_in_says_so_with_its_scope_its_age_and_a_low_end_of_0(client: FlaskClient) -> None:
    malaysia = client.get("/v1/elements/Dy/supply").json["stages"][1]["shares"][1]
    assert (malaysia["stands_in"], malaysia["scope"]) == ("group_figure", "REE")
    assert (malaysia["valid_from"], malaysia["valid_to"]) == ("2016-01-01", "2020-12-31")
    assert (malaysia["low"], malaysia["high"]) == (0.0, 0.1)


def test_the_supply_of_what_is_no_element_is_404_with_the_meant_one(client: FlaskClient) -> None:
    answer = client.get("/v1/elements/dy/supply")
    assert answer.status_code == 404
    assert '"Dy"' in answer.json["detail"]


def test_controls_are_those_known_on_the_day(client: FlaskClient) -> None:
    after = client.get("/v1/controls?as_of=2025-04-05").json["items"]
    before = client.get("/v1/controls?as_of=2025-03-31").json["items"]
    unknowing = client.get("/v1/controls?as_of=2025-04-05&known_at=2025-04-01").json["items"]
    assert [m["measure_id"] for m in after] == ["CN-2025-18"]
    assert before == unknowing == []


def test_a_control_is_dumped_with_two_letter_countries_and_sorted_lists(client: FlaskClient) -> None:
    measure = client.get("/v1/controls?as_of=2025-04-05&country=CN&element=Dy&stage=separation").json["items"][0]
    assert (measure["jurisdiction"], measure["destinations"]) == ("CN", ["JP"])
    assert (measure["elements"], measure["effective"], measure["status"]) == (
        ["Dy", "Tb"],
        "2025-04-04",
        "in_force",
    )


def test_a_control_is_found_by_its_id_with_its_status_on_the_day(client: FlaskClient) -> None:
    measure = client.get("/v1/controls/CN-2025-18?as_of=2025-04-05").json
    assert (measure["measure_id"], measure["status"], measure["as_of"]) == ("CN-2025-18", "in_force", "2025-04-05")
    before = client.get("/v1/controls/CN-2025-18?as_of=2025-04-05&known_at=2025-04-01").json
    assert (before["status"], before["known_at"]) == ("not_yet_announced", "2025-04-01")


def test_an_unknown_control_is_404_with_near_ids(client: FlaskClient) -> None:
    answer = client.get("/v1/controls/CN-2025-81")
    assert answer.status_code == 404
    assert '"CN-2025-18"' in answer.json["detail"]


def test_materials_are_found_by_part_of_a_name(client: FlaskClient) -> None:
    answer = client.get("/v1/materials?q=n42").json
    assert [m["material_id"] for m in answer["items"]] == ["ndfeb-n42sh"]
    assert answer["items"][0]["composition"] == [{"element": "Nd", "low": 0.28, "central": 0.29, "high": 0.32}]


def test_a_name_that_is_not_found_brings_near_ones(client: FlaskClient) -> None:
    answer = client.get("/v1/materials?q=N43SH").json
    assert (answer["items"], answer["near"]) == ([], ["NdFeB N42SH"])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("N42", "ndfeb-sintered-n"),
        ("NdFeB N42SH", "ndfeb-sintered-sh"),
        ("dysprosium oxid", "dysprosium-oxide"),
        ("1308-87-8", "dysprosium-oxide"),
        ("copper", "copper"),
    ],
)
def test_what_a_line_would_be_read_as_is_found_first(
    client: FlaskClient, fake: FakeKernel, text: str, first: str
) -> None:
    fake.resolver = resolver()
    answer = client.get("/v1/materials", query_string={"q": text}).json
    ids = [material["material_id"] for material in answer["items"]]
    assert ids[0] == first
    assert len(ids) == len(set(ids))


def test_a_material_without_rare_earths_is_listed_with_an_empty_composition(
    client: FlaskClient, fake: FakeKernel
) -> None:
    fake.resolver = resolver()
    assert client.get("/v1/materials/steel").json["composition"] == []


def test_a_search_that_finds_nothing_suggests_nothing_absurd(client: FlaskClient, fake: FakeKernel) -> None:
    fake.resolver = resolver()
    answer = client.get("/v1/materials?q=hearing").json
    assert (answer["items"], answer["near"], answer["reading"]["near"]) == ([], [], [])


def test_a_material_is_found_by_its_id(client: FlaskClient) -> None:
    assert client.get("/v1/materials/ndfeb-n42sh").json["name"] == "NdFeB N42SH"
    assert client.get("/v1/materials/nothing").status_code == 404


def test_the_model_tells_its_bands(client: FlaskClient) -> None:
    model = client.get("/v1/model").json
    assert model["version"] == "fake-1"
    assert model["bands"][1] == {"band": "high", "from_score": 40}


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("elemnt=Dy", {"?elemnt": "unknown_field"}),
        ("element=Zz", {"?element": "not_a_choice"}),
        ("element=Dy&element=Tb", {"?element": "repeated"}),
        ("as_of=today", {"?as_of": "not_a_date"}),
        ("known_at=2025-13-01", {"?known_at": "not_a_date"}),
        ("country=Chin", {"?country": "not_a_country"}),
        ("stage=refining", {"?stage": "not_a_choice"}),
        ("status=active", {"?status": "not_a_choice"}),
        ("confidence=D", {"?confidence": "not_a_choice"}),
    ],
)
def test_a_wrong_query_is_422_and_names_the_parameter(client: FlaskClient, query: str, fault: dict[str, str]) -> None:
    answer = client.get(f"/v1/controls?{query}")
    assert (answer.status_code, faults(answer)) == (422, fault)


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("status=active", '"in_force"'),
        ("status=In Force", '"in_force"'),
        ("status=suspend", '"suspended"'),
        ("stage=refining", '"separation"'),
        ("element=Dysprosium", '"Dy"'),
        ("country=Chna", '"CN"'),
    ],
)
def test_a_wrong_word_in_a_query_is_told_the_one_meant(client: FlaskClient, query: str, meant: str) -> None:
    (error,) = client.get(f"/v1/controls?{query}").json["errors"]
    assert f"Did you mean {meant}?" in error["detail"]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("status=in_force", 1), ("status=suspended", 0), ("confidence=A", 1), ("confidence=C", 0),
        ("country=CHN", 1), ("country=EU", 0), ("country=wld", 0), ("country=JP", 0),
    ],
)  # fmt: skip
def test_controls_are_filtered(client: FlaskClient, query: str, count: int) -> None:
    assert len(client.get(f"/v1/controls?as_of=2025-04-05&{query}").json["items"]) == count


def test_a_control_names_what_eases_it(client: FlaskClient) -> None:
    measure = client.get("/v1/controls?as_of=2025-12-02").json["items"][0]
    assert (measure["eases"], measure["eased_by"]) == ([], ["CN-GL-2025-12"])
    assert client.get("/v1/controls/CN-2025-18?as_of=2025-12-02").json["eased_by"] == ["CN-GL-2025-12"]


def test_lists_can_be_polled_with_their_etag(client: FlaskClient) -> None:
    etag = client.get("/v1/elements").headers["ETag"]
    assert client.get("/v1/elements", headers={"If-None-Match": etag}).status_code == 304


def reading(client: FlaskClient, fake: FakeKernel, text: str) -> dict[str, Any]:
    """How a line with this material would be read."""
    fake.resolver = resolver()
    read: dict[str, Any] = client.get("/v1/materials", query_string={"q": text}).json["reading"]
    return read


def test_a_search_says_what_a_line_would_be_read_as_how_and_how_surely(client: FlaskClient, fake: FakeKernel) -> None:
    read = reading(client, fake, "NdFeB N42SH 20x10x5 mm")
    assert read["resolved"]
    assert (read["material_id"], read["method"], read["confidence"]) == ("ndfeb-sintered-sh", "grade", "high")
    assert read["stages"] == ["mining", "separation", "metal", "magnet"]
    assert (read["nature"], read["form"]) == ("engineering estimate", "magnet")
    dysprosium = next(part for part in read["composition"] if part["element"] == "Dy")
    assert dysprosium["low"] < dysprosium["central"] < dysprosium["high"]
    assert read["locator"]
    assert "possible_element" in {message["code"] for message in read["messages"]}


def test_a_computed_reading_names_the_atomic_weights(client: FlaskClient, fake: FakeKernel) -> None:
    read = reading(client, fake, "LaCl3·7H2O")
    assert (read["method"], read["nature"], read["material_id"]) == ("formula", "stoichiometric", None)
    assert "IUPAC" in read["source"]


def test_a_search_that_stays_open_says_why_and_offers_near_names(client: FlaskClient, fake: FakeKernel) -> None:
    read = reading(client, fake, "yterbium oxide")
    assert (read["resolved"], read["reason"], read["composition"]) == (False, "unknown_material", [])
    assert {"ytterbium oxide", "terbium oxide"} <= set(read["near"])
    assert read["detail"]


def test_without_a_question_there_is_no_reading(client: FlaskClient) -> None:
    assert client.get("/v1/materials").json["reading"] is None


def test_a_material_tells_its_stages_and_the_nature_of_its_figures(client: FlaskClient, fake: FakeKernel) -> None:
    fake.resolver = resolver()
    answer = client.get("/v1/materials/monazite-concentrate").json
    assert (answer["stages"], answer["nature"]) == (["mining"], "engineering estimate")
