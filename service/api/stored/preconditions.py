"""Preconditions of a write (RFC 9110, section 13): `If-Match` and `If-None-Match`, held against what is stored.

A refusal tells what stands there instead, with its ETag, so that whoever was too late can decide at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

import orjson
from flask import request
from sqlalchemy import RowMapping
from werkzeug.datastructures import ETags

from service.api.context import services, tenant
from service.errors import PreconditionError, RequestError
from service.risk.errors import FieldError
from service.schemas.serialise import encode
from service.store.boms import Allows, ChangedError, etag_of, stamp_of

IF_MATCH, IF_NONE_MATCH = "If-Match", "If-None-Match"
NO_ETAG = 'Name an ETag in quotes, such as "5f3a…", or *. Without a condition leave the header out.'


class EmptyConditionError(RequestError):
    """A condition that names nothing: a client that lost its ETag would else write over what it never read."""

    status = HTTPStatus.BAD_REQUEST
    title = "A condition is empty"


@contextmanager
def of_request(bom_id: str) -> Iterator[Allows]:
    """What the request allows to be written over. Raises ``EmptyConditionError`` before anything is done, and
    ``PreconditionError`` where the store met something else."""
    empty = [name for name in (IF_MATCH, IF_NONE_MATCH) if name in request.headers and not _named(name)]
    if empty:
        raise EmptyConditionError(
            f"{' and '.join(empty)} named no ETag.", [FieldError(name, "no_etag", NO_ETAG) for name in empty]
        )
    try:
        yield _allows
    except ChangedError as error:
        raise _refused(bom_id) from error


def names(etags: ETags, row: RowMapping | None, *, weak: bool = False) -> bool:
    """Whether ETags name a BOM as it stands: those of the BOM and of its scores begin with its revision's stamp."""
    if row is None or etags.star_tag:
        return row is not None
    return stamp_of(row) in {etag.partition(".")[0] for etag in etags.as_set(include_weak=weak)}


def as_stored(row: RowMapping, document: bytes) -> tuple[bytes, str]:
    """A stored BOM as GET answers it, and its ETag."""
    shown = {name: row[name] for name in ("bom_id", "revision", "created_at", "updated_at")}
    body = encode(shown | {"tags": orjson.Fragment(row["tags"]), "bom": orjson.Fragment(document)})
    return body, f"{stamp_of(row)}.{etag_of(body)[:12]}"


def _named(header: str) -> bool:
    etags = request.if_match if header == IF_MATCH else request.if_none_match
    return etags.star_tag or bool(etags.as_set(include_weak=True))


def _allows(row: RowMapping | None) -> bool:
    asked, unwanted = request.if_match, request.if_none_match
    if asked and not names(asked, row):
        return False
    return not (unwanted and names(unwanted, row, weak=True))


def _refused(bom_id: str) -> PreconditionError:
    kept = services().store.document(tenant(), bom_id)
    if kept is None:
        words = "Nothing is stored under this id: store it without If-Match, or with If-None-Match: *."
        return PreconditionError(IF_MATCH, "nothing_stored", words, None)
    row, document = kept
    etag = as_stored(row, document)[1]
    stands = f'Revision {row["revision"]} is stored, with the ETag "{etag}"'
    if names(request.if_none_match, row, weak=True):
        words = f"{stands}: to write over it, name that in If-Match instead."
        return PreconditionError(IF_NONE_MATCH, "already_stored", words, etag)
    words = f"{stands}: GET it, look at what changed, and send your change with that."
    return PreconditionError(IF_MATCH, "other_revision", words, etag)
