"""How much of what the European Commission's study calls restricted the register holds.

The study gives each country that makes a material a trade-related variable t; above 1 its exports are restricted
(Annex 7). ``evidence/eu_restrictions.csv`` holds those cells of material, stage and country, wood left out. A cell is
*held* where a tightening measure of the country names the material or one of its HS codes. It is *held in time* where
such a measure was in force, or its state unknown, between the years that the study looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from service.risk.controls.measures import Measure, measure_of
from service.risk.explanation.words import country_name
from training.tables import claims, controls, minerals
from training.tables.cells import COUNTRIES, check_filled, check_number, check_word, duplicates
from training.tables.reader import EVIDENCE, Problem, read, table

FILE = "eu_restrictions.csv"
COLUMNS = ("cell", "material", "commodity", "stage", "country", "t", "share", "document", "locator")
STAGES = ("extraction", "processing")
FIRST, LAST = date(2014, 1, 1), date(2020, 12, 31)
"""Acts of these years can be in the study: its averages are of 2016 to 2020, its lists somewhat older."""


@dataclass(frozen=True)
class Cell:
    """A material, a stage and a country whose exports the study calls restricted."""

    material: str
    commodity: str
    stage: str
    country: str

    @property
    def name(self) -> str:
        """As a person says it."""
        return f"{country_name(self.country)}: {self.material.lower()}, {self.stage}"


@dataclass(frozen=True)
class RegisterCoverage:
    """The cells, those that the register holds, and those that it holds in time."""

    cells: tuple[Cell, ...]
    held: frozenset[Cell]
    in_time: frozenset[Cell]

    def to_json(self) -> dict[str, Any]:
        """What a bundle tells of it."""
        missing = [cell.name for cell in self.cells if cell not in self.held]
        return {"cells": len(self.cells), "held": len(self.held), "in_time": len(self.in_time), "missing": missing}


def coverage(folder: Path = EVIDENCE) -> RegisterCoverage:
    """The register of a folder of tables set against the study. Raises ``TableError``."""
    rows = read(folder / FILE, COLUMNS)
    cells = tuple(Cell(row["material"], row["commodity"], row["stage"], row["country"]) for row in rows)
    codes = _codes(folder)
    measures = [measure_of(row) for row in controls.load(folder / controls.TABLE.name)]
    acts = {cell: [one for one in measures if _names(one, cell, codes)] for cell in cells}
    held = frozenset(cell for cell, some in acts.items() if some)
    return RegisterCoverage(cells, held, frozenset(cell for cell in held if any(map(_in_time, acts[cell]))))


def _codes(folder: Path) -> dict[str, set[str]]:
    """Commodity -> its HS 1992 codes."""
    codes = {mineral.name: set(mineral.codes) for mineral in minerals.load(folder)}
    for good in claims.commodities(folder).values():
        for name in good.names:
            codes.setdefault(name, set()).add(good.hs92)
    return codes


def _names(measure: Measure, cell: Cell, codes: dict[str, set[str]]) -> bool:
    named = {word.strip() for word in measure.commodity.split(";")}
    concerned = cell.commodity in named or bool(measure.hs92 & codes.get(cell.commodity, set()))
    return measure.sign == "tightening" and measure.jurisdiction == cell.country and concerned


def _in_time(measure: Measure) -> bool:
    began = measure.effective is not None and measure.effective <= LAST
    return began and (measure.ended or date.max) >= FIRST


def sentences(told: dict[str, Any]) -> Iterator[str]:
    """The coverage in words, from what a bundle tells of it."""
    cells, held, in_time = told["cells"], told["held"], told["in_time"]
    yield f"The European Commission's study of 2023 calls {cells} pairs of country and material restricted, by stage."
    yield f"The register holds a measure on {held} of them ({held / cells:.0%})."
    years = f"from {FIRST.year} to {LAST.year}"
    yield f"On {in_time} ({in_time / cells:.0%}) one was in force, or in an unknown state, at some time {years}."


def text(of: RegisterCoverage) -> str:
    """What the command prints: the figures, then every cell without a measure."""
    told = of.to_json()
    return "\n".join([*sentences(told), "", f"No measure on ({len(told['missing'])}):", *_listed(told["missing"])])


def _listed(names: Iterable[str]) -> Iterator[str]:
    return (f"  {name}" for name in names)


def check(folder: Path = EVIDENCE) -> list[Problem]:
    """What is wrong with the table: unknown words, cells given twice, t that restricts nothing."""
    parsed = table(folder / FILE, COLUMNS)
    documents = [row["document"] for row in claims.described(folder).rows]
    problems = [*parsed.problems, *duplicates(parsed.rows, "cell")]
    for row in parsed.rows:
        problems += [*check_filled(row, ("material", "commodity", "share", "locator"), "say what it is, and where")]
        problems += [*check_word(row, "stage", STAGES), *check_word(row, "country", COUNTRIES)]
        problems += [*check_word(row, "document", documents), *check_number(row, "t")]
        if not [*check_number(row, "t")] and float(row["t"] or 0) <= 1:
            problems.append(row.problem("t", f"{row['t']!r} isn't above 1", "only restricted cells stand here"))
    return problems
