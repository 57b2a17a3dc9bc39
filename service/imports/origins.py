"""Which stage a country of origin speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from marshmallow import ValidationError

from service.imports.errors import TooLargeError
from service.imports.limits import limits
from service.risk.errors import BomError
from service.risk.materials.composition import Resolved
from service.risk.materials.resolve import Resolver
from service.risk.purchase.stated_readings import read
from service.risk.purchase.work import work_of_reading
from service.risk.vocabulary import CHAIN
from service.schemas.bom import LineSchema

_SCHEMA = LineSchema()


class PartlyReadError(Exception):
    """As many descriptions were read as are at a time. Who asks again with what is known comes further."""


@dataclass
class Stages:
    """A part's origin is where its last stage was done: magnets of a magnet, separation of an oxide. It is that only of
    what surely is the material itself; where a motor is made says nothing about the magnets in it.

    It is for one file, and is called with its lines in their order. ``known`` are the stages of the first ones, where
    the file was partly read, and ``taken`` is the work that they took. It raises ``TooLargeError`` where the file's
    descriptions take too much work, before it reads the next, and ``PartlyReadError``."""

    resolver: Resolver
    known: Sequence[str | None] = ()
    taken: int = 0
    new: list[str | None] = field(default_factory=list)
    _place: int = 0
    _until: int = 0
    _texts: set[str | None] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._until = self.taken + limits().reading_at_a_time

    def __call__(self, line: dict[str, Any]) -> str | None:
        self._place += 1
        if self._place <= len(self.known):
            self._texts.add(line.get("material"))
            return self.known[self._place - 1]
        if self.taken > self._until:
            raise PartlyReadError
        self.new.append(stage := self._read(line))
        return stage

    def _read(self, line: dict[str, Any]) -> str | None:
        try:
            one = _SCHEMA.read(line)
            if one.material not in self._texts:
                self._texts.add(one.material)
                self.taken += work_of_reading([one])
            if self.taken > limits().reading:
                name = "units of work in descriptions with a country of origin"
                raise TooLargeError(name, self.taken, limits().reading)
            outcome = read(one, self.resolver, suggest=False)
        except (ValidationError, BomError):
            return None
        sure = isinstance(outcome, Resolved) and outcome.settled and outcome.composition.elements
        return CHAIN[outcome.form][-1].value if isinstance(outcome, Resolved) and sure else None
