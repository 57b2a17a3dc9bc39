"""Messages beside an answer: lines that could not be read, defaults taken, what stands in, and caveats."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache
from typing import NamedTuple

from service.risk.answer import LeftOpen, Message, Reading
from service.risk.bundle.kernel import Kernel
from service.risk.controls.measures import Status
from service.risk.explanation.standing import Met, unknown_and_suspended
from service.risk.explanation.words import country_name, day_words, listed
from service.risk.materials.composition import LOW, Resolved, Unresolved
from service.risk.product.assembly import Assembled, Traced
from service.risk.product.expected_cost import LEADING_FRACTION, fraction_of
from service.risk.purchase.basket import Basket, ReadLine
from service.risk.purchase.stated_readings import CONFIRMED
from service.risk.purchase.supply_shares import LINES, MASS, PIECES
from service.risk.supply_chain.places import EXPLAINED, Assumption, Code

MOST_NAMED = 10


def reading_of(line: ReadLine) -> Reading | None:
    """What a line was read as; ``None`` when it couldn't be."""
    outcome = line.outcome
    if not isinstance(outcome, Resolved):
        return None
    confirmed = line.line.confirmed if outcome.method == CONFIRMED else None
    return Reading(
        outcome.material_id,
        outcome.name,
        outcome.bought_as and str(outcome.bought_as),
        outcome.method,
        outcome.confidence,
        outcome.set_aside,
        outcome.out_of_scope,
        confirmed_by=confirmed.by if confirmed else None,
        confirmed_at=confirmed.at if confirmed else None,
    )


def left_open(basket: Basket) -> tuple[LeftOpen, ...]:
    """Lines whose reading leaves open what they hold."""
    readings = ((line.line.line_id, reading_of(line)) for line in basket.lines if _is_low(line))
    return tuple(LeftOpen(name, reading) for name, reading in readings if reading)


def _is_low(line: ReadLine) -> bool:
    return isinstance(line.outcome, Resolved) and line.outcome.confidence == LOW


def messages_of(basket: Basket, assembled: Assembled | None, met: Met, kernel: Kernel, day: date) -> Iterator[Message]:
    """All messages of an answer."""
    yield from _of_lines(basket.lines, assembled.held if assembled else (), kernel)
    yield from _split_parts(basket)
    yield from _other_readings(basket)
    if assembled:
        yield from _stand_ins(assembled.held)
        yield from _domestic(assembled.held)
    yield from _register(met, kernel, day)
    yield from _caveats(basket, kernel, day)


class _Sources(NamedTuple):
    """What is told of the sources behind a line's purchases: which defaults were taken, and who isn't known to make
    it at a stage."""

    defaults: str
    unknown: Sequence[tuple[str, str]]


def _of_lines(lines: Sequence[ReadLine], held: Sequence[Traced], kernel: Kernel) -> Iterator[Message]:
    traced = {one.purchase.text: one for one in held}
    behind: dict[int, _Sources] = {}
    for line in lines:
        sources = behind.get(id(line.by_view))  # lines alike share it
        if sources is None:
            sources = _sources_of([traced[purchase.text] for purchase in line.purchases])
            behind[id(line.by_view)] = sources
        yield from _of_line(line, sources, kernel)


def _sources_of(traced: Sequence[Traced]) -> _Sources:
    unknown = {
        (one.stage, one.country)
        for each in traced
        for one in each.central.assumed
        if one.code in (Code.DECLARED_UNKNOWN, Code.NO_MEMBER_KNOWN)
    }
    return _Sources(_default_words(tuple([one.central.defaults for one in traced])), sorted(unknown))


def _of_line(line: ReadLine, sources: _Sources, kernel: Kernel) -> Iterator[Message]:
    if line.line.errors:
        for error in line.line.errors:
            yield Message("error", error.code, error.pointer, error.detail)
        return
    if isinstance(line.outcome, Unresolved):
        near = f" Near: {', '.join(line.outcome.near)}." if line.outcome.near else ""
        yield Message("warning", line.outcome.reason, line.pointer, line.outcome.detail + near)
        return
    for note in line.outcome.messages:
        yield Message(note.severity, note.code, line.pointer, note.detail)
    if sources.defaults:
        yield Message("info", "default_supply", f"{line.pointer}/supply", sources.defaults)
    for stage, total in line.off.items():
        detail = f"The shares of {stage} add up to {total.normalize():f}; they were scaled to 1."
        yield Message("info", "shares_scaled", f"{line.pointer}/supply", detail)
    for stage, country in sources.unknown:
        detail = f"No figure names {country_name(country)} among the makers at {stage}; it is taken as declared. "
        detail += "If it only trades, declare who makes it."
        yield Message("warning", "unknown_source", f"{line.pointer}/supply", detail)
    if line.line.end_use:
        yield from _end_use(line, line.line.end_use, kernel.register.end_uses)
    yield from _amounts(line)


def _amounts(line: ReadLine) -> Iterator[Message]:
    """What is told of a line's mass, its pieces and its price."""
    if line.mass_g is None:
        detail = "No mass: give a quantity in a unit of mass (with pieces, the mass of one piece)."
        yield Message("info", "mass_unknown", f"{line.pointer}/quantity", detail)
    if line.line.multiplied is not None:
        yield from _pieces(line, line.line.multiplied)
    if line.value is not None and line.purchases and fraction_of(line) < LEADING_FRACTION:
        detail = (
            f"Rare earths are {100 * fraction_of(line):.2g} % of the mass, too little to set the price: no expected "
            "cost increase. To get one, give the rare earth's own material, quantity and price as a line."
        )
        yield Message("info", "cost_unknown", f"{line.pointer}/unit_price", detail)


DEFAULT_WORDS = {
    "world_and_trade": "half the world's makers, half the makers behind three years of imports",
    "world": "the world's makers",
    "home": "home production first",
    "feed": "what the separators work on",
    "recycling": "scrap in place of part of the ore",
}


@lru_cache(maxsize=256)
def _default_words(defaults: tuple[tuple[str, ...], ...]) -> str:
    """What was filled in for a line's purchases; blank where nothing was."""
    rules = (rule.partition(":") for one in defaults for rule in one)
    words = sorted({f"{stage} ← {DEFAULT_WORDS[name]}" for stage, _, name in rules})
    return f"Not declared, so taken by default: {'; '.join(words)}." if words else ""


BY_WORDS = {
    MASS: "shares by mass",
    PIECES: "shares by number",
    LINES: "equal shares, since an amount is missing: give quantity in all of them",
}


def _split_parts(basket: Basket) -> Iterator[Message]:
    """Lines that were taken as one part with several suppliers."""
    for part in dict.fromkeys(line.part for line in basket.lines if line.part):
        lines = [basket.lines[n].line.line_id for n in part.positions]
        shares = listed([f"{100 * float(share):.4g} %" for share in part.shares], MOST_NAMED)
        detail = (
            f"Lines {listed(lines, MOST_NAMED)} are one part, {part.part_number}, from several suppliers: {shares}, "
            f'{BY_WORDS[part.by]}. "same_part": "separate" keeps them apart.'
        )
        severity = "warning" if part.by == LINES else "info"
        yield Message(severity, "split_sourcing", f"{basket.lines[part.positions[0]].pointer}/part_number", detail)


def _other_readings(basket: Basket) -> Iterator[Message]:
    """Lines of one part number that don't read alike."""
    by_part: dict[str, list[ReadLine]] = {}
    for line in basket.lines:
        if line.line.part_number and not line.line.errors:
            by_part.setdefault(line.line.part_number, []).append(line)
    for number, lines in by_part.items():
        if len(lines) == 1:
            continue
        read = {(x.outcome.form, x.outcome.composition) if isinstance(x.outcome, Resolved) else None for x in lines}
        if len(read) > 1:
            named = listed([line.line.line_id for line in lines], MOST_NAMED)
            detail = f"Lines {named} have one part number, {number}, and don't read alike: confirm what the part is."
            yield Message("warning", "part_read_differently", f"{lines[0].pointer}/part_number", detail)


def _stand_ins(held: Sequence[Traced]) -> Iterator[Message]:
    """What stands in where no figure speaks, one message for each kind and stage."""
    by_assumption: dict[Assumption, set[str]] = {}
    for one in held:
        for assumed in one.central.assumed:
            by_assumption.setdefault(assumed, set()).add(one.purchase.element)
    about: dict[tuple[Code, str], tuple[set[str], set[str]]] = {}
    for assumed, named in by_assumption.items():
        if assumed.code not in (Code.DECLARED_UNKNOWN, Code.NO_MEMBER_KNOWN):
            elements, countries = about.setdefault((assumed.code, str(assumed.stage)), (set(), set()))
            elements |= named
            countries |= {assumed.country} if assumed.country else set()
    for (code, stage), (elements, countries) in sorted(about.items()):
        where = f" ({listed([country_name(c) for c in sorted(countries)])})" if countries else ""
        detail = f"{stage} of {', '.join(sorted(elements))}{where}: {EXPLAINED[code]}."
        severity = "warning" if code is Code.PASSED_OVER else "info"
        yield Message(severity, str(code), None, detail)


def _domestic(held: Sequence[Traced]) -> Iterator[Message]:
    """Purchases that never leave the buyer's country: no export restriction can reach them."""
    home = sorted({one.purchase.element for one in held if _stays(one)})
    if home:
        detail = f"The whole chain of {', '.join(home)} stays in the buyer's country: no export restriction reaches it."
        yield Message("info", "domestic_chain", None, detail)


def _stays(traced: Traced) -> bool:
    buyer, paths = traced.purchase.buyer, traced.central.paths
    if buyer is None:
        return False
    written = paths.routes.written
    for number in paths.numbers.tolist():  # of most purchases the first place settles it
        for place in written[number]:
            if place.country != buyer:
                return False
    return True


def _register(met: Met, kernel: Kernel, day: date) -> Iterator[Message]:
    """Why suspended and unknown measures count as they do."""
    around = list(unknown_and_suspended(met))
    unknown = [(m, span) for m, span in around if span.status is Status.UNKNOWN]
    if unknown:
        names = ", ".join(f"{m.measure_id} (since {span.since})" for m, span in unknown)
        detail = (
            f"Whether these are in force is unknown: {names}. The score takes them as not in force, the upper end of "
            "the interval as in force with a chance of one half."
        )
        evidence = kernel.register.told_of((m.measure_id for m, _ in unknown), day)
        detail += "".join(f" {m.measure_id} ({m.announced}): {m.remark.rstrip('.')}." for m in evidence)
        yield Message("warning", "unknown_status", None, detail)
    suspended = [(m, span) for m, span in around if span.status is Status.SUSPENDED]
    if suspended:
        names = ", ".join(f"{m.measure_id} ({span.since} to {span.until or 'an open end'})" for m, span in suspended)
        detail = f"Suspended on this day, so they count in the upper end of the interval only: {names}."
        yield Message("info", "suspended", None, detail)


def _caveats(basket: Basket, kernel: Kernel, day: date) -> Iterator[Message]:
    """How far the answer may be leaned on: replays and dates beyond the evidence."""
    if day.year <= kernel.manifest["trained_through"]:
        detail = (
            f"{day} lies inside the years whose outcomes trained the model: a replay, not a forecast. Recycling and "
            "substitution figures are carried back from their first publication."
        )
        yield Message("warning", "in_sample_replay", "/as_of", detail)
    if kernel.days_beyond(day):
        newest = day_words(kernel.newest_evidence)
        detail = f"The newest evidence and measures are of {newest}: nothing later is known to this score."
        yield Message("warning", "beyond_evidence", "/as_of", detail)
    yield from _unsettled(basket)


def _unsettled(basket: Basket) -> Iterator[Message]:
    """Lines that couldn't be read, or that were read with low confidence, and what that does to the answer."""
    unread = [line for line in basket.lines if not line.scored]
    may_hold = sum(not line.settled for line in unread)
    doubtful = sum(line.scored and not line.settled for line in basket.lines)
    many = len(basket.lines)
    if may_hold:
        detail = (
            f"{may_hold} of {many} lines could not be read and may hold rare earths. The score leaves them out. The "
            "upper end of the interval counts the worst of each. No band is given."
        )
        yield Message("warning", "unread_lines", "/lines", detail)
    if len(unread) > may_hold:
        detail = f"{len(unread) - may_hold} of {many} lines could not be read; nothing in them speaks for a rare earth."
        yield Message("info", "unread_unlikely", "/lines", detail)
    if doubtful:
        detail = f"{doubtful} of {many} lines were read with low confidence: no band is given until they are settled."
        yield Message("warning", "low_confidence", "/lines", detail)


def _end_use(line: ReadLine, use: str, known: Collection[str]) -> Iterator[Message]:
    if use not in known:
        named = sorted(known)
        meant = get_close_matches(use, named, n=1, cutoff=0.7)
        detail = f"No measure that can act names the end use {use!r}; named are {', '.join(named)}."
        detail += f' Did you mean "{meant[0]}"?' if meant else ""
        severity = "warning" if meant else "info"
        yield Message(severity, "end_use_without_effect", f"{line.pointer}/end_use", detail)


def _pieces(line: ReadLine, pieces: Decimal) -> Iterator[Message]:
    """Tells the total where ``quantity`` was read as the mass of one piece."""
    total = line.line.quantity
    if total is None or pieces in (0, 1):
        return
    one, whole = (f"{kilograms.normalize():f}" for kilograms in (total.value / pieces / 1000, total.value / 1000))
    detail = (
        f"quantity is the mass of one piece: {one} kg x {pieces.normalize():f} pieces = {whole} kg. Leave pieces out "
    )
    yield Message("info", "pieces_multiplied", f"{line.pointer}/pieces", f"{detail}if quantity is the whole line's.")
