"""``score(bom, kernel, today)``: how likely a product meets a further supply shock within twelve months, and why.

A score is a pure function of the bundle, the BOM and the date. ``summary`` gives what a short answer says of it, to the
same last bit: what only the whole answer tells is then never worked out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from operator import attrgetter

from service.risk.answer import Brief, Coverage, ModelRef, Points, Score, Standing, Summary, TopLine, UnreadLine
from service.risk.bom import Bom
from service.risk.bundle.kernel import Kernel
from service.risk.errors import BomError, FieldError, ReceiptError
from service.risk.explanation import hazard_scores as hazards
from service.risk.explanation.ages import data_ages, known_at, warnings
from service.risk.explanation.chokepoints import chokepoints
from service.risk.explanation.drivers import drivers_of
from service.risk.explanation.messages import left_open, messages_of, reading_of
from service.risk.explanation.reasons import Told, reasons
from service.risk.explanation.sources import sources_of
from service.risk.explanation.standing import Met, entries, met_by, pending_risk, standing
from service.risk.explanation.unread_lines import unread_lines
from service.risk.product.assembly import Assembled, assemble
from service.risk.product.bands import STANDING, band_of
from service.risk.product.counterfactuals import score_without_pending
from service.risk.product.interval import aged, interval, interval_parts
from service.risk.product.lines import LineEffect, line_effects
from service.risk.product.measured import Measured
from service.risk.product.recalled import Recalled, recalled
from service.risk.product.score_split import score_split
from service.risk.purchase import receipt as receipts
from service.risk.purchase.basket import Alike, Basket, ReadLine, read_bom
from service.risk.purchase.canonical import canonical_bom
from service.risk.purchase.work import check_measuring, checked_reading, work_of_answer

EVENT = "source-shock/v2"
HORIZON_DAYS = 365
FIRST_DAY = date(2010, 1, 1)
"""The first day whose sources and register are known well enough to be scored."""
ALIKE_KEPT = 8_192
"""Distinct lines whose purchases are kept for the next products of a catalogue, some 4 KB each."""


def score(bom: Bom, kernel: Kernel, today: date) -> Score:
    """Score a BOM for the day it states, else for ``today``.

    Raises ``BomError`` with every line that can't be read as written, or for a day that can't be scored.
    """
    return _whole(_assembled(*_canonical(bom, today), kernel, whole=True))


def summary(bom: Bom, kernel: Kernel, today: date) -> Summary:
    """The short answer for a BOM. Raises what ``score`` raises."""
    return _short(_assembled(*_canonical(bom, today), kernel, whole=False))


def brief(bom: Bom, kernel: Kernel, today: date) -> Brief:
    """The numbers of the short answer, to the same last bit, without what explains them. What purchases lose is kept
    for the next product. Raises what ``score`` raises."""
    bom, day = _canonical(bom, today)
    kernel = kernel.known(bom.known_at) if bom.known_at else kernel
    if len(kernel.alike) > ALIKE_KEPT:
        kernel.alike = {}  # another thread may still read the last
    basket = _basket(bom, kernel, kernel.alike)
    tolerance = None if bom.tolerance is None else float(bom.tolerance)
    register = kernel.register

    def controlled(measured: Measured) -> Sequence[float]:
        return met_by(measured.everything, measured.store, register, day).controlled

    epoch, end_uses = kernel.epoch(day), register.named_end_uses
    kept = recalled(basket, epoch, kernel.sourcing, day, tolerance, end_uses, controlled)
    return _numbers(_Brief(bom, day, kernel, basket, None, whole=False, counted=kept))


@dataclass(frozen=True)
class Width:
    """The numbers of a BOM, and what stands behind the width of its interval: lines that are open, and by cause what it
    makes alone. ``work`` is what scoring the BOM takes, in the unit of ``work.MOST_WORK``."""

    bom: Bom
    brief: Brief
    basket: Basket
    unread: tuple[UnreadLine, ...]
    causes: Mapping[str, float] | None
    work: int


def width(bom: Bom, kernel: Kernel, today: date) -> Width:
    """How wide a BOM's interval is, and why, without what explains the score. Raises what ``score`` raises."""
    parts = _assembled(*_canonical(bom, today), kernel, whole=False)
    bom, basket = parts.bom, parts.basket
    unread = unread_lines(basket, kernel.resolver.catalogue)
    return Width(bom, _numbers(parts), basket, unread, _interval_parts(parts), work_of_answer(bom, basket))


def rescore(receipt: str, kernel: Kernel, today: date) -> Score:
    """Recompute the answer of a receipt. Raises ``ReceiptError`` when it is damaged or was issued under another model,
    evidence or register."""
    return _whole(_assembled(*_recalled(receipt, kernel, today), kernel, whole=True))


def rescore_summary(receipt: str, kernel: Kernel, today: date) -> Summary:
    """Recompute the short answer of a receipt. Raises what ``rescore`` raises."""
    return _short(_assembled(*_recalled(receipt, kernel, today), kernel, whole=False))


def _canonical(bom: Bom, today: date) -> tuple[Bom, date]:
    """The canonical BOM, and the day that it is scored for."""
    day = bom.as_of or today
    _check(day, today)
    _check_known(bom.known_at, day)
    return canonical_bom(bom, day), day


def _recalled(receipt: str, kernel: Kernel, today: date) -> tuple[Bom, date]:
    """The canonical BOM of a receipt, and its day."""
    bom, day, state = receipts.read(receipt)
    now = state_of(kernel)
    other = [name for name in now if state.get(name) != now[name]]
    if other:
        detail = "; ".join(f"{name} was {state.get(name)}, here {now[name]}" for name in other)
        fix = f"{detail}. Ask a service that runs the bundle named in the answer."
        raise ReceiptError("The receipt was issued under other facts.", [FieldError("/receipt", "other_state", fix)])
    _check(day, today)
    return bom, day


def _check(day: date, today: date) -> None:
    if day < FIRST_DAY:
        fix = f"Scores begin on {FIRST_DAY.isoformat()}: give that day or a later one."
        raise BomError("The date is too early.", [FieldError("/as_of", "too_early", fix)])
    if day > today:
        fix = f"Today is {today.isoformat()} (UTC): give that day or an earlier one, or leave as_of out."
        raise BomError("The date lies in the future.", [FieldError("/as_of", "too_late", fix)])


def _check_known(known_at: date | None, day: date) -> None:
    if known_at is not None and not FIRST_DAY <= known_at <= day:
        code = "too_early" if known_at < FIRST_DAY else "too_late"
        fix = f"Give a day from {FIRST_DAY} to {day}, which is scored: what came later is hindsight, and no forecast."
        raise BomError("No score knows that.", [FieldError("/known_at", code, fix)])


def state_of(kernel: Kernel) -> dict[str, str]:
    """What every score of a kernel hangs on beside the BOM and the day."""
    return {
        "model": kernel.sha256[:16],
        "evidence": str(kernel.manifest["evidence_revision"]),
        "register": kernel.register.revision,
    }


@dataclass(frozen=True)
class _Parts:
    """One BOM's parts on the way to its answer. ``whole`` says which: that with every line, or the short one."""

    bom: Bom
    day: date
    kernel: Kernel
    basket: Basket
    assembled: Assembled | None
    whole: bool

    @cached_property
    def met(self) -> Met:
        """What the register holds around each purchase, and around those that only the interval knows."""
        if self.assembled is None:
            return Met()
        measured = self.assembled.measured
        return met_by(measured.everything, measured.store, self.kernel.register, self.day)

    @cached_property
    def costs(self) -> hazards.Costs:
        """Prices of the lines and price pressure on the purchases."""
        return hazards.Costs(self.basket, self.kernel, self.day)

    @cached_property
    def counted(self) -> Recalled | None:
        """The numbers, as the purchases that were measured give them."""
        if (assembled := self.assembled) is None:
            return None
        # ``met`` by itself: with ``self`` these parts would hold each other, and some megabytes, until a collection
        measured, met = assembled.measured, self.met
        return Recalled(
            measured.score,
            interval(assembled.ends),
            [one.purchase for one in assembled.held],
            [one.purchase for one in assembled.other],
            lambda: assembled.controlled(met.controlled),
            lambda: score_without_pending(measured),
            measured.shares_hit,
        )

    @cached_property
    def shares(self) -> hazards.Shares | None:
        """Expected shares hit; ``None`` without a score."""
        return hazards.shares_of(self.assembled, self.costs) if self.assembled and self.known else None

    @cached_property
    def line_shares(self) -> list[float | None]:
        """The expected share hit of each line; ``None`` where it couldn't be read."""
        return hazards.line_shares(self.basket, self.assembled, self.shares)

    @cached_property
    def effects(self) -> dict[str, LineEffect]:
        """By line id, what lines do to the product: all of them, or those that a short answer shows."""
        if self.assembled is None:
            return {}
        lines = self.basket.lines
        wanted = range(len(lines)) if self.whole else hazards.top_of(self.line_shares)
        names = {lines[position].line.line_id for position in wanted}
        return line_effects(lines, self.assembled.number, self.assembled.measured, names)

    @cached_property
    def described(self) -> Told | None:
        """Purchases as reasons and rows see them; ``None`` without any that is surely held."""
        if self.assembled is None or self.shares is None:
            return None
        return hazards.describe_purchases(self.assembled, self.shares, self.met, self.kernel)

    @cached_property
    def standing(self) -> tuple[Standing, ...]:
        """Serious acts around the purchases."""
        return standing(self.met, self.kernel.register, self.day)

    @cached_property
    def risk(self) -> _Risk:
        """Score, interval and band."""
        return _risk(self)

    @property
    def known(self) -> bool:
        """Whether there is a score: a purchase that is surely made, or surely none."""
        lines = self.basket.lines
        return bool(self.basket.purchases) or (self.settled and any(line.scored for line in lines))

    @property
    def settled(self) -> bool:
        """Whether no line may hold rare earths that the score doesn't count."""
        return all(line.settled for line in self.basket.lines)

    @property
    def status(self) -> str:
        """``scored`` where every line could be read, ``partial`` where some couldn't, ``unscored`` without a score."""
        whole = all(line.scored for line in self.basket.lines)
        return "unscored" if not self.known else "scored" if whole else "partial"


@dataclass(frozen=True)
class _Brief(_Parts):
    """The parts of which only the numbers are asked: nothing is assembled."""

    counted: Recalled | None = None

    @cached_property
    def shares(self) -> hazards.Shares | None:
        """As those of ``_Parts``."""
        kept = self.counted
        if kept is None or not self.known:
            return None
        return hazards.shares_from(kept.held, len(kept.other), kept.shares_hit, self.costs)


def work(bom: Bom, kernel: Kernel, today: date) -> int:
    """What scoring a BOM takes, in the unit of ``work.MOST_WORK``, known without scoring it. Raises ``BomError`` as
    ``score`` does."""
    canonical, _ = _canonical(bom, today)
    return work_of_answer(canonical, _basket(canonical, kernel))


def points(bom: Bom, kernel: Kernel, day: date, sourced_on: date) -> float | None:
    """The score alone of a canonical BOM, with the hazards of ``day`` and sources as known on ``sourced_on``; ``None``
    where there is none. Of one and the same day it is the score of the answer."""
    parts = _assembled(bom, day, kernel, whole=False, sourced_on=sourced_on)
    if not parts.known:
        return None
    return parts.assembled.measured.score if parts.assembled else NOTHING_AT_RISK.score


def _assembled(bom: Bom, day: date, kernel: Kernel, *, whole: bool, sourced_on: date | None = None) -> _Parts:
    """The parts of the answer for a canonical BOM; its sources are those known on ``sourced_on``, else on the day."""
    kernel = kernel.known(bom.known_at) if bom.known_at else kernel
    basket = _basket(bom, kernel)
    tolerance = None if bom.tolerance is None else float(bom.tolerance)
    end_uses = kernel.register.named_end_uses
    assembled = assemble(basket, kernel.epoch(day), kernel.sourcing, sourced_on or day, tolerance, end_uses)
    return _Parts(bom, day, kernel, basket, assembled, whole)


def _basket(bom: Bom, kernel: Kernel, alike: Alike | None = None) -> Basket:
    """The purchases of a canonical BOM; those of ``alike`` lines in earlier ones aren't made again. Raises ``BomError``
    for more of them, or of their work, than fits."""
    reading = checked_reading(bom.lines)
    basket = read_bom(bom, kernel.resolver, alike)
    check_measuring(basket, reading)
    return basket


def _numbers(parts: _Parts) -> Brief:
    return Brief(
        **vars(parts.risk),
        expected_share_hit=parts.shares.product if parts.shares else hazards.NOTHING_HIT if parts.known else None,
        as_of=parts.day,
        status=parts.status,
        coverage=_coverage(parts.basket),
    )


def _short(parts: _Parts) -> Summary:
    bom, day, kernel, basket, known = parts.bom, parts.day, parts.kernel, parts.basket, parts.known
    costs, shares, table, standing_now = parts.costs, parts.shares, kernel.hazards(day), parts.standing
    by_country = shares.product.by_country if shares else ()
    ages = data_ages(kernel, costs.pressure, day)
    return Summary(
        **vars(_numbers(parts)),
        bom_id=bom.bom_id,
        name=bom.name,
        reasons=reasons(parts.described, by_country, standing_now, table) if known else (),
        top_lines=_top_lines(parts),
        chokepoints=chokepoints(parts.described, by_country, standing_now, table) if known else (),
        event=EVENT,
        window_start=day,
        window_end=day + timedelta(days=HORIZON_DAYS - 1),
        unread=unread_lines(basket, kernel.resolver.catalogue),
        left_open=left_open(basket),
        data_ages=ages,
        model=_model(kernel),
        evidence_revision=str(kernel.manifest["evidence_revision"]),
        register_revision=kernel.register.revision,
        receipt=receipts.issue(bom, day, state_of(kernel)),
        messages=(
            *known_at(bom.known_at, day),
            *messages_of(basket, parts.assembled, parts.met, kernel, day),
            *warnings(ages, kernel, costs.pressure, day),
        ),
    )


def _whole(parts: _Parts) -> Score:
    """What the short answer says, and all that stands behind it."""
    short, day, kernel, basket, assembled = _short(parts), parts.day, parts.kernel, parts.basket, parts.assembled
    costs, shares, told, table = parts.costs, parts.shares, parts.described, kernel.hazards(day)
    tolerance = parts.bom.tolerance
    return Score(
        **vars(short),
        probability=None if short.score is None else short.score / 100.0,
        interval_parts=_interval_parts(parts),
        points=_points(parts),
        standing=parts.standing,
        pending_risk=pending_risk(parts.met, table.pending),
        horizon_days=HORIZON_DAYS,
        in_sample_replay=day.year <= kernel.manifest["trained_through"],
        tolerance=None if tolerance is None else float(tolerance),
        expected_cost_increase=costs.of_product,
        lines=hazards.line_scores(basket, parts.line_shares, parts.effects, costs, reading_of),
        hazards=hazards.hazard_scores(assembled, told, basket, costs) if assembled and told else (),
        sources=sources_of(assembled.measured, len(assembled.held), table, kernel) if assembled else (),
        interval_figures=_interval_figures(assembled),
        drivers=drivers_of(assembled, parts.met, kernel, day, shares) if assembled and shares else (),
        register=entries(parts.met, table.pending, day),
    )


def _top_lines(parts: _Parts) -> tuple[TopLine, ...]:
    """The lines of which most is expected to be hit."""
    top = []
    for position in hazards.top_of(parts.line_shares):
        stated, share = parts.basket.lines[position].line, parts.line_shares[position]
        chance, without = parts.effects[stated.line_id]
        top.append(TopLine(stated.line_id, stated.part_number, 100.0 * chance, share or 0.0, without))
    return tuple(top)


@dataclass(frozen=True)
class _Risk:
    """Score, interval and band; nothing where no line could be read."""

    score: float | None = None
    interval: tuple[float, float] | None = None
    band: str | None = None
    band_range: tuple[str, str] | None = None
    band_set_by: str | None = None
    percentile: float | None = None
    share_under_control: float | None = None


NOTHING_AT_RISK = _Risk(0.0, (0.0, 0.0), share_under_control=0.0)


def _risk(parts: _Parts) -> _Risk:
    risk, counted = NOTHING_AT_RISK if parts.known else _Risk(), parts.counted
    if counted is not None:
        ends = aged(counted.ends, parts.kernel.days_beyond(parts.day))
        risk = _Risk(interval=(ends.low, ends.high))
        if parts.known:
            risk = replace(risk, score=counted.score, share_under_control=counted.controlled())
    # a product of which a line may hold more could look safer, or stand higher, than it is
    return _placed(risk, parts) if parts.settled and parts.known else _between(risk, parts)


def _interval_parts(parts: _Parts) -> dict[str, float] | None:
    """The width of the interval that each cause makes alone; ``None`` without an interval."""
    if parts.assembled is None:
        return {} if parts.known else None
    beyond = parts.kernel.days_beyond(parts.day)
    return {cause: one.width for cause, one in interval_parts(parts.assembled.measured, beyond).items()}


def _points(parts: _Parts) -> Points | None:
    """The score by family; ``None`` without a score."""
    if not parts.known:
        return None
    if parts.assembled is None:
        return Points(0.0, 0.0, 0.0, 0.0, 0.0)
    families, reference = score_split(parts.assembled.measured)
    return Points(**families, reference=reference)


def _between(risk: _Risk, parts: _Parts) -> _Risk:
    """The risk with the bands between which the product lies, while a line may hold what the score doesn't count."""
    if risk.interval is None:
        return risk
    manifest = parts.kernel.manifest
    controlled = risk.share_under_control or 0.0
    ends = [band_of(end, controlled, manifest["bands"], manifest["standing_floors"])[0] for end in risk.interval]
    return replace(risk, band_range=(ends[0], ends[1]))


def _placed(risk: _Risk, parts: _Parts) -> _Risk:
    """The risk with its band and its place among the reference portfolio.

    An announced act is near certain before its first day and no forecast after it. Its share of need sets the floor of
    the band on both days, so that the first day never lowers a band. The score's own band leaves it out."""
    manifest = parts.kernel.manifest
    assert risk.score is not None
    assert risk.share_under_control is not None
    further = parts.counted.without_pending() if parts.counted else risk.score
    band, set_by = band_of(further, risk.share_under_control, manifest["bands"], manifest["standing_floors"])
    set_by = STANDING if further < risk.score else set_by
    percentile = _percentile(risk.score, manifest["portfolio"]["scores"])
    return replace(risk, band=band, band_set_by=set_by, percentile=percentile)


def _percentile(points: float, portfolio: Sequence[float]) -> float | None:
    """Share (0..1) of the reference portfolio that scores no higher."""
    return sum(points >= s for s in portfolio) / len(portfolio) if portfolio else None


def _coverage(basket: Basket) -> Coverage:
    lines = basket.lines
    scored, unread = [line for line in lines if line.scored], [line for line in lines if not line.scored]

    def share(amount: Callable[[ReadLine], Decimal | None]) -> float | None:
        some, whole = (sum(filter(None, map(amount, each)), Decimal(0)) for each in (scored, lines))
        return float(some / whole) if whole else None

    return Coverage(
        lines=len(scored) / len(lines) if lines else 0.0,
        mass=share(attrgetter("mass_g")),
        value=share(attrgetter("value")),
        unread=len(unread),
        unread_may_hold=sum(not line.settled for line in unread),
        low_confidence=sum(not line.settled for line in scored),
    )


def _interval_figures(assembled: Assembled | None) -> tuple[str, ...]:
    """Figures of what the lines may hold besides their purchases, that no purchase names."""
    if assembled is None or not assembled.other:
        return ()
    named, possible = (
        set[str]().union(*{id(view.figures): view.figures for one in some for view in one.views()}.values())
        for some in (assembled.held, assembled.other)
    )
    return tuple(sorted(possible - named))


def _model(kernel: Kernel) -> ModelRef:
    manifest = kernel.manifest
    return ModelRef(kernel.version, kernel.sha256, manifest["trained_through"], manifest["structure_through"])
