"""The table ``evidence/drivers.csv``: the passages of the five source documents that name what a feature measures as a
driver of supply risk. Facts with their place, no sentence of a document."""

from __future__ import annotations

from pathlib import Path

from service.risk.evidence.claims import DOCUMENT_PREFIX
from service.risk.source_shock.features import NAMES
from training.tables import claims
from training.tables.cells import check_filled, check_word
from training.tables.reader import EVIDENCE, Problem, read, table
from training.tables.remembered import remembered

FILE = "drivers.csv"
COLUMNS = ("feature", "document", "locator", "note")


def load(folder: Path = EVIDENCE) -> dict[str, list[dict[str, str]]]:
    """Feature -> passages (``document``, ``locator``, ``note``), in the order of the table. Raises ``TableError``."""
    by_feature: dict[str, list[dict[str, str]]] = {name: [] for name in NAMES}
    for row in read(folder / FILE, COLUMNS):
        by_feature[row["feature"]].append({name: row[name] for name in COLUMNS[1:]})
    return by_feature


@remembered(FILE, "documents.csv")
def check(folder: Path = EVIDENCE) -> list[Problem]:
    """Every complaint: a feature that the model hasn't, a document that isn't one of the five, a passage without its
    place, a passage given twice."""
    parsed = table(folder / FILE, COLUMNS)
    known = [row["document"] for row in table(folder / "documents.csv", claims.DOCUMENT_COLUMNS).rows]
    sources = [name for name in known if name.startswith(DOCUMENT_PREFIX)]
    problems = list(parsed.problems)
    seen: set[tuple[str, ...]] = set()
    for row in parsed.rows:
        problems += [*check_word(row, "feature", NAMES), *check_word(row, "document", sources)]
        problems += [*check_filled(row, COLUMNS, "say where the document names it, and as what")]
        key = tuple(row[name] for name in COLUMNS[:3])
        if key in seen:
            problems.append(row.problem("locator", "the passage is there already", "give it once"))
        seen.add(key)
    return problems
