"""What a line states without a catalogue: an element with its form, a formula, a composition, a salt's name."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from service.risk.materials.composition import Composition, Fraction, Note, Outcome, Resolved, Unresolved
from service.risk.materials.descriptions import NOISE, formulas_in, plain
from service.risk.materials.formulas import LARGEST_COUNT, ambiguous, ferrite_grade, meant, not_a_formula, plausible
from service.risk.materials.spelling import NAMES, words_of
from service.risk.materials.stoichiometry import (
    ATOMIC_WEIGHTS,
    OXIDES,
    SALTS,
    SIX_DECIMALS,
    FormulaError,
    form_of,
    is_element,
    mass_fractions,
)
from service.risk.vocabulary import ELEMENTS, Form

NAMED = 2  # words of a salt's name: element and anion
_SYMBOLS = {symbol.casefold(): symbol for symbol in ELEMENTS} | NAMES | {"cerous": "Ce"}
_ANIONS = {"trichloride": "chloride", "trifluoride": "fluoride", "trinitrate": "nitrate", "hexaboride": "boride"}
_VALENCE, _OTHER_VALENCE = frozenset({"iii"}), frozenset({"ii", "iv"})
_PREFIXES = "mono di tri tetra penta hexa hepta octa nona deca".split()
_HYDRATES = {f"{prefix}hydrate": n for n, prefix in enumerate(_PREFIXES, start=1)}
LONG_FORMULA = 3  # capitals: a short formula with larger counts is a grade or part number


def assumed(what: str, form: Form) -> Note:
    """Tells the buyer which form was taken where none is stated."""
    detail = f"No form is stated: {what} is read as {form}. Add the form in which it is bought where that is wrong."
    return Note("warning", "assumed_form", detail)


def by_element(symbol: str, form: str | None) -> Outcome:
    """A rare earth in a form: its oxide by stoichiometry, in any other form the element itself."""
    if symbol not in ELEMENTS:
        what = "Promethium is radioactive and not traded" if symbol == "Pm" else f"{symbol!r} is not a rare earth"
        return Unresolved("unknown_element", f"{what}; use one of {' '.join(ELEMENTS)}.")
    if form is None:
        known = ", ".join(Form)
        return Unresolved("missing_form", f"Add the form in which {symbol} is bought: one of {known}.")
    if form not in set(Form):
        return Unresolved("unknown_form", f"The form {form!r} is not known; use one of {', '.join(Form)}.")
    if form == Form.OXIDE:
        shares = mass_fractions(OXIDES[symbol])
        return Resolved(Form.OXIDE, Composition.exact(shares), None, "element", "certain", (ATOMIC_WEIGHTS,))
    whole = Composition.exact({symbol: Decimal(1)})
    if form == Form.METAL:
        return Resolved(Form.METAL, whole, None, "element", "certain")
    detail = f"The quantity is read as mass of {symbol} itself; give a material, formula or composition for the {form}."
    note = Note("warning", "content_as_element", detail)
    return Resolved(Form(form), whole, None, "element", "moderate", (), (note,))


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


def by_composition(pairs: tuple[tuple[str, Decimal], ...], form: str | None) -> Outcome:
    """Mass fractions (0..1) as stated, in the form stated or the one that they make."""
    shares = dict(pairs)
    wrong = [s for s in shares if s not in ELEMENTS and not is_element(s)]
    if wrong:
        return Unresolved("unknown_element", f"{', '.join(wrong)}: no element's symbol; write Nd, Fe, B and so on.")
    if "Pm" in shares:
        return Unresolved("radioactive", "Promethium is radioactive and not traded; leave it out.")
    if len(shares) < len(pairs):
        return Unresolved("invalid_composition", "An element is named twice; name each once.")
    if any(not 0 <= v <= 1 for v in shares.values()) or sum(shares.values()) > Decimal("1.000001"):
        return Unresolved("invalid_composition", "Mass fractions lie in 0..1 and add up to 1 at most: 29 % is 0.29.")
    found = Composition(tuple((s, Fraction(v, v, v)) for s, v in shares.items() if s in ELEMENTS and v > 0))
    notes: list[Note] = []
    if not found.fractions:
        notes.append(Note("info", "no_rare_earth", "The composition holds no rare earth: the line adds no hazard."))
    guess = form_of(shares) if sum(shares.values()) >= Decimal("0.95") else Form.COMPOUND
    if form is None:
        notes.append(assumed("the composition", guess))
    elif form not in set(Form):
        return Unresolved("unknown_form", f"The form {form!r} is not known; use one of {', '.join(Form)}.")
    confidence = "certain" if form else "moderate"
    return Resolved(Form(form or guess), found, None, "composition", confidence, (), tuple(notes))


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
