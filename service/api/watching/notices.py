"""What changed, in a sentence for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from service.schemas.fields import three_digits
from service.store.watch.notices import BAND, REGISTER

MOST_NAMED = 3
FEED_KINDS = (BAND, REGISTER)


def headline(kind: str, name: str, content: Mapping[str, Any]) -> str:
    """What a notice is about."""
    if kind == BAND:
        before, after = content["before"]["band"], content["after"]["band"]
        return f"{name}: {after or 'no band any more'}, was {before or 'without a band'}"
    changes, count = content["measures"], content["measure_count"]
    named = ", ".join(f"{one['measure_id']} ({_status(one)})" for one in changes[:MOST_NAMED])
    more = f" and {count - MOST_NAMED} more" if count > MOST_NAMED else ""
    return f"{name}: the register changed, {named}{more}"


def summary(content: Mapping[str, Any]) -> str:
    """The scores before and after."""
    before, after = content["before"], content["after"]
    return f"Score {_points(after)} on {after['as_of']}, was {_points(before)} on {before['as_of']}."


def _status(change: Mapping[str, Any]) -> str:
    after = str(change["after"] or "touches it no more").replace("_", " ")
    return after if change["before"] is None else f"{after}, was {change['before'].replace('_', ' ')}"


def _points(side: Mapping[str, Any]) -> str:
    return "none" if side["score"] is None else f"{three_digits(side['score']):g}"
