"""Rows to the wire's lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from service.imports.amounts import Amounts, own_quantity, unit_of, written
from service.imports.headings import MASSES
from service.imports.hierarchy import TreeRow
from service.imports.imported import StageOf
from service.imports.numbers import amount
from service.imports.places import country
from service.imports.tables import ReadRow, RowProblem, SheetTable, joined
from service.risk.purchase.units import UNITS, kind, split
from service.schemas.strict import LONGEST_KEPT

PLAIN = ("part_number", "formula", "read_as", "end_use", "can_do_without", "supplier", "stock_days")
"""Roles that are members of a line as they stand."""
NOTHING = "no words say what it is: it is left open until its part is confirmed"


@dataclass
class Made:
    """A line as the wire takes it, what is open, and which role each of its members came from."""

    line: dict[str, Any]
    problems: list[RowProblem] = field(default_factory=list)


def line_of(node: TreeRow, table: SheetTable, stage_of: StageOf | None) -> Made:
    """The line of a row."""
    record = node.record
    made = Made({"line_id": record.says("line_id") or _id(record)}, list(node.problems))
    made.line |= {role: record.says(role) for role in PLAIN if record.says(role)}
    extras = dict(record.extras)
    made.line |= _described(record, extras)
    members, problems = Amounts(record, table, node.times, node.parent.record if node.parent else None).members()
    made.line |= members
    extras |= _unused(record, members)
    made.problems += problems
    _price(record, table, made)
    if group := record.says("alternate_group"):
        above = node.parent.record.number if node.parent else 0
        made.line["alternate_group"] = f"{above}/{group}" if above else group
    _origin(record, stage_of, made, extras)
    _keep(extras, made)
    if (
        not made.line.keys() & {"material", "element", "formula", "read_as", "rare_earth"}
        and "part_number" in made.line
    ):
        made.problems.append(RowProblem(None, "undescribed", NOTHING))
    return made


def _id(record: ReadRow) -> str:
    """The row's number: it leads back to the file."""
    return str(record.number)


def text_of(record: ReadRow) -> str:
    """What a row says an item is, in words."""
    name, material = record.says("name"), record.says("material")
    return joined(name, material) or record.says("formula") or record.says("cas") or record.says("part_number")


def _described(record: ReadRow, extras: dict[str, str]) -> dict[str, Any]:
    """What the line is made of: by the most exact of what the row says; what else it says is kept."""
    words = text_of(record)
    exact: dict[str, Any] = {}
    if record.says("element"):
        exact = {role: record.says(role) for role in ("element", "form") if record.says(role)}
    elif record.says("formula") or record.says("read_as"):
        exact = {"formula": record.says("formula")} if record.says("formula") else {"read_as": record.says("read_as")}
    if record.says("rare_earth").casefold() == "false":
        exact["rare_earth"] = False
    named = record.says("name") or record.says("material")
    if exact.keys() - {"rare_earth"} and "read_as" not in exact:
        if named:
            extras["x_description"] = words
        return exact
    if record.says("cas") and named:
        extras["x_cas"] = record.says("cas")
    return exact | ({"material": words} if named or record.says("cas") else {})


def _unused(record: ReadRow, members: dict[str, Any]) -> dict[str, str]:
    """Amounts that stand beside the one that is taken, to be kept."""
    measured = not members.keys() & {"pieces", "mass_per_metre"} and "quantity" in record.values
    by_mass = measured and kind(split(unit_of(record.says("unit")))[0]) in UNITS.values()
    roles = [*(MASSES if by_mass else ()), *(["total_quantity"] if "quantity" in record.values else [])]
    return {f"x_{role}": record.says(role) for role in sorted(roles) if record.says(role)}


def _price(record: ReadRow, table: SheetTable, made: Made) -> None:
    if "price" not in record.values:
        return
    value = amount(record.values["price"], table.sign)
    unit = unit_of(record.says("price_unit")) or own_quantity(record, table).unit or "piece"
    if kind(split(unit)[0]) is None:
        why = f"a price for a unit that has no mass or number ({unit[:20]!r}): it is left open"
        made.problems.append(RowProblem("price", "unknown_unit", why))
        return
    price = {"value": value if isinstance(value, str) else written(value), "per": unit}
    if "price_quantity" in record.values:
        quantity = amount(record.values["price_quantity"], table.sign)
        price["per_quantity"] = quantity if isinstance(quantity, str) else written(quantity)
    made.line["unit_price"] = price


def _origin(record: ReadRow, stage_of: StageOf | None, made: Made, extras: dict[str, str]) -> None:
    """The country of origin, as the supply of the stage at which the line's material is made. That of a part which only
    holds the material says nothing about it."""
    if not (origin := record.says("origin")):
        return
    stage = stage_of(made.line) if stage_of else None
    if stage is None:
        extras["x_country_of_origin"] = origin
    else:
        made.line["supply"] = [{"stage": stage, "country": country(origin), "share": 1}]


def _keep(extras: dict[str, str], made: Made) -> None:
    for name, value in extras.items():
        made.line[name] = value[:LONGEST_KEPT]
        if len(value) > LONGEST_KEPT:
            why = f"its {len(value):,} characters are kept up to {LONGEST_KEPT}"
            made.problems.append(RowProblem(name, "cut", why))
