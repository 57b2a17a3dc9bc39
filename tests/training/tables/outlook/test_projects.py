"""The check of the table of projects."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from service.risk.outlook.projects import COLUMNS, HAS_PRODUCED, rows
from tests.factories import kernel
from training.tables.outlook.projects import check

GOOD = dict.fromkeys(COLUMNS, "") | {"claim_id": "c", "project": "P", "owner": "O", "status": "planned"}


def complaints(folder: Path, *some: dict[str, str]) -> list[str]:
    """Columns that something is wrong with."""
    path = folder / "projects.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(GOOD | row for row in some)
    return [one.column for one in check({"c", "d"}, path)]


@pytest.mark.parametrize(
    ("row", "columns"),
    [
        ({}, []),
        ({"begun": "2022-04", "begun_claim": "d"}, []),
        ({"claim_id": "x"}, ["claim_id"]),
        ({"owner": ""}, ["owner"]),
        ({"status": "hoped"}, ["status"]),
        ({"begun": "2022", "begun_claim": "d"}, ["begun"]),
        ({"begun": "2022-04"}, ["begun_claim"]),
    ],
)
def test_a_slip_is_named_with_its_column(tmp_path: Path, row: dict[str, str], columns: list[str]) -> None:
    assert complaints(tmp_path, row) == columns


def test_no_claim_has_two_rows(tmp_path: Path) -> None:
    assert complaints(tmp_path, {}, {}) == ["claim_id"]


def test_every_capacity_outside_china_has_a_row_and_only_plants_have_produced() -> None:
    claims = {c.claim_id: c for c in kernel().evidence.claims if c.quantity in ("plant_capacity", "planned_capacity")}
    outside = {name for name, claim in claims.items() if claim.geography != "CHN"}
    assert {row.claim_id for row in rows()} == outside
    for row in rows():
        assert (row.status in HAS_PRODUCED) == (claims[row.claim_id].quantity == "plant_capacity"), row.claim_id
