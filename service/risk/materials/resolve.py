"""What a line is made of: names, grades, formulas, CAS numbers and customs codes become rare earths with mass ranges.

What the line's own fields say is read here; ``readers.py`` knows names and notations, ``free_text.py`` descriptions. A
name that isn't known stays ``Unresolved``, with near matches as suggestions only.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from service.risk.bom import Line
from service.risk.materials.catalogue import Catalogue
from service.risk.materials.chemistry.formulas import by_formula
from service.risk.materials.chemistry.notation import water_joined
from service.risk.materials.composition import Note, Outcome, Resolved, Unresolved
from service.risk.materials.elements import by_composition, by_element
from service.risk.materials.free_text import FreeText
from service.risk.materials.readers import Readers
from service.risk.materials.wording.remarks import CAS, plain
from service.risk.materials.wording.spelling import symbol_of
from service.risk.materials.wording.words import LONGEST, Vocabulary
from service.risk.vocabulary import Form

# a form stated on the line may refine what the material says, never contradict it
REFINES = {
    Form.OXIDE: {Form.COMPOUND},
    Form.COMPOUND: {Form.OXIDE},
    Form.METAL: {Form.ALLOY},
    Form.ALLOY: {Form.MAGNET, Form.METAL},
}
SUGGESTED = frozenset("unknown_material several_readings assembly kind_not_stated".split())
"""Reasons of open lines that near names may help to settle."""


TEXTS_KEPT = 10_240
"""Readings that are remembered. A file that is answered at once has fewer rows, and each is read for its origin, to be
weighed, and to be scored. Ten thousand ordinary ones take 7 MB."""


class Resolver:
    """Reads lines by a catalogue and a vocabulary. Every text is read once: products name the same materials again and
    again."""

    def __init__(self, catalogue: Catalogue, vocabulary: Vocabulary | None = None) -> None:
        self.catalogue = catalogue
        self._readers = Readers(catalogue)
        self._free_text = FreeText(self._readers, vocabulary or Vocabulary())
        self._by_text = lru_cache(maxsize=TEXTS_KEPT)(self._read)

    def resolve(self, line: Line, *, suggest: bool = True) -> Outcome:
        """What the line is made of: composition, formula, material, or element with form, in this order.

        Two descriptions that contradict each other are ``Unresolved`` (``contradiction``). ``suggest`` adds near names
        to what is open, which takes longer than reading.
        """
        outcome = self._describe(line)
        if isinstance(outcome, Resolved):
            return _refined(outcome, line)
        if suggest and line.material and not outcome.near and outcome.reason in SUGGESTED:
            return replace(outcome, near=self.catalogue.near(line.material))
        return outcome

    def _describe(self, line: Line) -> Outcome:
        if line.composition:
            return by_composition(line.composition, line.form)
        if line.formula:
            return self._by_formula(line.formula)
        if line.material:
            return self._by_material(line.material, line)
        if line.element:
            return by_element(line.element, line.form)
        return Unresolved("undescribed", "Add material, formula, composition, or element with form.")

    def _by_formula(self, formula: str) -> Outcome:
        """A formula by its counts. A name of the catalogue that parses by chance (SmCo, DyFe80) is not read as one; a
        formula with its dopant (Y3Al5O12:Ce) is looked up."""
        outcome = by_formula(formula)
        named = self.catalogue.named(formula)
        if named is None:
            doped = isinstance(outcome, Unresolved) and ":" in formula
            return (self._readers.by_chemistry(formula) if doped else None) or outcome
        if isinstance(outcome, Unresolved) and ":" in formula:
            return self._readers.by_name(formula) or self._readers.by_chemistry(formula) or outcome
        if isinstance(outcome, Unresolved) and any(character.isdigit() for character in formula):
            return replace(outcome, near=outcome.near or (named.name,))
        own = dict(named.composition.fractions)
        if isinstance(outcome, Resolved) and all(
            s in own and own[s].low <= f.central <= own[s].high for s, f in outcome.composition.fractions
        ):
            return outcome
        detail = f'{formula!r} is a name of {named.name}, not its formula: give it as "material": "{formula}".'
        return Unresolved("not_a_formula", detail, (named.name,))

    def _by_material(self, text: str, line: Line) -> Outcome:
        bare = symbol_of(plain(text))
        if bare and line.form:
            return by_element(bare, line.form)
        outcome = self._by_text(text)
        if isinstance(outcome, Unresolved) and line.form:
            outcome = self._with_form(text, line.form, outcome)
        if isinstance(outcome, Resolved):
            (only,) = outcome.composition.elements if len(outcome.composition.elements) == 1 else (None,)
            if only and outcome.method == "HS code" and line.form == Form.OXIDE:
                return by_element(only, line.form)
            return outcome
        if not (line.element and line.form):
            return outcome
        known = by_element(line.element, line.form)
        if isinstance(known, Unresolved):
            return known
        ignored = Note("info", "material_ignored", f"{text!r} is not known; element and form were used.")
        return replace(known, messages=(*known.messages, ignored))

    def _with_form(self, text: str, form: str, unread: Unresolved) -> Outcome:
        """``didymium`` bought as oxide is didymium oxide: the form says what the name leaves open."""
        outcome = self._by_text(f"{text} {form}") if unread.reason == "unknown_material" else unread
        return outcome if isinstance(outcome, Resolved) and outcome.method in ("exact name", "alias") else unread

    def _read(self, text: str) -> Outcome:
        if len(text) > LONGEST:
            detail = f"A description may have {LONGEST} characters, this has {len(text)}: write what the part is."
            return Unresolved("too_long", detail)
        cas = CAS.fullmatch(text.strip())
        if cas and (cas[1] in self.catalogue.cas or not self._free_text.knows_number(cas[1])):
            return self._readers.by_cas(cas[1])
        bare = symbol_of(plain(text))
        if bare:
            return self._readers.metal(bare)
        text = water_joined(text)
        doubt = self._readers.doubted(text)
        if doubt:
            return doubt
        if self.catalogue.named(text):
            return self._free_text.doubted(text, self._readers.by_name(text) or self._readers.unknown(text))
        return self._free_text.read(text)


def _refined(outcome: Resolved, line: Line) -> Outcome:
    """The reading with the form that the line states, unless the line's element or form contradicts it."""
    composition = outcome.composition
    if line.element is not None and line.element not in (*composition.elements, *composition.possible):
        detail = f"The element {line.element} isn't in what else the line says; keep one."
        return Unresolved("contradiction", detail)
    if line.form is None or line.form == outcome.form:
        return outcome
    if not composition.fractions and line.form in set(Form):
        return replace(outcome, form=Form(line.form))  # nothing in it that a form could contradict
    if line.form not in REFINES.get(outcome.form, ()):
        detail = f"The form {line.form!r} contradicts {str(outcome.form)!r}, which the line names; keep one."
        return Unresolved("contradiction", detail)
    return replace(outcome, form=Form(line.form))
