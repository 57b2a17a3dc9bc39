"""Several rare earths in one product: ``NdPr oxide 75/25``, ``LaCe metal 35/65``, ``Sm-Eu-Gd oxide``; products whose
total of rare earths is stated (``31 % TRE``).

Where a split isn't written, the catalogue's is taken if it knows the mixture; else anything is possible.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from service.risk.materials.chemistry.quantities import number, settled
from service.risk.materials.chemistry.stoichiometry import (
    ATOMIC_WEIGHTS,
    OXIDES,
    SALTS,
    SIX_DECIMALS,
    is_element,
    mass_fractions,
)
from service.risk.materials.composition import Composition, Fraction, Note, Outcome, Resolved, Unresolved
from service.risk.materials.wording.remarks import plain
from service.risk.materials.wording.spelling import NAMES
from service.risk.vocabulary import ELEMENTS, Form

Named = Callable[[str], Outcome | None]
LEAST_PART, MOST_PART = Decimal("0.01"), Decimal("0.99")
"""Part of a named rare earth in a mixture whose split isn't written: it is there, nobody says how much."""
PARTNERS = frozenset("Fe Co Ni Al Mg Zr Ti Cu Si Mn Ca B".split())
_NAMES = {
    **NAMES,
    "zirconium": "Zr",
    "iron": "Fe",
    "aluminium": "Al",
    "aluminum": "Al",
    "magnesium": "Mg",
    "nickel": "Ni",
}
_ONE_NAME = "|".join(sorted(_NAMES, key=len, reverse=True))
_KINDS = {
    "oxide": Form.OXIDE, "oxides": Form.OXIDE, "metal": Form.METAL, "alloy": Form.ALLOY,
    **dict.fromkeys(SALTS, Form.COMPOUND),
}  # fmt: skip
_LISTED = re.compile(
    rf"(?<![\w.])\(?(?P<symbols>[A-Z][a-z]?(?:[-/,+&]?\s?[A-Z][a-z]?){{1,5}}|(?i:(?:{_ONE_NAME})(?:[\s/,+&-]{{1,3}}(?:and\s)?(?:{_ONE_NAME})){{1,5}}))\)?"
    rf"[\s,-]{{0,3}}(?P<kind>(?i:mixed\s)?(?i:{'|'.join(_KINDS)}))?(?![\w.])"
)
_RATIO = re.compile(
    r"(?<![\w.,/:])(\d{1,3}(?:[.,]\d{1,2})?)((?:\s?%?\s?[/:]\s?\d{1,3}(?:[.,]\d{1,2})?){1,5})\s?(?:wt|mass)?\.?\s?%?(?![\w/:])"
)
_TREO = re.compile(
    r"(?:(\d{1,2}(?:[.,]\d{1,3})?)\s*%\s*T?REO\b|\bT?REO\b\s*[:=]?\s*(\d{1,2}(?:[.,]\d{1,3})?)\s*%)", re.I
)
_METALS = re.compile(
    r"(?:(\d{1,2}(?:[.,]\d{1,3})?)\s*(?:wt\.?)?\s*%\s*(?:TRE|TREE|TREM|RE|REE|REM|(?:total\s)?rare[\s-]earths?)\b"
    r"|\b(?:TRE|TREE|TREM|RE|REE)\b\s*[:=]?\s*(\d{1,2}(?:[.,]\d{1,3})?)\s*%)"
)
_MAGNET = re.compile(r"\((?:Nd|Pr|Dy|Tb|Ho|Gd|Ce)(?:,(?:Nd|Pr|Dy|Tb|Ho|Gd|Ce)){1,3}\)2?-?Fe(?:14)?-?B\b")
RATIO_WHOLE, RATIO_OFF = Decimal(100), Decimal(2)


def read(text: str, named: Named) -> Outcome | None:
    """A mixture of rare earths by the list of their symbols or names."""
    short = plain(text)
    total = _total(short)
    if total is not None:
        return _with_total(short, total, named)
    treo = _TREO.search(short)
    rest = short.replace(treo[0], " ", 1) if treo else short
    listed = _LISTED.search(rest)
    while listed and not _is_list(listed):
        listed = _LISTED.search(rest, listed.start() + 1)
    if listed is None:
        return None
    after = f"{rest[: listed.start()]} {rest[listed.end() :]}"
    ratio = _RATIO.search(after)
    if ratio:
        after = after.replace(ratio[0], " ", 1)
    symbols = _symbols(listed["symbols"])
    if (
        ratio is None
        and treo is None
        and isinstance(known := named(rest.strip()), Resolved)
        and known.composition.fractions
    ):
        return None
    outcome = _mixture(symbols, (listed["kind"] or "").casefold(), ratio, treo, named)
    return settled(outcome, after) if isinstance(outcome, Resolved) else outcome


def _symbols(written: str) -> list[str]:
    words = re.findall("[a-z]+", written.casefold())
    if words and all(word in _NAMES or word == "and" for word in words):
        return [_NAMES[word] for word in words if word != "and"]
    return re.findall("[A-Z][a-z]?", written)


def _is_list(match: re.Match[str]) -> bool:
    symbols = _symbols(match["symbols"])
    rare = [symbol for symbol in symbols if symbol in ELEMENTS]
    known = all(symbol in ELEMENTS or symbol in PARTNERS for symbol in symbols)
    return known and len(set(symbols)) == len(symbols) > 1 and bool(rare) and all(map(is_element, symbols))


def _mixture(
    symbols: list[str], kind: str, ratio: re.Match[str] | None, treo: re.Match[str] | None, named: Named
) -> Outcome | None:
    kind = kind.removeprefix("mixed ")
    rare = [symbol for symbol in symbols if symbol in ELEMENTS]
    if ratio:
        return _by_ratio(symbols, kind, ratio, treo, named)
    if len(rare) < 2 or not kind or kind == "alloy":  # noqa: PLR2004
        return None
    split, settled_by = _split(rare, named)
    if len(rare) < len(symbols):  # zirconium or iron beside them: the rare earths may be little of it
        split = {s: Fraction(f.low * LEAST_PART, f.central / 2, f.high) for s, f in split.items()}
    held = _held(kind, split, treo)
    if held is None:
        return None
    written = f"the usual split ({settled_by})" if settled_by else "any split"
    detail = f"The split of {', '.join(symbols)} isn't written: {written} is possible; state it, as in 75/25."
    code = "split_assumed" if settled_by else "split_unknown"
    return _answer(kind, held, "moderate" if settled_by else "low", Note("warning", code, detail))


def _split(rare: list[str], named: Named) -> tuple[dict[str, Fraction], str]:
    """Parts of the rare earths among each other: of the catalogue's mixed oxide, or anything."""
    known = named(f"{''.join(rare)} oxide")
    if isinstance(known, Resolved) and set(known.composition.elements) == set(rare):
        total = sum((f.central for _, f in known.composition.fractions), Decimal(0))
        parts = {
            s: Fraction(*(min(v / total, MOST_PART) for v in (f.low, f.central, f.high)))
            for s, f in known.composition.fractions
        }
        return parts, known.name or ""
    equal = (1 / Decimal(len(rare))).quantize(SIX_DECIMALS)
    return {s: Fraction(LEAST_PART, equal, MOST_PART) for s in rare}, ""


def _held(kind: str, split: dict[str, Fraction], treo: re.Match[str] | None) -> dict[str, Fraction] | None:
    """Mass fractions of the elements, from the parts of the oxides (metals: of the metals) among each other."""
    if kind in ("metal", "alloy", ""):
        return split
    total = number(treo[1] or treo[2]) / 100 if treo else None
    if kind in ("oxide", "oxides"):
        whole = total or Decimal(1)
        return {s: _scaled(f, *[whole * mass_fractions(OXIDES[s])[s]] * 3) for s, f in split.items()}
    if total is not None:
        return {s: _scaled(f, *[total * mass_fractions(OXIDES[s])[s]] * 3) for s, f in split.items()}
    held = {}
    for symbol, part in split.items():
        formula, most = SALTS[kind]
        dry = mass_fractions(formula.format(symbol))[symbol]
        wet = mass_fractions(f"{formula.format(symbol)}+{most}H2O")[symbol] if most else dry
        held[symbol] = _scaled(part, wet, (wet + dry) / 2, dry)
    return held


def _scaled(part: Fraction, low: Decimal, central: Decimal, high: Decimal) -> Fraction:
    amounts = (part.low * low, part.central * central, part.high * high)
    return Fraction(*(one.quantize(SIX_DECIMALS) for one in amounts))


def _answer(kind: str, held: dict[str, Fraction], confidence: str, *notes: Note) -> Resolved:
    form = _KINDS.get(kind, Form.ALLOY)
    form = Form.ALLOY if form is Form.METAL else form
    composition = Composition(tuple(sorted(held.items())))
    return Resolved(form, composition, None, "stated shares", confidence, (ATOMIC_WEIGHTS,), notes)


def _by_ratio(
    symbols: list[str], kind: str, ratio: re.Match[str], treo: re.Match[str] | None, named: Named
) -> Outcome | None:
    """Parts in the order of the names; of oxides in an oxide or salt, of metals in a metal."""
    numbers = [number(ratio[1]), *map(number, re.findall(r"\d+(?:[.,]\d+)?", ratio[2]))]
    if len(numbers) != len(symbols) or (not kind and all(symbol in ELEMENTS for symbol in symbols)):
        return None
    total = sum(numbers, Decimal(0))
    if abs(total - RATIO_WHOLE) > RATIO_OFF:
        if not kind:
            return None  # SmCo 2:17 counts atoms
        detail = (
            f"The numbers {ratio[0].strip()!r} don't add up to 100 for {', '.join(symbols)}; write per cent by mass."
        )
        return Unresolved("ambiguous_number", detail)
    orders = [symbols]
    usual = named(f"{''.join(symbols)} {kind}".strip())
    swapped = symbols[::-1]
    if isinstance(usual, Resolved) and _fits(usual, swapped, numbers, kind) > _fits(usual, symbols, numbers, kind):
        orders.append(swapped)
    readings = [_of_numbers(order, numbers, kind, treo) for order in orders]
    held = {s: _spanned([one[s] for one in readings]) for s in readings[0]}
    if len(orders) > 1:
        detail = f"{ratio[0].strip()!r} in the order of {', '.join(symbols)} is unusual: the range covers both orders."
        return _answer(kind, held, "low", Note("warning", "order_doubted", detail))
    what = "metals" if kind in ("metal", "alloy", "") else "oxides"
    detail = f"{ratio[0].strip()!r} is read as parts of the {what} by mass, in the order {', '.join(symbols)}."
    return _answer(kind, held, "moderate", Note("info", "ratio_read", detail))


def _of_numbers(
    symbols: list[str], numbers: list[Decimal], kind: str, treo: re.Match[str] | None
) -> dict[str, Fraction]:
    total = sum(numbers, Decimal(0))
    parts = {s: Fraction(*[(n / total).quantize(SIX_DECIMALS)] * 3) for s, n in zip(symbols, numbers, strict=True)}
    return _held(kind, {s: f for s, f in parts.items() if s in ELEMENTS}, treo) or {}


def _fits(usual: Resolved, symbols: list[str], numbers: list[Decimal], kind: str) -> int:
    """How many of the rare earths lie in the catalogue's range in this order."""
    own = dict(usual.composition.fractions)
    held = _of_numbers(symbols, numbers, kind, None)
    return sum(s in own and own[s].low <= f.central <= own[s].high for s, f in held.items())


def _spanned(fractions: list[Fraction]) -> Fraction:
    low, high = min(f.low for f in fractions), max(f.high for f in fractions)
    return fractions[0] if len(fractions) == 1 else Fraction(low, ((low + high) / 2).quantize(SIX_DECIMALS), high)


def _total(text: str) -> re.Match[str] | None:
    return _METALS.search(text)


def _with_total(text: str, total: re.Match[str], named: Named) -> Outcome | None:
    """A catalogued material whose total of rare-earth metals is stated: its distribution at that total."""
    rest = _MAGNET.sub("NdFeB", text.replace(total[0], " ", 1))
    rest = " ".join(rest.replace(",", " ").split())
    base = named(rest)
    if not isinstance(base, Resolved) or not base.composition.fractions:
        return None
    share = number(total[1] or total[2]) / 100
    fractions = base.composition.fractions
    least, usual, most = (
        sum((getattr(f, end) for _, f in fractions), Decimal(0)) for end in ("low", "central", "high")
    )
    if not least <= share <= most:
        detail = f"{base.name} holds {100 * least:.0f} to {100 * most:.0f} % of rare earths, not {100 * share:.4g} %"
        return Unresolved("contradiction", f"{detail}; check the share, or give the composition instead of the name.")
    held = {}
    for symbol, f in fractions:
        central = (f.central * share / usual).quantize(SIX_DECIMALS)
        held[symbol] = Fraction(min(f.low, central), central, min(max(f.high, central), share))
    detail = f"{100 * share:.4g} % of rare earths as stated, in the usual distribution of {base.name}."
    composition = Composition(tuple(held.items()))
    note = Note("info", "stated_share", detail)
    return replace(
        base, composition=composition, confidence="moderate", method="stated shares", messages=(*base.messages, note)
    )
