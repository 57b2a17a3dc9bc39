"""How much of an item a row states, as the wire says it: an amount with its unit, or pieces and the mass of one.

Masses are never guessed. What has no mass by itself (metres, square metres, kilowatt hours) and is given none leaves
its quantity open, and the row says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from service.imports.cells import Cell
from service.imports.headings import key
from service.imports.numbers import amount
from service.imports.tables import ReadRow, RowProblem, SheetTable
from service.risk.purchase.units import METRE, UNITS, UnitError, grams_per, kind, split

_WITH_UNIT = re.compile(r"([+-]?\d[\d.,' \u00a0\u202f]*?)\s*([^\W\d_][\w²³./]{0,19})")
_SPOKEN = {
    "piece": "pièce pièces pza pzas pieza piezas pz pezzo pezzi pç pçs peça peças szt sztuka ks kus kusů kpl stuks "
    "stuk 個 件 个 只 本 ケ шт штук штука 개",
    "kg": "кг 千克 公斤 キログラム 킬로그램 kilogramo kilogramos chilogrammo chilogrammi quilograma kilogram",
    "g": "г 克 グラム 그램 gramo gramos grammo grammi grama",
    "mg": "мг 毫克",
    "t": "тонна тонн 吨 トン tonelada toneladas tonnellata tonne tonnes",
    "kWh": "kilowatthour kilowatthours kilowattstunde kilowattstunden",
    "m": "метр метров 米 メートル mètre mètres metro metri metros",
}
_UNITS = {key(word): unit for unit, words in _SPOKEN.items() for word in words.split()}
_NO_WHOLE = RowProblem("unit", "no_mass", "a percentage of what has no mass stated: its quantity is left open")
LONGEST_UNIT, LONGEST_AMOUNT = 33, 60
"""Characters: one more than the wire takes of a unit, and those of a number with its unit."""
HUNDRED = Decimal(100)
ONE = Decimal(1)


@dataclass(frozen=True)
class Own:
    """A row's own quantity: how many of it one of its assembly holds. ``value`` is None where it doesn't say;
    ``written`` is a value that can't be used, as it stands."""

    value: Decimal | None
    unit: str
    written: str | None = None
    problem: RowProblem | None = None


def unit_of(written: str) -> str:
    """A unit as the wire writes it, of those that other languages write otherwise; of a text no more than shows that it
    is none."""
    return _UNITS.get(key(written), written[:LONGEST_UNIT]) if written else ""


def _with_unit(written: str) -> re.Match[str] | None:
    """A number and its unit in one cell."""
    return _WITH_UNIT.fullmatch(written) if len(written) <= LONGEST_AMOUNT else None


def own_quantity(record: ReadRow, table: SheetTable) -> Own:
    """The quantity of a row for one of its assembly."""
    unit = unit_of(record.says("unit") or table.unit("quantity") or "")
    cell = record.values.get("quantity")
    if cell is None:
        return Own(None, unit)
    number = amount(cell, table.sign)
    if isinstance(number, str) and (match := _with_unit(number)):
        number, unit = amount(match[1].strip(), table.sign), unit or unit_of(match[2])
    if isinstance(number, str):
        return _unusable(number, unit)
    if number == 0:
        why = "a quantity of 0: what is bought of it is left open"
        return Own(None, unit, None, RowProblem("quantity", "zero", why))
    base = amount(record.values["base_quantity"], table.sign) if "base_quantity" in record.values else ONE
    if isinstance(base, str) or base <= 0:
        return Own(None, unit, None, RowProblem("base_quantity", "not_a_number", f"{base!s:.40} is no base quantity"))
    return Own(number / base, unit)


def total_quantity(record: ReadRow, table: SheetTable) -> Decimal | str | None:
    """How many of a row the whole product holds, where it says so; as written where that can't be used."""
    if "total_quantity" not in record.values:
        return None
    number = amount(record.values["total_quantity"], table.sign)
    return number if isinstance(number, str) or number > 0 else f"{number:f}"


def _unusable(written: str, unit: str) -> Own:
    if any(character.isdigit() for character in written):
        return Own(None, unit, written)
    why = f"{written[:40]!r} is no number: what is bought of it is left open"
    return Own(None, unit, None, RowProblem("quantity", "not_a_number", why))


def written(value: Decimal) -> int | str:
    """An exact number as JSON carries it: whole ones as numbers, others as text."""
    whole = value == value.to_integral_value() and abs(value) < Decimal(10) ** 15
    return int(value) if whole else f"{value.normalize():f}"


@dataclass(frozen=True)
class Amounts:
    """What a row states of its mass and number, and how often its assembly is in the product."""

    record: ReadRow
    table: SheetTable
    times: Decimal | None
    parent: ReadRow | None = None

    def members(self) -> tuple[dict[str, Any], list[RowProblem]]:
        """The line's quantity, pieces and mass per metre, and what is left open."""
        own = own_quantity(self.record, self.table)
        if own.written is not None:
            return {"quantity": {"value": own.written, "unit": own.unit or "piece"}}, []
        open_ = [own.problem] if own.problem else []
        total, problem = self._total(own)
        members, more = self._by_unit(own, total)
        return members, [*open_, *([problem] if problem else []), *more]

    def _total(self, own: Own) -> tuple[Decimal | None, RowProblem | None]:
        """How many of it the product holds."""
        if own.value is not None:
            return (None, None) if self.times is None else (own.value * self.times, None)
        number = None if own.problem else total_quantity(self.record, self.table)
        if isinstance(number, str):
            return None, RowProblem(
                "total_quantity", "not_a_number", f"{number[:40]!r} is no quantity: it is left open"
            )
        return number, None

    def _by_unit(self, own: Own, total: Decimal | None) -> tuple[dict[str, Any], list[RowProblem]]:
        unit = kind(split(own.unit)[0]) if own.unit else "piece"
        if own.unit == "%":
            return self._of_parent(own)
        if unit in UNITS.values():
            return ({"quantity": _quantity(total, own.unit)} if total is not None else {}), []
        return self._of_metres(own, total) if unit == METRE else self._counted(own, total, unit)

    def _counted(self, own: Own, total: Decimal | None, unit: str | None) -> tuple[dict[str, Any], list[RowProblem]]:
        """Of a number of pieces or packs, or of a ``unit`` that has neither mass nor number."""
        masses, open_ = self._by_mass(own, total, counted=unit is not None)
        if masses or open_:
            return masses, open_
        if unit is None:
            return {}, [RowProblem("unit", *_why(own.unit))] if own.value is not None or total is not None else []
        if total is None:
            return {}, []
        return ({"pieces": written(total)} if unit == "piece" else {"quantity": _quantity(total, own.unit)}), []

    def _by_mass(self, own: Own, total: Decimal | None, *, counted: bool) -> tuple[dict[str, Any], list[RowProblem]]:
        """By the mass that the row states: of one, of all, or of either where it is one."""
        for role in ("unit_mass", "total_mass", "mass"):
            mass = self._mass(role)
            if mass is None:
                continue
            value, unit, problem = mass
            if problem:
                return ({"pieces": written(total)} if counted and total is not None else {}), [problem]
            if isinstance(value, str):  # refused with the wire's own words
                return {"quantity": {"value": value, "unit": unit}}, []
            return self._with_mass(role, value, unit, own, total, counted=counted)
        return {}, []

    def _with_mass(
        self, role: str, value: Decimal, unit: str, own: Own, total: Decimal | None, *, counted: bool
    ) -> tuple[dict[str, Any], list[RowProblem]]:
        pieces = {"pieces": written(total)} if counted and total is not None else {}
        single = own.value in (None, ONE)
        if role == "mass" and not single:
            heading = self.table.heading(role)
            why = f"{heading!r} may be the mass of one or of all: map it to unit_mass or total_mass"
            return pieces, [RowProblem(role, "ambiguous_mass", why)]
        if role == "total_mass" or (own.value is None and "total_quantity" not in self.record.values):
            if self.times is None:
                return {}, []
            return {"quantity": _quantity(value * self.times, unit)}, []
        if total is None:
            return {}, []
        if counted:
            return {"quantity": _quantity(value, unit)} | pieces, []
        return {"quantity": _quantity(value * total, unit)}, []

    def _mass(self, role: str) -> tuple[Decimal | str, str, RowProblem | None] | None:
        """A mass and its unit; ``None`` where the row states none."""
        cell: Cell | None = self.record.values.get(role)
        if cell is None:
            return None
        number = amount(cell, self.table.sign)
        unit = unit_of(self.record.says("mass_unit") or self.table.unit(role) or "")
        if isinstance(number, str) and (match := _with_unit(number)):
            number, unit = amount(match[1].strip(), self.table.sign), unit_of(match[2])
        unit = unit.partition("/")[0].strip()  # kg/m^2 of square metres
        if number == 0:
            return number, unit, RowProblem(role, "zero", "a mass of 0 is none: it is left open")
        if not unit or kind(unit) not in UNITS.values():
            heading = self.table.heading(role)
            return (
                number,
                unit,
                RowProblem(role, "no_unit", f"{heading!r} states no unit of mass that is known: name it there"),
            )
        return number, unit, None

    def _of_metres(self, own: Own, total: Decimal | None) -> tuple[dict[str, Any], list[RowProblem]]:
        for role in ("mass_per_metre", "unit_mass"):
            mass = self._mass(role)
            if mass is None:
                continue
            value, unit, problem = mass
            if problem or isinstance(value, str) or total is None:
                return {}, [problem or RowProblem(role, "not_a_number", f"{value!s:.40} is no mass: it is left open")]
            per_metre = {"value": written(value * grams_per(unit)), "unit": "g/m"}
            return {"quantity": _quantity(total, "m"), "mass_per_metre": per_metre}, []
        masses, open_ = self._by_mass(own, total, counted=False)
        return (masses, open_) if masses or open_ else ({}, [RowProblem("unit", *_why(own.unit))])

    def _of_parent(self, own: Own) -> tuple[dict[str, Any], list[RowProblem]]:
        """A share of its assembly's mass, in per cent."""
        if self.parent is None or own.value is None:
            return {}, [_NO_WHOLE]
        above = Amounts(self.parent, self.table, ONE)
        mass, each = above._mass("unit_mass"), own_quantity(self.parent, self.table)
        if mass is None or mass[2] or isinstance(mass[0], str) or self.times is None:
            return {}, [_NO_WHOLE]
        if kind(each.unit) in UNITS.values():
            return {"quantity": _quantity(own.value / HUNDRED * self.times, each.unit)}, []
        return {"quantity": _quantity(own.value / HUNDRED * mass[0] * self.times, mass[1])}, []


def _quantity(value: Decimal, unit: str) -> dict[str, Any]:
    return {"value": written(value), "unit": unit}


def _why(unit: str) -> tuple[str, str]:
    """What is wrong with a unit, in the wire's own words."""
    try:
        grams_per(unit)
    except UnitError as error:
        return error.errors[0].code, f"{error.errors[0].detail}; its quantity is left open"
    raise AssertionError(unit)
