"""The full answer: each thing stands once, and numbers have the digits that they mean."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.engine import KERNEL
from service.risk import scoring
from service.schemas.fields import three_digits
from tests.conftest import client_of, settings_in
from tests.factories import ROOT, kernel, sample

DAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def motor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """The full answer for the sample motor, by the shipped bundle."""
    body = json.loads((ROOT / "examples" / "traction-motor.json").read_text(encoding="utf-8"))
    loaded = replace(KERNEL, load=lambda *_: kernel())
    with client_of(settings_in(tmp_path_factory.mktemp("full")), loaded) as client:
        yield asked(client, body | {"as_of": DAY.isoformat()})


def asked(client: FlaskClient, body: dict[str, Any]) -> dict[str, Any]:
    answer = client.post("/v1/scores?view=full", json=body)
    assert answer.status_code == 200, answer.json
    full: dict[str, Any] = answer.json
    return full


def numbers(value: Any, name: str = "") -> Iterator[tuple[str, float]]:
    """Every number with a fraction in an answer, with the name of its member."""
    if isinstance(value, dict):
        yield from chain.from_iterable(numbers(inner, key) for key, inner in value.items())
    elif isinstance(value, list):
        yield from chain.from_iterable(numbers(inner, name) for inner in value)
    elif isinstance(value, float):
        yield name, value


@pytest.mark.slow
def test_each_chain_figure_list_and_register_entry_stands_once(motor: dict[str, Any]) -> None:
    for rows, name in (("chains", "places"), ("figure_lists", "figures")):
        once = [json.dumps(row[name]) for row in motor[rows]]
        assert len(once) == len(set(once)) > 1
    ids = [row["measure_id"] for row in motor["register"]]
    assert len(ids) == len(set(ids)) > 1


@pytest.mark.slow
def test_every_reference_leads_to_what_it_names(motor: dict[str, Any]) -> None:
    rows = [*motor["hazards"], *motor["sources"], *motor["reasons"]]
    assert {row["figure_list"] for row in rows} == {row["id"] for row in motor["figure_lists"]}
    paths = [path for hazard in motor["hazards"] for path in hazard["paths"]]
    assert {path["chain"] for path in paths} == {row["id"] for row in motor["chains"]}
    assert len(paths) > len(motor["chains"])
    measures = {row["measure_id"] for row in motor["register"]}
    met = [row["measure_id"] for row in [*motor["standing"], *motor["pending_risk"]]]
    met += [one for name in ("reasons", "hazards", "chokepoints") for row in motor[name] for one in row["controls"]]
    assert set(met) <= measures
    hazards = {hazard["id"] for hazard in motor["hazards"]}
    assert {one for row in [*motor["reasons"], *motor["lines"]] for one in row["hazards"]} <= hazards


def test_what_the_references_name_is_what_the_kernel_gave(motor: dict[str, Any]) -> None:
    score = scoring.score(sample("traction-motor"), kernel(), DAY)
    lists = {row["id"]: row["figures"] for row in motor["figure_lists"]}
    chains = {row["id"]: [(place["stage"], place["country"]) for place in row["places"]] for row in motor["chains"]}
    for told, own in ((motor["hazards"], score.hazards), (motor["sources"], score.sources)):
        assert [lists[row["figure_list"]] for row in told] == [list(row.figures) for row in own]  # type: ignore[attr-defined]
    for row, hazard in zip(motor["hazards"], score.hazards, strict=True):
        assert [[stage for stage, _ in chains[path["chain"]]] for path in row["paths"]] == [
            [stage for stage, _ in path.places] for path in hazard.paths
        ]
    assert chains[motor["hazards"][0]["paths"][0]["chain"]][0] == ("mining", "CN")


def test_estimates_have_three_significant_digits_and_what_was_given_is_exact(motor: dict[str, Any]) -> None:
    exact = {"mass_g", "value", "tolerance"}
    estimated = [(name, value) for name, value in numbers(motor) if name not in exact]
    assert len(estimated) > 1_000
    assert [(name, value) for name, value in estimated if three_digits(value) != value] == []
    assert three_digits(24.678717575033136) == 24.7
    assert three_digits(0.000123456) == 0.000123
    assert three_digits(99.96) == 100.0
    assert three_digits(0.0) == 0.0


def test_sums_hold_within_the_digits_of_their_parts(motor: dict[str, Any]) -> None:
    assert sum(motor["points"].values()) == pytest.approx(motor["score"], abs=0.3)
    hit = motor["expected_share_hit"]
    assert sum(o["restriction"] + o["collapse"] for o in hit["by_country"]) == pytest.approx(hit["value"], abs=0.002)
