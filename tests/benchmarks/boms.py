"""Bills of materials to measure with: each from the function that says what grows in it."""

from __future__ import annotations

from itertools import count
from typing import Any

DAY = "2026-11-21"
MATERIALS = ("NdFeB N42SH", "NdFeB N38UH", "Sm2Co17")
OXIDES = ("Ce", "Dy", "La", "Nd", "Pr", "Tb", "Y")
COUNTRIES = ("CN", "JP", "MY", "AU", "US", "VN", "EE", "FR", "GB", "DE", "MM", "IN", "RU", "KR", "TH", "CA")
STEP = 0.00001
_serial = count(1)

Json = dict[str, Any]


def bom(lines: list[Json]) -> Json:
    """A request of these lines."""
    return {"buyer_country": "DE", "as_of": DAY, "currency": "EUR", "lines": lines}


def fresh(lines: int) -> Json:
    """Magnets every third line, else oxides; each line from a mix of two countries that no BOM had before."""
    return bom([_line(number, [("CN", share), ("JP", round(1 - share, 6))]) for number, share in _shares(lines)])


def like_lines(lines: int) -> Json:
    """As ``fresh``, in three mixes: a long BOM buys most lines from the same few sources."""
    few = [share for _, share in _shares(3)]
    return bom([_line(n, [("CN", few[n % 3]), ("JP", round(1 - few[n % 3], 6))]) for n in range(lines)])


def purchases(many: int) -> Json:
    """One oxide a line, each line a purchase of its own."""
    return bom([_oxide(number, [("CN", share), ("JP", round(1 - share, 6))]) for number, share in _shares(many)])


def sources(many: int) -> Json:
    """An oxide from so many countries."""
    share = _shares(1)[0][1]
    rest = round((1 - share) / (many - 1), 6)
    mix = [(country, rest) for country in COUNTRIES[1:many]]
    return bom([_oxide(n, [("CN", round(1 - rest * (many - 1), 6)), *mix]) for n in range(10)])


def alternates(many: int) -> Json:
    """So many lines that stand in for each other."""
    return bom([line | {"alternate_group": "a"} for line in purchases(many)["lines"]])


def defaults(lines: int) -> Json:
    """Lines that declare no source."""
    return bom([{"line_id": str(n), "element": OXIDES[n % len(OXIDES)], "form": "oxide"} for n in range(lines)])


def _shares(many: int) -> list[tuple[int, float]]:
    """Numbers with shares that weren't given out before."""
    return [(number, round(0.4 + STEP * (next(_serial) % 55_000), 6)) for number in range(many)]


def _line(number: int, mix: list[tuple[str, float]]) -> Json:
    """A magnet every third line, else an oxide."""
    if number % 3:
        return _oxide(number, mix)
    return _bought(number, "magnet", mix) | {"material": MATERIALS[number % 9 // 3]}


def _oxide(number: int, mix: list[tuple[str, float]]) -> Json:
    return _bought(number, "separation", mix) | {"element": OXIDES[number % len(OXIDES)], "form": "oxide"}


def _bought(number: int, stage: str, mix: list[tuple[str, float]]) -> Json:
    supply = [{"stage": stage, "country": country, "share": share} for country, share in mix]
    amount = {"quantity": {"value": 1.2, "unit": "kg"}, "unit_price": {"value": 95, "per": "kg"}}
    return {"line_id": str(number), "part_number": f"P-{number}", "supply": supply, **amount}
