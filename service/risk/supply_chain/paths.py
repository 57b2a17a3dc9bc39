"""What stands on a purchase's paths: the share of its supply that crosses a controlled border, and the measures met.

A country upstream of the bought form meets the same borders whoever buys from it, so what stands behind it is worked
out once for all purchases of one day (``Kept``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from service.risk.mix import Mix
from service.risk.supply_chain.chain import Chain, Step
from service.risk.vocabulary import Stage

Levels = tuple[float, ...]
"""Share (0..1) per control level; empty where nothing is under control."""


class Crossing(NamedTuple):
    """A border: per level the share of its flow under control, and the breadth (0..1) of each measure there."""

    levels: Levels = ()
    measures: tuple[tuple[str, float], ...] = ()


UNCONTROLLED = Crossing()


class Node(NamedTuple):
    """A buyer at a step: the share of its purchases that crosses a controlled border ``here``, that crosses one here or
    further up (``path``), and that each measure here bears on."""

    path: Levels
    here: Levels
    measures: Mapping[str, float]


Nodes = dict[str, Node]
"""By buyer."""
Kept = Callable[[int], Nodes]
"""Where the nodes of the step at a depth are kept from one purchase to the next; a new dictionary keeps nothing."""


@dataclass(frozen=True)
class Paths:
    """A purchase's ``exposure`` per level, and what it sums up: for every step the shares of its buyers and their
    nodes."""

    exposure: Levels
    steps: tuple[tuple[Step, Mix, Nodes], ...]

    def by_stage(self, level: int) -> dict[Stage | None, float]:
        """Each stage's own exposure at a level: it tells the most controlled stage."""
        found: dict[Stage | None, float] = {}
        for step, buyers, nodes in self.steps:
            own = ((weight, nodes[buyer].here) for buyer, weight in buyers.items())
            found[step.stage] = min(1.0, sum(weight * here[level] for weight, here in own if here))
        return found

    def measures(self) -> tuple[tuple[str, float], ...]:
        """Measures met with the share of the buyer's supply that each bears on, those of several stages added up."""
        met: dict[str, float] = defaultdict(float)
        for _, buyers, nodes in self.steps:
            for buyer, weight in buyers.items():
                for measure, share in nodes[buyer].measures.items():
                    met[measure] += weight * share
        return tuple(sorted((measure, min(1.0, share)) for measure, share in met.items()))


def nothing_kept(depth: int) -> Nodes:
    """For chains that share nothing."""
    return {}


def path_exposure(
    chain: Chain, crossing: Callable[[Step, str, str], Crossing], levels: int, kept: Kept = nothing_kept
) -> Paths:
    """Share of the buyer's supply that crosses at least one controlled border, per control level.

    ``crossing(step, seller, buyer)`` says what stands at a border, ``UNCONTROLLED`` where nothing does. A path
    counts once however many controlled borders it crosses, so moving supply to a fully controlled country never
    lowers the exposure.
    """
    steps: list[tuple[Step, Mix, Nodes]] = []
    nodes: Nodes = {}
    for depth in range(len(chain.steps) - 1, -1, -1):
        step, upstream = chain.steps[depth], nodes
        buyers = {chain.buyer: 1.0} if depth == 0 else chain.steps[depth - 1].origins
        nodes = kept(depth)
        for buyer in buyers:
            if buyer not in nodes:
                nodes[buyer] = _node(step, buyer, upstream, crossing, levels)
        steps.append((step, buyers, nodes))
    path = nodes[chain.buyer].path if steps else ()
    return Paths(tuple(min(1.0, value) for value in path or (0.0,) * levels), tuple(steps))


def _node(step: Step, buyer: str, upstream: Nodes, crossing: Callable[[Step, str, str], Crossing], levels: int) -> Node:
    path, here = [0.0] * levels, [0.0] * levels
    measures: dict[str, float] = {}
    for seller, share in step.sellers_of.get(buyer, {}).items():
        border = crossing(step, seller, buyer)
        behind = upstream[seller].path if seller in upstream else ()
        if not border.levels and not behind:
            continue
        for level in range(levels):
            at_border = border.levels[level] if border.levels else 0.0
            path[level] += share * (at_border + (1.0 - at_border) * (behind[level] if behind else 0.0))
            here[level] += share * at_border
        for measure, breadth in border.measures:
            measures[measure] = measures.get(measure, 0.0) + share * breadth
    return Node(tuple(path) if any(path) else (), tuple(here) if any(here) else (), measures)
