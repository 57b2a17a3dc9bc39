"""A month of prices: from what a price reporter prints to rows of ``statistics.csv``, and what they do to the model's
market features."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path

from service.risk.evidence.claims import SUPERSEDED, Claim, Evidence
from service.risk.evidence.market import PriceState, price_state
from service.risk.evidence.price_series import FIRST_MONTH_FOR_YEAR, PricePoint, series_of
from training.curation import add_rows
from training.tables import claims
from training.tables.cells import check_day, check_filled, check_number, day, is_number, is_period, last_day
from training.tables.reader import Problem, TableError, TableRow, read

TABLE, DOCUMENTS = "statistics.csv", "documents.csv"
NEEDED = ("element", "basis", "from", "to", "unit", "document", "locator")
COLUMNS = (*NEEDED, "form", "value_low", "value", "value_high", "attributed_to", "note")
OWN_NAMES = {"scope": "element", "valid_from": "from", "valid_to": "to"}
"""Columns of the table that a price file calls by a shorter name."""
JUMP = 2.5
"""A price this many times above or below the one before is rather a slip of the unit or the point. Of 143 steps in the
tables seven are larger, five of them of the bubble of 2011."""
LEAST_DAYS = 90
"""Days of a year that its price needs behind it: a month alone would stand for the year."""
LICENCE, CLASS = "all rights reserved; figures cited", "trade_press"


def add(
    rows: Sequence[TableRow], folder: Path, *, document: dict[str, str] | None, confirm: bool, today: date
) -> list[TableRow]:
    """Append prices to ``statistics.csv``, and ``document`` to ``documents.csv`` first where it is given.

    Returns the rows as they stand in the table. Raises ``TableError`` and writes nothing when a series isn't known, a
    unit isn't its own or a period is covered already. It does so too when a price jumps (unless ``confirm``), or a
    check fails.
    """
    statistics = read(folder / TABLE, claims.COLUMNS)
    documents = {row["document"]: row.cells for row in claims.described(folder).rows}
    if document:
        documents.setdefault(document["document"], document)
    problems: list[Problem] = []
    made: list[TableRow] = []
    for row in rows:
        wrong = list(_check_cells(row, documents))
        if not wrong:
            series = [r for r in (*statistics, *made) if _series(r) == _wanted(row)]
            wrong = list(_check_series(row, series, statistics))
            if not wrong and not confirm:
                wrong = list(_jump(row, "from", series))
            published = documents[row["document"]]["published"]
            wrong += _unseen(row, "to", published)
            if not wrong:
                made.append(_statistic(row, series[-1], documents[row["document"]]))
        problems += wrong
    if not problems and not confirm:
        problems = list(_thin_years(made, rows, statistics))
    if problems:
        raise TableError(problems)
    additions = {DOCUMENTS: [document]} if document else {}
    try:
        add_rows.append(folder, additions | {TABLE: [row.cells for row in made]}, {TABLE: rows}, today)
    except TableError as error:
        raise TableError(_own_name(p, {row.file for row in rows}) for p in error.problems) from error
    return made


def _own_name(problem: Problem, files: set[str]) -> Problem:
    column = OWN_NAMES.get(problem.column, problem.column) if problem.file in files else problem.column
    return Problem(problem.file, problem.row, column, problem.problem, problem.fix)


def _series(row: TableRow) -> tuple[str, ...]:
    kept = row["quantity"] == "price" and SUPERSEDED not in row["flag"]
    return (row["scope"], row["form"], row["basis"]) if kept else ()


def _wanted(row: TableRow) -> tuple[str, ...]:
    return (row["element"], row["form"] or "oxide", row["basis"])


def _check_cells(row: TableRow, documents: dict[str, dict[str, str]]) -> Iterator[Problem]:
    yield from check_filled(row, NEEDED, "a price needs it")
    for column in ("from", "to"):
        yield from check_day(row, column)
    for column in ("value_low", "value", "value_high"):
        yield from check_number(row, column)
    if not row["value"] and not (row["value_low"] and row["value_high"]):
        yield row.problem("value", "is blank", "give the price, or value_low and value_high")
    if row["document"] and row["document"] not in documents:
        fix = "give title, publisher and day of publication with --title, --publisher, --published, or a known one"
        yield row.problem("document", f"unknown document {row['document']!r}", fix)


def _check_series(row: TableRow, series: Sequence[TableRow], statistics: Sequence[TableRow]) -> Iterator[Problem]:
    if not series:
        known = sorted({f"{r['form']} {r['basis']}" for r in statistics if _series(r) and r["scope"] == row["element"]})
        words = f"no series {' '.join(_wanted(row))}; known for {row['element']}: {', '.join(known) or 'none'}"
        yield row.problem("basis", words, "choose one, or begin the series with `add --table statistics`")
        return
    if row["unit"] != series[-1]["unit"]:
        yield row.problem("unit", f"the series is kept in {series[-1]['unit']}", f"convert to {series[-1]['unit']}")
    for other in series:
        if row["from"] <= other["valid_to"] and other["valid_from"] <= row["to"]:
            words = f"{other['claim_id']} covers {other['valid_from']} to {other['valid_to']} already"
            yield row.problem("from", words, "give a period that isn't there yet, or correct that row")
            return


def doubts(rows: Sequence[TableRow], folder: Path) -> list[Problem]:
    """Rows of ``statistics.csv`` yet to be added whose price jumps, or would stand for a year that it doesn't tell.
    Cells that can't be read are for the checks."""
    known = read(folder / TABLE, claims.COLUMNS)
    problems: list[Problem] = []
    for position, row in enumerate(rows):
        if key := _series(row):
            problems += _jump(row, "valid_from", [r for r in (*known, *rows[:position]) if _series(r) == key])
    dated = [row for row in rows if _series(row) and day(row, "valid_from") and day(row, "valid_to")]
    return [*problems, *_thin_years(dated, dated, known)]


def unseen(rows: Sequence[TableRow]) -> list[Problem]:
    """Rows of ``statistics.csv`` yet to be added whose price nobody can have seen when it was published."""
    return [problem for row in rows if _series(row) for problem in _unseen(row, "valid_to", row["published"])]


def _unseen(row: TableRow, end: str, published: str) -> Iterator[Problem]:
    """A price of days that weren't over. Rows from before this was asked are put right in ``corrections.csv``."""
    told = last_day(published).isoformat() if is_period(published) else published
    if row[end] > told:
        fix = "end the period by then; of a document known by its month, write published as YYYY-MM"
        yield row.problem(end, f"a price, yet it ends after {told}, when it was published", fix)


def _jump(row: TableRow, start: str, series: Sequence[TableRow]) -> Iterator[Problem]:
    """A price too far from the one before it in its series."""
    before = [r for r in series if r["valid_to"] < row[start] and _centre(r)]
    last = _centre(max(before, key=lambda r: r["valid_to"])) if before else 0.0
    ratio = _centre(row) / last if last else 1.0
    if _centre(row) and not 1 / JUMP <= ratio <= JUMP:
        words = f"{ratio:.3g} times the price before, {last:g}"
        yield row.problem("value", words, "check unit and decimal point; add --confirm if it is right")


def _thin_years(
    made: Sequence[TableRow], given: Sequence[TableRow], statistics: Sequence[TableRow]
) -> Iterator[Problem]:
    """Years that would stand on too few days, in the series that the model reads. ``made`` are the
    table's rows of those ``given``."""
    for series in dict.fromkeys(_series(row) for row in made):
        if series[1:] != ("oxide", series_of(series[0])):
            continue
        last = {row["valid_to"][:4]: n for n, row in enumerate(made) if _series(row) == series}
        for year, position in last.items():
            rows = [r for r in (*statistics, *made) if _series(r) == series and r["valid_to"].startswith(year)]
            days = sum(_days(row) for row in rows)
            if days < LEAST_DAYS and max(int(row["valid_to"][5:7]) for row in rows) >= FIRST_MONTH_FOR_YEAR:
                words = f"{days} days would stand for the whole of {year}, at least {LEAST_DAYS} are asked for"
                fix = "give the other months with it; add --confirm if these days tell the year"
                yield given[position].problem("from", words, fix)


def _days(row: TableRow) -> int:
    return (date.fromisoformat(row["valid_to"]) - date.fromisoformat(row["valid_from"])).days + 1


def _centre(row: TableRow) -> float:
    """The price, or the middle of its range; 0 where none can be read."""
    told = [row["value"]] if row["value"] else [row["value_low"], row["value_high"]]
    return sum(map(float, told)) / len(told) if all(map(is_number, told)) else 0.0


def _statistic(row: TableRow, like: TableRow, document: dict[str, str]) -> TableRow:
    """The row of the table; what the series keeps is taken from its last one."""
    element, form, basis = _wanted(row)
    cells = dict.fromkeys(claims.COLUMNS, "") | {
        "claim_id": f"{row['document']}-price-{element}-{form}-{basis.replace('_', '-')}-{_period(row)}",
        "quantity": "price", "scope": element, "form": form, "basis": basis, "nature": "measured",
        "geography": like["geography"], "use": like["use"], "valid_from": row["from"], "valid_to": row["to"],
        "published": document["published"], "source_class": document["class"],
    }  # fmt: skip
    same = ("value_low", "value", "value_high", "unit", "document", "locator", "attributed_to", "note")
    return TableRow(TABLE, row.number, cells | {column: row[column] for column in same})


def _period(row: TableRow) -> str:
    start, end = date.fromisoformat(row["from"]), date.fromisoformat(row["to"])
    whole_month = start.day == 1 and end.month == start.month and (end + timedelta(days=1)).day == 1
    return row["from"][:7] if whole_month and end.year == start.year else f"{row['from']}-{row['to']}"


def effect(before: Sequence[Claim], after: Sequence[Claim], added: Sequence[TableRow]) -> Iterator[str]:
    """For each element: its newest year and market features without and with the rows, on the last day they reach."""
    old, new = Evidence(before), Evidence(after)
    on = date.fromisoformat(max(row["valid_to"] for row in added))
    for element in dict.fromkeys(row["scope"] for row in added):
        served = series_of(element)
        if not any(_series(row) == (element, "oxide", served) for row in added):
            yield f"{element}: market features are read from oxide {served}; these prices stand beside them"
            continue
        states = [evidence.prices(element, served, on) for evidence in (old, new)]
        yield f"{element} on {on}, oxide {served}: {_newest(states[0])} -> {_newest(states[1])}"
        was, now = (_state(points) for points in states)
        for name in (field.name for field in fields(PriceState)):
            yield f"  price_{name:<13}{_rounded(getattr(was, name))} -> {_rounded(getattr(now, name))}"
        if states[1] and states[1][-1].year < on.year:
            yield f"  {on.year} counts from June on; until then {states[1][-1].year} stands"


def _state(points: Sequence[PricePoint]) -> PriceState:
    return price_state({p.year: p.value for p in points}, points[-1].year) if points else PriceState()


def _newest(points: Sequence[PricePoint]) -> str:
    return f"{points[-1].year} at {points[-1].value:.4g} (through {points[-1].through})" if points else "none"


def _rounded(value: float) -> str:
    return "unknown" if math.isnan(value) else f"{value:+.3f}"
