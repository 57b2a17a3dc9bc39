"""The table ``evidence/statements.csv``: what the five source documents say without a figure, in words of ours.

Figures are claims (``training/tables/claims.py``); here stand practices, plans, advice, indicators and scenarios.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from service.risk.evidence.claims import DOCUMENT_PREFIX
from service.risk.evidence.statements import AGREES, CONTRADICTED, TOPICS
from service.risk.vocabulary import ELEMENTS, SCOPES, Stage
from training.tables import claims, controls
from training.tables.cells import COUNTRIES, check_filled, check_id, check_word, check_words, duplicates
from training.tables.csv_rows import parse
from training.tables.reader import EVIDENCE, Problem, TableRow, read, table
from training.tables.remembered import remembered

FILE = "statements.csv"
COLUMNS = (
    "statement_id", "topic", "scope", "stage", "geography", "statement", "document", "locator", "attributed_to",
    "verdict", "beside",
)  # fmt: skip
NEEDED = ("statement", "locator")
PLACES = COUNTRIES | {"EU27", "WLD"}
MOST_WORDS = 40


def load(folder: Path = EVIDENCE) -> list[dict[str, str]]:
    """The rows, in the order of the table. Raises ``TableError``."""
    return [dict(row.cells) for row in read(folder / FILE, COLUMNS)]


@remembered(FILE, "documents.csv", "claims.csv", "statistics.csv", "controls.csv")
def check(folder: Path = EVIDENCE) -> list[Problem]:
    """Every complaint: an unknown word, a passage without its place, an id that leads nowhere."""
    parsed = table(folder / FILE, COLUMNS)
    documents = [row["document"] for row in claims.described(folder).rows]
    sources = [name for name in documents if name.startswith(DOCUMENT_PREFIX)]
    known = {row["claim_id"] for name in claims.CLAIM_TABLES for row in claims.figures(folder, name).rows}
    known |= {row["measure_id"] for row in parse(folder / controls.TABLE.name, controls.COLUMNS).rows}
    return [
        *parsed.problems,
        *duplicates(parsed.rows, "statement_id"),
        *duplicates(parsed.rows, "statement"),
        *(problem for row in parsed.rows for problem in _check_row(row, sources, known)),
    ]


def _check_row(row: TableRow, sources: list[str], known: set[str]) -> Iterator[Problem]:
    yield from check_filled(row, NEEDED, "say what the document says, and where")
    yield from check_id(row, "statement_id")
    yield from check_word(row, "topic", TOPICS)
    yield from check_word(row, "document", sources)
    yield from check_words(row, "scope", {*ELEMENTS, *SCOPES})
    yield from check_words(row, "stage", {str(stage) for stage in Stage})
    yield from check_words(row, "geography", PLACES)
    if row["verdict"]:
        yield from check_word(row, "verdict", (AGREES, CONTRADICTED))
    if row["verdict"] and not row["beside"]:
        yield row.problem("beside", "is blank beside a verdict", "name the figures or measures that it rests on")
    elif row["verdict"] and all(name.startswith(DOCUMENT_PREFIX) for name in row["beside"].split()):
        fix = "name a measure or a public statistic, or leave the verdict blank"
        yield row.problem("verdict", "rests on figures of the source documents themselves", fix)
    for name in sorted(set(row["beside"].split()) - known):
        yield row.problem("beside", f"there is no figure or measure {name!r}", "write ids of claims or controls")
    if len(row["statement"].split()) > MOST_WORDS:
        yield row.problem("statement", f"has more than {MOST_WORDS} words", "make two rows of it")
