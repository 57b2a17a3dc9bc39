"""CycloneDX 1.5 and 1.6, in JSON and in XML, as records.

The document is walked here: what reads it into objects drops components without a ``bom-ref``. A component below
another is a part of it. Quantities, masses and origins stand in ``properties``, whose last word is read as a
heading is. ``cdx:device:quantity`` is the number in the whole product, as the taxonomy of CycloneDX has it.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from service.imports.cells import Cell, text
from service.imports.errors import FileError, TooLargeError
from service.imports.formats.json_documents import cell
from service.imports.formats.xml import Element
from service.imports.headings import NUMERIC, OTHER, REPEATED, key, role_of
from service.imports.limits import limits
from service.imports.numbers import Days
from service.imports.tables import Column, ReadRow, RowProblem, SheetTable, joined, named

VERSIONS = ("1.5", "1.6")
SOFTWARE = frozenset(
    "application framework library container platform operating-system device-driver firmware file "
    "machine-learning-model data cryptographic-asset".split()
)
"""Types of components that aren't goods, so hold no rare earth."""
SCHEMA = "http://cyclonedx.org/schema/bom/"
TOTAL = "cdx:device:quantity"
_ROLES = {"name": "name", "description": "name", "supplier": "supplier"}
_WALKED = frozenset(("components", "properties", "type", "bom-ref"))


def is_cyclonedx(value: Any) -> bool:
    """Whether a JSON document says that it is one."""
    return isinstance(value, dict) and value.get("bomFormat") == "CycloneDX"


def of_json(value: dict[str, Any], mapping: dict[str, str]) -> SheetTable:
    """The components of a JSON document. Raises ``FileError``."""
    _check_version(str(value.get("specVersion")))
    metadata = value.get("metadata")
    product = metadata.get("component") if isinstance(metadata, dict) else None
    return _table(product, value.get("components"), mapping)


def of_xml(root: Element, mapping: dict[str, str]) -> SheetTable:
    """The components of an XML document. Raises ``FileError``."""
    spaces = (value for value in root.attributes.values() if value.startswith(SCHEMA))
    _check_version(next(spaces, "").removeprefix(SCHEMA))
    metadata, listed = root.first("metadata"), root.first("components")
    product = metadata.first("component") if metadata else None
    components = [_component(one) for one in listed.all("component")] if listed else None
    return _table(_component(product) if product else None, components, mapping)


def _check_version(version: str) -> None:
    if version not in VERSIONS:
        words = f"CycloneDX {version[:20]!r} isn't read: export it as {' or '.join(VERSIONS)}."
        raise FileError("unread_version", words)


def _component(element: Element) -> dict[str, Any]:
    """A component of XML as JSON has it; recursion is bounded by the depth of the document."""
    made: dict[str, Any] = dict(element.attributes)
    for child in element.children:
        if child.name == "components":
            made["components"] = [_component(one) for one in child.all("component")]
        elif child.name == "properties":
            made["properties"] = [
                {"name": one.attributes.get("name", ""), "value": one.text} for one in child.all("property")
            ]
        elif not child.children:
            made[child.name] = child.text
        else:
            made[child.name] = {one.name: one.text for one in child.children}
    return made


def _table(product: Any, components: Any, mapping: dict[str, str]) -> SheetTable:
    if product is None and not components:
        raise FileError("no_components", "The document lists no component.")
    walk = _Walk(mapping)
    if isinstance(product, dict):
        walk.take(product, 0)
    walk.take_all(components, 1)
    days = {role: Days(None) for role in ("valid_from", "valid_to")}
    return SheetTable(None, list(walk.columns.values()), walk.records, None, days, walk.notes, walk.problems)


class _Walk:
    """Components as they come, in the order of the document."""

    def __init__(self, mapping: dict[str, str]) -> None:
        self.mapping = mapping
        self.records: list[ReadRow] = []
        self.columns: dict[str, Column] = {}
        self.refs: set[str] = set()
        self.extras: set[str] = set()
        self.notes: list[str] = []
        self.problems: dict[int, list[RowProblem]] = {}

    def take_all(self, components: Any, level: int) -> None:
        for one in components if isinstance(components, list) else []:
            self.take(one, level)

    def take(self, component: Any, level: int) -> None:
        number = len(self.records) + 1
        if number > limits().rows:
            raise TooLargeError("components", number, limits().rows)
        if not isinstance(component, dict):
            self.problems[number] = [RowProblem(None, "not_an_object", "a component must be an object", True)]
            component = {}
        values: dict[str, Cell] = {"level": Decimal(level)}
        extras: dict[str, str] = {}
        for heading, value in _members(component):
            if written := text(value):
                self._put(heading, value, written, values, extras)
        if level == 0 and "part_number" not in values and isinstance(component.get("name"), str):
            values |= {"part_number": component["name"], "name": str(component.get("description") or component["name"])}
        self._identify(component, number, values)
        self.records.append(ReadRow(None, number, values, extras))
        self.take_all(component.get("components"), level + 1)

    def _put(self, heading: str, value: Cell, written: str, values: dict[str, Cell], extras: dict[str, str]) -> None:
        column = self.columns.get(heading)
        if column is None:
            if len(self.columns) >= limits().columns:
                raise TooLargeError("names of properties", len(self.columns) + 1, limits().columns)
            column = self.columns[heading] = self._column(heading)
        if column.role == OTHER or (column.role in values and column.role not in REPEATED):
            extras[column.extra] = written
        elif column.role in values:
            values[column.role] = joined(text(values[column.role]), written)
        else:
            values[column.role] = _number(value) if column.role in NUMERIC else " ".join(written.split())

    def _column(self, heading: str) -> Column:
        role, unit = ("total_quantity", None) if heading == TOTAL else role_of(heading.rpartition(":")[2])
        called = heading.lstrip(":")
        role = self.mapping.get(key(called)) or _ROLES.get(heading) or (role if ":" in heading else None) or OTHER
        return Column(called, role, unit, named(heading, self.extras, len(self.columns)))

    def _identify(self, component: dict[str, Any], number: int, values: dict[str, Cell]) -> None:
        if str(component.get("type", "")).casefold() in SOFTWARE:
            values["rare_earth"] = "false"
        ref = str(component.get("bom-ref") or "")
        if ref and ref in self.refs:
            why = f"{ref[:60]!r} is the bom-ref of another component, too"
            self.problems.setdefault(number, []).append(RowProblem("bom-ref", "duplicate", why, True))
        self.refs.add(ref)


def _members(component: dict[str, Any]) -> Iterator[tuple[str, Cell]]:
    """What a component says: its own members, then its properties by their names."""
    for name, value in component.items():
        if name not in _WALKED:
            called = value.get("name") if name == "supplier" and isinstance(value, dict) else None
            yield name, cell(called or value)
    properties = component.get("properties")
    for one in properties if isinstance(properties, list) else []:
        if isinstance(one, dict) and isinstance(one.get("name"), str):
            heading = one["name"] if ":" in one["name"] else f":{one['name']}"
            yield heading, cell(one.get("value"))


def _number(value: Cell) -> Cell:
    return value.strip() if isinstance(value, str) else value
