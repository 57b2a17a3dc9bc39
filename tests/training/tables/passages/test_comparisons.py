"""The table that sets figures of the source documents beside public statistics."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.training.table_cases import copied, rows_of, spoil
from training.publication.build import tables
from training.tables import claims
from training.tables.passages import comparisons
from training.tables.reader import EVIDENCE


def test_every_figure_of_the_document_that_relays_state_media_is_set_beside_statistics_or_says_why_not() -> None:
    relayed = {row["claim_id"] for row in rows_of(EVIDENCE, "claims.csv") if row["document"] == "doc-003"}
    told = {row["claim_id"]: row["compared"] for row in rows_of(EVIDENCE, comparisons.FILE)}
    assert relayed <= set(told)
    assert all(told.values())


def test_the_magnets_that_state_media_count_are_contradicted_by_a_public_figure() -> None:
    (magnets,) = [row for row in tables()["claims"] if row["claim_id"] == "doc-003-01"]
    assert "conflicts:metalnomist-2024-09-magnet-output-2024-08" in magnets["flag"]
    assert "72,000 t" in magnets["compared"]
    assert set(magnets["compared_with"].split()) <= {claim.claim_id for claim in claims.load().claims}


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"compared": ""}, "compared"), ({"claim_id": "usgs-mcs2026-plan-sorel-tracy"}, "claim_id"),
        ({"beside": "doc-001-05"}, "beside"), ({"beside": "nothing"}, "beside"),
    ],
)  # fmt: skip
def test_a_comparison_with_something_else_is_named(tmp_path: Path, cells: dict[str, str], column: str) -> None:
    folder = copied(tmp_path)
    row = spoil(folder, comparisons.FILE, "doc-003-01", **cells)
    assert {(p.row, p.column) for p in comparisons.check(folder)} == {(row, column)}
