"""The lines that couldn't be read, and what each may mean."""

from __future__ import annotations

from collections.abc import Iterator

from service.risk.answer import Candidate, UnreadLine
from service.risk.materials.catalogue import Catalogue
from service.risk.materials.composition import Unresolved
from service.risk.purchase.basket import Basket


def unread_lines(basket: Basket, catalogue: Catalogue) -> tuple[UnreadLine, ...]:
    """Every line of a basket that couldn't be read, in the order of the BOM."""
    return tuple(_unread(basket, catalogue))


def _unread(basket: Basket, catalogue: Catalogue) -> Iterator[UnreadLine]:
    ids: dict[str, str] = {}
    for line in basket.lines:
        if not isinstance(line.outcome, Unresolved):
            continue
        stated = line.line
        why = " ".join(_sentence(error.detail) for error in stated.errors) or line.outcome.detail
        if line.outcome.near and not ids:
            ids = {material.name: material.id for material in catalogue.materials.values()}
        candidates = tuple(Candidate(ids[name], name) for name in line.outcome.near if name in ids)
        yield UnreadLine(stated.line_id, stated.part_number, why, candidates)


def _sentence(detail: str) -> str:
    """Words of an error as a sentence among others."""
    return detail[:1].upper() + detail[1:].rstrip(".") + "."
