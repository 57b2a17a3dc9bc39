"""Alloys whose designation counts per cent by mass: ``MgGd10Y3``, ``Al-2Sc``, ``Co32Ni21Cr8Al0.5Y``, ``DyFe 80 %``
(or ``ferro-dysprosium 80 %``), and tungsten electrodes (``WLa15``), which count tenths of a per cent of oxide.

A designation starts with the base metal without a number. Where a formula would look the same, both are offered.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from service.risk.materials.chemistry.quantities import PERCENT, number, settled
from service.risk.materials.chemistry.stoichiometry import (
    ATOMIC_WEIGHTS,
    OXIDES,
    SIX_DECIMALS,
    FormulaError,
    atoms,
    is_element,
    mass_fractions,
)
from service.risk.materials.composition import Composition, Fraction, Note, Outcome, Resolved, Unresolved
from service.risk.materials.wording.remarks import plain
from service.risk.materials.wording.spelling import NAMES
from service.risk.vocabulary import ELEMENTS, Form

BASES = frozenset("Al Mg W Mo Ni Fe Cu Zr Ti Zn Co Nb Ta Cr V Ag Sn".split())
"""Metals that alloys are named after."""
_ALLOYED = BASES | ELEMENTS.keys() | frozenset("Si B C Mn Li Be Sr Ca Hf Re Pb Bi Sb Cd In Ga Ge P Ba".split())
_MCRALY_BASES = frozenset("Ni Co Fe".split())
FEW_ATOMS = 3  # up to this count, two metals may be a compound (AlCe3) as well as an alloy
FEW_ATOMS_OF = dict.fromkeys(("Ni", "Co", "Fe", "Cu"), 5)  # their compounds go up to AB5 (LaNi5)
MASTER_ALLOY = ("Al", "Sc")
"""Traded with 2 % Sc (see al-2sc in the catalogue): AlSc2 is no compound."""
WHOLE, OFF_WHOLE = Decimal(100), Decimal("1.5")
FAR_APART = 2  # readings of one formula that differ by more than this factor are asked about
MAGNET_RARE_EARTH = (8, 20)  # atoms of rare earth in a hundred of RE-Fe-B: Nd15Fe77B8 is one
_TOKEN = re.compile(r"([A-Z][a-z]?)(\d{1,2}(?:\.\d{1,3})?)?")
_RUN = re.compile(r"(?:[A-Z][a-z]?(?:\d{1,2}(?:\.\d{1,3})?)?){2,9}")
_BRACKETED = re.compile(r"\(([A-Z][a-z]?)\)$")
_PART = r"\d{1,2}(?:[.,]\d{1,3})?\s?(?:(?:wt|at|mass)?[\s.-]{0,2}%)?\s?-?[A-Z][a-z]?(?:2O3|O2|6O11|4O7)?"
_DASHED = re.compile(rf"(?<![\w-])(?P<base>[A-Z][a-z]?)(?P<parts>(?:\s?[-–+]\s?{_PART}){{1,8}})(?![\w.])")
_ONE_PART = re.compile(
    r"(?P<number>\d{1,2}(?:[.,]\d{1,3})?)\s?(?P<unit>(?:wt|at|mass)?[\s.-]{0,2}%)?\s?-?"
    r"(?P<what>[A-Z][a-z]?(?:2O3|O2|6O11|4O7)?)"
)
_ELECTRODE = re.compile(
    r"(?<![\w-])(?:EW(?P<aws>La|Ce|Y)-?(?P<percent>1(?:\.5)?|2)|W(?P<iso>La|Ce|Y|L)(?P<tenths>10|15|20))(?![\w.])"
)
_ELECTRODE_TOLERANCE = Decimal("0.002")
"""Oxide may be 0.2 per cent off an electrode's nominal content, as in ISO 6848 (see wl20 in the catalogue)."""
_SYMBOLS_SHARE = re.compile(
    rf"(?<![\w.])(?P<symbols>[A-Z][a-z]?(?:-?[A-Z][a-z]?){{1,2}})(?P<between>(?:\s|,|-|\balloys?\b|\bmaster\b|\bmetal\b){{0,6}}){PERCENT}(?![\w/])"
)
_UNIT = re.compile(r"\(?\b(?P<unit>wt|mass|at)\b\.?[\s-]?%?\)?")
_PAIRS_BEFORE = re.compile(
    r"(?<![\w.,])(?P<number>\d{1,2}(?:[.,]\d{1,3})?)\s?(?:wt\.?)?\s?%\s?(?P<symbol>[A-Z][a-z]?)(?!\w)"
)
_PAIRS_BEHIND = re.compile(
    r"(?<!\w)(?P<symbol>[A-Z][a-z]?)[\s:=]{0,2}(?P<number>\d{1,2}(?:[.,]\d{1,3})?)\s?(?:wt\.?)?\s?%(?!\w)"
)
_ELEMENT_WORDS = (
    frozenset("magnesium aluminium aluminum tungsten molybdenum nickel iron copper zirconium titanium cobalt".split())
    | NAMES.keys()
)
_FERRO = re.compile(rf"\bferro[\s-]?(?P<name>{'|'.join(NAMES.keys() - {'cerium'})})\b", re.I)
"""Iron with a rare earth; ferrocerium is mischmetal."""
Named = Callable[[str], Outcome | None]


def ferroalloy(text: str, named: Named) -> Outcome | None:
    """``ferro-dysprosium 80 % Dy``: read as ``DyFe 80 %``."""
    short = plain(text)
    match = _FERRO.search(short)
    if match is None:
        return None
    symbol = NAMES[match["name"].casefold()]
    rest = re.sub(rf"(?<=%)\s?(?:{symbol}|{match['name']})\b", "", short[match.end() :])
    joined = f"{short[: match.start()]}{symbol}Fe{rest}"
    return named(joined) or read(joined, named)


def designation(word: str, unit: str = "") -> Outcome | None:
    """What one word says if its digits count per cent, by mass or as ``unit`` (wt, at) says; ``None`` for a formula."""
    electrode = _ELECTRODE.fullmatch(word)
    dashed = _DASHED.fullmatch(word)
    if electrode or dashed:
        return _electrode(electrode, word) if electrode else _dashed(dashed, word) if dashed else None
    parts = _counted(word)
    symbols = [symbol for symbol, _ in parts]
    if len(set(symbols)) < len(symbols) or not set(symbols) <= _ALLOYED or not set(symbols) & ELEMENTS.keys():
        return None
    if parts[0][1] is None:
        return _suffixed(word, parts, unit)
    if parts[-1][1] is None and symbols[0] in _MCRALY_BASES and {"Cr", "Al"} <= set(symbols):
        shifted = [(symbol, parts[i][1]) for i, symbol in enumerate(symbols[1:])]
        return _by_mass(word, symbols[0], shifted)
    return whole(word, unit)


def _counted(word: str) -> list[tuple[str, Decimal | None]]:
    """Symbols of a word with the count behind each; none where it isn't made of those."""
    bracket = _BRACKETED.search(word)
    bare = word[: bracket.start()] if bracket else word
    bare = re.sub(r"(?<=[A-Za-z\d])-(?=[A-Z])", "", bare)
    if not _RUN.fullmatch(bare) or not any(c.isdigit() for c in bare):
        return []
    parts = [(symbol, Decimal(count) if count else None) for symbol, count in _TOKEN.findall(bare)]
    return parts + ([(bracket[1], None)] if bracket else [])


def _suffixed(word: str, parts: list[tuple[str, Decimal | None]], unit: str) -> Outcome | None:
    (base, _), *others = parts
    held = [(symbol, share) for symbol, share in others if symbol in ELEMENTS]
    if base not in BASES or not held:
        return None
    if unit == "at":
        return _by_atoms(word, base, others)
    missing = [symbol for symbol, share in held if share is None]
    if missing and {"Cr", "Al"} <= {symbol for symbol, _ in parts} and len(held) == 1:
        return None  # MCrAlY with an open share of yttrium: the catalogue knows how much it may be
    if missing:
        detail = (
            f"{word!r} gives no share of {', '.join(missing)}; write it behind the symbol, or give the composition."
        )
        return Unresolved("share_missing", detail)
    few = len(others) == 1 and (count := held[0][1]) and count == int(count) <= FEW_ATOMS_OF.get(base, FEW_ATOMS)
    if few and not unit and "-" not in word and (base, held[0][0]) != MASTER_ALLOY:
        return _asked(word)
    return _by_mass(word, base, others)


def _by_mass(word: str, base: str, others: list[tuple[str, Decimal | None]]) -> Outcome | None:
    if sum((share or Decimal(0) for _, share in others), Decimal(0)) >= WHOLE:
        return None
    shares = {s: share / 100 for s, share in others if share and s in ELEMENTS}
    if not shares:
        return None
    listed = ", ".join(f"{share.normalize():f} % {s}" for s, share in others if share)
    detail = f"The numbers in {word!r} are read as per cent by mass, as alloys are named: {listed}, the rest {base}."
    return _alloy({s: Fraction(v, v, v) for s, v in shares.items()}, "moderate", Note("info", "mass_per_cent", detail))


def _by_atoms(word: str, base: str, others: list[tuple[str, Decimal | None]]) -> Outcome | None:
    left = WHOLE - sum((share or Decimal(0) for _, share in others), Decimal(0))
    if left <= 0:
        return None
    formula = "".join(f"{symbol}{share}" for symbol, share in [(base, left), *others] if share)
    shares = {s: v for s, v in mass_fractions(formula).items() if s in ELEMENTS}
    detail = f"The numbers in {word!r} count atoms in a hundred, as stated; they are turned into mass."
    return _alloy({s: Fraction(v, v, v) for s, v in shares.items()}, "high", Note("info", "atoms_per_cent", detail))


def _alloy(shares: Mapping[str, Fraction], confidence: str, *notes: Note) -> Resolved:
    composition = Composition(tuple(sorted(shares.items())))
    return Resolved(Form.ALLOY, composition, None, "stated shares", confidence, (ATOMIC_WEIGHTS,), notes)


def whole(word: str, unit: str = "") -> Outcome | None:
    """A formula whose counts add up to a hundred: per cent by mass or atoms in a hundred.

    As ``unit`` says; iron-boron magnets count atoms. Else a range over both, or a question where they are far apart.
    """
    try:
        held = atoms(word)
    except FormulaError:
        return None
    total = Decimal(str(math.fsum(held.values())))
    if (
        not held.keys() & ELEMENTS.keys()
        or not held.keys() <= _ALLOYED
        or abs(total - WHOLE) > OFF_WHOLE
        or len(held) == 1
    ):
        return None
    by_mass = {s: (Decimal(str(n)) / total).quantize(SIX_DECIMALS) for s, n in held.items() if s in ELEMENTS}
    by_atoms = {s: v for s, v in mass_fractions(word).items() if s in ELEMENTS}
    if unit in ("wt", "mass"):
        return _alloy({s: Fraction(v, v, v) for s, v in by_mass.items()}, "high")
    if unit == "at" or _counts_magnet_atoms(held):
        detail = f"The counts of {word!r} add up to a hundred and are read as atoms."
        note = Note("info", "atoms_per_cent", detail)
        return _alloy({s: Fraction(v, v, v) for s, v in by_atoms.items()}, "high" if unit else "moderate", note)
    if any(max(by_mass[s], v) > FAR_APART * min(by_mass[s], v) for s, v in by_atoms.items()):
        return _asked(word)
    shares = {s: _between(by_mass[s], by_atoms[s]) for s in by_mass}
    detail = (
        f"The counts of {word!r} add up to a hundred: per cent by mass ({_grams(by_mass)}) or atoms "
        f"({_grams(by_atoms)}). The range covers both; write wt% or at% beside it."
    )
    return _alloy(shares, "low", Note("warning", "mass_or_atoms", detail))


def _counts_magnet_atoms(held: Mapping[str, float]) -> bool:
    rare = math.fsum(count for symbol, count in held.items() if symbol in ELEMENTS)
    low, high = MAGNET_RARE_EARTH
    return {"Fe", "B"} <= held.keys() and low <= rare <= high and held["B"] > 1


def _mcraly(word: str, named: Named) -> Resolved | None:
    """``NiCr22Al10Y``: the yttrium of a coating alloy whose share isn't written, as the catalogue knows it."""
    if not _RUN.fullmatch(word) or not word.endswith("Y") or not {"Cr", "Al"} <= set(re.findall("[A-Z][a-z]?", word)):
        return None
    usual = named("MCrAlY")
    if not isinstance(usual, Resolved):
        return None
    detail = f"{word!r} gives no share of Y: the usual range of such coating alloys is taken. Write it behind the Y."
    return replace(usual, confidence="moderate", messages=(Note("info", "share_assumed", detail),))


def _asked(word: str) -> Unresolved:
    held = atoms(word)
    total = math.fsum(held.values())
    base = next(iter(_TOKEN.findall(word)))
    rest = total if base[1] else 100.0
    by_mass = {s: Decimal(str(n / rest)) for s, n in held.items() if s in ELEMENTS}
    by_atoms = {s: v for s, v in mass_fractions(word).items() if s in ELEMENTS}
    detail = (
        f"{word!r} may count per cent by mass ({_grams(by_mass)}) or atoms ({_grams(by_atoms)}); "
        'write wt% or at% beside it, or give the "composition".'
    )
    return Unresolved("ambiguous_formula", detail)


def _grams(shares: Mapping[str, Decimal]) -> str:
    return ", ".join(f"{float(1000 * share):.4g} g {symbol} a kg" for symbol, share in shares.items())


def _between(one: Decimal, other: Decimal) -> Fraction:
    return Fraction(min(one, other), ((one + other) / 2).quantize(SIX_DECIMALS), max(one, other))


def _electrode(match: re.Match[str], word: str) -> Resolved:
    """An electrode by ISO 6848 (``WLa15``: tenths of a per cent) or AWS A5.12 (``EWLa-1.5``: per cent)."""
    symbol = {"L": "La"}.get(match["iso"] or "", match["aws"] or match["iso"])
    oxide = Decimal(match["percent"]) / 100 if match["percent"] else Decimal(match["tenths"]) / 1000
    held = mass_fractions(OXIDES[symbol])[symbol]
    low, central, high = (
        ((oxide + by) * held).quantize(SIX_DECIMALS) for by in (-_ELECTRODE_TOLERANCE, Decimal(0), _ELECTRODE_TOLERANCE)
    )
    detail = f"{word} is a tungsten electrode with {100 * oxide.normalize():f} % {OXIDES[symbol]} by mass."
    note = Note("info", "mass_per_cent", detail)
    composition = Composition(((symbol, Fraction(low, central, high)),))
    return Resolved(Form.OXIDE, composition, None, "grade", "high", (ATOMIC_WEIGHTS,), (note,))


def _dashed(match: re.Match[str], word: str) -> Outcome | None:
    """``Mg-10Gd-3Y``, ``Al-10at%Sc``, ``W-2%La2O3``: a number before each symbol or oxide."""
    base = match["base"]
    parts = [(m["number"], m["unit"] or "", m["what"]) for m in _ONE_PART.finditer(match["parts"])]
    symbols = [re.sub(r"\d?O\d*$|2O3$", "", what) for _, _, what in parts]
    if base not in BASES or not set(symbols) <= _ALLOYED or not set(symbols) & ELEMENTS.keys():
        return None
    if any(unit.strip(" .-").startswith("at") for _, unit, _ in parts):
        return _by_atoms(word, base, [(what, number(share)) for share, _, what in parts])
    if sum((number(share) for share, _, _ in parts), Decimal(0)) >= WHOLE:
        return None
    shares: dict[str, Fraction] = {}
    for (share, _, what), symbol in zip(parts, symbols, strict=True):
        if symbol in ELEMENTS:
            shares[symbol] = _part(base, number(share) / 100, what, symbol)
    listed = ", ".join(f"{share} % {what}" for share, _, what in parts)
    detail = f"{word!r} is read as per cent by mass: {listed}, the rest {base}."
    open_oxide = any(f.low < f.high for f in shares.values())
    more = f" In {base}, the share may count the metal or its oxide; the range covers both." if open_oxide else ""
    return _alloy(shares, "moderate", Note("info", "mass_per_cent", detail + more))


def _part(base: str, share: Decimal, what: str, symbol: str) -> Fraction:
    if what != symbol:
        return _between(*[(share * mass_fractions(what)[symbol]).quantize(SIX_DECIMALS)] * 2)
    if base in ("W", "Mo"):  # these hold oxide particles: Mo-0.6La may mean 0.6 % of La2O3
        return _between(share, (share * mass_fractions(OXIDES[symbol])[symbol]).quantize(SIX_DECIMALS))
    return Fraction(share, share, share)


def read(text: str, named: Named) -> Outcome | None:
    """An alloy by its designation in a text whose other words change no composition."""
    short = plain(text)
    dashed = _DASHED.search(short)
    if dashed and (outcome := designation(dashed[0])) is not None:
        return _with_rest(outcome, short.replace(dashed[0], " ", 1), dashed[0])
    listed = _listed(short)
    if listed is not None:
        return listed
    share = _SYMBOLS_SHARE.search(short)
    if share and (outcome := _symbols_share(share)) is not None:
        return _with_rest(outcome, short.replace(share[0], " ", 1), share[0])
    unit = _UNIT.search(short)
    for word in short.split():
        inner = word.strip(",;:")
        if not re.search(r"[A-Z].*\d|CrAlY$", inner) or named(inner) is not None:
            continue
        outcome = designation(inner, unit["unit"] if unit else "") or _mcraly(inner, named)
        if outcome is not None:
            rest = short.replace(word, " ", 1)
            return _with_rest(outcome, rest.replace(unit[0], " ", 1) if unit else rest, inner)
    return None


def _listed(text: str) -> Resolved | None:
    """``85% Nd 15% Fe``: shares of elements that add up to the whole, in a text of words that change nothing."""
    for pairs in (_PAIRS_BEFORE, _PAIRS_BEHIND):
        met = [(m["symbol"], number(m["number"])) for m in pairs.finditer(text)]
        symbols = [symbol for symbol, _ in met]
        total = sum((share for _, share in met), Decimal(0))
        if len(set(symbols)) < 2 or len(set(symbols)) < len(met) or abs(total - WHOLE) > OFF_WHOLE:  # noqa: PLR2004
            continue
        shares = {s: Fraction(v / 100, v / 100, v / 100) for s, v in met if s in ELEMENTS}
        if not shares or not set(symbols) <= _ALLOYED:
            continue
        detail = "The shares add up to the whole and are read as per cent by mass."
        alloy = _alloy(shares, "high", Note("info", "mass_per_cent", detail))
        return settled(alloy, pairs.sub(" ", text), _ELEMENT_WORDS)
    return None


def _with_rest(outcome: Outcome, rest: str, word: str) -> Outcome | None:
    if isinstance(outcome, Unresolved):
        return outcome
    whole_text = settled(outcome, rest, _ELEMENT_WORDS)
    if whole_text is None or not re.search(r"\btargets?\b|\bsputter", rest, re.I) or "%" in word:
        return whole_text
    return _as_target(whole_text, word)


def _as_target(resolved: Resolved, word: str) -> Resolved:
    """Targets are often named by atoms (AlSc10, 10 at% Sc): the range covers both, where the base is stated."""
    tokens = _TOKEN.findall(re.sub(r"[^A-Za-z\d.]", "", word))
    if resolved.method != "stated shares" or tokens[0][1] or resolved.confidence == "low":
        return resolved
    by_atoms = _by_atoms(word, tokens[0][0], [(s, Decimal(n)) for s, n in tokens[1:] if n])
    if not isinstance(by_atoms, Resolved):
        return resolved
    other = dict(by_atoms.composition.fractions)
    shares = {s: _between(f.central, other[s].central) for s, f in resolved.composition.fractions}
    detail = f"Targets are named by mass or by atoms: the range covers both; write wt% or at% beside {word!r}."
    note = Note("warning", "mass_or_atoms", detail)
    return replace(resolved, composition=Composition(tuple(shares.items())), confidence="low", messages=(note,))


def _symbols_share(match: re.Match[str]) -> Outcome | None:
    """``DyFe 80 %``, ``Mg-Y master alloy 30%``: the share of the one rare earth in it."""
    symbols = re.findall("[A-Z][a-z]?", match["symbols"])
    held = [symbol for symbol in symbols if symbol in ELEMENTS]
    if len(held) != 1 or not set(symbols) <= _ALLOYED or not all(map(is_element, symbols)):
        return None
    share = number(match["number"]) / 100
    if not 0 < share < 1:
        return None
    (symbol,) = held
    if match["unit"].strip().startswith("at"):
        others = [other for other in symbols if other != symbol]
        return _by_atoms(match[0], others[0], [(symbol, 100 * share)]) if len(others) == 1 else None
    if match["unit"].strip().startswith("mol"):
        return None
    rest = "-".join(other for other in symbols if other != symbol)
    detail = f"{match['number']} % is read as the share of {symbol} by mass, the rest as {rest}."
    return _alloy({symbol: Fraction(share, share, share)}, "moderate", Note("info", "mass_per_cent", detail))
