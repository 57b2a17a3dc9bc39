"""``GET /v1/indicators``: five indicators of policy, each with what was seen and when; as an Atom feed, too."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from flask import Response, url_for

from service.api.context import answer, kernel, today
from service.api.outlook.made_with import made_with
from service.api.smorest import Blueprint
from service.api.watching.atom import MEDIA_TYPE, Entry, feed
from service.risk.outlook.indicators import Indicator, Observation, indicators
from service.schemas.outlook.indicators import IndicatorsSchema
from service.schemas.queries import OnQuery
from service.schemas.serialise import dumper
from service.schemas.watching.links import TokenQuery

MOST_ENTRIES = 100
STEPS = {1: "a step up", -1: "a step down", 0: "no step"}

blueprint = Blueprint("indicators", __name__, description="What to watch, and what was seen.")
_dump = dumper(IndicatorsSchema())


@blueprint.route("/v1/indicators", methods=["GET"])
@blueprint.arguments(OnQuery(), location="query")
@blueprint.response(200, IndicatorsSchema)
@blueprint.problems(500, 503)
def list_indicators(query: dict[str, Any]) -> Response:
    """Five indicators of China's policy: what each counts, what was seen, and which way it goes

    A source document names the five without numbers. Counted are acts of the register and dated claims; `missing` says
    what nobody publishes. None enters a score.
    """
    on: date = query.get("on", today())
    items = [_shown(one) for one in indicators(kernel().register, kernel().evidence, on)]
    return answer(_dump({"on": on, "made_with": made_with(), "items": items}))


@blueprint.route("/v1/indicators.atom", methods=["GET"])
@blueprint.arguments(TokenQuery(), location="query")
@blueprint.response(200, {"type": "string"}, content_type=MEDIA_TYPE, description="An Atom feed, the newest first.")
@blueprint.problems(500, 503)
def get_indicators_feed(_query: dict[str, Any]) -> Response:
    """What the five indicators saw, as an Atom feed

    The 100 newest observations, each dated to the day from which it could be known. The token of a link that opens the
    feed of changes opens this one, too.
    """
    every = indicators(kernel().register, kernel().evidence, today())
    entries = [_entry(one, seen) for one in every for seen in one.observations]
    return feed("Indicators of supply policy", sorted(entries, key=lambda one: (one.at, one.key))[-MOST_ENTRIES:])


def _entry(one: Indicator, seen: Observation) -> Entry:
    """An observation; its source is a control, or else a claim."""
    known = {measure.measure_id for measure in kernel().register.measures}
    path = (
        url_for("reference.get_control", measure_id=seen.source, _external=True)
        if seen.source in known
        else url_for("claims.get_claim", claim_id=seen.source, _external=True)
    )
    day = datetime.combine(seen.on, time(), UTC)
    key = f"{one.definition.indicator} {seen.source} {seen.on.isoformat()}"
    return Entry(key, day, f"{one.definition.name}: {STEPS[seen.step]}", seen.seen, path)


def _shown(one: Indicator) -> dict[str, Any]:
    years = [{"year": year, "steps": steps} for year, steps in one.by_year]
    return {**vars(one.definition), **vars(one), "by_year": years}
