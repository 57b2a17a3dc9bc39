"""Rare-earth oxides as additives of another material: ``ZrO2 8wt% Y2O3``, ``cerium oxide 10% on alumina``,
``silicon nitride, 5 % Y2O3``, ``W(La2O3)``, ``varnish with 2 % CeO2``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from service.risk.materials.chemistry.quantities import doubted, number, settled, unexplained
from service.risk.materials.chemistry.stoichiometry import (
    ATOMIC_WEIGHTS,
    OF_OXIDE,
    OXIDES,
    SIX_DECIMALS,
    FormulaError,
    form_of,
    mass_fractions,
)
from service.risk.materials.composition import Composition, Fraction, Note, Outcome, Resolved, Unresolved
from service.risk.materials.wording.remarks import plain
from service.risk.materials.wording.spelling import NAMES
from service.risk.vocabulary import ELEMENTS, Form

Named = Callable[[str], Outcome | None]
MATERIALS = {
    "zirconia": "ZrO2", "zirconium oxide": "ZrO2", "alumina": "Al2O3", "aluminium oxide": "Al2O3",
    "aluminum oxide": "Al2O3",
    "silica": "SiO2", "titania": "TiO2", "magnesia": "MgO", "hafnia": "HfO2", "silicon nitride": "Si3N4",
    "aluminium nitride": "AlN", "aluminum nitride": "AlN", "silicon carbide": "SiC", "boron carbide": "B4C",
    "barium titanate": "BaTiO3", "cordierite": "Mg2Al4Si5O18", "spinel": "MgAl2O4", "mullite": "Al6Si2O13",
    "tungsten": "W", "molybdenum": "Mo",
}  # fmt: skip
"""Materials without rare earths that take such additives, with their formulas."""
IN_METAL = (Decimal("0.003"), Decimal("0.015"), Decimal("0.022"))
"""Oxide in tungsten and molybdenum where its share isn't written: up to what electrodes hold (ISO 6848: 2.2 %)."""
_OXIDES = OF_OXIDE | {"Pr2O3": "Pr", "Tb2O3": "Tb"}
_OXIDE_NAMES = {f"{name} oxide": symbol for name, symbol in NAMES.items()} | {
    "yttria": "Y", "ceria": "Ce", "lanthana": "La", "gadolinia": "Gd", "scandia": "Sc", "ytterbia": "Yb",
    "samaria": "Sm", "erbia": "Er",
}  # fmt: skip
OXIDES_WRITTEN = (*_OXIDES, *_OXIDE_NAMES)
"""Formulas and names of the oxides."""
MOST_ADDED = Decimal("0.95")
"""Share of an oxide up to which something else is beside it, and no impurity."""
_OXIDE = rf"(?:{'|'.join(_OXIDES)}|(?i:{'|'.join(_OXIDE_NAMES)}))"
_PERCENT = (
    r"(?P<number{0}>\d{{1,2}}(?:[.,]\d{{1,3}})?)\s?(?P<unit{0}>(?i:wt|mass|weight|gew|mol|m/m|w/w)?[\s.-]{{0,2}}%"
    r"(?:\s(?i:w/w|by\s(?:mass|weight)))?)"
)
_ADDED = re.compile(
    rf"(?<![\w.,]){_PERCENT.format(1)}\s?-?(?:of\s)?(?P<oxide1>{_OXIDE})(?![\w(])"
    rf"|(?<!\w)(?P<oxide2>{_OXIDE})\s?[:=(]?\s?{_PERCENT.format(2)}\)?(?!\w)"
    rf"|(?<=[A-Za-z\d])-(?P<number3>\d{{1,2}}(?:\.\d{{1,2}})?)(?P<oxide3>{_OXIDE})(?!\w)"
)
_BRACKET = re.compile(rf"(?<!\w)(?P<host>[A-Z][A-Za-z\d]*)\s?[(-](?P<oxide>{_OXIDE})\)?(?!\w)")
_BOUND = re.compile(
    r"(?:[<>≤≥]|\b(?:max|min|up\sto|less\sthan|more\sthan|at\smost|at\sleast|below|above)\b\.?)\s?$", re.I
)
"""Before a share, that it is only an end of what may be there."""
_CARRIED = re.compile(
    rf"(?<!\w)(?P<oxide>{_OXIDE})[\s-]?(?i:coat(?:ed|ing\son)|doped|loaded|impregnated|filled|beschicht|dotiert)",
    re.ASCII,
)
_FORMULA = re.compile(
    r"(?<![\w])(?:\d{1,2}(?:[.,]\d+)?\s?(?:wt\.?)?\s?%\s?)?(?P<formula>(?:[A-Z][a-z]?\d{0,2}){1,6})(?:\s?\d{1,2}(?:[.,]\d+)?\s?(?:wt\.?)?\s?%)?(?!\w)"
)
_NAMES = re.compile(rf"\b(?:{'|'.join(MATERIALS)})\b", re.I)
_OF_RARE_EARTH = re.compile(rf"(?<!\w)(?:{'|'.join(ELEMENTS)})[-/](?=[A-Z])")
_STABILIZED = re.compile(
    rf"(?<!\w)(?:{'|'.join(ELEMENTS)}|(?i:{'|'.join(_OXIDE_NAMES)}))[\s-]?(?i:(?:partially[\s-])?stabili[sz]ed)\s?"
)
_WORDS = frozenset("on in supported washcoat stabilized stabilised partially plus doped modified sol".split())


def read(text: str, named: Named) -> Outcome | None:
    """A material without rare earths, with an oxide of one added in a stated share (or in brackets)."""
    short = plain(unicodedata.normalize("NFKC", text))
    added = _ADDED.search(short)
    if added is None:
        return _in_brackets(short, named)
    side = next(side for side in "123" if added[f"number{side}"])
    oxide = added[f"oxide{side}"]
    rest = f"{short[: added.start()]} {short[added.end() :]}"
    if _ADDED.search(rest):
        return None  # two additives: the first alone would be half of it
    host, rest = _host(_STABILIZED.sub(" ", _OF_RARE_EARTH.sub(" ", rest)))
    if not host:
        return None
    symbol, oxide = oxide_of(oxide)
    share = number(added[f"number{side}"]) / 100
    unit = added[f"unit{side}"] if side != "3" else "wt%"
    if "mol" in unit:
        weight, own = _formula_weight(oxide), _formula_weight(host)
        share = share * weight / (share * weight + (1 - share) * own)
    held = (share * mass_fractions(oxide)[symbol]).quantize(SIX_DECIMALS)
    detail = f"{added[0].strip(' -')!r} is read as added to {host}: {float(1000 * held):.4g} g {symbol} a kg."
    composition = Composition(((symbol, Fraction(held, held, held)),))
    note = Note("info", "additive_read", detail)
    resolved = Resolved(_form(host), composition, None, "stated shares", "moderate", (ATOMIC_WEIGHTS,), (note,))
    return settled(resolved, rest, _WORDS)


def oxide_of(written: str) -> tuple[str, str]:
    """Element and formula of an oxide that is written as one of ``OXIDES_WRITTEN``, names in any case."""
    symbol = _OXIDES.get(written) or _OXIDE_NAMES[written.casefold()]
    return symbol, written if written in _OXIDES else OXIDES[symbol]


def carries(text: str) -> str | None:
    """The formula of an oxide that is on or in something else: ``Y2O3 coated`` graphite."""
    match = _CARRIED.search(text)
    return oxide_of(match["oxide"])[1] if match else None


def in_unknown(text: str, others: Callable[[str, str], bool]) -> Outcome | None:
    """An oxide's stated share in something that isn't known: that much of it, with little confidence. The oxide alone
    would be ten to a hundred times as much. ``others`` says whether a text names rare earths beside an element."""
    short = plain(unicodedata.normalize("NFKC", text))
    added = list(_ADDED.finditer(short))
    if not added and (carried := carries(short)):
        detail = f"{text!r} says no share of {carried}: write it, as in '2 wt% {carried}', or give the composition."
        return Unresolved("share_missing", detail)
    if len(added) != 1:
        return None
    (one,) = added
    side = next(side for side in "123" if one[f"number{side}"])
    symbol, oxide = oxide_of(one[f"oxide{side}"])
    share, said = number(one[f"number{side}"]) / 100, one[0].strip(" -")
    if share > MOST_ADDED:
        return None
    rest = f"{short[: one.start()]} {short[one.end() :]}"
    by_molecules = side != "3" and "mol" in one[f"unit{side}"]
    why = _unusable(said, oxide, bool(_BOUND.search(short[: one.start()])), others(rest, symbol), by_molecules)
    if why:
        return why
    held = (share * mass_fractions(oxide)[symbol]).quantize(SIX_DECIMALS)
    detail = f"{said!r} is taken as all that it holds of rare earths: {float(1000 * held):.4g} g {symbol} a kg."
    note = Note("warning", "additive_read", f"{detail} To what it is added isn't known.")
    composition = Composition(((symbol, Fraction(held, held, held)),))
    resolved = Resolved(Form.OXIDE, composition, None, "stated shares", "low", (ATOMIC_WEIGHTS,), (note,))
    return doubted(resolved, unexplained(rest))


def _unusable(said: str, oxide: str, bound: bool, others: bool, by_molecules: bool) -> Unresolved | None:
    """Why a share of an oxide says too little of something that isn't known."""
    if bound:
        detail = f"{said!r} is only a bound: write how much {oxide} there is, or give the composition."
        return Unresolved("open_share", detail)
    if others:
        return Unresolved("contradiction", f"{said!r} is beside other rare earths: give the composition of the whole.")
    if by_molecules:
        detail = f"{said!r} counts molecules of a material that isn't known: give {oxide} in per cent by mass."
        return Unresolved("share_missing", detail)
    return None


def _form(host: str) -> Form:
    form = form_of(mass_fractions(host))
    return Form.OXIDE if form in (Form.METAL, Form.ALLOY) else form


def _host(rest: str) -> tuple[str, str]:
    """The material that a text names without a rare earth in it, and the text without it; blank without one, or with
    rare earths."""
    host = ""
    for match in _FORMULA.finditer(rest):
        try:
            shares = mass_fractions(match["formula"])
        except FormulaError:
            continue
        if shares.keys() & ELEMENTS.keys():
            return "", rest
        if re.search(r"\d", match["formula"]) or match["formula"] in ("W", "Mo", "MgO", "AlN", "SiC", "ZnO"):
            host = host or match["formula"]
            rest = rest.replace(match[0], " ", 1)
    name = _NAMES.search(rest)
    if name:
        host = host or MATERIALS[name[0].casefold()]
        rest = _NAMES.sub(" ", rest)
    return host, rest


def _formula_weight(formula: str) -> Decimal:
    import periodictable  # here, because only lines that need it pay for it

    return Decimal(str(periodictable.formula(formula).mass))


def _in_brackets(text: str, named: Named) -> Outcome | None:
    """``W(La2O3)``: an oxide without its share. In tungsten and molybdenum it is known how much there may be."""
    match = _BRACKET.search(text)
    if match is None:
        return None
    host, oxide = match["host"], match["oxide"]
    symbol, _ = oxide_of(oxide)
    try:
        shares = mass_fractions(host)
    except FormulaError:
        return None
    if shares.keys() & ELEMENTS.keys():
        return None
    rest = text.replace(match[0], " ", 1)
    if host == "ZrO2" and symbol == "Y" and isinstance(usual := named("YSZ"), Resolved):
        return settled(replace(usual, confidence="moderate"), rest, _WORDS)
    if host not in ("W", "Mo"):
        detail = f"{match[0]!r} gives no share of {oxide}; write it, as in '{host} 5 wt% {oxide}'."
        return Unresolved("share_missing", detail)
    low, central, high = ((part * mass_fractions(OXIDES[symbol])[symbol]).quantize(SIX_DECIMALS) for part in IN_METAL)
    detail = f"The share of {oxide} in {host} isn't written: 0.3 to 2.2 % are assumed. State it to narrow it."
    composition = Composition(((symbol, Fraction(low, central, high)),))
    note = Note("info", "share_assumed", detail)
    resolved = Resolved(Form.OXIDE, composition, None, "stated shares", "moderate", (ATOMIC_WEIGHTS,), (note,))
    return settled(resolved, rest, _WORDS)
