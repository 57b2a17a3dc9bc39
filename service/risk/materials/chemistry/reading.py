"""The way in: asks each reader of this folder in turn what a text says in the language of chemists."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace

from service.risk.materials.chemistry import additives, alloys, dopants, mixtures, solutions
from service.risk.materials.chemistry.formulas import by_formula, isotope_note, radioactive, substance, written_formula
from service.risk.materials.chemistry.notation import isotopes_in, plain_formula, water_joined
from service.risk.materials.chemistry.quantities import settled
from service.risk.materials.chemistry.salts import salt
from service.risk.materials.composition import Material, Outcome, Resolved, Unresolved
from service.risk.materials.elements import assumed, by_element
from service.risk.materials.wording.spelling import symbol_of
from service.risk.vocabulary import ELEMENTS, Form

LONGEST = 200
ASKED = frozenset({"bracket_uncounted", "share_missing", "radioactive"})
"""Reasons of a formula that is one beyond doubt and still can't be read."""
_TELLING = re.compile(r"[\d:%(/,-]|dop|activ|dot|oxid|BCO|AlY", re.I)
_WORD_OF_FORMULA = re.compile(r"[\w.,()\[\]·+-]+")
_TAPE = re.compile(r"(Y|Gd|Eu|Sm|Dy|Ho|Nd)BCO\b")
_NO_TAPE = re.compile(r"\b(?:target|powder|pellets?|bulk|ceramic)\b", re.I)
"""What is bought of a superconductor beside tape is the compound itself."""
_NO_GROUP = re.compile(rf"\((?:[A-Z][a-z]?|(?:{'|'.join(ELEMENTS)})\d?O\d\d?)\)(?![\d.])")
"""An element or an oxide in brackets without a count: a dopant or an additive, no group of a formula."""
_ENRICHED = re.compile(rf"\b(?:isotopically\s)?enriched\b|\bisotopes?\b|(?<=\S)\s*\((?:{'|'.join(ELEMENTS)})\)", re.I)
Named = Callable[[str], Outcome | None]


def read(text: str, named: Named, known: Material | None = None) -> Outcome | None:
    """What a text is by its chemistry; ``None`` where it says nothing that these readers know.

    ``named`` answers with a material of the catalogue by its name; ``known`` is the one of which the whole text is a
    name. The catalogue comes first, unless the text names a dopant that its row doesn't hold.
    """
    if len(text) > LONGEST or not _TELLING.search(text):
        return None
    tidy, isotopes = isotopes_in(water_joined(unicodedata.normalize("NFKC", text)))
    tracer = radioactive(isotopes)
    if tracer:
        return tracer
    if isotopes:
        return _of_isotope(tidy, isotopes, named)
    if known is not None and not dopants.wanting(tidy, known.composition):
        return None
    readings = (reader(tidy, named) for reader in _READERS)
    return next((outcome for outcome in readings if outcome is not None), None)


def _bulk_superconductor(text: str, _: Named) -> Outcome | None:
    """``YBCO sputtering target``: the compound, not the tape that is coated with it."""
    tape = _TAPE.match(text)
    if tape is None or not _NO_TAPE.search(text):
        return None
    outcome = by_formula(f"{tape[1]}Ba2Cu3O7-x")
    return settled(outcome, text[tape.end() :]) if isinstance(outcome, Resolved) else None


def _of_isotope(tidy: str, isotopes: list[tuple[str, int, bool]], named: Named) -> Outcome | None:
    """The substance of a stable isotope, read as that of the element."""
    tidy = _ENRICHED.sub(" ", tidy).strip()
    symbol = symbol_of(tidy)
    bare = by_element(symbol, Form.METAL) if symbol else None
    if isinstance(bare, Resolved) and symbol:
        outcome: Outcome | None = replace(bare, confidence="moderate", messages=(assumed(symbol, Form.METAL),))
    else:
        outcome = read(tidy, named) or named(tidy) or salt(tidy) or written_formula(tidy)
    if not isinstance(outcome, Resolved):
        return outcome
    confidence = "high" if outcome.confidence == "certain" else outcome.confidence
    return replace(outcome, confidence=confidence, messages=(*outcome.messages, *isotope_note(isotopes)))


def _formula(text: str, _: Named) -> Outcome | None:
    """A text that is one formula, written in a way that only a chemist's notation explains."""
    text = text.strip()
    if not _WORD_OF_FORMULA.fullmatch(text) or not re.search(r"[(\[·]", text) or _NO_GROUP.search(text):
        return None
    outcome = by_formula(text)
    if isinstance(outcome, Unresolved):
        return outcome if outcome.reason in ASKED else None
    return substance(plain_formula(text) if "[" in text else text)


_READERS = (
    _bulk_superconductor, _formula, alloys.ferroalloy, alloys.read, solutions.read, dopants.read, additives.read,
    mixtures.read,
)  # fmt: skip
