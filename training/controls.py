"""The register's table ``evidence/controls.csv``: reading it, and every complaint it can raise.

The columns, the rule of severity and the decisions taken in coding are in ``evidence/controls.md``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pycountry

from service.risk.measures import SEVERITIES, TECHNOLOGY
from service.risk.supply import CHAIN, ELEMENTS, SCOPES, Form, Stage, elements_of, hs92_code
from training.tables import EVIDENCE, Problem, Row, TableError, read

TABLE = EVIDENCE / "controls.csv"
COLUMNS = (
    "measure_id", "jurisdiction", "authority", "announcement", "instrument", "severity", "sign", "elements",
    "hs92", "stages", "forms", "destinations", "end_uses", "announced", "effective", "ended",
    "suspended_from", "suspended_until", "unknown_since", "hs_match", "renews", "commodity", "source",
    "locator", "confidence", "train", "note",
)  # fmt: skip
DATES = ("announced", "effective", "ended", "suspended_from", "suspended_until", "unknown_since")
HS_DIGITS = 6
RETROACTIVE_DAYS = 731
"""An act may reach back before its announcement, by no more than two years."""

WORDS: dict[str, tuple[str, ...]] = {
    "severity": tuple(SEVERITIES),
    "sign": ("tightening", "relaxation", "evidence"),
    "instrument": (
        "quota", "licence", "tax", "minimum_price", "vat_rebate_cut", "state_trading", "technology_control",
        "prohibition", "entity_list", "extraterritorial_rule", "environmental_condition", "reporting",
        "suspension", "general_licence", "relaxation", "removal",
        "legal_framework", "ruling", "statement", "production_quota", "mine_closure", "buyer_measure",
        "operating_condition",
    ),
    "hs_match": ("exact", "partial", "related", "none"),
    "confidence": ("A", "B", "C"),
    "train": ("yes", "no"),
}  # fmt: skip
LISTS: dict[str, tuple[str, ...]] = {
    "elements": (*ELEMENTS, *SCOPES),
    "stages": tuple(s.value for s in Stage),
    "forms": (*(f.value for f in Form), TECHNOLOGY),
}
COUNTRIES = frozenset(c.alpha_3 for c in pycountry.countries)
PLACES = {"jurisdiction": COUNTRIES | {"EU27", "WLD"}, "destinations": COUNTRIES | {"EU27"}}


def load(path: Path = TABLE) -> list[dict[str, str | None]]:
    """Rows as they enter the bundle: text, None where the cell is blank.

    Raises ``TableError`` with all complaints when there is one.
    """
    problems = check(path)
    if problems:
        raise TableError(problems)
    return [{c: row[c] or None for c in COLUMNS} for row in read(path, COLUMNS)]


def check(path: Path = TABLE) -> list[Problem]:
    """Every complaint about the table, in the order of its rows."""
    try:
        rows = list(read(path, COLUMNS))
    except TableError as error:
        return error.problems
    ids = Counter(row["measure_id"] for row in rows)
    found: list[Problem] = []
    for row in rows:
        if not row["measure_id"] or ids[row["measure_id"]] > 1:
            found.append(row.problem("measure_id", "missing or used twice", "give each measure an id of its own"))
        found += [*_words(row), *_places(row), *_codes(row), *_scope(row), *_sourced(row)]
        found += _dates(row)
    return found + list(_renewals(rows))


def _words(row: Row) -> Iterator[Problem]:
    for column, allowed in WORDS.items():
        if row[column] not in allowed:
            yield row.problem(column, f"unknown value {row[column]!r}", f"use one of {', '.join(allowed)}")
    for column, allowed in LISTS.items():
        for word in row[column].split():
            if word not in allowed:
                yield row.problem(column, f"unknown word {word!r}", f"use words of {', '.join(allowed)}")


def _places(row: Row) -> Iterator[Problem]:
    for column, allowed in PLACES.items():
        words = row[column].split()
        if column == "jurisdiction" and len(words) != 1:
            yield row.problem(column, "names no single issuer", "use one ISO 3166 alpha-3 code, EU27 or WLD")
        for word in words:
            if word not in allowed:
                yield row.problem(column, f"unknown country {word!r}", "use ISO 3166 alpha-3 codes or EU27")


def _codes(row: Row) -> Iterator[Problem]:
    for code in row["hs92"].split():
        if not (code.isdigit() and len(code) == HS_DIGITS):
            yield row.problem("hs92", f"{code!r} isn't a code", "write six digits of HS 1992, joined by a space")


def _scope(row: Row) -> Iterator[Problem]:
    """Element and form on one side, HS codes on the other, must say the same of a rare earth."""
    if row["sign"] == "evidence" or any(w not in LISTS["elements"] for w in row["elements"].split()):
        return
    goods = [f for f in Form if f.value in row["forms"].split()]
    elements = elements_of(row["elements"])
    if bool(goods) != bool(elements) and TECHNOLOGY not in row["forms"]:
        yield row.problem("forms", "elements without forms, or forms without elements", "name both")
    if Form.ALLOY in goods and len(goods) == 1:
        return
    meant = {hs92_code(e, f) for e in elements for f in goods}
    rare_earth = {hs92_code(e, f) for e in ELEMENTS for f in CHAIN}
    wrong = meant ^ (set(row["hs92"].split()) & rare_earth)
    if wrong:
        yield row.problem("hs92", f"{' '.join(sorted(wrong))} disagrees with elements and forms", "add or remove it")


def _sourced(row: Row) -> Iterator[Problem]:
    for column in ("source", "locator"):
        if not row[column]:
            yield row.problem(column, "missing", "say where the measure was seen")
    if row["train"] == "yes" and row["sign"] == "evidence":
        yield row.problem("train", "evidence never acts", "set train to no")
    if row["train"] == "yes" and row["hs_match"] == "none":
        yield row.problem("train", "no traded code to train on", "set train to no")
    if row["train"] == "yes" and row["confidence"] == "C":
        yield row.problem("train", "recalled, not seen", "verify it, raise the confidence, or set train to no")
    if row["train"] == "no" and not row["note"]:
        yield row.problem("note", "missing", "say why the measure is left out of training")


def _dates(row: Row) -> Iterator[Problem]:
    day: dict[str, date] = {}
    for column in DATES:
        try:
            if row[column]:
                day[column] = date.fromisoformat(row[column])
        except ValueError:
            yield row.problem(column, f"{row[column]!r} isn't a date", "write YYYY-MM-DD")
    if not day and row["sign"] != "evidence":
        yield row.problem("announced", "no date at all", "give the announcement or the first day in force")
    yield from _order(row, day)


def _order(row: Row, day: dict[str, date]) -> Iterator[Problem]:
    announced, effective, ended = day.get("announced"), day.get("effective"), day.get("ended")
    start, until = day.get("suspended_from"), day.get("suspended_until")
    if announced and effective and (announced - effective).days > RETROACTIVE_DAYS:
        yield row.problem("effective", "two years before the announcement", "check both dates")
    if ended and effective and ended < effective:
        yield row.problem("ended", "before it took effect", "give the last day in force, or leave it blank")
    if ended and day.get("unknown_since"):
        yield row.problem("unknown_since", "the end is known", "leave one of ended and unknown_since blank")
    if until and (start is None or until < start):
        yield row.problem("suspended_until", "no suspension begins before it", "give suspended_from first")
    if start and ended and start > ended:
        yield row.problem("suspended_from", "overlaps the end", "suspend a measure while it stands")


def _renewals(rows: Sequence[Row]) -> Iterator[Problem]:
    by_id = {row["measure_id"]: row for row in rows}
    for row in rows:
        head = by_id.get(row["renews"]) if row["renews"] else None
        if row["renews"] and head is None:
            yield row.problem("renews", f"no measure {row['renews']!r}", "name the first measure of the chain")
        elif head is not None and (head["renews"] or head is row):
            yield row.problem("renews", f"{row['renews']!r} is no first measure", "name the first of the chain")
        elif head is not None and head["jurisdiction"] != row["jurisdiction"]:
            yield row.problem("renews", "another country's measure", "renew a measure of the same issuer")
