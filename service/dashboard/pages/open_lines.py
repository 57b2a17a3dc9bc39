"""Open lines of a stored BOM: what each may mean, and the form by which a person says what it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from flask import redirect, request
from werkzeug.wrappers import Response as BaseResponse

from service.api import json_body
from service.api.context import kernel, services, take_place
from service.api.readings import readings
from service.dashboard.pages import stored
from service.dashboard.pages.product import shown
from service.dashboard.pages.serving import refused, site
from service.errors import RequestError
from service.risk.bom import Line
from service.risk.errors import BomError, NotFoundError

NONE, OTHER = "none", "other"
LONGEST_NAME = 100


@site.post("/products/<path:bom_id>/lines/<int:place>")
def confirm_line(bom_id: str, place: int) -> BaseResponse:
    """Take what a person says of an open line: of its part where it has a number, else of the line itself."""
    form = request.form
    take_place()
    kept = stored.product(bom_id)
    bom = stored.parsed(kept.document)
    if place >= len(bom.lines):
        raise NotFoundError("The product has no such line any more. Reload its page.")
    line = bom.lines[place]
    try:
        says = _says(form)
        if line.part_number:
            stored.confirm(line.part_number, says | {"confirmed_by": _name(form)})
            stored.keep(bom_id, kept.document, kept.budget, over=kept.revision)
        else:
            stored.keep(bom_id, _changed(kept.document, place, says), kept.budget, over=kept.revision)
    except (RequestError, BomError) as error:
        return shown(bom_id, {place: error.errors[0].detail if error.errors else error.detail}, 422)
    return redirect(f"/products/{quote(bom_id)}#lines", 303)


def _says(form: Mapping[str, str]) -> dict[str, Any]:
    """What was chosen, in the members of a confirmation. Raises ``RequestError`` where nothing can be made of it."""
    choice = form.get("choice", "")
    if choice == NONE:
        return {"rare_earth": False}
    if choice == OTHER:
        return {"material_id": _named(form.get("other", "").strip())}
    if choice in kernel().resolver.catalogue.materials:
        return {"material_id": choice}
    raise refused("choice", "required", "Choose what the part is.")


def _named(text: str) -> str:
    """The catalogued material that a text means. Raises ``RequestError``."""
    if not text:
        raise refused("other", "required", "Write the name, grade or CAS number of the material.")
    (row,) = readings((Line("", material=text[:200]),))
    material_id = row["reading"]["material_id"]
    if material_id is None:
        near = [candidate["name"] for candidate in row["candidates"]]
        hint = f" Near are {', '.join(near)}." if near else " The catalogue at /v1/materials?q= finds one."
        raise refused("other", "unknown_material", f"No catalogued material is called {text[:60]!r}.{hint}")
    return str(material_id)


def _name(form: Mapping[str, str]) -> str:
    name = " ".join(form.get("confirmed_by", "").split())
    if not name or len(name) > LONGEST_NAME:
        raise refused("confirmed_by", "required", f"Write who confirms it, in up to {LONGEST_NAME} characters.")
    return name


def _changed(document: bytes, place: int, says: Mapping[str, Any]) -> bytes:
    """The document with what was said of one line."""
    value = json_body.parse(document, services().settings.limits.depth)
    line = value["lines"][place]
    for name in ("read_as", "rare_earth"):
        line.pop(name, None)
    line |= {"read_as": says["material_id"]} if "material_id" in says else {"rare_earth": False}
    return stored.written(value)
