"""From canonical lines to distinct purchases: one per element, form, source mix, buyer and use."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import chain
from typing import NamedTuple

from service.risk.bom import SKIP_LINE, SPLIT, Bom, Line, Source
from service.risk.errors import BomError, FieldError
from service.risk.intervals import VIEWS
from service.risk.materials.composition import MAY, Outcome, Plausible, Resolved, Unresolved
from service.risk.materials.contained_amounts import counted_share, elements_g, note, product_g
from service.risk.materials.resolve import Resolver
from service.risk.purchase import units
from service.risk.purchase.canonical import unread
from service.risk.purchase.prices import per_piece
from service.risk.purchase.stated_readings import read
from service.risk.purchase.supply_shares import Bought, SplitPart, off, scaled_by, split_parts
from service.risk.vocabulary import CHAIN, Form, Stage

MOST_SUGGESTED = 20
"""Unread lines of one answer for which near names are looked up; ``POST /v1/readings`` gives them for the rest."""
MOST_UNLIKELY = Decimal("0.1")
"""Share of the lines that may be unread and yet taken to hold no rare earths."""
DeclaredStage = tuple[Stage, tuple[tuple[str, Decimal, bool], ...]]
"""A stage with the country, share and recycled origin of each source that a line states there, sorted."""


@dataclass(frozen=True, eq=False, init=False)
class Purchase:
    """An element bought in a form from a mix of sources: what can be hit once, however many lines buy it.

    ``declared`` are the stages whose sources the line states. ``companions`` are the other rare earths of the same
    magnet, which can bring it under a control. ``can_do_without`` is the share (0..1) of it that the owner can spare.
    Purchases are equal when their words (``text``) are, and so their ids."""

    element: str
    form: Form
    buyer: str | None
    declared: tuple[DeclaredStage, ...] = ()
    end_use: str | None = None
    companions: frozenset[str] = frozenset()
    can_do_without: Decimal = Decimal(0)
    text: str = field(init=False, repr=False)

    def __init__(
        self,
        element: str,
        form: Form,
        buyer: str | None,
        declared: tuple[DeclaredStage, ...] = (),
        end_use: str | None = None,
        companions: frozenset[str] = frozenset(),
        can_do_without: Decimal = Decimal(0),
        *,
        mixes: str | None = None,
        others: str | None = None,
    ) -> None:
        """Put the purchase in words that sort and hash the same everywhere. ``mixes`` are those of what is declared,
        ``others`` those of the companions, where they are known: the purchases of a line share them. A line has many:
        all members are set at once."""
        if mixes is None:
            mixes = mixes_text(declared)
        if others is None:
            others = "".join(sorted(companions))
        text = "|".join((element, form, buyer or "", mixes, end_use or "", others, str(can_do_without)))
        self.__dict__.update(
            element=element, form=form, buyer=buyer, declared=declared, end_use=end_use, companions=companions,
            can_do_without=can_do_without, text=text,
        )  # fmt: skip

    def __eq__(self, other: object) -> bool:
        """By the words: as shares, 0.5 and 0.50 would be equal and have two hashes and two ids."""
        return self.text == other.text if isinstance(other, Purchase) else NotImplemented

    def __hash__(self) -> int:
        """Of the words, which are put together once: an answer looks its purchases up many times."""
        return hash(self.text)

    def alone(self, end_uses: Collection[str]) -> Purchase:
        """The same good for the same buyer, without its mix and an end use that is none of these."""
        end_use = self.end_use if self.end_use in end_uses else None
        return replace(self, declared=(), can_do_without=Decimal(0), end_use=end_use)

    @cached_property
    def id(self) -> str:
        """Short stable name: element, form and a digest. The same on every day."""
        return f"{self.element}-{self.form}-{hashlib.sha256(self.text.encode()).hexdigest()[:8]}"


ByView = Mapping[str, tuple[Purchase, ...]]
"""Purchases of a line under each view of its composition."""
Alike = dict[tuple[object, ...], ByView]
"""Purchases by the words of the lines that buy them, and the buyer."""
NOTHING: ByView = dict.fromkeys(VIEWS, ())


def mixes_text(declared: tuple[DeclaredStage, ...]) -> str:
    """What is declared, in words."""
    texts = []
    for stage, mix in declared:
        sources = [f"{country}={share!s}{'r' if recycled else ''}" for country, share, recycled in mix]
        texts.append(f"{stage}:{','.join(sources)}")
    return ";".join(texts)


@dataclass
class Holding:
    """How much of a purchase a BOM holds: grams of the element, central, and from least to most."""

    purchase: Purchase
    mass_g: Decimal | None = None
    mass_range_g: tuple[Decimal, Decimal] | None = None


class ReadLine(NamedTuple):
    """A line with what became of it. ``pointer`` is its place in the request; ``by_view`` has its purchases under each
    of ``VIEWS``. What may be absent is left out of the favourable one, what may be present is in the adverse one.
    ``part`` is what the line is one of several suppliers of, ``off`` has the stages whose shares had to be scaled, with
    what they add up to."""

    line: Line
    pointer: str
    outcome: Resolved | Unresolved
    by_view: Mapping[str, tuple[Purchase, ...]]
    mass_g: Decimal | None
    value: Decimal | None
    part: SplitPart | None
    off: Mapping[str, Decimal]

    @property
    def purchases(self) -> tuple[Purchase, ...]:
        """Purchases that the line is expected to hold."""
        return self.by_view["central"]

    @property
    def scored(self) -> bool:
        """Whether the line could be read, rare earths in it or not."""
        return isinstance(self.outcome, Resolved)

    @property
    def settled(self) -> bool:
        """Whether what the line holds is known well enough for a band. An unread line that may hold rare earths isn't,
        nor is a reading of low confidence."""
        return self.outcome.settled


@dataclass
class Basket:
    """All lines of a BOM and the distinct purchases in them, sorted so that the order of lines doesn't matter."""

    lines: Sequence[ReadLine]

    @cached_property
    def purchases(self) -> list[Purchase]:
        """Distinct purchases in a fixed order."""
        return [purchase for _, purchase in sorted(self._by_text(("central",)).items())]

    @cached_property
    def other_purchases(self) -> list[Purchase]:
        """Distinct purchases that only the favourable or the adverse view of a composition has, in a fixed order."""
        held = {purchase.text for purchase in self.purchases}
        return [purchase for text, purchase in sorted(self._by_text(VIEWS).items()) if text not in held]

    def _by_text(self, views: Sequence[str]) -> dict[str, Purchase]:
        """The purchases in any of these views, by their words: a text is looked up much faster than an object."""
        distinct = {id(line.by_view): line.by_view for line in self.lines}.values()  # lines alike share it
        bought = {id(some): some for by_view in distinct for view in views if (some := by_view[view])}
        return {purchase.text: purchase for purchase in chain.from_iterable(bought.values())}

    @cached_property
    def holdings(self) -> dict[Purchase, Holding]:
        """How much of each purchase there is. The short answer doesn't tell it, so only who asks works it out."""
        holdings: dict[Purchase, Holding] = {}
        for line in self.lines:
            inside = _inside(line) if line.purchases else None
            for purchase in line.purchases:
                holding = holdings.setdefault(purchase, Holding(purchase))
                if inside is not None:
                    _hold(holding, *inside[purchase.element])
        return holdings


class _Read(NamedTuple):
    """A line with what it is made of, and grams of the product."""

    line: Line
    outcome: Outcome
    mass_g: Decimal | None


def read_bom(bom: Bom, resolver: Resolver, alike: Alike | None = None) -> Basket:
    """Resolve every line of a canonical BOM. What ``alike`` holds of earlier BOMs isn't made again.

    Raises ``BomError`` unless such lines are to be skipped. It names every declared stage that its line's form doesn't
    pass. It names every amount that counts what its line doesn't hold, and every material that isn't catalogued.
    """
    alike = {} if alike is None else alike
    errors: list[FieldError] = []
    some: list[_Read] = []
    open_lines = 0
    for index, line in enumerate(bom.lines):
        one, wrong = _read(line, resolver, f"/lines/{index}", suggest=open_lines < MOST_SUGGESTED)
        open_lines += isinstance(one.outcome, Unresolved)
        if wrong and bom.on_error == SKIP_LINE:
            one, _ = _read(unread(line, wrong), resolver, "", suggest=False)
        else:
            errors += wrong
        some.append(one)
    if errors:
        raise BomError("Some lines don't fit what they hold.", errors)
    some = _all_in_doubt(some)
    parts = _parts(some) if bom.same_part == SPLIT else {}
    making = _Making(bom.buyer_country, alike)
    return Basket([making.read_line(one, f"/lines/{n}", parts.get(n)) for n, one in enumerate(some)])


def _read(line: Line, resolver: Resolver, pointer: str, *, suggest: bool) -> tuple[_Read, list[FieldError]]:
    """The line, and what doesn't fit in it."""
    try:
        outcome = read(line, resolver, suggest=suggest)
    except BomError as error:
        outcome = Unresolved("unknown_material", error.detail)
        return _Read(line, outcome, None), [replace(e, pointer=pointer + e.pointer) for e in error.errors]
    wrong: list[FieldError] = []
    mass_g = _mass_g(line, outcome)
    if isinstance(mass_g, Unresolved):
        wrong.append(FieldError(f"{pointer}/quantity/unit", mass_g.reason, mass_g.detail))
        mass_g = None
    if line.supply and isinstance(outcome, Resolved):
        wrong.extend(_stage_errors(line, outcome.form, pointer))
    return _Read(line, outcome, mass_g), wrong


def _all_in_doubt(some: list[_Read]) -> list[_Read]:
    """The lines. Where more than ``MOST_UNLIKELY`` of them couldn't be read, each may hold rare earths, also those in
    which nothing speaks for one. A product that is hardly read is not safe."""
    unlikely = [one for one in some if isinstance(one.outcome, Unresolved) and one.outcome.settled]
    if len(unlikely) <= MOST_UNLIKELY * len(some):
        return some
    return [
        one._replace(outcome=replace(one.outcome, may_hold=MAY)) if isinstance(one.outcome, Unresolved) else one
        for one in some
    ]


def _parts(some: Sequence[_Read]) -> dict[int, SplitPart]:
    """By position, the parts that several lines buy from different sources."""
    bought = {
        index: Bought(one.line, one.outcome, one.mass_g)
        for index, one in enumerate(some)
        if isinstance(one.outcome, Resolved)
    }
    return {index: part for part in split_parts(bought) for index in part.positions}


def _mass_g(line: Line, outcome: Outcome) -> Decimal | Unresolved | None:
    """Grams of product behind a canonical line's quantity; ``None`` when that can't be known."""
    quantity = line.quantity
    if quantity is None or quantity.unit in units.COUNTED:
        return None
    counts = units.counts(quantity)
    if isinstance(outcome, Unresolved):
        return None if counts else quantity.value
    mass = product_g(outcome.composition, quantity.value, counts)
    if mass is None:
        held = ", ".join(outcome.composition.elements) or "no rare earth"
        return Unresolved("not_contained", f"counted as {counts}, but the line holds {held}; give the product's mass")
    return mass


def _inside(line: ReadLine) -> dict[str, tuple[Decimal, Decimal, Decimal]] | None:
    """Grams by element of a line that could be read: least, central and most; ``None`` without a mass."""
    assert isinstance(line.outcome, Resolved)
    if line.mass_g is None:
        return None
    return elements_g(line.outcome.composition, line.mass_g, units.counts(line.line.quantity))


def _value(line: Line, outcome: Outcome, mass: Decimal | None) -> Decimal | None:
    """Value of a canonical line in the BOM's currency. Its price is for a kilogram of product or of what it counts, or
    for a piece, whatever it weighs."""
    price, quantity = line.unit_price, line.quantity
    if price is not None and per_piece(price):
        number = line.multiplied if line.multiplied is not None else quantity.value if quantity else None
        return None if number is None else number * price.value
    if price is None or mass is None or quantity is None:
        return None
    counts = units.price_counts(price)
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
    wrong = sorted({s.stage for s in line.supply}.difference(allowed))
    if not wrong:
        return ()
    fix = f"bought as {form}, it passes {', '.join(allowed)}"
    return [FieldError(f"{pointer}/supply", "stage_not_passed", f"stage {str(stage)!r}: {fix}") for stage in wrong]


class _Stated(NamedTuple):
    """What a line states of its sources: by stage in the order of the chain, in words, and the stages whose shares had
    to be scaled."""

    supply: tuple[Source, ...]
    declared: tuple[DeclaredStage, ...]
    mixes: str
    off: Mapping[str, Decimal]

    @classmethod
    def from_supply(cls, supply: tuple[Source, ...], form: Form) -> _Stated:
        wrong = off(supply)
        by_stage: dict[str, list[tuple[str, Decimal, bool]]] = {}
        for stage, country, share, recycled in scaled_by(supply, wrong):
            by_stage.setdefault(stage, []).append((country, share, recycled))
        declared = tuple([(stage, tuple(sorted(by_stage[stage]))) for stage in CHAIN[form] if stage in by_stage])
        return cls(supply, declared, mixes_text(declared), wrong)


class _Making:
    """Lines of one BOM with their purchases. Lines are alike where all that their purchases are made of is, in words;
    what is made for one serves the next."""

    def __init__(self, buyer: str | None, alike: Alike) -> None:
        self._buyer, self._alike = buyer, alike
        self._stated: dict[tuple[int, Form], _Stated] = {}

    def read_line(self, one: _Read, pointer: str, part: SplitPart | None) -> ReadLine:
        """The line with its purchases."""
        line, outcome, mass_g = one
        value = _value(line, outcome, mass_g)
        if isinstance(outcome, Unresolved):
            by_view = NOTHING if outcome.settled else _worst(outcome.plausible, self._buyer)
            return ReadLine(line, pointer, outcome, by_view, mass_g, value, part, off(line.supply))
        stated = self._stated_by(line.supply, outcome.form)
        if part:
            bought = self._bought(
                outcome, _Stated.from_supply(part.supply, outcome.form), line.end_use, part.can_do_without
            )
        else:
            bought = self._bought(outcome, stated, line.end_use, line.can_do_without)
        return ReadLine(line, pointer, _counted(line, outcome, mass_g), bought, mass_g, value, part, stated.off)

    def _stated_by(self, supply: tuple[Source, ...], form: Form) -> _Stated:
        """What a supply states; the canonical lines of a BOM hold the very same where it is."""
        key = id(supply), form
        if key not in self._stated:
            self._stated[key] = _Stated.from_supply(supply, form)  # which holds it, so that no other gets its id
        return self._stated[key]

    def _bought(self, outcome: Resolved, stated: _Stated, end_use: str | None, spared: Decimal | None) -> ByView:
        """Purchases under each view of the composition."""
        held, form = tuple([outcome.composition.held(view) for view in VIEWS]), outcome.form
        words = self._buyer, held, form, stated.mixes, end_use, str(spared)
        if words not in self._alike:
            of_elements = {elements: self._of(elements, form, stated, end_use, spared) for elements in set(held)}
            self._alike[words] = {view: of_elements[elements] for view, elements in zip(VIEWS, held, strict=True)}
        return self._alike[words]

    def _of(
        self, held: tuple[str, ...], form: Form, stated: _Stated, end_use: str | None, spared: Decimal | None
    ) -> tuple[Purchase, ...]:
        """A purchase for each of the elements that are held."""
        buyer, (_, declared, mixes, _), spared = self._buyer, stated, spared or Decimal(0)
        return tuple(
            [
                Purchase(element, form, buyer, declared, end_use, beside, spared, mixes=mixes, others=others)
                for element, beside, others in _beside(held, form)
            ]
        )


@lru_cache(maxsize=1024)
def _beside(held: tuple[str, ...], form: Form) -> tuple[tuple[str, frozenset[str], str], ...]:
    """Each element of what is bought, with the others of a magnet, and those in words."""
    together = frozenset(held) if form is Form.MAGNET else frozenset[str]()
    return tuple((one, together - {one}, "".join(sorted(together - {one}))) for one in held)


@lru_cache(maxsize=32)
def _worst(plausible: Plausible, buyer: str | None) -> ByView:
    """The worst that an unread line may be, in the adverse view: every element that it may hold, from who makes it.
    What the line states of its supply is left out, so that many such lines share their purchases."""
    worst = tuple(
        Purchase(symbol, form, buyer, companions=beside, others=others)
        for form, held in plausible
        for symbol, beside, others in _beside(held, form)
    )
    return {**NOTHING, "adverse": worst}


def _hold(holding: Holding, low: Decimal, central: Decimal, high: Decimal) -> None:
    """Add the grams that a line holds."""
    least, most = holding.mass_range_g or (Decimal(0), Decimal(0))
    holding.mass_g = (holding.mass_g or Decimal(0)) + central
    holding.mass_range_g = least + low, most + high
