"""Why a score moved, as pages tell it: a sentence, signed bars from one score to the other, and what is behind each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from service.dashboard.charts.waterfall import Waterfall, waterfall
from service.dashboard.findings import language
from service.risk.changes.mixtures import BOM, EVIDENCE, FITTED, REGISTER, TIME, TRADE
from service.risk.changes.rounding import rounded_parts
from service.schemas.stored.changes import RELEASE

LABELS = {
    BOM: "The product itself",
    REGISTER: "News in the register",
    EVIDENCE: "Published figures",
    TRADE: "Trade and governance",
    FITTED: "The model",
    TIME: "Passing of time",
    RELEASE: "An earlier release",
}
CAUSES = {
    BOM: "the product was changed",
    REGISTER: "news of export controls",
    EVIDENCE: "newly published figures",
    TRADE: "newer statistics of trade and governance",
    FITTED: "another model",
    TIME: "the passing of time",
    RELEASE: "an earlier release of the service",
}
LEAST_POINTS = 0.05
"""What rounds to nothing."""
WIDE, NARROW = 1000, 340


@dataclass(frozen=True)
class Move:
    """One part of a difference: its name on the page, its points and what is behind it."""

    label: str
    text: str
    points: float
    part: Mapping[str, Any]


@dataclass(frozen=True)
class MovesPart:
    """The difference of two scores: ``told`` as the wire has it, its parts, and bars wide and narrow."""

    told: Mapping[str, Any]
    finding: str
    moves: Sequence[Move]
    wide: Waterfall | None
    narrow: Waterfall | None


def moves_of(told: Mapping[str, Any]) -> MovesPart:
    """What a page shows of a difference."""
    before, after = told["before"], told["after"]
    if not told["comparable"]:
        return MovesPart(told, _not_compared(told), (), None, None)
    ends = [round(point["score"], 1) for point in (before, after)]
    points = rounded_parts([part["points"] for part in told["parts"]], ends[1] - ends[0])
    moves = [
        Move(LABELS[part["part"]], language.signed(each), each, part)
        for part, each in zip(told["parts"], points, strict=True)
    ]
    start = (f"On {language.day(before['as_of'])}", before["score"], language.score(before["score"]))
    rows = [start, *((move.label, move.points, move.text) for move in moves)]
    total = (f"On {language.day(after['as_of'])}", after["score"], language.score(after["score"]))
    wide = waterfall(rows, total, first_is_start=True, width=WIDE, left=296)
    narrow = waterfall(rows, total, first_is_start=True, width=NARROW, left=4, right=52, above=True)
    return MovesPart(told, _finding(told, moves, ends[1] - ends[0]), moves, wide, narrow)


def _finding(told: Mapping[str, Any], moves: Sequence[Move], difference: float) -> str:
    """One sentence: how far it moved, and what moved it most."""
    since = language.long_day(told["before"]["as_of"])
    largest = max(moves, key=lambda move: abs(move.points), default=None)
    if abs(difference) < LEAST_POINTS:
        if largest is None or abs(largest.points) < LEAST_POINTS:
            return f"The score is what it was on {since}."
        return f"The score is what it was on {since}, since what moved it cancels out."
    went = "rose" if difference > 0 else "fell"
    words = f"Since {since} the score {went} by {language.number(abs(difference))} points"
    if largest is None:
        return f"{words}."
    return f"{words}, most by {CAUSES[largest.part['part']]} ({largest.text})."


def _not_compared(told: Mapping[str, Any]) -> str:
    since = language.long_day(told["before"]["as_of"])
    if told["why_not"] == "no_score":
        return f"On {since} or now there is no score to compare: lines were open."
    words = f"The score of {since} forecasts another event, so the two don’t compare."
    old = told["old_model"]
    if old and old["score"] is not None:
        words += f" The model of that day would say {language.score(old['score'])} now."
    return words
