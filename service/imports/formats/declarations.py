"""IPC-1752A and B: material declarations in XML, as records.

Read is what public readers of the standard agree on: ``Product`` and ``SubProduct`` with their ``ProductID``, below
them ``HomogeneousMaterial`` and ``Substance``, each with an ``Amount``. A material that lists its substances is a line
for each; one that lists none is a line. Amounts are taken as those of the whole product, as substances add up to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from service.imports.cells import Cell
from service.imports.errors import FileError, TooLargeError
from service.imports.formats.xml import Element
from service.imports.headings import OTHER
from service.imports.limits import limits
from service.imports.tables import Column, ReadRow, RowProblem, SheetTable

ROOT = "MainDeclaration"
HUNDRED, MILLION = Decimal(100), Decimal(1_000_000)
_PARTS = {"masspercent": HUNDRED, "ppm": MILLION}
_MASSES = {"mg", "g", "kg"}
_MAGNET = re.compile(r"magnet|ndfeb|nd-fe-b|smco", re.I)
_COLUMNS = (
    Column("itemNumber", "part_number"), Column("itemName", "name"), Column("name", "name"), Column("identity", "cas"),
    Column("element", "element"), Column("Amount", "quantity"), Column("UOM", "unit"),
    Column("materialGroupName", OTHER, None, "x_material_group"), Column("material", OTHER, None, "x_material"),
    Column("comment", OTHER, None, "x_comment"),
)  # fmt: skip
_ELEMENTS = {
    "7440-20-2": "Sc", "7440-65-5": "Y", "7439-91-0": "La", "7440-45-1": "Ce", "7440-10-0": "Pr", "7440-00-8": "Nd",
    "7440-19-9": "Sm", "7440-53-1": "Eu", "7440-54-2": "Gd", "7440-27-9": "Tb", "7429-91-6": "Dy", "7440-60-0": "Ho",
    "7440-52-0": "Er", "7440-30-4": "Tm", "7440-64-4": "Yb", "7439-94-3": "Lu",
}  # fmt: skip
"""CAS numbers of the metals. In a material that says it is a magnet they are bought as one."""


def of_xml(root: Element) -> SheetTable:
    """The products, materials and substances of a declaration. Raises ``FileError``."""
    walk = _Walk()
    for product in _products(root):
        walk.product(product, 0)
    if not any("level" in record.values and record.values["level"] != 0 for record in walk.records):
        words = "The declaration lists no homogeneous material: ask for a full material declaration (class C or D)."
        raise FileError("no_materials", words)
    return SheetTable(None, _COLUMNS, walk.records, None, {}, walk.notes, walk.problems)


def _products(root: Element) -> Iterator[Element]:
    """Products directly below the root, or below the element of the standard's part (IPC-1752B)."""
    yield from root.all("Product")
    for child in root.children:
        if child.name != "Product":
            yield from child.all("Product")


class _Walk:
    def __init__(self) -> None:
        self.records: list[ReadRow] = []
        self.notes: list[str] = []
        self.problems: dict[int, list[RowProblem]] = {}

    def _record(self, level: int, values: dict[str, Cell], extras: dict[str, str]) -> ReadRow:
        number = len(self.records) + 1
        if number > limits().rows:
            raise TooLargeError("materials and substances", number, limits().rows)
        told = {role: value for role, value in values.items() if value != ""}
        kept = {name: value for name, value in extras.items() if value}
        record = ReadRow(None, number, {"level": Decimal(level)} | told, kept)
        self.records.append(record)
        return record

    def product(self, element: Element, level: int) -> None:
        """A product or a part of one, and all below it."""
        named = element.first("ProductID")
        attributes = named.attributes if named else {}
        values: dict[str, Cell] = {"part_number": attributes.get("itemNumber", ""), "quantity": Decimal(1)}
        values["name"] = attributes.get("itemName", "") or attributes.get("itemNumber", "")
        record = self._record(level, values, {"x_comment": element.attributes.get("comment", "")})
        instances = element.attributes.get("numberOfInstances", "1") or "1"
        if level and instances != "1":
            why = f"numberOfInstances is {instances[:20]!r}: its amounts are taken as those of all instances"
            self.problems[record.number] = [RowProblem(None, "instances", why)]
        for material in self._materials(element):
            self.material(material, level + 1)
        for part in element.all("SubProduct"):
            self.product(part, level + 1)

    @staticmethod
    def _materials(element: Element) -> Iterator[Element]:
        for info in element.all("MaterialInfo"):
            for listed in info.all("HomogeneousMaterialList"):
                yield from listed.all("HomogeneousMaterial")

    def material(self, element: Element, level: int) -> None:
        """A homogeneous material: a line, or its substances as lines."""
        name = element.attributes.get("name", "")
        extras = {
            "x_material_group": element.attributes.get("materialGroupName", ""),
            "x_comment": element.attributes.get("comment", ""),
        }
        amount, unit = _amount(element.first("Amount"))
        substances = list(_substances(element))
        values: dict[str, Cell] = {"name": name}
        values |= {"quantity": Decimal(1)} if substances else {"quantity": amount, "unit": unit}
        self._record(level, values, extras)
        for substance in substances:
            self._substance(substance, name, (amount, unit), level + 1)

    def _substance(self, element: Element, material: str, whole: tuple[Cell, str], level: int) -> None:
        amount, unit = _amount(element.first("Amount"))
        concentration = element.first("Concentration")
        if amount == "" and concentration is not None:
            amount, unit = _amount(concentration, "masspercent")
        if isinstance(amount, Decimal) and (parts := _PARTS.get(unit.casefold())):
            total, unit = whole
            amount = amount / parts * total if isinstance(total, Decimal) and unit in _MASSES else ""
        cas = _cas(element)
        values: dict[str, Cell] = {"name": element.attributes.get("name", ""), "cas": cas}
        if _MAGNET.search(material) and cas in _ELEMENTS:
            values |= {"element": _ELEMENTS[cas], "form": "magnet"}
        self._record(level, values | {"quantity": amount, "unit": unit}, {"x_material": material})


def _substances(material: Element) -> Iterator[Element]:
    for listed in material.all("SubstanceCategoryList"):
        for category in listed.all("SubstanceCategory"):
            yield from category.all("Substance")


def _cas(substance: Element) -> str:
    ids = [one.attributes for one in substance.children if one.name in ("SubstanceID", "UniqueID")]
    return next((one.get("identity", "") for one in ids if one.get("authority", "").upper() == "CAS"), "")


def _amount(element: Element | None, unit: str = "") -> tuple[Cell, str]:
    """A value as a number where it is one, and its unit."""
    if element is None:
        return "", ""
    written = element.attributes.get("value", "").strip()
    try:
        value: Cell = Decimal(written)
    except InvalidOperation:
        value = written
    if isinstance(value, Decimal) and not (value.is_finite() and abs(value.adjusted()) < 60):  # noqa: PLR2004
        value = written
    return value, element.attributes.get("UOM", "") or unit
