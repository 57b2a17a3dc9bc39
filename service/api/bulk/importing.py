"""A file's products, each scored and, where asked, stored: by the request that brought the file, or by a job."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import orjson

from service.api.bulk.batch import Entry, Refusal, sent
from service.api.context import alone, kernel
from service.api.scores import Answer, WholeAnswer
from service.api.stored.boms import keep
from service.imports.files import read_file
from service.imports.imported import Imported, ImportedProduct, ImportedRow, StageOf
from service.imports.origins import Stages
from service.schemas.many.bulk import Stated
from service.schemas.queries import View
from service.store.boms import Also, nothing

PATH = "/v1/imports"
AT = "/products"
Why = tuple[str, str]
"""Code and words."""


def read(
    name: str, data: bytes, mapping: Mapping[str, str], stated: Stated, day: date, stages: Stages | None = None
) -> Imported:
    """A file with what its request states; ``stages`` of one that is partly read. Raises ``FileError``."""
    return read_file(
        name,
        data,
        mapping=mapping,
        as_of=stated.as_of,
        today=day,
        buyer_country=stated.buyer_country,
        currency=stated.currency,
        encoding=stated.encoding,
        split=stated.split,
        stage_of=_alone(stages or Stages(kernel().resolver)),
    )


def _alone(stage_of: StageOf) -> StageOf:
    """The same, holding the kernel no longer than for one line."""

    def held(line: dict[str, Any]) -> str | None:
        with alone():
            return stage_of(line)

    return held


def about_file(imported: Imported) -> dict[str, Any]:
    """What is told of a file as a whole."""
    return {
        "format": imported.format,
        "encoding": imported.encoding,
        "delimiter": imported.delimiter,
        "columns": [
            {"sheet": one.sheet, "heading": one.heading, "role": one.role, "kept_as": one.kept_as}
            for one in imported.columns
        ],
        "notes": list(imported.notes),
    }


def may_store(product: ImportedProduct, stated: Stated) -> bool:
    """Whether a product that has a score is to be stored: no row of it can't be used, unless those may be skipped."""
    return stated.store and (stated.skip or not product.refused)


def store(product: ImportedProduct, entry: Entry, result: WholeAnswer, changes: int, also: Also = nothing) -> str:
    """Store a product with its score, and ``also`` what goes with it. What became of it."""
    assert entry.asked
    bom = replace(entry.asked.bom, bom_id=product.bom_id)
    created, _ = keep(bom, product.document, result, changes, also=also)
    return became(created)


def became(created: bool) -> str:
    """What is told of a product that is stored."""
    return "created" if created else "updated"


def product_row(product: ImportedProduct, result: Answer | Refusal, stored: str | None, view: View) -> dict[str, Any]:
    """What is told of a product."""
    about = {
        "bom_id": product.bom_id,
        "name": product.bom.get("name"),
        "sheet": product.sheet,
        "lines": len(product.bom["lines"]),
        "refused": product.refused,
        "stored": stored,
        "result": sent(result, view, PATH),
    }
    return about | ({"bom": orjson.Fragment(product.document)} if view is View.FULL else {})


def left_open(product: ImportedProduct, result: Answer | Refusal) -> dict[str, Why]:
    """What a score leaves open of a product's lines, by their ids."""
    if isinstance(result, Refusal):
        return {}
    unread = {one.line_id: ("unread", one.why) for one in result.result.unread}
    low = {
        one.line_id: (
            "low_confidence",
            f"Read as {one.reading.name or one.reading.form or 'something'}, which leaves open what it holds.",
        )
        for one in result.result.left_open
    }
    return low | unread


def row_of(row: ImportedRow) -> dict[str, Any]:
    """A row without a question."""
    about = {"sheet": row.sheet, "row": row.number, "kind": row.kind, "text": row.text, "product": row.product}
    return about | {"line_id": row.line_id} | dict(row.extras)


def with_why(row: ImportedRow) -> dict[str, Any]:
    """A row with what it leaves open."""
    return row_of(row) | {"column": row.column, "code": row.code, "why": row.why}


def asked_of(row: ImportedRow, why: Why) -> dict[str, Any]:
    """A row whose line the score leaves open."""
    return row_of(row) | {"column": None, "code": why[0], "why": why[1]}


def place(row: ImportedRow) -> tuple[str | None, int, str | None, str | None]:
    """What tells rows apart."""
    return row.sheet, row.number, row.product, row.line_id


def rows_of_lines(imported: Imported) -> Iterator[ImportedRow]:
    """Rows that became lines and can be used."""
    refused = {place(row) for row in imported.refused}
    return (row for row in imported.read if row.product and row.line_id and place(row) not in refused)
