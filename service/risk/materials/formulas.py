"""What a formula holds, and formulas that may not mean what they spell: capitals in doubt, grades and product names
that parse by chance."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from service.risk.materials.composition import Composition, Note, Outcome, Resolved, Unresolved
from service.risk.materials.descriptions import NOISE, formulas_in, plain
from service.risk.materials.stoichiometry import (
    ATOMIC_WEIGHTS,
    NONMETALS,
    OXIDES,
    SALTS,
    FormulaError,
    atoms,
    form_of,
    is_element,
    mass_fractions,
)
from service.risk.vocabulary import ELEMENTS

LONG_FORMULA = 3  # capitals: a short formula with larger counts is a grade or part number
LARGEST_COUNT, WHOLE = 20, 100  # larger counts are a grade's, unless all of them are atoms in a hundred
SEVERAL = 3  # elements that nobody joins by symbols alone
MOST_READINGS = 64
BALANCED = 1e-3
_STATES = {
    "H": (1, 1), "Li": (1, 1), "Na": (1, 1), "K": (1, 1), "Rb": (1, 1), "Cs": (1, 1), "Ag": (1, 1), "Be": (2, 2),
    "Mg": (2, 2), "Ca": (2, 2), "Sr": (2, 2), "Ba": (2, 2), "Zn": (2, 2), "Cd": (2, 2), "B": (3, 3), "Al": (3, 3),
    "Ga": (3, 3), "In": (3, 3), "C": (3, 4), "Si": (4, 4), "Ge": (4, 4), "Ti": (3, 4), "Zr": (4, 4), "Hf": (4, 4),
    "Sn": (2, 4), "Pb": (2, 4), "N": (-3, 5), "P": (-3, 5), "As": (-3, 5), "Sb": (-3, 5), "Bi": (3, 5), "V": (3, 5),
    "Nb": (4, 5), "Ta": (4, 5), "Cr": (3, 6), "Mo": (4, 6), "W": (4, 6), "Mn": (2, 7), "Fe": (2, 4), "Co": (2, 4),
    "Ni": (2, 4), "Cu": (1, 3), "Ru": (3, 5), "Ir": (3, 5), "O": (-2, -2), "S": (-2, 6), "Se": (-2, 6), "Te": (-2, 6),
    "F": (-1, -1), "Cl": (-1, -1), "Br": (-1, -1), "I": (-1, 5), "Th": (4, 4), "U": (4, 6), "Ce": (3, 4), "Pr": (3, 4),
    "Tb": (3, 4), "Sm": (2, 3), "Eu": (2, 3), "Tm": (2, 3), "Yb": (2, 3),
}  # fmt: skip
"""Lowest and highest usual oxidation state, as periodic tables print them; a rare earth left out is trivalent. They
only decide whether a formula is asked about, never what it holds."""
_ANIONS = frozenset("O F Cl Br I S Se Te N P".split())
_FERRITE_GRADE = re.compile(r"y(?:8|1\d|2\d|3\d|4\d)(?:t|h|bh)?(?:-\d)?", re.I)
_LETTER_NUMBER = re.compile(r"[A-Z]{1,4}\d{1,3}[A-Z]{0,3}")


def ferrite_grade(text: str) -> Unresolved | None:
    """Why a grade of hard ferrite (Y30BH, Y33H-2) is not read, wherever one stands in the text.

    The Y is no yttrium, and the grade doesn't say whether lanthanum and cobalt are in it: high grades hold both.
    """
    for word in re.findall(r"[\w-]+", text):
        if _FERRITE_GRADE.fullmatch(word):
            detail = f"{word} is a grade of hard ferrite, not yttrium; it may hold lanthanum: give 'hard ferrite' "
            near = ("hard ferrite", "La-Co hard ferrite magnet")
            return Unresolved("grade_not_specific", f"{detail}(no rare earth) or 'La-Co hard ferrite magnet'.", near)
    return None


def other_readings(formula: str) -> Iterator[str]:
    """The formula with two neighbouring capitals read as one symbol, for a text in capitals only: YB2O3, Yb2O3."""
    text = unicodedata.normalize("NFKC", formula).strip()
    if text == text.upper():
        yield from islice((reading for reading in _merged(text) if reading != text), MOST_READINGS)


def _merged(text: str) -> Iterator[str]:
    if len(text) < len("Yb"):
        yield text
        return
    if text[:2].isalpha() and is_element(text[:2].capitalize()):
        yield from (text[:2].capitalize() + rest for rest in _merged(text[2:]))
    yield from (text[0] + rest for rest in _merged(text[1:]))


def ambiguous(formula: str) -> Unresolved | None:
    """Why a formula in capitals is not read, with what it may be; ``None`` where its capitals leave no doubt.

    They do where another reading holds other rare earths and is a charge-balanced substance, or is all that is left
    because the formula as it stands is none.
    """
    found = [(reading, held) for reading in other_readings(formula) if (held := _rare_earths(reading)) is not None]
    here = _rare_earths(formula)
    if here is None:
        return None
    doubted = bool(here) and not plausible(formula)
    others = [reading for reading, held in found if held != here and (doubted or (held and _known(reading)))]
    if not others:
        return None
    others.sort(key=lambda reading: not plausible(reading))
    written = re.sub(r"(?<=[A-Z])(?=[A-Z])", " ", formula.strip())
    detail = f"{formula!r} in capitals may be {' or '.join(others[:3])}, or {written}; write it with small letters"
    return Unresolved("ambiguous_formula", f"{detail} (Yb for ytterbium), or name the substance.", tuple(others[:3]))


def meant(formula: str) -> str:
    """The reading of a formula in capitals that is a substance of rare earths; blank without one."""
    return next((reading for reading in other_readings(formula) if _rare_earths(reading) and _known(reading)), "")


def not_a_formula(formula: str) -> Unresolved | None:
    """Why symbols without counts (NdFeB, YBCO) are no formula: they say what is in a product, not how much."""
    if any(c.isdigit() for c in formula):
        return None
    held = atoms(formula)
    alloy = len(held) > 1 and not held.keys() & NONMETALS
    if not held.keys() & ELEMENTS.keys() or not (alloy or (len(held) >= SEVERAL and not _balanced(held))):
        return None
    detail = f'{formula!r} names a product and counts no atoms; give it as "material": "{formula}", or the composition.'
    return Unresolved("not_a_formula", detail)


def plausible(formula: str) -> bool:
    """Whether a substance may have this formula: its charges balance or, without an anion, its counts are a compound's
    (or add up to a hundred). A letter-number grade (YH33, B12H) must balance. Raises ``FormulaError``."""
    held = atoms(formula)
    if _known(formula):
        return True
    if _LETTER_NUMBER.fullmatch(formula) or "O" in held or held.keys() & {"F", "Cl", "Br"}:
        return False
    return max(held.values()) <= LARGEST_COUNT or abs(sum(held.values()) - WHOLE) < 1


def _known(formula: str) -> bool:
    """Whether a formula is one element, a salt of the catalogue's kinds, or balanced."""
    held = atoms(formula)
    return (len(held) == 1 and list(held.values()) == [1]) or _balanced(held) or _rare_earths(formula) in _salts()


def _balanced(held: Mapping[str, float]) -> bool:
    """Whether states can be chosen so that charges add up to nothing, with an anion among them."""
    low = high = 0.0
    for symbol, count in held.items():
        least, most = _STATES.get(symbol, (3, 3) if symbol in ELEMENTS else (0, 0))
        low += count * least
        high += count * (least if symbol in _ANIONS and "O" not in held else most)  # only oxygen takes their electrons
    return bool(held.keys() & _ANIONS) and low - BALANCED <= 0 <= high + BALANCED


def _rare_earths(formula: str) -> tuple[tuple[str, object], ...] | None:
    try:
        return tuple((s, v) for s, v in sorted(mass_fractions(formula).items()) if s in ELEMENTS)
    except FormulaError:
        return None


@lru_cache(maxsize=1)
def _salts() -> frozenset[tuple[tuple[str, object], ...]]:
    formulas = [salt.format(symbol) for symbol in ELEMENTS for salt, _ in SALTS.values()]
    hydrates = [f"{salt.format(symbol)}+{n}H2O" for symbol in ELEMENTS for salt, n in SALTS.values() if n]
    found = (_rare_earths(formula) for formula in (*formulas, *hydrates, *OXIDES.values()))
    return frozenset(one for one in found if one)


def by_formula(formula: str) -> Outcome:
    """What a formula holds, in the form that its elements make; what may be another substance is not read."""
    try:
        shares = mass_fractions(formula)
    except FormulaError as error:
        other = meant(formula)
        hint = f" Did you mean {other}?" if other else ""
        return Unresolved("unknown_formula", f"{error}; write it like Dy2O3, Nd2(C2O4)3 or LaCl3·7H2O.{hint}")
    doubt = ferrite_grade(formula) or ambiguous(formula) or not_a_formula(formula)
    if doubt:
        return doubt
    if "Pm" in shares:
        return Unresolved("radioactive", "Promethium is radioactive and not traded; leave it out of the formula.")
    found = Composition.exact(shares)
    notes: tuple[Note, ...] = ()
    if not found.fractions:
        notes = (Note("info", "no_rare_earth", f"{formula} holds no rare earth: the line adds no hazard."),)
    return Resolved(form_of(shares), found, None, "formula", "certain", (ATOMIC_WEIGHTS,), notes)


def written_formula(text: str) -> Resolved | None:
    """A formula in the material field counts when it has digits, several elements, a rare earth and a substance's
    counts."""
    words, rest = formulas_in(plain(text))
    if len(words) != 1 or any(word.casefold() not in NOISE for word in re.findall(r"\w+", rest)):
        return None
    counts = [int(n) for n in re.findall(r"(?<=[A-Za-z])\d+", words[0])]
    if len(re.findall(r"[A-Z]", words[0])) < LONG_FORMULA and max(counts, default=0) > LARGEST_COUNT:
        return None  # SmCo28 and ErP500 are grades or part numbers
    found = by_formula(words[0])
    if isinstance(found, Unresolved) or not found.composition.fractions or not plausible(words[0]):
        return None
    return found if words[0] == text.strip() else replace(found, confidence="high")
