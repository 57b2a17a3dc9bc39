"""Which stage a country of origin speaks of."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError

from service.imports.errors import TooLargeError
from service.imports.imported import StageOf
from service.imports.limits import limits
from service.risk.errors import BomError
from service.risk.materials.composition import Resolved
from service.risk.materials.resolve import Resolver
from service.risk.purchase.stated_readings import read
from service.risk.purchase.work import work_of_reading
from service.risk.vocabulary import CHAIN
from service.schemas.bom import LineSchema

_SCHEMA = LineSchema()


def stages(resolver: Resolver) -> StageOf:
    """A part's origin is where its last stage was done: magnets of a magnet, separation of an oxide. It is that only of
    what surely is the material itself; where a motor is made says nothing about the magnets in it. The function is for
    one file: it raises ``TooLargeError`` where the file's descriptions take too much work, before it reads the next."""
    taken, texts = 0, set[str | None]()

    def stage_of(line: dict[str, Any]) -> str | None:
        nonlocal taken
        try:
            one = _SCHEMA.read(line)
            if one.material not in texts:
                texts.add(one.material)
                taken += work_of_reading([one])
            if taken > limits().reading:
                raise TooLargeError("units of work in descriptions with a country of origin", taken, limits().reading)
            outcome = read(one, resolver, suggest=False)
        except (ValidationError, BomError):
            return None
        sure = isinstance(outcome, Resolved) and outcome.settled and outcome.composition.elements
        return CHAIN[outcome.form][-1].value if isinstance(outcome, Resolved) and sure else None

    return stage_of
