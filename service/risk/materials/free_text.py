"""Ordinary descriptions: as they stand, without what is set aside, without what isn't understood. Else they are
harmless, a range over what they may be, or open with what would settle it.

The less of a description a reading uses, the lower its confidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from service.risk.materials import combined_descriptions, magnet_grades
from service.risk.materials.chemistry.additives import carries
from service.risk.materials.composition import CONFIDENCES, LOW, Material, Note, Outcome, Resolved, Unresolved
from service.risk.materials.readers import ACRONYM, Readers
from service.risk.materials.wording.description import LATIN_END, MAGNET, RECYCLED, Description, described
from service.risk.materials.wording.judgement import NO_RARE_EARTH_MAGNETS, formula_without, harmless, opened
from service.risk.materials.wording.spelling import symbol_of
from service.risk.materials.wording.words import GRADES, Role, Vocabulary, Word
from service.risk.vocabulary import Form

KINDS = (Role.OPEN, Role.MATERIAL, Role.MAKE)
"""Roles of words that say of what kind the goods beside a name are."""
_YTTRIA = {"yttria", "yttrium"}
_ACCESSORY = re.compile(
    r"\b(?:fib(?:er|re)|lens|lente|window|mirror|goggles|tip|handpiece|flashlamp|detector|filter|filtro|laser)\b", re.I
)
"""Things for or with a crystal: their name says which laser or host they serve."""
_CRYSTALS = frozenset({"laser crystal", "crystal", "scintillator"})
SURENESS = tuple(CONFIDENCES)
"""Confidences, the surest first."""


class FreeText:
    """Reads descriptions by the readers and the vocabulary."""

    def __init__(self, readers: Readers, vocabulary: Vocabulary) -> None:
        self._readers = readers
        self._vocabulary = vocabulary

    def read(self, text: str) -> Outcome:
        """What a description is."""
        outcome = self._described(described(text, self._vocabulary, self._names_rare_earth))
        return self.doubted(text, outcome)

    def doubted(self, text: str, outcome: Outcome) -> Outcome:
        """The reading, with low confidence where it may be a thing that serves a crystal: Ho:YAG fiber."""
        if not isinstance(outcome, Resolved) or not _ACCESSORY.search(text) or outcome.material_id is None:
            return outcome
        if self._readers.catalogue.materials[outcome.material_id].material_class not in _CRYSTALS:
            return outcome
        note = Note("warning", "may_be_accessory", "It may be a thing that serves the crystal: say what it is made of.")
        return replace(outcome, confidence=LOW, messages=(note, *outcome.messages))

    def knows_number(self, number: str) -> bool:
        """Whether the patterns know a CAS number as that of a substance without rare earths."""
        return any(word.role in (Role.HARMLESS, Role.CRITICAL) for word in self._vocabulary.words_of(number))

    def _names_rare_earth(self, word: str) -> bool:
        known = self._readers.catalogue.named(word)
        acronym = len(word) <= ACRONYM and not word.isupper()  # CAT is a phosphor, a cat is none
        return known is not None and bool(known.composition.fractions) and not acronym

    def _described(self, about: Description) -> Outcome:
        """What a description is; the first of these that knows it."""
        if self._says_two_things(about):
            return opened(about, self._readers.unknown(about.text))
        if about.pick_words(*GRADES):
            return self._by_brand(about)
        outcome = self._stabilized(about) or self._attempted(about) or self._added(about)
        outcome = outcome or self._inside(about) or self._bare(about)
        if isinstance(outcome, Resolved):
            return outcome
        nothing = harmless(about, formula_without(about))
        if nothing:
            return nothing
        ranged = None if outcome else self._ranged(about)
        return _bounded(ranged, LOW, about) if ranged else opened(about, outcome or self._readers.unknown(about.text))

    @staticmethod
    def _says_two_things(about: Description) -> bool:
        """Whether a rare earth is named beside a doubt, or beside a magnet that holds none."""
        other = about.concepts & NO_RARE_EARTH_MAGNETS
        return bool((about.doubtful and (about.signs or MAGNET in about.concepts)) or (about.signs and other))

    def _attempted(self, about: Description) -> Outcome | None:
        """What the readers make of the description, of less and less of it; a refusal by one that understood it ends
        the attempts."""
        for text, most in self._attempts(about):
            outcome = self._readers.read(text)
            if isinstance(outcome, Resolved) and (outcome.composition.fractions or not about.signs):
                return _bounded(outcome, most, about)
            if isinstance(outcome, Unresolved) and outcome.reason != "unknown_material":
                return outcome
        return None

    def _stabilized(self, about: Description) -> Resolved | None:
        """Zirconia that yttria stabilizes, in whatever order: the additive's name is no reading of the whole."""
        zirconia = {"zirconia", "zirconium"} & about.concepts and "stabilized" in about.concepts
        stated = any(map(str.isdigit, "".join(word.written for word in about.essential)))
        known = self._readers.of_id("ysz", "alias") if zirconia and _YTTRIA & about.concepts and not stated else None
        return _bounded(known, "moderate", about, []) if isinstance(known, Resolved) else None

    def _added(self, about: Description) -> Outcome | None:
        """An oxide's stated share in what isn't understood: the oxide's name is no reading of the whole."""
        if about.pick_words(Role.ASSEMBLY):
            return None
        magnet = MAGNET in about.concepts
        outcome = self._readers.added(about.text, magnet) or self._readers.added(about.core(), magnet)
        return _bounded(outcome, LOW, about, []) if isinstance(outcome, Resolved) else outcome

    def _bare(self, about: Description) -> Resolved | None:
        """An element with nothing beside it but what is set aside: yttrium foil."""
        symbol = symbol_of(about.core())
        return _bounded(self._readers.metal(symbol), "moderate", about) if symbol else None

    def _inside(self, about: Description) -> Resolved | Unresolved | None:
        """The one material of the catalogue whose name stands among words that aren't understood, with little
        confidence. A short name in capitals (CAT, LAP) counts only where nothing speaks for other goods."""
        taken: set[Word] = set()
        names: dict[str, Material] = {}
        for text, words in about.windows():
            known = None if taken & set(words) else self._readers.catalogue.named(text)
            if known is None or not known.composition.fractions or not self._telling(text, about):
                continue
            taken |= set(words)
            names[known.id] = known
        if not names or about.pick_words(Role.ASSEMBLY):
            return None
        left = [word for word in about.essential if word not in taken]
        if len(names) > 1:
            listed = " and ".join(material.name for material in names.values())
            return Unresolved("contradiction", f"{about.text!r} names {listed}; keep one, or give a line to each.")
        (material,) = names.values()
        material, left = self._graded(material, left)
        unclear = [word for word in left if word.role not in KINDS]
        answer = self._readers.answer(material, "alias", "moderate")
        return _bounded(answer, LOW if unclear or about.absent else "moderate", about, unclear)

    def _graded(self, magnet: Material, others: list[Word]) -> tuple[Material, list[Word]]:
        """The magnet of the one grade among other words, where only its kind is named (NdFeB ... 48H), and the words
        that are left then."""
        if magnet.form is not Form.MAGNET:
            return magnet, others
        kind = "NdFeB" if magnet.material_class.startswith("NdFeB") else magnet.name
        grades = {w: magnet_grades.material_of(f"{kind} {w.written}") for w in others if w.role is Role.OTHER}
        ids = {grade for grade in grades.values() if isinstance(grade, str)}
        if len(ids) != 1:
            return magnet, others
        left = [word for word in others if not isinstance(grades.get(word), str)]
        return self._readers.catalogue.materials[ids.pop()], left

    @staticmethod
    def _telling(text: str, about: Description) -> bool:
        bare = text.replace(" ", "")
        if len(bare) > ACRONYM or any(map(str.isdigit, bare)):
            return True
        return bare.isupper() and not (about.beside or about.not_understood[1:])

    def _ranged(self, about: Description) -> Resolved | None:
        """The range over what a name that says too little may be: rare-earth magnet, magnesium alloy."""
        if about.concepts & NO_RARE_EARTH_MAGNETS or (about.pick_words(Role.ASSEMBLY) and about.signs):
            return None
        if about.pick_words(Role.ASSEMBLY):
            return self._magnets_in_it(about)
        texts = (about.text, about.core(), *([] if about.beside else [about.kernel()]))
        ranges = [material for text in texts if (material := self._readers.catalogue.ranged(text))]
        if not ranges:
            return None
        asked = Note("warning", "kind_not_stated", f"Read as a range over what it may be: {ranges[0].note}.")
        return self._readers.answer(ranges[0], "alias", LOW, asked)

    def _magnets_in_it(self, about: Description) -> Resolved | None:
        """An assembly that says that it has magnets: a range over what they may be, of a share that nobody states."""
        magnets = self._readers.catalogue.materials.get("permanent-magnet") if MAGNET in about.concepts else None
        if magnets is None:
            return None
        asked = "The magnets' kind and their share of the assembly aren't stated: give them as a line of their own."
        return self._readers.answer(magnets, "alias", LOW, Note("warning", "kind_not_stated", asked))

    def _by_brand(self, about: Description) -> Outcome:
        """A maker's or a standard's designation, if what stands beside it says nothing else."""
        brands = about.pick_words(*GRADES)
        named = {word.concept for word in brands}
        if about.pick_words(Role.ASSEMBLY):
            return opened(about, self._readers.unknown(about.text))
        if len(named) > 1:
            return Unresolved(
                "contradiction", f"{about.text!r} names {len(named)} grades of different goods; keep one."
            )
        known = self._readers.of_id(brands[0].concept, "grade")
        assert isinstance(known, Resolved)
        if about.absent:
            known = self._readers.by_shares(f"{known.name} {about.absences}") or known
        if isinstance(known, Unresolved):
            return known
        others = [word for word in about.essential if word.role not in (*GRADES, *KINDS) and word.concept != MAGNET]
        beside = self._readers.read(" ".join(word.canonical for word in others)) if others else None
        if isinstance(beside, Resolved) and not combined_descriptions.same(known, beside):
            return Unresolved("contradiction", f"{about.text!r} names two different materials; keep one.")
        most = "moderate" if about.pick_words(Role.LIKELY_GRADE) else "high"
        return _bounded(known, LOW if others and not isinstance(beside, Resolved) else most, about)

    @staticmethod
    def _attempts(about: Description) -> Iterator[tuple[str, str]]:
        """Texts to read, each with the confidence that a reading of it has at most."""
        if about.is_latin and not (about.purpose or about.absent or about.pick_words(Role.ASSEMBLY)):
            yield about.text, "certain"
        if about.pick_words(Role.ASSEMBLY) or carries(about.text):
            return
        core = about.core()
        if not about.beside and all(not c.isalpha() or c < LATIN_END for c in core):
            yield core, "high"
            if about.without_kind() != core:
                yield about.without_kind(), LOW if about.pick_words(Role.OPEN) else "moderate"
        grade_only = about.beside and not about.is_magnet and not about.names_material
        if (about.signs or MAGNET in about.concepts) and not (grade_only or ("%" in core and about.not_understood)):
            yield about.kernel(), LOW


def _bounded(outcome: Resolved, most: str, about: Description, unclear: Sequence[Word] | None = None) -> Resolved:
    """The reading with at most a confidence, saying what was set aside and what isn't understood."""
    notes: list[Note] = []
    confidence = max(outcome.confidence, most, key=SURENESS.index)
    if most != SURENESS[0] and about.aside:
        detail = f"Set aside, as it changes no composition: {', '.join(about.aside)}."
        notes.append(Note("info", "words_ignored", detail))
    if RECYCLED in about.concepts and outcome.composition.fractions:
        where = 'give the stage where it enters under supply with "recycled": true.'
        notes.append(Note("info", "recycled", f"Said to be recycled: {where} Until then it counts as mined."))
    left = (*about.not_understood, *about.beside) if unclear is None else tuple(word.written for word in unclear)
    if most == LOW and left:
        detail = (
            f"Not understood, or other goods: {', '.join(map(repr, left))}. If the line is the material alone, write "
            "only that; if it is a part that holds it, give the material as a line of its own."
        )
        notes.append(Note("warning", "not_understood", detail))
    return replace(outcome, confidence=confidence, messages=(*notes, *outcome.messages), set_aside=about.aside)
