"""What the heaviest BOMs cost that the limits let pass: ``python -m tests.benchmarks.work``.

For each shape the largest BOM within ``MOST_WORK`` is scored in a new store, as a client makes it who never repeats a
request. The limits and the weights beside ``MOST_WORK`` follow from this table.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

import pycountry

from service.risk.bom import Bom, Line, Price, Quantity, Source
from service.risk.errors import BomError
from service.risk.purchase.basket import read_bom
from service.risk.purchase.canonical import canonical_bom
from service.risk.purchase.work import MOST_PURCHASES, MOST_WORK, work_of_all
from service.risk.scoring import score
from service.risk.vocabulary import ELEMENTS
from tests.factories import kernel

DAY = date(2026, 11, 21)
COUNTRIES = [country.alpha_3 for country in pycountry.countries]
PRODUCERS = "CHN MYS USA AUS IND RUS VNM MMR BRA JPN EST FRA".split()
SYMBOLS = tuple(ELEMENTS)
MOST_LINES = 1_000
Shape = Callable[[int], Sequence[Line]]


def mix(stage: str, countries: Sequence[str], number: int) -> list[Source]:
    """Shares that no other number has."""
    weights = [Decimal(1_000 + (number * 37 + n * 11) % 500) for n in range(len(countries))]
    total = sum(weights)
    return [Source(stage, country, weight / total) for country, weight in zip(countries, weights, strict=True)]


def oxides(many: int) -> list[Line]:
    """Single purchases, two sources each."""
    return [
        Line(f"{n}", element=SYMBOLS[n % 16], form="oxide", supply=tuple(mix("separation", PRODUCERS[:2], n)))
        for n in range(many)
    ]


def staged(stages: Sequence[str], countries: Sequence[str], material: str = "NdFeB N42SH", **more: object) -> Shape:
    """Lines that declare so many sources at each of some stages."""

    def shape(many: int) -> list[Line]:
        return [
            Line(
                f"{n}", material=material, supply=tuple(s for stage in stages for s in mix(stage, countries, n)), **more
            )  # type: ignore[arg-type]
            for n in range(many)
        ]

    return shape


def alternates(many: int) -> list[Line]:
    """Magnets, any of which may replace the nine beside it."""
    return [
        Line(
            f"{n}", material="NdFeB N42SH", supply=tuple(mix("magnet", PRODUCERS[:3], n)), alternate_group=f"{n // 10}"
        )
        for n in range(many)
    ]


def unread(many: int) -> list[Line]:
    """Magnets of which nothing else is told: each may hold any of the magnet elements."""
    return [
        Line(f"{n}", material="rare earth magnet", supply=tuple(mix("magnet", PRODUCERS[:2], n))) for n in range(many)
    ]


def everywhere(*stages: str, material: str = "NdFeB N42SH") -> Shape:
    """Lines that together name every country there is, a few each."""

    def shape(many: int) -> list[Line]:
        each = max(2, min(50 // len(stages), -(-len(COUNTRIES) // many)))
        own = [[COUNTRIES[(n * each + k) % len(COUNTRIES)] for k in range(each)] for n in range(many)]
        return [
            Line(f"{n}", material=material, supply=tuple(s for stage in stages for s in mix(stage, countries, n)))
            for n, countries in enumerate(own)
        ]

    return shape


def opaque(many: int) -> list[Line]:
    """Lines that can't be read and may hold any rare earth."""
    return [
        Line(f"{n}", material=f"rare earth part {n}", supply=tuple(mix("separation", COUNTRIES[n % 200 :][:3], n)))
        for n in range(many)
    ]


def all_elements(many: int) -> list[Line]:
    """Alloys of all rare earths."""
    held = tuple((symbol, Decimal("0.05")) for symbol in SYMBOLS)
    return [
        Line(
            f"{n}", composition=held, form="metal", supply=tuple(mix("metal", COUNTRIES[n:][:3], n)), end_use=f"use {n}"
        )
        for n in range(many)
    ]


def repeated(many: int) -> list[Line]:
    """Lines of a few parts with all that may be told of one."""
    return [
        Line(f"{n}", material=("NdFeB N42SH", "Dy2O3", "mischmetal")[n % 3],
             supply=tuple(mix("separation", PRODUCERS, 0)),
             quantity=Quantity(Decimal(n + 1), "kg"), unit_price=Price(Decimal(7), "kg"), part_number=f"P{n % 400}")
        for n in range(many)
    ]  # fmt: skip


SHAPES: dict[str, Shape] = {
    "oxides": oxides,
    "oxides, 50 countries": staged(["separation"], COUNTRIES[:50], "Dy2O3"),
    "oxides, 25 and 25 countries": staged(["mining", "separation"], COUNTRIES[:25], "Dy2O3"),
    "magnets, 12 producers": staged(["magnet"], PRODUCERS),
    "magnets, 12 producers at 4 stages": staged(["mining", "separation", "metal", "magnet"], PRODUCERS),
    "magnets, 12 strangers at 4 stages": staged(["mining", "separation", "metal", "magnet"], COUNTRIES[100:112]),
    "magnets, 2 producers at 4 stages": staged(["mining", "separation", "metal", "magnet"], PRODUCERS[:2]),
    "magnets, 50 countries": staged(["magnet"], COUNTRIES[60:110]),
    "magnets, for the military": staged(["separation", "magnet"], PRODUCERS[:4], end_use="military"),
    "mischmetal, 16 countries": staged(["separation"], COUNTRIES[30:46], "mischmetal"),
    "alternates": alternates,
    "magnets of any kind": unread,
    "magnets from everywhere": everywhere("magnet"),
    "magnets from everywhere at 4 stages": everywhere("mining", "separation", "metal", "magnet"),
    "mischmetal from everywhere": everywhere("separation", material="mischmetal"),
    "oxides from everywhere": everywhere("mining", "separation", material="Dy2O3"),
    "opaque": opaque,
    "alloys of all elements": all_elements,
    "repeated": repeated,
}


def work(bom: Bom) -> tuple[int, int]:
    """Purchases and units of work of a BOM."""
    basket = read_bom(canonical_bom(bom, DAY), kernel().resolver)
    purchases = (*basket.purchases, *basket.other_purchases)
    return len(purchases), work_of_all(purchases)


def passes(bom: Bom, most_work: int) -> bool:
    """Whether the limits let a BOM pass."""
    purchases, units = work(bom)
    return purchases <= MOST_PURCHASES and units <= most_work


def largest(shape: Shape, buyer: str | None, most_work: int) -> Bom:
    """The largest BOM of a shape that passes."""
    low, high = 1, MOST_LINES + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if passes(Bom(buyer, tuple(shape(middle))), most_work) else (low, middle)
    return Bom(buyer, tuple(shape(low)), as_of=DAY)


def main() -> None:
    """Print the table; ``most_work`` as the one argument, else that of the service."""
    most_work = int(sys.argv[1]) if len(sys.argv) > 1 else MOST_WORK
    score(Bom("DEU", tuple(oxides(1)), as_of=DAY), kernel(), DAY)
    for name, shape in SHAPES.items():
        for buyer in ("DEU", None):
            bom = largest(shape, buyer, most_work)
            purchases, units = work(bom)
            kernel().epoch.cache_clear()
            score(Bom("DEU", tuple(oxides(1)), as_of=DAY), kernel(), DAY)  # what the first request of a day pays
            begun = time.process_time()
            try:
                score(bom, kernel(), DAY)
            except BomError as error:
                print(name, error.errors[0].detail)
                continue
            taken = time.process_time() - begun
            print(
                f"{name:<36}{buyer or 'anyone':>7}{len(bom.lines):>6} lines{purchases:>5} purchases{units:>7} units"
                f"{taken:>6.2f} s{1e6 * taken / units:>6.0f} us a unit",
                flush=True,
            )


if __name__ == "__main__":
    main()
