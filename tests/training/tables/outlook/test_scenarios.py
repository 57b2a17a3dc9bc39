"""The check of the table of scenarios: every slip is named with its cell and the fix."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from service.risk.outlook.scenarios import COLUMNS
from training.tables.outlook.scenarios import check

GOOD = dict.fromkeys(COLUMNS, "") | {
    "scenario": "ban", "title": "A ban", "change": "ban", "country": "CHN", "value": "1", "assumption": "All is kept",
    "set_by": "A. Analyst", "set_on": "2026-11-30",
}  # fmt: skip


def complaints(folder: Path, *rows: dict[str, str]) -> list[tuple[str, str]]:
    """Column and words of what is wrong with a table of these rows."""
    path = folder / "scenarios.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(GOOD | row for row in rows)
    return [(one.column, str(one)) for one in check({"M"}, {"doc-1"}, path)]


def test_a_good_row_has_no_fault(tmp_path: Path) -> None:
    assert complaints(tmp_path, {}, {"scenario": "b", "change": "in_force", "measures": "M", "value": ""}) == []


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ({"change": "wish"}, "change", "unknown change"),
        ({"scenario": "today"}, "scenario", "no assumptions"),
        ({"set_by": ""}, "set_by", "is blank"),
        ({"assumption": ""}, "assumption", "is blank"),
        ({"set_on": "yesterday"}, "set_on", "isn't a date"),
        ({"starts": "2026-02-01", "ends": "2026-01-01"}, "ends", "before the start"),
        ({"value": ""}, "value", "is blank"),
        ({"value": "1.2"}, "value", "out of range"),
        ({"value": "50 %"}, "value", "isn't a number"),
        ({"country": "XXX"}, "country", "unknown country"),
        ({"stage": "mining"}, "stage", "says nothing to ban"),
        ({"destinations": "somebody"}, "destinations", "unknown destinations"),
        ({"claims": "doc-9"}, "claims", "unknown claims"),
        ({"change": "in_force", "value": "", "measures": "N"}, "measures", "unknown measures"),
        ({"change": "delay", "value": "400"}, "value", "at most a year"),
        (
            {"change": "price", "country": "", "value": "", "value_low": "0.4", "value_high": "0.2"},
            "value_high",
            "below",
        ),
    ],
)
def test_a_slip_is_named_with_its_column(tmp_path: Path, row: dict[str, str], column: str, words: str) -> None:
    told = complaints(tmp_path, row)
    assert [name for name, _ in told] == [column]
    assert words in told[0][1]


def test_a_scenario_has_one_title_and_one_part_that_is_withheld(tmp_path: Path) -> None:
    told = complaints(tmp_path, {}, {"title": "Another", "change": "delay", "value": "30"})
    assert [name for name, _ in told] == ["title", "change"]
