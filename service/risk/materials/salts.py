"""Salts of a rare earth by their systematic names, and what a compound of which nothing else is known may hold."""

from __future__ import annotations

from service.risk.materials.composition import Composition, Fraction, Note, Resolved
from service.risk.materials.descriptions import NOISE, plain
from service.risk.materials.spelling import NAMES, words_of
from service.risk.materials.stoichiometry import ATOMIC_WEIGHTS, OXIDES, SALTS, SIX_DECIMALS, form_of, mass_fractions
from service.risk.vocabulary import ELEMENTS

NAMED = 2  # words of a salt's name: element and anion
_SYMBOLS = {symbol.casefold(): symbol for symbol in ELEMENTS} | NAMES | {"cerous": "Ce"}
_ANIONS = {"trichloride": "chloride", "trifluoride": "fluoride", "trinitrate": "nitrate", "hexaboride": "boride"}
_VALENCE, _OTHER_VALENCE = frozenset({"iii"}), frozenset({"ii", "iv"})
_PREFIXES = "mono di tri tetra penta hexa hepta octa nona deca".split()
_HYDRATES = {f"{prefix}hydrate": n for n, prefix in enumerate(_PREFIXES, start=1)}


def salt(text: str) -> Resolved | None:
    """``dysprosium chloride``, ``La carbonate octahydrate``: a salt by its systematic name.

    Where the name doesn't say how much water is bound, a range from the most hydrated to the anhydrous salt.
    """
    words, corrected = words_of(plain(text))
    said = [w for w in words if w.isalpha() and w not in NOISE and w not in _VALENCE]
    water = _water(said[NAMED:])
    if len(said) < NAMED or water is None or any(w in _OTHER_VALENCE for w in words):
        return None
    symbol, anion = _SYMBOLS.get(said[0]), _ANIONS.get(said[1], said[1])
    if symbol is None or anion not in SALTS:
        return None
    formula, most = SALTS[anion]
    dry = formula.format(symbol)
    least, most = (water, water) if water >= 0 else (0, most)
    high, low = (mass_fractions(f"{dry}+{n}H2O" if n else dry)[symbol] for n in (least, most))
    detail = f"Taken between {dry} and {dry}·{most}H2O; give the formula to narrow it."
    notes = (Note("info", "hydrate_unknown", detail),) if low < high else ()
    if corrected:
        notes = (*notes, Note("info", "spelling_corrected", f"Read as {ELEMENTS[symbol].name} {anion}."))
    share = Fraction(low, ((low + high) / 2).quantize(SIX_DECIMALS), high)
    sureness = "moderate" if low < high else "high" if corrected else "certain"
    method = "spelling" if corrected else "formula"
    composition = Composition(((symbol, share),))
    form = form_of(mass_fractions(dry))
    return Resolved(form, composition, None, method, sureness, (ATOMIC_WEIGHTS,), notes)


def _water(words: list[str]) -> int | None:
    """Molecules of water that the words after a salt's name say; -1 when they leave it open, ``None`` for others."""
    if words in ([], ["hydrate"], ["hydrated"]):
        return -1
    if len(words) != 1:
        return None
    return 0 if words[0] in ("anhydrous", "dry") else _HYDRATES.get(words[0])


def compound_of(symbol: str) -> Fraction:
    """Mass fraction of a rare earth in a compound of which nothing else is known: from its wettest salt to its oxide.

    The middle is no better founded than the ends.
    """
    shares = [
        mass_fractions(f"{f.format(symbol)}+{n}H2O" if n else f.format(symbol))[symbol] for f, n in SALTS.values()
    ]
    low, high = min(shares), mass_fractions(OXIDES[symbol])[symbol]
    return Fraction(low, ((low + high) / 2).quantize(SIX_DECIMALS), high)
