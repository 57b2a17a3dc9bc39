"""The sample BOMs and the reference portfolio: in the request's format, and understood line by line."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from service.risk.bom import Bom, Line, Price, Quantity
from service.risk.materials.composition import Resolved
from service.risk.purchase.canonical import canonical_bom
from service.risk.purchase.units import mass_g
from service.risk.vocabulary import ELEMENTS, Stage
from tests.factories import resolver

ROOT = Path(__file__).parent.parent
EXAMPLES = sorted((ROOT / "examples").glob("*.json"))


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal, parse_int=Decimal)


PORTFOLIO = read(ROOT / "training" / "publication" / "portfolio.json")
BOMS = [read(path) for path in EXAMPLES] + [entry["bom"] for entry in PORTFOLIO]
BY_ID = pytest.mark.parametrize("bom", BOMS, ids=[bom["bom_id"] for bom in BOMS])


def line(raw: dict[str, Any]) -> Line:
    quantity, price = raw.get("quantity"), raw.get("unit_price")
    return Line(
        raw["line_id"],
        material=raw.get("material"),
        element=raw.get("element"),
        form=raw.get("form"),
        formula=raw.get("formula"),
        composition=tuple(raw.get("composition", {}).items()),
        quantity=Quantity(**quantity) if quantity else None,
        pieces=raw.get("pieces"),
        unit_price=Price(**price) if price else None,
    )


def elements(bom: dict[str, Any]) -> set[str]:
    readings = (resolver().resolve(line(raw)) for raw in bom["lines"])
    return {symbol for one in readings if isinstance(one, Resolved) for symbol in one.composition.elements}


@BY_ID
def test_every_line_resolves_to_a_rare_earth_with_a_mass(bom: dict[str, Any]) -> None:
    for raw in bom["lines"]:
        reading = resolver().resolve(line(raw))
        assert isinstance(reading, Resolved), (raw, reading)
        assert reading.composition.elements
        mass = mass_g(line(raw).quantity, line(raw).pieces)
        assert mass is not None
        assert mass > 0


@BY_ID
def test_every_price_is_per_a_known_mass_or_number(bom: dict[str, Any]) -> None:
    for one in map(line, bom["lines"]):
        (canonical,) = canonical_bom(Bom(None, (one,)), date(2026, 1, 1)).lines
        assert (canonical.unit_price is None) == (one.unit_price is None)


@BY_ID
def test_every_bom_has_the_request_format(bom: dict[str, Any]) -> None:
    assert set(bom) == {"bom_id", "name", "buyer_country", "as_of", "currency", "lines"}
    assert len(bom["buyer_country"]) == 2
    assert len({raw["line_id"] for raw in bom["lines"]}) == len(bom["lines"])
    for raw in bom["lines"]:
        assert sum(name in raw for name in ("material", "element", "formula", "composition")) == 1
        for stage in {source["stage"] for source in raw.get("supply", ())}:
            assert stage in set(Stage)
            assert sum(s["share"] for s in raw["supply"] if s["stage"] == stage) == 1


def test_the_samples_are_three_products_of_three_buyers() -> None:
    assert {path.stem: read(path)["buyer_country"] for path in EXAMPLES} == {
        "catalysts": "US",
        "traction-motor": "DE",
        "wind-generator": "DK",
    }


def test_the_motor_holds_the_magnet_mass_of_a_drive_motor() -> None:
    motor = read(ROOT / "examples" / "traction-motor.json")
    masses = [mass_g(line(raw).quantity) for raw in motor["lines"] if raw.get("material", "").startswith("NdFeB")]
    assert 1000 <= sum(m for m in masses if m) <= 2000


def test_the_wind_generator_holds_650_kg_of_magnets_per_megawatt() -> None:
    wind = read(ROOT / "examples" / "wind-generator.json")
    rotor = [mass_g(line(raw).quantity) for raw in wind["lines"] if raw["part_number"].startswith("ROT")]
    assert sum(m for m in rotor if m) == 6 * 650_000


def test_the_portfolio_is_diverse() -> None:
    assert 36 <= len(PORTFOLIO) <= 48
    assert len({entry["bom"]["buyer_country"] for entry in PORTFOLIO}) >= 20
    sizes = {len(entry["bom"]["lines"]) for entry in PORTFOLIO}
    assert {1, 25} <= sizes
    assert max(sizes) == 25
    supplied = {any("supply" in raw for raw in entry["bom"]["lines"]) for entry in PORTFOLIO}
    assert supplied == {True, False}
    groups = [{ELEMENTS[symbol].group for symbol in elements(entry["bom"])} for entry in PORTFOLIO]
    assert {"light"} in groups
    assert {"heavy"} in groups
    assert {"light", "heavy"} in groups
    assert {symbol for entry in PORTFOLIO for symbol in elements(entry["bom"])} == set(ELEMENTS)


def test_the_portfolio_says_that_it_is_constructed_and_why_each_is_plausible() -> None:
    for entry in PORTFOLIO:
        assert set(entry) == {"note", "bom"}
        assert entry["note"].startswith("Constructed reference product: ")
    assert len({entry["bom"]["bom_id"] for entry in PORTFOLIO}) == len(PORTFOLIO)
