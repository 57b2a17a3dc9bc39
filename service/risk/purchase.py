"""From canonical lines to distinct hazards: one per element, form, source mix, buyer and date."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from service.risk.bom import Bom, Line
from service.risk.chain import Good
from service.risk.composition import Resolved, Unresolved
from service.risk.errors import BomError, FieldError
from service.risk.materials import Catalogue
from service.risk.supply import CHAIN, ELEMENTS, Form, Stage, hs92_code
from service.risk.trade import Mix, normalised


@dataclass(frozen=True)
class HazardKey:
    """What makes a hazard distinct. ``declared`` is stage -> country -> share as sorted tuples; ``companions`` are the
    other rare earths of the same magnet, which can bring it under a control."""

    element: str
    form: Form
    buyer: str
    on: date
    declared: tuple[tuple[Stage, tuple[tuple[str, Decimal], ...]], ...] = ()
    end_use: str | None = None
    companions: frozenset[str] = frozenset()

    @property
    def good(self) -> Good:
        """The purchase as the chain sees it."""
        return Good(hs92_code(self.element, self.form), self.element, self.form, companions=self.companions)

    @property
    def mixes(self) -> dict[Stage, Mix]:
        """Declared mixes as floats that sum to 1."""
        return {stage: normalised({c: float(s) for c, s in mix}) for stage, mix in self.declared}

    @property
    def text(self) -> str:
        """The key in words that sort and hash the same everywhere."""
        mixes = ";".join(f"{stage}:" + ",".join(f"{c}={s}" for c, s in mix) for stage, mix in self.declared)
        companions = "".join(sorted(self.companions))
        return f"{self.element}|{self.form}|{self.buyer}|{self.on}|{mixes}|{self.end_use or ''}|{companions}"

    @property
    def id(self) -> str:
        """Short stable name: element, form and a digest."""
        return f"{self.element}-{self.form}-{hashlib.sha256(self.text.encode()).hexdigest()[:8]}"


@dataclass
class Holding:
    """How much of a hazard a BOM holds: grams of the element, and its part of the lines' value by mass."""

    key: HazardKey
    mass_g: Decimal | None = None
    value: Decimal | None = None


@dataclass(frozen=True)
class ReadLine:
    """A line with what became of it. ``pointer`` is its place in the request."""

    line: Line
    pointer: str
    outcome: Resolved | Unresolved
    keys: tuple[HazardKey, ...]
    mass_g: Decimal | None
    value: Decimal | None

    @property
    def scored(self) -> bool:
        """Whether the line could be read, rare earths in it or not."""
        return isinstance(self.outcome, Resolved)

    def values(self) -> dict[HazardKey, Decimal]:
        """The line's value by hazard, split as the central masses of its rare earths; empty without a value."""
        if self.value is None or not isinstance(self.outcome, Resolved):
            return {}
        fractions = {key: self.outcome.composition[key.element].central for key in self.keys}
        total = sum(fractions.values(), Decimal(0))
        return {key: self.value * fraction / total for key, fraction in fractions.items()} if total > 0 else {}


@dataclass
class Purchase:
    """All lines of a BOM and the distinct hazards in them, sorted so that the order of lines doesn't matter."""

    lines: list[ReadLine] = field(default_factory=list)
    holdings: dict[HazardKey, Holding] = field(default_factory=dict)

    @property
    def keys(self) -> list[HazardKey]:
        """Distinct hazards in a fixed order."""
        return sorted(self.holdings, key=lambda key: key.text)


def read_bom(bom: Bom, on: date, catalogue: Catalogue) -> Purchase:
    """Resolve every line of a canonical BOM.

    Raises ``BomError`` with every declared stage that its line's form doesn't pass.
    """
    purchase = Purchase()
    errors: list[FieldError] = []
    for index, line in enumerate(bom.lines):
        pointer = f"/lines/{index}"
        outcome = catalogue.resolve(line)
        mass = line.quantity.value if line.quantity else None
        value = mass * line.unit_price.value / 1000 if mass is not None and line.unit_price else None
        keys: tuple[HazardKey, ...] = ()
        if isinstance(outcome, Resolved):
            errors.extend(_stage_errors(line, outcome.form, pointer))
            keys = tuple(
                _key(line, element, outcome, bom.buyer_country, on) for element in outcome.composition.elements
            )
            _hold(purchase, keys, outcome, mass)
        read = ReadLine(line, pointer, outcome, keys, mass, value)
        for key, part in read.values().items():
            purchase.holdings[key].value = (purchase.holdings[key].value or Decimal(0)) + part
        purchase.lines.append(read)
    if errors:
        raise BomError("Some declared supply doesn't fit its line.", errors)
    return purchase


def _stage_errors(line: Line, form: Form, pointer: str) -> Sequence[FieldError]:
    allowed = CHAIN[form]
    wrong = sorted({s.stage for s in line.supply} - set(allowed))
    fix = f"bought as {form}, it passes {', '.join(allowed)}"
    return [FieldError(f"{pointer}/supply", "stage_not_passed", f"stage {stage!r}: {fix}") for stage in wrong]


def _key(line: Line, element: str, outcome: Resolved, buyer: str, on: date) -> HazardKey:
    by_stage: dict[Stage, list[tuple[str, Decimal]]] = {}
    for source in line.supply:
        by_stage.setdefault(Stage(source.stage), []).append((source.country, source.share))
    declared = tuple((stage, tuple(sorted(mix))) for stage, mix in sorted(by_stage.items()))
    others = frozenset(outcome.composition.elements) - {element} if outcome.form is Form.MAGNET else frozenset()
    return HazardKey(element, outcome.form, buyer, on, declared, line.end_use, others & frozenset(ELEMENTS))


def _hold(purchase: Purchase, keys: Sequence[HazardKey], outcome: Resolved, mass: Decimal | None) -> None:
    for key in keys:
        holding = purchase.holdings.setdefault(key, Holding(key))
        if mass is not None:
            holding.mass_g = (holding.mass_g or Decimal(0)) + mass * outcome.composition[key.element].central
