"""``GET /v1/alternatives``: where else an element can come from."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from flask import Response

from service.api.context import alone, answer, kernel, services, today
from service.api.outlook.made_with import made_with
from service.api.smorest import Blueprint
from service.risk.errors import BomError, FieldError
from service.risk.evidence.claims import Claim
from service.risk.outlook.alternatives import Alternatives, Maker, sentences, times_need
from service.risk.outlook.from_whom import QUALIFICATION
from service.risk.outlook.projects import TABLE as PROJECTS
from service.risk.outlook.projects import Project
from service.risk.scoring import FIRST_DAY
from service.risk.vocabulary import Stage
from service.schemas.fields import ALPHA3_TO_ALPHA2
from service.schemas.outlook.alternatives import AlternativesQuery, AlternativesSchema
from service.schemas.serialise import dumper

LARGEST_MAKER = "CHN"

blueprint = Blueprint("alternatives", __name__, description="Where else an element can come from.")
_dump = dumper(AlternativesSchema())


@blueprint.route("/v1/alternatives", methods=["GET"])
@blueprint.arguments(AlternativesQuery(), location="query")
@blueprint.response(200, AlternativesSchema)
@blueprint.problems(500, 503)
def list_alternatives(query: dict[str, Any]) -> Response:
    """Who makes an element at a stage outside a country, what could hit that, and what is planned

    Each maker is scored as if all of the stage were bought there, with the material that it works on. Planned capacity
    never counts as supply before it has produced. At most twelve makers are scored.
    """
    day = query.get("as_of", today())
    if not FIRST_DAY <= day <= today():
        fix = f"Give a day from {FIRST_DAY.isoformat()} to {today().isoformat()}, or leave as_of out."
        raise BomError("The date can't be scored.", [FieldError("?as_of", "out_of_range", fix)])
    stage, without = Stage(query["stage"]), query.get("without", LARGEST_MAKER)
    with alone():
        made = services().engine.alternatives(
            query["element"], stage, without, query.get("buyer_country"), kernel(), day, query.get("by")
        )
    return answer(_dump(shown(made, query.get("need_kg"))))


def shown(made: Alternatives, need_kg: Decimal | None) -> dict[str, Any]:
    """The answer as it is written."""
    need = None if need_kg is None else float(need_kg)
    return {
        **vars(made),
        "made_with": made_with(PROJECTS),
        "world_share": made.world_share,
        "sentences": sentences(made),
        "makers": [_maker(one, made, need) for one in made.makers],
        "left_out": [ALPHA3_TO_ALPHA2.get(country, country) for country in made.left_out],
        "planned": [project_row(one, made.as_of, need) for one in made.planned],
        "recyclers": [project_row(one, made.as_of, need) for one in made.recyclers],
        "dated": [project_row(one, made.as_of, need) for one in made.dated],
        "lead_time": [_lead_time(claim) for claim in made.lead_time],
        "qualification": QUALIFICATION,
    }


def _maker(one: Maker, made: Alternatives, need_kg: float | None) -> dict[str, Any]:
    feeds = [vars(feed) for feed in one.feeds]
    return {**vars(one), "feeds": feeds, "plants": [project_row(plant, made.as_of, need_kg) for plant in one.plants]}


def project_row(one: Project, on: date, need_kg: float | None = None) -> dict[str, Any]:
    """A project as it is written, as known on a day."""
    return {
        "name": one.name,
        "owner": one.owner,
        "country": one.claim.geography,
        "status": one.state,
        "supplies": one.supplies,
        "verified": one.verified,
        "capacity_tonnes": one.claim.centre if one.claim.closed else None,
        "times_need": times_need(one, need_kg),
        "stated_starts": one.starts,
        "slipped_months": one.slipped_months,
        "years_without_output": one.open_years(on),
        "offtake": one.offtake,
        "claims": [claim.claim_id for claim in one.claims],
        "note": one.claim.note,
    }


def _lead_time(claim: Claim) -> dict[str, Any]:
    return {"claim_id": claim.claim_id, "country": claim.geography, "low_years": claim.low, "high_years": claim.high}
