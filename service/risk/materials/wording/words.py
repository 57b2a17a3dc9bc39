"""Words of descriptions in any language, and what each says: an element, a shape, a coating, that it is a screw.

The words are rows of two tables, ``training/evidence/words.csv`` and ``patterns.csv``; a bundle carries both. Words are
found all at once by an Aho-Corasick automaton (Aho and Corasick 1975), the longest first. A word that the table
doesn't have is split where stems of the table make it up, as German does (``Scheibenmagnet``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ahocorasick_rs import AhoCorasick, MatchKind

LONGEST = 200
"""Characters of a description that are looked at."""
LONGEST_WORD, SHORTEST_COMPOUND, SHORTEST_STEM, SHORTEST_INFLECTED, SHORTEST_LINK = 40, 6, 4, 4, 3
_ENDINGS = ("", "s", "e", "n", "en", "er", "es", "a", "i", "y")
_JOINTS = ("", "s", "n", "e", "o", "en", "es")
FIRST_IDEOGRAPH = "\u2e80"
"""From here on scripts don't part words by blanks."""
_CHARGE = re.compile("[\u00b9\u00b2\u00b3\u2070-\u2079]*[\u207a\u207b]")
_HYPHEN = re.compile(r"(?<=[^\W\d])-(?=[^\W\d])")
_PIECE = re.compile(r"\d{1,6}(?:[.,]\d{1,6})?\s?%|[^\s,;]+|[,;]")
_SHARE = re.compile(
    r"(?<![\w.,])(?:\d{1,6}(?:[.,]\d{1,6})?\s{0,2})?(?:at|mol|vol|wt|mass|gew|w/w|m/m)[.-]{0,2}\s?%", re.IGNORECASE
)
"""A share with what it counts, in one piece: 3 at% is no 3 %."""
_EDGES = "()[]{}.,;:/\\'\"!*&#+-=<>|°"
_MARKS = frozenset("()[]{}.,;:/\\'\"*&#+-|@!")
"""Marks that part words and say nothing themselves."""
_COMPOUNDING = frozenset({"de", "nl", "sv", "da", "fi", "en", "mul"})
"""Languages that write compounds as one word, and what stands in all of them."""
_MAGNET_AT_END = re.compile("(?:magnet|magnete|magneten|magnets|magneet|magneti|magnes)$")
"""Whatever stands before it: Türmagnet, Spændemagnet."""
_LETTERS = re.compile(r"[^\W\d_]+")


class Role(StrEnum):
    """What a word is in a description."""

    ELEMENT = "element"
    FORM = "form"
    MATERIAL = "material"
    MAKE = "make"
    GRADE = "grade"
    LIKELY_GRADE = "likely grade"
    SHAPE = "shape"
    AXIS = "axis"
    COATING = "coating"
    MAGNETISATION = "magnetisation"
    PACKING = "packing"
    GRADING = "grading"
    DOCUMENT = "document"
    SUPPLIER = "supplier"
    PROPERTY = "property"
    ASIDE = "aside"
    LINK = "link"
    FOR = "for"
    WITHOUT = "without"
    DOUBT = "doubt"
    ASSEMBLY = "assembly"
    HARMLESS = "harmless"
    OPEN = "open"
    CRITICAL = "critical"
    UNKNOWN = "unknown"
    OTHER = "other"


GRADES = frozenset({Role.GRADE, Role.LIKELY_GRADE})
"""Roles of designations that stand for a catalogued material; of likely ones, the class was not looked up."""
IN_TABLE = tuple(role for role in Role if role not in {Role.UNKNOWN, Role.OTHER, *GRADES})
"""Roles that a row of words and patterns may have. Grades have a table of their own; no row knows the other two, words
and pieces with digits."""
SET_ASIDE = frozenset(
    {Role.SHAPE, Role.AXIS, Role.COATING, Role.MAGNETISATION, Role.PACKING, Role.GRADING, Role.DOCUMENT,
     Role.SUPPLIER, Role.PROPERTY, Role.ASIDE, Role.LINK}
)  # fmt: skip
"""Roles of words that change no composition."""
NAMING = frozenset({Role.ELEMENT, Role.FORM, Role.MATERIAL, Role.MAKE, Role.WITHOUT})
"""Roles of words that the readers of names see in English."""
_GOODS = frozenset({Role.HARMLESS, Role.CRITICAL, Role.MATERIAL})
_EDGE = r"(?!\w)(?![.,/]\d)"
"""Where a designation ends: not before a decimal of the number in it."""
_NO_STEMS = frozenset({Role.LINK, Role.FOR, Role.DOUBT})


@dataclass(frozen=True)
class Word:
    """A word or phrase as written, what it is, and the English word that stands for it. ``start`` is its place."""

    written: str
    role: Role
    concept: str
    start: int = 0

    @property
    def canonical(self) -> str:
        """The concept of what names a material; else what is written."""
        return self.concept if self.role in NAMING else self.written


def straightened(text: str) -> str:
    """A description in one form of every character: no charges (Ce3+), underscores or typographic dashes."""
    text = unicodedata.normalize("NFKC", _CHARGE.sub("", text[:LONGEST]))
    return re.sub("[\u2010-\u2015\u2212]", "-", text.replace("_", " "))[:LONGEST]


def folded(text: str) -> str:
    """The text without case, character by character, hyphens as blanks: as long as the text itself."""
    small = text.lower() if text.isascii() else "".join(c.casefold() if len(c.casefold()) == 1 else c for c in text)
    return _HYPHEN.sub(" ", small) if "-" in small else small


class Vocabulary:
    """The words, patterns and grades of the tables. Immutable once built."""

    def __init__(
        self,
        words: Iterable[Mapping[str, str]] = (),
        patterns: Iterable[Mapping[str, str]] = (),
        grades: Iterable[Mapping[str, str]] = (),
    ) -> None:
        self._entries: dict[str, tuple[Role, str]] = {}
        self._stems: set[str] = set()
        for row in words:
            small = [folded(straightened(word.strip())) for word in row["words"].split("|")]
            for word in small:
                self._entries.setdefault(word, (Role(row["role"]), row["concept"]))
            self._stems |= {word for word in small if _is_stem(word, row)}
        self._keys = list(self._entries)
        self._automaton = AhoCorasick(self._keys, matchkind=MatchKind.Standard)
        rows = [(row["pattern"], _role_of(row), row["material_id"]) for row in grades]
        rows += [(row["pattern"], Role(row["role"]), row["concept"]) for row in patterns]
        self._each = [
            (re.compile(f"(?:{pattern}){_EDGE}", re.IGNORECASE), (role, concept)) for pattern, role, concept in rows
        ]
        alternatives = "|".join(f"(?:{pattern})" for pattern, _, _ in rows) or "(?!)"
        self._pattern = re.compile(rf"(?<!\w)(?:{alternatives}){_EDGE}", re.IGNORECASE)

    def words_of(self, text: str) -> tuple[Word, ...]:
        """The words of a description (``straightened``), in their order; none is left out."""
        return tuple(self._parted(text))

    def _parted(self, text: str) -> Iterator[Word]:
        small = folded(text)
        end = 0
        for start, stop, role, concept in self._spans(text, small):
            yield from self._between(text, small, end, start)
            yield Word(text[start:stop].strip(), role, concept, start)
            end = stop
        yield from self._between(text, small, end, len(text))

    def _spans(self, text: str, small: str) -> list[tuple[int, int, Role, str]]:
        """Words and patterns in the text, from the left; of two that overlap the earlier, then the longer."""
        known: list[tuple[int, int, Role, str]] = []
        for key, start, stop in self._automaton.find_matches_as_indexes(small, overlapping=True):
            role, concept = self._entries[self._keys[key]]
            if _parts_at(small, start) and _parts_at(small, stop) and not _is_symbol(text[start:stop], role):
                known.append((start, stop, role, concept))
        known += [(match.start(), match.end(), Role.OTHER, "") for match in _SHARE.finditer(text)]
        for match in self._pattern.finditer(text):
            if match[0].islower() and match[0].isascii() and match[0].isalpha():
                continue  # a designation has a digit or a capital: eeuropium is no capacitor
            known.append(self._longest(text, match.start()))
        chosen: list[tuple[int, int, Role, str]] = []
        for span in sorted(known, key=lambda span: (span[0], -span[1])):
            if not chosen or span[0] >= chosen[-1][1]:
                chosen.append(span)
        return _whole_words(small, chosen)

    def _longest(self, text: str, start: int) -> tuple[int, int, Role, str]:
        """The longest designation that begins at a place where one does; of two as long, a grade."""
        matches = ((one.match(text, start), meaning) for one, meaning in self._each)
        ends = [(match.end(), meaning) for match, meaning in matches if match]
        end, (role, concept) = max(ends, key=lambda pair: pair[0])
        return start, end, role, concept

    def _between(self, text: str, small: str, start: int, end: int) -> Iterator[Word]:
        """Words of a stretch that holds no word of the table as it stands."""
        for piece in _PIECE.finditer(text, start, end):
            yield from self._piece(piece[0], small[piece.start() : piece.end()], piece.start())

    def _piece(self, written: str, small: str, start: int) -> Iterator[Word]:
        if any(c.isdigit() for c in written):
            yield Word(written, Role.OTHER, "", start)
            return
        if set(written) <= _MARKS:
            yield Word(written, Role.LINK, "", start)
            return
        bare = small.strip(f"{_EDGES} ")
        if not _LETTERS.fullmatch(bare):
            yield Word(written, Role.UNKNOWN if _LETTERS.search(bare) else Role.OTHER, "", start)
            return
        stems = self._inflected(bare) or self._compound(bare)
        if not stems:
            yield Word(written, Role.UNKNOWN, "", start)
            if _MAGNET_AT_END.search(bare):
                yield Word(written, Role.MATERIAL, "magnet", start)
        for stem in stems:
            yield Word(stem, *self._entries[stem], start)

    def _inflected(self, small: str) -> tuple[str, ...]:
        """The word of the table that this one is with an ending."""
        for ending in _ENDINGS[1:]:
            stem = small.removesuffix(ending)
            if stem != small and len(stem) >= SHORTEST_INFLECTED and stem in self._entries:
                return (stem,)
        return ()

    def _compound(self, small: str) -> tuple[str, ...]:
        """The stems of the table that make up a word, the fewest; nothing where they don't cover it."""
        if not SHORTEST_COMPOUND <= len(small) <= LONGEST_WORD:
            return ()
        ends: dict[int, tuple[str, ...]] = {0: ()}
        stems = [
            (start, stop, self._keys[key])
            for key, start, stop in self._automaton.find_matches_as_indexes(small, overlapping=True)
            if self._keys[key] in self._stems
        ]
        for start, stop, stem in sorted(stems):
            before = [ends[start - len(joint)] for joint in _JOINTS if small[:start].endswith(joint)
                      and start - len(joint) in ends and (start > len(joint) or not joint)]  # fmt: skip
            if before:
                path = (*min(before, key=len), stem)
                if stop not in ends or len(path) < len(ends[stop]):
                    ends[stop] = path
        whole = [ends[len(small) - len(ending)] for ending in _ENDINGS
                 if small.endswith(ending) and ends.get(len(small) - len(ending))]  # fmt: skip
        return min(whole, key=len) if whole else ()


def _role_of(grade: Mapping[str, str]) -> Role:
    return Role.LIKELY_GRADE if grade["confidence"] == "C" else Role.GRADE


def _is_stem(word: str, row: Mapping[str, str]) -> bool:
    """Whether compounds may be made of a word: elements (``cer``) may be shorter than others."""
    role = Role(row["role"])
    shortest = SHORTEST_STEM - (role is Role.ELEMENT)
    return row.get("language", "mul") in _COMPOUNDING and len(word) >= shortest and role not in _NO_STEMS


def _is_symbol(written: str, role: Role) -> bool:
    """Whether a short link word is written in capitals: ``LA`` is lanthanum or a code, ``la`` an article."""
    return role is Role.LINK and len(written) < SHORTEST_LINK and not written.islower() and written.isalpha()


def _whole_words(small: str, spans: list[tuple[int, int, Role, str]]) -> list[tuple[int, int, Role, str]]:
    """The words without single ideographs of goods inside a longer word that the table doesn't know: 管 is a pipe,
    行波管 a microwave tube."""
    while True:
        covered = {place for start, stop, *_ in spans for place in range(start, stop)}
        kept = [span for span in spans if not _is_torn(small, span, covered)]
        if len(kept) == len(spans):
            return kept
        spans = kept


def _is_torn(small: str, span: tuple[int, int, Role, str], covered: set[int]) -> bool:
    start, stop, role, _ = span
    if stop - start > 1 or small[start] < FIRST_IDEOGRAPH or role not in _GOODS:
        return False
    beside = [place for place in (start - 1, stop) if 0 <= place < len(small)]
    return any(place not in covered and small[place].isalpha() and small[place] >= FIRST_IDEOGRAPH for place in beside)


def _parts_at(small: str, at: int) -> bool:
    """Whether words part here: between two characters of which one is no letter or digit, or an ideograph."""
    if at in (0, len(small)):
        return True
    before, after = small[at - 1], small[at]
    if not (before.isalnum() and after.isalnum()):
        return True
    return before >= FIRST_IDEOGRAPH or after >= FIRST_IDEOGRAPH
