"""Salts of a rare earth by their systematic names, and what a compound of which nothing else is known may hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from service.risk.materials.chemistry.notation import water_joined
from service.risk.materials.chemistry.quantities import doubted, unexplained
from service.risk.materials.chemistry.stoichiometry import (
    ATOMIC_WEIGHTS,
    OXIDES,
    SALTS,
    SIX_DECIMALS,
    form_of,
    mass_fractions,
)
from service.risk.materials.composition import Composition, Fraction, Note, Resolved
from service.risk.materials.wording.remarks import NOISE, plain
from service.risk.materials.wording.spelling import NAMES, words_of
from service.risk.vocabulary import ELEMENTS

NAMED = 2  # words of a salt's name: element and anion
_SYMBOLS = {symbol.casefold(): symbol for symbol in ELEMENTS} | NAMES | {"cerous": "Ce"}
_ANIONS = {
    "trichloride": "chloride", "trifluoride": "fluoride", "trinitrate": "nitrate", "hexaboride": "boride",
    "triiodide": "iodide", "tribromide": "bromide", "trihydroxide": "hydroxide", "triacetate": "acetate",
    "orthophosphate": "phosphate", "acac": "acetylacetonate",
}  # fmt: skip
_RARER = {
    "triflate": ("{}(CF3SO3)3", 9), "trifluoromethanesulfonate": ("{}(CF3SO3)3", 9), "perchlorate": ("{}(ClO4)3", 6),
    "formate": ("{}(HCOO)3", 2), "isopropoxide": ("{}(OC3H7)3", 0), "tungstate": ("{}2(WO4)3", 0),
    "molybdate": ("{}2(MoO4)3", 0), "stearate": ("{}(C18H35O2)3", 0), "citrate": ("{}C6H5O7", 5),
    "ethylhexanoate": ("{}(C8H15O2)3", 0), "octoate": ("{}(C8H15O2)3", 0),
}  # fmt: skip
"""Anion -> (formula, most water) of salts that the range for an unknown compound leaves out: they are rarely bought."""
DILUTED = frozenset({"ethylhexanoate", "octoate"})
"""Salts sold pure or dissolved in their own acid, down to half of it (see ``DILUTION``)."""
DILUTION = Decimal("0.4")
_OTHER_SALTS = {
    ("ceric", "ammonium", "nitrate"): ("Ce", "(NH4)2Ce(NO3)6", 0), ("ceric", "sulfate"): ("Ce", "Ce(SO4)2", 4),
    ("ceric", "ammonium", "sulfate"): ("Ce", "(NH4)4Ce(SO4)4", 2), ("ceric", "hydroxide"): ("Ce", "Ce(OH)4", 0),
    ("ceric", "fluoride"): ("Ce", "CeF4", 1), ("samarium", "diiodide"): ("Sm", "SmI2", 0),
    ("ytterbium", "diiodide"): ("Yb", "YbI2", 0), ("europium", "diiodide"): ("Eu", "EuI2", 0),
    ("europium", "dichloride"): ("Eu", "EuCl2", 0),
}  # fmt: skip
"""Salts of another valence than three, and double salts: the words of the name -> (symbol, formula, most water)."""
_VALENCE, _OTHER_VALENCE = frozenset({"iii"}), frozenset({"ii", "iv"})
_PREFIXES = "mono di tri tetra penta hexa hepta octa nona deca".split()
_HYDRATES = {f"{prefix}hydrate": Decimal(n) for n, prefix in enumerate(_PREFIXES, start=1)} | {
    "hemihydrate": Decimal("0.5"), "sesquihydrate": Decimal("1.5"), "hemipentahydrate": Decimal("2.5"),
    "hemiheptahydrate": Decimal("3.5"),
}  # fmt: skip
_FIGURES = re.compile(
    r"·(\(\d[\d.]*-[\d.]+\)|\d[\d.]*|[xn])?H2O\b|(?<![\w.])(\d(?:\.\d)?|10|[xn])[\s-]?hydrate\b", re.I
)
_LOCANT = re.compile(r"\b2-(?=ethylhex)", re.I)


def salt(text: str) -> Resolved | None:
    """``dysprosium chloride``, ``La carbonate octahydrate``, ``Lanthanum nitrate x 6 H2O``: a salt by its systematic
    name.

    Where the name doesn't say how much water is bound, a range from the most hydrated to the anhydrous salt.
    """
    name, stated = _hydrate_of(plain(water_joined(text)))
    words, corrected = words_of(name)
    read = _substance(_named(words))
    if read is None or (words[0] == read[0].casefold() and not re.match(rf"\s*({read[0]}|{read[0].upper()})\b", name)):
        return None  # a symbol in small letters is a word of some language
    symbol, dry, wettest, left = read
    water = stated or _water(left)
    if water is None:
        return None
    least, most = water if water[0] >= 0 else (Decimal(0), Decimal(wettest))
    formula = dry.format(symbol)
    high, low = (mass_fractions(f"{formula}+{n:f}H2O" if n else formula)[symbol] for n in (least, most))
    central = ((low + high) / 2).quantize(SIX_DECIMALS)
    notes = (Note("info", "hydrate_unknown", _range_detail(formula, least, most)),) if low < high else ()
    if DILUTED & set(words):
        low, central = (low * DILUTION).quantize(SIX_DECIMALS), (high * (1 + DILUTION) / 2).quantize(SIX_DECIMALS)
        detail = f"{formula} is sold pure or dissolved in its acid: the range covers both. State the share of {symbol}."
        notes = (Note("info", "dilution_unknown", detail),)
    if corrected:
        notes = (*notes, Note("info", "spelling_corrected", f"Read as {formula}, a salt of {ELEMENTS[symbol].name}."))
    sureness = "moderate" if low < high else "high" if corrected else "certain"
    resolved = Resolved(
        form_of(mass_fractions(formula)), Composition(((symbol, Fraction(low, central, high)),)), None,
        "spelling" if corrected else "formula", sureness, (ATOMIC_WEIGHTS,), notes,
    )  # fmt: skip
    return doubted(resolved, unexplained(_LOCANT.sub(" ", name)))


def _named(words: Sequence[str]) -> Sequence[str]:
    """The words of a salt's name that tell something; a valence other than three is put into the name."""
    named = [w for w in words if w.isalpha() and w not in NOISE and w not in _VALENCE]
    if not _OTHER_VALENCE & set(named) or len(named) <= NAMED:
        return named
    element = {"ce": "cerium"}.get(named[0], named[0])
    rest = [w for w in named[1:] if w not in _OTHER_VALENCE]
    if "iv" in named:
        return ["ceric", *rest] if element == "cerium" else []
    return [element, f"di{rest[0]}", *rest[1:]]


def _range_detail(dry: str, least: Decimal, most: Decimal) -> str:
    first = f"{dry}·{least:f}H2O" if least else dry
    return f"Taken between {first} and {dry}·{most:f}H2O; give the formula to narrow it."


def _substance(named: Sequence[str]) -> tuple[str, str, int, Sequence[str]] | None:
    """Symbol, formula and most water of the salt that words name, and the words after its name."""
    for length in (3, 2):
        other = _OTHER_SALTS.get(tuple(named[:length]))
        if other:
            return other[0], other[1], other[2], named[length:]
    if len(named) < NAMED or named[0] not in _SYMBOLS:
        return None
    anion = _ANIONS.get(named[1], named[1])
    formula, most = SALTS.get(anion) or _RARER.get(anion) or ("", 0)
    return (_SYMBOLS[named[0]], formula, most, named[NAMED:]) if formula else None


def _hydrate_of(text: str) -> tuple[str, tuple[Decimal, Decimal] | None]:
    """A salt's name without its water in figures, and that water: ``nitrate·6H2O``, ``nitrate 6-hydrate``."""
    match = _FIGURES.search(text)
    if match is None:
        return text, None
    rest = f"{text[: match.start()]} {text[match.end() :]}"
    count = next((group for group in match.groups() if group), "")
    if count in ("x", "n"):
        return f"{rest} hydrate", None
    ends = [Decimal(one) for one in re.findall(r"\d+(?:\.\d+)?", count)] or [Decimal(1)]
    return rest, (ends[0], ends[-1])


def _water(words: Sequence[str]) -> tuple[Decimal, Decimal] | None:
    """Least and most water that the words after a salt's name say; -1 when they leave it open, ``None`` for others."""
    if words in ([], ["hydrate"], ["hydrated"]):
        return Decimal(-1), Decimal(-1)
    if len(words) != 1:
        return None
    count = Decimal(0) if words[0] in ("anhydrous", "dry") else _HYDRATES.get(words[0])
    return None if count is None else (count, count)


def compound_of(symbol: str) -> Fraction:
    """Mass fraction of a rare earth in a compound of which nothing else is known: from its wettest salt to its oxide.

    The middle is no better founded than the ends.
    """
    shares = [
        mass_fractions(f"{f.format(symbol)}+{n}H2O" if n else f.format(symbol))[symbol] for f, n in SALTS.values()
    ]
    low, high = min(shares), mass_fractions(OXIDES[symbol])[symbol]
    return Fraction(low, ((low + high) / 2).quantize(SIX_DECIMALS), high)
