"""Shapes of real exports, from the file to what their lines say."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from service.config import Settings
from service.engine import KERNEL
from service.imports.files import read_file
from service.imports.imported import Imported, StageOf
from service.imports.origins import Stages
from service.schemas.bom import BomSchema

BOMS = Path(__file__).parent / "boms"


@pytest.fixture(scope="module")
def stage_of() -> StageOf:
    """Stages as the shipped bundle reads materials."""
    return Stages(KERNEL.load(Settings().model_dir, None).resolver)


def read(name: str, stage_of: StageOf) -> Imported:
    """One of the files; its BOM is one that the wire takes, also as text."""
    path = BOMS / name
    imported = read_file(name, path.read_bytes(), today=date(2026, 11, 30), buyer_country="DE", stage_of=stage_of)
    for product in imported.products:
        assert json.loads(json.dumps(product.bom)) == product.bom
        BomSchema().read(product.bom)
    return imported


@pytest.mark.slow
def test_a_german_export_with_one_part_from_two_suppliers(stage_of: StageOf) -> None:
    imported = read("traktionsmotor.csv", stage_of)
    (product,) = imported.products
    assert (imported.delimiter, product.bom_id) == ("semicolon", "100200")
    assert product.bom["name"] == "Traktionsmotor 150 kW, komplett"
    magnets = [line for line in product.bom["lines"] if line["part_number"] == "100260"]
    assert [line["pieces"] for line in magnets] == [48, 16]
    assert [line["supply"][0] for line in magnets] == [
        {"stage": "magnet", "country": "CN", "share": 1},
        {"stage": "magnet", "country": "JP", "share": 1},
    ]
    assert [line["quantity"] for line in magnets] == [{"value": "0.0292", "unit": "kg"}] * 2
    assert [line["line_id"] for line in product.bom["lines"] if "supply" in line] == ["8", "9"]
    assert product.bom["lines"][0]["x_country_of_origin"] == "DE"
    assert not imported.refused
    assert [line["supplier"] for line in magnets] == ["Lieferant E", "Lieferant F"]


@pytest.mark.slow
def test_the_same_name_twice_stays_two_lines_and_an_energy_has_no_mass(stage_of: StageOf) -> None:
    imported = read("solid-oxide-stack.csv", stage_of)
    (product,) = imported.products
    mixed = [line["quantity"]["value"] for line in product.bom["lines"] if "europium" in line["material"]]
    assert mixed == ["14.8", "22.9"]
    assert "quantity" not in product.bom["lines"][-1]
    assert [(row.number, row.column, row.code) for row in imported.open] == [(16, "Unit", "no_mass")]


@pytest.mark.slow
def test_pieces_without_a_mass_stay_pieces_and_a_metre_is_no_mass(stage_of: StageOf) -> None:
    imported = read("micro-positioner.csv", stage_of)
    (product,) = imported.products
    magnet = next(line for line in product.bom["lines"] if "Neodym" in line["material"])
    assert (magnet["pieces"], magnet["x_comment"], "quantity" in magnet) == (70, "N42 Grade", False)
    assert [(row.number, row.code) for row in imported.open] == [(9, "no_mass")]


def test_masses_alone_are_those_of_the_lines(stage_of: StageOf) -> None:
    (product,) = read("wind-turbine-15mw.csv", stage_of).products
    assert product.bom["lines"][0]["quantity"] == {"value": 369, "unit": "t"}
    assert "part_number" not in product.bom["lines"][0]
