"""What a line states without a catalogue: an element with its form, a formula, a composition, a salt's name."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from service.risk.composition import Composition, Fraction, Note, Outcome, Resolved, Unresolved
from service.risk.formulas import (
    ATOMIC_WEIGHTS,
    OXIDES,
    SALTS,
    SIX_DECIMALS,
    FormulaError,
    form_of,
    is_element,
    mass_fractions,
)
from service.risk.spelling import NAMES, NOISE, PURITY, words_of
from service.risk.supply import ELEMENTS, Form

LONG_FORMULA, LARGEST_COUNT = 3, 20  # a short formula with larger counts is a grade or part number


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
        return Resolved(Form.OXIDE, Composition.exact(shares), None, "element", "exact", (ATOMIC_WEIGHTS,))
    whole = Composition.exact({symbol: Decimal(1)})
    if form == Form.METAL:
        return Resolved(Form.METAL, whole, None, "element", "exact")
    detail = f"The quantity is read as mass of {symbol} itself; give a material, formula or composition for the {form}."
    return Resolved(Form(form), whole, None, "element", "exact", (), (Note("warning", "content_as_element", detail),))


def by_formula(formula: str) -> Outcome:
    """What a formula holds, in the form that its elements make."""
    try:
        shares = mass_fractions(formula)
    except FormulaError as error:
        return Unresolved("unknown_formula", f"{error}; write it like Dy2O3, Nd2(C2O4)3 or LaCl3·7H2O.")
    if "Pm" in shares:
        return Unresolved("radioactive", "Promethium is radioactive and not traded; leave it out of the formula.")
    found = Composition.exact(shares)
    notes: tuple[Note, ...] = ()
    if not found.fractions:
        notes = (Note("info", "no_rare_earth", f"{formula} holds no rare earth: the line adds no hazard."),)
    return Resolved(form_of(shares), found, None, "formula", "exact", (ATOMIC_WEIGHTS,), notes)


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
    return Resolved(Form(form or guess), found, None, "composition", "exact", (), tuple(notes))


def salt(text: str) -> Resolved | None:
    """``dysprosium chloride``: a range from the most hydrated to the anhydrous salt."""
    words = [w for w in words_of(PURITY.sub(" ", text))[0] if w.isalpha() and w not in NOISE]
    name, anion = words if len(words) == len(("name", "anion")) else ("", "")
    if name not in NAMES or anion not in SALTS:
        return None
    symbol, (formula, water) = NAMES[name], SALTS[anion]
    dry = formula.format(symbol)
    high = mass_fractions(dry)[symbol]
    low = mass_fractions(f"{dry}+{water}H2O")[symbol] if water else high
    notes: tuple[Note, ...] = ()
    if water:
        notes = (
            Note(
                "info",
                "hydrate_unknown",
                f"Taken between {dry} and {dry}·{water}H2O; give the formula to narrow it.",
            ),
        )
    share = Fraction(low, ((low + high) / 2).quantize(SIX_DECIMALS), high)
    return Resolved(
        Form.COMPOUND,
        Composition(((symbol, share),)),
        None,
        "formula",
        "pattern",
        (ATOMIC_WEIGHTS,),
        notes,
    )


def written_formula(text: str) -> Resolved | None:
    """A formula in the material field counts when it has digits, several elements and a rare earth."""
    plain = PURITY.sub(" ", text).strip()
    if not re.search(r"\d", plain) or not re.fullmatch(r"\S*[A-Z]\S*[A-Z]\S*", plain):
        return None
    counts = [int(n) for n in re.findall(r"(?<=[A-Za-z])\d+", plain)]
    if len(re.findall(r"[A-Z]", plain)) < LONG_FORMULA and max(counts, default=0) > LARGEST_COUNT:
        return None  # SmCo28 and ErP500 are grades or part numbers
    found = by_formula(plain)
    if isinstance(found, Unresolved) or not found.composition.fractions:
        return None
    return replace(found, sureness="pattern")
