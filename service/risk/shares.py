"""Shares of elements that a description states beside a material: NdFeB with 2-4 wt% Dy, Dy-free N42, Al-2%Sc."""

from __future__ import annotations

import re
from decimal import Decimal

from service.risk.composition import Composition, Fraction, Material, Unresolved
from service.risk.formulas import SIX_DECIMALS
from service.risk.spelling import NAMES, SPELLINGS
from service.risk.supply import ELEMENTS

_ELEMENT = "|".join(
    sorted((*NAMES, *ELEMENTS, *(w for w, r in SPELLINGS.items() if r in NAMES)), key=len, reverse=True)
)
_NUMBER = r"\d+(?:[.,]\d+)?"
_CAP = r"(?P<cap{0}>[<≤]=?\s*|max\.?\s*|up\s+to\s+)?"
_AMOUNT = _CAP + rf"(?P<from{{0}}>{_NUMBER})\s*(?:%\s*)?(?:(?:-|–|to|\.\.+)\s*(?P<to{{0}}>{_NUMBER})\s*)?"
_PER_CENT = r"(?:wt\.?|mass|weight|w/w)?[\s.-]*%(?:[\s-]*(?:wt\.?|w/w|by\s+(?:mass|weight)))?"
_SHARE = re.compile(
    rf"{_AMOUNT.format(1)}{_PER_CENT}\s*(?:of\s+)?(?P<name1>{_ELEMENT})\b"
    rf"|\b(?P<name2>{_ELEMENT})\s*[:=]?\s*(?:content\s*)?[:=]?\s*{_AMOUNT.format(2)}{_PER_CENT}",
    re.I,
)
_HEAVY = ("Gd", "Tb", "Dy", "Ho")
_WITHOUT_WHAT = r"dy|tb|dysprosium|terbium|hre|hree|heavy[\s-]rare[\s-]earths?"
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


def stated_in(text: str) -> tuple[dict[str, Fraction], frozenset[str], str]:
    """Shares in a text by symbol, rare earths that it says are absent, and the text without either."""
    shares: dict[str, Fraction] = {}
    for match in _SHARE.finditer(text):
        side = "1" if match["name1"] else "2"
        first, last = (_fraction(match[f"{end}{side}"]) for end in ("from", "to"))
        low, high = (first, last or first) if not match[f"cap{side}"] else (Decimal(0), first)
        shares[symbol(match[f"name{side}"])] = Fraction(low, ((low + high) / 2).quantize(SIX_DECIMALS), high)
    rest = _SHARE.sub(" ", text)
    absent = {a or b for a, b in _WITHOUT.findall(rest)}
    none = frozenset(s for word in absent for s in _absent(word))
    if not shares and not none:
        return {}, frozenset(), text
    rest = _LINKING.sub(" ", _WITHOUT.sub(" ", rest))
    return shares, none, " ".join(re.sub(r"\(\s*\)", " ", rest).split())


def _fraction(per_cent: str | None) -> Decimal:
    return Decimal((per_cent or "0").replace(",", ".")) / 100


def _absent(word: str) -> tuple[str, ...]:
    name = word.casefold()
    return (symbol(name),) if len(name) == len("Dy") or name in NAMES else _HEAVY


def with_shares(
    material: Material, shares: dict[str, Fraction], absent: frozenset[str]
) -> Composition | Unresolved | None:
    """The material's composition with the stated shares; ``None`` where they don't say all that has to be known.

    In NdFeB, Nd and Pr make room for what is stated; of the other rare earths, those that may be present still may,
    unless they are said to be absent. Elsewhere every element that the material holds must be stated.
    """
    own = dict(material.composition.fractions)
    if any(f.high > 1 or f.low > f.high for f in shares.values()) or sum(f.low for f in shares.values()) > 1:
        return Unresolved("implausible_share", "The shares are no percentages of a whole; give the composition.")
    if not material.material_class.startswith("NdFeB"):
        known = set(own) >= set(shares) >= set(material.composition.elements)
        return Composition(tuple(shares.items())) if known and not absent else None
    if not shares:
        return Composition(tuple((s, f) for s, f in own.items() if s not in absent))
    return _room_made({s: f for s, f in own.items() if s not in absent}, shares)


def _room_made(own: dict[str, Fraction], shares: dict[str, Fraction]) -> Composition | Unresolved:
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
