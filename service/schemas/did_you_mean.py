"""What was probably meant: words for an error, never an answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pycountry

from service.risk.materials.wording.spelling import SPELLINGS, closest
from service.risk.vocabulary import ELEMENTS

STAGE_WORDS = {
    word: stage
    for stage, words in {
        "mining": "mine|mines|extraction|beneficiation|concentration|ore",
        "separation": "refining|refinery|separating|smelting|processing|purification|solvent extraction|oxide",
        "metal": "metallisation|metallization|metal making|metalmaking|alloying|alloy|reduction|melting|casting",
        "magnet": "magnets|magnet making|magnet manufacturing|sintering|magnet production",
    }.items()
    for word in words.split("|")
}
FORM_WORDS = {
    "oxides": "oxide", "concentrate": "ore", "mineral": "ore", "salt": "compound", "chloride": "compound",
    "carbonate": "compound", "catalyst": "compound", "ingot": "metal", "pure metal": "metal", "mischmetal": "alloy",
    "master alloy": "alloy", "sintered magnet": "magnet", "permanent magnet": "magnet", "magnets": "magnet",
}  # fmt: skip
ELEMENT_WORDS = (
    {symbol.casefold(): symbol for symbol in ELEMENTS}
    | {element.name: element.symbol for element in ELEMENTS.values()}
    | {
        wrong: element.symbol
        for element in ELEMENTS.values()
        for wrong, right in SPELLINGS.items()
        if right == element.name
    }
)
_ENGLISH_NAMES = {
    "uk": "GB", "u.k.": "GB", "great britain": "GB", "britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB",
    "northern ireland": "GB", "united states of america": "US", "u.s.": "US", "u.s.a.": "US", "america": "US",
    "russia": "RU", "turkey": "TR", "burma": "MM", "czech republic": "CZ", "holland": "NL", "the netherlands": "NL",
    "prc": "CN", "p.r. china": "CN", "pr china": "CN", "mainland china": "CN", "republic of korea": "KR",
    "korea, south": "KR", "korea, north": "KP", "swaziland": "SZ", "macedonia": "MK", "ivory coast": "CI",
    "cape verde": "CV", "drc": "CD", "dr congo": "CD", "democratic republic of the congo": "CD",
    "republic of the congo": "CG", "uae": "AE", "macau": "MO", "east timor": "TL", "vatican": "VA", "brunei": "BN",
}  # fmt: skip
_OTHER_NAMES = {
    "el": "GR", "deutschland": "DE", "espana": "ES", "españa": "ES", "italia": "IT", "österreich": "AT", "polska": "PL",
    "nippon": "JP", "schweiz": "CH", "suisse": "CH", "frankreich": "FR", "brasil": "BR", "tschechien": "CZ",
}  # fmt: skip
_SEVERAL = {"korea": ("KR", "KP"), "congo": ("CD", "CG"), "virgin islands": ("VG", "VI"), "guiana": ("GF", "GY")}
"""Names that more than one country goes by."""


def _names_of(country: Any) -> list[str]:
    """ISO 3166's names of a country in small letters, what follows a comma also in front: Republic of Korea."""
    names = [country.name, getattr(country, "common_name", ""), getattr(country, "official_name", "")]
    turned = [" ".join(reversed(name.split(", "))) for name in names if name.count(", ") == 1]
    return [name.casefold() for name in (*names, *turned) if name]


COUNTRY_NAMES = {
    name: country.alpha_2 for country in pycountry.countries for name in _names_of(country) if name not in _SEVERAL
} | _ENGLISH_NAMES
"""Names in English that are read."""
_ALL_NAMES = COUNTRY_NAMES | _OTHER_NAMES
LONGEST_NAME = 100


def spoken(word: str) -> str:
    """A name as ``COUNTRY_NAMES`` has it."""
    spelt = " ".join(word[:LONGEST_NAME].split()).casefold()
    return spelt if spelt in COUNTRY_NAMES else spelt.removeprefix("the ")


UNIONS = {"eu", "eu27", "eur", "europe", "european union"}
MOST_ASKED, RESEMBLES = 3, 0.6
SHORTEST_NAME = 4  # shorter words are codes: what looks like one is often another


def near(word: str, known: Iterable[str]) -> str:
    """``" Did you mean ...?"``, or nothing when nothing is near."""
    return _ask(closest(word, known, most=MOST_ASKED, least=RESEMBLES))


def _ask(meant: Iterable[str]) -> str:
    names = " or ".join(f'"{name}"' for name in meant)
    return f" Did you mean {names}?" if names else ""


def elsewhere(word: str, members: Iterable[str], place: str) -> str:
    """Where a member belongs that stands in the wrong object, or nothing when ``members`` don't hold it."""
    return f" It belongs to {place}: move it there." if word in members else ""


def choice(word: str, words: Iterable[str], synonyms: Mapping[str, str]) -> str:
    """As ``near``, for a list of words and what else they are called (in small letters)."""
    words = list(words)
    spelt = " ".join(word[:LONGEST_NAME].replace("_", " ").replace("-", " ").split()).casefold()
    meant = synonyms.get(spelt) or next((known for known in words if known.casefold() == spelt), None)
    if meant is None and len(spelt) >= SHORTEST_NAME:
        meant = next((synonyms[name] for name in closest(spelt, synonyms)), None)
    return _ask([meant]) if meant else near(word, words)


def element(word: str) -> str:
    """As ``near``, for a rare earth that is named or written in other letters."""
    return choice(word, ELEMENTS, ELEMENT_WORDS)


def country(word: str) -> str:
    """As ``near``, for a country that is named in another way than ``COUNTRY_NAMES`` has it."""
    spelt = spoken(word)
    if spelt in UNIONS:
        return " Name the member state, such as DE; leave the row out where it isn't known."
    if spelt in _SEVERAL:
        return _ask(_SEVERAL[spelt])
    code = _ALL_NAMES.get(spelt)
    if code is None and len(spelt) >= SHORTEST_NAME:
        code = next((_ALL_NAMES[name] for name in closest(spelt, _ALL_NAMES)), None)
    return _ask([code]) if code else ""
