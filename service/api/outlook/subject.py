"""The product that an outlook is asked for: under ``bom`` of a body, or a stored one for the day of a query."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from service.api.stored.current import document_of, kept_of
from service.risk.bom import Bom
from service.risk.errors import BomError


@contextmanager
def in_body() -> Iterator[None]:
    """What is wrong about a BOM is told with its place in the body."""
    try:
        yield
    except BomError as error:
        raise BomError(error.detail, [replace(one, pointer=f"/bom{one.pointer}") for one in error.errors]) from error


@contextmanager
def stored(bom_id: str, as_of: date | None = None) -> Iterator[Bom]:
    """A stored BOM for a day; what is wrong about the day is told of the query."""
    _, raw = kept_of(bom_id)
    try:
        yield replace(document_of(raw, bom_id), as_of=as_of)
    except BomError as error:
        faults = [replace(one, pointer="?as_of") if one.pointer == "/as_of" else one for one in error.errors]
        raise BomError(error.detail, faults) from error
