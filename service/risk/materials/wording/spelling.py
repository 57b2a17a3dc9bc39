"""How names are spelt: misspellings put right, and how alike names are. What could be two elements stays as it is."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

import periodictable
from rapidfuzz import fuzz, process

from service.risk.materials.wording.remarks import NOISE
from service.risk.materials.wording.written_numbers import IN_TEXT
from service.risk.vocabulary import ELEMENTS

# One wrong spelling, one element. Spellings near two elements ("yterbium": terbium, ytterbium) stay out.
SPELLINGS = {
    wrong: right
    for right, words in {
        "neodymium": "neodynium neodimium neodymuim neodynmium neodyium neodymiun neodym neodinium neodimum neodymum "
        "neodyminium",
        "dysprosium": "dysprosim disprosium dysprosuim dyprosium dysprosiun dysprozium",
        "praseodymium": "praseodinium praesodymium praseodynium praseodimium praseodym prasodymium",
        "yttrium": "ytrium yttruim yttrim yittrium",
        "lanthanum": "lanthanium lantanum lanthanam lanathanum lathanum lanthan",
        "cerium": "ceruim cerim",
        "samarium": "samarum samerium samaruim",
        "europium": "europum europuim",
        "gadolinium": "gadolinum gadolium gadolinuim gadolineum",
        "terbium": "terbuim terbum terbuium",
        "scandium": "scandum scanduim",
        "holmium": "holmuim",
        "lutetium": "lutecium lutetuim",
        "oxide": "oxid oxyde",
        "stabilized": "stabilised",
        "aluminum": "aluminium",
        "fiber": "fibre",
        "sulfate": "sulphate",
        "mischmetal": "mishmetal mischmetall",
        "didymium": "didimium",
        "magnet": "magnets magnete",
        "carbonate": "carbonat karbonat",
        "chloride": "chlorid cloride",
        "fluoride": "fluorid flouride",
        "nitrate": "nitrat",
        "catalyst": "catalysts katalysator",
    }.items()
    for wrong in words.split()
}
_VARIANT_WORDS = (
    "aluminium stabilised fibre sulphate magnets magnete neodym praseodym lanthan oxid oxyde carbonat karbonat chlorid "
    "fluorid nitrat mischmetall catalysts katalysator"
)
VARIANTS = frozenset(_VARIANT_WORDS.split())
"""Right in British English, in German or in the plural: put into the catalogue's spelling, and nobody's mistake."""
NAMES = {e.name: e.symbol for e in ELEMENTS.values()}
_COMMON_WORDS = (
    "oxide metal alloy tape fiber glass coating coated crystal electrode wire doped rod substrate agent battery steel "
    "plate sheet foil part component assembly zirconia silica ceramic blue green red type suffix no with and of for"
)
_COMMON = frozenset(_COMMON_WORDS.split())
RARE_EARTH_WORDS = frozenset({*NAMES, *(s.casefold() for s in ELEMENTS), "ndfeb", "smco", "neo", "ndpr"})
SHORTEST_MISSPELT, SHORTEST_TELLING, SURE = 5, 3, 0.9
MOST_LETTERS_MORE, MOST_ALIKE = 2, 6
SHORTEST_NEAR, NEAR, MARGIN = 6, 0.87, 0.12
"""A word is read as the rare earth that it is ``NEAR`` (see ``closest``) if no other comes within ``MARGIN``."""
OTHER_ELEMENTS = frozenset({e.name for e in periodictable.elements} | {"caesium", "sulphur"}) - NAMES.keys()
"""All elements but the traded rare earths: cesium is no misspelt cerium."""
LONGEST_COMPARED = 64


def closest(word: str, known: Iterable[str], most: int = 1, least: float = 0.8) -> dict[str, float]:
    """Up to ``most`` known words that are ``least`` alike (0..1), the nearest first, with their likeness. That is twice
    the longest common subsequence over both lengths (rapidfuzz's ratio). Letters beyond the 64th don't count."""
    nearest = process.extract(
        word[:LONGEST_COMPARED], list(known), scorer=fuzz.ratio, limit=most, score_cutoff=100.0 * least
    )
    return {name: per_cent / 100.0 for name, per_cent, _ in nearest}


@lru_cache(maxsize=512)
def words_of(text: str) -> tuple[tuple[str, ...], bool]:
    """Lower-case words with known misspellings put right, and whether any was."""
    words = re.findall(rf"[a-z]+|{IN_TEXT}|%|[^\sa-z\d%]", unicodedata.normalize("NFKC", text).casefold())
    corrected = any(right(word) != word for word in words if word not in VARIANTS)
    return tuple(map(right, words)), corrected


@lru_cache(maxsize=4096)
def right(word: str) -> str:
    """The catalogue's spelling of a lower-case word. The same few words fill every bill of materials."""
    return SPELLINGS.get(word) or _nearest(word)


def _nearest(word: str) -> str:
    """The rare earth that a word misspells beyond doubt, else the word. "Europiun" is one; "yterbium" (terbium or
    ytterbium) is not. Nor is a word that comes near another element ("thullium": thulium, thallium)."""
    if len(word) < SHORTEST_NEAR or not word.isalpha() or word in NAMES:
        return word
    (name, likeness), (_, next_likeness) = closest(word, (*NAMES, *OTHER_ELEMENTS), most=2, least=0.0).items()
    return name if name in NAMES and likeness >= NEAR and likeness - next_likeness >= MARGIN else word


def key(text: str) -> str:
    """What two spellings of a name share: no case, spaces, hyphens or known misspellings; > and < stay (Al >2% Sc)."""
    return re.sub(r"[^a-z0-9%.:<>≤≥]|(?<!\d)[.:]|[.](?!\d)|:(?!\d)", "", "".join(words_of(text)[0]).replace(",", "."))


def symbol_of(text: str) -> str | None:
    """Symbol behind an element's name (misspelt or not) or its symbol in exact case."""
    text = text.strip()
    return text if text in ELEMENTS else NAMES.get("".join(words_of(text)[0]))


def telling_words(text: str) -> tuple[str, ...]:
    """Words of a name in small letters, known misspellings put right, without words that say nothing."""
    words = re.findall(r"[a-z0-9]+", unicodedata.normalize("NFKC", text).casefold())
    return tuple(dict.fromkeys(word for word in map(right, words) if word not in NOISE))


def alike(word: str, vocabulary: Iterable[str]) -> dict[str, float]:
    """Words of the vocabulary that ``word`` is or misspells, with their likeness."""
    if not word.isalpha() or len(word) < SHORTEST_MISSPELT or word in OTHER_ELEMENTS:
        return {word: 1.0}
    known = [w for w in vocabulary if w.isalpha() and abs(len(w) - len(word)) <= MOST_LETTERS_MORE]
    return closest(word, known, most=MOST_ALIKE) | {word: 1.0}


def resemblance(asked: tuple[str, ...], name: tuple[str, ...], matches: Mapping[str, Mapping[str, float]]) -> float:
    """0..1: how much ``asked`` and ``name`` share, 0 unless one holds all of the other and enough of it.

    ``matches`` gives each word of ``asked`` the words it is ``alike``.
    """
    inside = set(name) <= set(asked)
    if not inside and any(matches[word].keys().isdisjoint(name) for word in asked):
        return 0.0  # as most names end, whatever follows
    pairs = [(word, max((matches[word].get(n, 0.0) for n in name), default=0.0)) for word in asked]
    met = [likeness for _, likeness in pairs if likeness]
    if not met:
        return 0.0
    if len(met) == len(asked) == len(name):
        return math.fsum(met) / len(met)
    telling = any(
        likeness and len(word) >= SHORTEST_TELLING and word not in _COMMON | OTHER_ELEMENTS for word, likeness in pairs
    )
    part = telling and len(met) == len(asked) and 2 * len(asked) >= len(name) and min(met) >= SURE
    # the whole name stands in the text, letter by letter
    holds = inside and not set(name) <= _COMMON - {"steel"} and 4 * len(name) >= len(asked)
    long = len("".join(name)) >= SHORTEST_MISSPELT
    return 2 * math.fsum(met) / (len(asked) + len(name)) if part or (holds and long) else 0.0
