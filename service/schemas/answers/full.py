"""The full answer: each chain and each list of figures stands in it once, and is referred to by its id."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, NamedTuple

from service.risk.answer import HazardScore, Reason, Score, Source
from service.schemas.answers.messages import grouped

CHAIN, FIGURES = "chain", "figures"


class Numbered:
    """Values by the id that each got when it was first asked for: a word and a number, from 1. Whoever asks holds them:
    what is freed could lend its place to another."""

    def __init__(self, word: str) -> None:
        self._word = word
        self._ids: dict[Any, str] = {}

    def id_of(self, value: Hashable) -> str:
        known = self._ids.get(value)
        if known is None:
            known = self._ids[value] = f"{self._word}-{len(self._ids) + 1}"
        return known

    def rows(self, name: str) -> list[dict[str, Any]]:
        """Each value, called ``name``, with its id."""
        return [{"id": one, name: value} for value, one in self._ids.items()]


def full_of(score: Score) -> dict[str, Any]:
    """What ``ScoreSchema`` writes of a score."""
    chains, lists = Numbered(CHAIN), Numbered(FIGURES)

    def listed(row: Reason | Source) -> dict[str, Any]:
        return {**vars(row), "figure_list": lists.id_of(row.figures)}

    def purchase(row: HazardScore) -> dict[str, Any]:
        paths = [NumberedPath(weight, chains.id_of(places)) for weight, places in row.paths]
        return {**row._asdict(), "paths": paths, "figure_list": lists.id_of(row.figures)}

    return {
        **vars(score),
        "reasons": [listed(reason) for reason in score.reasons],
        "hazards": [purchase(hazard) for hazard in score.hazards],
        "sources": [listed(source) for source in score.sources],
        "messages": grouped(score.messages, wordings=True),
        "chains": [{"id": row["id"], "places": _places(row["places"])} for row in chains.rows("places")],
        "figure_lists": lists.rows("figures"),
    }


class NumberedPath(NamedTuple):
    """A path with the id of its chain."""

    weight: float
    chain: str


def _places(places: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
    return [{"stage": stage, "country": country} for stage, country in places]
