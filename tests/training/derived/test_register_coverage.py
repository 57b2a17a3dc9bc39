"""The register set against what the European Commission's study calls restricted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.training.table_cases import copied, rows_of, spoil, write
from training.__main__ import OK, main
from training.derived import register_coverage
from training.publication.papers import model_card
from training.tables.reader import EVIDENCE


def test_the_table_is_sound_and_holds_every_restricted_cell_but_wood() -> None:
    assert register_coverage.check() == []
    rows = rows_of(EVIDENCE, register_coverage.FILE)
    assert len(rows) == 72
    assert min(float(row["t"]) for row in rows) > 1
    assert not any("wood" in row["material"].lower() for row in rows)


def test_the_command_tells_the_coverage_and_names_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["coverage"]) == OK
    told = capsys.readouterr().out
    counted = register_coverage.coverage().to_json()
    assert f"{counted['in_time']} ({counted['in_time'] / 72:.0%})" in told
    assert counted["held"] + len(counted["missing"]) == 72
    assert all(f"  {name}\n" in told + "\n" for name in counted["missing"])


def test_the_card_tells_the_coverage() -> None:
    told = {"cells": 4, "held": 3, "in_time": 1, "missing": ["Zambia: cobalt, extraction"]}
    lines = model_card.ages({"data_ages": {}, "register_coverage": told})
    assert lines[1] == "The register holds a measure on 3 of them (75%)."
    assert lines[2].startswith("On 1 (25%) one was in force")


def test_a_measure_that_is_withdrawn_lowers_the_coverage(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    before = register_coverage.coverage(folder).to_json()
    kept = [row for row in rows_of(folder, "controls.csv") if row["jurisdiction"] != "GIN"]
    names = {row["measure_id"] for row in kept}
    write(folder, "controls.csv", kept)
    corrected = [r for r in rows_of(folder, "corrections.csv") if r["table"] != "controls.csv" or r["key"] in names]
    write(folder, "corrections.csv", corrected)
    after = register_coverage.coverage(folder).to_json()
    assert after["held"] == before["held"] - 1
    assert "Guinea: bauxite, extraction" in after["missing"]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"t": "1.0"}, "t"), ({"country": "Argentina"}, "country"), ({"stage": "E"}, "stage"),
        ({"document": "nothing"}, "document"), ({"locator": ""}, "locator"),
    ],
)  # fmt: skip
def test_a_bad_cell_is_named(tmp_path: Path, cells: dict[str, str], column: str) -> None:
    folder = copied(tmp_path)
    row = spoil(folder, register_coverage.FILE, "copper-extraction-ARG", **cells)
    assert {(p.row, p.column) for p in register_coverage.check(folder)} == {(row, column)}
