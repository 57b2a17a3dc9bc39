"""What the resolver answers with: compositions with mass ranges, catalogued materials, and outcomes.

Mass fractions are decimals 0..1 of the product as ``low <= central <= high``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from service.risk.intervals import VIEWS
from service.risk.vocabulary import ELEMENTS, Form

METHODS = {
    "exact name": "the catalogue's own name of the material",
    "alias": "another name of it that the catalogue lists",
    "spelling": "a name after a known or near misspelling was put right",
    "CAS": "a CAS number",
    "HS code": "a customs code that determines the element",
    "grade": "a magnet grade",
    "formula": "a chemical formula, or a salt's systematic name",
    "stated shares": "a named material with shares of elements stated beside it",
    "element": "an element with the form in which it is bought",
    "composition": "mass fractions",
    "words": "words that no rare earth stands behind: screws, steels, plastics, parts of electronics",
}
"""How a line was read, and what each word means."""
CONFIDENCES = {
    "certain": "What is written names one material, as it stands.",
    "high": "One reading remains after a misspelling is put right or words that change no composition (purity, size, "
    "shape, coating, a remark) are left out.",
    "moderate": "Something that isn't written was assumed, and a message names it: the form of a bare element, the "
    "water in a salt, the rest of a magnet, what a code leaves open.",
    "low": "Several readings are possible, or something that is written isn't explained. The range covers what the "
    "line may be; a message says what would settle it.",
}
"""How surely a line was read. It says nothing of how well the composition is known: ranges and ``nature`` do."""


LOW = "low"
WORDS = "words"
MAY, UNLIKELY = "may_hold", "unlikely"
MAY_HOLD = {
    MAY: "The line may hold rare earths: the upper end of the interval counts the worst that it may be.",
    UNLIKELY: "Nothing in the line speaks for a rare earth, yet it isn't understood well enough to rule one out.",
}
"""How an unread line is judged."""
MAGNET_ELEMENTS = ("Pr", "Nd", "Sm", "Tb", "Dy")
Plausible = tuple[tuple[Form, tuple[str, ...]], ...]
"""Elements that a line may hold, by the form in which they are bought."""
ANYTHING: Plausible = ((Form.MAGNET, MAGNET_ELEMENTS), *((Form(form), tuple(ELEMENTS)) for form in ("oxide", "metal")))
"""What a line is taken for at worst of which nothing is understood. One shock hits many of these at once, so all
together score hardly more than the worst of them alone."""
POINTS = dict(zip(VIEWS, ("low", "central", "high"), strict=True))


@dataclass(frozen=True)
class Fraction:
    """Mass fraction of the product: ``low <= central <= high``, each 0..1."""

    low: Decimal
    central: Decimal
    high: Decimal


@dataclass(frozen=True)
class Composition:
    """Rare earths in a product. ``central`` 0 with ``high`` above 0 means "may be present"."""

    fractions: tuple[tuple[str, Fraction], ...] = ()

    @classmethod
    def exact(cls, shares: Mapping[str, Decimal]) -> Composition:
        return cls(tuple((s, Fraction(v, v, v)) for s, v in shares.items() if s in ELEMENTS))

    @cached_property
    def elements(self) -> tuple[str, ...]:
        """Rare earths that the product is expected to hold (central above 0)."""
        return tuple(s for s, f in self.fractions if f.central > 0)

    @cached_property
    def possible(self) -> tuple[str, ...]:
        """Rare earths that it may hold and typically doesn't (central 0, high above 0)."""
        return tuple(s for s, f in self.fractions if f.central == 0 < f.high)

    def held(self, view: str) -> tuple[str, ...]:
        """Rare earths in the product under one of ``VIEWS``. The favourable one leaves out what may be absent (low 0),
        the adverse one takes in what may be present (high above 0)."""
        return self._held[view]

    @cached_property
    def _held(self) -> dict[str, tuple[str, ...]]:
        return {view: tuple(s for s, f in self.fractions if getattr(f, at) > 0) for view, at in POINTS.items()}

    @cached_property
    def together(self) -> Decimal:
        """Mass fraction (0..1) of all rare earths, central."""
        return sum((f.central for _, f in self.fractions), Decimal(0))

    def __getitem__(self, symbol: str) -> Fraction:
        return self._by_symbol[symbol]

    @cached_property
    def _by_symbol(self) -> dict[str, Fraction]:
        return dict(self.fractions)


@dataclass(frozen=True)
class Note:
    """Something the buyer should know about how a line was read; the caller adds the pointer."""

    severity: str
    code: str
    detail: str


@dataclass(frozen=True)
class Material:
    """A catalogued product. ``nature`` is stoichiometric, published, engineering estimate, range or definition. A range
    stands where the name says too little: over all that it may be. By definition a material holds no rare earth by what
    its name means, and is empty."""

    id: str
    name: str
    material_class: str
    form: Form
    composition: Composition
    aliases: tuple[str, ...]
    cas: tuple[str, ...]
    nature: str
    source: str
    locator: str
    confidence: str
    note: str


@dataclass(frozen=True)
class Resolved:
    """``method`` is one of ``METHODS``, ``confidence`` one of ``CONFIDENCES``.

    ``figures`` are ids that ``Catalogue.figure`` can show with their source; ``name`` is the catalogued material's.
    ``set_aside`` are words that changed nothing; ``out_of_scope`` says that the line holds no rare earth, but another
    critical material.
    """

    form: Form
    composition: Composition
    material_id: str | None
    method: str
    confidence: str
    figures: tuple[str, ...] = ()
    messages: tuple[Note, ...] = ()
    name: str | None = None
    set_aside: tuple[str, ...] = ()
    out_of_scope: bool = False

    @property
    def bought_as(self) -> Form | None:
        """The form; ``None`` of goods that only words tell to hold no rare earth: a label has none."""
        return None if self.method == WORDS else self.form

    @property
    def settled(self) -> bool:
        """Whether the reading may be relied on: one of low confidence that may hold a rare earth may not."""
        return self.confidence != LOW or not self.composition.fractions


@dataclass(frozen=True)
class Unresolved:
    """Why a line couldn't be read, what would resolve it, and up to five names that look alike.

    ``may_hold`` is one of ``MAY_HOLD``; ``plausible`` are the elements, by form, of the worst that the line may be.
    """

    reason: str
    detail: str
    near: tuple[str, ...] = ()
    may_hold: str = MAY
    plausible: Plausible = ANYTHING

    @property
    def settled(self) -> bool:
        """Whether the line surely matters little to the score."""
        return self.may_hold != MAY


Outcome = Resolved | Unresolved
