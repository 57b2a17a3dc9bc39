"""What a description says beside the material that changes no composition: purity, size, coating, shape, packing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from service.risk.materials.wording.written_numbers import IN_TEXT

_LENGTH = rf"(?:\d+/\d+|{IN_TEXT})\s*(?:mm|cm|inch|in|\")?(?:\s*(?:dia|thick|long|wide|high)\b\.?)?"
_AXIS = r"(?:(?:ø|⌀|φ|dia\.?|diam\.?|od|id|ri|ra|[dlwhtbr])\s*[=:.]?\s*)"
SIZE = re.compile(
    rf"(?<![\w.,]){_AXIS}?{_LENGTH}(?:\s*[x×*]\s*{_AXIS}?{_LENGTH})+(?![\w.])"  # 20x10x5 mm, D12x3
    rf"|(?<![\w.,])(?:ø|⌀|φ|dia\.?|diam\.?|diameter|od|id)\s*[=:]?\s*{_LENGTH}(?![\w.])"  # Ø12, OD 20 mm
    rf"|(?<![\w.,:]){IN_TEXT}\s*(?:mm|cm|µm|um|nm|micron|microns|inch|kg|g|pcs)\b"  # 5 mm, 1.5 µm, 25 kg
    rf"|(?<![\w.,])[dlwhtbr]\s*[=:]?\s*{IN_TEXT}\s*mm\b"  # H 3 mm
    r"|\b(?:non|un|pre)[\s-]?magneti[sz]ed\b"
    rf"|(?:±|\+/-)\s*{_LENGTH}(?![\w.]|,\d|\s*(?:%|wt))"  # tolerances
    rf"|(?<![\w.])[-+<]?\s*{IN_TEXT}\s*mesh\b",
    re.I,
)
"""Lengths, diameters, tolerances, sieve sizes and packs; whether a magnet is magnetised yet."""

PURITY = re.compile(
    r"(?:purity\s*(?::\s*)?|[≥>=~]\s*){0,4}\b9\d(?:[.,]\d+)?\s*\+?\s*%\+?(?:\s*-\s*[A-Z][a-z]?\b)?(?:\s*/\s*(?:TREO|REO|TREM)\b)?"
    r"(?:\s*(?:min\b\.?|\((?:TREO|REO)\)|(?:trace|rare)[ -](?:earth|metals?)(?:[ -]oxides?)?(?: basis)?|TREO|REO))?"
    r"|(?<![\w.])[2-7](?:\.\d)?n[1-9]?(?!\w)",
    re.I,
)
"""99.9 %, >= 99.99 % REO, 3N, 4N5."""

BARE_PURITY = re.compile(r"(\b(?:oxide|metal|powder)s?)\s+9\d(?:[.,]\d{1,5})?(?![\w.,/%])", re.I)
"""A purity without its sign right after the form: oxide 99.5."""
_NOISE_WORDS = (
    "powder lump lumps ingot ingots pieces piece high purity pure technical tech industrial commercial grade rare "
    "earth material granules granule granular chips turnings sublimed distilled dendritic electrolytic calcined nano "
    "nanopowder nanoparticles submicron fine coarse sputtering target evaporation reo treo trem min typ bag bags drum "
    "bulk solid crystalline anode rod"
)
NOISE = frozenset(_NOISE_WORDS.split())
"""Words that change no composition, whatever the material."""

MAGNET_WORDS = frozenset("ndfeb neo neodymium nib".split())
"""Words that call a magnet NdFeB."""

_FILLER_WORDS = (
    "sintered magnet iron boron type grade permanent block blocks bar arc segment segments tile ring disc disk "
    "cylinder cylindrical cube cuboid sphere ball rectangular round square loaf countersunk bore hole coated coating "
    "plated plating uncoated bare unplated nickel ni cu zn zinc tin sn epoxy nicuni phosphate phosphated phosphating "
    "passivated parylene everlube teflon ptfe chrome gold silver black galvanized galvanised blank raw machined ground "
    "magnetized magnetised unmagnetized unmagnetised magnetization magnetisation axial axially diametral "
    "diametrical diametrically diametric radial radially through thickness length width height diameter outer inner "
    "multipole pole poles halbach laminated dia mm pcs pc piece pieces ea each w with in and of a the rohs reach "
    "compliant strong super rare earth high temperature temp material"
)
FILLERS = frozenset(_FILLER_WORDS.split())
"""Shape, coating and magnetisation of a magnet."""

ENERGY = re.compile(r"(?<![\w.])\d\d\s*mgoe\b", re.I)
"""Energy product beside the name of a magnet."""

CAS = re.compile(r"(?:\bcas\s*(?:no\.?|number|rn|#)?\s*[:#]?\s*)?(?<![\d-])(\d{2,7}-\d\d-\d)(?![\d-])", re.I)
_HYDRATE_DOT = re.compile(r"\s*[·•∙⋅*×]\s*(?=(?:\d+|n|x)?\s*H2O\b)|\s+x\s+(?=\d+\s*H2O\b)", re.I)
_WORD_EDGE = ",;:"


@lru_cache(maxsize=256)
def plain(text: str) -> str:
    """The description without size and purity, in one form of every character, blanks single."""
    text = unicodedata.normalize("NFKC", text)
    return " ".join(PURITY.sub(" ", SIZE.sub(" ", text)).split())


def valid_cas(number: str) -> bool:
    """Whether the check digit of a CAS number is right."""
    digits = number.replace("-", "")
    return sum(i * int(d) for i, d in enumerate(reversed(digits[:-1]), start=1)) % 10 == int(digits[-1])


def slips_of(number: str, known: Iterable[str]) -> list[str]:
    """CAS numbers of ``known`` that differ from ``number`` by one digit: wrong, missing, too many or swapped."""
    return sorted(other for other in known if _one_slip(number.replace("-", ""), other.replace("-", "")))


def _one_slip(one: str, other: str) -> bool:
    if len(one) == len(other):
        wrong = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1  # noqa: PLR2004
        return len(wrong) == 1 or (swapped and one[wrong[0]] == other[wrong[1]] and one[wrong[1]] == other[wrong[0]])
    short, long = sorted((one, other), key=len)
    return len(long) == len(short) + 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


@lru_cache(maxsize=256)
def formulas_in(text: str) -> tuple[tuple[str, ...], str]:
    """Words of a text that are written like formulas (Dy2O3, LaCl3·7H2O), and the text without them."""
    joined = _HYDRATE_DOT.sub("·", unicodedata.normalize("NFKC", text))
    words: list[str] = []
    rest: list[str] = []
    for word in joined.split():
        inner = word.strip(_WORD_EDGE)
        if inner.startswith("(") and inner.endswith(")") and inner.count("(") == 1:
            inner = inner[1:-1]
        like = re.search(r"\d", inner) and re.fullmatch(r"\(?[A-Z]\S*[A-Z]\S*", inner)
        (words if like else rest).append(inner if like else word)
    return tuple(words), " ".join(rest)
