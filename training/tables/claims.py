"""Claims, statistics and their documents: reading the tables, and saying what is wrong with them.

``claims.csv`` holds every figure of the five source documents, ``statistics.csv`` public statistics beside
them, in one schema. What each column means, and which figure goes first where they disagree, is in
``evidence/README.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from service.risk.evidence.claims import DOCUMENT_PREFIX, Claim
from training.tables import claim_rows, crosschecks
from training.tables.cells import check_day, check_filled, check_id, check_word, check_words, day, duplicates, is_hs92
from training.tables.periods import dated
from training.tables.reader import EVIDENCE, CsvTable, Problem, TableError, TableRow, read, table
from training.tables.remembered import remembered

COLUMNS = (
    "claim_id", "quantity", "scope", "stage", "form", "geography", "basis",
    "value_low", "value", "value_high", "unit", "nature", "valid_from", "valid_to", "published",
    "document", "locator", "source_class", "attributed_to", "use", "flag", "note",
)  # fmt: skip
DOCUMENT_COLUMNS = ("document", "title", "publisher", "published", "url", "why_no_url", "licence", "class", "note")
QUANTITY_COLUMNS = ("quantity", "units", "definition")
COMMODITY_COLUMNS = ("hs92", "label", "commodities", "group")
CLAIM_TABLES = ("claims.csv", "statistics.csv")
BY_PERIOD = ("published",)
"""Dates that a table may give by month (YYYY-MM) or year (YYYY), where no source gives the day."""

GROUPS = (
    "base_metal", "battery", "energy", "ferroalloy", "industrial_mineral", "minor_metal", "precious",
    "rare_earth",
)  # fmt: skip


@dataclass(frozen=True)
class Document:
    """Where figures were read. ``published`` is the earliest defensible date; ``note`` says why. Where there is no
    ``url``, ``why_no_url`` says why there is none."""

    document: str
    title: str
    publisher: str
    published: date
    url: str
    why_no_url: str | None
    licence: str
    source_class: str
    note: str


@dataclass(frozen=True)
class Commodity:
    """What is traded under an HS 1992 code: names used as ``scope``, and the group for nested dependence."""

    hs92: str
    label: str
    names: tuple[str, ...]
    group: str


@dataclass(frozen=True)
class Claims:
    """The tables as values. ``rows`` are the claims as written, which is what ``evidence.json`` carries."""

    claims: tuple[Claim, ...]
    rows: tuple[dict[str, str], ...]
    documents: dict[str, Document]
    quantities: dict[str, str]
    commodities: dict[str, Commodity]


def load(folder: Path = EVIDENCE) -> Claims:
    """All claims and statistics with their documents. Raises ``TableError`` naming every problem found."""
    problems = check(folder)
    if problems:
        raise TableError(problems)
    rows = tuple(row.cells for name in CLAIM_TABLES for row in figures(folder, name).rows)
    documents = described(folder).rows
    quantities = read(folder / "quantities.csv", QUANTITY_COLUMNS)
    return Claims(
        claims=tuple(Claim.from_row(row) for row in rows),
        rows=rows,
        documents={row["document"]: _document(row) for row in documents},
        quantities={row["quantity"]: row["definition"] for row in quantities},
        commodities=commodities(folder),
    )


def commodities(folder: Path = EVIDENCE) -> dict[str, Commodity]:
    """HS 1992 code -> what is traded under it."""
    return {
        row["hs92"]: Commodity(row["hs92"], row["label"], _names(row["commodities"]), row["group"])
        for row in read(folder / "commodities.csv", COMMODITY_COLUMNS)
    }


def figures(folder: Path, name: str) -> CsvTable:
    """The rows of a table of claims, corrected, by day."""
    return dated(table(folder / name, COLUMNS), BY_PERIOD)


def described(folder: Path) -> CsvTable:
    """The documents, corrected, by day."""
    return dated(table(folder / "documents.csv", DOCUMENT_COLUMNS), BY_PERIOD)


@remembered("documents.csv", "quantities.csv", "commodities.csv", *CLAIM_TABLES)
def check(folder: Path = EVIDENCE) -> list[Problem]:
    """Everything wrong with the tables, each with file, row, column and fix. Empty when they can be used."""
    documents = described(folder)
    quantities = table(folder / "quantities.csv", QUANTITY_COLUMNS)
    goods = table(folder / "commodities.csv", COMMODITY_COLUMNS)
    tables = [figures(folder, name) for name in CLAIM_TABLES]
    written = [problem for parsed in (*tables, documents, quantities, goods) for problem in parsed.problems]
    if any(parsed.problems and not parsed.rows for parsed in (*tables, documents, quantities, goods)):
        return written
    claims = [row for parsed in tables for row in parsed.rows]
    known = claim_rows.Known(
        documents={row["document"]: row for row in documents.rows},
        units={row["quantity"]: row["units"].split() for row in quantities.rows},
        names=frozenset(name for row in goods.rows for name in _names(row["commodities"])),
        claims=frozenset(row["claim_id"] for row in claims),
    )
    return [
        *written,
        *duplicates(claims, "claim_id"),
        *duplicates(documents.rows, "document"),
        *duplicates(quantities.rows, "quantity"),
        *duplicates(quantities.rows, "definition"),
        *duplicates(goods.rows, "hs92"),
        *(problem for row in documents.rows for problem in _check_document(row)),
        *(problem for row in quantities.rows for problem in _check_quantity(row)),
        *(problem for row in goods.rows for problem in _check_commodity(row)),
        *(problem for row in claims for problem in claim_rows.check_figure(row, known)),
        *(problem for row in claims for problem in _check_table(row)),
        *crosschecks.between(claims),
    ]


def unpublished(today: date, folder: Path = EVIDENCE) -> list[Problem]:
    """Documents that no one can have read yet."""
    rows = described(folder).rows
    fix = "check year and month; add what it says once it is out"
    return [
        row.problem("published", f"{row['published']} is after today, {today}", fix)
        for row in rows
        if (published := day(row, "published")) and published > today
    ]


def _check_table(row: TableRow) -> Iterator[Problem]:
    """Figures of the five source documents and of public statistics stand apart."""
    right = CLAIM_TABLES[0] if row["document"].startswith(DOCUMENT_PREFIX) else CLAIM_TABLES[1]
    if row["document"] and row.file != right:
        words = (
            f"{row['document']!r} is one of the five source documents"
            if right == CLAIM_TABLES[0]
            else (f"{row['document']!r} is none of the five source documents")
        )
        yield row.problem("document", words, f"put the row into {right}: `add --table {right.removesuffix('.csv')}`")


def _document(row: TableRow) -> Document:
    return Document(
        row["document"], row["title"], row["publisher"], date.fromisoformat(row["published"]), row["url"],
        row["why_no_url"] or None, row["licence"], row["class"], row["note"],
    )  # fmt: skip


def _names(cell: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in cell.split(";") if name.strip())


def _check_document(row: TableRow) -> Iterator[Problem]:
    yield from check_id(row, "document")
    yield from check_filled(row, ("title", "publisher", "licence"), "every document needs one")
    yield from check_word(row, "class", claim_rows.CLASSES)
    yield from check_day(row, "published", needed=True)
    if row["url"] and not re.fullmatch(r"https?://\S+", row["url"]):
        yield row.problem("url", f"{row['url']!r} isn't an address", "write https://..., or say why in why_no_url")
    if not row["url"] and not row["why_no_url"]:
        yield row.problem("url", "is blank", "give the address, or say in why_no_url why there is none")
    if row["url"] and row["why_no_url"]:
        yield row.problem("why_no_url", "says why there is no address beside one", "leave one of the two blank")


def _check_quantity(row: TableRow) -> Iterator[Problem]:
    yield from check_filled(row, ("quantity", "units", "definition"), "a quantity has a name, a unit and a definition")
    yield from check_words(row, "units", claim_rows.UNITS)


def _check_commodity(row: TableRow) -> Iterator[Problem]:
    if not is_hs92(row["hs92"]):
        yield row.problem("hs92", f"{row['hs92']!r} isn't a six-digit code", "write all six digits")
    if not _names(row["commodities"]):
        yield row.problem("commodities", "is blank", "name at least one commodity")
    yield from check_word(row, "group", GROUPS)
