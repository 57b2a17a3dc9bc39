"""What the resolver answers with: compositions with mass ranges, catalogued materials, and outcomes.

Mass fractions are decimals 0..1 of the product as ``low <= central <= high``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

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
}
"""How a line was read, and what each word means."""
CONFIDENCES = {
    "certain": "What is written names one material, as it stands.",
    "high": "One reading remains after a misspelling is put right or words that change no composition (purity, size, "
    "shape, coating, a remark) are left out.",
    "moderate": "Something that isn't written was assumed, and a message names it: the form of a bare element, the "
    "water in a salt, the rest of a magnet, what a code leaves open.",
}
"""How surely a line was read. It says nothing of how well the composition is known: ranges and ``nature`` do."""


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

    @property
    def elements(self) -> tuple[str, ...]:
        """Rare earths that the product is expected to hold (central above 0)."""
        return tuple(s for s, f in self.fractions if f.central > 0)

    @property
    def possible(self) -> tuple[str, ...]:
        """Rare earths that it may hold and typically doesn't (central 0, high above 0)."""
        return tuple(s for s, f in self.fractions if f.central == 0 < f.high)

    def held(self, view: str) -> tuple[str, ...]:
        """Rare earths in the product under one of ``VIEWS``: favourable leaves out what may be absent (low 0),
        adverse takes in what may be present (high above 0)."""
        point = POINTS[view]
        return tuple(s for s, f in self.fractions if getattr(f, point) > 0)

    def __getitem__(self, symbol: str) -> Fraction:
        return dict(self.fractions)[symbol]


@dataclass(frozen=True)
class Note:
    """Something the buyer should know about how a line was read; the caller adds the pointer."""

    severity: str
    code: str
    detail: str


@dataclass(frozen=True)
class Material:
    """A catalogued product. ``nature`` is stoichiometric, published, engineering estimate or definition (holds no
    rare earth by what the name means; ``composition`` is empty)."""

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
    """

    form: Form
    composition: Composition
    material_id: str | None
    method: str
    confidence: str
    figures: tuple[str, ...] = ()
    messages: tuple[Note, ...] = ()
    name: str | None = None


@dataclass(frozen=True)
class Unresolved:
    """Why a line couldn't be read, what would resolve it, and up to five names that look alike."""

    reason: str
    detail: str
    near: tuple[str, ...] = ()


Outcome = Resolved | Unresolved
