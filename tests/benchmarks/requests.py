"""What the heaviest accepted requests cost that score more than once: ``python -m tests.benchmarks.requests``.

For each shape of ``work`` the largest BOM that the limits let pass is asked what each operation answers, and one of an
eighth of its work, of which more may be scored. Names as arguments measure these operations alone. What is refused says
with which words.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from service.risk.bom import Bom, Price, Quantity
from service.risk.bundle.kernel import Kernel
from service.risk.changes.mixtures import Side
from service.risk.changes.split import split
from service.risk.errors import BomError
from service.risk.mitigation.plan import Wish, plan
from service.risk.outlook.alternatives import alternatives
from service.risk.outlook.questions import questions
from service.risk.outlook.stock import Money, stock
from service.risk.outlook.what_if import what_if
from service.risk.purchase.canonical import canonical_bom
from service.risk.purchase.work import MOST_WORK
from service.risk.scoring import score
from service.risk.vocabulary import ELEMENTS, Stage
from tests.benchmarks.work import DAY, SHAPES, largest, oxides
from tests.factories import kernel

LONG_AGO = date(2015, 3, 1)
Asked = Callable[[Bom, Kernel], object]


def _stock(bom: Bom, of: Kernel) -> object:
    need, price = Quantity(Decimal(3), "kg"), Price(Decimal(7), "kg")
    lines = tuple(replace(one, monthly_need=need, unit_price=price, stock_days=Decimal(5)) for one in bom.lines)
    return stock(replace(bom, lines=lines), Money(Decimal(10**12), Decimal("0.01")), of, DAY)


def _changes(bom: Bom, of: Kernel) -> object:
    """From long ago, with another last line: all parts differ but the model."""
    before = replace(bom, as_of=LONG_AGO, lines=(*bom.lines[:-1], replace(bom.lines[-1], supply=())))
    return split(Side(canonical_bom(before, LONG_AGO), of, LONG_AGO), Side(canonical_bom(bom, DAY), of, DAY))


OPERATIONS: dict[str, Asked] = {
    "score": lambda bom, of: score(bom, of, DAY),
    "scenarios": lambda bom, of: what_if(bom, (), of, DAY),
    "questions": lambda bom, of: questions(bom, of, DAY),
    "plan": lambda bom, of: plan(bom, Wish(0.0), of, DAY),
    "stock": _stock,
    "changes": _changes,
}


def taken(asked: Callable[[], object]) -> tuple[float, str]:
    """Seconds of a processor that an answer takes in a worker that has answered for the day, and how it was refused."""
    kernel().epoch.cache_clear()
    score(Bom("DEU", tuple(oxides(1)), as_of=DAY), kernel(), DAY)
    begun, words = time.process_time(), ""
    try:
        asked()
    except BomError as error:
        words = error.errors[0].detail if error.errors else error.detail
    return time.process_time() - begun, words


def main() -> None:
    """Print what each operation takes for the worst BOM of each shape, and where other sources are listed."""
    wanted = sys.argv[1:] or [*OPERATIONS, "alternatives"]
    for shape_name, shape in SHAPES.items():
        for most_work in (MOST_WORK // 8, MOST_WORK):
            bom = largest(shape, "DEU", most_work)
            for name in (one for one in OPERATIONS if one in wanted):
                seconds, words = taken(lambda name=name, bom=bom: OPERATIONS[name](bom, kernel()))  # type: ignore[misc]
                print(f"{name:<12}{shape_name:<38}{most_work:>7} units{seconds:>6.2f} s  {words[:90]}", flush=True)
    if "alternatives" in wanted:
        for n, symbol in enumerate(ELEMENTS):
            for stage in Stage:
                day = DAY - timedelta(days=n)
                seconds, _ = taken(lambda s=symbol, at=stage, on=day: alternatives(s, at, "CHN", None, kernel(), on))  # type: ignore[misc]
                print(f"alternatives {symbol} {stage:<12} {seconds:>6.2f} s", flush=True)


if __name__ == "__main__":
    main()
