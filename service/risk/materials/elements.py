"""What a line states without a catalogue: an element with its form, or a composition."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from service.risk.materials.chemistry.stoichiometry import (
    ATOMIC_WEIGHTS,
    OXIDES,
    form_of,
    is_element,
    mass_fractions,
)
from service.risk.materials.composition import Composition, Fraction, Note, Outcome, Resolved, Unresolved
from service.risk.vocabulary import ELEMENTS, Form

FORMS = frozenset(Form)


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
    if form not in FORMS:
        return Unresolved("unknown_form", f"The form {form!r} is not known; use one of {', '.join(Form)}.")
    return _known(symbol, form)


@lru_cache(maxsize=len(ELEMENTS) * len(Form))
def _known(symbol: str, word: str) -> Resolved:
    form = Form(word)
    if form == Form.OXIDE:
        shares = mass_fractions(OXIDES[symbol])
        return Resolved(Form.OXIDE, Composition.exact(shares), None, "element", "certain", (ATOMIC_WEIGHTS,))
    whole = Composition.exact({symbol: Decimal(1)})
    if form == Form.METAL:
        return Resolved(Form.METAL, whole, None, "element", "certain")
    detail = f"The quantity is read as mass of {symbol} itself; give a material, formula or composition for the {form}."
    note = Note("warning", "content_as_element", detail)
    return Resolved(form, whole, None, "element", "moderate", (), (note,))


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
    if any(not 0 <= v <= 1 for v in shares.values()) or sum(shares.values(), Decimal(0)) > Decimal("1.000001"):
        return Unresolved("invalid_composition", "Mass fractions lie in 0..1 and add up to 1 at most: 29 % is 0.29.")
    composition = Composition(tuple((s, Fraction(v, v, v)) for s, v in shares.items() if s in ELEMENTS and v > 0))
    notes: list[Note] = []
    if not composition.fractions:
        notes.append(Note("info", "no_rare_earth", "The composition holds no rare earth: the line adds no hazard."))
    guess = form_of(shares) if sum(shares.values(), Decimal(0)) >= Decimal("0.95") else Form.COMPOUND
    if form is None:
        notes.append(assumed("the composition", guess))
    elif form not in set(Form):
        return Unresolved("unknown_form", f"The form {form!r} is not known; use one of {', '.join(Form)}.")
    confidence = "certain" if form else "moderate"
    return Resolved(Form(form or guess), composition, None, "composition", confidence, (), tuple(notes))
