"""Shares that a description states beside a material, and totals of rare-earth oxide (TREO).

``NdFeB with 2-4 wt% Dy``, ``Dy-free N42``, ``Al-2%Sc``, ``YSZ 7-8 wt% Y2O3``: what is stated takes the place of the
material's own range, and what contradicts that range is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from service.risk.materials.chemistry.additives import MOST_ADDED, OXIDES_WRITTEN, oxide_of
from service.risk.materials.chemistry.stoichiometry import OXIDES, SIX_DECIMALS, mass_fractions
from service.risk.materials.composition import Composition, Fraction, Material, Note, Outcome, Resolved, Unresolved
from service.risk.materials.contained_amounts import TREO, counted_share
from service.risk.materials.wording.remarks import plain
from service.risk.materials.wording.spelling import NAMES, SPELLINGS
from service.risk.materials.wording.written_numbers import BY_MASS, IN_TEXT, Ambiguous
from service.risk.materials.wording.written_numbers import fraction as mass_fraction
from service.risk.vocabulary import ELEMENTS, Form

_PER_CENT = r"(\d{1,2}(?:[.,]\d+)?)\s*%"
_TREO = re.compile(rf"(?<![\w.,]){_PER_CENT}\s*T?REO\b|\bT?REO\s*[:=]?\s*{_PER_CENT}", re.I)
_LIGHT = ("Nd", "Pr")
MOST_IN_MAGNET = Decimal("0.34")
"""Rare earth in a sintered NdFeB magnet at most: 29 to 33 % as makers state it (patent application US 2022/0285059)."""
HOSTS: dict[tuple[str, tuple[str, ...]], str] = {("aluminium", ("Sc",)): "al-sc"}
"""A metal that holds no rare earth by its name, with shares of these stated beside it, is this alloy."""
USUAL = {"NdFeB sintered": "ndfeb-sintered"}
"""The material that stands for its whole class: a grade may hold what is stated of it within that one's range, too."""

Named = Callable[[str], Outcome | None]

_OXIDES = {written.casefold(): oxide_of(written) for written in OXIDES_WRITTEN}
_ELEMENT = "|".join(
    sorted((*NAMES, *ELEMENTS, *_OXIDES, *(w for w, r in SPELLINGS.items() if r in NAMES)), key=len, reverse=True)
)
_MOST = r"[<≤]=?|max(?:imum\b|\.|\b)|up\s+to|less\s+than|at\s+most|below|under"
_LEAST = r"[>≥]=?|min(?:imum\b|\.|\b)|more\s+than|at\s+least|above|over"


def _amount(side: str) -> str:
    """Pattern of a share's amount; its groups' names end in ``side``."""
    one = rf"(?P<from{side}>{IN_TEXT})\s*(?:%\s*)?"
    more = rf"(?:-|–|to|\.\.+)\s*(?P<to{side}>{IN_TEXT})\s*|(?:±|\+/-)\s*(?P<by{side}>{IN_TEXT})\s*"
    return rf"(?:(?P<cap{side}>{_MOST})\s*|(?P<floor{side}>{_LEAST})\s*)?{one}(?:{more})?(?P<unit{side}>{BY_MASS})"


_SHARE = re.compile(
    rf"(?:(?<![\w.,<>≤≥=±])|(?=[<>≤≥])){_amount('1')}\s*(?:of\s+)?(?P<name1>{_ELEMENT})\b(?P<after1>\s*(?:max|min)\b\.?)?"
    rf"|\b(?P<name2>{_ELEMENT})\s*[:=]?\s*(?:content\s*)?[:=]?\s*{_amount('2')}(?P<after2>\s*(?:max|min)\b\.?)?",
    re.I,
)
_HEAVY = ("Gd", "Tb", "Dy", "Ho")
_ALL_WORDS = r"rare[\s-]earths?(?:\s+(?:elements?|metals?))?|rees?"
_WITHOUT_WHAT = rf"{'|'.join(NAMES)}|dy|tb|hree?|heavy[\s-]rare[\s-]earths?|{_ALL_WORDS}"
_WITHOUT = re.compile(
    rf"\b({_WITHOUT_WHAT})[\s-]*(?:free|less|[:=]?\s*0(?:[.,]0{{1,3}})?(?:\s*%)?(?![\d.,]))(?!\w)|\b(?:no|without|w/o|free\s+of)\s+({_WITHOUT_WHAT})\b(?!\s*[-:=]?\s*\d)",
    re.I,
)
_LINKING = re.compile(
    r"\b(?:with|containing|contains|incl\.?|including|and|doped|addition|added|master\s+alloys?)\b|[+,;&]", re.I
)


def symbol(word: str) -> str:
    """Symbol of a rare earth that a share names, by symbol or (misspelt) name."""
    name = word.casefold()
    return NAMES.get(SPELLINGS.get(name, name), word.capitalize())


@dataclass(frozen=True)
class StatedShares:
    """What a text says of elements: mass fractions by symbol, and rare earths that it says are absent. Beside them
    stand the text without either, and why what it says can't be used."""

    shares: Mapping[str, Fraction]
    absent: frozenset[str]
    rest: str
    fault: Unresolved | None = None


def stated_in(text: str) -> StatedShares | None:
    """Shares and absences that a text states; ``None`` when it states none. Nothing stated is dropped: an element with
    two different shares, or with one and said to be absent, is a ``contradiction``."""
    shares: dict[str, Fraction] = {}
    faults: list[Unresolved] = []
    rest = text
    for match in _SHARE.finditer(text):
        side = "1" if match["name1"] else "2"
        element, part = _counted(match[f"name{side}"])
        share = _share(match, side, part)
        if part < 1 and isinstance(share, Fraction) and share.high > MOST_ADDED * part:
            continue  # how pure an oxide is
        rest = rest.replace(match[0], " ", 1)
        if isinstance(share, Unresolved):
            faults.append(share)
        elif shares.setdefault(element, share) != share:
            faults.append(_contradiction(f"Two different shares of {element} are stated; keep one."))
    absent = frozenset(s for one, other in _WITHOUT.findall(rest) for s in _absent(one or other))
    if not shares and not absent and not faults:
        return None
    if absent & shares.keys():
        both = ", ".join(sorted(absent & shares.keys()))
        faults.append(_contradiction(f"A share of {both} is stated, and that there is none; keep one."))
    rest = _LINKING.sub(" ", _WITHOUT.sub(" ", rest))
    return StatedShares(shares, absent, " ".join(re.sub(r"\(\s*\)", " ", rest).split()), faults[0] if faults else None)


def _contradiction(detail: str) -> Unresolved:
    return Unresolved("contradiction", detail)


def _counted(name: str) -> tuple[str, Decimal]:
    """The element that a share names, and its part of what is named, which may be its oxide."""
    if (known := _OXIDES.get(" ".join(name.casefold().split()))) is None:
        return symbol(name), Decimal(1)
    element, oxide = known
    return element, mass_fractions(oxide)[element]


def _share(match: re.Match[str], side: str, part: Decimal) -> Fraction | Unresolved:
    """The share of the element in a match of ``_SHARE``, whose groups end in ``side``; ``part`` is its part of what the
    share counts."""
    read: list[Decimal | None] = []
    for end in ("from", "to", "by"):
        written = match[f"{end}{side}"]
        fraction = mass_fraction(f"{written}{match[f'unit{side}']}") if written else None
        if isinstance(fraction, Ambiguous):
            return Unresolved("ambiguous_number", f"{fraction}.")
        if written and fraction is None:
            return Unresolved("not_a_number", f"{written!r} is not a number; write it with a decimal point.")
        read.append(None if fraction is None else fraction * part)
    first, last, by = read
    assert first is not None
    after = (match[f"after{side}"] or "").strip().casefold()
    if match[f"floor{side}"] or after.startswith("min"):
        detail = f"{match[0].strip()!r} has no upper end; write the share or a range such as 2-4 %."
        return Unresolved("open_share", detail)
    low, high = first - (by or 0), last or first + (by or 0)
    if match[f"cap{side}"] or after:
        low = Decimal(0)
    low, middle = max(low, Decimal(0)), (max(low, Decimal(0)) + high) / 2
    if part == 1:
        return Fraction(low, middle.quantize(SIX_DECIMALS), high)
    return Fraction(*(end.quantize(SIX_DECIMALS) for end in (low, middle, high)))


def _absent(word: str) -> tuple[str, ...]:
    name = word.casefold()
    if name in NAMES or len(name) == len("Dy"):
        return (symbol(name),)
    return _HEAVY if name.startswith("h") else tuple(ELEMENTS)


def with_shares(
    material: Material, shares: Mapping[str, Fraction], absent: frozenset[str]
) -> Composition | Unresolved | None:
    """The material's composition with the stated shares; ``None`` where they don't say all that has to be known.

    In NdFeB, Nd and Pr make room for what is stated. Of the other rare earths, those that may be present still may,
    unless they are said to be absent. Elsewhere every element that the material surely holds must be stated. To say
    that there is none of what the material always holds is a contradiction.
    """
    own = dict(material.composition.fractions)
    if (
        any(f.high > 1 or f.low > f.high for f in shares.values())
        or sum((f.low for f in shares.values()), Decimal(0)) > 1
    ):
        return Unresolved("implausible_share", "The shares are no percentages of a whole; give the composition.")
    left = {s: f for s, f in own.items() if s not in absent}
    ndfeb = material.material_class.startswith("NdFeB")
    gone = [s for s in own if s in absent and (own[s].low > 0 if not ndfeb else s in ("Nd", "Pr"))]
    if gone:
        return _contradiction(
            f"{material.name} holds {', '.join(gone)}, and the line says that there is none; keep one."
        )
    if not shares:
        return Composition(tuple(left.items()))
    if ndfeb:
        return _room_made(left, shares)
    known = set(left) >= set(shares) >= {s for s, f in left.items() if f.low > 0}
    return Composition(tuple({**left, **shares}.items())) if known else None


def _room_made(own: dict[str, Fraction], shares: Mapping[str, Fraction]) -> Composition | Unresolved:
    total = sum((f.central for f in own.values()), Decimal(0))
    stated = sum((f.central for f in shares.values()), Decimal(0))
    room = max(total - stated, Decimal(0)) if "Nd" in shares and stated <= MOST_IN_MAGNET else total - stated
    if room < 0:
        detail = f"That is more rare earth than a magnet holds ({100 * total:.0f} %); give the composition."
        return Unresolved("implausible_share", detail)
    others = {s: f for s, f in own.items() if s in ("Nd", "Pr") and s not in shares}
    now = sum((f.central for f in others.values()), Decimal(0))
    moved = [(s, _moved(f, (f.central * room / now).quantize(SIX_DECIMALS))) for s, f in others.items() if now]
    possible = [(s, f) for s, f in own.items() if f.central == 0 and s not in shares]
    return Composition((*moved, *shares.items(), *possible))


def _moved(fraction: Fraction, central: Decimal) -> Fraction:
    return Fraction(min(fraction.low, central), central, max(fraction.high, central))


def by_shares(
    text: str, named: Named, materials: Mapping[str, Material]
) -> tuple[Material, Note] | Resolved | Unresolved | None:
    """``NdFeB 3% Dy``: the material with the stated shares in the place of its own, and what to tell of it. Or the
    material as it is where only what it doesn't hold was said to be absent."""
    stated = stated_in(plain(text))
    base = named(stated.rest) if stated else None
    if stated is None or not isinstance(base, Resolved) or base.material_id is None:
        return None
    if stated.fault:
        return stated.fault
    material = materials[HOSTS.get((base.material_id, tuple(stated.shares)), base.material_id)]
    usual = materials.get(USUAL.get(material.material_class, ""), material)
    doubt = out_of_range(material, usual, stated.shares) if material.id == base.material_id else None
    outcome = doubt or with_shares(material, stated.shares, stated.absent)
    if outcome is None or isinstance(outcome, Unresolved):
        return outcome
    if outcome == base.composition:
        return replace(base, confidence="high")
    total = sum((f.central for _, f in outcome.fractions), Decimal(0))
    detail = f"What is stated of {material.name} is used; with it, it holds {100 * total:.1f} % of rare earths."
    return replace(material, composition=outcome), Note("info", "stated_share", detail)


def by_assay(text: str, named: Named, materials: Mapping[str, Material]) -> tuple[Material, Note] | Unresolved | None:
    """``mixed rare earth carbonate 55% TREO``: the material's own distribution at the stated total. Ores only."""
    total, rest = treo_in(plain(text))
    base = named(rest) if total is not None else None
    if total is None or not isinstance(base, Resolved) or base.material_id is None or base.form is not Form.ORE:
        return None
    material = materials[base.material_id]
    outcome = with_treo(material, total)
    if isinstance(outcome, Unresolved):
        return outcome
    detail = f"{_percent(total)} % of rare-earth oxide as stated, in the typical distribution of {material.name}."
    return replace(material, composition=outcome), Note("info", "stated_share", detail)


def out_of_range(material: Material, usual: Material, stated: Mapping[str, Fraction]) -> Unresolved | None:
    """Why stated shares contradict the material's name: outside its range, or no room for the neodymium of a magnet.

    ``usual`` is what its class is typically made of: its range counts, too, as the stated share says more than a grade
    does. A range without width says one composition of a family (Al-2%Sc): another share is another member of it.
    """
    own = dict(material.composition.fractions)
    for symbol, share in stated.items():
        ranges = [m.composition[symbol] for m in (material, usual) if symbol in dict(m.composition.fractions)]
        low, high = min((r.low for r in ranges), default=share.low), max((r.high for r in ranges), default=share.high)
        if low < high and (share.low > high or share.high < low):
            holds = f"{_percent(low)} to {_percent(high)} % {symbol}"
            return _outside_range(f"{material.name} holds {holds}, not {_percent(share.central)} %")
    if not material.material_class.startswith("NdFeB"):
        return None
    total = sum((f.central for f in own.values()), Decimal(0))
    room = total - sum((f.low for s, f in stated.items() if s not in _LIGHT), Decimal(0))
    least = own["Nd"].low
    if room < least and not any(s in stated for s in _LIGHT):
        said = ", ".join(f"{_percent(f.central)} % {s}" for s, f in stated.items())
        return _outside_range(f"{material.name} holds at least {_percent(least)} % Nd, for which {said} leaves no room")
    return None


def _outside_range(why: str) -> Unresolved:
    return Unresolved("contradiction", f"{why}; check the share, or give the composition instead of the name.")


def _percent(share: Decimal) -> str:
    return f"{(100 * share).normalize():f}"


def treo_in(text: str) -> tuple[Decimal | None, str]:
    """The share (0..1) of rare-earth oxide that a text states, and the text without it."""
    match = _TREO.search(text)
    if not match:
        return None, text
    total = Decimal((match[1] or match[2]).replace(",", ".")) / 100
    return total, " ".join(_TREO.sub(" ", text).split())


def with_treo(material: Material, total: Decimal) -> Composition | Unresolved:
    """The material's distribution at a stated share of rare-earth oxide (0..1); its range stays, where it holds that.

    Elements turn into oxides by stoichiometry, as in ``contained_amounts``. A total above what the material's
    upper fractions make together is a contradiction.
    """
    fractions = material.composition.fractions
    most = sum((f.high / mass_fractions(OXIDES[s])[s] for s, f in fractions), Decimal(0))
    least = sum((f.low / mass_fractions(OXIDES[s])[s] for s, f in fractions), Decimal(0))
    if not least <= total <= most:
        span = f"{_percent(least.quantize(Decimal('0.01')))} to {_percent(most.quantize(Decimal('0.01')))} %"
        return _outside_range(f"{material.name} holds {span} of rare-earth oxide, not {_percent(total)} %")
    factor = total / counted_share(material.composition, TREO)
    return Composition(tuple((s, _scaled(f, factor)) for s, f in fractions))


def _scaled(fraction: Fraction, factor: Decimal) -> Fraction:
    central = (fraction.central * factor).quantize(SIX_DECIMALS)
    return Fraction(min(fraction.low, central), central, max(fraction.high, central))
