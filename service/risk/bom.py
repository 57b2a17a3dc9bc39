"""A bill of materials as the kernel sees it: plain values, exact decimals, alpha-3 countries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Quantity:
    """An amount with its unit as written (``kg``, ``g``, ``t``, ``lb``)."""

    value: Decimal
    unit: str


@dataclass(frozen=True)
class Price:
    """Price of one ``per`` unit (``kg``, ``g``, ``t``, ``piece``) in the BOM's currency."""

    value: Decimal
    per: str


@dataclass(frozen=True)
class Source:
    """``share`` (0..1) of a line's material made in ``country`` (alpha-3, ``EU27`` or ``ZZZ``) at ``stage``. Recycled
    material enters there and passes no stage before."""

    stage: str
    country: str
    share: Decimal
    recycled: bool = False


@dataclass(frozen=True)
class Line:
    """One line. What it is made of is said by ``material``, ``element`` + ``form``, ``formula`` or ``composition``
    (element symbol -> mass fraction 0..1, with ``form``). ``multiplied`` is the number of pieces by which a canonical
    line's mass was multiplied, ``can_do_without`` the share (0..1) of the line that its owner can spare."""

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


@dataclass(frozen=True)
class Bom:
    """A product's rare-earth lines, its buyer's country (alpha-3, ``None`` where not stated) and the day it is scored
    for. ``tolerance`` is the share of need (0..1) that the product can lose without harm."""

    buyer_country: str | None
    lines: tuple[Line, ...]
    bom_id: str | None = None
    name: str | None = None
    as_of: date | None = None
    currency: str | None = None
    tolerance: Decimal | None = None
