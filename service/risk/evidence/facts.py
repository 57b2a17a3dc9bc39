"""Everything that was known, together: what a score is drawn from besides the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from service.risk.controls.register import Register
from service.risk.evidence.claims import Evidence
from service.risk.evidence.trade import Trade


@dataclass(frozen=True)
class Facts:
    """Claims, register, trade and governance of one bundle or one state of the tables. ``governance[country][year]`` is
    political instability, 0..1."""

    evidence: Evidence
    register: Register
    trade: Trade
    governance: Mapping[str, Mapping[int, float]]
