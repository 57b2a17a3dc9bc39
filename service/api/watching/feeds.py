"""``GET /v1/feed.atom``: what changed for a tenant's BOMs, and what is new in the register."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Any

from flask import Response, url_for
from sqlalchemy import RowMapping

from service.api.context import kernel, services, tenant, today
from service.api.smorest import Blueprint
from service.api.watching.atom import MEDIA_TYPE, Entry, feed
from service.api.watching.notices import FEED_KINDS, headline, summary
from service.dashboard.findings.controls import instrument, title
from service.dashboard.findings.language import country
from service.risk.controls.measures import Measure
from service.risk.vocabulary import ELEMENTS
from service.schemas.watching.links import TokenQuery

MOST_NOTICES, MOST_MEASURES = 100, 50

blueprint = Blueprint("feeds", __name__, description="What changed, for feed readers.")


@blueprint.route("/v1/feed.atom", methods=["GET"])
@blueprint.arguments(TokenQuery(), location="query")
@blueprint.response(
    200, {"type": "string"}, content_type=MEDIA_TYPE, description="An Atom feed, the newest change first."
)
@blueprint.problems(500, 503)
def get_feed(_query: dict[str, Any]) -> Response:
    """What changed for stored BOMs, and what is new in the register, as an Atom feed

    The last 100 changes of bands and of the measures that touch a BOM, of the last 90 days, and the 50 newest measures.
    For feed readers, which can't send a key, `PUT /v1/links/{link_id}` makes an address with a token.
    """
    rows = services().store.notices.newest(tenant(), FEED_KINDS, MOST_NOTICES)
    return feed("Supply risk: what changed", [*map(_of_notice, rows), *_of_register()])


def _of_notice(row: RowMapping) -> Entry:
    content, bom_id = json.loads(row["content"]), row["bom_id"]
    words = headline(row["kind"], row["name"] or bom_id, content)
    path = url_for("pages.show_product", bom_id=bom_id, _external=True)
    return Entry(row["notice"], row["at"], words, summary(content), path)


def _of_register() -> Iterator[Entry]:
    day = today()
    known = [measure for measure in kernel().register.measures if measure.published <= day]
    for measure in sorted(known, key=lambda one: (one.published, one.measure_id))[-MOST_MEASURES:]:
        yield _of_measure(measure)


def _of_measure(measure: Measure) -> Entry:
    words = f"{country(measure.jurisdiction)}: {title(measure)}"
    elements = ", ".join(sorted(measure.elements)) or measure.commodity.replace(";", ", ")
    if len(measure.elements) == len(ELEMENTS):
        elements = "all rare earths"
    day = datetime.combine(measure.published, time(), UTC)
    path = url_for("reference.get_control", measure_id=measure.measure_id, _external=True)
    return Entry(measure.measure_id, day, words, f"New in the register: {instrument(measure)}, {elements}.", path)
