"""Stated shares against the range of the material that they are said of, and totals of rare-earth oxide (TREO)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from service.risk.materials import shares
from service.risk.materials.composition import Composition, Fraction, Material, Note, Outcome, Resolved, Unresolved
from service.risk.materials.contained_amounts import TREO, counted_share
from service.risk.materials.descriptions import plain
from service.risk.materials.stoichiometry import OXIDES, SIX_DECIMALS, mass_fractions
from service.risk.vocabulary import Form

_PER_CENT = r"(\d{1,2}(?:[.,]\d+)?)\s*%"
_TREO = re.compile(rf"(?<![\w.,]){_PER_CENT}\s*T?REO\b|\bT?REO\s*[:=]?\s*{_PER_CENT}", re.I)
_LIGHT = ("Nd", "Pr")
HOSTS: dict[tuple[str, tuple[str, ...]], str] = {("aluminium", ("Sc",)): "al-sc"}
"""A metal that holds no rare earth by its name, with shares of these stated beside it, is this alloy."""
USUAL = {"NdFeB sintered": "ndfeb-sintered"}
"""The material that stands for its whole class: a grade may hold what is stated of it within that one's range, too."""

Named = Callable[[str], Outcome | None]
Stated = tuple[Material, Note]


def by_shares(text: str, named: Named, materials: Mapping[str, Material]) -> Stated | Resolved | Unresolved | None:
    """``NdFeB 3% Dy``: the material with the stated shares in the place of its own, and what to tell of it; the
    material as it is where only what it doesn't hold was said to be absent."""
    stated = shares.stated_in(plain(text))
    base = named(stated.rest) if stated else None
    if stated is None or not isinstance(base, Resolved) or base.material_id is None:
        return None
    if stated.fault:
        return stated.fault
    material = materials[HOSTS.get((base.material_id, tuple(stated.shares)), base.material_id)]
    usual = materials.get(USUAL.get(material.material_class, ""), material)
    doubt = out_of_range(material, usual, stated.shares) if material.id == base.material_id else None
    found = doubt or shares.with_shares(material, stated.shares, stated.absent)
    if found is None or isinstance(found, Unresolved):
        return found
    if found == base.composition:
        return replace(base, confidence="high")
    total = sum((f.central for _, f in found.fractions), Decimal(0))
    detail = f"What is stated of {material.name} is used; with it, it holds {100 * total:.1f} % of rare earths."
    return replace(material, composition=found), Note("info", "stated_share", detail)


def by_assay(text: str, named: Named, materials: Mapping[str, Material]) -> Stated | Unresolved | None:
    """``mixed rare earth carbonate 55% TREO``: the material's own distribution at the stated total. Ores only."""
    total, rest = treo_in(plain(text))
    base = named(rest) if total is not None else None
    if total is None or not isinstance(base, Resolved) or base.material_id is None or base.form is not Form.ORE:
        return None
    material = materials[base.material_id]
    found = with_treo(material, total)
    if isinstance(found, Unresolved):
        return found
    detail = f"{_percent(total)} % of rare-earth oxide as stated, in the typical distribution of {material.name}."
    return replace(material, composition=found), Note("info", "stated_share", detail)


def out_of_range(material: Material, usual: Material, stated: Mapping[str, Fraction]) -> Unresolved | None:
    """Why stated shares contradict the material's name: outside its range, or no room for the neodymium of a magnet.

    ``usual`` is what its class is typically made of: its range counts, too, as the stated share says more than a grade
    does. A range without width says one composition of a family (Al-2%Sc): another share is another member of it.
    """
    own = dict(material.composition.fractions)
    for symbol, share in stated.items():
        ranges = [m.composition[symbol] for m in (material, usual) if symbol in dict(m.composition.fractions)]
        low, high = min((r.low for r in ranges), default=share.low), max((r.high for r in ranges), default=share.high)
        if low < high and (share.low > high or share.high < low):
            holds = f"{_percent(low)} to {_percent(high)} % {symbol}"
            return _contradiction(f"{material.name} holds {holds}, not {_percent(share.central)} %")
    if not material.material_class.startswith("NdFeB"):
        return None
    total = sum((f.central for f in own.values()), Decimal(0))
    room = total - sum((f.low for s, f in stated.items() if s not in _LIGHT), Decimal(0))
    least = own["Nd"].low
    if room < least and not any(s in stated for s in _LIGHT):
        said = ", ".join(f"{_percent(f.central)} % {s}" for s, f in stated.items())
        return _contradiction(f"{material.name} holds at least {_percent(least)} % Nd, for which {said} leaves no room")
    return None


def _contradiction(why: str) -> Unresolved:
    return Unresolved("contradiction", f"{why}; check the share, or give the composition instead of the name.")


def _percent(share: Decimal) -> str:
    return f"{(100 * share).normalize():f}"


def treo_in(text: str) -> tuple[Decimal | None, str]:
    """The share (0..1) of rare-earth oxide that a text states, and the text without it."""
    match = _TREO.search(text)
    if not match:
        return None, text
    total = Decimal((match[1] or match[2]).replace(",", ".")) / 100
    return total, " ".join(_TREO.sub(" ", text).split())


def with_treo(material: Material, total: Decimal) -> Composition | Unresolved:
    """The material's distribution at a stated share of rare-earth oxide (0..1); its range stays, where it holds that.

    Elements turn into oxides by stoichiometry, as in ``contents``. A total above what the material's upper fractions
    make together is a contradiction.
    """
    fractions = material.composition.fractions
    most = sum((f.high / mass_fractions(OXIDES[s])[s] for s, f in fractions), Decimal(0))
    least = sum((f.low / mass_fractions(OXIDES[s])[s] for s, f in fractions), Decimal(0))
    if not least <= total <= most:
        span = f"{_percent(least.quantize(Decimal('0.01')))} to {_percent(most.quantize(Decimal('0.01')))} %"
        return _contradiction(f"{material.name} holds {span} of rare-earth oxide, not {_percent(total)} %")
    factor = total / counted_share(material.composition, TREO)
    return Composition(tuple((s, _scaled(f, factor)) for s, f in fractions))


def _scaled(fraction: Fraction, factor: Decimal) -> Fraction:
    central = (fraction.central * factor).quantize(SIX_DECIMALS)
    return Fraction(min(fraction.low, central), central, max(fraction.high, central))
