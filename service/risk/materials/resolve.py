"""What a line is made of: names, grades, formulas, CAS numbers and customs codes become rare earths with mass ranges.

Each way of writing has a reader of its own; they are asked in a fixed order, the most specific first. Nothing is
guessed across elements: a name that isn't known stays ``Unresolved``, with near matches as suggestions only.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from service.risk.bom import Line
from service.risk.materials import combined_descriptions, magnet_grades, stated_shares
from service.risk.materials.catalogue import MOST_NEAR, Catalogue
from service.risk.materials.composition import Material, Note, Outcome, Resolved, Unresolved
from service.risk.materials.descriptions import CAS, ENERGY, FILLERS, NOISE, formulas_in, plain, slips_of, valid_cas
from service.risk.materials.elements import assumed, by_composition, by_element
from service.risk.materials.formulas import ambiguous, by_formula, ferrite_grade, written_formula
from service.risk.materials.salts import salt
from service.risk.materials.spelling import symbol_of, telling_words, words_of
from service.risk.vocabulary import Form

# a form stated on the line may refine what the material says, never contradict it
REFINES = {
    Form.OXIDE: {Form.COMPOUND},
    Form.COMPOUND: {Form.OXIDE},
    Form.METAL: {Form.ALLOY},
    Form.ALLOY: {Form.MAGNET, Form.METAL},
}
ACRONYM = 4  # letters; shorter names count in capitals only
OPEN_NAMES = {
    "rebco": ("gdbco-tape", "ybco-tape", "eubco-tape"),
    "mlcc": ("mlcc-dysprosium", "mlcc-holmium", "mlcc-yttrium"),
}
"""Names that leave open which rare earth it is: one of these must be chosen."""


class Resolver:
    """Reads lines by a catalogue. Every text is read once: products name the same materials again and again."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._by_text = lru_cache(maxsize=4096)(self._read)

    def resolve(self, line: Line) -> Outcome:
        """What the line is made of: composition, formula, material, or element with form, in this order.

        Two descriptions that contradict each other are ``Unresolved`` (``contradiction``).
        """
        found = self._describe(line)
        if isinstance(found, Unresolved):
            return found
        if line.element is not None and line.element not in (
            *found.composition.elements,
            *found.composition.possible,
        ):
            detail = f"The element {line.element} isn't in what else the line says; keep one."
            return Unresolved("contradiction", detail)
        if line.form is None or line.form == found.form:
            return found
        if not found.composition.fractions and line.form in set(Form):
            return replace(found, form=Form(line.form))  # nothing in it that a form could contradict
        if line.form not in REFINES.get(found.form, ()):
            detail = f"The form {line.form!r} contradicts {str(found.form)!r}, which the line names; keep one."
            return Unresolved("contradiction", detail)
        return replace(found, form=Form(line.form))

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
        found = by_formula(formula)
        named = self.catalogue.named(formula)
        if named is None:
            return found
        if isinstance(found, Unresolved) and ":" in formula:
            return self._by_name(formula) or found
        if isinstance(found, Unresolved) and any(character.isdigit() for character in formula):
            return replace(found, near=found.near or (named.name,))
        own = dict(named.composition.fractions)
        if isinstance(found, Resolved) and all(
            s in own and own[s].low <= f.central <= own[s].high for s, f in found.composition.fractions
        ):
            return found
        detail = f'{formula!r} is a name of {named.name}, not its formula: give it as "material": "{formula}".'
        return Unresolved("not_a_formula", detail, (named.name,))

    def _by_material(self, text: str, line: Line) -> Outcome:
        bare = symbol_of(plain(text))
        if bare and line.form:
            return by_element(bare, line.form)
        found = self._by_text(text)
        if isinstance(found, Unresolved) and line.form:
            found = self._with_form(text, line.form, found)
        if isinstance(found, Resolved):
            (only,) = found.composition.elements if len(found.composition.elements) == 1 else (None,)
            if only and found.method == "HS code" and line.form == Form.OXIDE:
                return by_element(only, line.form)
            return found
        if not (line.element and line.form):
            return found
        known = by_element(line.element, line.form)
        if isinstance(known, Unresolved):
            return known
        ignored = Note("info", "material_ignored", f"{text!r} is not known; element and form were used.")
        return replace(known, messages=(*known.messages, ignored))

    def _with_form(self, text: str, form: str, unread: Unresolved) -> Outcome:
        """``didymium`` bought as oxide is didymium oxide: the form says what the name leaves open."""
        found = self._by_text(f"{text} {form}") if unread.reason == "unknown_material" else unread
        return found if isinstance(found, Resolved) and found.method in ("exact name", "alias") else unread

    def _read(self, text: str) -> Outcome:
        cas = CAS.fullmatch(text.strip())
        if cas:
            return self._by_cas(cas[1])
        bare = symbol_of(plain(text))
        if bare:
            metal = by_element(bare, Form.METAL)
            if isinstance(metal, Unresolved):
                return metal
            return replace(metal, confidence="moderate", messages=(assumed(bare, Form.METAL),))
        for read in (self._doubted, self._by_name, self._by_code, self._by_grade, self._by_parts, self._by_shares,
                     self._by_assay, self._bracketed):  # fmt: skip
            found = read(text)
            if found:
                return found
        return salt(text) or written_formula(text) or ferrite_grade(text) or self._unknown(text)

    def _doubted(self, text: str) -> Outcome | None:
        """A formula in capitals that may be two substances, read if a name stands beside it and settles which."""
        words, rest = formulas_in(plain(text))
        for word in words:
            doubt = ferrite_grade(word) or ambiguous(word)
            if doubt:
                settled = self._by_parts(plain(text).replace(word, doubt.near[0])) if self._plainly(rest) else None
                return settled if isinstance(settled, Resolved) else doubt
        return None

    def _by_cas(self, number: str) -> Outcome:
        if number in self.catalogue.cas:
            return self._answer(self.catalogue.cas[number], "CAS", "certain")
        ask = "give the formula or the element with its form"
        if valid_cas(number):
            return Unresolved("unknown_cas", f"CAS {number} is not in the catalogue; {ask}.")
        near = {cas: self.catalogue.cas[cas].name for cas in slips_of(number, self.catalogue.cas)[:MOST_NEAR]}
        meant = " or ".join(f"{cas} ({name})" for cas, name in near.items())
        detail = (
            f"CAS {number} has a wrong check digit{f': perhaps {meant}' if meant else ''}; copy it again, or {ask}."
        )
        return Unresolved("unknown_cas", detail, tuple(dict.fromkeys(near.values())))

    def _by_name(self, text: str) -> Resolved | None:
        """A catalogued name: as written, without size and purity, without words that change nothing."""
        short = plain(text)
        words, corrected = words_of(ENERGY.sub(" ", short))
        telling = [word for word in words if word not in NOISE]
        magnet = [word for word in telling if word not in FILLERS - {"iron", "boron"}]
        for attempt in (text, short, " ".join(telling), " ".join(magnet)):
            found = self.catalogue.named(attempt)
            if not found or not combined_descriptions.may_shorten(found, attempt, (text, short), " ".join(telling)):
                continue
            if len(attempt) <= ACRONYM and attempt.upper() in found.aliases and attempt.upper() not in text:
                continue  # CAT is a phosphor, a cat is none
            exact = self.catalogue.is_own_name(attempt)
            method = "spelling" if corrected else "exact name" if exact else "alias"
            notes = [Note("info", "spelling_corrected", f"Read as {found.name}.")] if corrected else []
            if attempt != text:
                detail = f"Read as {found.name}: what else is written doesn't change its composition."
                notes.append(Note("info", "words_ignored", detail))
            return self._answer(found, method, "high" if notes else "certain", *notes)
        return None

    def _by_code(self, text: str) -> Outcome | None:
        return combined_descriptions.by_code(text, self._of)

    def _by_parts(self, text: str) -> Outcome | None:
        """A name with a formula, a CAS number or a customs code beside it: all must say the same."""
        return combined_descriptions.combined(text, self._by_cas, self._plainly, self._of)

    def _plainly(self, text: str) -> Outcome | None:
        return self._by_name(text) or self._by_shares(text) or self._by_grade(text) or salt(text)

    def _of(self, material_id: str, method: str) -> Outcome | None:
        material = self.catalogue.materials.get(material_id)
        return self._answer(material, method, "certain") if material else None

    def _by_grade(self, text: str) -> Outcome | None:
        found = magnet_grades.material_of(plain(text))
        if found is None or isinstance(found, Unresolved):
            return found
        answer = self._of(found, "grade")
        left_out = plain(text) != text.strip() or FILLERS - magnet_grades.KIND & set(words_of(text)[0])
        return replace(answer, confidence="high") if left_out and isinstance(answer, Resolved) else answer

    def _by_shares(self, text: str) -> Outcome | None:
        """``NdFeB 3% Dy``: stated shares take the place of the material's own."""
        return self._as_stated(
            stated_shares.by_shares(text, lambda t: self._by_name(t) or self._by_grade(t), self.catalogue.materials)
        )

    def _by_assay(self, text: str) -> Outcome | None:
        """``mixed rare earth carbonate 55% TREO``: the stated total in the material's own distribution."""
        return self._as_stated(stated_shares.by_assay(text, self._by_name, self.catalogue.materials))

    def _as_stated(self, found: tuple[Material, Note] | Outcome | None) -> Outcome | None:
        return self._answer(found[0], "stated shares", "moderate", found[1]) if isinstance(found, tuple) else found

    def _bracketed(self, text: str) -> Outcome | None:
        """A remark in brackets must say the same or nothing that is known: ``NdFeB N42SH (drawing 77)``."""
        outer, inner = combined_descriptions.bracketed(text)
        if not outer or not inner:
            return None
        found, remark = self._read(outer), self._read(inner)
        if not isinstance(found, Resolved):
            return None
        if isinstance(remark, Resolved):
            if remark.composition.fractions and remark.composition != found.composition:
                return Unresolved("contradiction", f"{text!r} names two different materials; keep one.")
            return found
        if not found.composition.fractions or combined_descriptions.names_rare_earth(inner):
            return None  # "steel (something)": what isn't understood may hold what the steel doesn't
        ignored = Note("info", "bracket_ignored", f"{inner!r} was not understood and changes nothing.")
        return replace(found, confidence="high", messages=(*found.messages, ignored))

    def _answer(self, material: Material, method: str, confidence: str, *notes: Note) -> Resolved:
        extra = list(combined_descriptions.notes_on(material))
        return Resolved(
            material.form, material.composition, material.id, method, confidence,
            (f"material:{material.id}",), (*notes, *extra), material.name,
        )  # fmt: skip

    def _unknown(self, text: str) -> Unresolved:
        ask = "give a catalogued name, a formula, a composition, or the element with its form."
        near = self.catalogue.near(text)
        for word in telling_words(text):
            if word in OPEN_NAMES:
                near = tuple(
                    self.catalogue.materials[i].name for i in OPEN_NAMES[word] if i in self.catalogue.materials
                )
                ask = "it leaves open which rare earth it holds: name that one, or give the composition."
        grade = self.catalogue.materials.get(magnet_grades.mentioned(text) or "")
        if grade and grade.name not in near:
            near = (grade.name, *near)[:MOST_NEAR]
            ask = f"other words beside the grade aren't understood. If it is the magnet alone, give {grade.name!r}."
        return Unresolved("unknown_material", f"The material {text!r} is not in the catalogue; {ask}", near)
