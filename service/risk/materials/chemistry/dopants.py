"""Hosts with a dopant, however it is written: ``LYSO:Ce``, ``Yb:CaF2``, ``CeO2(Gd)``, ``Y-doped BaZrO3``.

The catalogue's own row is used where it holds the dopant. Else the dopant is added to the host in the share that is
written, or in the usual range for such hosts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from service.risk.materials.chemistry.notation import versions
from service.risk.materials.chemistry.quantities import PERCENT, WORDS, number, settled
from service.risk.materials.chemistry.stoichiometry import (
    ATOMIC_WEIGHTS,
    OF_OXIDE,
    SIX_DECIMALS,
    FormulaError,
    atoms,
    form_of,
    is_element,
    mass_fractions,
)
from service.risk.materials.composition import Composition, Fraction, Note, Outcome, Resolved
from service.risk.materials.wording.remarks import plain
from service.risk.materials.wording.spelling import NAMES
from service.risk.vocabulary import ELEMENTS, Form

Named = Callable[[str], Outcome | None]
HOSTS = {
    "YSGG": "Y3Sc2Ga3O12", "GSGG": "Gd3Sc2Ga3O12", "YLF": "LiYF4", "LLF": "LiLuF4", "LuLF": "LiLuF4", "YAP": "YAlO3",
    "YALO": "YAlO3", "LuAP": "LuAlO3", "GGG": "Gd3Ga5O12", "YGG": "Y3Ga5O12", "LuYAP": "Lu0.75Y0.25AlO3",
    "KGW": "KGd(WO4)2", "KYW": "KY(WO4)2", "KLuW": "KLu(WO4)2", "GdVO": "GdVO4", "GVO": "GdVO4", "YVO": "YVO4",
    "YSO": "Y2SiO5", "LSO": "Lu2SiO5", "GSO": "Gd2SiO5", "LPS": "Lu2Si2O7", "GPS": "Gd2Si2O7", "GOS": "Gd2O2S",
    "LuAG": "Lu3Al5O12", "YAG": "Y3Al5O12", "CLYC": "Cs2LiYCl6", "LiCAF": "LiCaAlF6", "CALGO": "CaGdAlO4",
    "YCOB": "YCa4O(BO3)3", "GdCOB": "GdCa4O(BO3)3", "YAB": "YAl3(BO3)4", "S-FAP": "Sr5(PO4)3F",
    "BAM": "BaMgAl10O17", "SAM": "SrAl12O19", "barium titanate": "BaTiO3", "strontium titanate": "SrTiO3",
    "calcium fluoride": "CaF2", "strontium iodide": "SrI2", "strontium aluminate": "SrAl2O4", "zinc oxide": "ZnO",
    "ceria": "CeO2", "zirconia": "ZrO2", "alumina": "Al2O3", "sapphire": "Al2O3", "titania": "TiO2",
    "lithium niobate": "LiNbO3", "barium zirconate": "BaZrO3", "barium cerate": "BaCeO3",
}  # fmt: skip
"""Hosts by the names that their makers use, with the formula that the name stands for."""
CONDUCTORS = frozenset("CeO2 ZrO2 HfO2 BaZrO3 BaCeO3 SrCeO3 SrZrO3 LaGaO3 BaHfO3".split())
"""Hosts that conduct ions: their dopant makes the vacancies and is no trace."""
USUAL = {
    symbol: (Decimal(low), Decimal(central), Decimal(high))
    for symbol, low, central, high in (
        ("Ce", "0.0005", "0.005", "0.05"), ("Pr", "0.0005", "0.005", "0.03"), ("Nd", "0.0005", "0.01", "0.05"),
        ("Sm", "0.0005", "0.01", "0.05"), ("Eu", "0.0005", "0.02", "0.15"), ("Tb", "0.0005", "0.02", "0.2"),
        ("Dy", "0.0005", "0.01", "0.1"), ("Ho", "0.0005", "0.01", "0.05"), ("Er", "0.0005", "0.02", "0.5"),
        ("Tm", "0.0005", "0.02", "0.15"), ("Yb", "0.0005", "0.05", "0.4"),
    )
}  # fmt: skip
"""Part of the host's site that a dopant takes where its share isn't written (atoms): least, likely, most.

Engineering estimates (confidence C). They hold the catalogue's doped rows: Nd:YAG, Yb:YAG, Er:YAG, Tm:YAG, Ho:YAG,
YAG:Ce, LaBr3:Ce, YOX, Gd2O2S:Tb; the greatest is Er:YAG's half of the site.
"""
OTHER_DOPANT = (Decimal("0.0005"), Decimal("0.01"), Decimal("0.1"))
MOST_ON_OTHER_SITE = Decimal("0.1")  # a rare earth in the place of another cation: less of it fits
IN_CONDUCTOR = (Decimal("0.01"), Decimal("0.1"), Decimal("0.25"))
"""The same for rare earths that are no activators, and for ion conductors (the catalogue's GDC, SDC, YSZ)."""
IN_GLASS, IN_FIBRE = (
    (Decimal("0.0005"), Decimal("0.01"), Decimal("0.06")),
    (Decimal("0.0001"), Decimal("0.001"), Decimal("0.02")),
)
"""Mass fraction in glass and in fibre, as the catalogue's rows for laser glass and doped fibres span it."""
MOST_DOPED = Decimal("0.5")

_SYMBOL = r"[A-Z][a-z]?(?:[234]\+)?"
_AMOUNT = r"(?:\s?\(?\s?(?:\d{1,2}(?:[.,]\d{1,3})?\s?(?:at|mol|wt)?[\s.-]{0,2}%)\s?\)?)"
_LIST = rf"{_SYMBOL}{_AMOUNT}?(?:\s?[,/&:+]\s?{_SYMBOL}{_AMOUNT}?){{0,3}}"
_OXIDE_NAMES = {
    "yttria": "Y", "ceria": "Ce", "gadolinia": "Gd", "samaria": "Sm", "scandia": "Sc", "erbia": "Er", "lanthana": "La",
    "europia": "Eu", "ytterbia": "Yb",
}  # fmt: skip
_NAMED_DOPANTS = {**NAMES, **_OXIDE_NAMES, **dict.fromkeys(("chromium", "thallium", "manganese", "copper"), "")}
_ONE = rf"(?:(?i:{'|'.join(_NAMED_DOPANTS)})|{_SYMBOL})"
_NAMES_LIST = rf"{_ONE}{_AMOUNT}?(?:(?:\s?[,/&+]\s?|\sand\s){_ONE}{_AMOUNT}?){{0,3}}"
_DOPED = r"(?i:(?:co-?)?doped|activated|dotiert(?:e[rs]?)?|dop[ée]e?)"
_AS_OXIDE = re.compile(
    rf"(?<!\w)(?:(?P<name>(?i:{'|'.join(NAMES)}))\s(?i:oxide)|(?P<oxide>{'|'.join(OF_OXIDE)}))(?=[\s-]{_DOPED}\s)"
)
"""An oxide by which a dopant is named: samarium oxide doped ceria."""
_FORMS = (
    re.compile(rf"(?<![\w:(,])(?P<dopants>{_LIST})\s?:\s?(?P<host>[A-Za-z(][^\s:]*)"),
    re.compile(rf"(?P<host>[A-Za-z(][^\s:]{{0,80}})\s?:\s?(?P<dopants>{_LIST})(?![\w(])"),
    re.compile(rf"(?P<host>[A-Za-z][A-Za-z\d.]*)\s?\((?P<dopants>{_LIST})\)(?![\w.])"),
    re.compile(rf"(?<!\w)(?P<dopants>{_NAMES_LIST})[\s-]{_DOPED}\s(?P<host>[A-Za-z(][^,;]*)"),
    re.compile(
        rf"(?P<host>[A-Za-z(][^,;]{{0,80}}?)[\s,]+{_DOPED}(?:\s(?:with|mit|au|by))?\s(?P<dopants>{_NAMES_LIST})(?!\w)"
    ),
    re.compile(rf"(?P<host>[A-Za-z(][^,;]{{0,80}}?)[\s,]+(?P<dopants>{_NAMES_LIST})[\s-]{_DOPED}(?!\w)"),
)
_PIECE = re.compile(rf"(?P<what>(?i:{'|'.join(_NAMED_DOPANTS)})|{_SYMBOL})(?P<amount>{_AMOUNT})?")
_SHARE = re.compile(rf"(?<![\w.,]){PERCENT}(?!\w)")
_GLASS = re.compile(r"\b(?:glass(?:es)?|glas|verre)\b", re.I)
_FIBRE = re.compile(r"\b(?:fib(?:re|er)s?|faser)\b", re.I)
_FIBRE_WORDS = frozenset(
    "lma pm sm mm dcf fibre fiber fibers fibres silica active double clad cladding gain mode large area glass "
    "phosphate silicate laser polarization maintaining".split()
)


@dataclass(frozen=True)
class Host:
    """A host before it is doped.

    Grams of it to a mole of the site that the dopant takes, the atomic weight of what stands there, and whether it
    conducts ions. Also whether its own composition is left open, and the catalogue's id and name of it.
    """

    name: str
    fractions: Mapping[str, Fraction]
    form: Form
    site_grams: Decimal
    site_weight: Decimal
    conducts: bool
    open: bool = False
    material: tuple[str | None, str | None] = (None, None)

    def on_site(self, symbol: str) -> bool:
        """Whether one of its rare earths stands where a dopant goes: scandium only where there is no larger one."""
        return symbol != "Sc" or len(self.fractions) == 1


def read(text: str, named: Named) -> Outcome | None:
    """A host with its dopants, in a text whose other words change no composition."""
    short = plain(re.sub(r"(?<=[a-zA-Z])([234])\+", r"\1+", unicodedata.normalize("NFKC", text)))
    short = _AS_OXIDE.sub(lambda named: named["name"] or OF_OXIDE[named["oxide"]], short)
    for form in _FORMS:
        match = form.search(short)
        if match is None:
            continue
        dopants = _dopants(match["dopants"])
        if dopants is None or _only_symbols(match["host"]):
            continue
        whole = named(short) if not any(dopants.values()) else None
        if isinstance(whole, Resolved) and dopants and dopants.keys() <= set(whole.composition.held("adverse")):
            return whole
        rest = f"{short[: match.start()]} {short[match.end() :]}"
        outcome = _doped(match["host"], dopants, rest, named, whole)
        if outcome is not None:
            return outcome
    return None


def wanting(text: str, composition: Composition) -> bool:
    """Whether a text names a dopant that a composition doesn't hold."""
    short = unicodedata.normalize("NFKC", text)
    for form in _FORMS:
        match = form.search(short)
        if (
            match
            and not _only_symbols(match["host"])
            and set(_dopants(match["dopants"]) or ()) - set(composition.held("adverse"))
        ):
            return True
    return False


def _only_symbols(host: str) -> bool:
    return bool(re.fullmatch(rf"{_SYMBOL}(?:[,/&]{_SYMBOL})*", host)) and is_element(host[:2].rstrip("0123456789+,:/&"))


def _dopants(written: str) -> dict[str, str] | None:
    """Rare earths among the dopants, and the amount written beside each; ``None`` where one is no element."""
    held: dict[str, str] = {}
    for match in _PIECE.finditer(written):
        what = match["what"]
        symbol = _NAMED_DOPANTS.get(what.casefold(), re.sub(r"[234]\+$", "", what))
        if symbol in ELEMENTS:
            held[symbol] = (match["amount"] or "").strip(" ()")
        elif symbol and not is_element(symbol):
            return None
    return held


def _doped(host_text: str, dopants: dict[str, str], rest: str, named: Named, whole: Outcome | None) -> Outcome | None:
    amount = next((one for one in dopants.values() if one), "")
    share = _SHARE.search(f"{host_text} {rest}") if not amount else None
    if share and len(dopants) == 1:
        amount = share[0]
        host_text, rest = host_text.replace(share[0], " ", 1), rest.replace(share[0], " ", 1)
        dopants = dict.fromkeys(dopants, amount)
    host_text, words = _without_words(host_text)
    if not dopants:
        return _without_rare_earth(host_text, f"{rest} {words}", named)
    rest = f"{rest} {words}"
    own = _catalogued(host_text, tuple(dopants), named)
    if own is not None and not amount:
        return settled(own, rest, _FIBRE_WORDS)
    if _FIBRE.search(f"{host_text} {rest}") or _GLASS.search(host_text):
        return settled(_in_glass(host_text, rest, dopants, named), _FIBRE.sub(" ", f"{host_text} {rest}"), _FIBRE_WORDS)
    by_whole = isinstance(whole, Resolved) and whole.composition.fractions  # the row's name holds a dopant, it doesn't
    host = _of_resolved(host_text, whole) if by_whole and isinstance(whole, Resolved) else _host(host_text, named)
    if host is None or host.fractions.keys() & dopants.keys():
        return None
    if own is not None:  # a stated amount says more than the row
        host = replace(host, material=(own.material_id, own.name))
    substituted = _substituted(host, dopants)
    return settled(substituted, rest) if substituted else None


def _without_rare_earth(host_text: str, rest: str, named: Named) -> Resolved | None:
    """``Cr:YAG``: a dopant that is no rare earth changes nothing of what the host holds of them."""
    host = named(host_text)
    if not isinstance(host, Resolved) or host.form not in (Form.OXIDE, Form.COMPOUND) or not host.composition.fractions:
        return None
    return settled(replace(host, confidence="high") if host.confidence == "certain" else host, rest)


def _without_words(host: str) -> tuple[str, str]:
    """A host's own name and the words beside it that change nothing."""
    host = host.strip(" ,;")
    if host.casefold() in {name.casefold() for name in HOSTS}:
        return host, ""
    words = host.split()
    own = [word for word in words if word.casefold().strip(",;") not in WORDS - {"glass"}]
    return " ".join(own), " ".join(word for word in words if word not in own)


def _catalogued(host: str, dopants: tuple[str, ...], named: Named) -> Resolved | None:
    """The catalogue's row of the doped host, if it holds every dopant."""
    listed = ",".join(dopants)
    for name in (
        f"{host}:{listed}",
        f"{listed}:{host}",
        f"{host}({listed})",
        f"{listed}-doped {host}",
        f"{listed} doped {host}",
    ):
        material = named(name)
        if isinstance(material, Resolved) and set(dopants) <= set(material.composition.held("adverse")):
            return material
    return None


def _host(text: str, named: Named) -> Host | None:
    name = next((own for own in HOSTS if own.casefold() == text.casefold()), "")
    by_name = named(text)
    if isinstance(by_name, Resolved) and by_name.composition.fractions:
        return _of_resolved(text, by_name)
    formula = HOSTS.get(name, text)
    opened = versions(formula)
    likely = opened.likely if opened else formula
    try:
        shares, counts = mass_fractions(likely), atoms(likely)
        ends = [mass_fractions(one) for one in opened.ends] if opened else [shares]
    except FormulaError:
        return None
    if len(counts) < 2 or not counts.keys() & {"O", "F", "Cl", "Br", "I", "S", "N", "Se", "P"}:  # noqa: PLR2004
        return None  # an alloy isn't doped
    fractions = {
        s: Fraction(
            min(e.get(s, Decimal(0)) for e in ends), shares.get(s, Decimal(0)), max(e.get(s, Decimal(0)) for e in ends)
        )
        for s in ELEMENTS
        if any(s in e for e in ends)
    }
    if fractions:
        open_split = bool(opened and "split" in opened.left_open)
        return _of_fractions(text, fractions, form_of(shares), formula in CONDUCTORS, open_split)
    site = next(iter(counts))
    weight = _weight(site)
    grams = (weight / shares[site]).quantize(SIX_DECIMALS)
    return Host(text, {}, form_of(shares), grams, weight, formula in CONDUCTORS)


def _of_resolved(text: str, resolved: Resolved) -> Host | None:
    if resolved.form not in (Form.OXIDE, Form.COMPOUND):
        return None
    oxide_conductor = resolved.material_id == "cerium-oxide"
    host = _of_fractions(text, dict(resolved.composition.fractions), resolved.form, oxide_conductor)
    return replace(host, material=(resolved.material_id, resolved.name), open=resolved.confidence == "low")


def _of_fractions(
    text: str, fractions: Mapping[str, Fraction], form: Form, conducts: bool, left_open: bool = False
) -> Host:
    site = {s: f.central for s, f in fractions.items() if s != "Sc" or len(fractions) == 1}
    moles = sum((share / _weight(s) for s, share in site.items()), Decimal(0))
    mass = sum(site.values(), Decimal(0))
    return Host(text, fractions, form, 1 / moles, mass / moles, conducts, left_open)


def _weight(symbol: str) -> Decimal:
    import periodictable  # here, because only lines that need it pay for it

    return Decimal(str(periodictable.elements.symbol(symbol).mass))


def _substituted(host: Host, dopants: dict[str, str]) -> Resolved | None:
    parts = {symbol: _parts(host, symbol, amount) for symbol, amount in dopants.items()}
    if any(high > MOST_DOPED for _, _, high in parts.values()):
        return None
    held = {}
    for symbol, (low, central, high) in parts.items():
        held[symbol] = Fraction(*(_mass_of(host, symbol, part) for part in (low, central, high)))
    for symbol, f in host.fractions.items():
        least, likely, most = (_left_of_host(host, symbol, {s: part[i] for s, part in parts.items()}) for i in range(3))
        ends = (min(f.low * most, f.low * least), f.central * likely, max(f.high * least, f.high * most))
        held[symbol] = Fraction(*(end.quantize(SIX_DECIMALS) for end in ends))
    notes = tuple(_note(host, symbol, amount, held[symbol]) for symbol, amount in dopants.items())
    sure = all("at" in a or "mol" in a or "wt" in a for a in dopants.values())
    confidence = "low" if host.open else "high" if sure else "moderate"
    composition = Composition(tuple(sorted(held.items())))
    figures = (f"material:{host.material[0]}",) if host.material[0] else ()
    return Resolved(
        host.form, composition, host.material[0], "stated shares", confidence, (*figures, ATOMIC_WEIGHTS), notes,
        host.material[1],
    )  # fmt: skip


def _left_of_host(host: Host, symbol: str, parts: Mapping[str, Decimal]) -> Decimal:
    """Factor on the mass fraction of one of the host's rare earths when dopants take these parts of the site."""
    taken = min(sum(parts.values(), Decimal(0)), MOST_DOPED) if host.on_site(symbol) else Decimal(0)
    heavier = sum((part * (_weight(s) - host.site_weight) for s, part in parts.items()), Decimal(0))
    return (1 - taken) * host.site_grams / (host.site_grams + heavier)


def _usual(host: Host, symbol: str) -> tuple[Decimal, Decimal, Decimal]:
    low, central, high = IN_CONDUCTOR if host.conducts else USUAL.get(symbol, OTHER_DOPANT)
    most = high if host.fractions or host.conducts else min(high, MOST_ON_OTHER_SITE)
    return low, min(central, most), most


def _parts(host: Host, symbol: str, amount: str) -> tuple[Decimal, Decimal, Decimal]:
    """Least, likely and greatest part of the site that a dopant takes."""
    if not amount:
        return _usual(host, symbol)
    written = re.search(r"\d{1,2}(?:[.,]\d{1,3})?", amount)
    part = number(written[0]) / 100 if written else Decimal(0)
    by_mass = part * host.site_grams / _weight(symbol)
    if "at" in amount or "mol" in amount:
        return part, part, part
    if "wt" in amount:
        return by_mass, by_mass, by_mass
    low, high = min(part, by_mass), max(part, by_mass)
    return low, (low + high) / 2, high


def _mass_of(host: Host, symbol: str, part: Decimal) -> Decimal:
    weight = _weight(symbol)
    return (part * weight / (host.site_grams + part * (weight - host.site_weight))).quantize(SIX_DECIMALS)


def _note(host: Host, symbol: str, amount: str, held: Fraction) -> Note:
    grams = f"{float(1000 * held.low):.3g} to {float(1000 * held.high):.3g} g {symbol} a kg"
    if amount:
        return Note("info", "dopant_stated", f"{amount} {symbol} in {host.name} is read as {grams}.")
    low, _, high = _usual(host, symbol)
    detail = f"The share of {symbol} in {host.name} isn't written: {_percent(low)} to {_percent(high)} % of the"
    return Note("info", "dopant_assumed", f"{detail} site that it takes are assumed ({grams}). State it to narrow it.")


def _percent(part: Decimal) -> str:
    return f"{(100 * part).normalize():f}"


def _in_glass(host: str, rest: str, dopants: dict[str, str], named: Named) -> Resolved:
    fibre = bool(_FIBRE.search(f"{host} {rest}"))
    low, central, high = IN_FIBRE if fibre else IN_GLASS
    held: dict[str, Fraction] = {}
    for symbol, amount in dopants.items():
        known = named(f"{symbol}-doped fibre") if fibre and not amount else None
        own = dict(known.composition.fractions) if isinstance(known, Resolved) else {}
        written = re.search(r"\d{1,2}(?:[.,]\d{1,3})?", amount)
        share = number(written[0]) / 100 if written else None
        held[symbol] = own.get(symbol) or (
            Fraction(share * Decimal("0.8"), share, share * 2) if share else Fraction(low, central, high)
        )
    what = "fibre" if fibre else "glass"
    detail = f"The share of {', '.join(held)} in the {what} isn't written or leaves open what it counts."
    note = Note("info", "dopant_assumed", f"{detail} A usual range is taken: state it by mass.")
    return Resolved(
        Form.COMPOUND,
        Composition(tuple(sorted(held.items()))),
        None,
        "stated shares",
        "moderate",
        (ATOMIC_WEIGHTS,),
        (note,),
    )
