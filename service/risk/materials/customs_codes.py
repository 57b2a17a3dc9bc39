"""Customs codes: what each covers, and the few that determine the element.

Headings are the Harmonized System's. National digits are those of the EU's Combined Nomenclature and TARIC, the United
States' schedule and China's tariff. ``SOURCES`` says who publishes each code and where it stands. The codes are
nomenclature, not figures: no score is computed from one, so they are kept here and not among the evidence. The same
digits mean different goods in two tariffs (2846 10 00 10: cerium oxides in the US, concentrate in the EU). So a code
that no label places is read only where every tariff that has it agrees.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from service.risk.vocabulary import ELEMENTS, Form

_LABELS = {
    "hs": "HS EU US CHN", "cn": "EU CHN", "taric": "EU", "hts": "US", "htsus": "US", "schedule b": "US",
    "tariff": "HS EU US CHN", "commodity": "HS EU US CHN", "zolltarif": "EU", "customs": "HS EU US CHN",
}  # fmt: skip
_HEADINGS = (
    "2530 2612 2617 2805 2844 2846 3206 3405 3606 3815 3818 3824 7202 7601 7602 8104 8108 8112 8486 8501 8505 8507 "
    "8532 8541 9001 9013"
)
_LABEL = "|".join(sorted(_LABELS, key=len, reverse=True))
_CODE = re.compile(
    rf"(?:\b({_LABEL})\b(?:[\s-]*(?:code|no\.?|number))?\s*[:#]?\s*)?(?<![\d.-])"
    rf"((?:{_HEADINGS.replace(' ', '|')})(?:[. ]?\d\d){{0,3}})(?!\.?\d|-\d|\w)",
    re.I,
)
_LIGHT, _REST = "Pr Nd Sm", "Eu Ho Er Tm Yb Lu Y"
_ALL = " ".join(ELEMENTS)
_NOT_CERIUM = " ".join(s for s in ELEMENTS if s != "Ce")

# tariff, digits, what it covers, elements that it may hold, form where the code fixes it
_ROWS: tuple[tuple[str, str, str, str, str], ...] = (
    ("HS", "253090", "mineral substances not named elsewhere, rare-earth ores among them", _ALL, "ore"),
    ("HS", "261220", "thorium ores and concentrates, monazite among them", _ALL, "ore"),
    ("HS", "280530", "rare-earth metals, scandium and yttrium, mixed or alloyed or not", _ALL, ""),
    ("HS", "284610", "cerium compounds", "Ce", "compound"),
    ("HS", "284690", "compounds of every rare earth but cerium, and of mixtures", _ALL, ""),
    ("HS", "320650", "phosphors of every kind", "", "oxide"),
    ("HS", "340590", "polishes, cerium polishing powder among them", "", ""),
    ("HS", "360690", "ferrocerium, other pyrophoric alloys and solid fuels", "", ""),
    ("HS", "381512", "supported catalysts with precious metal, for exhaust gas among them", "", "compound"),
    ("HS", "381519", "supported catalysts, for cracking among them", "", "compound"),
    ("HS", "381590", "catalysts without support", "", "compound"),
    ("HS", "720299", "ferro-alloys not named elsewhere, ferro-dysprosium and NdFeB alloy among them", "", "alloy"),
    ("HS", "760120", "aluminium alloys, Al-Sc among them", "", "alloy"),
    ("HS", "850511", "permanent magnets of metal: NdFeB, SmCo, AlNiCo", "", "magnet"),
    ("HS", "850519", "permanent magnets of other material: ferrite, bonded magnets", "", "magnet"),
    ("HS", "850750", "NiMH batteries", "", ""),
    ("HS", "853224", "multilayer ceramic capacitors, whatever their dopant", "", ""),
    ("HS", "900110", "optical fibres, doped or not", "", ""),
    ("EU", "28053021", "cerium and lanthanum metal, 95 % pure or more", "Ce La", "metal"),
    ("EU", "28053029", "praseodymium, neodymium and samarium metal, 95 % pure or more", _LIGHT, "metal"),
    ("EU", "28053031", "gadolinium, terbium and dysprosium metal, 95 % pure or more", "Gd Tb Dy", "metal"),
    ("EU", "28053039", "the other rare-earth metals but scandium, 95 % pure or more", _REST, "metal"),
    ("EU", "28053080", "rare-earth metals below 95 %", _ALL, ""),
    ("EU", "2846100010", "rare-earth concentrate", _ALL, "ore"),
    ("EU", "28469040", "lanthanum compounds", "La", "compound"),
    ("EU", "28469050", "compounds of praseodymium, neodymium or samarium", _LIGHT, "compound"),
    ("EU", "28469060", "compounds of gadolinium, terbium or dysprosium", "Gd Tb Dy", "compound"),
    ("EU", "28469070", "compounds of europium, holmium, erbium, thulium, ytterbium, lutetium or yttrium", _REST,
     "compound"),
    ("EU", "85051110", "permanent magnets of metal with neodymium, praseodymium, dysprosium or samarium", "", "magnet"),
    ("US", "2805300005", "lanthanum metal", "La", "metal"),
    ("US", "2805300010", "cerium metal", "Ce", "metal"),
    ("US", "2805300015", "praseodymium metal", "Pr", "metal"),
    ("US", "2805300020", "neodymium metal", "Nd", "metal"),
    ("US", "2805300050", "other rare-earth metals, unalloyed", "Sc Y Sm Eu Gd Tb Dy Ho Er Tm Yb Lu", "metal"),
    ("US", "2805300090", "rare-earth alloys", _ALL, "alloy"),
    ("US", "2846100010", "cerium oxides", "Ce", "oxide"),
    ("US", "2846100050", "cerium compounds other than oxides", "Ce", "compound"),
    ("US", "2846902005", "lanthanum oxides", "La", "oxide"),
    ("US", "2846902040", "oxides of other rare earths", _NOT_CERIUM, "oxide"),
    ("US", "2846908070", "lanthanum carbonates, mixed or not", _ALL, "compound"),
    ("US", "2846908075", "carbonates of other rare earths, mixed or not", _ALL, "compound"),
    ("US", "2846908090", "other compounds of rare earths, mixed or not", _ALL, "compound"),
    ("CHN", "28053011", "neodymium metal", "Nd", "metal"),
    ("CHN", "28053012", "dysprosium metal", "Dy", "metal"),
    ("CHN", "28053013", "terbium metal", "Tb", "metal"),
    ("CHN", "28053014", "lanthanum metal", "La", "metal"),
    ("CHN", "28053015", "cerium metal", "Ce", "metal"),
    ("CHN", "28053016", "praseodymium metal", "Pr", "metal"),
    ("CHN", "28053017", "yttrium metal", "Y", "metal"),
    ("CHN", "28053018", "scandium metal", "Sc", "metal"),
    ("CHN", "28053019", "other rare-earth metals", "Sm Eu Gd Ho Er Tm Yb Lu", "metal"),
    ("CHN", "2846901920", "erbium oxide", "Er", "oxide"),
    ("CHN", "2846901930", "gadolinium oxide", "Gd", "oxide"),
    ("CHN", "2846901940", "samarium oxide", "Sm", "oxide"),
    ("CHN", "2846901970", "ytterbium oxide", "Yb", "oxide"),
    ("CHN", "2846901980", "scandium oxide", "Sc", "oxide"),
    ("CHN", "28469021", "terbium chloride", "Tb", "compound"),
    ("CHN", "28469022", "dysprosium chloride", "Dy", "compound"),
    ("CHN", "28469023", "lanthanum chloride", "La", "compound"),
    ("CHN", "28469024", "neodymium chloride", "Nd", "compound"),
    ("CHN", "28469025", "praseodymium chloride", "Pr", "compound"),
    ("CHN", "28469026", "yttrium chloride", "Y", "compound"),
    ("CHN", "28469031", "terbium fluoride", "Tb", "compound"),
    ("CHN", "28469032", "dysprosium fluoride", "Dy", "compound"),
    ("CHN", "28469033", "lanthanum fluoride", "La", "compound"),
    ("CHN", "28469034", "neodymium fluoride", "Nd", "compound"),
    ("CHN", "28469035", "praseodymium fluoride", "Pr", "compound"),
    ("CHN", "28469036", "yttrium fluoride", "Y", "compound"),
)  # fmt: skip
_CN, _USGS = "Combined Nomenclature 2023 (tariffnumber.com)", "USGS, Minerals Yearbook 2022, Rare Earths"
_CHINA = "customs tariff of China, 2024-2026 (chinesetariff.com, htshub.com)"
SOURCES: dict[tuple[str, str], tuple[str, str]] = {
    ("HS", ""): (_CN, "the page of the six digits, which are the Harmonized System's"),
    ("EU", ""): (_CN, "the page of the code"),
    ("EU", "2846100010"): ("TARIC", "2846 10 00 10"),
    ("US", "2805"): (_USGS, "Tables 4-7"),
    ("US", "2846"): (_USGS, "Tables 4-7"),
    ("US", "8505"): ("USITC, Harmonized Tariff Schedule 2024", "8505.11"),
    ("CHN", "2805"): (_CHINA, "2805 30; some also in MOFCOM Announcement 18 of 2025"),
    ("CHN", "2846"): (_CHINA, "2846 90 19-39; some also in MOFCOM Announcement 18 of 2025"),
}
"""Source and locator by tariff and first digits; the longest that fits a code counts."""
MATERIALS = {("US", "8505110050"): "smco", ("US", "8505110070"): "ndfeb-sintered"}
"""Codes that name a catalogued material: sintered samarium-cobalt and sintered neodymium-iron-boron magnets (USITC)."""
RANGES = {"850511": "permanent-magnet", "85051110": "rare-earth-magnet", "850519": "permanent-magnet"}
"""Codes that cover a range of magnets, with the ids of the catalogue's ranges."""


@dataclass(frozen=True)
class CustomsCode:
    """A customs code: ``covers`` in words, the ``elements`` that it may hold (empty: not said) and the ``form`` where
    it fixes one. ``material`` is the id of the catalogued material that it names, ``source`` who publishes the code and
    where."""

    digits: str
    covers: str
    elements: frozenset[str] = frozenset()
    form: Form | None = None
    material: str | None = None
    source: str = field(default="", compare=False)


def source_of(tariff: str, digits: str) -> tuple[str, str]:
    """Source and locator of a code of a tariff (HS, EU, US or CHN). Raises ``KeyError`` when it has none."""
    begins = [begin for name, begin in SOURCES if name == tariff and digits.startswith(begin)]
    return SOURCES[tariff, max(begins, key=len, default="?")]


def codes() -> list[tuple[str, str]]:
    """Every code that is read, as tariff and digits."""
    return [*((row[0], row[1]) for row in _ROWS), *MATERIALS]


def find(text: str) -> tuple[str, list[CustomsCode]] | None:
    """The first customs code in a text, with its label, as written, and what it may mean; ``None`` without one.

    More than one meaning: tariffs differ. None: the code is in none of the tables.
    """
    match = _CODE.search(text)
    if not match:
        return None
    digits = re.sub(r"\D", "", match[2])
    tariffs = _LABELS[(match[1] or "hs").casefold()].split()
    return match[0], _meanings(digits, tariffs)


def _meanings(digits: str, tariffs: list[str]) -> list[CustomsCode]:
    national: set[CustomsCode] = set()
    for tariff in tariffs:
        if (tariff, digits) in MATERIALS:
            national.add(
                CustomsCode(
                    digits, "a magnet of one kind", material=MATERIALS[tariff, digits], source=_cited(tariff, digits)
                )
            )
        held = [row for row in _ROWS if row[0] == tariff and digits.startswith(row[1])]
        if held and tariff != "HS":
            national.add(_code(max(held, key=lambda row: len(row[1]))))
    shared = [_code(row) for row in _ROWS if row[0] == "HS" and digits.startswith(row[1])]
    return sorted(national, key=lambda code: code.covers) or shared


def _cited(tariff: str, digits: str) -> str:
    return ", ".join(source_of(tariff, digits))


def _code(row: tuple[str, str, str, str, str]) -> CustomsCode:
    return CustomsCode(
        row[1], row[2], frozenset(row[3].split()), Form(row[4]) if row[4] else None, source=_cited(row[0], row[1])
    )
