"""Who makes a stage's good on a day: shares of the world's output, from figures where there are any.

Published figures speak when together they name at least half of the world. Before the first such publication a later
figure stands in whose period had begun by the day. Where there is none, these are exporters' shares of world trade.
They are restricted to the countries that a later figure names as makers, since a re-exporter makes nothing. Both are
marked, since nobody knew them. Trade is also traced to makers that only a later figure names: early figures name China
alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import fsum

from service.risk.evidence.claims import Evidence
from service.risk.evidence.stage_supply import FittedShare, StageSupply, StandsIn, leader_of
from service.risk.evidence.trade import Trade
from service.risk.mix import UNKNOWN_COUNTRY, Mix, normalised
from service.risk.vocabulary import STAGE_FORM, Stage, hs92_code

NAMED_AT_LEAST = 0.5
"""Figures that name less of the world don't describe it: one small plant's capacity is no split of a stage."""
TRADE_YEARS = 3
"""Years of trade read together: the yearly flows of a small good are lumpy."""
ESTIMATE = "engineering_estimate"


class Basis(StrEnum):
    """What a world mix rests on."""

    PUBLISHED = "published"
    LATER_FIGURE = "later_figure"
    NEAREST_FIGURE = "nearest_figure"
    WORLD_TRADE = "world_trade"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Makers:
    """World output of an element at a stage. ``shares`` sum to 1, unnamed producers (``ZZZ``) among them; empty where
    the stage doesn't exist. ``weights`` say how much more of the element a maker has than of all rare earths. They turn
    trade in a code of many elements into trade in one. ``own`` are the shares that show output at home."""

    shares: Mix
    weights: Mix
    own: Mix
    figures: Mapping[str, tuple[str, ...]]
    """By country."""
    later: frozenset[str]
    """Makers that only a later figure names; trade is traced to them, the world's shares don't have them."""
    basis: Basis


@dataclass(frozen=True)
class Grounds:
    """What default sources are worked out from. ``output`` is the world's mine output (t REO) by element."""

    evidence: Evidence
    trade: Trade
    output: Mapping[str, float]


def trade_years(year: int) -> tuple[int, ...]:
    """The years of trade read together, through ``year``."""
    return tuple(range(year - TRADE_YEARS + 1, year + 1))


def makers_of(grounds: Grounds, element: str, stage: Stage, on: date, view: str, year: int) -> Makers:
    """The world's mix of an element at a stage on a day under a view; trade through ``year`` stands in for figures."""
    evidence = grounds.evidence
    later = _later_days(evidence, element, stage, on)
    day, basis = _speaking_day(evidence, element, stage, on, later)
    if basis is Basis.NOTHING:
        return Makers({}, {}, {}, {}, frozenset(), basis)
    supply = evidence.supply(element, stage, day)
    shares, weights = _mix(supply, view), _weights(grounds, element, stage, day, view)
    newest = _weights(grounds, element, stage, later[-1], view) if later else {}
    unknown = {country: weight for country, weight in newest.items() if country not in weights}
    figures = {country: share.figures for country, share in supply.shares.items()}
    if basis is Basis.NEAREST_FIGURE:
        exported = _exported(grounds.trade, hs92_code(element, STAGE_FORM[stage]), year, weights | unknown)
        if exported:
            return Makers(exported, weights | unknown, exported, figures, frozenset(), Basis.WORLD_TRADE)
    own = {c: s for c, s in shares.items() if c in supply.shares and _said_of_output(evidence, supply.shares[c])}
    return Makers(shares, weights | unknown, own, figures, frozenset(unknown), basis)


def _later_days(evidence: Evidence, element: str, stage: Stage, on: date) -> list[date]:
    """Days after ``on`` on which a figure about the stage was published, where figures describe it from then on."""
    days = sorted({c.published for c in evidence.query("stage_share", stage=stage) if c.published > on})
    return [day for day in days if _named(evidence.supply(element, stage, day)) >= NAMED_AT_LEAST]


def _said_of_output(evidence: Evidence, share: FittedShare) -> bool:
    """Whether a share is somebody's figure for the element's output. A figure of all rare earths that stands in for it
    is not, nor is our own estimate, such as a split by nameplate capacities."""
    return share.stands_in is not StandsIn.GROUP_FIGURE and ESTIMATE not in evidence.claim(share.figures[0]).flag


def _speaking_day(
    evidence: Evidence, element: str, stage: Stage, on: date, later: Sequence[date]
) -> tuple[date, Basis]:
    """The day whose figures speak for ``on``, and what that makes of them."""
    if _named(evidence.supply(element, stage, on)) >= NAMED_AT_LEAST:
        return on, Basis.PUBLISHED
    for day in later:
        if _begun(evidence.supply(element, stage, day), on):
            return day, Basis.LATER_FIGURE
    return (later[0], Basis.NEAREST_FIGURE) if later else (on, Basis.NOTHING)


def _named(supply: StageSupply) -> float:
    return fsum(share.central for share in supply.shares.values())


def _begun(supply: StageSupply, on: date) -> bool:
    """Whether the period of the largest country's figure had begun by the day."""
    share = supply.shares[leader_of(supply.shares)]
    return bool(share.valid_from) and share.valid_from <= on.isoformat()


def _mix(supply: StageSupply, view: str) -> Mix:
    """The world's split under a view. In the adverse one the unnamed producers go with the largest named one."""
    mix = supply.mix(view)
    return followed(mix) if view == "adverse" else mix


def followed(mix: Mix) -> Mix:
    """``mix`` with the unnamed share added to the largest named one, if there is any."""
    named = {country: share for country, share in mix.items() if country != UNKNOWN_COUNTRY}
    if not named or UNKNOWN_COUNTRY not in mix:
        return mix
    first = max(sorted(named), key=lambda country: named[country])
    return named | {first: named[first] + mix[UNKNOWN_COUNTRY]}


def _weights(grounds: Grounds, element: str, stage: Stage, day: date, view: str) -> Mix:
    """A maker's share of the element over its share of all that the stage's code holds, by mine output. It is 1 in a
    code of its own."""
    shares = _mix(grounds.evidence.supply(element, stage, day), view)
    code = hs92_code(element, STAGE_FORM[stage])
    held = [e for e in grounds.output if hs92_code(e, STAGE_FORM[stage]) == code]
    mixes = {e: _mix(grounds.evidence.supply(e, stage, day), view) for e in held}
    total = fsum(grounds.output[e] for e in held if mixes[e])
    weights: Mix = {}
    for country, share in shares.items():
        of_all = fsum(grounds.output[e] * mixes[e].get(country, 0.0) for e in held)
        if country != UNKNOWN_COUNTRY:
            weights[country] = share * total / of_all if of_all > 0 else 1.0
    return weights


def _exported(trade: Trade, code: str, year: int, weights: Mix) -> Mix:
    """Makers' shares of world exports of a code, by value and turned to the element; empty where no trade is held."""
    exported: dict[str, float] = defaultdict(float)
    for one in trade_years(year):
        for country, share in trade.export_shares(code, one).items():
            if country in weights:
                exported[country] += share * weights[country]
    return normalised(exported)
