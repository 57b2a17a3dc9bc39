"""Small factories that make a case one line: lines and BOMs, claims, measures, facts, and the shipped kernel."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
from rich.console import Console

from service.risk.bom import Bom, Line, Price, Quantity, Source
from service.risk.bundle import storage
from service.risk.bundle.kernel import Kernel
from service.risk.controls.measures import Measure, measure_of
from service.risk.controls.register import Register
from service.risk.evidence.claims import Claim, Evidence
from service.risk.evidence.facts import Facts
from service.risk.evidence.trade import Trade
from service.risk.materials.catalogue import Catalogue
from service.risk.materials.resolve import Resolver
from service.risk.materials.wording.words import Vocabulary
from service.risk.supply_chain.sourcing import Sourcing
from training.data import archive
from training.data.workspace import Workspace
from training.publication import reference_portfolio
from training.tables import grades, materials, words

ROOT = Path(__file__).resolve().parent.parent
CURRENT = ROOT / "models" / "current"
TODAY = date(2026, 11, 21)
COUNTRIES_OF_SUPPLY = "CHN USA AUS MMR VNM MYS JPN EST FRA IND BRA RUS THA KOR DEU GBR".split()


@cache
def kernel() -> Kernel:
    """The shipped bundle, loaded once."""
    return storage.load(CURRENT)


@cache
def parts() -> tuple[dict[str, Any], dict[str, Any]]:
    """Manifest and evidence of the shipped bundle, as plain data; copy before changing."""
    manifest = json.loads((CURRENT / storage.MANIFEST).read_text(encoding="ascii"))
    return manifest, json.loads((CURRENT / storage.EVIDENCE).read_bytes())


def kernel_with(**facts: Any) -> Kernel:
    """The shipped kernel with other facts (``register=``, ``evidence=``, ``trade=`` ...) and nothing remembered."""
    return dataclasses.replace(kernel(), facts=dataclasses.replace(kernel().facts, **facts))


def register_with(*changed: Measure, base: Register | None = None) -> Register:
    """A register in which measures of the same id are replaced and others are added."""
    base = base or kernel().register
    table = {m.measure_id: m for m in base.measures} | {m.measure_id: m for m in changed}
    return Register(table.values(), "changed")


@cache
def catalogue() -> Catalogue:
    """The catalogue of the tables, put together once. Their own tests check them, which reads every name."""
    return Catalogue.from_rows(materials.as_they_stand())


@cache
def resolver() -> Resolver:
    """Reads lines by the catalogue and the words of the tables."""
    tables = words.load()
    return Resolver(catalogue(), Vocabulary(tables["words"], tables["patterns"], grades.served()))


@cache
def workspace() -> Workspace:
    """The training workspace on the real archive, fetched where it isn't there yet."""
    return Workspace(archive.fetch(archive.cache_folder()), Console(stderr=True, quiet=True))


@cache
def sourcing() -> Sourcing:
    """Default sources of the shipped evidence and trade. Nothing is remembered in it but what tests asked."""
    return Sourcing(kernel().facts.evidence, kernel().facts.trade)


def supply(stage: str, **shares: float | str) -> tuple[Source, ...]:
    """Declared supply of a stage: ``supply("magnet", CHN=0.8, JPN=0.2)``."""
    return tuple(Source(stage, country, Decimal(str(share))) for country, share in shares.items())


def line(
    element: str | None = None, form: str | None = None, *sources: Source, kg: str | None = "1", **more: Any
) -> Line:
    """A line, cerium oxide unless it says otherwise."""
    if not {"material", "formula", "composition"} & more.keys():
        element, form = element or "Ce", form or "oxide"
    quantity = None if kg is None else Quantity(Decimal(kg), "kg")
    return Line(**{"line_id": "10", "element": element, "form": form, "quantity": quantity, "supply": sources} | more)


def magnet(*sources: Source, material: str = "NdFeB N42SH", **more: Any) -> Line:
    """A magnet line."""
    return line(None, None, *sources, material=material, **more)


def bom(*lines: Line, buyer: str | None = "DEU", as_of: date | None = TODAY, **more: Any) -> Bom:
    """A BOM whose lines are numbered 10, 20, ... in the order given."""
    numbered = (dataclasses.replace(each, line_id=str(10 * n)) for n, each in enumerate(lines or (line(),), start=1))
    return Bom(buyer, tuple(numbered), as_of=as_of, **more)


def heavy(lines: int, rows: int, stages: tuple[str, ...] = ("mining", "separation", "metal")) -> Bom:
    """Lines of one metal, each with so many sources in each stage, none with the mix of another."""
    countries = list(COUNTRIES_OF_SUPPLY[:rows])
    share = Decimal(1) / len(countries)

    def sources(number: int) -> tuple[Source, ...]:
        bit = Decimal(number + 1) / 1_000_000
        shares = [share - bit, share + bit, *[share] * (len(countries) - 2)]
        return tuple(Source(s, c, x, False) for s in stages for c, x in zip(countries, shares, strict=True))

    return bom(*(line(line_id=str(n), element="Dy", form="metal", supply=sources(n)) for n in range(lines)))


def price(value: str, per: str = "kg") -> Price:
    """A unit price."""
    return Price(Decimal(value), per)


@cache
def sample(name: str) -> Bom:
    """A shipped sample BOM: ``traction-motor``, ``wind-generator``, ``catalysts``."""
    text = (ROOT / "examples" / f"{name}.json").read_text(encoding="utf-8")
    data = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    one = reference_portfolio.bom_of(data["boms"][0] if "boms" in data else data)
    return dataclasses.replace(one, as_of=TODAY)


def claim(claim_id: str = "c", quantity: str = "stage_share", value: float | None = None, **more: Any) -> Claim:
    """A claim; a share of the world's separation of all rare earths in China unless it says otherwise."""
    row: dict[str, Any] = {
        "claim_id": claim_id, "quantity": quantity, "scope": "REE", "stage": "separation", "form": "",
        "geography": "CHN", "basis": "output", "value_low": None, "value": value, "value_high": None, "unit": "share",
        "nature": "measured", "valid_from": "", "valid_to": "", "published": "2020-01-01", "document": "other",
        "locator": "table 1", "source_class": "agency", "attributed_to": "", "use": "model", "flag": "", "note": "",
    }  # fmt: skip
    return Claim.from_row(row | more)


def measure(measure_id: str = "M", **more: str) -> Measure:
    """A measure; a strong Chinese licence on everything, in force since 2020, unless it says otherwise."""
    row = {
        "measure_id": measure_id, "jurisdiction": "CHN", "authority": "", "announcement": measure_id,
        "instrument": "licence", "severity": "strong", "sign": "tightening", "elements": "REE",
        "hs92": "284610 284690 280530", "stages": "mining separation metal magnet",
        "forms": "ore oxide compound metal alloy magnet", "destinations": "", "end_uses": "",
        "announced": "2020-01-01", "effective": "2020-01-01", "ended": "", "suspended_from": "", "suspended_until": "",
        "unknown_since": "", "hs_match": "exact", "renews": "", "eases": "", "commodity": "REE",
        "source": "s", "locator": "l", "confidence": "A", "train": "yes", "note": "",
    }  # fmt: skip
    return measure_of(row | more)


def trade(
    imports: Mapping[str, Mapping[str, Mapping[str, float]]] | None = None,
    exports: Mapping[str, Mapping[str, float]] | None = None,
    year: int = 2020,
    **more: Any,
) -> Trade:
    """Trade of one year: ``imports`` code -> importer -> mix, ``exports`` code -> mix."""
    return Trade(
        {code: {year: {j: dict(mix) for j, mix in by.items()}} for code, by in (imports or {}).items()},
        {code: {year: dict(mix)} for code, mix in (exports or {}).items()},
        **more,
    )


def facts(claims: Iterable[Claim] = (), measures: Iterable[Measure] = (), structure: Trade | None = None) -> Facts:
    """Synthetic facts."""
    return Facts(Evidence(list(claims)), Register(measures, "r"), structure or Trade(), {})


def flows(*rows: tuple[int, str, str, str, float, float | None]) -> pl.DataFrame:
    """Trade flows from (year, exporter, importer, code, thousand USD, tonnes)."""
    schema = {"t": pl.Int64, "i": pl.String, "j": pl.String, "k": pl.String, "v": pl.Float64, "q": pl.Float64}
    return pl.DataFrame(list(rows), schema=schema, orient="row").sort("t", "k", "j", "i")
