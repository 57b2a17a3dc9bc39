"""Formulas and alloy names that hold no rare earth, by strict parsing: ``CuSn8``, ``V2O5-WO3/TiO2``, ``42CrMo4``.

Every symbol must be an element's, in the case of symbols. Words in capitals only (PR1004, SN74) are no formulas.
"""

from __future__ import annotations

import re
import unicodedata

from service.risk.materials.chemistry.stoichiometry import ATOMIC_WEIGHTS, NONMETALS, is_element
from service.risk.materials.composition import Composition, Note, Resolved
from service.risk.vocabulary import ELEMENTS, Form

CRITICAL = frozenset("Co Ga Ge Sb W Ta Nb V In Bi Te Be Ti Mg Li Pt Pd Rh Ru Ir Os Hf Re".split())
"""Other materials of which supply is watched: a line with one isn't harmless, it is out of this service's scope."""
_NEVER = frozenset("Tc Pm Po At Rn Fr Ra Ac Pa Np Pu Am Cm He Ne Ar Kr Xe D T n".split())
"""Elements that nobody writes on a bill of materials: with one of them, a word is no formula."""
_KNOWN = frozenset(
    "V2O5 WO3 B2O3 P2O5 K2O H2O VO2 CO2 SO2 N2 O2 H2 B4C BN WC UO2 KF KI KCN KOH H3BO3 H2O2 HF HNO3 H2SO4 C2H2".split()
)
"""Formulas in capitals only that are substances and no part numbers."""
_SIMPLE = frozenset(
    "MgO ZnO NaCl SiO2 NiO CoO GaN GaAs InP SiC AlN TiN LiF NaF AgCl CuO FeO CaO BaO SrO PbO SnO CdS ZnS ZnSe CdTe NaI "
    "CsI TiC TaC InN GaP InAs GaSb InSb KBr KCl LiCl NaOH".split()
)
"""Substances of two elements that are written without a digit."""
LONGEST, MOST_COUNT, MOST_WORDS = 60, 100, 4
_ELEMENT = r"[A-Z][a-z]?"
_PART = re.compile(rf"(?:{_ELEMENT}(?:\d{{1,3}}(?:\.\d{{1,3}})?)?|\((?:{_ELEMENT}(?:\d{{1,2}})?){{1,5}}\)\d?){{1,12}}")
_DOPANT = re.compile(rf"\(({_ELEMENT})\)$")
_STEEL = re.compile(
    r"X?\d{1,3}(?P<symbols>(?:Cr|Mn|Mo|Ni|V|Si|B|S|W|Al|Ti|Nb|Cu|Pb|Co|N){1,5})(?P<tail>\d{0,2}(?:-\d{1,2}){0,4})"
)
_NUMBERED = re.compile(rf"(?:\d{{1,2}}(?:\.\d{{1,3}})?)?({_ELEMENT})(?:\d{{1,2}}(?:\.\d{{1,3}})?)?")


def no_rare_earth(text: str) -> tuple[Resolved, tuple[str, ...]] | None:
    """What a text of symbols without rare earths is, and other critical materials in it; ``None`` for any other text.

    A line with such a material is out of scope, not harmless: that is for the caller to say.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    symbols = _symbols(text) if 0 < len(text) <= LONGEST else None
    if not symbols or set(symbols) & (ELEMENTS.keys() | _NEVER):
        return None
    critical = tuple(sorted(set(symbols) & CRITICAL))
    note = Note("info", "no_rare_earth", f"{text} holds no rare earth: the line adds no hazard.")
    return Resolved(_form(symbols), Composition(), None, "formula", "high", (ATOMIC_WEIGHTS,), (note,)), critical


def _symbols(text: str) -> list[str] | None:
    """Symbols of all elements that a text names, if it is made of nothing but formulas or one alloy's name."""
    steel = _STEEL.fullmatch(text)
    if steel and re.search("[a-z]", text):  # 22N and 100B are a capacitor's value and a part number
        return ["Fe", *re.findall(_ELEMENT, steel["symbols"])]
    dashed = _dashed_alloy(text)
    if dashed:
        return dashed
    words = [word for word in re.split(r"[\s/:+,-]+", text) if word]
    if not 0 < len(words) <= MOST_WORDS:
        return None
    named: list[str] = []
    formulas = 0
    for at, word in enumerate(words):
        symbols = _of_word(word, at > 0)
        if symbols is None:
            return None
        formulas += len(symbols) > 1
        named += symbols
    return named if formulas else None


def _of_word(word: str, later: bool) -> list[str] | None:
    dopant = _DOPANT.search(word)
    if dopant and word[: dopant.start()] in _SIMPLE and is_element(dopant[1]):
        return [*re.findall(_ELEMENT, word[: dopant.start()]), dopant[1]]
    symbols = re.findall(_ELEMENT, word)
    if word in _SIMPLE or word in _KNOWN:
        return symbols
    if not _PART.fullmatch(word) or not all(map(is_element, symbols)):
        return None
    if len(symbols) == 1:  # a dopant or a support beside a formula
        return symbols if later and not re.search(r"\d", word) else None
    counts = [float(count) for count in re.findall(r"\d+(?:\.\d+)?", word)]
    if word == word.upper() or not counts or max(counts) > MOST_COUNT:
        return None
    return symbols


def _dashed_alloy(text: str) -> list[str] | None:
    """``Ti-6Al-4V``: the base metal, then a number before or behind each symbol."""
    base, *parts = text.split("-")
    if not parts or not re.fullmatch(_ELEMENT, base) or not re.search(r"\d", text):
        return None
    matches = [_NUMBERED.fullmatch(part) for part in parts]
    symbols = [base, *(match[1] for match in matches if match)]
    whole = all(match and re.search(r"\d", match[0]) for match in matches)
    lower = any(character.islower() for character in text)
    return symbols if whole and lower and all(map(is_element, symbols)) else None


def _form(symbols: list[str]) -> Form:
    """Form by the elements: an oxide, another compound, or an alloy (in which silicon, carbon and boron are metals)."""
    rest = set(symbols) & NONMETALS - {"Si", "C", "P"}
    return Form.ALLOY if not rest else Form.OXIDE if rest == {"O"} else Form.COMPOUND
