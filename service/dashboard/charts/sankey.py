"""The chain of a good as flows from stage to stage: heights are shares of the need.

A step takes the colour of the chance of a shock only where it crosses a border; controls bite at borders.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from service.dashboard.charts.scale import at, colour

OTHERS = "ZZ"
"""Stands for the countries of a stage that aren't drawn by themselves, and for makers that nobody names."""
DOMESTIC = "dom"
MOST_NODES = 5
LEAST_SHARE = 0.01
TOP, NODE_GAP, LABEL_ROOM = 34.0, 26.0, 20.0
TWO_LINES, ONE_LINE = 44.0, 20.0

Chance = Callable[[str, str, str], "float | None"]
"""Chance of a shock to what leaves a country at a stage for another country; None where nobody can say."""


@dataclass(frozen=True)
class Flow:
    """A share of the need (0..1) with the stages and countries that it passes, mine first. The last is the buyer."""

    weight: float
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Link:
    """What goes from one country to another between two stages. ``chance`` is None where no border is crossed or
    nobody can say."""

    stage: str
    towards_stage: str
    source: str
    target: str
    share: float
    crosses: bool
    chance: float | None


@dataclass(frozen=True)
class Ribbon:
    """A link as it is drawn."""

    path: str
    tone: str
    link: Link


@dataclass(frozen=True)
class Node:
    """A country at a stage as it is drawn. ``label`` says how: two lines, one line, below or last."""

    country: str
    share: float
    x: str
    y: str
    height: str
    label: str
    label_x: str
    label_y: str
    sent: tuple[Link, ...]


@dataclass(frozen=True)
class Sankey:
    """The picture, and the links for its table."""

    width: int
    height: int
    bar: int
    heads: tuple[tuple[str, str], ...]
    ribbons: tuple[Ribbon, ...]
    nodes: tuple[Node, ...]


def links_of(flows: Sequence[Flow], stages: Sequence[str], chance: Chance) -> list[Link]:
    """Links between neighbouring stages, those of a stage together, the largest first."""
    shares: dict[tuple[int, str, str], list[tuple[float, bool, float | None]]] = defaultdict(list)
    drawn = _drawn(flows)
    for flow in flows:
        for (stage, source), (towards, target) in zip(flow.places, flow.places[1:], strict=False):
            ends = drawn[stage].get(source, OTHERS), drawn[towards].get(target, OTHERS)
            crosses = source != target
            odds = chance(source, stage, target) if crosses and source != OTHERS else None
            shares[(stages.index(stage), *ends)].append((flow.weight, crosses, odds))
    links = [_link(key, rows, stages) for key, rows in shares.items()]
    return sorted(links, key=lambda one: (stages.index(one.stage), -one.share))


def _link(key: tuple[int, str, str], rows: Sequence[tuple[float, bool, float | None]], stages: Sequence[str]) -> Link:
    stage, source, target = key
    known = [(weight, odds) for weight, _, odds in rows if odds is not None]
    mean = fsum(w * odds for w, odds in known) / fsum(w for w, _ in known) if known else None
    share = fsum(weight for weight, _, _ in rows)
    return Link(stages[stage], stages[stage + 1], source, target, share, any(crosses for _, crosses, _ in rows), mean)


def _drawn(flows: Sequence[Flow]) -> Mapping[str, Mapping[str, str]]:
    """By stage, the countries that are drawn by themselves."""
    shares: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for flow in flows:
        for stage, country in flow.places:
            shares[stage][country] += flow.weight
    drawn = {}
    for stage, by_country in shares.items():
        ranked = sorted(by_country, key=lambda c: (c == OTHERS, -by_country[c], c))[:MOST_NODES]
        drawn[stage] = {country: country for country in ranked if by_country[country] >= LEAST_SHARE}
    return drawn


def sankey(
    links: Sequence[Link], stages: Sequence[str], *, width: int, height: int, bar: int, margin: float, right: float
) -> Sankey:
    """Draw links. ``right`` is the room for the label of the last column."""
    columns = _columns(links, stages)
    step = (width - margin - right - bar) / max(1, len(stages) - 1)
    xs = [margin + step * number for number in range(len(stages))]
    tops, unit = _tops(columns, height - LABEL_ROOM)
    ribbons = _ribbons(links, stages, (xs, tops), bar, unit)
    nodes = []
    for number, column in enumerate(columns):
        for country, share in column.items():
            sent = tuple(one for one in links if one.stage == stages[number] and one.source == country)
            last = number == len(stages) - 1
            nodes.append(_node(country, share, xs[number], tops[number, country], unit, bar, sent, last=last))
    heads = tuple((stage, at(x)) for stage, x in zip(stages, xs, strict=True))
    return Sankey(width, height, bar, heads, tuple(ribbons), tuple(nodes))


def _columns(links: Sequence[Link], stages: Sequence[str]) -> list[dict[str, float]]:
    """By stage, the share of each country, in one order of countries for all stages."""
    outgoing: dict[tuple[str, str], list[float]] = defaultdict(list)
    incoming: dict[tuple[str, str], list[float]] = defaultdict(list)
    for link in links:
        outgoing[link.stage, link.source].append(link.share)
        incoming[link.towards_stage, link.target].append(link.share)
    share = {key: max(fsum(outgoing[key]), fsum(incoming[key])) for key in [*outgoing, *incoming]}
    weight: dict[str, list[float]] = defaultdict(list)
    for (_, country), part in share.items():
        weight[country].append(part)
    order = sorted(weight, key=lambda c: (c == OTHERS, -fsum(weight[c]), c))
    return [{c: share[stage, c] for c in order if (stage, c) in share} for stage in stages]


def _tops(columns: Sequence[Mapping[str, float]], bottom: float) -> tuple[dict[tuple[int, str], float], float]:
    """The upper end of each node, and the height of a share of one. Columns end at the same line."""
    room = bottom - TOP
    unit = min((room - NODE_GAP * (len(c) - 1)) / max(fsum(c.values()), 1e-9) for c in columns if c)
    tops: dict[tuple[int, str], float] = {}
    for number, column in enumerate(columns):
        spare = room - unit * fsum(column.values())
        gap = spare / (len(column) - 1) if len(column) > 1 else 0.0
        y = TOP
        for country, share in column.items():
            tops[number, country] = y
            y += unit * share + gap
    return tops, unit


def _ribbons(
    links: Sequence[Link], stages: Sequence[str], places: tuple[Sequence[float], Mapping[tuple[int, str], float]],
    bar: int, unit: float,
) -> list[Ribbon]:  # fmt: skip
    xs, tops = places
    leaves, enters = dict(tops), dict(tops)
    where = {stage: number for number, stage in enumerate(stages)}
    starts: dict[int, float] = {}
    ends: dict[int, float] = {}
    for n in sorted(range(len(links)), key=lambda n: tops[where[links[n].towards_stage], links[n].target]):
        key = where[links[n].stage], links[n].source
        starts[n] = leaves[key]
        leaves[key] += unit * links[n].share
    for n in sorted(range(len(links)), key=lambda n: tops[where[links[n].stage], links[n].source]):
        key = where[links[n].towards_stage], links[n].target
        ends[n] = enters[key]
        enters[key] += unit * links[n].share
    ribbons = []
    for n, link in enumerate(links):
        x, to = xs[where[link.stage]] + bar, xs[where[link.towards_stage]]
        tone = colour(100 * link.chance) if link.crosses and link.chance is not None else DOMESTIC
        ribbons.append(Ribbon(_curve(x, to, starts[n], ends[n], unit * link.share), tone, link))
    return ribbons


def _curve(x: float, to: float, start: float, end: float, thick: float) -> str:
    """A band from one node to the next, with level ends."""
    middle = at((x + to) / 2)
    upper = f"M{at(x)} {at(start)}C{middle} {at(start)} {middle} {at(end)} {at(to)} {at(end)}"
    low, low_end = at(start + thick), at(end + thick)
    return f"{upper}V{low_end}C{middle} {low_end} {middle} {low} {at(x)} {low}Z"


def _node(
    country: str, share: float, x: float, y: float, unit: float, bar: int, sent: tuple[Link, ...], *, last: bool
) -> Node:
    height = max(unit * share, 1.0)
    beside, middle = x + bar + 6, y + height / 2
    label, place = "below", (x, y + height + 15)
    if last:
        label, place = "last", (x + bar + 8, middle)
    elif height >= TWO_LINES:
        label, place = "two", (beside, middle - 3)
    elif height >= ONE_LINE:
        label, place = "one", (beside, middle + 4)
    return Node(country, share, at(x), at(y), at(height), label, at(place[0]), at(place[1]), sent)
