"""Magnet grades: NdFeB by energy product and coercivity suffix, SmCo by type or energy product, bonded powders.

A grade is read only when every other word is a magnet's shape, coating or magnetisation: what else a description
says might be another product.
"""

from __future__ import annotations

import re
import unicodedata

from service.risk.materials.composition import Unresolved
from service.risk.materials.wording.remarks import FILLERS, MAGNET_WORDS
from service.risk.materials.wording.spelling import right

ENERGY_PRODUCTS = range(28, 57)  # MGOe, of sintered grades that are sold
SMCO_1_5, SMCO_2_17 = range(16, 23), range(26, 36)  # the same for SmCo; 23-25 exist as both
SUFFIXES = {"": "n", "th": "ah", "vh": "ah"}
"""Makers' other words for a class: TH and VH stand beside AH, no suffix for the ordinary class."""
KIND = frozenset("sintered magnet grade iron boron type".split())
"""Words that say what a grade is of; other fillers are left out of what is read."""
_NDFEB = re.compile(r"(n?)(\d\d)(m|h|sh|uh|eh|ah|th|vh)?")
_METALS = frozenset("iron nickel zinc tin gold silver chrome".split())  # coatings, unless they are what is bought
_COATED = frozenset("magnet coated coating plated plating".split())
_TELLING = frozenset({"sh", "uh", "eh", "ah", "th", "vh"})  # enough without N and without a magnet's name
_SMCO = re.compile(r"(yxg|yx|xgs|xg)?(\d\d)?(?:m|h|hs|sh)?")
_ENERGY_AND_COERCIVITY = re.compile(r"\b(?:smco|xgs?)[\s-]*(\d\d)\s*/\s*\d{1,2}\b")  # 26/10: MGOe and kOe
_SMCO_TYPE = re.compile(r"(?<![\d.,])(?:(2)\s?[:/-]\s?17|1\s?[:/-]\s?5)(?![\d.,])")
"""2:17, 2-17, 1:5: atoms of samarium to atoms of the transition metals."""
_DIFFUSED = re.compile(r"(?<!\w)(?:(tb|dy)[\s-]?)?gbd(?:[\s-]?(tb|dy))?(?!\w)", re.I)
_SMCO_WORDS = frozenset("smco samarium cobalt".split())
_BONDED_WORDS = frozenset("bonded polymer plastic injection moulded molded compression isotropic anisotropic".split())
_BONDED = re.compile(r"(?:(?:bnp|bni|bn|bmn|b)\d{1,2}(?:h|l|sr)?|mq(?:p|i|1|2|3)?[a-z0-9]{0,4})?")


def _words(text: str) -> list[str]:
    joined = re.sub(r"\bnd[\s-]*fe[\s-]*b\b", "ndfeb", unicodedata.normalize("NFKC", text).casefold())
    joined = re.sub(r"(?<=\d)\s*mgoe\b", "", joined)
    joined = re.sub(r"\bsm[\s-]co\b", "smco", joined)
    joined = _ENERGY_AND_COERCIVITY.sub(r"smco \1", joined)
    return [right(word) for word in re.findall(r"[a-z]+|\d+[a-z]*", joined)]


def material_of(text: str) -> str | Unresolved | None:
    """Id of the catalogued magnet that a grade stands for, or why not; ``None`` when the text is no grade."""
    ratio = _SMCO_TYPE.search(text)
    words = _words(_SMCO_TYPE.sub(" ", text) if ratio and "co" in text.casefold() else text)
    rest = "".join(word for word in words if word not in MAGNET_WORDS | FILLERS | _SMCO_WORDS | _BONDED_WORDS)
    neo = any(word in MAGNET_WORDS for word in words)
    smco = "smco" in words or {"samarium", "cobalt"} <= set(words)
    if _BONDED_WORDS & set(words):
        return "ndfeb-bonded" if neo and not smco and _BONDED.fullmatch(rest) else None
    if (neo and smco) or (_METALS & set(words) and not (neo or smco or _COATED & set(words))):
        return None
    if smco and ratio:
        return ("sm2co17" if ratio[1] else "smco5") if not rest or _SMCO.fullmatch(rest) else None
    return _smco(rest, words) if smco or rest.startswith("yx") else _ndfeb(rest, neo)


def diffused(text: str) -> tuple[str, str] | None:
    """A text without the word for grain-boundary diffusion, and the element that it says was diffused (``tb``, ``dy``
    or blank). It is ``None`` where the word isn't there."""
    match = _DIFFUSED.search(text)
    return (_DIFFUSED.sub(" ", text), (match[1] or match[2] or "").casefold()) if match else None


def mentioned(text: str) -> str | None:
    """Id of the magnet whose grade, with its N, stands in a text among words that aren't understood."""
    match = re.search(r"(?<!\w)n[\s-]?(\d\d)[\s-]?(m|h|sh|uh|eh|ah|th|vh)?(?!\w)", text.casefold())
    if not match or int(match[1]) not in ENERGY_PRODUCTS:
        return None
    return f"ndfeb-sintered-{SUFFIXES.get(match[2] or '', match[2])}"


def _ndfeb(rest: str, neo: bool) -> str | Unresolved | None:
    """N42SH, neo magnet N52, NdFeB 48H, 38EH: a bare number, or one with M or H, needs the N or the magnet's name."""
    match = _NDFEB.fullmatch(rest)
    if not match:
        return None
    suffix = match[3] or ""
    if not (match[1] or neo or suffix in _TELLING):
        return None
    if int(match[2]) not in ENERGY_PRODUCTS:
        return Unresolved("unknown_grade", f"The grade {match[0].upper()} is outside N28 to N56; check it.")
    return f"ndfeb-sintered-{SUFFIXES.get(suffix, suffix)}"


def _smco(rest: str, words: list[str]) -> str | Unresolved | None:
    """SmCo 18 is a 1:5 magnet, SmCo 28 and YXG-28H are 2:17 magnets; YX without G is 1:5."""
    match = _SMCO.fullmatch(rest)
    if not match or not (match[1] or match[2] or "magnet" in words):
        return None
    if match[1]:
        return "sm2co17" if match[1].endswith("g") or match[1] == "xgs" else "smco5"
    energy = int(match[2] or 24)
    if not SMCO_1_5.start <= energy < SMCO_2_17.stop:
        return Unresolved("unknown_grade", f"SmCo {energy} is outside 16 to 35 MGOe; write 1:5 or 2:17.")
    return "smco5" if energy in SMCO_1_5 else "sm2co17" if energy in SMCO_2_17 else "smco"
