"""From canonical lines to distinct hazards: one per element, form, source mix, buyer and date."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from service.risk.bom import Bom, Line
from service.risk.errors import BomError, FieldError
from service.risk.intervals import VIEWS
from service.risk.materials.composition import Outcome, Resolved, Unresolved
from service.risk.materials.contained_amounts import Contained, contained, counted_share, note
from service.risk.materials.resolve import Resolver
from service.risk.mix import Mix, normalised
from service.risk.purchase import units
from service.risk.supply_chain.chain import Good
from service.risk.vocabulary import CHAIN, Form, Stage, hs92_code


@dataclass(frozen=True, eq=False)
class HazardKey:
    """What makes a hazard distinct. ``declared`` is stage -> country -> share as sorted tuples; ``companions`` are the
    other rare earths of the same magnet, which can bring it under a control. Keys are equal when their words are, and
    so their ids."""

    element: str
    form: Form
    buyer: str
    on: date
    declared: tuple[tuple[Stage, tuple[tuple[str, Decimal], ...]], ...] = ()
    end_use: str | None = None
    companions: frozenset[str] = frozenset()

    def __eq__(self, other: object) -> bool:
        """By the words: as shares, 0.5 and 0.50 would be equal and have two hashes and two ids."""
        return self.text == other.text if isinstance(other, HazardKey) else NotImplemented

    def __hash__(self) -> int:
        """Of the words, which are put together once: an answer looks its hazards up many times."""
        return hash(self.text)

    @cached_property
    def good(self) -> Good:
        """The purchase as the chain sees it."""
        return Good(hs92_code(self.element, self.form), self.element, self.form, companions=self.companions)

    @cached_property
    def mixes(self) -> dict[Stage, Mix]:
        """Declared mixes as floats that sum to 1."""
        return {stage: normalised({c: float(s) for c, s in mix}) for stage, mix in self.declared}

    @cached_property
    def text(self) -> str:
        """The key in words that sort and hash the same everywhere."""
        mixes = ";".join(f"{stage}:" + ",".join(f"{c}={s}" for c, s in mix) for stage, mix in self.declared)
        companions = "".join(sorted(self.companions))
        return f"{self.element}|{self.form}|{self.buyer}|{self.on}|{mixes}|{self.end_use or ''}|{companions}"

    @cached_property
    def id(self) -> str:
        """Short stable name: element, form and a digest."""
        return f"{self.element}-{self.form}-{hashlib.sha256(self.text.encode()).hexdigest()[:8]}"


@dataclass
class Holding:
    """How much of a hazard a BOM holds: grams of the element, central, and from least to most."""

    key: HazardKey
    mass_g: Decimal | None = None
    mass_range_g: tuple[Decimal, Decimal] | None = None


@dataclass(frozen=True)
class ReadLine:
    """A line with what became of it. ``pointer`` is its place in the request; ``by_view`` has its hazards under each of
    ``VIEWS``: what may be absent is left out of the favourable one, what may be present is in the adverse one."""

    line: Line
    pointer: str
    outcome: Resolved | Unresolved
    by_view: Mapping[str, tuple[HazardKey, ...]]
    mass_g: Decimal | None
    value: Decimal | None

    @property
    def keys(self) -> tuple[HazardKey, ...]:
        """Hazards that the line is expected to hold."""
        return self.by_view["central"]

    @property
    def scored(self) -> bool:
        """Whether the line could be read, rare earths in it or not."""
        return isinstance(self.outcome, Resolved)


@dataclass
class Purchase:
    """All lines of a BOM and the distinct hazards in them, sorted so that the order of lines doesn't matter."""

    lines: list[ReadLine] = field(default_factory=list)
    holdings: dict[HazardKey, Holding] = field(default_factory=dict)

    @property
    def keys(self) -> list[HazardKey]:
        """Distinct hazards in a fixed order."""
        return sorted(self.holdings, key=lambda key: key.text)

    @property
    def other_keys(self) -> list[HazardKey]:
        """Distinct hazards that only the favourable or the adverse view of a composition has, in a fixed order."""
        found = {key for line in self.lines for keys in line.by_view.values() for key in keys}
        return sorted(found - self.holdings.keys(), key=lambda key: key.text)


def read_bom(bom: Bom, on: date, resolver: Resolver) -> Purchase:
    """Resolve every line of a canonical BOM.

    Raises ``BomError`` with every declared stage that its line's form doesn't pass, and every amount that counts what
    its line doesn't hold.
    """
    purchase = Purchase()
    errors: list[FieldError] = []
    for index, line in enumerate(bom.lines):
        pointer = f"/lines/{index}"
        outcome = resolver.resolve(line)
        amounts = _contained(line, outcome)
        if isinstance(amounts, Unresolved):
            errors.append(FieldError(f"{pointer}/quantity/unit", amounts.reason, amounts.detail))
            continue
        mass = amounts.product_g if amounts else None
        value = _value(line, outcome, mass)
        by_view: dict[str, tuple[HazardKey, ...]] = dict.fromkeys(VIEWS, ())
        if isinstance(outcome, Resolved):
            errors.extend(_stage_errors(line, outcome.form, pointer))
            by_view = _by_view(line, outcome, bom.buyer_country, on)
            outcome = _counted(line, outcome, mass)
            _hold(purchase, by_view["central"], amounts)
        purchase.lines.append(ReadLine(line, pointer, outcome, by_view, mass, value))
    if errors:
        raise BomError("Some lines don't fit what they hold.", errors)
    return purchase


def _contained(line: Line, outcome: Outcome) -> Contained | Unresolved | None:
    """Product and elements behind a canonical line's quantity; ``None`` when that can't be known."""
    counts = units.counts(line.quantity)
    if line.quantity is None or (counts and isinstance(outcome, Unresolved)):
        return None
    if isinstance(outcome, Unresolved):
        return Contained(line.quantity.value, {})
    found = contained(outcome.composition, line.quantity.value, counts)
    if found is None:
        held = ", ".join(outcome.composition.elements) or "no rare earth"
        return Unresolved("not_contained", f"counted as {counts}, but the line holds {held}; give the product's mass")
    return found


def _value(line: Line, outcome: Outcome, mass: Decimal | None) -> Decimal | None:
    """Value of a canonical line in the BOM's currency: its price is for a kilogram of product or of what it counts."""
    price, quantity = line.unit_price, line.quantity
    if price is None or mass is None or quantity is None:
        return None
    counts = units.price_counts(price, None)
    if counts == units.counts(quantity):
        return quantity.value * price.value / 1000
    if isinstance(outcome, Unresolved):
        return None
    return mass * counted_share(outcome.composition, counts) * price.value / 1000


def _counted(line: Line, outcome: Resolved, mass: Decimal | None) -> Resolved:
    """The outcome, saying how an amount that counts contents was read."""
    counts = units.counts(line.quantity)
    if not counts or line.quantity is None or mass is None:
        return outcome
    return replace(outcome, messages=(*outcome.messages, note(counts, line.quantity.value, mass)))


def _stage_errors(line: Line, form: Form, pointer: str) -> Sequence[FieldError]:
    allowed = CHAIN[form]
    wrong = sorted({s.stage for s in line.supply} - set(allowed))
    fix = f"bought as {form}, it passes {', '.join(allowed)}"
    return [FieldError(f"{pointer}/supply", "stage_not_passed", f"stage {stage!r}: {fix}") for stage in wrong]


def _by_view(line: Line, outcome: Resolved, buyer: str, on: date) -> dict[str, tuple[HazardKey, ...]]:
    """A line's hazards under each view of its composition."""
    by_stage: dict[Stage, list[tuple[str, Decimal]]] = {}
    for source in line.supply:
        by_stage.setdefault(Stage(source.stage), []).append((source.country, source.share))
    declared = tuple((stage, tuple(sorted(mix))) for stage, mix in sorted(by_stage.items()))
    magnet = outcome.form is Form.MAGNET

    def keys(held: tuple[str, ...]) -> tuple[HazardKey, ...]:
        others = [frozenset(held) - {s} if magnet else frozenset[str]() for s in held]
        return tuple(
            HazardKey(s, outcome.form, buyer, on, declared, line.end_use, o) for s, o in zip(held, others, strict=True)
        )

    held = {view: outcome.composition.held(view) for view in VIEWS}
    found = {elements: keys(elements) for elements in held.values()}
    return {view: found[elements] for view, elements in held.items()}


def _hold(purchase: Purchase, keys: Sequence[HazardKey], amounts: Contained | None) -> None:
    for key in keys:
        holding = purchase.holdings.setdefault(key, Holding(key))
        if amounts is not None:
            low, central, high = amounts.elements[key.element]
            least, most = holding.mass_range_g or (Decimal(0), Decimal(0))
            holding.mass_g = (holding.mass_g or Decimal(0)) + central
            holding.mass_range_g = least + low, most + high
