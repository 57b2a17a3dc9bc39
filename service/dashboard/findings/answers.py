"""A full answer as pages read it: each purchase and source with its own chains and figures again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

CURRENT = "source-shock/v2"


def is_current(answer: Mapping[str, Any]) -> bool:
    """Whether an answer is of the event and the shape that the pages tell of."""
    return answer.get("event") == CURRENT and "figure_lists" in answer


def whole(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer with what it refers to by id put back where it is told."""
    if not is_current(answer):
        return answer
    figures = {row["id"]: row["figures"] for row in answer["figure_lists"]}
    chains = {row["id"]: [(at["stage"], at["country"]) for at in row["places"]] for row in answer["chains"]}
    for row in (*answer["reasons"], *answer["hazards"], *answer["sources"]):
        row["figures"] = figures[row["figure_list"]]
    for hazard in answer["hazards"]:
        hazard["paths"] = [{"weight": path["weight"], "places": chains[path["chain"]]} for path in hazard["paths"]]
    return answer
