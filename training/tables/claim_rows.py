"""What one row of ``claims.csv`` or ``statistics.csv`` may say: words of its columns, checks of its cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from service.risk.evidence.claims import MODEL, UNVERIFIED
from service.risk.vocabulary import ELEMENTS, SCOPES, Form, Stage
from training.tables.cells import (
    COUNTRIES,
    check_day,
    check_filled,
    check_id,
    check_number,
    check_word,
    check_words,
    day,
)
from training.tables.csv_rows import Problem, TableRow

VALUES = ("value_low", "value", "value_high")
NATURES = ("measured", "estimate", "target", "projection")
STATED = ("measured", "estimate")
USES = (MODEL, "check", "context")
DECIDED = ("mining_quota",)
"""What an authority fixes for a time that goes on."""
CLASSES = ("official_statistic", "agency", "research", "trade_press", "state_media")
UNITS = (
    "CNY/kg", "PFLOPS", "USD/kg", "class", "count", "count/y", "date", "days", "flag", "index", "kg", "rank",
    "million_USD", "ratio", "ratio/y", "share", "t", "t/y", "t_REO", "year", "years",
)  # fmt: skip
UNITS_BELOW_0 = ("ratio", "ratio/y", "million_USD")
PRICE_UNITS = ("USD/kg", "CNY/kg")
YEARS = (1900, 2100)
LINKS = ("conflicts", "superseded_by")
FLAGS = (
    "contradicted_by_register", "contradicted_by_statistic", "computed", "source_estimate", "derived",
    "engineering_estimate", "self_reported", UNVERIFIED, "implausible",
)  # fmt: skip
NEEDED = {
    "stage_share": ("scope", "stage", "geography", "basis"),
    "price": ("scope", "form", "basis", "valid_from", "valid_to"),
}
SHARE_BASES = ("output", "capacity")
PRICE_SERIES = {
    "fob_china": "USD/kg",
    "ex_works_china": "USD/kg",
    "cif_europe": "USD/kg",
    "cif_rotterdam": "USD/kg",
    "china_domestic": "USD/kg",
    "china_domestic_incl_vat": "CNY/kg",
    "usgs_year_end_quote": "USD/kg",
    "ne_asia": "USD/kg",
    "us_retail_lots": "USD/kg",
    "market_not_stated": "USD/kg",
    "disputed_fob_china": "USD/kg",
    "disputed_cif_rotterdam": "USD/kg",
}
"""The market series of a price (``basis``) with the one unit that each is kept in."""

GEOGRAPHIES = COUNTRIES | {"EU27", "WLD", "ZZZ"}


@dataclass(frozen=True)
class Known:
    """What the cells of a claim may refer to."""

    documents: dict[str, TableRow]
    units: dict[str, list[str]]
    names: frozenset[str]
    claims: frozenset[str]


def check_figure(row: TableRow, known: Known) -> Iterator[Problem]:
    """Everything wrong with one figure by itself."""
    yield from _check_source(row, known)
    yield from _check_subject(row, known)
    yield from _check_basis(row)
    yield from _check_numbers(row, known)
    yield from _check_flags(row, known)
    for column, allowed in (("nature", NATURES), ("use", USES), ("source_class", CLASSES)):
        yield from check_word(row, column, allowed)
    yield from _check_times(row)


def _check_source(row: TableRow, known: Known) -> Iterator[Problem]:
    yield from check_id(row, "claim_id")
    yield from check_filled(row, ("locator",), "name the section and paragraph, or the table")
    document = known.documents.get(row["document"])
    if document is None:
        yield row.problem("document", f"unknown document {row['document']!r}", "add it to documents.csv")
        return
    for column, theirs in (("published", "published"), ("source_class", "class")):
        if row[column] != document[theirs]:
            yield row.problem(column, f"{row[column]!r} isn't the document's {document[theirs]!r}", "copy it")


def _check_subject(row: TableRow, known: Known) -> Iterator[Problem]:
    if row["scope"] not in known.names:
        for problem in check_words(row, "scope", (*ELEMENTS, *SCOPES)):
            yield replace(problem, fix="use symbols, REE, LREE, HREE, MAGNET_REE or a commodity, none twice")
    yield from check_words(row, "stage", tuple(Stage))
    yield from check_words(row, "form", tuple(Form))
    place = row["geography"]
    if place and place not in GEOGRAPHIES:
        yield row.problem("geography", f"unknown geography {place!r}", "use ISO alpha-3, EU27, WLD or ZZZ")
    yield from check_filled(row, NEEDED.get(row["quantity"], ()), f"a {row['quantity']} needs it")


def _check_basis(row: TableRow) -> Iterator[Problem]:
    """A misspelt series would be a series of its own."""
    if row["quantity"] == "stage_share" and row["basis"]:
        yield from check_word(row, "basis", SHARE_BASES)
    if row["quantity"] == "price" and row["basis"]:
        yield from check_word(row, "basis", PRICE_SERIES)
        unit = PRICE_SERIES.get(row["basis"], row["unit"])
        if row["unit"] != unit:
            yield row.problem("unit", f"{row['basis']} is kept in {unit}", f"convert the price to {unit}")


def _check_numbers(row: TableRow, known: Known) -> Iterator[Problem]:
    units = known.units.get(row["quantity"])
    if units is None:
        yield row.problem("quantity", f"unknown quantity {row['quantity']!r}", "define it in quantities.csv")
    elif row["unit"] not in units:
        wrong = f"{row['unit']!r} isn't a unit of {row['quantity']}"
        yield row.problem("unit", wrong, f"use {' or '.join(units)}")
    unreadable = [problem for column in VALUES for problem in check_number(row, column)]
    yield from unreadable
    if unreadable:
        return
    numbers = {column: float(row[column]) for column in VALUES if row[column]}
    if not numbers and row["unit"] != "date":
        yield row.problem("value", "no value and no range", "give value, or value_low and value_high")
    if list(numbers.values()) != sorted(numbers.values()):
        yield row.problem("value_low", "low, value and high aren't in order", "swap them")
    for column, number in numbers.items():
        yield from _check_size(row, column, number)
    if row["use"] == MODEL and not row["value"] and not (row["value_low"] and row["value_high"]):
        yield row.problem("use", "a model can't use an open range", "give both ends, or use=context")


def _check_size(row: TableRow, column: str, number: float) -> Iterator[Problem]:
    unit = row["unit"]
    if unit == "share" and not 0 <= number <= 1:
        yield row.problem(column, f"{row[column]} is a share outside 0..1", "write 85 % as 0.85")
    elif unit in PRICE_UNITS and number <= 0:
        yield row.problem(column, f"{row[column]} is no price", "write what a kilogram costs")
    elif unit == "year" and not YEARS[0] <= number <= YEARS[1]:
        yield row.problem(column, f"{row[column]} isn't a year", "write all four digits")
    elif unit not in UNITS_BELOW_0 and number < 0:
        yield row.problem(column, f"{row[column]} is below 0", f"check the sign: {unit} starts at 0")


def _check_flags(row: TableRow, known: Known) -> Iterator[Problem]:
    flags = [flag for flag in row["flag"].split(";") if flag]
    if row["use"] == MODEL and UNVERIFIED in flags:
        yield row.problem("use", f"a model can't use a figure flagged {UNVERIFIED}", "verify it, or use=check")
    for flag in flags:
        kind, _, target = flag.partition(":")
        if kind not in LINKS:
            if flag not in FLAGS:
                words = f"{', '.join(FLAGS)}, {' or '.join(f'{link}:<claim_id>' for link in LINKS)}"
                yield row.problem("flag", f"unknown flag {flag!r}", f"use {words}")
        elif target not in known.claims:
            yield row.problem("flag", f"{kind} names no claim: {target!r}", "use the claim_id of a row")
        elif target == row["claim_id"]:
            yield row.problem("flag", f"{kind} names the claim itself", "name the other claim")


def _check_times(row: TableRow) -> Iterator[Problem]:
    for column in ("valid_from", "valid_to"):
        yield from check_day(row, column, needed=column == "valid_from" and row["unit"] == "date")
    yield from check_day(row, "published", needed=True)
    start, end, published = day(row, "valid_from"), day(row, "valid_to"), day(row, "published")
    if start and end and start > end:
        yield row.problem("valid_to", f"{end} is before {start}", "swap the dates")
    if start and published and start > published and row["nature"] in STATED:
        fix = "check both dates, or call it a target or projection"
        yield row.problem("valid_from", f"{row['nature']}, yet it begins after {published}, when it was published", fix)
    measured = row["nature"] == "measured" and row["quantity"] not in DECIDED
    if end and published and measured and end > _told_by(published):
        fix = "end the period by then, or call it an estimate, target or projection"
        yield row.problem("valid_to", f"measured, yet it ends after {published}, when it was published", fix)


def _told_by(published: date) -> date:
    """The last day that a document can have seen: the first of a month stands for the month where no day is known."""
    return (published + timedelta(days=31)).replace(day=1) - timedelta(days=1) if published.day == 1 else published
