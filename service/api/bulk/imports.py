"""``POST /v1/imports``: a file in, three tables and the scores out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import orjson
from flask import Response, request
from werkzeug.exceptions import ClientDisconnected

from service.access.guard import require
from service.access.policy import Scope
from service.api import json_body
from service.api.bulk.batch import Entry, Refusal, entries_of, score_each, sent
from service.api.context import alone, answer, kernel, services, take_place, tenant, today
from service.api.protocol import gzip_coding
from service.api.scores import Answer, WholeAnswer
from service.api.smorest import BODY_STATUSES, Blueprint, body_of
from service.api.stored.boms import keep
from service.errors import MediaTypeError, RequestError
from service.imports.errors import FileError
from service.imports.files import read_file
from service.imports.imported import Imported, Product, Row, StageOf
from service.imports.limits import LIMITS
from service.imports.origins import stages
from service.risk.errors import FieldError
from service.schemas.bulk import ImportQuery, ImportSchema, Stated
from service.schemas.queries import View

PLACES = 4
"""Places that a file takes: a spreadsheet is unpacked in memory."""
FORM_ROOM = 65_536
"""Bytes of a form besides its file."""
BODY = {
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "additionalProperties": False,
                "properties": {
                    "file": {"type": "string", "contentMediaType": "application/octet-stream"},
                    "mapping": {"type": "string"},
                },
            }
        },
        "application/octet-stream": {"schema": {"type": "string"}},
        "text/csv": {"schema": {"type": "string"}},
    },
    "required": True,
}

blueprint = Blueprint("imports", __name__, description="Score files as buyers have them.")


@blueprint.before_request
def _larger_bodies() -> None:
    request.max_content_length = LIMITS.file_bytes + FORM_ROOM


@blueprint.route("/v1/imports", methods=["POST"])
@blueprint.doc(requestBody=BODY)
@blueprint.arguments(ImportQuery(), location="query")
@blueprint.response(200, ImportSchema, description="What became of each row, and the scores.")
@blueprint.problems(*BODY_STATUSES, 500, 503)
def post_import(stated: Stated) -> Response:
    """Read a file of bills of materials and score it

    CSV, XLSX, JSON, JSON Lines, CycloneDX 1.5 and 1.6, IPC-1752A and B; as the field `file` of a form, or as the body.
    Nothing is stored unless `store=true`, which needs the scope `write`, too. A product is stored with all its lines or
    not at all. Repeating the request stores nothing twice.
    """
    if stated.store:
        require(Scope.WRITE)
    resolver = kernel().resolver
    try:
        name, data, mapping = _file(stated)
    finally:
        request.close()  # what a form brought may lie in a file
    take_place(PLACES)
    imported = read_file(
        name,
        data,
        mapping=mapping,
        as_of=stated.as_of,
        today=today(),
        buyer_country=stated.buyer_country,
        currency=stated.currency,
        encoding=stated.encoding,
        split=stated.split,
        stage_of=_alone(stages(resolver)),
    )
    return answer(_written(imported, stated))


def _alone(stage_of: StageOf) -> StageOf:
    """The same, holding the kernel no longer than for one line."""

    def held(line: dict[str, Any]) -> str | None:
        with alone():
            return stage_of(line)

    return held


def _file(stated: Stated) -> tuple[str, bytes, dict[str, str]]:
    """The file's name, its bytes and the mapping. Raises ``RequestError``."""
    coding = request.headers.get("Content-Encoding", "identity").strip().lower()
    packed = coding in gzip_coding.NAMES and request.mimetype != "multipart/form-data"
    if coding != "identity" and not packed:
        raise MediaTypeError(f"Send a form as it is, and a file plain or in gzip; got {coding[:100]}.")
    if request.mimetype != "multipart/form-data":
        raw = body_of(request)
        data = gzip_coding.unpacked(raw, LIMITS.file_bytes) if packed else raw
        return stated.name or "bom", data, _mapping(stated.mapping)
    files = request.files
    if sum(len(files.getlist(key)) for key in files) != 1 or "file" not in files:
        if request.content_length and not files and not request.form:
            raise ClientDisconnected  # what ends early has no part that is whole
        raise FileError("no_file", "Send one file, as the field `file` of the form.", "/file")
    unknown = [key for key in request.form if key != "mapping"]
    if unknown:
        errors = [FieldError(f"/{key[:100]}", "unknown_field", "Known are file and mapping.") for key in unknown]
        raise RequestError("The form holds fields that aren't known.", errors)
    file = files["file"]
    return stated.name or file.filename or "bom", file.read(), _mapping(request.form.get("mapping") or stated.mapping)


def _mapping(written: str | None) -> dict[str, str]:
    if not written:
        return {}
    value = json_body.parse(written.encode(), 2)
    if not isinstance(value, dict) or not all(isinstance(role, str) for role in value.values()):
        raise FileError("not_an_object", 'Must be an object such as {"Teil": "part_number"}.', "/mapping")
    return value


def _written(imported: Imported, stated: Stated) -> dict[str, Any]:
    """The answer, after every product was scored and, where asked, stored."""
    store = services().store
    changes = store.parts.changes(tenant()) if stated.store else 0
    bodies = {product.bom_id: product.bom for product in imported.products}
    late = stated.store and stated.as_of not in (None, today())
    entries = (
        entries_of(bodies, "/products", 1 + late) if bodies else []
    )  # of what is stored, today's score is made, too
    products, lines = [], dict[tuple[str, str], tuple[str, str]]()
    measured = score_each(entries, "/products", View.FULL if stated.store else stated.view)
    for product, (entry, result) in zip(imported.products, measured, strict=True):
        lines |= _left_open(product, result)
        stored = _stored(product, entry, result, changes) if _may(product, result, stated) else None
        products.append(_product(product, result, stored, stated.view))
    return {
        "format": imported.format,
        "encoding": imported.encoding,
        "delimiter": imported.delimiter,
        "columns": [
            {"sheet": one.sheet, "heading": one.heading, "role": one.role, "kept_as": one.kept_as}
            for one in imported.columns
        ],
        "notes": list(imported.notes),
        "products": products,
    } | _tables(imported, lines)


def _may(product: Product, result: Answer | Refusal, stated: Stated) -> bool:
    """Whether a product is to be stored: it has a score, and no row that can't be used unless those may be skipped."""
    return stated.store and isinstance(result, Answer) and (stated.skip or not product.refused)


def _stored(product: Product, entry: Entry, result: Answer | Refusal, changes: int) -> str:
    assert entry.asked
    assert isinstance(result, WholeAnswer)
    bom = replace(entry.asked.bom, bom_id=product.bom_id)
    created, _ = keep(bom, product.document, result, changes)
    return "created" if created else "updated"


def _product(product: Product, result: Answer | Refusal, stored: str | None, view: View) -> dict[str, Any]:
    told_of = {
        "bom_id": product.bom_id,
        "name": product.bom.get("name"),
        "sheet": product.sheet,
        "lines": len(product.bom["lines"]),
        "refused": product.refused,
        "stored": stored,
        "result": sent(result, view),
    }
    return told_of | ({"bom": orjson.Fragment(product.document)} if view is View.FULL else {})


def _left_open(product: Product, result: Answer | Refusal) -> dict[tuple[str, str], tuple[str, str]]:
    """What a score leaves open of a product's lines: code and words by product and line."""
    if isinstance(result, Refusal):
        return {}
    unread = {(product.bom_id, one.line_id): ("unread", one.why) for one in result.result.unread}
    low = {
        (product.bom_id, one.line_id): (
            "low_confidence",
            f"Read as {one.reading.name or one.reading.form or 'something'}, which leaves open what it holds.",
        )
        for one in result.result.left_open
    }
    return low | unread


def _tables(imported: Imported, left_open: dict[tuple[str, str], tuple[str, str]]) -> dict[str, list[dict[str, Any]]]:
    """Each row in one of three tables; in the latter two once for each reason."""
    refused = [_row(row) | _why(row) for row in imported.refused]
    refused_rows = {_place(row) for row in imported.refused}
    asked = [_row(row) | _why(row) for row in imported.open]
    open_rows = {_place(row) for row in imported.open}
    for row, (code, why) in _unread(imported, left_open):
        if _place(row) not in refused_rows:
            asked.append(_row(row) | {"column": None, "code": code, "why": why})
            open_rows.add(_place(row))
    read = [_row(row) for row in imported.read if _place(row) not in refused_rows | open_rows]
    return {"read": read, "open": asked, "refused": refused}


def _unread(
    imported: Imported, left_open: dict[tuple[str, str], tuple[str, str]]
) -> Iterator[tuple[Row, tuple[str, str]]]:
    for row in imported.read:
        if row.product and row.line_id and (why := left_open.get((row.product, row.line_id))):
            yield row, why


def _place(row: Row) -> tuple[str | None, int, str | None, str | None]:
    return row.sheet, row.number, row.product, row.line_id


def _row(row: Row) -> dict[str, Any]:
    told_of = {"sheet": row.sheet, "row": row.number, "kind": row.kind, "text": row.text, "product": row.product}
    return told_of | {"line_id": row.line_id} | dict(row.extras)


def _why(row: Row) -> dict[str, Any]:
    return {"column": row.column, "code": row.code, "why": row.why}
