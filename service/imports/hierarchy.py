"""Records to products: which row belongs to which, and how often.

A tree is told in one of three ways: levels in the order of rows (``1, 2, 2``), numbered paths (``1.2.3``), or each
row's parent. A row that is no assembly is a line; its quantity is multiplied by those of all assemblies above it. Rows
whose place can't be told are lines, too, so that nothing they hold is lost; only their quantity stays open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from service.imports.amounts import own_quantity, total_quantity
from service.imports.errors import TooLargeError
from service.imports.limits import limits
from service.imports.tables import ReadRow, RowProblem, SheetTable

LINE, ASSEMBLY, PHANTOM, NOT_EFFECTIVE = "line", "assembly", "phantom", "not_effective"
ONE = Decimal(1)
YES = frozenset("x yes y true 1 ja j oui o si sí s sim tak t ano да 是 はい phantom fantasma fantôme dummy".split())
_LEVEL = re.compile(r"[.\-_+ ]{0,60}(\d{1,3})(?:\.0)?[.]?")
_PATH = re.compile(r"\d{1,6}(?:\.\d{1,6})+")


@dataclass
class TreeRow:
    """A row in its tree. ``times`` is how often its assembly is in the product, ``None`` where that is open."""

    record: ReadRow
    parent: TreeRow | None = None
    children: list[TreeRow] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    times: Decimal | None = ONE
    kind: str = LINE

    def below(self, parent: TreeRow | None) -> None:
        """Hang the row below another."""
        self.parent = parent
        if parent is not None:
            parent.children.append(self)


@dataclass(frozen=True)
class ProductRows:
    """One product: its own row, if the file has one, and its rows in their order."""

    top: ReadRow | None
    nodes: Sequence[TreeRow]


def products(table: SheetTable, as_of: date | None, split: bool | None) -> list[ProductRows]:
    """The products of a table. ``as_of`` picks the rows that are effective then. ``split`` says whether several rows at
    the top are products of their own. Left open, they are where all have parts."""
    nodes = [TreeRow(record, problems=list(table.problems.get(record.number, ()))) for record in table.records]
    if any("level" in node.record.values for node in nodes):
        written = [node.record.says("level") for node in nodes]
        hang = _by_path if any(map(_PATH.fullmatch, written)) else _by_level
        hang(nodes)
        made = _of_trees(nodes, split)
    elif any("parent" in node.record.values for node in nodes):
        made = by_parent(nodes, table, as_of)
    else:
        made = [ProductRows(None, nodes)]
    for product in made:
        for node in product.nodes:
            _judge(node, table, as_of)
    return made


def _by_level(nodes: Sequence[TreeRow]) -> None:
    """Each row below the last one of the level above."""
    levels = [_level(node) for node in nodes]
    base = min((level for level in levels if level is not None), default=0)
    path: list[TreeRow | None] = []
    for node, level in zip(nodes, levels, strict=True):
        depth = max(len(path) - 1, 0) if level is None else level - base
        above = [one for one in path[:depth] if one is not None]
        node.below(above[-1] if above else None)
        if level is None:
            continue
        if depth > len(path) or (depth and path[depth - 1] is None):
            why = f"level {level} follows level {base + len(path) - 1}: the row of level {level - 1} is missing"
            _misplace(node, RowProblem("level", "missing_level", why if path else "the row above it is missing", True))
        path = [*path[:depth], *[None] * (depth - len(path)), node]


def _level(node: TreeRow) -> int | None:
    written = node.record.says("level")
    match = _LEVEL.fullmatch(written)
    if match is None or int(match[1]) > limits().levels:
        why = f"{written[:20]!r} is no level from 0 to {limits().levels}" if written else "its level is missing"
        _misplace(node, RowProblem("level", "no_level", why, True))
        return None
    return int(match[1])


def _by_path(nodes: Sequence[TreeRow]) -> None:
    """Each row below that whose number is its own without the last part."""
    by_path: dict[tuple[int, ...], TreeRow] = {}
    for node in nodes:
        written = node.record.says("level")
        if not re.fullmatch(r"\d{1,6}(?:\.\d{1,6}){0,30}", written):
            _misplace(node, RowProblem("level", "no_level", f"{written[:20]!r} is no number such as 1.2.3", True))
        elif (path := tuple(map(int, written.split(".")))) in by_path:
            _misplace(node, RowProblem("level", "duplicate", f"{written} numbers another row, too", True))
        else:
            by_path[path] = node
    for path, node in by_path.items():
        above = by_path.get(path[:-1])
        if len(path) > 1 and above is None:
            why = f"no row is numbered {'.'.join(map(str, path[:-1]))}, to which it belongs"
            _misplace(node, RowProblem("level", "orphan", why, True))
        node.below(above)


def _misplace(node: TreeRow, problem: RowProblem) -> None:
    node.times = None
    node.problems.append(problem)


def _of_trees(nodes: Sequence[TreeRow], split: bool | None) -> list[ProductRows]:
    tops = [node for node in nodes if node.parent is None and node.times is not None]
    whole = bool(tops) and all(node.children for node in tops)
    if whole and (len(tops) == 1 or split is not False):
        first = {id(tops[0]): [node for node in nodes if node.parent is None and node.times is None]}
        return [ProductRows(top.record, [*_family(top), *_families(first.get(id(top), ()))]) for top in tops]
    return [ProductRows(None, nodes)]


def _families(tops: Iterable[TreeRow]) -> list[TreeRow]:
    return [node for top in tops for node in _family(top)]


def _family(top: TreeRow) -> list[TreeRow]:
    """A row and all below it, in their order."""
    family, waiting = [], [top]
    while waiting:
        node = waiting.pop()
        family.append(node)
        waiting += reversed(node.children)
    return family


def by_parent(nodes: Sequence[TreeRow], table: SheetTable, as_of: date | None) -> list[ProductRows]:
    """Products of rows that name their parents. A part may stand below several assemblies. What all of them need of it
    is added up by assembly, never by path, of which there may be millions."""
    rooted = [node for node in nodes if not node.record.says("parent")]
    owners = {_id(node) for node in nodes}
    below: dict[str, list[TreeRow]] = {}
    for node in nodes:
        if parent := node.record.says("parent"):
            if rooted and parent not in owners:
                why = f"no row is the item {parent[:60]!r}, to which it belongs"
                _misplace(node, RowProblem("parent", "orphan", why, True))
            else:
                below.setdefault(parent, []).append(node)
    _break_cycles(below)
    tops = [_id(node) for node in rooted] if rooted else [one for one in below if one not in owners]
    made = []
    visits = 0
    by_id = {_id(node): node for node in rooted}
    for top in dict.fromkeys(tops):
        copies = _needed(top, by_id.get(top), below, table, as_of)
        visits += len(copies)
        if visits > limits().rows * 2:
            raise TooLargeError("rows in all products", visits, limits().rows * 2)
        made.append(ProductRows(by_id[top].record if top in by_id else ReadRow(None, 0, {"part_number": top}), copies))
    reached = {node.record.number for product in made for node in product.nodes}
    lost = [node for node in nodes if node.record.number not in reached]
    for node in lost:
        if node.times is not None:  # below a cycle or an orphan
            why = f"{node.record.says('parent')[:60]!r} is a part of no product"
            _misplace(node, RowProblem("parent", "orphan", why, True))
    if not made:
        return [ProductRows(None, nodes)]
    return [ProductRows(made[0].top, [*made[0].nodes, *lost]), *made[1:]]


def _id(node: TreeRow) -> str:
    return node.record.says("part_number") or node.record.says("name")


def _break_cycles(below: dict[str, list[TreeRow]]) -> None:
    """Take out the rows that stand, through others, below themselves."""
    children = {parent: {_id(node) for node in nodes} for parent, nodes in below.items()}
    core = _ends_taken(_ends_taken(children), backwards=True)
    for parent in list(below):
        kept = []
        for node in below[parent]:
            if parent in core and _id(node) in core[parent]:
                _misplace(node, RowProblem("parent", "cycle", f"{_id(node)[:60]!r} would be a part of itself", True))
            else:
                kept.append(node)
        below[parent] = kept


def _ends_taken(edges: dict[str, set[str]], backwards: bool = False) -> dict[str, set[str]]:
    """The graph without what hangs on no cycle, looking from its ends (or ``backwards`` from its beginnings)."""
    if backwards:
        return _turned(_ends_taken(_turned(edges)))
    above = _turned(edges)
    count = {one: len(edges.get(one, ())) for one in {*edges, *above}}
    ends = [one for one, number in count.items() if number == 0]
    while ends:
        end = ends.pop()
        del count[end]
        for parent in above.get(end, ()):
            if parent in count:
                count[parent] -= 1
                if count[parent] == 0:
                    ends.append(parent)
    return {one: {child for child in edges.get(one, ()) if child in count} for one in count}


def _turned(edges: dict[str, set[str]]) -> dict[str, set[str]]:
    turned: dict[str, set[str]] = {}
    for parent, children in edges.items():
        for child in children:
            turned.setdefault(child, set()).add(parent)
    return turned


def _needed(
    top: str, own: TreeRow | None, below: dict[str, list[TreeRow]], table: SheetTable, as_of: date | None
) -> list[TreeRow]:
    """Copies of every row below ``top``, each with how often its parent is needed in all."""
    needed: dict[str, Decimal | None] = {top: ONE}
    copies: list[TreeRow] = [TreeRow(own.record, kind=ASSEMBLY if below.get(top) else LINE)] if own else []
    parts: dict[str, TreeRow] = {top: copies[0]} if copies else {}
    for parent in _in_order(top, below):
        for node in below.get(parent, ()):
            copy = TreeRow(node.record, times=needed.get(parent), problems=list(node.problems))
            copy.parent = parts.get(parent)
            child = _id(node)
            if below.get(child):
                copy.kind = ASSEMBLY
            copies.append(copy)
            if not effective(copy, table, as_of):
                continue
            parts.setdefault(child, copy)
            each = own_quantity(node.record, table).value
            times = None if copy.times is None or each is None else copy.times * each
            before = needed.get(child, Decimal(0))
            needed[child] = None if times is None or before is None else before + times
    return copies


def _in_order(top: str, below: dict[str, list[TreeRow]]) -> list[str]:
    """The assemblies of a product, each after all that it is a part of."""
    order: list[str] = []
    state: dict[str, bool] = {}
    waiting = [(top, False)]
    while waiting:
        one, left = waiting.pop()
        if left:
            order.append(one)
        elif one not in state:
            state[one] = True
            waiting.append((one, True))
            waiting += [(_id(node), False) for node in below.get(one, ()) if _id(node) in below]
    return order[::-1]


def _judge(node: TreeRow, table: SheetTable, as_of: date | None) -> None:
    """Say what a row is and how often its assembly is needed; assemblies come before their parts."""
    parent = node.parent
    if node.children:
        node.kind = ASSEMBLY
    if node.kind == ASSEMBLY and node.record.says("phantom").casefold() in YES:
        node.kind = PHANTOM
    if (parent and parent.kind == NOT_EFFECTIVE) or not effective(node, table, as_of):
        node.kind = NOT_EFFECTIVE
    if parent and parent.children and node.times is not None:
        node.times = _in_all(parent, table)


def _in_all(assembly: TreeRow, table: SheetTable) -> Decimal | None:
    """How many of an assembly the product holds: one of the product itself, where it says nothing."""
    quantity = own_quantity(assembly.record, table)
    if quantity.value is None and quantity.problem is None:
        total = total_quantity(assembly.record, table)
        if isinstance(total, Decimal):
            return total
        if assembly.parent is None:
            return ONE
    if quantity.value is None and not any(one.code == "assembly_quantity" for one in assembly.problems):
        why = "an assembly without a quantity that can be used: that of its parts is left open"
        assembly.problems.append(RowProblem("quantity", "assembly_quantity", why))
    return None if quantity.value is None or assembly.times is None else assembly.times * quantity.value


def effective(node: TreeRow, table: SheetTable, as_of: date | None) -> bool:
    """Whether a row is effective on a day, as its dates say."""
    if as_of is None:
        return True
    for role, before in (("valid_from", False), ("valid_to", True)):
        if role in node.record.values:
            try:
                day = table.days[role].read(node.record.values[role])
            except ValueError as error:
                if not any(one.role == role for one in node.problems):
                    node.problems.append(RowProblem(role, "not_a_date", str(error), True))
                continue
            if (day < as_of) if before else (day > as_of):
                return False
    return True
