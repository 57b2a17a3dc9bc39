"""The tables of words, patterns and grades: the shipped ones are sound, and each way to break one is named."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from service.risk.bom import Line
from service.risk.materials.composition import Resolved
from tests.factories import resolver
from training.tables import grades, words
from training.tables.reader import EVIDENCE


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def with_row(folder: Path, file: str, **cells: str) -> Path:
    """A copy of the tables with one more row."""
    for name in (words.WORDS, words.PATTERNS):
        shutil.copy(EVIDENCE / name, folder / name)
    shutil.copy(EVIDENCE / "corrections.csv", folder / "corrections.csv")
    columns = words.WORD_COLUMNS if file == words.WORDS else words.PATTERN_COLUMNS
    with (folder / file).open("a", encoding="utf-8", newline="") as handle:
        csv.writer(handle, lineterminator="\n").writerow([cells.get(column, "x") for column in columns])
    return folder


def test_the_shipped_tables_are_sound() -> None:
    assert words.check() == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "cells", "column"),
    [
        (words.WORDS, {"role": "colour", "language": "en", "words": "frob"}, "role"),
        (words.WORDS, {"role": "shape", "language": "English", "words": "frob"}, "language"),
        (words.WORDS, {"role": "harmless", "concept": "steel", "language": "en", "words": "neodymium"}, "words"),
        (words.WORDS, {"role": "shape", "language": "en", "words": "frob", "source": ""}, "source"),
        (words.PATTERNS, {"role": "aside", "pattern": "(ab", "examples": "ab | ab"}, "pattern"),
        (words.PATTERNS, {"role": "aside", "pattern": "a+", "examples": "a | aa"}, "pattern"),
        (words.PATTERNS, {"role": "aside", "pattern": "ab", "examples": "ab | cd"}, "examples"),
    ],
)
def test_a_broken_row_is_named(tmp_path: Path, file: str, cells: dict[str, str], column: str) -> None:
    problems = words.check(with_row(tmp_path, file, **cells))
    assert [(p.file, p.column) for p in problems] == [(file, column)]


@pytest.mark.slow
def test_every_example_of_a_grade_is_read_as_its_own_material_among_all_words(subtests: pytest.Subtests) -> None:
    for row in rows(EVIDENCE / grades.FILE):
        for example in row["examples"].split(" | "):
            with subtests.test(example=example):
                reading = resolver().resolve(Line("1", material=example))
                assert isinstance(reading, Resolved)
                assert reading.material_id == row["material_id"]
