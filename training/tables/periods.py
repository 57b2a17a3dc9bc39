"""Dates of which a source gives no day: a table may write the month or the year, and its last day counts.

Whatever asks what was known on a day, or stood in force, must not see a thing before it was there. The last day is
never too early; the first day would be, by up to a month or a year. This is the only place where a period becomes a
day: what reads rows after it, in training and in the service, compares days.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from training.tables.cells import is_period, last_day
from training.tables.csv_rows import NOTE, CsvTable, TableRow


def dated(table: CsvTable, columns: Sequence[str]) -> CsvTable:
    """The table with each date of ``columns`` known by month or year at the last day of that period, and a note that
    says so."""
    return CsvTable([_dated(row, columns) for row in table.rows], table.problems)


def _dated(row: TableRow, columns: Sequence[str]) -> TableRow:
    periods = {column: row[column] for column in columns if is_period(row[column])}
    if not periods:
        return row
    named = ", ".join(f"{column} {period}" for column, period in periods.items())
    note = "; ".join(filter(None, [row[NOTE], f"no day known, the last day of the period counts: {named}"]))
    days = {column: last_day(period).isoformat() for column, period in periods.items()}
    return replace(row, cells=row.cells | days | {NOTE: note})
