"""What a separator works on: ore of which countries, or compounds that others have separated before.

Sources that name a plant's feed go first (``feed_share``). Otherwise a separator uses its own country's ore. One
without ore of its own reworks the compounds that its country imports, separated elsewhere (France, Norway). The largest
separator and those that no source names take the ore that the miners' own plants leave over. World mine output and
world separation are two splits of one flow. So what China separates beyond its own ore is ore of Myanmar, the United
States and others (``china_feed_import`` lists them). Only the first is published; the rest is a general rule, and an
answer says so.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from math import fsum

from service.risk.evidence.claims import Claim, Evidence, reconcile
from service.risk.intervals import Interval
from service.risk.mix import UNKNOWN_COUNTRY, Mix, normalised

FEED_SHARE, PLANTS_OF = "feed_share", "feed_of_"
OWN_ORE_AT_LEAST = 0.1
"""A separator whose country's ore covers less of its output than this has none of its own."""
SMALLEST_FEED = 0.01
"""Miners below this part of a separator's feed are left out."""


@dataclass(frozen=True)
class Feed:
    """What one separator takes in: ``ore`` by country of the mine, and ``compounds`` by the country that separated them
    before. Both together sum to 1, or to 0 where nothing is known of the mine. ``figures`` name part of it; what is
    ``by_rule`` (0..1) comes from elsewhere and nobody says from where."""

    ore: Mix
    compounds: Mix
    figures: tuple[str, ...] = ()
    by_rule: float = 0.0


def published_feed(evidence: Evidence, element: str, on: date) -> dict[str, dict[str, Interval]]:
    """Separator country -> source country -> part of the feed, as published by a day. What fed a plant in one year says
    nothing about another, so the claim that the precedence puts first speaks alone."""
    parts_of_feed: dict[str, dict[str, Interval]] = {}
    for (plant, source), claims in sorted(_feed_claims(evidence, element).items()):
        part = reconcile(sorted(evidence.speaking(claims, on), key=lambda claim: claim.rank)[:1])
        if part is not None and part.central > 0:
            parts_of_feed.setdefault(plant, {})[source] = part
    return parts_of_feed


def first_feed(evidence: Evidence, element: str, plant: str) -> dict[str, Interval]:
    """Source country -> part of the feed of a country's plants, as first published."""
    stated = {source: rows for (country, source), rows in _feed_claims(evidence, element).items() if country == plant}
    first = min((claim.published for rows in stated.values() for claim in rows), default=None)
    parts = {source: reconcile([c for c in rows if c.published == first]) for source, rows in sorted(stated.items())}
    return {source: part for source, part in parts.items() if part is not None}


def _feed_claims(evidence: Evidence, element: str) -> dict[tuple[str, str], list[Claim]]:
    """Claims by separator and source country."""
    by_plant_and_source: dict[tuple[str, str], list[Claim]] = {}
    for claim in evidence.query(FEED_SHARE, element=element):
        by_plant_and_source.setdefault((claim.basis.removeprefix(PLANTS_OF), claim.geography), []).append(claim)
    return by_plant_and_source


def feeds(
    mined: Mix, separated: Mix, published: Mapping[str, Mapping[str, Interval]], imported: Callable[[str], Mix]
) -> dict[str, Feed]:
    """The feed of every separator. ``mined`` and ``separated`` split the world's output at the two stages, ``imported``
    gives the makers behind a country's imports of compounds. What sources name goes first, the rest by rule."""
    if not mined:
        return {country: Feed({}, {}) for country in separated}
    left, open_ = dict(mined), dict(separated)
    for plant, sources in published.items():
        for source, part in sources.items():
            taken = part.central * separated.get(plant, 0.0)
            left[source], open_[plant] = max(0.0, left.get(source, 0.0) - taken), open_.get(plant, 0.0) - taken
    home = {c: min(left.get(c, 0.0), max(0.0, open_[c])) for c in separated}
    surplus = normalised({c: amount - home.get(c, 0.0) for c, amount in left.items()}) or mined
    reworking = {
        c for c, s in separated.items() if c not in published and home[c] < OWN_ORE_AT_LEAST * s and imported(c)
    }
    takers = {max(sorted(separated), key=lambda c: separated[c]), UNKNOWN_COUNTRY}
    by_separator = {}
    for country in (*separated, *(plant for plant in published if plant not in separated)):
        named = published.get(country, {})
        free = max(0.0, 1.0 - fsum(part.central for part in named.values()))
        own = min(free, home[country] / separated[country]) if country in separated else 0.0
        if own >= OWN_ORE_AT_LEAST and country not in takers:
            own = free
        rest = {c: s for c, s in imported(country).items() if c not in reworking} if country in reworking else {}
        by_separator[country] = _feed(country, named, own, free - own, surplus, rest)
    return by_separator


def feed_of_stranger(
    country: str, miners: Collection[str], world: Mix, later: Mapping[str, Interval], bought: Mix
) -> Feed:
    """The feed of a country that no source names among the separators by the day. It is what a ``later`` source says of
    its plants, else its own ore if it is among the ``miners``. Else it is the compounds that it has ``bought``, else
    the ore of the ``world``. Nobody could know it, so all of it is by rule."""
    if not world:
        return Feed({}, {})
    if later:
        ore = normalised({source: part.central for source, part in later.items()})
        return Feed(ore, {}, tuple(figure for part in later.values() for figure in part.figures), 1.0)
    if country in miners:
        return Feed({country: 1.0}, {}, (), 1.0)
    return Feed({}, normalised(bought), (), 1.0) if bought else Feed(_large(world), {}, (), 1.0)


def _feed(country: str, named: Mapping[str, Interval], own: float, free: float, surplus: Mix, compounds: Mix) -> Feed:
    """A feed of what sources name, ``own`` ore, and for the ``free`` part compounds if there are any, else surplus."""
    figures = tuple(claim for part in named.values() for claim in part.figures)
    ore = {source: part.central for source, part in named.items()}
    ore[country] = ore.get(country, 0.0) + own
    if compounds and country != UNKNOWN_COUNTRY:
        before = {c: s * free for c, s in normalised(compounds).items()}
        return Feed({c: s for c, s in ore.items() if s > 0}, before, figures, free)
    for miner, share in surplus.items():
        ore[miner] = ore.get(miner, 0.0) + share * free
    return Feed(_large(ore), {}, figures, free)


def _large(mix: Mix) -> Mix:
    return normalised({c: s for c, s in normalised(mix).items() if s >= SMALLEST_FEED})
