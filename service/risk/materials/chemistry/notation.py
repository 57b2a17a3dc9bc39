"""Formulas as chemists write them, turned into plain ones. They may have bound water, ligands in short, brackets,
isotopes, sites that several elements share, and counts that are left open."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product

from service.risk.vocabulary import ELEMENTS

LIGANDS = {
    "OTf": "CF3SO3", "acac": "C5H7O2", "OAc": "CH3COO", "AcO": "CH3COO", "Cp": "C5H5", "tmhd": "C11H19O2",
    "TMHD": "C11H19O2", "thd": "C11H19O2", "dpm": "C11H19O2", "hfac": "C5HF6O2", "OiPr": "OC3H7", "OPri": "OC3H7",
    "ox": "C2O4",
}  # fmt: skip
"""Ligands that are written in short, by their own formulas."""
LONGEST_FORMULA = 100
MOST_VERSIONS = 64  # readings of one formula: more of them leave open too much
MOST_OXYGEN = 7  # atoms of oxygen of which a seventh may be missing; of more of them, half an atom
SMALLEST_PART = 0.01
"""Least part of a shared site for an element that is named in it: it is there, nobody says how much of it."""
FIRST_PART = 0.75
"""Likely part of a shared site for the element that is named first, as lists usually run from most to least.

A choice without a source (confidence C): the range covers every split, and the reading is called ``low``.
"""

SMCO_METALS = (7.5, 5.0, 8.5)
"""Atoms of metal to one samarium in ``Sm(Co,Fe,Cu,Zr)z``: likely, and from SmCo5 to Sm2Co17."""

_COUNT = r"(?:\(?\d{1,2}(?:\.\d)?\s?[-–]\s?\d{1,2}(?:\.\d)?\)?|\d{1,2}(?:[.,]\d{1,2})?|[xn])"
_WATER = re.compile(
    rf"(?P<base>[A-Za-z\d)\]])(?:(?:\s*[·•∙⋅*×+.]\s*|\s+x\s+)(?P<count>{_COUNT})?"
    rf"|(?:\s*x\s*(?=\d)|\s+)(?P<count2>{_COUNT}))\s*H2[O0](?![\w(])"
)
_DOTTED = re.compile(r"(?P<base>[A-Za-z)\]]\d{0,2})\.(?P<count>\d{1,2}(?:\.\d{1,2})?|[xn])?\s*H2[O0](?![\w(])")
_WATER_END = re.compile(
    r"(?P<base>[^·]+)·(?P<count>\d{1,2}(?:\.\d{1,2})?|[xn]|\((?P<from>[\d.]+)-(?P<to>[\d.]+)\))?H2O"
)
_SYMBOLS = "|".join((*ELEMENTS, "Pm"))
_ISOTOPE_BEFORE = re.compile(rf"\[?(?<![A-Za-z\d.])(\d{{2,3}})({_SYMBOLS})(?![a-z])\]?")
_SQUARE = re.compile(r"(?<![A-Za-z])\[([^\[\]]*)\]|\[(\D[^\[\]]*)\]")
_LIGAND = re.compile("|".join(rf"\({short}\)" for short in LIGANDS) + r"|(?<=[a-z\d)])(?:OTf|OAc|acac)|(?:Cp)(?![a-z])")
_SHARED = re.compile(r"\(([A-Z][a-z]?\d?[\d.]*(?:[,/][A-Z][a-z]?[\d.]*){1,6})\)")
_OPEN_COUNT = re.compile(
    r"(?P<atom>[A-Z][a-z]?|\))\(?(?P<whole>\d(?:\.\d+)?|\d\d)?\s?(?P<sign>[-+±−–])\s?(?P<letter>[xyzdδ])\)?(?![a-z])"
)
_LETTER_COUNT = re.compile(r"(?P<atom>[A-Z][a-z]?|\))(?P<letter>[xyz])(?![a-z])")


@dataclass(frozen=True)
class Versions:
    """What a formula may stand for: the ``likely`` one, all ``ends`` of what is left open, and what is left open:
    ``water``, ``oxygen`` or ``split``."""

    likely: str
    ends: tuple[str, ...]
    left_open: frozenset[str]


@lru_cache(maxsize=2048)
def water_joined(text: str) -> str:
    """The text with the dot of bound water written in one way: ``CeCl3.2.5H2O`` becomes ``CeCl3·2.5H2O``.

    A full stop before bound water is a dot, not a decimal point; ``H20`` with a zero is a slip.
    """
    if "H2" not in text[: LONGEST_FORMULA * 2]:
        return text
    text = unicodedata.normalize("NFKC", text)
    return _WATER.sub(_one_dot, _DOTTED.sub(_one_dot, text))


def _one_dot(match: re.Match[str]) -> str:
    count = (
        (match["count"] or match.groupdict().get("count2") or "")
        .replace(",", ".")
        .replace("–", "-")
        .replace(" ", "")
        .strip("()")
    )
    return f"{match['base']}·{f'({count})' if '-' in count else count}H2O"


def plain_formula(formula: str) -> str:
    """One formula in the notation of the periodictable library. What is left open stays as written, for
    ``versions`` to settle."""
    text = water_joined(unicodedata.normalize("NFKC", formula).strip())
    text = _SHARED.sub(lambda m: m[0].replace(",", "") if _all_counted(m[1]) else m[0], text)
    text = _ISOTOPE_BEFORE.sub(r"\2[\1]", text)
    text = _SQUARE.sub(lambda m: f"({m[1] if m[1] is not None else m[2]})", text)
    text = _LIGAND.sub(lambda m: f"({LIGANDS[m[0].strip('()')]})", text)
    water = _WATER_END.fullmatch(text)
    return f"{water['base']}(H2O){water['count'] or ''}" if water else text


def _all_counted(members: str) -> bool:
    return all(member[-1].isdigit() for member in re.split("[,/]", members))


def versions(formula: str, most_water: float = 0) -> Versions | None:
    """What a formula may stand for where it leaves something open; ``None`` where it leaves nothing open, or more than
    can be told.

    ``most_water``: what ``xH2O`` may come to at most.
    """
    text = water_joined(unicodedata.normalize("NFKC", formula).strip())
    if len(text) > LONGEST_FORMULA:
        return None
    smco = text.startswith("Sm(") and "Co" in text
    text, sites = _with_shared_sites(text)
    text, water = _with_water(text, most_water)
    letters = _letters(text, smco)
    if letters is None:
        return None
    left_open = {"oxygen" if only_oxygen else "split" for only_oxygen, _ in letters.values()}
    left_open |= ({"split"} if sites else set()) | ({"water"} if water else set())
    if not left_open:
        return None
    counts = [[str(one) for one in ends] for _, ends in letters.values()]
    chosen = list(islice(product(*counts, *sites, *water), MOST_VERSIONS + 1))
    if len(chosen) > MOST_VERSIONS:
        return None
    made = [_filled(text, dict(zip(letters, map(float, one), strict=False)), one[len(letters) :]) for one in chosen]
    return Versions(made[0], tuple(dict.fromkeys(made)), frozenset(left_open))


def _with_water(text: str, most: float) -> tuple[str, list[list[str]]]:
    water = _WATER_END.fullmatch(text)
    if water is None or (water["count"] or "1")[0].isdigit():
        return text, []
    low, high = (water["from"], water["to"]) if water["from"] else ("0", f"{most:g}")
    middle = f"{(float(low) + float(high)) / 2:g}"
    return f"{water['base']}(H2O)@", [[middle, low, high]]


def _with_shared_sites(text: str) -> tuple[str, list[list[str]]]:
    """The text with ``@`` for every site that several elements share without counts, and what may stand there."""
    choices: list[list[str]] = []

    def site(match: re.Match[str]) -> str:
        if _all_counted(match[1]):
            return match[0].replace(",", "")
        names = re.findall("[A-Z][a-z]?", match[1])
        choices.append(
            [_split(names, 0, FIRST_PART), *(_split(names, i, 1 - SMALLEST_PART) for i in range(len(names)))]
        )
        return "(@)"

    return _SHARED.sub(site, text), choices


def _split(names: list[str], first: int, part: float) -> str:
    other = (1 - part) / (len(names) - 1)
    return "".join(f"{name}{part if i == first else other:.6f}" for i, name in enumerate(names))


def _letters(text: str, smco: bool) -> dict[str, tuple[bool, list[float]]] | None:
    """Letters that stand for counts: whether one counts oxygen only, and what it may be, the likely value first.

    A defect (``O7-x``) takes at most a seventh of the oxygen, as YBa2Cu3O6 and brownmillerites (A2B2O5) do. A part
    (``La1-xSrx``) is anything from nothing to all of it. ``None`` where a letter stands alone: its value is unknown.
    """
    taken: dict[str, tuple[bool, list[float]]] = {}
    wholes: dict[str, float] = {}
    for match in _OPEN_COUNT.finditer(text):
        letter, whole = match["letter"], float(match["whole"] or 1)
        if match["atom"] == "O" and letter not in wholes:
            most = max(whole / 7, 0.5) if whole <= MOST_OXYGEN else 0.5
            taken[letter] = (True, [most / 4, 0.0, most])
        else:
            most = min(whole, 1.0) if letter not in wholes else min(wholes[letter], whole, 1.0)
            taken[letter] = (False, [most / 4, most * SMALLEST_PART, most * (1 - SMALLEST_PART)])
            wholes[letter] = most
    for match in _LETTER_COUNT.finditer(text):
        if match["letter"] not in taken and not (smco and match["atom"] == ")"):
            return None
        taken.setdefault(match["letter"], (False, list(SMCO_METALS)))
    return taken


def _filled(text: str, letters: dict[str, float], chosen: tuple[str, ...]) -> str:
    def count(match: re.Match[str]) -> str:
        whole, by = float(match["whole"] or 1), letters[match["letter"]]
        return f"{match['atom']}{whole + by if match['sign'] == '+' else whole - by:.6f}"

    text = _OPEN_COUNT.sub(count, text)
    text = _LETTER_COUNT.sub(lambda m: f"{m['atom']}{letters[m['letter']]:.6f}", text)
    for one in chosen:
        text = text.replace("@", one, 1)
    return plain_formula(text)


@lru_cache(maxsize=256)
def isotopes(symbol: str) -> dict[int, bool]:
    """Mass numbers of an element's isotopes, and whether each occurs in nature."""
    import periodictable  # here, because only lines that need it pay for it

    element = periodictable.elements.symbol(symbol)
    return {number: element[number].abundance > 0 for number in element.isotopes}


_NAMED = {e.name: e.symbol for e in ELEMENTS.values()} | {"promethium": "Pm"}
_ISOTOPE = re.compile(
    rf"\[?\b(?P<name>(?i:{'|'.join(_NAMED)}))(?P<gap>[\s-]?)(?P<number>\d{{2,3}})(?![\w.%])\]?"
    rf"|\[?(?<![\w.])(?P<number2>\d{{2,3}})-?(?P<symbol2>{_SYMBOLS})\]?(?![a-z])"
    rf"|(?<![A-Za-z])(?P<symbol3>{_SYMBOLS})(?:-|\[)(?P<number3>\d{{2,3}})(?![\d.%-])\]?"
    rf"|(?<![A-Za-z])(?P<symbol4>{_SYMBOLS})(?P<number4>\d{{3}})(?![\d.%-])",
)


def isotopes_in(text: str) -> tuple[str, list[tuple[str, int, bool]]]:
    """The text with isotopes of rare earths as plain elements, and those isotopes: symbol, mass number, whether it
    occurs in nature. ``Y-90 chloride``, ``177LuCl3``, ``Gd[157]2O3``."""
    met: list[tuple[str, int, bool]] = []

    def bare(match: re.Match[str]) -> str:
        symbol = match["symbol2"] or match["symbol3"] or match["symbol4"] or _NAMED[match["name"].casefold()]
        number = int(match["number"] or match["number2"] or match["number3"] or match["number4"])
        known = isotopes(symbol)
        if number not in known or (match["gap"] == " " and known[number]):
            return match[0]  # "cerium 140" may be a length
        met.append((symbol, number, known[number]))
        return match["name"] or symbol

    return _ISOTOPE.sub(bare, text), met
