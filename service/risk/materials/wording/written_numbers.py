"""Numbers as people write them: thousands separators, decimal commas, per cent and parts per million by mass.

One rule for requests and for descriptions. A point is a decimal sign unless it groups thousands beyond doubt
(``1.200.000``, ``1.200,5``). A comma is a decimal sign where it can't group thousands (``29,5``, ``0,125``,
``1234,567``). ``1,234`` may be either and is ``Ambiguous``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

IN_TEXT = r"\d+(?:[.,]\d+)*"
"""A number without sign and blanks inside running text, for ``number`` to read."""
_BLANK = "[ \u00a0\u2009\u202f]"
_PLAIN = r"\d{1,30}(?:\.\d{1,30})?(?:[eE][+-]?\d{1,2})?"
_COMMA = r"\d{1,30},(?:\d{1,2}|\d{4,30})|(?:0|\d{4,30}),\d{3}"
_GROUPED = rf"\d{{1,3}}(?:(?:{_BLANK}\d{{3}}){{1,9}}|(?:'\d{{3}}){{1,9}})(?:[.,]\d{{1,30}})?"
_COMMAS = r"\d{1,3}(?:,\d{3}){2,9}(?:\.\d{1,30})?|\d{1,3},\d{3}\.\d{1,30}"
_POINTS = r"\d{1,3}(?:\.\d{3}){2,9}(?:,\d{1,30})?|\d{1,3}\.\d{3},(?:\d{1,2}|\d{4,30})"
WRITTEN = f"{_PLAIN}|{_COMMA}|{_GROUPED}|{_COMMAS}|{_POINTS}"
"""Pattern (no anchors, no sign) of the numbers that can be read in one way."""
BY_MASS = (
    r"(?:ppm|(?:wt|mass|weight|w/w|gew)?[\s.-]{0,3}(?:%|per\s?cent|pct)"
    r"(?:[\s-]{0,3}(?:wt|w/w|by\s(?:mass|weight)))?)\.?"
)
"""Pattern (any case) of per cent and parts per million by mass; at% and mol% are neither."""
_NUMBER = re.compile(f"[+-]?(?:{WRITTEN})", re.ASCII)
_COMMA_GROUPS = re.compile(f"[+-]?(?:{_COMMAS})", re.ASCII)
_EITHER = re.compile(r"([+-]?\d{1,3})(\.\d{3})?,(\d{3})", re.ASCII)
_FRACTION = re.compile(rf"(?P<number>{WRITTEN}|\d{{1,3}}(?:\.\d{{3}})?,\d{{3}})\s*(?P<unit>{BY_MASS})", re.ASCII | re.I)
LONGEST = 80
PER_CENT, PER_MILLION = 100, 1_000_000


@dataclass(frozen=True)
class Ambiguous:
    """A number as ``written`` that has two ``readings``, the decimal comma's first."""

    written: str
    readings: tuple[Decimal, Decimal]

    def __str__(self) -> str:
        one, other = self.readings
        return f"{self.written!r} may be {one:f} or {other:f}; write it with a decimal point and no separators"


def number(text: str) -> Decimal | Ambiguous | None:
    """The number that the whole text writes; ``None`` when it writes none (or more than 80 characters)."""
    if len(text) > LONGEST:
        return None
    if _NUMBER.fullmatch(text):
        return Decimal(_with_point(text))
    either = _EITHER.fullmatch(text)
    if not either:
        return None
    whole, group, last = either[1], either[2] or "", either[3]
    grouped = f"{whole}{group}{last}"  # 1,234 is 1234, 1.234,567 is 1.234567
    return Ambiguous(text, (Decimal(f"{whole}{group[1:]}.{last}"), Decimal(grouped)))


def _with_point(text: str) -> str:
    """An unambiguous number with a decimal point at most."""
    text = re.sub(f"{_BLANK}|'", "", text)
    if _COMMA_GROUPS.fullmatch(text):
        return text.replace(",", "")
    if "," in text or text.count(".") > 1:
        return text.replace(".", "").replace(",", ".")
    return text


def fraction(text: str) -> Decimal | Ambiguous | None:
    """The mass fraction that the whole text writes in per cent or parts per million (``29,5 wt%``, ``250 ppm``);
    ``None`` when it writes none."""
    match = _FRACTION.fullmatch(text) if len(text) <= LONGEST else None
    if not match:
        return None
    value = number(match["number"])
    parts = PER_MILLION if match["unit"].casefold().startswith("ppm") else PER_CENT
    return value / parts if isinstance(value, Decimal) else value
