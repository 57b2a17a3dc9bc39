"""The query strings."""

from __future__ import annotations

from service.schemas.bom import BOM_ID, LIMITS, ElementSymbol, StageWord
from service.schemas.fields import Country, Day, Strict, Text, Whole
from service.schemas.parts import said


class BomPageQuery(Strict):
    limit = Whole(1, LIMITS.page, metadata=said("Items on a page; 50 when left out."))
    after = Text(100, pattern=BOM_ID, rule="use the bom_id that `next` holds", metadata=said("From `next`."))


class HistoryQuery(Strict):
    limit = Whole(1, LIMITS.page, metadata=said("Points on a page; 50 when left out."))
    before = Whole(1, 10**18 - 1, metadata=said("From `next`."))


class PublishedQuery(Strict):
    as_of = Day(metadata=said("What was published by this day; today when left out."))


class DayQuery(Strict):
    as_of = Day(metadata=said("The day that is asked about; today when left out."))
    known_at = Day(metadata=said("What was announced by then; `as_of` when left out."))


class ControlQuery(DayQuery):
    element = ElementSymbol()
    country = Country(metadata=said("Who controls."))
    stage = StageWord()


class OnQuery(Strict):
    on = Day(metadata=said("The day whose knowledge is asked about; today when left out."))


class ClaimQuery(OnQuery):
    quantity = Text(100, metadata=said("What is measured, such as stage_share."))
    element = ElementSymbol(metadata=said("Figures about it and about every group that holds it."))
    stage = StageWord()
    document = Text(100, metadata=said("Id of a document."))
    limit = Whole(1, LIMITS.page, metadata=said("Items on a page; 50 when left out."))
    after = Text(200, metadata=said("From `next`."))


class MaterialQuery(Strict):
    q = Text(200, metadata=said("A name, grade, formula or CAS number, or a part of one."))


class NoQuery(Strict):
    """No query parameters."""
