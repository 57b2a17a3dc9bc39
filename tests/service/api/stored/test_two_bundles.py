"""Why a score moved where two real bundles made it: each part is told, and the older still says what it would say."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient

from service.api.stored import bundles
from service.config import Settings
from service.engine import KERNEL
from service.risk.bundle import storage
from tests.conftest import client_of, settings_in
from tests.factories import CURRENT, kernel, parts

pytestmark = pytest.mark.slow

BEFORE, AFTER = "2026-11-20", "2026-11-21"
PATH = f"/v1/boms/motor/changes?from={BEFORE}&to={AFTER}"
BOM = {"buyer_country": "DE", "lines": [{"line_id": "10", "element": "Dy", "form": "oxide"}]}
SHIFT = 0.5
"""Log-odds by which the other bundle's model takes every restriction to be likelier."""
GONE = "CN-2025"
"""With this begin measures that the other bundle's register doesn't hold."""


def write_other(folder: Path) -> None:
    """The shipped bundle with a model of another intercept and a register without the acts of one year."""
    manifest, evidence = parts()
    plain = {name: value for name, value in manifest.items() if name not in ("format", "files")}
    plain["probe"] = manifest["probe"] | {"log_odds": [one + SHIFT for one in manifest["probe"]["log_odds"]]}
    model = deepcopy(kernel().restriction.estimator)
    model.intercept_ = model.intercept_ + SHIFT
    evidence["controls"] = [row for row in evidence["controls"] if not row["measure_id"].startswith(GONE)]
    estimators = {"restriction": model, "price_pressure": kernel().price.estimator}
    storage.write(folder, plain, estimators, evidence, kernel().papers)


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of two bundles, each in a folder of its version."""
    models = tmp_path_factory.mktemp("bundles") / "models"
    shutil.copytree(CURRENT, models / storage.read(CURRENT)[0]["version"])
    write_other(models / "new")
    (models / "new").rename(models / storage.read(models / "new")[0]["version"])
    return models


@pytest.fixture(scope="module")
def versions(models: Path) -> tuple[str, str]:
    """Of the shipped bundle, and of the other."""
    shipped = storage.read(CURRENT)[0]["version"]
    [other] = [folder.name for folder in models.iterdir() if folder.name != shipped]
    return shipped, other


@contextmanager
def serving(settings: Settings, models: Path, version: str, day: str) -> Iterator[FlaskClient]:
    """A service on one of the bundles, on a day."""
    bundles._loaded.cache_clear()
    served = replace(settings, model_dir=models / version)
    with time_machine.travel(f"{day}T12:00:00Z", tick=False), client_of(served, KERNEL) as client:
        yield client


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory, models: Path, versions: tuple[str, str]) -> Iterator[FlaskClient]:
    """A client of the other bundle; the BOM was scored by the shipped one the day before."""
    settings = settings_in(tmp_path_factory.mktemp("moved"))
    with serving(settings, models, versions[0], BEFORE) as client:
        assert client.put("/v1/boms/motor", json=BOM).status_code == 201
    with serving(settings, models, versions[1], AFTER) as client:
        assert client.get("/v1/boms/motor/score").status_code == 200
        yield client


def points_of(told: dict[str, Any]) -> dict[str, float]:
    """Points by part."""
    return {part["part"]: part["points"] for part in told["parts"]}


def test_the_parts_of_two_bundles_add_up_to_the_difference_of_the_stored_scores(
    moved: FlaskClient, versions: tuple[str, str]
) -> None:
    told = moved.get(PATH).json
    assert (told["from"]["model_version"], told["to"]["model_version"]) == versions
    exact = sum((Decimal(str(points)) for points in points_of(told).values()), Decimal(0))
    assert exact == Decimal(str(told["to"]["score"])) - Decimal(str(told["from"]["score"])) != 0


def test_a_likelier_model_and_acts_that_are_gone_are_told_apart(moved: FlaskClient) -> None:
    told = moved.get(PATH).json
    points = points_of(told)
    assert points["model"] > 1
    assert points["register"] < 0
    assert "release" not in points, "both bundles are here whole"
    [register] = [part for part in told["parts"] if part["part"] == "register"]
    assert any(one["measure_id"].startswith(GONE) for one in register["measures"])


def test_the_old_model_says_of_the_later_day_what_it_answers_when_it_is_asked(
    moved: FlaskClient, versions: tuple[str, str]
) -> None:
    old = moved.get(PATH).json["old_model"]
    asked = moved.get(f"/v1/boms/motor/score?as_of={AFTER}&model={versions[0]}").json
    assert (old["model_version"], old["score"]) == (versions[0], asked["score"])
    assert asked["score"] != moved.get("/v1/boms/motor/score").json["score"]


def test_the_pages_compare_the_days_of_two_bundles_part_by_part(moved: FlaskClient) -> None:
    page = moved.get(f"/compare?one=motor&from={BEFORE}&to={AFTER}").text
    assert "Why the score moved" in page
    assert GONE in page


def test_two_products_compare_side_by_side_with_their_reasons(moved: FlaskClient) -> None:
    moved.put(
        "/v1/boms/polish", json={"buyer_country": "DE", "lines": [{"line_id": "1", "element": "Ce", "form": "oxide"}]}
    )
    page = moved.get("/compare?one=motor&other=polish").text
    assert "Scores of today, side by side" in page
    for bom_id in ("motor", "polish"):
        told = moved.get(f"/v1/boms/{bom_id}/score").json
        assert f"{told['score']:.1f}" in page
        assert told["reasons"][0]["text"].split(";")[0].replace("’", "&#39;") in page


def test_where_the_old_bundle_is_gone_the_rest_still_adds_up(
    moved: FlaskClient, models: Path, versions: tuple[str, str], tmp_path: Path
) -> None:
    shutil.move(models / versions[0], tmp_path / "away")
    bundles._loaded.cache_clear()
    try:
        told = moved.get(PATH).json
    finally:
        shutil.move(tmp_path / "away", models / versions[0])
        bundles._loaded.cache_clear()
    points = points_of(told)
    assert told["old_model"] == {"model_version": versions[0], "score": None}
    assert "release" in points
    exact = sum((Decimal(str(one)) for one in points.values()), Decimal(0))
    assert exact == Decimal(str(told["difference"]))
