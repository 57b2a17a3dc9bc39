"""The tables ``evidence/words.csv`` and ``patterns.csv``: words of descriptions in many languages, and designations by
standards and makers. Each has the role that it has in a description (see ``evidence/words.md``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from service.risk.materials.wording.words import IN_TABLE, folded, straightened
from training.tables.cells import check_filled, check_word, duplicates
from training.tables.reader import EVIDENCE, Problem, TableRow, read, table
from training.tables.remembered import remembered

WORDS, PATTERNS = "words.csv", "patterns.csv"
WORD_COLUMNS = ("concept", "role", "language", "words", "source", "note")
PATTERN_COLUMNS = ("pattern", "role", "concept", "examples", "source", "locator", "note")
LEAST_EXAMPLES = 2
_LANGUAGE = re.compile(r"[a-z]{2}|mul")
_ESCAPED = re.compile(r"\\.|\[[^\]]*\]")
_ENDLESS = re.compile(r"[*+]|\{\d*,\}")
_LOOP_IN_LOOP = re.compile(r"\([^()]*\{[^()]*\)\{(?:\d+,)?\d\d")
"""A loop of ten or more around a loop: its time may grow much faster than the text."""


def load(folder: Path = EVIDENCE) -> dict[str, list[dict[str, str]]]:
    """Rows of both tables for ``Vocabulary``, by table. Raises ``TableError`` with all complaints."""
    return {
        "words": [_kept(row, WORD_COLUMNS[:4]) for row in read(folder / WORDS, WORD_COLUMNS)],
        "patterns": [_kept(row, PATTERN_COLUMNS[:3]) for row in read(folder / PATTERNS, PATTERN_COLUMNS)],
    }


def _kept(row: TableRow, columns: tuple[str, ...]) -> dict[str, str]:
    return {name: row[name] for name in columns}


@remembered(WORDS, PATTERNS)
def check(folder: Path = EVIDENCE) -> list[Problem]:
    """Every complaint: an unknown role or language, a word with two meanings, a row without a source. A pattern may not
    be one, be slow, or miss its own examples."""
    words, patterns = table(folder / WORDS, WORD_COLUMNS), table(folder / PATTERNS, PATTERN_COLUMNS)
    problems = [*words.problems, *patterns.problems, *duplicates(patterns.rows, "pattern")]
    for row in words.rows:
        problems += [*check_word(row, "role", IN_TABLE), *check_filled(row, ("concept", "words", "source"), "fill it")]
        if not _LANGUAGE.fullmatch(row["language"]):
            problems.append(row.problem("language", f"{row['language']!r} is no language", "use ISO 639-1, or mul"))
    problems += _two_meanings(words.rows)
    for row in patterns.rows:
        problems += [*check_word(row, "role", IN_TABLE), *check_filled(row, ("concept", "source"), "fill it")]
        problems += _check_pattern(row)
    return problems


def _two_meanings(rows: list[TableRow]) -> Iterator[Problem]:
    seen: dict[str, TableRow] = {}
    for row in rows:
        for word in dict.fromkeys(folded(straightened(w.strip())) for w in row["words"].split("|")):
            first = seen.setdefault(word, row)
            if (first["role"], first["concept"]) != (row["role"], row["concept"]):
                meaning = f"{first['role']} {first['concept']!r} in row {first.number}"
                yield row.problem("words", f"{word!r} is {meaning} already", "keep the meaning that is safe")


def _check_pattern(row: TableRow) -> Iterator[Problem]:
    try:
        expression = re.compile(row["pattern"], re.IGNORECASE)
    except re.error as error:
        yield row.problem("pattern", f"isn't an expression: {error}", "mend it")
        return
    bare = _ESCAPED.sub("", row["pattern"])
    if _ENDLESS.search(bare) or _LOOP_IN_LOOP.search(bare):
        yield row.problem("pattern", "holds a loop without end, or a loop in a loop", "bound it, such as {0,9}")
    examples = [example.strip() for example in row["examples"].split(" | ")]
    missed = [one for one in examples if not expression.fullmatch(one)]
    if len(examples) < LEAST_EXAMPLES or missed:
        yield row.problem("examples", f"not matched: {missed or 'too few'}", "give two or more that it matches whole")
