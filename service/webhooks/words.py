"""What is sent: a message in the form of Standard Webhooks, with ``type``, ``timestamp`` and ``data``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import RowMapping

from service.schemas.fields import three_digits
from service.schemas.serialise import encode
from service.schemas.watching.webhooks import shown_condition
from service.store.watch.messages import DIGEST, Claimed


def body(claimed: Claimed) -> bytes:
    """The body of a message: that of its one notice, or a digest of several. It is the same at each attempt."""
    if claimed.kind != DIGEST:
        return encode(write_notice(claimed.notices[0]))
    rows = [write_notice(row) for row in claimed.notices]
    data = {"notices": rows, "count": claimed.count}
    return encode({"type": "digest.daily", "timestamp": moment(claimed.created_at), "data": data})


def write_notice(row: RowMapping) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(row["content"])
    data = {name: _side(value) if name in ("before", "after") else value for name, value in content.items()}
    if "condition" in data:
        data["condition"] = shown_condition(data["condition"])
    if row["bom_id"] is not None:
        data = {"bom_id": row["bom_id"], "name": row["name"]} | data
    kind = f"bom.{row['kind']}" if row["bom"] is not None else row["kind"].replace("_", ".", 1)
    return {"type": kind, "timestamp": moment(row["at"]), "data": data}


def _side(side: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if side is None:
        return None
    score = side["score"]
    return {**side, "score": None if score is None else three_digits(score)}


def moment(at: datetime) -> str:
    """RFC 3339."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
