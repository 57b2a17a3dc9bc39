"""The words of a purchase's paths: places, paths, declared sources, and what stands in where no figure speaks."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from service.risk.vocabulary import Stage


class Place(NamedTuple):
    """A stage in a country."""

    stage: Stage
    country: str


class Path(NamedTuple):
    """Countries that material passes, upstream first. A separator that works on compounds separated elsewhere follows
    another place of the same stage; recycled material starts at the stage where it enters."""

    weight: float
    places: tuple[Place, ...]


class DeclaredSource(NamedTuple):
    """A source that a line states at a stage. Recycled material enters there; its country is where it was recycled."""

    country: str
    share: float
    recycled: bool = False


class Code(StrEnum):
    """What an assumption is about."""

    LATER_FIGURE = "later_figure"
    NEAREST_FIGURE = "nearest_figure"
    WORLD_TRADE = "world_trade"
    PASSED_OVER = "passed_over"
    DECLARED_UNKNOWN = "declared_unknown"
    NO_MEMBER_KNOWN = "no_member_known"
    FEED_BY_RULE = "feed_by_rule"
    FEED_FROM_IMPORTS = "feed_from_imports"


EXPLAINED = {
    Code.LATER_FIGURE: "a figure published later speaks: its period had begun, or it alone names the country",
    Code.NEAREST_FIGURE: "the first figure published stands in, though it describes a later time",
    Code.WORLD_TRADE: "makers' shares of world trade stand in: nothing was published by then",
    Code.PASSED_OVER: "no maker is known: the stage is passed over",
    Code.DECLARED_UNKNOWN: "declared, though no figure names the country at the stage: taken as declared",
    Code.NO_MEMBER_KNOWN: "no figure names a member state at the stage: an unnamed source stands in",
    Code.FEED_BY_RULE: "no source names all that its plants work on: ore that miners' own plants leave over stands in",
    Code.FEED_FROM_IMPORTS: "it has hardly any ore of its own: its plants work on the compounds that it imports",
}
"""What each means, in words for an answer; ``Assumption.country`` is its subject where it isn't the whole stage."""


class Assumption(NamedTuple):
    """What stands in at a stage where no published figure speaks; ``country`` is blank when it is the whole stage."""

    code: Code
    stage: Stage
    country: str = ""
