"""Rows of a series as JSON and as CSV, each with its time."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from flask import Response
from marshmallow import Schema

from service.api.context import answer_as
from service.api.protocol.polling import polled
from service.schemas.serialise import moment

CSV = "text/csv; charset=utf-8"


def first_moment(day: date) -> datetime:
    """The first moment of a day in UTC."""
    return datetime.combine(day, time(), UTC)


def columns_of(schema: Schema, *without: str) -> list[str]:
    """Names of the columns of a row."""
    return [name for name in schema.dump_fields if name not in without]


def file(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], etag: str | None = None) -> Response:
    """Rows as CSV, with an ETag: that of its bytes unless another is given."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(row[name]) for name in columns] for row in rows)
    raw = text.getvalue().encode()
    return polled(answer_as(CSV, raw, etag=etag))


def _cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return moment(value)
    return " ".join(value) if isinstance(value, list | tuple) else value
