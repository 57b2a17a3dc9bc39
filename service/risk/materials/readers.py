"""The readers of names, grades, codes and formulas: each knows one way of writing, and they are asked in a fixed order.

Nothing is guessed across elements: what no reader knows stays open.
"""

from __future__ import annotations

import re
from dataclasses import replace

from service.risk.materials import combined_descriptions, magnet_grades, stated_shares
from service.risk.materials.catalogue import MOST_NEAR, Catalogue
from service.risk.materials.chemistry import reading as chemistry
from service.risk.materials.chemistry.additives import OXIDES_WRITTEN, carries, in_unknown
from service.risk.materials.chemistry.formulas import ambiguous, ferrite_grade, written_formula
from service.risk.materials.chemistry.salts import salt
from service.risk.materials.composition import Material, Note, Outcome, Resolved, Unresolved
from service.risk.materials.elements import assumed, by_element
from service.risk.materials.wording.remarks import (
    BARE_PURITY,
    ENERGY,
    FILLERS,
    NOISE,
    formulas_in,
    plain,
    slips_of,
    valid_cas,
)
from service.risk.materials.wording.spelling import NAMES, telling_words, words_of
from service.risk.vocabulary import ELEMENTS, Form

_NAMED = "|".join([*ELEMENTS, *NAMES, *OXIDES_WRITTEN, "T?REO", "rare", "ndfeb", "neo"])
_SYMBOL = re.compile(rf"(?<![A-Za-z])(?i:{_NAMED})(?![a-z])|(?:{'|'.join(ELEMENTS)})(?![a-z])")
"""What a share, a salt, an assay or a formula of rare earths has in it."""
_UNNAMED = re.compile(r"\brare earths?\b|\bT?REO\b|\bTREE?\b", re.I)
"""Rare earths of which a text doesn't say which."""
WORDS_OF_NAME = 3
"""Of a material that stands in a text among others."""
ACRONYM = 4  # letters; shorter names count in capitals only
OPEN_NAMES = {
    "rebco": ("gdbco-tape", "ybco-tape", "eubco-tape"),
    "mlcc": ("mlcc-dysprosium", "mlcc-holmium", "mlcc-yttrium"),
}
"""Names that leave open which rare earth it is: one of these must be chosen."""


class Readers:
    """Every reader, by one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def read(self, text: str) -> Outcome | None:
        """What the readers of names, grades and formulas make of a text; the first that knows it answers. Where no
        symbol of a rare earth stands in it and no word speaks for one, only names and numbers can tell."""
        every = (self.doubted, self.by_chemistry, self.by_name, self._by_code, self.by_grade, self.by_shares,
                 self._by_parts, self._by_assay, self._bracketed, salt, written_formula, ferrite_grade)  # fmt: skip
        readers = (
            every
            if text.isupper() or _SYMBOL.search(text)
            else (self.by_name, self._by_code, self.by_grade, self._by_parts)
        )
        return next((outcome for read in readers if (outcome := read(text))), None)

    @staticmethod
    def metal(symbol: str) -> Resolved:
        """An element of which no form is stated: its metal."""
        metal = by_element(symbol, Form.METAL)
        assert isinstance(metal, Resolved)
        return replace(metal, confidence="moderate", messages=(assumed(symbol, Form.METAL),))

    def by_chemistry(self, text: str) -> Outcome | None:
        known = self.catalogue.named(text)
        return chemistry.read(text, lambda name: self.by_name(name) or self.by_grade(name), known)

    def doubted(self, text: str) -> Outcome | None:
        """A formula in capitals that may be two substances, read if a name stands beside it and settles which."""
        words, rest = formulas_in(plain(text))
        for word in words:
            doubt = ferrite_grade(word) or ambiguous(word)
            if doubt:
                settled = self._by_parts(plain(text).replace(word, doubt.near[0])) if self._plainly(rest) else None
                return settled if isinstance(settled, Resolved) else doubt
        return None

    def by_cas(self, number: str) -> Outcome:
        if number in self.catalogue.cas:
            return self.answer(self.catalogue.cas[number], "CAS", "certain")
        ask = "give the formula or the element with its form"
        if valid_cas(number):
            return Unresolved("unknown_cas", f"CAS {number} is not in the catalogue; {ask}.")
        near = {cas: self.catalogue.cas[cas].name for cas in slips_of(number, self.catalogue.cas)[:MOST_NEAR]}
        meant = " or ".join(f"{cas} ({name})" for cas, name in near.items())
        detail = (
            f"CAS {number} has a wrong check digit{f': perhaps {meant}' if meant else ''}; copy it again, or {ask}."
        )
        return Unresolved("unknown_cas", detail, tuple(dict.fromkeys(near.values())))

    def by_name(self, text: str) -> Resolved | None:
        """A catalogued name: as written, without size and purity, without words that change nothing."""
        short = plain(text)
        words, corrected = words_of(ENERGY.sub(" ", BARE_PURITY.sub(r"\1", short)))
        telling = [word for word in words if word not in NOISE]
        magnet = [word for word in telling if word not in FILLERS - {"iron", "boron"}]
        shorter = () if carries(text) else (short, " ".join(telling), " ".join(magnet))
        for attempt in (text, *shorter):
            material = self.catalogue.named(attempt)
            if not material or not combined_descriptions.may_shorten(
                material, attempt, (text, short), " ".join(telling)
            ):
                continue
            if len(attempt) <= ACRONYM and attempt.upper() in material.aliases and attempt.upper() not in text:
                continue  # CAT is a phosphor, a cat is none
            exact = self.catalogue.is_own_name(attempt)
            method = "spelling" if corrected else "exact name" if exact else "alias"
            notes = [Note("info", "spelling_corrected", f"Read as {material.name}.")] if corrected else []
            if attempt != text:
                detail = f"Read as {material.name}: what else is written doesn't change its composition."
                notes.append(Note("info", "words_ignored", detail))
            return self.answer(material, method, "high" if notes else "certain", *notes)
        return None

    def _by_code(self, text: str) -> Outcome | None:
        return combined_descriptions.by_code(text, self.of_id)

    def _by_parts(self, text: str) -> Outcome | None:
        """A name with a formula, a CAS number or a customs code beside it: all must say the same."""
        return combined_descriptions.combined(text, self.by_cas, self._plainly, self.of_id)

    def _plainly(self, text: str) -> Outcome | None:
        return self.by_name(text) or self.by_shares(text) or self.by_grade(text) or salt(text)

    def of_id(self, material_id: str, method: str) -> Outcome | None:
        material = self.catalogue.materials.get(material_id)
        return self.answer(material, method, "certain") if material else None

    def by_grade(self, text: str) -> Outcome | None:
        diffused = magnet_grades.diffused(text)
        text, element = diffused or (text, "")
        material_id = magnet_grades.material_of(plain(text))
        if material_id is None or isinstance(material_id, Unresolved):
            return material_id
        if diffused:
            suffix = material_id.rpartition("-")[2]
            named = (f"ndfeb-{element}-gbd",) if element else (f"ndfeb-gbd-{suffix}", "ndfeb-gbd")
            material_id = next((name for name in named if name in self.catalogue.materials), material_id)
        answer = self.of_id(material_id, "grade")
        left_out = plain(text) != text.strip() or FILLERS - magnet_grades.KIND & set(words_of(text)[0])
        return replace(answer, confidence="high") if left_out and isinstance(answer, Resolved) else answer

    def by_shares(self, text: str) -> Outcome | None:
        """``NdFeB 3% Dy``: stated shares take the place of the material's own."""
        return self._as_stated(
            stated_shares.by_shares(text, lambda t: self.by_name(t) or self.by_grade(t), self.catalogue.materials)
        )

    def _by_assay(self, text: str) -> Outcome | None:
        """``mixed rare earth carbonate 55% TREO``: the stated total in the material's own distribution."""
        return self._as_stated(stated_shares.by_assay(text, self.by_name, self.catalogue.materials))

    def added(self, text: str, others: bool = False) -> Outcome | None:
        """``varnish with 2 % CeO2``: the stated share of an oxide in what isn't known, and doesn't hold ``others``."""
        return in_unknown(text, lambda rest, symbol: others or self._names_others(rest, symbol))

    def _names_others(self, text: str, symbol: str) -> bool:
        """Whether a text names rare earths beside one: by symbol, by name, or by a material of the catalogue."""
        words = re.findall(r"\w[\w.]*", text)
        named = (
            self.catalogue.named(" ".join(words[begin : begin + size]))
            for size in range(1, WORDS_OF_NAME + 1)
            for begin in range(len(words) - size + 1)
        )
        if any(set(material.composition.elements) - {symbol} for material in named if material):
            return True
        alone = {symbol, *(name for name, its in NAMES.items() if its == symbol)}
        rest = " ".join(word for word in words if word not in alone and word.casefold() not in alone)
        return combined_descriptions.names_rare_earth(rest) or bool(_UNNAMED.search(rest))

    def _as_stated(self, stated: tuple[Material, Note] | Outcome | None) -> Outcome | None:
        return self.answer(stated[0], "stated shares", "moderate", stated[1]) if isinstance(stated, tuple) else stated

    def _bracketed(self, text: str) -> Outcome | None:
        """A remark in brackets must say the same or nothing that is known: ``NdFeB N42SH (drawing 77)``."""
        outer, inner = combined_descriptions.bracketed(text)
        if not outer or not inner:
            return None
        outcome, remark = self.read(outer), self.read(inner)
        if not isinstance(outcome, Resolved):
            return None
        if isinstance(remark, Resolved):
            if remark.composition.fractions and remark.composition != outcome.composition:
                return Unresolved("contradiction", f"{text!r} names two different materials; keep one.")
            return outcome
        if not outcome.composition.fractions or combined_descriptions.names_rare_earth(inner):
            return None  # "steel (something)": what isn't understood may hold what the steel doesn't
        ignored = Note("info", "bracket_ignored", f"{inner!r} was not understood and changes nothing.")
        return replace(outcome, confidence="high", messages=(*outcome.messages, ignored))

    def answer(self, material: Material, method: str, confidence: str, *notes: Note) -> Resolved:
        extra = list(combined_descriptions.notes_on(material))
        return Resolved(
            material.form, material.composition, material.id, method, confidence,
            (f"material:{material.id}",), (*notes, *extra), material.name,
        )  # fmt: skip

    def unknown(self, text: str) -> Unresolved:
        """An unread text with the names that it may mean."""
        ask = "give a catalogued name, a formula, a composition, or the element with its form."
        near: tuple[str, ...] = ()
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
