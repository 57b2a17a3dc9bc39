"""The table of projects outside China, beside the module that reads it: ``service/risk/outlook/projects.csv``.

The figures are the claims'; a row only names whose they are and where they stand.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from service.risk.outlook.projects import COLUMNS, STATES, TABLE
from training.tables.cells import check_filled, check_word, duplicates, is_period
from training.tables.csv_rows import Problem, parse

MONTH = len("2026-01")


def check(claims: Collection[str], path: Path = TABLE) -> list[Problem]:
    """Every complaint, given the ids of all claims."""
    parsed = parse(path, COLUMNS)
    problems = [*parsed.problems, *duplicates(parsed.rows, COLUMNS[0])]
    for row in parsed.rows:
        problems += check_filled(row, ("project", "owner"), "say which project it is, and whose")
        problems += check_word(row, "status", [str(state) for state in STATES])
        for column in ("claim_id", "begun_claim"):
            if row[column] and row[column] not in claims:
                problems.append(row.problem(column, f"no claim {row[column]!r}", "name one of the claims' tables"))
        if row["begun"] and not (is_period(row["begun"]) and len(row["begun"]) == MONTH):
            problems.append(row.problem("begun", f"{row['begun']!r} is no month", "write YYYY-MM"))
        if bool(row["begun"]) != bool(row["begun_claim"]):
            problems.append(row.problem("begun_claim", "goes with begun", "give both, or neither"))
    return problems
