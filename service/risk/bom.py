"""A bill of materials as the kernel sees it: plain values, exact decimals, alpha-3 countries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from service.risk.errors import FieldError

SPLIT, SEPARATE = "split", "separate"
"""Lines of one part with different supply: one part with several suppliers, or a part each (``Bom.same_part``)."""
REFUSE, SKIP_LINE = "refuse", "skip_line"
"""A line with a value that can't be used: the BOM is refused, or the line is left unread (``Bom.on_error``)."""


class Quantity(NamedTuple):
    """An amount with its unit as written (``kg``, ``g``, ``t``, ``lb``). In a canonical line it is grams, with what
    they count, or a number of pieces or packs."""

    value: Decimal
    unit: str


class Price(NamedTuple):
    """Price of ``per_quantity`` units of ``per`` (``kg``, ``g``, ``t``, ``piece``) in the BOM's currency. ``currency``
    is what was written beside it, an ISO 4217 code or a sign such as ``$``; it must agree with the BOM's."""

    value: Decimal
    per: str
    per_quantity: Decimal = Decimal(1)
    currency: str | None = None


class Source(NamedTuple):
    """``share`` (0..1) of a line's material made in ``country`` at ``stage``. The country is alpha-3, ``EU27``,
    ``ZZZ``, or ``DEFAULT_MIX`` for the countries that are taken where nothing is declared. Recycled material enters
    there and passes no stage before."""

    stage: str
    country: str
    share: Decimal
    recycled: bool = False


@dataclass(frozen=True)
class Confirmed:
    """What a part is, as ``by`` confirmed at ``at``: a catalogued material by its id, or one of the descriptions that a
    line may have. ``rare_earth`` is False where it holds none."""

    by: str
    at: datetime
    material_id: str | None = None
    element: str | None = None
    form: str | None = None
    formula: str | None = None
    composition: tuple[tuple[str, Decimal], ...] = ()
    rare_earth: bool | None = None


@dataclass(frozen=True)
class Line:
    """One line. What it is made of is said by ``material``, ``element`` + ``form``, ``formula`` or ``composition``
    (element symbol -> mass fraction 0..1, with ``form``). Before these go ``read_as`` (the id of a catalogued
    material), ``rare_earth`` (False where it holds none) and what was ``confirmed`` of its part. ``multiplied`` is the
    number of pieces by which a canonical line's mass was multiplied. ``can_do_without`` is the share (0..1) of the line
    that its owner can spare. A line with ``errors`` stays unread. The ``supplier`` is a name beside it, ``stock_days``
    how long its stock lasts, ``monthly_need`` what is used in a month: no score reads them."""

    line_id: str
    part_number: str | None = None
    material: str | None = None
    element: str | None = None
    form: str | None = None
    formula: str | None = None
    composition: tuple[tuple[str, Decimal], ...] = ()
    quantity: Quantity | None = None
    pieces: Decimal | None = None
    unit_price: Price | None = None
    supply: tuple[Source, ...] = ()
    alternate_group: str | None = None
    end_use: str | None = None
    multiplied: Decimal | None = None
    can_do_without: Decimal | None = None
    grams_per_metre: Decimal | None = None
    read_as: str | None = None
    rare_earth: bool | None = None
    confirmed: Confirmed | None = None
    errors: tuple[FieldError, ...] = ()
    supplier: str | None = None
    stock_days: Decimal | None = None
    monthly_need: Quantity | None = None

    def changed(self, **members: Any) -> Line:
        """The line with other members. A tenth of the time of ``dataclasses.replace``, which reads every field."""
        other = object.__new__(Line)
        other.__dict__.update(self.__dict__, **members)
        return other

    @property
    def described(self) -> bool:
        """Whether anything says what it is made of."""
        words = (self.material, self.element, self.formula, self.composition, self.read_as, self.confirmed)
        return any(words) or self.rare_earth is not None


@dataclass(frozen=True)
class Bom:
    """A product's rare-earth lines, its buyer's country (alpha-3, ``None`` where not stated) and the day it is scored
    for. Used is what was known by ``known_at``, or else on that day. ``tolerance`` is the share of need (0..1) that the
    product can lose without harm, ``same_part`` ``SPLIT`` or ``SEPARATE``, ``on_error`` ``REFUSE`` or ``SKIP_LINE``."""

    buyer_country: str | None
    lines: tuple[Line, ...]
    bom_id: str | None = None
    name: str | None = None
    as_of: date | None = None
    currency: str | None = None
    tolerance: Decimal | None = None
    same_part: str = SPLIT
    on_error: str = REFUSE
    known_at: date | None = None
