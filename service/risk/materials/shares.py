"""Shares of elements that a description states beside a material: NdFeB with 2-4 wt% Dy, Dy-free N42, Al-2%Sc."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from service.risk.materials.composition import Composition, Fraction, Material, Unresolved
from service.risk.materials.spelling import NAMES, SPELLINGS
from service.risk.materials.stoichiometry import SIX_DECIMALS
from service.risk.materials.written_numbers import BY_MASS, IN_TEXT, Ambiguous
from service.risk.materials.written_numbers import fraction as mass_fraction
from service.risk.vocabulary import ELEMENTS

_ELEMENT = "|".join(
    sorted((*NAMES, *ELEMENTS, *(w for w, r in SPELLINGS.items() if r in NAMES)), key=len, reverse=True)
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
    rf"\b({_WITHOUT_WHAT})[\s-]*(?:free|less)\b|\b(?:no|without|w/o|free\s+of)\s+({_WITHOUT_WHAT})\b(?!\s*[-:=]?\s*\d)",
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
class Stated:
    """What a text says of elements: mass fractions by symbol, rare earths that it says are absent, the text without
    either, and why what it says can't be used."""

    shares: Mapping[str, Fraction]
    absent: frozenset[str]
    rest: str
    fault: Unresolved | None = None


def stated_in(text: str) -> Stated | None:
    """Shares and absences that a text states; ``None`` when it states none. Nothing stated is dropped: an element with
    two different shares, or with one and said to be absent, is a ``contradiction``."""
    shares: dict[str, Fraction] = {}
    faults: list[Unresolved] = []
    for match in _SHARE.finditer(text):
        side = "1" if match["name1"] else "2"
        element, share = symbol(match[f"name{side}"]), _share(match, side)
        if isinstance(share, Unresolved):
            faults.append(share)
        elif shares.setdefault(element, share) != share:
            faults.append(_contradiction(f"Two different shares of {element} are stated; keep one."))
    rest = _SHARE.sub(" ", text)
    absent = frozenset(s for one, other in _WITHOUT.findall(rest) for s in _absent(one or other))
    if not shares and not absent and not faults:
        return None
    if absent & shares.keys():
        both = ", ".join(sorted(absent & shares.keys()))
        faults.append(_contradiction(f"A share of {both} is stated, and that there is none; keep one."))
    rest = _LINKING.sub(" ", _WITHOUT.sub(" ", rest))
    return Stated(shares, absent, " ".join(re.sub(r"\(\s*\)", " ", rest).split()), faults[0] if faults else None)


def _contradiction(detail: str) -> Unresolved:
    return Unresolved("contradiction", detail)


def _share(match: re.Match[str], side: str) -> Fraction | Unresolved:
    """The share in a match of ``_SHARE``, whose groups end in ``side``."""
    read: list[Decimal | None] = []
    for end in ("from", "to", "by"):
        written = match[f"{end}{side}"]
        found = mass_fraction(f"{written}{match[f'unit{side}']}") if written else None
        if isinstance(found, Ambiguous):
            return Unresolved("ambiguous_number", f"{found}.")
        if written and found is None:
            return Unresolved("not_a_number", f"{written!r} is not a number; write it with a decimal point.")
        read.append(found)
    first, last, by = read
    assert first is not None
    after = (match[f"after{side}"] or "").strip().casefold()
    if match[f"floor{side}"] or after.startswith("min"):
        detail = f"{match[0].strip()!r} has no upper end; write the share or a range such as 2-4 %."
        return Unresolved("open_share", detail)
    low, high = first - (by or 0), last or first + (by or 0)
    if match[f"cap{side}"] or after:
        low = Decimal(0)
    return Fraction(max(low, Decimal(0)), ((max(low, Decimal(0)) + high) / 2).quantize(SIX_DECIMALS), high)


def _absent(word: str) -> tuple[str, ...]:
    name = word.casefold()
    if name in NAMES or len(name) == len("Dy"):
        return (symbol(name),)
    return _HEAVY if name.startswith("h") else tuple(ELEMENTS)


def with_shares(
    material: Material, shares: Mapping[str, Fraction], absent: frozenset[str]
) -> Composition | Unresolved | None:
    """The material's composition with the stated shares; ``None`` where they don't say all that has to be known.

    In NdFeB, Nd and Pr make room for what is stated; of the other rare earths, those that may be present still may,
    unless they are said to be absent. Elsewhere every element that the material holds must be stated. To say
    that there is none of what the material always holds is a contradiction.
    """
    own = dict(material.composition.fractions)
    if any(f.high > 1 or f.low > f.high for f in shares.values()) or sum(f.low for f in shares.values()) > 1:
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
    known = set(left) >= set(shares) >= {s for s, f in left.items() if f.central > 0}
    return Composition(tuple(shares.items())) if known else None


def _room_made(own: dict[str, Fraction], shares: Mapping[str, Fraction]) -> Composition | Unresolved:
    total = sum((f.central for f in own.values()), Decimal(0))
    room = total - sum((f.central for f in shares.values()), Decimal(0))
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
