"""What plans would have done, as a page that people read: every product by name, misses with their reasons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import fsum

from training.evaluation.plans import (
    ACTS,
    FREE,
    HIT_ON,
    KNOWN_ON,
    LEAST,
    LEAVE,
    NOTHING,
    PLANS,
    RULES,
    SHARE,
    Row,
    Way,
)

YEAR_DAYS, STOCK_DAYS = 365, 180
"""A year, and the upper end of what a source document names as stock."""
AIMED = SHARE
"""The plan whose misses are told one by one: its aim is what is measured."""


def page(rows: Sequence[Row]) -> str:
    """The whole page, in Markdown."""
    return "\n".join([*_head(rows), *_table(rows), *_reading(rows), *_misses(rows), *_idle(rows), *_caveats()]) + "\n"


def _head(rows: Sequence[Row]) -> Iterator[str]:
    exposed = [row for row in rows if row.exposed]
    yield from (
        "# Would plans have helped?",
        "",
        f"Plans were made for {len(rows)} products of the reference portfolio with what was known on {KNOWN_ON}. On",
        f"{HIT_ON} China put seven rare earths and their magnets under licence ({' and '.join(ACTS)}). They reached",
        f"{len(exposed)} of the products. `python -m training backtest --out training/BACKTEST.md` makes this page.",
        "",
        "*Lost* is the share of need whose paths meet the acts, added up over products. A product counts as *hit* by",
        "the chance that it lost more than it could: a magnet without its dysprosium isn't made.",
        "",
    )


def _table(rows: Sequence[Row]) -> Iterator[str]:
    exposed = [row for row in rows if row.exposed]
    yield "| what a buyer would have done | changes | expected share hit | lost | avoided | hit | better | worse |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|"
    before = _lost(exposed, NOTHING)
    for way in rows[0].ways:
        lost = _lost(rows, way)
        better = sum(row.avoided(way) > LEAST for row in rows)
        worse = sum(row.avoided(way) < -LEAST for row in rows)
        yield (
            f"| {way} | {sum(row.ways[way].changes for row in rows)} | "
            f"{fsum(row.ways[way].expected for row in rows):.2f} | {lost:.1f} | {(before - lost) / before:.0%} | "
            f"{fsum(row.ways[way].loss.hit for row in rows):.1f} | {better} | {worse} |"
        )
    yield ""
    yield from (f"- *{way}*: {words}." for way, words in {**PLANS, **RULES}.items())
    yield ""


def _reading(rows: Sequence[Row]) -> Iterator[str]:
    before = _lost(rows, NOTHING)
    kept = {way: (before - _lost(rows, way)) / before for way in rows[0].ways}
    saved = {way: fsum(row.ways[NOTHING].loss.hit - row.ways[way].loss.hit for row in rows) for way in rows[0].ways}
    expected = {way: fsum(row.ways[way].expected for row in rows) for way in rows[0].ways}
    ahead = "simple rules kept more" if max(kept[way] for way in RULES) > kept[AIMED] else "the plan kept more"
    yield from (
        "## What it says",
        "",
        f"- Of the share lost, {ahead}. The plan for the {AIMED} would have avoided {kept[AIMED]:.0%},",
        f"  *{LEAVE}* {kept[LEAVE]:.0%}, *{FREE}* {kept[FREE]:.0%}.",
        f"- Of products that lost more than they could, that plan saves {saved[AIMED]:.1f}. The rules save",
        f"  {saved[LEAVE]:.1f} and {saved[FREE]:.1f}: they keep neodymium flowing to magnets that lack dysprosium.",
        f"- The forecast thought little of the rules. By it *{LEAVE}* moves the sum of expected",
        f"  shares hit from {expected[NOTHING]:.2f} to {expected[LEAVE]:.2f}. Magnets made elsewhere of Chinese oxide",
        "  meet China's border, too. The act of April 2025 named some oxides only, but finished magnets whole.",
        f"- {STOCK_DAYS} days of stock would have bridged {STOCK_DAYS / YEAR_DAYS:.0%} of the first year, whatever the",
        f"  product: the acts stood all that year. The best change of sources avoided {max(kept.values()):.0%}.",
        "",
    )


def _misses(rows: Sequence[Row]) -> Iterator[str]:
    missed = [row for row in rows if row.exposed and row.avoided(AIMED) <= LEAST]
    better = [row for row in rows if row.exposed and row.avoided(AIMED) > LEAST]
    yield from ("## Product by product", "", f"*{AIMED}*, {len(better)} got better:", "")
    yield from (f"- {row.name} (`{row.bom_id}`): {_from_to(row)}." for row in better)
    yield from ("", f"*{AIMED}*, {len(missed)} got no better:", "")
    yield from (f"- {row.name} (`{row.bom_id}`): {_from_to(row)}. {_why(row)}" for row in missed)
    for way in rows[0].ways:
        worse = [row for row in rows if row.avoided(way) < -LEAST]
        if worse:
            yield from ("", f"*{way}*, {len(worse)} got worse:", "")
            yield from (f"- {row.name} (`{row.bom_id}`): {_from_to(row, way)}." for row in worse)
    yield ""


def _idle(rows: Sequence[Row]) -> Iterator[str]:
    idle = [row for row in rows if not row.exposed and row.ways[AIMED].changes]
    changes = sum(row.ways[AIMED].changes for row in idle)
    yield f"*{AIMED}* also asked {changes} changes of {len(idle)} products that the acts didn't reach:"
    yield f"{', '.join(f'`{row.bom_id}`' for row in idle)}. A plan guards against every country, and one act came."
    yield ""


def _why(row: Row) -> str:
    """Why the plan left a loss as it was."""
    way = row.ways[AIMED]
    alone = [element for element in row.ways[NOTHING].loss.elements if element in way.stuck]
    moved = f"It moved {way.changes} source{'s' if way.changes > 1 else ''}, to no avail here. " if way.changes else ""
    if alone:
        return f"{moved}Outside China no maker of two percent was known for {', '.join(alone)}."
    return f"{moved}No move lowered the expected share hit by half a point."


def _from_to(row: Row, way: str = AIMED) -> str:
    return f"{_share(row.ways[NOTHING])} of need lost, {_share(row.ways[way])} with it"


def _share(way: Way) -> str:
    return f"{way.loss.share:.0%}"


def _caveats() -> Iterator[str]:
    yield from (
        "## What to hold against it",
        "",
        "- One act of one country: no interval can be given, and nothing follows for the next.",
        "- Hazards are of a fit on acts up to 2024. The features and the rate of collapses (4 %) were chosen later.",
        "- The products are constructed, and who supplies them is what evidence knew, not what firms did.",
        "- No product says what else it may be made of, or what is offered. Plans could move sources alone.",
        "- None of the aims was left out. A first try at the least share hit had been seen before the other aims and",
        "  the rules were written down.",
        "- The rules of October 2025 are no hit. No. 57 and most of No. 61 were suspended before their first day. One",
        "  limb of No. 61, on goods sold on, was in force for four weeks; it isn't counted.",
    )


def _lost(rows: Sequence[Row], way: str) -> float:
    return fsum(row.ways[way].loss.share for row in rows)
