"""``GET /v1/exports``: stored scores and BOMs as flat tables, for spreadsheets and for systems that read them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import orjson
import xlsxwriter
from flask import Response, stream_with_context
from werkzeug.http import dump_options_header

from service.api.context import services, tenant
from service.api.json_body import parse
from service.api.protocol.described import headers_of
from service.api.smorest import Blueprint
from service.api.stored.current import kept_of, state_or_none
from service.api.stored.lists import shown_row
from service.errors import RequestError
from service.imports.flat import CHUNK, Value, csv_chunks, neutral, table
from service.risk.errors import FieldError
from service.schemas.many.bulk import BomExportQuery, ExportQuery
from service.schemas.serialise import moment
from service.store.lists import Filters, Order, Position

BY_ID = Order("bom_id")
PAGE = 200
MOST_ROWS = 100_000
"""Rows of a spreadsheet; CSV has no such limit."""
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SCORES = (
    "bom_id", "name", "revision", "status", "score", "low", "high", "band", "percentile", "unread", "unread_may_hold",
    "as_of", "stale", "scored_at", "changed_at", "model_version", "event", "tags",
)  # fmt: skip
TABLE = {"text/csv": {"schema": {"type": "string"}}, XLSX: {"schema": {"type": "string", "format": "binary"}}}
Row = Sequence[Value]

blueprint = Blueprint("exports", __name__, description="Stored scores and BOMs as flat tables.")


@blueprint.route("/v1/exports/scores", methods=["GET"])
@blueprint.arguments(ExportQuery(), location="query")
@blueprint.doc(
    responses={
        200: {"description": "A row for every stored BOM, by their ids.", "content": TABLE, "headers": headers_of(200)}
    }
)
@blueprint.problems(500, 503)
def export_scores(query: dict[str, Any]) -> Response:
    """Current scores of every stored BOM as one flat table

    As CSV (UTF-8 with a byte-order mark, as Excel reads it) or, with `?format=xlsx`, a spreadsheet of at most 100,000
    rows. Excel and Power BI refresh from this address. Text that a spreadsheet would work out has an apostrophe in
    front.
    """
    return _sent("scores", _scores(), query)


def _scores() -> Iterator[Row]:
    yield SCORES
    state = state_or_none()
    after: Position | None = None
    while rows := services().store.lists.page(tenant(), Filters(), BY_ID, PAGE, after):
        for row in rows:
            told = shown_row(row, state) | {"tags": ", ".join(orjson.loads(row["tags"]))}
            yield [neutral(_cell(told[name])) for name in SCORES]
        after = Position(rows[-1]["bom_id"], rows[-1]["id"])


def _cell(value: Any) -> Value:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return moment(value)
    return value if value is None or isinstance(value, str | int | float | Decimal) else value.isoformat()


@blueprint.route("/v1/exports/boms", methods=["GET"])
@blueprint.arguments(BomExportQuery(), location="query")
@blueprint.doc(responses={200: {"description": "A row for every line.", "content": TABLE, "headers": headers_of(200)}})
@blueprint.problems(404, 500, 503)
def export_bom(query: dict[str, Any]) -> Response:
    """A stored BOM as a flat table that POST /v1/imports takes again

    One row a line, headed by the names of POST /v1/scores. Imported again it has the same score.
    """
    bom_id = query["bom_id"]
    _, raw = kept_of(bom_id)
    bom = parse(raw, services().settings.limits.depth)
    return _sent(bom_id, iter(table({"bom_id": bom_id} | bom)), query)


def _sent(name: str, rows: Iterator[Row], query: dict[str, Any]) -> Response:
    """The table as a file; the first rows are asked for before anything is sent, so that an error is a problem."""
    if query.get("format") == "xlsx":
        body, kind, ending = _spreadsheet(rows), XLSX, "xlsx"
    else:
        body, kind, ending = _begun(csv_chunks(rows, "\ufeff")), CSV, "csv"
    headers = {"Content-Disposition": dump_options_header("attachment", _names(name, ending))}
    return Response(stream_with_context(body), content_type=kind, headers=headers)


def _names(name: str, ending: str) -> dict[str, str]:
    """A file's name as headers hold it: ASCII, and beside it the whole where that is more (RFC 6266)."""
    safe = "".join(one if one.isalnum() or one in "._-" else "_" for one in name)
    plain = "".join(one if one.isascii() else "_" for one in safe)
    names = {"filename": f"{plain}.{ending}"}
    return names if plain == safe else names | {"filename*": f"UTF-8''{quote(safe)}.{ending}"}


def _begun(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The same chunks, the first of them made already."""
    first = next(chunks)

    def all_of() -> Iterator[bytes]:
        yield first
        yield from chunks

    return all_of()


def _spreadsheet(rows: Iterable[Row]) -> Iterator[bytes]:
    """A spreadsheet, made row by row in a file. Raises ``RequestError`` for more rows than it may have."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it is sent
    try:
        with xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_urls": False}) as book:
            sheet = book.add_worksheet("Export")
            for number, row in enumerate(rows):
                if number > MOST_ROWS:
                    words = f"A spreadsheet holds at most {MOST_ROWS:,} rows: ask for ?format=csv."
                    raise RequestError(words, [FieldError("?format", "too_many_rows", words)])
                for column, value in enumerate(row):
                    if isinstance(value, str) or (value is not None and not _is_float(value)):
                        sheet.write_string(number, column, str(value))
                    elif value is not None:
                        sheet.write_number(number, column, float(value))
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return _chunks(file)


def _is_float(value: int | float | Decimal) -> bool:
    """Whether a spreadsheet, which keeps numbers as floats of 15 digits, gives the number back as it is."""
    return isinstance(value, float) or Decimal(f"{float(value):.15g}") == Decimal(str(value))


def _chunks(file: Any) -> Iterator[bytes]:
    with file:
        while chunk := file.read(CHUNK):
            yield chunk
