"""What the scores rest on: elements, export controls, materials and the model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response

from service.api.context import answer, kernel, today
from service.api.meanings import fractions, meaning
from service.api.smorest import Blueprint
from service.risk.bom import Line
from service.risk.controls.measures import Measure
from service.risk.controls.register import Wanted
from service.risk.errors import NotFoundError
from service.risk.evidence.stage_supply import StageSupply
from service.risk.materials.catalogue import Catalogue
from service.risk.materials.composition import Material, Resolved, Unresolved
from service.risk.vocabulary import CHAIN, ELEMENTS, Stage
from service.schemas import reference
from service.schemas.did_you_mean import element as meant
from service.schemas.did_you_mean import near
from service.schemas.queries import ControlQuery, DayQuery, MaterialQuery, PublishedQuery
from service.schemas.serialise import dumper

blueprint = Blueprint("reference", __name__, description="Evidence, register, materials and model.")
_element = dumper(reference.ElementSchema())
_supply = dumper(reference.ElementSupplySchema())
_control = dumper(reference.ControlSchema())
_dated_control = dumper(reference.DatedControlSchema())
_material = dumper(reference.MaterialSchema())
_meaning = dumper(reference.MeaningSchema())


@blueprint.route("/v1/elements", methods=["GET"])
@blueprint.response(200, reference.ElementsSchema)
@blueprint.problems(500)
def list_elements() -> Response:
    """The sixteen traded rare earths"""
    return answer({"items": [_element(e) for e in ELEMENTS.values()]})


@blueprint.route("/v1/elements/<symbol>", methods=["GET"])
@blueprint.response(200, reference.ElementSchema)
@blueprint.problems(404, 500)
def get_element(symbol: str) -> Response:
    """One element"""
    _known(symbol)
    return answer(_element(ELEMENTS[symbol]))


@blueprint.route("/v1/elements/<symbol>/supply", methods=["GET"])
@blueprint.arguments(PublishedQuery(), location="query")
@blueprint.response(200, reference.ElementSupplySchema)
@blueprint.problems(404, 500, 503)
def get_supply(query: dict[str, Any], symbol: str) -> Response:
    """Who makes an element at each stage: country shares, places within a country, and gaps"""
    _known(symbol)
    as_of = query.get("as_of", today())
    stages = [_stage(kernel().evidence.supply(symbol, stage, as_of)) for stage in Stage]
    return answer(_supply({"symbol": symbol, "as_of": as_of, "stages": stages}))


@blueprint.route("/v1/controls", methods=["GET"])
@blueprint.arguments(ControlQuery(), location="query")
@blueprint.response(200, reference.ControlsSchema)
@blueprint.problems(500, 503)
def list_controls(query: dict[str, Any]) -> Response:
    """The register of export controls on a day, as known on a day"""
    as_of = query.pop("as_of", today())
    known_at = query.pop("known_at", as_of)
    register = kernel().register
    if "element" in query:
        query["companions"] = kernel().resolver.catalogue.companions(query["element"])
    dated = register.query(as_of, known_at, Wanted(**query))
    rows = [_control(_measure(measure, status, register.easing(measure, as_of, known_at))) for measure, status in dated]
    return answer({"as_of": as_of, "known_at": known_at, "items": rows})


@blueprint.route("/v1/controls/<measure_id>", methods=["GET"])
@blueprint.arguments(DayQuery(), location="query")
@blueprint.response(200, reference.DatedControlSchema)
@blueprint.problems(404, 500, 503)
def get_control(query: dict[str, Any], measure_id: str) -> Response:
    """One measure with its status on a day; an answer's controls lead here"""
    register = kernel().register
    as_of = query.get("as_of", today())
    known_at = query.get("known_at", as_of)
    try:
        measure = register[measure_id]
    except KeyError as error:
        ids = [measure.measure_id for measure in register.measures]
        raise NotFoundError(f"No measure {measure_id[:100]!r}.{near(measure_id, ids)}") from error
    dated = _measure(measure, register.status(measure, as_of, known_at), register.easing(measure, as_of, known_at))
    return answer(_dated_control(dated | {"as_of": as_of, "known_at": known_at}))


@blueprint.route("/v1/materials", methods=["GET"])
@blueprint.arguments(MaterialQuery(), location="query")
@blueprint.response(200, reference.MaterialsSchema)
@blueprint.problems(500, 503)
def list_materials(query: dict[str, str]) -> Response:
    """Materials that a line may name, with what they hold

    The first is what a line with the same words as its `material` is read as.
    """
    resolver = kernel().resolver
    catalogue = resolver.catalogue
    text = query.get("q", "")
    outcome = resolver.resolve(Line("q", material=text)) if text else None
    matching = _matching(catalogue, text, outcome)
    near_matches = catalogue.near(text) if text and not matching else ()
    reading = _meaning(meaning(catalogue, outcome)) if outcome else None
    return answer({"items": [_material(_composed(m)) for m in matching], "near": near_matches, "reading": reading})


@blueprint.route("/v1/materials/<material_id>", methods=["GET"])
@blueprint.response(200, reference.MaterialSchema)
@blueprint.problems(404, 500, 503)
def get_material(material_id: str) -> Response:
    """One material"""
    material = kernel().resolver.catalogue.materials.get(material_id)
    if material is None:
        raise NotFoundError(f"No material {material_id[:100]!r}; GET /v1/materials?q= finds one by name.")
    return answer(_material(_composed(material)))


@blueprint.route("/v1/model", methods=["GET"])
@blueprint.response(200, reference.ModelSchema)
@blueprint.problems(500, 503)
def get_model() -> Response:
    """The served model as it describes itself, with the thresholds of the bands"""
    served = kernel()
    manifest = {name: value for name, value in served.manifest.items() if name != "probe"}
    thresholds = sorted(manifest["bands"].items(), key=lambda item: item[1])
    bands = [{"band": band, "from_score": low} for band, low in thresholds]
    return answer({"version": served.version, "sha256": served.sha256, "bands": bands, "manifest": manifest})


def _known(symbol: str) -> None:
    if symbol not in ELEMENTS:
        raise NotFoundError(f"No traded rare earth {symbol[:20]!r}.{meant(symbol)}")


def _stage(supply: StageSupply) -> dict[str, Any]:
    ranked = sorted(supply.shares.items(), key=lambda item: (-item[1].central, -item[1].high, item[0]))
    places = [(country, place) for country, rows in supply.within.items() for place in rows]
    return {
        "stage": str(supply.stage),
        "gap": supply.gap,
        "fallback": supply.fallback,
        "shares": [{"country": country, **vars(share)} for country, share in ranked],
        "within": [{"place": p.name, "country": c, "scope": p.scope, **vars(p.share)} for c, p in places],
    }


def _measure(measure: Measure, status: str, eased_by: Sequence[str]) -> dict[str, Any]:
    many = ("elements", "hs92", "stages", "forms", "destinations", "end_uses", "eases")
    lists = {name: sorted(getattr(measure, name)) for name in many}
    return {**vars(measure), **lists, "status": str(status), "eased_by": sorted(eased_by)}


def _matching(catalogue: Catalogue, text: str, outcome: Resolved | Unresolved | None) -> list[Material]:
    """Materials with the text in a name, the one that it means first."""
    wanted = text.casefold()
    matching = [
        m for m in catalogue.materials.values() if wanted in " ".join((m.id, m.name, *m.aliases, *m.cas)).casefold()
    ]
    if isinstance(outcome, Resolved) and outcome.material_id is not None:
        matching = [catalogue.materials[outcome.material_id], *(m for m in matching if m.id != outcome.material_id)]
    return matching


def _composed(material: Material) -> dict[str, Any]:
    return {
        **vars(material),
        "material_id": material.id,
        "form": str(material.form),
        "stages": [str(stage) for stage in CHAIN[material.form]],
        "composition": fractions(material.composition),
    }
