"""How buyers' descriptions are read: ``python -m tests.benchmarks.readings`` (``make readings``).

``tests/data/descriptions.csv`` says of each text what is right: ``rare_earth`` with the elements that it must and must
never hold, its form and grams of the main element a kilogram; ``none`` where it holds none; ``open`` where nobody can
tell. The texts were picked as likely to fail, so a real bill of materials does better.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from service.risk.bom import Line
from service.risk.materials.composition import Outcome, Resolved
from tests.factories import resolver

TABLE = Path(__file__).parents[1] / "data" / "descriptions.csv"
TRACE = 0.0005
"""Mass fraction below which an element is a trace and no content."""
TOLERANCE = 0.03
"""Of the main element's share, as the texts round."""
Row = Mapping[str, str]


def rows() -> list[Row]:
    """The texts with what is right."""
    with TABLE.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def verdicts() -> Iterator[tuple[Row, Outcome, str]]:
    """Each text with its reading and ``right``, ``vague``, ``wrong`` or ``unread``."""
    for row in rows():
        outcome = resolver().resolve(Line("1", material=row["text"]))
        yield row, outcome, verdict(row, outcome)


def verdict(row: Row, outcome: Outcome) -> str:
    """How a reading stands against what is right. A rare earth is read ``vague`` where only the range fits."""
    if not isinstance(outcome, Resolved):
        return "right" if row["kind"] == "open" else "unread"
    shares = {symbol: tuple(map(float, (f.low, f.central, f.high))) for symbol, f in outcome.composition.fractions}
    if row["kind"] == "none":
        return "wrong" if any(high > TRACE for _, _, high in shares.values()) else "right"
    if row["kind"] == "open":
        possible = shares and all(max(low, central) == 0 for low, central, _ in shares.values())
        return "right" if possible or (shares and outcome.confidence == "low") else "wrong"
    return _of_rare_earth(row, outcome, shares)


def _of_rare_earth(row: Row, outcome: Resolved, shares: Mapping[str, tuple[float, ...]]) -> str:
    must, never = set(row["elements_must"].split()), set(row["elements_never"].split())
    much = {symbol for symbol, (_, _, high) in shares.items() if high > TRACE}
    forms = [form for form in row["form"].split("|") if form]
    extra = much - must if "*" in never else (much & never) - must
    if not shares or must - shares.keys() or extra or (forms and outcome.form not in forms):
        return "wrong"
    if row["main_element"] not in shares:
        return "right"
    least, most = float(row["low_g_per_kg"]) / 1000, float(row["high_g_per_kg"]) / 1000
    low, central, high = shares[row["main_element"]]
    if least * (1 - TOLERANCE) <= central <= most * (1 + TOLERANCE):
        return "right"
    return "vague" if low < high and low <= most and high >= least else "wrong"


def main() -> None:
    """Print the table."""
    counts: dict[str, Counter[str]] = {}
    for row, _, how in verdicts():
        counts.setdefault(row["kind"], Counter())[how] += 1
    print("| kind | texts | right | vague | wrong | unread |\n|---|--:|--:|--:|--:|--:|")
    for kind, many in counts.items():
        total = sum(many.values())
        cells = [f"{many[how]} ({100 * many[how] / total:.1f} %)" for how in ("right", "vague", "wrong", "unread")]
        print(f"| {kind} | {total} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
