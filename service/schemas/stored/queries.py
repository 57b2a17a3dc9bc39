"""The query strings and small bodies of stored BOMs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, ClassVar

from marshmallow import fields

from service.schemas.amounts import Number
from service.schemas.answers.codes import BANDS
from service.schemas.bom import LIMITS, ElementSymbol
from service.schemas.fields import Choice, Country, Day, Text, Token, Whole
from service.schemas.openapi import about
from service.schemas.queries import View, ViewQuery
from service.schemas.strict import Fault, Shapes, Strict, fault
from service.store.lists import SORTED_BY, Filters, Order

STEPS = ["day", "week", "month"]
DEFAULT_PAGE = 50
MOST_TAGS = 50
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2}))?")


class Moment(fields.Field[datetime]):
    """A moment, ISO 8601 with its zone; a day is its first moment in UTC."""

    openapi: ClassVar[dict[str, Any]] = {
        "type": "string",
        "format": "date-time",
        "examples": ["2026-11-21T06:00:00Z"],
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        if not isinstance(value, str) or not _MOMENT.fullmatch(value):
            words = "Must be a moment with its zone, such as 2026-11-21T06:00:00Z, or a day such as 2026-11-21."
            raise fault("not_a_moment", f"{words} A + in an address is written %2B.")
        Day().deserialize(value[:10])
        try:
            moment = datetime.fromisoformat(value)
            return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        except (ValueError, OverflowError) as error:
            raise fault("not_a_moment", f"There is no such moment: {error}.") from error


class WhetherSo(Choice):
    """true or false in a query string."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(["true", "false"], **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        return super()._deserialize(value, attr, data, **kwargs) == "true"


def filters_of(values: Mapping[str, Any]) -> Filters:
    """The filters among the values of a query."""
    given = {name: values[name] for name in Filters.__dataclass_fields__ if name in values}
    if isinstance(given.get("min_score"), Decimal):
        given["min_score"] = float(given["min_score"])
    return Filters(**given)


class FilterQuery(Strict):
    tag = Text(100, metadata=about("BOMs with this tag."))
    element = ElementSymbol(metadata=about("BOMs whose current score counts purchases of it."))
    country = Country(metadata=about("BOMs whose material passes a border of it."))
    measure = Text(100, metadata=about("Id of a measure of /v1/controls: BOMs whose current score has met it."))
    supplier = Text(200, metadata=about("BOMs with a line of this supplier."))
    band = Choice(list(BANDS), metadata=about("BOMs in this band."))
    min_score = Number("0", "100", metadata=about("BOMs that score at least this; those without a score don't."))
    unread = WhetherSo(metadata=about("Whether some line couldn't be read."))
    changed_since = Moment(
        metadata=about("BOMs that were put, tagged or scored otherwise since; another day alone is no change.")
    )


class BomPageQuery(FilterQuery):
    sort = Choice(
        [f"{sign}{name}" for name in SORTED_BY for sign in ("", "-")],
        metadata=about("bom_id when left out; - for the highest or newest first."),
    )
    limit = Whole(1, LIMITS.page, metadata=about("Items on a page; 50 when left out."))
    after = Token()

    def build(self, values: dict[str, Any]) -> dict[str, Any]:
        sort = values.get("sort", "bom_id")
        order = Order(sort.removeprefix("-"), sort.startswith("-"))
        limit = values.get("limit", DEFAULT_PAGE)
        return {"filters": filters_of(values), "order": order, "limit": limit, "after": values.get("after")}


class RescoreQuery(FilterQuery):
    def build(self, values: dict[str, Any]) -> dict[str, Any]:
        return {"filters": filters_of(values)}


class ScoreQuery(Strict):
    view = ViewQuery._declared_fields["view"]
    as_of = Day(metadata=about("The day that is scored; today when left out. Nothing of another day is kept."))
    known_at = Day(
        metadata=about(
            "Only what was known by then enters: figures and measures published later are left out, and the interval "
            "widens with the time between. `as_of` when left out. Never later: a forecast knows nothing of what came "
            "after its day."
        )
    )
    model = Text(
        100,
        metadata=about(
            "Version of the model that shall answer: the one that is served, or one that lies whole beside it."
        ),
    )

    def build(self, values: dict[str, Any]) -> dict[str, Any]:
        return values | {"view": View(values.get("view", View.SUMMARY))}


class SpanQuery(Strict):
    start = Day(data_key="from", metadata=about("First day; that of the oldest point when left out."))
    end = Day(data_key="to", metadata=about("Last day; that of the newest point when left out."))
    step = Choice(STEPS, metadata=about("day, the default: every point. week, month: the last one of each."))

    def check(self, values: dict[str, Any], faults: dict[str, Any]) -> None:
        start, end = values.get("start"), values.get("end")
        if start and end and end < start:
            faults["to"] = [Fault("out_of_range", f"Must not lie before from, which is {start}, is {end}.")]


class HistoryQuery(SpanQuery):
    receipts = WhetherSo(metadata=about("Whether each point has its receipt, which carries the whole BOM."))
    limit = Whole(1, LIMITS.page, metadata=about("Points on a page; 50 when left out."))
    after = Token()


class RevisionPageQuery(Strict):
    limit = Whole(1, LIMITS.page, metadata=about("Revisions on a page; 50 when left out."))
    after = Token()


class Tags(Shapes):
    """Tags, each once."""

    openapi: ClassVar[dict[str, Any]] = {
        "type": "array",
        "maxItems": MOST_TAGS,
        "uniqueItems": True,
        "items": Text(100).openapi,
        "examples": [["series production", "plant 7"]],
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        tags = super()._deserialize(value, attr, data, **kwargs)
        if len({*tags}) < len(tags):
            raise fault("duplicate", "Must name each tag once.")
        return tags


class TagsSchema(Strict):
    tags = Tags(
        Text(100),
        most=MOST_TAGS,
        required=True,
        metadata=about("All that the BOM has from now on; none take them away."),
    )
