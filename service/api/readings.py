"""``POST /v1/readings``: what lines are read as, before anything is scored."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from flask import Response

from service.api.confirmations import with_confirmed
from service.api.context import alone, answer, kernel
from service.api.meanings import meaning
from service.api.smorest import BODY_STATUSES, Blueprint
from service.risk.bom import Line
from service.risk.errors import BomError, FieldError
from service.risk.materials.catalogue import Catalogue
from service.risk.materials.composition import Material, Outcome, Resolved, Unresolved
from service.risk.materials.resolve import Resolver
from service.risk.materials.wording.spelling import closest
from service.risk.purchase.stated_readings import CONFIRMED, read
from service.risk.purchase.work import checked_reading
from service.schemas.parts import READINGS_EXAMPLE, ReadingsRequestSchema, ReadingsSchema
from service.schemas.serialise import dumper

MOST_WORDS = 8
SHORTEST_WORD = 4
RESEMBLES = 0.75

MOST_SUGGESTED = 100
"""Open lines of a request of which candidates are told: to look for them takes longer than to read a line."""
blueprint = Blueprint("readings", __name__, description="See how lines are read.")

_dump = dumper(ReadingsSchema())


@blueprint.route("/v1/readings", methods=["POST"])
@blueprint.arguments(ReadingsRequestSchema(), example=READINGS_EXAMPLE)
@blueprint.response(200, ReadingsSchema)
@blueprint.problems(*BODY_STATUSES, 500, 503)
def post_readings(body: dict[str, Any]) -> Response:
    """How lines would be read, and for those left open what they may mean

    Candidates are told of the first 100 open lines: ask for the others apart. Nothing is scored or stored. Take a
    candidate as `read_as` on the line, or confirm it once of the part with PUT /v1/parts/{part_number}.
    """
    return answer(_dump({"lines": readings(body["lines"])}))


def readings(lines: tuple[Line, ...]) -> list[dict[str, Any]]:
    """How lines are read, with what was confirmed of their parts: the values of ``ReadLineSchema``.

    Raises ``BomError`` with every material that isn't catalogued, or for more to read than one answer may.
    """
    checked_reading(lines)
    resolver = kernel().resolver
    asked = with_confirmed(lines)
    with alone():
        outcomes = _read(asked, resolver)
        return [_row(*each, resolver) for each in zip(asked, outcomes, strict=True)]


def _read(lines: tuple[Line, ...], resolver: Resolver) -> list[Outcome]:
    """Raises ``BomError`` with every material that isn't catalogued."""
    outcomes: list[Outcome] = []
    errors: list[FieldError] = []
    open_lines = 0
    for index, line in enumerate(lines):
        try:
            outcomes.append(read(line, resolver, suggest=open_lines < MOST_SUGGESTED))
            open_lines += isinstance(outcomes[-1], Unresolved)
        except BomError as error:
            errors += [FieldError(f"/lines/{index}{one.pointer}", one.code, one.detail) for one in error.errors]
    if errors:
        raise BomError("Some lines name materials that aren't catalogued.", errors)
    return outcomes


def _row(line: Line, outcome: Outcome, resolver: Resolver) -> dict[str, Any]:
    used = line.confirmed if isinstance(outcome, Resolved) and outcome.method == CONFIRMED else None
    left_open = outcome if isinstance(outcome, Unresolved) else None
    return {
        "line_id": line.line_id or None,
        "part_number": line.part_number,
        "reading": meaning(resolver.catalogue, outcome),
        "why": left_open.detail if left_open else None,
        "candidates": candidates(line, left_open, resolver.catalogue) if left_open else (),
        "confirmed_by": used.by if used else None,
        "confirmed_at": used.at if used else None,
    }


def candidates(line: Line, left_open: Unresolved, catalogue: Catalogue) -> list[dict[str, Any]]:
    """Materials that a line left open may mean, each with the reason."""
    by_name = {material.name: material for material in catalogue.materials.values()}
    text = line.material or line.formula or ""
    return [_candidate(text, by_name[name]) for name in left_open.near if name in by_name]


def _candidate(text: str, material: Material) -> dict[str, Any]:
    return {
        "material_id": material.id,
        "name": material.name,
        "form": str(material.form),
        "elements": [*material.composition.elements, *material.composition.possible],
        "reason": _reason(text, material),
    }


def _reason(text: str, material: Material) -> str:
    """In which words a text and a material's names agree."""
    written = _words(text)[:MOST_WORDS]
    names = (material.name, *material.aliases)
    agreed = {name: [word for word in written if word in _words(name)] for name in names}
    called = max(names, key=lambda name: len(agreed[name]))
    if shared := agreed[called]:
        of = "" if called == material.name else f" with its other name {called!r}"
        return f"Shares the word{'s' if len(shared) > 1 else ''} {', '.join(shared)}{of}."
    known = sorted({word for name in names for word in _words(name) if len(word) >= SHORTEST_WORD})
    for word in written:
        near = closest(word, known, 1, RESEMBLES) if len(word) >= SHORTEST_WORD else {}
        if near:
            return f"{word!r} is spelt like {next(iter(near))!r}."
    return "One of what such a description may mean."


def _words(text: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text[:200]).casefold())))
