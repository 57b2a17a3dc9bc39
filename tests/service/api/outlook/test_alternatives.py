"""``GET /v1/alternatives``: codes of the wire, sources that resolve, and faults that name the parameter."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from service.engine import KERNEL
from tests.conftest import client_of, faults, settings_in
from tests.factories import ROOT, kernel
from tests.service.dashboard.html import Page

PATH = "/v1/alternatives?element=Nd&stage=separation"


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client of the service on the shipped bundle."""
    loaded = replace(KERNEL, load=lambda *_: kernel())
    with client_of(settings_in(tmp_path_factory.mktemp("alternatives")), loaded) as client:
        yield client


@pytest.mark.slow
def test_every_figure_and_project_resolves_with_its_place(real: FlaskClient) -> None:
    body = real.get(f"{PATH}&need_kg=1000").json
    names = {name for maker in body["makers"] for name in maker["figures"]}
    plants = [*body["planned"], *body["recyclers"], *(p for maker in body["makers"] for p in maker["plants"])]
    names |= {name for plant in plants for name in plant["claims"]}
    names |= {one["claim_id"] for one in body["lead_time"]}
    assert len(names) > 20
    for name in names:
        assert real.get(f"/v1/claims/{name}").json["locator"], name
    assert all(len(one["country"]) == 2 for one in body["makers"])
    assert all(one["times_need"] for one in plants if one["capacity_tonnes"])


@pytest.mark.parametrize(
    ("more", "pointer"),
    [
        ("&by=soon", "?by"),
        ("&without=Atlantis", "?without"),
        ("&need_kg=0", "?need_kg"),
        ("&as_of=2001-01-01", "?as_of"),
        ("&stages=x", "?stages"),
    ],
)
def test_a_wrong_query_is_refused_and_names_the_parameter(real: FlaskClient, more: str, pointer: str) -> None:
    answer = real.get(PATH + more)
    assert answer.status_code == 422
    assert list(faults(answer)) == [pointer]


def test_the_example_answers_as_it_says_and_so_does_its_page(real: FlaskClient) -> None:
    example = json.loads((ROOT / "examples" / "outlook" / "alternatives.json").read_text(encoding="utf-8"))
    assert real.get(example["request"]).json["sentences"] == example["sentences"]
    page = (ROOT / "examples" / "outlook.md").read_text(encoding="utf-8")
    assert sum(text in page for text in example["sentences"]) >= 3


def test_the_page_has_the_makers_and_says_that_plans_are_no_supply(real: FlaskClient) -> None:
    page = Page(real.get("/elements/Nd/alternatives?stage=separation"))
    assert next(row[0] for row in page.rows("Makers outside China, and what could hit them")).startswith("Malaysia")
    assert "none counts as supply" in page.words()
    assert real.get("/elements/Xx/alternatives").status_code == 404
    assert real.get("/elements/Nd/alternatives?stage=prayer").status_code == 422
