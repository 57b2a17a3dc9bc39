"""The register's table ``evidence/controls.csv``: reading it, and every complaint it can raise.

The columns, the rule of severity and the decisions taken in coding are in ``evidence/controls.md``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from service.risk.controls.measures import EU27, SEVERITIES, TECHNOLOGY
from service.risk.vocabulary import CHAIN, ELEMENTS, SCOPES, Form, Stage, elements_of, hs92_code
from training.tables.cells import (
    COUNTRIES,
    check_day,
    check_filled,
    check_id,
    check_words,
    day,
    duplicates,
    is_hs92,
)  # fmt: skip
from training.tables.csv_rows import CsvTable
from training.tables.periods import dated
from training.tables.reader import EVIDENCE, Problem, TableError, TableRow, table
from training.tables.remembered import remembered

TABLE = EVIDENCE / "controls.csv"
COLUMNS = (
    "measure_id", "jurisdiction", "authority", "announcement", "instrument", "severity", "sign", "elements",
    "hs92", "stages", "forms", "destinations", "end_uses", "announced", "effective", "ended",
    "suspended_from", "suspended_until", "unknown_since", "hs_match", "renews", "eases", "commodity", "source",
    "locator", "confidence", "train", "note",
)  # fmt: skip
DATES = ("announced", "effective", "ended", "suspended_from", "suspended_until", "unknown_since")
BY_PERIOD = ("announced", "effective", "ended")
"""Dates that the table may give by month (YYYY-MM) or year (YYYY), where no source gives the day."""
SAME_ACT = (
    "jurisdiction", "announcement", "instrument", "elements", "hs92", "stages", "forms", "destinations", "end_uses",
    "commodity",
)  # fmt: skip
WORD_LISTS = ("elements", "hs92", "stages", "forms", "destinations", "end_uses")
"""Columns whose words have no order."""
RARE_EARTH_CODES = frozenset(hs92_code(e, f) for e in ELEMENTS for f in CHAIN) | {"720299"}
"""Codes of rare earths; 7202.99 is where their ferro-alloys are traded."""
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
CEILING = {
    "technology_control": ("administrative", "technology, seen from a buyer of goods,"),
    "reporting": ("administrative", "reporting"),
    "environmental_condition": ("administrative", "a list of firms that meet a condition"),
    "minimum_price": ("administrative", "a reference price"),
    "vat_rebate_cut": ("moderate", "a lost refund"),
    "licence": ("moderate", "a licence"),
    "extraterritorial_rule": ("moderate", "a licence on re-exports"),
}
"""The part of the rule of severity that follows from the instrument alone: the most a row may have, and why."""
FLOOR = {"quota": "moderate"}
LISTS: dict[str, tuple[str, ...]] = {
    "elements": (*ELEMENTS, *SCOPES),
    "stages": tuple(s.value for s in Stage),
    "forms": (*(f.value for f in Form), TECHNOLOGY),
}
PLACES = {"jurisdiction": COUNTRIES | {"EU27", "WLD"}, "destinations": COUNTRIES | {"EU27"}}


def load(path: Path = TABLE) -> list[dict[str, str | None]]:
    """Rows as they enter the bundle: text, None where the cell is blank, dates by day (``periods``).

    Raises ``TableError`` with all complaints when there is one.
    """
    problems = check(path)
    if problems:
        raise TableError(problems)
    return [{c: row[c] or None for c in COLUMNS} for row in _read(path).rows]


def _read(path: Path) -> CsvTable:
    """The table with its corrections and every date by day."""
    return dated(table(path, COLUMNS), BY_PERIOD)


@remembered()
def check(path: Path = TABLE, codes: tuple[str, ...] = ()) -> list[Problem]:
    """Every complaint about the table, in the order of its rows. ``codes`` are the HS 1992 codes known besides those of
    rare earths; without any, codes are checked for their form only."""
    parsed = _read(path)
    problems = [*parsed.problems, *duplicates(parsed.rows, "measure_id")]
    for row in parsed.rows:
        problems += [*check_id(row, "measure_id"), *_unknown_words(row), *_places(row), *_codes(row), *_scope(row)]
        problems += [*_sourced(row), *_severity(row), *_dates(row)]
        if codes:
            problems += _known_codes(row, {*codes, *RARE_EARTH_CODES})
    return [*problems, *_renewals(parsed.rows), *_repeated(parsed.rows), *_easings(parsed.rows)]


def unannounced(today: date, path: Path = TABLE) -> list[Problem]:
    """Measures that no one can know of yet."""
    problems = []
    for row in _read(path).rows:
        column = "announced" if row["announced"] else "effective"
        if (known := day(row, column)) and known > today:
            fix = "check year and month; a measure that takes effect later is known from announced"
            problems.append(row.problem(column, f"{known} is after today, {today}", fix))
    return problems


def _unknown_words(row: TableRow) -> Iterator[Problem]:
    for column, allowed in WORDS.items():
        if row[column] not in allowed:
            yield row.problem(column, f"unknown value {row[column]!r}", f"use one of {', '.join(allowed)}")
    for column, allowed in LISTS.items():
        yield from check_words(row, column, allowed)


def _places(row: TableRow) -> Iterator[Problem]:
    for column, allowed in PLACES.items():
        words = row[column].split()
        if column == "jurisdiction" and len(words) != 1:
            yield row.problem(column, "names no single issuer", "use one ISO 3166 alpha-3 code, EU27 or WLD")
        for word in dict.fromkeys(words):
            if word not in allowed:
                yield row.problem(column, f"unknown country {word!r}", "use ISO 3166 alpha-3 codes or EU27")
            if words.count(word) > 1:
                yield row.problem(column, f"{word!r} stands twice", "name it once")


def _codes(row: TableRow) -> Iterator[Problem]:
    for code in row["hs92"].split():
        if not is_hs92(code):
            yield row.problem("hs92", f"{code!r} isn't a code", "write six digits of HS 1992, joined by a space")


def _known_codes(row: TableRow, known: Collection[str]) -> Iterator[Problem]:
    for code in row["hs92"].split():
        if is_hs92(code) and code not in known:
            yield row.problem("hs92", f"unknown code {code!r}", "check it, or add what it covers to commodities.csv")


def _scope(row: TableRow) -> Iterator[Problem]:
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


def _sourced(row: TableRow) -> Iterator[Problem]:
    yield from check_filled(row, ("source", "locator"), "say where the measure was seen")
    if row["train"] == "yes" and row["sign"] == "evidence":
        yield row.problem("train", "evidence never acts", "set train to no")
    if row["train"] == "yes" and row["hs_match"] == "none":
        yield row.problem("train", "no traded code to train on", "set train to no")
    if row["train"] == "yes" and row["confidence"] == "C":
        yield row.problem("train", "recalled, not seen", "verify it, raise the confidence, or set train to no")
    if row["train"] == "no" and not row["note"]:
        yield row.problem("note", "missing", "say why the measure is left out of training")


def _severity(row: TableRow) -> Iterator[Problem]:
    """What the rule of severity says of the face of a control whatever its text: see ``CEILING`` and ``FLOOR``."""
    level, instrument = SEVERITIES.get(row["severity"]), row["instrument"]
    if row["sign"] != "tightening" or level is None:
        return
    ceiling, why = CEILING.get(instrument, ("prohibitive", ""))
    if instrument == "prohibition" and (row["destinations"] or row["end_uses"]):
        ceiling, why = "strong", "a ban limited to a destination or an end use"
    if row["renews"] and instrument == "quota":
        ceiling, why = "moderate", "a quota that goes on"
    if level > SEVERITIES[ceiling]:
        yield row.problem("severity", f"{why} is {ceiling} at most", f"use {ceiling}, or say in the text what it is")
    floor = FLOOR.get(instrument, "administrative")
    if row["effective"] and row["train"] == "yes" and level < SEVERITIES[floor]:
        yield row.problem("severity", f"a {instrument} in force is {floor} at least", f"use {floor} or more")


def _dates(row: TableRow) -> Iterator[Problem]:
    for column in DATES:
        for problem in check_day(row, column):
            coarser = ", or YYYY-MM or YYYY where no source gives the day" if column in BY_PERIOD else ""
            yield replace(problem, fix=problem.fix + coarser)
    days = {column: last_day for column in DATES if (last_day := day(row, column))}
    if not any(row[column] for column in DATES) and row["sign"] != "evidence":
        yield row.problem("announced", "no date at all", "give the announcement or the first day in force")
    yield from _order(row, days)


def _order(row: TableRow, days: dict[str, date]) -> Iterator[Problem]:
    announced, effective, ended = days.get("announced"), days.get("effective"), days.get("ended")
    start, until, unknown = days.get("suspended_from"), days.get("suspended_until"), days.get("unknown_since")
    first = effective or announced
    if announced and effective and (announced - effective).days > RETROACTIVE_DAYS:
        yield row.problem("effective", "two years before the announcement", "check both dates")
    if ended and first and ended < first:
        yield row.problem("ended", "before it took effect", "give the last day in force, or leave it blank")
    if ended and unknown:
        yield row.problem("unknown_since", "the end is known", "leave one of ended and unknown_since blank")
    if unknown and first and unknown < first:
        yield row.problem("unknown_since", "before it took effect", "give the first day of doubt")
    if until and (start is None or until < start):
        yield row.problem("suspended_until", "no suspension begins before it", "give suspended_from first")
    if start and ended and start > ended:
        yield row.problem("suspended_from", "overlaps the end", "suspend a measure while it stands")
    if start and announced and start < announced:
        yield row.problem("suspended_from", "before the measure was announced", "check both dates")


def _renewals(rows: Sequence[TableRow]) -> Iterator[Problem]:
    by_id = {row["measure_id"]: row for row in rows}
    for row in rows:
        head = by_id.get(row["renews"]) if row["renews"] else None
        if row["renews"] and head is None:
            yield row.problem("renews", f"no measure {row['renews']!r}", "name the first measure of the chain")
        elif head is not None and (head["renews"] or head is row):
            yield row.problem("renews", f"{row['renews']!r} is no first measure", "name the first of the chain")
        elif head is not None and head["jurisdiction"] != row["jurisdiction"]:
            yield row.problem("renews", "another country's measure", "renew a measure of the same issuer")
        elif head is not None and _first_day(row) < _first_day(head):
            yield row.problem("renews", f"begins before {row['renews']!r}", "let the later measure renew the earlier")


def _first_day(row: TableRow) -> str:
    return row["effective"] or row["announced"]


def _repeated(rows: Sequence[TableRow]) -> Iterator[Problem]:
    """The same act on the same goods, twice at a time."""
    acts: dict[tuple[frozenset[str], ...], list[TableRow]] = defaultdict(list)
    for row in rows:
        if row["sign"] == "tightening" and _first_day(row):
            acts[tuple(_meant(row, column) for column in SAME_ACT)].append(row)
    for group in acts.values():
        for position, row in enumerate(group):
            for first in (other for other in group[:position] if other["measure_id"] != row["measure_id"]):
                if _first_day(first) <= _last_day(row) and _first_day(row) <= _last_day(first):
                    words = f"overlaps {first['measure_id']} (row {first.number}), the same act on the same goods"
                    yield row.problem("effective", words, "end the earlier one, or tell them apart in announcement")


def _meant(row: TableRow, column: str) -> frozenset[str]:
    """What a cell says, however its words are ordered and groups are written."""
    if column not in WORD_LISTS:
        return frozenset({row[column]})
    named = {"elements": SCOPES, "destinations": {"EU27": EU27}}.get(column, {})
    return frozenset(single for word in row[column].split() for single in named.get(word, {word}))


def _last_day(row: TableRow) -> str:
    return row["ended"] or row["unknown_since"] or "9999"


def _easings(rows: Sequence[TableRow]) -> Iterator[Problem]:
    by_id = {row["measure_id"]: row for row in rows}
    for row in rows:
        if row["eases"] and row["sign"] == "tightening":
            yield row.problem("eases", "a control eases nothing", "leave it blank, or set sign to relaxation")
        for name in row["eases"].split():
            eased = by_id.get(name)
            if eased is None or eased["sign"] != "tightening" or eased["jurisdiction"] != row["jurisdiction"]:
                yield row.problem("eases", f"{name!r} is no control of this issuer", "name controls by measure_id")
