"""Files that are read and scored by a job: the file first, in as many steps as it takes, then one product a step.

A product that is stored is committed together with its result and the job's progress. A worker may be killed at any
moment: who goes on meets no product twice and misses none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from http import HTTPStatus
from typing import Any

from sqlalchemy import Connection

from service.api import json_body
from service.api.bulk import importing
from service.api.bulk.batch import Refusal, entries_of, score_each
from service.api.context import kernel, services, tenant
from service.api.scores import Answer, WholeAnswer
from service.errors import NotReadyError
from service.imports.imported import Imported, ImportedProduct, ImportedRow
from service.imports.limits import JOB_LIMITS, within
from service.imports.origins import PartlyReadError, Stages
from service.schemas.many.bulk import Stated
from service.schemas.queries import View
from service.store.jobs import JobStep, Lease, NewJob

KIND = "import"
STARTED = {"scored": 0, "stored": 0, "failed": 0}


def new(
    stated: Stated, name: str, data: bytes, mapping: Mapping[str, str], day: date, tenant: str, by: str | None
) -> NewJob:
    """A job that reads a file as its request states on ``day``."""
    asked = {
        "name": name,
        "day": day.isoformat(),
        "as_of": stated.as_of and stated.as_of.isoformat(),
        "buyer_country": stated.buyer_country,
        "currency": stated.currency,
        "encoding": stated.encoding,
        "split": stated.split,
        "store": stated.store,
        "skip": stated.skip,
        "mapping": dict(mapping),
    }
    return NewJob(tenant, KIND, asked, by, data)


def step(claim: Lease) -> Lease:
    """Read the file, or deal with the next product."""
    if claim.total is None:
        return _read(claim)
    if claim.done >= claim.total:
        return replace(claim, ended=True)
    return _product(claim)


def _stated(asked: Mapping[str, Any]) -> Stated:
    as_of = asked["as_of"] and date.fromisoformat(asked["as_of"])
    kept = {name: asked[name] for name in ("buyer_country", "currency", "encoding", "split", "store", "skip")}
    return Stated(View.SUMMARY, as_of=as_of, **kept)


def _read(claim: Lease) -> Lease:
    """The file's rows with their questions, and its products as items. The file isn't needed any more then. Where it
    was partly read, the stages that are known by then are kept for the next step."""
    jobs = services().store.jobs
    asked = claim.asked
    with within(JOB_LIMITS):
        day = date.fromisoformat(asked["day"])
        stages = Stages(kernel().resolver, jobs.parts(claim), int(claim.position or 0))
        try:
            data = jobs.upload(claim)
            imported = importing.read(asked["name"], data, asked["mapping"], _stated(asked), day, stages)
        except PartlyReadError:
            after = replace(claim, position=str(stages.taken))
            jobs.keep(JobStep(after, part=(len(stages.known), stages.new)))
            return after
    errors = [importing.with_why(row) | {"outcome": "refused"} for row in imported.refused]
    errors += [importing.with_why(row) | {"outcome": "open"} for row in imported.open]
    rows = {importing.place(row) for row in (*imported.read, *imported.open, *imported.refused)}
    after = replace(claim, total=len(imported.products), position="", counts=STARTED, errors=len(errors))
    summary = importing.about_file(imported) | {"rows": len(rows)}
    jobs.keep(JobStep(after, errors, list(_items(imported)), summary=summary))
    return after


def _items(imported: Imported) -> Iterator[dict[str, Any]]:
    """Each product with its lines' rows, which a score may leave open."""
    lines: dict[str, dict[str, Any]] = {product.bom_id: {} for product in imported.products}
    for row in importing.rows_of_lines(imported):
        if row.product in lines:
            lines[row.product][str(row.line_id)] = importing.row_of(row)
    for one in imported.products:
        yield {
            "document": one.document.decode(),
            "sheet": one.sheet,
            "refused": one.refused,
            "rows": lines[one.bom_id],
        }


def _product(claim: Lease) -> Lease:
    """Score the next product and store it where that is asked, with its result and the job's progress."""
    store, stated = services().store, _stated(claim.asked)
    item = store.jobs.item(claim, claim.done)
    bom = json_body.parse(item["document"].encode(), services().settings.limits.depth)
    product = ImportedProduct(bom, item["sheet"], {}, item["refused"])
    changes = store.parts.changes(tenant()) if stated.store else 0
    view = View.FULL if stated.store else View.SUMMARY
    ((entry, result),) = score_each(entries_of({product.bom_id: bom}, importing.AT), importing.AT, view)
    if isinstance(result, Refusal) and result.status == HTTPStatus.SERVICE_UNAVAILABLE:
        raise NotReadyError("busy", result.detail)
    errors = list(_errors(product, result, item["rows"]))

    def made(stored: str | None) -> JobStep:
        scored = isinstance(result, Answer)
        counts = _counted(claim.counts, scored=scored, stored=stored is not None, failed=not scored)
        after = replace(claim, done=claim.done + 1, counts=counts, errors=claim.errors + len(errors))
        row = importing.product_row(product, result, stored, View.SUMMARY)
        return JobStep(after, errors, result=(claim.done, row))

    if isinstance(result, WholeAnswer) and importing.may_store(product, stated):

        def also(connection: Connection, created: bool) -> None:
            store.jobs.commit(connection, made(importing.became(created)))

        return made(importing.store(product, entry, result, changes, also)).after
    store.jobs.keep(made(None))
    return made(None).after


def _errors(product: ImportedProduct, result: Answer | Refusal, rows: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What the score leaves open of the product's rows, or why there is none."""
    if isinstance(result, Refusal):
        for fault in result.errors:
            row = importing.row_of(
                ImportedRow(0, "product", str(product.bom.get("name") or ""), product.sheet, product.bom_id)
            )
            told = {"column": fault.pointer, "code": fault.code, "why": fault.detail}
            yield row | {"row": None, "outcome": "failed"} | told
        return
    for line_id, (code, why) in importing.left_open(product, result).items():
        if line_id in rows:
            yield rows[line_id] | {"column": None, "code": code, "why": why, "outcome": "open"}


def _counted(counts: Mapping[str, int], **more: bool) -> dict[str, int]:
    return {name: number + more.get(name, False) for name, number in counts.items()}
