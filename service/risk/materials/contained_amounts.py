"""Amounts counted as what a product contains: kg TREO, kg Nd2O3, kg Nd; turned into product and elements.

By stoichiometry, from IUPAC's standard atomic weights through periodictable. TREO counts every rare earth as the oxide
in which it is traded. That is Ce as CeO2, Pr as Pr6O11, Tb as Tb4O7, the rest as R2O3.
"""

from __future__ import annotations

from decimal import Decimal

from service.risk.materials.chemistry.stoichiometry import OXIDES, mass_fractions
from service.risk.materials.composition import Composition, Note
from service.risk.vocabulary import ELEMENTS

TREO, METALS = "TREO", "TREE"
OF_OXIDE = {oxide: symbol for symbol, oxide in OXIDES.items()}


def product_g(composition: Composition, grams: Decimal, counts: str | None) -> Decimal | None:
    """Grams of product in which there are ``grams`` of what they count; ``None`` when the product doesn't hold that."""
    share = counted_share(composition, counts)
    return grams / share if share else None


def elements_g(
    composition: Composition, product: Decimal, counts: str | None
) -> dict[str, tuple[Decimal, Decimal, Decimal]]:
    """By element, least, central and most grams of it in grams of product whose amount was stated as what it counts."""
    only = OF_OXIDE.get(counts or "", counts) if counts not in (TREO, METALS) else None
    if counts and len(composition.fractions) == 1:
        only = composition.fractions[0][0]
    elements = {}
    for symbol, f in composition.fractions:
        central = product * f.central
        known = symbol == only  # what is counted is known, however uncertain its share of the product
        elements[symbol] = (central, central, central) if known else (product * f.low, central, product * f.high)
    return elements


def counted_share(composition: Composition, counts: str | None) -> Decimal:
    """Grams of what is counted in one gram of product (central); 0 when it holds none."""
    if counts is None:
        return Decimal(1)
    if counts == METALS:
        return sum((f.central for _, f in composition.fractions), Decimal(0))
    wanted = {OF_OXIDE.get(counts, counts)} if counts != TREO else set(ELEMENTS)
    shares = [(s, f.central) for s, f in composition.fractions if s in wanted]
    if counts in ELEMENTS:
        return sum((central for _, central in shares), Decimal(0))
    return sum((central / mass_fractions(OXIDES[s])[s] for s, central in shares), Decimal(0))


def note(counts: str, grams: Decimal, product: Decimal) -> Note:
    """Tells the buyer what the amount came to."""
    detail = f"{grams.normalize():f} g counted as {counts} are taken as {product:.6g} g of product, by stoichiometry."
    return Note("info", "counted_as", detail)
