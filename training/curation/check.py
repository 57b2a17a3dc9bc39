"""All evidence tables checked at once, each by itself and against the others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from service.risk.outlook.projects import COLUMNS as PROJECT_COLUMNS
from service.risk.outlook.projects import TABLE as PROJECTS
from service.risk.outlook.scenarios import COLUMNS as SCENARIO_COLUMNS
from service.risk.outlook.scenarios import TABLE as SCENARIOS
from training.derived import default_report, register_coverage, supply_report
from training.tables import (
    checks,
    claims,
    controls,
    corrections,
    grades,
    materials,
    minerals,
    words,
)
from training.tables.csv_rows import parse
from training.tables.outlook import projects, scenarios
from training.tables.passages import comparisons, drivers, statements
from training.tables.reader import EVIDENCE, Problem

COLUMNS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(claims.CLAIM_TABLES, claims.COLUMNS),
    "documents.csv": claims.DOCUMENT_COLUMNS,
    "quantities.csv": claims.QUANTITY_COLUMNS,
    "commodities.csv": claims.COMMODITY_COLUMNS,
    "controls.csv": controls.COLUMNS,
    "materials.csv": materials.COLUMNS,
    grades.FILE: grades.COLUMNS,
    minerals.FILE: minerals.COLUMNS,
    drivers.FILE: drivers.COLUMNS,
    words.WORDS: words.WORD_COLUMNS,
    words.PATTERNS: words.PATTERN_COLUMNS,
    supply_report.REASONS: supply_report.REASON_COLUMNS,
    default_report.REASONS: supply_report.REASON_COLUMNS,
    statements.FILE: statements.COLUMNS,
    comparisons.FILE: comparisons.COLUMNS,
    corrections.FILE: corrections.COLUMNS,
    checks.FILE: checks.COLUMNS,
    register_coverage.FILE: register_coverage.COLUMNS,
}
"""Every table of the folder with its columns; the first is the key."""


def everything(folder: Path, today: date) -> list[Problem]:
    """Every problem of every table, by table and row; no problem twice."""
    goods = parse(folder / "commodities.csv", claims.COMMODITY_COLUMNS).rows
    measures = {row["measure_id"] for row in parse(folder / "controls.csv", controls.COLUMNS).rows}
    figures = {row["claim_id"] for name in claims.CLAIM_TABLES for row in parse(folder / name, claims.COLUMNS).rows}
    problems = [
        *claims.check(folder),
        *claims.unpublished(today, folder),
        *controls.check(folder / "controls.csv", tuple(row["hs92"] for row in goods)),
        *controls.unannounced(today, folder / "controls.csv"),
        *materials.check(folder / "materials.csv"),
        *grades.check(folder),
        *minerals.check(folder),
        *drivers.check(folder),
        *statements.check(folder),
        *comparisons.check(folder),
        *words.check(folder),
        *supply_report.check(folder),
        *supply_report.check(folder, default_report.REASONS),
        *corrections.check(folder),
        *checks.check(folder, measures),
        *register_coverage.check(folder),
        *scenarios.check(measures, figures),
        *projects.check(figures),
    ]
    order = [*COLUMNS, SCENARIOS.name, PROJECTS.name]
    return sorted(dict.fromkeys(problems), key=lambda p: (order.index(p.file), p.row))


def summary(folder: Path = EVIDENCE) -> Iterator[str]:
    """Rows of each table."""
    for name, columns in COLUMNS.items():
        if (folder / name).exists():
            yield f"{name}: {len(parse(folder / name, columns).rows)} rows"
    for path, own in ((SCENARIOS, SCENARIO_COLUMNS), (PROJECTS, PROJECT_COLUMNS)):
        yield f"{path.name}: {len(parse(path, own).rows)} rows"
