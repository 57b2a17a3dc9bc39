"""Why the score is what it is, in sentences a buyer would say, each with the ids behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import fsum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from service.risk.answer import Alternative, CountryLoss, Reason, Standing
from service.risk.explanation.losses import Losses
from service.risk.explanation.standing import Met
from service.risk.explanation.supply import STAGES, StageShares
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

Numbers = NDArray[np.intp]
Chosen = NDArray[np.bool_]


@dataclass(frozen=True)
class Told:
    """The purchases that lines surely hold, as reasons see them: all of them, each a place in every member."""

    traced: Sequence[Traced]
    stages: StageShares
    losses: Losses
    shares_hit: Sequence[float]
    met: Met
    best_of: Callable[[Purchase], BestSource | None]

    @cached_property
    def elements(self) -> list[str]:
        """What each buys."""
        return [one.purchase.element for one in self.traced]

    def best(self, number: int) -> Alternative | None:
        """The best source of a purchase, where it is better than today's."""
        best = self.best_of(self.traced[number].purchase)
        if best is None or not best.expected_share_hit < self.shares_hit[number]:
            return None
        return Alternative(str(best.stage), best.country, best.expected_share_hit)

    def acts_of(self, country: str, standing: Sequence[Standing]) -> tuple[list[Standing], Chosen]:
        """What stands in a country, and whether each purchase (columns) meets it."""
        acting = [one for one in standing if one.country == country]
        rows = {act.measure.measure_id: n for n, act in enumerate(self.met.acts)}
        meets = self.met.shares[[rows[one.measure_id] for one in acting], : len(self.traced)] > 0.0
        return acting, meets


def reasons(
    told: Told | None, by_country: Sequence[CountryLoss], standing: Sequence[Standing], hazards: Hazards
) -> tuple[Reason, ...]:
    """At most five sentences: the countries that a shock would come from, the largest first, then what would help."""
    if told is None:
        return ()
    total = fsum(loss_of(one) for one in by_country)
    ranked = sorted(by_country, key=lambda one: (-loss_of(one), one.country))
    large = [one for one in ranked if loss_of(one) >= LEAST_PART * total and one.country != UNKNOWN_COUNTRY]
    asked = np.ones(len(told.traced), np.bool_)
    sentences = [_chokepoint(one, told, asked, standing, hazards) for one in large]
    if sentences and sentences[0]:
        # what the first country does to other purchases: a few grams may not speak for the rest of a product
        asked[sentences[0].numbers] = False
        sentences.insert(1, _chokepoint(large[0], told, asked, standing, hazards))
    written = [sentence.reason for sentence in sentences if sentence]
    if not standing:
        written.append(Reason("No serious export control is in force or announced on any path.", (), (), ()))
    return (*written, *_helps(told))[:MOST_REASONS]


class _Sentence(NamedTuple):
    """A reason, and the numbers of the purchases that it speaks of."""

    reason: Reason
    numbers: Numbers


def _chokepoint(
    loss: CountryLoss, told: Told, asked: Chosen, standing: Sequence[Standing], hazards: Hazards
) -> _Sentence | None:
    """A country that a shock would come from: what it makes, what stands, how likely more is. Elements share a sentence
    where all of that is the same for them. Only the purchases ``asked`` for speak."""
    country = loss.country
    numbers, lost = told.losses.find_losses(country)
    numbers, lost = numbers[asked[numbers]], lost[:, asked[numbers]]
    if not len(numbers):
        return None
    first = int(numbers[lost.sum(axis=0).argmax()])
    stages, shares = told.stages.largest_places(country)
    acting, meets = told.acts_of(country, standing)
    chances = {e: odds(hazards.find_hazard(country, e)) for e in dict.fromkeys(told.elements)}
    chance = chances[told.elements[first]]
    same = (stages == stages[first]) & (shares == shares[first]) & (meets == meets[:, first : first + 1]).all(axis=0)
    alike = [first, *(n for n in numbers[same[numbers]].tolist() if n != first and chances[told.elements[n]] == chance)]
    acts = [act for act, met in zip(acting, meets[:, first].tolist(), strict=True) if met]
    elements = list(dict.fromkeys(ELEMENTS[told.elements[n]].name for n in alike))
    made = DONE_AT[STAGES[stages[first]]]
    words = f"{percent(float(shares[first]))} of the {listed(elements)} {made} in {country_name(country)}"
    if acts:
        act = min(acts, key=lambda s: (s.state == "announced", -s.share, s.since is None, s.since))
        verb = "announced for" if act.state == "announced" else "in force since"
        words += f"; {instrument_words(act.instrument)} {verb} {day_words(act.since)}" if act.since else ""
    if loss.restriction >= loss.collapse:
        more = "a further" if acts else "a"
        words += f"; {more} serious restriction within twelve months is about as likely as {chance}."
    else:
        words += f"; a collapse of its exports within twelve months is about as likely as {odds(hazards.collapse)}."
    distinct = {id(figures): figures for figures in (told.traced[n].central.figures for n in alike)}
    figures = tuple(dict.fromkeys(figure for each in distinct.values() for figure in each))
    ids = tuple(told.traced[n].purchase.id for n in alike)
    return _Sentence(Reason(words, ids, tuple(s.measure_id for s in acts), figures), np.array(alike, np.intp))


def loss_of(loss: CountryLoss) -> float:
    """What a country adds to the expected share hit, by both perils."""
    return loss.restriction + loss.collapse


def _helps(told: Told) -> Iterator[Reason]:
    """The source that would lower most what is hit, for the purchase with the largest share hit."""
    for number in sorted(range(len(told.traced)), key=lambda n: -told.shares_hit[n]):
        best, share_hit = told.best(number), told.shares_hit[number]
        if best is None or best.expected_share_hit > WORTH_A_MOVE * share_hit:
            continue
        words = (
            f"Were all of the {ELEMENTS[told.elements[number]].name} "
            f"{DONE_AT[Stage(best.stage)].removeprefix('is ')} in {country_name(best.country)}, the share hit would "
            f"fall from {percent(share_hit)} to {percent(best.expected_share_hit)} on average."
        )
        yield Reason(words, (told.traced[number].purchase.id,), (), ())
        return
