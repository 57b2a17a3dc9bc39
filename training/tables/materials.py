"""The table of materials: reading it into rows of ``evidence.json`` and saying what is wrong with it.

One row is one material. ``formula`` gives the composition by stoichiometry. Else ``composition`` says it, as ``Nd 0.21
0.235 0.32; Pr 0 0.07 0.08`` (low, central, high mass fraction of the product). A ``definition`` holds no rare earth and
has neither. Aliases and CAS numbers are separated by ``|``. The rules of each column are in ``evidence/materials.md``.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from service.risk.bom import Line
from service.risk.materials.catalogue import RANGE, Catalogue
from service.risk.materials.chemistry.stoichiometry import ATOMIC_WEIGHTS_SOURCE, FormulaError, mass_fractions
from service.risk.materials.composition import LOW, Material, Outcome, Unresolved
from service.risk.materials.resolve import Resolver
from service.risk.materials.wording.spelling import key
from service.risk.vocabulary import ELEMENTS, Form
from training.tables.cells import check_filled, is_number, number_fix
from training.tables.reader import EVIDENCE, Problem, TableError, TableRow, read, table
from training.tables.remembered import remembered

TABLE = EVIDENCE / "materials.csv"
COLUMNS = (
    "id", "name", "material_class", "form", "formula", "composition", "aliases", "cas",
    "nature", "source", "locator", "confidence", "note",
)  # fmt: skip
NATURES = ("stoichiometric", "published", "engineering estimate", RANGE, "definition")
UNVERIFIED = ("engineering estimate", RANGE)
CONFIDENCES = ("A", "B", "C")
POINTS = ("low", "central", "high")
SETTLED = 3  # rows of a class from which its forms are known
ALIKE = ({Form.OXIDE, Form.COMPOUND}, {Form.METAL, Form.ALLOY})  # forms that a class may hold side by side
CLOSED = ("unknown_cas", "code_not_specific", "ambiguous_formula", "grade_not_specific")
BY_RULE = ("grade", "element", "CAS", "HS code", "formula")


def load(path: Path = TABLE) -> list[dict[str, Any]]:
    """Rows for ``Catalogue.from_rows``: fractions as decimal strings, aliases and CAS numbers as lists.

    Raises ``TableError`` with every problem when the table isn't sound.
    """
    problems = check(path)
    if problems:
        raise TableError(problems)
    return as_they_stand(path)


def as_they_stand(path: Path = TABLE) -> list[dict[str, Any]]:
    """Rows as ``load`` gives them, of a table that was checked elsewhere: the check reads three thousand names."""
    return [_as_dict(row) for row in read(path, COLUMNS)]


@remembered()
def check(path: Path = TABLE) -> list[Problem]:
    """Everything wrong with the table, each with its row and a fix."""
    read_through = table(path, COLUMNS)
    rows = read_through.rows
    problems = [p for row in rows for p in (*_check_words(row), *_check_composition(row), *_check_cas(row))]
    problems += [*_check_duplicates(rows), *_check_forms(rows)]
    if not (problems or read_through.problems):  # names can be read only against a table that is sound otherwise
        problems = list(_check_readings(rows))
    return [*read_through.problems, *sorted(problems, key=lambda p: p.row)]


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]


def _parts(row: TableRow) -> dict[str, list[str]]:
    """Element -> its low, central and high as written, or computed from the formula."""
    if row["formula"]:
        shares = mass_fractions(row["formula"])
        return {s: [str(v)] * 3 for s, v in shares.items() if s in ELEMENTS}
    parts = [part.split() for part in row["composition"].split(";") if part.strip()]
    return {part[0]: part[1:] for part in parts}


def _as_dict(row: TableRow) -> dict[str, Any]:
    plain = {c: row[c] for c in COLUMNS if c not in ("formula", "composition", "aliases", "cas")}
    lists = {"aliases": _split(row["aliases"]), "cas": _split(row["cas"])}
    return plain | lists | {"formula": row["formula"] or None, "composition": _parts(row)}


def _check_words(row: TableRow) -> Iterator[Problem]:
    for column, known in (("form", tuple(Form)), ("nature", NATURES), ("confidence", CONFIDENCES)):
        if row[column] not in known:
            yield row.problem(column, f"unknown {column} {row[column]!r}", f"use one of {', '.join(known)}")
    yield from check_filled(row, ("id", "name", "material_class", "source", "locator"), "every material needs it")
    if row["id"] and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9.]+)*", row["id"]):
        yield row.problem("id", f"{row['id']!r} is not an id", "use small letters, digits and hyphens")
    if row["confidence"] == "C" and row["nature"] not in UNVERIFIED:
        yield row.problem("confidence", "C is not a published figure", "call it an engineering estimate or verify it")
    if row["nature"] == RANGE and not (row["confidence"] == "C" and row["note"]):
        yield row.problem("note", "a range needs what would settle it, and confidence C", "say what the buyer must add")
    if (row["nature"] == "stoichiometric") != bool(row["formula"]):
        yield row.problem("nature", "stoichiometric means computed from the formula", "give both or neither")
    if row["formula"] and row["source"] != ATOMIC_WEIGHTS_SOURCE:
        yield row.problem("source", "a computed row cites the atomic weights", f"write {ATOMIC_WEIGHTS_SOURCE}")


def _check_composition(row: TableRow) -> Iterator[Problem]:
    if row["nature"] == "definition":
        yield from _check_definition(row)
        return
    if bool(row["formula"]) == bool(row["composition"]):
        yield row.problem("composition", "needs a formula or a composition, not both", "fill one of the two")
        return
    try:
        parts = {s: [_number(v) for v in values] for s, values in _parts(row).items()}
    except FormulaError as error:
        yield row.problem("formula", str(error), "write it like Dy2O3")
        return
    except ValueError as error:
        fix = f"{number_fix(str(error))}; write: Nd 0.21 0.235 0.32"
        yield row.problem("composition", f"the fraction {str(error)!r} is not a number", fix)
        return
    if len(parts) != len([p for p in row["composition"].split(";") if p.strip()]) and not row["formula"]:
        yield row.problem("composition", "an element stands twice", "give each element once")
    yield from _check_expected(row, parts)
    for symbol, values in parts.items():
        yield from _check_fraction(row, symbol, values)
    for index, word in enumerate(POINTS[:2]):
        if sum(v[index] for v in parts.values() if len(v) == len(POINTS)) > Decimal("1.000001"):
            yield row.problem("composition", f"{word} fractions add up to more than 1", "check the fractions")


def _check_expected(row: TableRow, parts: dict[str, list[Decimal]]) -> Iterator[Problem]:
    """Something must be expected in a material, unless its name says too little to expect anything."""
    if not parts:
        yield row.problem("formula", "holds no rare earth", "call its nature a definition")
    elif row["nature"] != RANGE and all(len(v) == len(POINTS) and not v[1] and v[2] for v in parts.values()):
        yield row.problem("composition", "is expected to hold none of its elements", f"call its nature a {RANGE}")


def _check_definition(row: TableRow) -> Iterator[Problem]:
    if row["formula"] or row["composition"]:
        yield row.problem("nature", "a definition holds no rare earth", "leave formula and composition blank")


def _number(text: str) -> Decimal:
    if not is_number(text):
        raise ValueError(text)
    return Decimal(text)


def _check_cas(row: TableRow) -> Iterator[Problem]:
    """Ten or fewer digits, the last of which is the check digit."""
    for number in _split(row["cas"]):
        parts = re.fullmatch(r"([0-9]{2,7})-([0-9]{2})-([0-9])", number)
        if not parts:
            yield row.problem("cas", f"{number!r} isn't a CAS number", "write it like 12060-08-1")
        elif sum(i * int(d) for i, d in enumerate(reversed(parts[1] + parts[2]), start=1)) % 10 != int(parts[3]):
            yield row.problem("cas", f"the check digit of {number!r} is wrong", "copy the number again")


def _check_fraction(row: TableRow, symbol: str, values: list[Decimal]) -> Iterator[Problem]:
    if symbol not in ELEMENTS:
        yield row.problem("composition", f"{symbol!r} is not a traded rare earth", "leave other elements out")
    if len(values) != len(POINTS):
        yield row.problem("composition", f"{symbol} has {len(values)} numbers", "write low, central and high")
    elif not 0 <= values[0] <= values[1] <= values[2] <= 1 or values[2] == 0:
        yield row.problem("composition", f"{symbol} is not 0 <= low <= central <= high <= 1", "put them in order")


def _check_duplicates(rows: list[TableRow]) -> Iterator[Problem]:
    seen: dict[tuple[str, str], TableRow] = {}
    for row in rows:
        names = {key(name) for name in (row["name"], *_split(row["aliases"]))}
        words = [
            ("id", row["id"]),
            *(("aliases", n) for n in sorted(names)),
            *(("cas", c) for c in _split(row["cas"])),
        ]
        for kind, word in words:
            other = seen.setdefault((kind, word), row)
            if other is not row:
                yield row.problem(kind, f"{word!r} also stands in row {other.number}", "keep it with one material")


def _check_forms(rows: list[TableRow]) -> Iterator[Problem]:
    """A form that no other row of the class has, where the class has enough rows to tell."""
    classes: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        classes[row["material_class"]][row["form"]] += 1
    for row in rows:
        others = classes[row["material_class"]] - Counter([row["form"]])
        count = others.total()
        near = any(row["form"] in pair and pair & others.keys() for pair in ALIKE)
        if count >= SETTLED and row["form"] in set(Form) and row["form"] not in others and not near:
            detail = f"no other {row['material_class']} is bought as {row['form']}"
            yield row.problem("form", detail, f"use {' or '.join(sorted(others))}, or give it a class of its own")


class _Silent(Catalogue):
    """A catalogue that suggests nothing for what it doesn't know, which takes most of the time of reading a name."""

    def near(self, text: str) -> tuple[str, ...]:
        return ()


def _check_readings(rows: list[TableRow]) -> tuple[Problem, ...]:
    """Names and aliases that a line is read by rule as something else: a grade, an element, a number, a formula.

    Reading every name takes seconds, and the same table is checked several times by one command: it is remembered."""
    return _readings(tuple((row.file, row.number, tuple(row.cells.items())) for row in rows))


@lru_cache(maxsize=4)
def _readings(cells: tuple[tuple[str, int, tuple[tuple[str, str], ...]], ...]) -> tuple[Problem, ...]:
    return tuple(_misread([TableRow(file, number, dict(columns)) for file, number, columns in cells]))


def _misread(rows: list[TableRow]) -> Iterator[Problem]:
    nameless = _Silent.from_rows([_as_dict(row) | {"name": row["id"], "aliases": []} for row in rows])
    resolver = Resolver(nameless)
    for row in rows:
        own = nameless.materials[row["id"]]
        for column, words in (("name", [row["name"]]), ("aliases", _split(row["aliases"]))):
            for word in words:
                reading = resolver.resolve(Line("1", material=word))
                reads_as = _other_reading(reading, own)
                if reads_as:
                    yield row.problem(column, f"{word!r} is read as {reads_as}", "leave it out or use another name")


def _other_reading(reading: Outcome, own: Material) -> str:
    """What a name is read as by rule, if that isn't the row's own material; blank otherwise."""
    if isinstance(reading, Unresolved):
        return f"something else ({reading.reason}: {reading.detail})" if reading.reason in CLOSED else ""
    if reading.confidence == LOW or reading.method not in BY_RULE or reading.material_id == own.id:
        return ""
    known = {*own.composition.elements, *own.composition.possible}
    if set(reading.composition.elements) <= known:
        return ""  # a formula may name the main elements only: LaBr3 crystal, NiCr22W14Mo
    held = ", ".join(reading.composition.elements) or "no rare earth"
    return f"{reading.method} of {reading.name or held} ({held})"
