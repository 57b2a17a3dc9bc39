"""What a description is that no reader reads: harmless, another critical material, a magnet of unknown kind, or open.

Nothing is called harmless while a word in it speaks for a rare earth. An open line says what would settle it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from service.risk.materials.chemistry.harmless import no_rare_earth
from service.risk.materials.composition import (
    ANYTHING,
    MAGNET_ELEMENTS,
    MAY,
    UNLIKELY,
    WORDS,
    Composition,
    Note,
    Plausible,
    Resolved,
    Unresolved,
)
from service.risk.materials.wording.description import BASE_MATERIALS, MAGNET, OPEN_MATERIALS, TELLING, Description
from service.risk.materials.wording.spelling import NAMES
from service.risk.materials.wording.words import GRADES, Role, Word
from service.risk.vocabulary import ELEMENTS, Form

NO_RARE_EARTH_MAGNETS = frozenset({"AlNiCo", "ferrite"})
_HARMLESS_MATERIALS = NO_RARE_EARTH_MAGNETS | {"alumina", "iron", "boron"}
_COMMON_IN_COMPOUNDS = {"Ti", "Mg", "V"}
"""Critical as metals; their oxides and salts are everywhere."""
_BESIDE_CHEMICALS = frozenset({Role.GRADING, Role.PACKING, Role.LINK, Role.OTHER})
_HOST = re.compile(r"(?<![A-Za-z])(?:ZrO2|AlN|Si3N4|BaTiO3|SrTiO3)(?![A-Za-z\d])")
"""Hosts that are sold with rare earths in them more often than without."""
_MAGNETISED = re.compile(
    r"(?<![a-z])(?:magneti[sz]ed|magnetisiert|aimant|iman[ta]|magnetizz|magnetyz|着磁|充磁|磁化|намагн)", re.I
)
_DOPANT = re.compile(r":\s?[A-Z]|\([A-Z][a-z]?\)")
_SYMBOLS = re.compile(rf"(?<![A-Za-z])(?:\d[\d.]*)?(?:{'|'.join(ELEMENTS)})(?:[\d.]|$|[^A-Za-z])")
"""Symbols of rare earths beside a formula: 1Y, Gd."""
_CODED = re.compile(r"\d[A-Za-z]{2}|[A-Za-z]{2}\d")
"""Letters and digits that may name a material: 8YSZ."""
_RATING = re.compile(r"\d\s?(?:ohm|Ω|k?W|MW|V|VDC|VAC|Hz|kHz)\b", re.I)
SHORTEST_UNKNOWN = 3
_MOST_UNKNOWN = 2
"""Words that aren't understood with which one harmless word still speaks for the whole line."""


def formula_without(about: Description) -> Resolved | None:
    """The reading of a formula in a description, where every formula in it holds no rare earth."""
    for text in (about.text, about.core()):
        if whole := no_rare_earth(text):
            return _scoped(*whole)
    if _SYMBOLS.search(about.text):
        return None
    pieces = {word.written: no_rare_earth(word.written) for word in about.pick_words(Role.OTHER, Role.UNKNOWN)}
    known = [piece for piece in pieces.values() if piece]
    coded = [written for written, piece in pieces.items() if not piece and _CODED.search(written)]
    return _scoped(*known[0]) if known and not coded else None


def _scoped(formula: Resolved, critical: tuple[str, ...]) -> Resolved:
    """The formula, out of scope where a critical element is what it is bought for."""
    outside = set(critical) - (set() if formula.form is Form.ALLOY else _COMMON_IN_COMPOUNDS)
    note = Note(
        "info", "out_of_scope", f"Critical, but no rare earth: {', '.join(critical)}. This score doesn't cover it."
    )
    return replace(formula, out_of_scope=True, messages=(*formula.messages, note)) if outside else formula


def harmless(about: Description, formula: Resolved | None) -> Resolved | None:
    """The reading of a line without rare earths, by its words or by a ``formula`` that holds none; ``None`` where that
    isn't sure."""
    goods, critical = about.pick_words(Role.HARMLESS), about.pick_words(Role.CRITICAL)
    plain = tuple(word for word in about.words if word.concept in _HARMLESS_MATERIALS)
    if _speaks(about, formula) or not (goods or critical or plain or formula):
        return None
    unknown = tuple(word for word in about.not_understood if sum(map(str.isalpha, word)) >= SHORTEST_UNKNOWN)
    if len(unknown) > max(_MOST_UNKNOWN, len(goods) + len(critical) + len(plain)) or _is_rated_thing(about, unknown):
        return None
    named = sorted({word.concept for word in (*goods, *critical, *plain)})
    outside = sorted({word.concept for word in critical})
    return Resolved(
        formula.form if formula else Form.ALLOY,
        Composition(),
        None,
        WORDS if named else "formula",
        "moderate" if unknown or not (goods or critical or formula) else "high",
        messages=(*_notes(named, outside, unknown), *(formula.messages if formula else ())),
        name=f"no rare earth ({', '.join(named)})" if named else None,
        set_aside=about.aside,
        out_of_scope=bool(outside) or _outside(formula),
    )


def _is_rated_thing(about: Description, unknown: Sequence[str]) -> bool:
    """Whether a material stands beside an electrical rating and a word that isn't understood: SPK 4 ohm, steel."""
    materials = all(word.concept in BASE_MATERIALS for word in about.pick_words(Role.HARMLESS))
    return bool(unknown) and materials and bool(_RATING.search(about.text))


def _outside(formula: Resolved | None) -> bool:
    return formula is not None and formula.out_of_scope


def _speaks(about: Description, formula: Resolved | None = None) -> bool:
    """Whether anything speaks for a rare earth, or for goods that hold some in an unknown share."""
    goods = {word.concept for word in about.pick_words(Role.HARMLESS, Role.CRITICAL)}
    other = formula or NO_RARE_EARTH_MAGNETS & about.concepts or any(concept.endswith(MAGNET) for concept in goods)
    magnet = MAGNET in about.concepts and not other
    purpose = any(word.role in (Role.ELEMENT, *GRADES) or word.concept in TELLING for word in about.purpose)
    magnetised = not other and any(_MAGNETISED.search(word.written) for word in about.pick_words(Role.MAGNETISATION))
    kinds = {word.concept for word in about.pick_words(Role.OPEN)} | (OPEN_MATERIALS & about.concepts)
    open_kind = kinds and not (formula and _told_by_formula(about, kinds))
    host = formula and _HOST.search(about.text) and any(word.role not in _BESIDE_CHEMICALS for word in about.words)
    return bool(about.signs or magnet or purpose or magnetised or about.pick_words(Role.ASSEMBLY) or open_kind or host)


def _told_by_formula(about: Description, kinds: set[str]) -> bool:
    """Whether a formula tells what goods of some kinds hold: it names the dopant, or all of a mixture."""
    mixture = kinds <= {"catalyst"} and "/" in about.text
    return bool(_DOPANT.search(about.text)) or mixture or kinds <= {"ceramic"}


def _notes(named: Sequence[str], outside: Sequence[str], unknown: Sequence[str]) -> list[Note]:
    what = ", ".join(named)
    notes = [Note("info", "no_rare_earth", f"Holds no rare earth ({what}): the line adds no hazard.")] if named else []
    if outside:
        detail = f"Critical, but no rare earth: {', '.join(outside)}. This score doesn't cover it."
        notes.append(Note("info", "out_of_scope", detail))
    if unknown:
        detail = f"Not understood, and nothing speaks for a rare earth: {', '.join(map(repr, unknown))}."
        notes.append(Note("info", "not_understood", detail))
    return notes


def opened(about: Description, unread: Unresolved) -> Unresolved:
    """Why a line stays open, how it is judged, and the worst that it may be."""
    reason, detail = unread.reason, unread.detail
    if reason == "unknown_material":
        reason, detail = _why(about) or (reason, detail)
    return Unresolved(reason, detail, unread.near, _may_hold(about), _plausible(about))


def _why(about: Description) -> tuple[str, str] | None:
    """Reason and what would settle it, where the words tell more than that they aren't in the catalogue."""
    if about.doubtful:
        return "several_readings", f"{about.text!r}: {about.doubtful}. Write what the part is, and nothing else."
    if assemblies := about.pick_words(Role.ASSEMBLY):
        detail = (
            f"{about.text!r} is an assembly ({_named(assemblies)}) that may hold rare earths, and says no "
            'share. Give the parts in it as lines, or "rare_earth": false where it holds none.'
        )
        return "assembly", detail
    if kinds := _named(about.pick_words(Role.OPEN)):
        detail = f"{about.text!r} ({kinds}) holds rare earths in some kinds: say which it is, or give the composition."
        return "kind_not_stated", detail
    return None


def _named(words: Sequence[Word]) -> str:
    return ", ".join(dict.fromkeys(word.concept for word in words))


def _may_hold(about: Description) -> str:
    understood = about.pick_words(Role.HARMLESS, Role.CRITICAL)
    speaks = _speaks(about) or about.doubtful or about.pick_words(Role.MATERIAL, Role.FORM)
    return UNLIKELY if not speaks and 2 * len(understood) >= len(about.not_understood) > 0 else MAY


def _plausible(about: Description) -> Plausible:
    """Elements by form: those that are named, with magnets where one of them makes magnets; those of magnets, where it
    is one; else any."""
    if about.is_magnet:
        return ((Form.MAGNET, MAGNET_ELEMENTS),)
    words = (*about.pick_words(Role.ELEMENT), *about.pick_words(Role.UNKNOWN))
    named = tuple(dict.fromkeys(symbol for word in words if (symbol := _symbol(word))))
    if not named or about.pick_words(Role.ASSEMBLY):
        return ANYTHING
    magnets = ((Form.MAGNET, MAGNET_ELEMENTS),) if set(named) & set(MAGNET_ELEMENTS) else ()
    return (*magnets, (Form.OXIDE, named), (Form.METAL, named))


def _symbol(word: Word) -> str | None:
    bare = word.written.strip("().,;")
    return bare if bare in ELEMENTS else NAMES.get(word.concept)
