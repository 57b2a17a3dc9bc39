"""The table ``evidence/comparisons.csv``: figures of the source documents beside public statistics, one row a figure.

``beside`` names the statistics, ``compared`` says in a sentence what they tell, or why nothing public compares.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from service.risk.evidence.claims import DOCUMENT_PREFIX
from training.tables import claims
from training.tables.cells import check_filled, duplicates
from training.tables.reader import EVIDENCE, Problem, TableRow, read, table
from training.tables.remembered import remembered

FILE = "comparisons.csv"
COLUMNS = ("claim_id", "beside", "compared")


def beside(rows: Iterable[dict[str, str]], folder: Path = EVIDENCE) -> list[dict[str, str]]:
    """Rows of claims with ``compared`` and ``compared_with`` where somebody set them beside statistics. Raises
    ``TableError``."""
    by_claim = {row["claim_id"]: row for row in read(folder / FILE, COLUMNS)}
    return [
        {**row, "compared": one["compared"], "compared_with": one["beside"]}
        if (one := by_claim.get(row["claim_id"]))
        else row
        for row in rows
    ]


@remembered(FILE, "documents.csv", *claims.CLAIM_TABLES)
def check(folder: Path = EVIDENCE) -> list[Problem]:
    """Every complaint: a figure of no source document, one compared twice, statistics that aren't there."""
    parsed = table(folder / FILE, COLUMNS)
    rows = [row for name in claims.CLAIM_TABLES for row in claims.figures(folder, name).rows]
    documents = {row["claim_id"]: row["document"] for row in rows}
    return [
        *parsed.problems,
        *duplicates(parsed.rows, "claim_id"),
        *(problem for row in parsed.rows for problem in _check_row(row, documents)),
    ]


def _check_row(row: TableRow, documents: dict[str, str]) -> Iterator[Problem]:
    yield from check_filled(row, ("compared",), "say what the statistics tell, or why nothing public compares")
    if not documents.get(row["claim_id"], "").startswith(DOCUMENT_PREFIX):
        yield row.problem(
            "claim_id", f"no figure {row['claim_id']!r} of the source documents", "name one of claims.csv"
        )
    for name in row["beside"].split():
        if documents.get(name, DOCUMENT_PREFIX).startswith(DOCUMENT_PREFIX):
            yield row.problem("beside", f"{name!r} is no public statistic", "write ids of statistics.csv")
