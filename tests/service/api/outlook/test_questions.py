"""Questions over HTTP: posted and stored, faults that name the member, and the example."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from service.engine import KERNEL
from tests.conftest import bom, client_of, faults, line, settings_in
from tests.factories import ROOT, kernel

PRODUCT = bom(line(element="Nd", form="oxide"))


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client of the service on the shipped bundle, with a product stored."""
    loaded = replace(KERNEL, load=lambda *_: kernel())
    with client_of(settings_in(tmp_path_factory.mktemp("questions")), loaded) as client:
        assert client.put("/v1/boms/motor-1", json=PRODUCT).status_code == 201
        yield client


@pytest.mark.slow
def test_a_stored_product_is_asked_what_a_posted_one_is(real: FlaskClient) -> None:
    stored, posted = real.get("/v1/boms/motor-1/questions").json, real.post("/v1/questions", json={"bom": PRODUCT}).json
    assert stored["questions"] == posted["questions"]
    assert stored["questions"]
    assert stored["score"] == real.get("/v1/boms/motor-1/score").json["score"]
    assert stored["scored"] == sum(len(one["values"]) for one in stored["questions"])


def test_faults_name_the_member_and_nothing_of_another_id_is_told(real: FlaskClient) -> None:
    assert list(faults(real.post("/v1/questions", json={"bom": bom(line(element="Xx"))}))) == ["/bom/lines/0/element"]
    assert list(faults(real.post("/v1/questions", json={}))) == ["/bom"]
    assert list(faults(real.get("/v1/boms/motor-1/questions?x=1"))) == ["?x"]
    assert real.get("/v1/boms/nobodys/questions").status_code == 404


def test_the_example_answers_as_it_says_and_so_does_its_page(real: FlaskClient) -> None:
    example = json.loads((ROOT / "examples" / "outlook" / "questions.json").read_text(encoding="utf-8"))
    assert real.post("/v1/questions", json=example["request"]).json["sentences"] == example["sentences"]
    page = (ROOT / "examples" / "outlook.md").read_text(encoding="utf-8")
    assert all(text in page for text in example["sentences"][:2])
