"""The commands of an analyst who keeps the evidence tables: check, add rows, add prices."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from training.curation import add_prices, add_rows, check, draw
from training.derived import supply_report
from training.tables import claims
from training.tables.csv_rows import TableRow
from training.tables.reader import EVIDENCE, Problem, TableError

ARGUMENTS = "arguments"
"""Stands for the file where a price is given by options."""
NEEDED = ("title", "publisher", "published")
DEFAULTS = {"licence": add_prices.LICENCE, "class": add_prices.CLASS}
ADDRESS = ("url", "why_no_url")
"""One of the two is needed."""
DESCRIPTION = (*NEEDED, *ADDRESS, *DEFAULTS)
"""Options that describe a new document, called as the columns of ``documents.csv``."""
DRAWN = 25
CONFIRM = (
    f"a price may differ more than {add_prices.JUMP:g}-fold from the last, and stand for a year with fewer than "
    f"{add_prices.LEAST_DAYS} days behind it"
)


def parsers(commands: Any) -> None:
    """Add the commands to the subparsers of ``python -m training``."""
    looked_at = commands.add_parser("check", help="validate the evidence tables; every problem with file, row and fix")
    rows = commands.add_parser("add", help="append rows of a CSV file to an evidence table, if all is sound with them")
    rows.add_argument("file", type=Path, metavar="ROWS.csv", help="header of the table's columns, in any order")
    names = [name.removesuffix(".csv") for name in check.COLUMNS]
    rows.add_argument("--table", required=True, choices=names)
    prices = commands.add_parser("add-price", help="add a month of prices; says what it does to the market features")
    _price_options(prices)
    drawing = commands.add_parser("draw", help="rows for a second reader to set against their source, drawn by a seed")
    drawing.add_argument("--seed", type=int, required=True, help="the same seed draws the same rows of the same tables")
    drawing.add_argument("--rows", type=int, default=DRAWN, help="how many (%(default)s)")
    drawing.add_argument("--evidence", type=Path, default=EVIDENCE, help="folder of the tables (%(default)s)")
    for command in (rows, prices):
        command.add_argument("--confirm", action="store_true", help=CONFIRM)
    for command in (looked_at, rows, prices):
        command.add_argument("--on", type=date.fromisoformat, default=datetime.now(UTC).date(), metavar="DAY",
                             help="the day that counts as today (%(default)s)")  # fmt: skip
        command.add_argument("--evidence", type=Path, default=EVIDENCE, help="folder of the tables (%(default)s)")


def _price_options(parser: argparse.ArgumentParser) -> None:
    columns = ",".join(add_prices.COLUMNS)
    parser.add_argument("file", type=Path, nargs="?", metavar="FILE.csv", help=f"many prices; columns {columns}")
    price = parser.add_argument_group("one price", "instead of a file")
    for name in add_prices.COLUMNS:
        price.add_argument(f"--{name.replace('_', '-')}", dest=f"price_{name}", default="", metavar="TEXT")
    document = parser.add_argument_group("a document that isn't in documents.csv yet")
    for name in DESCRIPTION:
        default = f"({DEFAULTS[name]})" if name in DEFAULTS else None
        document.add_argument(_option(name), dest=f"document_{name}", default="", metavar="TEXT", help=default)


def run_check(folder: Path, today: date) -> bool:
    """Print every problem, else the rows of each table. Whether all is sound.

    Raises ``UnexplainedError`` when the tables are sound and a share served is far from a published one, with no reason
    written.
    """
    problems = check.everything(folder, today)
    for problem in problems:
        print(problem)
    print("\n".join(check.summary(folder)) if not problems else f"{len(problems)} problems")
    if not problems:
        supply_report.require_reasons(folder)
    return not problems


def run_draw(options: argparse.Namespace) -> None:
    """Print the rows drawn."""
    print("\n".join(draw.text(draw.drawn(options.seed, options.rows, options.evidence))))


def run_add(options: argparse.Namespace) -> None:
    """Append the file's rows, and say which differences to published shares now need a reason. Raises
    ``TableError``."""
    name = f"{options.table}.csv"
    columns = check.COLUMNS[name]
    rows = add_rows.read_rows(options.file, columns, columns[:1])
    if name == add_prices.TABLE:
        doubts = [] if options.confirm else add_prices.doubts(rows, options.evidence)
        if problems := [*add_prices.unseen(rows), *doubts]:
            raise TableError(problems)
    add_rows.append(options.evidence, {name: [row.cells for row in rows]}, {name: rows}, options.on)
    print(f"{name}: {len(rows)} row{'s' * (len(rows) > 1)} added; all tables are sound")
    if open_ends := supply_report.unexplained(options.evidence):
        print(f"before check and publish pass: {supply_report.refusal(open_ends)}")


def run_add_price(options: argparse.Namespace) -> None:
    """Append prices and print what they change. Raises ``TableError``."""
    given = {name: getattr(options, f"price_{name}").strip() for name in add_prices.COLUMNS}
    if options.file and any(given[name] for name in given if name != "document"):
        raise TableError([Problem(ARGUMENTS, 1, "file", "prices both in a file and as options", "give one of the two")])
    if options.file:
        needed = tuple(name for name in add_prices.NEEDED if name != "document" or not given["document"])
        rows = add_rows.read_rows(options.file, add_prices.COLUMNS, needed)
        _check_named_once(rows, given["document"])
        rows = [TableRow(r.file, r.number, r.cells | {"document": r["document"] or given["document"]}) for r in rows]
    else:
        rows = [TableRow(ARGUMENTS, 1, given)]
    before = claims.load(options.evidence).claims
    document = _document(options, rows)
    added = add_prices.add(rows, options.evidence, document=document, confirm=options.confirm, today=options.on)
    for row in added:
        print(f"{row.file}: {row['claim_id']}")
    print("\n".join(add_prices.effect(before, claims.load(options.evidence).claims, added)))
    print("`python -m training publish` puts them in service")


def _check_named_once(rows: list[TableRow], document: str) -> None:
    """Raises ``TableError`` where a row names another document than the option does."""
    told = f"but --document says {document}"
    fix = "leave --document out, or the cell blank"
    other = [row for row in rows if document and row["document"] not in ("", document)]
    if other:
        raise TableError(row.problem("document", f"is {row['document']}, {told}", fix) for row in other)


def _document(options: argparse.Namespace, rows: list[TableRow]) -> dict[str, str] | None:
    """The new document that the options describe; ``None`` where they describe none."""
    told = {name: getattr(options, f"document_{name}").strip() for name in DESCRIPTION}
    given = [name for name in DESCRIPTION if told[name]]
    if not given:
        return None
    names = sorted({row["document"] for row in rows})
    if len(names) != 1:
        raise TableError([Problem(ARGUMENTS, 1, given[0], f"describes one document, not {names}", "add one at a time")])
    if names[0] in claims.load(options.evidence).documents:
        fix = f"leave its description out: {_options(given)}"
        raise TableError([Problem(ARGUMENTS, 1, given[0], f"{names[0]!r} is known", fix)])
    wrong = [name for name in NEEDED if not told[name]]
    wrong += ["url"] if not any(told[name] for name in ADDRESS) else []
    if wrong:
        needed = f"{_options(NEEDED)} and {' or '.join(map(_option, ADDRESS))}"
        fix = f"a document is described by {needed}; leave out {_options(given)} if it isn't a new one"
        raise TableError([Problem(ARGUMENTS, 1, name, "is blank", f"give {_option(name)}; {fix}") for name in wrong])
    chosen = {name: told[name] or default for name, default in DEFAULTS.items()}
    return told | chosen | {"document": names[0], "note": ""}


def _options(names: Iterable[str]) -> str:
    return ", ".join(map(_option, names))


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"
