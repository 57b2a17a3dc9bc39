"""Which stage a country of origin speaks of."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError

from service.imports.imported import StageOf
from service.risk.errors import BomError
from service.risk.materials.composition import Resolved
from service.risk.materials.resolve import Resolver
from service.risk.purchase.stated_readings import read
from service.risk.vocabulary import CHAIN
from service.schemas.bom import LineSchema

_SCHEMA = LineSchema()


def stages(resolver: Resolver) -> StageOf:
    """A part's origin is where its last stage was done: magnets of a magnet, separation of an oxide. It is that only of
    what surely is the material itself; where a motor is made says nothing about the magnets in it."""

    def stage_of(line: dict[str, Any]) -> str | None:
        try:
            outcome = read(_SCHEMA.read(line), resolver, suggest=False)
        except (ValidationError, BomError):
            return None
        sure = isinstance(outcome, Resolved) and outcome.settled and outcome.composition.elements
        return CHAIN[outcome.form][-1].value if isinstance(outcome, Resolved) and sure else None

    return stage_of
