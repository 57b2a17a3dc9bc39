"""Quantities in a text, and the rule for those that a reading doesn't explain: they are quoted, and it is unsure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from service.risk.materials.composition import Note, Resolved
from service.risk.materials.wording.remarks import NOISE, plain
from service.risk.materials.wording.written_numbers import IN_TEXT

_UNITS = (
    r"(?:(?:wt|at|mol|vol|mass|m/m|w/w|w/v)?\.?[\s-]{0,2}%|ppm|ppb|mmol/m?l|mol/l|mg/m?l|[µμu]g/ml|g/(?:m?l|kg)|mM|M)"
    r"(?!\w)"
)
QUANTITY = re.compile(rf"(?<![\w.,])[<>≤≥~±]?\s?{IN_TEXT}(?:\s?[-–/:]\s?{IN_TEXT}){{0,3}}(?:\s{{0,2}}{_UNITS})?", re.I)
"""A number that stands for itself (not part of a name such as N42 or WE43), a ratio or a range, with its unit."""
PERCENT = r"(?P<number>\d{1,3}(?:[.,]\d{1,4})?)\s*(?P<unit>(?:wt|mass|m/m|w/w|at|mol)?[\s.-]{0,3}(?:%|per\s?cent|pct))"
"""A share in per cent with what it counts."""

_PRODUCT_WORDS = (
    "a acs additive aid aids alloy alloys an analytical and anode ball balls bar bars bead beads billet billets "
    "blue bond by cast casting castings catalyst catalysts cathode cathodes ceramic ceramics chemical chemicals "
    "coat coating coatings containing contains content crystal crystals density detector dielectric disc disk "
    "disks electrode electrodes electrolyte element elements evaporation faraday film films foil for garnet grade "
    "granulate green grinding gyroscope heating in infrared ingot ingots ir lab laser lens mass master material "
    "media membrane milling nanocrystalline nanoparticle near nitride of on optical overlay pellet pellets "
    "perovskite phosphor phosphors plasma plate polycrystalline q reagent reagents red rod rods rotator "
    "scintillation scintillator scintillators screen screens sheet single sintered sintering slab spray spraying "
    "stabiliser stabilizer strip substrate support switch synthesis target targets the thermal tig uv wafer "
    "waffle weight welding white window windows wire with wt x-ray xray yellow "
)
WORDS = NOISE | frozenset(_PRODUCT_WORDS.split())
"""Words beside a chemist's description that change no composition."""


def unexplained(text: str, used: Iterable[str] = ()) -> tuple[str, ...]:
    """Quantities of a text that a reading hasn't used: ``used`` are the pieces of the text that it has.

    Sizes and purities are set aside first, as everywhere.
    """
    rest = plain(text)
    for piece in used:
        rest = rest.replace(unicodedata.normalize("NFKC", piece), " ", 1)
    return tuple(match[0].strip() for match in QUANTITY.finditer(rest))


def doubted(resolved: Resolved, quantities: tuple[str, ...]) -> Resolved:
    """The reading with confidence ``low`` and a message that quotes what it doesn't explain, if anything."""
    if not quantities:
        return resolved
    quoted = ", ".join(repr(one) for one in quantities)
    detail = f"The reading doesn't explain {quoted}: it may mean another material or share. Say what it belongs to."
    return replace(
        resolved, confidence="low", messages=(*resolved.messages, Note("warning", "quantity_unexplained", detail))
    )


def settled(resolved: Resolved, rest: str, words: frozenset[str] = frozenset()) -> Resolved | None:
    """The reading of a text of which ``rest`` is left: ``None`` where words are left that may change what it is."""
    quantities = unexplained(rest)
    left = re.findall(r"[^\W\d_][\w'’-]*", plain(rest))
    if any(part and part not in WORDS | words for word in left for part in re.split("-", word.casefold())):
        return None
    return doubted(resolved, quantities)


def number(written: str) -> Decimal:
    """A short number of a description; the comma is a decimal sign."""
    return Decimal(written.replace(",", "."))
