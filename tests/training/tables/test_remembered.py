"""A check that is remembered: made again for every change of what it reads, and for nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from tests.training.table_cases import copied
from training.curation.check import COLUMNS
from training.tables import claims, controls, corrections, csv_rows, grades, materials, minerals, words
from training.tables.passages import drivers, statements

CHECKS: dict[str, tuple[Callable[..., Any], str]] = {
    "claims": (claims.check, ""),
    "controls": (controls.check, "controls.csv"),
    "drivers": (drivers.check, ""),
    "statements": (statements.check, ""),
    "grades": (grades.check, ""),
    "materials": (materials.check, "materials.csv"),
    "minerals": (minerals.check, ""),
    "words": (words.check, ""),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("tables"))


def files_read(check: Callable[[Path], Any], place: Path) -> set[str]:
    """The names of the files that a check opens."""
    with mock.patch.object(Path, "read_bytes", autospec=True, side_effect=Path.read_bytes) as opened:
        check(place)
    return {call.args[0].name for call in opened.call_args_list}


def append_blank_row(path: Path) -> None:
    with path.open("a", encoding="utf-8") as handle:
        handle.write("\n")


@pytest.mark.slow
@pytest.mark.parametrize("name", CHECKS)
def test_a_check_is_remembered_by_every_file_that_it_reads(folder: Path, name: str) -> None:
    check, file = CHECKS[name]
    check(folder / file)
    assert files_read(check, folder / file) == files_read(check.__wrapped__, folder / file)  # type: ignore[attr-defined]


@pytest.mark.slow
@pytest.mark.parametrize("name", CHECKS)
def test_a_change_in_a_file_that_a_check_reads_is_seen_and_in_another_makes_no_work(tmp_path: Path, name: str) -> None:
    folder = copied(tmp_path / "tables")
    check, file = CHECKS[name]
    before, read = check(folder / file), files_read(check, folder / file)
    for table in COLUMNS.keys() - read:
        append_blank_row(folder / table)
    with mock.patch("training.tables.corrections.apply", side_effect=AssertionError("read anew")):
        assert check(folder / file) == before
    for table in read:
        append_blank_row(folder / table)
        with mock.patch("training.tables.corrections.apply", side_effect=corrections.apply) as read_anew:
            check(folder / file)
        assert read_anew.called, table


def test_a_correction_of_another_table_makes_no_work(tmp_path: Path) -> None:
    folder = copied(tmp_path / "tables")
    minerals.check(folder)
    with (folder / corrections.FILE).open("a", encoding="utf-8") as handle:
        handle.write("words.csv,x,y,a,b,Misread,the document,para 4,2026-11-20\n")
    with mock.patch("training.tables.minerals.duplicates", side_effect=AssertionError("checked again")):
        assert minerals.check(folder) == []


def test_complaints_of_a_check_can_be_changed_without_changing_what_is_remembered(folder: Path) -> None:
    words.check(folder).append(csv_rows.Problem("f", 1, "c", "p", "x"))
    assert words.check(folder) == []
