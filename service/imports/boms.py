"""Products to BOMs that ``BomSchema`` accepts, and what became of each row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from marshmallow import ValidationError

from service.config import Limits
from service.imports.errors import FileError, TooLargeError
from service.imports.headings import OTHER
from service.imports.hierarchy import LINE, ProductRows, TreeRow, products
from service.imports.imported import ColumnUse, ImportedProduct, ImportedRow, StageOf
from service.imports.limits import limits
from service.imports.lines import line_of, text_of
from service.imports.tables import ReadRow, RowProblem, SheetTable
from service.risk.bom import SKIP_LINE
from service.risk.errors import FieldError
from service.risk.purchase.canonical import line_errors
from service.schemas.bom import BomSchema
from service.schemas.fields import CURRENCIES
from service.schemas.strict import KEPT_START, flattened

WIRE = Limits()
_SCHEMA = BomSchema()
LONGEST_ID = 180
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_OF_A_LINE = 2  # a line without a description may have that of its part
_LINE = re.compile(r"/lines/(\d+)(?:/([^/]+)(?:/([^/]+))?)?.*")
_ROLES = {
    ("quantity", "value"): "quantity", ("quantity", "unit"): "unit", ("unit_price", None): "price",
    ("unit_price", "per"): "price_unit", ("unit_price", "per_quantity"): "price_quantity", ("supply", None): "origin",
    ("material", None): "name", ("pieces", None): "quantity", ("mass_per_metre", None): "mass_per_metre",
}  # fmt: skip


@dataclass(frozen=True)
class ImportRequest:
    """What a request states beside the file."""

    as_of: date | None = None
    today: date | None = None
    buyer_country: str | None = None
    currency: str | None = None
    split: bool | None = None
    stage_of: StageOf | None = None

    def members(self) -> dict[str, Any]:
        """Members of every BOM."""
        day = self.as_of.isoformat() if self.as_of else None
        stated = {"buyer_country": self.buyer_country, "as_of": day, "currency": self.currency}
        return {name: value for name, value in stated.items() if value is not None}


@dataclass
class Collected:
    """BOMs and rows as they come."""

    products: list[ImportedProduct] = field(default_factory=list)
    read: list[ImportedRow] = field(default_factory=list)
    open: list[ImportedRow] = field(default_factory=list)
    refused: list[ImportedRow] = field(default_factory=list)
    columns: list[ColumnUse] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)

    def add(self, product: ImportedProduct, row: ImportedRow) -> None:
        """Take a product that the wire takes, too: no larger and no deeper than a body. ``row`` is the product's."""
        if len(product.document) > WIRE.body_bytes:
            product = replace(product, bom=_without_kept(product.bom))
            words = "columns that say nothing to the score aren't kept with its BOM, which would be too large"
            self.notes.append(f"{product.bom_id}: {words}.")
        if (size := len(product.document)) > WIRE.body_bytes:
            why = f"its BOM has {size:,} bytes, at most {WIRE.body_bytes:,}: split it, or shorten its texts"
            self.tell(row, RowProblem(None, "too_large", why, True), None)
            return
        self.products.append(product)

    def tell(self, row: ImportedRow, problem: RowProblem, column: str | None) -> None:
        """Put a row into the table of open or of refused ones."""
        told = ImportedRow(
            row.number, row.kind, row.text, row.sheet, row.product, row.line_id, column, problem.code, problem.why,
            row.extras,
        )  # fmt: skip
        (self.refused if problem.refused else self.open).append(told)


def collect(tables: Sequence[SheetTable], name: str, wanted: ImportRequest) -> Collected:
    """The BOMs of all tables. Raises ``FileError`` for more products than are read."""
    into = Collected()
    for table in tables:
        into.notes += table.notes
        into.columns += [
            ColumnUse(table.sheet, one.heading, one.role, one.extra if one.role == OTHER else None)
            for one in table.columns
        ]
        made = products(table, wanted.as_of or wanted.today, wanted.split)
        if len(into.products) + len(made) > limits().products:
            raise TooLargeError("products", len(into.products) + len(made), limits().products)
        called = name if len(tables) == 1 else f"{name}-{table.sheet}"
        for product in made:
            _Writer(product, table, called, wanted, into).write()
    return into


@dataclass
class _Writer:
    """One product on its way to its BOM."""

    product: ProductRows
    table: SheetTable
    called: str
    wanted: ImportRequest
    into: Collected

    def write(self) -> None:
        bom_id = self._bom_id()
        lines: list[dict[str, Any]] = []
        nodes: list[TreeRow] = []
        rows: list[ImportedRow] = []
        bad = False
        for node in self.product.nodes:
            made = line_of(node, self.table, self.wanted.stage_of) if node.kind == LINE else None
            line_id = made.line["line_id"] if made else None
            row = ImportedRow(
                node.record.number, node.kind, text_of(node.record), self.table.sheet, bom_id, line_id,
                extras=node.record.extras,
            )  # fmt: skip
            self.into.read.append(row)
            for problem in made.problems if made else node.problems:
                self.into.tell(row, problem, self._column(problem.role, node.record))
                bad = bad or problem.refused
            if made:
                lines.append(made.line)
                nodes.append(node)
                rows.append(row)
        if self._holds(lines, bom_id):
            self._finish(self._body(bom_id, lines, nodes), rows, nodes, bad)

    def _holds(self, lines: Sequence[dict[str, Any]], bom_id: str) -> bool:
        """Whether there is a BOM of these lines; a row of the product says why there is none."""
        top = self.product.top or (self.product.nodes[0].record if self.product.nodes else ReadRow(None, 0, {}))
        row = ImportedRow(top.number, "product", text_of(top), self.table.sheet, bom_id)
        if len(lines) > WIRE.lines:
            why = (
                f"the product has {len(lines):,} lines, and a BOM holds at most {WIRE.lines:,}: export its assemblies "
                "as files or top items of their own; nothing of it was scored or stored"
            )
            self.into.tell(row, RowProblem(None, "too_many_lines", why, True), None)
        elif not lines:
            why = "the product has no line on that day" if self.product.nodes else "the table has no row"
            self.into.tell(row, RowProblem(None, "no_lines", why, True), None)
        return 0 < len(lines) <= WIRE.lines

    def _body(self, bom_id: str, lines: list[dict[str, Any]], nodes: Sequence[TreeRow]) -> dict[str, Any]:
        top = self.product.top
        name = text_of(top) if top else self.called
        stated = self.wanted.members()
        currencies = {written for node in nodes if (written := self._currency(node))}
        if "currency" not in stated and len(currencies) == 1 and currencies <= CURRENCIES:
            stated["currency"] = currencies.pop()
        elif currencies - {stated.get("currency")}:
            for line, node in zip(lines, nodes, strict=True):
                _with_currency(line, self._currency(node))
        return {"bom_id": bom_id, "name": name[:200]} | stated | {"lines": lines}

    def _currency(self, node: TreeRow) -> str:
        """The currency that a row states, or the heading of its price."""
        of_heading = (self.table.unit("price") or "") if "price" in node.record.values else ""
        return (node.record.says("currency") or of_heading).upper()

    def _finish(self, body: dict[str, Any], rows: Sequence[ImportedRow], nodes: Sequence[TreeRow], bad: bool) -> None:
        """Let the wire judge the BOM; lines that it refuses stay unread, and their rows say why."""
        faults = _faults(body)
        if any(fault.pointer == "/name" for fault in faults):  # a product needs none
            del body["name"]
        for fault in faults:
            match = _LINE.fullmatch(fault.pointer)
            if match:
                index, role = int(match[1]), _role(match[2], match[3])
                problem = RowProblem(role, fault.code, fault.detail, True)
                self.into.tell(rows[index], problem, self._column(role, nodes[index].record))
                body, bad = body | {"on_error": SKIP_LINE}, True
            elif fault.pointer != "/name":
                raise FileError(fault.code, fault.detail, f"?{fault.pointer[1:]}")
        ids = {row.line_id: row.number for row in rows if row.line_id}
        top = self.product.top or nodes[0].record
        row = ImportedRow(top.number, "product", text_of(top), self.table.sheet, body["bom_id"])
        self.into.add(ImportedProduct(body, self.table.sheet, ids, bad), row)

    def _column(self, role: str | None, record: ReadRow) -> str | None:
        """The heading that a problem speaks of."""
        if role is None:
            return None
        if role == "name" and "name" not in record.values:
            role = "material"
        extra = next((one.heading for one in self.table.columns if one.extra == role), None)
        return extra or self.table.heading(role)

    def _bom_id(self) -> str:
        top = self.product.top
        wanted = (top.says("part_number") or text_of(top)) if top else self.called
        bom_id = _free_id(wanted, self.into)
        self.into.ids.add(bom_id)
        return bom_id


def _faults(body: dict[str, Any]) -> list[FieldError]:
    """Everything that the wire refuses in a BOM, at once."""
    try:
        bom = _SCHEMA.read(body)
    except ValidationError as error:
        return list(flattened(error.messages))
    later = [line_errors(line, bom.currency, f"/lines/{index}") for index, line in enumerate(bom.lines)]
    return [error for errors in later for error in errors if error.pointer.count("/") > _OF_A_LINE]


def _role(member: str | None, inner: str | None) -> str | None:
    return _ROLES.get((member or "", inner)) or _ROLES.get((member or "", None)) or member


def _with_currency(line: dict[str, Any], currency: str) -> None:
    """Write a price with its own currency: the wire compares it with the BOM's."""
    price = line.get("unit_price")
    if price and currency:
        quantity = f"{price['per_quantity']} " if "per_quantity" in price else ""
        line["unit_price"] = f"{price['value']} {currency} per {quantity}{price['per']}"


def take_boms(boms: Sequence[tuple[int, dict[str, Any]]], called: str, wanted: ImportRequest, into: Collected) -> None:
    """BOMs that the file has as the wire has them, with what the request states where they say nothing."""
    if len(into.products) + len(boms) > limits().products:
        raise TooLargeError("products", len(into.products) + len(boms), limits().products)
    for number, bom in boms:
        body = wanted.members() | bom
        if not (stated := body.get("bom_id")):
            body["bom_id"] = _free_id(called if len(boms) == 1 else f"{called}-{number}", into)
        elif isinstance(stated, str) and stated in into.ids:
            row = ImportedRow(number, "product", str(bom.get("name") or ""), None, str(body["bom_id"]))
            into.tell(row, RowProblem("bom_id", "duplicate", "it is the id of another BOM, too", True), "bom_id")
            continue
        into.ids.add(str(body["bom_id"]))
        _take_bom(number, body, into)


def _take_bom(number: int, body: dict[str, Any], into: Collected) -> None:
    bom_id = str(body["bom_id"])
    lines = body["lines"] if isinstance(body["lines"], list) else []
    rows = [_row_of(number, line, bom_id) for line in lines[: WIRE.lines]]
    faults = _faults(body | {"on_error": "refuse"})
    if _too_deep(body, WIRE.depth):
        faults.append(FieldError("", "too_deep", f"It is nested deeper than {WIRE.depth} levels."))
    whole = [fault for fault in faults if not _LINE.fullmatch(fault.pointer)]
    for fault in faults:
        match = _LINE.fullmatch(fault.pointer)
        index = int(match[1]) if match else None
        of = rows[index] if index is not None else ImportedRow(number, "product", "", None, bom_id)
        into.tell(of, RowProblem(None, fault.code, fault.detail, True), fault.pointer)
    if whole:
        return
    into.read += rows
    ids = {row.line_id: row.number for row in rows if row.line_id}
    body = body | ({"on_error": SKIP_LINE} if faults else {})
    into.add(ImportedProduct(body, None, ids, bool(faults)), ImportedRow(number, "product", "", None, bom_id))


def _too_deep(value: Any, most: int) -> bool:
    if isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        return most == 0 or any(_too_deep(one, most - 1) for one in inner)
    return False


def _row_of(number: int, line: Any, bom_id: str) -> ImportedRow:
    """A line of a BOM of the wire; its row is the BOM's line in the file."""
    said = line if isinstance(line, dict) else {}
    words = next((str(said[name]) for name in ("material", "formula", "element", "part_number") if said.get(name)), "")
    extras = {name: str(value) for name, value in said.items() if name.startswith(KEPT_START)}
    line_id = said.get("line_id")
    return ImportedRow(
        number, LINE, words[:200], None, bom_id, line_id if isinstance(line_id, str) else None, extras=extras
    )


def _without_kept(bom: dict[str, Any]) -> dict[str, Any]:
    """A BOM without the members that say nothing to the score."""
    lines = [
        {name: value for name, value in line.items() if not name.startswith(KEPT_START)}
        if isinstance(line, dict)
        else line
        for line in bom["lines"]
    ]
    return {name: value for name, value in bom.items() if not name.startswith(KEPT_START)} | {"lines": lines}


def _free_id(wanted: str, into: Collected) -> str:
    """An id of a BOM that is like ``wanted`` and not taken."""
    plain = " ".join(_UNPRINTABLE.sub(" ", wanted).split())[:LONGEST_ID].strip() or "bom"
    bom_id, number = plain, 2
    while bom_id in into.ids:
        bom_id, number = f"{plain}-{number}", number + 1
    if bom_id != plain:
        into.notes.append(f"Two products are called {plain!r}; one is stored as {bom_id!r}.")
    return bom_id
