"""A description taken apart: what it names, what is set aside, what it says is absent, and what stands in the way.

Words that change no composition are set aside: shapes, sizes, coatings, packing, suppliers, and what a part is for.
The rest is put into the English that the readers of names, grades and formulas know.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise, zip_longest

from service.risk.materials.chemistry.quantities import WORDS
from service.risk.materials.chemistry.stoichiometry import FormulaError, mass_fractions
from service.risk.materials.magnet_grades import mentioned
from service.risk.materials.wording.remarks import FILLERS, SIZE, formulas_in
from service.risk.materials.wording.spelling import NAMES, right
from service.risk.materials.wording.words import (
    FIRST_IDEOGRAPH,
    GRADES,
    SET_ASIDE,
    Role,
    Vocabulary,
    Word,
    straightened,
)
from service.risk.vocabulary import ELEMENTS

FREE, WITHOUT = "free", "without"
MAGNET, RARE_EARTH = "magnet", "rare earth"
_ENDS_PURPOSE = frozenset(", ; + | / with mit avec con inkl inkl. incl incl. including".split())
BASE_MATERIALS = frozenset(
    {"steel", "stainless steel", "cast iron", "copper", "brass", "bronze", "aluminium", "zinc", "tin", "nickel", "lead",
     "silver", "gold", "glass", "ceramic", "chromium", "solder", "composite", "plastic", "circuit board", "wire",
     "pipe"}
)  # fmt: skip
"""Classes of materials without rare earths to which some may be added, and of deliveries that metals come in."""
_HOSTS = frozenset({"alumina", "iron", "ferrite", "zirconia", "stabilized", "silicon nitride"})
_ABBREVIATED = frozenset("RE REE SE TR MM".split())
"""Rare earths as steel and foundry people shorten them; in capitals, beside a base material."""
_STEM = re.compile(
    "lanth|lantan|yttri|neodi|neody|praseo|samari|europi|gadolin|terbi|dyspro|disprosi|holmi|ytterb|luteti|scandi|cerat|ceri[uo]"
)
"""Beginnings of words that are made of an element's name: lanthanized, cerated."""
_JOINED = re.compile(
    rf"(?:{'|'.join(symbol for symbol in ELEMENTS if len(symbol) > 1)})-[A-Za-z]{{2,}}"
    r"|(?:Y|Sc|Ce|Yb)-?(?:F?SZ|PSZ|TZP)\b"
)
"""A symbol joined to a word, and stabilized zirconia: Ce-alumina, Y-PSZ."""
_LEADING = re.compile("^([A-Z][a-z])-$")
"""A symbol before a word that is known by itself: Ce-alumina. A letter alone is a shape: Y-fitting."""
_NAMELESS = (Role.UNKNOWN, Role.OTHER, Role.OPEN)
LONGEST_CODE = 4
_DEVICES = frozenset("detector screen screens laser lens gyroscope switch window windows".split())
"""Beside a chemist's description they change nothing; alone they are things of their own."""
_HEADS = frozenset({MAGNET, "polishing powder", "phosphor", "catalyst"})
"""Kinds of goods, which English names last."""
RECYCLED = "recycled"
_GROUPS = ("heavy rare earth", "light rare earth", RARE_EARTH)
TELLING = frozenset(
    {"NdFeB", "SmCo", "SmFeN", "samarium cobalt", "mischmetal", "didymium", "ferrocerium", "ceria", "yttria", *_GROUPS}
)
"""Materials that hold rare earths, whatever else is said."""
OPEN_MATERIALS = frozenset(
    {"zirconia", "phosphor", "catalyst", "polishing powder", "flint", "silicon nitride", "stabilized"}
)
"""Materials that hold rare earths in some of their kinds."""
_MEASURED = frozenset({Role.AXIS, Role.PROPERTY, Role.DOCUMENT, Role.MAGNETISATION, Role.PACKING, Role.SHAPE})
"""Roles of words whose numbers say nothing of the composition: 12 poles, drawing 4711, 200 °C."""
_BOUND_OF_NOTHING = re.compile(r"[<>≤≥~=]\s*(?=$|[^\d\s.])")
"""A sign of comparison whose size was taken out: < 50 nm."""
WIDEST = 4
"""Words of the longest name that is looked for inside a description."""
_PER_CENT = re.compile(r"\b(?:per ?cent|pct|prozent|pour ?cent|por ?ciento|per ?cento)\b", re.I)
_SYMBOL = re.compile(rf"(?:{'|'.join(ELEMENTS)})(?![a-z])")
_TIMES = frozenset("x × *".split())
LATIN_END = "\u0250"
"""From here on, letters that the readers of names and formulas don't know."""


def _is_base(concept: str) -> bool:
    """Whether rare earths may be added to it, so that a symbol beside it says what is in it."""
    return concept in BASE_MATERIALS | _HOSTS or concept.endswith(" alloy")


@dataclass(frozen=True)
class Description:
    """The words of a description by what they are for the reading. ``absent`` are rare earths, or groups of them, that
    it says aren't there. ``purpose`` is what the part is for. ``doubtful`` says why nothing may be concluded. ``names``
    are words that name a catalogued material with rare earths."""

    text: str
    words: tuple[Word, ...]
    aside: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    purpose: tuple[Word, ...] = ()
    doubtful: str = ""
    names: tuple[str, ...] = ()

    def pick_words(self, *roles: Role) -> tuple[Word, ...]:
        """Its words of some roles."""
        return tuple(word for word in self.words if word.role in roles)

    @cached_property
    def concepts(self) -> frozenset[str]:
        """The English words that stand for what it says."""
        return frozenset(word.concept for word in self.words if word.concept)

    @cached_property
    def signs(self) -> tuple[str, ...]:
        """What in it speaks for a rare earth: an element's name, a material, a formula or a magnet's grade."""
        named = [w.written for w in self.words if w.role in (Role.ELEMENT, *GRADES) or w.concept in TELLING]
        formulas = [word for word in formulas_in(self.text)[0] if _holds_rare_earth(word)]
        spelt = [w.written for w in self.pick_words(Role.UNKNOWN) if right(w.written.casefold()) in NAMES]
        stems = [w.written for w in self.pick_words(Role.UNKNOWN) if _STEM.match(w.written.casefold())]
        return (*named, *formulas, *spelt, *stems, *self._codes, *((self._grade,) if self._grade else ()))

    @property
    def _codes(self) -> tuple[str, ...]:
        """Symbols and short names that speak for a rare earth. They do beside a base material or a share, where they
        say what is in it (steel with 0.05 % Ce, copper with YBCO). Beside a part they are codes (Sc connector)."""
        unknown = [_LEADING.sub(r"\1", w.written.strip("().,;")) for w in self.pick_words(Role.UNKNOWN)]
        symbols = tuple(word for word in unknown if word in ELEMENTS or word in _ABBREVIATED)
        short = tuple(name for name in self.names if len(name) <= LONGEST_CODE and name.isalpha())
        long = tuple(name for name in self.names if name not in short)
        told = any(map(_is_base, self.concepts)) or self.pick_words(Role.CRITICAL) or "%" in self.text
        joined = tuple(word for word in unknown if _JOINED.match(word))
        return (*long, *joined, *symbols, *short) if told else (*long, *joined)

    @property
    def _grade(self) -> str:
        kept = " ".join(word.written for word in self.words if word.role in (Role.OTHER, Role.UNKNOWN))
        return kept if mentioned(kept) else ""

    @property
    def names_material(self) -> bool:
        """Whether words, not a mere code, name an element or a material with rare earths."""
        return any(word.role is Role.ELEMENT or word.concept in TELLING for word in self.words)

    @property
    def is_magnet(self) -> bool:
        """Whether it speaks of a magnet, so that words such as nickel tell its coating."""
        return MAGNET in self.concepts or "NdFeB" in self.concepts

    @property
    def not_understood(self) -> tuple[str, ...]:
        """What no table knows and no reader was asked to leave out."""
        return tuple(word.written for word in self.pick_words(Role.UNKNOWN))

    @property
    def beside(self) -> tuple[str, ...]:
        """Other goods beside the material: a housing, a steel, cobalt."""
        return tuple(word.written for word in self.pick_words(Role.HARMLESS, Role.CRITICAL))

    @property
    def essential(self) -> tuple[Word, ...]:
        """All words but those that are set aside; that goods are recycled changes no composition."""
        return tuple(word for word in self.words if word.role not in SET_ASIDE and word.concept != RECYCLED)

    @property
    def absences(self) -> str:
        """What it says isn't there, as the reader of shares knows it."""
        return " ".join(f"{WITHOUT} {name}" for name in self.absent)

    def core(self) -> str:
        """What a reader is asked for: all but what is set aside, in English."""
        return self._joined(self.essential)

    def windows(self) -> Iterator[tuple[str, tuple[Word, ...]]]:
        """Every run of up to four of its essential words, the longest first, with the words."""
        words = self.essential
        for width in range(min(WIDEST, len(words)), 0, -1):
            for start in range(len(words) - width + 1):
                run = words[start : start + width]
                yield self._joined(run, absences=False), run

    def without_kind(self) -> str:
        """The core without words that say only of what kind the goods are: phosphor, catalyst, crystal."""
        return self._joined([w for w in self.essential if w.role is not Role.OPEN and w.concept not in OPEN_MATERIALS])

    def kernel(self) -> str:
        """The same without what isn't understood and without other goods."""
        left_out = {*SET_ASIDE, Role.UNKNOWN, Role.HARMLESS, Role.CRITICAL, Role.OPEN}
        return self._joined([word for word in self.words if word.role not in left_out])

    def _joined(self, words: Sequence[Word], *, absences: bool = True) -> str:
        joined = ""
        before: Word | None = None
        for word in _in_english_order(words):
            joined += "" if before and _glued(before, word) else " "
            joined += word.canonical
            before = word
        return f"{joined} {self.absences if absences else ''}".strip()

    @property
    def is_latin(self) -> bool:
        """Whether the readers, which know Latin and Greek letters, can see all of its letters."""
        return all(not c.isalpha() or c < LATIN_END or "\u0370" <= c < "\u0400" for c in self.text)


def described(text: str, vocabulary: Vocabulary, named: Callable[[str], bool] = lambda _: False) -> Description:
    """A description taken apart. ``named`` tells whether a word is the name of a material with rare earths."""
    text = _PER_CENT.sub("%", straightened(text))
    sizes = tuple(match[0].strip() for match in SIZE.finditer(text))
    known = vocabulary.words_of(_BOUND_OF_NOTHING.sub(" ", SIZE.sub(" ", text)))
    words = tuple(_tails_left_out(replace(w, role=Role.ASIDE) if _changes_nothing(w) else w for w in known))
    names = tuple(bare for w in words if w.role in _NAMELESS and (bare := w.written.strip("()[].,;")) and named(bare))
    kept, purpose = _purpose_of(tuple(_qualifiers_left_out(words)))
    whole = Description(text, kept, purpose=purpose, names=names)
    if whole.is_magnet:
        whole = replace(whole, words=tuple(_as_coating(word) for word in whole.words))
    whole = _without_absences(whole)
    words = tuple(_measures_left_out(whole.words))
    aside = tuple(word.written for word in words if word.role in SET_ASIDE and any(map(str.isalnum, word.written)))
    doubt = next((word.written for word in words if word.role is Role.DOUBT), "")
    doubtful = whole.doubtful or (f"{doubt!r} leaves open what it is" if doubt else "")
    return replace(whole, words=words, aside=(*sizes, *whole.aside, *aside), doubtful=doubtful)


def _tails_left_out(words: Iterable[Word]) -> Iterator[Word]:
    """The words, with what hangs on a code that is set aside as a part of it: PN 4711-N52."""
    before: Word | None = None
    for word in words:
        hangs = before is not None and before.role is Role.ASIDE and before.start + len(before.written) == word.start
        tail = hangs and word.role in (Role.OTHER, Role.UNKNOWN) and word.written[0] in "-._/"
        before = replace(word, role=Role.ASIDE) if tail else word
        yield before


def _changes_nothing(word: Word) -> bool:
    """Whether a word that no table knows is one of those beside a chemist's description: wafer, target, cathode."""
    return word.role is Role.UNKNOWN and word.written.casefold().strip(".") in WORDS - _DEVICES


def _purpose_of(words: tuple[Word, ...]) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """The words that say what it is, and those that say what it is for. The latter stand after ``for`` up to a comma or
    to what comes with it, or before 用."""
    for at, word in enumerate(words):
        if word.role is not Role.FOR:
            continue
        if word.written >= FIRST_IDEOGRAPH and not word.written.endswith("于") and at:
            start = 0 if words[at + 1 :] else at - 1
            return words[:start] + words[at + 1 :], words[start:at]
        end = next((n for n in range(at + 1, len(words)) if words[n].written.casefold() in _ENDS_PURPOSE), len(words))
        return (words[:at] + words[end:], words[at + 1 : end]) if at else (words[1:], ())
    return words, ()


def _qualifiers_left_out(words: tuple[Word, ...]) -> Iterator[Word]:
    """A thing right before another says what that one is for: rotor magnet, sensor ring of SmCo, Sensorgehäuse."""
    holds = any(_names_some(word) for word in words)
    for one, other in zip_longest(words, words[1:]):
        tells = one.role is Role.ASSEMBLY and other is not None and _is_head(one, other, holds=holds)
        yield replace(one, role=Role.ASIDE) if tells else one


def _names_some(word: Word) -> bool:
    """Whether a word names a rare earth or a magnet: by name, grade or formula."""
    code = word.role is Role.OTHER and (_holds_rare_earth(word.written.strip("(),;")) or bool(mentioned(word.written)))
    return code or word.role in (Role.ELEMENT, *GRADES) or word.concept in (MAGNET, *TELLING)


def _is_head(one: Word, other: Word, *, holds: bool) -> bool:
    """Whether the second of two words says what the goods are: a magnet, the shape of one, the end of a compound."""
    shaped = other.role is Role.SHAPE and holds
    return other.concept == MAGNET or shaped or (other.role is Role.HARMLESS and one.start == other.start)


def _as_coating(word: Word) -> Word:
    """Nickel, zinc and epoxy beside a magnet are its coating."""
    plated = word.role in (Role.HARMLESS, Role.CRITICAL, Role.UNKNOWN) and word.canonical.casefold() in FILLERS
    return replace(word, role=Role.COATING) if plated else word


def _without_absences(whole: Description) -> Description:
    """The description without what it says is absent. What else is said not to be there leaves it doubtful."""
    kept: list[Word] = []
    absent: list[str] = []
    aside: list[str] = []
    doubtful = ""
    words = list(whole.words)
    while words:
        word = words.pop(0)
        if word.role is not Role.WITHOUT:
            kept.append(word)
            continue
        while words and word.concept == WITHOUT and words[0].role is Role.LINK:
            words.pop(0)
        while kept and word.concept == FREE and kept[-1].role is Role.LINK:
            kept.pop()
        other = (kept.pop() if kept else None) if word.concept == FREE else (words.pop(0) if words else None)
        names = _rare_earths(other) if other else []
        if names:
            absent += names
            absent += _more_absent(words) if word.concept == WITHOUT else []
        elif other and other.role in {*SET_ASIDE, Role.HARMLESS, Role.CRITICAL}:
            aside += [word.written, other.written]
        else:
            written = f"{word.written} {other.written}" if other else word.written
            doubtful = doubtful or f"{written!r} says that something isn't in it"
    return replace(whole, words=tuple(kept), absent=tuple(absent), aside=tuple(aside), doubtful=doubtful)


def _more_absent(words: list[Word]) -> list[str]:
    """Further rare earths after the one that is absent: without Dy and Tb. They are taken off ``words``."""
    more: list[str] = []
    while len(words) > 1 and words[0].role is Role.LINK and words[0].written not in ",;" and _rare_earths(words[1]):
        more += _rare_earths(words[1])
        del words[:2]
    return more


def _rare_earths(word: Word) -> list[str]:
    """The rare earths, or the group of them, that a word names (Dy, Dy/Tb, heavy rare earth); none for others."""
    if word.role is Role.ELEMENT or word.concept in _GROUPS:
        return [word.concept]
    parts = [part for part in re.split("[/+&]", word.written.strip(".,;()/+-")) if part]
    right_names = [right(part.casefold()) for part in parts]
    names = [
        n if n in NAMES else ELEMENTS[p].name if p in ELEMENTS else "" for n, p in zip(right_names, parts, strict=True)
    ]
    return names if names and all(names) else []


def _measures_left_out(words: tuple[Word, ...]) -> Iterator[Word]:
    """The words, with numbers beside a shape, a property or a document as what they are."""
    for before, word, after in zip((None, *words), words, (*words[1:], None), strict=False):
        measure = _is_number(word) and not _is_energy(after) and _is_measured(before, after)
        yield replace(word, role=Role.ASIDE) if measure or word.written in _TIMES else word


def _is_number(word: Word) -> bool:
    """Whether a piece is a number without letters and per cent signs, which may be a grade or a share."""
    return word.role is Role.OTHER and "%" not in word.written and not any(map(str.isalpha, word.written))


def _is_energy(after: Word | None) -> bool:
    return after is not None and "mgoe" in after.written.casefold()


def _is_measured(*beside: Word | None) -> bool:
    return any(word is not None and word.role in _MEASURED for word in beside)


def _in_english_order(words: Sequence[Word]) -> list[Word]:
    """``oxide cerium`` (oxyde de cérium, 氧化铈) as ``cerium oxide``: a form goes behind the elements after it, unless
    one stands before it already. Kinds of goods go to the end (aimant néodyme)."""
    ordered = list(words)
    for at, (one, other) in enumerate(pairwise(words)):
        bare = at == 0 or not _names_elements(words[at - 1])
        if one.role is Role.FORM and _names_elements(other) and bare:
            end = at + 1
            while end < len(words) and _names_elements(words[end]):
                end += 1
            ordered[at:end] = [*words[at + 1 : end], one]
    return sorted(ordered, key=lambda word: word.concept in _HEADS)


def _glued(one: Word, other: Word) -> bool:
    """Whether two words stand side by side without a blank, both as written: YAG:CE, La-Co."""
    return one.start + len(one.written) == other.start and one.canonical == one.written


def _names_elements(word: Word) -> bool:
    return word.role is Role.ELEMENT or word.concept in ("didymium", "mischmetal", *_GROUPS)


def _holds_rare_earth(formula: str) -> bool:
    """Whether a word that is written like a formula is one and holds a rare earth."""
    if not _SYMBOL.search(formula):
        return False
    try:
        return bool(mass_fractions(formula).keys() & ELEMENTS.keys())
    except FormulaError:
        return False
