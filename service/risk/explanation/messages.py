"""Messages beside an answer: lines that could not be read, defaults taken, gaps, stale prices and caveats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from difflib import get_close_matches

from service.risk.answer import Message, Reading
from service.risk.bundle.kernel import Kernel
from service.risk.materials.composition import Resolved, Unresolved
from service.risk.product.assessment import Assessed
from service.risk.product.expected_cost import LEADING_FRACTION, fraction_of
from service.risk.purchase.hazards import Purchase, ReadLine

STALE_PRICE_DAYS = 365
BEYOND_DAYS = 183
LEADING_SHARE = 0.1


def reading_of(line: ReadLine) -> Reading | None:
    """What a line was read as; ``None`` when it couldn't be."""
    found = line.outcome
    if not isinstance(found, Resolved):
        return None
    return Reading(found.material_id, found.name, str(found.form), found.method, found.confidence)


def messages_of(purchase: Purchase, assessed: Sequence[Assessed], kernel: Kernel, day: date) -> Iterator[Message]:
    """Lines that couldn't be read, defaults taken, gaps, stale prices and caveats."""
    by_key = {a.key: a for a in assessed}
    for line in purchase.lines:
        if isinstance(line.outcome, Unresolved):
            near = f" Near: {', '.join(line.outcome.near)}." if line.outcome.near else ""
            yield Message("warning", line.outcome.reason, line.pointer, line.outcome.detail + near)
            continue
        for note in line.outcome.messages:
            yield Message(note.severity, note.code, line.pointer, note.detail)
        words = sorted({d for key in line.keys for d in _defaults(by_key[key])})
        if words:
            detail = "Not declared, so taken by default: " + "; ".join(words) + "."
            yield Message("info", "default_supply", f"{line.pointer}/supply", detail)
    yield from _gaps(assessed)
    yield from _prices(assessed, kernel, day)
    yield from _caveats(purchase, assessed, kernel, day)


DEFAULT_WORDS = {
    "buyer_import_mix": "the buyer country's import mix",
    "world_mix": "the world's mix",
    "home": "made where the next stage is",
    "imports": "the import mix of the country of the next stage",
    "world": "the world's mix (no import mix known)",
}


def _defaults(assessed: Assessed) -> Iterator[str]:
    assert assessed.central.assembly is not None
    for default in assessed.central.assembly.chain.defaults:
        stage, _, rule = default.partition(":")
        yield f"{stage} ← {DEFAULT_WORDS[rule]}"


def _gaps(assessed: Sequence[Assessed]) -> Iterator[Message]:
    gaps = sorted(
        {(str(stage), a.key.element) for a in assessed if a.central.assembly for stage in a.central.assembly.chain.gaps}
    )
    for stage in sorted({stage for stage, _ in gaps}):
        elements = ", ".join(element for s, element in gaps if s == stage)
        detail = (
            f"No figure on where {stage} of {elements} took place was published by this date; the stage is left out."
        )
        yield Message("warning", "unknown_stage", None, detail)


def _prices(assessed: Sequence[Assessed], kernel: Kernel, day: date) -> Iterator[Message]:
    missing = sorted({a.key.element for a in assessed if a.central.assembly and not a.central.assembly.price_source})
    if missing:
        detail = f"No price series for {', '.join(missing)}: the market family is unknown for them."
        yield Message("warning", "unknown_price", None, detail)
    stale: dict[str, list[str]] = {}
    for a in assessed:
        through = a.central.assembly.price_through if a.central.assembly else ""
        if len(through) == len("YYYY-MM-DD") and (day - date.fromisoformat(through)).days > STALE_PRICE_DAYS:
            stale.setdefault(through, []).append(a.key.element)
    for through, elements in sorted(stale.items()):
        detail = f"Prices of {', '.join(sorted(set(elements)))} end on {through}, more than a year before."
        yield Message("warning", "stale_price", None, detail)


def _caveats(purchase: Purchase, assessed: Sequence[Assessed], kernel: Kernel, day: date) -> Iterator[Message]:
    """How far the answer may be leaned on: replays, dates beyond the evidence, hazards without labels, masses."""
    if day.year <= kernel.manifest["outcomes_through"]:
        detail = (
            f"{day} lies inside the years whose outcomes trained the model: a replay, not a forecast. Recycling and "
            "substitution figures are carried back from their first publication."
        )
        yield Message("warning", "in_sample_replay", "/as_of", detail)
    newest = kernel.newest_evidence
    if (day - newest).days > BEYOND_DAYS:
        detail = f"The newest evidence and measures are of {newest}: nothing later is known to this score."
        yield Message("warning", "beyond_evidence", "/as_of", detail)
    outside = sum(a.extrapolated for a in assessed)
    if outside:
        detail = (
            f"{outside} of {len(assessed)} hazards have no trade statistics of their own (single elements, magnets, "
            "ores): their probability is carried over from the codes trained on; read the interval."
        )
        yield Message("info", "extrapolated", None, detail)
    named = sorted(kernel.register.end_uses)
    for line in purchase.lines:
        if line.line.end_use and line.line.end_use.strip().lower() not in named:
            meant = get_close_matches(line.line.end_use.strip().lower(), named, n=1, cutoff=0.7)
            detail = f"No measure that can act names the end use {line.line.end_use!r}; named are {', '.join(named)}."
            detail += f' Did you mean "{meant[0]}"?' if meant else ""
            severity = "warning" if meant else "info"
            yield Message(severity, "end_use_without_effect", f"{line.pointer}/end_use", detail)
        if line.mass_g is None:
            detail = "No mass: give a quantity in a unit of mass (with pieces, the mass of one piece)."
            yield Message("info", "mass_unknown", f"{line.pointer}/quantity", detail)
        yield from _pieces(line)
    home = {a.key.buyer for a in assessed if _makes_at_home(a)}
    for country in sorted(home):
        detail = (
            f"{country} itself makes much of what is bought here, while the default is its import mix: declare the "
            "supply if you buy at home."
        )
        yield Message("warning", "home_supply", "/buyer_country", detail)


def _pieces(line: ReadLine) -> Iterator[Message]:
    """Tells the total where ``quantity`` was read as the mass of one piece."""
    pieces, total = line.line.multiplied, line.line.quantity
    if pieces is None or total is None or pieces in (0, 1):
        return
    one, whole = (f"{kilograms.normalize():f}" for kilograms in (total.value / pieces / 1000, total.value / 1000))
    detail = (
        f"quantity is the mass of one piece: {one} kg x {pieces.normalize():f} pieces = {whole} kg. Leave pieces out "
    )
    yield Message("info", "pieces_multiplied", f"{line.pointer}/pieces", f"{detail}if quantity is the whole line's.")


def _makes_at_home(assessed: Assessed) -> bool:
    """Whether the buyer's country is a leading maker of a form whose supply was left to the import mix."""
    assembly = assessed.central.assembly
    assert assembly is not None
    first = assembly.chain.steps[0] if assembly.chain.steps else None
    defaulted = any(d.endswith(":buyer_import_mix") for d in assembly.chain.defaults)
    return defaulted and first is not None and first.world.get(assessed.key.buyer, 0.0) >= LEADING_SHARE


def cost_messages(lines: Sequence[ReadLine]) -> Iterator[Message]:
    """Lines with a value whose cost increase isn't told."""
    for line in lines:
        if line.value is not None and line.keys and fraction_of(line) < LEADING_FRACTION:
            detail = (
                f"Rare earths are {100 * fraction_of(line):.2g} % of the mass, too little to set the price: no "
                "expected cost increase. To get one, give the rare earth's own material, quantity and price as a line."
            )
            yield Message("info", "cost_unknown", f"{line.pointer}/unit_price", detail)
