"""What a formula holds, and formulas that may not mean what they spell: capitals in doubt, grades and product names
that parse by chance."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from itertools import islice

from service.risk.materials.chemistry import alloys
from service.risk.materials.chemistry.notation import isotopes_in, plain_formula, versions, water_joined
from service.risk.materials.chemistry.stoichiometry import (
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
from service.risk.materials.composition import Composition, Fraction, Note, Outcome, Resolved, Unresolved
from service.risk.materials.wording.remarks import NOISE, formulas_in, plain
from service.risk.vocabulary import ELEMENTS

LONG_FORMULA = 3  # capitals: a short formula with larger counts is a grade or part number
LARGEST_COUNT, WHOLE = 20, 100  # larger counts are a grade's, unless all of them are atoms in a hundred
SEVERAL = 3  # elements that nobody joins by symbols alone
MOST_READINGS, LONGEST_CAPITALS = 32, 24  # a formula in capitals of more characters leaves too much open
MOST_WATER = 10
"""Molecules of water that ``xH2O`` may come to in a salt whose wettest hydrate isn't known: the most in ``SALTS``."""
BALANCED = 1e-3
Isotopes = list[tuple[str, int, bool]]
LEFT_OPEN = {"water": "its water", "oxygen": "its oxygen", "split": "the split of a site"}
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
GROUP_CHARGES = {
    "NO3": 1, "OH": 1, "ClO4": 1, "CH3COO": 1, "C5H7O2": 1, "CF3SO3": 1, "HCOO": 1, "SO4": 2, "CO3": 2, "C2O4": 2,
    "OC3H7": 1, "C11H19O2": 1, "C5HF6O2": 1, "C5H5": 1, "C8H15O2": 1, "PO4": 3, "BO3": 3, "VO4": 3,
}  # fmt: skip
"""Negative charges of groups that stand in brackets."""
_GROUP = re.compile(rf"\(({'|'.join(GROUP_CHARGES)})\)([\d.]*)")
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
    if text == text.upper() and len(text) <= LONGEST_CAPITALS:
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

    They do where another reading holds other rare earths and is a charge-balanced substance. They do too where it is
    all that is left because the formula as it stands is none.
    """
    readings = [(reading, held) for reading in other_readings(formula) if (held := _rare_earths(reading)) is not None]
    here = _rare_earths(formula)
    if here and len(formula) > LONGEST_CAPITALS and formula == formula.upper():
        detail = "The formula is in capitals and too long to tell its elements; write it with small letters"
        return Unresolved("ambiguous_formula", f"{detail} (Yb for ytterbium), or name the substance.")
    if here is None:
        return None
    doubted = bool(here) and not plausible(formula)
    others = [reading for reading, held in readings if held != here and (doubted or (held and _known(reading)))]
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
    formula = re.sub(r"\(H2O\)[\d.]*$", "", plain_formula(formula))  # bound water decides nothing
    held = atoms(formula)
    if _known(formula) or _neutral_groups(formula):
        return True
    if _LETTER_NUMBER.fullmatch(formula) or "O" in held or held.keys() & {"F", "Cl", "Br"}:
        return False
    return max(held.values()) <= LARGEST_COUNT or abs(math.fsum(held.values()) - WHOLE) < 1


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
    shares = (_rare_earths(formula) for formula in (*formulas, *hydrates, *OXIDES.values()))
    return frozenset(one for one in shares if one)


def by_formula(formula: str) -> Outcome:
    """What a formula holds, in the form that its elements make; what may be another substance is not read."""
    _, isotopes = isotopes_in(formula)
    decided = radioactive(isotopes) or alloys.designation(unicodedata.normalize("NFKC", formula).strip())
    if decided:
        return decided
    try:
        shares = mass_fractions(formula)
    except FormulaError as error:
        ranged = _left_open(formula)
        if ranged:
            return ranged
        other = meant(formula)
        hint = f" Did you mean {other}?" if other else ""
        return Unresolved("unknown_formula", f"{error}; write it like Dy2O3, Nd2(C2O4)3 or LaCl3·7H2O.{hint}")
    doubt = ferrite_grade(formula) or ambiguous(formula) or not_a_formula(formula) or _bracket_uncounted(formula)
    if doubt:
        return doubt
    if "Pm" in shares:
        return Unresolved("radioactive", "Promethium is radioactive and not traded; leave it out of the formula.")
    composition = Composition.exact(shares)
    notes = tuple(isotope_note(isotopes))
    if not composition.fractions:
        notes = (Note("info", "no_rare_earth", f"{formula} holds no rare earth: the line adds no hazard."),)
    return Resolved(form_of(shares), composition, None, "formula", "certain", (ATOMIC_WEIGHTS,), notes)


def radioactive(isotopes: Isotopes) -> Unresolved | None:
    """Why a tracer isn't read: its atoms are made in reactors and accelerators, not bought as a raw material."""
    tracers = [f"{symbol}-{number}" for symbol, number, natural in isotopes if not natural]
    if not tracers:
        return None
    detail = f"{', '.join(tracers)} is radioactive and made, not mined; give the mass of its carrier as a composition."
    return Unresolved("radioactive", detail)


def isotope_note(isotopes: Isotopes) -> Iterator[Note]:
    """Says that an enriched isotope is read as its element."""
    named = ", ".join(f"{symbol}-{number}" for symbol, number, _ in isotopes)
    if named:
        detail = f"{named} is read as the element: enriched isotopes are separated from the natural mixture."
        yield Note("info", "isotope", detail)


def _bracket_uncounted(formula: str) -> Unresolved | None:
    """Why a group in brackets without a count isn't read where its charges call for one: Nd(NO3)."""
    text = re.sub(r"\(H2O\)[\d.]*", "", plain_formula(formula))
    if all(count for _, count in _GROUP.findall(text)) or _neutral_groups(text) is not False:
        return None
    detail = f"{formula!r} has a bracket without a count; write how often the group stands in it, as in Nd(NO3)3."
    return Unresolved("bracket_uncounted", detail)


def _neutral_groups(formula: str) -> bool | None:
    """Whether groups of known charge balance the rare earths beside them; ``None`` where there is anything else."""
    groups = _GROUP.findall(formula)
    cations = dict(re.findall(r"([A-Z][a-z]?)([\d.]*)", _GROUP.sub("", formula)))
    if not groups or not cations or not cations.keys() <= ELEMENTS.keys():
        return None
    charge = math.fsum(GROUP_CHARGES[group] * float(count or 1) for group, count in groups)
    low, high = (math.fsum(float(n or 1) * _STATES.get(s, (3, 3))[end] for s, n in cations.items()) for end in (0, 1))
    return low - BALANCED <= charge <= high + BALANCED


def _left_open(formula: str) -> Outcome | None:
    """A formula that leaves water, oxygen or the split of a site open, as a range over what it may be."""
    open_formula = versions(formula, _most_water(formula))
    if open_formula is None:
        return None
    try:
        likely = mass_fractions(open_formula.likely)
        ends = [mass_fractions(one) for one in open_formula.ends]
    except FormulaError:
        return None
    held: list[tuple[str, Fraction]] = []
    for symbol in ELEMENTS:
        amounts = [one.get(symbol, Decimal(0)) for one in ends]
        if max(amounts) > 0:
            held.append((symbol, Fraction(min(amounts), likely.get(symbol, Decimal(0)), max(amounts))))
    if not held:
        notes = (Note("info", "no_rare_earth", f"{formula} holds no rare earth: the line adds no hazard."),)
        return Resolved(form_of(likely), Composition(), None, "formula", "certain", (ATOMIC_WEIGHTS,), notes)
    what = " and ".join(sorted(LEFT_OPEN[one] for one in open_formula.left_open))
    note = Note("info", "formula_open", f"{formula} leaves {what} open: the range covers it. Give counts to narrow it.")
    confidence = "low" if "split" in open_formula.left_open else "moderate"
    return Resolved(form_of(likely), Composition(tuple(held)), None, "formula", confidence, (ATOMIC_WEIGHTS,), (note,))


def _most_water(formula: str) -> float:
    """Most water that the salt in a formula binds, as the table of salts has it."""
    base = water_joined(formula).partition("·")[0]
    held = _rare_earths(base)
    if not held:
        return MOST_WATER
    for salt, most in SALTS.values():
        if held == _rare_earths(salt.format(held[0][0])):
            return most or MOST_WATER
    return MOST_WATER


def written_formula(text: str) -> Resolved | None:
    """A formula in the material field counts when it has digits, several elements, a rare earth and a substance's
    counts."""
    words, rest = formulas_in(plain(text))
    if len(words) != 1 or any(word.casefold() not in NOISE for word in re.findall(r"\w+", rest)):
        return None
    outcome = substance(words[0])
    return (
        outcome
        if outcome is None or words[0] == text.strip() or outcome.confidence != "certain"
        else replace(outcome, confidence="high")
    )


def substance(word: str) -> Resolved | None:
    """A formula with a rare earth in it and the counts of a substance; ``None`` for grades, part numbers, doubts."""
    counts = [int(n) for n in re.findall(r"(?<=[A-Za-z])\d+", word)]
    if len(re.findall(r"[A-Z]", word)) < LONG_FORMULA and max(counts, default=0) > LARGEST_COUNT:
        return None  # SmCo28 and ErP500 are grades or part numbers
    outcome = by_formula(word)
    if isinstance(outcome, Unresolved) or not outcome.composition.fractions:
        return None
    if outcome.method == "formula":
        opened = versions(word, 0)
        if not plausible(opened.likely if opened else word):
            return None
    return outcome
