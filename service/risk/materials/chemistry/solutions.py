"""Salts by what is stated of their content: as oxide (``cerium carbonate 45% CeO2``), or the strength of a solution
(``lanthanum chloride 10%``, ``0.1 M``, ``1000 mg/L``) or of a dispersion.

A purity of 90 per cent and more is no strength: it is set aside before, as everywhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from service.risk.materials.chemistry.formulas import written_formula
from service.risk.materials.chemistry.quantities import PERCENT, number
from service.risk.materials.chemistry.salts import salt
from service.risk.materials.chemistry.stoichiometry import ATOMIC_WEIGHTS, OXIDES, SIX_DECIMALS, mass_fractions
from service.risk.materials.composition import Composition, Fraction, Note, Outcome, Resolved, Unresolved
from service.risk.materials.wording.remarks import plain
from service.risk.materials.wording.spelling import symbol_of
from service.risk.vocabulary import Form

Named = Callable[[str], Outcome | None]
_OXIDE_OF = {oxide: symbol for symbol, oxide in OXIDES.items()} | {"Pr2O3": "Pr", "Tb2O3": "Tb"}
_OXIDE = rf"(?:{'|'.join(_OXIDE_OF)}|T?REO)"
_LEAST = r"(?P<least{0}>[≥>]=?|min\.?|at\sleast)?\s?"
_ASSAY = re.compile(
    rf"{_LEAST.format(1)}(?<![\w.,])(?P<from1>\d{{1,2}}(?:[.,]\d{{1,3}})?)(?:\s?[-–]\s?(?P<to1>\d{{1,2}}(?:[.,]\d{{1,3}})?))?"
    rf"\s?(?:wt\.?)?\s?%\s?(?P<after1>min\b\.?)?\s?(?:as|of)?\s?\(?(?P<oxide1>{_OXIDE})\b\)?"
    rf"|\(?(?P<oxide2>{_OXIDE})\b\)?(?:\s?(?:content|assay|basis))?\s?[:=]?\s?{_LEAST.format(2)}"
    r"(?P<from2>\d{1,2}(?:[.,]\d{1,3})?)(?:\s?[-–]\s?(?P<to2>\d{1,2}(?:[.,]\d{1,3})?))?\s?(?:wt\.?)?\s?%\s?(?P<after2>min\b\.?)?"
)
_OF_TOTAL = re.compile(rf"\(?{_OXIDE}\s?/\s?T?REO\)?\s?[:=]?\s?(?:[≥>]=?)?\s?(?:\d\d?(?:[.,]\d+)?\s?%)?|/\s?T?REO\b")
_CONCENTRATE = re.compile(r"\s*(?P<name>[A-Za-z]+)(?:[\s-]rich)?(?:\s(?:oxide|ore|mineral))?\sconcentrate\s*", re.I)
_SOLVENT = re.compile(
    r"\b(?:in\s(?:water|h2o|(?:dil(?:ute|\.)?\s)?(?:nitric|hydrochloric|sulfuric)\sacid|(?:\d{1,2}(?:[.,]\d+)?\s?%\s?)?(?:hno3|hcl|h2so4)|ethanol)"
    r"|(?:aqueous\s|aq\.?\s)?(?:solution|soln|dispersion|suspension|slurry|sol|colloid)s?|colloidal|aqueous|liquid"
    r"|lösung|dispergiert|aq\b\.?)",
    re.I,
)
_STANDARD = re.compile(
    r"\b(?:(?:icp(?:-?(?:ms|oes|aes))?|aas|aa|single[\s-]element|calibration|reference|plasma)[\s-]*){0,4}standards?\b|\bicp(?:-?(?:ms|oes|aes))?\b",
    re.I,
)
_PERCENT = re.compile(rf"(?<![\w.,])(?P<least>[≥>]=?\s?)?{PERCENT}(?:\s?\(?w/[wv]\)?)?(?!\w)", re.I)
_PER_LITRE = re.compile(
    r"(?<![\w.,])(?P<number>\d{1,6}(?:[.,]\d{1,4})?)\s?"
    r"(?P<unit>[mµμu]g/m[lL]|[mµ]?g/[lL]|m?mol/m?[lL]|ppm|mM|M)(?![\w/])"
)
_GRAMS_PER_LITRE = {"g/l": "1", "mg/ml": "1", "mg/l": "0.001", "µg/ml": "0.001", "ug/ml": "0.001", "ppm": "0.001"}
_MOLES_PER_LITRE = {"m": "1", "mol/l": "1", "mmol/ml": "1", "mmol/l": "0.001", "mm": "0.001"}
INSOLUBLE = frozenset("carbonate fluoride oxalate hydroxide phosphate boride sulfide".split())
STRONGEST = Decimal("0.6")
"""Above this share, what stands beside a salt's name without a solvent may as well be its purity."""
_WORDS = frozenset("polishing nanoparticle nanoparticles nano cmp stabilized standard".split())


def read(text: str, named: Named) -> Outcome | None:
    """A salt, an oxide or an element with its content as oxide, or with the strength of its solution."""
    text = unicodedata.normalize("NFKC", text)
    per_litre = _PER_LITRE.search(text)  # before sizes are set aside: 50 g/L is none
    outcome = _per_litre(plain(text.replace(per_litre[0], " ", 1)), per_litre, named) if per_litre else None
    if outcome is not None:
        return outcome
    short = plain(_OF_TOTAL.sub(" ", text))
    assay = _ASSAY.search(short)
    if assay:
        return _assayed(short, assay, named)
    return _strength(short, named)


def _base(rest: str, named: Named) -> Resolved | None:
    """The substance that the rest of a text names: by its name or as a formula."""
    rest = " ".join(re.sub(r"[(),;:\[\]]+(?=\s|$)|(?<=\s)[(),;:\[\]]+", " ", rest).split())
    salt_read = salt(rest) or named(rest) or written_formula(rest)
    return salt_read if isinstance(salt_read, Resolved) and salt_read.composition.fractions else None


def _assayed(text: str, assay: re.Match[str], named: Named) -> Outcome | None:
    side = "1" if assay["oxide1"] else "2"
    oxide = assay[f"oxide{side}"]
    rest = text.replace(assay[0], " ", 1)
    low = number(assay[f"from{side}"]) / 100
    high = number(assay[f"to{side}"]) / 100 if assay[f"to{side}"] else low
    concentrate = _CONCENTRATE.fullmatch(rest.replace(",", " "))
    if concentrate and oxide in _OXIDE_OF and symbol_of(concentrate["name"].casefold()) == _OXIDE_OF[oxide]:
        return _content(_OXIDE_OF[oxide], oxide, low, high, Form.ORE)
    solvent = _SOLVENT.search(rest)
    base = _base(_SOLVENT.sub(" ", rest), named)
    if base is None or len(base.composition.fractions) != 1 or base.form is not Form.COMPOUND:
        return None
    ((symbol, own),) = base.composition.fractions
    if oxide in _OXIDE_OF and _OXIDE_OF[oxide] != symbol:
        return None
    oxide = oxide if oxide in _OXIDE_OF else OXIDES[symbol]
    content = _content(symbol, oxide, low, high, Form.COMPOUND)
    at_least = bool(assay[f"least{side}"] or assay[f"after{side}"])
    return _within_salt(content, symbol, oxide, own, at_least, dissolved=bool(solvent))


def _within_salt(
    content: Resolved, symbol: str, oxide: str, own: Fraction, at_least: bool, *, dissolved: bool
) -> Outcome:
    """The content as stated, held against what the salt can hold at most and at least."""
    stated = content.composition[symbol]
    if stated.low > own.high * Decimal("1.03"):
        most = 100 * own.high / mass_fractions(oxide)[symbol]
        detail = f"That is more {oxide} than the salt holds at most ({most:.0f} %)"
        return Unresolved("contradiction", f"{detail}; check the share, or give the formula.")
    if at_least:
        top = max(stated.high, own.high)
        held = Fraction(stated.low, stated.central, top)
        return replace(content, composition=Composition(((symbol, held),)))
    if stated.high < own.low * Decimal("0.9") and not dissolved:
        note = Note(
            "info", "solution_assumed", "That is less than the wettest salt holds: read as a solution or a blend."
        )
        return replace(content, messages=(*content.messages, note))
    return content


def _content(symbol: str, oxide: str, low: Decimal, high: Decimal, form: Form) -> Resolved:
    held = mass_fractions(oxide)[symbol]
    ends = [(end * held).quantize(SIX_DECIMALS) for end in (low, (low + high) / 2, high)]
    detail = f"{(100 * low).normalize():f} % {oxide} is read as the content of the goods, counted as oxide: "
    note = Note("info", "content_as_oxide", f"{detail}{float(1000 * ends[1]):.4g} g {symbol} a kg.")
    composition = Composition(((symbol, Fraction(*ends)),))
    return Resolved(form, composition, None, "stated shares", "moderate", (ATOMIC_WEIGHTS,), (note,))


def _strength(text: str, named: Named) -> Outcome | None:
    """``lanthanum chloride 10%``, ``cerium oxide 20% dispersion in water``: strength times substance."""
    solvent = _SOLVENT.search(text)
    bare = " ".join(_SOLVENT.sub(" ", text).split())
    share = _PERCENT.search(bare)
    if share is None or (share["unit"] or "").strip().casefold().startswith(("at", "mol")):
        return None
    rest = bare.replace(share[0], " ", 1)
    if solvent:
        base = _base(rest, named) or _base(f"{rest} powder", named) or _base(_without(rest), named)
    else:
        base = salt(rest) or by_formula_alone(rest)
    if base is None or (not solvent and base.form is not Form.COMPOUND) or base.form not in (Form.COMPOUND, Form.OXIDE):
        return None
    part = number(share["number"]) / 100
    if not 0 < part <= 1:
        return None
    anion = next((name for name in INSOLUBLE if name in rest.casefold()), "")
    doubt = not solvent and (bool(share["least"]) or part > STRONGEST or bool(anion))
    return _diluted(base, part, share[0].strip(), "low" if doubt else "moderate", named)


def by_formula_alone(rest: str) -> Resolved | None:
    """``CeCl3 10%``: a salt by its formula."""
    base = written_formula(rest)
    return base if isinstance(base, Resolved) and base.form is Form.COMPOUND else None


def _without(rest: str) -> str:
    return " ".join(word for word in re.split(r"[\s,;]+", rest) if word.casefold() not in _WORDS)


def _diluted(base: Resolved, part: Decimal, written: str, confidence: str, named: Named) -> Resolved:
    doubt = confidence == "low"
    held = {}
    for symbol, f in base.composition.fractions:
        low, central, high = ((end * part).quantize(SIX_DECIMALS) for end in (f.low, f.central, f.high))
        held[symbol] = Fraction(low, central, f.high if doubt else high)
    composition = Composition(tuple(held.items()))
    what = base.name or "the salt"
    if doubt:
        detail = f"{written!r} may be the strength of a solution or the assay of {what}: the range covers both."
        note = Note("warning", "strength_doubted", detail)
    else:
        detail = f"{written!r} is read as the strength: that part of the goods is {what}, the rest holds no rare earth."
        note = Note("info", "strength_read", detail)
    return replace(
        base, composition=composition, material_id=None, name=None, method="stated shares", confidence=confidence,
        figures=base.figures or (ATOMIC_WEIGHTS,), messages=(*base.messages, note),
    )  # fmt: skip


def _per_litre(text: str, amount: re.Match[str], named: Named) -> Outcome | None:
    """``0.1 M``, ``1000 mg/L``: an amount in a litre, whose mass lies between that of water and of water with all of
    the salt in it."""
    rest = " ".join(_STANDARD.sub(" ", _SOLVENT.sub(" ", text)).split())
    unit, stated = amount["unit"].casefold().replace("μ", "µ"), number(amount["number"])
    standard = bool(_STANDARD.search(text) or _SOLVENT.search(text))
    bare = symbol_of(" ".join(re.sub(r"[(),;]", " ", rest).split()))
    base = None if bare else _base(rest, named)
    if (bare is None and base is None) or (bare and not standard):
        return None
    if base is not None and (base.form is not Form.COMPOUND or len(base.composition.fractions) != 1):
        return None
    symbol = bare or base.composition.fractions[0][0]  # type: ignore[union-attr]
    share = base.composition[symbol] if base else Fraction(Decimal(1), Decimal(1), Decimal(1))
    if unit in _MOLES_PER_LITRE:
        low_g = high_g = stated * Decimal(_MOLES_PER_LITRE[unit]) * _atomic_weight(symbol)
        solute = low_g / share.low
    elif unit in _GRAMS_PER_LITRE:
        solute = stated * Decimal(_GRAMS_PER_LITRE[unit])
        low_g, high_g = solute * share.low, solute * share.high
    else:
        return None
    heaviest = 1000 + solute
    low, high = (low_g / heaviest).quantize(SIX_DECIMALS), (high_g / 1000).quantize(SIX_DECIMALS)
    if high >= 1:
        return None
    litre = f"a litre of it is taken between 1 kg and {float(heaviest / 1000):.2f} kg"
    detail = f"{amount[0].strip()!r} is read as the content of a solution; {litre}."
    note = Note("info", "strength_read", detail)
    composition = Composition(((symbol, Fraction(low, ((low + high) / 2).quantize(SIX_DECIMALS), high)),))
    return Resolved(Form.COMPOUND, composition, None, "stated shares", "moderate", (ATOMIC_WEIGHTS,), (note,))


def _atomic_weight(symbol: str) -> Decimal:
    import periodictable  # here, because only lines that need it pay for it

    return Decimal(str(periodictable.elements.symbol(symbol).mass))
