"""A correction is a row with a reason: applied when a table is read, told in its note, refused when it doesn't fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories import TODAY
from tests.training.table_cases import copied, rows_of, write
from training.curation.check import everything
from training.tables import claims, controls, materials
from training.tables.corrections import COLUMNS, FILE
from training.tables.reader import EVIDENCE, TableError

GOOD = {
    "table": "claims.csv", "key": "doc-001-05", "column": "value_high", "was": "0.75", "now": "0.76",
    "reason": "Misread", "source": "the document", "locator": "para 4", "date": "2026-11-20",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copied(tmp_path / "evidence")


ADDRESSES = [row for row in rows_of(EVIDENCE, FILE) if (row["table"], row["column"]) == ("documents.csv", "url")]
"""Without these the documents aren't sound."""


def correct(folder: Path, *corrections: dict[str, str]) -> None:
    """Write these corrections, and the addresses of documents after them."""
    write(folder, FILE, [*(GOOD | changes for changes in corrections), *ADDRESSES])


def test_a_corrected_figure_is_read_with_its_history_in_the_note_and_the_raw_row_stays(folder: Path) -> None:
    before = (folder / "claims.csv").read_bytes()
    correct(folder, {})
    tables = claims.load(folder)
    (claim,) = [c for c in tables.claims if c.claim_id == "doc-001-05"]
    assert claim.bounds == (0.70, 0.76)
    told = "Corrected 2026-11-20: value_high was 0.75. Misread (the document, para 4)"
    assert claim.note.endswith(told)
    (row,) = [r for r in tables.rows if r["claim_id"] == "doc-001-05"]
    assert (row["value_high"], row["note"]) == ("0.76", claim.note)
    assert (folder / "claims.csv").read_bytes() == before


def test_a_correction_touches_its_own_cell_only(folder: Path) -> None:
    correct(folder)
    plain = {r["claim_id"]: r for r in claims.load(folder).rows}
    correct(folder, {})
    for row in claims.load(folder).rows:
        changed = {c for c in row if row[c] != plain[row["claim_id"]][c]}
        assert changed == ({"value_high", "note"} if row["claim_id"] == "doc-001-05" else set())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("table", "key", "column"),
    [
        ("statistics.csv", "usgs-mcs2026-price-Nd-oxide-fob-china-2025", "locator"),
        ("controls.csv", "CN-QUOTA-2010H2", "locator"),
        ("materials.csv", "dysprosium-oxide", "locator"),
        ("documents.csv", "doc-000", "title"),
    ],
)
def test_every_table_with_a_note_can_be_corrected(folder: Path, table: str, key: str, column: str) -> None:
    was = next(r for r in rows_of(folder, table) if next(iter(r.values())) == key)[column]
    correct(folder, {"table": table, "key": key, "column": column, "was": was, "now": "elsewhere"})
    assert everything(folder, TODAY) == []
    tables = claims.load(folder)
    notes = {r["claim_id"]: r["note"] for r in tables.rows} | {d.document: d.note for d in tables.documents.values()}
    notes |= {r["measure_id"] or "": r["note"] or "" for r in controls.load(folder / "controls.csv")}
    notes |= {r["id"]: r["note"] for r in materials.load(folder / "materials.csv")}
    assert f"{column} was {was}. Misread" in notes[key]


def test_a_blank_cell_can_be_filled_and_a_filled_one_blanked(folder: Path) -> None:
    points = {"value_high": ("0.75", ""), "value_low": ("0.70", ""), "value": ("", "0.72")}
    cells = points | {"attributed_to": ("", "Somebody")}
    correct(folder, *({"column": column, "was": was, "now": now} for column, (was, now) in cells.items()))
    assert everything(folder, TODAY) == []
    (claim,) = [c for c in claims.load(folder).claims if c.claim_id == "doc-001-05"]
    assert (claim.attributed_to, claim.value, claim.low, claim.high) == ("Somebody", 0.72, None, None)
    assert "attributed_to was (blank)" in claim.note


@pytest.mark.slow
@pytest.mark.parametrize(
    ("changes", "column", "words"),
    [
        ({"was": "0.74"}, "was", "isn't what claims.csv:"),
        ({"was": "0.76", "now": "0.76"}, "now", "changes nothing"),
        ({"key": "doc-001-99"}, "key", "no row 'doc-001-99' in claims.csv"),
        ({"column": "colour"}, "column", "can't be corrected"),
        ({"column": "claim_id", "was": "doc-001-05", "now": "x"}, "column", "can't be corrected"),
        ({"table": "quantities.csv"}, "table", "unknown table"),
        ({"reason": ""}, "reason", "is blank"),
        ({"source": ""}, "source", "is blank"),
        ({"locator": ""}, "locator", "is blank"),
        ({"date": "yesterday"}, "date", "isn't a date"),
        ({"date": ""}, "date", "is blank"),
    ],
)
def test_a_correction_that_does_not_fit_is_named_and_stops_the_load(
    folder: Path, changes: dict[str, str], column: str, words: str
) -> None:
    correct(folder, changes)
    problems = [p for p in everything(folder, TODAY) if (p.file, p.row, p.column) == (FILE, 2, column)]
    assert len(problems) == 1
    assert words in problems[0].problem
    assert problems[0].fix
    if column != "table":
        with pytest.raises(TableError, match=FILE):
            claims.load(folder)


def test_two_corrections_of_a_cell_are_named(folder: Path) -> None:
    correct(folder, {}, {"now": "0.77"})
    assert [(p.file, p.row, p.column) for p in everything(folder, TODAY)] == [(FILE, 3, "key")]


def test_a_correction_must_leave_a_sound_row(folder: Path) -> None:
    correct(folder, {"now": "1.75"})
    assert [(p.file, p.column) for p in everything(folder, TODAY)] == [("claims.csv", "value_high")]


@pytest.mark.slow
def test_another_header_of_the_corrections_is_named_once(folder: Path) -> None:
    (folder / FILE).write_text("table,key\n", encoding="utf-8")
    assert [p.row for p in everything(folder, TODAY) if p.file == FILE] == [1]


def test_the_shipped_table_has_the_columns_documented() -> None:
    assert COLUMNS == ("table", "key", "column", "was", "now", "reason", "source", "locator", "date")
