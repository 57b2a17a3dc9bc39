"""The table ``evidence/grades.csv``: designations of makers and standards that stand for a material of the catalogue.

One row is one ``pattern``, matched without regard to case on NFKC text between the edges of words; of several matches
the longest counts. A pattern costs no more than the text is long: see ``check_pattern``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from training.tables import materials
from training.tables.cells import check_filled, check_word, duplicates
from training.tables.reader import EVIDENCE, Problem, TableRow, read, table
from training.tables.remembered import remembered

FILE = "grades.csv"
COLUMNS = ("pattern", "material_id", "examples", "source", "locator", "confidence", "note")
SERVED = ("pattern", "material_id", "confidence")
NOT_SEEN = "not looked up"
"""Said in ``source`` or ``locator`` of what is from memory; such a row has confidence C."""
MOST_REPEATS = 9
FEWEST_CHARACTERS = 3
_ATOM = r"\\[dsw.+/()-]|\[(?:[^\\\]]|\\.)+\]|[^\\\[\](){}|*+?.^$]"
_TOKEN = re.compile(
    rf"(?P<atom>{_ATOM})|(?P<open>\(\?:)|(?P<close>\))|(?P<bar>\|)|(?P<maybe>\?)|(?P<count>\{{[\d,]+\}})"
)
_COUNT = re.compile(r"\{(\d)(?:,(\d))?\}")


@dataclass(frozen=True)
class Grade:
    """One row: see the module's text."""

    pattern: re.Pattern[str]
    material_id: str
    examples: tuple[str, ...]
    source: str
    locator: str
    confidence: str
    note: str


def load(folder: Path = EVIDENCE) -> list[Grade]:
    """Rows of the table. Raises ``TableError`` with all complaints about the way it is written."""
    return [_grade(row) for row in read(folder / FILE, COLUMNS)]


def served(folder: Path = EVIDENCE) -> list[dict[str, str]]:
    """What a bundle carries of the table: pattern, material and confidence. Raises ``TableError``."""
    return [{name: row[name] for name in SERVED} for row in read(folder / FILE, COLUMNS)]


def _grade(row: TableRow) -> Grade:
    kept = {column: row[column] for column in COLUMNS if column not in ("pattern", "examples")}
    return Grade(re.compile(row["pattern"], re.I), examples=_examples(row), **kept)


def _examples(row: TableRow) -> tuple[str, ...]:
    return tuple(example.strip() for example in row["examples"].split(" | ") if example.strip())


@remembered(FILE, materials.TABLE.name)
def check(folder: Path = EVIDENCE) -> list[Problem]:
    """Every complaint: a pattern that may cost too much, an example that it doesn't read or that another reads, too.
    Also a material that isn't there, and a name of the catalogue that a pattern gives to another material."""
    read_through = table(folder / FILE, COLUMNS)
    catalogue = table(folder / materials.TABLE.name, materials.COLUMNS).rows
    known = {row["id"] for row in catalogue}
    problems = [*read_through.problems, *duplicates(read_through.rows, COLUMNS[0])]
    grades: list[tuple[TableRow, Grade]] = []
    for row in read_through.rows:
        problems += [*_check_source(row), *check_word(row, "material_id", known)]
        wrong = list(check_pattern(row))
        problems += wrong
        if not wrong:
            grades.append((row, _grade(row)))
    return [*problems, *_check_examples(grades), *_check_names(grades, catalogue)]


def check_pattern(row: TableRow) -> Iterator[Problem]:
    """Only characters, classes, groups, alternatives and bounded repeats of one character; a group may be left out and
    is never repeated. So no text makes a pattern try more than a fixed number of ways at one place."""
    column, pattern = "pattern", row["pattern"]
    tokens = list(_TOKEN.finditer(pattern))
    if not pattern or "".join(token[0] for token in tokens) != pattern:
        yield row.problem(column, f"{pattern!r} holds what no pattern needs", "write no *, +, anchor or lookaround")
        return
    before = ""
    for token in tokens:
        kind = token.lastgroup or ""
        count = _COUNT.fullmatch(token[0])
        if kind == "count" and (before != "atom" or count is None or int(count[2] or count[1]) > MOST_REPEATS):
            yield row.problem(column, f"{token[0]} is no short repeat of one character", "write it like \\d{1,3}")
        if kind == "maybe" and before not in ("atom", "close"):
            yield row.problem(column, "a ? stands behind a repeat", "let {0,3} begin with 0 instead")
        before = kind
    yield from _check_compiled(row)


def _check_compiled(row: TableRow) -> Iterator[Problem]:
    try:
        compiled = re.compile(row["pattern"], re.I)
    except re.error as error:
        yield row.problem("pattern", f"{row['pattern']!r} is no regular expression: {error}", "close every bracket")
        return
    if compiled.fullmatch(""):
        yield row.problem("pattern", f"{row['pattern']!r} reads nothing at all", "name at least one character")


def _check_source(row: TableRow) -> Iterator[Problem]:
    yield from check_filled(row, ("examples", "source", "locator"), "say who calls it so, and where that was seen")
    yield from check_word(row, "confidence", materials.CONFIDENCES)
    if any(NOT_SEEN in row[column] for column in ("source", "locator")) and row["confidence"] != "C":
        yield row.problem("confidence", "is better than C for what nobody looked up", "look it up, or write C")


def _check_examples(grades: list[tuple[TableRow, Grade]]) -> Iterator[Problem]:
    for row, grade in grades:
        for example in grade.examples:
            if example != unicodedata.normalize("NFKC", example) or len(example) < FEWEST_CHARACTERS:
                yield row.problem("examples", f"{example!r} is too short or not NFKC", "write it as it is read")
            if not grade.pattern.fullmatch(example):
                yield row.problem("examples", f"{example!r} isn't read by its own pattern", "mend one of the two")
            for other, rival in grades:
                if other is not row and rival.pattern.fullmatch(example):
                    words = f"{example!r} is read by row {other.number}, too"
                    yield row.problem("examples", words, "let one of the patterns be narrower")


def _check_names(grades: list[tuple[TableRow, Grade]], catalogue: list[TableRow]) -> Iterator[Problem]:
    names = {
        unicodedata.normalize("NFKC", name.strip()): row["id"]
        for row in catalogue
        for name in (row["name"], *row["aliases"].split("|"))
        if name.strip()
    }
    for row, grade in grades:
        for name, material_id in names.items():
            if grade.pattern.fullmatch(name) and material_id != grade.material_id:
                words = f"{name!r} is a name of {material_id} and would be read as {grade.material_id}"
                yield row.problem("pattern", words, "leave it out of the pattern, or move the name")
