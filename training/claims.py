"""Claims, statistics and their documents: reading the tables, and saying what is wrong with them.

``claims.csv`` holds every figure of the five source documents, ``statistics.csv`` public statistics beside
them, in one schema. What each column means, and which figure goes first where they disagree, is in
``evidence/README.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from service.risk.evidence import Claim
from service.risk.supply import Form, Stage, elements_of
from training.tables import EVIDENCE, Problem, Row, TableError, read

COLUMNS = (
    "claim_id", "quantity", "scope", "stage", "form", "geography", "basis",
    "value_low", "value", "value_high", "unit", "nature", "valid_from", "valid_to", "published",
    "document", "locator", "source_class", "attributed_to", "use", "flag", "note",
)  # fmt: skip
DOCUMENT_COLUMNS = ("document", "title", "publisher", "published", "url", "licence", "class", "note")
QUANTITY_COLUMNS = ("quantity", "units", "definition")
COMMODITY_COLUMNS = ("hs92", "label", "commodities", "group")
CLAIM_TABLES = ("claims.csv", "statistics.csv")

NATURES = ("measured", "estimate", "target", "projection")
USES = ("model", "check", "context")
CLASSES = ("official_statistic", "agency", "research", "trade_press", "state_media")
GROUPS = (
    "base_metal", "battery", "energy", "ferroalloy", "industrial_mineral", "minor_metal", "precious",
    "rare_earth",
)  # fmt: skip
UNITS_WITHIN_1 = ("share",)
LINKS = ("conflicts", "superseded_by")
NEEDED = {
    "stage_share": ("scope", "stage", "geography", "basis"),
    "price": ("scope", "form", "basis", "valid_from"),
}

_ISO3 = """
ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR BHR BHS BIH
BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL COM CPV CRI CUB
CUW CXR CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK FRA FRO FSM GAB GBR GEO
GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN
IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA
MAC MAF MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER
NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU
RUS RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA
TCD TGO THA TJK TKL TKM TLS TON TTO TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB VIR VNM VUT
WLF WSM YEM ZAF ZMB ZWE
"""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
GEOGRAPHIES = frozenset(_ISO3.split()) | {"EU27", "WLD", "ZZZ"}


@dataclass(frozen=True)
class Document:
    """Where figures were read. ``published`` is the earliest defensible date; ``note`` says why."""

    document: str
    title: str
    publisher: str
    published: date
    url: str
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
    rows = tuple(row.cells for name in CLAIM_TABLES for row in read(folder / name, COLUMNS))
    documents = read(folder / "documents.csv", DOCUMENT_COLUMNS)
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


def check(folder: Path = EVIDENCE) -> list[Problem]:
    """Everything wrong with the tables, each with file, row, column and fix. Empty when they can be used."""
    try:
        documents = list(read(folder / "documents.csv", DOCUMENT_COLUMNS))
        quantities = list(read(folder / "quantities.csv", QUANTITY_COLUMNS))
        goods = list(read(folder / "commodities.csv", COMMODITY_COLUMNS))
        claims = [row for name in CLAIM_TABLES for row in read(folder / name, COLUMNS)]
    except TableError as error:
        return error.problems
    known = _Known(
        documents={row["document"]: row for row in documents},
        units={row["quantity"]: row["units"].split() for row in quantities},
        names=frozenset(name for row in goods for name in _names(row["commodities"])),
        claims=frozenset(row["claim_id"] for row in claims),
    )
    return [
        *_duplicates(claims, "claim_id"),
        *_duplicates(documents, "document"),
        *_duplicates(quantities, "quantity"),
        *_duplicates(quantities, "definition"),
        *_duplicates(goods, "hs92"),
        *(problem for row in documents for problem in _check_document(row)),
        *(problem for row in goods for problem in _check_commodity(row)),
        *(problem for row in claims for problem in _check_claim(row, known)),
    ]


@dataclass(frozen=True)
class _Known:
    """What the cells of a claim may refer to."""

    documents: dict[str, Row]
    units: dict[str, list[str]]
    names: frozenset[str]
    claims: frozenset[str]


def _document(row: Row) -> Document:
    return Document(
        row["document"], row["title"], row["publisher"], date.fromisoformat(row["published"]), row["url"],
        row["licence"], row["class"], row["note"],
    )  # fmt: skip


def _names(cell: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in cell.split(";") if name.strip())


def _duplicates(rows: Iterable[Row], column: str) -> Iterator[Problem]:
    seen: dict[str, Row] = {}
    for row in rows:
        first = seen.setdefault(row[column], row)
        if first is not row:
            place = f"{first.file}:{first.number}"
            yield row.problem(column, f"{row[column]!r} stands in {place} already", "use another")


def _check_document(row: Row) -> Iterator[Problem]:
    for column in ("document", "title", "publisher", "licence"):
        if not row[column]:
            yield row.problem(column, "is blank", "every document needs one")
    yield from _one_of(row, "class", CLASSES)
    yield from _check_date(row, "published", needed=True)


def _check_commodity(row: Row) -> Iterator[Problem]:
    if not re.fullmatch(r"\d{6}", row["hs92"]):
        yield row.problem("hs92", f"{row['hs92']!r} isn't a six-digit code", "write all six digits")
    if not _names(row["commodities"]):
        yield row.problem("commodities", "is blank", "name at least one commodity")
    yield from _one_of(row, "group", GROUPS)


def _check_claim(row: Row, known: _Known) -> Iterator[Problem]:
    yield from _check_source(row, known)
    yield from _check_subject(row, known)
    yield from _check_numbers(row, known)
    yield from _check_links(row, known)
    for column, allowed in (("nature", NATURES), ("use", USES), ("source_class", CLASSES)):
        yield from _one_of(row, column, allowed)
    for column in ("valid_from", "valid_to"):
        yield from _check_date(row, column, needed=column == "valid_from" and row["unit"] == "date")
    if row["valid_from"] and row["valid_to"] and row["valid_from"] > row["valid_to"]:
        yield row.problem("valid_to", f"{row['valid_to']} is before {row['valid_from']}", "swap the dates")


def _check_source(row: Row, known: _Known) -> Iterator[Problem]:
    if not row["claim_id"]:
        yield row.problem("claim_id", "is blank", "give the claim a name of its own")
    if not row["locator"]:
        yield row.problem("locator", "is blank", "name the section and paragraph, or the table")
    document = known.documents.get(row["document"])
    if document is None:
        yield row.problem("document", f"unknown document {row['document']!r}", "add it to documents.csv")
        return
    for column, theirs in (("published", "published"), ("source_class", "class")):
        if row[column] != document[theirs]:
            yield row.problem(column, f"{row[column]!r} isn't the document's {document[theirs]!r}", "copy it")


def _check_subject(row: Row, known: _Known) -> Iterator[Problem]:
    if row["scope"] not in known.names:
        try:
            elements_of(row["scope"])
        except KeyError as error:
            fix = "use symbols, REE, LREE, HREE, MAGNET_REE or a commodity"
            yield row.problem("scope", f"unknown scope {error.args[0]!r}", fix)
    for column, words in (("stage", tuple(Stage)), ("form", tuple(Form))):
        for word in row[column].split():
            if word not in words:
                yield row.problem(column, f"unknown {column} {word!r}", f"use {', '.join(words)}")
    place = row["geography"]
    if place and place not in GEOGRAPHIES:
        yield row.problem("geography", f"unknown geography {place!r}", "use ISO alpha-3, EU27, WLD or ZZZ")
    for column in NEEDED.get(row["quantity"], ()):
        if not row[column]:
            yield row.problem(column, "is blank", f"a {row['quantity']} needs it")


def _check_numbers(row: Row, known: _Known) -> Iterator[Problem]:
    units = known.units.get(row["quantity"])
    if units is None:
        yield row.problem("quantity", f"unknown quantity {row['quantity']!r}", "define it in quantities.csv")
    elif row["unit"] not in units:
        wrong = f"{row['unit']!r} isn't a unit of {row['quantity']}"
        yield row.problem("unit", wrong, f"use {' or '.join(units)}")
    try:
        numbers = [float(row[column]) for column in ("value_low", "value", "value_high") if row[column]]
    except ValueError as error:
        yield row.problem("value", str(error), "write numbers with a point and without unit")
        return
    if not numbers and row["unit"] != "date":
        yield row.problem("value", "no value and no range", "give value, or value_low and value_high")
    if numbers != sorted(numbers):
        yield row.problem("value_low", "low, value and high aren't in order", "swap them")
    if row["unit"] in UNITS_WITHIN_1 and any(not 0 <= n <= 1 for n in numbers):
        yield row.problem("value", "a share outside 0..1", "write 85 % as 0.85")
    if row["use"] == "model" and not row["value"] and not (row["value_low"] and row["value_high"]):
        yield row.problem("use", "a model can't use an open range", "give both ends, or use=context")


def _check_links(row: Row, known: _Known) -> Iterator[Problem]:
    for flag in filter(None, row["flag"].split(";")):
        kind, _, target = flag.partition(":")
        if kind in LINKS and target not in known.claims:
            yield row.problem("flag", f"{kind} names no claim: {target!r}", "use the claim_id of a row")


def _one_of(row: Row, column: str, allowed: tuple[str, ...]) -> Iterator[Problem]:
    if row[column] not in allowed:
        yield row.problem(column, f"unknown {column} {row[column]!r}", f"use {', '.join(allowed)}")


def _check_date(row: Row, column: str, *, needed: bool) -> Iterator[Problem]:
    if not row[column]:
        if needed:
            yield row.problem(column, "is blank", "write YYYY-MM-DD")
        return
    if not _DAY.fullmatch(row[column]):
        yield row.problem(column, f"{row[column]!r} isn't a date", "write YYYY-MM-DD")
        return
    try:
        date.fromisoformat(row[column])
    except ValueError as error:
        yield row.problem(column, f"{row[column]!r}: {error}", "write a day of the calendar")
