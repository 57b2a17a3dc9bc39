"""``POST /v1/imports``: a file in, three tables and the scores out."""

from __future__ import annotations

import re
from dataclasses import replace
from http import HTTPStatus
from typing import Any, cast

from flask import Response, request
from werkzeug.exceptions import ClientDisconnected
from werkzeug.wsgi import LimitedStream

from service.access.guard import require
from service.access.policy import Scope
from service.api import json_body
from service.api.bulk import importing
from service.api.bulk.batch import MOST_AT_ONCE, Entry, TooMuchWorkError, entries_of, score_each
from service.api.context import answer, key_name, services, take_large, take_place, tenant, today
from service.api.jobs.accepted import accept, prefers_later
from service.api.jobs.mappings import columns_of
from service.api.protocol import gzip_coding
from service.api.scores import WholeAnswer
from service.api.smorest import BODY_STATUSES, Blueprint, body_of
from service.errors import MediaTypeError, RequestError
from service.imports.errors import FileError, TooLargeError
from service.imports.imported import Imported
from service.imports.limits import JOB_LIMITS, LIMITS
from service.jobs import imports as jobs
from service.risk.errors import FieldError
from service.schemas.many.bulk import ASYNC, AUTO, SYNC, ImportQuery, ImportSchema, Stated
from service.schemas.many.jobs import KEPT_NAME, JobSchema
from service.schemas.queries import View

PLACES = 4
"""Places that a file takes: a spreadsheet is unpacked in memory."""
FORM_ROOM = 65_536
"""Bytes of a form besides its file."""
BYTES = {"type": "string", "format": "binary"}
"""As generators of clients know a file. Today's JSON schema says it by a media type, which they take for a text."""
BODY = {
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "additionalProperties": False,
                "properties": {
                    "file": BYTES,
                    "mapping": {"type": "string"},
                },
            }
        },
        "application/octet-stream": {"schema": BYTES},
        "text/csv": {"schema": {"type": "string"}},
    },
    "required": True,
}


class FormError(RequestError):
    """The body says that it is a form, and no part of one can be read in it."""

    status = HTTPStatus.BAD_REQUEST
    title = "The body is not a form"

    def __init__(self) -> None:
        words = (
            "No part of the form can be read: each begins with the boundary that Content-Type names, the last one ends "
            "with it and two hyphens. `curl -F file=@bom.csv` writes it so."
        )
        super().__init__(words, [FieldError("", "malformed_form", words)])


blueprint = Blueprint("imports", __name__, description="Score files as buyers have them.")


@blueprint.before_request
def _larger_bodies() -> None:
    """A file for a job may be larger, where its length is known before it is read."""
    if (request.content_length or 0) > LIMITS.file_bytes + FORM_ROOM:
        request.max_content_length = JOB_LIMITS.file_bytes + FORM_ROOM
        take_large()
    else:
        request.max_content_length = LIMITS.file_bytes + FORM_ROOM


@blueprint.route("/v1/imports", methods=["POST"])
@blueprint.doc(requestBody=BODY)
@blueprint.arguments(ImportQuery(), location="query")
@blueprint.headers("Prefer")
@blueprint.response(200, ImportSchema, description="What became of each row, and the scores.")
@blueprint.stored(202, JobSchema, description="A job reads the file: follow it at Location.")
@blueprint.problems(*BODY_STATUSES, 429, 500, 503)
def post_import(stated: Stated) -> Response:
    """Read a file of bills of materials and score it

    CSV, XLSX, JSON, JSON Lines, CycloneDX 1.5 and 1.6, IPC-1752A and B; as the field `file` of a form, or as the body.
    Nothing is stored unless `store=true`, which needs the scope `write`, too. A product is stored with all its lines or
    not at all. Repeating the request stores nothing twice. What takes too long for one answer is a job: 202.
    """
    if stated.store:
        require(Scope.WRITE)
    services().ready()
    try:
        name, data, mapping = _file(stated)
    finally:
        request.close()  # what a form brought may lie in a file
    if stated.mode == ASYNC or (stated.mode == AUTO and prefers_later()):
        return _later(name, data, mapping, stated)
    take_place(PLACES)
    try:
        imported = importing.read(name, data, mapping, stated, today())
        bodies = {product.bom_id: product.bom for product in imported.products}
        entries = entries_of(bodies, importing.AT, MOST_AT_ONCE, stored=stated.store)
    except (TooLargeError, TooMuchWorkError) as error:
        if isinstance(error, TooLargeError) and not error.splits:
            raise
        if stated.mode == SYNC:
            raise _or_later(error) from None
        return _later(name, data, mapping, stated)
    return answer(_written(imported, entries, stated))


def _or_later(error: RequestError) -> RequestError:
    """The same refusal, with the way that is left to one who wants no job."""
    first, *others = error.errors
    first = replace(first, detail=f"{first.detail.removesuffix('.')}. A job, with mode=async, takes more.")
    error.errors = [first, *others]
    return error


def _later(name: str, data: bytes, mapping: dict[str, str], stated: Stated) -> Response:
    """202: a job reads the file."""
    if stated.view is View.FULL:
        words = "A job answers in summaries: leave it out, and ask each stored BOM for its whole score."
        raise RequestError("A job answers in summaries.", [FieldError("?view", "not_offered", words)])
    return accept(jobs.new(stated, name, data, mapping, today(), tenant(), key_name()))


def _file(stated: Stated) -> tuple[str, bytes, dict[str, str]]:
    """The file's name, its bytes and the mapping. Raises ``RequestError``."""
    coding = request.headers.get("Content-Encoding", "identity").strip().lower()
    packed = coding in gzip_coding.NAMES and request.mimetype != "multipart/form-data"
    if coding != "identity" and not packed:
        raise MediaTypeError(f"Send a form as it is, and a file plain or in gzip; got {coding[:100]}.")
    if request.mimetype != "multipart/form-data":
        raw = body_of(request)
        data = gzip_coding.unpacked(raw, JOB_LIMITS.file_bytes) if packed else raw
        return stated.name or "bom", data, _mapping(stated.mapping)
    files = request.files
    if sum(len(files.getlist(key)) for key in files) != 1 or "file" not in files:
        if not files and not request.form:
            _check_form()
        raise FileError("no_file", "Send one file, as the field `file` of the form.", "/file")
    unknown = [key for key in request.form if key != "mapping"]
    if unknown:
        errors = [FieldError(f"/{key[:100]}", "unknown_field", "Known are file and mapping.") for key in unknown]
        raise RequestError("The form holds fields that aren't known.", errors)
    file = files["file"]
    return stated.name or file.filename or "bom", file.read(), _mapping(request.form.get("mapping") or stated.mapping)


def _check_form() -> None:
    """Raise what is wrong with a body in which no part is whole: it ended early, or it isn't a form."""
    stream = cast(LimitedStream, request.stream)
    stream.exhaust()
    if stream.tell() < (request.content_length or 0):
        raise ClientDisconnected
    if stream.tell():
        raise FormError


def _mapping(written: str | None) -> dict[str, str]:
    if not written:
        return {}
    if re.fullmatch(KEPT_NAME, written):
        return columns_of(written)
    value = json_body.parse(written.encode(), 2)
    if not isinstance(value, dict) or not all(isinstance(role, str) for role in value.values()):
        raise FileError("not_an_object", 'Must be an object such as {"Teil": "part_number"}.', "/mapping")
    return value


def _written(imported: Imported, entries: list[Entry], stated: Stated) -> dict[str, Any]:
    """The answer, after every product was scored and, where asked, stored."""
    changes = services().store.parts.changes(tenant()) if stated.store else 0
    products, lines = [], dict[tuple[str, str], importing.Why]()
    measured = score_each(entries, importing.AT, View.FULL if stated.store else stated.view)
    for product, (entry, result) in zip(imported.products, measured, strict=True):
        opened = importing.left_open(product, result)
        lines |= {(product.bom_id, line_id): why for line_id, why in opened.items()}
        stored = None
        if isinstance(result, WholeAnswer) and importing.may_store(product, stated):
            stored = importing.store(product, entry, result, changes)
        products.append(importing.product_row(product, result, stored, stated.view))
    return importing.about_file(imported) | {"products": products} | _tables(imported, lines)


def _tables(imported: Imported, lines: dict[tuple[str, str], importing.Why]) -> dict[str, list[dict[str, Any]]]:
    """Each row in one of three tables; in the latter two once for each reason."""
    refused = [importing.with_why(row) for row in imported.refused]
    asked = [importing.with_why(row) for row in imported.open]
    told = {importing.place(row) for row in (*imported.refused, *imported.open)}
    for row in importing.rows_of_lines(imported):
        if why := lines.get((str(row.product), str(row.line_id))):
            asked.append(importing.asked_of(row, why))
            told.add(importing.place(row))
    read = [importing.row_of(row) for row in imported.read if importing.place(row) not in told]
    return {"read": read, "open": asked, "refused": refused}
