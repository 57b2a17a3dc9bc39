"""Why the score is what it is, in sentences a buyer would say, each with the ids behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import fsum

from service.risk.answer import Alternative, CountryLoss, Reason, Standing
from service.risk.explanation.losses import Losses
from service.risk.explanation.standing import Met
from service.risk.explanation.supply import StageShares
from service.risk.explanation.words import DONE_AT, country_name, day_words, instrument_words, listed, odds, percent
from service.risk.mix import UNKNOWN_COUNTRY
from service.risk.product.assembly import Traced
from service.risk.product.best_source import BestSource
from service.risk.purchase.basket import Purchase
from service.risk.source_shock.hazards import Hazards
from service.risk.vocabulary import ELEMENTS, Stage

MOST_REASONS = 5
LEAST_PART = 0.1
"""Countries that make less than a tenth of what is hit aren't worth a sentence."""
WORTH_A_MOVE = 0.5
"""Another source is a reason where it would halve what is hit, or better."""


@dataclass(frozen=True)
class Told:
    """A purchase as reasons see it; ``number`` is its place in ``stages`` and ``losses``."""

    traced: Traced
    number: int
    stages: StageShares
    losses: Losses
    expected_share_hit: float
    met: Met
    best_of: Callable[[Purchase], BestSource | None]

    @cached_property
    def best(self) -> Alternative | None:
        """The best source, where it is better than today's."""
        best = self.best_of(self.traced.purchase)
        if best is None or not best.expected_share_hit < self.expected_share_hit:
            return None
        return Alternative(str(best.stage), best.country, best.expected_share_hit)


def reasons(
    told: Sequence[Told], by_country: Sequence[CountryLoss], standing: Sequence[Standing], hazards: Hazards
) -> tuple[Reason, ...]:
    """At most five sentences: the countries that a shock would come from, the largest first, then what would help."""
    total = fsum(loss_of(one) for one in by_country)
    ranked = sorted(by_country, key=lambda one: (-loss_of(one), one.country))
    large = [one for one in ranked if loss_of(one) >= LEAST_PART * total and one.country != UNKNOWN_COUNTRY]
    sentences = [_chokepoint(one, told, standing, hazards) for one in large]
    if sentences and sentences[0]:
        # what the first country does to other purchases: a few grams may not speak for the rest of a product
        rest = [one for one in told if one.traced.purchase.id not in sentences[0].hazards]
        sentences.insert(1, _chokepoint(large[0], rest, standing, hazards))
    if not standing and told:
        sentences.append(Reason("No serious export control is in force or announced on any path.", (), (), ()))
    return (*[reason for reason in sentences if reason], *_helps(told))[:MOST_REASONS]


def _chokepoint(
    loss: CountryLoss, told: Sequence[Told], standing: Sequence[Standing], hazards: Hazards
) -> Reason | None:
    """A country that a shock would come from: what it makes, what stands, how likely more is. Elements share a sentence
    where all of that is the same for them."""
    country = loss.country
    lost = told[0].losses.find_losses(country) if told else {}
    met = [one for one in told if one.number in lost]
    if not met:
        return None
    first = max(met, key=lambda one: loss_of(lost[one.number]))
    acting = [s for s in standing if s.country == country]
    chances = {
        e: odds(hazards.find_hazard(country, e)) for e in dict.fromkeys(one.traced.purchase.element for one in met)
    }
    same = _facts(first, country, acting, chances)
    alike = [first, *(one for one in met if one is not first and _facts(one, country, acting, chances) == same)]
    stage, share, acts, chance = same
    elements = list(dict.fromkeys(ELEMENTS[one.traced.purchase.element].name for one in alike))
    words = f"{percent(share)} of the {listed(elements)} {DONE_AT[stage]} in {country_name(country)}"
    if acts:
        act = min(acts, key=lambda s: (s.state == "announced", -s.share, s.since is None, s.since))
        verb = "announced for" if act.state == "announced" else "in force since"
        words += f"; {instrument_words(act.instrument)} {verb} {day_words(act.since)}" if act.since else ""
    if loss.restriction >= loss.collapse:
        more = "a further" if acts else "a"
        words += f"; {more} serious restriction within twelve months is about as likely as {chance}."
    else:
        words += f"; a collapse of its exports within twelve months is about as likely as {odds(hazards.collapse)}."
    distinct = dict.fromkeys(one.traced.central.figures for one in alike)
    figures = tuple(dict.fromkeys(figure for each in distinct for figure in each))
    ids = tuple(one.traced.purchase.id for one in alike)
    return Reason(words, ids, tuple(s.measure_id for s in acts), figures)


def _facts(
    one: Told, country: str, acting: Sequence[Standing], chances: Mapping[str, str]
) -> tuple[Stage, float, tuple[Standing, ...], str]:
    """What a sentence says of a country and a purchase: largest stage and share, acts there, odds of more."""
    stage, share = one.stages.largest_place(one.number, country)
    acts = tuple(s for s in acting if s.measure_id in one.met.measures)
    return stage, share, acts, chances[one.traced.purchase.element]


def loss_of(loss: CountryLoss) -> float:
    """What a country adds to the expected share hit, by both perils."""
    return loss.restriction + loss.collapse


def _helps(told: Sequence[Told]) -> Iterator[Reason]:
    """The source that would lower most what is hit, for the purchase with the largest share hit."""
    for one in sorted(told, key=lambda o: (-o.expected_share_hit, o.traced.purchase.text)):
        if one.best is None or one.best.expected_share_hit > WORTH_A_MOVE * one.expected_share_hit:
            continue
        name = ELEMENTS[one.traced.purchase.element].name
        words = (
            f"Were all of the {name} {DONE_AT[Stage(one.best.stage)].removeprefix('is ')} in "
            f"{country_name(one.best.country)}, the share hit would fall from {percent(one.expected_share_hit)} to "
            f"{percent(one.best.expected_share_hit)} on average."
        )
        yield Reason(words, (one.traced.purchase.id,), (), ())
        return
