"""What to ask next: the missing facts that would narrow a product's interval most. Each is tried at a favourable and an
adverse value by scoring the BOM that states it.

An answer is too wide to use where its interval spans ``TOO_WIDE`` bands or more. It is too where open lines leave no
band to tell. Then there is no band, and the questions stand in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import islice
from math import fsum

from service.risk import scoring
from service.risk.answer import Brief, UnreadLine
from service.risk.bom import Bom, Line, Source
from service.risk.bundle.kernel import Kernel
from service.risk.errors import BomError, FieldError
from service.risk.explanation.words import country_name, listed, percent
from service.risk.mitigation.actions import Move, WorldShares, lines_by_form
from service.risk.outlook.alternatives import shock_probability
from service.risk.outlook.what_if import Level, Product
from service.risk.product.bands import band_of
from service.risk.product.score import UNSTATED
from service.risk.purchase.basket import Basket, ReadLine
from service.risk.vocabulary import CHAIN, Stage

TOO_WIDE = 4
"""Bands that an interval may not span: of five, four leave nothing to decide by."""
MOST_SCORED, WORK = 32, 30_000
"""Changed BOMs that one answer may score, and their work together, in the unit of ``work.MOST_WORK``. They share the
day's worlds, so that each takes a tenth to a fifth of what the unit says. With 60,000 the heaviest took 1.6 s."""
SCRAP = Decimal("0.2")
SCRAP_CLAIM = "doc-000-28"
"""The high end of what a source document expects of recycling by 2030."""
BUYERS = ("DEU", "JPN", "USA")
"""A buyer of each bloc that acts limited to some destinations have picked."""
MOST_OPEN, MOST_NAMED, MOST_TOLD = 5, 5, 3
LEAST_NARROWED = 1.0
"""Points below which an answer isn't worth asking for."""
DONE = {Stage.MINING: "is the ore mined for", Stage.SEPARATION: "are the rare earths separated for",
        Stage.METAL: "is the metal made for", Stage.MAGNET: "are the magnets made for"}  # fmt: skip
Changed = tuple[str, Bom]
"""A value of a fact in words, and the BOM that states it."""


@dataclass(frozen=True)
class Fact:
    """A missing fact: what is asked, and BOMs with its favourable and adverse values."""

    kind: str
    text: str
    line_ids: tuple[str, ...]
    stage: Stage | None
    values: tuple[Changed, ...]
    claims: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """A fact with what the product comes to at each value. ``narrows_by`` is the width of the interval now, less its
    mean width over the values, in points; below 0 the answer gets wider."""

    fact: Fact
    levels: tuple[tuple[str, Level], ...]
    narrows_by: float

    @property
    def moves_by(self) -> float:
        """Points between the highest and the lowest score over the values."""
        scores = [level.score for _, level in self.levels]
        return max(scores) - min(scores)


@dataclass(frozen=True)
class Questions:
    """The answer: the score with its band, which is ``None`` where it is too wide, and the facts, best first.
    ``causes`` are points of the interval's width by what makes them alone. ``left_out`` facts weren't tried for their
    work."""

    bom_id: str | None
    score: Brief
    unread: tuple[UnreadLine, ...]
    causes: Mapping[str, float]
    usable: bool
    band: str | None
    spans: tuple[str, str]
    questions: tuple[Question, ...]
    scored: int
    left_out: int


def questions(bom: Bom, kernel: Kernel, today: date) -> Questions:
    """What to ask about a BOM. Raises ``BomError`` for one that can't be scored."""
    wide = scoring.width(bom, kernel, today)
    score = wide.brief
    if score.score is None or score.interval is None:
        words = "no line surely holds a rare earth: describe the unread lines first (POST /v1/readings helps)"
        raise BomError("There is no score to narrow.", [FieldError("/lines", "unscored", words)])
    room = min(MOST_SCORED, WORK // max(1, wide.work))
    now = score.interval[1] - score.interval[0]
    asked, scored, left = [], 0, 0
    for fact in _facts(wide, kernel):
        if scored + len(fact.values) > room:
            left += 1
            continue
        scored += len(fact.values)
        levels = tuple(_levels(fact.values, kernel, score.as_of))
        if levels:
            asked.append(Question(fact, levels, now - _mean_width(levels)))
    asked.sort(key=lambda one: (-one.narrows_by, -one.moves_by, one.fact.text))
    spans, usable = _usable(score, kernel)
    band, told = score.band if usable else None, tuple(asked)
    return Questions(bom.bom_id, score, wide.unread, wide.causes or {}, usable, band, spans, told, scored, left)


def _levels(values: Sequence[Changed], kernel: Kernel, day: date) -> Iterator[tuple[str, Level]]:
    for words, changed in values:
        try:
            yield words, Product(changed, kernel, day).forecast
        except BomError:  # the value leaves nothing that surely holds a rare earth
            yield words, Level(0.0, (0.0, 0.0), 0.0)


def _mean_width(levels: Sequence[tuple[str, Level]]) -> float:
    return fsum(level.interval[1] - level.interval[0] for _, level in levels) / len(levels)


def _usable(score: Brief, kernel: Kernel) -> tuple[tuple[str, str], bool]:
    """The bands of the interval's ends, and whether the answer can be used."""
    assert score.interval is not None
    manifest = kernel.manifest
    low, high = (band_of(end, 0.0, manifest["bands"], manifest["standing_floors"])[0] for end in score.interval)
    order = sorted(manifest["bands"], key=lambda band: manifest["bands"][band])
    spanned = order.index(high) - order.index(low) + 1
    return (low, high), score.band is not None and spanned < TOO_WIDE


def _facts(wide: scoring.Width, kernel: Kernel) -> Iterator[Fact]:
    """Every fact that is missing and that can be tried."""
    bom, basket = wide.bom, wide.basket
    yield from _open_lines(bom, wide.unread)
    yield from _origins(bom, basket, kernel, wide.brief.as_of)
    if bom.tolerance is None:
        values = [(percent(limit), replace(bom, tolerance=Decimal(str(limit)))) for limit in reversed(UNSTATED)]
        yield Fact("tolerance", "What share of its need can the product lose without harm?", (), None, tuple(values))
    if bom.buyer_country is None:
        values = [(country_name(buyer), replace(bom, buyer_country=buyer)) for buyer in BUYERS]
        yield Fact("buyer_country", "In which country is the buyer?", (), None, tuple(values))
    yield from _recycled(bom, basket)


def _open_lines(bom: Bom, unread: Sequence[UnreadLine]) -> Iterator[Fact]:
    """Lines that couldn't be read: without rare earths, or the first of the materials that they may mean."""
    places = {line.line_id: n for n, line in enumerate(bom.lines)}
    for one in islice((one for one in unread if one.candidates), MOST_OPEN):
        meant = one.candidates[0]
        values = (
            ("no rare earth", _with(bom, [places[one.line_id]], partial(_read, rare_earth=False))),
            (meant.name, _with(bom, [places[one.line_id]], partial(_read, read_as=meant.material_id))),
        )
        yield Fact("material", f"What is line {one.line_id} made of?", (one.line_id,), None, values)


def _read(line: Line, read_as: str | None = None, *, rare_earth: bool | None = None) -> Line:
    return replace(line, errors=(), read_as=read_as, rare_earth=rare_earth)


def _origins(bom: Bom, basket: Basket, kernel: Kernel, day: date) -> Iterator[Fact]:
    """Stages of which no country is stated, by form: all from the maker that is least, or likeliest, to be hit."""
    makers, hazards = WorldShares(kernel, day), kernel.hazards(day)
    by_form = sorted(lines_by_form(basket).items())
    for stage in reversed(Stage):
        silent = [n for form, lines in by_form for n, line in lines if stage in CHAIN[form] and _silent(line, stage)]
        elements = sorted({one.element for n in silent for one in basket.lines[n].purchases})
        shares = [makers.shares(element, stage) for element in elements]
        countries = sorted(set.intersection(*map(set, shares))) if shares else []
        if len(countries) > 1:  # a favourable and an adverse one
            risk = {c: max(shock_probability(hazards, c, element) for element in elements) for c in countries}
            ends = min(countries, key=lambda c: (risk[c], c)), max(countries, key=lambda c: (risk[c], c))
            values = tuple((country_name(c), _with(bom, silent, _all_from(stage, c))) for c in ends)
            yield Fact("origin", f"Where {DONE[stage]} {_lines(bom, silent)}?", _ids(bom, silent), stage, values)


def _silent(line: ReadLine, stage: Stage) -> bool:
    return stage not in {source.stage for source in line.line.supply}


def _lines(bom: Bom, positions: Sequence[int]) -> str:
    return f"line{'s' if len(positions) > 1 else ''} {listed(list(_ids(bom, positions)), MOST_NAMED)}"


def _all_from(stage: Stage, country: str) -> Callable[[Line], Line]:
    source = Source(str(stage), country, Decimal(1))

    def change(line: Line) -> Line:
        return replace(line, supply=tuple(sorted((*line.supply, source), key=lambda one: (one.stage, one.country))))

    return change


def _recycled(bom: Bom, basket: Basket) -> Iterator[Fact]:
    """Whether scrap is in what passes separation, where no line says so."""
    positions = [
        n
        for form, lines in lines_by_form(basket).items()
        for n, line in lines
        if Stage.SEPARATION in CHAIN[form] and not any(source.recycled for source in line.line.supply)
    ]
    if not positions or bom.buyer_country is None:
        return
    move = Move(Stage.SEPARATION, bom.buyer_country, SCRAP, tuple(positions), recycled=True)
    values = ((f"{percent(float(SCRAP))} from scrap", _with(bom, positions, move.on)), ("none", bom))
    text = f"What share comes from scrap, of {_lines(bom, positions)}?"
    yield Fact("recycled", text, _ids(bom, positions), Stage.SEPARATION, values, (SCRAP_CLAIM,))


def _with(bom: Bom, positions: Sequence[int], change: Callable[[Line], Line]) -> Bom:
    chosen = set(positions)
    return replace(bom, lines=tuple(change(line) if n in chosen else line for n, line in enumerate(bom.lines)))


def _ids(bom: Bom, positions: Sequence[int]) -> tuple[str, ...]:
    return tuple(bom.lines[n].line_id for n in positions)


CAUSES = {
    "coefficients": "how little past acts teach the model",
    "cover": "which forms an act covers",
    "collapse": "how often exports collapse",
    "evidence": "figures on shares that disagree",
    "pending": "acts that may start or come back",
    "unnamed": "makers that no source names",
    "destination": "that the buyer's country isn't stated",
    "age": "news that nobody has entered since the evidence ends",
}
"""Causes of an interval's width in words."""


def sentences(made: Questions) -> tuple[str, ...]:
    """The answer told."""
    return (_verdict(made), *_first(made), *_stock())


def _verdict(made: Questions) -> str:
    score, (low, high) = made.score, made.spans
    assert score.score is not None
    assert score.interval is not None
    ends = f"{score.interval[0]:.3g} to {score.interval[1]:.3g}, from “{low}” to “{high}”"
    if made.usable:
        return f"The score is {score.score:.3g}, “{made.band}”; its interval goes from {ends}."
    if score.band is None:
        why = f"{_open(made.unread)}, so that no band can be told"
    else:
        why = f"its interval spans {TOO_WIDE} bands or more"
    return f"Don't act on this score yet: {why}. It is {score.score:.3g}, and may be {ends}."


def _open(unread: Sequence[UnreadLine]) -> str:
    """The lines that leave the answer open."""
    names = [one.line_id for one in unread]
    if not names:
        return "lines are read with low confidence"
    return f"line{'s' if len(names) > 1 else ''} {listed(names, MOST_NAMED)} {'are' if len(names) > 1 else 'is'} open"


def _first(made: Questions) -> Iterator[str]:
    useful = [one for one in made.questions if one.narrows_by >= LEAST_NARROWED]
    for one in useful[:MOST_TOLD]:
        told = "; ".join(f"{words}: {level.score:.3g}" for words, level in one.levels)
        yield f"{one.fact.text} An answer narrows the interval by {one.narrows_by:.1f} points ({told})."
    if not useful:
        yield "No missing fact that was tried narrows the interval by a point."
        moving = max(made.questions, key=lambda one: one.moves_by, default=None)
        if moving and moving.moves_by >= LEAST_NARROWED:
            told = "; ".join(f"{words}: {level.score:.3g}" for words, level in moving.levels)
            yield f"The one that moves the score most: {moving.fact.text} ({told})"
    if made.causes and made.score.band is not None:  # of open lines no part is told
        cause, points = max(made.causes.items(), key=lambda one: (one[1], one[0]))
        yield f"The largest cause of its width alone is {CAUSES[cause]}: {points:.1f} points."


def _stock() -> Iterator[str]:
    yield "Stock narrows nothing: it changes how long a line goes on (POST /v1/stock)."
